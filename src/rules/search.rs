//! Finds the phrases of a table wherever they stand in text, whatever the case of their ASCII letters.
//!
//! The phrases are reached by their first two bytes: that is all there is to build, and for nearly every byte of a text
//! the answer is no.

use std::{borrow::Cow, ops::Range};

/// Two first bytes, lower-cased.
type Head = u16;

/// Phrases ready to be looked for.
pub(crate) struct Search {
    phrases: Vec<Cow<'static, str>>,
    /// Head and number of every phrase, in order.
    sorted: Vec<(Head, u16)>,
    /// A bit for each head that a phrase has.
    heads: Box<[u64]>,
}

/// A phrase that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
    /// Its number.
    pub(crate) phrase: usize,
}

fn head(first: u8, second: u8) -> Head {
    Head::from_le_bytes([first.to_ascii_lowercase(), second.to_ascii_lowercase()])
}

impl Search {
    /// The phrases are numbered from 0 in the order given; each has two bytes at least.
    pub(crate) fn new(phrases: impl IntoIterator<Item = Cow<'static, str>>) -> Self {
        let phrases: Vec<_> = phrases.into_iter().collect();
        let mut sorted: Vec<(Head, u16)> = Vec::with_capacity(phrases.len());
        let mut heads = vec![0; (usize::from(Head::MAX) + 1) / 64].into_boxed_slice();
        for (number, phrase) in (0..).zip(&phrases) {
            let [first, second, ..] = *phrase.as_bytes() else { continue };
            let head = head(first, second);
            heads[usize::from(head) / 64] |= 1 << (head % 64);
            sorted.push((head, number));
        }
        sorted.sort_unstable();
        Self { phrases, sorted, heads }
    }

    /// The phrases that stand at a place, by their numbers.
    fn at<'a>(&'a self, text: &'a [u8], at: usize) -> impl Iterator<Item = Match> + 'a {
        let head = match text[at..] {
            [first, second, ..] => Some(head(first, second)),
            _ => None,
        };
        let head = head.filter(|head| self.heads[usize::from(*head) / 64] >> (head % 64) & 1 != 0);
        let first = head.map_or(self.sorted.len(), |head| self.sorted.partition_point(|p| p.0 < head));
        let same = self.sorted[first..].iter().take_while(move |p| Some(p.0) == head);
        same.filter_map(move |&(_, number)| {
            let phrase = usize::from(number);
            let end = at + self.phrases[phrase].len();
            let stands = text.get(at..end)?.eq_ignore_ascii_case(self.phrases[phrase].as_bytes());
            stands.then_some(Match { range: at..end, phrase })
        })
    }

    /// Every phrase wherever it stands, one inside the other too.
    pub(crate) fn all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Match> + 'a {
        (0..text.len()).flat_map(|at| self.at(text.as_bytes(), at))
    }

    /// Phrases from the left, of those that begin at one place the longest; none begins inside another.
    pub(crate) fn longest<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Match> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let mut places = from..text.len();
            let found = places.find_map(|at| {
                let longer = |a: Match, b: Match| if b.range.end > a.range.end { b } else { a };
                self.at(text.as_bytes(), at).reduce(longer)
            })?;
            from = found.range.end;
            Some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_and_the_longest() {
        let search = Search::new(["by", "written by", "ten", "byline", "von"].map(Cow::Borrowed));
        let of = |found: &mut dyn Iterator<Item = Match>| {
            found.map(|m| (m.range.start, m.phrase)).collect::<Vec<_>>()
        };
        let text = "Written By Bylines, BY";
        assert_eq!(of(&mut search.all(text)), [(0, 1), (4, 2), (8, 0), (11, 0), (11, 3), (20, 0)]);
        assert_eq!(of(&mut search.longest(text)), [(0, 1), (11, 3), (20, 0)]);
        for text in ["", "b", "vo", "n", "ünvö"] {
            assert_eq!(search.all(text).count(), 0, "{text}");
        }
    }
}
