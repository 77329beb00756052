//! Removes the headline, and what precedes it, from the beginning of a selected body.
//!
//! This runs after the headline has been chosen, because the body decides which headline is the story's.

use crate::{
    PageType,
    block::{
        Blocks,
        label::{BlockKind, BlockLabel, Rule},
    },
    html::features::Features,
    select::BodySelection,
};

/// How many selected blocks are searched for the headline.
const WITHIN: usize = 8;
/// Maximum words above the headline; the name and menu of a site have fewer.
const ABOVE_WORDS: f32 = 40.0;
/// Minimum words that must remain for each word of the headline, because a page may contain little else.
const LEFT_PER_WORD: f32 = 3.0;

/// Removes the headline at the start of the body and, on pages of running text, the lines above it.
pub(crate) fn drop_leading_headline(
    mut selection: BodySelection,
    blocks: &Blocks,
    features: &Features,
    headline: &str,
) -> BodySelection {
    let kept: Vec<usize> = selection.kept().collect();
    let title: Vec<char> = letters(headline).collect();
    if title.is_empty() {
        return selection;
    }
    let is_headline = |i: usize| letters(blocks.text(&blocks.blocks[i])).eq(title.iter().copied());
    let words = |all: &[usize]| all.iter().map(|&i| features.texts[i].words).sum::<f32>();
    let mut last = None;
    for (n, &i) in kept.iter().enumerate().take(WITHIN) {
        if is_headline(i) {
            last = Some(n);
        } else if features.texts[i].long {
            break;
        }
    }
    let Some(last) = last else { return selection };
    let (head, left) = kept.split_at(last + 1);
    let first = head.iter().position(|&i| is_headline(i)).unwrap_or(last);
    if words(left) < LEFT_PER_WORD * features.texts[head[last]].words || words(&head[..first]) > ABOVE_WORDS {
        return selection;
    }
    let running =
        matches!(selection.page_type, PageType::Article | PageType::Documentation | PageType::Forum);
    for (n, &i) in head.iter().enumerate() {
        let (kind, rule) = match () {
            () if is_headline(i) => (BlockKind::Headline, Rule::Headline),
            () if running && n < first => (BlockKind::Boilerplate, Rule::AboveHeadline),
            () => continue,
        };
        selection.labels[i] = BlockLabel { kind, rule: Some(rule), ..selection.labels[i] };
    }
    selection
}

/// Yields letters and digits in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
