//! Chooses the byline of a page among the candidates of its metadata, elements and lines.
//!
//! A small forest ranks the candidates by their features (`evidence`). If "no author" ranks first, the page has no byline
//! unless a labeled line below the headline names one.

use super::{
    candidates::{BylineCandidate, Candidates, candidates, read},
    evidence::Margin,
    merge::join,
    page_facts::PageFacts,
    setting, visible,
};
use crate::{
    PageType,
    article::four_decimals,
    block,
    byline::{Author, Byline, BylineContext, BylineSource, is_only_fields, render, vocabulary},
    dom::{NodeId, Tag},
    fields::{
        confidence,
        date::{Anchors, Dates, PageLayout, anchors},
    },
    lexicon::fold::alnum_key,
    metadata::{PageMeta, Source},
};

/// Bytes of a line beside the names, at most, if it is to be removed from the body: lead words, a date, a job title.
const BESIDE_NAMES: usize = 60;

/// The byline of a page.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) byline: Byline,
    /// Blocks that contain only the byline and other fields. They are not part of the body.
    pub(crate) lines: Vec<usize>,
}

/// Chooses the byline of a page.
pub(crate) fn choose(
    view: &PageLayout<'_>,
    page: PageType,
    meta: &PageMeta,
    dates: &Dates,
) -> Option<Chosen> {
    let facts = PageFacts::new(page, meta, dates);
    let context = BylineContext { language: meta.language.as_deref(), site: meta.site.as_deref() };
    let anchors = anchors(view);
    let Candidates { bylines: mut candidates, nobody } =
        candidates(view, page, &facts, meta, &anchors, &context);
    let nobody = nobody.score();
    let scores: Vec<f32> = candidates.iter().map(|c| c.features.score()).collect();
    // Of equal scores, the first.
    let best = (0..scores.len()).rev().max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    // Pages without metadata look as if they named no one, but a labeled line below the headline is certain.
    let labeled = || {
        let lines =
            (0..scores.len()).filter(|&at| candidates[at].labeled && !candidates[at].names.is_empty());
        lines.max_by(|&a, &b| scores[a].total_cmp(&scores[b])).filter(|_| page == PageType::Article)
    };
    let Some(best) = best.filter(|&best| scores[best] > nobody).or_else(labeled) else {
        return pictures(view, &anchors, &context);
    };
    let others = scores.iter().enumerate().filter(|&(at, _)| at != best).map(|(_, &score)| score);
    let margin = Margin {
        over_nobody: scores[best] - nobody,
        over_second: scores[best] - others.fold(nobody, f32::max),
    };
    let confidence = four_decimals(margin.probability()) as f32;
    let best = fuller(&candidates, best).unwrap_or(best);
    let best = candidates.swap_remove(best);
    let mut lines = best.lines;
    let known = |c: &BylineCandidate| !c.names.is_empty() && c.names.iter().all(|n| best.names.contains(n));
    for other in candidates.iter().filter(|c| known(c)) {
        lines.extend(&other.lines);
    }
    let beside: usize = best.byline.authors.iter().map(|a| a.name.len() + 2).sum::<usize>() + BESIDE_NAMES;
    lines.retain(|&at| {
        let block = &view.blocks.blocks[at];
        let text = view.blocks.text(block);
        let removable = match block.place {
            block::Place::Html { first, .. } => setting::of(view.document, first).is_removable(),
            block::Place::Text { .. } => true,
        };
        removable && text.len() <= beside && is_only_fields(text, &best.byline, context.language)
    });
    let text = render::line(&best.byline, context.language);
    let byline = Byline { text, confidence: Some(confidence), ..best.byline };
    Some(Chosen { byline, lines })
}

/// Returns the byline of the page's own item of JSON-LD.
pub(crate) fn of_item(meta: &PageMeta) -> Option<Byline> {
    let context = BylineContext { language: meta.language.as_deref(), site: meta.site.as_deref() };
    let named = meta.authors.iter().filter(|claim| claim.source == Source::JsonLd);
    let mut bylines = named.filter_map(|claim| read(&claim.value, false, &context));
    let mut byline = bylines.next()?;
    bylines.for_each(|other| join(&mut byline, other));
    let source = Some(BylineSource::JsonLd);
    let text = render::line(&byline, context.language);
    Some(Byline { text, source, confidence: Some(confidence::of_byline(source)), ..byline })
}

/// Returns a candidate that names the same writers and also photographers, editors or others.
fn fuller(candidates: &[BylineCandidate], best: usize) -> Option<usize> {
    let names = &candidates[best].names;
    if names.is_empty() {
        return None;
    }
    let tasked = |a: &Author| a.role.as_deref().is_some_and(|role| vocabulary::get().written(role).is_some());
    let same_writers = |c: &BylineCandidate| {
        let writers = c.byline.authors.iter().filter(|a| !tasked(a)).map(|a| alnum_key(&a.name));
        let mut writers: Vec<String> = writers.collect();
        writers.sort_unstable();
        writers == *names
    };
    candidates.iter().position(|c| c.names.len() > names.len() && !c.aside && same_writers(c))
}

/// Returns the photographer of a gallery that names no other author.
fn pictures(view: &PageLayout<'_>, anchors: &Anchors, context: &BylineContext<'_>) -> Option<Chosen> {
    /// Pictures from which a page is a gallery.
    const GALLERY: usize = 3;
    let document = view.document;
    let (byline, line) = visible::pictures(view, anchors, context)?;
    let figures = document.descendants(NodeId::DOCUMENT).filter(|&n| document.tag(n) == Tag::Figure);
    if figures.take(GALLERY).count() < GALLERY {
        return None;
    }
    Some(Chosen { byline: Byline { source: Some(BylineSource::Text), ..byline }, lines: vec![line] })
}

/// Returns every byline of a page with its features, and then the features of "no author", for training.
#[cfg(feature = "lab")]
pub(crate) fn features(
    view: &PageLayout<'_>,
    page: PageType,
    meta: &PageMeta,
    dates: &Dates,
) -> [serde_json::Value; 2] {
    let context = BylineContext { language: meta.language.as_deref(), site: meta.site.as_deref() };
    let facts = PageFacts::new(page, meta, dates);
    let candidates = candidates(view, page, &facts, meta, &anchors(view), &context);
    let bylines = candidates
        .bylines
        .iter()
        .map(|c| {
            let names: Vec<&str> = c.byline.authors.iter().map(|a| a.name.as_str()).collect();
            let features: Vec<(String, f32)> = c.features.named().collect();
            serde_json::json!({ "names": names, "organization": c.byline.organization, "raw": c.byline.raw,
                "features": features, "lines": c.lines })
        })
        .collect();
    let nobody: Vec<(String, f32)> = candidates.nobody.named().collect();
    [bylines, serde_json::json!(nobody)]
}
