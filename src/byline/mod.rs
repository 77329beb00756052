//! Bylines: who wrote it. A string as a reader sees it comes in, persons and organizations go out.

use serde::{Deserialize, Serialize};

/// Who wrote a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// As a reader saw it.
    pub raw: String,
    /// The canonical line: "By Jane Doe and John Roe".
    pub text: String,
    /// Persons in page order.
    pub authors: Vec<Author>,
    /// A collective author: an agency, a newsroom; several parted by " / ".
    pub organization: Option<String>,
}

/// One person of a byline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// In a name's normal case.
    pub name: String,
    /// Job title, or another task than writing.
    pub role: Option<String>,
    /// Company, newsroom or agency.
    pub affiliation: Option<String>,
}

/// What is known beside the string.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// BCP 47 tag of the page.
    pub language: Option<&'a str>,
    /// The site's name, which is no author.
    pub site: Option<&'a str>,
}

/// Reads a byline; `None` when the string names nobody.
pub fn parse(_raw: &str, _context: &Context<'_>) -> Option<Byline> {
    None
}
