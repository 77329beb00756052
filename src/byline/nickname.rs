//! Detects nicknames in brackets: "Elizabeth (Betsy) Marrow" is one name.

use std::borrow::Cow;

use super::{
    shape::is_initial,
    token::{Token, TokenKind},
    vocabulary::{self, Vocabulary, WordClass},
};
use crate::lexicon::agency;

/// Maximum words inside the brackets.
const MOST_WORDS: usize = 2;

/// Classes of words in brackets that are not nicknames: tasks, outlets, places.
const OTHER: WordClass = vocabulary::PREPOSITION
    | vocabulary::LEAD
    | vocabulary::TASK
    | vocabulary::JOIN
    | vocabulary::WITH
    | vocabulary::AFTER
    | vocabulary::CLOSE
    | vocabulary::JOB_HEAD
    | vocabulary::MODIFIER
    | vocabulary::COLLECTIVE
    | vocabulary::ORG_HEAD
    | vocabulary::GENERIC
    | vocabulary::PLACE
    | vocabulary::DEGREE
    | vocabulary::UNIT
    | vocabulary::WEEKDAY;

/// Turns brackets around a nickname into quotation marks, which stay part of the name.
pub(crate) fn join(tokens: &mut [Token<'_>], folded: &[Cow<'_, str>], vocabulary: &Vocabulary) {
    for open in 1..tokens.len() {
        if tokens[open].kind != TokenKind::Open {
            continue;
        }
        let close = (open + 2..tokens.len().min(open + 2 + MOST_WORDS))
            .find(|&at| tokens[at].kind == TokenKind::Close);
        let Some(close) = close.filter(|&close| is_nickname(tokens, folded, vocabulary, open, close)) else {
            continue;
        };
        tokens[open].kind = TokenKind::Quote;
        tokens[close].kind = TokenKind::Quote;
    }
}

/// Returns whether the brackets at `open` and `close` contain a name and have names before and after them.
fn is_nickname(
    tokens: &[Token<'_>],
    folded: &[Cow<'_, str>],
    vocabulary: &Vocabulary,
    open: usize,
    close: usize,
) -> bool {
    let given = |at: usize| vocabulary.is(&folded[at], vocabulary::GIVEN_NAME);
    let word = |at: usize| {
        tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with(char::is_uppercase))
            && (is_initial(tokens[at].text) || given(at) || !vocabulary.is(&folded[at], OTHER))
    };
    // A single word or given names must precede the bracket: "Jane Doe (Riverton)" contains a place.
    let one = open == 1 || !word(open - 2);
    word(open - 1)
        && (one || given(open - 1))
        && (open + 1..close).all(word)
        && word(close + 1)
        && agency::find(tokens[open + 1].text).is_none()
        && (!given(close + 1) || is_initial(tokens[open + 1].text))
}
