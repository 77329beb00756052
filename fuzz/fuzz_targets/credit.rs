//! Credits of any text: no panic, and what is left is the text's own beginning.
#![no_main]

use copydesk::credit::{CreditContext, parse_all};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (rest, credits) = parse_all(text, &CreditContext::default());
    assert!(text.starts_with(rest));
    assert!(credits.iter().all(|credit| text.contains(&credit.raw)));
});
