//! Loads and decompresses the content of an item.

use std::{fs::File, path::Path};

use crate::Content;

use super::{Item, Payload, Rules, SourceError, http::ResponseHead, jsonl, packing, stream::read_all};

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
            self.warnings.push(format!("{} bytes after the gzip data are ignored", unpacked.trailing));
        }
        Ok(LoadedContent::Bytes(unpacked.bytes))
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
