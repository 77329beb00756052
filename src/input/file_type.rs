//! Rejects files that are not text, by their first bytes or by the share of control characters.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use wide::u8x16;

use super::{decode, markup, shifted, sniff, utf32};
use crate::{Content, Error, Page, error::ErrorKind};

/// Bytes at the head of a page that are examined.
const HEAD_BYTES: usize = 64 << 10;
/// How many bytes of a signature are searched for a control character, which no text has at its start.
const SIGNATURE_BYTES: usize = 8;
/// Begins the control sequences of terminals and of some encodings.
const ESCAPE: u8 = 0x1b;
/// Minimum share of control characters in binary files. Compressed or encrypted bytes have 0.11; the pages of the
/// development sets have less than 0.001, and damaged pages with a run of NULs stay below 0.02.
const CONTROL_SHARE: f32 = 0.04;

/// File types that the crate does not know, by their first bytes. None of these begins a text: those that consist of
/// printable characters are followed by a byte that is not one.
const SIGNATURES: [(&[u8], &str); 13] = [
    (b"ARROW1\0\0", "Arrow file"),
    (b"GGUF", "GGUF model"),
    (b"Obj\x01", "Avro file"),
    (b"PAR1", "Parquet file"),
    (b"\x80\x02", "Python pickle"),
    (b"\x80\x03", "Python pickle"),
    (b"\x80\x04", "Python pickle"),
    (b"\x80\x05", "Python pickle"),
    (b"\x89HDF\r\n", "HDF5 file"),
    (b"\x93NUMPY", "NumPy array"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office document"),
    (b"bplist00", "property list"),
    (b"d8:announce", "BitTorrent file"),
];

/// Returns the name of the file type if one of the [`SIGNATURES`] begins `bytes`.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    let is_binary = |byte: Option<&u8>| byte.is_some_and(|&b| is_control(b) || !b.is_ascii());
    let (_, name) = SIGNATURES.iter().find(|(magic, name)| {
        bytes.starts_with(magic)
            && (*name == "BitTorrent file"
                || magic.iter().any(|b| is_binary(Some(b)))
                || is_binary(bytes.get(magic.len())))
    })?;
    Some(name)
}

/// Fails if `page` is not text, by its bytes or by the media type that came with it.
///
/// # Errors
/// Returns [`Error::is_not_text`] with the name of the file type.
pub(crate) fn check_is_text(page: &Page<'_>) -> Result<(), Error> {
    let Content::Bytes(bytes) = page.content else { return Ok(()) };
    match not_text(bytes, page.content_type, page.encoding) {
        Some(what) => Err(ErrorKind::NotText { what: what.into_owned() }.into()),
        None => Ok(()),
    }
}

/// Returns the name of the file type if `bytes` are not text.
pub(crate) fn not_text(
    bytes: &[u8],
    content_type: Option<&str>,
    encoding: Option<&str>,
) -> Option<Cow<'static, str>> {
    if let Some(name) = signature(bytes) {
        // An old Office document may be one of several types that the crate distinguishes.
        let found = infer::get(bytes).and_then(|found| self::name(&found));
        return Some(found.filter(|found| found.ends_with("document")).unwrap_or_else(|| name.into()));
    }
    let has_mark = encoding_rs::Encoding::for_bom(bytes).is_some();
    let is_utf16 = has_mark
        || encoding.is_some_and(|label| label.to_ascii_lowercase().contains("utf-16"))
        || decode::utf16(bytes).is_some()
        || utf32::is_utf32(bytes);
    // Servers pad truncated responses with NULs.
    let end = bytes.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
    let head = &bytes[..end.min(HEAD_BYTES)];
    let has_controls = !is_utf16 && has_controls(head) && shifted::decode(bytes).is_none();
    let is_binary = has_controls
        || (!is_utf16 && head.iter().take(SIGNATURE_BYTES).any(|&b| is_control(b) && b != 0))
        || (!is_utf16 && memchr(0, head).is_some() && !looks_like_page(head));
    // `infer` compares a file with all its signatures, so it runs only if its result can matter.
    if (is_binary || may_be_unmistakable(bytes))
        && let Some(found) = infer::get(bytes)
        && (is_binary || is_unmistakable(&found))
        && let Some(name) = name(&found)
    {
        return Some(name);
    }
    if !head.is_empty() && is_svg(head) {
        return Some("SVG image".into());
    }
    if has_controls {
        return Some("binary data".into());
    }
    let media = media_type(content_type?);
    (is_binary_media_type(&media) && !looks_like_page(head)).then(|| format!("media type {media}").into())
}

/// Returns the media type of a `Content-Type` header, in lower case and without parameters.
pub(crate) fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns whether a media type is a picture, font, document or archive.
fn is_binary_media_type(media: &str) -> bool {
    let (kind, subtype) = media.split_once('/').unwrap_or((media, ""));
    match kind {
        "image" | "audio" | "video" | "font" | "model" => true,
        "application" => {
            matches!(
                subtype,
                "pdf"
                    | "zip"
                    | "gzip"
                    | "x-gzip"
                    | "x-tar"
                    | "x-7z-compressed"
                    | "x-rar-compressed"
                    | "vnd.rar"
                    | "msword"
                    | "rtf"
                    | "wasm"
                    | "java-archive"
                    | "epub+zip"
                    | "postscript"
                    | "x-shockwave-flash"
            ) || subtype.starts_with("vnd.ms-")
                || subtype.starts_with("vnd.openxmlformats")
                || subtype.starts_with("vnd.oasis")
                || subtype.starts_with("font-")
                || subtype.starts_with("x-font-")
        }
        _ => false,
    }
}

/// Returns whether the share of control characters is that of binary data.
fn has_controls(head: &[u8]) -> bool {
    let (chunks, rest) = head.as_chunks();
    let count = |bytes: &[u8]| bytes.iter().filter(|&&byte| is_control(byte)).count();
    let chunks = chunks.iter().filter(|&&chunk| has_control(chunk));
    let count = chunks.map(|chunk| count(chunk)).sum::<usize>() + count(rest);
    #[expect(clippy::cast_precision_loss, reason = "a share of at most 64 K bytes")]
    let share = count as f32 / head.len().max(1) as f32;
    share > CONTROL_SHARE
}

/// Returns whether [`is_control`] holds for one of sixteen bytes. In most of a page it holds for none.
fn has_control(chunk: [u8; 16]) -> bool {
    let bytes = u8x16::new(chunk);
    let is = |byte| bytes.simd_eq(u8x16::splat(byte));
    let at_most = |bytes: u8x16, most| bytes.simd_eq(bytes.min(u8x16::splat(most)));
    let low = at_most(bytes, 0x1f);
    // Tab, line feed, vertical tab, form feed and carriage return are neighbors.
    let is_space = at_most(bytes - u8x16::splat(b'\t'), b'\r' - b'\t');
    let control = (low ^ (is_space | is(ESCAPE))) | is(0x7f);
    control.to_bitmask() != 0
}

/// Returns whether text in an ASCII-compatible encoding never contains `byte`.
fn is_control(byte: u8) -> bool {
    byte == 0x7f || (byte < 0x20 && !byte.is_ascii_whitespace() && byte != ESCAPE && byte != 0x0b)
}

/// Returns whether a signature is long enough to be trusted even if the rest of the file is ASCII.
fn is_unmistakable(found: &infer::Type) -> bool {
    matches!(
        found.extension(),
        "pdf" | "rtf" | "ps" | "png" | "woff" | "woff2" | "sqlite" | "jpg" | "elf" | "wasm"
    )
}

/// Returns whether [`is_unmistakable`] may hold for the type of a file. It does not for nearly all texts.
fn may_be_unmistakable(bytes: &[u8]) -> bool {
    /// Bytes in which the signature of a PDF may stand.
    const PDF_HEAD: usize = 1024;
    let first = bytes.first().copied().unwrap_or_default();
    matches!(first, b'%' | b'{' | 0x89 | b'w' | b'S' | 0xff | 0x7f | 0)
        || memmem::find(&bytes[..bytes.len().min(PDF_HEAD)], b"%PDF").is_some()
}

fn looks_like_page(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    start.first() == Some(&b'<') && sniff::opens_a_page(&markup::head_text(&start[..start.len().min(4096)]))
}

fn is_svg(head: &[u8]) -> bool {
    let head = markup::head_text(&head[..head.len().min(4096)]);
    markup::root_name(&head).is_some_and(|root| root == "svg")
}

/// Returns a readable name such as `PNG image`, or `None` for types that contain text.
fn name(found: &infer::Type) -> Option<Cow<'static, str>> {
    use infer::MatcherType;
    let extension = found.extension().to_ascii_uppercase();
    let noun = match found.matcher_type() {
        MatcherType::Text => return None,
        _ if found.extension() == "pdf" || found.extension() == "rtf" => "document",
        MatcherType::App => "program",
        MatcherType::Archive => match found.extension() {
            "sqlite" => "database",
            _ => "archive",
        },
        MatcherType::Audio => "audio",
        MatcherType::Book => "e-book",
        MatcherType::Doc => "document",
        MatcherType::Font => "font",
        MatcherType::Image => "image",
        MatcherType::Video => "video",
        MatcherType::Custom => "file",
    };
    Some(format!("{extension} {noun}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(count: u32) -> Vec<u8> {
        (0..count).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
    }

    #[test]
    fn sixteen_bytes_are_tested_like_one() {
        for byte in 0..=u8::MAX {
            for at in 0..16 {
                let mut chunk = *b"The ferry\x0bleft\r\n";
                chunk[at] = byte;
                assert_eq!(has_control(chunk), is_control(byte), "{byte}");
            }
        }
    }

    #[test]
    fn binary_files_are_named() {
        for (head, name) in [
            (&b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n1 0 obj"[..], "PDF document"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10", "PNG image"),
            (b"wOF2\0\x01\0\0\0\0\x20\0\0\x0e\0\0", "WOFF2 font"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", "ELF program"),
            (b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0", "ZIP archive"),
            (b"PAR1\x15\x04\x15\x80", "Parquet file"),
            (b"\x80\x04\x95\xe1\0\0\0\0\0\0\0]", "Python pickle"),
            (b"bplist00\xd2\x01\x02\x03", "property list"),
            (b"d8:announce30:https://post.example/announce", "BitTorrent file"),
        ] {
            let bytes = [head, &noise(3000)].concat();
            assert_eq!(not_text(&bytes, None, None).as_deref(), Some(name));
        }
        assert_eq!(not_text(&noise(3000), None, None).as_deref(), Some("binary data"));
    }

    #[test]
    fn a_signature_decides_about_a_file_with_much_text() {
        let text = "The ferry crossed the Alder again on Monday, nine months after the flood. ".repeat(40);
        let office = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 504]].concat();
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            [office.as_slice(), &utf16].concat(),
            [b"PAR1\x15\x04", text.as_bytes()].concat(),
            [b"\x80\x04\x95", text.as_bytes()].concat(),
        ] {
            assert!(not_text(&bytes, None, None).is_some());
        }
        for start in ["PAR1 is a format. ", "GGUF: what it is. ", "Obj. 1. "] {
            assert_eq!(not_text((start.to_owned() + &text).as_bytes(), None, None), None, "{start}");
        }
    }

    #[test]
    fn every_unmistakable_type_is_looked_up() {
        let text = " The ferry crossed the Alder again on Monday.".repeat(9);
        for head in [
            &b"%PDF-1.5\n"[..],
            b"\xef\xbb\xbfReport\n%PDF-1.5\n",
            b"{\\rtf1\\ansi",
            b"%!PS-Adobe-3.0",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"wOFF\0\x01\0\0",
            b"wOF2\0\x01\0\0",
            b"SQLite format 3\0",
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            b"\x7fELF\x02\x01\x01\0",
            b"\0asm\x01\0\0\0",
        ] {
            let bytes = [head, text.as_bytes()].concat();
            assert!(infer::get(&bytes).is_some_and(|found| is_unmistakable(&found)), "{head:?}");
            assert!(may_be_unmistakable(&bytes), "{head:?}");
            assert!(not_text(&bytes, None, None).is_some(), "{head:?}");
        }
    }

    #[test]
    fn text_that_begins_like_a_binary_file_is_text() {
        for text in
            ["BM Holdings, a maker of barges, said on Monday that", "MZ is how he signs", "ID3 tags hold", ""]
        {
            assert_eq!(not_text(text.as_bytes(), None, None), None, "{text}");
        }
        let mut padded = b"<!doctype html><p>The ferry".to_vec();
        padded.extend([0; 4000]);
        assert_eq!(not_text(&padded, None, None), None);
        let utf16: Vec<u8> = "Мост открыт, сказал город".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(not_text(&utf16, None, None), None);
    }

    #[test]
    fn a_binary_media_type_is_rejected() {
        assert_eq!(
            not_text(b"text", Some("application/pdf"), None).as_deref(),
            Some("media type application/pdf")
        );
        assert_eq!(not_text(b"<!doctype html><p>x", Some("image/png"), None), None);
        assert_eq!(not_text(b"text", Some("text/plain; charset=utf-8"), None), None);
        let svg = b"<?xml version='1.0'?><!-- drawn --><svg xmlns='http://www.w3.org/2000/svg'><text>x</text></svg>";
        assert_eq!(not_text(svg, None, None).as_deref(), Some("SVG image"));
    }
}
