//! Cleans any bytes with any encoding hint: the record must be valid JSON.
#![no_main]

use copydesk::{
    Cleaner, Page,
    output::{Cleaned, Format, View},
};
use libfuzzer_sys::fuzz_target;

const LABELS: [&str; 8] =
    ["utf-8", "utf-16le", "shift_jis", "gb18030", "windows-1252", "iso-2022-jp", "euc-kr", "big5"];

fuzz_target!(|data: (u8, &[u8])| {
    let (hint, bytes) = data;
    let page = match LABELS.get(usize::from(hint)) {
        Some(label) => Page::new(bytes).with_encoding(label),
        None => Page::new(bytes),
    };
    // Bytes that are no text are refused by name; small pages are within all limits.
    let article = match Cleaner::new().clean(page) {
        Ok(article) => article,
        Err(error) if error.is_not_text() => return,
        Err(error) => panic!("{error}"),
    };
    let mut view = View::default();
    view.format = Format::Jsonl;
    let mut line = Vec::new();
    view.write(&Cleaned { source: "-", result: Ok(&article), fields: None }, &mut line);
    let line = String::from_utf8(line).expect("a record is UTF-8");
    assert_eq!(line.matches('\n').count(), 1, "a record is one line");
    assert!(!line.trim_end().contains(char::is_control), "nothing that a terminal obeys");
});
