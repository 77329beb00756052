//! Reads gzip member by member, so that damage affects only one member.
//!
//! A read never returns bytes of two members. After an error, reading continues with the next member that can be
//! found. Bytes after the last member are ignored, as in gzip.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;
use memchr::memmem;

/// The first bytes of a member.
const MAGIC: &[u8] = &[0x1f, 0x8b];

/// Reads members.
pub(crate) struct Members<R> {
    state: State<R>,
}

enum State<R> {
    /// Between members; `lost` if the previous one was damaged.
    Between {
        raw: Raw<R>,
        lost: bool,
    },
    /// Inside a member; `fresh` until it has returned its first bytes, `lost` as above until then.
    Inside {
        decoder: Box<GzDecoder<Raw<R>>>,
        fresh: bool,
        lost: bool,
    },
    Ended,
}

impl<R: BufRead> Members<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { state: State::Between { raw: Raw { front: Vec::new(), reader }, lost: false } }
    }

    /// Continues reading. Returns the number of bytes (0 at the end) and whether the first byte begins a member. May
    /// be called again after an error.
    pub(crate) fn read_member(&mut self, into: &mut [u8]) -> io::Result<(usize, bool)> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Between { mut raw, lost } => {
                    let at_member = raw.fill_buf()?.first() == MAGIC.first();
                    let found = if lost || !at_member { raw.seek()? } else { true };
                    if found {
                        self.state =
                            State::Inside { decoder: Box::new(GzDecoder::new(raw)), fresh: true, lost };
                    } else {
                        return Ok((0, false));
                    }
                }
                State::Inside { mut decoder, fresh, lost } => match decoder.read(into) {
                    Ok(0) => self.state = State::Between { raw: decoder.into_inner(), lost: false },
                    Ok(read) => {
                        self.state = State::Inside { decoder, fresh: false, lost: false };
                        return Ok((read, fresh));
                    }
                    Err(error) => {
                        self.state = State::Between { raw: decoder.into_inner(), lost: true };
                        // A false match while searching for a member is not a further loss.
                        if !lost {
                            return Err(error);
                        }
                    }
                },
                State::Ended => return Ok((0, false)),
            }
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.read_member(into).map(|(read, _)| read)
    }
}

/// Compressed bytes, some of which were pushed back.
struct Raw<R> {
    front: Vec<u8>,
    reader: R,
}

impl<R: BufRead> Raw<R> {
    /// Moves to the next possible start of a member. Returns whether there is one.
    fn seek(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.fill_buf()?;
            if bytes.is_empty() {
                return Ok(false);
            }
            if let Some(found) = memmem::find(bytes, MAGIC) {
                self.consume(found);
                return Ok(true);
            }
            let (len, half) = (bytes.len(), bytes.last() == MAGIC.first());
            self.consume(len);
            // The magic may straddle two buffers.
            if half {
                let next = self.fill_buf()?;
                if next.first() == MAGIC.last() {
                    self.front = MAGIC.to_vec();
                    self.reader.consume(1);
                    return Ok(true);
                }
            }
        }
    }
}

impl<R: BufRead> Read for Raw<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Raw<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.front.is_empty() { self.reader.fill_buf() } else { Ok(&self.front) }
    }

    fn consume(&mut self, bytes: usize) {
        if self.front.is_empty() {
            self.reader.consume(bytes);
        } else {
            self.front.drain(..bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Write};

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("memory");
        encoder.finish().expect("memory")
    }

    /// Returns the contents of the members, and errors, for a buffer of this size.
    fn read(bytes: &[u8], buffer: usize) -> Vec<Result<String, ()>> {
        let mut members = Members::new(BufReader::with_capacity(buffer, bytes));
        let mut out: Vec<Result<String, ()>> = Vec::new();
        let mut into = [0; 64];
        loop {
            match members.read_member(&mut into) {
                Ok((0, _)) => return out,
                Ok((read, begins)) => {
                    let text = String::from_utf8_lossy(&into[..read]).into_owned();
                    match out.last_mut() {
                        Some(Ok(last)) if !begins => last.push_str(&text),
                        _ => out.push(Ok(text)),
                    }
                }
                Err(_) => out.push(Err(())),
            }
        }
    }

    #[test]
    fn members_come_one_by_one() {
        let bytes = [gzip("one"), gzip("two"), gzip("three")].concat();
        for buffer in 1..40 {
            let all = ["one", "two", "three"].map(|t| Ok(t.to_owned()));
            assert_eq!(read(&bytes, buffer), all, "buffer of {buffer}");
        }
    }

    #[test]
    fn a_damaged_member_loses_only_itself() {
        let mut bad = gzip("two, which will be damaged in its middle");
        let middle = bad.len() / 2;
        bad[middle..middle + 6].fill(0xff);
        let bytes = [gzip("one"), bad, gzip("three")].concat();
        for buffer in 1..80 {
            let got = read(&bytes, buffer);
            assert_eq!(got.first(), Some(&Ok("one".to_owned())), "buffer of {buffer}");
            assert_eq!(got.last(), Some(&Ok("three".to_owned())), "buffer of {buffer}");
            assert_eq!(got.iter().filter(|r| r.is_err()).count(), 1, "buffer of {buffer}");
        }
    }

    #[test]
    fn a_torn_end_is_an_error() {
        let bytes = gzip("one, and then the line went dead");
        assert!(read(&bytes[..bytes.len() - 9], 16).last().is_some_and(Result::is_err));
    }
}
