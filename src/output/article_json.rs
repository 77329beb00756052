//! Serializes an [`Article`]: its record, and the body as a tree so that nothing is lost.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Cleaned, Record};
use crate::{
    Article, Block, FieldSources, InputKind, NoArticleReason, Outcome, PageType, byline::Byline,
    credit::Credit, dateline::Dateline,
};

/// Serializes the fields of the record (see `docs/record.md`) without `source`, and the trees `body` and
/// `comment_blocks`, whose plain text is in `text` and `comments`.
///
/// ```
/// let article = copydesk::clean("<h1>Late again</h1><p>The ferry was late again, and nobody on the pier in Fairbrook \
///     was surprised by that, least of all the captain.")?;
/// let json = serde_json::to_value(&article)?;
/// assert_eq!(json["outcome"].as_str(), Some("article"));
/// assert_eq!(json["words"].as_u64(), Some(article.words() as u64));
/// assert_eq!(serde_json::from_value::<copydesk::Article>(json)?, article);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for Article {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = Record::new(&Cleaned { source: "", result: Ok(self), fields: None });
        Lossless { record, body: &self.body, comment_blocks: &self.comments }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct Lossless<'a> {
    #[serde(flatten)]
    record: Record<'a>,
    body: &'a [Block],
    #[serde(skip_serializing_if = "<[Block]>::is_empty")]
    comment_blocks: &'a [Block],
}

/// Deserializes the output of [`Serialize`], and records with or without an article. A record has no trees, so its
/// text becomes paragraphs. A record of a page that failed (`"outcome": "error"`) is an error.
impl<'de> Deserialize<'de> for Article {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Stored::deserialize(deserializer).map(Self::from)
    }
}

/// The fields from which an article is restored.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Stored {
    url: Option<String>,
    outcome: Outcome,
    reason: Option<NoArticleReason>,
    title: Option<String>,
    byline: Option<Byline>,
    dateline: Option<Dateline>,
    credit: Option<Credit>,
    published: Option<String>,
    modified: Option<String>,
    site: Option<String>,
    language: Option<String>,
    description: Option<String>,
    image: Option<String>,
    canonical: Option<String>,
    keywords: Vec<String>,
    page_type: PageType,
    input: InputKind,
    confidence: f32,
    sources: FieldSources,
    text: String,
    comments: Option<String>,
    body: Option<Vec<Block>>,
    comment_blocks: Option<Vec<Block>>,
}

impl From<Stored> for Article {
    fn from(stored: Stored) -> Self {
        let comments = stored.comments.unwrap_or_default();
        Self {
            outcome: stored.outcome,
            reason: stored.reason,
            input: stored.input,
            sources: stored.sources,
            url: stored.url,
            title: stored.title,
            byline: stored.byline,
            dateline: stored.dateline,
            credit: stored.credit,
            published: stored.published,
            modified: stored.modified,
            site: stored.site,
            language: stored.language,
            description: stored.description,
            image: stored.image,
            canonical: stored.canonical,
            keywords: stored.keywords,
            page_type: stored.page_type,
            confidence: stored.confidence,
            body: stored.body.unwrap_or_else(|| paragraphs(&stored.text)),
            comments: stored.comment_blocks.unwrap_or_else(|| paragraphs(&comments)),
        }
    }
}

/// Splits a text at blank lines.
fn paragraphs(text: &str) -> Vec<Block> {
    text.split("\n\n").filter(|part| !part.is_empty()).map(|part| Block::Paragraph(part.into())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};

    use super::*;
    use crate::Cleaner;

    fn object(value: &impl Serialize) -> Map<String, Value> {
        serde_json::to_value(value).expect("serializes").as_object().expect("an object").clone()
    }

    #[test]
    fn an_article_is_its_record_with_the_trees() {
        let page = "<html lang=en><title>Bridge reopens - Post</title><h1>Bridge reopens</h1><p>By Mara Ellison</p>\
                    <p>The bridge over the <b>Alder</b> reopened on Monday after nine months of repairs, the city said.</p>\
                    <p>Traffic returned within the hour, and the ferry that had stood in for it made its last crossing.</p>";
        for article in [Cleaner::new().clean(page).expect("cleans"), Article::default()] {
            let mut json = object(&article);
            assert!(json.remove("body").is_some());
            let mut record =
                object(&Record::new(&Cleaned { source: "-", result: Ok(&article), fields: None }));
            record.remove("source");
            assert_eq!(json, record);
            let json = serde_json::to_string(&article).expect("serializes");
            assert_eq!(serde_json::from_str::<Article>(&json).expect("an article"), article);
        }
    }

    #[test]
    fn a_record_becomes_an_article_of_paragraphs() {
        let record = r#"{"source": "-", "outcome": "article", "title": "Weir", "keywords": [], "text": "One.\n\nTwo.", "id": 7}"#;
        let article: Article = serde_json::from_str(record).expect("a record");
        assert_eq!((article.title.as_deref(), article.text().as_str()), (Some("Weir"), "One.\n\nTwo."));
        assert!(serde_json::from_str::<Article>(r#"{"outcome": "error", "error": "torn"}"#).is_err());
    }
}
