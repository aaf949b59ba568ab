//! Bytes to text piece by piece, in bounded memory, for texts that are too long to be held as a whole.

use super::walk::{HEAD, Walk};
use super::{Decoded, Encoding, Form};

/// Bytes that are gathered before they are read.
const PIECE: usize = 4 * HEAD;

/// Decodes a long text piece by piece. The encoding is chosen as [`super::decode`] chooses it, from the first 64 KiB
/// behind the ASCII that the text begins with, and kept; lines that are in another encoding are told one by one.
///
/// What comes out does not depend on how the bytes are cut: all pieces one after the other are what [`super::decode`]
/// makes of the whole. Each piece is whole characters and gives its own bytes back ([`Form::encode_back`]), stray bytes
/// included; the byte order mark is on record in the first. No more than 384 KiB are held between calls, other than in
/// ISO-2022-JP, which is held until it shifts back to ASCII.
///
/// ```
/// use hanmend::decode::{Pieces, decode};
///
/// let bytes = b"\xD6\xD0\xCE\xC4\xA3\xAC\xBA\xC3\xB5\xC4\xA1\xA3\n".repeat(50_000);
/// let mut pieces = Pieces::new(None);
/// let mut text = String::new();
/// for chunk in bytes.chunks(1 << 16) {
///     text.push_str(&pieces.push(chunk).text);
/// }
/// let last = pieces.finish();
/// text.push_str(&last.text);
/// assert_eq!(text, decode(&bytes, None).text);
/// assert_eq!(last.form.encoding.name(), "gb18030");
/// ```
#[derive(Debug)]
pub struct Pieces {
    walk: Walk,
    held: Vec<u8>,
}

impl Pieces {
    /// For a text in the encoding `label`, or in one that is to be told.
    pub fn new(label: Option<Encoding>) -> Pieces {
        Pieces { walk: Walk::new(label), held: Vec::new() }
    }

    /// Takes the bytes that come next, and gives what can be read by now: often nothing, for bytes are gathered first.
    pub fn push(&mut self, bytes: &[u8]) -> Decoded {
        self.held.extend_from_slice(bytes);
        if self.held.len() < PIECE { self.nothing() } else { self.read(false) }
    }

    /// Nothing follows: gives the rest.
    pub fn finish(mut self) -> Decoded {
        self.read(true)
    }

    /// The encoding, as far as it is chosen; UTF-8 as long as all was ASCII.
    pub fn encoding(&self) -> Encoding {
        self.walk.encoding()
    }

    fn read(&mut self, last: bool) -> Decoded {
        let mut out = self.nothing();
        let read = self.walk.take(&self.held, last, &mut out);
        self.held.drain(..read);
        out
    }

    fn nothing(&self) -> Decoded {
        let form = Form { encoding: self.walk.encoding(), ..Form::default() };
        Decoded { text: String::new(), form }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Irregular, decode, label};
    use proptest::prelude::*;

    /// The pieces joined, each checked to give its own bytes back.
    fn joined(bytes: &[u8], cuts: &[usize], label: Option<Encoding>) -> Decoded {
        let mut pieces = Pieces::new(label);
        let mut all: Option<Decoded> = None;
        let mut back = Vec::new();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut take = |piece: Decoded| {
            back.extend(piece.form.encode_back(&piece.text).expect("a piece gives its bytes back"));
            match &mut all {
                Some(all) => {
                    all.form.encoding = piece.form.encoding;
                    all.append(piece);
                }
                None => all = Some(piece),
            }
        };
        for pair in cuts.windows(2) {
            let piece = pieces.push(&bytes[pair[0]..pair[1]]);
            assert!(pieces.held.len() <= PIECE + 2 * HEAD);
            if !piece.text.is_empty() || piece.form.bom {
                take(piece);
            }
        }
        take(pieces.finish());
        assert_eq!(back, bytes, "the pieces give the bytes back");
        all.unwrap()
    }

    /// Records that touch as one: a long line in another encoding is recorded piece by piece.
    fn merged(places: Vec<Irregular>) -> Vec<Irregular> {
        let mut out: Vec<Irregular> = Vec::new();
        for place in places {
            match out.last_mut() {
                Some(last) if last.at + last.text_len == place.at => {
                    last.text_len += place.text_len;
                    last.bytes.extend(place.bytes);
                }
                _ => out.push(place),
            }
        }
        out
    }

    fn agrees(bytes: &[u8], cuts: &[usize], label: Option<Encoding>) {
        let whole = decode(bytes, label);
        let pieces = joined(bytes, cuts, label);
        assert_eq!(pieces.text, whole.text);
        assert_eq!(pieces.form.encoding, whole.form.encoding);
        assert_eq!(pieces.form.bom, whole.form.bom);
        assert_eq!(merged(pieces.form.irregular), merged(whole.form.irregular));
    }

    /// Lines of a text, short and long, with the encoding each is in and bytes that do not belong there.
    fn text() -> impl Strategy<Value = Vec<u8>> {
        let line = prop::sample::select(vec![
            "他在那个小城里住了三十年，没有人知道他从哪里来。",
            "他在那個小城裏住了三十年，沒有人知道他從哪裏來。",
            "plain ASCII, and more of it",
            "€",
            "",
        ]);
        let encoding =
            prop::sample::select(vec!["utf-8", "utf-8", "gbk", "gb18030", "big5", "utf-16le", "shift_jis"]);
        let times = prop_oneof![8 => 0usize..4, 1 => 600usize..2500];
        let stray = prop::option::weighted(0.2, (any::<prop::sample::Index>(), any::<u8>()));
        let mark = prop::sample::select(vec!["", "", "", "\u{FEFF}"]);
        let own = (line, encoding.clone(), times, stray, any::<bool>());
        (mark, encoding, prop::option::weighted(0.7, Just(())), prop::collection::vec(own, 0..12)).prop_map(
            |(mark, main, same, lines)| {
                let written = |name: &str, text: &str| {
                    let form = Form { encoding: label(name).unwrap(), ..Form::default() };
                    form.encode_back(text).unwrap_or_default()
                };
                let mut bytes = written(main, mark);
                for (line, own, times, stray, ends) in lines {
                    let name = if same.is_some() { main } else { own };
                    let mut line = written(name, &line.repeat(times));
                    if let Some((at, byte)) = stray {
                        line.insert(at.index(line.len() + 1), byte);
                    }
                    bytes.extend(line);
                    if ends {
                        bytes.extend(written(name, "\n"));
                    }
                }
                bytes
            },
        )
    }

    fn cuts() -> impl Strategy<Value = Vec<usize>> {
        prop::collection::vec(any::<usize>(), 0..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn texts_are_read_alike_however_they_are_cut(bytes in text(), cuts in cuts()) {
            agrees(&bytes, &cuts, None);
            for name in ["utf-8", "gbk", "gb18030", "big5", "utf-16le", "utf-16be", "shift_jis", "euc-jp", "windows-1252"] {
                agrees(&bytes, &cuts, Some(label(name).unwrap()));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn bytes_are_read_alike_however_they_are_cut(
            bytes in prop::collection::vec(any::<u8>(), 0..200), times in 1usize..2500, cuts in cuts()
        ) {
            agrees(&bytes.repeat(times), &cuts, None);
        }
    }

    #[test]
    fn the_encoding_is_kept_and_lines_in_another_are_told() {
        let gbk = Form { encoding: label("gbk").unwrap(), ..Form::default() };
        let (utf8, other) = ("第一部分是统一码。\n", gbk.encode_back("第二部分是国标码。\n").unwrap());
        for (first, second) in [(utf8.as_bytes(), other.as_slice()), (other.as_slice(), utf8.as_bytes())] {
            let bytes = [first.repeat(20_000), second.repeat(20_000)].concat();
            let read = joined(&bytes, &[300_000, 300_001, 600_000], None);
            assert_eq!(read.text.matches("第一部分是统一码。\n").count(), 20_000);
            assert_eq!(read.text.matches("第二部分是国标码。\n").count(), 20_000);
        }
        let late = ["plain\n".repeat(100_000).into_bytes(), other].concat();
        assert!(joined(&late, &[400_000], None).text.ends_with("第二部分是国标码。\n"));
    }

    #[test]
    fn one_line_without_an_end_is_read() {
        let gbk = Form { encoding: label("gbk").unwrap(), ..Form::default() };
        let text = "他在那个小城里住了三十年没有人知道他从哪里来".repeat(20_000);
        let bytes = gbk.encode_back(&text).unwrap();
        assert!(joined(&bytes, &[1, 300_001, 500_001, 700_000], None).text == text);
        // The second byte of a pair is all there is of a cut: nothing tells where characters begin.
        assert!(
            joined(&bytes[1..], &[300_001], Some(gbk.encoding)).text
                == decode(&bytes[1..], Some(gbk.encoding)).text
        );
    }
}
