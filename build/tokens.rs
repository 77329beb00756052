//! Writes the tables that are looked up by hashes of tokens, and the labels of blocks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
};

use crate::{
    boilerplate::TEXT_GROUP,
    entries,
    groups::{FURNITURE, LABELS, SUBJECTS},
    phrase_search::{eight, eight_of},
    save, table_file,
    word_hash::{hash, hash_of, token, words},
};

/// Words of the filter before each set.
const FILTER: usize = 1 << 6;

/// Writes the sets of tokens, `tokens.rs`, and the labels, `labels.rs`.
pub(crate) fn write(folder: &Path) {
    let mut out = String::new();
    let subjects = entries("subjects").filter_map(|(group, word)| {
        let name = group.split_whitespace().next().unwrap_or_default();
        Some((token(hash(word)), 1 << SUBJECTS.iter().position(|of| *of == name)?))
    });
    set("SUBJECT_WORDS", subjects, &mut out);
    let beside = entries("labels").filter_map(|(group, word)| {
        let name = group.split_whitespace().next().unwrap_or_default();
        let bit = BESIDE.iter().position(|of| *of == name)?;
        let word = table_file::fields(word).next()?;
        Some((token(hash(word)), 1 << bit))
    });
    set("BESIDE_NUMBERS", beside, &mut out);
    furniture(&mut out);
    save(folder, "tokens.rs", &out);
    labels(folder);
}

/// Groups of words beside numbers, in the order of their bits.
const BESIDE: [&str; 5] = ["currency", "time-unit", "time-after", "time-before", "day-of"];

/// Writes a set of tokens with a byte of bits each.
fn set(name: &str, words: impl Iterator<Item = (u32, u8)>, out: &mut String) {
    let mut all: BTreeMap<u32, u8> = BTreeMap::new();
    for (token, bits) in words {
        assert_ne!(token, 0, "0 is an empty slot");
        *all.entry(token).or_default() |= bits;
    }
    let mut bits = vec![0u64; FILTER];
    let mut slots = vec![(0u32, 0u8); (all.len() * 3 / 2).next_power_of_two()];
    for (&token, &value) in &all {
        bits[token as usize / 64 % FILTER] |= 1 << (token % 64);
        let mut at = token as usize % slots.len();
        while slots[at].0 != 0 {
            at = (at + 1) % slots.len();
        }
        slots[at] = (token, value);
    }
    let (tokens, values): (Vec<u32>, Vec<u8>) = slots.into_iter().unzip();
    writeln!(
        out,
        "/// Made by the build script.\npub(crate) static {name}: Tokens = Tokens {{ filter: &{bits:?}, tokens: &{tokens:?}, \
         values: &{values:?} }};"
    )
    .expect("a string takes everything");
}

/// Writes the labels of blocks by the hash of their tokens, and those that a block begins with by their first token, each
/// with its groups; and the words between the two numbers of a counter.
fn furniture(out: &mut String) {
    let (mut whole, mut openings, mut of) = (BTreeMap::<u64, u16>::new(), Vec::new(), Vec::new());
    for (group, entry) in entries("furniture") {
        let name = group.split_whitespace().next().unwrap_or_default();
        if name == "of" {
            of.push((token(hash(entry)), 1));
        }
        let Some(group) = FURNITURE.iter().position(|of| *of == name) else { continue };
        let tokens: Vec<u32> = words(entry.trim_end_matches('*')).map(token).collect();
        if !entry.ends_with('*') {
            *whole.entry(hash_of(&tokens)).or_default() |= 1 << group;
        } else if !tokens.is_empty() {
            openings.push((tokens, group));
        }
    }
    openings.sort();
    let whole: Vec<(u64, u16)> = whole.into_iter().collect();
    let openings: Vec<String> =
        openings.iter().map(|(tokens, group)| format!("(&{tokens:?}, {group})")).collect();
    writeln!(
        out,
        "/// Made by the build script.\npub(crate) static WHOLE_LABELS: &[(u64, u16)] = &{whole:?};\n\
         /// Made by the build script.\npub(crate) static OPENING_LABELS: &[(&[u32], u8)] = &[{}];",
        openings.join(", ")
    )
    .expect("a string takes everything");
    set("COUNTER_WORDS", of.into_iter(), out);
}

/// A label: its first eight bytes, where its text begins, its length, flags, group.
type Label = (u64, usize, usize, u8, usize);
/// Flags: a word must begin, and end, with the label.
const BEGINS: u8 = 1;
const ENDS: u8 = 2;
/// Bytes of a head.
const HEAD: usize = 4;

fn labels(folder: &Path) {
    let (mut text, mut labels): (String, Vec<Label>) = (String::new(), Vec::new());
    let mut add = |entry: &str, flags: u8, group: usize| {
        let start = eight(entry.as_bytes()) & eight_of(entry.len());
        labels.push((start, text.len(), entry.len(), flags, group));
        text.push_str(entry);
    };
    let name = |group: &'static str| group.split(' ').next().unwrap_or_default();
    let position = |group| LABELS.iter().position(|of| *of == name(group));
    for (group, entry) in entries("labels").filter(|(group, _)| !group.starts_with(TEXT_GROUP)) {
        let entry = table_file::fields(entry).next().unwrap_or_default();
        let Some(group) = position(group) else {
            assert!(BESIDE.contains(&name(group)), "[{group}] has no use");
            continue;
        };
        let (entry, begins) = entry.strip_prefix('*').map_or((entry, BEGINS), |e| (e, 0));
        let (entry, ends) = entry.strip_suffix('*').map_or((entry, ENDS), |e| (e, 0));
        add(entry, begins | ends, group);
    }
    // Notices are searched for in every block, so one scan finds them together with the labels.
    for (group, entry) in entries("outlet-notes") {
        if let Some(group) = position(group) {
            add(entry, BEGINS, group);
        }
    }
    let mut out = format!("static TEXT: &str = {text:?};\n");
    inside_heads(&labels, &mut out);
    let is_short = |label: &Label| label.2 < HEAD;
    let is_word = |label: &Label| {
        let word = &text[label.1..label.1 + label.2];
        label.3 == BEGINS | ENDS
            && (word.bytes().all(|b| b.is_ascii_alphanumeric()) || word.chars().count() == 1)
    };
    assert!(labels.iter().all(|label| !is_short(label) || is_word(label)), "short labels are words");
    index("LONG", labels.iter().filter(|label| !is_short(label)), &mut out);
    index("SHORT", labels.iter().filter(|label| is_short(label)), &mut out);
    save(folder, "labels.rs", &out);
}

/// Writes the first bytes of the labels that may begin inside a word after an ASCII letter, in eight sets: for each of the
/// bytes, the sets with each low and with each high half byte. A set matches all combinations of the half bytes of its
/// labels, so each label is added to the set that grows least.
fn inside_heads(labels: &[Label], out: &mut String) {
    const BYTES: usize = 3;
    type Set = [[u16; 2]; BYTES];
    let combinations =
        |set: &Set| -> u32 { set.iter().flatten().map(|half_bytes| half_bytes.count_ones()).product() };
    let heads: BTreeSet<[u8; BYTES]> = labels
        .iter()
        .filter(|label| label.3 & BEGINS == 0)
        .map(|label| std::array::from_fn(|n| label.0.to_le_bytes()[n]))
        .filter(|head: &[u8; BYTES]| head[0].is_ascii_alphanumeric())
        .collect();
    let mut sets = [Set::default(); 8];
    for head in heads {
        let with = |set: &Set| -> Set {
            std::array::from_fn(|n| [set[n][0] | 1 << (head[n] & 0xf), set[n][1] | 1 << (head[n] >> 4)])
        };
        let growth = |set: &&mut Set| combinations(&with(set)) - combinations(set);
        let set = sets.iter_mut().min_by_key(growth).expect("there are sets");
        *set = with(set);
    }
    let table = |n: usize, half: usize| -> [u8; 16] {
        std::array::from_fn(|value| (0..8).map(|set| ((sets[set][n][half] >> value & 1) as u8) << set).sum())
    };
    let tables: [[[u8; 16]; 2]; BYTES] = std::array::from_fn(|n| [table(n, 0), table(n, 1)]);
    writeln!(out, "pub(crate) static INSIDE_HEADS: [HalfBytes; BYTES] = {tables:?};")
        .expect("a string takes everything");
}

/// Writes the labels by a hash of their first bytes.
fn index<'a>(name: &str, labels: impl Iterator<Item = &'a Label>, out: &mut String) {
    use crate::phrase_search::{Filter, add_to, hash};
    let head = |label: &Label| (label.0 & eight_of(HEAD)) as u32;
    let mut by_hash: Vec<&Label> = labels.collect();
    by_hash.sort_by_key(|label| (hash(head(label)), head(label)));
    let [mut all, mut inside]: [Filter; 2] = std::array::from_fn(|_| std::array::from_fn(|_| 0));
    for label in &by_hash {
        add_to(&mut all, head(label));
        if label.3 & BEGINS == 0 {
            add_to(&mut inside, head(label));
        }
    }
    let buckets = crate::phrases::buckets(by_hash.iter().map(|label| hash(head(label))));
    let patterns: Vec<String> = by_hash.iter().map(|label| format!("PhrasePattern{label:?}")).collect();
    writeln!(
        out,
        "static {name}: PhraseIndex = PhraseIndex {{ filters: &[{all:?}, {inside:?}], buckets: {buckets}, patterns: &[{}] }};",
        patterns.join(", ")
    )
    .expect("a string takes everything");
}
