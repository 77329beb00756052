//! The fallback rule: keeps the container with three quarters of the long text, without its obvious boilerplate. It
//! applies if the model selects nothing, and is the baseline that a model must beat.

use crate::html::{
    features::{Features, at},
    outline::Outline,
};

use crate::block::label::Rule;

/// Minimum link density and maximum words of blocks that are lists of links.
const LINKS_DENSITY: f32 = 0.5;
const LINKS_WORDS: f32 = 40.0;
/// Value of a feature that counts steps to an ancestor which does not exist.
const NO_ANCESTOR: f32 = 30.0;
/// Ancestors that contain boilerplate around a story.
const SURROUNDINGS: [usize; 6] =
    [at::d_nav, at::d_aside, at::d_footer, at::d_form, at::d_dialog, at::d_button];

/// Returns why a block is dropped, or `None` if it is kept.
pub(crate) fn drops(block: usize, outline: &Outline, features: &Features) -> Option<Rule> {
    let get = |feature| features.rows.get(block, feature);
    let container = features.containers.candidates.c75();
    if !outline.contains(container, outline.marks[block].owner) {
        return Some(Rule::OutsideContainer);
    }
    if SURROUNDINGS.iter().any(|&feature| get(feature) < NO_ANCESTOR) {
        return Some(Rule::Surroundings);
    }
    if get(at::ld) >= LINKS_DENSITY && get(at::words) <= LINKS_WORDS {
        return Some(Rule::Links);
    }
    if get(at::dupi) > 0.0 {
        return Some(Rule::Copy);
    }
    None
}
