//! Features of the story's bounds: its heading, dates and other headings after it, markers of its end, and the
//! elements that contain whole stories.

use rustc_hash::FxHashMap;

use crate::{
    dom::Tag,
    html::outline::{ItemProp, Outline},
};

use super::{
    Rows, at,
    title::{Titles, heading_of},
    wording::Stats,
};
use crate::html::features::{
    phrases::Phrases,
    prefix_sums::{Sums, share},
};

/// Maximum of distances counted in blocks.
const FAR: f32 = 99.0;
/// Maximum words of a date line, or of a marker of the end.
pub(crate) const DATE_WORDS: f32 = 14.0;
const MARKER_WORDS: f32 = 8.0;
/// Minimum share of a block's characters inside `time` for it to be a date line.
const TIME_SHARE: f32 = 0.3;
/// Minimum share of bold characters for a block to count as a heading.
const BOLD_SHARE: f32 = 0.9;
/// Minimum words in long blocks for a repeated element, and for an `article`, to be a story.
const STORY_WORDS: f32 = 60.0;
const ARTICLE_WORDS: f32 = 20.0;
/// How many blocks at the start of a story may contain its heading.
const HEADING_WITHIN: u32 = 12;

/// Buffers of [`fill`], and the results that the classifier uses.
#[derive(Debug, Default)]
pub(crate) struct StoryBuffers {
    headings: Vec<u32>,
    groups: FxHashMap<u64, SiblingGroup>,
    keys: Vec<(u32, u64, u32)>,
    /// The repeated story of each block: its index in `stories` + 1, 0 for none.
    pub(crate) story_of: Vec<u32>,
    /// Repeated stories in document order.
    pub(crate) stories: Vec<Story>,
}

/// An element that contains a whole story and has similar siblings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Story {
    /// First block.
    pub(crate) first: u32,
    /// First block after it.
    pub(crate) last: u32,
    /// Index among its siblings, from 0.
    pub(crate) index: u32,
    /// Identifier of the group of siblings.
    pub(crate) group: u64,
    /// Words in long blocks.
    pub(crate) long_words: f32,
}

#[derive(Clone, Copy, Debug, Default)]
struct SiblingGroup {
    members: u32,
    end: u32,
    titled: bool,
}

/// Returns whether a block is a date line.
pub(crate) fn is_date_line(read: &Stats, time: f32) -> bool {
    read.words <= DATE_WORDS && (read.date || time > TIME_SHARE)
}

/// Writes the features of bounds.
pub(crate) fn fill(
    stats: &[Stats],
    outline: &Outline,
    sums: &Sums,
    titles: &Titles,
    scratch: &mut StoryBuffers,
    rows: &mut Rows,
) {
    marks(stats, outline, titles, rows);
    articles(outline, sums, titles, rows);
    stories(outline, sums, titles, scratch);
    for i in 0..stats.len() {
        let Some(story) = scratch.story_of[i].checked_sub(1).map(|s| scratch.stories[s as usize]) else {
            rows.set(i, at::rep_i, -1.0);
            continue;
        };
        let group = scratch.groups[&story.group];
        let titled = titles.block.is_some_and(|t| (story.first..story.last).contains(&(t as u32)));
        rows.set(i, at::rep_i, story.index as f32);
        rows.set(i, at::rep_n, group.members as f32);
        rows.set(i, at::rep_t, sign(titled, group.titled));
        rows.set(i, at::rep_s, share(story.long_words, sums.page().long_words));
    }
}

/// Returns 1 for here, -1 for in another, 0 for in none.
fn sign(here: bool, any: bool) -> f32 {
    match (here, any) {
        (true, _) => 1.0,
        (false, true) => -1.0,
        (false, false) => 0.0,
    }
}

/// Counts something after the title: how many so far, and the position of the last one.
#[derive(Clone, Copy, Default)]
struct Count {
    seen: u32,
    last: Option<usize>,
}

impl Count {
    fn note(&mut self, i: usize) {
        self.seen += 1;
        self.last = Some(i);
    }

    fn since(self, i: usize) -> f32 {
        self.last.map_or(FAR, |at| ((i - at) as f32).min(FAR))
    }
}

fn marks(stats: &[Stats], outline: &Outline, titles: &Titles, rows: &mut Rows) {
    let title = titles.block;
    let [mut dates, mut h1s, mut ends, mut headed, mut comments, mut rules] = [Count::default(); 6];
    for (i, (read, mark)) in stats.iter().zip(&outline.marks).enumerate() {
        if mark.rules > 0 {
            rules.note(i);
        }
        let marker = read.words <= MARKER_WORDS && read.phrases.any(Phrases::END);
        let heading = heading_of(outline, mark.owner);
        if title.is_some_and(|t| i > t) {
            if is_date_line(read, rows.get(i, at::time)) {
                dates.note(i);
            }
            if heading == Some(Tag::H1) {
                h1s.note(i);
            }
            let colon = read.ending > 0.0 && read.ending < 1.0;
            let headlike = heading.is_some() || rows.get(i, at::bold) >= BOLD_SHARE || colon;
            if marker {
                ends.note(i);
                if headlike {
                    headed.note(i);
                }
            }
            if read.words <= MARKER_WORDS && read.phrases.any(Phrases::COMMENTS) {
                comments.note(i);
            }
        }
        let position = title.map_or(FAR, |t| (i as f32 - t as f32).clamp(-FAR, FAR));
        let mut row = rows.row_mut(i);
        for (feature, value) in [
            (at::tpos, position),
            (at::ndate, dates.seen as f32),
            (at::dated, dates.since(i)),
            (at::h1after, h1s.seen as f32),
            (at::h1afterd, h1s.since(i)),
            (at::reln, ends.seen as f32),
            (at::relh, ends.since(i)),
            (at::relhn, headed.seen as f32),
            (at::relhh, headed.since(i)),
            (at::relm, f32::from(u8::from(marker))),
            (at::comn, comments.seen as f32),
            (at::comh, comments.since(i)),
            (at::hrd, rules.since(i)),
        ] {
            row.set(feature, value);
        }
    }
    let mut next: Option<usize> = None;
    for (i, read) in stats.iter().enumerate().rev() {
        rows.set(i, at::daten, next.map_or(FAR, |n| ((n - i) as f32).min(FAR)));
        if title.is_some_and(|t| i > t) && is_date_line(read, rows.get(i, at::time)) {
            next = Some(i);
        }
    }
}

fn articles(outline: &Outline, sums: &Sums, titles: &Titles, rows: &mut Rows) {
    let title = titles.block.map(|t| t as u32);
    let is_article =
        |e: &crate::html::outline::Element| e.part == Tag::Article || e.item == ItemProp::Article;
    let blocks = outline.marks.len();
    let mut titled_any = false;
    let mut covered = 0;
    let mut index = 0;
    rows.fill(at::arti, 0..blocks, -1.0);
    for (id, element) in outline.elements.iter().enumerate() {
        if !is_article(element) || element.first >= element.last {
            continue;
        }
        if sums.long_words(outline, id as u32) < ARTICLE_WORDS {
            continue;
        }
        let range = element.first as usize..element.last as usize;
        let outermost = element.first >= covered;
        let titled = title.is_some_and(|t| (element.first..element.last).contains(&t));
        titled_any |= titled;
        for i in range {
            rows.set(i, at::artdep, rows.get(i, at::artdep) + 1.0);
            if outermost {
                rows.set(i, at::arti, index as f32);
                rows.set(i, at::artt, f32::from(u8::from(titled)));
            }
        }
        if outermost {
            covered = element.last;
            index += 1;
        }
    }
    for i in 0..blocks {
        let inside = rows.get(i, at::arti) >= 0.0;
        let here = rows.get(i, at::artt) > 0.0;
        rows.set(i, at::artt, if inside { sign(here, titled_any) } else { 0.0 });
    }
}

/// Finds similar elements that contain one story each.
fn stories(outline: &Outline, sums: &Sums, titles: &Titles, scratch: &mut StoryBuffers) {
    let StoryBuffers { headings, groups, keys, story_of, stories } = scratch;
    headings.clear();
    headings.push(0);
    for mark in &outline.marks {
        let heading = heading_of(outline, mark.owner).is_some();
        headings.push(headings.last().copied().unwrap_or(0) + u32::from(heading));
    }
    groups.clear();
    keys.clear();
    stories.clear();
    story_of.clear();
    story_of.resize(outline.marks.len(), 0);
    let title = titles.block.map(|t| t as u32);
    for (id, element) in outline.elements.iter().enumerate().skip(1) {
        let id = id as u32;
        let whole = element.breaks && !matches!(element.tag, Tag::P | Tag::Li | Tag::Body);
        if !whole || element.first >= element.last || sums.long_words(outline, id) < STORY_WORDS {
            continue;
        }
        let within = (element.first + HEADING_WITHIN).min(element.last) as usize;
        if headings[within] == headings[element.first as usize] {
            continue;
        }
        let signature = if element.class == 0 {
            u64::from(element.parent) << 1 | 1
        } else {
            u64::from(element.class) << 1
        };
        let key = signature << 8 | u64::from(element.tag as u8);
        let group = groups.entry(key).or_default();
        if id < group.end {
            continue;
        }
        keys.push((id, key, group.members));
        group.members += 1;
        group.end = element.end;
        group.titled |= title.is_some_and(|t| (element.first..element.last).contains(&t));
    }
    let mut covered = 0;
    for &(id, group, index) in keys.iter() {
        let element = outline.element(id);
        if groups[&group].members < 2 || element.first < covered {
            continue;
        }
        covered = element.last;
        let long_words = sums.long_words(outline, id);
        stories.push(Story { first: element.first, last: element.last, index, group, long_words });
        story_of[element.first as usize..element.last as usize].fill(stories.len() as u32);
    }
}
