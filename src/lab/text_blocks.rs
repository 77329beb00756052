//! Returns the blocks of a plain-text page, their features, and its candidate bylines, for training the text models.

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    byline,
    deadline::Deadline,
    fields::{author::text::TextCandidate, language, text_page},
    options::{CreditStyle, DatelineStyle, Favor},
    pipeline::{Options, finish, text, text::TextBuffers},
    text::features,
};

/// Cleans plain-text pages with forests of one's own, to judge them on pages that they were not trained on.
#[derive(Debug, Default)]
pub struct TextCleaner {
    buffers: TextBuffers,
    options: Options,
}

impl TextCleaner {
    /// Reads the forests. Returns `None` if they are not forests of these features.
    pub fn new(forests: Vec<u8>) -> Option<Self> {
        let mut cleaner = Self::default();
        (cleaner.options.dateline, cleaner.options.credit) = (DatelineStyle::Keep, CreditStyle::Keep);
        cleaner.buffers.scorer.set_model(forests.leak()).then_some(cleaner)
    }

    /// Returns title, authors, date, confidence and text of a page, as the scorers read them, and the expected F1 before
    /// its calibration.
    pub fn clean(&mut self, page: &str) -> Value {
        let deadline = Deadline::start(None);
        let article = text::article(page, None, &self.options, &deadline, &mut self.buffers);
        let Ok((article, trace)) = article else { return Value::Null };
        let article = finish::finish(article, &self.options);
        let authors = article.byline.iter().flat_map(|b| &b.authors).map(|a| a.name.as_str());
        json!({
            "title": article.title,
            "authors": authors.collect::<Vec<_>>(),
            "published": article.published,
            "confidence": article.confidence,
            "expected": trace.selection.confidence,
            "text": article.text(),
        })
    }
}

/// Blocks of a plain-text page and their features.
#[derive(Clone, Debug, Default)]
pub struct TextRows {
    /// The text of each block.
    pub blocks: Vec<String>,
    /// One row of bytes per block, one after the other.
    pub rows: Vec<u8>,
}

/// Returns the names of the features of plain text, in the order of a row.
pub fn names() -> &'static [&'static str] {
    features::names()
}

/// A byline that a plain-text page may have.
#[derive(Clone, Debug, Serialize)]
pub struct TextByline {
    /// Its authors.
    pub names: Vec<String>,
    /// Its newsroom or agency.
    pub organization: Option<String>,
    /// The byline as printed.
    pub raw: String,
    /// Its features by name.
    pub features: Vec<(String, f32)>,
}

/// Splits a plain-text page into blocks and returns their features.
pub fn rows(page: &str) -> TextRows {
    let mut buffers = TextBuffers::default();
    let _ = buffers.measure(page);
    let TextBuffers { blocks, sheet, stats, .. } = &buffers;
    let mut out = TextRows::default();
    features::row_bytes(stats, sheet, &mut out.rows);
    out.blocks = blocks.blocks.iter().map(|b| blocks.text(b).to_owned()).collect();
    out
}

/// Returns the candidate bylines of a plain-text page.
pub fn bylines(page: &str) -> Vec<TextByline> {
    let mut buffers = TextBuffers::default();
    let _ = buffers.measure(page);
    let selection = buffers.select(Favor::Balanced);
    let TextBuffers { blocks, sheet, stats, scorer, .. } = &buffers;
    let title = scorer.title(blocks, stats, sheet);
    let language = language::of_body(blocks, &selection.labels);
    let context = byline::BylineContext { language, site: None };
    let all = text_page::bylines(blocks, stats, sheet, title, selection, &context);
    let byline = |candidate: TextCandidate| TextByline {
        features: candidate.features(),
        names: candidate.byline.authors.into_iter().map(|a| a.name).collect(),
        organization: candidate.byline.organization,
        raw: candidate.byline.raw,
    };
    all.into_iter().map(byline).collect()
}
