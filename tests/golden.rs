//! Runs the golden cases by the program itself; `BLESS=1` rewrites their expected files.

use std::process::Command;

#[test]
fn golden_cases_hold() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hanmend"));
    command.args(["golden", "golden"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        command.arg("--bless");
    }
    let output = command.output().unwrap();
    let told = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (stdout, stderr) = (told(&output.stdout), told(&output.stderr));
    assert!(output.status.success(), "{}\n{stdout}{stderr}", output.status);
}
