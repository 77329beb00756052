//! Tables whose entries are looked up by folded keys: the build script writes an [`Index`] of them, so that nothing is
//! folded, hashed or allocated at start.

/// One entry of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Entry {
    /// Number of its group.
    pub(crate) group: u16,
    /// Length of its line in bytes.
    pub(crate) len: u16,
    /// Where in the index's text its line begins.
    pub(crate) start: u32,
}

/// A hash table from keys to entries, all of it constant.
#[derive(Debug)]
pub(crate) struct Index {
    /// A power of two of slots, half of them empty (0) at least. The low 16 bits are the number of a key, counted from
    /// 1, the others those of its hash.
    pub(crate) slots: &'static [u32],
    /// The keys, one after the other, and the end of each.
    pub(crate) keys: &'static str,
    pub(crate) ends: &'static [u32],
    /// For each key of one word the words of the longest key that begins with it; 0 where none has more than one.
    pub(crate) most_words: &'static [u8],
    /// Where in `entries` those of each key end.
    pub(crate) runs: &'static [u16],
    /// The entries of each key in file order.
    pub(crate) entries: &'static [Entry],
    /// The groups of the tables.
    pub(crate) groups: &'static [&'static str],
    /// The entries' lines.
    pub(crate) text: &'static str,
}

/// A hash of a key; the low bits choose the slot.
pub(crate) fn hash(key: &str) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = key.as_bytes().as_chunks::<8>();
    let hash = words.iter().fold(key.len() as u64, |hash, &word| mix(hash, u64::from_le_bytes(word)));
    let rest = rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
    (mix(hash, rest) >> 32) as u32
}

impl Index {
    /// Bits of a slot that are the number of a key.
    pub(crate) const NUMBER: u32 = (1 << 16) - 1;

    /// The number of a key.
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

    /// The entries of a key, by its number.
    pub(crate) fn entries(&self, number: usize) -> &'static [Entry] {
        let start = number.checked_sub(1).map_or(0, |before| self.runs[before]);
        &self.entries[usize::from(start)..usize::from(self.runs[number])]
    }

    /// The entries of a key in file order.
    pub(crate) fn get(&self, key: &str) -> &'static [Entry] {
        self.find(key).map_or(&[], |number| self.entries(number))
    }

    /// An entry's line.
    pub(crate) fn line(&self, entry: &Entry) -> &'static str {
        &self.text[entry.start as usize..][..usize::from(entry.len)]
    }

    /// The name of an entry's group.
    pub(crate) fn group(&self, entry: &Entry) -> &'static str {
        self.groups[usize::from(entry.group)]
    }
}
