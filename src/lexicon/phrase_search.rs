//! Finds the phrases of a table in a text, ignoring the case of ASCII letters.
//!
//! Phrases are found by a hash of their first three bytes: for nearly every byte of a text the answer is no. The build
//! script uses this file too: it writes a [`Search`] for each table.

use std::ops::Range;

/// A set of phrases to search for.
pub(crate) struct Search {
    /// The phrases one after another, and where each ends.
    pub(crate) text: &'static str,
    pub(crate) ends: &'static [u16],
    /// The group of each phrase, as an index into the list of groups that the build script has for the table.
    pub(crate) groups: &'static [u8],
    /// The places of the heads with which phrases begin.
    pub(crate) filter: &'static Filter,
    /// Where in `by_hash` the phrases of each hash are.
    pub(crate) buckets: Buckets,
    /// The phrases, by the hash of their head.
    pub(crate) by_hash: &'static [Phrase],
    /// The phrases of two bytes.
    pub(crate) short: &'static [Phrase],
}

/// Where in a list that is ordered by hash the entries of each hash are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Buckets {
    /// Where each bucket begins, and the end of the last. A bucket contains the hashes that have the same high bits.
    pub(crate) starts: &'static [u16],
    /// The number of low bits.
    pub(crate) shift: u32,
}

impl Buckets {
    /// Returns the bucket of a hash.
    #[inline]
    pub(crate) fn range(&self, hash: usize) -> Range<usize> {
        let bucket = hash >> self.shift;
        usize::from(self.starts[bucket])..usize::from(self.starts[bucket + 1])
    }
}

/// A phrase, prepared for comparison: its first eight bytes in lower case, the first byte lowest; its number, and its
/// length in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase(pub(crate) u64, pub(crate) u16, pub(crate) u8);

impl Phrase {
    /// Prepares a phrase.
    #[allow(dead_code, reason = "the build script prepares them")]
    pub(crate) fn new(phrase: &str, number: u16) -> Self {
        Self(lowered(eight(phrase.as_bytes())) & eight_of(phrase.len()), number, phrase.len() as u8)
    }

    fn mask(self) -> u64 {
        eight_of(usize::from(self.2))
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
    /// Its group.
    pub(crate) group: usize,
}

/// Bytes of a head.
pub(crate) const HEAD: usize = 3;
/// Bits of a hash.
pub(crate) const BITS: u32 = 12;
/// Bits of a place in a filter. A table has some hundred heads, so that few others share a place with one of them.
const PLACE_BITS: u32 = 14;

/// A set of places, one bit each.
pub(crate) type Filter = [u32; 1 << (PLACE_BITS - u32::BITS.ilog2())];

/// Returns the hash of a head.
pub(crate) fn hash(head: u32) -> usize {
    place(head) >> (PLACE_BITS - BITS)
}

/// Returns the place of a head in a filter. Its high bits are the hash.
#[inline]
fn place(head: u32) -> usize {
    const FACTOR: u32 = 0x9e37_79b1;
    (head.wrapping_mul(FACTOR) >> (u32::BITS - PLACE_BITS)) as usize
}

/// Returns whether the place of a head is in a filter.
#[inline]
pub(crate) fn may_be_in(filter: &Filter, head: u32) -> bool {
    let place = place(head);
    filter[place / 32] >> (place % 32) & 1 != 0
}

/// Adds the place of a head to a filter.
#[allow(dead_code, reason = "the build script makes the filters")]
pub(crate) fn add_to(filter: &mut Filter, head: u32) {
    let place = place(head);
    filter[place / 32] |= 1 << (place % 32);
}

/// Returns a byte as it is in heads: with the bit that makes letters small. It merges some other bytes too, which the
/// comparison with the phrase separates.
#[inline]
fn folded(byte: u8) -> u32 {
    u32::from(byte | 0x20)
}

/// Returns a byte of a head; 0 after the end.
fn byte(text: &[u8], at: usize) -> u32 {
    text.get(at).copied().map_or(0, folded)
}

/// Returns the head at a position.
pub(crate) fn head(text: &[u8], at: usize) -> u32 {
    (0..HEAD).rev().fold(0, |head, n| head << 8 | byte(text, at + n))
}

impl Search {
    /// Calls `visit` with each position, `from` or later, at which a phrase may begin and the head there, until it returns
    /// whether that is enough. Returns whether it did.
    #[inline]
    fn scan(&self, text: &[u8], from: usize, mut visit: impl FnMut(usize, u32) -> bool) -> bool {
        // A phrase has at least two bytes.
        let Some((&[first, second], rest)) = text.get(from..).and_then(|text| text.split_first_chunk())
        else {
            return false;
        };
        let mut head = folded(first) << 8 | folded(second) << 16;
        for (at, &third) in (from..).zip(rest) {
            head = head >> 8 | folded(third) << 16;
            if may_be_in(self.filter, head) && visit(at, head) {
                return true;
            }
        }
        // A phrase of two bytes may be the end of the text.
        !self.short.is_empty() && may_be_in(self.filter, head >> 8) && visit(text.len() - 2, head >> 8)
    }

    /// Returns the next position, `from` or later, at which a phrase may begin.
    fn next(&self, text: &[u8], from: usize) -> Option<(usize, u32)> {
        let mut found = None;
        self.scan(text, from, |at, head| {
            found = Some((at, head));
            true
        });
        found
    }

    /// Returns the numbers of the phrases at a position, those of two bytes last.
    fn at<'a>(&'a self, text: &'a [u8], at: usize, head: u32) -> impl Iterator<Item = Match> + 'a {
        let same = &self.by_hash[self.buckets.range(hash(head))];
        let here = lowered(eight(&text[at..]));
        same.iter().chain(self.short).filter(move |entry| here & entry.mask() == entry.0).filter_map(
            move |entry| {
                let phrase = usize::from(entry.1);
                let end = at + usize::from(entry.2);
                let stands = entry.2 <= 8 && end <= text.len()
                    || text.get(at..end)?.eq_ignore_ascii_case(self.phrase(phrase).as_bytes());
                stands.then_some(Match { range: at..end, phrase, group: usize::from(self.groups[phrase]) })
            },
        )
    }

    /// Returns the phrases that a text begins with, the longest first.
    pub(crate) fn starts(&self, text: &str) -> Vec<&'static str> {
        let text = text.as_bytes();
        let mut found: Vec<_> =
            self.at(text, 0, head(text, 0)).map(|found| self.phrase(found.phrase)).collect();
        found.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        found
    }

    /// Returns a phrase.
    pub(crate) fn phrase(&self, number: usize) -> &'static str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[usize::from(start)..usize::from(self.ends[number])]
    }

    /// Calls `visit` with every occurrence of every phrase, overlapping ones included, until it returns whether that is
    /// enough. Returns whether it did.
    #[inline]
    pub(crate) fn any(&self, text: &[u8], mut visit: impl FnMut(Match) -> bool) -> bool {
        self.scan(text, 0, |at, head| self.at(text, at, head).any(&mut visit))
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
    use crate::lexicon::indexed::TEST_PHRASES;

    #[test]
    fn all_and_the_longest() {
        let of = |found: &mut dyn Iterator<Item = Match>| {
            found.map(|m| (m.range.start, m.phrase)).collect::<Vec<_>>()
        };
        let text = "Written By Bylines, BY";
        assert_eq!(
            of(&mut TEST_PHRASES.all(text.as_bytes())),
            [(0, 1), (4, 2), (8, 0), (11, 3), (11, 5), (11, 0), (20, 0)]
        );
        assert_eq!(of(&mut TEST_PHRASES.longest(text)), [(0, 1), (11, 3), (20, 0)]);
        for text in ["", "b", "vo", "n", "ünvö"] {
            assert_eq!(TEST_PHRASES.all(text.as_bytes()).count(), 0, "{text}");
        }
    }
}
