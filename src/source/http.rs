//! Parses an archived HTTP response: its head as hints, its body without chunks and compression.

use std::io::Read;

use super::{
    SkipReason, SourceError, header_fields,
    packing::{self, Packing},
};

/// The head of a response.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ResponseHead {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    chunked: bool,
    encoding: Option<String>,
    /// Start of the body.
    body: usize,
}

impl ResponseHead {
    /// Parses the head of `response`, or returns `None` if it is not a response.
    pub(crate) fn read(response: &[u8]) -> Option<Self> {
        let status_line = &response[..memchr::memchr(b'\n', response)?];
        let mut words = status_line.split(u8::is_ascii_whitespace);
        words.next()?.strip_prefix(b"HTTP/")?;
        let status = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
        let body = header_fields::end(response)?;
        let mut head = Self { status, body, ..Self::default() };
        for (name, value) in header_fields::read(&response[status_line.len()..body]) {
            match name.as_str() {
                "content-type" => head.content_type = Some(value),
                "transfer-encoding" => head.chunked = value.to_ascii_lowercase().contains("chunked"),
                "content-encoding" => head.encoding = Some(value.to_ascii_lowercase()),
                _ => {}
            }
        }
        Some(head)
    }

    /// Returns why the response is not a page, by its status and media type.
    pub(crate) fn skip_reason(&self) -> Option<SkipReason> {
        match self.status {
            200..300 if self.content_type.as_deref().is_none_or(is_page_type) => None,
            200..300 => Some(SkipReason::OtherType),
            300..400 => Some(SkipReason::Redirect),
            _ => Some(SkipReason::HttpError),
        }
    }

    /// Returns the decoded body. An archive may have removed chunks and compression but kept the header fields, so
    /// the bytes decide.
    pub(crate) fn body(&self, mut response: Vec<u8>, limit: usize) -> Result<Vec<u8>, SourceError> {
        response.drain(..self.body);
        if self.chunked
            && let Some(joined) = join(&response)
        {
            response = joined?;
        }
        // Encodings are listed in the order in which they were applied.
        let encodings = self.encoding.as_deref().unwrap_or_default();
        for encoding in encodings.rsplit(',').take(MOST_ENCODINGS) {
            response = decoded(response, encoding.trim(), limit)?;
        }
        if response.len() > limit { Err(SourceError::unpacked(limit as u64)) } else { Ok(response) }
    }
}

/// Maximum number of content encodings of a response.
const MOST_ENCODINGS: usize = 3;

/// Removes one content encoding.
fn decoded(bytes: Vec<u8>, encoding: &str, limit: usize) -> Result<Vec<u8>, SourceError> {
    match encoding {
        _ if Packing::of(&bytes) != Packing::None => {
            packing::unpack(bytes, limit).map(|unpacked| unpacked.bytes)
        }
        "br" => match brotli(&bytes, limit) {
            // Text that the archive has already decompressed.
            Err(_) if std::str::from_utf8(&bytes).is_ok() => Ok(bytes),
            unpacked => unpacked,
        },
        "deflate" => Ok(deflate(&bytes, limit)?.unwrap_or(bytes)),
        _ => Ok(bytes),
    }
}

/// Returns whether a media type is that of a page.
pub(crate) fn is_page_type(content_type: &str) -> bool {
    let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(
        media.as_str(),
        "" | "text/html"
            | "application/xhtml+xml"
            | "text/plain"
            | "text/markdown"
            | "application/octet-stream"
    )
}

fn brotli(bytes: &[u8], limit: usize) -> Result<Vec<u8>, SourceError> {
    packing::read_all(brotli_decompressor::Decompressor::new(bytes, 4096), limit, "brotli")
}

/// Decompresses zlib or, as some servers send it, raw deflate. Returns `None` if it is neither.
fn deflate(bytes: &[u8], limit: usize) -> Result<Option<Vec<u8>>, SourceError> {
    let unpack = |decoder: &mut dyn Read| packing::read_all(decoder, limit, "deflate");
    match unpack(&mut flate2::bufread::ZlibDecoder::new(bytes)) {
        Ok(out) => Ok(Some(out)),
        Err(fault) if fault == SourceError::unpacked(limit as u64) => Err(fault),
        Err(_) => match unpack(&mut flate2::bufread::DeflateDecoder::new(bytes)) {
            Err(fault) if fault == SourceError::unpacked(limit as u64) => Err(fault),
            other => Ok(other.ok()),
        },
    }
}

/// Joins chunks. Returns `None` if the bytes are not chunked after all.
fn join(bytes: &[u8]) -> Option<Result<Vec<u8>, SourceError>> {
    let mut out = Vec::new();
    let mut rest = bytes;
    loop {
        let (start, size) = match httparse::parse_chunk_size(rest) {
            Ok(httparse::Status::Complete(found)) => found,
            _ if rest.len() == bytes.len() => return None,
            _ => return Some(Err(cut(out.len()))),
        };
        if size == 0 {
            return Some(Ok(out));
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let Some(chunk) = rest[start..].get(..size) else {
            return Some(Err(cut(out.len())));
        };
        out.extend_from_slice(chunk);
        rest = &rest[start + size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

fn cut(bytes: usize) -> SourceError {
    SourceError::new(format!("its chunks end after {bytes} bytes"), "fetch it again")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const LIMIT: usize = 1 << 20;

    fn body(head: &str, body: &[u8]) -> Result<Vec<u8>, SourceError> {
        let response = [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat();
        ResponseHead::read(&response).expect("a head").body(response, LIMIT)
    }

    #[test]
    fn heads_distinguish_pages_from_other_responses() {
        for (head, page) in [
            ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", true),
            ("HTTP/2 200\r\nContent-Type: application/xhtml+xml\r\n\r\n", true),
            ("HTTP/1.0 200 OK\r\n\r\n", true),
            ("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", false),
            ("HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n", false),
        ] {
            assert_eq!(
                ResponseHead::read(head.as_bytes()).is_some_and(|h| h.skip_reason().is_none()),
                page,
                "{head}"
            );
        }
        assert_eq!(ResponseHead::read(b"<html>"), None);
    }

    #[test]
    fn chunks_are_joined_and_other_bodies_are_unchanged() {
        let head = "Transfer-Encoding: chunked\r\n";
        assert_eq!(body(head, b"4\r\nferr\r\n3;x=y\r\ny a\r\n0\r\n\r\n").as_deref(), Ok(&b"ferry a"[..]));
        assert_eq!(body(head, b"<p>ferry").as_deref(), Ok(&b"<p>ferry"[..]));
        assert!(
            body(head, b"4\r\nferr\r\nff\r\ny").expect_err("torn").to_string().contains("chunks end after")
        );
    }

    #[test]
    fn compressed_bodies_are_decompressed_even_without_matching_headers() {
        let text = b"<p>the ferry returns";
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text).expect("memory");
        let gzip = gzip.finish().expect("memory");
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(text).expect("memory");
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(text).expect("memory");
        let zstd = zstd::encode_all(&text[..], 1).expect("memory");
        for (label, packed) in [
            ("gzip", gzip),
            ("deflate", zlib.finish().expect("memory")),
            ("deflate", raw.finish().expect("memory")),
            ("zstd", zstd),
            ("gzip", text.to_vec()),
            ("br", text.to_vec()),
            ("deflate", text.to_vec()),
        ] {
            let got = body(&format!("Content-Encoding: {label}\r\n"), &packed);
            assert_eq!(got.as_deref(), Ok(&text[..]), "{label}");
        }
    }
}
