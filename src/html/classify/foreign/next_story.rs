//! Finds the next story on the page: endless feeds put whole stories one after another.
//!
//! Two forms are known. Siblings: similar elements with one story each, one of which contains this story's heading; a
//! later one with a heading and a byline or date is another story. Headed: an `h1` with a byline or date after this
//! story's text that is not part of its running text.

use crate::{
    dom::Tag,
    html::{
        features::{Features, title::heading_of},
        outline::{ElementId, Outline},
    },
};

use super::{Rule, is_byline_or_date};

/// Minimum long words of the sibling with this story's heading.
const OWN_WORDS: f32 = 80.0;
/// Minimum long words of this story before another heading, and of that other story.
const STORY_WORDS: f32 = 60.0;
/// How many blocks of a sibling may contain its heading, and how many blocks around the heading its date or byline.
const HEADING_WITHIN: usize = 12;
const KIN_LINE_WITHIN: usize = 15;
/// How many blocks around a later `h1` may contain its date or byline.
const LINE_WITHIN: usize = 10;
/// Minimum similarity to this page's title of a heading that belongs to this story.
const OWN_LIKENESS: f32 = 0.5;
/// Maximum `h1` elements after the title; a page with more is not a feed of stories.
const HEADINGS: usize = 40;
/// Minimum long blocks of one parent that are running text.
const RUNNING: usize = 3;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let Some(title) = features.titles.block else { return };
    if !features.titles.sure {
        return;
    }
    siblings(title, outline, features, found);
    headed(title, outline, features, found);
}

fn siblings(title: usize, outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let stories = &features.bounds.stories;
    let Some(own) = features.bounds.story_of[title].checked_sub(1).map(|s| stories[s as usize]) else {
        return;
    };
    if own.long_words < OWN_WORDS {
        return;
    }
    for story in stories.iter().filter(|s| s.group == own.group && s.first >= own.last) {
        let blocks = story.first as usize..story.last as usize;
        let heading = blocks.clone().take(HEADING_WITHIN).find(|&i| {
            matches!(heading_of(outline, outline.marks[i].owner), Some(Tag::H1 | Tag::H2))
                && features.titles.likeness[i] < OWN_LIKENESS
        });
        if heading.is_some_and(|h| has_line(features, h, KIN_LINE_WITHIN)) {
            found[blocks].fill(Some(Rule::NextStory));
        }
    }
}

fn headed(title: usize, outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    if heading_of(outline, outline.marks[title].owner) != Some(Tag::H1) {
        return;
    }
    let later = title + 1..outline.marks.len();
    let is_h1 = |i: &usize| heading_of(outline, outline.marks[*i].owner) == Some(Tag::H1);
    for i in later.filter(is_h1).take(HEADINGS) {
        let mark = &outline.marks[i];
        if features.titles.likeness[i] >= OWN_LIKENESS
            || features.sums.of(title, i).long_words < STORY_WORDS
            || !has_line(features, i, LINE_WITHIN)
            || in_running_text(mark.owner, outline, features)
        {
            continue;
        }
        let story =
            outline.lineage(mark.owner).find(|&(id, _)| features.sums.long_words(outline, id) >= STORY_WORDS);
        let Some((_, element)) = story else { continue };
        let blocks = element.first as usize..element.last as usize;
        if !blocks.contains(&title) {
            found[blocks].fill(Some(Rule::NextStory));
        }
    }
}

/// Returns whether there is a date or a byline within `reach` blocks of a heading.
fn has_line(features: &Features, heading: usize, reach: usize) -> bool {
    let from = heading.saturating_sub(reach);
    let to = (heading + reach + 1).min(features.texts.len());
    (from..to).any(|i| i != heading && is_byline_or_date(i, features))
}

/// Returns whether an element's siblings are running text.
fn in_running_text(owner: ElementId, outline: &Outline, features: &Features) -> bool {
    let parent = outline.element(owner).parent;
    let element = outline.element(parent);
    (element.first as usize..element.last as usize)
        .filter(|&i| features.texts[i].long && outline.element(outline.marks[i].owner).parent == parent)
        .take(RUNNING)
        .count()
        >= RUNNING
}
