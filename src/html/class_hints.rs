//! Interprets class names and ids.
//!
//! [`ClassHints`] is the set of groups of `lexicon/data/classes.txt` that an attribute string matches. Each string is
//! matched once per page, however many elements have it. No entry of the table extends beyond a word, so each word is
//! matched once and cached.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::lexicon::{
    cache::Recall,
    indexed::{APPEALS, CLASS_NAMES},
};

/// Maximum length of an attribute in bytes; longer ones are data, not names.
const MAX_BYTES: usize = 512;

/// Groups of class names, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClassHints(u32);

impl ClassHints {
    /// Names of elements with content.
    pub(crate) const POSITIVE: Self = Self(1 << 0);
    /// Names of elements around the content.
    pub(crate) const NEGATIVE: Self = Self(1 << 1);
    /// Readers' comments.
    pub(crate) const COMMENTS: Self = Self(1 << 2);
    /// Captions, credits, media.
    pub(crate) const CAPTION: Self = Self(1 << 3);
    /// Standfirsts.
    pub(crate) const STANDFIRST: Self = Self(1 << 4);
    /// Boxes about the author.
    pub(crate) const BIOGRAPHY: Self = Self(1 << 5);
    /// Calls to subscribe, sign up, rate or donate.
    pub(crate) const PROMPT: Self = Self(1 << 6);
    /// Buttons that are links.
    pub(crate) const BUTTON: Self = Self(1 << 7);
    /// A forum's profile of the poster, next to the post.
    pub(crate) const PROFILE: Self = Self(1 << 8);
    /// A price.
    pub(crate) const PRICE: Self = Self(1 << 9);
    /// Forum and question-and-answer software and the parts of its threads.
    pub(crate) const FORUM: Self = Self(1 << 10);
    /// Consent and cookie notices.
    pub(crate) const CONSENT: Self = Self(1 << 11);
    /// Text that style sheets hide or replace: notes for screen readers, tooltips, names of icons.
    pub(crate) const UNSEEN: Self = Self(1 << 12);
    /// Blocks that a page builder never shows.
    pub(crate) const NEVER_SHOWN: Self = Self(1 << 13);
    /// Placeholders for embedded content until the reader consents.
    pub(crate) const PLACEHOLDER: Self = Self(1 << 14);

    /// Boxes of links to other stories.
    pub(crate) const RELATED: Self = Self(1 << 15);

    /// Footnotes, endnotes and references of a text.
    pub(crate) const NOTES: Self = Self(1 << 16);

    /// Addresses of donation and subscription pages. Not a group of the table.
    pub(crate) const APPEAL: Self = Self(1 << 17);

    /// Returns the union of two sets.
    #[must_use]
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether the sets have a group in common.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the intersection of two sets.
    #[must_use]
    pub(crate) fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// One entry of the table; its name is the phrase of the same number in [`CLASS_NAMES`].
struct HintPattern {
    /// Its group, as an index into the list of `lexicon/groups.rs`.
    group: u8,
    /// Matches only if a word of the name ends after it.
    whole: bool,
    /// Matches only if a word of the name begins with it.
    begins: bool,
    /// Matches only the complete name.
    name: bool,
    /// Does not match if one of these follows.
    unless: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/classes.rs"));

/// Returns the groups that a normalized name matches.
fn evidence(name: &[u8]) -> ClassHints {
    let mut found = ClassHints::default();
    CLASS_NAMES.any(name, |hit| {
        let pattern = &PATTERNS[hit.phrase];
        let after = &name[hit.range.end..];
        let goes_on = after.first().is_some_and(u8::is_ascii_alphanumeric);
        let before = &name[..hit.range.start];
        let inside = before.last().is_some_and(u8::is_ascii_alphanumeric);
        let refused = pattern.whole && goes_on
            || pattern.begins && inside
            || pattern.name && !(before.is_empty() && after.is_empty())
            || pattern.unless.iter().any(|u| after.starts_with(u.as_bytes()));
        if !refused {
            found = found.with(ClassHints(1 << pattern.group));
        }
        false
    });
    found
}

/// Returns whether an address leads to a donation or subscription page.
pub(crate) fn is_appeal(href: &str) -> bool {
    /// Maximum length of such an address in bytes; paths of stories are longer.
    const LONGEST: usize = 100;
    href.len() <= LONGEST
        && APPEALS.any(href.as_bytes(), |hit| href[hit.range] == *APPEALS.phrase(hit.phrase))
}

/// Appends a word in kebab case: `camelCase` becomes `camel-case`, `_` becomes `-`.
fn normalize(word: &[u8], out: &mut Vec<u8>) {
    out.clear();
    if !word.iter().any(u8::is_ascii_uppercase) {
        out.extend(word.iter().map(|&byte| NORMAL[usize::from(byte)]));
        return;
    }
    let mut lower = false;
    for &byte in word {
        if byte.is_ascii_uppercase() && lower {
            out.push(b'-');
        }
        lower = byte.is_ascii_lowercase() || byte.is_ascii_digit();
        out.push(NORMAL[usize::from(byte)]);
    }
}

/// The normalized form of each byte. Names are ASCII; other bytes match nothing.
static NORMAL: [u8; 256] = {
    let mut table = [b'?'; 256];
    let mut byte = 0u8;
    while byte < 0x80 {
        table[byte as usize] = if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
        byte += 1;
    }
    table
};

/// A set of names.
#[derive(Clone, Copy, Debug)]
struct HintRow {
    evidence: ClassHints,
    /// Range of the names in [`Classes::names`].
    names: (u32, u32),
    /// Number of elements with this class.
    elements: u32,
    /// Hash of the representative name; 0 until [`Classes::choose_names`] has run.
    name: u32,
}

/// The class and id attributes of a page. Attributes with the same names in any order share a row; row 0 means
/// "none".
#[derive(Debug, Default)]
pub(crate) struct Classes {
    rows: Vec<HintRow>,
    by_hash: FxHashMap<u64, u32>,
    by_set: FxHashMap<u64, u32>,
    /// Hashes of the names of all rows.
    names: Vec<u32>,
    counts: FxHashMap<u32, u32>,
    words: Recall<ClassHints>,
    /// The names of the row that is being read: where each ends in its attribute, its length, and its hash.
    own: Vec<(usize, usize, u64)>,
    normal: Vec<u8>,
}

impl Classes {
    /// Returns the row of an attribute value. Values are compared by a 64-bit hash.
    pub(crate) fn intern(&mut self, value: &str) -> u32 {
        let value = value.trim_ascii();
        if value.is_empty() {
            return 0;
        }
        if self.rows.is_empty() {
            self.rows.push(HintRow { evidence: ClassHints::default(), names: (0, 0), elements: 0, name: 0 });
        }
        let hash = FxBuildHasher.hash_one(value);
        if let Some(&row) = self.by_hash.get(&hash) {
            return row;
        }
        // A sum does not depend on the order of the names.
        let set = self.split(value);
        if let Some(&row) = self.by_set.get(&set) {
            self.by_hash.insert(hash, row);
            return row;
        }
        let from = self.names.len() as u32;
        let mut all = ClassHints::default();
        for &(end, len, hash) in &self.own {
            self.names.push(hash as u32 | 1);
            let read = &value.as_bytes()[(end - len).min(MAX_BYTES)..end.min(MAX_BYTES)];
            // The hash of a word that is cut is that of another word.
            let hash = if end <= MAX_BYTES { hash } else { FxBuildHasher.hash_one(read) };
            all = all.with(self.words.of_hash(hash, || {
                normalize(read, &mut self.normal);
                evidence(&self.normal)
            }));
        }
        let row = self.rows.len() as u32;
        let names = (from, self.names.len() as u32);
        self.rows.push(HintRow { evidence: all, names, elements: 0, name: 0 });
        self.by_hash.insert(hash, row);
        self.by_set.insert(set, row);
        row
    }

    /// Splits an attribute into names. Returns the sum of their hashes.
    fn split(&mut self, value: &str) -> u64 {
        self.own.clear();
        let (mut sum, mut start) = (0u64, 0);
        while start < value.len() {
            let len = value.as_bytes()[start..].iter().position(u8::is_ascii_whitespace);
            let end = len.map_or(value.len(), |len| start + len);
            if end > start {
                let hash = FxBuildHasher.hash_one(&value[start..end]);
                sum = sum.wrapping_add(hash);
                self.own.push((end, end - start, hash));
            }
            start = end + 1;
        }
        sum
    }

    /// Counts an element with the class `row`.
    pub(crate) fn count(&mut self, row: u32) {
        if let Some(row) = self.rows.get_mut(row as usize) {
            row.elements += 1;
        }
    }

    /// Chooses a representative name for each row: the one that most elements of the page have. Unlike the first
    /// name, it does not depend on the order in which a template writes the names, and unlike the whole set it is the
    /// same for `post post-12` and `post post-13`.
    pub(crate) fn choose_names(&mut self) {
        self.counts.clear();
        for row in &self.rows {
            for &name in &self.names[row.names.0 as usize..row.names.1 as usize] {
                *self.counts.entry(name).or_default() += row.elements;
            }
        }
        for row in &mut self.rows {
            let names = &self.names[row.names.0 as usize..row.names.1 as usize];
            row.name = names.iter().copied().max_by_key(|&name| (self.counts[&name], name)).unwrap_or(0);
        }
    }

    /// Returns the hash of a row's representative name; 0 if there is none.
    pub(crate) fn name(&self, row: u32) -> u32 {
        self.rows.get(row as usize).map_or(0, |r| r.name)
    }

    /// Returns the groups that a row matches as class or id.
    pub(crate) fn evidence(&self, row: u32) -> ClassHints {
        self.rows.get(row as usize).map_or(ClassHints::default(), |r| r.evidence)
    }

    /// Returns the groups that a row matches as `itemprop`, where `description` or `image` are not style names.
    pub(crate) fn evidence_of_item(&self, row: u32) -> ClassHints {
        self.evidence(row).only(ClassHints::COMMENTS.with(ClassHints::CAPTION))
    }

    /// Removes the page's attributes, but keeps the cache of words and the memory.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.by_hash.clear();
        self.by_set.clear();
        self.names.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon;

    fn of(value: &str) -> ClassHints {
        let mut classes = Classes::default();
        let row = classes.intern(value);
        classes.evidence(row)
    }

    #[test]
    fn every_entry_is_one_word() {
        let table = include_str!("../lexicon/data/classes.txt");
        let mut needles = lexicon::entries(table).filter_map(|(_, entry)| lexicon::fields(entry).next());
        assert!(needles.all(|needle| !needle.contains(' ')));
    }

    #[test]
    fn names_match_in_camel_case_and_before_suffixes() {
        assert!(of("StoryBody").any(ClassHints::POSITIVE));
        assert!(of("js reader-Comments").any(ClassHints::COMMENTS));
        assert!(!of("commentary").any(ClassHints::COMMENTS));
        assert!(of("c-isso").any(ClassHints::COMMENTS));
        assert!(!of("c-issoria").any(ClassHints::COMMENTS));
        assert_eq!(of("xyz"), ClassHints::default());
    }

    #[test]
    fn words_of_a_compound_are_not_names() {
        assert!(of("cta").any(ClassHints::PROMPT));
        assert!(!of("acta").any(ClassHints::PROMPT));
        assert!(of("sr-only").any(ClassHints::UNSEEN));
        assert!(!of("no-sr-only-here").any(ClassHints::UNSEEN));
    }

    #[test]
    fn the_order_of_names_is_irrelevant() {
        let mut classes = Classes::default();
        let rows = ["post post-12", "post-12 post", "post-13 post"].map(|value| classes.intern(value));
        assert_eq!(rows[0], rows[1]);
        assert_ne!(rows[0], rows[2]);
        rows.iter().for_each(|&row| classes.count(row));
        classes.choose_names();
        assert_eq!(classes.name(rows[0]), classes.name(rows[2]));
        assert_eq!(classes.name(0), 0);
    }
}
