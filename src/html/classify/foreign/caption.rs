//! Captions and pictures' credits: a source is named, and mark-up or an image says whose.

use crate::html::{
    class_hints::Evidence,
    features::{Features, phrases::Phrases},
    outline::Outline,
};

use super::Rule;

/// Words of a credit line under an image without a name for it.
const WORDS: f32 = 40.0;
/// Words of a caption with one.
const NAMED_WORDS: f32 = 100.0;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    for (i, (mark, read)) in outline.marks.iter().zip(&features.texts).enumerate() {
        if !read.phrases.any(Phrases::PICTURE) {
            continue;
        }
        let named = outline.lineage(mark.eff).take(2).any(|(_, e)| e.evidence.any(Evidence::CAPTION));
        if named && read.words < NAMED_WORDS || mark.images > 0 && read.words < WORDS {
            found[i] = Some(Rule::Caption);
        }
    }
}
