//! Analyzes lines of a page that contain a byline: what else do they contain?

use super::{
    Byline,
    token::{self, Token, TokenKind},
    vocabulary::{self, Languages, fold},
};
use crate::lexicon::month;

/// How many bytes of a line are searched for its lead word.
const LONGEST_PREFIX: usize = 90;
/// Maximum number of unknown words before the lead word.
const MOST_UNKNOWN: usize = 2;
/// One unknown word in this many is allowed among the fields of a line: a place, a section.
const UNKNOWN_SHARE: usize = 5;

/// Returns where the lead word begins in a line that starts with a date: "Posted on May 5, 2031 by Jane Doe".
pub(crate) fn lead_after_date(text: &str, language: Option<&str>) -> Option<usize> {
    // Most lines have no date, or none near their beginning.
    if text.find(char::is_numeric).is_none_or(|at| at > LONGEST_PREFIX) {
        return None;
    }
    let vocabulary = vocabulary::get();
    let tokens = token::cut(text, &|word| vocabulary.is_abbreviation(word), &|_| false);
    let in_prefix = |token: &Token<'_>| token.end - token.text.len() <= LONGEST_PREFIX;
    if !tokens.iter().any(|token| token.kind == TokenKind::Number && in_prefix(token)) {
        return None;
    }
    let folded = vocabulary::fold_all(&tokens);
    let languages = Languages::of(language);
    let (mut unknown, mut digits) = (0, false);
    for (at, token) in tokens.iter().enumerate() {
        if !in_prefix(token) || unknown > MOST_UNKNOWN {
            return None;
        }
        let class = vocabulary::PREPOSITION | vocabulary::LEAD;
        let lead = || vocabulary.longest(&folded[at..], class, &languages);
        if digits && lead().is_some_and(|(n, _)| at + n < tokens.len()) {
            return Some(token.end - token.text.len());
        }
        digits |= token.kind == TokenKind::Number;
        unknown += usize::from(is_unknown(token, language));
    }
    None
}

/// Returns whether a line consists of a byline and other fields: names, roles, outlets, dates, labels, buttons.
pub(crate) fn is_only_fields(text: &str, byline: &Byline, language: Option<&str>) -> bool {
    let (words, unknown) = unknown_words(text, byline, language);
    unknown <= 1.max(words / UNKNOWN_SHARE)
}

/// Returns the share of a line's words that are neither part of the byline nor in the tables, from 0 to 1.
pub(crate) fn unknown_share(text: &str, byline: &Byline, language: Option<&str>) -> f32 {
    let (words, unknown) = unknown_words(text, byline, language);
    unknown as f32 / words.max(1) as f32
}

/// Returns whether a line consists of names, roles and outlets.
pub(crate) fn is_whole(text: &str, byline: &Byline, language: Option<&str>) -> bool {
    unknown_words(text, byline, language).1 == 0
}

/// Returns the number of words of a line, and how many of them are neither part of the byline nor in the tables.
fn unknown_words(text: &str, byline: &Byline, language: Option<&str>) -> (usize, usize) {
    let authors = byline.authors.iter();
    let parts = authors.flat_map(|a| [Some(&a.name), a.role.as_ref(), a.affiliation.as_ref()]);
    let own: Vec<String> = parts
        .chain([byline.organization.as_ref()])
        .flatten()
        .flat_map(|part| part.split(|c: char| !token::is_word(c)))
        .filter(|word| !word.is_empty())
        .map(|word| fold(word).into_owned())
        .collect();
    let tokens = token::cut(text, &|_| false, &|seam| vocabulary::get().splits(seam, language));
    let words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
    let has =
        |word: &str| word.split(|c: char| !token::is_word(c)).all(|part| own.iter().any(|o| *o == part));
    let unknown = words.clone().filter(|token| is_unknown(token, language) && !has(&fold(token.text)));
    (words.count(), unknown.count())
}

/// Returns whether a word is neither in the byline tables nor a month.
fn is_unknown(token: &Token<'_>, language: Option<&str>) -> bool {
    /// Names are in the tables, but do not make a word known.
    const NAMES: vocabulary::WordClass = vocabulary::GIVEN_NAME | vocabulary::SURNAME;
    token.kind == TokenKind::Word
        && vocabulary::get().classes(&fold(token.text)) & !NAMES == 0
        && month::lookup(token.text, language).is_none()
}
