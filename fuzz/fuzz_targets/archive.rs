//! Reads any bytes as a file that contains pages (zip, tar, ARC, mail, feeds, JSON): reading must end.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| copydesk::lab::fuzz::archive(bytes));
