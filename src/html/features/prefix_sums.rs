//! Running totals over the blocks, so that the total of an element or a window is one subtraction.

use crate::html::outline::{ElementId, Outline};

use super::wording::Stats;

/// Totals over a range of blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Total {
    /// Blocks.
    pub(crate) blocks: f32,
    /// Words.
    pub(crate) words: f32,
    /// Characters other than white space.
    pub(crate) chars: f32,
    /// Characters inside links.
    pub(crate) link_chars: f32,
    /// Words in long blocks.
    pub(crate) long_words: f32,
    /// Long blocks.
    pub(crate) longs: f32,
    /// Tokens.
    pub(crate) tokens: f32,
    /// Stop words.
    pub(crate) stops: f32,
    /// Blocks that end like a sentence.
    pub(crate) endings: f32,
}

impl Total {
    fn plus(self, read: &Stats, link_chars: u32) -> Self {
        let long = f32::from(u8::from(read.long));
        Self {
            blocks: self.blocks + 1.0,
            words: self.words + read.words,
            chars: self.chars + read.chars as f32,
            link_chars: self.link_chars + link_chars as f32,
            long_words: self.long_words + long * read.words,
            longs: self.longs + long,
            tokens: self.tokens + (read.tokens.1 - read.tokens.0) as f32,
            stops: self.stops + read.stops as f32,
            endings: self.endings + if read.ending >= 1.0 { 1.0 } else { 0.0 },
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            blocks: self.blocks - other.blocks,
            words: self.words - other.words,
            chars: self.chars - other.chars,
            link_chars: self.link_chars - other.link_chars,
            long_words: self.long_words - other.long_words,
            longs: self.longs - other.longs,
            tokens: self.tokens - other.tokens,
            stops: self.stops - other.stops,
            endings: self.endings - other.endings,
        }
    }

    /// Returns the link density, 0 to 1.
    pub(crate) fn link_density(&self) -> f32 {
        self.link_chars / self.chars.max(1.0)
    }

    /// Returns the share of words in long blocks, 0 to 1.
    pub(crate) fn long_share(&self) -> f32 {
        share(self.long_words, self.words)
    }

    /// Returns the share of stop words among tokens, 0 to 1.
    pub(crate) fn stop_share(&self) -> f32 {
        share(self.stops, self.tokens)
    }

    /// Returns the share of blocks that end like a sentence, 0 to 1.
    pub(crate) fn ending_share(&self) -> f32 {
        share(self.endings, self.blocks)
    }
}

/// Returns `part / whole`, or 0 if `whole` is 0.
pub(crate) fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Running totals of a page.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    rows: Vec<Total>,
}

impl Sums {
    /// Adds up the blocks of a page.
    pub(crate) fn read(&mut self, stats: &[Stats], outline: &Outline) {
        self.rows.clear();
        let mut at = Total::default();
        self.rows.push(at);
        for (read, mark) in stats.iter().zip(&outline.marks) {
            at = at.plus(read, mark.link_chars);
            self.rows.push(at);
        }
    }

    /// Returns the totals of the blocks `first..last`.
    pub(crate) fn of(&self, first: usize, last: usize) -> Total {
        self.rows[last].minus(self.rows[first])
    }

    /// Returns the totals of an element.
    pub(crate) fn element(&self, outline: &Outline, id: ElementId) -> Total {
        let element = outline.element(id);
        self.of(element.first as usize, element.last as usize)
    }

    /// Returns the words in long blocks of an element.
    pub(crate) fn long_words(&self, outline: &Outline, id: ElementId) -> f32 {
        let element = outline.element(id);
        self.rows[element.last as usize].long_words - self.rows[element.first as usize].long_words
    }

    /// Returns the totals of the page.
    pub(crate) fn page(&self) -> Total {
        self.rows.last().copied().unwrap_or_default()
    }

    /// Returns the totals of the blocks from `i - reach` to `i + reach`.
    pub(crate) fn window(&self, i: usize, reach: usize) -> Total {
        let blocks = self.rows.len() - 1;
        self.of(i.saturating_sub(reach), (i + reach + 1).min(blocks))
    }
}
