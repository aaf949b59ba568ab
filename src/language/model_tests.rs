//! The packer and the model against each other, and against damaged files.

use super::*;
use crate::language::pack;

const TINY: &str = "\\data\\\nngram 1=5\nngram 2=2\n\n\\1-grams:\n-6.5\t<unk>\t0\n-1.25\t中国\t-0.5\n-1.5\t人民\t-0.125\n\
    -2.5\t人\t-0.75\n-2\t中\t0\n\n\\2-grams:\n-0.25\t中国 人民\t-0.1\n-0.75\t人 中国\n\n\\end\\\n";

fn tiny() -> Vec<u8> {
    pack(TINY.as_bytes(), "tiny.arpa").unwrap().bytes
}

/// Opens `bytes` as a file.
fn opened(bytes: &[u8]) -> Result<Model, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words.bin");
    std::fs::write(&path, bytes).unwrap();
    Model::open(&path)
}

#[test]
fn what_is_packed_reads_back() {
    let model = opened(&tiny()).unwrap();
    let word = |text| model.find(text).unwrap();
    assert_eq!(model.unigram(word("中国")), -1.25);
    assert_eq!(model.bigram(Some(word("中国")), word("人民")), -0.25, "listed");
    assert_eq!(model.bigram(Some(word("人民")), word("中国")), -0.125 - 1.25, "backed off");
    assert_eq!(model.bigram(Some(word("中国")), word("人")), -0.5 - 2.5, "backed off past a listed one");
    assert_eq!(model.bigram(None, word("人")), -2.5);
    assert_eq!(model.score("中国人民"), -1.5);
    assert_eq!(model.find("国"), None);
    assert_eq!(model.find(""), None);
    assert_eq!(model.unknown('国'), -6.5 - UNLISTED_SHARE);
    assert_eq!(model.unknown('，'), BOUNDARY);
    // 国 comes only in 中国; 中 there and alone.
    assert!(model.frequency('中') > model.frequency('国'));
    assert_eq!(model.frequency('龍'), model.unknown('龍'));
}

#[test]
fn packing_is_deterministic() {
    assert_eq!(tiny(), tiny());
    assert!(matches!(pack("\\1-grams:\n-1\t中\n".as_bytes(), "t"), Err(Error::Data { .. })), "no <unk>");
}

#[test]
fn the_prefix_walk_finds_words_inside_words() {
    let model = Model::built_in().unwrap();
    let first = model.step(model.root(), '人').unwrap();
    assert!(model.word(first).is_some());
    let second = model.step(first, '民').unwrap();
    assert_eq!(model.word(second), model.find("人民"));
    assert_eq!(model.step(second, 'x'), None);
    assert_eq!(model.word(model.root()), None);
}

#[test]
fn a_file_cut_short_is_an_error() {
    let bytes = tiny();
    for end in 0..bytes.len() {
        assert!(matches!(opened(&bytes[..end]), Err(Error::Data { .. })), "cut at {end}");
    }
    assert!(opened(&[bytes.as_slice(), &[0]].concat()).is_err());
}

#[test]
fn a_damaged_file_is_an_error_or_harmless() {
    let bytes = tiny();
    for at in 0..bytes.len() {
        for change in [0x01, 0x80, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[at] ^= change;
            match opened(&damaged) {
                Ok(model) => {
                    assert!(model.score("中国人民，人中国中人").is_finite());
                    assert!("中国人民龍".chars().all(|c| model.frequency(c).is_finite()));
                }
                Err(error) => assert!(matches!(error, Error::Data { .. }), "{error}"),
            }
        }
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = Model::open(Path::new("no/such/words.bin")).unwrap_err();
    assert!(error.to_string().contains("words.bin"), "{error}");
}

#[test]
fn the_built_in_model_is_sane() {
    let model = Model::built_in().unwrap();
    assert!(model.frequency('的') > model.frequency('龟'));
    assert!(model.frequency('龟') > model.unknown('龟'));
    let (us, all) = (model.find("我们").unwrap(), model.find("都").unwrap());
    assert!(model.bigram(Some(us), all) > model.unigram(all));
}
