//! Finds appeals at the end of the story: to donate, to subscribe, to become a member.
//!
//! The last line is a link to a payment page. The paragraphs before it are about the newsroom and address the reader,
//! unlike those of the story.

use crate::html::{
    class_hints::ClassHints,
    features::{Features, at},
    outline::Outline,
};

use super::Rule;

/// How many blocks after the last running text may contain the link.
const LINK_WITHIN: usize = 3;
/// Minimum link density of the line with the link.
const LINK_DENSITY: f32 = 0.6;
/// Maximum paragraphs of an appeal, and minimum paragraphs of the story before it.
const PARAGRAPHS: usize = 4;
const STORY_PARAGRAPHS: usize = 3;
/// Share of words of the first and second person: minimum in an appeal, maximum in a story that addresses no one.
const ADDRESSED: f32 = 0.025;
const UNADDRESSED: f32 = 0.01;

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let Some(anchor) = (0..features.texts.len()).find(|&i| features.rows.get(i, at::an_pos) == 0.0) else {
        return;
    };
    let parent = |i: usize| outline.element(outline.marks[i].owner).parent;
    let story: Vec<usize> = (anchor..features.texts.len())
        .filter(|&i| parent(i) == parent(anchor) && found[i].is_none())
        .collect();
    let pays = |&i: &usize| {
        features.texts[i].link_density >= LINK_DENSITY
            && outline.lineage(outline.marks[i].eff).take(3).any(|(_, e)| e.evidence.any(ClassHints::APPEAL))
    };
    let Some(link) = story.iter().rev().take(LINK_WITHIN).position(pays).map(|n| story.len() - 1 - n) else {
        return;
    };
    found[story[link]] = Some(Rule::Prompt);
    let mut first = link;
    while first > 0 && link - first < PARAGRAPHS && addressed(&story[first - 1..first], features) >= ADDRESSED
    {
        first -= 1;
    }
    if first >= STORY_PARAGRAPHS && addressed(&story[..first], features) < UNADDRESSED {
        story[first..link].iter().for_each(|&i| found[i] = Some(Rule::Prompt));
    }
}

/// Returns the share of words of the first and second person.
fn addressed(blocks: &[usize], features: &Features) -> f32 {
    let (persons, all) = blocks.iter().fold((0, 0), |(persons, all), &i| {
        let tokens = features.tokens(i);
        (persons + features.persons(i), all + tokens.len())
    });
    persons as f32 / all.max(1) as f32
}
