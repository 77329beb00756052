//! Recognizes what pages leave between the paragraphs of scraped text: share bars, advertisements, links, captions.
//!
//! A line is compared as a key (letters and digits in lower case, numbers as `0`, anything else as a space) with the
//! entries of `lexicon/data/residue.txt`. `refine` decides what to do about a match.

#[allow(dead_code, reason = "the build script uses the others")]
mod kinds;

mod credit;

use crate::{
    lexicon::{fold::alnum_key, indexed::READER_NOTES},
    words::hash,
};

use super::{
    lines::is_cjk,
    tables::{RESIDUE, RESIDUE_HEADS, RESIDUE_OPENINGS, RESIDUE_PARTS, RESIDUE_PREFIXES},
};
pub(crate) use credit::{VIA, precedes_credit};
use credit::{has_credit, is_credited};
pub(crate) use kinds::Kinds;
use kinds::{NO_SECOND, class_of_second, is_unspaced, prefix};

/// Longest line that is compared, in bytes. Captions and prompts are shorter.
const MAX_BYTES: usize = 600;
/// Maximum number of bytes of a bar's key.
const BAR_BYTES: usize = 160;
/// Words of the longest entry that may be part of a bar.
const BAR_ENTRY_WORDS: usize = 4;
/// Signs that may follow an opening that needs one.
const SEPARATORS: [char; 18] =
    [':', '：', '=', '＝', '/', '|', '»', '>', '►', '▶', '→', '-', '–', '—', '©', '●', '•', '】'];

/// The code of a set as a feature.
impl Kinds {
    /// Returns the kinds as one number, which grows with how surely a line is residue.
    pub(crate) fn code(self) -> u8 {
        let order = [
            Self::LABEL,
            Self::PHOTO,
            Self::PROMPT,
            Self::LINK,
            Self::SECTION,
            Self::COMMENTS,
            Self::FOOTER,
            Self::BAR,
        ];
        let place = order.iter().position(|&kind| self.has(kind));
        place.map_or(0, |place| 2 * (order.len() - place) as u8 + u8::from(self.has(Self::ALONE)))
    }
}

/// An entry that is compared with the beginning of a line.
#[derive(Debug)]
pub(crate) struct Opening {
    /// Where its parts are in [`RESIDUE_PARTS`], and their bytes. The parts are keys that occur in this order, the first
    /// at the beginning, with `*` between them. A slice for each would take ten times the space.
    pub(crate) start: u32,
    pub(crate) len: u16,
    /// Bytes of the first part.
    pub(crate) first: u8,
    /// Whether a separator must follow the first part.
    pub(crate) separated: bool,
    pub(crate) kinds: Kinds,
}

/// What a line can be that begins with a certain word, or with a certain character of a script without spaces.
#[derive(Debug)]
pub(crate) struct Head {
    /// Range of its entries in [`RESIDUE_OPENINGS`].
    pub(crate) start: u16,
    pub(crate) end: u16,
    /// Number of bytes of a key that decide about its entries: one more than the longest of them has.
    pub(crate) bytes: u16,
    /// Whether a bar can begin with it.
    pub(crate) in_bars: bool,
    /// Whether it is an entry of a bar as it is.
    pub(crate) is_in_bars: bool,
    /// What the second word of its entries begins with, as bits of [`class_of_second`].
    pub(crate) seconds: u32,
}

/// Counts of a line, which decide what it is compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signs {
    /// It has words that begin with a digit.
    pub(crate) numbers: bool,
    /// It has signs.
    pub(crate) any: bool,
    /// It has a slash or another bar.
    pub(crate) bars: bool,
    /// The credit of a picture may be in it: it has a sign that can precede one before a word, or "via".
    pub(crate) credit: bool,
}

/// Compares lines with the table; keeps its buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matcher {
    key: String,
}

impl Matcher {
    /// Returns what `text` may be.
    pub(crate) fn kinds(&mut self, text: &str, signs: Signs) -> Kinds {
        if text.len() > MAX_BYTES {
            return Kinds::default();
        }
        let mut kinds = self.labels(text);
        if signs.any && is_noted_link(text) {
            kinds = kinds.with(Kinds::LINK);
        }
        if signs.numbers && is_counter(text) {
            kinds = kinds.with(Kinds::LABEL);
        }
        let may_credit = signs.credit || !text.is_ascii();
        if signs.bars && is_credited(text, &mut self.key) || may_credit && has_credit(text, &mut self.key) {
            kinds = kinds.with(Kinds::PHOTO);
        }
        kinds
    }

    /// Compares the beginning of a line with the entries that share its first word. Most lines share theirs with none, so
    /// the key is written only as far as it is needed.
    fn labels(&mut self, text: &str) -> Kinds {
        if !may_begin_entry(text.as_bytes()) {
            return Kinds::default();
        }
        let after = write_first_word(text, &mut self.key);
        let numbered = self.key == "0";
        let head = RESIDUE_HEADS.get(&self.key);
        let Some(head) = head.or(numbered.then_some(&NO_HEAD)) else { return Kinds::default() };
        if let Some(after) = after
            && !self.may_go_on(&text[after..], head, numbered)
        {
            return Kinds::default();
        }
        let bars = numbered || head.in_bars;
        let most = usize::from(head.bytes).max(if bars { BAR_BYTES + 1 } else { 0 });
        let mut whole = write_key_up_to(text, &mut self.key, most);
        let known = RESIDUE.get(&self.key).filter(|_| whole);
        let mut kinds = known.map_or(Kinds::default(), |k| k.with(Kinds::ALONE));
        if bars && whole && is_bar(&self.key) {
            kinds = kinds.with(Kinds::LABEL);
        }
        for opening in &RESIDUE_OPENINGS[usize::from(head.start)..usize::from(head.end)] {
            if !whole && !opening.has_one_part() && opening.begins(&self.key) {
                whole = write_key_up_to(text, &mut self.key, usize::MAX);
            }
            if let Some(end) = opening.end(&self.key) {
                let after = rest(text, end, &self.key);
                if after.is_empty() && opening.has_one_part() {
                    kinds = kinds.with(opening.kinds).with(Kinds::ALONE);
                } else if !opening.separated || after.trim_start().starts_with(SEPARATORS) {
                    kinds = kinds.with(opening.kinds);
                }
            }
        }
        kinds
    }

    /// Whether an entry or a bar that begins with a line's first word can go on as the line does after that word. Writes the
    /// second word.
    fn may_go_on(&mut self, rest: &str, head: &Head, numbered: bool) -> bool {
        let Some(class) = ascii_second(rest.as_bytes()) else { return true };
        if head.seconds & class != 0 {
            return true;
        }
        if class == NO_SECOND || !(numbered || head.is_in_bars) {
            return false;
        }
        let is_ascii = write_first_word(rest, &mut self.key).is_some();
        !is_ascii || self.key == "0" || RESIDUE_HEADS.get(&self.key).is_some_and(|head| head.in_bars)
    }
}

/// Whether an entry may begin with the first word of a line, judging by its first three letters.
fn may_begin_entry(text: &[u8]) -> bool {
    let Some(start) = text.iter().position(|b| !b.is_ascii() || b.is_ascii_alphanumeric()) else {
        return true;
    };
    text[start].is_ascii_digit()
        || prefix(&text[start..]).is_none_or(|bit| RESIDUE_PREFIXES[bit / 64] >> (bit % 64) & 1 != 0)
}

/// For lines that begin with a number, with which no entry begins.
static NO_HEAD: Head = Head { start: 0, end: 0, bytes: 0, in_bars: true, is_in_bars: true, seconds: 0 };

impl Opening {
    fn text(&self) -> &'static str {
        &RESIDUE_PARTS[self.start as usize..][..usize::from(self.len)]
    }

    fn has_one_part(&self) -> bool {
        u16::from(self.first) == self.len
    }

    /// Whether a key begins with the first part.
    fn begins(&self, key: &str) -> bool {
        let first = &self.text().as_bytes()[..usize::from(self.first)];
        // Entries that share their first word differ at their ends.
        key.as_bytes().get(first.len().wrapping_sub(1)) == first.last()
            && key.as_bytes().starts_with(first)
            && is_boundary(key, first.len())
    }

    /// Bytes of `key` that the first part covers, if all parts are there.
    fn end(&self, key: &str) -> Option<usize> {
        if !self.begins(key) {
            return None;
        }
        let first = usize::from(self.first);
        let mut at = first;
        for part in self.text()[first..].split('*').filter(|part| !part.is_empty()) {
            let mut found = memchr::memmem::find_iter(&key.as_bytes()[at..], part.as_bytes());
            at += found.find(|&i| is_boundary(key, at + i) && is_boundary(key, at + i + part.len()))?
                + part.len();
        }
        Some(first)
    }
}

/// Whether a word may begin or end at byte `at`: in scripts without spaces, everywhere.
fn is_boundary(key: &str, at: usize) -> bool {
    let Some((before, after)) = key.split_at_checked(at) else { return false };
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else { return true };
    left == ' ' || right == ' ' || is_unspaced(left) || is_unspaced(right)
}

/// Letters, with the vowel signs and tone marks that are parts of words in many scripts.
fn is_letter(c: char) -> bool {
    hash::is_alphanumeric(c)
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}')
        || matches!(c, '\u{e2f}'..='\u{e4e}' | '\u{eb1}'..='\u{ecd}')
}

/// The small letter of a character, one for one.
fn small(c: char) -> char {
    match c {
        'İ' => 'i',
        c => hash::lower(c),
    }
}

/// Writes the key of a line: what remains of it for comparisons.
pub(crate) fn write_key(text: &str, key: &mut String) {
    write_key_up_to(text, key, usize::MAX);
}

/// Writes the first word of the key of a line, or its first character in scripts without spaces. Returns where the word ends
/// if it and the character after it are ASCII.
pub(crate) fn write_first_word(text: &str, key: &mut String) -> Option<usize> {
    key.clear();
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|b| !b.is_ascii() || b.is_ascii_alphanumeric())?;
    let len = bytes[start..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let end = start + len;
    if len > 0 && bytes.get(end).is_none_or(u8::is_ascii) {
        key.push_str(&text[start..end]);
        key.make_ascii_lowercase();
        return Some(end);
    }
    write_wide_first_word(&text[start..], key);
    let number = bytes[start..].iter().take_while(|b| b.is_ascii_digit() || b".,'".contains(b)).count();
    let end = start + number;
    (bytes[start].is_ascii_digit() && bytes.get(end).is_none_or(u8::is_ascii)).then_some(end)
}

/// Returns the class of the second word of the key of a line, given what follows the first, unless the character that decides
/// is not ASCII.
fn ascii_second(after: &[u8]) -> Option<u32> {
    match after.iter().find(|b| !b.is_ascii() || b.is_ascii_alphanumeric()) {
        Some(b) if b.is_ascii_alphabetic() => Some(class_of_second(b.to_ascii_lowercase())),
        Some(b) if b.is_ascii() => Some(class_of_second(b'0')),
        Some(_) => None,
        None => Some(NO_SECOND),
    }
}

/// Writes a first word with a number or characters that are not ASCII.
fn write_wide_first_word(text: &str, key: &mut String) {
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            key.push(c.to_ascii_lowercase());
        } else if c.is_numeric() && !is_cjk(c) {
            if key.is_empty() {
                key.push('0');
            }
            return;
        } else if is_letter(c) {
            let unspaced = is_unspaced(c);
            if !unspaced || key.is_empty() {
                key.push(small(c));
            }
            if unspaced {
                return;
            }
        } else if !key.is_empty() {
            return;
        }
    }
}

/// Writes the key of a line until it has more than `most` bytes. Returns whether it is the whole key.
fn write_key_up_to(text: &str, key: &mut String, most: usize) -> bool {
    key.clear();
    let bytes = text.as_bytes();
    let (mut at, mut number) = (0, false);
    while at < bytes.len() {
        let letters = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        if letters > 0 {
            if number {
                key.push(' ');
            }
            number = false;
            let start = key.len();
            key.push_str(&text[at..at + letters]);
            key[start..].make_ascii_lowercase();
            at += letters;
        } else {
            at += write_other(&text[at..], key, &mut number);
        }
        if key.len() > most {
            return false;
        }
    }
    key.truncate(key.trim_end().len());
    true
}

/// Adds a character that is not an ASCII letter to a key. `number` tells whether a number goes on. Returns the length of the
/// character.
fn write_other(text: &str, key: &mut String, number: &mut bool) -> usize {
    let Some(c) = text.chars().next() else { return 1 };
    if c.is_numeric() && !is_cjk(c) {
        if !*number {
            if !key.is_empty() && !key.ends_with(' ') {
                key.push(' ');
            }
            key.push('0');
        }
        *number = true;
    } else if !c.is_ascii() && is_letter(c) {
        if *number {
            key.push(' ');
        }
        *number = false;
        key.push(small(c));
    } else if !(*number && matches!(c, '.' | ',' | '\'' | '’' | '\u{a0}')) {
        *number = false;
        if !key.is_empty() && !key.ends_with(' ') {
            key.push(' ');
        }
    }
    c.len_utf8()
}

/// The part of `text` after the first `bytes` of its key.
fn rest<'a>(text: &'a str, bytes: usize, key: &str) -> &'a str {
    let letters = key[..bytes].chars().filter(|&c| c != ' ' && c != '0').count();
    let numbers = key[..bytes].matches('0').count();
    let (mut left, mut numbers_left, mut in_number) = (letters, numbers, false);
    for (i, c) in text.char_indices() {
        if c.is_numeric() && !is_cjk(c) {
            if !in_number {
                if left == 0 && numbers_left == 0 {
                    return &text[i..];
                }
                numbers_left = numbers_left.saturating_sub(1);
            }
            in_number = true;
            continue;
        }
        if left == 0 && numbers_left == 0 && !(in_number && matches!(c, '.' | ',')) {
            return &text[i..];
        }
        if is_letter(c) {
            in_number = false;
            left = left.saturating_sub(1);
        } else if !matches!(c, '.' | ',' | '\'' | '’') {
            in_number = false;
        }
    }
    ""
}

/// Whether a line consists of at least two entries of share bars and menus, and numbers: "Share Facebook Twitter 12".
fn is_bar(key: &str) -> bool {
    if key.len() > BAR_BYTES {
        return false;
    }
    let (mut rest, mut entries) = (key, 0);
    while !rest.is_empty() {
        let word = rest.split(' ').next().unwrap_or(rest);
        let mut length = Some(word.len()).filter(|_| word == "0");
        if length.is_none() {
            let ends = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]).take(BAR_ENTRY_WORDS);
            let is_entry = |&end: &usize| {
                RESIDUE.get(&rest[..end]).is_some_and(|k| k.has(Kinds::BAR.with(Kinds::LABEL)))
            };
            length = ends.filter(is_entry).last();
            entries += 1;
        }
        let Some(length) = length else { return false };
        rest = rest[length..].strip_prefix(' ').unwrap_or_default();
    }
    entries >= 2
}

/// Whether a line is a page number, a place in a series, or the time and speed of a player: "- 3 -", "2/5", "0:00 / 4:12".
fn is_counter(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')'));
    let (mut digits, mut signs, mut times) = (0, 0, 0);
    for (i, c) in text.char_indices() {
        match c {
            '0'..='9' => digits += 1,
            '/' | '-' | '–' | '—' | '|' | '•' => signs += 1,
            ':' => times += 1,
            'x' | '×' if text[..i].ends_with(|b: char| b.is_ascii_digit()) => signs += 1,
            ' ' | '.' => {}
            _ => return false,
        }
    }
    // A year, a sum or a date in figures may be the author's; a page number has signs around it or a bar inside.
    // The sign before it may have been read as a bullet.
    let framed = text.ends_with(['-', '–', '—', '•', '|']);
    let pages = text.split_once('/').is_some_and(|(a, b)| {
        [a, b].iter().all(|n| {
            n.trim().len() <= 3 && !n.trim().is_empty() && n.trim().bytes().all(|b| b.is_ascii_digit())
        })
    });
    digits > 0 && (framed && digits <= 3 || pages || times > 0 && digits <= 12 && text.contains(':'))
        || digits > 0 && signs == 1 && text.ends_with(['x', '×'])
}

/// Whether a line in brackets ends with a note for screen readers: "[ Bridge closed for six weeks Opens in new window ]".
fn is_noted_link(text: &str) -> bool {
    /// Words of the longest note.
    const WORDS: usize = 6;
    let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) else { return false };
    let starts = inner.char_indices().rev().filter(|(_, c)| *c == ' ').map(|(at, _)| &inner[at..]);
    starts.take(WORDS + 1).any(|end| READER_NOTES.contains(&alnum_key(end)))
}

#[cfg(test)]
mod tests;
