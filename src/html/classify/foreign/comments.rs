//! Finds reader comments: all of an element that is named as a comment section.
//!
//! Comments may be many times as long as the story, so their length is no evidence. The position is: a comment
//! section begins after the headline and after some of the story.

use crate::html::{
    class_hints::ClassHints,
    features::{Features, prefix_sums::share},
    outline::{Element, Outline},
};

use super::Rule;

/// Maximum share of the page's long text in a comment section at any position.
const MOST: f32 = 0.5;
/// Minimum words outside links between the headline and a comment section of any length.
const STORY_WORDS: f32 = 25.0;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let page = features.sums.page().long_words;
    let mut covered = 0;
    for (id, element) in outline.elements.iter().enumerate() {
        if element.first >= element.last || element.last <= covered {
            continue;
        }
        if !element.evidence.any(ClassHints::COMMENTS) {
            continue;
        }
        let long = share(features.sums.long_words(outline, id as u32), page) > MOST;
        if long && (!follows_story(element, features) || holds_thread(id, outline)) {
            continue;
        }
        found[element.first as usize..element.last as usize].fill(Some(Rule::Comments));
        covered = element.last;
    }
}

/// Returns whether an element begins after the page's headline and some running text.
fn follows_story(element: &Element, features: &Features) -> bool {
    let first = element.first as usize;
    let from = match features.titles.block {
        Some(title) if title < first => title + 1,
        Some(_) => return false,
        None => 0,
    };
    let is_text = |i: &usize| {
        let read = &features.texts[*i];
        read.long || read.ending >= 1.0 && read.link_density < 0.5
    };
    let words: f32 = (from..first).filter(is_text).map(|i| features.texts[i].words).sum();
    words >= STORY_WORDS
}

/// Returns whether an element contains parts of forum software, so that its comments are the page's posts.
fn holds_thread(id: usize, outline: &Outline) -> bool {
    let end = outline.elements[id].end as usize;
    outline.elements[id..end].iter().any(|e| e.evidence.any(ClassHints::FORUM))
}
