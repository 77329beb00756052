//! Any text, read as a credit.
#![no_main]

use copydesk::credit::{Context, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(found) = parse(text, &Context::default()) {
        assert!(text.trim_end().ends_with(&found.raw), "the story ends where the credit begins");
    }
});
