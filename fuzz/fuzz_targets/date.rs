//! Parses any text as a date: the printed date must parse to the same date.
#![no_main]

use copydesk::date::{DateContext, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let now = parse("2024-02-29T23:59:59+02:00", &DateContext::default());
    for language in [None, Some("en-US"), Some("de"), Some("th"), Some("ja")] {
        if let Some(date) = parse(text, &DateContext::new().with_language(language).with_now(now)) {
            let again = parse(&date.to_string(), &DateContext::default()).map(|d| d.to_string());
            let in_range = (1900..=2100).contains(&date.day().0);
            assert!(!in_range || again == Some(date.to_string()), "{date}");
        }
    }
});
