//! `byline`, `dateline` and `credit`.

use crate::desk::Desk;

#[test]
fn every_line_in_gives_a_line_out() {
    let desk = Desk::new();
    for command in ["byline", "dateline", "credit"] {
        let ran = desk.feed(&[command], "one\n\nthree");
        assert_eq!((ran.code, ran.out.lines().count()), (0, 3), "{command}: {ran:?}");
        let input =
            "{\"text\": \"one\"}\n{\"text\": \"two\", \"published\": \"2031-05-04\", \"language\": \"en\"}\n";
        let ran = desk.feed(&[command, "--input", "jsonl", "--format", "jsonl"], input);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command}: {ran:?}");
        for record in ran.records() {
            assert!(record.as_object().expect("an object").contains_key(command), "{record}");
        }
    }
}

#[test]
fn a_line_that_is_no_json_is_named_and_keeps_its_place() {
    let ran =
        Desk::new().feed(&["credit", "--input", "jsonl", "--format", "jsonl"], "{\"text\": \"a\"}\n???\n");
    assert_eq!((ran.code, ran.out.lines().count()), (1, 2), "{ran:?}");
    assert!(ran.err.starts_with("copydesk: -:2: is not a JSON object"), "{}", ran.err);
}

#[test]
fn what_is_no_dateline_is_all_rest() {
    let args = ["dateline", "--input", "jsonl", "--format", "jsonl"];
    let ran = Desk::new().feed(&args, "{\"text\": \"it was a quiet day.\"}\n");
    assert_eq!(ran.out, "{\"dateline\":null,\"rest\":\"it was a quiet day.\"}\n");
}
