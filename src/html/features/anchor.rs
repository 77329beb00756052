//! Features of a block's position relative to the beginning of the story.
//!
//! Containers that are found by their share of the page's text are wrong if the story is short and other texts on the
//! page are long. The beginning is known nevertheless: the story's heading, and the first running paragraph after it,
//! the anchor. These features measure how far up the tree a block and the beginning meet.

use std::ops::Range;

use crate::html::{
    features::{
        prefix_sums::{Sums, share},
        wording::Stats,
    },
    outline::Outline,
};

use super::{Features, Rows, at};

/// Maximum of distances counted in blocks.
const FAR: f32 = 99.0;
/// How many blocks after the heading are searched for the anchor.
const WITHIN: usize = 80;
/// Minimum words and maximum link density of a sentence that counts as running text if no block is long.
const SENTENCE_WORDS: f32 = 6.0;
const SENTENCE_DENSITY: f32 = 0.3;

/// Writes the features.
pub(crate) fn fill(features: &mut Features, outline: &Outline) {
    let Features { texts: stats, sums, titles, repeats, rows, summaries, .. } = features;
    let anchor = find(stats, titles.block, summaries);
    rows.fill(at::an_pos, 0..stats.len(), FAR);
    if let Some(anchor) = anchor {
        let kind = repeats.signature(anchor);
        for i in 0..stats.len() {
            let mut row = rows.row_mut(i);
            row.set(at::an_pos, (i as f32 - anchor as f32).clamp(-FAR, FAR));
            row.set(at::an_sig, f32::from(u8::from(repeats.signature(i) == kind)));
        }
        meet(anchor, outline, sums, [at::an_lca, at::an_up, at::an_sh], Some(at::an_ld), rows);
    }
    if let Some(title) = titles.block {
        meet(title, outline, sums, [at::ti_lca, at::ti_up, at::ti_sh], None, rows);
    }
}

/// Returns the first running paragraph after the heading: a long block, else the first sentence.
/// Summaries by a machine are skipped.
fn find(stats: &[Stats], title: Option<usize>, summaries: &[Range<usize>]) -> Option<usize> {
    let from = title.map_or(0, |t| t + 1);
    let is_summary = |i: usize| summaries.iter().any(|blocks| blocks.contains(&i));
    let near = (from..(from + WITHIN).min(stats.len())).filter(|&i| !is_summary(i));
    let is_sentence = |i: &usize| {
        let read = &stats[*i];
        read.words >= SENTENCE_WORDS && read.link_density < SENTENCE_DENSITY && read.ending >= 1.0
    };
    near.clone().find(|&i| stats[i].long).or_else(|| near.clone().find(is_sentence))
}

/// Finds, for every block, the lowest element that contains it and `point`. The features are the steps to that
/// element from either side, its share of the page's words, and its link density.
fn meet(
    point: usize,
    outline: &Outline,
    sums: &Sums,
    [from_point, from_block, part]: [usize; 3],
    density: Option<usize>,
    rows: &mut Rows,
) {
    let page = sums.page().words;
    let (mut first, mut last) = (point, point);
    for (up, (id, ancestor)) in (0u16..).zip(outline.lineage(outline.marks[point].owner)) {
        let (from, to) = (ancestor.first as usize, (ancestor.last as usize).max(point + 1));
        let total = sums.element(outline, id);
        let (held, links) = (share(total.words, page), total.link_density());
        for range in [from.min(first)..first, last..to.max(last)] {
            for i in range {
                let depth = outline.element(outline.marks[i].owner).depth;
                let mut row = rows.row_mut(i);
                row.set(from_point, f32::from(up));
                row.set(from_block, f32::from(depth.saturating_sub(ancestor.depth)));
                row.set(part, held);
                if let Some(density) = density {
                    row.set(density, links);
                }
            }
        }
        (first, last) = (from.min(first), to.max(last));
    }
}
