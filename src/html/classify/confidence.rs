//! Estimates the confidence of a selection, 0 to 1: the F1 that similar selections reached in cross-validation.
//!
//! The input is what the selection was based on: the probability and words of each block, which blocks were taken,
//! and the page types. It is calibrated so that the mean F1 of pages at 0.9 is about 0.9. The weights are a small
//! forest (`model/confidence.forest`), made by `train/confidence.py`, which computes the same figures.

use std::sync::LazyLock;

use super::model::TYPES;
use crate::model::{learned::CONFIDENCE as FOREST, sigmoid};

/// Names of the figures, in the order of [`SelectionSummary::figures`].
const NAMES: [&str; FIGURES] = [
    "expected",
    "precision",
    "recall",
    "doubt",
    "floor",
    "ceiling",
    "words",
    "share",
    "blocks",
    "runs",
    "is_article",
    "is_collection",
    "is_documentation",
    "is_forum",
    "is_listing",
    "is_product",
    "is_service",
];
const OWN_FIGURES: usize = 10;
const FIGURES: usize = OWN_FIGURES + TYPES.len();

/// The basis of a selection. The three slices have one value per block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SelectionSummary<'a> {
    /// Probability of each block that it belongs to the body, 0 to 1.
    pub(crate) probabilities: &'a [f32],
    /// Words of each block.
    pub(crate) words: &'a [f32],
    /// Which blocks were taken.
    pub(crate) taken: &'a [bool],
    /// The expected F1 of the selection, 0 to 1.
    pub(crate) expected: f32,
    /// Probability of each of [`TYPES`], 0 to 1.
    pub(crate) kinds: [f32; TYPES.len()],
}

impl SelectionSummary<'_> {
    fn figures(&self) -> [f32; FIGURES] {
        let (mut all_words, mut all_mass, mut words, mut mass, mut doubt) =
            (0.0f64, 0.0f64, 0.0f64, 0.0f64, 0.0f64);
        let (mut floor, mut ceiling, mut blocks, mut runs) = (1.0f32, 0.0f32, 0u32, 0u32);
        let mut before = false;
        for ((&p, &w), &taken) in self.probabilities.iter().zip(self.words).zip(self.taken) {
            let (wide_p, wide_w) = (f64::from(p), f64::from(w));
            all_words += wide_w;
            all_mass += wide_p * wide_w;
            doubt += wide_p * wide_w * (1.0 - wide_p);
            if taken {
                words += wide_w;
                mass += wide_p * wide_w;
                floor = floor.min(p);
                blocks += 1;
                runs += u32::from(!before);
            } else {
                ceiling = ceiling.max(p);
            }
            before = taken;
        }
        let ratio = |part: f64, whole: f64, none: f64| if whole > 0.0 { part / whole } else { none } as f32;
        let own: [f32; OWN_FIGURES] = [
            self.expected,
            ratio(mass, words, 0.0),
            ratio(mass, all_mass, 0.0),
            ratio(doubt, words, 1.0),
            if blocks > 0 { floor } else { 0.0 },
            ceiling,
            words as f32,
            ratio(words, all_words, 0.0),
            blocks as f32,
            runs as f32,
        ];
        let mut out = [0.0; FIGURES];
        out[..OWN_FIGURES].copy_from_slice(&own);
        out[OWN_FIGURES..].copy_from_slice(&self.kinds);
        out
    }

    /// Returns the confidence, 0 to 1.
    pub(crate) fn confidence(&self) -> f32 {
        static COLUMNS: LazyLock<Vec<u32>> =
            LazyLock::new(|| FOREST.columns(&NAMES).expect("the model is checked by the tests"));
        let (figures, mut bins) = (self.figures(), Vec::with_capacity(FIGURES));
        FOREST.answer(COLUMNS.iter().map(|&c| figures[c as usize]), &mut bins);
        sigmoid(FOREST.model("confidence").expect("the model is checked by the tests").score_one(&bins))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eleven paragraphs and twelve lines of navigation, all classified with the given certainty.
    fn page(certainty: f32) -> f32 {
        let mut probabilities = vec![1.0 - certainty; 12];
        probabilities.extend([certainty; 11]);
        let words: Vec<f32> = probabilities.iter().map(|&p| if p > 0.5 { 45.0 } else { 3.0 }).collect();
        let taken: Vec<bool> = probabilities.iter().map(|&p| p > 0.5).collect();
        let kinds = [0.9, 0.02, 0.02, 0.02, 0.02, 0.01, 0.01];
        SelectionSummary {
            probabilities: &probabilities,
            words: &words,
            taken: &taken,
            expected: certainty,
            kinds,
        }
        .confidence()
    }

    #[test]
    fn certain_selections_have_higher_confidence() {
        let (sure, doubtful) = (page(0.98), page(0.6));
        assert!(sure > 0.9, "{sure}");
        assert!(doubtful < sure - 0.05, "{doubtful}");
    }

    #[test]
    fn an_empty_selection_has_no_confidence() {
        let none = SelectionSummary {
            probabilities: &[],
            words: &[],
            taken: &[],
            expected: 0.0,
            kinds: [0.0; TYPES.len()],
        };
        let confidence = none.confidence();
        assert!((0.0..0.7).contains(&confidence), "{confidence}");
    }

    /// Computed by hand: two of three blocks taken, in one run.
    #[test]
    fn figures_equal_those_of_training() {
        let evidence = SelectionSummary {
            probabilities: &[0.5, 0.75, 0.25],
            words: &[10.0, 20.0, 10.0],
            taken: &[true, true, false],
            expected: 0.7,
            kinds: [0.25; TYPES.len()],
        };
        let wanted = [0.7, 20.0 / 30.0, 20.0 / 22.5, 8.125 / 30.0, 0.5, 0.25, 30.0, 0.75, 2.0, 1.0];
        let figures = evidence.figures();
        for (i, wanted) in wanted.into_iter().enumerate() {
            assert!((figures[i] - wanted).abs() < 1e-6, "{}: {} is not {wanted}", NAMES[i], figures[i]);
        }
        assert_eq!(figures[OWN_FIGURES..], [0.25; TYPES.len()]);
    }
}
