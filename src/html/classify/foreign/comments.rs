//! Readers' comments: whatever stands in an element whose names say so.
//!
//! An element that holds most of the long text is not meant: sites name a whole page after its comments.

use crate::html::{
    class_hints::Evidence,
    features::{Features, prefix_sums::share},
    outline::Outline,
};

use super::Rule;

/// Share of the page's long text above which an element is no comment section.
const MOST: f32 = 0.5;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let page = features.sums.page().long_words;
    let mut covered = 0;
    for (id, element) in outline.elements.iter().enumerate() {
        if element.first >= element.last || element.last <= covered {
            continue;
        }
        if !element.evidence.any(Evidence::COMMENTS) {
            continue;
        }
        if share(features.sums.long_words(outline, id as u32), page) > MOST {
            continue;
        }
        found[element.first as usize..element.last as usize].fill(Some(Rule::Comments));
        covered = element.last;
    }
}
