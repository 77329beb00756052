//! What class names and ids say about an element.
//!
//! Comes in: attribute strings. Goes out: [`Evidence`], a set of the groups of `lexicon/data/classes.txt` that
//! match. A string is looked at once a page however many elements carry it, and each word of it once in a while: no
//! entry of the table goes beyond a word.

use std::{borrow::Cow, hash::BuildHasher, sync::LazyLock};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::{
    lexicon,
    lexicon::{cache::Recall, phrase_search::Search},
};

const TABLE: &str = include_str!("../lexicon/data/classes.txt");

/// Bytes of an attribute that are looked at; longer ones are data, not names.
const MAX_BYTES: usize = 512;

/// Groups of class names, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence(u16);

impl Evidence {
    /// Names of what holds content.
    pub(crate) const POSITIVE: Self = Self(1 << 0);
    /// Names of what stands around it.
    pub(crate) const NEGATIVE: Self = Self(1 << 1);
    /// Readers' comments.
    pub(crate) const COMMENTS: Self = Self(1 << 2);
    /// Captions, credits, media.
    pub(crate) const CAPTION: Self = Self(1 << 3);
    /// Standfirsts.
    pub(crate) const STANDFIRST: Self = Self(1 << 4);
    /// What tells of the author.
    pub(crate) const BIOGRAPHY: Self = Self(1 << 5);
    /// Calls to subscribe, sign up, rate, give.
    pub(crate) const PROMPT: Self = Self(1 << 6);
    /// Buttons that are links.
    pub(crate) const BUTTON: Self = Self(1 << 7);
    /// What a forum shows of those who write, beside their posts.
    pub(crate) const PROFILE: Self = Self(1 << 8);
    /// A price.
    pub(crate) const PRICE: Self = Self(1 << 9);

    const GROUPS: [(&'static str, Self); 10] = [
        ("positive", Self::POSITIVE),
        ("negative", Self::NEGATIVE),
        ("comments", Self::COMMENTS),
        ("caption", Self::CAPTION),
        ("standfirst", Self::STANDFIRST),
        ("biography", Self::BIOGRAPHY),
        ("prompt", Self::PROMPT),
        ("button", Self::BUTTON),
        ("profile", Self::PROFILE),
        ("price", Self::PRICE),
    ];

    /// Both together.
    #[must_use]
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether one of `other`'s groups is in it.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What of it is in `other` too.
    #[must_use]
    pub(crate) fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// One entry of the table.
struct Pattern {
    evidence: Evidence,
    /// Must be followed by no letter or digit.
    whole: bool,
    /// What must not follow.
    unless: Vec<&'static str>,
}

struct Table {
    search: Search,
    patterns: Vec<Pattern>,
}

static PATTERNS: LazyLock<Table> = LazyLock::new(|| {
    let mut needles: Vec<Cow<'_, str>> = Vec::new();
    let mut patterns = Vec::new();
    for (group, entry) in lexicon::entries(TABLE) {
        let Some(&(_, evidence)) = Evidence::GROUPS.iter().find(|(name, _)| *name == group) else { continue };
        let mut fields = lexicon::fields(entry);
        needles.push(fields.next().unwrap_or_default().into());
        let mut pattern = Pattern { evidence, whole: false, unless: Vec::new() };
        for field in fields {
            match field.split_once(' ') {
                Some(("unless", words)) => pattern.unless = words.split_whitespace().collect(),
                _ => pattern.whole = field == "whole",
            }
        }
        patterns.push(pattern);
    }
    let search = Search::new(needles);
    Table { search, patterns }
});

/// The groups that a normalized name matches.
fn evidence(name: &[u8]) -> Evidence {
    let table = &*PATTERNS;
    let mut found = Evidence::default();
    for hit in table.search.all(name) {
        let pattern = &table.patterns[hit.phrase];
        let after = &name[hit.range.end..];
        let goes_on = after.first().is_some_and(u8::is_ascii_alphanumeric);
        if pattern.whole && goes_on || pattern.unless.iter().any(|u| after.starts_with(u.as_bytes())) {
            continue;
        }
        found = found.with(pattern.evidence);
    }
    found
}

/// `camelCase` to `camel-case`, `_` to `-`, lower case.
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

/// Each byte as it is compared. Names are ASCII; what is not can match nothing.
static NORMAL: [u8; 256] = {
    let mut table = [b'?'; 256];
    let mut byte = 0u8;
    while byte < 0x80 {
        table[byte as usize] = if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
        byte += 1;
    }
    table
};

#[derive(Clone, Copy, Debug)]
struct Row {
    first: u32,
    evidence: Evidence,
}

/// The attribute strings of a page, each with a row of its own; row 0 is "none".
#[derive(Debug, Default)]
pub(crate) struct Classes {
    rows: Vec<Row>,
    by_hash: FxHashMap<u64, u32>,
    words: Recall<Evidence>,
    normal: Vec<u8>,
}

impl Classes {
    /// The row of a string. Strings are told apart by a 64-bit hash.
    pub(crate) fn intern(&mut self, value: &str) -> u32 {
        let value = value.trim_ascii();
        if value.is_empty() {
            return 0;
        }
        if self.rows.is_empty() {
            self.rows.push(Row { first: 0, evidence: Evidence::default() });
        }
        let hash = FxBuildHasher.hash_one(value);
        if let Some(&row) = self.by_hash.get(&hash) {
            return row;
        }
        let first = value.split_ascii_whitespace().next().unwrap_or_default();
        let first = FxBuildHasher.hash_one(first) as u32 | 1;
        let read = &value.as_bytes()[..value.len().min(MAX_BYTES)];
        let words = read.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let mut all = Evidence::default();
        for word in words {
            all = all.with(self.words.get(word, || {
                normalize(word, &mut self.normal);
                evidence(&self.normal)
            }));
        }
        let row = self.rows.len() as u32;
        self.rows.push(Row { first, evidence: all });
        self.by_hash.insert(hash, row);
        row
    }

    /// Hash of a string's first class; 0 for none.
    pub(crate) fn first(&self, row: u32) -> u32 {
        self.rows.get(row as usize).map_or(0, |r| r.first)
    }

    /// What a string says as class or id.
    pub(crate) fn evidence(&self, row: u32) -> Evidence {
        self.rows.get(row as usize).map_or(Evidence::default(), |r| r.evidence)
    }

    /// What a string says as `itemprop`: there `description` or `image` are no style names.
    pub(crate) fn evidence_of_item(&self, row: u32) -> Evidence {
        self.evidence(row).only(Evidence::COMMENTS.with(Evidence::CAPTION))
    }

    /// Forgets all strings, not what their words say, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.rows.clear();
        self.by_hash.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Evidence {
        let mut classes = Classes::default();
        let row = classes.intern(value);
        classes.evidence(row)
    }

    #[test]
    fn groups_of_the_table_are_the_ones_that_are_read() {
        let names: Vec<_> = lexicon::groups(TABLE).map(|(name, _)| name).collect();
        let known: Vec<_> = Evidence::GROUPS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, known);
        let needles = lexicon::entries(TABLE).filter_map(|(_, entry)| lexicon::fields(entry).next());
        assert!(needles.into_iter().all(|needle| !needle.contains(' ')), "an entry is of one word");
    }

    #[test]
    fn names_are_found_in_camel_case_and_with_what_follows() {
        assert!(of("StoryBody").any(Evidence::POSITIVE));
        assert!(of("js reader-Comments").any(Evidence::COMMENTS));
        assert!(!of("commentary").any(Evidence::COMMENTS));
        assert!(of("c-isso").any(Evidence::COMMENTS));
        assert!(!of("c-issoria").any(Evidence::COMMENTS));
        assert_eq!(of("xyz"), Evidence::default());
    }
}
