//! Counts what a text block consists of: words, sentence ends, capitals, known words and phrases.
//!
//! [`read`] makes one pass over the bytes and appends the content words of the block to those of the page. ASCII is
//! classified by a table, other scripts by tests for the common ranges.

mod word;

use std::ops::Range;

use super::lines::is_cjk;
use crate::text::{
    boilerplate,
    boilerplate::{Bits, DAY, GROUPS, LEXICON, Lexicon, MONTH, PhraseMatcher, STOP, Spelling, group},
};
use word::{CLASS, CharClass, Word, in_word, small_letters};

/// Minimum number of words of running text.
const LONG_WORDS: u32 = 15;
/// Minimum share of function words in running text.
const LONG_STOPS: f32 = 0.15;
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
}

/// What was counted in a block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TextStats {
    /// Words: runs of letters, digits and `_`. Two CJK characters count as one word.
    pub(crate) words: u32,
    /// Characters other than whitespace.
    pub(crate) chars: u32,
    /// CJK characters.
    pub(crate) cjk: u32,
    /// Words of scripts without known function words.
    pub(crate) foreign: u32,
    /// Function words.
    pub(crate) stops: u32,
    /// Sentence ends.
    pub(crate) ends: u32,
    /// Commas.
    pub(crate) commas: u32,
    /// Words that begin with a digit, that begin with a capital, and that are all capitals.
    pub(crate) numbers: u32,
    /// See `numbers`.
    pub(crate) capitals: u32,
    /// See `numbers`.
    pub(crate) shouts: u32,
    /// Characters that are neither part of a word nor whitespace.
    pub(crate) signs: u32,
    /// Quotation marks.
    pub(crate) quotes: u32,
    /// Signs that separate labels: `|»›•·→/`.
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
    /// 0 upper case, 1 lower case, 2 digit, 3 other.
    pub(crate) first: u8,
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
            || self.words >= LONG_WORDS && self.stops as f32 > LONG_STOPS * self.words as f32
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

struct StatsReader<'a> {
    facts: TextStats,
    words: &'a mut Words,
    lexicon: &'static Lexicon,
    phrases: PhraseMatcher,
    word: Word,
    /// Whether the previous word has already been ended.
    closed: bool,
    /// The letters so far of a word that is not ASCII only.
    hasher: Spelling,
    /// Hashes of the two previous words.
    before: (u64, u64),
    /// Number of words so far. A CJK character counts as one.
    count: u32,
    /// Groups of the previous word.
    last: Bits,
    last_number: Option<u32>,
    /// The sign between the last two words, 0 unless there is exactly one.
    joint: u8,
    /// Number of numbers in a row that single signs join: `12.05.2024`.
    chain: u32,
    /// A month has been read as a number with its unit: `5月`, `5월`.
    numbered_month: bool,
}

/// Reads the block in a range of the text of the page.
pub(crate) fn read(page: &str, range: Range<usize>, words: &mut Words) -> TextStats {
    let content = words.content.len() as u32;
    let mut reader = StatsReader {
        facts: TextStats::default(),
        words,
        lexicon: &LEXICON,
        phrases: PhraseMatcher::default(),
        word: Word::default(),
        closed: false,
        hasher: Spelling::default(),
        before: (0, 0),
        count: 0,
        last: 0,
        last_number: None,
        joint: b' ',
        chain: 0,
        numbered_month: false,
    };
    let text = &page[range.clone()];
    reader.block(page, range);
    let mut facts = reader.facts;
    facts.words = facts.words.saturating_add(facts.cjk.div_ceil(2));
    facts.content = (content, reader.words.content.len() as u32);
    facts.first = first(text);
    facts.end = end(text);
    facts
}

impl StatsReader<'_> {
    fn block(&mut self, page: &str, range: Range<usize>) {
        let bytes = page.as_bytes();
        let (mut at, end) = (range.start, range.end);
        while at < end {
            let b = bytes[at];
            match CLASS[usize::from(b)] {
                CharClass::Lower | CharClass::Upper | CharClass::Digit | CharClass::Low => {
                    at = self.ascii(page, at, end);
                    continue;
                }
                CharClass::Space => {
                    self.close();
                    at += 1;
                    continue;
                }
                CharClass::Sign => {
                    self.close();
                    let inside = |at: usize| bytes[..end].get(at).copied();
                    self.sign(b, inside(at + 1).unwrap_or(b' '), inside(at + 2));
                }
                CharClass::Wide => {
                    let Some(c) = page[at..end].chars().next() else { break };
                    self.wide(c);
                    at += c.len_utf8();
                    continue;
                }
            }
            self.facts.chars += 1;
            at += 1;
        }
        self.close();
    }

    /// Reads a run of ASCII letters and digits, which is nearly always a whole word. Returns where it ends.
    #[inline]
    fn ascii(&mut self, page: &str, start: usize, end: usize) -> usize {
        let bytes = page.as_bytes();
        let mut at = start + 1;
        let mut plain = true;
        loop {
            let small = small_letters(bytes, at);
            at += small;
            match bytes.get(at) {
                _ if small == 8 => {}
                Some(&b) if in_word(b) => {
                    plain = false;
                    at += 1;
                }
                _ => break,
            }
        }
        // The next block does not count.
        let at = at.min(end);
        self.facts.chars += (at - start) as u32;
        let goes_on =
            at < end && bytes[at] >= 0x80 && page[at..end].chars().next().is_some_and(is_wide_letter);
        if self.word.letters > 0 || goes_on {
            for &b in &bytes[start..at] {
                self.word.ascii(b);
                self.hasher.push(char::from(b));
            }
            return at;
        }
        let mut word = Word::default();
        word.ascii(bytes[start]);
        if plain {
            let rest = (at - start - 1) as u32;
            word.letters += rest;
            word.lower += rest;
            word.number = word.number.filter(|_| rest == 0);
        } else {
            bytes[start + 1..at].iter().for_each(|&b| word.ascii(b));
        }
        word.hash = boilerplate::ascii_word(bytes, start..at);
        self.end_word(&word);
        self.closed = true;
        at
    }

    #[inline(never)]
    fn wide(&mut self, c: char) {
        match c {
            c if is_cased_range(c) => {
                let upper = match c {
                    '\u{c0}'..='\u{de}' | 'А'..='Я' | '\u{400}'..='\u{40f}' | 'Α'..='Ω' => true,
                    '\u{df}'..='\u{ff}' | 'а'..='\u{45f}' | 'ά'..='ώ' => false,
                    _ => c.is_uppercase(),
                };
                self.word.letter(u8::from(!upper));
                self.hasher.push(c);
            }
            c if is_cjk(c) && c.is_alphanumeric() => {
                self.close();
                if let Some(number) = self.last_number {
                    self.date_unit(number, c);
                }
                self.facts.cjk += 1;
                let hash = boilerplate::step(0, u32::from(c));
                self.token(hash);
                self.before = (self.before.1, hash);
                // Pairs of characters take the place of words.
                self.words.content.push((self.before.0 ^ hash.rotate_left(7)) as u32);
                self.last = 0;
                self.last_number = None;
            }
            c if digit(c).is_some() => {
                self.word.digit(b'0' + digit(c).unwrap_or_default());
                self.hasher.push(c);
            }
            c if c.is_alphanumeric() => {
                if let Some(number) = self.word.number {
                    self.date_unit(number, c);
                }
                self.word.foreign = true;
                self.word.letter(3);
                self.hasher.push(c);
            }
            c => {
                self.close();
                self.wide_sign(c);
            }
        }
        self.facts.chars += 1;
    }

    /// Reads the unit after a number in an East Asian date: `2031年5月5日`, `5월 5일`.
    fn date_unit(&mut self, number: u32, unit: char) {
        let facts = &mut self.facts;
        match unit {
            '年' | '년' if YEARS.contains(&number) => facts.cues |= cue::YEAR,
            '月' | '월' => self.numbered_month = (1..=12).contains(&number),
            '日' | '일' if self.numbered_month && (1..=31).contains(&number) => {
                facts.cues |= cue::MONTH_DAY | cue::DATE;
            }
            _ => {}
        }
    }

    fn wide_sign(&mut self, c: char) {
        self.joint = 0;
        let facts = &mut self.facts;
        facts.signs += 1;
        match c {
            '。' | '！' | '？' | '؟' | '।' | '۔' | '።' | '။' | '។' | '։' => facts.ends += 1,
            '…' => facts.ends += 1,
            '、' | '，' | '،' => facts.commas += 1,
            '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '「' | '」' => {
                facts.quotes += 1;
                facts.bars += u32::from(c == '»');
            }
            '›' | '•' | '·' | '→' => facts.bars += 1,
            '€' | '£' | '¥' => facts.cues |= if self.last_number.is_some() { cue::PRICE } else { 0 },
            '©' => {
                let hash = boilerplate::step(0, u32::from(c));
                self.token(hash);
            }
            _ => {}
        }
    }

    #[inline]
    fn sign(&mut self, b: u8, next: u8, after: Option<u8>) {
        self.joint = if self.joint == 1 { b } else { 0 };
        let facts = &mut self.facts;
        facts.signs += 1;
        match b {
            b'.' | b'!' | b'?' => {
                let quoted = matches!(next, b'"' | b'\'' | b')' | 0xe2 | 0xc2);
                facts.ends += u32::from(next <= b' ' || quoted && after.is_none_or(|a| a != b'.'));
                facts.questions += u32::from(b == b'?');
            }
            b',' => facts.commas += 1,
            b'"' => facts.quotes += 1,
            b'|' | b'/' => {
                facts.bars += 1;
                if b == b'/' && next == b'/' {
                    facts.cues |= cue::ADDRESS;
                }
            }
            b'>' => facts.bars += 1,
            b'@' => facts.cues |= if next > b' ' { cue::ADDRESS } else { 0 },
            b'$' => facts.cues |= if next.is_ascii_digit() { cue::PRICE } else { 0 },
            _ => {}
        }
    }

    /// Ends the current word, if there is one.
    #[inline]
    fn close(&mut self) {
        if std::mem::take(&mut self.closed) {
            return;
        }
        if self.word.letters > 0 {
            let mut word = std::mem::take(&mut self.word);
            word.hash = self.hasher.take();
            self.end_word(&word);
        } else if self.joint == 1 {
            self.joint = b' ';
        }
    }

    fn end_word(&mut self, word: &Word) {
        let facts = &mut self.facts;
        facts.humps += word.humps;
        facts.words += 1;
        facts.longest = facts.longest.max(word.letters);
        facts.numbers += u32::from(word.first == 2);
        facts.capitals += u32::from(word.first == 0);
        facts.shouts += u32::from(word.upper > 1 && word.lower == 0);
        facts.foreign += u32::from(word.foreign);
        let bits = self.token(word.hash);
        if word.number.is_some() || bits & DATE_BITS != 0 {
            self.date(bits, word.number, word.letters);
        }
        if word.letters >= CONTENT_LETTERS && bits & STOP == 0 && word.first != 2 {
            self.words.content.push((word.hash >> 24) as u32);
        }
        self.before = (self.before.1, word.hash);
        self.last = bits;
        self.last_number = word.number;
        self.joint = 1;
    }

    /// Counts one word or CJK character: its groups, and the sequence that it ends.
    #[inline]
    fn token(&mut self, hash: u64) -> Bits {
        self.count += 1;
        let bits = self.phrases.next(self.lexicon, hash);
        let facts = &mut self.facts;
        facts.stops += u32::from(bits & STOP != 0);
        facts.key = boilerplate::step(facts.key, hash as u32 ^ (hash >> 32) as u32);
        let (a, b) = self.before;
        if b != 0 && a != 0 {
            let triple = boilerplate::step(
                boilerplate::step(a, b as u32 ^ (b >> 32) as u32),
                hash as u32 ^ (hash >> 32) as u32,
            );
            facts.triples.0 += 1;
            facts.triples.1 += u32::from(self.words.triple(triple));
        }
        let mut groups = bits & (boilerplate::bit(GROUPS.len()) - 1);
        while groups != 0 {
            let group = groups.trailing_zeros() as usize;
            facts.groups[group] = facts.groups[group].saturating_add(1);
            groups &= groups - 1;
        }
        if self.count <= HEADING_START {
            let starts = |g| bits & boilerplate::bit(g) != 0;
            facts.cues |= (u16::from(starts(group::RELATED_HEADING)) * cue::RELATED)
                | (u16::from(starts(group::COMMENT_HEADING)) * cue::COMMENTS)
                | (u16::from(starts(group::LABEL) && self.count <= 2) * cue::LABEL)
                | (u16::from(starts(group::THREAD)) * cue::THREAD);
        }
        bits
    }

    fn date(&mut self, bits: Bits, number: Option<u32>, digits: u32) {
        let facts = &mut self.facts;
        facts.cues |= u16::from(bits & DAY != 0) * cue::DAY;
        let near = |n: Option<u32>| n.is_some_and(|n| (1..=31).contains(&n));
        let is = |bits: Bits, g: usize| bits & boilerplate::bit(g) != 0;
        match number {
            Some(number) => {
                let year = digits == 4 && YEARS.contains(&number);
                let joined = self.last_number.is_some() && matches!(self.joint, b'.' | b'/' | b'-' | b':');
                self.chain = if joined { self.chain + 1 } else { 0 };
                facts.cues |= u16::from(year) * cue::YEAR;
                if self.joint == b':' && joined {
                    facts.cues |= cue::TIME;
                } else if self.chain >= 2 {
                    facts.cues |= cue::DATE;
                }
                if self.last & MONTH != 0 && (1..=31).contains(&number) {
                    facts.cues |= cue::MONTH_DAY | cue::DATE;
                }
                // "vor 3 Tagen": kept until the unit comes.
                facts.cues |= u16::from(is(self.last, group::AGO)) * cue::AGO;
            }
            None => {
                if bits & MONTH != 0 && near(self.last_number) {
                    facts.cues |= cue::MONTH_DAY | cue::DATE;
                }
                facts.cues |=
                    u16::from(is(bits, group::AGO) && is(self.last, group::UNIT)) * (cue::AGO | cue::DATE);
                facts.cues |= u16::from(is(bits, group::CLOCK) && self.last_number.is_some()) * cue::TIME;
            }
        }
    }
}

/// Groups of words that can be part of a date although they are not numbers.
const DATE_BITS: Bits = DAY | MONTH | boilerplate::bit(group::AGO) | boilerplate::bit(group::CLOCK);

/// Whether a character is a letter of an alphabet with upper and lower case.
#[inline]
fn is_cased_range(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}') && c != '×' && c != '÷'
}

/// Returns the value of a decimal digit of the scripts in which dates are printed with their own digits.
fn digit(c: char) -> Option<u8> {
    const ZEROS: [char; 9] = ['٠', '۰', '०', '০', '௦', '౦', '൦', '๐', '０'];
    let value =
        |zero: char| u8::try_from(u32::from(c).checked_sub(u32::from(zero))?).ok().filter(|d| *d < 10);
    ZEROS.into_iter().find_map(value)
}

/// Whether a non-ASCII character continues a word.
fn is_wide_letter(c: char) -> bool {
    is_cased_range(c) || c.is_alphanumeric() && !is_cjk(c)
}

/// Whether a block has a cue that is meaningful only in short blocks.
pub(crate) fn heading(facts: &TextStats, flag: u16) -> bool {
    facts.words <= HEADING_WORDS && facts.has(flag)
}

fn first(text: &str) -> u8 {
    match text.chars().next() {
        Some(c) if c.is_lowercase() => 1,
        Some(c) if c.is_numeric() => 2,
        Some(c) if c.is_alphabetic() => 0,
        _ => 3,
    }
}

fn end(text: &str) -> End {
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
