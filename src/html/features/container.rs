//! Features of containers: totals over each block's ancestors, and the elements that may contain the story.
//!
//! Candidates are found by descending while one child contains most of the long text, and by scores as in
//! Readability.

use crate::{
    dom::Tag,
    html::outline::{ElementId, Outline},
};

use super::{Rows, at, wording::Stats};
use crate::html::features::prefix_sums::{Sums, share};

/// Minimum share of the page's long text in one child for the descent to continue.
const WALKS: [f32; 3] = [0.50, 0.75, 0.90];
/// Number of ancestors whose totals are features.
const LEVELS: usize = 6;
/// Features per level: words, link density, long share, blocks, stop share, share of the page.
const LEVEL_COLUMNS: [[usize; 6]; LEVELS] = [
    [at::a0_w, at::a0_ld, at::a0_lw, at::a0_n, at::a0_st, at::a0_sh],
    [at::a1_w, at::a1_ld, at::a1_lw, at::a1_n, at::a1_st, at::a1_sh],
    [at::a2_w, at::a2_ld, at::a2_lw, at::a2_n, at::a2_st, at::a2_sh],
    [at::a3_w, at::a3_ld, at::a3_lw, at::a3_n, at::a3_st, at::a3_sh],
    [at::a4_w, at::a4_ld, at::a4_lw, at::a4_n, at::a4_st, at::a4_sh],
    [at::a5_w, at::a5_ld, at::a5_lw, at::a5_n, at::a5_st, at::a5_sh],
];
/// Features per candidate: steps to the common ancestor, side, share of the page, link density.
const CANDIDATE_COLUMNS: [[usize; 4]; 4] = [
    [at::c50_lca, at::c50_pos, at::c50_sh, at::c50_ld],
    [at::c75_lca, at::c75_pos, at::c75_sh, at::c75_ld],
    [at::c90_lca, at::c90_pos, at::c90_sh, at::c90_ld],
    [at::arc_lca, at::arc_pos, at::arc_sh, at::arc_ld],
];

/// Elements that may contain the story.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Candidates {
    /// Found by descending at 50, 75 and 90 %, and by score.
    pub(crate) elements: [ElementId; 4],
    /// The best score.
    pub(crate) top: f32,
    /// The `article` element with the most long text, and the words of that text.
    pub(crate) article: Option<(ElementId, f32)>,
    /// Number of `article` elements with text.
    pub(crate) articles: u32,
}

impl Candidates {
    /// Returns the candidate found by descending at 75 %.
    pub(crate) fn c75(&self) -> ElementId {
        self.elements[1]
    }
}

/// Buffers of [`fill`].
#[derive(Debug, Default)]
pub(crate) struct ContainerBuffers {
    scores: Vec<f32>,
    held: Vec<Held>,
    /// Candidates of the last page.
    pub(crate) candidates: Candidates,
}

/// Writes the features of containers.
pub(crate) fn fill(
    stats: &[Stats],
    outline: &Outline,
    sums: &Sums,
    scratch: &mut ContainerBuffers,
    rows: &mut Rows,
) {
    scratch.candidates = find(stats, outline, sums, &mut scratch.scores);
    hold(outline, sums, &mut scratch.held);
    levels(outline, &scratch.held, rows);
    let candidates = scratch.candidates;
    for (element, columns) in candidates.elements.into_iter().zip(CANDIDATE_COLUMNS) {
        candidate(element, columns, outline, sums, rows);
    }
    let page = sums.page();
    for (i, mark) in outline.marks.iter().enumerate() {
        let parent = outline.element(mark.owner).parent;
        let mut row = rows.row_mut(i);
        row.set(at::arc_own, share(scratch.scores[parent as usize], candidates.top));
        let (inside, part) = match candidates.article {
            Some((id, words)) => (outline.contains(id, mark.owner), share(words, page.long_words)),
            None => (false, 0.0),
        };
        row.set(at::inart, f32::from(u8::from(inside)));
        row.set(at::artsh, part);
    }
    rows.fill(at::narts, 0..outline.marks.len(), candidates.articles as f32);
}

/// Totals of an element, and the nearest ancestor with more words.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    words: f32,
    values: [f32; 6],
    above: Option<ElementId>,
}

/// Fills `held` with one row per element; elements without blocks are skipped.
fn hold(outline: &Outline, sums: &Sums, held: &mut Vec<Held>) {
    let page = sums.page().words;
    held.clear();
    for (id, element) in outline.elements.iter().enumerate() {
        if element.first >= element.last && id > 0 {
            held.push(Held::default());
            continue;
        }
        let total = sums.of(element.first as usize, element.last as usize);
        let mut above = (id > 0).then_some(element.parent);
        // If a parent has as many words, its child has the same next ancestor.
        while let Some(ancestor) = above.map(|a| &held[a as usize]).filter(|a| a.words <= total.words) {
            let skip = ancestor.words == total.words;
            let parent = above.filter(|&a| a > 0).map(|a| outline.element(a).parent);
            above = if skip { ancestor.above } else { parent };
        }
        let values = [
            total.words,
            total.link_density(),
            total.long_share(),
            total.blocks,
            total.stop_share(),
            share(total.words, page),
        ];
        held.push(Held { words: total.words, values, above });
    }
}

fn levels(outline: &Outline, held: &[Held], rows: &mut Rows) {
    for (i, mark) in outline.marks.iter().enumerate() {
        let mut at = &held[mark.owner as usize];
        let mut row = rows.row_mut(i);
        for columns in LEVEL_COLUMNS {
            row.set_all(columns, &at.values);
            // The page itself fills the levels above it.
            at = at.above.map_or(at, |above| &held[above as usize]);
        }
    }
}

fn candidate(id: ElementId, columns: [usize; 4], outline: &Outline, sums: &Sums, rows: &mut Rows) {
    let [lca, pos, sh, ld] = columns;
    let own = outline.element(id);
    let (mut first, mut last) = (own.first as usize, own.last as usize);
    let blocks = outline.marks.len();
    rows.fill(pos, 0..first, -1.0);
    rows.fill(pos, first..last, 0.0);
    rows.fill(pos, last..blocks, 1.0);
    rows.fill(lca, first..last, 0.0);
    for (up, (_, ancestor)) in (1u16..).zip(outline.lineage(id).skip(1)) {
        let (from, to) = (ancestor.first as usize, ancestor.last as usize);
        rows.fill(lca, from..first, f32::from(up));
        rows.fill(lca, last..to, f32::from(up));
        (first, last) = (from, to);
    }
    let total = sums.element(outline, id);
    rows.fill(sh, 0..blocks, share(total.words, sums.page().words));
    rows.fill(ld, 0..blocks, total.link_density());
}

fn find(stats: &[Stats], outline: &Outline, sums: &Sums, scores: &mut Vec<f32>) -> Candidates {
    let mut found = Candidates::default();
    for (walk, slot) in WALKS.into_iter().zip(&mut found.elements) {
        *slot = walk_down(walk, outline, sums);
    }
    score(stats, outline, sums, scores);
    for (id, element) in outline.elements.iter().enumerate() {
        let id = id as ElementId;
        if scores[id as usize] > found.top {
            found.top = scores[id as usize];
            found.elements[3] = id;
        }
        if element.part == Tag::Article && element.first < element.last {
            found.articles += 1;
            let words = sums.long_words(outline, id);
            if found.article.is_none_or(|(_, most)| words > most) {
                found.article = Some((id, words));
            }
        }
    }
    found
}

/// Descends while one child contains `walk` of the page's long text (of all text if none is long).
fn walk_down(walk: f32, outline: &Outline, sums: &Sums) -> ElementId {
    let page = sums.page();
    let any_long = page.long_words > 0.0;
    let holds = |id| if any_long { sums.long_words(outline, id) } else { sums.element(outline, id).words };
    let enough = walk * if any_long { page.long_words } else { page.words };
    let mut at = 0;
    if enough <= 0.0 {
        return at;
    }
    while let Some(child) = outline.children(at).find(|&c| holds(c) >= enough) {
        at = child;
    }
    at
}

/// Returns the points of a long block: one, one per comma, and up to three for its length.
fn gift(read: &Stats) -> f32 {
    /// Characters per point, and maximum points for length.
    const CHARS_PER_POINT: f32 = 100.0;
    const MOST: f32 = 3.0;
    1.0 + read.commas as f32 + (read.chars as f32 / CHARS_PER_POINT).min(MOST)
}

/// Computes scores as in Readability: parents of long blocks get all points, grandparents half, the next a third.
fn score(stats: &[Stats], outline: &Outline, sums: &Sums, scores: &mut Vec<f32>) {
    scores.clear();
    scores.resize(outline.elements.len(), 0.0);
    for (read, mark) in stats.iter().zip(&outline.marks) {
        if !read.long {
            continue;
        }
        let gift = gift(read);
        for ((id, _), part) in outline.lineage(mark.owner).skip(1).zip([1.0, 1.0 / 2.0, 1.0 / 3.0]) {
            scores[id as usize] += gift * part;
        }
    }
    for (id, score) in scores.iter_mut().enumerate() {
        if *score > 0.0 {
            *score *= 1.0 - sums.element(outline, id as ElementId).link_density();
        }
    }
}
