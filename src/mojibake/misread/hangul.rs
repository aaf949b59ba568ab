//! Whether a line is in Korean rather than misread, as far as its syllables tell.

use super::signature::Signature;

/// Syllables from which on a line may be told, and what they must be worth on average, log10 of their shares. Of 400,000 pieces of
/// sentences in GBK that were read as Korean one in forty came out as four syllables or more and nothing else: the best were worth
/// -2.8, of eight and more -3.4. (intact/korean-lines, synthetic/misread-in-korean-lines)
const FEW: (usize, f32) = (4, -2.7);
const MANY: (usize, f32) = (8, -3.1);
/// The same for every word of two syllables or more: what was misread amid Korean is of rare ones.
const WORD: f32 = -3.2;
/// What else such lines hold that is not ASCII.
const MARKS: &str = "“”‘’·…–—°";

/// Whether a line is of common syllables of Hangul, with ASCII and marks.
pub(super) fn is_prose(line: &str, signature: &Signature) -> bool {
    let is_hangul = |c: char| ('\u{AC00}'..='\u{D7A3}').contains(&c);
    if !line.chars().all(|c| c.is_ascii() || is_hangul(c) || MARKS.contains(c)) {
        return false;
    }
    let (mut syllables, mut shares) = (0, 0.0);
    for word in line.split(|c| !is_hangul(c)).filter(|word| !word.is_empty()) {
        let (count, share) =
            word.chars().fold((0, 0.0), |(count, sum), c| (count + 1, sum + signature.share(c)));
        if count > 1 && share < WORD * count as f32 {
            return false;
        }
        (syllables, shares) = (syllables + count, shares + share);
    }
    let is_common = |(least, share): (usize, f32)| syllables >= least && shares >= share * syllables as f32;
    is_common(FEW) || is_common(MANY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::damage::{CodePage, misread};
    use crate::language::Model;

    #[test]
    fn prose_is_told_from_what_was_misread() {
        let signature = Signature::built_in(Model::built_in().unwrap());
        let is_prose = |line: &str| is_prose(line, &signature);
        for line in
            ["어제 친구와 함께 도서관에서 책을 읽었습니다.", "사용자 이름", "“나는 집에 가요…” 그가 말했다."]
        {
            assert!(is_prose(line), "{line}");
        }
        for line in ["안녕", "Hello", "大韓民國 만세, 우리나라 만세", "뷁쉛뿍쑣휍", "서울에서 café에 갔다"]
        {
            assert!(!is_prose(line), "{line}");
        }
        let sentences =
            ["把报告发表在报纸上吧", "不管怎么说还是可靠的", "我们在学校的图书馆里读书，晚上回家吃饭。"];
        for (sentence, written) in sentences
            .iter()
            .flat_map(|s| [CodePage::Utf8, CodePage::Gbk, CodePage::Big5].map(|page| (s, page)))
        {
            let damaged = misread(sentence, written, CodePage::EucKr, 1);
            assert!(!is_prose(&damaged), "{damaged}");
            assert!(!is_prose(&format!("어제 친구와 함께 책을 읽었습니다. {damaged}")), "{damaged}");
        }
        // A piece of it that is of syllables alone.
        let title = misread("的高端", CodePage::Gbk, CodePage::EucKr, 1);
        let is_hangul = |c| ('\u{AC00}'..='\u{D7A3}').contains(&c);
        assert!(
            title.chars().all(is_hangul) && !is_prose(&format!("어제 친구와 함께 책을 읽었습니다. {title}"))
        );
    }
}
