//! Counts words, in scripts with and without spaces between them.

use unicode_normalization::char::is_combining_mark;

/// Counts the words of a text: maximal runs of alphanumeric characters and `_`. In scripts without word spaces, a
/// word is as many characters as words of that script have on average.
pub(crate) fn words(text: &str) -> usize {
    let (bytes, mut count, mut at) = (text.as_bytes(), Counter::default(), 0);
    let mut words = 0;
    while let Some(&b) = bytes.get(at) {
        if b.is_ascii() {
            words += usize::from(count.ascii(b));
            at += 1;
        } else if let Some(c) = text[at..].chars().next() {
            words += usize::from(count.begins_word(c));
            at += c.len_utf8();
        }
    }
    words
}

/// Whether an ASCII byte is part of a word.
static IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 128 {
        let c = b as u8;
        if c.is_ascii_alphanumeric() || c == b'_' {
            table[b] = true;
        }
        b += 1;
    }
    table
};

/// Counts the words of a text, up to `most`.
pub(crate) fn words_up_to(text: &str, most: usize) -> usize {
    word_starts(text).take(most).count()
}

/// Yields one unit for each word.
fn word_starts(text: &str) -> impl Iterator<Item = ()> {
    let mut counter = Counter::default();
    text.chars().filter_map(move |c| counter.begins_word(c).then_some(()))
}

/// Finds the characters with which words begin.
#[derive(Default)]
struct Counter {
    /// Whether the last character is part of a word in a script with spaces.
    inside: bool,
    /// The share of a word that the last characters are in a script without spaces.
    share: Option<u8>,
}

impl Counter {
    /// Whether a word begins with the next byte of ASCII.
    #[inline]
    fn ascii(&mut self, b: u8) -> bool {
        self.share = None;
        let word = IN_WORD[usize::from(b)];
        let before = std::mem::replace(&mut self.inside, word);
        word && !before
    }

    /// Whether a word begins with the next character.
    fn begins_word(&mut self, c: char) -> bool {
        if let Some(own) = unspaced(c) {
            self.inside = false;
            // The first character of a run begins a word.
            let sum = self.share.map_or(WORD, |share: u8| share + own);
            self.share = Some(sum % WORD);
            return sum >= WORD;
        }
        if self.share.is_some() && is_combining_mark(c) {
            return false;
        }
        self.share = None;
        let word = c.is_alphanumeric() || c == '_';
        let before = std::mem::replace(&mut self.inside, word);
        word && !before
    }
}

/// Number of shares that make a word.
const WORD: u8 = 4;

/// Returns the share of a word that a character is in scripts without word spaces: Chinese and Japanese words have
/// about two characters, Thai, Lao, Burmese and Khmer words about four letters.
fn unspaced(c: char) -> Option<u8> {
    match c {
        '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Some(2),
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' => Some(2),
        '\u{e01}'..='\u{e30}' | '\u{e40}'..='\u{e44}' | '\u{e81}'..='\u{eb0}' | '\u{ec0}'..='\u{ec4}' => {
            Some(1)
        }
        '\u{1000}'..='\u{102a}' | '\u{1780}'..='\u{17b3}' => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_spaces_and_without() {
        for (text, wanted) in [
            ("", 0),
            ("The port re-opened in 2031.", 6),
            ("港", 1),
            ("港口重新開放。", 3),
            ("港口在冬季之後重新開放，市政府週一表示。", 10),
            ("항구가 다시 열렸다.", 3),
            ("港口 2031 ABC重開", 4),
            ("ท่าเรือเปิดอีกครั้ง", 5),
        ] {
            assert_eq!(words(text), wanted, "{text}");
        }
        assert_eq!(words_up_to("one two three", 2), 2);
        for text in ["", "The port re-opened in 2031.", "a_b c-d", " x ", "l’été 港 x é", "港a口 b"] {
            assert_eq!(words(text), word_starts(text).count(), "{text}");
        }
    }
}
