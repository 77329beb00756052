//! The stretch of a page where running text is densest.
//!
//! Comes in: a worth for each block, positive for running text. Goes out: the range of blocks whose worth adds up to
//! the most (the maximum sub-array). It anchors features, and is the rule that text is cut by where nothing better
//! can be said.

use std::ops::Range;

/// Costs of a block that is no running text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// What any such block costs at most through its words, in words.
    pub(crate) most: f32,
    /// What a word of it costs.
    pub(crate) word: f32,
    /// Share of `fixed` that each costs besides.
    pub(crate) share: f32,
    /// See `share`.
    pub(crate) fixed: f32,
}

impl Cost {
    /// Costs with `fixed` and `word` set: the larger they are, the smaller a gap the span can bridge.
    pub(crate) const fn new(fixed: f32, word: f32) -> Self {
        Self { most: 12.0, word, share: 0.35, fixed }
    }

    /// What a block of `words` words takes from the span's worth.
    pub(crate) fn of(&self, words: f32) -> f32 {
        (words * self.word).min(self.most) + self.share * self.fixed
    }
}

/// The range with the greatest sum; empty when no worth is positive. The earliest of equals.
pub(crate) fn best(worth: impl Iterator<Item = f32>) -> Range<usize> {
    let (mut best, mut range) = (0.0, 0..0);
    let (mut sum, mut start) = (0.0_f32, 0);
    for (i, worth) in worth.enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, i);
        }
        sum += worth;
        if sum > best {
            (best, range) = (sum, start..i + 1);
        }
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_densest_stretch_is_found() {
        assert_eq!(best([-1.0, 2.0, -1.0, 3.0, -5.0, 3.0].into_iter()), 1..4);
        assert_eq!(best([-1.0, -2.0].into_iter()), 0..0);
        assert_eq!(best(std::iter::empty()), 0..0);
        assert_eq!(best([1.0, -1.0, 1.0].into_iter()), 0..1);
    }
}
