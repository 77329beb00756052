//! Guards the run against panics in decoders and parsers of other crates.
//!
//! The work on each page is guarded as a whole. Archives are read outside of that guard, and a damaged one must not end
//! the run either.

use std::{
    io::{self, Read},
    panic::{self, AssertUnwindSafe},
};

/// Runs `work`; returns `None` if it panics. The caller must not use what a panic may have left half-changed.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

/// A reader whose panics are errors.
#[derive(Debug)]
pub(super) struct GuardedReader<R> {
    /// `None` after a panic.
    reader: Option<R>,
}

impl<R> GuardedReader<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: Some(reader) }
    }
}

impl<R: Read> Read for GuardedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.as_mut().and_then(|reader| guarded(|| reader.read(into)));
        read.unwrap_or_else(|| {
            self.reader = None;
            Err(io::Error::new(io::ErrorKind::InvalidData, "its decoder cannot handle this data"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_the_reader_is_not_used_again() {
        struct Faulty(bool);
        impl Read for Faulty {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                assert!(!self.0, "a bug");
                self.0 = true;
                into[0] = b'a';
                Ok(1)
            }
        }
        let mut reader = GuardedReader::new(Faulty(false));
        let mut bytes = Vec::new();
        assert_eq!(reader.read_to_end(&mut bytes).map_err(|e| e.kind()), Err(io::ErrorKind::InvalidData));
        assert_eq!(bytes, b"a");
        assert!(reader.read(&mut [0]).is_err());
    }
}
