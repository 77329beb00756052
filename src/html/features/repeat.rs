//! Features of repetition: cards (similar siblings) and signatures (similar blocks).

use rustc_hash::FxHashMap;

use crate::{
    dom::Tag,
    html::outline::{Element, ElementId, Outline},
};

use super::{Rows, at, story_bounds::is_date_line, title::Titles, wording::Stats};
use crate::html::features::prefix_sums::{Sums, share};

/// Minimum number of similar elements under one parent that are cards, and minimum mean words of each.
const CARDS: u32 = 3;
const CARD_WORDS: f32 = 4.0;
/// Number of elements, from the block upwards, whose tags and classes form the third signature.
const SIGNATURE_LEVELS: usize = 4;

const COLUMNS: [[usize; 5]; 3] = [
    [at::s1_n, at::s1_w, at::s1_ld, at::s1_sh, at::s1_e],
    [at::s2_n, at::s2_w, at::s2_ld, at::s2_sh, at::s2_e],
    [at::s3_n, at::s3_w, at::s3_ld, at::s3_sh, at::s3_e],
];

/// Totals of a group.
#[derive(Clone, Copy, Debug, Default)]
struct GroupTotals {
    members: u32,
    words: f32,
    density: f32,
    endings: f32,
    /// Members with a linked title, a picture and a date line.
    titled: u32,
    pictured: u32,
    dated: u32,
    /// Whether a member contains the story's heading.
    own: bool,
}

impl GroupTotals {
    fn mean(&self, sum: f32) -> f32 {
        share(sum, self.members as f32)
    }
}

/// Groups by key.
#[derive(Debug, Default)]
struct Groups {
    by_key: FxHashMap<u64, u32>,
    groups: Vec<GroupTotals>,
    /// The last key and its group, if there are groups: neighbors often have the same key.
    last: (u64, u32),
}

impl Groups {
    fn clear(&mut self) {
        self.by_key.clear();
        self.groups.clear();
    }

    fn group(&mut self, key: u64) -> (u32, &mut GroupTotals) {
        if self.last.0 != key || self.groups.is_empty() {
            let next = self.groups.len() as u32;
            let id = *self.by_key.entry(key).or_insert(next);
            if id == next {
                self.groups.push(GroupTotals::default());
            }
            self.last = (key, id);
        }
        let id = self.last.1;
        (id, &mut self.groups[id as usize])
    }
}

/// What an element inherits from its ancestors.
#[derive(Clone, Copy, Debug, Default)]
struct RepeatLineage {
    path: u64,
    /// The group of the nearest card, and the card.
    card: Option<(u32, ElementId)>,
    largest: u32,
}

/// Number of card parts before a block.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    titles: u32,
    pictures: u32,
    dates: u32,
}

/// Buffers of [`fill`], and the results that the page's features use.
#[derive(Debug, Default)]
pub(crate) struct RepeatBuffers {
    cards: Groups,
    of_element: Vec<u32>,
    lineages: Vec<RepeatLineage>,
    signatures: [Groups; 3],
    of_block: Vec<[u32; 3]>,
    parts: Vec<Parts>,
    /// The group of cards with the most words: members, mean words, shares with a linked title and with a date line.
    pub(crate) largest_cards: [f32; 4],
    /// Number of groups of cards.
    pub(crate) card_groups: u32,
    /// Largest share of the page's words in one group of cards.
    pub(crate) card_share: f32,
    /// Number of blocks in the largest group of the third signature.
    pub(crate) largest_signature: u32,
}

impl RepeatBuffers {
    /// Returns the signature of a block: a number shared by blocks with the same tags and representative classes on
    /// four levels.
    pub(crate) fn signature(&self, block: usize) -> u32 {
        self.of_block[block][2]
    }
}

const NO_GROUP: u32 = u32::MAX;

fn mix(hash: u64, value: u64) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    const TURN: u32 = 29;
    (hash ^ value).wrapping_mul(FACTOR).rotate_left(TURN)
}

/// Returns the key that similar siblings share: the tag and the representative class name.
pub(crate) fn kind(element: &Element, outline: &Outline) -> u64 {
    u64::from(element.tag as u8) << 32 | u64::from(outline.classes.name(element.class))
}

/// Returns whether an element can be a card.
fn can_be_card(tag: Tag) -> bool {
    !matches!(tag, Tag::P | Tag::Span | Tag::A | Tag::B | Tag::H2 | Tag::H3)
}

/// Writes the features of repetition.
pub(crate) fn fill(
    stats: &[Stats],
    outline: &Outline,
    sums: &Sums,
    titles: &Titles,
    scratch: &mut RepeatBuffers,
    rows: &mut Rows,
) {
    count_parts(stats, outline, rows, &mut scratch.parts);
    cards(outline, sums, titles, scratch);
    let page = sums.page().words;
    for (i, mark) in outline.marks.iter().enumerate() {
        let own = &scratch.lineages[mark.eff as usize];
        let mut row = rows.row_mut(i);
        row.set(at::maxsib, own.largest as f32);
        let Some((group, card)) = own.card else { continue };
        let group = &scratch.cards.groups[group as usize];
        let members = group.members as f32;
        row.set(at::cardh, group.titled as f32 / members);
        row.set(at::cardi, group.pictured as f32 / members);
        row.set(at::carddt, group.dated as f32 / members);
        let here = titles.block.is_some_and(|t| outline.contains(card, outline.marks[t].owner));
        row.set(
            at::cardt,
            if here {
                1.0
            } else if group.own {
                -1.0
            } else {
                0.0
            },
        );
        row.set(at::cardn, group.members as f32);
        row.set(at::cardw, group.mean(group.words));
        row.set(at::cardld, group.mean(group.density));
        row.set(at::cardd, f32::from(outline.element(mark.eff).depth - outline.element(card).depth));
    }
    signatures(stats, outline, scratch);
    for (i, groups) in scratch.of_block.iter().enumerate() {
        let mut row = rows.row_mut(i);
        for ((&group, all), columns) in groups.iter().zip(&scratch.signatures).zip(COLUMNS) {
            let group = &all.groups[group as usize];
            row.set_all(
                columns,
                &[
                    group.members as f32,
                    group.mean(group.words),
                    group.mean(group.density),
                    share(group.words, page),
                    group.mean(group.endings),
                ],
            );
        }
    }
}

/// Counts linked titles, pictures and date lines up to each block.
fn count_parts(stats: &[Stats], outline: &Outline, rows: &Rows, parts: &mut Vec<Parts>) {
    parts.clear();
    let mut sum = Parts::default();
    parts.push(sum);
    for (i, (read, mark)) in stats.iter().zip(&outline.marks).enumerate() {
        sum.titles += u32::from(is_linked_title(read));
        sum.pictures += mark.images.min(1);
        sum.dates += u32::from(is_date_line(read, rows.get(i, at::time)));
        parts.push(sum);
    }
}

/// Returns whether a block is a single link as long as a title.
pub(crate) fn is_linked_title(read: &Stats) -> bool {
    const DENSITY: f32 = 0.8;
    const WORDS: std::ops::RangeInclusive<f32> = 3.0..=40.0;
    read.link_density >= DENSITY && WORDS.contains(&read.words)
}

fn cards(outline: &Outline, sums: &Sums, titles: &Titles, scratch: &mut RepeatBuffers) {
    let RepeatBuffers { cards, of_element, lineages, card_groups, card_share, parts, largest_cards, .. } =
        scratch;
    let title = titles.block.map(|t| t as u32);
    cards.clear();
    of_element.clear();
    lineages.clear();
    for (id, element) in outline.elements.iter().enumerate() {
        if element.first >= element.last || id == 0 {
            of_element.push(NO_GROUP);
            continue;
        }
        let key = mix(u64::from(element.parent), kind(element, outline));
        let total = sums.of(element.first as usize, element.last as usize);
        let (of, group) = cards.group(key);
        group.members += 1;
        group.words += total.words;
        group.density += total.link_density();
        let (from, to) = (parts[element.first as usize], parts[element.last as usize]);
        group.titled += u32::from(to.titles > from.titles);
        group.pictured += u32::from(to.pictures > from.pictures);
        group.dated += u32::from(to.dates > from.dates);
        group.own |= title.is_some_and(|t| (element.first..element.last).contains(&t));
        of_element.push(of);
    }
    for (id, element) in outline.elements.iter().enumerate() {
        let mut own = if id == 0 { RepeatLineage::default() } else { lineages[element.parent as usize] };
        own.path = mix(own.path, u64::from(element.tag as u8));
        if let Some(group) = cards.groups.get(of_element[id] as usize) {
            own.largest = own.largest.max(group.members);
            let is_card = group.members >= CARDS && group.mean(group.words) >= CARD_WORDS;
            if is_card && can_be_card(element.tag) {
                own.card = Some((of_element[id], id as ElementId));
            }
        }
        lineages.push(own);
    }
    let made = || cards.groups.iter().filter(|g| g.members >= CARDS && g.mean(g.words) >= CARD_WORDS);
    *card_groups = made().count() as u32;
    *largest_cards = made().max_by(|a, b| a.words.total_cmp(&b.words)).map_or([0.0; 4], |group| {
        let members = group.members as f32;
        [members, group.words / members, group.titled as f32 / members, group.dated as f32 / members]
    });
    *card_share = made().map(|g| share(g.words, sums.page().words)).fold(0.0, f32::max);
}

fn signatures(stats: &[Stats], outline: &Outline, scratch: &mut RepeatBuffers) {
    scratch.signatures.iter_mut().for_each(Groups::clear);
    scratch.of_block.clear();
    for (read, mark) in stats.iter().zip(&outline.marks) {
        let eff = outline.element(mark.eff);
        let parent = outline.element(eff.parent);
        let second = mix(mix(u64::from(eff.tag as u8), u64::from(eff.class)), u64::from(parent.class));
        let third = outline
            .lineage(mark.eff)
            .take(SIGNATURE_LEVELS)
            .fold(0, |hash, (_, e)| mix(hash, kind(e, outline)));
        let keys = [scratch.lineages[mark.eff as usize].path, second, third];
        let mut groups = [0; 3];
        for ((key, all), of) in keys.into_iter().zip(&mut scratch.signatures).zip(&mut groups) {
            let (id, group) = all.group(key);
            group.members += 1;
            group.words += read.words;
            group.density += read.link_density;
            group.endings += f32::from(u8::from(read.ending >= 1.0));
            *of = id;
        }
        scratch.of_block.push(groups);
    }
    scratch.largest_signature = scratch.signatures[2].groups.iter().map(|g| g.members).max().unwrap_or(0);
}
