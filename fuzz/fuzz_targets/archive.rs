//! Reads any bytes as a file that contains pages (zip, tar, ARC, mail, feeds, JSON): reading must end.
#![no_main]

use std::panic;

use libfuzzer_sys::fuzz_target;

/// Crates whose panics the program turns into errors. libFuzzer aborts at a panic before it is caught.
const GUARDED: [&str; 1] = ["mail-parser"];

fuzz_target!(
    init: {
        let abort = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_guarded = |place: &panic::Location<'_>| GUARDED.iter().any(|name| place.file().contains(name));
            if !info.location().is_some_and(is_guarded) {
                abort(info);
            }
        }));
    },
    |bytes: &[u8]| copydesk::lab::fuzz::archive(bytes)
);
