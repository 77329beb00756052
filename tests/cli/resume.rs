//! Interrupted runs continue where they stopped, and their results equal those of an uninterrupted run.

use std::{
    collections::BTreeMap,
    fs,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::workspace::{Workspace, exists, page, records};

/// Number of pages of a run that is killed repeatedly.
const PAGES: usize = 160;
/// Maximum number of kills.
const KILLS: u32 = 6;

/// Returns pages that are long enough for a compressed output with several members.
pub(crate) fn long_pages() -> Workspace {
    let work = Workspace::new();
    let more = (0..60)
        .map(|i| format!("<p>Hour {i} went by like the one before it, and the tide did what tides do.</p>"));
    let more: String = more.collect();
    for i in 0..PAGES {
        let page = page(&format!("Number {i}")).replace("</article>", &more);
        work.put(&format!("in/{:02}/{i:04}.html", i % 7), page);
    }
    work
}

fn start(work: &Workspace, args: &[&str]) -> Child {
    work.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command runs")
}

/// Returns every file that a run left, with its content.
fn tree(work: &Workspace, output: &str) -> BTreeMap<String, Vec<u8>> {
    let beside = work.files("").into_iter().filter(|f| f.starts_with(output));
    beside.map(|f| (f.clone(), work.read_bytes(&f))).collect()
}

fn remove(work: &Workspace, output: &str) {
    let path = work.path(output);
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("removed");
}

/// Runs without interruption, then with repeated kills, and compares the results. Returns how many runs were killed.
pub(crate) fn compare(work: &Workspace, output: &str, threads: &str) -> u32 {
    let args = ["in", "-o", output, "--ordered", "-j", threads, "--resume"];
    let begun = Instant::now();
    let unbroken = work.run(&args);
    let span = begun.elapsed();
    assert_eq!(unbroken.code, 0, "{unbroken:?}");
    let expected = tree(work, output.trim_end_matches('/'));
    remove(work, output);
    let mut killed = 0;
    for turn in 0..KILLS {
        let mut child = start(work, &args);
        thread::sleep(span.mul_f64(0.1 + 0.14 * f64::from(turn)));
        if child.try_wait().expect("a status").is_none() {
            child.kill().expect("killed");
            killed += 1;
        }
        child.wait().expect("ended");
    }
    let last = work.run(&args);
    assert_eq!(last.code, 0, "{last:?}");
    let found = tree(work, output.trim_end_matches('/'));
    assert!(found.keys().eq(expected.keys()), "{output}: {:?}", found.keys());
    assert!(found == expected, "{output} differs after {killed} kills");
    killed
}

#[test]
fn an_interrupted_output_equals_an_uninterrupted_one() {
    let work = long_pages();
    for (output, threads) in
        [("all.jsonl", "2"), ("one.jsonl", "1"), ("all.jsonl.gz", "2"), ("all.jsonl.zst", "2"), ("out/", "2")]
    {
        assert!(compare(&work, output, threads) > 0, "{output}: no run was killed");
    }
}

/// Kills a run when about half of it is done.
fn half_done(work: &Workspace) {
    for _ in 0..50 {
        let mut child = start(work, &["in", "-o", "all.jsonl", "--ordered", "-j", "1"]);
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20)
            && fs::metadata(work.path("all.jsonl.part")).map_or(0, |m| m.len()) < 200_000
            && child.try_wait().expect("a status").is_none()
        {
            thread::sleep(Duration::from_millis(1));
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        if exists(work.path("all.jsonl.journal")) {
            return;
        }
    }
    panic!("every run ended before it could be killed");
}

#[test]
fn a_truncated_end_is_repaired() {
    let work = long_pages();
    half_done(&work);
    let mut part = work.read_bytes("all.jsonl.part");
    part.extend_from_slice(b"{\"source\": \"torn");
    work.put("all.jsonl.part", part);
    let mut journal = work.read_bytes("all.jsonl.journal");
    journal.extend_from_slice(b"99999999 1 2");
    work.put("all.jsonl.journal", journal);
    let ran = work.run(&["in", "-o", "all.jsonl", "--ordered", "-j", "1", "--resume"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("pages were done before"), "{}", ran.err);
    let found = records(&work.read("all.jsonl"));
    assert_eq!(found.len(), PAGES);
    assert!(ran.err.contains(&format!("{PAGES} pages: {PAGES} articles")), "{}", ran.err);
}

#[test]
fn resuming_with_other_options_is_rejected() {
    let work = long_pages();
    half_done(&work);
    let ran = work.run(&["in", "-o", "all.jsonl", "--ordered", "--resume", "--dateline", "strip"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("other options; use the same options"), "{}", ran.err);
    let ran = work.run(&["in", "-o", "all.jsonl", "--ordered", "--dateline", "strip"]);
    assert_eq!(ran.code, 0, "without --resume it begins anew: {ran:?}");
    assert_eq!(records(&work.read("all.jsonl")).len(), PAGES);
}

#[test]
fn a_complete_run_is_left_unchanged() {
    let work = long_pages();
    assert_eq!(work.run(&["in", "-o", "all.jsonl"]).code, 0);
    let before = fs::metadata(work.path("all.jsonl")).and_then(|m| m.modified()).expect("a time");
    let ran = work.run(&["in", "-o", "all.jsonl", "--resume"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("--resume: the output is complete"), "{}", ran.err);
    assert_eq!(fs::metadata(work.path("all.jsonl")).and_then(|m| m.modified()).expect("a time"), before);
}

#[test]
fn resume_needs_an_output_that_can_be_kept() {
    let ran = long_pages().run(&["in", "--resume"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("--resume"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_finished_results_and_explains_how_to_resume() {
    let work = long_pages();
    for _ in 0..50 {
        let child = work
            .command(&["in", "-o", "all.jsonl", "--ordered", "-j", "1"])
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        while !exists(work.path("all.jsonl.journal")) {
            thread::sleep(Duration::from_millis(1));
        }
        let id = child.id().to_string();
        std::process::Command::new("kill").args(["-INT", &id]).status().expect("a signal");
        let ended = child.wait_with_output().expect("ended");
        let err = String::from_utf8(ended.stderr).expect("UTF-8");
        if ended.status.code() == Some(0) {
            // The run finished before the signal.
            remove(&work, "all.jsonl");
            continue;
        }
        // Before the handler is installed, a signal ends the program.
        if ended.status.code().is_none() {
            continue;
        }
        assert_eq!(ended.status.code(), Some(130), "{err}");
        assert!(err.contains("run the same command with --resume"), "{err}");
        let ran = work.run(&["in", "-o", "all.jsonl", "--ordered", "-j", "1", "--resume"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(records(&work.read("all.jsonl")).len(), PAGES);
        return;
    }
    panic!("no run was interrupted");
}
