//! Builds hash tables of the word tables that are looked up by folded keys, so that the program does not build them
//! at startup.
//!
//! Reads `src/lexicon/data/` and writes `index.rs`, with an `Index` per table, to the folder for generated files.

use std::{collections::HashMap, env, fmt::Write, fs, path::Path};

use index::{Entry, Index, hash};

#[allow(dead_code, reason = "the crate looks up, this script only writes")]
#[path = "../src/lexicon/index.rs"]
mod index;

#[path = "../src/lexicon/fold.rs"]
mod fold;

#[path = "../src/lexicon/table.rs"]
mod table;

#[allow(dead_code, reason = "what tokens are is for the crate to ask")]
#[path = "../src/byline/token.rs"]
mod token;

fn main() {
    println!("cargo::rerun-if-changed=src/lexicon/data");
    let mut out = String::new();
    for (name, tables, keys) in [
        ("BYLINE", &["byline", "byline-roles", "names"][..], byline as fn(&str, &'static str) -> Vec<String>),
        ("PLACES", &["places"], places),
        ("MONTHS", &["months"], months),
        ("AGENCIES", &["agencies"], agencies),
    ] {
        let mut builder = Builder::default();
        for table in tables {
            let path = format!("src/lexicon/data/{table}.txt");
            let table = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
            for (group, entry) in table::entries(table.leak()) {
                builder.add(group, entry, keys(group, entry));
            }
        }
        builder.write(name, &mut out);
    }
    let folder = env::var_os("OUT_DIR").expect("cargo says where generated files go");
    fs::write(Path::new(&folder).join("index.rs"), out)
        .expect("the folder for generated files can be written to");
}

/// Returns the key of a byline phrase: its folded tokens.
fn byline(_: &str, entry: &'static str) -> Vec<String> {
    let phrase = table::fields(entry).next().unwrap_or_default();
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
        Some("alone") => table::fields(entry).take(1).map(fold::place).collect(),
        Some("us-state") => {
            table::fields(entry).flat_map(|f| f.split(',')).map(|n| fold::place(n.trim())).collect()
        }
        _ => vec![fold::place(entry)],
    }
}

/// Returns every spelling of a month.
fn months(_: &str, entry: &'static str) -> Vec<String> {
    let words = table::fields(entry).nth(1).unwrap_or_default();
    words.split(',').map(|word| fold::month(word.trim())).collect()
}

/// Returns the names and aliases of an organization.
fn agencies(_: &str, entry: &'static str) -> Vec<String> {
    table::fields(entry)
        .take(3)
        .flat_map(|field| field.split(','))
        .map(|name| name.trim().to_lowercase())
        .collect()
}

/// An index under construction.
#[derive(Default)]
struct Builder {
    groups: Vec<String>,
    keys: Vec<(String, Vec<Entry>)>,
    numbers: HashMap<String, usize>,
    most_words: HashMap<String, usize>,
    text: String,
}

impl Builder {
    fn add(&mut self, group: &str, line: &str, keys: Vec<String>) {
        if self.groups.last().is_none_or(|last| last != group) {
            self.groups.push(group.to_owned());
        }
        let entry = Entry {
            group: u16::try_from(self.groups.len() - 1).expect("up to 65,536 groups"),
            len: u16::try_from(line.len()).expect("lines of up to 65,535 bytes"),
            start: u32::try_from(self.text.len()).expect("tables are small"),
        };
        self.text.push_str(line);
        for key in keys.into_iter().filter(|key| !key.is_empty()) {
            let words = key.split(' ').count();
            if let Some((first, _)) = key.split_once(' ') {
                let most = self.most_words.entry(first.to_owned()).or_default();
                *most = words.max(*most);
                self.number(first.to_owned());
            }
            let number = self.number(key);
            let entries = &mut self.keys[number].1;
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }

    fn number(&mut self, key: String) -> usize {
        *self.numbers.entry(key).or_insert_with_key(|key| {
            self.keys.push((key.clone(), Vec::new()));
            self.keys.len() - 1
        })
    }

    fn slots(&self) -> Vec<u32> {
        let mut slots = vec![0u32; (self.keys.len() * 2).next_power_of_two()];
        for (number, (key, _)) in (1u32..).zip(&self.keys) {
            assert!(number <= Index::NUMBER, "more keys than a slot has numbers for");
            let hash = hash(key);
            let mut at = hash as usize % slots.len();
            while slots[at] != 0 {
                at = (at + 1) % slots.len();
            }
            slots[at] = hash & !Index::NUMBER | number;
        }
        slots
    }

    fn write(&self, name: &str, out: &mut String) {
        let (mut ends, mut runs, mut all) = (Vec::new(), Vec::<u16>::new(), String::new());
        let mut entries: Vec<Entry> = Vec::new();
        for (key, of_key) in &self.keys {
            all.push_str(key);
            ends.push(all.len());
            entries.extend(of_key);
            runs.push(u16::try_from(entries.len()).expect("up to 65,535 entries"));
        }
        let most_words =
            self.keys.iter().map(|(key, _)| self.most_words.get(key).copied().unwrap_or_default());
        let most_words: Vec<usize> = most_words.collect();
        writeln!(
            out,
            "/// Made by the build script.\npub(crate) static {name}: Index = Index {{ slots: &{:?}, keys: {all:?}, ends: &{ends:?}, \
             most_words: &{most_words:?}, runs: &{runs:?}, entries: &{entries:?}, groups: &{:?}, text: {:?} }};",
            self.slots(),
            self.groups,
            self.text,
        )
        .expect("a string takes everything");
    }
}
