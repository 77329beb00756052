//! Bylines: who wrote it. A string as a reader sees it comes in, persons and organizations go out.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

pub(crate) use line::{is_only_fields, is_whole, lead_after_date, unknown_share};

use crate::lexicon::clip::clip;

pub(crate) mod build;
pub(crate) mod cjk;
pub(crate) mod entity;
mod line;
pub(crate) mod name_case;
mod name_test;
mod nickname;
pub(crate) mod render;
pub(crate) mod segment;
pub(crate) mod shape;
pub(crate) mod token;
pub(crate) mod vocabulary;

/// Who wrote a story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Byline {
    /// As a reader saw it.
    pub raw: String,
    /// The canonical line: "By Jane Doe and John Roe".
    pub text: String,
    /// Persons in page order.
    pub authors: Vec<Author>,
    /// A collective author: an agency, a newsroom; several parted by " / ".
    pub organization: Option<String>,
    /// What on the page said so; `None` for a string alone.
    #[serde(default)]
    pub source: Option<BylineSource>,
    /// Calibrated probability that these are the authors, from 0 to 1. `None` for a string alone, and for a source that
    /// has no calibration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// What on a page tells who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BylineSource {
    /// An item of its JSON-LD.
    JsonLd,
    /// `og:` and `article:`.
    OpenGraph,
    /// `twitter:`.
    TwitterCard,
    /// Any other `meta` element.
    Meta,
    /// Its title, or its site's name: a site that has a person's name.
    Title,
    /// `itemprop`.
    Microdata,
    /// A link to an author's page, or `rel=author`.
    AuthorLink,
    /// An element whose class says what it holds.
    Element,
    /// A line that a reader sees.
    Text,
    /// The agency of its dateline.
    Dateline,
    /// The agency of its credit.
    Credit,
    /// The state object that a script framework leaves in the page.
    State,
    /// The user's rule for its site.
    SiteRule,
}

impl BylineSource {
    /// Its name in records: `json-ld`.
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonLd => "json-ld",
            Self::OpenGraph => "open-graph",
            Self::TwitterCard => "twitter-card",
            Self::Meta => "meta",
            Self::Title => "title",
            Self::Microdata => "microdata",
            Self::AuthorLink => "author-link",
            Self::Element => "element",
            Self::Text => "text",
            Self::Dateline => "dateline",
            Self::Credit => "credit",
            Self::State => "state",
            Self::SiteRule => "site-rule",
        }
    }
}

/// One person of a byline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Author {
    /// In a name's normal case.
    pub name: String,
    /// Job title, or another task than writing.
    pub role: Option<String>,
    /// Company, newsroom or agency.
    pub affiliation: Option<String>,
}

/// What is known about the page that a byline comes from.
///
/// ```
/// use copydesk::byline::{BylineContext, parse};
/// let context = BylineContext::new().with_language("de").with_site("Fairbrook Post");
/// assert_eq!(parse("Von Max Muster, Fairbrook Post", &context).unwrap().authors[0].name, "Max Muster");
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct BylineContext<'a> {
    /// BCP 47 tag of the page.
    pub language: Option<&'a str>,
    /// The site's name, which is never a person.
    pub site: Option<&'a str>,
}

impl<'a> BylineContext<'a> {
    /// Returns a context in which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the page's language, as a BCP 47 tag.
    #[must_use]
    pub fn with_language(mut self, tag: impl Into<Option<&'a str>>) -> Self {
        self.language = tag.into();
        self
    }

    /// Sets the site's name, which is never a person.
    #[must_use]
    pub fn with_site(mut self, name: impl Into<Option<&'a str>>) -> Self {
        self.site = name.into();
        self
    }
}

/// Bytes of a string that are read: what is longer is no byline but a text.
const LONGEST: usize = 8192;

/// Reads a byline; `None` when the string names nobody.
///
/// ```
/// use copydesk::byline::{BylineContext, parse};
/// let byline = parse("By JANE DOE and John McRoe, Staff Writers", &BylineContext::default()).unwrap();
/// assert_eq!(byline.text, "By Jane Doe and John McRoe");
/// assert_eq!(byline.authors[0].role.as_deref(), Some("Staff Writers"));
/// assert_eq!(parse("By admin", &BylineContext::default()), None);
/// ```
pub fn parse(raw: &str, context: &BylineContext<'_>) -> Option<Byline> {
    parse_as(raw, context, false)
}

/// Reads the byline of a piece that is pictures: who took them is its author.
pub(crate) fn parse_pictures(raw: &str, context: &BylineContext<'_>) -> Option<Byline> {
    parse_as(raw, context, true)
}

fn parse_as(raw: &str, context: &BylineContext<'_>, pictures: bool) -> Option<Byline> {
    let text = clean(raw);
    let mut byline =
        if cjk::is_east_asian(&text) { cjk::read(&text, context) } else { read(&text, context, pictures) }?;
    byline.text = render::line(&byline, context.language);
    byline.raw = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(byline)
}

fn read(text: &str, context: &BylineContext<'_>, pictures: bool) -> Option<Byline> {
    let vocabulary = vocabulary::get();
    let mut tokens = token::cut(text, &|word| vocabulary.is_abbreviation(word), &|seam| {
        vocabulary.splits(seam, context.language)
    });
    let folded = vocabulary::fold_all(&tokens);
    nickname::join(&mut tokens, &folded, vocabulary);
    let (segments, languages) = segment::split(&tokens, &folded, vocabulary::Languages::of(context.language));
    let capitals = !text.contains(char::is_lowercase);
    let reader = entity::EntityReader {
        text,
        tokens: &tokens,
        folded: &folded,
        languages,
        vocabulary,
        site: context.site,
        capitals,
    };
    build::build(&reader, &segments, pictures)
}

/// Whether a line opens as bylines do, with a lead word; what stands behind it is not looked at.
pub(crate) fn opens(text: &str) -> bool {
    /// Bytes in which the lead words stand.
    const HEAD: usize = 48;
    let head = clip(text, HEAD);
    if cjk::is_east_asian(head) {
        return cjk::is_marked(text);
    }
    let vocabulary = vocabulary::get();
    let tokens = token::cut(head, &|_| false, &|seam| seam.at_start && vocabulary.splits(seam, None));
    let start = tokens.iter().position(|t| t.kind == token::TokenKind::Word).unwrap_or(0);
    vocabulary.leads(&vocabulary::fold_all(&tokens[start..]))
}

/// One line in composed characters, without mark-up and invisible characters, of at most [`LONGEST`] bytes.
pub(crate) fn clean(raw: &str) -> String {
    let raw = clip(raw, LONGEST);
    let mut out = String::with_capacity(raw.len());
    for word in raw.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        let visible = |c: &char| {
            !matches!(
                c,
                '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'
                    ..='\u{202e}'
            )
        };
        out.extend(word.chars().filter(visible).nfc());
    }
    if let Some(once) = once(&out) {
        out.truncate(once);
    }
    for (entity, character) in [("&amp;", "&"), ("&nbsp;", " "), ("&#039;", "'"), ("&quot;", "\"")] {
        if out.contains(entity) {
            out = out.replace(entity, character);
        }
    }
    out
}

/// The bytes of a string that stands there twice, with a blank between or none: a name and the name of its picture.
fn once(text: &str) -> Option<usize> {
    /// Bytes of such a string.
    const SHORTEST: usize = 6;
    let half = text.len() / 2;
    if half < SHORTEST || !text.is_char_boundary(half) {
        return None;
    }
    let (first, second) = text.split_at(half);
    let second = if text.len().is_multiple_of(2) { second } else { second.strip_prefix(' ')? };
    (first.contains(' ') && first == second).then_some(half)
}
