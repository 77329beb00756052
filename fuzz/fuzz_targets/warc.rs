//! Reads any bytes as a web archive: reading must end, and each page must load or return an error.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| copydesk::lab::fuzz::warc(bytes));
