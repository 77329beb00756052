//! Datelines: where and when a story was filed. The first paragraph comes in, its lead-in goes out as data.

use serde::{Deserialize, Serialize};

/// The lead-in of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dateline {
    /// Up to the first character of the lede, blanks included.
    pub raw: String,
    /// In house style: `SEOUL, May 4 (Yonhap) — `.
    pub text: String,
    /// In normal case; two places are parted by a slash.
    pub place: Option<String>,
    /// State or country as printed.
    pub region: Option<String>,
    /// `YYYY-MM-DD`, or `--MM-DD` where no year is known, or `YYYY-MM`.
    pub date: Option<String>,
    /// Canonical name.
    pub agency: Option<String>,
}

/// What is known beside the paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// BCP 47 tag of the page.
    pub language: Option<&'a str>,
    /// Publication date, RFC 3339: the year of a dateline without one.
    pub published: Option<&'a str>,
}

/// Reads the dateline that `paragraph` begins with; the lede begins at `raw.len()`.
pub fn parse(_paragraph: &str, _context: &Context<'_>) -> Option<Dateline> {
    None
}
