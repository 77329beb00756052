//! Boxes within and after the text that are not the story's: about its author, and calls to subscribe, rate or give.
//!
//! A name alone does not make a box. Sites name whole pages after such boxes, and styles after their buttons: an element
//! that holds the headline or much of the long text is skipped, and a prompt must have a part of a prompt, too.

use crate::html::{
    class_hints::ClassHints,
    features::{Features, phrases::Phrases, prefix_sums::share},
    outline::{Element, ElementId, Outline},
};

use super::Rule;

/// Share of the page's long text above which an element is not a box.
const MOST: f32 = 0.2;
/// Words and blocks of a box around a field for a mail address.
const FORM_WORDS: f32 = 90.0;
const FORM_BLOCKS: u32 = 8;
/// Words of a prompt that needs no form, button or phrase to be one.
const PROMPT_WORDS: f32 = 25.0;
/// Link density of a prompt.
const PROMPT_LINKS: f32 = 0.3;
/// The names of boxes and what they mean.
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

/// Whether an element with a prompt's name has what prompts have: few words, a form, buttons, or a phrase.
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

/// Short boxes around a field for a mail address: sign-up forms, whatever they are called.
fn mail_forms(outline: &Outline, features: &Features, found: &mut [Option<Rule>]) {
    for &form in &outline.mail_forms {
        let is_small = |id: ElementId| {
            let element = outline.element(id);
            element.last - element.first <= FORM_BLOCKS
                && features.sums.element(outline, id).words <= FORM_WORDS
                && !holds_headline(element, features)
        };
        let around = outline.lineage(form).map(|(id, _)| id).take_while(|&id| is_small(id));
        if let Some(outer) = around.last() {
            let element = outline.element(outer);
            found[element.first as usize..element.last as usize].fill(Some(Rule::Prompt));
        }
    }
}
