//! Reads WARC records one by one, in constant memory.
//!
//! Archives may be compressed with gzip (one member per record, or any other way) or zstd. A wrong length, a damaged
//! member or a missing end loses only its own record: the reader continues at the next one it finds. (The crate
//! `warc` reads only well-formed files: it does not bound headers and does not recover from errors.)

use std::io::{self, BufRead, Read};

use memchr::memmem;

use super::{SourceError, header_fields, members::Members};
use crate::LimitKind;

/// Maximum length of a record's header in bytes.
const HEADER_BYTES: usize = 64 << 10;
/// Number of bytes read at once.
const CHUNK: usize = 64 << 10;
/// The start of a record.
const VERSION: &[u8] = b"WARC/";
/// The separator between two records, and the start of the next.
const GAP: &[u8] = b"\r\n\r\nWARC/";

/// A record that may contain a page.
#[derive(Debug)]
pub(crate) struct WarcRecord {
    /// `WARC-Record-ID` without its brackets.
    pub(crate) id: String,
    /// Number of the record in the file, from 1.
    pub(crate) number: usize,
    pub(crate) kind: String,
    pub(crate) url: Option<String>,
    /// Media type of the block: `application/http` for an archived response.
    pub(crate) content_type: String,
    pub(crate) block: Vec<u8>,
}

/// The relevant header fields.
#[derive(Debug, Default)]
struct WarcHeader {
    id: String,
    kind: String,
    url: Option<String>,
    content_type: String,
    length: Option<u64>,
}

/// A source of bytes that knows where compressed members begin.
pub(crate) trait Chunks {
    /// Fills part of `into`. Returns the number of bytes (0 at the end) and whether the first byte begins a member.
    fn next(&mut self, into: &mut [u8]) -> io::Result<(usize, bool)>;
}

/// Bytes without members; ends at the first error.
pub(crate) struct Plain<R> {
    reader: Option<R>,
}

impl<R> Plain<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader: Some(reader) }
    }
}

impl<R: Read> Chunks for Plain<R> {
    fn next(&mut self, into: &mut [u8]) -> io::Result<(usize, bool)> {
        let read = self.reader.as_mut().map_or(Ok(0), |reader| reader.read(into));
        if read.is_err() {
            self.reader = None;
        }
        read.map(|read| (read, false))
    }
}

impl<R: BufRead> Chunks for Members<R> {
    fn next(&mut self, into: &mut [u8]) -> io::Result<(usize, bool)> {
        self.read_member(into)
    }
}

/// Chunks as one continuous stream.
pub(crate) struct Unchunked<C>(pub(crate) C);

impl<C: Chunks> Read for Unchunked<C> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.next(into).map(|(read, _)| read)
    }
}

/// Reads records.
pub(crate) struct WarcReader<C> {
    chunks: C,
    buffer: Vec<u8>,
    /// Offset of the unread bytes in `buffer`.
    at: usize,
    /// Maximum size of a block in bytes.
    limit: usize,
    /// Number of records so far.
    number: usize,
    ended: bool,
}

/// How reading a block ended.
enum BlockEnd {
    Whole,
    TooLarge,
    /// After this many bytes.
    Short(usize),
    Broken(io::Error),
}

impl<C: Chunks> WarcReader<C> {
    /// Creates a reader; `head` has already been read from the chunks.
    pub(crate) fn new(chunks: C, limit: usize, head: Vec<u8>) -> Self {
        Self { chunks, buffer: head, at: 0, limit, number: 0, ended: false }
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// Reads one more chunk. Returns whether there was one, and whether it begins a member with a record.
    fn fill(&mut self) -> io::Result<(bool, bool)> {
        if self.at > 0 {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let len = self.buffer.len();
        self.buffer.resize(len + CHUNK, 0);
        let read = self.chunks.next(&mut self.buffer[len..]);
        let (read, begins) = match read {
            Ok(read) => read,
            Err(error) => {
                self.buffer.truncate(len);
                return Err(error);
            }
        };
        self.buffer.truncate(len + read);
        Ok((read > 0, begins && self.buffer[len..].starts_with(VERSION)))
    }

    /// Returns the next record whose `kind` is wanted, or what is wrong at its position.
    pub(crate) fn next(&mut self, wanted: fn(&str) -> bool) -> Option<Result<WarcRecord, SourceError>> {
        loop {
            if self.ended {
                return None;
            }
            let header = match self.header() {
                Ok(Some(header)) => header,
                Ok(None) => {
                    self.ended = true;
                    return None;
                }
                Err(fault) => return Some(Err(fault)),
            };
            self.number += 1;
            let keep = wanted(&header.kind);
            let Some(length) = header.length else {
                return Some(Err(torn(&header, "has no readable Content-Length")));
            };
            let mut block = Vec::new();
            match self.block(length, keep, &mut block) {
                BlockEnd::Whole if keep => {
                    let WarcHeader { id, kind, url, content_type, .. } = header;
                    return Some(Ok(WarcRecord { id, number: self.number, kind, url, content_type, block }));
                }
                BlockEnd::Whole => {}
                BlockEnd::TooLarge if keep => {
                    return Some(Err(SourceError::over(
                        format!("record {}: exceeds the limit of {} bytes ({length})", header.id, self.limit),
                        LimitKind::StoredBytes,
                    )));
                }
                BlockEnd::TooLarge => {}
                BlockEnd::Short(bytes) => {
                    let what =
                        format!("ends after {bytes} of {length} bytes, or its Content-Length is wrong");
                    return Some(Err(torn(&header, &what)));
                }
                BlockEnd::Broken(error) => {
                    return Some(Err(torn(&header, &format!("cannot be decompressed ({error})"))));
                }
            }
        }
    }

    /// Moves to the next record's header and parses it; `None` at the end.
    fn header(&mut self) -> Result<Option<WarcHeader>, SourceError> {
        let mut skipped = 0usize;
        loop {
            // White space separates records; anything else is the result of a wrong length.
            match memmem::find(self.rest(), VERSION) {
                Some(found) => {
                    skipped += self.rest()[..found].iter().filter(|b| !b.is_ascii_whitespace()).count();
                    self.at += found;
                    break;
                }
                None => {
                    let keep = self.rest().len().min(VERSION.len() - 1);
                    let gone = self.rest().len() - keep;
                    skipped += self.rest()[..gone].iter().filter(|b| !b.is_ascii_whitespace()).count();
                    self.at += gone;
                }
            }
            match self.fill() {
                Ok((true, _)) => {}
                Ok((false, _)) => {
                    skipped += self.rest().iter().filter(|b| !b.is_ascii_whitespace()).count();
                    self.ended = true;
                    return if skipped > 0 { Err(stray(skipped)) } else { Ok(None) };
                }
                Err(error) => return Err(broken(&error)),
            }
        }
        if skipped > 0 {
            return Err(stray(skipped));
        }
        let end = loop {
            if let Some(end) = header_fields::end(self.rest()) {
                break end;
            }
            if self.rest().len() > HEADER_BYTES {
                self.at += VERSION.len();
                return Err(SourceError::new("a record's header has no end", "fetch the archive again"));
            }
            match self.fill() {
                Ok((true, _)) => {}
                Ok((false, _)) => {
                    self.ended = true;
                    return Err(SourceError::new("ends within a record's header", "fetch the archive again"));
                }
                Err(error) => return Err(broken(&error)),
            }
        };
        let header = parse(&self.rest()[..end]);
        self.at += end;
        Ok(Some(header))
    }

    /// Reads or skips a block of `length` bytes.
    fn block(&mut self, length: u64, keep: bool, block: &mut Vec<u8>) -> BlockEnd {
        let keep_at_most = self.limit as u64;
        let hold = length <= keep_at_most;
        let mut left = length;
        loop {
            let take = usize::try_from(left).unwrap_or(usize::MAX).min(self.rest().len());
            if hold {
                block.extend_from_slice(&self.buffer[self.at..self.at + take]);
            }
            self.at += take;
            left -= take as u64;
            if left == 0 {
                break;
            }
            match self.fill() {
                Ok((true, false)) => {}
                // A member that begins a record inside a block: the length of the block is wrong.
                Ok((true, true)) => return BlockEnd::Short(block.len()),
                Ok((false, _)) => {
                    let bytes = block.len();
                    self.give_back(block);
                    return BlockEnd::Short(bytes);
                }
                Err(error) => return BlockEnd::Broken(error),
            }
        }
        if !hold {
            return BlockEnd::TooLarge;
        }
        // A complete block is followed by white space and the next record; otherwise the length is wrong.
        match self.follows() {
            Ok(true) => BlockEnd::Whole,
            Ok(false) => {
                let bytes = block.len();
                if self.give_back(block) || !keep { BlockEnd::Short(bytes) } else { BlockEnd::Whole }
            }
            Err(error) => BlockEnd::Broken(error),
        }
    }

    /// Returns whether a record, or the end, comes next.
    fn follows(&mut self) -> io::Result<bool> {
        while self.rest().len() < GAP.len() {
            if !self.fill()?.0 {
                break;
            }
        }
        let rest = self.rest().trim_ascii_start();
        Ok(rest.is_empty() || rest.starts_with(VERSION) || VERSION.starts_with(rest))
    }

    /// Pushes back the records after a block that were read as part of it, if there are any.
    fn give_back(&mut self, block: &[u8]) -> bool {
        let Some(found) = memmem::find(block, GAP) else { return false };
        self.buffer.splice(..self.at, block[found..].iter().copied());
        self.at = 0;
        true
    }
}

fn parse(block: &[u8]) -> WarcHeader {
    let mut header = WarcHeader::default();
    for (name, value) in header_fields::read(block) {
        match name.as_str() {
            "warc-record-id" => header.id = value.trim_matches(['<', '>']).to_owned(),
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => header.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "content-type" => header.content_type = value.to_ascii_lowercase(),
            "content-length" => header.length = value.parse().ok(),
            _ => {}
        }
    }
    header
}

fn torn(header: &WarcHeader, what: &str) -> SourceError {
    SourceError::new(
        format!("record {}: {what}", header.id),
        "fetch the archive again; the other records are read",
    )
}

fn stray(bytes: usize) -> SourceError {
    SourceError::new(format!("{bytes} bytes belong to no record"), "the other records are read")
}

fn broken(error: &io::Error) -> SourceError {
    SourceError::new(
        format!("cannot be decompressed ({error})"),
        "fetch the archive again; the readable part is read",
    )
}

#[cfg(test)]
mod tests {
    use std::{
        fmt::Write as _,
        io::{BufReader, Write},
    };

    use super::*;

    fn record(id: u32, block: &str) -> String {
        sized(id, block, block.len())
    }

    fn sized(id: u32, block: &str, length: usize) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:x:{id}>\r\nContent-Type: text/html\r\n\
             Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("memory");
        encoder.finish().expect("memory")
    }

    /// Returns the blocks of an archive, or what is wrong.
    fn all(chunks: impl Chunks) -> Vec<Result<String, String>> {
        let mut reader = WarcReader::new(chunks, 1000, Vec::new());
        let mut out = Vec::new();
        while let Some(next) = reader.next(|kind| kind == "resource") {
            out.push(match next {
                Ok(record) => Ok(String::from_utf8_lossy(&record.block).into_owned()),
                Err(fault) => Err(fault.to_string()),
            });
            assert!(out.len() < 100, "goes on for ever: {out:?}");
        }
        out
    }

    fn plain(text: &str) -> Vec<Result<String, String>> {
        all(Plain::new(text.as_bytes()))
    }

    fn members(parts: &[Vec<u8>]) -> Vec<Result<String, String>> {
        all(Members::new(BufReader::new(&parts.concat()[..])))
    }

    /// Returns `o` for each complete record and `x` for each error.
    fn marks(found: &[Result<String, String>]) -> String {
        found.iter().map(|r| if r.is_ok() { 'o' } else { 'x' }).collect()
    }

    #[test]
    fn records_come_one_by_one() {
        let text = [record(1, "one"), record(2, "two\r\n\r\ntwo"), record(3, "")].concat();
        let expected = ["one", "two\r\n\r\ntwo", ""].map(|t| Ok(t.to_owned()));
        assert_eq!(plain(&text), expected);
        assert_eq!(plain(&text.replace("\r\n", "\n")).len(), 3);
        assert_eq!(members(&[gzip(&text)]), expected);
        assert_eq!(members(&[gzip(&record(1, "one")), gzip(&record(2, "two"))]).len(), 2);
    }

    #[test]
    fn a_wrong_length_loses_only_its_own_record() {
        for lie in [0, 2, 8, 60, 200, 900, 5000, usize::MAX] {
            let text = [record(1, "one"), sized(2, "two is longer", lie), record(3, "three")].concat();
            let found = plain(&text);
            assert_eq!(found.first(), Some(&Ok("one".to_owned())), "{lie}: {found:?}");
            assert!(found.iter().any(Result::is_err), "{lie}: {found:?}");
            // A length beyond the limit skips what it covers: that much is lost, and reported.
            if lie < 1000 {
                assert_eq!(found.last(), Some(&Ok("three".to_owned())), "{lie}: {found:?}");
            }
            let parts = [record(1, "one"), sized(2, "two is longer", lie), record(3, "three")];
            let found = members(&parts.map(|p| gzip(&p)));
            assert_eq!(found.last(), Some(&Ok("three".to_owned())), "packed, {lie}: {found:?}");
        }
    }

    #[test]
    fn truncated_ends_are_reported() {
        let text = [record(1, "one"), record(2, "two, and then the line went dead")].concat();
        for cut in 1..60 {
            let found = plain(&text[..text.len() - 4 - cut]);
            assert_eq!(marks(&found), "ox", "cut {cut}: {found:?}");
        }
        let packed = [gzip(&record(1, "one")), gzip(&record(2, "two, and then"))].concat();
        let found = all(Members::new(&packed[..packed.len() - 12]));
        assert_eq!(marks(&found), "ox", "{found:?}");
    }

    #[test]
    fn damage_between_records_is_reported_and_skipped() {
        let found = plain(&[record(1, "one"), "garbage garbage".to_owned(), record(2, "two")].concat());
        assert_eq!(marks(&found).matches('o').count(), 2, "{found:?}");
        let mut bad = gzip(&record(2, "two, which will be damaged"));
        let middle = bad.len() / 2;
        bad[middle..middle + 8].fill(0);
        let found = members(&[gzip(&record(1, "one")), bad, gzip(&record(3, "three"))]);
        assert_eq!(found.last(), Some(&Ok("three".to_owned())), "{found:?}");
        assert_eq!(marks(&found).matches('o').count(), 2, "{found:?}");
    }

    #[test]
    fn large_records_are_reported_and_skipped_in_constant_memory() {
        let mut text = record(1, "one");
        text += &record(2, &"x".repeat(300_000));
        text += &record(3, "three");
        let found = plain(&text);
        assert_eq!(marks(&found), "oxo", "{found:?}");
        assert!(found[1].as_ref().is_err_and(|e| e.contains("exceeds the limit")), "{found:?}");
    }

    #[test]
    fn a_header_without_an_end_is_skipped() {
        let mut text = record(1, "one");
        let _ = write!(text, "WARC/1.0\r\n{}", "X: y\r\n".repeat(20_000));
        text += &record(2, "two");
        let found = plain(&text);
        assert_eq!(found.first(), Some(&Ok("one".to_owned())));
        assert_eq!(found.last(), Some(&Ok("two".to_owned())), "{}", found.len());
    }

    #[test]
    fn reading_damaged_archives_terminates() {
        let text =
            [record(1, "one"), record(2, "two, a little longer"), record(3, "three")].concat().into_bytes();
        let packed: Vec<u8> = [record(1, "one"), record(2, "two")].iter().flat_map(|r| gzip(r)).collect();
        for whole in [&text, &packed] {
            for at in (0..whole.len()).step_by(5) {
                for wound in [0, b'\n', b'9', 0x1f, 0xff] {
                    let mut bytes = whole.clone();
                    bytes[at] = wound;
                    let found = all(Members::new(&bytes[..]));
                    // Bytes that are not a member at all are one loss; a readable member is another matter.
                    assert!(found.len() <= 8, "byte {at} set to {wound}: {found:?}");
                    assert!(all(Plain::new(&bytes[..])).len() <= 8, "byte {at} set to {wound}");
                }
                assert!(all(Members::new(&whole[at..])).len() <= 8, "from byte {at}");
                assert!(all(Plain::new(&whole[at..])).len() <= 8, "from byte {at}");
            }
        }
    }
}
