//! Constant maps from strings to values. The build script writes them, so that nothing is hashed or allocated at startup.

use super::index::hash;

/// A constant hash table from strings to values.
#[derive(Debug)]
pub(crate) struct StringMap<V: 'static> {
    /// A power of two of slots, some of them empty (0). A slot has the number of its key, counted from 1.
    pub(crate) slots: &'static [u16],
    /// The keys, one after another.
    pub(crate) keys: &'static str,
    /// Where each key ends.
    pub(crate) ends: &'static [u32],
    /// The value of each key.
    pub(crate) values: &'static [V],
}

impl<V> StringMap<V> {
    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'static V> {
        let mut at = hash(key) as usize;
        loop {
            let number = usize::from(self.slots[at & (self.slots.len() - 1)]).checked_sub(1)?;
            if self.key(number) == key.as_bytes() {
                return Some(&self.values[number]);
            }
            at += 1;
        }
    }

    /// Whether the map has a key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    fn key(&self, number: usize) -> &'static [u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.keys.as_bytes()[start as usize..self.ends[number] as usize]
    }
}
