//! Parses bylines: the string that names the authors of a story, as a reader sees it.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

pub(crate) use page_line::{is_only_fields, is_whole, lead_after_date, unknown_share};

use crate::lexicon::{agency, clip::clip, ui_labels};

pub(crate) mod build;
pub(crate) mod cjk;
pub(crate) mod entity;
pub(crate) mod name_case;
mod name_test;
mod nickname;
mod page_line;
pub(crate) mod render;
pub(crate) mod segment;
pub(crate) mod shape;
pub(crate) mod token;
pub(crate) mod vocabulary;

/// Who wrote a story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Byline {
    /// The byline as printed.
    pub raw: String,
    /// The canonical line: "By Jane Doe and John Roe".
    pub text: String,
    /// Persons in page order.
    pub authors: Vec<Author>,
    /// A collective author, such as an agency or a newsroom; several are separated by " / ".
    pub organization: Option<String>,
    /// Where on the page the byline was found; `None` if a string was parsed.
    #[serde(default)]
    pub source: Option<BylineSource>,
    /// Calibrated probability that these are the authors, from 0 to 1. `None` if a string was parsed, or if the
    /// source has no calibration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// Where on a page a byline was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BylineSource {
    /// JSON-LD.
    JsonLd,
    /// `og:` and `article:` properties.
    OpenGraph,
    /// `twitter:` properties.
    TwitterCard,
    /// Any other `meta` element.
    Meta,
    /// The title, or the name of a site that is named after its author.
    Title,
    /// `itemprop`.
    Microdata,
    /// A link to an author's page, or `rel=author`.
    AuthorLink,
    /// An element whose class marks it as a byline.
    Element,
    /// A visible line.
    Text,
    /// The agency of the dateline.
    Dateline,
    /// The agency of the credit.
    Credit,
    /// The state object of a script framework.
    State,
    /// The user's rule for the site.
    SiteRule,
}

impl BylineSource {
    /// Returns the name used in records, such as `json-ld`.
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

/// One author of a byline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Author {
    /// The name in normal case.
    pub name: String,
    /// Job title, or a task other than writing.
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

/// Maximum length of a string in bytes; longer ones are running text, not bylines.
const LONGEST: usize = 8192;

/// Parses a byline. Returns `None` if the string names no one.
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

/// Parses the byline of a piece that consists of pictures, so that the photographer is its author.
pub(crate) fn parse_pictures(raw: &str, context: &BylineContext<'_>) -> Option<Byline> {
    parse_as(raw, context, true)
}

fn parse_as(raw: &str, context: &BylineContext<'_>, pictures: bool) -> Option<Byline> {
    let text = clean(raw);
    if ui_labels::is_label(&text) && agency::find(&text).is_none() {
        return None;
    }
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
    token::drop_monograms(&mut tokens);
    let leads = vocabulary.leads(&tokens, context.language).unwrap_or_default();
    token::split_hebrew_and(&mut tokens, leads);
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

/// Returns whether a line begins like a byline, with a lead word of any language, or with one that only pages in
/// `language` use. What follows is not checked.
pub(crate) fn opens(text: &str, language: Option<&str>) -> bool {
    /// Length in bytes of the part of the line that is searched for a lead word.
    const HEAD: usize = 48;
    let head = clip(text, HEAD);
    if cjk::is_east_asian(head) {
        return cjk::is_marked(text);
    }
    let vocabulary = vocabulary::get();
    let splits = |seam: &token::TokenSeam<'_>| seam.at_start && vocabulary.splits(seam, None);
    let is_word = |token: &token::Token<'_>| token.kind == token::TokenKind::Word;
    let mut tokens = Vec::new();
    let at = token::cut_on(head, 0, &|_| false, &splits, &mut tokens, |tokens| tokens.iter().any(is_word));
    let start = tokens.iter().position(is_word).unwrap_or(0);
    if tokens.get(start).is_none_or(|first| !vocabulary.may_begin(first)) {
        return false;
    }
    token::cut_on(head, at, &|_| false, &splits, &mut tokens, |_| false);
    vocabulary.leads(&tokens[start..], language).is_some()
}

/// Returns a string as one line in composed characters, without mark-up and invisible characters, at most [`LONGEST`]
/// bytes.
pub(crate) fn clean(raw: &str) -> String {
    let raw = clip(raw, LONGEST);
    let mut out = String::with_capacity(raw.len());
    for word in raw.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.push_str(word);
            continue;
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
        if out.contains('&') && out.contains(entity) {
            out = out.replace(entity, character);
        }
    }
    out
}

/// Returns the length of the first half of a string that repeats itself, with or without a space between: a name and
/// the alternative text of its picture.
fn once(text: &str) -> Option<usize> {
    /// Minimum length of such a string in bytes.
    const SHORTEST: usize = 6;
    let half = text.len() / 2;
    if half < SHORTEST || !text.is_char_boundary(half) {
        return None;
    }
    let (first, second) = text.split_at(half);
    let second = if text.len().is_multiple_of(2) { second } else { second.strip_prefix(' ')? };
    (first.contains(' ') && first == second).then_some(half)
}
