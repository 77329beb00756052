//! Cleaning options and limits that single stages read.

use std::time::Duration;

use crate::{Error, error::Kind, lexicon::language_code};

/// What the choice of the body leans to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Favor {
    /// Take less: what is kept is the article's.
    Precision,
    /// The best expected F1.
    #[default]
    Balanced,
    /// Take more: nothing of the article is lost.
    Recall,
}

/// What becomes of the dateline in the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatelineStyle {
    /// Written in house style.
    #[default]
    Normalize,
    /// Left as the page has it.
    Keep,
    /// Taken out; the field has it.
    Strip,
}

/// What becomes of a trailing credit in the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CreditStyle {
    /// Taken out; the field has it.
    #[default]
    Strip,
    /// Left as the page has it.
    Keep,
}

/// What becomes of the standfirst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StandfirstStyle {
    /// First block of the body.
    #[default]
    Keep,
    /// Taken out.
    Strip,
}

/// What becomes of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TableStyle {
    /// Part of the body.
    #[default]
    Keep,
    /// Taken out.
    Strip,
}

/// How large a page may be and how long it may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a page before decoding.
    pub bytes: usize,
    /// Nodes of its tree.
    pub nodes: usize,
    /// Lines of a plain text, of one story if stories are split.
    pub lines: usize,
    /// Depth of its tree; what lies deeper is flattened, not lost.
    pub depth: usize,
    /// Time for one page; checked between and inside the stages. `None`: no budget.
    pub time: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, nodes: 4_000_000, lines: 200_000, depth: 512, time: None }
    }
}

/// Returns the primary subtag of a language tag that a user gave, as the shortest code of that language.
///
/// # Errors
/// Returns an error if `tag` is not a language tag. BCP 47 would allow primary subtags of up to eight letters, but
/// none of more than three is registered, so that a language's name is an error.
pub(crate) fn primary_language(tag: &str) -> Result<String, Error> {
    let mut subtags = tag.split(['-', '_']);
    let primary = subtags.next().unwrap_or_default().to_ascii_lowercase();
    let is_primary = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    let is_subtag = |s: &str| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_primary || !subtags.all(is_subtag) {
        let expected = "a BCP 47 language tag such as en or pt-BR";
        return Err(Kind::Value { value: tag.to_owned(), expected }.into());
    }
    Ok(language_code::shortest(&primary).map_or(primary, str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_checked() {
        let primary = |tag: &str| primary_language(tag).ok();
        assert_eq!(primary("pt-BR").as_deref(), Some("pt"));
        assert_eq!(primary("DEU").as_deref(), Some("de"));
        assert_eq!(primary("zh_Hant_TW").as_deref(), Some("zh"));
        for tag in ["english", "e", "", "en-", "1a", "en-toolongsubtag", "en us"] {
            assert_eq!(primary(tag), None, "{tag}");
        }
    }
}
