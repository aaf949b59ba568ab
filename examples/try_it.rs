use std::io::Read;
fn main() {
    let mut t = String::new();
    std::io::stdin().read_to_string(&mut t).unwrap();
    let r = hanmend::Restorer::new(Default::default()).unwrap();
    let s = std::time::Instant::now();
    let x = r.restore(&t);
    eprintln!("{:?}", s.elapsed());
    if std::env::args().nth(1).is_some() {
        for (n, e) in x.edits() {
            if e.rule != hanmend::Rule::Gloss && e.rule != hanmend::Rule::Unfold {
                println!("{n} {} {} {} -> {} {:?}", e.rule, e.certainty, e.before, e.after, e.evidence);
            }
        }
        for p in &x.passes {
            for e in &p.withheld {
                println!("WITHHELD {} {} {} -> {} {:?}", e.rule, e.certainty, e.before, e.after, e.evidence);
            }
            for g in &p.gaps {
                println!("GAP {:?}", g);
            }
        }
    } else {
        print!("{}", x.text);
    }
}
