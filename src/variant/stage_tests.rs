//! The stage as a whole, through a restorer.

use crate::{Options, Restorer, Target};

fn restored(options: Options, text: &str) -> String {
    Restorer::new(options).unwrap().restore(text).text
}

#[test]
fn converting_twice_is_converting_once() {
    let to = |target| Options { to: Some(target), ..Options::default() };
    let text = "在这里，后来的干部说明规范";
    let hant = restored(to(Target::Hant), text);
    assert_eq!(hant, "在這裏，後來的幹部說明規範");
    assert_eq!(restored(to(Target::Hant), &hant), hant);
    assert_eq!(restored(to(Target::Hans), &hant), text);
    assert_eq!(restored(to(Target::Hans), text), text);
}

#[test]
fn two_words_do_not_make_a_document_half_converted() {
    let text = "幾位同志講得很好,今天在這里說干部";
    let options = Options { to: Some(Target::Hant), ..Options::default() };
    assert_eq!(restored(options.clone(), text), text);
    let asked = Options { reconvert: true, ..options };
    assert_eq!(restored(asked, text), "幾位同志講得很好,今天在這裏說幹部");
}

#[test]
fn half_converted_documents_are_mended() {
    let to = |target, text| restored(Options { to: Some(target), ..Options::default() }, text);
    let text = "旅游局的干部說,今后要示范,不能落后。皇后在這里了解情況,公布結果。\n";
    let right = "旅遊局的幹部說,今後要示範,不能落後。皇后在這裏了解情況,公布結果。\n";
    let mended = to(Target::Hant, text);
    assert_eq!(mended, right, "了解 and 公布 are right as they stand");
    assert_eq!(to(Target::Hant, &mended), mended);
    let over = "皇後在後面,公裏的頭發,這裏的發展,三只羊,面粉,只有茶幾\n";
    assert_eq!(to(Target::HantTw, over), "皇后在後面,公里的頭髮,這裡的發展,三隻羊,麵粉,只有茶几\n");
}

#[test]
fn what_is_overdone_is_undone() {
    let to = |target, text| restored(Options { to: Some(target), ..Options::default() }, text);
    let text = "隻有他們在這裏等著，隻是天氣很冷，不隻如此，三隻貓也在後面，皇后不在。\n";
    let right = "只有他們在這裏等著，只是天氣很冷，不只如此，三隻貓也在後面，皇后不在。\n";
    assert_eq!(to(Target::Hant, text), right);
    assert_eq!(to(Target::Hant, right), right);
    assert_eq!(to(Target::Hans, "第壹次壹起来，统壹了，壹样"), "第一次一起来，统一了，一样");
}

#[test]
fn the_particle_of_taiwan_becomes_that_of_simplified() {
    let to = |text| restored(Options { to: Some(Target::Hans), ..Options::default() }, text);
    assert_eq!(to("隨著時間過去，這本名著還在。"), "随着时间过去，这本名著还在。");
    assert_eq!(to("隨著時間過去，他看着它。"), "随著时间过去，他看着它。", "it distinguishes them");
}

#[test]
fn own_terms_come_before_all_else() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, "软件\t軟體\n头发\n现云\n".as_bytes()).unwrap();
    let table = Some(file.path().to_owned());
    let with = |to, text| restored(Options { to, table: table.clone(), ..Options::default() }, text);
    assert_eq!(with(Some(Target::Hant), "软件里的头发，发现云层"), "軟體裏的头发，發现云層");
    assert_eq!(with(None, "软件里的头发"), "軟體里的头发");
    let options = Options { table: Some("no such file".into()), ..Options::default() };
    assert!(Restorer::new(options).is_err());
}

#[test]
fn what_is_misread_is_no_text_to_convert() {
    let to = |options, text| restored(options, text);
    let hant = || Options { to: Some(Target::Hant), ..Options::default() };
    let text = "这是后来的头发：锟斤拷锟斤拷锟斤拷，还有别的说明。";
    let right = "這是後來的頭髮：锟斤拷锟斤拷锟斤拷，還有別的說明。";
    assert_eq!(to(hant(), text), right);
    let skip = vec![crate::Stage::Mojibake];
    assert!(!to(Options { skip, ..hant() }, text).contains('锟'), "where nothing was reported");
    let as_opencc = Options { opencc: Some("s2t".parse().unwrap()), ..Options::default() };
    assert!(!to(as_opencc, text).contains('锟'), "OpenCC converts whatever the text is");
}
