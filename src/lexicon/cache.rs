//! What was found out about words, so that it is not found out again on the same page or the next.
//!
//! Comes in: a word and how to find out. Goes out: what was found. A table of fixed size with one slot a hash, where the
//! newcomer stays: names of classes come in bursts, and the commonest are on every page.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// Slots: a page has some hundred names of classes.
const SLOTS: usize = 1 << 11;

/// What is known of words, which are told apart by 64 bits of hash.
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
    /// What is known of a word, found out if nothing is.
    pub(crate) fn get(&mut self, word: &[u8], find: impl FnOnce() -> T) -> T {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, (0, T::default()));
        }
        // No word has the hash of an empty slot.
        let hash = FxBuildHasher.hash_one(word) | 1;
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
    fn what_is_known_is_not_asked_for() {
        let mut known = Recall::default();
        assert_eq!(known.get(b"nav", || 1), 1);
        assert_eq!(known.get(b"nav", || 2), 1);
        for n in 0..4 * SLOTS {
            assert_eq!(known.get(n.to_string().as_bytes(), || n), n);
        }
        assert_eq!(known.get(b"", || 7), 7);
    }
}
