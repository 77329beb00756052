//! Builds hash tables of the word tables that are looked up by folded keys.

use std::{collections::HashMap, fmt::Write};

use crate::lookup::{LexiconEntry, hash};

/// An index under construction.
#[derive(Default)]
pub(crate) struct Builder {
    groups: Vec<String>,
    group_ends: Vec<usize>,
    keys: Vec<(String, Vec<LexiconEntry>)>,
    numbers: HashMap<String, usize>,
    most_words: HashMap<String, usize>,
    text: String,
}

impl Builder {
    /// Adds an entry with its keys.
    pub(crate) fn add(&mut self, group: &str, line: &str, keys: Vec<String>) {
        if self.groups.last().is_none_or(|last| last != group) {
            self.groups.push(group.to_owned());
            self.group_ends.push(0);
        }
        let entry = LexiconEntry {
            group: u16::try_from(self.groups.len() - 1).expect("up to 65,536 groups"),
            len: u16::try_from(line.len()).expect("lines of up to 65,535 bytes"),
            start: u32::try_from(self.text.len()).expect("tables are small"),
        };
        self.text.push_str(line);
        self.text.push('\n');
        self.group_ends[usize::from(entry.group)] = self.text.len();
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

    /// Writes the index as a static.
    pub(crate) fn write(&self, name: &str, out: &mut String) {
        let (mut runs, mut entries) = (Vec::<u16>::new(), Vec::<LexiconEntry>::new());
        for (_, of_key) in &self.keys {
            entries.extend(of_key);
            runs.push(u16::try_from(entries.len()).expect("up to 65,535 entries"));
        }
        let most_words =
            self.keys.iter().map(|(key, _)| self.most_words.get(key).copied().unwrap_or_default());
        let most_words: Vec<usize> = most_words.collect();
        writeln!(
            out,
            "/// Made by the build script.\npub(crate) static {name}: Index = Index {{ keys: {}, \
             most_words: &{most_words:?}, runs: &{runs:?}, entries: &{entries:?}, groups: &{:?}, text: {:?}, \
             group_ends: &{:?} }};",
            key_table(self.keys.iter().map(|(key, _)| key.as_str())),
            self.groups,
            self.text,
            self.group_ends,
        )
        .expect("a string takes everything");
    }
}

/// Returns a `KeyTable` of keys, which are numbered in the given order.
pub(crate) fn key_table<'a>(keys: impl ExactSizeIterator<Item = &'a str>) -> String {
    assert!(keys.len() < usize::from(u16::MAX), "more keys than a slot has numbers for");
    let mut slots = vec![0u16; (keys.len() * 3 / 2).next_power_of_two().max(2)];
    let (mut text, mut ends) = (String::new(), Vec::new());
    for (number, key) in (1u16..).zip(keys) {
        let mut at = hash(key) as usize % slots.len();
        while slots[at] != 0 {
            at = (at + 1) % slots.len();
        }
        slots[at] = number;
        text.push_str(key);
        ends.push(text.len());
    }
    format!("KeyTable {{ slots: &{slots:?}, text: {text:?}, ends: &{ends:?} }}")
}
