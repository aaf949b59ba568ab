//! The damage run forward on hand-checked examples, character for character.

use super::{Damage, Glossing, Variant, cut, gbk, is_cut_site, read_in_pairs, replay};
use crate::dictionary::GlossTable;

/// The level of the page the examples are from.
const LEVEL: usize = 70;

fn glossing() -> Glossing {
    Glossing::new(GlossTable::built_in().entries().iter().take(LEVEL))
}

/// Runs `original` forward, cutting before those sites that stand inside the characters `cut_in`.
fn forward(original: &str, cut_in: &[usize], variant: Variant, fold: bool) -> String {
    let glossed = read_in_pairs(&glossing().insert(&gbk::encode(original)));
    let sites: Vec<usize> = (1..glossed.len()).filter(|at| is_cut_site(&glossed, *at)).collect();
    let cuts: Vec<usize> = cut_in.iter().map(|n| sites[*n]).collect();
    cut(&glossed, &cuts, variant, fold)
}

#[test]
fn glosses_slip_where_they_split_characters() {
    for (original, found) in [
        ("我們都歡迎。", "我們都?xì)g迎。"),
        ("與當地的經濟發展", "與當(dāng)?shù)氐慕?jīng)濟發(fā)展"),
        ("業務", "業(yè)務(wù)"),
    ] {
        assert_eq!(forward(original, &[], Variant::A, true), found);
        assert!(replay(original, found, &glossing(), Variant::A, true).is_some());
    }
    assert_eq!(forward("我們全面認識工業", &[], Variant::A, true), "我們?nèi)嬲J(rèn)識工業(yè)");
}

#[test]
fn cuts_slip_what_follows() {
    // The site is counted over the bytes: 0 is the first place, past the start, where a mark's pair stands.
    for (original, site, found, variant, fold) in [
        ("。總體上說", 0, "?傮w上說", Variant::A, true),
        ("。現在", 0, ",F(xiàn)在", Variant::A, true),
        ("。互聯網", 0, ";ヂ(lián)網(wǎng)", Variant::A, true),
        ("大類專科專業", 0, "大類?茖I(yè)", Variant::A, true),
        ("家校互動合作機制", 0, "家;雍献鳈C制", Variant::A, true),
        ("。淮安、鹽城", 0, ";窗病Ⅺ}城", Variant::A, true),
    ] {
        assert_eq!(forward(original, &[site], variant, fold), found, "{original}");
        let replayed = replay(original, found, &glossing(), variant, fold).expect(original);
        assert_eq!(replayed.cuts.len(), 1, "{original}");
    }
    assert_eq!(replay("。總體上說", "?傮w上說", &glossing(), Variant::A, true).unwrap().cuts, [('？', 0xA1)]);
}

#[test]
fn the_other_variant_leaves_a_question_mark() {
    let entries = GlossTable::built_in().entries();
    let deep = Glossing::new(entries);
    let glossed = read_in_pairs(&deep.insert(&gbk::encode("。“美國")));
    assert_eq!(cut(&glossed, &[1], Variant::B, false), "?！懊绹?guó)");
    assert!(replay("。“美國", "?！懊绹?guó)", &deep, Variant::B, false).is_some());
    let glossed = read_in_pairs(&deep.insert(&gbk::encode("。”</p>")));
    assert_eq!(cut(&glossed, &[1], Variant::B, false), "?！?/p>");
}

#[test]
fn two_passes_in_one_run() {
    let original = "甚至會不堪一擊。我們要掌握我國互聯網";
    let found = "甚至?xí)豢耙粨。我們要掌握我國互?lián)網(wǎng)";
    let replayed = replay(original, found, &glossing(), Variant::A, true).expect("replays");
    assert_eq!(replayed.cuts, [('。', 0xF4)]);
    assert_eq!(replayed.lost, [[0xFE, 0xB2]]);
}

#[test]
fn replay_refuses_what_the_damage_cannot_do() {
    let glossing = glossing();
    // 業 is on the list: it cannot stand bare on such a page.
    assert_eq!(replay("企業好", "企業好", &glossing, Variant::A, true), None);
    assert_eq!(replay("我們都歡迎", "我們都歡迎你", &glossing, Variant::A, true), None);
    assert_eq!(replay("我們都歡慶", "我們都?xì)g迎", &glossing, Variant::A, true), None);
}

#[test]
fn a_page_is_damaged_the_same_by_the_same_seed() {
    let damage = Damage { gloss_level: LEVEL, cuts: 0.5, variant: Variant::A, fold: true, seed: 7 };
    let text = "業務發展。總體上說，我們都歡迎。現在，互聯網。";
    let one = damage.run(text);
    assert_eq!(one, damage.run(text));
    assert!(!one.slips.is_empty());
    assert_ne!(one, Damage { seed: 8, ..damage.clone() }.run(text));
    let none = Damage { cuts: 0.0, gloss_level: 0, fold: false, ..damage };
    assert_eq!(none.run(text).text, text);
}
