//! Reads ARC, the predecessor of WARC: a header line with a length, followed by a block.
//!
//! Versions 1 (five fields) and 2 (ten fields) are supported. An invalid header loses only its own record: the reader
//! continues at the next line that is a header.

use std::io::{self, BufRead, Read};

use super::SourceError;

/// Maximum length of a header line in bytes.
const LINE_BYTES: u64 = 64 << 10;
/// Number of fields of a header line in version 1.
const FIELDS: usize = 5;
/// Number of digits of the date in a header line.
const DATE_DIGITS: usize = 14;

/// The start of an archive.
pub(crate) const MAGIC: &[u8] = b"filedesc://";

/// A record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ArcRecord {
    pub(crate) url: String,
    pub(crate) content_type: String,
    pub(crate) block: Vec<u8>,
}

/// Reads records.
pub(crate) struct ArcReader<R> {
    reader: R,
    /// Maximum size of a block in bytes.
    limit: usize,
    ended: bool,
}

/// A header line.
struct ArcHeader {
    url: String,
    content_type: String,
    length: u64,
}

impl<R: BufRead> ArcReader<R> {
    pub(crate) fn new(reader: R, limit: usize) -> Self {
        Self { reader, limit, ended: false }
    }

    /// Returns the next record, or what is wrong with it.
    pub(crate) fn next(&mut self) -> Option<Result<ArcRecord, SourceError>> {
        if self.ended {
            return None;
        }
        let header = match self.header() {
            Ok(Some(header)) => header,
            Ok(None) => {
                self.ended = true;
                return None;
            }
            Err(error) => return Some(Err(error)),
        };
        let ArcHeader { url, content_type, length } = header;
        if length > self.limit as u64 {
            return Some(match io::copy(&mut self.reader.by_ref().take(length), &mut io::sink()) {
                Ok(_) => Err(SourceError::packed(length, self.limit as u64)),
                Err(error) => Err(self.broken(&error)),
            });
        }
        let mut block = Vec::new();
        match self.reader.by_ref().take(length).read_to_end(&mut block) {
            Ok(read) if (read as u64) < length => {
                self.ended = true;
                let cause = format!("record {url}: ends after {read} of {length} bytes");
                Some(Err(SourceError::new(cause, "fetch the archive again; the other records are read")))
            }
            Ok(_) => Some(Ok(ArcRecord { url, content_type, block })),
            Err(error) => Some(Err(self.broken(&error))),
        }
    }

    /// Reads lines up to the next header.
    fn header(&mut self) -> Result<Option<ArcHeader>, SourceError> {
        let mut skipped = 0;
        let mut line = Vec::new();
        loop {
            line.clear();
            match self.reader.by_ref().take(LINE_BYTES).read_until(b'\n', &mut line) {
                Ok(0) if skipped == 0 => return Ok(None),
                Ok(0) => {
                    self.ended = true;
                    return Err(stray(skipped));
                }
                Ok(_) => {}
                Err(error) => return Err(self.broken(&error)),
            }
            match parse(&line) {
                Some(header) => return Ok(Some(header)),
                None if line.trim_ascii().is_empty() => {}
                None => skipped += line.len(),
            }
        }
    }

    fn broken(&mut self, error: &io::Error) -> SourceError {
        self.ended = true;
        SourceError::new(
            format!("cannot be decompressed ({error})"),
            "fetch the archive again; the part before the damage is read",
        )
    }
}

fn stray(bytes: usize) -> SourceError {
    SourceError::new(format!("{bytes} bytes belong to no record"), "the other records are read")
}

/// Parses a header line: `URL IP date type … length`.
fn parse(line: &[u8]) -> Option<ArcHeader> {
    let line = std::str::from_utf8(line).ok()?.trim_end();
    let fields: Vec<&str> = line.split(' ').collect();
    let is_date = |field: &str| field.len() == DATE_DIGITS && field.bytes().all(|b| b.is_ascii_digit());
    // A URL may contain spaces, so the date marks its end.
    let date = fields.iter().rposition(|field| is_date(field))?;
    if fields.len() < FIELDS || date < 2 || date + 2 >= fields.len() || !fields[0].contains(':') {
        return None;
    }
    Some(ArcHeader {
        url: fields[..date - 1].join(" "),
        content_type: fields[date + 1].to_ascii_lowercase(),
        length: fields.last()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "filedesc://a.arc 0.0.0.0 20310505000000 text/plain 8\n1 0 Desk\n\n";

    fn all(text: &str) -> Vec<Result<(String, String), String>> {
        let mut reader = ArcReader::new(text.as_bytes(), 100);
        std::iter::from_fn(|| reader.next())
            .map(|next| match next {
                Ok(record) => Ok((record.url, String::from_utf8(record.block).expect("UTF-8"))),
                Err(error) => Err(error.to_string()),
            })
            .collect()
    }

    #[test]
    fn both_versions_are_read() {
        let one = "http://post.example/1 10.0.0.1 20310505000000 text/html 3\none\n";
        let two = "http://post.example/a b 10.0.0.1 20310505000000 text/html 200 - - 12 a.arc 3\ntwo\n";
        let found = all(&format!("{FIRST}{one}\n{two}"));
        let expected = [
            ("filedesc://a.arc", "1 0 Desk"),
            ("http://post.example/1", "one"),
            ("http://post.example/a b", "two"),
        ];
        assert_eq!(found, expected.map(|(url, block)| Ok((url.to_owned(), block.to_owned()))));
    }

    #[test]
    fn damage_loses_only_its_own_record() {
        let record =
            |url: &str, length: usize| format!("{url} 1.1.1.1 20310505000000 text/html {length}\nblock\n");
        let found = all(&format!(
            "{FIRST}{}rubbish\n{}",
            record("http://a.example/", 5),
            record("http://b.example/", 5)
        ));
        assert_eq!(found.iter().filter(|r| r.is_ok()).count(), 3, "{found:?}");
        let found = all(&format!("{FIRST}{}", record("http://a.example/", 50)));
        assert!(found[1].as_ref().is_err_and(|e| e.contains("ends after 6 of 50 bytes")), "{found:?}");
        let found = all(&format!("{FIRST}{}", record("http://a.example/", 500)));
        assert!(found[1].is_err(), "{found:?}");
    }
}
