//! Measures a text block: what [`words::read`] counts, and phrases, dates, and repeated sequences of words.
//!
//! [`read`] appends the content words of the block to those of the page.

use std::ops::Range;

use super::residue;
use crate::words::{
    self, First, RUNNING_STOPS, RUNNING_WORDS, UNSPACED_PER_WORD, Visitor, Word, hash,
    hash::{Bits, DAY, FUNCTION, GROUP_BITS, GROUPS, MONTH},
    lexicon::{LEXICON, PhraseMatcher, group},
};

/// Minimum number of CJK characters of running text.
const LONG_CJK: u32 = 40;
/// Minimum number of words of running text in scripts without known function words.
const LONG_FOREIGN: u32 = 12;
/// Minimum number of words of a sentence, as opposed to a label that ends in a full stop.
const PROSE_WORDS: u32 = 8;
/// Minimum number of letters of a content word.
const CONTENT_LETTERS: u32 = 4;
/// Maximum number of words of a heading of related stories, comments and the like.
const HEADING_WORDS: u32 = 12;
/// Number of words at the beginning of a block within which the phrase of such a heading must end.
const HEADING_START: u32 = 5;
/// A number that is at least this great has no further digits in a date.
const MOST_NUMBER: u32 = 100_000;
/// Years that are taken for dates.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2039;

/// How a block ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    /// Without punctuation.
    #[default]
    Open,
    /// With a colon or an ellipsis.
    Half,
    /// As a sentence does.
    Full,
}

/// Cues in a block, as bit flags.
pub(crate) mod cue {
    /// A date.
    pub(crate) const DATE: u16 = 1;
    /// A month next to a number.
    pub(crate) const MONTH_DAY: u16 = 1 << 1;
    /// A year.
    pub(crate) const YEAR: u16 = 1 << 2;
    /// A time of day, or "5 min read".
    pub(crate) const TIME: u16 = 1 << 3;
    /// A price.
    pub(crate) const PRICE: u16 = 1 << 4;
    /// A web or mail address.
    pub(crate) const ADDRESS: u16 = 1 << 5;
    /// It begins like the heading of related stories.
    pub(crate) const RELATED: u16 = 1 << 6;
    /// It begins like the heading of comments.
    pub(crate) const COMMENTS: u16 = 1 << 7;
    /// It begins like a byline or a label.
    pub(crate) const LABEL: u16 = 1 << 8;
    /// A day of the week.
    pub(crate) const DAY: u16 = 1 << 9;
    /// "3 days ago".
    pub(crate) const AGO: u16 = 1 << 10;
    /// A part of a thread: "Reply", "says:".
    pub(crate) const THREAD: u16 = 1 << 11;
    /// A sign that can precede the credit of a picture, with a word after it.
    pub(crate) const OPENING: u16 = 1 << 12;
}

/// What was counted in a block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TextStats {
    /// Words, with one for several CJK characters.
    pub(crate) words: u32,
    /// Words, with one for each CJK character.
    pub(crate) tokens: u32,
    /// Characters other than whitespace.
    pub(crate) chars: u32,
    /// CJK characters.
    pub(crate) cjk: u32,
    /// Words of scripts without known function words.
    pub(crate) foreign: u32,
    /// Function words, which are fewer than the stop words of the reader. The forest was trained with them.
    pub(crate) functions: u32,
    /// Sentence ends.
    pub(crate) ends: u32,
    /// Commas.
    pub(crate) commas: u32,
    /// Words that begin with a digit, and that begin with a capital.
    pub(crate) numbers: u32,
    /// See `numbers`.
    pub(crate) capitals: u32,
    /// Characters that are neither part of a word nor whitespace.
    pub(crate) signs: u32,
    /// Quotation marks.
    pub(crate) quotes: u32,
    /// Signs that separate labels: `|»›•·→/>`.
    pub(crate) bars: u32,
    /// Question marks.
    pub(crate) questions: u32,
    /// Capitals after lowercase letters inside a word, which show that two strings have run together.
    pub(crate) humps: u32,
    /// Letters of the longest word.
    pub(crate) longest: u32,
    /// Number of words in each group of the lexicon, at most 255.
    pub(crate) groups: [u8; GROUPS.len()],
    /// Flags of [`cue`].
    pub(crate) cues: u16,
    /// What its first word begins with.
    pub(crate) opening: First,
    /// How it ends.
    pub(crate) end: End,
    /// Hash of all its words.
    pub(crate) key: u64,
    /// The range of its content words in the list of the page.
    pub(crate) content: (u32, u32),
    /// Number of three-word sequences, and how many of them occur earlier on the page.
    pub(crate) triples: (u32, u32),
}

impl TextStats {
    /// Whether it is running text.
    pub(crate) fn long(&self) -> bool {
        self.cjk >= LONG_CJK
            || self.words >= RUNNING_WORDS && self.functions as f32 > RUNNING_STOPS * self.tokens as f32
            || self.foreign >= LONG_FOREIGN && 2 * self.foreign > self.words
    }

    /// Whether it is at least a sentence.
    pub(crate) fn prose(&self) -> bool {
        self.end == End::Full && self.words >= PROSE_WORDS
    }

    /// Whether one of the flags of [`cue`] is set.
    pub(crate) fn has(&self, flags: u16) -> bool {
        self.cues & flags != 0
    }
}

/// What is kept for the page while its blocks are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    /// Hashes of the content words of all blocks.
    pub(crate) content: Vec<u32>,
    /// Three-word sequences so far, as a bitmap.
    triples: Vec<u64>,
}

/// Bits of this bitmap for each byte of text, which is about 12 for each sequence.
const TRIPLE_BITS: usize = 2;
/// Minimum and maximum size of the bitmap, in 64-bit words.
const TRIPLE_WORDS: (usize, usize) = (1 << 7, 1 << 16);

impl Words {
    /// Prepares for a page of `bytes` bytes of text.
    pub(crate) fn clear(&mut self, bytes: usize) {
        self.content.clear();
        self.triples.clear();
        let size = (bytes * TRIPLE_BITS / 64).next_power_of_two().clamp(TRIPLE_WORDS.0, TRIPLE_WORDS.1);
        self.triples.resize(size, 0);
    }

    /// Records a sequence. Returns whether it occurred before.
    #[inline]
    fn triple(&mut self, hash: u64) -> bool {
        let at = (hash >> 40) as usize & (self.triples.len() * 64 - 1);
        let (word, bit) = (at / 64, 1 << (at % 64));
        let seen = self.triples[word] & bit != 0;
        self.triples[word] |= bit;
        seen
    }
}

/// The state between words.
struct StatsReader<'a> {
    words: &'a mut Words,
    phrases: PhraseMatcher,
    groups: [u8; GROUPS.len()],
    /// Function words so far.
    functions: u32,
    cues: u16,
    triples: (u32, u32),
    /// Hash of the previous word, or 0.
    before: u64,
    /// Hash of the two previous words in order, or 0.
    pair: u64,
    /// Number of words so far. A CJK character counts as one.
    count: u32,
    /// Groups of the previous word.
    last: Bits,
    last_number: Option<u32>,
    /// The sign after the last word if exactly one follows it, else 0.
    joint: u8,
    /// Number of numbers in a row that single signs join: `12.05.2024`.
    chain: u32,
    /// A month has been read as a number with its unit: `5月`, `5월`.
    numbered_month: bool,
    /// [`cue::OPENING`] if the next word follows such a sign.
    opening: u16,
}

/// Reads the block in a range of the text of the page.
pub(crate) fn read(page: &str, range: Range<usize>, words: &mut Words) -> TextStats {
    let content = words.content.len() as u32;
    let text = &page[range.clone()];
    let mut reader = StatsReader {
        words,
        phrases: PhraseMatcher::default(),
        groups: [0; GROUPS.len()],
        functions: 0,
        cues: 0,
        triples: (0, 0),
        before: 0,
        pair: 0,
        count: 0,
        last: 0,
        last_number: None,
        joint: 0,
        chain: 0,
        numbered_month: false,
        opening: 0,
    };
    let counts = words::read(page, range, &mut reader);
    let unspaced = match counts.unspaced {
        0 => 0,
        unspaced => (unspaced as f32 / UNSPACED_PER_WORD).ceil() as u32,
    };
    TextStats {
        words: counts.even_words(),
        tokens: counts.tokens(),
        chars: counts.chars,
        cjk: counts.ideographs,
        foreign: counts.caseless + unspaced,
        functions: reader.functions,
        ends: counts.sentences,
        commas: counts.commas,
        numbers: counts.numbers,
        capitals: counts.capitals,
        signs: counts.chars - counts.letters,
        quotes: counts.quotes,
        bars: counts.bars + counts.angles,
        questions: counts.questions,
        humps: counts.humps,
        longest: counts.longest,
        groups: reader.groups,
        cues: reader.cues,
        opening: counts.opening,
        end: end(text),
        key: counts.key,
        content: (content, reader.words.content.len() as u32),
        triples: reader.triples,
    }
}

impl Visitor for StatsReader<'_> {
    const COUNTS_STRINGS: bool = false;

    #[inline(always)]
    fn word(&mut self, word: &Word<'_>) {
        self.functions += u32::from(word.bits & FUNCTION != 0);
        self.cues |= self.opening;
        if word.ideographic {
            return self.ideograph(word);
        }
        let number = if word.first == First::Digit { self.number(word.text()) } else { None };
        let bits = self.token(word.bits, word.hash);
        if number.is_some() || bits & DATE_BITS != 0 {
            self.date(bits, number, word.chars);
        }
        if word.chars >= CONTENT_LETTERS && bits & FUNCTION == 0 && word.first != First::Digit {
            self.words.content.push(hash::token(word.hash));
        }
        self.go_on(word.hash);
        self.last = bits;
        self.last_number = number;
        self.joint = 0;
    }

    #[inline]
    fn sign(&mut self, sign: char, after_word: bool, next: u8) {
        self.joint = if after_word && sign.is_ascii() { sign as u8 } else { 0 };
        if sign.is_ascii() && residue::precedes_credit(sign as u8) {
            self.opening = cue::OPENING;
        }
        let cue = match sign {
            '/' if next == b'/' => cue::ADDRESS,
            '@' if next > b' ' => cue::ADDRESS,
            '$' if next.is_ascii_digit() => cue::PRICE,
            '€' | '£' | '¥' if self.last_number.is_some() => cue::PRICE,
            '©' => {
                let hash = hash::single(sign);
                self.token(LEXICON.get(hash), hash);
                0
            }
            _ => 0,
        };
        self.cues |= cue;
    }
}

impl StatsReader<'_> {
    #[inline(never)]
    fn ideograph(&mut self, word: &Word<'_>) {
        if let (Some(number), Some(unit)) = (self.last_number, word.text().chars().next()) {
            self.date_unit(number, unit);
        }
        // Pairs of characters take the place of words.
        self.words.content.push(hash::token(self.before ^ word.hash.rotate_left(7)));
        self.token(word.bits, word.hash);
        self.go_on(word.hash);
        self.last = 0;
        self.last_number = None;
    }

    /// Returns the value of a word that consists of a few digits. A unit can follow the digits.
    #[inline(never)]
    fn number(&mut self, word: &str) -> Option<u32> {
        let mut number = 0;
        for c in word.chars() {
            let Some(digit) = digit(c) else {
                self.date_unit(number, c);
                return None;
            };
            if number >= MOST_NUMBER {
                return None;
            }
            number = number * 10 + u32::from(digit);
        }
        Some(number)
    }

    /// Reads the unit after a number in an East Asian date: `2031年5月5日`, `5월 5일`.
    fn date_unit(&mut self, number: u32, unit: char) {
        match unit {
            '年' | '년' if YEARS.contains(&number) => self.cues |= cue::YEAR,
            '月' | '월' => self.numbered_month = (1..=12).contains(&number),
            '日' | '일' if self.numbered_month && (1..=31).contains(&number) => {
                self.cues |= cue::MONTH_DAY | cue::DATE;
            }
            _ => {}
        }
    }

    /// Counts one word or CJK character: its groups, and the sequence that it ends. Returns the groups, with those of the
    /// phrases that it ends.
    #[inline(always)]
    fn token(&mut self, own: Bits, hash: u64) -> Bits {
        self.count += 1;
        let bits = self.phrases.next(own, hash);
        if self.pair != 0 {
            self.triples.0 += 1;
            self.triples.1 += u32::from(self.words.triple(hash::chain(self.pair, hash)));
        }
        if bits & GROUP_BITS != 0 {
            self.count_groups(bits);
        }
        bits
    }

    /// Makes a word the previous one.
    #[inline]
    fn go_on(&mut self, hash: u64) {
        self.pair = if self.before == 0 { 0 } else { hash::chain(self.before, hash) };
        self.before = hash;
    }

    #[inline(never)]
    fn count_groups(&mut self, bits: Bits) {
        let mut groups = bits & (hash::bit(GROUPS.len()) - 1);
        while groups != 0 {
            let group = groups.trailing_zeros() as usize;
            self.groups[group] = self.groups[group].saturating_add(1);
            groups &= groups - 1;
        }
        if self.count <= HEADING_START {
            let starts = |g| bits & hash::bit(g) != 0;
            self.cues |= (u16::from(starts(group::RELATED_HEADING)) * cue::RELATED)
                | (u16::from(starts(group::COMMENT_HEADING)) * cue::COMMENTS)
                | (u16::from(starts(group::LABEL) && self.count <= 2) * cue::LABEL)
                | (u16::from(starts(group::THREAD)) * cue::THREAD);
        }
    }

    #[inline(never)]
    fn date(&mut self, bits: Bits, number: Option<u32>, digits: u32) {
        self.cues |= u16::from(bits & DAY != 0) * cue::DAY;
        let near = |n: Option<u32>| n.is_some_and(|n| (1..=31).contains(&n));
        let is = |bits: Bits, g: usize| bits & hash::bit(g) != 0;
        match number {
            Some(number) => {
                let year = digits == 4 && YEARS.contains(&number);
                let joined = self.last_number.is_some() && matches!(self.joint, b'.' | b'/' | b'-' | b':');
                self.chain = if joined { self.chain + 1 } else { 0 };
                self.cues |= u16::from(year) * cue::YEAR;
                if self.joint == b':' && joined {
                    self.cues |= cue::TIME;
                } else if self.chain >= 2 {
                    self.cues |= cue::DATE;
                }
                if self.last & MONTH != 0 && (1..=31).contains(&number) {
                    self.cues |= cue::MONTH_DAY | cue::DATE;
                }
                // "vor 3 Tagen": kept until the unit comes.
                self.cues |= u16::from(is(self.last, group::AGO)) * cue::AGO;
            }
            None => {
                if bits & MONTH != 0 && near(self.last_number) {
                    self.cues |= cue::MONTH_DAY | cue::DATE;
                }
                self.cues |=
                    u16::from(is(bits, group::AGO) && is(self.last, group::UNIT)) * (cue::AGO | cue::DATE);
                self.cues |= u16::from(is(bits, group::CLOCK) && self.last_number.is_some()) * cue::TIME;
            }
        }
    }
}

/// Groups of words that can be part of a date although they are not numbers.
const DATE_BITS: Bits = DAY | MONTH | hash::bit(group::AGO) | hash::bit(group::CLOCK);

/// Returns the value of a decimal digit of the scripts in which dates are printed with their own digits.
fn digit(c: char) -> Option<u8> {
    const ZEROS: [char; 10] = ['0', '٠', '۰', '०', '০', '௦', '౦', '൦', '๐', '０'];
    let value =
        |zero: char| u8::try_from(u32::from(c).checked_sub(u32::from(zero))?).ok().filter(|d| *d < 10);
    ZEROS.into_iter().find_map(value)
}

/// Whether a block has a cue that is meaningful only in short blocks.
pub(crate) fn heading(facts: &TextStats, flag: u16) -> bool {
    facts.words <= HEADING_WORDS && facts.has(flag)
}

fn end(text: &str) -> End {
    if text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric) {
        return End::Open;
    }
    let rest = text.trim_end_matches(['"', '\'', '”', '’', '»', '“', '„', ')', ']', '」', '』', '）', ' ']);
    match rest.chars().next_back() {
        Some('.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।' | '۔' | '።' | '။' | '។' | '։') => {
            if rest.ends_with("...") {
                End::Half
            } else {
                End::Full
            }
        }
        Some(':' | '…' | '：') => End::Half,
        _ => End::Open,
    }
}

#[cfg(test)]
mod tests;
