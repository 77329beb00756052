//! One page on standard input.

use crate::workspace::{EMPTY, Workspace, gzip, page};

#[test]
fn a_page_is_written_as_text() {
    let ran = Workspace::new().feed(&[], page("Alder"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    assert!(ran.out.contains("The Alder ferry crossed") && !ran.out.contains("Copyright"), "{}", ran.out);
    assert!(ran.out.ends_with("until ten.\n"), "{}", ran.out);
}

#[test]
fn a_compressed_page_is_decompressed() {
    let work = Workspace::new();
    assert_eq!(work.feed(&[], gzip(page("Alder"))).out, work.feed(&["-"], page("Alder")).out);
}

#[test]
fn hints_reach_the_record() {
    let body =
        b"<p>Caf\xe9 au lait, and a sentence that is long enough to be kept as a paragraph of its own.";
    let args = ["--format", "jsonl", "--url", "https://post.example/a", "--encoding", "windows-1252"];
    let record = &Workspace::new().feed(&args, body).records()[0];
    assert_eq!((&record["source"], &record["url"]), (&"-".into(), &"https://post.example/a".into()));
    assert!(record["text"].as_str().expect("text").starts_with("Café"), "{record}");
}

#[test]
fn a_page_without_an_article_exits_with_1() {
    let ran = Workspace::new().feed(&["--format", "jsonl"], EMPTY);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.records()[0]["outcome"], "no-article");
    let ran = Workspace::new().feed(&[], EMPTY);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
}

#[test]
fn plain_text_may_be_forced() {
    let text = "<p> is how a paragraph begins in HTML, and this line is meant to be read as plain text all the same.";
    let record = &Workspace::new().feed(&["--format", "jsonl", "--input", "text"], text).records()[0];
    assert_eq!(record["input"], "text");
}
