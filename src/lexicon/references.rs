//! The named character references of HTML, which the build script writes.

use super::{index::KeyTable, string_map::StringMap};

include!(concat!(env!("OUT_DIR"), "/references.rs"));

/// Returns the one or two code points of a reference, given its name with its semicolon if it has one: `amp;`, `copy`.
/// The second is 0 if there is one only.
pub(crate) fn named(name: &str) -> Option<(u32, u32)> {
    NAMED_REFERENCES.get(name).copied()
}

#[cfg(test)]
mod tests {
    use html5ever::data::NAMED_ENTITIES;

    use super::*;

    #[test]
    fn all_names_of_the_standard_are_found() {
        let mut found = 0;
        for (name, &characters) in NAMED_ENTITIES.entries() {
            assert_eq!(named(name), Some(characters).filter(|it| it.0 != 0), "{name}");
            found += usize::from(characters.0 != 0);
        }
        assert_eq!(found, NAMED_REFERENCES.values.len());
        assert_eq!(named("nosuchname;"), None);
    }
}
