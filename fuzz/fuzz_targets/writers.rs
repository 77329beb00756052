//! Whatever a page holds, no output format has an active link, and Markdown and HTML have the same words.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/common/writers.rs"]
mod writers;

fuzz_target!(|page: &str| writers::check(page));
