//! The text of a page in lower case, and its tokens.

use std::ops::Range;

use crate::{
    block::Blocks,
    words::{
        classes,
        classes::{ByteLanes, STRETCH, ones},
        hash,
        hash::Script,
    },
};

/// The page's text in lower case, and its tokens.
#[derive(Debug, Default)]
pub(crate) struct Lower {
    /// As [`Blocks::text`], in lower case; lengths may differ. Each block ends with a line feed.
    pub(crate) text: String,
    /// End of each block in `text`.
    pub(crate) ends: Vec<u32>,
    /// Hashes of all tokens.
    pub(crate) tokens: Vec<u32>,
    /// Hashes of those that are not stop words.
    pub(crate) content: Vec<u32>,
}

impl Lower {
    /// Returns where a block begins in `text`.
    pub(crate) fn start(&self, block: usize) -> usize {
        block.checked_sub(1).map_or(0, |before| self.ends[before]) as usize
    }

    /// Returns the text of a block in lower case.
    pub(crate) fn block(&self, block: usize) -> &str {
        &self.text[self.start(block)..self.ends[block] as usize]
    }

    /// Returns the position of the first letter or digit of a block in `text`; that of the block if it has none.
    pub(crate) fn first_alphanumeric(&self, block: usize) -> usize {
        let mut chars = self.block(block).char_indices();
        self.start(block) + chars.find(|&(_, c)| hash::is_alphanumeric(c)).map_or(0, |(at, _)| at)
    }

    /// Reads the text of a page, and removes the tokens of the page before.
    pub(crate) fn read(&mut self, blocks: &Blocks) {
        self.text.clear();
        self.ends.clear();
        self.tokens.clear();
        self.content.clear();
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = crate::simd::avx2() {
            return fearless_simd::Simd::vectorize(
                avx2,
                #[inline(always)]
                || self.read_with(avx2, blocks),
            );
        }
        self.read_with(classes::Portable, blocks);
    }

    #[inline(always)]
    fn read_with(&mut self, lanes: impl ByteLanes, blocks: &Blocks) {
        self.text.reserve(blocks.text.len());
        for block in &blocks.blocks {
            self.add(lanes, &blocks.text, block.start as usize..block.end as usize);
            self.text.push('\n');
            self.ends.push(self.text.len() as u32);
        }
        self.text.make_ascii_lowercase();
    }

    /// Adds the text of a block, with spaces for other white space. ASCII letters stay as they are.
    #[inline(always)]
    fn add(&mut self, lanes: impl ByteLanes, text: &str, block: Range<usize>) {
        let (mut copied, mut at) = (block.start, block.start);
        while at < block.end {
            // Most bytes are ASCII letters, signs and single spaces.
            let mut others = !classes::read(
                text.as_bytes(),
                at,
                #[inline(always)]
                |stretch| lanes.between(stretch, b' ', 0x7f),
            );
            let mut next = at + STRETCH;
            if next > block.end {
                others &= ones((block.end - at) as u32);
            }
            while others != 0 {
                let place = at + others.trailing_zeros() as usize;
                let Some(c) = text[place..].chars().next() else { break };
                let end = place + c.len_utf8();
                if let Some(lower) = lower_of(c) {
                    self.text.push_str(&text[copied..place]);
                    self.text.push(lower);
                    copied = end;
                }
                others = if end - at < STRETCH { others & u64::MAX << (end - at) } else { 0 };
                next = next.max(end);
            }
            at = next;
        }
        self.text.push_str(&text[copied..block.end]);
    }
}

/// Returns what stands for a character in text in lower case, if it is another one. For ASCII letters see
/// [`Lower::add`].
fn lower_of(c: char) -> Option<char> {
    let lower = hash::lower(c);
    if lower != c {
        let script = hash::script(c);
        return (script != Script::Ideographic && hash::is_letter(c, script)).then_some(lower);
    }
    (c.is_whitespace() && c != ' ').then_some(' ')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::block::{Place, TextBlock};

    /// Reads one block of a page of three.
    fn lower(text: &str, lanes: impl ByteLanes) -> String {
        let page = format!("Ä {text}\n{text}\n{text} Ä\n");
        let mut lower = Lower::default();
        lower.add(lanes, &page, text.len() + 4..2 * text.len() + 4);
        lower.text.make_ascii_lowercase();
        lower.text
    }

    proptest! {
        /// Each character is replaced by one.
        #[test]
        fn text_is_in_lower_case(text in "([a-zA-Z0-9 .,]{0,40}|É|ÉTÉ|ß|İ|Ж|橋|ไ|\u{a0}|\n|\t|\u{2003}|’|–|ẞ|Ⓐ){0,12}") {
            let char_of = |c: char| match c {
                c if c.is_alphanumeric() => c.to_lowercase().next().unwrap_or(c),
                c if c.is_whitespace() => ' ',
                c => c,
            };
            let expected: String = text.chars().map(char_of).collect();
            prop_assert_eq!(&lower(&text, classes::Portable), &expected);
            #[cfg(target_arch = "x86_64")]
            if let Some(avx2) = crate::simd::avx2() {
                prop_assert_eq!(&lower(&text, avx2), &expected);
            }
        }
    }

    #[test]
    fn blocks_begin_at_their_first_letter_or_digit() {
        let mut blocks = Blocks::default();
        for text in ["— Éire", "…", "© 2024"] {
            let start = blocks.text.len() as u32;
            blocks.text.push_str(text);
            let end = blocks.text.len() as u32;
            blocks.text.push('\n');
            blocks.blocks.push(TextBlock { start, end, place: Place::Text { line: 0, bullet: false } });
        }
        let mut lower = Lower::default();
        lower.read(&blocks);
        assert_eq!(lower.block(0), "— éire\n");
        let first = |block| lower.first_alphanumeric(block) - lower.start(block);
        assert_eq!((first(0), first(1), first(2)), (4, 0, 3));
    }
}
