//! What a file is: a page, or something that holds pages; by its name, else by its first bytes.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use rustc_hash::FxHashMap;

use super::{
    packing::Packing,
    place::{PACKED, extension},
};
use crate::lexicon;

/// Bytes that are looked at to tell what a file is.
pub(crate) const HEAD_BYTES: usize = 4096;
/// Where a tar archive has its magic.
const TAR_MAGIC: (usize, &[u8]) = (257, b"ustar");

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// HTML or text.
    Page,
    /// A web archive.
    Warc,
    /// A tape archive of pages.
    Tar,
    /// A zip archive of pages.
    Zip,
    /// A JSON object with a page on each line.
    Jsonl,
    /// Pictures, styles, scripts: no page by its name.
    Other,
}

static EXTENSIONS: LazyLock<FxHashMap<&'static str, Kind>> = LazyLock::new(|| {
    lexicon::entries(include_str!("../lexicon/data/extensions.txt"))
        .map(|(group, extension)| {
            let kind = match group {
                "page" => Kind::Page,
                "warc" => Kind::Warc,
                "tar" => Kind::Tar,
                "zip" => Kind::Zip,
                "jsonl" => Kind::Jsonl,
                _ => Kind::Other,
            };
            (extension, kind)
        })
        .collect()
});

impl Kind {
    /// What a file with this name is, whatever it is packed by; `None` when the name does not tell.
    pub fn of_name(path: &Path) -> Option<Self> {
        let mut name = PathBuf::from(path.file_name()?);
        if extension(&name).is_some_and(|e| PACKED.contains(&e.as_str())) {
            name.set_extension("");
        }
        EXTENSIONS.get(extension(&name)?.as_str()).copied()
    }

    /// What a file with these first bytes is.
    pub(crate) fn of_head(head: &[u8]) -> Self {
        let mut inner = Vec::new();
        // The head of packed bytes ends in mid-stream: what came before the error counts.
        let _ = match Packing::of(head) {
            Packing::Gzip => {
                flate2::bufread::GzDecoder::new(head).take(HEAD_BYTES as u64).read_to_end(&mut inner)
            }
            Packing::Zstd => zstd::stream::read::Decoder::with_buffer(head)
                .and_then(|decoder| decoder.take(HEAD_BYTES as u64).read_to_end(&mut inner)),
            Packing::None => Ok(0),
        };
        let head = if inner.is_empty() { head } else { &inner };
        if head.starts_with(b"WARC/") {
            Self::Warc
        } else if head.starts_with(b"PK\x03\x04") {
            Self::Zip
        } else if head.get(TAR_MAGIC.0..).is_some_and(|at| at.starts_with(TAR_MAGIC.1)) {
            Self::Tar
        } else if is_jsonl(head) {
            Self::Jsonl
        } else {
            Self::Page
        }
    }
}

/// Whether the first line opens a JSON object. No page begins so.
fn is_jsonl(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    head.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
        && !head.starts_with(b"{\n")
        && !head.starts_with(b"{\r\n")
}

/// What an opened file is by its first bytes.
pub(crate) fn of_file(file: File) -> Kind {
    let mut head = Vec::new();
    // A file that cannot be read fails when its turn comes.
    let _ = file.take(HEAD_BYTES as u64).read_to_end(&mut head);
    Kind::of_head(&head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        for (name, kind) in [
            ("a/page.html.gz", Some(Kind::Page)),
            ("crawl.WARC.gz", Some(Kind::Warc)),
            ("crawl.wet.gz", Some(Kind::Warc)),
            ("pages.tgz", Some(Kind::Tar)),
            ("pages.tar.zst", Some(Kind::Tar)),
            ("pages.zip", Some(Kind::Zip)),
            ("pages.ndjson", Some(Kind::Jsonl)),
            ("logo.png", Some(Kind::Other)),
            ("story", None),
            ("story-1.2", None),
        ] {
            assert_eq!(Kind::of_name(Path::new(name)), kind, "{name}");
        }
    }

    #[test]
    fn first_bytes_tell_where_names_do_not() {
        let warc = b"WARC/1.1\r\nWARC-Type: warcinfo\r\n";
        assert_eq!(Kind::of_head(warc), Kind::Warc);
        assert_eq!(Kind::of_head(&zstd::encode_all(&warc[..], 1).expect("memory")), Kind::Warc);
        assert_eq!(Kind::of_head(br#"{"url": "https://post.example/"}"#), Kind::Jsonl);
        for page in [&b"<html>"[..], b"", b"Ferry returns", b"{ferry}", b"{\n \"@context\": 1}"] {
            assert_eq!(Kind::of_head(page), Kind::Page, "{}", page.escape_ascii());
        }
    }
}
