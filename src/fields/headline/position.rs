//! Adds the features of a candidate's position on the page: its elements, and the lines near the head of the body.

use rustc_hash::FxHashMap;

use super::{Feature, HeadlineCandidate, evidence::TitleRelation, fold};
use crate::{
    block::{Blocks, Place, label::BlockRole},
    dom::{Document, NodeId, Tag},
    metadata,
    metadata::{PageMeta, Source},
};

/// A page as far as its headline needs it.
#[derive(Clone, Copy)]
pub(crate) struct HeadlinePage<'a> {
    /// The tree.
    pub(crate) document: &'a Document,
    /// Its lines.
    pub(crate) blocks: &'a Blocks,
    /// What each line is to the story.
    pub(crate) roles: &'a [BlockRole],
}

/// Lines above the body in which a headline is close to it, and in which it still belongs to it.
const NEAR: usize = 3;
const ABOUT: usize = 12;
/// First lines of the body that can be the headline.
const HEAD: usize = 2;
/// Lines before the body, and first lines of it, that are examined. Without a body, the number of first lines.
const AHEAD: usize = 60;
const BEHIND: usize = 6;
const BODILESS: usize = 40;
/// Longest such line in bytes.
const LONGEST: usize = 600;
/// Ancestors that are looked at.
const STEPS: usize = 7;
/// `h1` of a page with many.
const MANY: usize = 2;

/// The elements that claim one text.
#[derive(Clone, Copy, Debug, Default)]
struct Spot {
    elements: usize,
    aside: usize,
    /// Lines to the body of the nearest one above it.
    above: Option<usize>,
    at_body: bool,
    tags: [bool; TAGS.len()],
    /// Elements inside an `h1`, which are parts of the headline.
    in_h1: usize,
}

const TAGS: [(Tag, Feature); 7] = [
    (Tag::Header, Feature::InHeader),
    (Tag::Main, Feature::InMain),
    (Tag::Article, Feature::InArticle),
    (Tag::Nav, Feature::InNav),
    (Tag::A, Feature::InLink),
    (Tag::Footer, Feature::InFooter),
    (Tag::Aside, Feature::InAside),
];

/// Adds the features of every candidate's position.
pub(crate) fn measure(meta: &PageMeta, view: &HeadlinePage<'_>, candidates: &mut [HeadlineCandidate<'_>]) {
    let body = view.roles.iter().position(|p| matches!(p, BlockRole::Body | BlockRole::Standfirst));
    let spots = spots(meta, view, body);
    let lines = lines(view, body);
    let headings = meta.headlines.iter().filter(|c| c.source == Source::H1).count();
    let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
    for HeadlineCandidate { folded, features, .. } in candidates {
        let h1 = features.relates(TitleRelation::Equal, Source::H1)
            || features.relates(TitleRelation::Later, Source::H1);
        features.set(Feature::ManyH1, flag(h1 && headings > MANY));
        let spot = spots.get(folded.as_str());
        if let Some(spot) = spot {
            features.set(Feature::Shown, 1.0);
            features.set(Feature::Aside, flag(spot.aside == spot.elements));
            features.set(Feature::PartOfH1, flag(!h1 && spot.in_h1 == spot.elements));
            if let Some(lines) = spot.above {
                features.set(Feature::Above, 1.0);
                features.set(Feature::Near, flag(lines <= NEAR));
                features.set(Feature::About, flag(lines <= ABOUT));
            } else if body.is_some() {
                features.set(if spot.at_body { Feature::AtBody } else { Feature::InBody }, 1.0);
            }
            for (is, (_, measure)) in spot.tags.iter().zip(TAGS) {
                features.set(measure, flag(*is));
            }
        }
        if let Some(heading) = lines.get(folded.as_str()) {
            features.set(Feature::Line, 1.0);
            features.set(Feature::OtherLine, flag(spot.is_none()));
            features.set(Feature::HeadingLine, flag(spot.is_none() && *heading));
        }
    }
}

/// Returns the elements that claim a headline, by text.
fn spots(meta: &PageMeta, view: &HeadlinePage<'_>, body: Option<usize>) -> FxHashMap<String, Spot> {
    let mut out: FxHashMap<String, Spot> = FxHashMap::default();
    let first = |b: &crate::block::TextBlock| match b.place {
        Place::Html { first, .. } => first.index(),
        Place::Text { .. } => 0,
    };
    for claim in &meta.headlines {
        let Some(node) = claim.node else { continue };
        let spot = out.entry(fold(&claim.value)).or_default();
        spot.elements += 1;
        spot.aside += usize::from(metadata::in_others(view.document, node, &[]));
        let line = view.blocks.blocks.partition_point(|b| first(b) < node.index());
        if let Some(body) = body {
            match body.checked_sub(line) {
                Some(lines) => spot.above = Some(spot.above.map_or(lines, |l| l.min(lines))),
                None => spot.at_body |= line <= body + HEAD,
            }
        }
        let mut around = view.document.ancestors(node).take(STEPS);
        spot.in_h1 += usize::from(around.any(|n| meta.h1.contains(&n)));
        for n in view.document.ancestors(node).take(STEPS) {
            let tag = view.document.tag(n);
            if let Some(at) = TAGS.iter().position(|(t, _)| *t == tag) {
                spot.tags[at] = true;
            }
        }
    }
    out
}

/// Returns the lines near the head of the body, and whether each is a heading.
fn lines(view: &HeadlinePage<'_>, body: Option<usize>) -> FxHashMap<String, bool> {
    let start = body.unwrap_or(BODILESS);
    let range = start.saturating_sub(AHEAD)..(start + BEHIND).min(view.blocks.blocks.len());
    let mut out = FxHashMap::default();
    for block in view.blocks.blocks.get(range).unwrap_or_default() {
        let Place::Html { owner, .. } = block.place else { continue };
        if is_listed(view.document, owner) {
            continue;
        }
        let text = view.blocks.text(block);
        if text.len() <= LONGEST {
            *out.entry(fold(text)).or_insert(false) |= is_heading(view.document, owner);
        }
    }
    out
}

/// Whether a line is an entry of a list: a crumb of the path to the page, an entry of a menu.
fn is_listed(document: &Document, node: NodeId) -> bool {
    let mut around = std::iter::once(node).chain(document.ancestors(node)).take(STEPS);
    around.any(|n| matches!(document.tag(n), Tag::Li | Tag::Nav))
}

fn is_heading(document: &Document, node: NodeId) -> bool {
    matches!(document.tag(node), Tag::H1 | Tag::H2 | Tag::H3)
}
