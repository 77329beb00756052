//! Writes the table of HTML's named character references.

use std::{collections::BTreeMap, fmt::Write, path::Path};

use web_atoms::NAMED_ENTITIES;

use crate::{index::key_table, save};

/// Writes `references.rs`.
pub(crate) fn write(folder: &Path) {
    // The crate's table also has all beginnings of names, without characters.
    let names = NAMED_ENTITIES.entries().filter(|(_, (first, _))| *first != 0);
    let names: BTreeMap<&str, (u32, u32)> = names.map(|(name, &characters)| (*name, characters)).collect();
    let values: Vec<(u32, u32)> = names.values().copied().collect();
    let mut out = String::new();
    writeln!(
        out,
        "/// Made by the build script.\npub(crate) static NAMED_REFERENCES: StringMap<(u32, u32)> = StringMap {{ keys: {}, \
         values: &{values:?} }};",
        key_table(names.keys().copied()),
    )
    .expect("a string takes everything");
    save(folder, "references.rs", &out);
}
