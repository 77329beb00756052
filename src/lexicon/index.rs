//! Tables that are looked up by folded keys. The build script writes an [`Index`] of them, so that nothing is folded,
//! hashed or allocated at startup.

/// An entry of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Entry {
    /// Number of its group.
    pub(crate) group: u16,
    /// Length of its line in bytes.
    pub(crate) len: u16,
    /// Where its line begins in the index's text.
    pub(crate) start: u32,
}

/// A constant hash table from keys to entries.
#[derive(Debug)]
pub(crate) struct Index {
    /// A power of two of slots, at least half of them empty (0). The low 16 bits of a slot are the number of its key,
    /// counted from 1, the others are bits of the key's hash.
    pub(crate) slots: &'static [u32],
    /// The keys, one after another, and the end of each.
    pub(crate) keys: &'static str,
    pub(crate) ends: &'static [u32],
    /// For each key of one word, the number of words of the longest key that begins with it; 0 if none has more than
    /// one.
    pub(crate) most_words: &'static [u8],
    /// Where in `entries` the entries of each key end.
    pub(crate) runs: &'static [u16],
    /// The entries of each key in file order.
    pub(crate) entries: &'static [Entry],
    /// The groups of the tables.
    pub(crate) groups: &'static [&'static str],
    /// The lines of the entries.
    pub(crate) text: &'static str,
}

/// Returns the hash of a key; the low bits select the slot.
pub(crate) fn hash(key: &str) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = key.as_bytes().as_chunks::<8>();
    let hash = words.iter().fold(key.len() as u64, |hash, &word| mix(hash, u64::from_le_bytes(word)));
    let rest = rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
    (mix(hash, rest) >> 32) as u32
}

impl Index {
    /// Bits of a slot that hold the number of a key.
    pub(crate) const NUMBER: u32 = (1 << 16) - 1;

    /// Returns the number of a key.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        let hash = hash(key);
        let mut at = hash as usize;
        loop {
            let slot = self.slots[at & (self.slots.len() - 1)];
            let number = ((slot & Self::NUMBER) as usize).checked_sub(1)?;
            if (slot ^ hash) & !Self::NUMBER == 0 && self.key(number) == key.as_bytes() {
                return Some(number);
            }
            at += 1;
        }
    }

    fn key(&self, number: usize) -> &'static [u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.keys.as_bytes()[start as usize..self.ends[number] as usize]
    }

    /// Returns the entries of a key, given its number.
    pub(crate) fn entries(&self, number: usize) -> &'static [Entry] {
        let start = number.checked_sub(1).map_or(0, |before| self.runs[before]);
        &self.entries[usize::from(start)..usize::from(self.runs[number])]
    }

    /// Returns the entries of a key in file order.
    pub(crate) fn get(&self, key: &str) -> &'static [Entry] {
        self.find(key).map_or(&[], |number| self.entries(number))
    }

    /// Returns an entry's line.
    pub(crate) fn line(&self, entry: &Entry) -> &'static str {
        &self.text[entry.start as usize..][..usize::from(entry.len)]
    }

    /// Returns the name of an entry's group.
    pub(crate) fn group(&self, entry: &Entry) -> &'static str {
        self.groups[usize::from(entry.group)]
    }
}
