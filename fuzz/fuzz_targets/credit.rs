//! Parses a credit at the end of any text: the rest must be a prefix of the text.
#![no_main]

use copydesk::credit::{CreditContext, parse_all};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (rest, credits) = parse_all(text, &CreditContext::default());
    assert!(text.starts_with(rest));
    assert!(credits.iter().all(|credit| text.contains(&credit.raw)));
});
