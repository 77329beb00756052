//! Any bytes, read as a web archive: it ends, and every page in it can be loaded or says why not.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| copydesk::lab::fuzz::warc(bytes));
