//! Finds boxes within and after the text that are not part of the story: about its author, and calls to subscribe,
//! rate or donate.
//!
//! A name alone is not enough. Sites name whole pages after such boxes, and styles after their buttons. An element
//! that contains the headline or much of the long text is skipped, and a prompt must also contain a typical part.

use crate::html::{
    class_hints::ClassHints,
    features::{Features, phrases::Phrases, prefix_sums::share},
    outline::{Element, ElementId, Outline},
};

use super::Rule;

/// Maximum share of the page's long text in a box.
const MOST: f32 = 0.2;
/// Maximum words and blocks of a box around an input field for an e-mail address.
const FORM_WORDS: f32 = 90.0;
const FORM_BLOCKS: u32 = 8;
/// Maximum share of the page's long text in such a box.
const MOST_OF_FORM: f32 = 0.4;
/// Maximum words of a prompt without a form, button or phrase.
const PROMPT_WORDS: f32 = 25.0;
/// Minimum link density of a prompt.
const PROMPT_LINKS: f32 = 0.3;
/// Class hints of boxes and the rule that applies.
const BOXES: [(ClassHints, Rule); 2] =
    [(ClassHints::BIOGRAPHY, Rule::Biography), (ClassHints::PROMPT, Rule::Prompt)];

pub(crate) fn find(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let page = features.sums.page().long_words;
    let mut covered = 0;
    for (id, element) in outline.elements.iter().enumerate() {
        if element.first >= element.last || element.last <= covered {
            continue;
        }
        let Some(&(_, rule)) = BOXES.iter().find(|(evidence, _)| element.evidence.any(*evidence)) else {
            continue;
        };
        if holds_headline(element, features)
            || share(features.sums.long_words(outline, id as u32), page) > MOST
            || rule == Rule::Prompt && !is_prompt(id as u32, outline, features)
        {
            continue;
        }
        found[element.first as usize..element.last as usize].fill(Some(rule));
        covered = element.last;
    }
    mail_forms(outline, features, found);
}

fn holds_headline(element: &Element, features: &Features) -> bool {
    features.titles.block.is_some_and(|title| (element.first..element.last).contains(&(title as u32)))
}

/// Returns whether an element named as a prompt has a property of prompts: few words, a form, buttons, or a phrase.
fn is_prompt(id: ElementId, outline: &Outline, features: &Features) -> bool {
    let element = outline.element(id);
    let total = features.sums.element(outline, id);
    let blocks = element.first as usize..element.last as usize;
    let asks = Phrases::SUBSCRIBE.with(Phrases::ACTION);
    total.words <= PROMPT_WORDS
        || total.link_density() >= PROMPT_LINKS
        || outline.mail_forms.iter().any(|&form| outline.contains(id, form))
        || blocks.into_iter().any(|i| features.texts[i].phrases.any(asks) && !features.texts[i].long)
}

/// Finds short boxes around an input field for an e-mail address. These are sign-up forms, whatever their names. A short
/// story around such a form is not.
fn mail_forms(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    let page = features.sums.page().long_words;
    for &form in &outline.mail_forms {
        let is_small = |id: ElementId| {
            let element = outline.element(id);
            element.last - element.first <= FORM_BLOCKS
                && features.sums.element(outline, id).words <= FORM_WORDS
                && share(features.sums.long_words(outline, id), page) <= MOST_OF_FORM
                && !holds_headline(element, features)
        };
        let around = outline.lineage(form).map(|(id, _)| id).take_while(|&id| is_small(id));
        if let Some(outer) = around.last() {
            let element = outline.element(outer);
            found[element.first as usize..element.last as usize].fill(Some(Rule::Prompt));
        }
    }
}
