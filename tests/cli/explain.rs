//! `explain`: pages in archives, headers, options, exit codes.

use std::io::{Cursor, Write};

use crate::workspace::{Workspace, page, response};

const HTML: &str = "200 OK\r\nContent-Type: text/html; charset=utf-8";

fn archives() -> Workspace {
    let work = Workspace::new();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["Alder", "Brook"] {
        zip.start_file(format!("{name}.html"), zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(page(name).as_bytes()).expect("written");
    }
    work.put("pages.zip", zip.finish().expect("an archive").into_inner());
    let warc = [
        response("2", "https://post.example/a.html", HTML, page("Cross").as_bytes()),
        response("3", "https://post.example/b.html", HTML, page("Dale").as_bytes()),
    ];
    work.put("crawl.warc", warc.concat());
    work
}

#[test]
fn every_page_of_an_archive_is_explained_under_its_name() {
    let work = archives();
    let ran = work.run(&["explain", "pages.zip", "crawl.warc"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let headers: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("==> ")).collect();
    let names =
        ["pages.zip#Alder.html", "pages.zip#Brook.html", "crawl.warc#urn:uuid:2", "crawl.warc#urn:uuid:3"];
    assert_eq!(headers, names.map(|name| format!("==> {name} <==")));
    assert!(ran.out.contains("Dale ferry returns") && !ran.out.contains("WARC-Type"), "{}", ran.out);
}

#[test]
fn one_page_of_an_archive_has_a_name() {
    let work = archives();
    for (name, title) in [("pages.zip#Brook.html", "Brook ferry"), ("crawl.warc#urn:uuid:3", "Dale ferry")] {
        let ran = work.run(&["explain", name]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
        assert!(ran.out.starts_with("outcome    article\n") && ran.out.contains(title), "{}", ran.out);
    }
    let ran = work.run(&["explain", "pages.zip#Coast.html"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err, "copydesk: pages.zip: no page named `Coast.html` in it\n");
}

#[test]
fn options_of_cleaning_reject_pages_here_too() {
    let work = Workspace::new();
    work.put("a.html", page("Alder"));
    let outcome = |options: &[&str]| {
        let ran = work.run(&[&["explain", "a.html"], options].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.out.lines().next().unwrap_or_default().replace("outcome    ", "")
    };
    assert_eq!(outcome(&["--min-words", "3"]), "article");
    assert_eq!(outcome(&["--min-words", "900"]), "no article: fewer words than required");
    assert_eq!(outcome(&["--lang", "de"]), "no article: in another language than required");
    assert_eq!(outcome(&["--min-confidence", "1"]), "no article: less confidence than required");
    let ran = work.run(&["explain", "a.html", "--now", "yesterday"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--now") && ran.err.contains("'yesterday'"), "{}", ran.err);
}

#[test]
fn several_pages_have_no_common_address() {
    let work = archives();
    let ran = work.run(&["explain", "--url", "https://post.example/", "pages.zip"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("--url"), "{}", ran.err);
}
