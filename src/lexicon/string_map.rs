//! Constant maps from strings to values. The build script writes them, so that nothing is hashed or allocated at startup.

use super::index::hash;

/// A constant hash table from strings to values.
#[derive(Debug)]
pub(crate) struct StringMap<V: 'static> {
    /// A power of two of slots, some of them empty (0). The low 16 bits of a slot are the number of its key, counted from
    /// 1, the others are bits of the key's hash.
    pub(crate) slots: &'static [u32],
    /// The keys, one after another.
    pub(crate) keys: &'static str,
    /// Where each key ends.
    pub(crate) ends: &'static [u32],
    /// The value of each key.
    pub(crate) values: &'static [V],
}

impl<V> StringMap<V> {
    /// Bits of a slot that hold the number of a key.
    const NUMBER: u32 = (1 << 16) - 1;

    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'static V> {
        let hash = hash(key);
        let mut at = hash as usize;
        loop {
            let slot = self.slots[at & (self.slots.len() - 1)];
            let number = ((slot & Self::NUMBER) as usize).checked_sub(1)?;
            if (slot ^ hash) & !Self::NUMBER == 0 && self.key(number) == key.as_bytes() {
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
