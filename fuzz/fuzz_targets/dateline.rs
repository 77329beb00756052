//! Parses a dateline at the beginning of any text: the lead-in must be a prefix of the text.
#![no_main]

use copydesk::dateline::{DatelineContext, parse, split};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for language in [None, Some("en"), Some("de"), Some("tr"), Some("ko")] {
        let context = DatelineContext::new().with_language(language).with_published("2031-05-04");
        let (dateline, rest) = split(text, &context);
        if let Some(dateline) = &dateline {
            assert_eq!(format!("{}{rest}", dateline.raw), text);
        }
        assert_eq!(dateline, parse(text, &context));
    }
});
