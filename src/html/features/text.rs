//! Features of the text of each block: lengths, case, punctuation, phrases, dates, prices.
//!
//! One pass over the characters fills [`Stats`] and the lower-case text, which is then searched for phrases.

use rustc_hash::FxHashMap;

use crate::{block::Blocks, html::outline::Outline};

use super::{Rows, at};
use crate::html::features::{
    amounts, known_tokens, phrases,
    phrases::Phrases,
    tokens,
    tokens::{Hash, Script},
};

/// Minimum words, maximum link density and minimum stop-word share of a *long* block, which is certainly running
/// text.
const LONG_WORDS: f32 = 15.0;
const LONG_MAX_LINK_DENSITY: f32 = 0.3;
const LONG_MIN_STOP_SHARE: f32 = 0.15;
/// The same for text without word spaces: minimum characters, and characters per run between white space.
const LONG_CHARS: f32 = 80.0;
const LONG_CHARS_PER_WORD: f32 = 9.0;
/// Minimum hex digits and hyphens of a machine-made word.
const HEX_CHARS: u32 = 12;

/// Statistics of a block's text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stats {
    /// Words; characters / 2.2 in Chinese and Japanese.
    pub(crate) words: f32,
    /// Runs of characters between white space.
    pub(crate) runs: u32,
    /// Characters other than white space.
    pub(crate) chars: u32,
    /// Characters of the longest run.
    pub(crate) longest: u32,
    /// Range of its tokens in [`Lower::tokens`].
    pub(crate) tokens: (u32, u32),
    /// Range of the tokens that are not stop words in [`Lower::content`].
    pub(crate) content: (u32, u32),
    /// Stop words.
    pub(crate) stops: u32,
    /// Runs that begin with a digit.
    pub(crate) digits: u32,
    /// Runs that begin with a capital.
    pub(crate) capitals: u32,
    /// Runs in capitals alone, of two letters or more.
    pub(crate) uppers: u32,
    /// Runs that look like hashes and other machine-made ids.
    pub(crate) hexes: u32,
    /// Commas of any script.
    pub(crate) commas: u32,
    /// Sentence ends.
    pub(crate) sentences: u32,
    /// Separators such as | and ›.
    pub(crate) pipes: u32,
    /// Question marks.
    pub(crate) questions: u32,
    /// At signs.
    pub(crate) ats: u32,
    /// The ending: 1 like a sentence, 0.5 with a colon or an ellipsis, else 0.
    pub(crate) ending: f32,
    /// The first letter: 0 capital, 1 lower case, 2 digit, 3 other.
    pub(crate) opening: u8,
    /// Whether it contains a date.
    pub(crate) date: bool,
    /// Whether it contains a price.
    pub(crate) price: bool,
    /// Phrases found in it.
    pub(crate) phrases: Phrases,
    /// Hash of its tokens in order.
    pub(crate) hash: u64,
    /// Whether it is certainly running text.
    pub(crate) long: bool,
    /// Share of its characters inside links, 0 to 1.
    pub(crate) link_density: f32,
}

impl Stats {
    /// Returns the share of stop words among the words.
    pub(crate) fn stop_share(&self) -> f32 {
        let tokens = (self.tokens.1 - self.tokens.0) as f32;
        if tokens > 0.0 { self.stops as f32 / tokens } else { 0.0 }
    }
}

/// The page's text in lower case, and its tokens.
#[derive(Debug, Default)]
pub(crate) struct Lower {
    /// As [`Blocks::text`], in lower case; lengths may differ.
    pub(crate) text: String,
    /// End of each block in `text`.
    pub(crate) ends: Vec<u32>,
    /// Position of the first letter or digit of each block in `text`.
    pub(crate) first_alphanumeric: Vec<u32>,
    /// Hashes of all tokens.
    pub(crate) tokens: Vec<u32>,
    /// Hashes of those that are not stop words.
    pub(crate) content: Vec<u32>,
}

impl Lower {
    /// Returns the text of a block in lower case.
    pub(crate) fn block(&self, block: usize) -> &str {
        let from = block.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[from as usize..self.ends[block] as usize]
    }

    /// Adds a token. Returns whether it is a stop word.
    fn add(&mut self, token: u32) -> bool {
        let stop = known_tokens::is_stop(token);
        if !stop {
            self.content.push(token);
        }
        self.tokens.push(token);
        stop
    }
}

/// Reads all blocks.
pub(crate) fn read(blocks: &Blocks, outline: &Outline, lower: &mut Lower, stats: &mut Vec<Stats>) {
    stats.clear();
    lower.text.clear();
    lower.ends.clear();
    lower.first_alphanumeric.clear();
    lower.tokens.clear();
    lower.content.clear();
    for (block, mark) in blocks.blocks.iter().zip(&outline.marks) {
        let mut read = read_block(blocks.text(block), lower);
        read.link_density = mark.link_chars as f32 / mark.chars.max(1) as f32;
        read.long = is_long(&read);
        stats.push(read);
    }
    if lacks_stop_words(stats) {
        stats.iter_mut().for_each(|read| read.long |= is_prose(read));
    }
    phrases::find(lower, stats);
}

/// Returns whether the page's language has no stop words in the table: hardly any word of its sentences is in it.
fn lacks_stop_words(stats: &[Stats]) -> bool {
    /// Maximum share of stop words in a language without a table; the lowest share of a known language is three times
    /// as high.
    const UNKNOWN_SHARE: f32 = 0.07;
    let (stops, tokens) = stats
        .iter()
        .filter(|read| is_prose(read))
        .fold((0, 0), |(stops, all), read| (stops + read.stops, all + read.tokens.1 - read.tokens.0));
    (stops as f32) < UNKNOWN_SHARE * tokens as f32
}

/// Returns whether a block has the length and the punctuation of running text.
fn is_prose(read: &Stats) -> bool {
    read.words >= LONG_WORDS
        && read.link_density < LONG_MAX_LINK_DENSITY
        && read.sentences + read.commas > 0
        && read.ending > 0.0
}

fn is_long(read: &Stats) -> bool {
    if read.link_density >= LONG_MAX_LINK_DENSITY {
        return false;
    }
    read.words >= LONG_WORDS && read.stop_share() > LONG_MIN_STOP_SHARE
        || read.chars as f32 >= LONG_CHARS
            && read.chars as f32 / read.runs.max(1) as f32 > LONG_CHARS_PER_WORD
}

/// A run between white space that is being read.
#[derive(Default)]
struct TextRun {
    chars: u32,
    letters: u32,
    uppers: u32,
    hexes: u32,
    figures: u32,
    first: char,
}

/// Reads one block.
struct TextReader<'a> {
    stats: Stats,
    word: TextRun,
    token: Option<Hash>,
    lower: &'a mut Lower,
    ideographs: u32,
    unspaced: u32,
    any_digit: bool,
}

fn read_block(text: &str, lower: &mut Lower) -> Stats {
    let first_token = lower.tokens.len();
    let first_content = lower.content.len();
    let start = lower.text.len();
    lower.text.reserve(text.len() + 1);
    let mut reader = TextReader {
        stats: Stats { opening: OPENS_OTHER, ..Stats::default() },
        word: TextRun::default(),
        token: None,
        lower,
        ideographs: 0,
        unspaced: 0,
        any_digit: false,
    };
    // Most blocks consist of ASCII characters and single spaces.
    let is_plain = !text.bytes().fold(false, |any, byte| any | !(b' '..0x80).contains(&byte));
    let (first_alphanumeric, before) =
        if is_plain { reader.read_plain(text) } else { reader.read_mixed(text) };
    reader.end_token();
    reader.end_word(before);
    let TextReader { mut stats, ideographs, unspaced, any_digit, .. } = reader;
    stats.ending = ending(text);
    stats.words = stats.runs as f32;
    if ideographs + unspaced > 0 {
        let spaced = 1.0 - (ideographs + unspaced) as f32 / stats.chars.max(1) as f32;
        stats.words = stats.words * spaced
            + ideographs as f32 / tokens::IDEOGRAPHS_PER_WORD
            + unspaced as f32 / tokens::UNSPACED_PER_WORD;
    }
    if any_digit {
        let figures = amounts::find(&lower.text[start..]);
        (stats.date, stats.price) = (figures.date, figures.price);
    }
    lower.text.push('\n');
    lower.ends.push(lower.text.len() as u32);
    lower.first_alphanumeric.push((start + first_alphanumeric.unwrap_or(0)) as u32);
    stats.tokens = (first_token as u32, lower.tokens.len() as u32);
    stats.content = (first_content as u32, lower.content.len() as u32);
    stats.hash = tokens::hash_of(&lower.tokens[first_token..]);
    stats
}

const OPENS_CAPITAL: u8 = 0;
const OPENS_LOWER: u8 = 1;
const OPENS_DIGIT: u8 = 2;
const OPENS_OTHER: u8 = 3;

fn opening(c: char) -> u8 {
    match c {
        c if c.is_lowercase() => OPENS_LOWER,
        c if c.is_uppercase() => OPENS_CAPITAL,
        c if c.is_numeric() => OPENS_DIGIT,
        _ => OPENS_OTHER,
    }
}

/// Returns whether a character ends a sentence.
pub(crate) fn is_sentence_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || !c.is_ascii() && matches!(c, '。' | '！' | '？' | '؟' | '۔' | '।')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']')
        || !c.is_ascii() && matches!(c, '”' | '’' | '“' | '»' | '«' | '」' | '』' | '）')
}

fn ending(text: &str) -> f32 {
    let mut chars = text.chars().rev();
    match chars.next().unwrap_or(' ') {
        ':' | '…' | '：' => 0.5,
        c if is_sentence_end(c) => 1.0,
        c if is_closing(c) && chars.next().is_some_and(is_sentence_end) => 1.0,
        _ => 0.0,
    }
}

/// Maximum letters and digits of a run that are counted together: the capacity of a field of [`ASCII`].
const RUN: usize = 0xffff;

/// What an ASCII letter or digit adds to the counts of its word, in four 16-bit fields: all, capitals, hexadecimal
/// digits, digits. Other bytes add nothing.
static ASCII: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = 1
                | (byte.is_ascii_uppercase() as u64) << 16
                | (byte.is_ascii_hexdigit() as u64) << 32
                | (byte.is_ascii_digit() as u64) << 48;
        }
        byte += 1;
    }
    table
};

impl TextReader<'_> {
    /// Reads the ASCII letters and digits at the start of the text. Returns their number.
    fn run(&mut self, text: &str) -> usize {
        let mut counts = 0;
        let mut token = self.token.unwrap_or(Hash::EMPTY);
        let mut length = 0;
        for &byte in text.as_bytes().iter().take(RUN) {
            let count = ASCII[usize::from(byte)];
            if count == 0 {
                break;
            }
            counts += count;
            token = token.push_ascii(byte);
            length += 1;
        }
        if length == 0 {
            return 0;
        }
        self.token = Some(token);
        self.count_run(text.as_bytes()[0], counts);
        let at = self.lower.text.len();
        self.lower.text.push_str(&text[..length]);
        self.lower.text[at..].make_ascii_lowercase();
        length
    }

    /// Counts a run of ASCII letters and digits, given its first byte and the sum of their [`ASCII`].
    fn count_run(&mut self, first: u8, counts: u64) {
        let field = |n: u32| (counts >> (n * 16)) as u32 & RUN as u32;
        let (chars, uppers, hexes, figures) = (field(0), field(1), field(2), field(3));
        self.any_digit |= figures > 0;
        self.stats.chars += chars;
        let word = &mut self.word;
        if word.chars == 0 {
            word.first = char::from(first);
        }
        word.chars += chars;
        word.letters += chars - figures;
        word.uppers += uppers;
        word.hexes += hexes;
        word.figures += figures;
    }

    /// Reads a text. Returns the position of its first letter or digit in the lower-case text, and its last character.
    fn read_mixed(&mut self, text: &str) -> (Option<usize>, char) {
        let start = self.lower.text.len();
        let (mut first, mut before, mut rest) = (None, ' ', text);
        while let Some(c) = rest.chars().next() {
            if first.is_none() && tokens::is_alphanumeric(c) {
                first = Some(self.lower.text.len() - start);
                self.stats.opening = opening(c);
            }
            let plain = self.run(rest);
            if plain > 0 {
                before = char::from(rest.as_bytes()[plain - 1]);
                rest = &rest[plain..];
            } else {
                self.read(c, before);
                before = c;
                rest = &rest[c.len_utf8()..];
            }
        }
        (first, before)
    }

    /// Does the same as [`Self::read_mixed`] for a text of ASCII characters without controls, but decodes nothing.
    fn read_plain(&mut self, text: &str) -> (Option<usize>, char) {
        let start = self.lower.text.len();
        self.lower.text.push_str(text);
        self.lower.text[start..].make_ascii_lowercase();
        let first = text.bytes().position(|byte| byte.is_ascii_alphanumeric());
        let text = text.as_bytes();
        if let Some(first) = first {
            self.stats.opening = opening(char::from(text[first]));
        }
        let mut before = b' ';
        let mut at = 0;
        while at < text.len() {
            let (start, end) = (at, text.len().min(at + RUN));
            let mut counts = 0;
            let mut token = self.token.unwrap_or(Hash::EMPTY);
            while at < end {
                let count = ASCII[usize::from(text[at])];
                if count == 0 {
                    break;
                }
                counts += count;
                token = token.push_ascii(text[at]);
                at += 1;
            }
            if at > start {
                self.token = Some(token);
                self.count_run(text[start], counts);
                before = text[at - 1];
            }
            if at == end {
                continue;
            }
            let byte = text[at];
            self.end_token();
            if byte == b' ' {
                self.end_word(char::from(before));
            } else {
                self.count_char(char::from(byte));
                self.ascii_mark(byte, before);
            }
            before = byte;
            at += 1;
        }
        (first, char::from(before))
    }

    /// Counts a character of a word.
    fn count_char(&mut self, c: char) {
        self.stats.chars += 1;
        if self.word.chars == 0 {
            self.word.first = c;
        }
        self.word.chars += 1;
    }

    /// Appends a character to the lower-case text.
    fn write(&mut self, c: char) {
        self.lower.text.push(c);
    }

    fn read(&mut self, c: char, before: char) {
        if c.is_whitespace() {
            self.write(' ');
            self.end_token();
            self.end_word(before);
            return;
        }
        self.count_char(c);
        let script = if c.is_ascii() { Script::Spaced } else { tokens::script(c) };
        if script == Script::Ideographic {
            self.end_token();
            self.ideographs += 1;
            self.word.letters += 1;
            let token = Hash::EMPTY.push(c).get();
            self.stats.stops += u32::from(self.lower.add(token));
            self.write(c);
        } else if tokens::is_alphanumeric(c) || script == Script::Unspaced {
            let low = tokens::lower(c);
            self.unspaced += u32::from(script == Script::Unspaced);
            self.letter(c, low);
            self.write(low);
        } else {
            self.end_token();
            self.write(c);
            self.mark(c, before);
        }
    }

    fn letter(&mut self, c: char, low: char) {
        self.token = Some(self.token.unwrap_or(Hash::EMPTY).push(low));
        let word = &mut self.word;
        if c.is_ascii_digit() {
            self.any_digit = true;
            word.hexes += 1;
            word.figures += 1;
        } else {
            word.letters += 1;
            word.uppers += u32::from(c != low);
            word.hexes += u32::from(low.is_ascii_hexdigit());
        }
    }

    fn mark(&mut self, c: char, before: char) {
        match c {
            ',' | '、' | '，' | '،' => self.stats.commas += 1,
            '|' | '»' | '›' | '•' | '·' | '→' | '/' => self.stats.pipes += 1,
            '?' | '？' | '؟' => self.stats.questions += 1,
            '@' => self.stats.ats += 1,
            '-' => self.word.hexes += 1,
            // No space follows these characters.
            '。' | '！' => self.stats.sentences += 1,
            c if is_closing(c) && is_sentence_end(before) => self.stats.sentences += 1,
            _ => {}
        }
        if c == '？' {
            self.stats.sentences += 1;
        }
    }

    /// Does the same as [`Self::mark`] for an ASCII character.
    fn ascii_mark(&mut self, byte: u8, before: u8) {
        match byte {
            b',' => self.stats.commas += 1,
            b'|' | b'/' => self.stats.pipes += 1,
            b'?' => self.stats.questions += 1,
            b'@' => self.stats.ats += 1,
            b'-' => self.word.hexes += 1,
            b'"' | b'\'' | b')' | b']' if matches!(before, b'.' | b'!' | b'?') => self.stats.sentences += 1,
            _ => {}
        }
    }

    fn end_token(&mut self) {
        if let Some(token) = self.token.take() {
            self.stats.stops += u32::from(self.lower.add(token.get()));
        }
    }

    fn end_word(&mut self, last: char) {
        let word = std::mem::take(&mut self.word);
        if word.chars == 0 {
            return;
        }
        let stats = &mut self.stats;
        stats.runs += 1;
        stats.longest = stats.longest.max(word.chars);
        stats.digits += u32::from(word.first.is_ascii_digit());
        stats.capitals += u32::from(word.first.is_uppercase());
        stats.uppers += u32::from(word.letters >= 2 && word.uppers == word.letters);
        let machine =
            word.chars >= HEX_CHARS && word.hexes == word.chars && word.figures > 0 && word.letters > 0;
        stats.hexes += u32::from(machine);
        // East Asian full stops are counted where they occur.
        stats.sentences += u32::from(matches!(last, '.' | '!' | '?' | '…' | '؟' | '۔' | '।'));
    }
}

/// Writes the features of text and mark-up.
pub(crate) fn fill(stats: &[Stats], outline: &Outline, rows: &mut Rows) {
    for (i, (read, mark)) in stats.iter().zip(&outline.marks).enumerate() {
        let chars = mark.chars.max(1) as f32;
        let runs = read.runs.max(1) as f32;
        let mut row = rows.row_mut(i);
        let mut set = |feature, value| row.set(feature, value);
        set(at::words, read.words);
        set(at::chars, mark.chars as f32);
        set(at::ld, read.link_density);
        set(at::links, mark.links as f32);
        set(at::bold, mark.bold_chars as f32 / chars);
        set(at::code, mark.code_chars as f32 / chars);
        set(at::time, mark.time_chars as f32 / chars);
        set(at::wraps, mark.wraps as f32);
        set(at::brs, mark.breaks as f32);
        set(at::imgs, mark.images as f32);
        set(at::cpw, chars / runs);
        set(at::maxw, read.longest as f32);
        set(at::stops, read.stops as f32);
        set(at::stopsh, read.stop_share());
        set(at::digsh, read.digits as f32 / runs);
        set(at::capsh, read.capitals as f32 / runs);
        set(at::upsh, read.uppers as f32 / runs);
        set(at::hexes, read.hexes as f32);
        set(at::commas, read.commas as f32);
        set(at::commaw, read.commas as f32 / read.words.max(1.0));
        set(at::sents, read.sentences as f32);
        set(at::sentw, read.sentences as f32 / read.words.max(1.0));
        set(at::endp, read.ending);
        set(at::first, f32::from(read.opening));
        set(at::pipes, read.pipes as f32);
        set(at::questions, read.questions as f32);
        set(at::ats, read.ats as f32);
        set(at::date, f32::from(u8::from(read.date)));
        set(at::price, f32::from(u8::from(read.price)));
        set(at::long, f32::from(u8::from(read.long)));
        let mut hit = 0.0;
        for (feature, group) in PHRASES {
            let found = f32::from(u8::from(read.phrases.any(group)));
            set(feature, found);
            hit += found;
        }
        set(at::bps, hit);
    }
}

/// The groups of phrases and their features.
const PHRASES: [(usize, Phrases); 9] = [
    (at::bp_cookie, Phrases::COOKIE),
    (at::bp_copy, Phrases::COPYRIGHT),
    (at::bp_subs, Phrases::SUBSCRIBE),
    (at::bp_share, Phrases::SHARE),
    (at::bp_rel, Phrases::RELATED),
    (at::bp_com, Phrases::DISCUSS),
    (at::bp_read, Phrases::ACTION),
    (at::bp_ad, Phrases::ADVERT),
    (at::bp_by, Phrases::BYLINE),
];

/// Counts the blocks with the same words, and how many of them precede each block.
pub(crate) fn fill_copies(stats: &[Stats], seen: &mut FxHashMap<u64, (u32, u32)>, rows: &mut Rows) {
    seen.clear();
    for read in stats {
        seen.entry(read.hash).or_default().0 += 1;
    }
    for (i, read) in stats.iter().enumerate() {
        let Some((all, before)) = seen.get_mut(&read.hash) else { continue };
        rows.set(i, at::dup, (*all - 1) as f32);
        rows.set(i, at::dupi, *before as f32);
        *before += 1;
    }
}
