//! Reads any lines as the journal of a run.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| copydesk::lab::fuzz::journal(text));
