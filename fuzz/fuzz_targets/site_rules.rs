//! Reads any text as site rules, and cleans a page with them.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| copydesk::lab::fuzz::site_rules(text));
