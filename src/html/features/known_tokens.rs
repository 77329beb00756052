//! Sets of tokens, which are hashes of words.

use rustc_hash::FxHashSet;

include!(concat!(env!("OUT_DIR"), "/tokens.rs"));

/// A constant set of tokens, each with a byte of bits.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// A bit for the low bits of each token.
    filter: &'static [u64],
    /// A hash table whose empty slots are 0.
    tokens: &'static [u32],
    values: &'static [u8],
}

impl Tokens {
    /// Returns the bits of a token, 0 if it is not in the set.
    #[inline]
    pub(crate) fn get(&self, token: u32) -> u8 {
        let word = self.filter[(token as usize / 64) & (self.filter.len() - 1)];
        if word >> (token % 64) & 1 == 0 { 0 } else { self.find(token) }
    }

    fn find(&self, token: u32) -> u8 {
        let mut at = token as usize;
        loop {
            at &= self.tokens.len() - 1;
            match self.tokens[at] {
                0 => return 0,
                found if found == token => return self.values[at],
                _ => at += 1,
            }
        }
    }
}

/// Returns the groups of `furniture.txt` that have a block with these words as a whole, as bits.
pub(crate) fn groups_of_label(hash: u64) -> u16 {
    WHOLE_LABELS.binary_search_by_key(&hash, |&(of, _)| of).map_or(0, |at| WHOLE_LABELS[at].1)
}

/// Returns the labels that blocks begin with whose first token is `first`, each with its group.
pub(crate) fn opening_labels(first: u32) -> impl Iterator<Item = (&'static [u32], u8)> {
    let from = OPENING_LABELS.partition_point(|(label, _)| label[0] < first);
    OPENING_LABELS[from..].iter().take_while(move |(label, _)| label[0] == first).copied()
}

/// A set of hashes that rejects quickly, because most lookups fail.
#[derive(Clone, Debug)]
pub(crate) struct Rare<T> {
    /// One bit for the low bits of each member.
    filter: Vec<u64>,
    members: FxHashSet<T>,
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self { filter: vec![0; Self::WORDS], members: FxHashSet::default() }
    }
}

impl<T> Rare<T> {
    /// Words of the filter: with a few thousand members, one in twenty non-members passes it.
    const WORDS: usize = 1 << 10;

    fn place(low: u32) -> (usize, u64) {
        (low as usize / 64 % Self::WORDS, 1 << (low % 64))
    }
}

impl<T: Copy + Eq + std::hash::Hash + Into<u64>> Rare<T> {
    /// Returns whether the set contains a hash.
    pub(crate) fn contains(&self, hash: T) -> bool {
        let (word, bit) = Self::place(hash.into() as u32);
        self.filter[word] & bit != 0 && self.members.contains(&hash)
    }

    /// Adds a hash.
    pub(crate) fn insert(&mut self, hash: T) {
        let (word, bit) = Self::place(hash.into() as u32);
        self.filter[word] |= bit;
        self.members.insert(hash);
    }

    /// Returns whether the set is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Removes all hashes, but keeps the memory.
    pub(crate) fn clear(&mut self) {
        if !self.is_empty() {
            self.filter.fill(0);
            self.members.clear();
        }
    }
}
