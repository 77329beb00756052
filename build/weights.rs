//! Writes the tables of learned weights.

use std::{fmt::Write, fs, path::Path};

use crate::{save, table_file};

/// Writes `weights.rs` with a `Weights` per table.
pub(crate) fn write(folder: &Path) {
    let mut out = String::new();
    for name in [
        "byline-text-weights",
        "date-weights",
        "field-confidence",
        "headline-weights",
        "text-confidence-weights",
    ] {
        let path = format!("src/model/{name}.txt");
        let table = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let mut groups: Vec<(&str, String, Vec<f32>)> = Vec::new();
        for (group, entry) in table_file::entries(table.leak()) {
            if groups.last().is_none_or(|(last, ..)| *last != group) {
                groups.push((group, String::new(), Vec::new()));
            }
            let Some((_, names, weights)) = groups.last_mut() else { continue };
            let fields: Vec<&str> = table_file::fields(entry).collect();
            let [name, weight, ..] = fields[..] else { panic!("{path}: {entry}: name | weight") };
            names.push_str(name);
            names.push('\n');
            weights.push(weight.parse().unwrap_or_else(|e| panic!("{path}: {entry}: {e}")));
        }
        let groups: Vec<String> = groups
            .iter()
            .map(|(name, names, weights)| format!("({name:?}, {names:?}, &{weights:?})"))
            .collect();
        writeln!(
            out,
            "/// Made of `{path}` by the build script.\npub(crate) static {}: Weights = Weights {{ groups: &[{}] }};",
            name.to_uppercase().replace('-', "_"),
            groups.join(", "),
        )
        .expect("a string takes everything");
    }
    save(folder, "weights.rs", &out);
}
