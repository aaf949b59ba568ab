//! Many files and records: what is restored, where it goes, in which order, and the way back.

mod program;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use program::{folder, gives, refuses, run, stderr, stdout};

/// A line that shows the artefact as a whole, and what it is restored to.
const DAMAGED: &str = "各行各業(yè)的人都來了,我們都?xì)g迎。";
const RESTORED: &str = "各行各業的人都來了，我們都歡迎。";

/// All files below `dir`, hidden ones too, with their contents.
fn tree(dir: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(root: &Path, dir: &Path, out: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                out.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    let mut out = Vec::new();
    walk(dir, dir, &mut out);
    out.sort();
    out
}

fn names(dir: &Path) -> Vec<String> {
    tree(dir).into_iter().map(|(name, _)| name).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

fn texts() -> tempfile::TempDir {
    folder(&[
        ("in/a.txt", DAMAGED.as_bytes()),
        ("in/b/c.txt", "乾淨\n".as_bytes()),
        ("in/b/d.log", DAMAGED.as_bytes()),
        ("in/.hidden", DAMAGED.as_bytes()),
        ("in/skipped.txt", DAMAGED.as_bytes()),
        ("in/.gitignore", b"skipped*\n"),
        ("in/noise.bin", &[0, 1, 2, 255, 254]),
    ])
}

#[test]
fn a_folder_is_mirrored() {
    let dir = texts();
    refuses(&run(dir.path(), &["in"], b""), "in: is a directory; --recursive goes into it");
    gives(&run(dir.path(), &["-r", "--out", "out/of", "in"], b""), 0, b"");
    let out = tree(&dir.path().join("out"));
    let wanted: [(&str, &[u8]); 4] = [
        ("of/a.txt", RESTORED.as_bytes()),
        ("of/b/c.txt", "乾淨\n".as_bytes()),
        ("of/b/d.log", RESTORED.as_bytes()),
        ("of/noise.bin", &[0, 1, 2, 255, 254]),
    ];
    assert_eq!(out, wanted.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())));
    // What is written is not read, though it lies in the folder.
    gives(&run(&dir.path().join("in"), &["-r", "--out", "new", "--edits", "e.jsonl", "."], b""), 0, b"");
    gives(&run(&dir.path().join("in"), &["-r", "--out", "new", "--glob", "!e.jsonl", "."], b""), 0, b"");
    assert_eq!(names(&dir.path().join("in/new")), ["a.txt", "b/c.txt", "b/d.log", "noise.bin"]);
}

#[test]
fn patterns_choose_among_files() {
    let dir = texts();
    let out = |more: &[&str]| {
        let _ = fs::remove_dir_all(dir.path().join("out"));
        gives(&run(dir.path(), &[&["-r", "--out", "out", "in"], more].concat(), b""), 0, b"");
        names(&dir.path().join("out"))
    };
    assert_eq!(out(&["--glob", "*.txt"]), ["a.txt", "b/c.txt"]);
    assert_eq!(out(&["--glob", "*.txt", "--glob", "!b/"]), ["a.txt"]);
    assert_eq!(out(&["--glob", "!*.txt"]), ["b/d.log", "noise.bin"]);
    assert_eq!(out(&["--glob", "*.txt", "--no-ignore"]), ["a.txt", "b/c.txt", "skipped.txt"]);
    assert_eq!(out(&["--hidden", "--glob", "!*.*"]), Vec::<String>::new());
    assert_eq!(out(&["--hidden", "--glob", ".hid*"]), [".hidden"]);
    refuses(&run(dir.path(), &["-r", "--glob", "[", "in"], b""), "--glob [: ");
    refuses(&run(dir.path(), &["--glob", "*", "in"], b""), "--recursive");
}

#[test]
fn the_order_is_that_of_the_files_whatever_the_threads() {
    let many: Vec<(String, Vec<u8>)> = (0..12)
        .map(|n| (format!("in/{n:02}"), format!("{n} {}\n", DAMAGED.repeat(1 + n % 3)).into_bytes()))
        .collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (&name[..], &bytes[..])).collect();
    let dir = folder(&many);
    for view in
        [&["-r", "in"][..], &["-r", "in", "--json"], &["-r", "in", "--diff"], &["-r", "in", "--explain"]]
    {
        let one = run(dir.path(), &[view, &["-j", "1"]].concat(), b"");
        let three = run(dir.path(), &[view, &["-j", "3"]].concat(), b"");
        assert_eq!(one.status.code(), Some(0));
        assert!(!one.stdout.is_empty() && one.stdout == three.stdout && one.stderr == three.stderr);
    }
    let text = stdout(&run(dir.path(), &["-r", "in"], b""));
    assert!(text.lines().enumerate().all(|(n, line)| line.starts_with(&format!("{n} {RESTORED}"))));
    let checked = run(dir.path(), &["-r", "in", "--check"], b"");
    gives(&checked, 1, b"");
    assert_eq!(stderr(&checked).lines().count(), 12);
    gives(&run(dir.path(), &["-r", "-i", "in"], b""), 0, b"");
    gives(&run(dir.path(), &["-r", "in", "--check"], b""), 0, b"");
}

#[test]
fn what_would_be_lost_is_refused() {
    let dir = folder(&[("a/x", b"1"), ("b/x", b"2"), ("e.jsonl", b"")]);
    let told = stderr(&run(dir.path(), &["-r", "--out", "out", "a", "b"], b""));
    assert_eq!(told, "hanmend: b/x: another file is written to x already\n");
    assert_eq!(tree(&dir.path().join("out"))[1..], [("x".to_owned(), b"1".to_vec())]);
    refuses(&run(dir.path(), &["-r", "--out", "a", "a"], b""), "a/x: would be written over itself");
    refuses(&run(dir.path(), &["--out", "out", "-"], b""), "standard input");
    refuses(&run(dir.path(), &["--out", "a/x/y", "b/x"], b""), "a/x/y");
    refuses(&run(dir.path(), &["--edits", "e.jsonl", "a/x"], b""), "e.jsonl: is there already");
    for args in
        [["--out", "o", "-i", "a/x"], ["--out", "o", "--json", "a/x"], ["--edits", "o", "--check", "a/x"]]
    {
        refuses(&run(dir.path(), &args, b""), "cannot be used with");
    }
    refuses(&run(dir.path(), &["--resume", "a/x"], b""), "--out");
    refuses(&run(dir.path(), &["-j", "0", "a/x"], b""), "--jobs");
}

#[test]
fn packed_files_are_unpacked_and_packed_again() {
    let text = format!("{DAMAGED}\n").repeat(30);
    let wanted = format!("{RESTORED}\n").repeat(30).into_bytes();
    let two = [gzip(text.as_bytes()), gzip(text.as_bytes())].concat();
    let zst = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let dir =
        folder(&[("a.txt.gz", &two), ("b.zst", &zst), ("cut.gz", &two[..two.len() - 20]), ("bad.zst", b"x")]);
    let at = dir.path();
    gives(&run(at, &["a.txt.gz"], b""), 0, &wanted.repeat(2));
    gives(&run(at, &["b.zst"], b""), 0, &wanted);
    let output = run(at, &["--out", "out", "a.txt.gz", "cut.gz", "bad.zst", "b.zst"], b"");
    gives(&output, 2, b"");
    let told = stderr(&output);
    assert!(told.starts_with("hanmend: cut.gz: ") && told.lines().count() == 2, "{told}");
    assert_eq!(gunzip(&fs::read(at.join("out/a.txt.gz")).unwrap()), wanted.repeat(2));
    assert_eq!(zstd::decode_all(&fs::read(at.join("out/b.zst")).unwrap()[..]).unwrap(), wanted);
    assert!(!at.join("out/cut.gz").exists() && !at.join("out/bad.zst").exists());
    gives(&run(at, &["-i", "a.txt.gz", "b.zst"], b""), 0, b"");
    assert_eq!(gunzip(&fs::read(at.join("a.txt.gz")).unwrap()), wanted.repeat(2));
    assert_eq!(zstd::decode_all(&fs::read(at.join("b.zst")).unwrap()[..]).unwrap(), wanted);
}

#[test]
fn edits_beside_the_text_lead_back() {
    let dir = texts();
    let before = tree(&dir.path().join("in"));
    gives(&run(dir.path(), &["-r", "-i", "--edits", "e.jsonl", "in"], b""), 0, b"");
    assert_ne!(tree(&dir.path().join("in")), before);
    for (name, bytes) in before.into_iter().filter(|(name, _)| ["a.txt", "b/d.log"].contains(&&name[..])) {
        gives(&run(dir.path(), &["--undo", "e.jsonl", &format!("in/{name}")], b""), 0, &bytes);
    }
    // A file that was not written leaves no edits.
    let packed = gzip(DAMAGED.repeat(20).as_bytes());
    let dir = folder(&[("cut.gz", &packed[..packed.len() - 9]), ("a", DAMAGED.as_bytes())]);
    let output = run(dir.path(), &["--out", "out", "--edits", "e", "cut.gz", "a"], b"");
    gives(&output, 2, b"");
    let edits = fs::read_to_string(dir.path().join("e")).unwrap();
    assert!(
        edits.lines().count() > 0 && edits.lines().all(|line| line.starts_with("{\"path\":\"a\"")),
        "{edits}"
    );
}

/// Ends a run the hard way after `count` files, and goes on.
#[test]
fn an_interrupted_run_leaves_whole_files_and_goes_on() {
    // Few slips, for these take long, and much text.
    let text = format!("{DAMAGED}\n{}", "青山在，水長流。\n".repeat(10_000));
    let many: Vec<(String, Vec<u8>)> =
        (0..12).map(|n| (format!("in/{n:02}.txt"), format!("{n}{text}").into_bytes())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (&name[..], &bytes[..])).collect();
    let dir = folder(&many);
    let at = dir.path();
    let args = ["-r", "--out", "out", "--edits", "edits", "in"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_hanmend"))
        .args(args)
        .current_dir(at)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !at.join("out/02.txt").exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let finished: Vec<(String, Vec<u8>)> =
        tree(&at.join("out")).into_iter().filter(|(name, _)| !name.starts_with(".hanmend/")).collect();
    let whole = |name: &str| run(at, &[&format!("in/{name}")], b"").stdout;
    assert!(finished.iter().all(|(name, bytes)| *bytes == whole(name)), "none is there in part");
    refuses(&run(at, &["-r", "--out", "out", "--resume", "--at-least", "high", "in"], b""), "other options");
    let first = finished.first().map(|(name, _)| at.join("out").join(name));
    let is_new = |path: &PathBuf| fs::metadata(path).unwrap().modified().unwrap();
    let before = first.as_ref().map(is_new);
    gives(&run(at, &[&args[..], &["--resume"]].concat(), b""), 0, b"");
    assert_eq!(first.as_ref().map(is_new), before, "what was finished is not written again");
    let out = tree(&at.join("out"));
    assert_eq!(out.len(), 12, "nothing else is left behind");
    for (name, bytes) in out {
        assert!(bytes == whole(&name));
        assert_ne!(bytes, fs::read(at.join("in").join(&name)).unwrap(), "something was restored");
        let back = run(at, &["--undo", "edits", &format!("out/{name}")], b"");
        gives(&back, 0, &fs::read(at.join("in").join(&name)).unwrap());
    }
}

#[test]
fn what_failed_is_tried_again_by_resuming() {
    let dir = folder(&[("in/a", DAMAGED.as_bytes()), ("in/b.gz", b"no gzip")]);
    let at = dir.path();
    let args = ["-r", "--out", "out", "--resume", "in"];
    gives(&run(at, &args, b""), 2, b"");
    fs::write(at.join("out/a"), "touched here, and as long: ").unwrap();
    fs::write(at.join("in/b.gz"), gzip(b"ok")).unwrap();
    gives(&run(at, &args, b""), 0, b"");
    assert_eq!(names(&at.join("out")), ["a", "b.gz"]);
    assert_eq!(fs::read(at.join("out/a")).unwrap(), RESTORED.as_bytes(), "other than it was left");
    assert_eq!(gunzip(&fs::read(at.join("out/b.gz")).unwrap()), b"ok");
}
