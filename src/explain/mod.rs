//! Why: what the stages found, block by block and field by field, as data.
//!
//! Comes in: the stages' own verdicts and candidates. Goes out: an [`Explanation`], and its views: text for a
//! terminal (`terminal`), one page of HTML (`report`), an index over many pages (`index`). Nothing here decides
//! anything, and nothing here runs unless it is asked for.

pub(crate) mod index;
pub(crate) mod read;
pub(crate) mod report;
pub(crate) mod terminal;

use serde::Serialize;

use crate::{Article, PageType};

/// Probability around the decision within which a block could have gone the other way.
pub(crate) const BORDERLINE: f32 = 0.15;

/// A page, explained.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// What the page was taken for, and how sure that is.
    pub page: PageReport,
    /// Where every field came from.
    pub fields: Vec<FieldReport>,
    /// Every text block in the order of the page.
    pub blocks: Vec<BlockReport>,
    /// The article that came out.
    #[serde(skip)]
    pub article: Article,
}

/// What a page was taken for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PageReport {
    /// The kind of page.
    pub page_type: PageType,
    /// Expected f1 of the text, 0 to 1.
    pub confidence: f32,
    /// Probability at which blocks of this page were taken, 0 to 1.
    pub threshold: f32,
    /// How the encoding was found: "utf-8 by meta".
    pub encoding: String,
    /// Words in kept blocks, in dropped ones, and in those that could have gone the other way.
    pub words: WordCounts,
}

/// Words of a page by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WordCounts {
    /// In the article.
    pub kept: usize,
    /// Out of it.
    pub dropped: usize,
    /// Of both, those that could have gone the other way.
    pub borderline: usize,
}

/// One field and the candidates for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FieldReport {
    /// Name of the field in the record.
    pub field: &'static str,
    /// What the record says.
    pub value: Option<String>,
    /// The source that won.
    pub source: Option<String>,
    /// The others: source and what it said.
    pub losers: Vec<Candidate>,
}

/// What one source said of a field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Candidate {
    /// The source.
    pub source: String,
    /// What it said.
    pub value: String,
}

/// One text block and why it was kept or dropped.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BlockReport {
    /// Its text.
    pub text: String,
    /// Whether it is in the article.
    pub kept: bool,
    /// What it was taken for: "body", "heading", "caption", "comment".
    pub kind: String,
    /// Probability that it belongs to the body, 0 to 1.
    pub probability: f32,
    /// Where it stands: "article > div.story > p".
    pub path: String,
    /// The strongest reasons, strongest first.
    pub reasons: Vec<Reason>,
}

/// One reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Reason {
    /// The rule's or feature's id.
    pub rule: String,
    /// Log-odds that it added: positive for keeping, negative for dropping.
    pub weight: f32,
    /// In plain words.
    pub words: String,
}

impl BlockReport {
    /// Whether little was missing for the other verdict.
    pub fn is_borderline(&self, threshold: f32) -> bool {
        (self.probability - threshold).abs() < BORDERLINE
    }

    fn verdict(&self) -> &'static str {
        if self.kept { "kept" } else { "dropped" }
    }
}

impl Explanation {
    /// Counts the words of the blocks; called once the blocks are there.
    pub(crate) fn count(&mut self) {
        let mut words = WordCounts::default();
        for block in &self.blocks {
            let n = crate::article::count_words(&block.text);
            *(if block.kept { &mut words.kept } else { &mut words.dropped }) += n;
            if block.is_borderline(self.page.threshold) {
                words.borderline += n;
            }
        }
        self.page.words = words;
    }

    /// Share of the page's words that could have gone the other way, 0 to 1.
    pub fn doubt(&self) -> f32 {
        let WordCounts { kept, dropped, borderline } = self.page.words;
        if kept + dropped == 0 { 0.0 } else { borderline as f32 / (kept + dropped) as f32 }
    }

    /// The report for a terminal; `colour` adds SGR sequences. Control characters of the page are taken out.
    pub fn terminal(&self, colour: bool) -> String {
        terminal::write(self, colour)
    }

    /// One self-contained page of HTML without scripts.
    pub fn html(&self, source: &str) -> String {
        report::write(self, source)
    }
}
