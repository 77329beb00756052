//! Parses header fields of HTTP and WARC: `name: value` lines up to an empty line.
//!
//! Archives contain what servers sent, so parsing is lenient: bare line feeds, spaces before the colon and invalid
//! lines are tolerated.

use memchr::memmem;

/// Returns the end of the header block at the start of `bytes`, including its empty line.
pub(crate) fn end(bytes: &[u8]) -> Option<usize> {
    let crlf = memmem::find(bytes, b"\r\n\r\n").map(|at| at + 4);
    let reach = crlf.unwrap_or(bytes.len());
    memmem::find(&bytes[..reach], b"\n\n").map(|at| at + 2).or(crlf)
}

/// Yields the fields of a block: names in lower case, values trimmed.
pub(crate) fn read(block: &[u8]) -> impl Iterator<Item = (String, String)> {
    block.split(|&b| b == b'\n').filter_map(|line| {
        let colon = memchr::memchr(b':', line)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes.trim_ascii()).into_owned();
        Some((text(&line[..colon]).to_ascii_lowercase(), text(&line[colon + 1..])))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_end_at_the_first_empty_line() {
        assert_eq!(end(b"a: b\r\n\r\nrest\n\n"), Some(8));
        assert_eq!(end(b"a: b\n\nrest\r\n\r\n"), Some(6));
        assert_eq!(end(b"a: b\r\n"), None);
    }

    #[test]
    fn fields_are_read_leniently() {
        let fields: Vec<_> = read(b"Content-Type : text/html\r\nnonsense\nX:\xff\r\n\r\n").collect();
        let fields: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(fields, [("content-type", "text/html"), ("x", "\u{fffd}")]);
    }
}
