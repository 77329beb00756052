//! Finds the phrases of a table in a text, ignoring the case of ASCII letters.
//!
//! Phrases are found by a hash of their first three bytes, so the table is quick to build and rejects nearly every
//! position of a text at once.

use std::{borrow::Cow, ops::Range};

/// A set of phrases to search for.
pub(crate) struct Search {
    phrases: Vec<Cow<'static, str>>,
    /// For each hash of a head, whether a phrase has it.
    flags: Vec<u8>,
    /// Where in `by_hash` the phrases of each hash end.
    ends: Vec<u16>,
    /// The phrases, by the hash of their head.
    by_hash: Vec<Entry>,
    /// The phrases of two bytes.
    short: Vec<Entry>,
}

/// A phrase, prepared for comparison.
#[derive(Clone, Copy)]
struct Entry {
    /// The first eight bytes in lower case, the first byte lowest, and a mask of the bytes that are set.
    eight: u64,
    mask: u64,
    number: u16,
}

impl Entry {
    fn new(phrase: &str, number: u16) -> Self {
        let mask = eight_of(phrase.len());
        Self { eight: lowered(eight(phrase.as_bytes())) & mask, mask, number }
    }
}

/// Returns the first eight bytes of a text, the first byte lowest, padded with 0.
#[inline]
pub(crate) fn eight(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => text.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte)),
    }
}

/// Returns the mask of the first eight bytes of a text of `len` bytes; `len` is at least 1.
#[inline]
pub(crate) fn eight_of(bytes: usize) -> u64 {
    u64::MAX >> (8 * 8usize.saturating_sub(bytes))
}

/// Converts the ASCII capitals of eight bytes to lower case at once.
fn lowered(raw: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    let low = raw & (ONES * 0x7f);
    let above_z = low + ONES * (0x7f - b'Z' as u64);
    let from_a = low + ONES * (0x80 - b'A' as u64);
    raw | (from_a & !above_z & !raw & (ONES * 0x80)) >> 2
}

/// A phrase that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Its range in bytes.
    pub(crate) range: Range<usize>,
    /// Its number.
    pub(crate) phrase: usize,
}

/// Bytes of a head.
const HEAD: usize = 3;
/// A phrase of at least three bytes begins with such a head.
const LONG: u8 = 1;
const SHORT: u8 = 2;
/// Bits of a hash.
const BITS: u32 = 12;

fn hash(head: u32) -> usize {
    const FACTOR: u32 = 0x9e37_79b1;
    (head.wrapping_mul(FACTOR) >> (u32::BITS - BITS)) as usize
}

/// Returns a byte of a head in lower case; 0 after the end.
fn byte(text: &[u8], at: usize) -> u32 {
    text.get(at).map_or(0, |b| u32::from(b.to_ascii_lowercase()))
}

/// Returns the head at a position.
fn head(text: &[u8], at: usize) -> u32 {
    (0..HEAD).rev().fold(0, |head, n| head << 8 | byte(text, at + n))
}

impl Search {
    /// Prepares phrases, which are numbered from 0 in the given order. Each must have at least two bytes.
    pub(crate) fn new(phrases: impl IntoIterator<Item = Cow<'static, str>>) -> Self {
        let phrases: Vec<_> = phrases.into_iter().collect();
        let (mut flags, mut ends, mut short) = (vec![0; 1 << BITS], vec![0; 1 << BITS], Vec::new());
        let mut by_hash: Vec<(u32, Entry)> = Vec::with_capacity(phrases.len());
        for (number, phrase) in (0..).zip(&phrases) {
            let head = head(phrase.as_bytes(), 0);
            if phrase.len() < HEAD {
                short.push(Entry::new(phrase, number));
                (0..=0xff).for_each(|third| flags[hash(head | third << 16)] |= SHORT);
            } else {
                by_hash.push((head, Entry::new(phrase, number)));
                flags[hash(head)] |= LONG;
                ends[hash(head)] += 1;
            }
        }
        // The sort is stable: phrases of the same hash keep their order.
        by_hash.sort_by_key(|&(head, _)| hash(head));
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let by_hash = by_hash.into_iter().map(|(_, entry)| entry).collect();
        Self { phrases, flags, ends, by_hash, short }
    }

    /// Returns the next position, `from` or later, at which a phrase may begin.
    fn next(&self, text: &[u8], from: usize) -> Option<(usize, u32)> {
        let mut head = head(text, from) << 8;
        (from..text.len()).find_map(|at| {
            head = head >> 8 | byte(text, at + HEAD - 1) << 16;
            (self.flags[hash(head)] != 0).then_some((at, head))
        })
    }

    /// Returns the numbers of the phrases at a position, those of two bytes last.
    fn at<'a>(&'a self, text: &'a [u8], at: usize, head: u32) -> impl Iterator<Item = Match> + 'a {
        let hash = hash(head);
        let start = hash.checked_sub(1).map_or(0, |before| self.ends[before]);
        let same = &self.by_hash[usize::from(start)..usize::from(self.ends[hash])];
        let short = if self.flags[hash] & SHORT == 0 { &[][..] } else { &self.short };
        let here = lowered(eight(&text[at..]));
        same.iter().chain(short).filter(move |entry| here & entry.mask == entry.eight).filter_map(
            move |entry| {
                let phrase = usize::from(entry.number);
                let end = at + self.phrases[phrase].len();
                let stands = text.get(at..end)?.eq_ignore_ascii_case(self.phrases[phrase].as_bytes());
                stands.then_some(Match { range: at..end, phrase })
            },
        )
    }

    /// Returns every occurrence of every phrase, overlapping ones included.
    pub(crate) fn all<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Match> + 'a {
        let mut from = 0;
        let places = std::iter::from_fn(move || {
            let place = self.next(text, from)?;
            from = place.0 + 1;
            Some(place)
        });
        places.flat_map(move |(at, head)| self.at(text, at, head))
    }

    /// Returns the leftmost phrases that do not overlap, the longest of those that begin at the same position.
    pub(crate) fn longest<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Match> + 'a {
        let text = text.as_bytes();
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let (at, head) = self.next(text, from)?;
                let longer = |a: Match, b: Match| if b.range.end > a.range.end { b } else { a };
                let found = self.at(text, at, head).reduce(longer);
                from = found.as_ref().map_or(at + 1, |found| found.range.end);
                if found.is_some() {
                    return found;
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_and_the_longest() {
        let search = Search::new(["by", "written by", "ten", "byline", "von", "bylin"].map(Cow::Borrowed));
        let of = |found: &mut dyn Iterator<Item = Match>| {
            found.map(|m| (m.range.start, m.phrase)).collect::<Vec<_>>()
        };
        let text = "Written By Bylines, BY";
        assert_eq!(
            of(&mut search.all(text.as_bytes())),
            [(0, 1), (4, 2), (8, 0), (11, 3), (11, 5), (11, 0), (20, 0)]
        );
        assert_eq!(of(&mut search.longest(text)), [(0, 1), (11, 3), (20, 0)]);
        for text in ["", "b", "vo", "n", "ünvö"] {
            assert_eq!(search.all(text.as_bytes()).count(), 0, "{text}");
        }
    }
}
