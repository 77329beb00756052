//! A cache of what was computed for words, shared by the pages of a thread.
//!
//! It has a fixed size and one slot per hash, and a new entry replaces the old one: class names come in bursts, and the
//! commonest occur on every page.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// Number of slots. A page has a few hundred class names.
const SLOTS: usize = 1 << 11;

/// A cache keyed by a 64-bit hash of the word.
#[derive(Clone, Debug)]
pub(crate) struct Recall<T> {
    slots: Vec<(u64, T)>,
}

impl<T> Default for Recall<T> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T: Copy + Default> Recall<T> {
    /// Returns the cached value of a word, computing it first if necessary.
    pub(crate) fn get(&mut self, word: &[u8], find: impl FnOnce() -> T) -> T {
        self.of_hash(FxBuildHasher.hash_one(word), find)
    }

    /// Does the same for a word whose hash is known. All words of a cache must be hashed in the same way.
    pub(crate) fn of_hash(&mut self, hash: u64, find: impl FnOnce() -> T) -> T {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, (0, T::default()));
        }
        // No word has the hash of an empty slot.
        let hash = hash | 1;
        let slot = &mut self.slots[(hash >> (u64::BITS - SLOTS.ilog2())) as usize % SLOTS];
        if slot.0 != hash {
            *slot = (hash, find());
        }
        slot.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cached_values_are_not_computed_again() {
        let mut known = Recall::default();
        assert_eq!(known.get(b"nav", || 1), 1);
        assert_eq!(known.get(b"nav", || 2), 1);
        for n in 0..4 * SLOTS {
            assert_eq!(known.get(n.to_string().as_bytes(), || n), n);
        }
        assert_eq!(known.get(b"", || 7), 7);
    }
}
