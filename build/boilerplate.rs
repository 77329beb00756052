//! Writes the table of words and phrases that tell what a block of plain text is.

use std::{collections::HashMap, fmt::Write, path::Path};

use crate::{
    entries, save, table_file, word_hash,
    word_hash::{
        Bits, DAY, FUNCTION, GROUPS, LONGEST, MAP_BITS, MONTH, OPENS, STOP, bit, chain, map_bit, place,
    },
};

/// The end of the names of groups of words that never end a sentence.
pub(crate) const FUNCTION_GROUP: &str = " function";
/// What the names of groups of `labels.txt` begin with that plain text alone is searched for.
pub(crate) const TEXT_GROUP: &str = "text ";
/// The sign that is an entry although it is not a word.
const SIGN: char = '©';

/// The table under construction: for each key its groups and languages.
#[derive(Default)]
struct Builder {
    keys: Vec<(u64, Bits, u32)>,
    numbers: HashMap<u64, usize>,
}

impl Builder {
    /// Adds a word or phrase.
    fn add(&mut self, phrase: &str, bits: Bits, languages: u32) {
        let sign = phrase.strip_prefix(SIGN).map(|_| word_hash::single(SIGN));
        let words: Vec<u64> = sign.into_iter().chain(word_hash::words(phrase)).collect();
        let mut key = 0;
        let last = words.len().min(LONGEST);
        for (i, &word) in words[..last].iter().enumerate() {
            key = if i == 0 { word } else { chain(key, word) };
            let (bits, languages) = if i + 1 == last { (bits, languages) } else { (OPENS, 0) };
            let number = *self.numbers.entry(key).or_insert_with(|| {
                self.keys.push((key, 0, 0));
                self.keys.len() - 1
            });
            self.keys[number].1 |= bits;
            self.keys[number].2 |= languages;
        }
    }
}

/// Returns the bit of a group of phrases of plain text.
fn bit_of(name: &str) -> Bits {
    let group = GROUPS.iter().position(|group| *group == name);
    group.map(bit).or((name == "day").then_some(DAY)).unwrap_or_else(|| panic!("[{name}] has no use"))
}

/// Writes `boilerplate.rs`.
pub(crate) fn write(folder: &Path) {
    let mut builder = Builder::default();
    let mut names: Vec<&str> = Vec::new();
    for (group, words) in entries("stopwords") {
        let mut bits = (STOP, 0);
        if let Some(language) = group.strip_suffix(FUNCTION_GROUP) {
            if names.last() != Some(&language) {
                names.push(language);
            }
            bits = (STOP | FUNCTION, 1 << (names.len() - 1));
        }
        for word in words.split(' ') {
            builder.add(word, bits.0, bits.1);
        }
    }
    for (_, entry) in entries("months") {
        for word in table_file::fields(entry).nth(1).unwrap_or_default().split(',') {
            builder.add(word.trim(), MONTH, 0);
        }
    }
    for (group, entry) in entries("labels") {
        let mut fields = table_file::fields(entry);
        let phrase = fields.next().unwrap_or_default();
        let own = group.strip_prefix(TEXT_GROUP);
        for name in own.into_iter().chain(fields.next().into_iter().flat_map(|names| names.split(", "))) {
            builder.add(phrase, bit_of(name), 0);
        }
    }
    let mut map = vec![0u64; MAP_BITS / 64];
    let mut slots = vec![0u16; (builder.keys.len() * 3 / 2).next_power_of_two()];
    let (mut tags, mut kinds, mut sets) = (Vec::new(), Vec::new(), Vec::new());
    for (number, &(key, bits, languages)) in (1u16..).zip(&builder.keys) {
        map[map_bit(key) / 64] |= 1 << (map_bit(key) % 64);
        let (mut slot, tag) = place(key);
        while slots[slot % slots.len()] != 0 {
            slot += 1;
        }
        let at = slot % slots.len();
        slots[at] = number;
        tags.push(tag);
        let kind = sets.iter().position(|set| *set == (bits, languages)).unwrap_or_else(|| {
            sets.push((bits, languages));
            sets.len() - 1
        });
        kinds.push(kind);
    }
    let mut out = String::new();
    writeln!(
        out,
        "/// Made by the build script.\npub(crate) static LEXICON: Lexicon = Lexicon {{ map: &{map:?}, slots: &{slots:?}, \
         tags: &{tags:?}, kinds: &{kinds:?}, sets: &{sets:?}, names: &{names:?} }};"
    )
    .expect("a string takes everything");
    save(folder, "boilerplate.rs", &out);
}
