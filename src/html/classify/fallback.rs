//! The rule of one line: the container that holds three quarters of the long text, without what is
//! plainly none of it. The fall-back where no model is, and the check that a model is worth its bytes.

use crate::html::{
    features::{Features, at},
    outline::Outline,
};

use crate::block::label::Rule;

/// Link density and words of blocks that are lists of links.
const LINKS_DENSITY: f32 = 0.5;
const LINKS_WORDS: f32 = 40.0;
/// Value of a feature that counts steps to an ancestor which is not there.
const NO_ANCESTOR: f32 = 30.0;
/// Ancestors that hold what stands around a story.
const SURROUNDINGS: [usize; 6] =
    [at::d_nav, at::d_aside, at::d_footer, at::d_form, at::d_dialog, at::d_button];

/// Why a block is dropped; `None`: it is kept.
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
