//! Classifies characters in lead-ins: spaces, dashes, digits of all scripts, capitals.

/// Returns whether a character is white space or an invisible mark.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Returns the length in bytes of the white space at the start of `text`.
pub(crate) fn skip_blanks(text: &str) -> usize {
    text.find(|c| !is_blank(c)).unwrap_or(text.len())
}

/// Returns whether a character is a dash, or what broken encodings make of one.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{96}'
                | '\u{97}'
    )
}

/// Returns the value of a decimal digit in any script that prints dates.
pub(crate) fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 10] = ['0', '٠', '۰', '०', '০', '௦', '౦', '൦', '๐', '０'];
    ZEROS.into_iter().find_map(|zero| (c as u32).checked_sub(zero as u32).filter(|d| *d < 10))
}

/// Returns whether a letter belongs to a script without case.
pub(crate) fn is_uncased(c: char) -> bool {
    c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase()
}

/// Returns whether a character is Han, kana or Hangul.
pub(crate) fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Returns the bracket that closes `open`.
pub(crate) fn closing(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '（' => '）',
        '［' => '］',
        '【' => '】',
        '〔' => '〕',
        '〈' => '〉',
        '《' => '》',
        _ => return None,
    })
}

/// Returns the inside of the bracket at the start of `text`, and the length including both brackets. The bracket must
/// close on the same line within `longest` bytes.
pub(crate) fn bracket(text: &str, longest: usize) -> Option<(&str, usize)> {
    let open = text.chars().next()?;
    let close = closing(open)?;
    let (mut depth, mut at) = (0u32, 0);
    for c in text.chars() {
        if c == '\n' || at > longest {
            return None;
        }
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some((&text[open.len_utf8()..at], at + c.len_utf8()));
            }
        }
        at += c.len_utf8();
    }
    None
}

/// Returns whether `word` is in capitals: it has at least two cased letters, and lower-case letters only in "Mc" and
/// "Mac".
pub(crate) fn is_capitals(word: &str) -> bool {
    let tail = ["Mc", "Mac"].into_iter().find_map(|p| word.strip_prefix(p)).unwrap_or(word);
    let mut capitals = 0;
    for c in tail.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals += usize::from(c.is_uppercase());
    }
    capitals >= 2
}
