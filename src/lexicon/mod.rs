//! Reads the word tables in `data/`.
//!
//! A table is a text file of groups. `[name]` opens a group, and every other line is an entry. Lines that begin with
//! `#` are comments, and blank lines are ignored. ` | ` separates the fields of an entry. `data/README.md` explains how
//! to add a table or an entry.

pub(crate) mod agency;
pub(crate) mod clip;
pub(crate) mod common_words;
pub(crate) mod month;

pub(crate) mod cache;
pub(crate) mod constant;
pub(crate) mod fold;
#[cfg(test)]
#[allow(dead_code, reason = "the build script uses the others")]
pub(crate) mod groups;
pub(crate) mod index;
pub(crate) mod language_code;
pub(crate) mod language_tag;
pub(crate) mod phrase_search;
pub(crate) mod references;
pub(crate) mod string_map;
mod table_file;
pub(crate) mod ui_labels;

#[cfg(test)]
pub(crate) use table_file::groups;
pub(crate) use table_file::{entries, fields};

/// Returns the entries of one group of a table, in file order.
pub(crate) fn of_group(table: &'static str, group: &'static str) -> impl Iterator<Item = &'static str> {
    entries(table).filter(move |(of, _)| *of == group).map(|(_, entry)| entry)
}

/// The tables that are looked up by folded keys, and the sets of phrases. The build script writes them.
pub(crate) mod indexed {
    use super::index::{Index, KeyTable, Keys, LexiconEntry};

    include!(concat!(env!("OUT_DIR"), "/index.rs"));

    use super::phrase_search::{Buckets, Phrase, Search};

    include!(concat!(env!("OUT_DIR"), "/phrases.rs"));
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, fs, path::Path};

    /// Groups are unique and not empty, and the entries of a group are sorted (by bytes) and unique.
    #[test]
    fn tables_are_sorted_without_duplicates_or_empty_groups() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lexicon/data");
        let mut seen = 0;
        for file in fs::read_dir(&dir).expect("src/lexicon/data").map(|f| f.expect("entry").path()) {
            if file.extension().is_none_or(|e| e != "txt") {
                continue;
            }
            seen += 1;
            let table: &'static str = fs::read_to_string(&file).expect("UTF-8").leak();
            let name = file.display();
            let mut groups = HashSet::new();
            for (group, entries) in super::groups(table) {
                assert!(groups.insert(group), "{name}: group [{group}] stands twice");
                assert!(!entries.is_empty(), "{name}: group [{group}] is empty");
                for pair in entries.windows(2) {
                    assert!(pair[0] != pair[1], "{name}: [{group}] holds `{}` twice", pair[0]);
                    assert!(
                        pair[0] < pair[1],
                        "{name}: [{group}]: `{}` stands before `{}`",
                        pair[0],
                        pair[1]
                    );
                }
            }
        }
        assert!(seen > 0, "no tables in {}", dir.display());
    }
}
