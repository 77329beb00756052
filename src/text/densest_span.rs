//! Finds the span of a page in which running text is densest: the range of blocks with the greatest sum of values, which
//! are positive for running text and negative for everything else (the maximum subarray).
//!
//! Features are measured relative to this span, and it is the fallback if the model selects nothing.

use std::ops::Range;

/// The cost of a block that is not running text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// Maximum cost of the words of a block, in words.
    pub(crate) most: f32,
    /// Cost of a word.
    pub(crate) word: f32,
    /// Share of `fixed` that is added for every block.
    pub(crate) share: f32,
    /// See `share`.
    pub(crate) fixed: f32,
}

impl Cost {
    /// Returns costs with the given `fixed` and `word`. The larger they are, the smaller the gaps that the span bridges.
    pub(crate) const fn new(fixed: f32, word: f32) -> Self {
        Self { most: 12.0, word, share: 0.35, fixed }
    }

    /// Returns the cost of a block of `words` words.
    pub(crate) fn of(&self, words: f32) -> f32 {
        (words * self.word).min(self.most) + self.share * self.fixed
    }
}

/// Returns the range with the greatest sum, the earliest of equals. It is empty if no value is positive.
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
