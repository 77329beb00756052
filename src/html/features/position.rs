//! Features of a block's position among the others: index, neighbours, windows, the heading above.

use crate::{dom::Tag, html::outline::Outline};

use super::{
    Rows, at,
    repeat::is_linked_title,
    story_bounds::is_date_line,
    title::{Titles, heading_of},
    wording::Stats,
};
use crate::html::features::{
    phrases::Phrases,
    prefix_sums::{Sums, share},
};

/// Maximum of distances counted in blocks.
const FAR: f32 = 99.0;

/// Neighbours at -3, -2, -1, 1, 2, 3: words and link density.
const AROUND: [(isize, usize, usize); 6] = [
    (-3, at::p3_w, at::p3_ld),
    (-2, at::p2_w, at::p2_ld),
    (-1, at::p1_w, at::p1_ld),
    (1, at::n1_w, at::n1_ld),
    (2, at::n2_w, at::n2_ld),
    (3, at::n3_w, at::n3_ld),
];
/// Neighbours at -2, -1, 1, 2: ending, stop share, tag, whether they contain a phrase.
const NEAR: [(isize, [usize; 4]); 4] = [
    (-2, [at::p2_e, at::p2_st, at::p2_tag, at::p2_bp]),
    (-1, [at::p1_e, at::p1_st, at::p1_tag, at::p1_bp]),
    (1, [at::n1_e, at::n1_st, at::n1_tag, at::n1_bp]),
    (2, [at::n2_e, at::n2_st, at::n2_tag, at::n2_bp]),
];
/// Windows of 3 and 8 blocks on each side: words, link density, long share, ending share.
const WINDOWS: [(usize, [usize; 4]); 2] = [
    (3, [at::win3_w, at::win3_ld, at::win3_lw, at::win3_e]),
    (8, [at::win8_w, at::win8_ld, at::win8_lw, at::win8_e]),
];

/// Writes the features of position.
pub(crate) fn fill(stats: &[Stats], outline: &Outline, sums: &Sums, titles: &Titles, rows: &mut Rows) {
    positions(stats, outline, sums, titles, rows);
    longs(stats, rows);
    headings(stats, outline, rows);
    neighbours(outline, sums, rows);
    linked_titles(stats, rows);
    surroundings(stats, outline, rows);
}

fn positions(stats: &[Stats], outline: &Outline, sums: &Sums, titles: &Titles, rows: &mut Rows) {
    let (blocks, page) = (stats.len(), sums.page());
    let heading = likest(titles, |i| heading_of(outline, outline.marks[i].owner) == Some(Tag::H1));
    let likest = likest(titles, |i| titles.likeness[i] > 0.0);
    let distance =
        |i: usize, from: Option<usize>| from.map_or(FAR, |f| (i as f32 - f as f32).clamp(-FAR, FAR));
    for i in 0..blocks {
        let before = sums.of(0, i);
        let after = sums.of(i + 1, blocks);
        let mut row = rows.row_mut(i);
        row.set(at::idx, i as f32);
        row.set(at::idxend, (blocks - 1 - i) as f32);
        row.set(at::rel, i as f32 / blocks as f32);
        row.set(at::relw, share(before.words, page.words));
        row.set(at::lbefore, share(before.long_words, page.long_words));
        row.set(at::lafter, share(after.long_words, page.long_words));
        row.set(at::dh1, distance(i, heading));
        row.set(at::dtit, distance(i, likest));
    }
}

/// Returns the first of the eligible blocks that are most similar to a title.
fn likest(titles: &Titles, counts: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (i, &likeness) in titles.likeness.iter().enumerate() {
        if best.is_none_or(|b| likeness > titles.likeness[b]) && counts(i) {
            best = Some(i);
        }
    }
    best
}

fn longs(stats: &[Stats], rows: &mut Rows) {
    let first = stats.iter().position(|s| s.long);
    let last = stats.iter().rposition(|s| s.long);
    let mut before: Option<usize> = None;
    for (i, read) in stats.iter().enumerate() {
        let from = |at: Option<usize>| at.map_or(FAR, |at| (i as f32 - at as f32).clamp(-FAR, FAR));
        let mut row = rows.row_mut(i);
        row.set(at::dfl, from(first));
        row.set(at::dll, from(last));
        row.set(at::dlb, before.map_or(FAR, |b| ((i - b) as f32).min(FAR)));
        if read.long {
            before = Some(i);
        }
    }
    let mut after: Option<usize> = None;
    for (i, read) in stats.iter().enumerate().rev() {
        rows.set(i, at::dla, after.map_or(FAR, |a| ((a - i) as f32).min(FAR)));
        if read.long {
            after = Some(i);
        }
    }
}

/// Finds the heading above each block.
fn headings(stats: &[Stats], outline: &Outline, rows: &mut Rows) {
    /// Value of the level if there is no heading above.
    const NO_LEVEL: f32 = 7.0;
    let mut above: Option<(usize, f32, bool)> = None;
    for (i, (read, mark)) in stats.iter().zip(&outline.marks).enumerate() {
        let mut row = rows.row_mut(i);
        let (since, level, marked) = match above {
            Some((heading, level, marked)) => {
                row.set(at::hld, stats[heading].link_density);
                row.set(at::hw, stats[heading].words);
                (((i - heading) as f32).min(FAR), level, marked)
            }
            None => (FAR, NO_LEVEL, false),
        };
        row.set(at::hd, since);
        row.set(at::hlev, level);
        row.set(at::hbp, f32::from(u8::from(marked)));
        let level = match heading_of(outline, mark.owner) {
            Some(Tag::H1) => 1.0,
            Some(Tag::H2) => 2.0,
            Some(Tag::H3) => 3.0,
            Some(Tag::H4) => 4.0,
            Some(Tag::H5) => 5.0,
            Some(_) => 6.0,
            None => continue,
        };
        above = Some((i, level, read.phrases.any(Phrases::BOILERPLATE)));
    }
}

/// Measures distances to titles of other pages, and counts those nearby.
fn linked_titles(stats: &[Stats], rows: &mut Rows) {
    const REACH: usize = 8;
    let (mut before, mut after): (Option<usize>, Option<usize>) = (None, None);
    for (i, read) in stats.iter().enumerate() {
        rows.set(i, at::lhb, before.map_or(FAR, |b| ((i - b) as f32).min(FAR)));
        before = if is_linked_title(read) { Some(i) } else { before };
    }
    for (i, read) in stats.iter().enumerate().rev() {
        rows.set(i, at::lha, after.map_or(FAR, |a| ((a - i) as f32).min(FAR)));
        after = if is_linked_title(read) { Some(i) } else { after };
    }
    let is_title = |i: usize| stats.get(i).is_some_and(is_linked_title);
    let mut near = (0..REACH).filter(|&i| is_title(i)).count();
    for i in 0..stats.len() {
        near += usize::from(is_title(i + REACH));
        near -= usize::from(i.checked_sub(REACH + 1).is_some_and(is_title));
        rows.set(i, at::lh8, near as f32);
    }
}

/// Measures date lines and pictures nearby, and a block's position among the long blocks.
fn surroundings(stats: &[Stats], outline: &Outline, rows: &mut Rows) {
    const REACH: usize = 2;
    let first = stats.iter().position(|s| s.long);
    let last = stats.iter().rposition(|s| s.long);
    let is_date = |i: usize, rows: &Rows| is_date_line(&stats[i], rows.get(i, at::time));
    let mut since = 0.0;
    for (i, read) in stats.iter().enumerate() {
        let dated = |mut range: std::ops::Range<usize>| f32::from(u8::from(range.any(|k| is_date(k, rows))));
        let (before, after) =
            (dated(i.saturating_sub(REACH)..i), dated(i + 1..(i + 1 + REACH).min(stats.len())));
        let mut row = rows.row_mut(i);
        row.set(at::dtb, before);
        row.set(at::dta, after);
        let images = outline.marks[i].images + if i > 0 { outline.marks[i - 1].images } else { 0 };
        row.set(at::imgb, images as f32);
        row.set(at::wsl, since);
        since = if read.long { 0.0 } else { since + read.words };
        let place = match (first, last) {
            (Some(first), Some(last)) if last > first => (i as f32 - first as f32) / (last - first) as f32,
            (Some(first), _) if i > first => 1.0,
            _ => 0.0,
        };
        row.set(at::lpos, place.clamp(0.0, 1.0));
    }
}

fn neighbours(outline: &Outline, sums: &Sums, rows: &mut Rows) {
    for (by, words, density) in AROUND {
        rows.shift(at::words, by, words);
        rows.shift(at::ld, by, density);
    }
    for (by, columns) in NEAR {
        for (column, from) in columns.into_iter().zip([at::endp, at::stopsh, at::tag, at::bps]) {
            rows.shift(from, by, column);
        }
    }
    let parent = |i: usize| outline.element(outline.marks[i].owner).parent;
    for i in 1..outline.marks.len() {
        let same = f32::from(u8::from(parent(i - 1) == parent(i)));
        rows.set(i, at::samep, same);
        rows.set(i - 1, at::samen, same);
    }
    for (reach, columns) in WINDOWS {
        for i in 0..outline.marks.len() {
            let total = sums.window(i, reach);
            let values = [total.words, total.link_density(), total.long_share(), total.ending_share()];
            let mut row = rows.row_mut(i);
            for (column, value) in columns.into_iter().zip(values) {
                row.set(column, value);
            }
        }
    }
}
