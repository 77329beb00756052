//! Reads the words of text, for web pages and plain text alike.
//!
//! [`read`] makes one pass over the bytes. It counts what both paths measure, and passes each word to a [`Visitor`]
//! together with the groups of the lexicon that the word belongs to. ASCII is classified 64 bytes at a time.

mod chunk;
pub(crate) mod classes;
pub(crate) mod hash;
pub(crate) mod lexicon;

use std::ops::Range;

use chunk::{CHUNK, Chunk};
use classes::ByteLanes;
use hash::{Bits, Script};
use lexicon::LEXICON;

/// Mean characters of a word in Chinese and Japanese (measured on parallel news texts).
pub(crate) const IDEOGRAPHS_PER_WORD: f32 = 2.2;
/// Mean characters of a word in Thai and similar scripts.
pub(crate) const UNSPACED_PER_WORD: f32 = 5.0;
/// Minimum number of words of running text.
pub(crate) const RUNNING_WORDS: u32 = 15;
/// Minimum share of stop words in running text.
pub(crate) const RUNNING_STOPS: f32 = 0.15;
/// Minimum hex digits and hyphens of a machine-made string.
const HEX_CHARS: u32 = 12;

/// The kind of character that a text or a word begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum First {
    Capital,
    Small,
    Digit,
    /// A letter without case, or a sign.
    #[default]
    Other,
}

impl First {
    #[inline]
    fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Small,
            'A'..='Z' => Self::Capital,
            '0'..='9' => Self::Digit,
            '\0'..='\x7f' => Self::Other,
            c if c.is_lowercase() => Self::Small,
            c if c.is_uppercase() => Self::Capital,
            c if hash::is_numeric(c) => Self::Digit,
            _ => Self::Other,
        }
    }
}

/// The counts of a text. A *string* is a run of characters between white space, a *word* a run of letters and digits.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Characters other than white space.
    pub(crate) chars: u32,
    /// Those of them that are part of a word.
    pub(crate) letters: u32,
    /// Characters of Chinese and Japanese. Each is a word of its own, not included in `words`.
    pub(crate) ideographs: u32,
    /// Characters of scripts that are written without spaces, such as Thai.
    pub(crate) unspaced: u32,
    /// Words.
    pub(crate) words: u32,
    /// Words with characters of scripts that are written without spaces.
    pub(crate) unspaced_words: u32,
    /// Words with letters that have no case, in other scripts: Arabic, Hindi, Korean.
    pub(crate) caseless: u32,
    /// Stop words.
    pub(crate) stops: u32,
    /// Words that begin with a digit, and with a capital.
    pub(crate) numbers: u32,
    /// See `numbers`.
    pub(crate) capitals: u32,
    /// Capitals after lowercase letters inside a word, which show that two strings have run together.
    pub(crate) humps: u32,
    /// Characters of the longest word.
    pub(crate) longest: u32,
    /// ASCII digits.
    pub(crate) figures: u32,
    /// Strings. This and the other counts of strings are 0 unless [`Visitor::COUNTS_STRINGS`] is set.
    pub(crate) strings: u32,
    /// Strings that begin with a digit, that begin with a capital, and that are all capitals.
    pub(crate) string_numbers: u32,
    /// See `string_numbers`.
    pub(crate) string_capitals: u32,
    /// See `string_numbers`.
    pub(crate) string_uppers: u32,
    /// Strings that look like hashes and other machine-made ids.
    pub(crate) string_hexes: u32,
    /// Characters of the longest string.
    pub(crate) longest_string: u32,
    /// Commas of any script.
    pub(crate) commas: u32,
    /// Sentence ends.
    pub(crate) sentences: u32,
    /// Separators such as | and ›.
    pub(crate) bars: u32,
    /// The sign >.
    pub(crate) angles: u32,
    /// Question marks.
    pub(crate) questions: u32,
    /// At signs.
    pub(crate) ats: u32,
    /// Quotation marks.
    pub(crate) quotes: u32,
    /// What its first word begins with.
    pub(crate) opening: First,
    /// Hash of its words in order.
    pub(crate) key: u64,
}

impl Counts {
    /// Returns the number of words, with one for several characters of scripts that are written without spaces.
    pub(crate) fn even_words(&self) -> u32 {
        if self.ideographs + self.unspaced == 0 {
            return self.words - self.unspaced_words;
        }
        let ideographs = self.ideographs as f32 / IDEOGRAPHS_PER_WORD;
        let unspaced = self.unspaced as f32 / UNSPACED_PER_WORD;
        self.words - self.unspaced_words + (ideographs + unspaced).ceil() as u32
    }

    /// Returns the number of words, with each character of Chinese and Japanese as one.
    pub(crate) fn tokens(&self) -> u32 {
        self.words + self.ideographs
    }
}

/// A word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    page: &'a str,
    start: usize,
    end: usize,
    pub(crate) hash: u64,
    /// Groups of the lexicon.
    pub(crate) bits: Bits,
    /// Number of characters.
    pub(crate) chars: u32,
    pub(crate) first: First,
    /// A character of Chinese or Japanese.
    pub(crate) ideographic: bool,
}

impl<'a> Word<'a> {
    /// Returns the word as it is written.
    pub(crate) fn text(&self) -> &'a str {
        &self.page[self.start..self.end]
    }
}

/// Receives the words and signs of a text.
pub(crate) trait Visitor {
    /// Whether it needs the counts of strings, which cost about as much as those of words.
    const COUNTS_STRINGS: bool = true;

    /// Receives a word.
    fn word(&mut self, word: &Word<'_>);

    /// Receives a sign, whether it directly follows a word that is not ideographic, and the byte after it, which is a space at
    /// the end of the text.
    #[inline]
    fn sign(&mut self, sign: char, after_word: bool, next: u8) {
        let _ = (sign, after_word, next);
    }
}

/// Reads the text in a range of a page. Bytes around the range may be loaded, but are not counted.
pub(crate) fn read(page: &str, range: Range<usize>, visitor: &mut impl Visitor) -> Counts {
    let mut reader = Reader {
        page,
        start: range.start,
        end: range.end,
        visitor,
        counts: Counts::default(),
        sums: CharSums::default(),
        firsts: [0; 4],
        string: None,
        last: (' ', usize::MAX),
        word_end: usize::MAX,
    };
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = crate::simd::avx2() {
        fearless_simd::Simd::vectorize(
            avx2,
            #[inline(always)]
            || reader.read(avx2, range.start),
        );
        return reader.finish();
    }
    reader.read(classes::Portable, range.start);
    reader.finish()
}

/// Sums over all words and signs.
#[derive(Clone, Copy, Default)]
struct CharSums {
    /// Characters of words.
    letters: u32,
    signs: u32,
    uppers: u32,
    figures: u32,
}

/// A run between white space that is being read.
struct TextString {
    start: usize,
    first: First,
    /// The sums before it.
    before: CharSums,
}

struct Reader<'a, V> {
    page: &'a str,
    start: usize,
    end: usize,
    visitor: &'a mut V,
    counts: Counts,
    sums: CharSums,
    /// Number of words that begin with each kind of character.
    firsts: [u32; 4],
    string: Option<TextString>,
    /// The last sign, and where it ended.
    last: (char, usize),
    /// Where the last word ended that a chunk did not have as a whole.
    word_end: usize,
}

/// Returns the lowest bit of a set.
#[inline]
fn lowest(set: u64) -> u64 {
    set & set.wrapping_neg()
}

/// Whether a character is a letter of an alphabet with upper and lower case.
#[inline]
fn is_cased(c: char) -> bool {
    matches!(c, '\0'..='\x7f' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1eff}')
}

impl<V: Visitor> Reader<'_, V> {
    #[inline(always)]
    fn read(&mut self, lanes: impl ByteLanes, start: usize) {
        let mut at = start;
        while at < self.end {
            let chunk = Chunk::read(lanes, self.page.as_bytes(), at, CHUNK.min(self.end - at));
            at = self.chunk(&chunk, at);
        }
        self.end_string(self.end);
    }

    /// Reads the chunk that begins at `base`, up to the first word that goes on after it. Returns where the next chunk begins.
    #[inline(always)]
    fn chunk(&mut self, chunk: &Chunk, base: usize) -> usize {
        let after_letters = chunk.letters << 1;
        let mut ends = after_letters & !chunk.letters;
        // White space after a word only ends a string.
        let before_gaps = if V::COUNTS_STRINGS { 0 } else { after_letters };
        let gaps = chunk.spaces & !(chunk.spaces << 1 | before_gaps);
        let mut events = chunk.letters & !after_letters | chunk.signs() | chunk.leads | gaps;
        while events != 0 {
            let bit = lowest(events);
            events ^= bit;
            let at = base + bit.trailing_zeros() as usize;
            let next = if chunk.letters & bit != 0 {
                let end_bit = lowest(ends);
                ends ^= end_bit;
                let end = base + end_bit.trailing_zeros() as usize;
                if end_bit == 0 && end < self.end {
                    return if at > base { at } else { self.long_word(at) };
                }
                if chunk.wide & end_bit == 0 || !self.goes_on(end) {
                    self.ascii_word(at..end, chunk, bit, end_bit);
                    continue;
                }
                self.wide_word(at)
            } else if chunk.leads & bit != 0 {
                self.wide(at)
            } else if chunk.spaces & bit != 0 {
                self.end_string(at);
                continue;
            } else {
                let after_word = chunk.letters & bit >> 1 != 0 || self.word_end == at;
                self.ascii_sign(at, after_word);
                continue;
            };
            if next >= base + CHUNK {
                return next;
            }
            let rest = u64::MAX << (next - base);
            events &= rest;
            ends &= rest << 1;
        }
        base + CHUNK
    }

    /// Reads a word of ASCII letters and digits that a chunk has as a whole, given the bits of its start and of its end.
    #[inline(always)]
    fn ascii_word(&mut self, range: Range<usize>, chunk: &Chunk, start: u64, end: u64) {
        let positions = end.wrapping_sub(start);
        let (capitals, digits) = (chunk.capitals & positions, chunk.digits & positions);
        let first = if start & capitals != 0 {
            First::Capital
        } else if start & digits != 0 {
            First::Digit
        } else {
            First::Small
        };
        self.open_string(range.start, first);
        if V::COUNTS_STRINGS && capitals | digits != 0 {
            self.sums.uppers += capitals.count_ones();
            self.sums.figures += digits.count_ones();
        }
        let humps = chunk.humps() & positions;
        if humps != 0 {
            self.counts.humps += humps.count_ones();
        }
        self.pass_on_ascii(range, first);
    }

    /// Reads a word of ASCII letters and digits that is at least as long as a chunk. Returns where it ends.
    #[cold]
    fn long_word(&mut self, start: usize) -> usize {
        let bytes = &self.page.as_bytes()[start..self.end];
        let len = bytes.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let (word, end) = (&bytes[..len], start + len);
        if bytes.get(len).is_some_and(|b| !b.is_ascii()) && self.goes_on(end) {
            return self.wide_word(start);
        }
        let first = First::of(char::from(word[0]));
        let count = |is: fn(&u8) -> bool| word.iter().filter(|b| is(b)).count() as u32;
        let (uppers, figures) = (count(u8::is_ascii_uppercase), count(u8::is_ascii_digit));
        let humps = word.windows(2).filter(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase());
        self.counts.humps += humps.count() as u32;
        self.open_string(start, first);
        self.sums.uppers += uppers;
        self.sums.figures += figures;
        self.pass_on_ascii(start..end, first);
        self.word_end = end;
        end
    }

    #[inline(always)]
    fn pass_on_ascii(&mut self, range: Range<usize>, first: First) {
        let hash = hash::ascii_word(self.page.as_bytes(), range.clone());
        self.pass_on(&Word {
            page: self.page,
            start: range.start,
            end: range.end,
            hash,
            bits: LEXICON.get(hash),
            chars: range.len() as u32,
            first,
            ideographic: false,
        });
    }

    /// Opens a string unless one is open.
    #[inline]
    fn open_string(&mut self, start: usize, first: First) {
        if V::COUNTS_STRINGS && self.string.is_none() {
            self.string = Some(TextString { start, first, before: self.sums });
        }
    }

    /// Returns a byte of the text, or a space at its end.
    #[inline]
    fn byte_at(&self, at: usize) -> u8 {
        let byte = self.page.as_bytes().get(at).copied().unwrap_or(b' ');
        if at < self.end { byte } else { b' ' }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.page[at..self.end].chars().next()
    }

    #[inline(never)]
    fn goes_on(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(|c| {
            let script = hash::script(c);
            script != Script::Ideographic && hash::is_letter(c, script)
        })
    }

    /// Reads the word that begins at `start`, and has characters other than ASCII. Returns where it ends.
    #[inline(never)]
    fn wide_word(&mut self, start: usize) -> usize {
        let first = self.char_at(start).map_or(First::Other, First::of);
        self.open_string(start, first);
        let mut spelling = hash::Spelling::default();
        let (mut chars, mut end) = (0, start);
        let (mut unspaced, mut caseless, mut after_small) = (0, false, false);
        for c in self.page[start..self.end].chars() {
            if c.is_ascii() {
                if !c.is_ascii_alphanumeric() {
                    break;
                }
                spelling.push(c.to_ascii_lowercase());
                self.sums.figures += u32::from(c.is_ascii_digit());
                self.sums.uppers += u32::from(c.is_ascii_uppercase());
                self.counts.humps += u32::from(after_small && c.is_ascii_uppercase());
                after_small = c.is_ascii_lowercase();
                (chars, end) = (chars + 1, end + 1);
                continue;
            }
            let script = hash::script(c);
            if script == Script::Ideographic || !hash::is_letter(c, script) {
                break;
            }
            let lower = hash::lower(c);
            spelling.push(lower);
            chars += 1;
            unspaced += u32::from(script == Script::Unspaced);
            if c == lower {
                let cased = is_cased(c);
                after_small = cased;
                caseless |= !cased && !hash::is_numeric(c);
            } else {
                self.sums.uppers += 1;
                self.counts.humps += u32::from(after_small);
                after_small = false;
            }
            end += c.len_utf8();
        }
        let counts = &mut self.counts;
        counts.unspaced += unspaced;
        counts.unspaced_words += u32::from(unspaced > 0);
        counts.caseless += u32::from(caseless && unspaced == 0);
        let hash = spelling.take();
        self.pass_on(&Word {
            page: self.page,
            start,
            end,
            hash,
            bits: LEXICON.get(hash),
            chars,
            first,
            ideographic: false,
        });
        self.word_end = end;
        end
    }

    /// Returns the sign directly before a position, or a space.
    #[inline]
    fn sign_before(&self, at: usize) -> char {
        if self.last.1 == at { self.last.0 } else { ' ' }
    }

    #[inline(always)]
    fn pass_on(&mut self, word: &Word<'_>) {
        let counts = &mut self.counts;
        if counts.key == 0 {
            counts.opening = word.first;
        }
        self.firsts[word.first as usize] += 1;
        self.sums.letters += word.chars;
        counts.longest = counts.longest.max(word.chars);
        counts.stops += u32::from(word.bits & hash::STOP != 0);
        counts.key = hash::step(counts.key, hash::token(word.hash));
        self.visitor.word(word);
    }

    /// Reads a character that is not ASCII. Returns where the next one begins.
    #[inline(never)]
    fn wide(&mut self, at: usize) -> usize {
        let Some(c) = self.char_at(at) else { return self.end };
        let next = at + c.len_utf8();
        match hash::script(c) {
            Script::Ideographic => {
                self.open_string(at, First::Other);
                self.counts.ideographs += 1;
                let hash = hash::single(c);
                self.pass_on(&Word {
                    page: self.page,
                    start: at,
                    end: next,
                    hash,
                    bits: LEXICON.get(hash),
                    chars: 1,
                    first: First::Other,
                    ideographic: true,
                });
            }
            script if hash::is_letter(c, script) => return self.wide_word(at),
            _ if c.is_whitespace() => self.end_string(at),
            _ => {
                self.open_string(at, First::Other);
                self.sums.signs += 1;
                let before = self.sign_before(at);
                let counts = &mut self.counts;
                match c {
                    '、' | '，' | '،' => counts.commas += 1,
                    '»' | '›' | '•' | '·' | '→' => counts.bars += 1,
                    '؟' => counts.questions += 1,
                    // No space follows these characters.
                    '。' | '！' => counts.sentences += 1,
                    '？' => {
                        (counts.questions, counts.sentences) = (counts.questions + 1, counts.sentences + 1)
                    }
                    _ => {}
                }
                let is_quote = matches!(c, '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '「' | '」');
                counts.quotes += u32::from(is_quote);
                // The sign » is more often an arrow.
                let closes = c != '»' && is_closing(c);
                counts.sentences += u32::from(closes && is_sentence_end(before));
                self.last = (c, next);
                let bytes = &self.page.as_bytes()[..at];
                let after_ascii = bytes.last().is_some_and(u8::is_ascii_alphanumeric) && at > self.start;
                self.visitor.sign(c, after_ascii || self.word_end == at, self.byte_at(next));
            }
        }
        next
    }

    #[inline]
    fn ascii_sign(&mut self, at: usize, after_word: bool) {
        let byte = self.byte_at(at);
        self.open_string(at, First::Other);
        self.sums.signs += 1;
        let before = self.sign_before(at);
        let counts = &mut self.counts;
        match byte {
            b',' => counts.commas += 1,
            b'|' | b'/' => counts.bars += 1,
            b'>' => counts.angles += 1,
            b'?' => counts.questions += 1,
            b'@' => counts.ats += 1,
            b'"' | b'\'' | b')' | b']' => {
                counts.quotes += u32::from(byte == b'"');
                counts.sentences += u32::from(is_sentence_end(before));
            }
            _ => {}
        }
        self.last = (char::from(byte), at + 1);
        self.visitor.sign(char::from(byte), after_word, self.byte_at(at + 1));
    }

    /// Ends the string that has been read, if there is one, at white space.
    #[inline(always)]
    fn end_string(&mut self, end: usize) {
        let last = self.sign_before(end);
        // East Asian full stops are counted where they occur.
        self.counts.sentences += u32::from(matches!(last, '.' | '!' | '?' | '…' | '؟' | '۔' | '।'));
        let Some(TextString { start, first, before }) = self.string.take() else { return };
        let (counts, sums) = (&mut self.counts, &self.sums);
        let figures = sums.figures - before.figures;
        let letters = sums.letters - before.letters - figures;
        let chars = letters + figures + sums.signs - before.signs;
        counts.strings += 1;
        counts.longest_string = counts.longest_string.max(chars);
        counts.string_numbers += u32::from(self.page.as_bytes()[start].is_ascii_digit());
        counts.string_capitals += u32::from(first == First::Capital);
        counts.string_uppers += u32::from(letters >= 2 && sums.uppers - before.uppers == letters);
        if chars >= HEX_CHARS && figures > 0 && letters > 0 {
            let bytes = &self.page.as_bytes()[start..end];
            let machine = bytes.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-');
            counts.string_hexes += u32::from(machine);
        }
    }

    fn finish(self) -> Counts {
        let Self { mut counts, sums, firsts, .. } = self;
        counts.chars = sums.letters + sums.signs;
        counts.letters = sums.letters;
        counts.figures = sums.figures;
        counts.words = firsts.iter().sum::<u32>() - counts.ideographs;
        counts.numbers = firsts[First::Digit as usize];
        counts.capitals = firsts[First::Capital as usize];
        counts
    }
}

/// Returns whether a character ends a sentence.
pub(crate) fn is_sentence_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…') || !c.is_ascii() && matches!(c, '。' | '！' | '？' | '؟' | '۔' | '।')
}

/// Returns whether a character closes a quotation or brackets.
pub(crate) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']')
        || !c.is_ascii() && matches!(c, '”' | '’' | '“' | '»' | '«' | '」' | '』' | '）')
}

#[cfg(test)]
mod tests;
