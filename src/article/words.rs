//! Counts words, in scripts with and without spaces between them.

use unicode_normalization::char::is_combining_mark;

/// Counts the words of a text: maximal runs of alphanumeric characters and `_`. In scripts without word spaces, a
/// word is as many characters as words of that script have on average.
pub(crate) fn words(text: &str) -> usize {
    word_starts(text).count()
}

/// Counts the words of a text, up to `most`.
pub(crate) fn words_up_to(text: &str, most: usize) -> usize {
    word_starts(text).take(most).count()
}

/// Yields one unit for each word.
fn word_starts(text: &str) -> impl Iterator<Item = ()> {
    let (mut inside, mut share) = (false, None);
    text.chars().filter_map(move |c| {
        if let Some(own) = unspaced(c) {
            inside = false;
            // The first character of a run begins a word.
            let sum = share.map_or(WORD, |share: u8| share + own);
            share = Some(sum % WORD);
            return (sum >= WORD).then_some(());
        }
        if share.is_some() && is_combining_mark(c) {
            return None;
        }
        share = None;
        let word = c.is_alphanumeric() || c == '_';
        let before = std::mem::replace(&mut inside, word);
        (word && !before).then_some(())
    })
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
    }
}
