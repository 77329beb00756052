//! Features of similarity to the page's titles and descriptions; finds the story's heading.

use rustc_hash::FxHashMap;

use crate::{dom::Tag, html::outline::Outline, metadata::Source};

use super::{PageHead, Rows, ancestors::is_heading, at, lower::Lower, wording::Stats};
use crate::{
    html::features::known_tokens::Rare,
    words::hash::{token, words},
};

/// Maximum words of a block that can be a title.
const TITLE_WORDS: f32 = 60.0;
/// Maximum distinct words of all titles together; further words are ignored.
const DISTINCT: usize = 128;
/// Minimum similarity of a heading, and of any block, to be the title.
const HEADING_LIKENESS: f32 = 0.45;
const BLOCK_LIKENESS: f32 = 0.5;
/// Bonus of an `h1` over other headings.
const H1_WORTH: f32 = 0.3;
/// Number of tokens of a shingle.
const SHINGLE: usize = 3;
/// Value if the page has no description.
const NO_DESCRIPTION: f32 = -1.0;

/// Titles and the story's heading.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    words: FxHashMap<u32, u8>,
    known: Rare<u32>,
    titles: Vec<u128>,
    shingles: Rare<u64>,
    /// Similarity of each block to its most similar title, 0 to 1.
    pub(crate) likeness: Vec<f32>,
    /// The block that is the story's heading.
    pub(crate) block: Option<usize>,
    /// Whether the heading was found by similarity; otherwise it is the first `h1`.
    pub(crate) sure: bool,
}

impl Titles {
    /// Reads metadata and blocks, and writes the features of similarity.
    pub(crate) fn read(
        &mut self,
        head: &PageHead<'_>,
        stats: &[Stats],
        lower: &Lower,
        outline: &Outline,
        rows: &mut Rows,
    ) {
        self.read_titles(head);
        self.read_descriptions(head);
        self.likeness.clear();
        for (i, read) in stats.iter().enumerate() {
            let tokens = &lower.tokens[read.tokens.0 as usize..read.tokens.1 as usize];
            let likeness = if read.words < TITLE_WORDS { self.likeness_of(tokens) } else { 0.0 };
            self.likeness.push(likeness);
            let mut row = rows.row_mut(i);
            row.set(at::title, likeness);
            row.set(at::desc, self.described(tokens));
        }
        self.find(outline);
    }

    fn read_titles(&mut self, head: &PageHead<'_>) {
        self.words.clear();
        self.known.clear();
        self.titles.clear();
        let told = [Source::Title, Source::OpenGraph, Source::Twitter, Source::JsonLd, Source::Meta];
        for claim in head.meta.headlines.iter().filter(|c| told.contains(&c.source)) {
            let mut mask = 0u128;
            for token in words(&claim.value).map(token) {
                let next = self.words.len();
                if next < DISTINCT || self.words.contains_key(&token) {
                    mask |= 1 << *self.words.entry(token).or_insert(next as u8);
                    self.known.insert(token);
                }
            }
            if mask != 0 && !self.titles.contains(&mask) {
                self.titles.push(mask);
            }
        }
    }

    fn read_descriptions(&mut self, head: &PageHead<'_>) {
        self.shingles.clear();
        for claim in &head.meta.descriptions {
            let mut last = [0; SHINGLE];
            for (i, token) in words(&claim.value).map(token).enumerate() {
                last.rotate_left(1);
                last[SHINGLE - 1] = token;
                if i + 1 >= SHINGLE {
                    self.shingles.insert(shingle(&last));
                }
            }
        }
    }

    /// Returns the best Dice coefficient of the word sets.
    fn likeness_of(&self, tokens: &[u32]) -> f32 {
        if tokens.is_empty() || self.titles.is_empty() {
            return 0.0;
        }
        let mut found = 0u128;
        let mut strangers = 0;
        for &token in tokens {
            let bit = if self.known.contains(token) { self.words.get(&token) } else { None };
            match bit {
                Some(bit) => found |= 1 << bit,
                None => strangers += 1,
            }
        }
        if found == 0 {
            return 0.0;
        }
        let own = found.count_ones() + strangers;
        let dice =
            |title: &u128| 2.0 * (found & title).count_ones() as f32 / (own + title.count_ones()) as f32;
        self.titles.iter().map(dice).fold(0.0, f32::max)
    }

    /// Returns the share of the block's shingles that a description contains.
    fn described(&self, tokens: &[u32]) -> f32 {
        if self.shingles.is_empty() {
            return NO_DESCRIPTION;
        }
        if tokens.len() < SHINGLE {
            return 0.0;
        }
        let hits = tokens.windows(SHINGLE).filter(|w| self.shingles.contains(shingle(w))).count();
        hits as f32 / (tokens.len() - SHINGLE + 1) as f32
    }

    /// Finds the story's heading: the heading most similar to a title, else the most similar block, else the first
    /// `h1`.
    fn find(&mut self, outline: &Outline) {
        let mut best: Option<(usize, f32)> = None;
        let mut any: Option<(usize, f32)> = None;
        let mut first_h1 = None;
        for (i, (mark, &likeness)) in outline.marks.iter().zip(&self.likeness).enumerate() {
            let tag = heading_of(outline, mark.owner);
            if tag == Some(Tag::H1) && first_h1.is_none() {
                first_h1 = Some(i);
            }
            if likeness > HEADING_LIKENESS && tag.is_some() {
                let worth = likeness + if tag == Some(Tag::H1) { H1_WORTH } else { 0.0 };
                if best.is_none_or(|(_, b)| worth > b) {
                    best = Some((i, worth));
                }
            }
            if likeness > BLOCK_LIKENESS && any.is_none_or(|(_, b)| likeness > b) {
                any = Some((i, likeness));
            }
        }
        let told = best.or(any).map(|(i, _)| i);
        self.sure = told.is_some();
        self.block = told.or(first_h1);
    }
}

fn shingle(tokens: &[u32]) -> u64 {
    const FACTOR: u64 = 0x0000_0100_0000_01b3;
    tokens.iter().fold(0, |h: u64, &t| (h ^ u64::from(t)).wrapping_mul(FACTOR).rotate_left(21))
}

/// Returns the heading that an element is or directly belongs to.
pub(crate) fn heading_of(outline: &Outline, owner: u32) -> Option<Tag> {
    /// Maximum steps from a block's owner to a heading around it.
    const STEPS: usize = 3;
    outline.lineage(owner).take(STEPS).map(|(_, e)| e.tag).find(|&t| is_heading(t))
}
