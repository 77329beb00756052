//! Containers: what each block's ancestors hold, and which elements may be the story's own.
//!
//! Candidates are found by walking down while one child holds most of the long text, and by scores in
//! Readability's manner.

use crate::{
    block::outline::{ElementId, Outline},
    dom::Tag,
};

use super::{
    Rows, at,
    sums::{Sums, share},
    text::Stats,
};

/// Share of the page's long text that one child must hold for the walk to go down into it.
const WALKS: [f32; 3] = [0.50, 0.75, 0.90];
/// Ancestors whose totals are features.
const LEVELS: usize = 6;
/// Features of a level: words, link density, long share, blocks, stop share, share of the page.
const LEVEL_COLUMNS: [[usize; 6]; LEVELS] = [
    [at::a0_w, at::a0_ld, at::a0_lw, at::a0_n, at::a0_st, at::a0_sh],
    [at::a1_w, at::a1_ld, at::a1_lw, at::a1_n, at::a1_st, at::a1_sh],
    [at::a2_w, at::a2_ld, at::a2_lw, at::a2_n, at::a2_st, at::a2_sh],
    [at::a3_w, at::a3_ld, at::a3_lw, at::a3_n, at::a3_st, at::a3_sh],
    [at::a4_w, at::a4_ld, at::a4_lw, at::a4_n, at::a4_st, at::a4_sh],
    [at::a5_w, at::a5_ld, at::a5_lw, at::a5_n, at::a5_st, at::a5_sh],
];
/// Features of a candidate: steps to the common ancestor, side, share of the page, link density.
const CANDIDATE_COLUMNS: [[usize; 4]; 4] = [
    [at::c50_lca, at::c50_pos, at::c50_sh, at::c50_ld],
    [at::c75_lca, at::c75_pos, at::c75_sh, at::c75_ld],
    [at::c90_lca, at::c90_pos, at::c90_sh, at::c90_ld],
    [at::arc_lca, at::arc_pos, at::arc_sh, at::arc_ld],
];

/// Elements that may be the story's own.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Candidates {
    /// By walking down at 50, 75 and 90 %, and by score.
    pub(crate) elements: [ElementId; 4],
    /// The best score.
    pub(crate) top: f32,
    /// The `article` with the most long text, and that text's words.
    pub(crate) article: Option<(ElementId, f32)>,
    /// Number of `article` elements that hold text.
    pub(crate) articles: u32,
}

impl Candidates {
    /// The walk at 75 %.
    pub(crate) fn c75(&self) -> ElementId {
        self.elements[1]
    }
}

/// Buffers of [`fill`].
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    scores: Vec<f32>,
    steps: Vec<u16>,
    /// What was found on the last page.
    pub(crate) candidates: Candidates,
}

/// Writes the features of containers.
pub(crate) fn fill(stats: &[Stats], outline: &Outline, sums: &Sums, scratch: &mut Scratch, rows: &mut Rows) {
    scratch.candidates = find(stats, outline, sums, &mut scratch.scores);
    levels(outline, sums, rows);
    let candidates = scratch.candidates;
    for (element, columns) in candidates.elements.into_iter().zip(CANDIDATE_COLUMNS) {
        candidate(element, columns, outline, sums, &mut scratch.steps, rows);
    }
    let page = sums.page();
    for (i, mark) in outline.marks.iter().enumerate() {
        let parent = outline.element(mark.owner).parent;
        rows.set(i, at::arc_own, share(scratch.scores[parent as usize], candidates.top));
        let (inside, part) = match candidates.article {
            Some((id, words)) => (outline.contains(id, mark.owner), share(words, page.long_words)),
            None => (false, 0.0),
        };
        rows.set(i, at::inart, f32::from(u8::from(inside)));
        rows.set(i, at::artsh, part);
        rows.set(i, at::narts, candidates.articles as f32);
    }
}

fn levels(outline: &Outline, sums: &Sums, rows: &mut Rows) {
    let page = sums.page().words;
    for (i, mark) in outline.marks.iter().enumerate() {
        let mut held = -1.0;
        let mut level = 0;
        let mut last = [0.0; 6];
        for (id, element) in outline.lineage(mark.owner) {
            // The range grows with the words; equal ranges need no sum.
            let total = sums.of(element.first as usize, element.last as usize);
            if total.words <= held {
                continue;
            }
            held = total.words;
            last = [
                total.words,
                total.link_density(),
                total.long_share(),
                total.blocks,
                total.stop_share(),
                share(total.words, page),
            ];
            for (feature, value) in LEVEL_COLUMNS[level].into_iter().zip(last) {
                rows.set(i, feature, value);
            }
            level += 1;
            if level == LEVELS || id == 0 {
                break;
            }
        }
        // The page itself stands for the levels above it.
        for columns in &LEVEL_COLUMNS[level..] {
            for (&feature, value) in columns.iter().zip(last) {
                rows.set(i, feature, value);
            }
        }
    }
}

fn candidate(
    id: ElementId,
    columns: [usize; 4],
    outline: &Outline,
    sums: &Sums,
    steps: &mut Vec<u16>,
    rows: &mut Rows,
) {
    steps.clear();
    steps.resize(outline.marks.len(), 0);
    let own = outline.element(id);
    let (mut first, mut last) = (own.first as usize, own.last as usize);
    for (up, (_, ancestor)) in (1u16..).zip(outline.lineage(id).skip(1)) {
        let (from, to) = (ancestor.first as usize, ancestor.last as usize);
        steps[from..first].fill(up);
        steps[last..to].fill(up);
        (first, last) = (from, to);
    }
    let total = sums.element(outline, id);
    let part = share(total.words, sums.page().words);
    let density = total.link_density();
    let [lca, pos, sh, ld] = columns;
    for (i, &up) in steps.iter().enumerate() {
        let side = match (i < own.first as usize, i >= own.last as usize) {
            (true, _) => -1.0,
            (_, true) => 1.0,
            _ => 0.0,
        };
        rows.set(i, lca, f32::from(up));
        rows.set(i, pos, side);
        rows.set(i, sh, part);
        rows.set(i, ld, density);
    }
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

/// Goes down while one child holds `walk` of the page's long text (of all text, where none is long).
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

/// What a long block gives: one, one a comma, and up to three for its length.
fn gift(read: &Stats) -> f32 {
    /// Characters that give one point, and the most points they give.
    const CHARS_PER_POINT: f32 = 100.0;
    const MOST: f32 = 3.0;
    1.0 + read.commas as f32 + (read.chars as f32 / CHARS_PER_POINT).min(MOST)
}

/// Readability's scores: parents of long blocks get the gift, grandparents half, a third the next.
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
