//! Boxes in and behind the text that are not the story's: of its author, and calls to subscribe, rate or give.
//!
//! An element that holds much of the long text, or the headline, is not meant: sites name whole pages after such boxes.

use crate::html::{
    class_hints::Evidence,
    features::{Features, prefix_sums::share},
    outline::Outline,
};

use super::Rule;

/// Share of the page's long text above which an element is no box.
const MOST: f32 = 0.2;
/// Names of boxes and what they say.
const BOXES: [(Evidence, Rule); 2] =
    [(Evidence::BIOGRAPHY, Rule::Biography), (Evidence::PROMPT, Rule::Prompt)];

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let page = features.sums.page().long_words;
    let mut covered = 0;
    for (id, element) in outline.elements.iter().enumerate() {
        if element.first >= element.last || element.last <= covered {
            continue;
        }
        let Some(&(_, rule)) = BOXES.iter().find(|(evidence, _)| element.evidence.any(*evidence)) else {
            continue;
        };
        let blocks = element.first as usize..element.last as usize;
        let headline = features.titles.block.is_some_and(|title| blocks.contains(&title));
        if headline || share(features.sums.long_words(outline, id as u32), page) > MOST {
            continue;
        }
        found[blocks].fill(Some(rule));
        covered = element.last;
    }
}
