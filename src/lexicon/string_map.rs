//! Constant maps from strings to values. The build script writes them, so that nothing is hashed or allocated at startup.

use super::index::KeyTable;

/// A constant hash table from strings to values.
#[derive(Debug)]
pub(crate) struct StringMap<V: 'static> {
    pub(crate) keys: KeyTable,
    /// The value of each key.
    pub(crate) values: &'static [V],
}

impl<V> StringMap<V> {
    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'static V> {
        self.keys.find(key).map(|number| &self.values[number])
    }

    /// Whether the map has a key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}
