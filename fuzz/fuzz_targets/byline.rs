//! Parses any text as a byline.
#![no_main]

use copydesk::byline::{BylineContext, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(found) = parse(text, &BylineContext::default()) {
        assert!(found.authors.iter().all(|author| !author.name.trim().is_empty()));
    }
});
