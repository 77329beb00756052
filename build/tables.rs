//! The tables that are looked up by keys, and the keys of their entries.

use std::{cmp::Reverse, collections::BTreeSet, fmt::Write, path::Path};

use crate::{entries, fold, index::Builder, lookup::wide_hash, save, table_file, token};

/// Returns the keys of an entry, given its group.
type Keys = fn(&str, &'static str) -> Vec<String>;

/// Name of the index, tables that it holds, keys of their entries.
const TABLES: [(&str, &[&str], Keys); 14] = [
    ("BYLINE", &["byline", "byline-roles", "names"], byline),
    ("BYLINE_CJK", &["byline-cjk"], first_field),
    ("BYLINE_LINES", &["byline-lines"], first_field),
    ("CALLOUTS", &["callouts"], first_field),
    ("PLACES", &["places"], places),
    ("MONTHS", &["months"], months),
    ("AGENCIES", &["agencies"], agencies),
    ("CREDITS", &["credits"], first_field),
    ("OPENINGS", &["openings"], first_field),
    ("DATE_WORDS", &["date-words"], date_words),
    ("CALENDARS", &["calendars"], calendars),
    ("EXTENSIONS", &["extensions"], first_field),
    ("META_NAMES", &["meta-names"], first_field),
    ("SCHEMA_TYPES", &["schema-types"], first_field),
];

/// The tables that are only asked whether they have a key.
const SETS: [(&str, &[&str], Keys); 4] = [
    ("ERROR_PAGES", &["interstitials"], error_pages),
    ("READER_NOTES", &["reader-notes"], letters),
    ("TITLE_LABELS", &["furniture"], title_labels),
    ("UI_LABELS", &["residue", "furniture"], ui_labels),
];

/// Kinds of groups whose entries are stored folded as names of places are.
const FOLDED: [&str; 2] = ["ending", "capitals-ending"];

/// Groups that are stored with the longest entries first.
const LONGEST_FIRST: [&str; 6] =
    ["correspondent", "date-joint", "date-ordinal", "speaker-east-asian", "title-word", "year-sign"];

/// Writes `index.rs` with an `Index` per table.
pub(crate) fn write(folder: &Path) {
    let mut out = String::new();
    for (name, tables, keys) in TABLES {
        let mut builder = Builder::default();
        let mut all: Vec<_> = tables.iter().flat_map(|table| entries(table)).collect();
        for of_group in all.chunk_by_mut(|a, b| a.0 == b.0).filter(|all| LONGEST_FIRST.contains(&all[0].0)) {
            of_group.sort_by_key(|(_, entry)| Reverse(entry.len()));
        }
        for (group, entry) in all {
            let keys = keys(group, entry);
            if !keys.is_empty() {
                let kind = group.split(' ').next().unwrap_or(group);
                let folded = FOLDED.contains(&kind).then(|| fold::place(entry));
                builder.add(group, folded.as_deref().unwrap_or(entry), keys);
            }
        }
        if name == "EXTENSIONS" {
            // Only sources have files.
            out.push_str("#[cfg(feature = \"source\")]\n");
        }
        builder.write(name, &mut out);
    }
    for (name, tables, keys) in SETS {
        let all =
            tables.iter().flat_map(|table| entries(table)).flat_map(|(group, entry)| keys(group, entry));
        let hashes: BTreeSet<u64> = all.map(|key| wide_hash(&key)).collect();
        let hashes = Vec::from_iter(hashes);
        writeln!(out, "/// Made by the build script.\npub(crate) static {name}: Keys = Keys(&{hashes:?});")
            .expect("a string takes everything");
    }
    save(folder, "index.rs", &out);
}

/// Returns the key of a string that is nothing but a label of a page's interface.
fn ui_labels(_: &str, entry: &'static str) -> Vec<String> {
    let key = fold::alnum_key(entry.trim_end_matches([':', '*']));
    if entry.contains(" * ") || key.chars().count() < 2 { Vec::new() } else { vec![key] }
}

/// Returns the key of a byline phrase: its folded tokens.
fn byline(_: &str, entry: &'static str) -> Vec<String> {
    let phrase = table_file::fields(entry).next().unwrap_or_default();
    if phrase.bytes().all(|b| b.is_ascii_lowercase() || b >= 0x80) {
        return vec![fold::byline(phrase).into_owned()];
    }
    let tokens = token::cut(phrase, &|_| true, &|_| false);
    let words: Vec<_> = tokens.iter().map(|t| fold::byline(t.text)).collect();
    vec![words.join(" ")]
}

/// Returns every spelling of a city, a region or a country.
fn places(group: &str, entry: &'static str) -> Vec<String> {
    match group.split(' ').next() {
        Some("alone") => table_file::fields(entry).take(1).map(fold::place).collect(),
        Some("us-state") => {
            table_file::fields(entry).flat_map(|f| f.split(',')).map(|n| fold::place(n.trim())).collect()
        }
        _ => vec![fold::place(entry)],
    }
}

/// Returns every spelling of a month.
fn months(_: &str, entry: &'static str) -> Vec<String> {
    let words = table_file::fields(entry).nth(1).unwrap_or_default();
    words.split(',').map(|word| fold::month(word.trim())).collect()
}

/// Returns the names and aliases of an organization.
fn agencies(_: &str, entry: &'static str) -> Vec<String> {
    table_file::fields(entry)
        .take(3)
        .flat_map(|field| field.split(','))
        .map(|name| name.trim().to_lowercase())
        .collect()
}

/// Returns the first field as it is written.
fn first_field(_: &str, entry: &'static str) -> Vec<String> {
    table_file::fields(entry).take(1).map(str::to_owned).collect()
}

/// Returns the words for a unit or a day, and the first field of other entries.
fn date_words(group: &str, entry: &'static str) -> Vec<String> {
    match group {
        "unit" | "day" => table_file::fields(entry)
            .last()
            .into_iter()
            .flat_map(|f| f.split(','))
            .map(|w| w.trim().to_owned())
            .collect(),
        _ => first_field(group, entry),
    }
}

/// Returns every spelling of a month, and the name of an era.
fn calendars(group: &str, entry: &'static str) -> Vec<String> {
    if group.starts_with("era") { first_field(group, entry) } else { months(group, entry) }
}

/// Returns the letters and digits.
fn letters(_: &str, entry: &'static str) -> Vec<String> {
    vec![fold::alnum_key(entry)]
}

/// Returns the title of an error page.
fn error_pages(group: &str, entry: &'static str) -> Vec<String> {
    if group.starts_with("error ") { vec![entry.to_owned()] } else { Vec::new() }
}

/// Returns the words of a label before the headline in titles of other views of a story ("Print").
fn title_labels(group: &str, entry: &'static str) -> Vec<String> {
    if group.starts_with("title ") { vec![fold::words(entry)] } else { Vec::new() }
}
