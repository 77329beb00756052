//! Writes the options of the class names that tell what an element holds.

use std::{fmt::Write, path::Path};

use crate::{entries, groups::CLASSES, save, table_file};

/// Writes `classes.rs` with a `HintPattern` per entry of `classes.txt`.
pub(crate) fn write(folder: &Path) {
    let mut out = String::from("static PATTERNS: &[HintPattern] = &[\n");
    for (group, entry) in entries("classes") {
        let group =
            CLASSES.iter().position(|name| *name == group).unwrap_or_else(|| panic!("[{group}] has no use"));
        let (mut whole, mut begins, mut name, mut unless) = (false, false, false, Vec::new());
        for field in table_file::fields(entry).skip(1) {
            match field.split_once(' ') {
                Some(("unless", words)) => unless = words.split_whitespace().collect(),
                _ => match field {
                    "whole" => whole = true,
                    "word" => (whole, begins) = (true, true),
                    "name" => name = true,
                    _ => panic!("{entry}: no such option"),
                },
            }
        }
        writeln!(
            out,
            "HintPattern {{ group: {group}, whole: {whole}, begins: {begins}, name: {name}, unless: &{unless:?} }},"
        )
        .expect("a string takes everything");
    }
    out.push_str("];\n");
    save(folder, "classes.rs", &out);
}
