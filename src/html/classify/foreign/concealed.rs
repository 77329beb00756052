//! Finds blocks that the page hides permanently.
//!
//! Text with `hidden` or `visibility: hidden` next to visible text is not for readers. If the whole article is hidden
//! until a script has run, it is all that the page has, and is kept.

use crate::html::{
    features::Features,
    outline::{Hiding, Outline},
};

use super::Rule;

/// Maximum share of the page's long text that is removed as concealed.
const MOST: f32 = 0.4;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let page = features.sums.page().long_words;
    let mut covered = 0;
    for (id, element) in outline.elements.iter().enumerate() {
        if element.hiding != Hiding::Concealed || element.first >= element.last || element.last <= covered {
            continue;
        }
        if features.sums.long_words(outline, id as u32) > MOST * page {
            continue;
        }
        found[element.first as usize..element.last as usize].fill(Some(Rule::Hidden));
        covered = element.last;
    }
}
