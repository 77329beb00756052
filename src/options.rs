//! Cleaning options and limits that single stages read.

use std::time::Duration;

use crate::{Error, error::ErrorKind, lexicon::language_code};

/// Whether the selection of the body favors precision or recall.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Favor {
    /// Less text, nearly all of which belongs to the article.
    Precision,
    /// The best expected F1.
    #[default]
    Balanced,
    /// More text, with nearly all of the article.
    Recall,
}

/// What to do with the dateline at the beginning of the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatelineStyle {
    /// Write it in house style.
    #[default]
    Normalize,
    /// Leave it as it is on the page.
    Keep,
    /// Remove it from the body; the field keeps it.
    Strip,
}

/// What to do with the credit at the end of the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CreditStyle {
    /// Remove it from the body; the field keeps it.
    #[default]
    Strip,
    /// Leave it as it is on the page.
    Keep,
}

/// What to do with the standfirst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StandfirstStyle {
    /// Keep it as the first block of the body.
    #[default]
    Keep,
    /// Remove it.
    Strip,
}

/// What to do with tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TableStyle {
    /// Keep them in the body.
    #[default]
    Keep,
    /// Remove it.
    Strip,
}

/// Limits on the size of a page and on the time to clean it.
///
/// ```
/// use std::time::Duration;
/// use copydesk::{Cleaner, Limits};
/// let mut limits = Limits::default();
/// limits.time = Some(Duration::from_secs(2));
/// let cleaner = Cleaner::new().with_limits(limits);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Maximum size of a page in bytes, before decoding. Default: 64 MiB.
    pub bytes: usize,
    /// Maximum number of nodes of its tree. Default: 4 million.
    pub nodes: usize,
    /// Maximum number of lines of a plain text, or of one story if stories are split.
    pub lines: usize,
    /// Maximum depth of its tree. Deeper content is flattened, not lost. Default: 512.
    pub depth: usize,
    /// Time budget of a page, checked between and inside the stages. `None`, the default, is no limit.
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
/// Returns an error if `tag` is not a language tag. BCP 47 allows primary subtags of up to eight letters, but none of
/// more than three is registered, so a language's name is an error.
pub(crate) fn primary_language(tag: &str) -> Result<String, Error> {
    let mut subtags = tag.split(['-', '_']);
    let primary = subtags.next().unwrap_or_default().to_ascii_lowercase();
    let is_primary = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    let is_subtag = |s: &str| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_primary || !subtags.all(is_subtag) {
        let expected = "a BCP 47 language tag such as en or pt-BR";
        return Err(ErrorKind::Value { value: tag.to_owned(), expected }.into());
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
