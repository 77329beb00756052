//! Files and folders: what is read, where results go, what stays when something fails.

use std::{io::Read, process::Stdio};

use crate::desk::{Desk, EMPTY, exists, gzip, page, records, sources};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("in/b.html", page("Brook"))
        .put("in/deep/c.html.gz", gzip(page("Cross")))
        .put("in/a.htm", page("Alder"));
    desk.put("in/style.css", "p { color: red }").put("in/.hidden.html", page("Hidden"));
    desk
}

#[test]
fn a_directory_is_read_in_the_order_of_its_names() {
    let ran = desk().run(&["in", "--format", "jsonl"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(sources(&ran.records()), ["in/a.htm", "in/b.html", "in/deep/c.html.gz"]);
}

#[test]
fn globs_and_hidden_files_are_as_asked() {
    let desk = desk();
    let ran = desk.run(&["in", "--format", "jsonl", "--exclude", "deep/**", "--hidden"]);
    assert_eq!(sources(&ran.records()), ["in/.hidden.html", "in/a.htm", "in/b.html"]);
    let ran = desk.run(&["in", "--format", "jsonl", "--include", "*.gz"]);
    assert_eq!(sources(&ran.records()), ["in/deep/c.html.gz"]);
}

#[test]
fn a_folder_mirrors_the_tree() {
    let desk = desk();
    let ran = desk.run(&["in", "-o", "out/"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    assert!(ran.err.starts_with("copydesk: 3 pages: 3 articles, 0 without one, 0 failed; "), "{}", ran.err);
    assert_eq!(desk.files("out"), ["a.txt", "b.txt", "deep/c.txt"]);
    assert!(desk.read("out/deep/c.txt").contains("The Cross ferry crossed"));
}

#[test]
fn one_file_takes_all_and_is_replaced() {
    let desk = desk();
    desk.put("all.jsonl", "old\n");
    let ran = desk.run(&["in", "-o", "all.jsonl", "--ordered", "-j", "2"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(sources(&records(&desk.read("all.jsonl"))), ["in/a.htm", "in/b.html", "in/deep/c.html.gz"]);
    assert_eq!(desk.files("").iter().filter(|f| !f.starts_with("in/")).count(), 1);
}

#[test]
fn the_output_is_never_an_input() {
    let desk = desk();
    for _ in 0..2 {
        assert_eq!(desk.run(&["in", "-o", "in/out/"]).code, 0);
    }
    assert_eq!(desk.files("in/out"), ["a.txt", "b.txt", "deep/c.txt"]);
}

#[test]
fn several_inputs_go_on_after_one_that_fails() {
    let desk = desk();
    desk.put("empty.html", EMPTY);
    let ran = desk.run(&["in/a.htm", "no\u{1b}such.html", "empty.html", "in/b.html", "--format", "jsonl"]);
    assert_eq!(ran.code, 1);
    let outcomes: Vec<_> = ran.records().iter().map(|r| r["outcome"].as_str().map(str::to_owned)).collect();
    assert_eq!(outcomes.iter().flatten().collect::<Vec<_>>(), ["article", "error", "no-article", "article"]);
    assert!(ran.err.starts_with("copydesk: nosuch.html: cannot be read"), "{}", ran.err);
    assert!(ran.err.contains("; check its name"), "{}", ran.err);
}

#[test]
fn formats_come_from_the_name_of_the_output() {
    let desk = desk();
    desk.run(&["in/a.htm", "-o", "a.json"]);
    let record: serde_json::Value = serde_json::from_str(&desk.read("a.json")).expect("one JSON object");
    assert_eq!(record["source"], "in/a.htm");
    desk.run(&["in/a.htm", "-o", "a.txt"]);
    assert!(desk.read("a.txt").ends_with("until ten.\n"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::new();
    for i in 0..400 {
        desk.put(&format!("in/{i}.html"), page(&format!("Ferry {i}")));
    }
    for threads in ["1", "2"] {
        let mut child = desk
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
    let desk = desk();
    let ran = desk.run(&["in", "-o", "no/such/folder/all.jsonl"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("no/such/folder/all.jsonl: cannot be written"), "{}", ran.err);
    assert!(!exists(desk.path("no")));
}

#[test]
fn unordered_results_are_all_there() {
    let desk = Desk::new();
    for i in 0..150 {
        desk.put(&format!("in/{i:03}.html"), page(&format!("Ferry {i}")));
    }
    assert_eq!(desk.run(&["in", "-o", "all.jsonl", "-j", "4"]).code, 0);
    let found = records(&desk.read("all.jsonl"));
    let mut names = sources(&found);
    names.sort_unstable();
    assert_eq!(names, (0..150).map(|i| format!("in/{i:03}.html")).collect::<Vec<_>>());
}

#[test]
fn texts_that_share_a_stream_bear_their_names() {
    let ran = desk().run(&["in"]);
    let names: Vec<_> = ran.out.lines().filter(|l| l.starts_with("==> ")).collect();
    assert_eq!(names, ["==> in/a.htm <==", "==> in/b.html <==", "==> in/deep/c.html.gz <=="]);
}
