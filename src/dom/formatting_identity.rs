//! Decides whether two formatting elements are equal. The tree builder reopens at most three equal ones.
//!
//! All attributes of a tag, kept or not, are combined into one number. Equal attributes give equal numbers.

use std::hash::Hasher;

use html5ever::LocalName;
use memchr::memchr2;
use rustc_hash::FxHasher;

use crate::dom::char_ref;

/// The attributes of a formatting element as one number that does not depend on their order.
#[derive(Default)]
pub(crate) struct Identity {
    names: Vec<u64>,
    sum: u64,
}

impl Identity {
    /// Adds an attribute. Returns `false` if it is already there or there are too many.
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

    /// Returns the number, with the element's name mixed in.
    pub(crate) fn hash(&self, element: &LocalName) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write(element.as_bytes());
        hasher.write_u64(self.sum);
        hasher.write_usize(self.names.len());
        hasher.finish()
    }
}
