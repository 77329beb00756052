//! Rules as data: the reader of the tables in this folder.
//!
//! A table is a text file of groups. `[name]` opens a group, every other line is an entry, `#` opens
//! a comment line, blank lines are nothing. Fields of an entry are parted by ` | `. `README.md`
//! beside this file says how to add one.

/// The groups of a table, in file order: name and entries.
///
/// Entries before the first group have the name `""`.
pub(crate) fn groups(table: &'static str) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let mut out: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for line in table.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            out.push((name, Vec::new()));
        } else {
            if out.is_empty() {
                out.push(("", Vec::new()));
            }
            if let Some((_, entries)) = out.last_mut() {
                entries.push(line);
            }
        }
    }
    out.into_iter()
}

/// Every group and entry of a table as pairs, in file order.
pub(crate) fn entries(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    groups(table).flat_map(|(group, lines)| lines.into_iter().map(move |line| (group, line)))
}

/// The fields of an entry.
pub(crate) fn fields(entry: &'static str) -> impl Iterator<Item = &'static str> {
    entry.split('|').map(str::trim)
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, fs, path::Path};

    /// Every table: groups unique and not empty, entries of a group sorted (byte order) and unique.
    #[test]
    fn tables_are_sorted_without_duplicates_or_empty_groups() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let mut seen = 0;
        for file in fs::read_dir(&dir).expect("src/rules").map(|f| f.expect("entry").path()) {
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
