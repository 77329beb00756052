//! Finds blocks that the page hides permanently.
//!
//! Text with `hidden` or `visibility: hidden` next to visible text is not for readers. If the whole article is hidden
//! until a script has run, it is all that the page has, and is kept. So are several elements of one class: a control
//! shows one after another.

use rustc_hash::FxHashMap;

use crate::html::{
    features::{Features, repeat::kind},
    outline::{Element, Hiding, Outline},
};

use super::Rule;

/// Maximum share of the page's long text that is removed as concealed.
const MOST: f32 = 0.4;
/// Minimum concealed elements of one class that are the panels of tabs or of a list whose items open.
const PANELS: u32 = 2;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let page = features.sums.page().long_words;
    let is_concealed = |e: &&Element| e.hiding == Hiding::Concealed && e.first < e.last;
    let mut kinds: FxHashMap<u64, u32> = FxHashMap::default();
    for element in outline.elements.iter().filter(is_concealed) {
        *kinds.entry(kind(element, outline)).or_default() += 1;
    }
    let mut covered = 0;
    for (id, element) in outline.elements.iter().enumerate() {
        if !is_concealed(&element) || element.last <= covered {
            continue;
        }
        let is_panel = outline.classes.name(element.class) != 0 && kinds[&kind(element, outline)] >= PANELS;
        if is_panel {
            continue;
        }
        if features.sums.long_words(outline, id as u32) > MOST * page {
            continue;
        }
        found[element.first as usize..element.last as usize].fill(Some(Rule::Hidden));
        covered = element.last;
    }
}
