//! The article: the result of the pipeline, with every field of the record.

pub(crate) mod address;
pub(crate) mod assemble;
mod body;
mod callout;
mod code;
pub(crate) mod dateline_and_credit;
mod direction;
mod embed;
mod footnote;
mod line;
mod math;
mod mathml;
mod notes;
mod numbering;
mod picture;
mod plain;
mod plan;
mod source;
mod table;
mod text;
mod tree;
mod walk;
mod words;

pub use body::{Block, Cell, Definition, Figure, List, ListItem, Mark, MarkKind, Note, Row, Table, Text};
pub use direction::Direction;

pub(crate) use address::is_safe as is_safe_address;
pub(crate) use body::OBJECT;
pub(crate) use plain::text as text_of;
pub(crate) use words::{words as count_words, words_up_to as count_words_up_to};

use serde::{Deserialize, Serialize};

use crate::{
    InputKind, NoArticleReason, Outcome, PageType, byline::Byline, credit::Credit, dateline::Dateline,
};

/// A cleaned page: the fields of the record and the body as a tree. Its JSON is that of the record, see
/// `docs/record.md`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Article {
    /// Whether there is an article at all; the metadata may be there without one.
    pub outcome: Outcome,
    /// Why there is no article; only with [`Outcome::NoArticle`].
    pub reason: Option<NoArticleReason>,
    /// HTML or text.
    pub input: InputKind,
    /// The address: given by the caller, else the page's own canonical link.
    pub url: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// Who wrote it.
    pub byline: Option<Byline>,
    /// Where and when it was filed.
    pub dateline: Option<Dateline>,
    /// The trailing line that names an agency, reporters or editors.
    pub credit: Option<Credit>,
    /// RFC 3339 date, or date-time with the page's own offset.
    pub published: Option<String>,
    /// As `published`.
    pub modified: Option<String>,
    /// The site's name.
    pub site: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The page's own summary.
    pub description: Option<String>,
    /// Address of the lead picture.
    pub image: Option<String>,
    /// Canonical address as the page gives it.
    pub canonical: Option<String>,
    /// The page's own keywords, in its order.
    pub keywords: Vec<String>,
    /// The kind of page.
    pub page_type: PageType,
    /// How sure the choice of the body is, 0 to 1: the expected f1 of the text.
    pub confidence: f32,
    /// Where the fields were found, and how probable it is that they are right.
    pub sources: FieldSources,
    /// The body, in the order in which it is read.
    pub body: Vec<Block>,
    /// Readers' comments, when they were asked for; never part of the body.
    pub comments: Vec<Block>,
}

/// Where a field was found, and how probable it is that it is right.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldSource {
    /// Where it was found: `JSON-LD`, `first heading`, `visible text`, ...
    pub source: String,
    /// The probability (0 to 1) that the field is right, calibrated on labeled pages.
    pub confidence: f32,
}

impl FieldSource {
    /// The confidence is rounded to four decimals.
    pub(crate) fn new(source: &str, confidence: f32) -> Self {
        Self { source: source.to_owned(), confidence: (confidence * 1e4).round() / 1e4 }
    }
}

/// The sources of the fields that are chosen among several, for those that the page has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FieldSources {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<FieldSource>,
    /// The byline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byline: Option<FieldSource>,
    /// The date of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<FieldSource>,
    /// The dateline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<FieldSource>,
    /// The credit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<FieldSource>,
}

impl Article {
    /// Returns the body as plain text, with blank lines between blocks.
    pub fn text(&self) -> String {
        plain::text(&self.body)
    }

    /// Number of words in [`text`](Self::text): runs of letters and digits.
    pub fn words(&self) -> usize {
        words::words(&self.text())
    }

    /// The direction of most of the headline's and the body's letters.
    pub fn direction(&self) -> Direction {
        Direction::of(self.title.as_deref().into_iter().chain(body::texts(&self.body)))
    }

    /// Whether the page holds an article.
    pub fn is_article(&self) -> bool {
        self.outcome == Outcome::Article
    }
}
