//! Finds phrases that reveal the purpose of a short block: sharing, subscribing, related stories, comments.
//!
//! The table `lexicon/data/labels.txt` lists them by purpose and language. All are searched in one pass over the
//! page's text in lower case. The group defines whether a phrase counts only at the start of a block.

use std::{ops::Range, sync::LazyLock};

use rustc_hash::FxHashSet;

use crate::{
    lexicon,
    lexicon::phrase_search::{eight, eight_of},
};

use super::text::{Lower, Stats};
use crate::html::features::tokens;

const TABLE: &str = include_str!("../../lexicon/data/labels.txt");

/// Maximum words of a block that marks what comes after it.
const MARKER_WORDS: f32 = 8.0;

/// Groups of phrases, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrases(u32);

impl Phrases {
    /// Cookies and privacy.
    pub(crate) const COOKIE: Self = Self(1 << 0);
    /// Rights and terms.
    pub(crate) const COPYRIGHT: Self = Self(1 << 1);
    /// Subscriptions, newsletters, sign-up.
    pub(crate) const SUBSCRIBE: Self = Self(1 << 2);
    /// Sharing, networks, print.
    pub(crate) const SHARE: Self = Self(1 << 3);
    /// Links to other stories.
    pub(crate) const RELATED: Self = Self(1 << 4);
    /// Comments and log-in.
    pub(crate) const DISCUSS: Self = Self(1 << 5);
    /// Calls to continue, buy or load.
    pub(crate) const ACTION: Self = Self(1 << 6);
    /// Advertising.
    pub(crate) const ADVERT: Self = Self(1 << 7);
    /// The block begins like a byline, date or topic line.
    pub(crate) const BYLINE: Self = Self(1 << 8);
    /// The source of a picture.
    pub(crate) const PICTURE: Self = Self(1 << 9);
    /// The block begins like the heading of what follows a story.
    pub(crate) const END: Self = Self(1 << 10);
    /// The block begins like the heading of a comment section.
    pub(crate) const COMMENTS: Self = Self(1 << 11);
    /// The block begins like a byline or publication line; fewer words than `BYLINE`.
    pub(crate) const SIGNATURE: Self = Self(1 << 12);
    /// Words before the noun of a comment section's heading.
    const COMMENTS_LEAD: Self = Self(1 << 13);
    /// All groups that indicate boilerplate.
    pub(crate) const BOILERPLATE: Self = Self((1 << 9) - 1);

    /// The groups, and whether they count only at the start of a block.
    const GROUPS: [(&'static str, Self, bool); 14] = [
        ("cookie", Self::COOKIE, false),
        ("copyright", Self::COPYRIGHT, false),
        ("subscribe", Self::SUBSCRIBE, false),
        ("share", Self::SHARE, false),
        ("related", Self::RELATED, false),
        ("discuss", Self::DISCUSS, false),
        ("action", Self::ACTION, false),
        ("advert", Self::ADVERT, false),
        ("byline", Self::BYLINE, true),
        ("picture", Self::PICTURE, false),
        ("end", Self::END, true),
        ("comments", Self::COMMENTS, true),
        ("signature", Self::SIGNATURE, true),
        ("comments-lead", Self::COMMENTS_LEAD, true),
    ];

    /// Returns whether the sets have a group in common.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the union of two sets.
    #[must_use]
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// All phrases, indexed by their first bytes. A page is looked up at every byte, and nearly all lookups fail.
struct PhraseTable {
    patterns: Vec<Pattern>,
    /// By the first three bytes; shorter phrases by the first.
    by_three: Index,
    by_one: Index,
    /// Groups that count only at the start of a block.
    opening: Phrases,
    beside: Beside,
}

struct Pattern {
    text: &'static str,
    /// The first eight bytes, and a mask of the bits that are set.
    eight: u64,
    mask: u64,
    phrases: Phrases,
    /// Whether a word must begin, and end, with the phrase.
    begins: bool,
    ends: bool,
}

/// Patterns by a hash of their first bytes.
struct Index {
    /// Per hash: whether there is a pattern, and whether one may match inside a word.
    flags: Box<[u8; 1 << Self::BITS]>,
    /// The position in `patterns` at which the patterns of each hash begin.
    firsts: Vec<u16>,
    /// Indices into [`PhraseTable::patterns`].
    patterns: Vec<u16>,
}

/// A pattern with this hash exists that matches at the start of a word, and one that matches inside words too.
const AT_WORDS: u8 = 1;
const INSIDE: u8 = 2;

impl Index {
    /// Number of bits of a hash.
    const BITS: u32 = 12;

    /// Returns a hash of the first bytes; the first byte is the lowest.
    fn hash(head: u32) -> usize {
        const FACTOR: u32 = 0x9e37_79b1;
        (head.wrapping_mul(FACTOR) >> (u32::BITS - Self::BITS)) as usize
    }

    /// Creates an index of the patterns with a length in `lengths`, by their first `bytes` bytes.
    fn new(patterns: &[Pattern], bytes: usize, lengths: impl Fn(usize) -> bool) -> Self {
        let head = |p: &Pattern| p.text.bytes().take(bytes).rev().fold(0, |head, b| head << 8 | u32::from(b));
        let indexed = || (0u16..).zip(patterns).filter(|(_, p)| lengths(p.text.len()));
        let mut by_hash: Vec<(usize, u32, u16)> =
            indexed().map(|(n, p)| (Self::hash(head(p)), head(p), n)).collect();
        by_hash.sort_unstable();
        let (mut flags, mut firsts) = (Box::new([0; 1 << Self::BITS]), vec![0; (1 << Self::BITS) + 1]);
        for &(hash, _, n) in &by_hash {
            flags[hash] |= if patterns[usize::from(n)].begins { AT_WORDS } else { AT_WORDS | INSIDE };
            firsts[hash + 1] += 1;
        }
        for at in 1..firsts.len() {
            firsts[at] += firsts[at - 1];
        }
        Self { flags, firsts, patterns: by_hash.into_iter().map(|(.., n)| n).collect() }
    }

    /// Returns the patterns that may begin with these bytes.
    fn get(&self, hash: usize) -> &[u16] {
        &self.patterns[usize::from(self.firsts[hash])..usize::from(self.firsts[hash + 1])]
    }
}

static PATTERNS: LazyLock<PhraseTable> = LazyLock::new(|| {
    let mut patterns: Vec<Pattern> = Vec::new();
    let (mut opening, mut beside) = (Phrases::default(), Beside::default());
    for (_, phrases, at_start) in Phrases::GROUPS {
        if at_start {
            opening.add(phrases);
        }
    }
    for (group, entry) in lexicon::entries(TABLE) {
        let name = group.split(' ').next().unwrap_or_default();
        let Some(&(_, phrases, _)) = Phrases::GROUPS.iter().find(|(n, ..)| *n == name) else {
            beside.add(name, entry);
            continue;
        };
        let (entry, begins) = entry.strip_prefix('*').map_or((entry, true), |e| (e, false));
        let (text, ends) = entry.strip_suffix('*').map_or((entry, true), |e| (e, false));
        let mask = eight_of(text.len());
        patterns.push(Pattern { text, eight: eight(text.as_bytes()), mask, phrases, begins, ends });
    }
    let by_three = Index::new(&patterns, 3, |length| length > 2);
    let by_one = Index::new(&patterns, 1, |length| length <= 2);
    PhraseTable { patterns, by_three, by_one, opening, beside }
});

impl PhraseTable {
    /// Calls `found` with the position of every phrase in a range of text, and the phrase.
    fn find<'a>(&'a self, text: &str, range: Range<usize>, mut found: impl FnMut(usize, &'a Pattern)) {
        let bytes = &text.as_bytes()[..range.end];
        let mut try_all = |at: usize, index: &Index, hash: usize| {
            let here = eight(&bytes[at..]);
            for &n in index.get(hash) {
                let pattern = &self.patterns[usize::from(n)];
                if here & pattern.mask == pattern.eight
                    && (pattern.text.len() <= 8 || bytes[at..].starts_with(pattern.text.as_bytes()))
                    && (!pattern.begins || parts(text, at))
                    && (!pattern.ends || parts(text, at + pattern.text.len()))
                {
                    found(at, pattern);
                }
            }
        };
        let byte = |at: usize| u32::from(bytes.get(at).copied().unwrap_or_default());
        let mut head = byte(range.start) << 8 | byte(range.start + 1) << 16;
        let mut inside = 0;
        for at in range {
            head = head >> 8 | byte(at + 2) << 16;
            // Beyond ASCII, `parts` decides where words begin.
            let letter = LETTERS[(head & 0xff) as usize];
            // Either INSIDE or AT_WORDS.
            let wanted = AT_WORDS << (inside & letter);
            inside = letter;
            let hash = Index::hash(head);
            if self.by_three.flags[hash] & wanted != 0 {
                try_all(at, &self.by_three, hash);
            }
            if wanted == AT_WORDS {
                let hash = Index::hash(head & 0xff);
                if self.by_one.flags[hash] != 0 {
                    try_all(at, &self.by_one, hash);
                }
            }
        }
    }
}

/// 1 for ASCII letters and digits.
static LETTERS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x80 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() as u8;
        byte += 1;
    }
    table
};

/// Returns whether there is a word boundary at `at`.
fn parts(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return true };
    !before.is_alphanumeric()
        || !after.is_alphanumeric()
        || tokens::script(before) != tokens::Script::Spaced
        || tokens::script(after) != tokens::Script::Spaced
        // Korean particles follow their noun without a space.
        || is_hangul(before)
}

fn is_hangul(c: char) -> bool {
    matches!(c as u32, 0xac00..=0xd7a3)
}

/// Finds all phrases of the page and records them in the [`Stats`] of each block.
pub(crate) fn find(lower: &Lower, stats: &mut [Stats]) {
    let table = &*PATTERNS;
    let mut opened: Vec<(usize, usize, Phrases)> = Vec::new();
    let mut start = 0;
    for (block, stats) in stats.iter_mut().enumerate() {
        let end = lower.ends[block] as usize;
        let first = lower.first_alphanumeric[block] as usize;
        let may_mark = stats.words <= MARKER_WORDS;
        let mut phrases = Phrases::default();
        table.find(&lower.text, start..end, |at, pattern| {
            if !table.opening.any(pattern.phrases) {
                phrases.add(pattern.phrases);
            } else if at <= first
                || may_mark && pattern.phrases.any(Phrases::COMMENTS.with(Phrases::COMMENTS_LEAD))
            {
                opened.push((at, at + pattern.text.len(), pattern.phrases));
            }
        });
        stats.phrases.add(phrases);
        finish(lower, block, &mut opened, stats);
        start = end;
    }
}

/// Evaluates the phrases at the start of a block, after all have been found.
fn finish(lower: &Lower, block: usize, opened: &mut Vec<(usize, usize, Phrases)>, stats: &mut Stats) {
    if opened.is_empty() {
        return;
    }
    let first = lower.first_alphanumeric[block] as usize;
    for &(_, _, phrases) in opened.iter().filter(|(start, ..)| *start <= first) {
        stats.phrases.add(phrases.only(Phrases::BYLINE.with(Phrases::END).with(Phrases::SIGNATURE)));
    }
    // "12 comments", "leave a reply", "all reader comments"
    let bytes = lower.text.as_bytes();
    let mut at = first;
    loop {
        if opened.iter().any(|&(start, _, p)| start == at && p.any(Phrases::COMMENTS)) {
            stats.phrases.add(Phrases::COMMENTS);
            break;
        }
        let lead = opened.iter().filter(|&&(start, _, p)| start == at && p.any(Phrases::COMMENTS_LEAD));
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let next = lead.map(|&(_, end, _)| end).max().unwrap_or(at + digits);
        let spaces = bytes[next..].iter().take_while(|&&b| b == b' ').count();
        if next == at || spaces == 0 {
            break;
        }
        at = next + spaces;
    }
    opened.clear();
}

/// Hashes of words next to numbers, by what they make of the number.
#[derive(Default)]
struct Beside {
    currencies: FxHashSet<u32>,
    units: FxHashSet<u32>,
    after_time: FxHashSet<u32>,
    before_time: FxHashSet<u32>,
    of: FxHashSet<u32>,
}

impl Beside {
    fn add(&mut self, group: &str, word: &str) {
        let set = match group {
            "currency" => &mut self.currencies,
            "time-unit" => &mut self.units,
            "time-after" => &mut self.after_time,
            "time-before" => &mut self.before_time,
            "day-of" => &mut self.of,
            _ => return,
        };
        set.insert(tokens::hash(word));
    }
}

/// Returns whether a word is a currency after an amount.
pub(crate) fn is_currency(word: &str) -> bool {
    !word.is_empty() && PATTERNS.beside.currencies.contains(&tokens::hash(word))
}

/// Returns whether a word is a unit of time.
pub(crate) fn is_time_unit(word: &str) -> bool {
    !word.is_empty() && PATTERNS.beside.units.contains(&tokens::hash(word))
}

/// Returns whether a word after a duration makes it an age or a reading time.
pub(crate) fn is_after_time(word: &str) -> bool {
    !word.is_empty() && PATTERNS.beside.after_time.contains(&tokens::hash(word))
}

/// Returns whether a word before a duration makes it an age.
pub(crate) fn is_before_time(word: &str) -> bool {
    !word.is_empty() && PATTERNS.beside.before_time.contains(&tokens::hash(word))
}

/// Returns whether a word can separate day and month.
pub(crate) fn is_of(word: &str) -> bool {
    !word.is_empty() && PATTERNS.beside.of.contains(&tokens::hash(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every phrase is found at word boundaries, and inside words if the table allows it.
    #[test]
    fn phrases_match_as_defined_in_the_table() {
        let table = &*PATTERNS;
        let short = |p: &Pattern| p.text.len() < 3 && !p.begins;
        assert!(!table.patterns.iter().any(short), "short phrases are asked for at words' beginnings only");
        for pattern in &table.patterns {
            for text in [
                pattern.text.to_owned(),
                format!("x, {} x", pattern.text),
                format!("\n{}\n", pattern.text),
                format!("x{}x", pattern.text),
            ] {
                let mut hits = Vec::new();
                table.find(&text, 0..text.len(), |at, p| hits.push((at, p.text)));
                let mut naive = Vec::new();
                for other in &table.patterns {
                    let places = text
                        .char_indices()
                        .map(|(at, _)| at)
                        .filter(|&at| text[at..].starts_with(other.text));
                    naive.extend(
                        places
                            .filter(|&at| {
                                (!other.begins || parts(&text, at))
                                    && (!other.ends || parts(&text, at + other.text.len()))
                            })
                            .map(|at| (at, other.text)),
                    );
                }
                hits.sort_unstable();
                naive.sort_unstable();
                assert_eq!(hits, naive, "{text:?}");
            }
        }
    }
}
