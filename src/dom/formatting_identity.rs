//! When two formatting elements are the same: the tree builder asks, to open no more than three of a kind anew.
//!
//! Comes in: the attributes of a tag as they are read, kept ones and others. Goes out: one number, equal where the
//! attributes are.

use std::hash::Hasher;

use html5ever::LocalName;
use memchr::memchr2;
use rustc_hash::FxHasher;

use crate::dom::char_ref;

/// All attributes of a formatting element as one number, in whatever order they stand.
#[derive(Default)]
pub(crate) struct Identity {
    names: Vec<u64>,
    sum: u64,
}

impl Identity {
    /// Adds an attribute; `false` if it was there already or there are too many.
    pub(crate) fn add(&mut self, name: &LocalName, raw: &str, most: usize) -> bool {
        let mut hasher = FxHasher::default();
        hasher.write(name.as_bytes());
        let key = hasher.finish();
        if self.names.len() >= most || self.names.contains(&key) {
            return false;
        }
        self.names.push(key);
        if memchr2(b'&', 0, raw.as_bytes()).is_some() {
            let mut decoded = String::new();
            char_ref::decode(raw, true, &mut decoded);
            hasher.write(decoded.as_bytes());
            hasher.write_usize(decoded.len());
        } else {
            hasher.write(raw.as_bytes());
            hasher.write_usize(raw.len());
        }
        self.sum = self.sum.wrapping_add(hasher.finish());
        true
    }

    pub(crate) fn any(&self) -> bool {
        !self.names.is_empty()
    }

    /// The number, its element's name mixed in.
    pub(crate) fn hash(&self, element: &LocalName) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write(element.as_bytes());
        hasher.write_u64(self.sum);
        hasher.write_usize(self.names.len());
        hasher.finish()
    }
}
