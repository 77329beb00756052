//! Cleans any text as plain text.
#![no_main]

use copydesk::{Cleaner, Input, Page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let article =
        Cleaner::new().clean(Page::new(text).with_input(Input::Text)).expect("small pages are within the limits");
    // Cleaning adds no text: a body is not longer than its page, except for the gaps between its blocks. A ligature
    // becomes up to three letters.
    let letters = |text: &str| -> usize {
        text.chars()
            .map(|c| if matches!(c, '\u{fb00}'..='\u{fb06}') { 3 } else { usize::from(c.is_alphanumeric()) })
            .sum()
    };
    assert!(letters(&article.text()) <= letters(text) + article.dateline.map_or(0, |d| letters(&d.text)));
});
