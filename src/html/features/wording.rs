//! Features of the text of each block: lengths, case, punctuation, phrases, dates, prices.
//!
//! The words are those of [`words::read`]. The text in lower case is then searched for phrases.

use rustc_hash::FxHashMap;

use crate::{
    block::{Blocks, TextBlock},
    html::outline::Outline,
    words,
    words::{RUNNING_STOPS, RUNNING_WORDS, Visitor, Word, hash, is_closing, is_sentence_end},
};

use super::{Rows, at, lower::Lower};
use crate::html::features::{amounts, phrases, phrases::Phrases};

/// Minimum words and maximum link density of a *long* block, which is certainly running text.
const LONG_WORDS: f32 = RUNNING_WORDS as f32;
const LONG_MAX_LINK_DENSITY: f32 = 0.3;
/// The same for text without word spaces: minimum characters, and characters per run between white space.
const LONG_CHARS: f32 = 80.0;
const LONG_CHARS_PER_WORD: f32 = 9.0;

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

/// Reads all blocks.
pub(crate) fn read(blocks: &Blocks, outline: &Outline, lower: &mut Lower, stats: &mut Vec<Stats>) {
    stats.clear();
    lower.read(blocks);
    for (i, (block, mark)) in blocks.blocks.iter().zip(&outline.marks).enumerate() {
        let mut read = read_block(blocks, i, block, lower);
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
    read.words >= LONG_WORDS && read.stop_share() > RUNNING_STOPS
        || read.chars as f32 >= LONG_CHARS
            && read.chars as f32 / read.runs.max(1) as f32 > LONG_CHARS_PER_WORD
}

/// Collects the tokens of a block.
struct TokenReader<'a> {
    lower: &'a mut Lower,
}

impl Visitor for TokenReader<'_> {
    #[inline]
    fn word(&mut self, word: &Word<'_>) {
        let token = hash::token(word.hash);
        if word.bits & hash::STOP == 0 {
            self.lower.content.push(token);
        }
        self.lower.tokens.push(token);
    }
}

fn read_block(blocks: &Blocks, index: usize, block: &TextBlock, lower: &mut Lower) -> Stats {
    let first_token = lower.tokens.len();
    let first_content = lower.content.len();
    let range = block.start as usize..block.end as usize;
    let counts = words::read(&blocks.text, range, &mut TokenReader { lower });
    let mut words = counts.strings as f32;
    if counts.ideographs + counts.unspaced > 0 {
        let spaced = 1.0 - (counts.ideographs + counts.unspaced) as f32 / counts.chars.max(1) as f32;
        words = words * spaced
            + counts.ideographs as f32 / words::IDEOGRAPHS_PER_WORD
            + counts.unspaced as f32 / words::UNSPACED_PER_WORD;
    }
    let figures = if counts.figures > 0 {
        amounts::find(lower.block(index).trim_end_matches('\n'))
    } else {
        amounts::Figures::default()
    };
    Stats {
        words,
        runs: counts.strings,
        chars: counts.chars,
        longest: counts.longest_string,
        tokens: (first_token as u32, lower.tokens.len() as u32),
        content: (first_content as u32, lower.content.len() as u32),
        stops: counts.stops,
        digits: counts.string_numbers,
        capitals: counts.string_capitals,
        uppers: counts.string_uppers,
        hexes: counts.string_hexes,
        commas: counts.commas,
        sentences: counts.sentences,
        pipes: counts.bars,
        questions: counts.questions,
        ats: counts.ats,
        ending: ending(blocks.text(block)),
        opening: counts.opening as u8,
        date: figures.date,
        price: figures.price,
        hash: counts.key,
        ..Stats::default()
    }
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
