//! Keeps the names of results unique within a run.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

/// The used names, as hashes: about 16 bytes per page. A hash collision only adds an unnecessary number, and never
/// loses a result.
#[derive(Debug, Default)]
pub(crate) struct OutputNames {
    /// By hash: the number that the next page with this name gets.
    taken: FxHashMap<u64, u32>,
}

impl OutputNames {
    /// Returns `place`, with a number if another page has this name already. The same pages in the same order get the
    /// same names.
    /// same names.
    pub(crate) fn free(&mut self, place: PathBuf) -> PathBuf {
        let key = key(&place);
        let Some(next) = self.taken.get(&key).copied() else {
            self.taken.insert(key, 2);
            return place;
        };
        for number in next.. {
            let mut name = place.file_name().unwrap_or_default().to_owned();
            name.push(format!("-{number}"));
            let numbered = place.with_file_name(name);
            let numbered_key = self::key(&numbered);
            if !self.taken.contains_key(&numbered_key) {
                self.taken.insert(numbered_key, 2);
                self.taken.insert(key, number + 1);
                return numbered;
            }
        }
        place
    }
}

/// Returns a key that ignores case, because some file systems do.
fn key(place: &Path) -> u64 {
    hash(place.to_string_lossy().to_lowercase().as_bytes())
}

/// Returns a hash that is the same on every machine and in every version (FNV-1a, 64 bits).
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    bytes.iter().fold(OFFSET, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_unique_name() {
        let mut names = OutputNames::default();
        let mut free = |place: &str| names.free(PathBuf::from(place)).to_string_lossy().into_owned();
        assert_eq!(free("a/page"), "a/page");
        assert_eq!(free("a/page-2"), "a/page-2");
        assert_eq!(free("a/page"), "a/page-3");
        assert_eq!(free("a/PAGE"), "a/PAGE-4");
        assert_eq!(free("b/page"), "b/page");
        assert_eq!(free("a/page-2"), "a/page-2-2");
    }

    #[test]
    fn hash_is_fnv_1a() {
        assert_eq!(hash(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
