//! Finds teasers of other stories: above the headline, below a heading such as "Related posts", and in boxes and
//! cards.
//!
//! Their descriptions are running text, so each paragraph by itself looks like part of the story. Their position,
//! linked titles and siblings reveal them. Beside a story of a sentence or two they may be most of the page's text.

use rustc_hash::FxHashSet;

use crate::html::{
    class_hints::ClassHints,
    features::{Features, at, phrases::Phrases, repeat::is_linked_title, wording::Stats},
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
    lists(title, outline, features, found);
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

/// Marks elements outside the element of headline and story that consist of linked titles, each with a description.
///
/// The rule works in any language, because it reads no words.
fn lists(title: usize, outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let Some(anchor) = (title + 1..features.texts.len()).find(|&i| is_text(&features.texts[i])) else {
        return;
    };
    let own = outline.common(outline.marks[title].owner, outline.marks[anchor].owner);
    let end = outline.element(own).last;
    let mut covered = end;
    for element in outline.elements.iter().filter(|element| element.first >= end) {
        let blocks = element.first as usize..element.last as usize;
        if element.first >= covered && is_list_of_teasers(blocks.clone(), features) {
            covered = element.last;
            found[blocks].fill(Some(Rule::Related));
        }
    }
}

/// Returns whether a block is running text in any language.
fn is_text(read: &Stats) -> bool {
    /// Minimum words, and minimum characters of scripts without spaces.
    const WORDS: f32 = 6.0;
    const CHARS: u32 = 40;
    /// Maximum link density.
    const LINKS: f32 = 0.3;
    read.long || read.link_density < LINKS && (read.words >= WORDS || read.chars >= CHARS)
}

/// Returns whether blocks are several linked titles, most of them with a description, after at most a short label.
fn is_list_of_teasers(blocks: std::ops::Range<usize>, features: &Features) -> bool {
    /// Minimum titles and their maximum words, and maximum words and blocks of a description.
    const TITLES: usize = 2;
    const TITLE_WORDS: f32 = 40.0;
    /// Maximum titles: a longer list after a short introduction may be the page's purpose.
    const MOST_TITLES: usize = 12;
    /// Minimum link density of a title.
    const LINKED: f32 = 0.8;
    const DESCRIPTION: f32 = 45.0;
    const PARAGRAPHS: usize = 1;
    /// Maximum blocks of a list, and minimum steps to a table cell around one.
    const MOST: usize = 100;
    const NO_CELL: f32 = 4.0;
    if blocks.len() <= TITLES || blocks.len() > MOST {
        return false;
    }
    // A question that opens its answer is a link too.
    let is_title = |read: &Stats| {
        read.link_density >= LINKED && read.words <= TITLE_WORDS && read.words > 0.0 && read.questions == 0
    };
    let (mut titles, mut described, mut paragraphs, mut last) = (0, 0, 0, None);
    for i in blocks {
        let read = &features.texts[i];
        let signature = Some(features.repeats.signature(i));
        if is_title(read) {
            (titles, paragraphs, last) = (titles + 1, 0, signature);
        } else if is_text(read) {
            paragraphs += 1;
            // Some items of the story's own lists are links.
            let in_table = features.rows.get(i, at::d_td) < NO_CELL;
            if titles == 0
                || paragraphs > PARAGRAPHS
                || read.words > DESCRIPTION
                || signature == last
                || in_table
            {
                return false;
            }
            described += usize::from(paragraphs == 1);
        }
    }
    (TITLES..=MOST_TITLES).contains(&titles) && described * 2 > titles
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
