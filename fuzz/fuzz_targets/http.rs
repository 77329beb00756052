//! Reads any bytes as an archived HTTP response.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| copydesk::lab::fuzz::http(bytes));
