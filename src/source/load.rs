//! Loads and decompresses the content of an item.

use std::{fs::File, path::Path};

use crate::Content;

use super::{
    Item, Payload, Rules, SourceError,
    http::ResponseHead,
    jsonl,
    kind::HEAD_BYTES,
    message, packing,
    stream::{Name, read_all},
};

/// The content of a page, owned: the result of [`Item::load`].
#[derive(Debug)]
pub enum LoadedContent {
    /// Bytes in any encoding.
    Bytes(Vec<u8>),
    /// Decoded text.
    Text(String),
}

impl LoadedContent {
    /// Borrows the content, for [`Page::new`](crate::Page::new).
    pub fn as_content(&self) -> Content<'_> {
        match self {
            Self::Bytes(bytes) => Content::Bytes(bytes),
            Self::Text(text) => Content::Text(text),
        }
    }

    /// Returns the size of the decompressed page in bytes.
    pub fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Text(text) => text.len(),
        }
    }

    /// Returns whether the page is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Item {
    /// Loads and decompresses the page, and fills in the hints that only the content contains.
    ///
    /// # Errors
    /// Returns an error if the page cannot be read, is damaged, or exceeds a limit.
    pub fn load(&mut self, rules: &Rules) -> Result<LoadedContent, SourceError> {
        let sizes = rules.sizes;
        Ok(match std::mem::replace(&mut self.payload, Payload::Bytes(Vec::new())) {
            Payload::File(path) => self.unpack(read(&path, sizes.packed)?, rules)?,
            Payload::Bytes(bytes) => self.unpack(bytes, rules)?,
            Payload::Decoded(page) => LoadedContent::Text(page),
            Payload::Http(response) => LoadedContent::Bytes(match ResponseHead::read(&response) {
                Some(head) => head.body(response, sizes.unpacked)?,
                None => packing::unpack(response, sizes.unpacked)?.bytes,
            }),
            Payload::Json(line) => jsonl::read(&line, self, &rules.fields)?,
            Payload::Error(error) => return Err(error),
            Payload::Skipped(reason) => return Err(SourceError::new(reason.name(), "it is not a page")),
        })
    }

    fn unpack(&mut self, bytes: Vec<u8>, rules: &Rules) -> Result<LoadedContent, SourceError> {
        let unpacked = packing::unpack(bytes, rules.sizes.unpacked)?;
        if unpacked.trailing > 0 {
            self.warnings.push(format!("{} bytes after the compressed data are ignored", unpacked.trailing));
        }
        // A saved page under the name of another type: browsers and mail programs offer any extension.
        let head = &unpacked.bytes[..unpacked.bytes.len().min(HEAD_BYTES)];
        if rules.kind.is_none() && message::is_message(head) {
            return self.decode_message(&unpacked.bytes);
        }
        Ok(LoadedContent::Bytes(unpacked.bytes))
    }

    /// Decodes a message, and fills in its hints.
    fn decode_message(&mut self, bytes: &[u8]) -> Result<LoadedContent, SourceError> {
        let decoded = message::item(bytes, &Name::new(&self.source, &self.output_path));
        self.input = decoded.input;
        self.url = self.url.take().or(decoded.url);
        match decoded.payload {
            Payload::Decoded(page) => Ok(LoadedContent::Text(page)),
            Payload::Error(error) => Err(error),
            _ => Err(SourceError::new("is not a readable message", "save it again")),
        }
    }
}

fn read(path: &Path, limit: usize) -> Result<Vec<u8>, SourceError> {
    let file = File::open(path).map_err(|e| SourceError::read(&e))?;
    let size = file.metadata().map_or(0, |m| m.len());
    if size > limit as u64 {
        return Err(SourceError::packed(size, limit as u64));
    }
    read_all(file, limit)
}
