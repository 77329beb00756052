//! Reads any text as the JSON-LD and the script state of a page.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| copydesk::lab::fuzz::json_ld(text));
