//! How a body opens, once the page's headline is known; and pages that only ask who comes.
//!
//! Comes in: the chosen blocks and the headline. Where the headline stands among the first of them, it goes out, and so do
//! the lines above it on pages of running text: they are the site's. A page without running text that asks for a password
//! holds no article at all.

use crate::{
    PageType,
    block::Blocks,
    dom::{Document, Tag},
    html::features::Features,
};

use super::Choice;
use crate::block::label::{Kind, Rule, Verdict};

/// Chosen blocks among which the headline is looked for.
const WITHIN: usize = 8;
/// Words above the headline; more are no site's name and menu.
const ABOVE_WORDS: f32 = 40.0;
/// Words that must be left, for each word of the headline: a page may hold little else.
const LEFT_PER_WORD: f32 = 3.0;
/// Words of a page that asks for a password and has something to read.
const GATE_WORDS: f32 = 80.0;

impl Choice {
    /// Takes the headline out of the body where the body opens with it.
    pub(crate) fn open(&mut self, blocks: &Blocks, features: &Features, headline: &str) {
        let kept: Vec<usize> = self.kept().collect();
        let title: Vec<char> = letters(headline).collect();
        if title.is_empty() {
            return;
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
        let Some(last) = last else { return };
        let (head, left) = kept.split_at(last + 1);
        let first = head.iter().position(|&i| is_headline(i)).unwrap_or(last);
        if words(left) < LEFT_PER_WORD * features.texts[head[last]].words
            || words(&head[..first]) > ABOVE_WORDS
        {
            return;
        }
        let running = matches!(self.page_type, PageType::Article | PageType::Documentation | PageType::Forum);
        for (n, &i) in head.iter().enumerate() {
            let (kind, rule) = match () {
                () if is_headline(i) => (Kind::Headline, Rule::Headline),
                () if running && n < first => (Kind::Boilerplate, Rule::AboveHeadline),
                () => continue,
            };
            self.verdicts[i] = Verdict { kind, rule: Some(rule), ..self.verdicts[i] };
        }
    }

    /// Leaves nothing of a page that asks for a password and has nothing to read.
    pub(crate) fn close_gate(&mut self, document: &Document, features: &Features) {
        let texts = &features.texts;
        let words: f32 = self.kept().map(|i| texts[i].words).sum();
        if words > GATE_WORDS || self.kept().any(|i| texts[i].long) || !asks_for_password(document) {
            return;
        }
        for verdict in self.verdicts.iter_mut().filter(|v| matches!(v.kind, Kind::Body | Kind::Standfirst)) {
            *verdict = Verdict { kind: Kind::Boilerplate, rule: Some(Rule::Gate), ..*verdict };
        }
    }

    fn kept(&self) -> impl Iterator<Item = usize> + '_ {
        let body = |v: &Verdict| matches!(v.kind, Kind::Body | Kind::Standfirst);
        self.verdicts.iter().enumerate().filter(move |(_, v)| body(v)).map(|(i, _)| i)
    }
}

/// Letters and digits in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn asks_for_password(document: &Document) -> bool {
    let kind = html5ever::local_name!("type");
    let is_password = |t: &str| t.trim().eq_ignore_ascii_case("password");
    document
        .descendants(crate::dom::NodeId::DOCUMENT)
        .any(|n| document.tag(n) == Tag::Input && document.attr(n, &kind).is_some_and(is_password))
}
