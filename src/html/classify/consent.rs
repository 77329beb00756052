//! Removes notices that ask for consent to cookies and advertising, in whatever elements they are.
//!
//! Consent platforms word the first purpose as the industry's framework does ("store and/or access information on a
//! device"), in its official translation. The notice is the largest small element around such a sentence.

use crate::{
    block::label::{BlockLabel, Rule},
    html::{
        features::{Features, phrases::Phrases},
        outline::{ElementId, Outline},
    },
};

/// Maximum words of a notice.
const WORDS: f32 = 260.0;
/// Minimum share of its words in blocks that speak of consent.
const SHARE: f32 = 0.4;
/// Maximum elements around the sentence that are examined.
const LEVELS: usize = 16;
/// Minimum words of the body that must remain.
const MUST_LEAVE: f32 = 12.0;

pub(crate) fn clear(outline: &Outline, features: &Features, labels: &mut [BlockLabel]) {
    let asks = |i: usize| features.texts[i].words <= WORDS && features.texts[i].phrases.any(Phrases::CONSENT);
    let mut all: f32 = labels
        .iter()
        .zip(&features.texts)
        .filter(|(label, _)| label.is_kept())
        .map(|(_, read)| read.words)
        .sum();
    for i in 0..labels.len() {
        if labels[i].rule == Some(Rule::Consent) {
            continue;
        }
        // The model may have dropped the sentence itself.
        if !(labels[i].is_kept() || features.texts[i].phrases.any(Phrases::COOKIE)) || !asks(i) {
            continue;
        }
        let kept = |blocks: std::ops::Range<usize>| -> f32 {
            blocks.filter(|&i| labels[i].is_kept()).map(|i| features.texts[i].words).sum()
        };
        let is_notice = |&id: &ElementId| {
            let element = outline.element(id);
            let blocks = element.first as usize..element.last as usize;
            let words = features.sums.element(outline, id).words;
            let speaks = |i: &usize| asks(*i) || features.texts[*i].phrases.any(Phrases::COOKIE);
            let spoken: f32 =
                blocks.clone().take(WORDS as usize).filter(speaks).map(|i| features.texts[i].words).sum();
            words <= WORDS
                && spoken >= SHARE * words
                && all - kept(blocks.clone()) >= MUST_LEAVE
                && !features.titles.block.is_some_and(|title| blocks.contains(&title))
        };
        let around = outline
            .lineage(outline.marks[i].owner)
            .map(|(id, _)| id)
            .take(LEVELS)
            .take_while(is_notice)
            .last();
        let Some(notice) = around.map(|id| outline.element(id)) else { continue };
        let blocks = notice.first as usize..notice.last as usize;
        for (label, text) in labels[blocks.clone()].iter_mut().zip(&features.texts[blocks]) {
            if label.is_kept() {
                all -= text.words;
                label.drop_by(Rule::Consent);
            }
        }
    }
}
