//! Finds phrases that reveal the purpose of a short block: sharing, subscribing, related stories, comments.
//!
//! The table `lexicon/data/labels.txt` lists them by purpose and language, and `outlet-notes.txt` those of requests for
//! consent. All are searched in one pass over the page's text in lower case. The group defines whether a phrase counts
//! only at the start of a block.

use std::ops::Range;

use crate::lexicon::phrase_search::{Buckets, Filter, eight, eight_of, hash, may_be_in};

use super::wording::{Lower, Stats};
use crate::{
    html::features::known_tokens::BESIDE_NUMBERS,
    words::{
        hash as word_hash,
        hash::{Script, is_alphanumeric, script},
    },
};

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
    /// A notice that asks for consent to cookies and advertising.
    pub(crate) const CONSENT: Self = Self(1 << 14);
    /// A request for consent in place of an embed.
    pub(crate) const BLOCKED_EMBED: Self = Self(1 << 15);
    /// All groups that indicate boilerplate.
    pub(crate) const BOILERPLATE: Self = Self((1 << 9) - 1);

    /// Groups that count only at the start of a block.
    const OPENING: Self =
        Self(Self::BYLINE.0 | Self::END.0 | Self::COMMENTS.0 | Self::SIGNATURE.0 | Self::COMMENTS_LEAD.0);

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

/// A phrase: its first eight bytes; where its text begins in `TEXT`, and its length in bytes; [`BEGINS`] and [`ENDS`];
/// its group.
struct PhrasePattern(u64, u16, u8, u8, u8);

/// A word must begin, and end, with the phrase.
const BEGINS: u8 = 1;
const ENDS: u8 = 2;

impl PhrasePattern {
    fn len(&self) -> usize {
        usize::from(self.2)
    }

    fn text(&self) -> &'static str {
        &TEXT[usize::from(self.1)..][..self.len()]
    }

    fn phrases(&self) -> Phrases {
        Phrases(1 << self.4)
    }

    fn begins(&self) -> bool {
        self.3 & BEGINS != 0
    }

    fn ends(&self) -> bool {
        self.3 & ENDS != 0
    }
}

/// Patterns by a hash of their first bytes. The build script writes two: by the first three bytes, and shorter ones by the
/// first.
struct PhraseIndex {
    /// The heads of all patterns, and those of the patterns that may match inside a word.
    filters: &'static [Filter; 2],
    /// Where in `patterns` those of each hash are.
    buckets: Buckets,
    patterns: &'static [PhrasePattern],
}

include!(concat!(env!("OUT_DIR"), "/labels.rs"));

impl PhraseIndex {
    /// Returns the patterns of a hash, and of others in its bucket.
    fn get(&self, hash: usize) -> &'static [PhrasePattern] {
        &self.patterns[self.buckets.range(hash)]
    }
}

/// Calls `found` with the place of every phrase in a stretch of text and the phrase.
fn find_all(text: &str, range: Range<usize>, mut found: impl FnMut(usize, &'static PhrasePattern)) {
    // A phrase contains no line feed, so none extends beyond the block.
    let bytes = text.as_bytes();
    let mut try_all = |at: usize, index: &PhraseIndex, head: u32| {
        let here = eight(&bytes[at..]);
        for pattern in index.get(hash(head)) {
            if here & eight_of(pattern.len()) == pattern.0
                && (pattern.len() <= 8 || bytes[at..].starts_with(pattern.text().as_bytes()))
                && (!pattern.begins() || parts(text, at))
                && (!pattern.ends() || parts(text, at + pattern.len()))
            {
                found(at, pattern);
            }
        }
    };
    let mut inside = 0;
    let mut try_at = |at: usize, head: u32| {
        // Beyond ASCII only `parts` knows where words begin.
        let letter = LETTERS[(head & 0xff) as usize];
        // Inside a word, only patterns that may stand there.
        let wanted = inside & letter;
        inside = letter;
        if may_be_in(&BY_THREE.filters[wanted & 1], head) {
            try_all(at, &BY_THREE, head);
        }
        if wanted == 0 && may_be_in(&BY_ONE.filters[0], head & 0xff) {
            try_all(at, &BY_ONE, head & 0xff);
        }
    };
    let byte = |at: usize| u32::from(bytes.get(at).copied().unwrap_or_default());
    let mut head = byte(range.start) << 8 | byte(range.start + 1) << 16;
    let rest = bytes.get(range.start + 2..).unwrap_or_default();
    let end = range.end.min(range.start + rest.len());
    for (at, &third) in (range.start..end).zip(rest) {
        head = head >> 8 | u32::from(third) << 16;
        try_at(at, head);
    }
    // The last two positions of the page.
    for at in end..range.end {
        head >>= 8;
        try_at(at, head);
    }
}

/// 1 for ASCII letters and digits.
static LETTERS: [usize; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x80 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() as usize;
        byte += 1;
    }
    table
};

/// Returns whether there is a word boundary at `at`.
fn parts(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let around = (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at));
    if let (Some(before @ 0..0x80), Some(after @ 0..0x80)) = around {
        return !before.is_ascii_alphanumeric() || !after.is_ascii_alphanumeric();
    }
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return true };
    !is_alphanumeric(before)
        || !is_alphanumeric(after)
        || script(before) != Script::Spaced
        || script(after) != Script::Spaced
        // Korean particles follow their noun without a space.
        || is_hangul(before)
}

fn is_hangul(c: char) -> bool {
    matches!(c as u32, 0xac00..=0xd7a3)
}

/// Finds all phrases of the page and records them in the [`Stats`] of each block.
pub(crate) fn find(lower: &Lower, stats: &mut [Stats]) {
    let mut opened: Vec<(usize, usize, Phrases)> = Vec::new();
    let mut start = 0;
    for (block, stats) in stats.iter_mut().enumerate() {
        let end = lower.ends[block] as usize;
        let first = lower.first_alphanumeric[block] as usize;
        let may_mark = stats.words <= MARKER_WORDS;
        let mut phrases = Phrases::default();
        find_all(&lower.text, start..end, |at, pattern| {
            let group = pattern.phrases();
            if !Phrases::OPENING.any(group) {
                phrases.add(group);
            } else if at <= first || may_mark && group.any(Phrases::COMMENTS.with(Phrases::COMMENTS_LEAD)) {
                opened.push((at, at + pattern.len(), group));
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

/// Groups of words beside numbers, as the bits of [`BESIDE_NUMBERS`].
mod beside {
    pub(super) const CURRENCY: u8 = 1 << 0;
    pub(super) const TIME_UNIT: u8 = 1 << 1;
    pub(super) const AFTER_TIME: u8 = 1 << 2;
    pub(super) const BEFORE_TIME: u8 = 1 << 3;
    pub(super) const DAY_OF: u8 = 1 << 4;
}

fn is_beside(word: &str, group: u8) -> bool {
    !word.is_empty() && BESIDE_NUMBERS.get(word_hash::token(word_hash::hash(word))) & group != 0
}

/// Returns whether a word is a currency after an amount.
pub(crate) fn is_currency(word: &str) -> bool {
    is_beside(word, beside::CURRENCY)
}

/// Returns whether a word is a unit of time.
pub(crate) fn is_time_unit(word: &str) -> bool {
    is_beside(word, beside::TIME_UNIT)
}

/// Returns whether a word after a duration makes it an age or a reading time.
pub(crate) fn is_after_time(word: &str) -> bool {
    is_beside(word, beside::AFTER_TIME)
}

/// Returns whether a word before a duration makes it an age.
pub(crate) fn is_before_time(word: &str) -> bool {
    is_beside(word, beside::BEFORE_TIME)
}

/// Returns whether a word can separate day and month.
pub(crate) fn is_of(word: &str) -> bool {
    is_beside(word, beside::DAY_OF)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every phrase is found at word boundaries, and inside words if the table allows it.
    #[test]
    fn phrases_are_found_as_the_table_says() {
        let patterns = || BY_THREE.patterns.iter().chain(BY_ONE.patterns);
        let short = |p: &PhrasePattern| p.len() < 3 && !p.begins();
        assert!(!patterns().any(short), "short phrases are asked for at words' beginnings only");
        for pattern in patterns() {
            for text in [
                pattern.text().to_owned(),
                format!("x, {} x", pattern.text()),
                format!("\n{}\n", pattern.text()),
                format!("x{}x", pattern.text()),
            ] {
                let mut hits = Vec::new();
                find_all(&text, 0..text.len(), |at, p| hits.push((at, p.text())));
                let mut naive = Vec::new();
                for other in patterns() {
                    let places = text
                        .char_indices()
                        .map(|(at, _)| at)
                        .filter(|&at| text[at..].starts_with(other.text()));
                    naive.extend(
                        places
                            .filter(|&at| {
                                (!other.begins() || parts(&text, at))
                                    && (!other.ends() || parts(&text, at + other.len()))
                            })
                            .map(|at| (at, other.text())),
                    );
                }
                hits.sort_unstable();
                naive.sort_unstable();
                assert_eq!(hits, naive, "{text:?}");
            }
        }
    }
}
