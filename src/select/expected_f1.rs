//! Selects the most probable blocks, as many as maximize the expected F1.
//!
//! With `p` the probability and `w` the words of a block, blocks are taken in order of `p` while `2 * sum(p w, taken)
//! / (sum(w, taken) + factor * sum(p w, all))` grows. No fixed threshold suits both an article (all or nothing) and a
//! listing (everything is doubtful).

/// The result of a selection.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Decision {
    /// Probability of the least probable block that was taken; 1 or more if none was.
    pub(crate) threshold: f32,
    /// Expected F1, 0 to 1.
    pub(crate) expected: f32,
}

impl Decision {
    /// Returns the probability from which taking one more block improves the expected F1. It is half of that F1: adding
    /// `p w` to the sum of `2 * sum(p w) / (sum(w) + all)` and `w` to its divisor improves it if `2 p` exceeds it.
    pub(crate) fn break_even(&self) -> f32 {
        self.expected / 2.0
    }
}

/// Selects blocks and marks them in `taken`. `order` is a buffer.
pub(crate) fn decide(
    probabilities: &[f32],
    words: &[f32],
    factor: f32,
    order: &mut Vec<u32>,
    taken: &mut Vec<bool>,
) -> Decision {
    taken.clear();
    taken.resize(probabilities.len(), false);
    order.clear();
    order.extend(0..probabilities.len() as u32);
    order.sort_by(|&a, &b| probabilities[b as usize].total_cmp(&probabilities[a as usize]));
    let weight = |i: u32| f64::from(words[i as usize]);
    let mass = |i: u32| f64::from(probabilities[i as usize]) * weight(i);
    let all = f64::from(factor) * order.iter().map(|&i| mass(i)).sum::<f64>();
    let (mut right, mut size) = (0.0, 0.0);
    let mut best = (0, 0.0);
    for (n, &i) in order.iter().enumerate() {
        right += mass(i);
        size += weight(i);
        let f1 = 2.0 * right / (size + all);
        if f1 > best.1 {
            best = (n + 1, f1);
        }
    }
    let mut threshold = 1.0;
    for &i in &order[..best.0] {
        taken[i as usize] = true;
        threshold = probabilities[i as usize];
    }
    Decision { threshold, expected: best.1 as f32 }
}

/// Maximum words of a gap between selected blocks that is closed, and the minimum mean probability of the gap as a
/// share of the threshold. Cross-validated: the share of articles equal to the gold word for word rises from 24.2 %
/// to 25.1 %, F1 by 0.0002; 12 words at 0.4 do no better.
const GAP_WORDS: f32 = 6.0;
const GAP_SHARE: f32 = 0.6;

/// Takes short gaps between selected blocks that are nearly as probable: a subhead or list item that narrowly missed
/// the threshold.
pub(crate) fn close_gaps(probabilities: &[f32], words: &[f32], threshold: f32, taken: &mut [bool]) {
    let mut last = None;
    for i in 0..taken.len() {
        if !taken[i] {
            continue;
        }
        if let Some(before) = last.replace(i) {
            let gap = before + 1..i;
            let size: f32 = words[gap.clone()].iter().sum();
            let mean = probabilities[gap.clone()].iter().sum::<f32>() / gap.len() as f32;
            // An empty gap has no mean, and NaN compares as false.
            if size <= GAP_WORDS && mean >= GAP_SHARE * threshold {
                taken[gap].fill(true);
            }
        }
    }
}

/// Minimum blocks of a signature, share of them that is selected, and probability as a share of the threshold, from
/// which the remaining blocks of the signature are taken too. Cross-validated: F1 over all sets rises from .8885 to
/// .8887, fundus-dev equal word for word from 43.6 % to 44.4 %; a share of .75 does as well.
const MAKE_BLOCKS: u32 = 3;
const MAKE_SHARE: f32 = 0.6;
const MAKE_NEAR: f32 = 0.6;

/// Takes, between the first and last selected block, the remaining blocks of a signature of which most are selected:
/// the time of one entry of a live blog if the times of the others are selected. `counts` is a buffer.
pub(crate) fn even_out(
    probabilities: &[f32],
    threshold: f32,
    make: impl Fn(usize) -> usize,
    counts: &mut Vec<(u32, u32)>,
    taken: &mut [bool],
) {
    let Some(first) = taken.iter().position(|&t| t) else { return };
    let last = taken.iter().rposition(|&t| t).unwrap_or(first);
    counts.clear();
    for (block, &is_taken) in taken.iter().enumerate() {
        let make = make(block);
        if counts.len() <= make {
            counts.resize(make + 1, (0, 0));
        }
        counts[make].0 += 1;
        counts[make].1 += u32::from(is_taken);
    }
    for block in first..last {
        let (all, chosen) = counts[make(block)];
        let most = all >= MAKE_BLOCKS && chosen as f32 >= MAKE_SHARE * all as f32;
        if most && probabilities[block] >= MAKE_NEAR * threshold {
            taken[block] = true;
        }
    }
}

/// Takes the subheads directly before a taken long paragraph that are nearly as probable, after the first taken block.
pub(crate) fn take_headings(
    probabilities: &[f32],
    threshold: f32,
    is_subhead: impl Fn(usize) -> bool,
    is_long: impl Fn(usize) -> bool,
    taken: &mut [bool],
) {
    /// Minimum probability relative to the threshold. Cross-validated: .8 and .4 do as well.
    const NEAR: f32 = 0.6;
    let Some(first) = taken.iter().position(|&t| t) else { return };
    for block in first..taken.len().saturating_sub(1) {
        let leads = taken[block + 1] && is_long(block + 1);
        if leads && probabilities[block] >= NEAR * threshold && is_subhead(block) {
            taken[block] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(p: &[f32], w: &[f32], factor: f32) -> Vec<bool> {
        let (mut order, mut taken) = (Vec::new(), Vec::new());
        decide(p, w, factor, &mut order, &mut taken);
        taken
    }

    #[test]
    fn probable_blocks_are_taken_and_doubtful_ones_if_there_are_no_others() {
        assert_eq!(taken(&[0.9, 0.1, 0.95, 0.2], &[30.0; 4], 1.1), [true, false, true, false]);
        assert_eq!(taken(&[0.3, 0.28, 0.31, 0.01], &[30.0; 4], 1.1), [true, true, true, false]);
        assert_eq!(taken(&[0.0, 0.0], &[30.0; 2], 1.1), [false, false]);
        assert_eq!(taken(&[], &[], 1.1), [false; 0]);
    }

    #[test]
    fn only_short_probable_gaps_are_closed() {
        let words = [40.0, 3.0, 40.0, 3.0, 40.0, 9.0, 40.0, 3.0];
        let p = [0.9, 0.5, 0.9, 0.1, 0.9, 0.5, 0.6, 0.5];
        let mut taken = [true, false, true, false, true, false, true, false];
        close_gaps(&p, &words, 0.6, &mut taken);
        assert_eq!(taken, [true, true, true, false, true, false, true, false]);
    }

    #[test]
    fn the_rest_of_a_signature_is_taken_if_most_of_it_is() {
        let make = |block: usize| [0, 1, 0, 1, 0, 1, 0][block];
        let p = [0.9, 0.6, 0.9, 0.6, 0.9, 0.4, 0.9];
        let mut counts = Vec::new();
        let mut taken = [true, true, true, true, true, false, true];
        even_out(&p, 0.6, make, &mut counts, &mut taken);
        assert!(taken[5]);
        let mut taken = [true, true, true, false, true, false, true];
        even_out(&p, 0.6, make, &mut counts, &mut taken);
        assert!(!taken[3] && !taken[5]);
    }

    #[test]
    fn a_subhead_is_taken_with_its_paragraph() {
        let mut taken = [true, false, true, false, false, true];
        take_headings(&[0.9, 0.4, 0.9, 0.4, 0.4, 0.9], 0.6, |i| i != 4, |_| true, &mut taken);
        assert_eq!(taken, [true, true, true, false, false, true]);
    }

    #[test]
    fn a_smaller_factor_selects_less() {
        let (p, w) = ([0.95, 0.9, 0.42, 0.05], [40.0, 40.0, 40.0, 40.0]);
        assert_eq!(taken(&p, &w, 0.7), [true, true, false, false]);
        assert_eq!(taken(&p, &w, 1.4), [true, true, true, false]);
    }

    #[test]
    fn the_expected_f1_equals_the_formula() {
        let (mut order, mut taken) = (Vec::new(), Vec::new());
        let decision = decide(&[0.8, 0.5], &[10.0, 10.0], 1.0, &mut order, &mut taken);
        // Both: 2 * 13 / (20 + 13).
        assert!((decision.expected - 26.0 / 33.0).abs() < 1e-6);
        assert_eq!(decision.threshold, 0.5);
        assert_eq!(decision.break_even(), decision.expected / 2.0);
    }
}
