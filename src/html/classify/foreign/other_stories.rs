//! Finds teasers of other stories: above the headline, below a heading such as "Related posts", and in boxes and
//! cards.
//!
//! Their descriptions are running text, so each paragraph by itself looks like part of the story. Their position,
//! linked titles and siblings reveal them.

use rustc_hash::FxHashSet;

use crate::html::{
    class_hints::ClassHints,
    features::{Features, at, phrases::Phrases, repeat::is_linked_title},
    outline::{ElementId, Outline},
};

use super::Rule;

/// Minimum long words of the story in the right position for these rules to apply.
const STORY_WORDS: f32 = 60.0;
/// Maximum length of the text above the headline, as a multiple of the story.
const MOST_ABOVE: f32 = 2.0;
/// Maximum words of a heading of other stories.
const HEADING_WORDS: f32 = 10.0;
/// Minimum share of sibling cards with a linked title, and with a date line or picture, for them to be teasers.
const CARDS_TITLED: f32 = 0.8;
const CARDS_DATED: f32 = 0.5;
/// Minimum number of similar cards.
const CARDS: f32 = 2.0;
/// Maximum long text of a box of other stories, as a share of the story's.
const BOX_SHARE: f32 = 1.5;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let Some(title) = features.titles.block.filter(|_| features.titles.sure) else { return };
    let blocks = features.texts.len();
    let after = features.sums.of(title + 1, blocks).long_words;
    let before = features.sums.of(0, title).long_words;
    if after < STORY_WORDS || after * MOST_ABOVE < before {
        return;
    }
    let Some(anchor) = (title + 1..blocks).find(|&i| features.texts[i].long) else { return };
    above(title, outline, features, found);
    below_heading(anchor, outline, features, found);
    boxes(title, anchor, outline, features, found);
    cards(anchor, features, found);
}

/// Marks text above the headline.
fn above(title: usize, outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let own = outline.element(outline.marks[title].owner).parent;
    for i in (0..title).filter(|&i| features.texts[i].words > HEADING_WORDS) {
        // A standfirst or a date line may share the headline's element.
        if outline.element(outline.marks[i].owner).parent != own {
            found[i] = Some(Rule::AboveHeadline);
        }
    }
}

/// Marks what follows a heading of other stories in its element, up to where the story continues.
fn below_heading(anchor: usize, outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let story = outline.element(outline.marks[anchor].owner).parent;
    // The story's paragraphs so far, by signature: it may continue in another element with the same markup.
    let mut own = FxHashSet::default();
    for heading in anchor + 1..features.texts.len() {
        let before = heading - 1;
        if features.texts[before].long && found[before].is_none() {
            own.insert(features.repeats.signature(before));
        }
        let read = &features.texts[heading];
        let is_heading = read.phrases.any(Phrases::END)
            && read.words <= HEADING_WORDS
            && read.link_density < 0.5
            && (features.rows.get(heading, at::ishead) > 0.0 || features.rows.get(heading, at::bold) > 0.9);
        if !is_heading {
            continue;
        }
        let around = outline.element(outline.element(outline.marks[heading].owner).parent);
        let rest = heading + 1..around.last as usize;
        let leads = rest.clone().take(3).any(|i| {
            let heading = features.rows.get(i, at::ishead) > 0.0 && features.texts[i].link_density >= 0.8;
            heading || is_linked_title(&features.texts[i])
        });
        let goes_on = |i: usize| {
            features.texts[i].long
                && (outline.element(outline.marks[i].owner).parent == story
                    || own.contains(&features.repeats.signature(i)))
        };
        let end = rest.clone().find(|&i| goes_on(i)).unwrap_or(rest.end);
        if leads {
            found[heading..end].fill(Some(Rule::Related));
        }
    }
}

/// Marks elements that are named as links to other stories and consist of such links.
fn boxes(title: usize, anchor: usize, outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let story = features.sums.of(title + 1, features.texts.len()).long_words;
    let mut covered = 0;
    for (id, element) in outline.elements.iter().enumerate() {
        let blocks = element.first as usize..element.last as usize;
        if blocks.is_empty() || element.last <= covered || !element.evidence.any(ClassHints::RELATED) {
            continue;
        }
        let held = features.sums.long_words(outline, id as ElementId);
        if blocks.contains(&title)
            || blocks.contains(&anchor)
            || blocks.start < anchor
            || held > BOX_SHARE * (story - held)
            || !is_mostly_teasers(blocks.clone(), features)
        {
            continue;
        }
        covered = element.last;
        found[blocks].fill(Some(Rule::Related));
    }
}

/// Returns whether blocks contain linked titles, and at most a few paragraphs for each: names such as "related" also
/// occur in the ids of the story's own sections.
fn is_mostly_teasers(blocks: std::ops::Range<usize>, features: &Features) -> bool {
    /// Maximum paragraphs of a teaser.
    const PARAGRAPHS: usize = 2;
    let titles = blocks.clone().filter(|&i| is_linked_title(&features.texts[i])).count();
    let paragraphs = blocks.filter(|&i| features.texts[i].long).count();
    titles > 0 && paragraphs <= PARAGRAPHS * titles
}

/// Marks sibling cards with linked titles and dates or pictures, if none contains this story.
fn cards(anchor: usize, features: &Features, found: &mut [Option<Rule>]) {
    let before = features.sums.of(0, anchor).long_words;
    for (i, rule) in found.iter_mut().enumerate().take(features.texts.len()).skip(anchor + 1) {
        let get = |feature| features.rows.get(i, feature);
        let story = features.sums.of(anchor, i).long_words + before;
        if get(at::cardn) >= CARDS
            && get(at::cardh) >= CARDS_TITLED
            && get(at::carddt) >= CARDS_DATED
            && get(at::cardt) <= 0.0
            && get(at::cardn) != features.rows.get(anchor, at::cardn)
            && story >= STORY_WORDS
        {
            *rule = Some(Rule::Related);
        }
    }
}
