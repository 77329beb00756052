//! Captions and picture credits: a source is named, and the markup or a picture says of what.

use crate::html::{
    class_hints::ClassHints,
    features::{Features, at, phrases::Phrases},
    outline::Outline,
};

use super::Rule;

/// Words of a credit line below a picture without a name for it.
const WORDS: f32 = 40.0;
/// Words of a caption with one.
const NAMED_WORDS: f32 = 100.0;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    for (i, (mark, read)) in outline.marks.iter().zip(&features.texts).enumerate() {
        if !read.phrases.any(Phrases::PICTURE) {
            continue;
        }
        let named = outline.lineage(mark.eff).take(2).any(|(_, e)| e.evidence.any(ClassHints::CAPTION));
        // A paragraph like those of the story is one of them: a lead below a picture may well name an agency.
        let running = features.rows.get(i, at::an_sig) > 0.0;
        if named && read.words < NAMED_WORDS || mark.images > 0 && read.words < WORDS && !running {
            found[i] = Some(Rule::Caption);
        }
    }
}
