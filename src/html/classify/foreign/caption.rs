//! Finds captions and picture credits: lines that name a source, marked by mark-up or next to a picture.

use crate::html::{
    class_hints::ClassHints,
    features::{Features, at, phrases::Phrases},
    outline::Outline,
};

use super::Rule;

/// Maximum words of a credit line below a picture, without a matching class.
const WORDS: f32 = 40.0;
/// Maximum words of a caption with a matching class.
const NAMED_WORDS: f32 = 100.0;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    for (i, (mark, read)) in outline.marks.iter().zip(&features.texts).enumerate() {
        if !read.phrases.any(Phrases::PICTURE) {
            continue;
        }
        let named = outline.lineage(mark.eff).take(2).any(|(_, e)| e.evidence.any(ClassHints::CAPTION));
        // A paragraph that looks like those of the story is part of it: a lead below a picture may name an agency.
        let running = features.rows.get(i, at::an_sig) > 0.0;
        if named && read.words < NAMED_WORDS || mark.images > 0 && read.words < WORDS && !running {
            found[i] = Some(Rule::Caption);
        }
    }
}
