//! The record of one page, which JSON and the other record formats serialize.

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Cleaned, HtmlOptions, MarkdownOptions, View};
use crate::{
    Article, FieldSources, InputKind, NoArticleReason, Outcome, PageType, byline::Byline, credit::Credit,
    dateline::Dateline,
};

/// The article of a record without one.
static NOTHING: LazyLock<Article> = LazyLock::new(Article::default);

/// The names of the record's own fields.
const NAMES: &[&str] = &[
    "source",
    "url",
    "outcome",
    "reason",
    "error",
    "title",
    "byline",
    "dateline",
    "credit",
    "published",
    "modified",
    "site",
    "language",
    "direction",
    "description",
    "image",
    "canonical",
    "keywords",
    "page_type",
    "input",
    "confidence",
    "sources",
    "text",
    "markdown",
    "html",
    "words",
    "comments",
];

/// The outcome of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RecordOutcome {
    /// There is an article.
    Article,
    /// The page was read and contains no article.
    NoArticle,
    /// The page could not be read or cleaned.
    Error,
}

impl RecordOutcome {
    /// Returns the name used in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::NoArticle => "no-article",
            Self::Error => "error",
        }
    }
}

/// The record of one page; its fields are written in this order.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Record<'a> {
    /// The path as given, `-` for standard input, or `crawl.warc.gz#<record id>` for a record of an archive. Omitted
    /// if it is empty, as in the JSON of an article.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub source: &'a str,
    /// The page's address: given by the user or the archive, or the page's canonical link.
    pub url: Option<&'a str>,
    /// The outcome.
    pub outcome: RecordOutcome,
    /// Why there is no article; only set with [`RecordOutcome::NoArticle`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<NoArticleReason>,
    /// The error message; only set with [`RecordOutcome::Error`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'a str>,
    /// The headline, without the site's name.
    pub title: Option<&'a str>,
    /// The authors.
    pub byline: Option<&'a Byline>,
    /// The place, date and agency at the start of the story.
    pub dateline: Option<&'a Dateline>,
    /// The credit at the end of the story.
    pub credit: Option<&'a Credit>,
    /// Publication date: an RFC 3339 date or date-time.
    pub published: Option<&'a str>,
    /// Date of the last change, in the form of `published`.
    pub modified: Option<&'a str>,
    /// The name of the site.
    pub site: Option<&'a str>,
    /// BCP 47 tag of the language.
    pub language: Option<&'a str>,
    /// `ltr` or `rtl`: the direction of most letters.
    pub direction: Option<&'a str>,
    /// The page's own summary.
    pub description: Option<&'a str>,
    /// Address of the lead picture.
    pub image: Option<&'a str>,
    /// Canonical address, as given by the page.
    pub canonical: Option<&'a str>,
    /// The page's keywords.
    pub keywords: &'a [String],
    /// The kind of page.
    pub page_type: Option<PageType>,
    /// Whether the page was cleaned as HTML or as text.
    pub input: Option<InputKind>,
    /// The expected F1 of the text, 0 to 1, rounded to four decimals.
    pub confidence: Option<f64>,
    /// Where title, byline, date, dateline and credit were found, and the probability that each is right.
    pub sources: &'a FieldSources,
    /// The body as plain text, with a blank line between blocks.
    pub text: String,
    /// The body as Markdown, if requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// The body as HTML, if requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// Number of words in `text`.
    pub words: usize,
    /// Reader comments as text, if requested; never part of `text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// Fields copied from the input. A field with the name of one of the record's own is written as `input_<name>`.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

impl<'a> Record<'a> {
    /// Creates the record of a page.
    pub fn new(page: &Cleaned<'a>) -> Self {
        let mut record = match page.result {
            Ok(article) => Self::of_article(article),
            Err(error) => Self {
                outcome: RecordOutcome::Error,
                reason: None,
                error: Some(error),
                page_type: None,
                input: None,
                confidence: None,
                direction: None,
                ..Self::of_article(&NOTHING)
            },
        };
        record.source = page.source;
        if let Some(fields) = page.fields {
            record.fields = fields.iter().map(|(name, value)| (free_name(name), value.clone())).collect();
        }
        record
    }

    /// Creates the record of a page with the bodies that `view` requests.
    pub fn of(page: &Cleaned<'a>, view: &View) -> Self {
        let mut record = Self::new(page);
        if let Some(article) = page.result.ok().filter(|article| article.is_article()) {
            let View { links, images, .. } = *view;
            let markdown = MarkdownOptions { links, images, body_only: true, front_matter: false };
            let html = HtmlOptions { links, images, body_only: true, standalone: false };
            record.markdown = view.with.markdown.then(|| article.markdown(markdown));
            record.html = view.with.html.then(|| article.html(html));
        }
        record
    }

    fn of_article(article: &'a Article) -> Self {
        let text = article.text();
        Self {
            source: "",
            url: article.url.as_deref(),
            outcome: match article.outcome {
                Outcome::Article => RecordOutcome::Article,
                Outcome::NoArticle => RecordOutcome::NoArticle,
            },
            reason: article.reason.filter(|_| !article.is_article()),
            error: None,
            title: article.title.as_deref(),
            byline: article.byline.as_ref(),
            dateline: article.dateline.as_ref(),
            credit: article.credit.as_ref(),
            published: article.published.as_deref(),
            modified: article.modified.as_deref(),
            site: article.site.as_deref(),
            language: article.language.as_deref(),
            direction: Some(article.direction().name()),
            description: article.description.as_deref(),
            image: article.image.as_deref(),
            canonical: article.canonical.as_deref(),
            keywords: &article.keywords,
            page_type: Some(article.page_type),
            input: Some(article.input),
            confidence: Some(crate::article::four_decimals(article.confidence)),
            sources: &article.sources,
            words: crate::article::count_words(&text),
            text,
            markdown: None,
            html: None,
            comments: (!article.comments.is_empty()).then(|| crate::article::text_of(&article.comments)),
            fields: Map::new(),
        }
    }
}

/// Returns `name`, renamed if the record has a field of that name.
fn free_name(name: &str) -> String {
    if NAMES.contains(&name) { format!("input_{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_record() {
        let record = Record::new(&Cleaned { source: "-", result: Err("torn"), fields: None });
        let value = serde_json::to_value(&record).expect("a record serializes");
        let mut names: Vec<_> = value.as_object().expect("an object").keys().map(String::as_str).collect();
        // Fields that are present only on request.
        let mut listed: Vec<_> = NAMES
            .iter()
            .copied()
            .filter(|name| !["comments", "html", "markdown", "reason"].contains(name))
            .collect();
        names.sort_unstable();
        listed.sort_unstable();
        assert_eq!(names, listed);
    }

    #[test]
    fn copied_fields_are_renamed_if_the_record_has_them() {
        let fields = serde_json::from_str(r#"{"id": 7, "title": "theirs"}"#).expect("JSON");
        let record = Record::new(&Cleaned { source: "-", result: Ok(&NOTHING), fields: Some(&fields) });
        let value = serde_json::to_value(&record).expect("a record serializes");
        assert_eq!((&value["id"], &value["input_title"]), (&7.into(), &"theirs".into()));
        assert_eq!(value["title"], Value::Null);
    }
}
