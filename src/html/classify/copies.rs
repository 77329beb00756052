//! Finds second copies among the selected blocks: desktop and mobile versions, repeated boxes, a second copy of the
//! story.
//!
//! A repeated block is not always a copy: a refrain directly follows its first occurrence, an interview asks every
//! guest the same question, key points quote the story, and replies quote posts.

use rustc_hash::FxHashMap;

use crate::{
    PageType,
    dom::Tag,
    html::{
        features::{Features, at},
        outline::Outline,
    },
};

/// Minimum words of a repeated block that is a copy: labels repeat on purpose, sentences do not.
const COPY_WORDS: f32 = 8.0;
/// Minimum words of a block that may repeat several paragraphs of the story, and the minimum share of its shingles
/// found in them.
const MERGED_WORDS: f32 = 40.0;
const MERGED_SHARE: f32 = 0.85;
/// Number of tokens of a shingle.
const SHINGLE: usize = 4;
/// Maximum tokens of the selected text that are searched for merged copies.
const MOST_TOKENS: usize = 60_000;
/// Maximum blocks checked as merged copies: each one found costs a pass over all shingles.
const MOST_MERGED: usize = 300;
/// Minimum share of bold characters of a subhead or a question.
const BOLD: f32 = 0.9;

/// Buffers of [`find`](Self::find).
#[derive(Debug, Default)]
pub(crate) struct Copies {
    first: FxHashMap<u64, usize>,
    /// The first and the last block with a shingle.
    shingles: FxHashMap<u64, (u32, u32)>,
    /// The blocks that share shingles with a block, and how many.
    others: FxHashMap<u32, u32>,
    /// The result: blocks to remove.
    pub(crate) blocks: Vec<usize>,
}

impl Copies {
    /// Finds copies among the blocks that `is_taken` selects.
    pub(crate) fn find(
        &mut self,
        outline: &Outline,
        features: &Features,
        page_type: PageType,
        is_taken: impl Fn(usize) -> bool,
    ) {
        self.blocks.clear();
        if !matches!(page_type, PageType::Article | PageType::Forum) {
            return;
        }
        let taken: Vec<usize> = (0..features.texts.len()).filter(|&i| is_taken(i)).collect();
        self.exact(&taken, outline, features, page_type == PageType::Forum);
        if page_type == PageType::Article {
            self.merged(&taken, outline, features);
        }
    }

    fn exact(&mut self, taken: &[usize], outline: &Outline, features: &Features, forum: bool) {
        self.first.clear();
        let is_hidden = |i: usize| features.rows.get(i, at::hidden) > 0.0;
        let parent = |i: usize| outline.element(outline.marks[i].owner).parent;
        for &i in taken {
            let read = &features.texts[i];
            if read.words < COPY_WORDS {
                continue;
            }
            let Some(&before) = self.first.get(&read.hash) else {
                self.first.insert(read.hash, i);
                continue;
            };
            if is_hidden(before) && !is_hidden(i) {
                self.blocks.push(before);
                self.first.insert(read.hash, i);
                continue;
            }
            let meant = if forum {
                features.repeats.signature(before) == features.repeats.signature(i) || is_quote(i, outline)
            } else {
                parent(before) == parent(i) || is_refrain(i, features) || is_key_point(before, i, features)
            };
            if is_hidden(i) || !meant {
                self.blocks.push(i);
            }
        }
    }

    /// Finds blocks that repeat two or more other blocks, and later versions of one other block.
    ///
    /// The others must be in the block as a whole: filler paragraphs made of the same few sentences share most of their
    /// words without being copies. Paragraphs of one element are no versions of each other either.
    fn merged(&mut self, taken: &[usize], outline: &Outline, features: &Features) {
        self.blocks.sort_unstable();
        let is_left = |i: &usize| self.blocks.binary_search(i).is_err();
        let left: Vec<usize> = taken.iter().copied().filter(is_left).collect();
        let tokens: usize = left.iter().map(|&i| features.tokens(i).len()).sum();
        if tokens > MOST_TOKENS {
            return;
        }
        self.shingles.clear();
        for &i in &left {
            for window in features.tokens(i).windows(SHINGLE) {
                self.shingles.entry(shingle(window)).or_insert((i as u32, i as u32)).1 = i as u32;
            }
        }
        let parent = |i: usize| outline.element(outline.marks[i].owner).parent;
        for &i in left.iter().filter(|&&i| features.texts[i].words >= MERGED_WORDS).take(MOST_MERGED) {
            let own = i as u32;
            let (mut all, mut held) = (0, 0);
            self.others.clear();
            for window in features.tokens(i).windows(SHINGLE) {
                let (first, last) = self.shingles[&shingle(window)];
                all += 1;
                if first != own || last != own {
                    held += 1;
                    *self.others.entry(if first == own { last } else { first }).or_default() += 1;
                }
            }
            if (held as f32) < MERGED_SHARE * all as f32 {
                continue;
            }
            let is_whole = |(&other, &shared): (&u32, &u32)| {
                let size = features.tokens(other as usize).len().saturating_sub(SHINGLE - 1);
                (shared as f32) >= MERGED_SHARE * size as f32
            };
            let whole = self.others.iter().filter(|&(o, n)| is_whole((o, n))).count();
            let is_earlier = |&other: &u32| other < own && parent(other as usize) != parent(i);
            let is_version = whole > 0 && self.others.keys().all(is_earlier);
            if whole > 1 || is_version {
                self.blocks.push(i);
                // Text that two blocks have in common would be lost if both were removed.
                self.shingles.values_mut().for_each(|(first, last)| {
                    if *first == own {
                        *first = *last;
                    } else if *last == own {
                        *last = *first;
                    }
                });
            }
        }
    }
}

/// Returns whether a block is a subhead or a question, which may introduce each of several sections.
fn is_refrain(i: usize, features: &Features) -> bool {
    let get = |feature| features.rows.get(i, feature);
    let read = &features.texts[i];
    get(at::ishead) > 0.0
        || get(at::bold) >= BOLD
        || read.questions > 0 && read.ending >= 1.0 && read.sentences <= 2
}

/// Returns whether a list item before the story summarizes a paragraph of it.
fn is_key_point(before: usize, i: usize, features: &Features) -> bool {
    /// Maximum steps from a block to the list item that contains it.
    const STEPS: f32 = 2.0;
    let in_item = |block: usize| features.rows.get(block, at::d_li) <= STEPS;
    in_item(before) && !in_item(i)
}

fn is_quote(i: usize, outline: &Outline) -> bool {
    outline.lineage(outline.marks[i].owner).any(|(_, e)| e.tag == Tag::Blockquote)
}

fn shingle(tokens: &[u32]) -> u64 {
    const FACTOR: u64 = 0x0000_0100_0000_01b3;
    const TURN: u32 = 21;
    tokens.iter().fold(0, |h: u64, &t| (h ^ u64::from(t)).wrapping_mul(FACTOR).rotate_left(TURN))
}
