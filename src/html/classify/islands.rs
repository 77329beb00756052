//! Tables, code and notes that belong to the text around them.
//!
//! The model scores each block by itself, and a line of code or a cell has little that a model of prose knows. An
//! island is such an element with whatever wraps it. Where the blocks before and after it in the same container are
//! the story's, so is the island. Notes come after the text, so the text before them is enough.

use crate::{
    block::label::Rule,
    dom::Tag,
    html::{
        class_hints::ClassHints,
        features::{Features, at},
        outline::{Element, ElementId, Outline},
    },
};

/// Factor on the probability of the less probable neighbor.
const NEAR: f32 = 0.9;
/// Factor on the probability of the block before, for what comes last in its container.
const LAST: f32 = 0.8;
/// Blocks, and words of each, that a wrapper may have next to its island: a file name, a button, a label.
const EXTRA_BLOCKS: u32 = 3;
const EXTRA_WORDS: f32 = 5.0;
/// Link density above which a table or notes lead elsewhere.
const LINKS: f32 = 0.5;
/// Share of characters in `code` from which a block is code.
const CODE: f32 = 0.9;
/// Blocks on either side among which a neighbor is looked for, and how many of them may be its neighbors.
const REACH: usize = 60;
const NEIGHBORS: usize = 2;
/// Value of a feature that counts steps to an ancestor which does not exist.
const NO_ANCESTOR: f32 = 30.0;
/// Maximum words of the notes relative to the words before them in their container.
const NOTES_SHARE: f32 = 1.0;

/// Raises the probabilities of islands to those of the text around them.
///
/// `foreign` has the rule that calls each block foreign, if any; it is empty on pages without such rules.
pub(crate) fn raise(
    outline: &Outline,
    features: &Features,
    foreign: &[Option<Rule>],
    is_article: bool,
    probabilities: &mut [f32],
) {
    let mut covered = 0;
    for id in 0..outline.elements.len() as ElementId {
        let element = outline.element(id);
        if element.first < covered || element.first >= element.last {
            continue;
        }
        if !is_island(id, element, outline, features) {
            continue;
        }
        covered = element.last;
        let blocks = element.first as usize..element.last as usize;
        if foreign.get(blocks.clone()).is_some_and(|rules| rules.iter().any(Option::is_some)) {
            continue;
        }
        let outer = with_wrappers(id, outline, features);
        let Some(neighbors) = neighbors(outer, outline, features, probabilities) else { continue };
        let sure = match neighbors {
            (before, Some(after)) => NEAR * before.min(after),
            // The last table of a story may be the site's: the weather, share prices.
            _ if is_article && element.tag == Tag::Table => continue,
            (before, None) => LAST * before,
        };
        for p in &mut probabilities[blocks] {
            *p = p.max(sure);
        }
    }
}

fn is_island(id: ElementId, element: &Element, outline: &Outline, features: &Features) -> bool {
    let held = features.sums.element(outline, id);
    match element.tag {
        Tag::Pre => true,
        Tag::Code => {
            let mut blocks = element.first as usize..element.last as usize;
            blocks.all(|i| features.rows.get(i, at::code) >= CODE)
        }
        Tag::Table => super::block_groups::is_data(id, outline, features) && held.link_density() < LINKS,
        _ if element.evidence.any(ClassHints::NOTES) => {
            let parent = outline.element(element.parent);
            let before = features.sums.of(parent.first as usize, element.first as usize);
            held.link_density() < LINKS && held.words <= NOTES_SHARE * before.words
        }
        _ => false,
    }
}

/// Returns the outermost element that holds the island and next to nothing else.
fn with_wrappers(id: ElementId, outline: &Outline, features: &Features) -> ElementId {
    let own = outline.element(id);
    let is_wrapper = |element: &Element| {
        let extra = (element.last - element.first) - (own.last - own.first);
        let is_small = |i: u32| features.texts[i as usize].words <= EXTRA_WORDS;
        extra <= EXTRA_BLOCKS
            && (element.first..own.first).all(is_small)
            && (own.last..element.last).all(is_small)
    };
    let holders = outline.lineage(id).take_while(|(holder, element)| *holder != 0 && is_wrapper(element));
    holders.last().map_or(id, |(id, _)| id)
}

/// Returns the probabilities of the blocks next to an island among its siblings. `None` if nothing comes before it.
fn neighbors(
    id: ElementId,
    outline: &Outline,
    features: &Features,
    probabilities: &[f32],
) -> Option<(f32, Option<f32>)> {
    let island = outline.element(id);
    let parent = outline.element(island.parent);
    // Other islands have no say. A short block next to this one, such as a subhead, leaves it to its paragraph.
    let is_data = |i: &usize| {
        let get = |feature| features.rows.get(*i, feature);
        get(at::d_pre) < NO_ANCESTOR || get(at::d_td) < NO_ANCESTOR || get(at::code) >= CODE
    };
    let speaks = |i: &usize| features.texts[*i].ending > 0.0 || features.texts[*i].long;
    let before = (parent.first as usize..island.first as usize).rev().take(REACH);
    let before = before.filter(|i| !is_data(i)).take(NEIGHBORS).find(speaks)?;
    let after = (island.last as usize..parent.last as usize).take(REACH);
    let after = after.filter(|i| !is_data(i)).take(NEIGHBORS).find(speaks);
    Some((probabilities[before], after.map(|i| probabilities[i])))
}
