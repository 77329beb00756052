//! Reads an explanation off what the stages left behind.
//!
//! Comes in: the page, its blocks, the labels, the metadata's claims and the article. Goes out: an [`Explanation`].

use html5ever::local_name;

use crate::{
    Article,
    block::{
        Block, Blocks, Place,
        label::{BlockLabel, BlockRole},
    },
    byline::Byline,
    dom::{Document, NodeId},
    html::{classify::Classifier, features::Features},
    input::decode::{Decoded, Via},
    metadata::PageMeta,
    select::BodySelection,
};

use super::{BlockReport, Candidate, Explanation, FieldReport, PageReport, Reason};

/// Ancestors that a block's path names.
const PATH_STEPS: usize = 5;
/// Log-odds that a rule counts for: it decides, whatever the features say.
const RULE_WEIGHT: f32 = 10.0;
/// Losers told of a field.
const LOSERS: usize = 8;

/// What the stages left behind, of either path.
pub(crate) struct Stages<'a> {
    pub(crate) blocks: &'a Blocks,
    pub(crate) selection: &'a BodySelection,
    pub(crate) roles: &'a [BlockRole],
    /// The tree and what was measured on it; `None` for plain text.
    pub(crate) tree: Option<Tree<'a>>,
}

/// What only the HTML path has.
pub(crate) struct Tree<'a> {
    pub(crate) document: &'a Document,
    pub(crate) meta: &'a PageMeta,
    pub(crate) features: &'a Features,
    pub(crate) classifier: &'a Classifier,
}

/// Explains a page.
pub(crate) fn explain(stages: &Stages<'_>, decoded: &Decoded<'_>, article: Article) -> Explanation {
    let blocks = stages.blocks.blocks.iter().enumerate().map(|(i, block)| stages.block(i, block)).collect();
    let mut explanation = Explanation {
        page: PageReport {
            page_type: article.page_type,
            confidence: article.confidence,
            threshold: stages.selection.threshold,
            encoding: encoding(decoded),
            ..PageReport::default()
        },
        fields: fields(stages.tree.as_ref().map_or(&PageMeta::default(), |tree| tree.meta), &article),
        blocks,
        article,
    };
    explanation.count();
    explanation
}

fn encoding(decoded: &Decoded<'_>) -> String {
    let via = match decoded.via {
        Via::Text => return "given as text".to_owned(),
        Via::Caller => "the caller's word",
        Via::Bom => "its byte order mark",
        Via::Http => "the HTTP header",
        Via::Meta => "its meta element",
        Via::Detection => "detection",
    };
    format!("{} by {via}", decoded.encoding.name())
}

impl Stages<'_> {
    fn block(&self, at: usize, block: &Block) -> BlockReport {
        let label = self.selection.labels.get(at).copied().unwrap_or_default();
        let part = self.roles.get(at).copied().unwrap_or(BlockRole::Out);
        let mut reasons = self.reasons(at, &label);
        if part != label.kind.role() {
            let kept = part != BlockRole::Out;
            reasons.insert(
                0,
                Reason {
                    rule: "site-rule".to_owned(),
                    weight: if kept { RULE_WEIGHT } else { -RULE_WEIGHT },
                    words: "the site's own rule says so".to_owned(),
                },
            );
        }
        BlockReport {
            text: self.blocks.text(block).to_owned(),
            kept: part != BlockRole::Out,
            kind: label.kind.name().to_owned(),
            probability: label.probability,
            path: self.path(block),
            reasons,
        }
    }

    fn reasons(&self, at: usize, label: &BlockLabel) -> Vec<Reason> {
        let kept = label.kind.role() != BlockRole::Out;
        let rule = label.rule.map(|rule| Reason {
            rule: rule.id().to_owned(),
            weight: if kept { RULE_WEIGHT } else { -RULE_WEIGHT },
            words: rule.words().to_owned(),
        });
        let contributions = self.tree.iter().flat_map(|tree| tree.classifier.reasons(at, tree.features));
        let learned = contributions.map(|(feature, value, weight)| Reason {
            rule: feature.name.to_owned(),
            weight,
            words: format!("{}: {}", feature.about, number(value)),
        });
        rule.into_iter().chain(learned).collect()
    }

    fn path(&self, block: &Block) -> String {
        match (block.place, &self.tree) {
            (Place::Text { line, .. }, _) => format!("line {}", line + 1),
            (Place::Html { owner, .. }, Some(tree)) => tree.path(owner),
            (Place::Html { .. }, None) => String::new(),
        }
    }
}

impl Tree<'_> {
    /// `main > article > div.story > p`: an element and its nearest ancestors.
    fn path(&self, owner: NodeId) -> String {
        let lineage = std::iter::once(owner).chain(self.document.ancestors(owner));
        let mut steps: Vec<String> =
            lineage.filter(|&n| self.document.is_element(n)).take(PATH_STEPS).map(|n| self.step(n)).collect();
        steps.reverse();
        steps.join(" > ")
    }

    /// `div.story`: name and first class.
    fn step(&self, node: NodeId) -> String {
        let class = self.document.attr(node, &local_name!("class")).unwrap_or("");
        match class.split_ascii_whitespace().next() {
            Some(class) => format!("{}.{class}", self.document.name(node)),
            None => self.document.name(node).to_string(),
        }
    }
}

/// A value as short as it can be told.
fn number(value: f32) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// Every field with the source that won, and the others.
fn fields(meta: &PageMeta, article: &Article) -> Vec<FieldReport> {
    let claims = |list: &[crate::metadata::Claim]| -> Vec<Candidate> {
        list.iter()
            .map(|c| Candidate { source: c.source.name().to_owned(), value: c.value.clone() })
            .collect()
    };
    let authors =
        meta.authors.iter().map(|c| Candidate { source: c.source.name().to_owned(), value: c.value.clone() });
    let byline = article.byline.as_ref();
    let text = |of: Option<String>| of.filter(|v| !v.is_empty());
    vec![
        field("title", article.title.clone(), article.title.clone(), claims(&meta.headlines)),
        written_by(byline, text(byline.map(|b| b.text.clone())), authors.collect()),
        field(
            "dateline",
            article.dateline.as_ref().map(|d| d.text.trim().to_owned()),
            article.dateline.as_ref().map(|d| d.raw.clone()),
            Vec::new(),
        ),
        field("credit", article.credit.as_ref().map(|c| c.raw.clone()), None, Vec::new()),
        dated("published", article.published.as_deref(), claims(&meta.published)),
        dated("modified", article.modified.as_deref(), claims(&meta.modified)),
        field("site", article.site.clone(), article.site.clone(), claims(&meta.sites)),
        field("language", article.language.clone(), None, Vec::new()),
    ]
}

/// The byline, whose source it names itself.
fn written_by(byline: Option<&Byline>, value: Option<String>, mut losers: Vec<Candidate>) -> FieldReport {
    if let Some(byline) = byline {
        losers.retain(|c| !same(&c.value, &byline.raw));
    }
    losers.truncate(LOSERS);
    let source = byline.and_then(|b| b.source).map(|s| s.name().to_owned());
    FieldReport { field: "byline", source: source.filter(|_| value.is_some()), value, losers }
}

/// A field whose winner is the first candidate that says the same as `raw`.
fn field(
    name: &'static str,
    value: Option<String>,
    raw: Option<String>,
    candidates: Vec<Candidate>,
) -> FieldReport {
    let won = raw.and_then(|raw| candidates.iter().position(|c| same(&c.value, &raw)));
    report(name, value, won, candidates)
}

/// As [`field`], for dates: the winner names the same day.
fn dated(name: &'static str, value: Option<&str>, candidates: Vec<Candidate>) -> FieldReport {
    let day = value.and_then(|v| v.get(..10));
    let won = candidates.iter().position(|c| day.is_some_and(|d| c.value.contains(d)));
    report(name, value.map(str::to_owned), won, candidates)
}

fn report(
    field: &'static str,
    value: Option<String>,
    won: Option<usize>,
    mut candidates: Vec<Candidate>,
) -> FieldReport {
    let source = match (won, &value) {
        (Some(at), _) => Some(candidates.remove(at).source),
        (None, Some(_)) => Some("the text".to_owned()),
        (None, None) => None,
    };
    candidates.truncate(LOSERS);
    FieldReport { field, value, source, losers: candidates }
}

/// Whether two strings say the same but for case, blanks and punctuation.
fn same(a: &str, b: &str) -> bool {
    let fold = |t: &str| -> String {
        t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    fold(a) == fold(b)
}
