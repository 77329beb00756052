//! Runs that are ended before their time go on where they were, and end as if nothing had happened.

use std::{
    collections::BTreeMap,
    fs,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::desk::{Desk, exists, page, records};

/// Pages of a run that is ended again and again.
const PAGES: usize = 160;
/// Kills after which a run is left alone.
const KILLS: u32 = 6;

/// Pages long enough that a packed output has several members.
pub(crate) fn long_pages() -> Desk {
    let desk = Desk::new();
    let more = (0..60)
        .map(|i| format!("<p>Hour {i} went by like the one before it, and the tide did what tides do.</p>"));
    let more: String = more.collect();
    for i in 0..PAGES {
        let page = page(&format!("Number {i}")).replace("</article>", &more);
        desk.put(&format!("in/{:02}/{i:04}.html", i % 7), page);
    }
    desk
}

fn start(desk: &Desk, args: &[&str]) -> Child {
    desk.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command runs")
}

/// Every file that a run left, with its content.
fn tree(desk: &Desk, output: &str) -> BTreeMap<String, Vec<u8>> {
    let beside = desk.files("").into_iter().filter(|f| f.starts_with(output));
    beside.map(|f| (f.clone(), desk.read_bytes(&f))).collect()
}

fn remove(desk: &Desk, output: &str) {
    let path = desk.path(output);
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("removed");
}

/// Runs without a break, then again with kill after kill, and compares; how many runs were killed.
pub(crate) fn compare(desk: &Desk, output: &str, threads: &str) -> u32 {
    let args = ["in", "-o", output, "--ordered", "-j", threads, "--resume"];
    let begun = Instant::now();
    let unbroken = desk.run(&args);
    let span = begun.elapsed();
    assert_eq!(unbroken.code, 0, "{unbroken:?}");
    let expected = tree(desk, output.trim_end_matches('/'));
    remove(desk, output);
    let mut killed = 0;
    for turn in 0..KILLS {
        let mut child = start(desk, &args);
        thread::sleep(span.mul_f64(0.1 + 0.14 * f64::from(turn)));
        if child.try_wait().expect("a status").is_none() {
            child.kill().expect("killed");
            killed += 1;
        }
        child.wait().expect("ended");
    }
    let last = desk.run(&args);
    assert_eq!(last.code, 0, "{last:?}");
    let found = tree(desk, output.trim_end_matches('/'));
    assert!(found.keys().eq(expected.keys()), "{output}: {:?}", found.keys());
    assert!(found == expected, "{output} differs after {killed} kills");
    killed
}

#[test]
fn the_output_is_the_same_after_kills_as_without() {
    let desk = long_pages();
    for (output, threads) in
        [("all.jsonl", "2"), ("one.jsonl", "1"), ("all.jsonl.gz", "2"), ("all.jsonl.zst", "2"), ("out/", "2")]
    {
        assert!(compare(&desk, output, threads) > 0, "{output}: no run was killed");
    }
}

/// A run that was killed when about half of it was done.
fn half_done(desk: &Desk) {
    for _ in 0..50 {
        let mut child = start(desk, &["in", "-o", "all.jsonl", "--ordered", "-j", "1"]);
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20)
            && fs::metadata(desk.path("all.jsonl.part")).map_or(0, |m| m.len()) < 200_000
            && child.try_wait().expect("a status").is_none()
        {
            thread::sleep(Duration::from_millis(1));
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        if exists(desk.path("all.jsonl.journal")) {
            return;
        }
    }
    panic!("every run ended before it could be killed");
}

#[test]
fn a_torn_end_is_mended() {
    let desk = long_pages();
    half_done(&desk);
    let mut part = desk.read_bytes("all.jsonl.part");
    part.extend_from_slice(b"{\"source\": \"torn");
    desk.put("all.jsonl.part", part);
    let mut journal = desk.read_bytes("all.jsonl.journal");
    journal.extend_from_slice(b"99999999 1 2");
    desk.put("all.jsonl.journal", journal);
    let ran = desk.run(&["in", "-o", "all.jsonl", "--ordered", "-j", "1", "--resume"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("pages were done before"), "{}", ran.err);
    let found = records(&desk.read("all.jsonl"));
    assert_eq!(found.len(), PAGES);
    assert!(ran.err.contains(&format!("{PAGES} pages: {PAGES} articles")), "{}", ran.err);
}

#[test]
fn other_options_do_not_mix_with_what_is_there() {
    let desk = long_pages();
    half_done(&desk);
    let ran = desk.run(&["in", "-o", "all.jsonl", "--ordered", "--resume", "--dateline", "strip"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("other options; repeat them"), "{}", ran.err);
    let ran = desk.run(&["in", "-o", "all.jsonl", "--ordered", "--dateline", "strip"]);
    assert_eq!(ran.code, 0, "without --resume it begins anew: {ran:?}");
    assert_eq!(records(&desk.read("all.jsonl")).len(), PAGES);
}

#[test]
fn a_run_that_is_whole_is_left_alone() {
    let desk = long_pages();
    assert_eq!(desk.run(&["in", "-o", "all.jsonl"]).code, 0);
    let before = fs::metadata(desk.path("all.jsonl")).and_then(|m| m.modified()).expect("a time");
    let ran = desk.run(&["in", "-o", "all.jsonl", "--resume"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("--resume: the output is complete"), "{}", ran.err);
    assert_eq!(fs::metadata(desk.path("all.jsonl")).and_then(|m| m.modified()).expect("a time"), before);
}

#[test]
fn resume_needs_an_output_that_stays() {
    let ran = long_pages().run(&["in", "--resume"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("--resume"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_finished_and_says_how_to_go_on() {
    let desk = long_pages();
    for _ in 0..50 {
        let child = desk
            .command(&["in", "-o", "all.jsonl", "--ordered", "-j", "1"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        while !exists(desk.path("all.jsonl.journal")) {
            thread::sleep(Duration::from_millis(1));
        }
        let id = child.id().to_string();
        std::process::Command::new("kill").args(["-INT", &id]).status().expect("a signal");
        let ended = child.wait_with_output().expect("ended");
        let err = String::from_utf8(ended.stderr).expect("UTF-8");
        if ended.status.code() == Some(0) {
            // Faster than the signal.
            remove(&desk, "all.jsonl");
            continue;
        }
        // Before the handler is in place a signal ends the program as it always does.
        if ended.status.code().is_none() {
            continue;
        }
        assert_eq!(ended.status.code(), Some(130), "{err}");
        assert!(err.contains("the same command with --resume goes on"), "{err}");
        let ran = desk.run(&["in", "-o", "all.jsonl", "--ordered", "-j", "1", "--resume"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(records(&desk.read("all.jsonl")).len(), PAGES);
        return;
    }
    panic!("no run was interrupted");
}
