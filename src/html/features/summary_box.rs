//! Finds summaries by a machine between the headline and the story, by their disclaimers.
//!
//! Such a summary is running text below the headline. Nothing but its label or disclaimer distinguishes it from a
//! standfirst or from the beginning of the story.

use std::ops::Range;

use crate::{
    html::{
        features::{
            lower::Lower,
            prefix_sums::{Sums, share},
            wording::Stats,
        },
        outline::Outline,
    },
    lexicon::indexed::MACHINE_SUMMARIES,
};

/// How many blocks after the headline may contain the disclaimer, and its maximum words.
const WITHIN: usize = 80;
const DISCLAIMER_WORDS: f32 = 40.0;
/// Minimum words of a sentence of the summary.
const SENTENCE_WORDS: f32 = 8.0;
/// Maximum blocks and words of a summary, and maximum share of the page's long text.
const BLOCKS: usize = 16;
const WORDS: f32 = 250.0;
const MOST: f32 = 0.5;

/// Writes the blocks of each summary into `boxes`.
pub(crate) fn find(
    stats: &[Stats],
    lower: &Lower,
    outline: &Outline,
    sums: &Sums,
    title: Option<usize>,
    boxes: &mut Vec<Range<usize>>,
) {
    boxes.clear();
    let from = title.map_or(0, |t| t + 1);
    for i in from..(from + WITHIN).min(stats.len()) {
        let is_known = boxes.last().is_some_and(|last| i < last.end);
        if is_known
            || stats[i].words > DISCLAIMER_WORDS
            || !MACHINE_SUMMARIES.any(lower.block(i).as_bytes(), |_| true)
        {
            continue;
        }
        let holds_more = |blocks: &Range<usize>| {
            blocks.clone().any(|other| other != i && stats[other].words >= SENTENCE_WORDS)
        };
        let around = outline.lineage(outline.marks[i].owner);
        let first =
            around.map(|(id, e)| (id, e.first as usize..e.last as usize)).find(|(_, b)| holds_more(b));
        let Some((id, blocks)) = first else { continue };
        let is_small = blocks.len() <= BLOCKS
            && sums.element(outline, id).words <= WORDS
            && share(sums.long_words(outline, id), sums.page().long_words) <= MOST;
        if is_small && blocks.start >= from {
            boxes.push(blocks);
        }
    }
}
