//! Finds phrases that reveal the purpose of a short block: sharing, subscribing, related stories, comments.
//!
//! The table `lexicon/data/labels.txt` lists them by purpose and language, and `outlet-notes.txt` those of requests for
//! consent. All are searched in one pass over the page's text in lower case. The group defines whether a phrase counts
//! only at the start of a block.

use std::ops::Range;

use crate::lexicon::phrase_search::{Buckets, Filter, eight, eight_of, hash, may_be_in};

use super::{
    lower::Lower,
    phrase_heads::{BYTES, HalfBytes, HeadLanes},
    wording::Stats,
};
use crate::{
    html::features::known_tokens::BESIDE_NUMBERS,
    words::{
        classes,
        classes::{STRETCH, ones},
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

/// Patterns by a hash of their first four bytes. The build script writes two: `LONG`, and `SHORT` for those of up to three
/// bytes, which are whole words of ASCII letters or single characters.
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

/// Calls `found` with the place of every phrase in a block and the phrase.
#[inline(always)]
fn find_all(
    lanes: impl HeadLanes,
    text: &str,
    block: Range<usize>,
    found: &mut impl FnMut(usize, &'static PhrasePattern),
) {
    let bytes = text.as_bytes();
    let (mut at, mut before) = (block.start, 0);
    while at < block.end {
        let own = ones((block.end - at).min(STRETCH) as u32);
        let Starts { letters, others } = starts(lanes, bytes, at);
        let letters = letters & own;
        let follows = letters << 1 | before;
        before = letters >> (STRETCH - 1);
        // Beyond ASCII, only `parts` knows where words begin.
        let mut outside = letters & !follows | others & own;
        while outside != 0 {
            let n = outside.trailing_zeros();
            outside &= outside - 1;
            let (place, head) = (at + n as usize, head(bytes, at + n as usize));
            if may_be_in(&LONG.filters[0], head) {
                try_all(text, place, &LONG, head, found);
            }
            let length = match (letters >> n).trailing_ones() {
                0 => head.to_le_bytes()[0].leading_ones(),
                // The word may go on after the stretch.
                length if n + length == STRETCH as u32 => {
                    1 + starts(lanes, bytes, place + 1).letters.trailing_ones()
                }
                length => length,
            };
            if length < HEAD as u32 {
                let word = head & ones(8 * length.max(1)) as u32;
                if may_be_in(&SHORT.filters[0], word) {
                    try_all(text, place, &SHORT, word, found);
                }
            }
        }
        let mut inside = letters & follows;
        if inside != 0 {
            inside &= lanes.inside_heads(bytes, at);
        }
        while inside != 0 {
            let place = at + inside.trailing_zeros() as usize;
            inside &= inside - 1;
            let head = head(bytes, place);
            if may_be_in(&LONG.filters[1], head) {
                try_all(text, place, &LONG, head, found);
            }
        }
        at += STRETCH;
    }
}

/// Bytes of a head.
const HEAD: usize = size_of::<u32>();

/// Where a phrase may begin in a stretch.
struct Starts {
    /// ASCII letters and digits. Text in lower case has no capitals.
    letters: u64,
    /// Signs, and the first bytes of characters that are not ASCII.
    others: u64,
}

#[inline(always)]
fn starts(lanes: impl HeadLanes, text: &[u8], at: usize) -> Starts {
    classes::read(
        text,
        at,
        #[inline(always)]
        |stretch| {
            let letters = lanes.between(stretch, b'a', b'z') | lanes.between(stretch, b'0', b'9');
            let never = lanes.between(stretch, 0, b' ') | lanes.between(stretch, 0x80, 0xbf);
            Starts { letters, others: !(letters | never) }
        },
    )
}

/// Returns the four bytes at a position, the first lowest; 0 after the end.
#[inline(always)]
fn head(text: &[u8], at: usize) -> u32 {
    match text.get(at..).and_then(|rest| rest.first_chunk()) {
        Some(four) => u32::from_le_bytes(*four),
        None => text[at..].iter().take(HEAD).rev().fold(0, |head, &byte| head << 8 | u32::from(byte)),
    }
}

/// Calls `found` with the phrases of an index that are at a position, which has the given head.
#[inline(never)]
fn try_all(
    text: &str,
    at: usize,
    index: &PhraseIndex,
    head: u32,
    found: &mut impl FnMut(usize, &'static PhrasePattern),
) {
    // A phrase contains no line feed, so none extends beyond the block.
    let bytes = text.as_bytes();
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
}

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
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = crate::simd::avx2() {
        return fearless_simd::Simd::vectorize(
            avx2,
            #[inline(always)]
            || find_with(avx2, lower, stats),
        );
    }
    find_with(classes::Portable, lower, stats);
}

#[inline(always)]
fn find_with(lanes: impl HeadLanes, lower: &Lower, stats: &mut [Stats]) {
    let mut opened: Vec<(usize, usize, Phrases)> = Vec::new();
    let mut start = 0;
    for (block, stats) in stats.iter_mut().enumerate() {
        let end = lower.ends[block] as usize;
        let may_mark = stats.words <= MARKER_WORDS;
        let mut phrases = Phrases::default();
        find_all(lanes, &lower.text, start..end, &mut |at, pattern| {
            let group = pattern.phrases();
            if !Phrases::OPENING.any(group) {
                phrases.add(group);
            } else if may_mark && group.any(Phrases::COMMENTS.with(Phrases::COMMENTS_LEAD))
                || at <= lower.first_alphanumeric(block)
            {
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
    let first = lower.first_alphanumeric(block);
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
        let patterns = || LONG.patterns.iter().chain(SHORT.patterns);
        let short = |p: &PhrasePattern| p.len() < HEAD && !(p.begins() && p.ends());
        assert!(!patterns().any(short), "short phrases are whole words");
        for pattern in patterns() {
            for text in [
                pattern.text().to_owned(),
                format!("x, {} x", pattern.text()),
                format!("\n{}\n", pattern.text()),
                format!("x{}x", pattern.text()),
            ] {
                let mut hits = Vec::new();
                find_all(classes::Portable, &text, 0..text.len(), &mut |at, p| hits.push((at, p.text())));
                #[cfg(target_arch = "x86_64")]
                if let Some(avx2) = crate::simd::avx2() {
                    let mut found = Vec::new();
                    let padded = format!("{text}{}", " ".repeat(STRETCH));
                    find_all(avx2, &padded, 0..text.len(), &mut |at, p| found.push((at, p.text())));
                    assert_eq!(found, hits, "{text:?}");
                }
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
