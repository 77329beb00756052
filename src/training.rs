//! What training asks of the crate: the blocks and features of a page, from the code that cleans pages.
//!
//! Not part of the public interface; `examples/features.rs` and `examples/text_features.rs`
//! write it to files.

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::html::features::Feature;
use crate::{
    Page,
    block::{
        Blocks, Place,
        label::{Kind, Rule},
    },
    byline::{self},
    dom::{self, Document, NodeId},
    fields::{author::text, language},
    html::{
        classify::{Choice, foreign},
        features::{FEATURES, Features, Head},
        outline::Outline,
        segment,
    },
    input::decode::decode,
    metadata,
    metadata::PageMeta,
    options::Favor,
    text::{classify::Scorer, features, fields, page_stats::Survey, segment as lines, segment::Sheet},
};

/// Attribute that marks what training spliced into a page.
const SPLICE: &str = "data-copydesk-splice";

/// All features in the order of their columns.
pub fn features() -> &'static [Feature] {
    &FEATURES
}

/// One page as training sees it.
#[derive(Debug, Default, Serialize)]
pub struct Sample {
    /// Features of the page as a whole, by name.
    pub page: BTreeMap<&'static str, f32>,
    /// Its blocks in document order.
    pub blocks: Vec<SampleBlock>,
    /// Their features, row by row.
    #[serde(skip)]
    pub rows: Vec<f32>,
}

/// One block of a [`Sample`].
#[derive(Debug, Serialize)]
pub struct SampleBlock {
    /// Its text.
    pub text: String,
    /// Its words.
    pub words: f32,
    /// Whether it stands in something spliced in.
    pub aug: bool,
    /// Whether it is running text for sure.
    pub long: bool,
    /// The rule that calls it foreign on an article page.
    pub bad: Option<&'static str>,
}

/// Reads samples; keeps its buffers.
#[derive(Debug, Default)]
pub struct Sampler {
    document: Document,
    blocks: Blocks,
    outline: Outline,
    meta: PageMeta,
    features: Features,
    foreign: Vec<Option<Rule>>,
    choice: Choice,
}

impl Sampler {
    /// The sample of an HTML page.
    pub fn html(&mut self, page: &[u8], url: Option<&str>) -> Sample {
        // Without a label of the caller's own no encoding is unknown.
        let Ok(decoded) = decode(&Page::new(page)) else { return Sample::default() };
        let html = &*decoded.text;
        dom::parse(html, &dom::Limits::default(), &mut self.document);
        segment::cut(&self.document, &mut self.blocks, &mut self.outline);
        metadata::read(&self.document, url, &mut self.meta);
        let head = Head { meta: &self.meta, html_bytes: html.len() };
        self.features.measure(&self.blocks, &self.outline, &head);
        foreign::find(&self.outline, &self.features, &mut self.foreign);
        let found = self.features.texts.iter().zip(&self.foreign);
        let blocks = self.blocks.blocks.iter().zip(found).map(|(block, (read, bad))| SampleBlock {
            bad: bad.map(Rule::id),
            text: self.blocks.text(block).to_owned(),
            words: read.words,
            aug: matches!(block.place, Place::Html { owner, .. } if self.spliced(owner)),
            long: read.long,
        });
        let page = self.features.page.iter().map(|&(feature, value)| (FEATURES[feature].name, value));
        let rows = (0..self.features.rows.len()).flat_map(|block| self.features.rows.row(block));
        Sample { page: page.collect(), blocks: blocks.collect(), rows: rows.collect() }
    }

    /// Parses a page and reads its metadata, for benches; the number of its nodes.
    pub fn parse(&mut self, html: &str) -> usize {
        dom::parse(html, &dom::Limits::default(), &mut self.document);
        metadata::read(&self.document, None, &mut self.meta);
        self.document.len()
    }

    /// Cuts, measures and chooses in the page parsed last, for benches; the number of blocks taken.
    pub fn choose(&mut self, html_bytes: usize) -> usize {
        segment::cut(&self.document, &mut self.blocks, &mut self.outline);
        let head = Head { meta: &self.meta, html_bytes };
        self.features.measure(&self.blocks, &self.outline, &head);
        self.choice.make(&self.outline, &self.features, Favor::Balanced);
        self.choice.verdicts.iter().filter(|v| v.kind == Kind::Body).count()
    }

    fn spliced(&self, node: NodeId) -> bool {
        let marked = |n: NodeId| self.document.attrs(n).any(|(name, _)| &**name == SPLICE);
        marked(node) || self.document.ancestors(node).any(marked)
    }
}

/// Blocks of a plain-text page and their features.
#[derive(Clone, Debug, Default)]
pub struct TextRows {
    /// The text of each block.
    pub blocks: Vec<String>,
    /// One row of bytes a block, laid one after the other.
    pub rows: Vec<u8>,
}

/// Names of the features of plain text, in the order of a row.
pub fn text_names() -> &'static [&'static str] {
    features::names()
}

/// A byline that a plain-text page may have.
#[derive(Clone, Debug, Serialize)]
pub struct TextByline {
    /// Its authors.
    pub names: Vec<String>,
    /// Its newsroom or agency.
    pub organization: Option<String>,
    /// As the page has it.
    pub raw: String,
    /// What speaks for it, by name.
    pub features: Vec<(String, f32)>,
}

/// The bylines that are weighed where a plain-text page's author is chosen.
pub fn text_bylines(page: &str) -> Vec<TextByline> {
    let (mut blocks, mut sheet, mut survey) = (Blocks::default(), Sheet::default(), Survey::default());
    let (mut scorer, mut choice) = (Scorer::default(), Choice::default());
    lines::cut(page, &mut blocks, &mut sheet);
    survey.read(&blocks, &sheet);
    scorer.choose(&survey, &sheet, Favor::Balanced, &mut choice);
    let title = scorer.title(&blocks, &survey);
    let language = language::of_body(&blocks, &choice);
    let context = byline::BylineContext { language, site: None };
    let all = fields::bylines(&blocks, &survey, &sheet, title, &mut choice, &context);
    let byline = |candidate: text::Candidate| TextByline {
        features: candidate.features(),
        names: candidate.byline.authors.into_iter().map(|a| a.name).collect(),
        organization: candidate.byline.organization,
        raw: candidate.byline.raw,
    };
    all.into_iter().map(byline).collect()
}

/// Cuts a plain-text page and reads its features.
pub fn text_rows(page: &str) -> TextRows {
    let (mut blocks, mut sheet, mut survey) = (Blocks::default(), Sheet::default(), Survey::default());
    lines::cut(page, &mut blocks, &mut sheet);
    survey.read(&blocks, &sheet);
    let mut out = TextRows::default();
    features::rows(&survey, &sheet, &mut out.rows);
    out.blocks = blocks.blocks.iter().map(|b| blocks.text(b).to_owned()).collect();
    out
}
