//! Finds the words and phrases that tell what a block of text is, while its words are read.
//!
//! Words arrive one by one, as hashes of their letters in lower case. [`PhraseMatcher::next`] returns the groups of phrases in
//! `lexicon/data/labels.txt` that the word, or the phrase that it ends, belongs to. For most words a single probe of a
//! bitmap suffices, so the search costs little compared with reading the words.

use super::{
    Visitor, Word,
    hash::{Bits, FUNCTION, GROUP_BITS, LONGEST, MAP_BITS, OPENS, chain, map_bit, place},
};

/// Indices of the groups that code refers to by name.
pub(crate) mod group {
    pub(crate) const COOKIE: usize = 0;
    pub(crate) const COPYRIGHT: usize = 1;
    pub(crate) const COMMENT: usize = 5;
    /// The groups before this one are boilerplate wherever they occur.
    pub(crate) const LABEL: usize = 8;
    pub(crate) const CREDIT: usize = 9;
    pub(crate) const COMMENT_HEADING: usize = 10;
    pub(crate) const RELATED_HEADING: usize = 11;
    pub(crate) const THREAD: usize = 12;
    pub(crate) const LEGAL: usize = 13;
    pub(crate) const PERSON: usize = 15;
    pub(crate) const UNIT: usize = 16;
    pub(crate) const AGO: usize = 17;
    pub(crate) const CLOCK: usize = 18;
}

/// The table of all words and phrases, which the build script writes.
pub(crate) struct Lexicon {
    /// A bit for some bits of each key: most words end here.
    map: &'static [u64; MAP_BITS / 64],
    /// A hash table of numbers of keys, counted from 1; 0 is an empty slot.
    slots: &'static [u16],
    /// The tag of each key.
    tags: &'static [u32],
    /// For each key an index into `sets`.
    kinds: &'static [u16],
    /// Groups of a key, and the languages whose function word it is, as bits in the order of `names`.
    sets: &'static [(Bits, u32)],
    names: &'static [&'static str],
}

include!(concat!(env!("OUT_DIR"), "/boilerplate.rs"));

impl Lexicon {
    /// Returns the groups of a word or phrase.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> Bits {
        self.find(key).map_or(0, |(bits, _)| bits)
    }

    #[inline]
    fn find(&self, key: u64) -> Option<(Bits, u32)> {
        let at = map_bit(key);
        if self.map[at / 64] >> (at % 64) & 1 == 0 {
            return None;
        }
        let (mut slot, tag) = place(key);
        loop {
            slot &= self.slots.len() - 1;
            let number = usize::from(self.slots[slot]).checked_sub(1)?;
            if self.tags[number] == tag {
                return Some(self.sets[usize::from(self.kinds[number])]);
            }
            slot += 1;
        }
    }

    /// Counts the function words of each language in a text. Also returns the number of its words.
    pub(crate) fn languages(&self, text: &str) -> (impl Iterator<Item = (&'static str, u32)>, u32) {
        let mut languages = LanguageCounter { lexicon: self, counts: [0; u32::BITS as usize] };
        let counts = super::read(text, 0..text.len(), &mut languages);
        (self.names.iter().copied().zip(languages.counts), counts.tokens())
    }
}

/// Counts the function words of each language.
struct LanguageCounter<'a> {
    lexicon: &'a Lexicon,
    counts: [u32; u32::BITS as usize],
}

impl Visitor for LanguageCounter<'_> {
    const COUNTS_STRINGS: bool = false;

    fn word(&mut self, word: &Word<'_>) {
        if word.bits & FUNCTION != 0 {
            let mut languages = self.lexicon.find(word.hash).map_or(0, |(_, languages)| languages);
            while languages != 0 {
                self.counts[languages.trailing_zeros() as usize] += 1;
                languages &= languages - 1;
            }
        }
    }
}

/// Matches phrases over the words of a block: remembers the phrases that have begun.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PhraseMatcher {
    /// Hashes of the begun phrases of one and of two words; 0 if there is none.
    open: [u64; LONGEST - 1],
}

impl PhraseMatcher {
    /// Returns the groups of the next word, whose own groups are `own`, and of the phrases that it ends.
    #[inline]
    pub(crate) fn next(&mut self, own: Bits, word: u64) -> Bits {
        if own & OPENS == 0 && self.open[0] | self.open[1] == 0 { own } else { self.extend(own, word) }
    }

    /// Extends the phrases that have begun by a word.
    #[inline(never)]
    fn extend(&mut self, own: Bits, word: u64) -> Bits {
        let lexicon = &LEXICON;
        let mut bits = own;
        let mut open = [0; LONGEST - 1];
        if own & OPENS != 0 {
            open[0] = word;
        }
        if self.open[0] != 0 {
            let key = chain(self.open[0], word);
            let found = lexicon.get(key);
            bits |= found & GROUP_BITS;
            if found & OPENS != 0 {
                open[1] = key;
            }
        }
        if self.open[1] != 0 {
            bits |= lexicon.get(chain(self.open[1], word)) & GROUP_BITS;
        }
        self.open = open;
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lexicon,
        words::hash::{DAY, GROUPS, MONTH, STOP, bit, hash},
    };

    fn words(text: &str) -> Vec<Bits> {
        let mut walk = PhraseMatcher::default();
        text.split_whitespace().map(|w| walk.next(LEXICON.get(hash(w)), hash(w))).collect()
    }

    #[test]
    fn every_group_of_the_table_has_a_bit_and_the_other_way_round() {
        let table = include_str!("../lexicon/data/labels.txt");
        let own = lexicon::groups(table).filter_map(|(name, _)| name.strip_prefix("text "));
        let shared = lexicon::entries(table).flat_map(|(_, entry)| lexicon::fields(entry).skip(1));
        let mut names: Vec<_> = own.chain(shared.flat_map(|names| names.split(", "))).collect();
        names.retain(|n| *n != "day");
        names.sort_unstable();
        names.dedup();
        let mut known = GROUPS;
        known.sort_unstable();
        assert_eq!(names, known);
        assert_eq!(GROUPS[group::LABEL], "label");
        assert_eq!(GROUPS[group::CLOCK], "clock");
        assert_eq!(GROUPS[group::THREAD], "thread");
    }

    #[test]
    fn words_and_phrases_are_found_whatever_their_case() {
        assert_ne!(words("The")[0] & STOP, 0);
        assert_ne!(words("März")[0] & MONTH, 0);
        assert_ne!(words("Montag")[0] & DAY, 0);
        let found = words("TOUS DROITS réservés");
        assert_ne!(found[1] & bit(group::COPYRIGHT), 0);
        assert_eq!(found[0] & GROUP_BITS, 0);
        assert_ne!(words("ПОДПИСАТЬСЯ")[0] & bit(2), 0);
        let found = words("lesen sie auch");
        assert_ne!(found[2] & bit(group::RELATED_HEADING), 0);
        assert_eq!(words("harbour master")[1] & !(STOP | FUNCTION), 0);
    }
}
