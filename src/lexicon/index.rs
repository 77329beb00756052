//! Tables that are looked up by folded keys. The build script writes an [`Index`] of them, so that nothing is folded,
//! hashed or allocated at startup.

use std::ops::Range;

use super::constant::equal;

/// An entry of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LexiconEntry {
    /// Number of its group.
    pub(crate) group: u16,
    /// Length of its line in bytes.
    pub(crate) len: u16,
    /// Where its line begins in the index's text.
    pub(crate) start: u32,
}

/// A constant hash table from keys to their numbers.
#[derive(Debug)]
pub(crate) struct KeyTable {
    /// A power of two of slots, at least a third of them empty (0). A slot has the number of its key, counted from 1.
    pub(crate) slots: &'static [u16],
    /// The keys, one after another, and the end of each.
    pub(crate) text: &'static str,
    pub(crate) ends: &'static [u32],
}

impl KeyTable {
    /// Returns the number of a key.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        let mut at = hash(key) as usize;
        loop {
            let number = usize::from(self.slots[at & (self.slots.len() - 1)]).checked_sub(1)?;
            if self.key(number) == key.as_bytes() {
                return Some(number);
            }
            at += 1;
        }
    }

    /// Returns the keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static str> {
        (0..self.ends.len()).map(|number| &self.text[self.range(number)])
    }

    fn key(&self, number: usize) -> &'static [u8] {
        &self.text.as_bytes()[self.range(number)]
    }

    /// Returns where a key is in the text.
    fn range(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        start as usize..self.ends[number] as usize
    }
}

/// A constant table from keys to entries.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) keys: KeyTable,
    /// For each key of one word, the number of words of the longest key that begins with it; 0 if none has more than
    /// one.
    pub(crate) most_words: &'static [u8],
    /// Where in `entries` the entries of each key end.
    pub(crate) runs: &'static [u16],
    /// The entries of each key in file order.
    pub(crate) entries: &'static [LexiconEntry],
    /// The groups of the tables.
    pub(crate) groups: &'static [&'static str],
    /// The lines of the entries in file order, each with a line feed.
    pub(crate) text: &'static str,
    /// Where in `text` the lines of each group end.
    pub(crate) group_ends: &'static [u32],
}

/// A set of keys, as their sorted hashes. At 64 bits, no string that pages have is taken for another.
#[derive(Debug)]
pub(crate) struct Keys(pub(crate) &'static [u64]);

impl Keys {
    /// Returns whether the set has a key.
    pub(crate) fn contains(&self, key: &str) -> bool {
        self.0.binary_search(&wide_hash(key)).is_ok()
    }
}

/// Returns the hash of a key; the low bits select the slot.
pub(crate) fn hash(key: &str) -> u32 {
    // The upper bits are those that all letters affect.
    (wide_hash(key) >> 40) as u32
}

/// Returns the hash of a key in all its bits.
pub(crate) fn wide_hash(key: &str) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = key.as_bytes().as_chunks::<8>();
    let hash = words.iter().fold(key.len() as u64, |hash, &word| mix(hash, u64::from_le_bytes(word)));
    // Up to seven bytes, in two halves that may overlap: the length is in the hash.
    let rest = match (rest.first_chunk(), rest.last_chunk(), rest) {
        (Some(&first), Some(&last), _) => {
            u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32
        }
        (_, _, &[first, .., last]) => {
            u64::from(first) | u64::from(rest[rest.len() / 2]) << 8 | u64::from(last) << 16
        }
        (_, _, &[only]) => u64::from(only),
        _ => 0,
    };
    mix(hash, rest)
}

impl Index {
    /// Returns the number of a key.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        self.keys.find(key)
    }

    /// Returns the entries of a key, given its number.
    pub(crate) fn entries(&self, number: usize) -> &'static [LexiconEntry] {
        let start = number.checked_sub(1).map_or(0, |before| self.runs[before]);
        &self.entries[usize::from(start)..usize::from(self.runs[number])]
    }

    /// Returns the entries of a key in file order.
    pub(crate) fn get(&self, key: &str) -> &'static [LexiconEntry] {
        self.find(key).map_or(&[], |number| self.entries(number))
    }

    /// Returns an entry's line.
    pub(crate) fn line(&self, entry: &LexiconEntry) -> &'static str {
        &self.text[entry.start as usize..][..usize::from(entry.len)]
    }

    /// Returns what `groups` says of the group of a key's last entry, in file order, that is in one of them.
    pub(crate) fn last_of<T: Copy>(&self, key: &str, groups: &[(Group, T)]) -> Option<T> {
        let of = |entry: &LexiconEntry| {
            groups.iter().find(|(group, _)| group.number == entry.group).map(|&(_, of)| of)
        };
        self.get(key).iter().rev().find_map(of)
    }

    /// Returns the group of that name. [`Group::of`] finds groups that are known when the program is compiled.
    pub(crate) fn group_named(&'static self, name: &str) -> Option<Group> {
        self.first_group(|of| of == name)
    }

    fn first_group(&'static self, is_it: impl Fn(&str) -> bool) -> Option<Group> {
        let number = self.groups.iter().position(|name| is_it(name))?;
        Some(Group { index: self, number: number as u16 })
    }

    /// Returns the lines of the group `kind language`, in file order.
    pub(crate) fn of_language(
        &'static self,
        kind: &str,
        language: &str,
    ) -> impl Iterator<Item = &'static str> + use<> {
        let of_kind = |name: &str| name.strip_prefix(kind)?.strip_prefix(' ').map(|of| of == language);
        let group = self.first_group(|name| of_kind(name) == Some(true));
        group.into_iter().flat_map(|group| group.lines())
    }

    /// Returns whether the group `kind language` has a key.
    pub(crate) fn has(&self, kind: &str, language: &str, key: &str) -> bool {
        self.get(key).iter().any(|entry| self.group(entry).split_once(' ') == Some((kind, language)))
    }

    /// Returns the name of an entry's group.
    pub(crate) fn group(&self, entry: &LexiconEntry) -> &'static str {
        self.groups[usize::from(entry.group)]
    }
}

/// One group of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    index: &'static Index,
    number: u16,
}

impl Group {
    /// Returns the group of that name. A constant of a group that the table lacks does not compile.
    pub(crate) const fn of(index: &'static Index, name: &str) -> Self {
        let mut number = 0;
        while number < index.groups.len() {
            if equal(index.groups[number].as_bytes(), name.as_bytes()) {
                return Self { index, number: number as u16 };
            }
            number += 1;
        }
        panic!("the table has no group of this name");
    }

    /// Returns whether the group has an entry of this key.
    pub(crate) fn contains(&self, key: &str) -> bool {
        self.index.get(key).iter().any(|entry| entry.group == self.number)
    }

    /// Returns the line of the entry of this key.
    pub(crate) fn get(&self, key: &str) -> Option<&'static str> {
        self.index
            .get(key)
            .iter()
            .find(|entry| entry.group == self.number)
            .map(|entry| self.index.line(entry))
    }

    /// Returns the lines in file order; those of some groups are in order of their lengths, the longest first.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &'static str> + use<> {
        let number = usize::from(self.number);
        let start = number.checked_sub(1).map_or(0, |before| self.index.group_ends[before]);
        self.index.text[start as usize..self.index.group_ends[number] as usize].lines()
    }
}
