//! Finds a string in stretches of a text that follow one another.

use std::ops::Range;

use memchr::memmem::Finder;

/// Searches a text for a string, and finds each occurrence once.
pub(crate) struct Occurrences<'a> {
    finder: &'a Finder<'a>,
    text: &'a [u8],
    /// The first occurrence at or after `from`, or the length of the text.
    next: usize,
    /// Where the last search began.
    from: usize,
}

impl<'a> Occurrences<'a> {
    pub(crate) fn new(finder: &'a Finder<'a>, text: &'a str) -> Self {
        Self { finder, text: text.as_bytes(), next: 0, from: usize::MAX }
    }

    /// Returns whether a stretch contains the string. Takes linear time for stretches in text order.
    pub(crate) fn is_in(&mut self, stretch: Range<usize>) -> bool {
        if !(self.from..=self.next).contains(&stretch.start) {
            self.from = stretch.start;
            let found = self.finder.find(self.text.get(stretch.start..).unwrap_or_default());
            self.next = found.map_or(self.text.len(), |at| stretch.start + at);
        }
        self.next.saturating_add(self.finder.needle().len()) <= stretch.end
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn stretches_in_any_order(text in "[ab]{0,40}", cuts in prop::collection::vec((0..42_usize, 0..42_usize), 1..9)) {
            let finder = Finder::new(b"ab");
            let mut occurrences = Occurrences::new(&finder, &text);
            for (start, len) in cuts {
                let start = start.min(text.len());
                let end = (start + len).min(text.len());
                prop_assert_eq!(occurrences.is_in(start..end), text[start..end].contains("ab"));
            }
        }
    }
}
