//! How tests run the program and what they ask of its answers.
#![allow(dead_code, reason = "not every test asks everything")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use hanmend::decode;
use tempfile::TempDir;

/// Runs the program in `dir` with `stdin`.
pub fn run(dir: &Path, args: &[&str], stdin: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hanmend"))
        .args(args)
        .current_dir(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_vec();
    // A run that fails early does not read its input.
    let writer = std::thread::spawn(move || pipe.write_all(&bytes).ok());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The exit code and the bytes on standard output.
#[track_caller]
pub fn gives(output: &Output, code: i32, bytes: &[u8]) {
    assert_eq!(output.status.code(), Some(code), "{}", stderr(output));
    assert!(output.stdout == bytes, "{:?}", decode::decode(&output.stdout, None).text);
}

/// One line on standard error, nothing on standard output, exit code 2.
#[track_caller]
pub fn refuses(output: &Output, message: &str) {
    let told = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(output.stdout.is_empty(), "{}", stdout(output));
    assert!(told.starts_with("hanmend: ") && told.ends_with('\n') && told.lines().count() == 1, "{told:?}");
    assert!(told.contains(message), "{told:?} does not say {message:?}");
}

/// A folder with files of the given names and bytes.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}
