//! The program as a user meets it: exit codes, one-line errors, bytes that survive, files written in place.

mod program;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use hanmend::{Certainty, Edit, Edits, Pass, Restoration, Rule, Stage, decode, report, text};
use program::{folder, gives, refuses, run, stderr, stdout};
use tempfile::TempDir;

/// The same bytes on every run, of every value.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut byte = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..count).map(|_| byte()).collect()
}

/// 中文，这是一个不长的句子€ with the euro sign as one byte.
const GBK: &[u8] =
    b"\xD6\xD0\xCE\xC4\xA3\xAC\xD5\xE2\xCA\xC7\xD2\xBB\xB8\xF6\xB2\xBB\xB3\xA4\xB5\xC4\xBE\xE4\xD7\xD3\x80\n";
/// A byte order mark, 漢字 thrice, a stray byte, a character cut off at the end.
const STRAY: &[u8] =
    b"\xEF\xBB\xBF\xE6\xBC\xA2\xE5\xAD\x97\xFF\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97\r\n\xE6\xBC";
const UTF16: &[u8] = b"\xFF\xFE\x2D\x4E\x87\x65";

#[test]
fn clean_texts_pass_through_as_by_cat() {
    let dir = folder(&[("a", b"a\n"), ("b", b"\xFFb"), ("golden", b"c"), ("empty", b"")]);
    gives(&run(dir.path(), &[], "漢字".as_bytes()), 0, "漢字".as_bytes());
    gives(&run(dir.path(), &["a", "-", "b", "empty"], b"in\n"), 0, b"a\nin\n\xFFb");
    gives(&run(dir.path(), &["./golden"], b""), 0, b"c");
    gives(&run(dir.path(), &["--", "golden"], b""), 0, b"c");
    gives(&run(dir.path(), &["--diff", "a", "b"], b""), 0, b"");
    gives(&run(dir.path(), &["--json", "a"], b""), 0, b"");
    gives(&run(dir.path(), &["--check", "a", "b"], b""), 0, b"");
    let explained = run(dir.path(), &["--explain", "a"], b"");
    gives(&explained, 0, b"");
    assert_eq!(stderr(&explained), "nothing found\n");
}

#[test]
fn any_bytes_survive() {
    let noise = noise(100_000);
    let dir = folder(&[("noise", &noise), ("stray", STRAY)]);
    gives(&run(dir.path(), &["noise"], b""), 0, &noise);
    gives(&run(dir.path(), &[], STRAY), 0, STRAY);
    let all: Vec<u8> = (0..=255).collect();
    gives(&run(dir.path(), &[], &all), 0, &all);
}

#[test]
fn encodings_are_read_and_undone() {
    let text = "中文，这是一个不长的句子€\n";
    let inputs = [("gbk.txt", GBK), ("stray.txt", STRAY), ("utf16.txt", UTF16)];
    let dir = folder(&inputs);
    gives(&run(dir.path(), &["gbk.txt"], b""), 0, text.as_bytes());
    gives(&run(dir.path(), &["--from", "gbk", "gbk.txt"], b""), 0, text.as_bytes());
    gives(&run(dir.path(), &["utf16.txt"], b""), 0, "中文".as_bytes());
    let lines = run(dir.path(), &["--json", "gbk.txt", "stray.txt", "utf16.txt"], b"");
    assert_eq!(lines.status.code(), Some(0));
    assert!(stdout(&lines).lines().all(|line| line.starts_with("{\"path\":") && line.contains("\"decode\"")));
    fs::write(dir.path().join("edits.jsonl"), &lines.stdout).unwrap();
    fs::create_dir(dir.path().join("out")).unwrap();
    for (name, bytes) in inputs {
        let restored = run(dir.path(), &[name], b"").stdout;
        fs::write(dir.path().join("out").join(name), restored).unwrap();
        gives(&run(dir.path(), &["--undo", "edits.jsonl", &format!("out/{name}")], b""), 0, bytes);
    }
    refuses(&run(dir.path(), &["--undo", "edits.jsonl"], b"x"), "3 documents");
    refuses(&run(dir.path(), &["--undo", "gbk.txt", "stray.txt"], b""), "utf-8");
}

#[test]
fn errors_are_one_line_and_nothing_else() {
    let dir = folder(&[("a", b"a"), ("sub/b", b"b"), ("bad.jsonl", b"{}\n")]);
    let refused = |args: &[&str], message: &str| refuses(&run(dir.path(), args, b""), message);
    refused(&["missing"], "missing: ");
    refused(&["sub"], "sub: is a directory; --recursive goes into it");
    refused(&["--from", "klingon", "a"], "unknown encoding 'klingon'");
    refused(&["--to", "zh-Hanx", "a"], "unknown script 'zh-Hanx'");
    refused(&["--at-least", "sure", "a"], "unknown certainty 'sure'");
    refused(&["--skip", "mojibake,x", "a"], "unknown stage 'x'");
    refused(&["--bogus", "a"], "--bogus");
    refused(&["-i"], "<FILE>");
    refused(&["-i", "-"], "standard input");
    refused(&["-i", "a", "missing"], "missing: ");
    refused(&["-i", "a", "--diff"], "--diff");
    refused(&["-i", "a", "--check"], "--check");
    refused(&["--diff", "--json", "a"], "--json");
    refused(&["--json", "--explain", "a"], "--explain");
    refused(&["--to", "zh-Hans", "--skip", "variant", "a"], "needs the stage variant");
    refused(&["--to", "zh-Hans", "--only", "mojibake", "a"], "needs the stage variant");
    refused(&["--undo", "bad.jsonl", "a"], "bad.jsonl:1: missing field");
    refused(&["--undo", "missing", "a"], "missing: ");
    refused(&["--undo", "bad.jsonl", "a", "a"], "one FILE");
    refused(&["rules", "no-such"], "unknown rule 'no-such'");
    refused(&["--engine", "none", "a"], "unknown engine 'none'");
    #[cfg(not(feature = "opencc"))]
    refused(&["--engine", "opencc", "a"], "--features opencc");
    refused(&["damage", "missing"], "missing: ");
    refused(&["damage", "--gloss-level", "9999", "a"], "0 to 161");
    refused(&["damage", "--gloss-level", "-1", "a"], "-1");
    refused(&["damage", "--cuts", "1.1", "a"], "0 to 1");
    refused(&["damage", "--cuts", "nan", "a"], "0 to 1");
    refused(&["damage", "--variant", "c", "a"], "a and b");
    refused(&["damage", "--seed", "x", "a"], "seed");
    refused(&["golden", "sub"], "holds no case");
    refused(&["golden", "missing"], "missing: ");
    assert_eq!(fs::read(dir.path().join("a")).unwrap(), b"a");
}

#[cfg(unix)]
#[test]
fn an_error_in_one_file_does_not_keep_the_others_from_being_restored() {
    use std::os::unix::fs::PermissionsExt;
    let dir = folder(&[("a", b"a"), ("secret", b"s"), ("b", "漢字".as_bytes()), ("sub/c", b"c")]);
    let secret = dir.path().join("secret");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    // Permissions do not bind every user.
    let (printed, lines) = if fs::read(&secret).is_ok() { ("as汉字", 2) } else { ("a汉字", 3) };
    let args = ["--to", "zh-Hans", "a", "missing", "secret", "sub", "b"];
    for jobs in ["1", "3"] {
        let output = run(dir.path(), &[&args[..], &["-j", jobs]].concat(), b"");
        gives(&output, 2, printed.as_bytes());
        let told = stderr(&output);
        assert_eq!(told.lines().count(), lines, "{told}");
        assert!(
            told.starts_with("hanmend: missing: ") && told.contains("\nhanmend: sub: is a directory"),
            "{told}"
        );
    }
    gives(&run(dir.path(), &["-i", "--to", "zh-Hans", "missing", "b"], b""), 2, b"");
    assert_eq!(fs::read(dir.path().join("b")).unwrap(), "汉字".as_bytes());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let dir = folder(&[("long", "漢字\n".repeat(1 << 16).as_bytes())]);
    for args in [&["long"][..], &["long", "long", "long"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hanmend"))
            .args(args)
            .current_dir(dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut some = [0; 7];
        child.stdout.take().unwrap().read_exact(&mut some).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    }
}

#[test]
fn help_tells_every_option() {
    let dir = folder(&[]);
    let help = run(dir.path(), &["--help"], b"");
    assert_eq!(help.status.code(), Some(0));
    for option in "--recursive --glob --hidden --no-ignore --out --resume --edits --jsonl --jobs -r -j --to --engine --from --at-least --only --skip --data --diff --json --explain --check -i --in-place --undo \
                   --help --version golden rules damage mojibake tamper ocr punctuation variant zh-Hans zh-Hant Examples"
        .split_whitespace()
    {
        assert!(stdout(&help).contains(option), "{option}");
    }
    let version = run(dir.path(), &["--version"], b"");
    assert_eq!(stdout(&version), concat!("hanmend ", env!("CARGO_PKG_VERSION"), "\n"));
    let rules = run(dir.path(), &["rules"], b"");
    assert!(Rule::ALL.iter().all(|rule| stdout(&rules).contains(&format!("{rule} ("))));
    assert!(stdout(&run(dir.path(), &["rules", "cut-slip"], b"")).contains("?傮w上說 -> 。總體上說"));
}

#[test]
fn damage_is_the_worked_examples() {
    let dir = folder(&[("hant.txt", "我們都歡迎\n".as_bytes()), ("hans.txt", "我们都欢迎\n".as_bytes())]);
    let damaged = "我們都?xì)g迎\n".as_bytes();
    gives(&run(dir.path(), &["damage", "hant.txt"], b""), 0, damaged);
    gives(&run(dir.path(), &["damage", "-"], "我們都歡迎\n".as_bytes()), 0, damaged);
    gives(&run(dir.path(), &["damage", "--to-traditional", "hans.txt"], b""), 0, damaged);
    gives(
        &run(dir.path(), &["damage", "--gloss-level", "0"], "我們都歡迎，".as_bytes()),
        0,
        "我們都歡迎,".as_bytes(),
    );
    gives(&run(dir.path(), &["damage", "--no-fold"], "人，".as_bytes()), 0, "人，".as_bytes());
    let cut =
        |variant| run(dir.path(), &["damage", "--cuts", "1", "--variant", variant], "。總體".as_bytes());
    gives(&cut("a"), 0, "?傮w".as_bytes());
    gives(&cut("b"), 0, "??傮w".as_bytes());
    let slips = run(dir.path(), &["damage", "--slips", "hant.txt"], b"");
    let told = "{\"original\":{\"start\":9,\"end\":12,\"text\":\"歡\"},\
                \"damaged\":{\"start\":9,\"end\":15,\"text\":\"?xì)g\"},\
                \"lost_pairs\":0,\"cut\":false,\"split\":true,\"swallowed\":false}\n";
    assert_eq!(stdout(&slips), told);
}

#[test]
fn the_same_seed_damages_alike() {
    let text = "業務發展。總體上說，我們都歡迎。現在，互聯網。大類專科專業。\n".repeat(40);
    let dir = folder(&[("a", text.as_bytes())]);
    let damaged = |seed| stdout(&run(dir.path(), &["damage", "--cuts", "0.3", "--seed", seed, "a"], b""));
    assert_eq!(damaged("7"), damaged("7"));
    assert_ne!(damaged("7"), damaged("8"));
}

/// A restoration with the edits (start, before, after) of one pass.
fn restoration(text: &str, edits: &[(usize, &str, &str)]) -> Restoration {
    let edits = edits.iter().map(|(start, before, after)| Edit {
        span: text::Span::new(*start, start + before.len()),
        before: (*before).into(),
        after: (*after).into(),
        rule: Rule::Gloss,
        certainty: Certainty::High,
        evidence: Vec::new(),
    });
    let applied = Edits::fit(text, edits.collect()).unwrap();
    let restored = applied.apply(text);
    let pass = Pass { stage: Stage::Mojibake, applied, withheld: Vec::new(), gaps: Vec::new() };
    Restoration { original: text.into(), text: restored, passes: vec![pass] }
}

/// Applies a diff in `dir` by the system's `patch`; `false` where that is not installed.
#[track_caller]
fn patch(dir: &Path, diff: &[u8]) -> bool {
    fs::write(dir.join("the.diff"), diff).unwrap();
    let Ok(output) =
        Command::new("patch").args(["-p1", "--binary", "-i", "the.diff"]).current_dir(dir).output()
    else {
        return false; // The library's tests have an applier of their own.
    };
    assert!(output.status.success() && !stdout(&output).contains("fuzz"), "{}", stdout(&output));
    true
}

#[test]
fn patch_applies_the_diff() {
    let mut input = b"\xEF\xBB\xBF".to_vec();
    for n in 0..60 {
        input.extend_from_slice(format!("第{n}行業(yè)務\n").as_bytes());
    }
    input.extend_from_slice(b"\xFF end");
    let decoded = decode::decode(&input, None);
    let glosses = decoded.text.match_indices("(yè)").step_by(7);
    let mut edits: Vec<(usize, &str, &str)> = glosses.map(|(at, gloss)| (at, gloss, "")).collect();
    edits.push((decoded.text.len(), "", "\n新的一行"));
    let restored = restoration(&decoded.text, &edits);
    let mut diff = Vec::new();
    report::diff(&mut diff, "in put.txt", &restored, &decoded.form).unwrap();
    let dir = folder(&[("in put.txt", &input)]);
    if patch(dir.path(), &diff) {
        let wanted = report::carried(&decoded.form, &restored).encode_back(&restored.text).unwrap();
        assert!(fs::read(dir.path().join("in put.txt")).unwrap() == wanted);
    }
}

/// What the program does where something changes; the script is what changes in every text.
#[test]
fn changes_are_checked_shown_patched_and_undone() {
    let dir = folder(&[("stray.txt", STRAY), ("clean.txt", b"abc\n"), ("big5.txt", b"\xBA\x7E\xA6\x72\n")]);
    let at = dir.path();
    let restored: Vec<u8> =
        [b"\xEF\xBB\xBF", "汉字".as_bytes(), b"\xFF", "汉字汉字\r\n".as_bytes(), b"\xE6\xBC"].concat();
    gives(&run(at, &["--to", "zh-Hans", "stray.txt"], b""), 0, &restored);
    let checked = run(at, &["--to", "zh-Hans", "--check", "stray.txt", "clean.txt", "-"], "漢".as_bytes());
    gives(&checked, 1, b"");
    assert_eq!(stderr(&checked), "stray.txt\nstdin\n");
    gives(&run(at, &["--to", "zh-Hans", "--check", "clean.txt"], b""), 0, b"");
    let explained = run(at, &["--to", "zh-Hans", "--explain", "stray.txt", "clean.txt"], b"");
    assert!(stdout(&explained).starts_with("stray.txt:1:1: to-hans ("), "{}", stdout(&explained));
    assert!(stderr(&explained).starts_with("to-hans: "), "{}", stderr(&explained));
    let diff = run(at, &["--to", "zh-Hans", "--diff", "stray.txt"], b"").stdout;
    let copy = folder(&[("stray.txt", STRAY)]);
    if patch(copy.path(), &diff) {
        assert_eq!(fs::read(copy.path().join("stray.txt")).unwrap(), restored);
    }
    for args in [&["stray.txt"][..], &["--from", "big5", "big5.txt"]] {
        let with = |more: &[&str]| run(at, &[more, &["--to", "zh-Hans"], args].concat(), b"").stdout;
        fs::write(at.join("edits.jsonl"), with(&["--json"])).unwrap();
        fs::write(at.join("restored.txt"), with(&[])).unwrap();
        let input = fs::read(at.join(args[args.len() - 1])).unwrap();
        gives(&run(at, &["--undo", "edits.jsonl", "restored.txt"], b""), 0, &input);
        refuses(&run(at, &["--undo", "edits.jsonl", "clean.txt"], b""), "clean.txt: not the restored text");
    }
}

#[cfg(unix)]
#[test]
fn files_are_written_in_place_at_once() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let dir = folder(&[("real/a.txt", "漢字\n".as_bytes()), ("clean.txt", b"abc\n"), ("gbk.txt", GBK)]);
    let at = dir.path();
    let real = at.join("real/a.txt");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.txt", at.join("link")).unwrap();
    let inode = |name: &str| fs::metadata(at.join(name)).unwrap().ino();
    let before = (inode("link"), inode("clean.txt"));
    gives(&run(at, &["-i", "--to", "zh-Hans", "link", "clean.txt", "gbk.txt"], b""), 0, b"");
    assert_eq!(fs::read(&real).unwrap(), "汉字\n".as_bytes());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(at.join("link")).unwrap().is_symlink());
    assert_ne!(inode("link"), before.0, "written beside and renamed");
    assert_eq!(inode("clean.txt"), before.1, "what does not change is not written");
    assert_eq!(fs::read(at.join("gbk.txt")).unwrap(), GBK, "a text without edits keeps its encoding");
    let mut names: Vec<_> = fs::read_dir(at.join("real")).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["a.txt"], "nothing is left behind");
    refuses(&run(at, &["-i", "--to", "zh-Hans", "/dev/null"], b""), "/dev/null: not a regular file");
}

#[test]
fn the_output_is_in_the_encoding_asked_for() {
    let dir = folder(&[("gbk.txt", GBK), ("utf8.txt", "漢字\n".as_bytes())]);
    gives(&run(dir.path(), &["--out-encoding", "gb18030", "utf8.txt"], b""), 0, b"\x9D\x68\xD7\xD6\n");
    gives(
        &run(dir.path(), &["--out-encoding", "utf-16le", "utf8.txt"], b""),
        0,
        b"\xFF\xFE\x22\x6F\x57\x5B\n\0",
    );
    let refused = run(dir.path(), &["--out-encoding", "big5", "gbk.txt"], b"");
    refuses(&refused, "gbk.txt: Big5 lacks 3 characters of the text: '这' in line 1");
    refuses(&run(dir.path(), &["--out-encoding", "klingon", "utf8.txt"], b""), "'klingon'");
}

#[test]
fn text_is_misread_told_and_read_again() {
    let dir = folder(&[("gbk.txt", GBK)]);
    let damaged = run(dir.path(), &["damage", "--misread", "gbk:windows-1252"], "中文注释\n".as_bytes());
    gives(&damaged, 0, "ÖÐÎÄ×¢ÊÍ\n".as_bytes());
    gives(&run(dir.path(), &[], &damaged.stdout), 0, "中文注释\n".as_bytes());
    refuses(&run(dir.path(), &["damage", "--misread", "gbk"], b""), "colon");
    let explained = stdout(&run(dir.path(), &["--explain", "gbk.txt"], b""));
    assert!(explained.starts_with("gbk.txt: read as gb18030; next "), "{explained}");
    let inspected = stdout(&run(dir.path(), &["inspect", "--json", "gbk.txt"], b""));
    assert!(
        inspected.starts_with("{\"path\":\"gbk.txt\",\"encoding\":\"gb18030\",\"runner_up\":[\""),
        "{inspected}"
    );
}

#[test]
fn inspect_counts_what_is_damaged_in_each_file() {
    let damaged = "第一行没有问题。\nÖÐÎÄ×¢ÊÍ\n姓名：锟斤拷锟斤拷\n";
    let dir = folder(&[("damaged.txt", damaged.as_bytes()), ("clean.txt", "第一行没有问题。\n".as_bytes())]);
    let lines = stdout(&run(dir.path(), &["inspect", "--json", "damaged.txt", "clean.txt"], b""));
    let [first, second] = lines.lines().collect::<Vec<_>>()[..] else { panic!("{lines}") };
    for part in
        ["\"encoding\":\"UTF-8\"", "\"edits\":{\"misread\":1}", "\"gaps\":{\"replaced\":1}", "\"touched\":2"]
    {
        assert!(first.contains(part), "{part}: {first}");
    }
    assert!(second.contains("\"edits\":{},\"gaps\":{}"), "{second}");
    let table = stdout(&run(dir.path(), &["inspect", "damaged.txt", "clean.txt"], b""));
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.contains("misread 1") && table.contains("replaced 1"), "{table}");
}

#[test]
fn what_is_no_text_is_copied() {
    let noise = noise(200_000);
    let dir = folder(&[("noise", &noise)]);
    gives(&run(dir.path(), &["--check", "noise"], b""), 0, b"");
    gives(&run(dir.path(), &["-i", "--out-encoding", "gbk", "noise"], b""), 0, b"");
    assert!(fs::read(dir.path().join("noise")).unwrap() == noise);
}

#[test]
fn own_terms_are_heeded_and_bad_lines_named() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("good.tsv"), "软件\t軟體\n头发\n").unwrap();
    fs::write(dir.path().join("bad.tsv"), "头发\n软件\t\n").unwrap();
    let text = "软件里的头发\n".as_bytes();
    gives(
        &run(dir.path(), &["--table", "good.tsv", "--to", "zh-Hant"], text),
        0,
        "軟體裏的头发\n".as_bytes(),
    );
    gives(
        &run(dir.path(), &["--table", "good.tsv", "--opencc", "s2tw"], text),
        0,
        "軟體裡的头发\n".as_bytes(),
    );
    refuses(&run(dir.path(), &["--table", "bad.tsv"], text), "bad.tsv:2: ");
    refuses(&run(dir.path(), &["--table", "none.tsv"], text), "none.tsv: ");
    refuses(&run(dir.path(), &["--opencc", "s2x"], text), "unknown mode of OpenCC 's2x'");
    refuses(&run(dir.path(), &["--opencc", "s2t", "--to", "zh-Hans"], text), "cannot be used with");
}
