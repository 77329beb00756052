//! Streams: standard input and opened files, taken for what they hold.

use std::{
    io::{BufRead, BufReader, Cursor, Read},
    ops::ControlFlow,
    path::Path,
};

use super::{
    Fault, Item, Kind, Payload, Rules, Taker, archive,
    http::{Head, is_page_type},
    jsonl,
    kind::HEAD_BYTES,
    members::Members,
    packing::Packing,
    place,
    warc::{self, Chunks, Plain},
};
use crate::Input;

/// Bytes that are read from a stream at a time.
const BUFFER: usize = 256 << 10;

/// What a stream is called.
#[derive(Clone, Copy)]
pub(crate) struct Name<'n> {
    pub(crate) source: &'n str,
    /// Where its result goes, or the folder of its pages' results.
    pub(crate) place: &'n Path,
}

impl Name<'_> {
    pub(crate) fn item(&self, payload: Payload) -> Item {
        Item::new(self.source.to_owned(), self.place.to_owned(), payload)
    }

    /// The item of a page in it, by the page's own name.
    pub(crate) fn member(&self, name: &str, payload: Payload) -> Item {
        Item::new(format!("{}#{name}", self.source), self.place.join(place::of_member(name)), payload)
    }
}

/// A stream that says by its first bytes what it is.
pub(crate) fn each(
    mut reader: impl Read,
    name: &Name<'_>,
    rules: &Rules,
    take: &mut Taker<'_>,
) -> ControlFlow<()> {
    let mut head = Vec::new();
    if let Err(error) = reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head) {
        return take(name.item(Payload::Fault(Fault::read(&error))));
    }
    let kind = rules.kind.unwrap_or_else(|| Kind::of_head(&head));
    let reader = Cursor::new(head).chain(reader);
    match kind {
        Kind::Page | Kind::Other => take(name.item(match read_all(reader, rules.sizes.packed) {
            Ok(bytes) => Payload::Bytes(bytes),
            Err(fault) => Payload::Fault(fault),
        })),
        Kind::Zip => match read_all(reader, rules.sizes.packed) {
            Ok(bytes) => archive::zip(Cursor::new(bytes), name, rules, take),
            Err(fault) => take(name.item(Payload::Fault(fault))),
        },
        kind => sequence(kind, reader, name, rules, take),
    }
}

/// An opened file that holds pages.
pub(crate) fn contained(
    kind: Kind,
    file: std::fs::File,
    name: &Name<'_>,
    rules: &Rules,
    take: &mut Taker<'_>,
) -> ControlFlow<()> {
    match kind {
        Kind::Zip => archive::zip(BufReader::new(file), name, rules, take),
        kind => sequence(kind, file, name, rules, take),
    }
}

/// What can be read from front to back: WARC, tar, JSONL, packed or not.
fn sequence(
    kind: Kind,
    reader: impl Read,
    name: &Name<'_>,
    rules: &Rules,
    take: &mut Taker<'_>,
) -> ControlFlow<()> {
    let mut reader = BufReader::with_capacity(BUFFER, reader);
    let packing = match reader.fill_buf() {
        Ok(head) => Packing::of(head),
        Err(error) => return take(name.item(Payload::Fault(Fault::read(&error)))),
    };
    if kind == Kind::Warc && packing == Packing::Gzip {
        return records(Members::new(reader), name, rules, take);
    }
    let unpacked: Box<dyn Read + '_> = match packing {
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(reader)),
        Packing::Zstd => match zstd::stream::read::Decoder::with_buffer(reader) {
            Ok(decoder) => Box::new(decoder),
            Err(error) => return take(name.item(Payload::Fault(Fault::read(&error)))),
        },
        Packing::None => Box::new(reader),
    };
    match kind {
        Kind::Warc => records(Plain::new(unpacked), name, rules, take),
        Kind::Tar => archive::tar(unpacked, name, rules, take),
        _ => jsonl::each(BufReader::with_capacity(BUFFER, unpacked), name, rules, take),
    }
}

/// The pages of a web archive.
fn records(chunks: impl Chunks, name: &Name<'_>, rules: &Rules, take: &mut Taker<'_>) -> ControlFlow<()> {
    let mut reader = warc::Reader::new(chunks, rules.sizes.packed);
    while let Some(record) = reader.next(|kind| matches!(kind, "response" | "resource" | "conversion")) {
        match record {
            Ok(record) => {
                if let Some(item) = item_of(record, name) {
                    take(item)?;
                }
            }
            Err(fault) => take(name.item(Payload::Fault(fault)))?,
        }
    }
    ControlFlow::Continue(())
}

/// The page of a record; `None` for redirects, errors, pictures and the like.
fn item_of(record: warc::Record, name: &Name<'_>) -> Option<Item> {
    let mut item = name.item(Payload::Bytes(Vec::new()));
    item.source = format!("{}#{}", name.source, record.id);
    item.place = name.place.join(match &record.url {
        Some(url) => place::of_url(url),
        None => place::of_member(&record.id),
    });
    item.url = record.url;
    if record.kind == "response" && record.content_type.starts_with("application/http") {
        let head = Head::read(&record.block)?;
        if !head.is_page() {
            return None;
        }
        item.content_type = head.content_type;
        item.payload = Payload::Http(record.block);
    } else {
        if !is_page_type(&record.content_type) {
            return None;
        }
        if record.kind == "conversion" {
            item.input = Input::Text;
        }
        item.content_type = Some(record.content_type);
        item.payload = Payload::Bytes(record.block);
    }
    Some(item)
}

/// Reads a stream to its end or to `limit` bytes.
pub(crate) fn read_all(reader: impl Read, limit: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    match reader.take(limit as u64 + 1).read_to_end(&mut bytes) {
        Ok(read) if read > limit => Err(Fault::packed(read as u64, limit as u64)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(Fault::read(&error)),
    }
}
