//! Blocks that the page hides for good.
//!
//! What `hidden` or `visibility: hidden` hides next to visible text is not for readers. An article that is hidden as a
//! whole, until a script has run, is all that the page has, and stays.

use crate::html::{
    features::Features,
    outline::{Hiding, Outline},
};

use super::Rule;

/// Share of the page's long text up to which concealed text is left out.
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
