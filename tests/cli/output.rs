//! Files and folders: what is read, where results are written, and what remains after an error.

use std::{io::Read, process::Stdio};

use crate::workspace::{EMPTY, Workspace, exists, gzip, page, records, sources};

fn work() -> Workspace {
    let work = Workspace::new();
    work.put("in/b.html", page("Brook"))
        .put("in/deep/c.html.gz", gzip(page("Cross")))
        .put("in/a.htm", page("Alder"));
    work.put("in/style.css", "p { color: red }").put("in/.hidden.html", page("Hidden"));
    work
}

#[test]
fn a_directory_is_read_in_name_order() {
    let ran = work().run(&["in", "--format", "jsonl"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(sources(&ran.records()), ["in/a.htm", "in/b.html", "in/deep/c.html.gz"]);
}

#[test]
fn globs_and_hidden_files() {
    let work = work();
    let ran = work.run(&["in", "--format", "jsonl", "--exclude", "deep/**", "--hidden"]);
    assert_eq!(sources(&ran.records()), ["in/.hidden.html", "in/a.htm", "in/b.html"]);
    let ran = work.run(&["in", "--format", "jsonl", "--include", "*.gz"]);
    assert_eq!(sources(&ran.records()), ["in/deep/c.html.gz"]);
}

#[test]
fn a_folder_mirrors_the_tree() {
    let work = work();
    let ran = work.run(&["in", "-o", "out/"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    assert!(ran.err.starts_with("copydesk: 3 pages: 3 articles, 0 without one, 0 failed; "), "{}", ran.err);
    assert_eq!(work.files("out"), ["a.txt", "b.txt", "deep/c.txt"]);
    assert!(work.read("out/deep/c.txt").contains("The Cross ferry crossed"));
}

#[test]
fn one_file_gets_all_results_and_is_replaced() {
    let work = work();
    work.put("all.jsonl", "old\n");
    let ran = work.run(&["in", "-o", "all.jsonl", "--ordered", "-j", "2"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(sources(&records(&work.read("all.jsonl"))), ["in/a.htm", "in/b.html", "in/deep/c.html.gz"]);
    assert_eq!(work.files("").iter().filter(|f| !f.starts_with("in/")).count(), 1);
}

#[test]
fn the_output_is_never_an_input() {
    let work = work();
    for _ in 0..2 {
        assert_eq!(work.run(&["in", "-o", "in/out/"]).code, 0);
    }
    assert_eq!(work.files("in/out"), ["a.txt", "b.txt", "deep/c.txt"]);
}

#[test]
fn a_failing_input_does_not_stop_the_others() {
    let work = work();
    work.put("empty.html", EMPTY);
    let ran = work.run(&["in/a.htm", "no\u{1b}such.html", "empty.html", "in/b.html", "--format", "jsonl"]);
    assert_eq!(ran.code, 1);
    let outcomes: Vec<_> = ran.records().iter().map(|r| r["outcome"].as_str().map(str::to_owned)).collect();
    assert_eq!(outcomes.iter().flatten().collect::<Vec<_>>(), ["article", "error", "no-article", "article"]);
    assert!(ran.err.starts_with("copydesk: nosuch.html: cannot be read"), "{}", ran.err);
    assert!(ran.err.contains("; check its name"), "{}", ran.err);
}

#[test]
fn formats_come_from_the_name_of_the_output() {
    let work = work();
    work.run(&["in/a.htm", "-o", "a.json"]);
    let record: serde_json::Value = serde_json::from_str(&work.read("a.json")).expect("one JSON object");
    assert_eq!(record["source"], "in/a.htm");
    work.run(&["in/a.htm", "-o", "a.txt"]);
    assert!(work.read("a.txt").ends_with("until ten.\n"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let work = Workspace::new();
    for i in 0..400 {
        work.put(&format!("in/{i}.html"), page(&format!("Ferry {i}")));
    }
    for threads in ["1", "2"] {
        let mut child = work
            .command(&["in", "--format", "jsonl", "-j", threads])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut err).expect("UTF-8");
        assert_eq!((child.wait().expect("an end").code(), err.as_str()), (Some(0), ""));
    }
}

#[test]
fn an_output_that_cannot_be_written_stops_with_2() {
    let work = work();
    let ran = work.run(&["in", "-o", "no/such/folder/all.jsonl"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("no/such/folder/all.jsonl: cannot be written"), "{}", ran.err);
    assert!(!exists(work.path("no")));
}

#[test]
fn unordered_results_are_complete() {
    let work = Workspace::new();
    for i in 0..150 {
        work.put(&format!("in/{i:03}.html"), page(&format!("Ferry {i}")));
    }
    assert_eq!(work.run(&["in", "-o", "all.jsonl", "-j", "4"]).code, 0);
    let found = records(&work.read("all.jsonl"));
    let mut names = sources(&found);
    names.sort_unstable();
    assert_eq!(names, (0..150).map(|i| format!("in/{i:03}.html")).collect::<Vec<_>>());
}

#[test]
fn texts_in_one_stream_get_headers() {
    let ran = work().run(&["in"]);
    let names: Vec<_> = ran.out.lines().filter(|l| l.starts_with("==> ")).collect();
    assert_eq!(names, ["==> in/a.htm <==", "==> in/b.html <==", "==> in/deep/c.html.gz <=="]);
}
