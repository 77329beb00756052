//! Errors: each one affects only its own page and is reported with its cause and a remedy, and the run continues. If
//! the output fails, the run stops, and finished results are kept.

use std::{fs, process::Stdio};

use crate::workspace::{EMPTY, Workspace, exists, gzip, page, records, sources};

/// Runs over `in/` and returns the outcome and the message of the page `in/bad…`. The valid pages around it must have
/// an article.
fn bad(work: &Workspace, args: &[&str]) -> (String, String) {
    work.put("in/a.html", page("Alder")).put("in/z.html", page("Zeal"));
    let args = [&["in", "--format", "jsonl"], args].concat();
    let ran = work.run(&args);
    let found = ran.records();
    let good = |name: &str| found.iter().any(|r| r["source"] == name && r["outcome"] == "article");
    assert!(good("in/a.html") && good("in/z.html"), "{ran:?}");
    let bad = found.iter().find(|r| r["source"].as_str().is_some_and(|s| s.starts_with("in/bad")));
    let outcome = bad.map_or("absent", |r| r["outcome"].as_str().expect("an outcome")).to_owned();
    if outcome == "error" {
        assert_eq!(ran.code, 1, "{ran:?}");
        let line = ran.err.lines().find(|l| l.starts_with("copydesk: in/bad")).expect("named");
        assert!(line.contains("; "), "no remedy: {line}");
    }
    (outcome, ran.err)
}

/// Writes the bad page and runs the command.
fn bad_page(content: impl AsRef<[u8]>, args: &[&str]) -> (String, String) {
    let work = Workspace::new();
    work.put("in/bad.html", content);
    bad(&work, args)
}

#[test]
fn truncated_gzip() {
    let whole = gzip(page("Alder").repeat(9));
    let (outcome, err) = bad_page(&whole[..whole.len() / 2], &[]);
    assert_eq!(outcome, "error");
    assert!(err.contains("gzip data is truncated") && err.contains("fetch it again"), "{err}");
}

#[test]
fn decompression_bombs() {
    let bomb = gzip(vec![b'<'; 8 << 20]);
    let (outcome, err) = bad_page(&bomb, &["--max-bytes", "1M"]);
    assert_eq!(outcome, "error");
    assert!(err.contains("more than the limit of 1048576 bytes; raise it with --max-bytes"), "{err}");
    let bomb = zstd::encode_all(&vec![0; 8 << 20][..], 3).expect("memory");
    let (outcome, err) = bad_page(&bomb, &["--max-bytes", "1M"]);
    assert_eq!(outcome, "error");
    assert!(err.contains("--max-bytes"), "{err}");
}

#[test]
fn a_large_file_is_not_read() {
    let work = Workspace::new();
    work.put("in/bad.html", "");
    let file = fs::OpenOptions::new().write(true).open(work.path("in/bad.html")).expect("a file");
    // A terabyte that uses no disk space.
    file.set_len(1 << 40).expect("a sparse file");
    let (outcome, err) = bad(&work, &[]);
    assert_eq!(outcome, "error");
    assert!(err.contains("raise it with --max-packed"), "{err}");
}

#[test]
fn a_page_of_open_brackets() {
    let (outcome, _) = bad_page(vec![b'<'; 4 << 20], &[]);
    assert_ne!(outcome, "absent");
}

#[test]
fn odd_bytes_are_not_an_error() {
    let story = page("Alder");
    let utf16: Vec<u8> = story.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut torn = story.clone().into_bytes();
    torn.splice(300..300, *b"\xff\xfe\x80\xc3");
    let mut nul = story.clone().into_bytes();
    nul.splice(300..300, [0; 9]);
    let wrong = story.replace("<title>", "<meta charset=utf-16><title>");
    for (what, bytes) in [
        ("UTF-16 without a BOM", utf16),
        ("invalid UTF-8", torn),
        ("NUL bytes", nul),
        ("a charset label that lies", wrong.into_bytes()),
    ] {
        let (outcome, err) = bad_page(bytes, &[]);
        assert_eq!(outcome, "article", "{what}: {err}");
    }
}

#[test]
fn binary_rubbish_is_not_an_error() {
    let rubbish: Vec<u8> = (0..200_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let (outcome, _) = bad_page(rubbish, &[]);
    assert_ne!(outcome, "error");
}

#[test]
fn an_unknown_encoding_label() {
    let work = Workspace::new();
    work.put("a.html", page("Alder"));
    let ran = work.run(&["a.html", "--encoding", "klingon"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("klingon") && ran.err.contains("utf-8"), "{}", ran.err);
}

#[test]
fn control_sequences_do_not_reach_the_terminal() {
    let work = Workspace::new();
    let evil = "Evil\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m";
    work.put("a\u{1b}[2J.html", page(evil)).put("gone\u{7}", "");
    fs::remove_file(work.path("gone\u{7}")).expect("removed");
    for format in ["text", "json", "jsonl", "markdown", "html", "tei"] {
        let ran = work.run(&["a\u{1b}[2J.html", "gone\u{7}", "--format", format]);
        let obeyed = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!ran.out.contains(obeyed), "{format}: {:?}", ran.out);
        assert!(!ran.err.contains(obeyed), "{format}: {:?}", ran.err);
        assert!(ran.out.contains("ferry"), "{format}: {:?}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn unreadable_and_vanished_files() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let work = Workspace::new();
    work.put("in/bad.html", page("Bad"));
    symlink(work.path("nowhere"), work.path("in/bad-link.html")).expect("a link");
    fs::set_permissions(work.path("in/bad.html"), fs::Permissions::from_mode(0o000)).expect("rights");
    // A privileged user can read any file.
    if fs::read(work.path("in/bad.html")).is_err() {
        let (outcome, err) = bad(&work, &[]);
        assert_eq!(outcome, "error");
        assert!(
            err.contains("cannot be read (Permission denied") && err.contains("check its permissions"),
            "{err}"
        );
    }
    fs::remove_file(work.path("in/bad.html")).expect("removed");
    let (outcome, err) = bad(&work, &["--follow"]);
    assert!(outcome == "error" && err.contains("bad-link.html: cannot be read"), "{outcome}: {err}");
    let ran = work.run(&["in/a.html", "in/gone.html", "--format", "jsonl"]);
    assert!(
        ran.err.contains("in/gone.html: cannot be read") && ran.err.contains("; check its name"),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn looping_directories() {
    let work = Workspace::new();
    work.put("in/deep/b.html", page("Brook"));
    std::os::unix::fs::symlink(work.path("in"), work.path("in/deep/bad")).expect("a link");
    let (outcome, _) = bad(&work, &[]);
    assert_eq!(outcome, "absent", "links are not followed unless asked for");
    let ran = work.run(&["in", "--format", "jsonl", "--follow"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.records().iter().filter(|r| r["outcome"] == "article").count(), 3);
    assert!(ran.err.contains("is a link back up to"), "{}", ran.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_with_2() {
    let work = Workspace::new();
    work.put("in/a.html", page("Alder")).put("in/b.html", page("Brook"));
    for threads in ["1", "2"] {
        let ran = work.run(&["in", "-o", "/dev/full", "--format", "jsonl", "-j", threads]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(
            ran.err.contains("/dev/full: cannot be written") && ran.err.contains("free some space"),
            "{}",
            ran.err
        );
    }
    assert!(fs::metadata("/dev/full").is_ok_and(|m| !m.is_file()), "a device is never replaced");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let ended = work
        .command(&["in", "--format", "jsonl"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the command runs");
    assert_eq!(ended.status.code(), Some(2));
    let err = String::from_utf8_lossy(&ended.stderr);
    assert!(err.contains("standard output: cannot be written"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_stops_with_2() {
    use std::os::unix::fs::PermissionsExt;
    let work = Workspace::new();
    work.put("in/a.html", page("Alder")).put("out/old.txt", "old");
    fs::set_permissions(work.path("out"), fs::Permissions::from_mode(0o555)).expect("rights");
    let closed = fs::write(work.path("out/probe"), "").is_err();
    if closed {
        for output in ["out/", "out/all.jsonl"] {
            let ran = work.run(&["in", "-o", output]);
            assert_eq!(ran.code, 2, "{ran:?}");
            assert!(
                ran.err.contains("cannot be written") && ran.err.contains("choose another output"),
                "{}",
                ran.err
            );
        }
    }
    fs::set_permissions(work.path("out"), fs::Permissions::from_mode(0o755)).expect("rights");
    assert_eq!(work.read("out/old.txt"), "old");
}

#[test]
fn too_many_failures_stop_the_run() {
    let work = Workspace::new();
    for i in 0..40 {
        work.put(
            &format!("in/{i:02}.html"),
            if i % 2 == 0 { gzip(page("x"))[..20].to_vec() } else { page("y").into() },
        );
    }
    let ran = work.run(&["in", "-o", "all.jsonl", "--fail-fast", "-j", "1", "--ordered"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("stopped: 1 page failed; run the same command with --resume"), "{}", ran.err);
    assert!(!exists(work.path("all.jsonl")), "half a result is no result");
    let args = ["in", "-o", "all.jsonl", "--ordered", "--resume", "--report", "bad.jsonl"];
    let ran = work.run(&[&args[..], &["--max-errors", "5", "-j", "2"]].concat());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("stopped: 7 pages failed"), "{}", ran.err);
    let ran = work.run(&args);
    assert_eq!(ran.code, 1, "{ran:?}");
    let found = records(&work.read("all.jsonl"));
    let expected: Vec<_> = (0..40).map(|i| format!("in/{i:02}.html")).collect();
    assert_eq!(sources(&found), expected);
    assert_eq!(records(&work.read("bad.jsonl")).len(), 19);
}

#[test]
fn the_report_names_every_failure() {
    let work = Workspace::new();
    work.put("in/a.html", page("Alder")).put("in/bad.html", &gzip(page("x"))[..20]).put("in/c.html", EMPTY);
    let ran = work.run(&["in", "-o", "all.jsonl", "--report", "failures.jsonl"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("3 pages: 1 article, 1 without one, 1 failed"), "{}", ran.err);
    let report = records(&work.read("failures.jsonl"));
    assert_eq!(sources(&report), ["in/bad.html"]);
    assert!(report[0]["error"].as_str().is_some_and(|e| e.contains("gzip")), "{report:?}");
}

#[test]
fn json_progress_ends_with_the_totals() {
    let work = Workspace::new();
    for i in 0..20 {
        work.put(&format!("in/{i}.html"), page("x"));
    }
    let ran = work.run(&["in", "-o", "all.jsonl", "--progress", "json", "-q"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let last = records(&ran.err).pop().expect("a line");
    assert_eq!((&last["pages"], &last["articles"], &last["done"]), (&20.into(), &20.into(), &true.into()));
    for threads in ["1", "2"] {
        let ran = work.run(&["in", "-o", "all.jsonl", "--progress", "json", "-q", "-j", threads]);
        assert!(
            records(&ran.err).iter().all(|line| line["total"].is_null() || line["total"] == 20),
            "{ran:?}"
        );
    }
    let ran = work.run(&["in", "-o", "all.jsonl", "--progress", "bar"]);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn exceeded_limits_are_reported() {
    let work = Workspace::new();
    work.put("a.html", page("Alder").repeat(200));
    for (args, word) in [
        (["--max-time", "0.000001"], "--max-time"),
        (["--max-nodes", "100"], "--max-nodes"),
        (["--max-bytes", "1K"], "--max-bytes"),
        (["--max-packed", "1K"], "--max-packed"),
    ] {
        let ran = work.run(&[&["a.html", "--format", "jsonl"], &args[..]].concat());
        assert_eq!((ran.code, &ran.records()[0]["outcome"]), (1, &"error".into()), "{args:?}: {ran:?}");
        assert!(ran.err.contains("a.html: ") && ran.err.contains(word), "{args:?}: {}", ran.err);
    }
}

/// Tests a gigabyte of `<` that is compressed to almost nothing.
#[test]
fn a_gigabyte_of_open_brackets() {
    let mut packed = zstd::Encoder::new(Vec::new(), 1).expect("memory");
    std::io::copy(&mut std::io::Read::take(std::io::repeat(b'<'), 1 << 30), &mut packed).expect("memory");
    let (outcome, err) = bad_page(packed.finish().expect("memory"), &[]);
    assert_eq!(outcome, "error");
    assert!(err.contains("more than the limit of 67108864 bytes; raise it with --max-bytes"), "{err}");
}

/// Runs the command with a maximum output size in blocks of 512 bytes, as on a full disk.
#[cfg(unix)]
fn with_a_small_disk(work: &Workspace, blocks: u32, args: &[&str]) -> (Option<i32>, String) {
    let mut command = std::process::Command::new("sh");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_copydesk")]).args(args).current_dir(work.path(""));
    let ended = command.output().expect("a shell");
    (ended.status.code(), String::from_utf8(ended.stderr).expect("UTF-8"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_keeps_what_was_finished() {
    let work = Workspace::new();
    for i in 0..300 {
        work.put(&format!("in/{i:03}.html"), page(&format!("Number {i}")));
    }
    for output in ["all.jsonl", "all.jsonl.gz"] {
        let args = ["in", "-o", output, "--ordered", "-j", "1"];
        assert_eq!(work.run(&args).code, 0);
        let expected = work.read_bytes(output);
        fs::remove_file(work.path(output)).expect("removed");
        let (code, err) = with_a_small_disk(&work, expected.len() as u32 / 1024, &args);
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains(output) && err.contains("free some space; finished results are kept"), "{err}");
        assert!(!exists(work.path(output)), "half a result is no result");
        let part = work.read_bytes(&format!("{output}.part"));
        assert!(part.is_empty() || output.ends_with("gz") || part.ends_with(b"\n"), "ends within a line");
        let ran = work.run(&[&args[..], &["--resume"]].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(work.read_bytes(output) == expected, "{output} differs");
    }
    let (code, err) = with_a_small_disk(&work, 0, &["in", "-o", "out/"]);
    assert_eq!(code, Some(2), "{err}");
    assert_eq!(work.files("out").iter().filter(|f| f.ends_with(".txt") || f.ends_with(".part")).count(), 0);
}
