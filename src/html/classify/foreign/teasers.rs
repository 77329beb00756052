//! Finds cards and whole stories of other pages after a story, however short it is.
//!
//! `other_stories` and `next_story` compare lengths, so they say nothing about a brief of fifty words between longer
//! teasers. Here the links decide: the headline of another story leads to its page, and this story's does not.

use rustc_hash::FxHashMap;

use crate::{
    dom::Tag,
    html::{
        features::{Features, at, story_bounds::is_date_line, title::heading_of},
        outline::{Element, ElementId, Outline},
    },
};

use super::Rule;

/// Minimum link density of a title that leads to another page.
const LINKED: f32 = 0.8;
/// Number of words of such a title.
const TITLE_WORDS: std::ops::RangeInclusive<f32> = 3.0..=40.0;
/// How many blocks of a card may contain its title: a section name, a date and a counter may precede it.
const TITLE_WITHIN: usize = 4;
/// Maximum blocks and words of a card, and minimum words of its text.
const CARD_BLOCKS: usize = 7;
const CARD_WORDS: f32 = 70.0;
const TEXT_WORDS: f32 = 5.0;
/// Maximum cards, and maximum words of all cards: a multiple of the story's, plus a constant for the shortest. A story
/// with more is a list whose items are the cards.
const CARDS: usize = 12;
const TIMES_STORY: f32 = 1.5;
const MORE_WORDS: f32 = 60.0;
/// Minimum words of this story's text before other stories.
const STORY_WORDS: f32 = 12.0;
/// Minimum similarity to this page's title of a heading that belongs to this story.
const OWN_LIKENESS: f32 = 0.5;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let Some(title) = features.titles.block.filter(|_| features.titles.sure) else { return };
    if features.texts[title].link_density < LINKED {
        stories(title, outline, features, found);
    }
    cards(title, outline, features, found);
}

/// Marks the cards after a story that has a byline or a date below its headline.
fn cards(title: usize, outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    if !super::has_line_below_title(features) {
        return;
    }
    let Some(first) = (title + 1..features.texts.len()).find(|&i| is_text(i, features)) else { return };
    let mut cards: Vec<std::ops::Range<usize>> = Vec::new();
    for element in &outline.elements {
        let covered = cards.last().map_or(first + 1, |card| card.end);
        if element.first as usize >= covered && is_card(element, outline, features) {
            cards.push(element.first as usize..element.last as usize);
        }
    }
    let (end, story) = story_end(first, &cards, outline, features);
    cards.retain(|card| card.start > end);
    let words: f32 = cards.iter().map(|card| features.sums.of(card.start, card.end).words).sum();
    if story >= STORY_WORDS && cards.len() <= CARDS && words <= TIMES_STORY * story + MORE_WORDS {
        for i in cards.into_iter().flatten() {
            found[i].get_or_insert(Rule::Related);
        }
    }
}

/// Marks siblings of the element with this story whose headings link to other stories.
fn stories(title: usize, outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let level = heading_of(outline, outline.marks[title].owner);
    if level.is_none() {
        return;
    }
    for (id, own) in outline.lineage(outline.marks[title].owner).filter(|&(id, _)| id != 0) {
        let text = features.sums.of(title + 1, own.last as usize).words;
        if own.class == 0 && own.tag != Tag::Article || text < STORY_WORDS {
            continue;
        }
        for element in siblings_after(id, outline) {
            let alike = element.tag == own.tag && (own.tag == Tag::Article || element.class == own.class);
            let heading = alike.then(|| linked_title(element, features)).flatten();
            if heading.is_some_and(|h| heading_of(outline, outline.marks[h].owner) == level) {
                found[element.first as usize..element.last as usize].fill(Some(Rule::LinkedStory));
            }
        }
    }
}

/// Yields the later siblings of an element.
fn siblings_after(id: ElementId, outline: &Outline) -> impl Iterator<Item = &Element> {
    let end = outline.element(outline.element(id).parent).end;
    let mut next = outline.element(id).end;
    std::iter::from_fn(move || {
        (next < end).then(|| {
            let element = outline.element(next);
            next = element.end;
            element
        })
    })
}

/// Returns the block of an element's title if it leads to another page.
fn linked_title(element: &Element, features: &Features) -> Option<usize> {
    (element.first as usize..element.last as usize).take(TITLE_WITHIN).find(|&i| {
        let read = &features.texts[i];
        read.link_density >= LINKED
            && TITLE_WORDS.contains(&read.words)
            && features.titles.likeness[i] < OWN_LIKENESS
    })
}

/// Returns the last block of the story that begins at `first`, and its words. The story ends with the element that
/// contains its first text, or with the one that contains most text outside of cards, whichever is later.
fn story_end(
    first: usize,
    cards: &[std::ops::Range<usize>],
    outline: &Outline,
    features: &Features,
) -> (usize, f32) {
    let parent = |i: usize| outline.element(outline.marks[i].owner).parent;
    let in_card = |i: usize| {
        let at = cards.partition_point(|card| card.end <= i);
        cards.get(at).is_some_and(|card| card.contains(&i))
    };
    let mut containers: FxHashMap<ElementId, (f32, usize)> = FxHashMap::default();
    for i in (first..features.texts.len()).filter(|&i| is_text(i, features) && !in_card(i)) {
        let (words, last) = containers.entry(parent(i)).or_default();
        *words += features.texts[i].words;
        *last = i;
    }
    let own = containers.get(&parent(first)).copied().unwrap_or_default();
    // Of two with the same number of words, the earlier, so that the order of the map does not matter.
    let most = containers.into_values().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let most = most.unwrap_or_default();
    (own.1.max(most.1), own.0.max(most.0))
}

/// Returns whether a block is text rather than a label or a title.
fn is_text(i: usize, features: &Features) -> bool {
    let read = &features.texts[i];
    read.link_density < 0.5 && read.words >= TEXT_WORDS && (read.long || read.ending >= 1.0)
}

/// Returns whether an element is a card: a linked title with a line or two of text, and a picture, a date or a heading.
fn is_card(element: &Element, outline: &Outline, features: &Features) -> bool {
    let blocks = element.first as usize..element.last as usize;
    if !(2..=CARD_BLOCKS).contains(&blocks.len()) || matches!(element.tag, Tag::Ul | Tag::Ol | Tag::P) {
        return false;
    }
    let Some(title) = linked_title(element, features) else { return false };
    let text = blocks.clone().filter(|&i| i != title && features.texts[i].link_density < 0.5);
    let words: f32 = blocks.clone().map(|i| features.texts[i].words).sum();
    let mark = |i: usize| {
        outline.marks[i].images > 0
            || is_date_line(&features.texts[i], features.rows.get(i, at::time))
            || i == title && heading_of(outline, outline.marks[i].owner).is_some()
    };
    words <= CARD_WORDS
        && text.clone().any(|i| features.texts[i].words >= TEXT_WORDS)
        && blocks.clone().any(mark)
}
