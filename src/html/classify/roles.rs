//! Finds the roles of the blocks: headline, standfirst and copies among the selected ones, captions and comments
//! among the rest.
//!
//! The headline and copies are removed from the body, the standfirst gets a kind of its own, and captions of the
//! story's pictures and reader comments are separated from boilerplate.

use rustc_hash::FxHashSet;

use crate::{
    dom::Tag,
    html::{
        class_hints::ClassHints,
        features::{Features, at},
        outline::Outline,
    },
};

use super::copies::Copies;
use crate::{
    PageType,
    block::label::{BlockKind, BlockLabel, Rule},
    html::classify::ui_text::is_signature,
};

/// Minimum similarity to the title of a block before the text that repeats it.
const HEADLINE_LIKENESS: f32 = 0.8;
/// Number of tokens of a shingle, and minimum share of a quote's shingles that the text must contain.
const SHINGLE: usize = 4;
const QUOTE_SHARE: f32 = 0.9;
/// Number of words of a pull quote.
const QUOTE_WORDS: std::ops::RangeInclusive<u32> = 6..=60;
/// Number of words of a standfirst.
const STANDFIRST_WORDS: std::ops::RangeInclusive<u32> = 6..=90;
/// Minimum share of a block's shingles in a description for it to be the standfirst.
const STANDFIRST_DESCRIBED: f32 = 0.8;
/// Maximum steps to an element named as a standfirst.
const STANDFIRST_STEPS: usize = 3;
/// How many selected blocks after the headline may be the standfirst.
const STANDFIRST_WITHIN: usize = 3;

/// Shingles of the selected text, used as a buffer.
#[derive(Debug, Default)]
pub(crate) struct Shingles {
    all: FxHashSet<u64>,
}

/// Assigns the roles.
pub(crate) fn name(
    outline: &Outline,
    features: &Features,
    page_type: PageType,
    labels: &mut [BlockLabel],
    shingles: &mut Shingles,
    copies: &mut Copies,
) {
    let is_article = page_type == PageType::Article;
    if is_article {
        head(outline, features, labels);
    }
    copies.find(outline, features, page_type, |i| labels[i].kind == BlockKind::Body);
    for &i in &copies.blocks {
        labels[i] = BlockLabel { kind: BlockKind::Copy, rule: Some(Rule::Copy), ..labels[i] };
    }
    if is_article {
        quotes(outline, features, labels, shingles);
        standfirst(outline, features, labels);
        below_standfirst(features, labels);
        captions(outline, features, labels);
    }
    for label in labels.iter_mut().filter(|v| v.kind == BlockKind::Boilerplate) {
        if label.rule == Some(Rule::Comments) {
            label.kind = BlockKind::Comment;
        }
    }
}

/// Removes headline, byline and date line from the body: the blocks before the first long one that repeat the title,
/// begin like a byline, or consist of a date.
fn head(outline: &Outline, features: &Features, labels: &mut [BlockLabel]) {
    let title = features.titles.block;
    let text = (0..labels.len())
        .find(|&i| labels[i].kind == BlockKind::Body && features.texts[i].long)
        .unwrap_or(labels.len());
    for (i, label) in labels.iter_mut().enumerate().take(text) {
        let own = title == Some(i) && features.titles.sure;
        let heading = features.rows.get(i, at::ishead) > 0.0 || outline.marks[i].bold_chars > 0;
        if own || heading && features.titles.likeness[i] >= HEADLINE_LIKENESS {
            *label = BlockLabel { kind: BlockKind::Headline, rule: Some(Rule::Headline), ..*label };
        } else if title.is_some_and(|t| i > t) && is_signature(&features.texts[i]) {
            *label = BlockLabel { kind: BlockKind::Byline, rule: Some(Rule::Byline), ..*label };
        }
    }
}

/// Removes pull quotes: blocks set apart by mark-up that repeat the text.
fn quotes(outline: &Outline, features: &Features, labels: &mut [BlockLabel], shingles: &mut Shingles) {
    let set_apart = |i: usize| {
        let mark = &outline.marks[i];
        QUOTE_WORDS.contains(&(features.texts[i].words as u32))
            && outline
                .lineage(mark.eff)
                .take(STANDFIRST_STEPS)
                .any(|(_, e)| matches!(e.tag, Tag::Blockquote | Tag::Aside | Tag::Figure | Tag::Q))
    };
    let taken = |i: usize| labels[i].kind == BlockKind::Body;
    let candidates: Vec<usize> = (0..labels.len()).filter(|&i| taken(i) && set_apart(i)).collect();
    if candidates.is_empty() {
        return;
    }
    shingles.all.clear();
    for i in (0..labels.len()).filter(|&i| taken(i) && features.texts[i].long && !candidates.contains(&i)) {
        shingles.all.extend(features.tokens(i).windows(SHINGLE).map(shingle));
    }
    for i in candidates {
        let tokens = features.tokens(i);
        let said = tokens.windows(SHINGLE).filter(|w| shingles.all.contains(&shingle(w))).count();
        let all = tokens.len().saturating_sub(SHINGLE - 1);
        if all > 0 && said as f32 >= QUOTE_SHARE * all as f32 {
            labels[i] = BlockLabel { kind: BlockKind::Copy, rule: Some(Rule::PullQuote), ..labels[i] };
        }
    }
}

fn shingle(tokens: &[u32]) -> u64 {
    const FACTOR: u64 = 0x0000_0100_0000_01b3;
    const TURN: u32 = 21;
    tokens.iter().fold(0, |h: u64, &t| (h ^ u64::from(t)).wrapping_mul(FACTOR).rotate_left(TURN))
}

/// Finds the standfirst: one of the first selected blocks that has a matching class, or that a description repeats.
fn standfirst(outline: &Outline, features: &Features, labels: &mut [BlockLabel]) {
    let from = features.titles.block.map_or(0, |t| t + 1);
    let taken: Vec<usize> = (from.min(labels.len())..labels.len())
        .filter(|&i| labels[i].kind == BlockKind::Body && features.rows.get(i, at::ishead) == 0.0)
        .take(STANDFIRST_WITHIN)
        .collect();
    for (n, &i) in taken.iter().enumerate() {
        if !STANDFIRST_WORDS.contains(&(features.texts[i].words as u32)) {
            continue;
        }
        let mark = &outline.marks[i];
        let holder = outline.lineage(mark.eff).take(STANDFIRST_STEPS);
        let named = holder.into_iter().any(|(_, e)| {
            // An element that contains more than the standfirst is the story, not its standfirst.
            e.evidence.any(ClassHints::STANDFIRST) && e.last - e.first <= STANDFIRST_WITHIN as u32
        });
        let apart = taken.get(n + 1).is_some_and(|&next| {
            outline.element(outline.marks[next].owner).parent != outline.element(mark.owner).parent
        });
        if named || apart && features.rows.get(i, at::desc) >= STANDFIRST_DESCRIBED {
            labels[i] = BlockLabel { kind: BlockKind::Standfirst, rule: Some(Rule::Standfirst), ..labels[i] };
            return;
        }
    }
}

/// Removes byline and date between the standfirst and the text.
fn below_standfirst(features: &Features, labels: &mut [BlockLabel]) {
    let Some(standfirst) = labels.iter().position(|v| v.kind == BlockKind::Standfirst) else { return };
    let below = labels.iter_mut().zip(&features.texts).skip(standfirst + 1);
    for (label, read) in below.take_while(|(v, read)| v.kind != BlockKind::Body || !read.long) {
        if label.kind == BlockKind::Body && is_signature(read) {
            *label = BlockLabel { kind: BlockKind::Byline, rule: Some(Rule::Byline), ..*label };
        }
    }
}

/// Finds captions of the story's pictures: in a figure between the first and the last selected block.
fn captions(outline: &Outline, features: &Features, labels: &mut [BlockLabel]) {
    let (first, last) =
        (labels.iter().position(BlockLabel::is_kept), labels.iter().rposition(BlockLabel::is_kept));
    let (Some(first), Some(last)) = (first, last) else {
        return;
    };
    /// Maximum steps to the `figcaption`.
    const STEPS: usize = 4;
    for (i, label) in labels.iter_mut().enumerate().take(last).skip(first) {
        if label.kind != BlockKind::Boilerplate || features.texts[i].link_density > 0.5 {
            continue;
        }
        let mark = &outline.marks[i];
        let in_caption = outline.lineage(mark.eff).take(STEPS).any(|(_, e)| e.tag == Tag::Figcaption);
        let foreign = !matches!(label.rule, None | Some(Rule::Caption));
        if !foreign && (in_caption || label.rule == Some(Rule::Caption)) {
            *label = BlockLabel { kind: BlockKind::Caption, rule: Some(Rule::Caption), ..*label };
        }
    }
}
