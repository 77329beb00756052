//! Returns the blocks of a plain-text page, their features, and its candidate bylines, for training the text models.

use serde::Serialize;

use crate::{
    byline,
    fields::{author::text::Candidate, language, text_page},
    options::Favor,
    pipeline::text::Buffers,
    text::features,
};

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
    let mut buffers = Buffers::default();
    let _ = buffers.measure(page);
    let Buffers { blocks, sheet, survey, .. } = &buffers;
    let mut out = TextRows::default();
    features::rows(survey, sheet, &mut out.rows);
    out.blocks = blocks.blocks.iter().map(|b| blocks.text(b).to_owned()).collect();
    out
}

/// Returns the candidate bylines of a plain-text page.
pub fn bylines(page: &str) -> Vec<TextByline> {
    let mut buffers = Buffers::default();
    let _ = buffers.measure(page);
    let selection = buffers.select(Favor::Balanced);
    let Buffers { blocks, sheet, survey, scorer, .. } = &buffers;
    let title = scorer.title(blocks, survey);
    let language = language::of_body(blocks, &selection.labels);
    let context = byline::BylineContext { language, site: None };
    let all = text_page::bylines(blocks, survey, sheet, title, selection, &context);
    let byline = |candidate: Candidate| TextByline {
        features: candidate.features(),
        names: candidate.byline.authors.into_iter().map(|a| a.name).collect(),
        organization: candidate.byline.organization,
        raw: candidate.byline.raw,
    };
    all.into_iter().map(byline).collect()
}
