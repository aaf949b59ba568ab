use std::io::Read;
fn main() {
    let mut t = String::new();
    std::io::stdin().read_to_string(&mut t).unwrap();
    let t: String = t.chars().map(hanmend::dictionary::traditional).collect();
    let d = hanmend::damage::Damage {
        gloss_level: 135,
        cuts: 0.0,
        variant: hanmend::damage::Variant::A,
        fold: true,
        seed: 1,
    };
    print!("{}", d.run(&t).text);
}
