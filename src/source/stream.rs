//! Reads streams (standard input, opened files, members of archives) according to their content.

use std::{
    io::{BufRead, BufReader, Cursor, Read},
    ops::ControlFlow,
    path::Path,
};

use super::{
    Item, ItemVisitor, Kind, Payload, Rules, SkipReason, SourceError, arc, archive, feed,
    guard::guarded,
    http::{ResponseHead, is_page_type},
    json, jsonl,
    kind::{self, HEAD_BYTES},
    members::Members,
    message,
    packing::{self, Packing},
    result_path,
    warc::{self, Chunks, Plain},
};
use crate::Input;

/// Number of bytes read from a stream at once.
const BUFFER: usize = 256 << 10;
/// Maximum nesting of archives: a web archive in a collection in a tar archive, and one more.
const MOST_NESTED: u8 = 4;

/// The name of a stream.
#[derive(Clone, Copy)]
pub(crate) struct Name<'n> {
    pub(crate) source: &'n str,
    /// Path of its result, or the folder of its pages' results.
    pub(crate) place: &'n Path,
    /// Number of archives that contain it.
    depth: u8,
}

impl<'n> Name<'n> {
    pub(crate) fn new(source: &'n str, place: &'n Path) -> Self {
        Self { source, place, depth: 0 }
    }

    pub(crate) fn item(&self, payload: Payload) -> Item {
        let mut item = Item::new(self.source.to_owned(), self.place.to_owned(), payload);
        item.is_member = self.depth > 0;
        item
    }

    /// Returns the item of a page in the stream, given the page's own name.
    pub(crate) fn member(&self, name: &str, payload: Payload) -> Item {
        let output_path = self.place.join(result_path::of_member(name));
        let mut item = Item::new(format!("{}#{name}", self.source), output_path, payload);
        item.is_member = true;
        item
    }
}

/// Visits the pages of a stream; its first bytes determine its kind.
pub(crate) fn each(
    mut reader: impl Read,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    // A known kind needs no look-ahead, which would delay what a program has written so far.
    let (kind, head) = match rules.kind {
        Some(kind) => (kind, Vec::new()),
        None => match head_of(&mut reader) {
            Ok(head) => (Kind::of_head(&head), head),
            Err(error) => return visit(name.item(Payload::Error(SourceError::read(&error)))),
        },
    };
    contained(kind, &mut Cursor::new(head).chain(reader), name, rules, visit)
}

/// Reads the head of a stream: a full one, or less if the first line determines the kind.
fn head_of(reader: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut chunk = [0; HEAD_BYTES];
    while head.len() < HEAD_BYTES {
        let read = match reader.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        head.extend_from_slice(&chunk[..read]);
        if head.contains(&b'\n') && Kind::of_head(&head) == Kind::Jsonl {
            break;
        }
    }
    Ok(head)
}

/// Visits the pages of a stream of a known kind. The reader is dynamic, so that there is one copy of the code.
pub(crate) fn contained(
    kind: Kind,
    reader: &mut dyn Read,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    match kind {
        Kind::Page | Kind::Other | Kind::Message | Kind::Zip | Kind::Feed | Kind::Json | Kind::Mbox => {
            match read_all(reader, rules.sizes.packed) {
                Ok(bytes) => in_memory(kind, bytes, name, rules, visit),
                Err(error) => visit(name.item(Payload::Error(error))),
            }
        }
        kind => sequence(kind, reader, name, rules, visit),
    }
}

/// Visits the pages of input that must be in memory as a whole.
fn in_memory(
    kind: Kind,
    bytes: Vec<u8>,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    match kind {
        Kind::Zip => return archive::zip(Cursor::new(bytes), name, rules, visit),
        Kind::Page | Kind::Other => return visit(name.item(Payload::Bytes(bytes))),
        _ => {}
    }
    let bytes = match packing::unpack(bytes, rules.sizes.unpacked) {
        Ok(unpacked) => unpacked.bytes,
        Err(error) => return visit(name.item(Payload::Error(error))),
    };
    let bytes = kind::utf8_of_utf16(&bytes).unwrap_or(bytes);
    match kind {
        Kind::Feed => feed::each(&bytes, name, visit),
        Kind::Json => json::each(bytes, name, rules, visit),
        Kind::Mbox => mailbox(&bytes, name, visit),
        _ => visit(message::item(&bytes, name)),
    }
}

/// Visits the messages of a mailbox.
fn mailbox(bytes: &[u8], name: &Name<'_>, visit: &mut ItemVisitor<'_>) -> ControlFlow<()> {
    let mut messages = mail_parser::mailbox::mbox::MessageIterator::new(bytes);
    let found = std::iter::from_fn(|| guarded(|| messages.next()).flatten());
    for (index, found) in found.enumerate() {
        let number = (index + 1).to_string();
        let source = format!("{}#{number}", name.source);
        let place = name.place.join(&number);
        let member = Name { source: &source, place: &place, depth: name.depth + 1 };
        match found {
            Ok(found) => visit(message::item(found.contents(), &member))?,
            Err(_) => {
                let error =
                    SourceError::new("is a damaged mailbox", "the messages before the damage are read");
                return visit(name.item(Payload::Error(error)));
            }
        }
    }
    ControlFlow::Continue(())
}

/// Visits the pages of an archive's member, which may be an archive itself.
pub(crate) fn member(
    reader: &mut dyn Read,
    path: &str,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let source = format!("{}#{path}", name.source);
    let place = name.place.join(result_path::of_member(path));
    let name = Name { source: &source, place: &place, depth: name.depth + 1 };
    let (kind, head) = match Kind::of_name(Path::new(path)) {
        Some(kind) if kind != Kind::Other => (kind, Vec::new()),
        _ => match head_of(reader) {
            Ok(head) => (Kind::of_head(&head), head),
            Err(error) => return visit(name.item(Payload::Error(archive::damaged(&error)))),
        },
    };
    if kind.is_container() && name.depth > MOST_NESTED {
        let error = SourceError::new("is nested in too many archives", "unpack the outer ones first");
        return visit(name.item(Payload::Error(error)));
    }
    let mut reader: &mut dyn Read = &mut Cursor::new(head).chain(reader);
    if kind == Kind::Page {
        let payload = match read_all(&mut reader, rules.sizes.packed) {
            Ok(bytes) => Payload::Bytes(bytes),
            Err(error) => Payload::Error(error),
        };
        let mut item = name.item(payload);
        item.content_type = result_path::media_type_of_name(Path::new(path));
        return visit(item);
    }
    contained(kind, reader, &name, rules, visit)
}

/// Visits the pages of formats that can be read sequentially: WARC, ARC, tar, JSONL, compressed or not.
fn sequence(
    kind: Kind,
    reader: &mut dyn Read,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let mut reader = BufReader::with_capacity(BUFFER, reader);
    let packing = match reader.fill_buf() {
        Ok(head) => Packing::of(head),
        Err(error) => return visit(name.item(Payload::Error(SourceError::read(&error)))),
    };
    if kind == Kind::Warc && packing == Packing::Gzip {
        return records(Members::new(reader), name, rules, visit);
    }
    let unpacked = match packing.unpacker(reader) {
        Ok(unpacked) => unpacked,
        Err(error) => return visit(name.item(Payload::Error(SourceError::read(&error)))),
    };
    match kind {
        Kind::Warc => records(Plain::new(unpacked), name, rules, visit),
        Kind::Arc => arc_records(unpacked, name, rules, visit),
        Kind::Tar => archive::tar(unpacked, name, rules, visit),
        _ => lines(BufReader::with_capacity(BUFFER, unpacked), name, rules, visit),
    }
}

/// Visits the pages of JSONL.
fn lines(
    mut reader: impl BufRead,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    // A pipe may deliver the first line only.
    let is_utf16 =
        reader.fill_buf().is_ok_and(|head| kind::utf8_of_utf16(&head[..head.len().min(4)]).is_some());
    if !is_utf16 {
        return jsonl::each(&mut reader, name, rules, visit);
    }
    match read_all(reader, rules.sizes.packed) {
        Ok(bytes) => {
            let bytes = kind::utf8_of_utf16(&bytes).unwrap_or(bytes);
            jsonl::each(&mut &bytes[..], name, rules, visit)
        }
        Err(error) => visit(name.item(Payload::Error(error))),
    }
}

/// Visits the pages of a web archive.
fn records(
    mut chunks: impl Chunks,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let mut head = vec![0; HEAD_BYTES];
    let first = match chunks.next(&mut head) {
        Ok((read, _)) => &head[..read],
        Err(error) => return visit(name.item(Payload::Error(archive::damaged(&error)))),
    };
    if first.trim_ascii_start().starts_with(arc::MAGIC) {
        return arc_records(Cursor::new(first).chain(warc::Unchunked(chunks)), name, rules, visit);
    }
    let is_warc = memchr::memmem::find(first, b"WARC/").is_some();
    if !is_warc && !first.is_empty() {
        let error = SourceError::new("is not a WARC file", "check what the input is");
        return visit(name.item(Payload::Error(error)));
    }
    let mut reader = warc::WarcReader::new(chunks, rules.sizes.packed, first.to_vec());
    while let Some(record) = reader.next(|kind| !matches!(kind, "warcinfo" | "request" | "metadata")) {
        match record {
            Ok(record) => {
                if let Some(item) = item_of(record, name) {
                    visit(item)?;
                }
            }
            Err(error) => visit(name.item(Payload::Error(error)))?,
        }
    }
    ControlFlow::Continue(())
}

/// Visits the pages of an ARC archive.
fn arc_records(
    reader: impl Read,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let reader = BufReader::with_capacity(BUFFER, reader);
    let mut reader = arc::ArcReader::new(reader, rules.sizes.packed);
    let mut number = 0usize;
    while let Some(record) = reader.next() {
        number += 1;
        match record {
            Ok(arc::ArcRecord { url, content_type, block }) => {
                let is_response = block.starts_with(b"HTTP/");
                let record = warc::WarcRecord {
                    id: String::new(),
                    number,
                    kind: if is_response { "response" } else { "resource" }.to_owned(),
                    content_type: if is_response { "application/http".to_owned() } else { content_type },
                    url: Some(url),
                    block,
                };
                if let Some(item) = item_of(record, name) {
                    visit(item)?;
                }
            }
            Err(error) => visit(name.item(Payload::Error(error)))?,
        }
    }
    ControlFlow::Continue(())
}

/// URL schemes of records about the crawler itself. Crawlers store their logs and screenshots as `urn:` resources.
const CRAWLER_SCHEMES: [&str; 6] = ["dns:", "filedesc:", "metadata:", "urn:", "whois:", "warcinfo:"];

/// Returns whether a record is the crawler's own: name resolution, logs, robots.txt.
fn is_crawlers_own(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    CRAWLER_SCHEMES.iter().any(|scheme| path.starts_with(scheme)) || path.ends_with("/robots.txt")
}

/// Returns the item of a record: a page, or why it is not one. `None` for the crawler's own records.
fn item_of(record: warc::WarcRecord, name: &Name<'_>) -> Option<Item> {
    if record.url.as_deref().is_some_and(is_crawlers_own) {
        return None;
    }
    // Records without an identifier are named by their number.
    let id = if record.id.is_empty() { format!("record-{}", record.number) } else { record.id };
    let mut item = name.item(Payload::Bytes(Vec::new()));
    item.is_member = true;
    item.source = format!("{}#{id}", name.source);
    item.output_path = name.place.join(match &record.url {
        Some(url) => result_path::of_url(url),
        None => result_path::of_member(&id),
    });
    item.url = record.url;
    let is_for_programs = item.url.as_deref().is_some_and(|url| {
        url.split(['?', '#'])
            .next()
            .and_then(|path| path.rsplit('/').next())
            .is_some_and(kind::is_for_programs)
    });
    item.payload = match record.kind.as_str() {
        "response" | "resource" if is_for_programs => Payload::Skipped(SkipReason::OtherType),
        "response" if record.content_type.starts_with("application/http") => {
            match ResponseHead::read(&record.block) {
                Some(head) => match head.skip_reason() {
                    Some(reason) => Payload::Skipped(reason),
                    None => {
                        item.content_type = head.content_type;
                        Payload::Http(record.block)
                    }
                },
                None => Payload::Skipped(SkipReason::HttpError),
            }
        }
        "response" | "resource" | "conversion" if is_page_type(&record.content_type) => {
            if record.kind == "conversion" {
                item.input = Input::Text;
            }
            item.content_type = Some(record.content_type);
            Payload::Bytes(record.block)
        }
        "response" | "resource" | "conversion" => Payload::Skipped(SkipReason::OtherType),
        _ => Payload::Skipped(SkipReason::OtherRecord),
    };
    Some(item)
}

/// Reads a stream to its end or to `limit` bytes.
pub(crate) fn read_all(reader: impl Read, limit: usize) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    match reader.take(limit as u64 + 1).read_to_end(&mut bytes) {
        Ok(read) if read > limit => Err(SourceError::packed(read as u64, limit as u64)),
        Ok(_) => Ok(bytes),
        Err(error) => Err(SourceError::read(&error)),
    }
}
