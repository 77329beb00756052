//! Any text, read as a dateline.
#![no_main]

use copydesk::dateline::{Context, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(found) = parse(text, &Context::default()) {
        assert!(text.starts_with(&found.raw), "the lede begins where the dateline ends");
    }
});
