//! Determines the kind of a file, by its name or by its first bytes: a page, or a container of pages.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use super::{
    arc, message,
    packing::Packing,
    result_path::{PACKED, extension},
};
use crate::{input::markup, lexicon::indexed::EXTENSIONS};

/// How many bytes are examined.
pub(crate) const HEAD_BYTES: usize = 4096;
/// Position and bytes of the magic of a tar archive.
const TAR_MAGIC: (usize, &[u8]) = (257, b"ustar");

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// HTML or text.
    Page,
    /// A web archive.
    Warc,
    /// A web archive in the format before WARC.
    Arc,
    /// A tape archive of pages.
    Tar,
    /// A zip archive of pages; an e-book (EPUB) and a web archive collection (WACZ) are zip archives.
    Zip,
    /// A JSON object with a page on each line.
    Jsonl,
    /// A JSON document with pages.
    Json,
    /// A feed: RSS, Atom or JSON Feed.
    Feed,
    /// A page saved as MHTML, or an e-mail message.
    Message,
    /// A mailbox of e-mail messages.
    Mbox,
    /// A picture, style sheet or script: not a page by its name.
    Other,
}

/// Returns the kind of files of a group of `extensions.txt`.
fn of_group(group: &str) -> Kind {
    match group {
        "page" => Kind::Page,
        "warc" => Kind::Warc,
        "arc" => Kind::Arc,
        "tar" => Kind::Tar,
        "zip" => Kind::Zip,
        "jsonl" => Kind::Jsonl,
        "feed" => Kind::Feed,
        "message" => Kind::Message,
        "mbox" => Kind::Mbox,
        _ => Kind::Other,
    }
}

impl Kind {
    /// Returns the kind of a file with this name, ignoring compression, or `None` if the name does not determine it.
    pub fn of_name(path: &Path) -> Option<Self> {
        let mut name = PathBuf::from(path.file_name()?);
        if name.to_str().is_some_and(is_for_programs) {
            return Some(Self::Other);
        }
        if extension(&name).is_some_and(|e| PACKED.contains(&e.as_str())) {
            name.set_extension("");
        }
        EXTENSIONS.get(&extension(&name)?).last().map(|entry| of_group(EXTENSIONS.group(entry)))
    }

    /// Returns the kind of a file with these first bytes.
    pub(crate) fn of_head(head: &[u8]) -> Self {
        let mut inner = Vec::new();
        // The head of compressed bytes ends inside a stream; the bytes before the error count.
        if let (packing, Ok(unpacker)) = (Packing::of(head), Packing::of(head).unpacker(head))
            && packing != Packing::None
        {
            let _ = unpacker.take(HEAD_BYTES as u64).read_to_end(&mut inner);
        }
        let head = if inner.is_empty() { head } else { &inner };
        if let Some(text) = utf8_of_utf16(head) {
            return Self::of_text(text.trim_ascii_start());
        }
        if head.starts_with(b"WARC/") {
            Self::Warc
        } else if head.starts_with(arc::MAGIC) {
            Self::Arc
        } else if head.starts_with(b"PK\x03\x04") {
            Self::Zip
        } else if head.get(TAR_MAGIC.0..).is_some_and(|at| at.starts_with(TAR_MAGIC.1)) {
            Self::Tar
        } else {
            Self::of_text(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start())
        }
    }

    fn of_text(head: &[u8]) -> Self {
        if is_jsonl(head) {
            Self::Jsonl
        } else if is_json(head) {
            Self::Json
        } else if head.starts_with(b"<") && is_feed(head) {
            Self::Feed
        } else if head.starts_with(b"From ") && is_mbox(head) {
            Self::Mbox
        } else if message::is_message(head) {
            Self::Message
        } else {
            Self::Page
        }
    }

    /// Returns whether a file of this kind contains pages rather than being one.
    pub fn is_container(self) -> bool {
        !matches!(self, Self::Page | Self::Message | Self::Other)
    }
}

/// Files that sites publish for programs under the names of texts.
const FOR_PROGRAMS: [&str; 6] =
    ["ads.txt", "app-ads.txt", "humans.txt", "llms.txt", "robots.txt", "security.txt"];

/// Returns whether a file is for programs, by its name.
pub(super) fn is_for_programs(name: &str) -> bool {
    FOR_PROGRAMS.contains(&name)
}

/// Returns text with a byte order mark of UTF-16 as UTF-8, or `None` for anything else. Windows writes JSON and feeds this
/// way.
pub(super) fn utf8_of_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let (encoding, _) =
        encoding_rs::Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != encoding_rs::UTF_8)?;
    Some(encoding.decode(bytes).0.into_owned().into_bytes())
}

/// Returns whether the first line begins a JSON object that does not span lines.
fn is_jsonl(head: &[u8]) -> bool {
    head.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
        && !head.starts_with(b"{\n")
        && !head.starts_with(b"{\r\n")
        && !head_of_json_feed(head)
}

/// Returns whether text begins with an array of objects, or with an object that spans lines.
fn is_json(head: &[u8]) -> bool {
    let inner = match head.split_first() {
        Some((b'[', rest)) => match rest.trim_ascii_start().split_first() {
            Some((b'{', rest)) => rest,
            _ => return false,
        },
        Some((b'{', rest)) => rest,
        _ => return false,
    };
    inner.trim_ascii_start().starts_with(b"\"")
}

fn head_of_json_feed(head: &[u8]) -> bool {
    memchr::memmem::find(head, b"jsonfeed.org/version").is_some()
}

fn is_feed(head: &[u8]) -> bool {
    let head = markup::head_text(head);
    let root = markup::root_name(&head).and_then(|root| root.rsplit(':').next());
    matches!(root, Some("rss" | "feed" | "RDF"))
}

/// Returns whether the line after `From ` is a header of a message.
fn is_mbox(head: &[u8]) -> bool {
    head.split(|&b| b == b'\n').nth(1).is_some_and(message::opens_with_header)
}

/// Returns the kind of an opened file by its first bytes.
pub(crate) fn of_file(file: File) -> Kind {
    let mut head = Vec::new();
    // An unreadable file fails when it is loaded.
    let _ = file.take(HEAD_BYTES as u64).read_to_end(&mut head);
    Kind::of_head(&head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_determine_the_kind() {
        for (name, kind) in [
            ("a/page.html.gz", Some(Kind::Page)),
            ("crawl.WARC.gz", Some(Kind::Warc)),
            ("crawl.wet.gz", Some(Kind::Warc)),
            ("pages.tgz", Some(Kind::Tar)),
            ("pages.tar.zst", Some(Kind::Tar)),
            ("pages.zip", Some(Kind::Zip)),
            ("pages.ndjson", Some(Kind::Jsonl)),
            ("logo.png", Some(Kind::Other)),
            ("site/robots.txt", Some(Kind::Other)),
            ("story", None),
            ("story-1.2", None),
        ] {
            assert_eq!(Kind::of_name(Path::new(name)), kind, "{name}");
        }
    }

    #[test]
    fn first_bytes_determine_the_kind() {
        let warc = b"WARC/1.1\r\nWARC-Type: warcinfo\r\n";
        assert_eq!(Kind::of_head(warc), Kind::Warc);
        assert_eq!(Kind::of_head(&zstd::encode_all(&warc[..], 1).expect("memory")), Kind::Warc);
        assert_eq!(Kind::of_head(br#"{"url": "https://post.example/"}"#), Kind::Jsonl);
        assert_eq!(Kind::of_head(b"filedesc://a.arc 0.0.0.0 20310505000000 text/plain 65\n"), Kind::Arc);
        assert_eq!(Kind::of_head(b"\xef\xbb\xbf{\"url\": \"https://post.example/\"}"), Kind::Jsonl);
        assert_eq!(Kind::of_head(b"[\n {\"url\": 1}]"), Kind::Json);
        assert_eq!(Kind::of_head(b"{\n \"@context\": 1}"), Kind::Json);
        assert_eq!(Kind::of_head(b"{\"version\": \"https://jsonfeed.org/version/1.1\"}"), Kind::Json);
        assert_eq!(Kind::of_head(b"<?xml version='1.0'?><feed xmlns='x'>"), Kind::Feed);
        assert_eq!(Kind::of_head(b"From: x\r\nMIME-Version: 1.0\r\n\r\n"), Kind::Message);
        assert_eq!(Kind::of_head(b"From a@post.example Mon May  5 00:00:00 2031\nSubject: x\n"), Kind::Mbox);
        for page in [&b"<html>"[..], b"", b"Ferry returns", b"{ferry}", b"[1] A note", b"From here\non, it"] {
            assert_eq!(Kind::of_head(page), Kind::Page, "{}", page.escape_ascii());
        }
    }
}
