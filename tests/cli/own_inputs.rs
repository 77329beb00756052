//! A run never replaces one of its inputs, however the input was named.

use std::{fs::File, process::Stdio};

use crate::workspace::{Workspace, page};

#[test]
fn an_input_of_a_list_is_not_replaced() {
    let work = Workspace::new();
    let source = page("Alder");
    for (list, output) in
        [("a.html", "a.html"), ("./in/../a.html", "a.html"), ("in", "in/b.html"), ("a.html", "hard.html")]
    {
        work.put("a.html", &source).put("in/b.html", &source);
        let _ = std::fs::remove_file(work.path("hard.html"));
        std::fs::hard_link(work.path("a.html"), work.path("hard.html")).expect("a link");
        for args in [&["--files-from", "-"][..], &["--files-from", "list"]] {
            work.put("list", list);
            let ran = work.feed(&[args, &["-f", "html", "-o", output]].concat(), list);
            assert_eq!(ran.code, 2, "{list}: {ran:?}");
            assert!(ran.err.contains("would be replaced by the output"), "{list}: {}", ran.err);
            assert_eq!(
                (work.read("a.html"), work.read("in/b.html")),
                (source.clone(), source.clone()),
                "{list}"
            );
        }
    }
}

#[test]
fn the_file_on_standard_input_is_not_replaced() {
    let work = Workspace::new();
    let source = page("Alder");
    work.put("a.html", &source);
    let stdin = File::open(work.path("a.html")).expect("a file");
    let ran = work
        .command(&["-f", "html", "-o", "a.html"])
        .stdin(Stdio::from(stdin))
        .output()
        .expect("the command runs");
    assert_eq!((ran.status.code(), work.read("a.html")), (Some(2), source), "{ran:?}");
}

#[test]
fn lists_from_windows_and_lists_of_urls_are_understood() {
    let work = Workspace::new();
    work.put("a.html", page("Alder")).put("b.html", page("Brook"));
    let utf16: Vec<u8> = "\u{feff}a.html\r\nb.html\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for list in ["\u{feff}a.html\r\nb.html\r\n".as_bytes(), &utf16] {
        let ran = work.feed(&["-f", "jsonl", "--files-from", "-"], list);
        assert_eq!((ran.code, ran.records().len()), (0, 2), "{ran:?}");
    }
    let ran = work.feed(&["-f", "jsonl", "--files-from", "-"], "https://post.example/1\n");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("copydesk does not fetch pages"), "{}", ran.err);
}
