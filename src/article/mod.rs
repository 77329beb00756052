//! The article: the result of the pipeline, with all fields of the record.

pub(crate) mod address;
pub(crate) mod assemble;
mod body;
mod body_builder;
mod callout;
mod code;
pub(crate) mod dateline_and_credit;
mod direction;
mod embed;
mod footnote;
mod line;
mod marked_text;
mod math;
mod mathml;
mod notes;
mod numbering;
mod picture;
mod plain;
mod plan;
mod source;
mod table;
mod walk;
mod word_count;

pub use body::{Block, Cell, Definition, Figure, List, ListItem, Mark, MarkKind, Note, Row, Table, Text};
pub use direction::Direction;

pub(crate) use address::is_safe as is_safe_address;
pub(crate) use body::OBJECT;
pub(crate) use plain::text as text_of;
pub(crate) use word_count::{words as count_words, words_up_to as count_words_up_to};

use serde::{Deserialize, Serialize};

use crate::{
    InputKind, NoArticleReason, Outcome, PageType, byline::Byline, credit::Credit, dateline::Dateline,
};

/// A cleaned page: the fields of the record and the body as a tree. Its JSON equals the record, see `docs/record.md`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Article {
    /// Whether there is an article; metadata may be present without one.
    pub outcome: Outcome,
    /// Why there is no article; only set with [`Outcome::NoArticle`].
    pub reason: Option<NoArticleReason>,
    /// Whether the page was cleaned as HTML or as text.
    pub input: InputKind,
    /// The address given by the caller, or else the page's canonical link.
    pub url: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// The authors.
    pub byline: Option<Byline>,
    /// The place, date and agency at the start of the story.
    pub dateline: Option<Dateline>,
    /// The line at the end of the story that names an agency, reporters or editors.
    pub credit: Option<Credit>,
    /// Publication date: an RFC 3339 date, or a date-time with the page's own offset.
    pub published: Option<String>,
    /// Date of the last change, in the form of `published`.
    pub modified: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// BCP 47 tag of the language.
    pub language: Option<String>,
    /// The page's own summary.
    pub description: Option<String>,
    /// Address of the lead picture.
    pub image: Option<String>,
    /// Canonical address, as given by the page.
    pub canonical: Option<String>,
    /// The page's keywords, in page order.
    pub keywords: Vec<String>,
    /// The kind of page.
    pub page_type: PageType,
    /// Calibrated confidence in the selection of the body, 0 to 1: the expected F1 of the text.
    pub confidence: f32,
    /// Where the fields were found, and the probability that each is right.
    pub sources: FieldSources,
    /// The body in reading order.
    pub body: Vec<Block>,
    /// Reader comments, if requested; never part of the body.
    pub comments: Vec<Block>,
}

/// Where a field was found, and the probability that it is right.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldSource {
    /// The source: `JSON-LD`, `first heading`, `visible text`, ...
    pub source: String,
    /// The probability (0 to 1) that the field is right, calibrated on labeled pages.
    pub confidence: f32,
}

impl FieldSource {
    /// Creates a source; the confidence is rounded to four decimals.
    pub(crate) fn new(source: &str, confidence: f32) -> Self {
        Self { source: source.to_owned(), confidence: four_decimals(confidence) as f32 }
    }
}

/// Rounds a probability to four decimals, as records have it, so that an article equals the one restored from its JSON.
pub(crate) fn four_decimals(probability: f32) -> f64 {
    (f64::from(probability) * 1e4).round() / 1e4
}

/// The sources of the fields that are chosen among several candidates, if the page has them.
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
    ///
    /// ```
    /// let article = copydesk::clean("<h1>Late again</h1><p>The ferry was late again, and nobody on the pier in Fairbrook \
    ///     was surprised by that, least of all the captain.")?;
    /// assert!(article.text().starts_with("The ferry was late again"));
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn text(&self) -> String {
        plain::text(&self.body)
    }

    /// Returns the number of words in [`text`](Self::text): runs of letters and digits.
    pub fn words(&self) -> usize {
        word_count::words(&self.text())
    }

    /// Returns the direction of most letters of the headline and the body.
    pub fn direction(&self) -> Direction {
        Direction::of(self.title.as_deref().into_iter().chain(body::texts(&self.body)))
    }

    /// Returns whether the page contains an article.
    pub fn is_article(&self) -> bool {
        self.outcome == Outcome::Article
    }
}
