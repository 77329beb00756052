//! `byline`, `dateline` and `credit`.

use crate::workspace::Workspace;

#[test]
fn every_input_line_gives_an_output_line() {
    let work = Workspace::new();
    for command in ["byline", "dateline", "credit"] {
        let ran = work.feed(&[command], "one\n\nthree");
        assert_eq!((ran.code, ran.out.lines().count()), (0, 3), "{command}: {ran:?}");
        let input =
            "{\"text\": \"one\"}\n{\"text\": \"two\", \"published\": \"2031-05-04\", \"language\": \"en\"}\n";
        let ran = work.feed(&[command, "--input", "jsonl", "--format", "jsonl"], input);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{command}: {ran:?}");
        for record in ran.records() {
            assert!(record.as_object().expect("an object").contains_key(command), "{record}");
        }
    }
}

#[test]
fn an_invalid_json_line_is_reported_and_keeps_its_position() {
    let ran = Workspace::new()
        .feed(&["credit", "--input", "jsonl", "--format", "jsonl"], "{\"text\": \"a\"}\n???\n");
    assert_eq!((ran.code, ran.out.lines().count()), (1, 2), "{ran:?}");
    assert!(ran.err.starts_with("copydesk: -:2: is not a JSON object"), "{}", ran.err);
}

#[test]
fn a_line_without_a_dateline_is_all_rest() {
    let args = ["dateline", "--input", "jsonl", "--format", "jsonl"];
    let ran = Workspace::new().feed(&args, "{\"text\": \"it was a quiet day.\"}\n");
    assert_eq!(ran.out, "{\"dateline\":null,\"rest\":\"it was a quiet day.\"}\n");
}
