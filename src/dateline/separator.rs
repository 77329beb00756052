//! Reads the separators after a part of a dateline.

use super::chars::{is_blank, is_dash};

/// Maximum length of a run of separators in characters.
const LONGEST_MARK: usize = 8;

/// The strongest separator after a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DatelineSeparator {
    None,
    Blank,
    Comma,
    Slash,
    Stop,
    Bar,
    Colon,
    Dash,
}

/// Returns the length of the separators after a part, including white space, in bytes, and the strongest of them.
/// `is_agency` says whether a slash begins an agency ("/PRNewswire/").
pub(crate) fn read(
    text: &str,
    after_source: bool,
    is_agency: impl Fn(&str) -> bool,
) -> (usize, DatelineSeparator) {
    let mut mark = DatelineSeparator::None;
    let (mut end, mut count) = (0, 0);
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let this = match c {
            c if is_blank(c) => DatelineSeparator::Blank,
            // A hyphen before a number or inside a word is not a dash. A single hyphen needs a space next to it, or a
            // bracket before it.
            '-' if mark == DatelineSeparator::None
                && !after_source
                && !after.starts_with(|c| is_blank(c) || is_dash(c) || c == '(') =>
            {
                break;
            }
            c if is_dash(c) => DatelineSeparator::Dash,
            '=' | '~' => DatelineSeparator::Dash,
            // What broken encodings and old terminals turn dashes into.
            '?' | '_' | '\u{fffd}' if after_source && mark <= DatelineSeparator::Blank => {
                DatelineSeparator::Dash
            }
            'â' if after.starts_with("€”")
                || after.starts_with("€“")
                || after.starts_with("\u{80}\u{94}")
                || after.starts_with("\u{80}\u{93}") =>
            {
                DatelineSeparator::Dash
            }
            '€' | '”' | '“' | '\u{80}' | '\u{93}' | '\u{94}'
                if text[..at].ends_with(['â', '€', '\u{80}']) =>
            {
                DatelineSeparator::Dash
            }
            ':' | '：' => DatelineSeparator::Colon,
            '|' | '¦' | '│' | '·' | '•' | '>' | '»' => DatelineSeparator::Bar,
            // "Example.com", "ID.5"
            '.' if mark == DatelineSeparator::None
                && !after_source
                && after.starts_with(char::is_alphanumeric) =>
            {
                break;
            }
            '.' | '。' | '।' | '۔' if !after.starts_with("..") => DatelineSeparator::Stop,
            ',' | '،' | '、' => DatelineSeparator::Comma,
            ';' if after_source => DatelineSeparator::Colon,
            ';' if after.starts_with(is_blank) => DatelineSeparator::Comma,
            '/' if !is_agency(&text[at..]) => DatelineSeparator::Slash,
            _ => break,
        };
        if this != DatelineSeparator::Blank {
            count += 1;
        }
        if count > LONGEST_MARK {
            break;
        }
        mark = mark.max(this);
        end = at + c.len_utf8();
    }
    (end, mark)
}
