//! Pages in archives and streams: WARC, tar, zip, JSONL, lists of files.

use std::io::{Cursor, Write};

use crate::workspace::{Workspace, gzip, page, record, records, response, sources};

const HTML: &str = "200 OK\r\nContent-Type: text/html; charset=utf-8";

/// Returns the records of an archive with pages and much else.
fn warc() -> Vec<Vec<u8>> {
    let chunked = {
        let page = page("Cross");
        let (a, b) = page.split_at(100);
        format!("{:x}\r\n{a}\r\n{:x}\r\n{b}\r\n0\r\n\r\n", a.len(), b.len())
    };
    vec![
        record("warcinfo", "0", "", "application/warc-fields", b"software: none\r\n"),
        record("request", "1", "https://post.example/a", "application/http", b"GET /a HTTP/1.1\r\n\r\n"),
        response("2", "https://post.example/a.html", HTML, page("Alder").as_bytes()),
        response("3", "https://post.example/logo.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response("4", "https://post.example/old", "301 Moved\r\nLocation: /a.html", b""),
        response(
            "5",
            "https://post.example/b/",
            &format!("{HTML}\r\nContent-Encoding: gzip"),
            &gzip(page("Brook")),
        ),
        response(
            "6",
            "https://post.example/c",
            &format!("{HTML}\r\nTransfer-Encoding: chunked"),
            chunked.as_bytes(),
        ),
        record("resource", "7", "https://post.example/d", "text/html", page("Dale").as_bytes()),
    ]
}

const WARC_SOURCES: [&str; 4] = [
    "crawl.warc.gz#urn:uuid:2",
    "crawl.warc.gz#urn:uuid:5",
    "crawl.warc.gz#urn:uuid:6",
    "crawl.warc.gz#urn:uuid:7",
];

#[test]
fn the_pages_of_a_web_archive_are_read() {
    let work = Workspace::new();
    work.put("crawl.warc.gz", warc().iter().map(gzip).collect::<Vec<_>>().concat());
    let ran = work.run(&["crawl.warc.gz", "--format", "jsonl"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let found = ran.records();
    assert_eq!(sources(&found), WARC_SOURCES);
    let urls: Vec<_> = found.iter().map(|r| r["url"].as_str().expect("an address")).collect();
    let paths = ["a.html", "b/", "c", "d"];
    assert_eq!(urls, paths.map(|path| format!("https://post.example/{path}")));
    for (record, name) in found.iter().zip(["Alder", "Brook", "Cross", "Dale"]) {
        let text = record["text"].as_str().expect("text");
        assert!(
            text.contains(&format!("The {name} ferry crossed")) && text.ends_with("until ten."),
            "{text}"
        );
    }
}

#[test]
fn every_compression_of_an_archive_gives_the_same_pages() {
    let work = Workspace::new();
    let plain = warc().concat();
    work.put("a/crawl.warc", &plain).put("b/crawl.warc.gz", gzip(&plain));
    work.put("c/crawl.warc.zst", zstd::encode_all(&plain[..], 1).expect("memory"));
    let texts = |name: &str| {
        let ran = work.run(&[name, "--format", "jsonl"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        ran.records().into_iter().map(|r| r["text"].clone()).collect::<Vec<_>>()
    };
    let expected = texts("a");
    assert_eq!(expected.len(), 4);
    assert_eq!(texts("b"), expected);
    assert_eq!(texts("c"), expected);
    assert_eq!(work.feed(&["--format", "jsonl"], gzip(&plain)).records().len(), 4);
}

#[test]
fn damage_in_an_archive_is_reported_and_skipped() {
    let work = Workspace::new();
    let mut parts: Vec<_> = warc().iter().map(gzip).collect();
    let torn = parts[5].len() / 2;
    parts[5][torn..torn + 20].fill(0xff);
    let last = parts.len() - 1;
    let half = parts[last].len() / 2;
    parts[last].truncate(half);
    work.put("crawl.warc.gz", parts.concat());
    let ran = work.run(&["crawl.warc.gz", "--format", "jsonl"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let found = ran.records();
    let good: Vec<_> = found.iter().filter(|r| r["outcome"] == "article").collect();
    assert_eq!(good.len(), 2, "{found:?}");
    assert_eq!(good[1]["source"], WARC_SOURCES[2]);
    assert!(ran.err.lines().count() >= 2, "{}", ran.err);
    for line in ran.err.lines() {
        assert!(line.starts_with("copydesk: crawl.warc.gz: ") && line.contains("; "), "{line}");
    }
}

#[test]
fn records_are_written_by_address_and_never_outside_the_folder() {
    let work = Workspace::new();
    let mut parts = warc();
    let evil = ["https://post.example/../../../evil", "../../evil", "/evil", "https://post.example/a.html"];
    for (i, url) in evil.iter().enumerate() {
        parts.push(response(&format!("9{i}"), url, HTML, page("Evil").as_bytes()));
    }
    work.put("in/crawl.warc", parts.concat());
    let ran = work.run(&["in/crawl.warc", "-o", "out/", "-q"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    let files = work.files("out");
    assert_eq!(files.len(), 8, "{files:?}");
    for name in ["crawl/post.example/a.txt", "crawl/post.example/b/index.txt", "crawl/post.example/a-2.txt"] {
        assert!(files.iter().any(|f| f == name), "{name} is not in {files:?}");
    }
    assert_eq!(work.files("").len(), 9);
}

#[test]
fn the_pages_of_tar_and_zip_are_read() {
    let work = Workspace::new();
    let pages =
        [("news/b.html", page("Brook")), ("news/a.html", page("Alder")), ("../evil.html", page("Evil"))];
    let mut tar = tar::Builder::new(Vec::new());
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, page) in pages.iter().map(|(n, p)| (*n, p.as_bytes())).chain([("logo.png", &b"\x89PNG"[..])]) {
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(page.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        header.set_cksum();
        tar.append(&header, page).expect("memory");
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(page).expect("memory");
    }
    let tar = tar.into_inner().expect("memory");
    work.put("pages.tar", &tar).put("pages.tgz", gzip(&tar));
    work.put("pages.zip", zip.finish().expect("memory").into_inner());
    for name in ["pages.tar", "pages.tgz", "pages.zip"] {
        let ran = work.run(&[name, "--format", "jsonl"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}: {ran:?}");
        let expected = ["news/b.html", "news/a.html", "../evil.html"].map(|m| format!("{name}#{m}"));
        assert_eq!(sources(&ran.records()), expected);
        let out = format!("out-{name}/");
        assert_eq!(work.run(&[name, "-o", &out]).code, 0);
        assert_eq!(work.files(&out), ["pages/_/evil.txt", "pages/news/a.txt", "pages/news/b.txt"]);
    }
    work.put("cut.tar", &tar[..700]).put("cut.zip", &work.read_bytes("pages.zip")[..300]);
    for name in ["cut.tar", "cut.zip"] {
        let ran = work.run(&[name, "--format", "jsonl"]);
        assert_eq!(ran.code, 1, "{name}: {ran:?}");
        assert!(ran.err.starts_with(&format!("copydesk: {name}")), "{}", ran.err);
    }
}

#[test]
fn fields_of_json_lines_are_copied_to_the_record() {
    let work = Workspace::new();
    let lines = [
        serde_json::json!({"id": 7, "url": "https://post.example/a", "html": page("Alder"), "title": "theirs"}),
        serde_json::json!({"id": 8, "body": page("Brook")}),
        serde_json::json!({"id": 9, "text": "A line of text that is long enough to be a paragraph of its own, it is."}),
    ]
    .map(|line| line.to_string());
    let input = format!("{}\n\n{}\nnonsense\n{}", lines[0], lines[1], lines[2]);
    let ran = work.feed(&["--format", "jsonl", "--keep-fields", "-q"], &input);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""), "{ran:?}");
    let found = ran.records();
    assert_eq!(sources(&found), ["-#1", "-#3", "-#4", "-#5"]);
    assert_eq!((&found[0]["id"], &found[0]["input_title"]), (&7.into(), &"theirs".into()));
    assert_eq!(found[0]["url"], "https://post.example/a");
    assert_eq!((&found[1]["outcome"], &found[2]["outcome"]), (&"error".into(), &"error".into()));
    assert_eq!((&found[3]["input"], &found[3]["id"]), (&"text".into(), &9.into()));
    let args = ["--format", "jsonl", "--html-field", "body", "--input", "jsonl"];
    let ran = work.feed(&args, &lines[1]);
    assert_eq!((ran.code, &ran.records()[0]["outcome"]), (0, &"article".into()));
    assert!(ran.records()[0].get("id").is_none());
    work.put("pages.jsonl.gz", gzip(&input));
    assert_eq!(sources(&work.run(&["pages.jsonl.gz", "--format", "jsonl"]).records())[0], "pages.jsonl.gz#1");
}

#[test]
fn a_list_names_the_files() {
    let work = Workspace::new();
    work.put("a.html", page("Alder")).put("b\nc.html", page("Brook")).put("in/d.html", page("Dale"));
    work.put("lines", "in\r\na.html\n").put("nul", "b\nc.html\0a.html");
    let run = |args: &[&str]| {
        let ran = work.run(&[args, &["--format", "jsonl"]].concat());
        assert_eq!(ran.code, 0, "{ran:?}");
        sources(&ran.records()).join("|")
    };
    assert_eq!(run(&["--files-from", "lines"]), "in/d.html|a.html");
    assert_eq!(run(&["--files-from", "nul"]), "b\nc.html|a.html");
    let ran = work.feed(&["--files-from", "-", "--format", "jsonl"], "a.html\nin");
    assert_eq!(sources(&ran.records()), ["a.html", "in/d.html"]);
}

#[test]
fn archives_in_directories_are_opened() {
    let work = Workspace::new();
    work.put("in/crawl.warc", warc().concat()).put("in/z.html", page("Zeal"));
    assert_eq!(work.run(&["in", "-o", "all.jsonl", "--ordered"]).code, 0);
    let found = records(&work.read("all.jsonl"));
    assert_eq!(found.len(), 5);
    assert_eq!(found[4]["source"], "in/z.html");
}

/// Number of records of the large archive.
const RECORDS: usize = 1000;

#[test]
fn records_of_an_archive_give_the_same_results_as_files() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut pages: Vec<Vec<u8>> = std::fs::read_dir(fixtures)
        .expect("fixtures")
        .filter_map(|folder| std::fs::read(folder.expect("a folder").path().join("input.html")).ok())
        .collect();
    pages.extend([page("Alder").into_bytes(), page("Brook").into_bytes()]);
    pages.sort();
    let work = Workspace::new();
    let (mut plain, mut warc) = (Vec::new(), Vec::new());
    for number in 0..RECORDS {
        // Each record is a page of its own.
        let mut page = pages[number % pages.len()].clone();
        page.extend_from_slice(format!("<!-- {number} -->").as_bytes());
        let id = format!("{number:04}");
        plain.extend(record("resource", &id, "https://post.example/", "text/html", &page));
        let head = "200 OK\r\nContent-Type: text/html";
        warc.extend(match number % 4 {
            0 => gzip(response(
                &id,
                "https://post.example/",
                &format!("{head}\r\nContent-Encoding: gzip"),
                &gzip(&page),
            )),
            _ => gzip(response(&id, "https://post.example/", head, &page)),
        });
    }
    work.put("plain.warc", plain).put("crawl.warc.gz", warc);
    let run = |input: &str, output: &str| {
        let ran = work.run(&[input, "-o", output, "--ordered", "-q"]);
        assert!(ran.code < 2, "{ran:?}");
        let mut found = records(&work.read(output));
        found.iter_mut().for_each(|record| drop(record.as_object_mut().expect("an object").remove("source")));
        found
    };
    let (files, archive) = (run("plain.warc", "files.jsonl"), run("crawl.warc.gz", "archive.jsonl"));
    assert_eq!(files.len(), RECORDS);
    for (number, (file, record)) in files.iter().zip(&archive).enumerate() {
        assert_eq!(file, record, "record {number}");
    }
    assert_eq!(archive.len(), RECORDS);
}
