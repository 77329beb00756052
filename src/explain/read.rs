//! Builds an explanation from the intermediate results of the stages.

use html5ever::local_name;

use crate::{
    Article,
    block::{
        Blocks, Place, TextBlock,
        label::{BlockKind, BlockLabel, BlockRole},
    },
    byline::Byline,
    date,
    dom::{Document, NodeId},
    html::{
        classify::Classifier,
        features::{FEATURES, Features},
    },
    input::decode::{Decoded, Via},
    metadata::PageMeta,
    select::BodySelection,
    text::{self, classify::Scorer},
};

use super::{
    BORDERLINE, BlockReport, Candidate, Explanation, FeatureReport, FieldReport, PageReport, Reason, margin,
    reasons::{self, REASONS},
    summary,
};

/// Maximum number of elements in a block's path.
const PATH_STEPS: usize = 5;
/// Maximum number of losing sources listed for a field.
const LOSERS: usize = 8;
/// Minimum letters and digits of a byline or credit that is searched for in the blocks.
const FEWEST_LETTERS: usize = 4;

/// The intermediate results of the stages, from either path.
pub(crate) struct StageResults<'a> {
    pub(crate) blocks: &'a Blocks,
    pub(crate) selection: &'a BodySelection,
    pub(crate) roles: &'a [BlockRole],
    pub(crate) path: Path<'a>,
    /// Whether to list the features of each block.
    pub(crate) verbose: bool,
}

/// The results that only one path has.
pub(crate) enum Path<'a> {
    Html { document: &'a Document, meta: &'a PageMeta, features: &'a Features, classifier: &'a Classifier },
    Text { scorer: &'a Scorer },
}

/// Explains a page.
pub(crate) fn explain(stages: &StageResults<'_>, decoded: &Decoded<'_>, article: Article) -> Explanation {
    let used = UsedAs::new(&article);
    let block = |(i, block)| stages.block(i, block, &used);
    let blocks = stages.blocks.blocks.iter().enumerate().map(block).collect();
    let meta = match stages.path {
        Path::Html { meta, .. } => meta,
        Path::Text { .. } => &PageMeta::default(),
    };
    let mut explanation = Explanation {
        page: PageReport {
            outcome: article.outcome,
            reason: article.reason,
            summary: summary(article.outcome, article.reason),
            page_type: article.page_type,
            confidence: article.confidence,
            threshold: stages.selection.threshold,
            encoding: encoding(decoded),
            ..PageReport::default()
        },
        fields: fields(meta, &article),
        blocks,
        article,
    };
    explanation.count_words();
    explanation
}

fn encoding(decoded: &Decoded<'_>) -> String {
    let via = match decoded.via {
        Via::Text => return "decoded by the caller".to_owned(),
        Via::Caller => "given by the caller",
        Via::Bom => "byte order mark",
        Via::Http => "HTTP header",
        Via::Meta => "declared by the page",
        Via::Detection => "detected",
    };
    format!("{} ({via})", decoded.encoding.name().to_ascii_lowercase())
}

/// The fields against which blocks are compared.
struct UsedAs<'a> {
    title: Option<String>,
    byline: Option<String>,
    credit: Option<String>,
    /// Whether the credit was moved from the end of the text to its field.
    is_credit_stripped: bool,
    published: Option<&'a str>,
    has_comments: bool,
}

impl<'a> UsedAs<'a> {
    fn new(article: &'a Article) -> Self {
        let long_enough = |raw: &String| raw.chars().count() >= FEWEST_LETTERS;
        Self {
            title: article.title.as_deref().map(letters),
            byline: article.byline.as_ref().map(|b| letters(&b.raw)).filter(long_enough),
            credit: article.credit.as_ref().map(|c| letters(&c.raw)).filter(long_enough),
            is_credit_stripped: article.credit.as_ref().is_some_and(|c| !article.text().contains(&c.raw)),
            published: article.published.as_deref().and_then(|p| p.get(..DAY_CHARS)),
            has_comments: !article.comments.is_empty(),
        }
    }

    /// Returns the field that a block outside the text is used as.
    fn field(&self, text: &str, kind: BlockKind, role: BlockRole) -> Option<&'static str> {
        /// Maximum letters of a block that names authors or a date.
        const LINE_LETTERS: usize = 400;
        if role == BlockRole::Caption {
            return Some("caption");
        }
        if role != BlockRole::Out {
            let is_credit =
                self.is_credit_stripped && self.credit.as_ref().is_some_and(|c| *c == letters(text));
            return is_credit.then_some("credit");
        }
        if kind == BlockKind::Comment {
            return self.has_comments.then_some("comments");
        }
        if text.len() > 4 * LINE_LETTERS {
            return None;
        }
        let text_letters = letters(text);
        let holds =
            |field: &Option<String>| field.as_ref().is_some_and(|raw| text_letters.contains(raw.as_str()));
        let is_day = || {
            let day = date::parse(text, &date::DateContext::default());
            day.is_some_and(|day| self.published.is_some_and(|p| day.to_string().starts_with(p)))
        };
        match () {
            () if self.title.as_ref().is_some_and(|title| *title == text_letters) => Some("title"),
            () if holds(&self.byline) => Some("byline"),
            () if holds(&self.credit) => Some("credit"),
            () if kind == BlockKind::Byline && is_day() => Some("published"),
            () => None,
        }
    }
}

/// Length of an RFC 3339 date without its time.
const DAY_CHARS: usize = 10;

impl StageResults<'_> {
    fn block(&self, at: usize, block: &TextBlock, used: &UsedAs<'_>) -> BlockReport {
        let label = self.selection.labels.get(at).copied().unwrap_or_default();
        let role = self.roles.get(at).copied().unwrap_or(BlockRole::Out);
        let text = self.blocks.text(block);
        let used_as = used.field(text, label.kind, role);
        let kept = used_as.is_none() && matches!(role, BlockRole::Body | BlockRole::Standfirst);
        let contributions = self.contributions(at);
        let by_features = self.reasons(at, kept, &contributions);
        let deciding = self.deciding_rule(&label, role, used_as);
        let margin = margin(label.probability, self.selection.threshold);
        BlockReport {
            text: text.to_owned(),
            kept,
            used_as,
            kind: label.kind.name().to_owned(),
            probability: label.probability,
            margin,
            borderline: deciding.is_none() && used_as.is_none() && margin.abs() < BORDERLINE,
            path: self.path(block),
            features: if self.verbose { self.features(at, &contributions) } else { Vec::new() },
            reasons: deciding.into_iter().chain(by_features).take(REASONS).collect(),
        }
    }

    /// Returns the rule that decided about a block, if one did.
    fn deciding_rule(
        &self,
        label: &BlockLabel,
        role: BlockRole,
        used_as: Option<&'static str>,
    ) -> Option<Reason> {
        let (id, words) = match label.rule {
            _ if role != label.kind.role() && used_as.is_none() => {
                ("site-rule", "the site rule says so".to_owned())
            }
            _ if role != label.kind.role() || (used_as.is_some() && role == BlockRole::Body) => {
                ("field", format!("says nothing but the {}", used_as.unwrap_or_default()))
            }
            Some(rule) => (rule.id(), rule.words().to_owned()),
            None => return None,
        };
        Some(Reason { rule: id.to_owned(), weight: None, words })
    }

    /// Returns the contributions of the model's features to a block's score, strongest first: columns and log-odds.
    fn contributions(&self, at: usize) -> Vec<(usize, f32)> {
        match self.path {
            Path::Html { features, classifier, .. } => classifier.contributions(at, features),
            Path::Text { scorer } => scorer.contributions(at),
        }
    }

    fn value(&self, at: usize, column: usize) -> f32 {
        match self.path {
            Path::Html { features, .. } => features.rows.get(at, column),
            Path::Text { scorer } => scorer.value(at, column),
        }
    }

    fn reasons(&self, at: usize, kept: bool, contributions: &[(usize, f32)]) -> Vec<Reason> {
        let phrases = match self.path {
            Path::Html { .. } => &*reasons::HTML,
            Path::Text { .. } => &*reasons::TEXT,
        };
        phrases.reasons(kept, contributions, |column| self.value(at, column))
    }

    fn features(&self, at: usize, contributions: &[(usize, f32)]) -> Vec<FeatureReport> {
        let name = |column: usize| match self.path {
            Path::Html { .. } => FEATURES[column].name,
            Path::Text { .. } => text::features::names()[column],
        };
        let report = |&(column, weight): &(usize, f32)| FeatureReport {
            name: name(column),
            value: self.value(at, column),
            weight,
        };
        contributions.iter().map(report).collect()
    }

    fn path(&self, block: &TextBlock) -> String {
        match (block.place, &self.path) {
            (Place::Text { line, .. }, _) => format!("line {}", line + 1),
            (Place::Html { owner, .. }, Path::Html { document, .. }) => element_path(document, owner),
            (Place::Html { .. }, Path::Text { .. }) => String::new(),
        }
    }
}

/// Returns an element and its nearest ancestors: `main > article > div.story > p`.
fn element_path(document: &Document, owner: NodeId) -> String {
    let step = |node: NodeId| {
        let class = document.attr(node, &local_name!("class")).unwrap_or("");
        match class.split_ascii_whitespace().next() {
            Some(class) => format!("{}.{class}", document.name(node)),
            None => document.name(node).to_string(),
        }
    };
    let lineage = std::iter::once(owner).chain(document.ancestors(owner));
    let mut steps: Vec<String> =
        lineage.filter(|&n| document.is_element(n)).take(PATH_STEPS).map(step).collect();
    steps.reverse();
    steps.join(" > ")
}

/// Returns every field with the source that won, and the others.
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
    let mut fields = vec![
        field("title", article.title.clone(), article.title.clone(), claims(&meta.headlines)),
        self::byline(byline, text(byline.map(|b| b.text.clone())), authors.collect()),
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
    ];
    let sources = &article.sources;
    for field in &mut fields {
        let source = match field.field {
            "title" => &sources.title,
            "byline" => &sources.byline,
            "published" => &sources.published,
            "dateline" => &sources.dateline,
            "credit" => &sources.credit,
            _ => &None,
        };
        if let Some(source) = source {
            (field.source, field.confidence) = (Some(source.source.clone()), Some(source.confidence));
        }
    }
    fields
}

/// Reports the byline, which names its own source.
fn byline(byline: Option<&Byline>, value: Option<String>, mut losers: Vec<Candidate>) -> FieldReport {
    if let Some(byline) = byline {
        losers.retain(|c| !same(&c.value, &byline.raw));
    }
    losers.truncate(LOSERS);
    let source = byline.and_then(|b| b.source).map(|s| s.name().to_owned());
    FieldReport {
        field: "byline",
        source: source.filter(|_| value.is_some()),
        value,
        confidence: None,
        losers,
    }
}

/// Reports a field that was won by the first candidate with the value `raw`.
fn field(
    name: &'static str,
    value: Option<String>,
    raw: Option<String>,
    candidates: Vec<Candidate>,
) -> FieldReport {
    let won = raw.and_then(|raw| candidates.iter().position(|c| same(&c.value, &raw)));
    report(name, value, won, candidates)
}

/// Like [`field`], for dates: the winner has the same day.
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
    FieldReport { field, value, source, confidence: None, losers: candidates }
}

/// Returns whether two strings are equal except for case, whitespace and punctuation.
fn same(a: &str, b: &str) -> bool {
    letters(a) == letters(b)
}

/// Returns the letters and digits of a text in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
