//! The blocks of an HTML page and their features, for training the body model.

use std::collections::BTreeMap;

use serde::Serialize;

pub use crate::html::features::FeatureDefinition;
use crate::{
    Page,
    block::{Place, label::Rule},
    deadline::Deadline,
    dom::{Document, NodeId},
    html::{
        classify::{block_groups, foreign},
        features::FEATURES,
    },
    input::decode::decode,
    pipeline::{Options, html::HtmlBuffers},
};

/// Attribute that marks what training inserted into a page.
const SPLICE: &str = "data-copydesk-splice";

/// Returns all features in the order of their columns.
pub fn features() -> &'static [FeatureDefinition] {
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
    /// The text.
    pub text: String,
    /// The number of words.
    pub words: f32,
    /// Whether it is in an element that training inserted.
    pub aug: bool,
    /// Whether it is certainly running text.
    pub long: bool,
    /// The rule that marks it as foreign on an article page.
    pub bad: Option<&'static str>,
    /// The table or list that it belongs to; 0 for none.
    pub group: u32,
}

/// Reads samples; keeps its buffers.
#[derive(Debug, Default)]
pub struct Sampler {
    buffers: HtmlBuffers,
    foreign: Vec<Option<Rule>>,
    groups: Vec<u32>,
}

impl Sampler {
    /// Returns the sample of an HTML page. A page that cannot be read gives an empty one.
    pub fn html(&mut self, page: &[u8], url: Option<&str>) -> Sample {
        let (options, deadline) = (Options::default(), Deadline::start(None));
        let Ok(decoded) = decode(&Page::new(page)) else { return Sample::default() };
        let html = &*decoded.text;
        let read = self.buffers.parse(html, &options, &deadline);
        if read.and_then(|()| self.buffers.measure(url, &deadline)).is_err() {
            return Sample::default();
        }
        let HtmlBuffers { document, blocks, outline, features, .. } = &self.buffers;
        foreign::find(outline, features, &mut self.foreign);
        block_groups::find(outline, features, &mut self.groups);
        let found = features.texts.iter().zip(&self.foreign).zip(&self.groups);
        let samples = blocks.blocks.iter().zip(found).map(|(block, ((read, bad), &group))| SampleBlock {
            group,
            bad: bad.map(Rule::id),
            text: blocks.text(block).to_owned(),
            words: read.words,
            aug: matches!(block.place, Place::Html { owner, .. } if is_spliced(document, owner)),
            long: read.long,
        });
        let page = features.page.iter().map(|&(feature, value)| (FEATURES[feature].name, value));
        let rows = (0..features.rows.len()).flat_map(|block| features.rows.row(block));
        Sample { page: page.collect(), blocks: samples.collect(), rows: rows.collect() }
    }
}

fn is_spliced(document: &Document, node: NodeId) -> bool {
    let marked = |n: NodeId| document.attrs(n).any(|(name, _)| &**name == SPLICE);
    marked(node) || document.ancestors(node).any(marked)
}
