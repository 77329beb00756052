//! Data, documents of other programs, and archives with unusual members.

use crate::workspace::{Workspace, page, sources};

#[test]
fn data_for_programs_is_not_an_article() {
    let work = Workspace::new();
    let rows: String =
        (1..40).map(|i| format!("{i},2031-05-04,Ferry {i} returns,Jane Doe,Fairbrook\n")).collect();
    let log: String =
        (10..50).map(|i| format!("2031-05-04T10:00:{i}Z INFO the pump on the north bank runs\n")).collect();
    for (name, content, reason) in [
        ("table.dat", rows.as_str(), "data"),
        ("server.log", &log, "data"),
        ("robots", "User-agent: *\nDisallow: /search\nSitemap: https://post.example/s.xml\n", "data"),
        ("meetings", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:The council meets in the hall\n", "data"),
        (
            "track",
            "<?xml version='1.0'?><gpx xmlns='http://www.topografix.com/GPX/1/1'><name>Along the canal</name></gpx>",
            "data",
        ),
        ("list", "post.example/1\npost.example/2\npost.example/3\n", "url-list"),
    ] {
        work.put(name, content);
        let ran = work.run(&["-f", "jsonl", name]);
        assert_eq!((ran.code, &ran.records()[0]["reason"]), (1, &reason.into()), "{name}: {ran:?}");
    }
    // The user knows better.
    let ran = work.run(&["-f", "jsonl", "--input", "text", "server.log"]);
    assert_ne!(ran.records()[0]["reason"], "data", "{ran:?}");
}

#[test]
fn files_for_programs_in_a_mirrored_site_are_skipped() {
    let work = Workspace::new();
    work.put("site/a.html", page("Alder"))
        .put("site/robots.txt", "User-agent: *\n")
        .put("site/ads.txt", "x, 1, DIRECT\n");
    let ran = work.run(&["site", "-o", "all.jsonl"]);
    assert!(ran.err.contains("1 page: 1 article") && ran.err.contains("skipped 2 files"), "{}", ran.err);
}

#[test]
fn members_with_names_from_windows_are_read_and_stay_in_the_folder() {
    let work = Workspace::new();
    let mut tar = tar::Builder::new(Vec::new());
    for name in ["a\\b.html", "..\\c.html", "C:\\d.html"] {
        let (mut header, content) = (tar::Header::new_gnu(), page("Alder"));
        header.set_size(content.len() as u64);
        header.as_gnu_mut().expect("a GNU header").name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, content.as_bytes()).expect("memory");
    }
    work.put("site.tar", tar.into_inner().expect("memory"));
    let ran = work.run(&["site.tar", "-f", "jsonl"]);
    assert_eq!(sources(&ran.records()).len(), 3, "{ran:?}");
    work.run(&["site.tar", "-o", "out/"]);
    assert_eq!(work.files("out").len(), 3);
}

#[test]
fn a_member_that_a_damaged_archive_cuts_is_an_error() {
    let work = Workspace::new();
    let mut tar = tar::Builder::new(Vec::new());
    for name in ["a.html", "b.html"] {
        let (mut header, content) = (tar::Header::new_gnu(), page("Alder"));
        header.set_size(content.len() as u64);
        header.set_cksum();
        tar.append_data(&mut header, name, content.as_bytes()).expect("memory");
    }
    let bytes = tar.into_inner().expect("memory");
    // The second member begins after a header and two or three blocks of 512 bytes.
    let second = 512 + page("Alder").len().div_ceil(512) * 512;
    work.put("site.tar", &bytes[..second + 512 + 600]);
    let ran = work.run(&["site.tar", "-f", "jsonl"]);
    let outcomes: Vec<_> =
        ran.records().iter().map(|r| r["outcome"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!((ran.code, outcomes.first().map(String::as_str)), (1, Some("article")), "{ran:?}");
    assert!(outcomes[1..].iter().all(|outcome| outcome == "error"), "{ran:?}");
}

#[test]
fn the_extension_of_an_output_must_be_one_of_a_format() {
    let work = Workspace::new();
    work.put("a.html", page("Alder"));
    let ran = work.run(&["a.html", "-o", "a.docx"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("names no output format"), "{}", ran.err);
    for (name, start) in [("a.htm", "<article"), ("b.ndjson", "{\"source\""), ("c.markdown", "# ")] {
        let ran = work.run(&["a.html", "-o", name, "-q"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(work.read(name).starts_with(start), "{name}: {}", work.read(name));
    }
    let long = format!("in/{}.html", "x".repeat(250));
    work.put(&long, page("Alder"));
    let ran = work.run(&["in", "-o", "out/"]);
    assert_eq!((ran.code, work.files("out").len()), (0, 1), "{ran:?}");
}
