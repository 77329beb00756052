//! Segments a DOM into text blocks.
//!
//! A block is a run of inline content between two elements that break running text, or between two consecutive line
//! breaks. Hidden content is segmented like any other, because tabs and "read more" folds hide parts of the story.

mod attributes;
mod silent;
mod word_runs;
mod wrappers;

use crate::{
    deadline::Deadline,
    dom::{Document, NodeId, NodeKind, Tag},
};

use super::outline::{BlockCounts, Element, ElementId, Outline};
use crate::block::{Blocks, Place, TextBlock};
use word_runs::{non_space_chars, trim_start, words_end};

/// Minimum words of a `noscript` whose content is part of the page; smaller ones are tracking pixels and fallback
/// images. Calibrated by reading pages of the development sets.
const NOSCRIPT_WORDS: usize = 200;

/// A page with fewer words than this outside `noscript` is empty without scripts. Its `noscript` is the page's text
/// if it has more words than a request to enable scripts.
const BARE_WORDS: usize = 80;
const BARE_NOSCRIPT_WORDS: usize = 40;

/// Number of blocks up to which every block is separate; a page has a few hundred, the longest known a few thousand.
const FINE_BLOCKS: usize = 20_000;
/// Minimum bytes of a block once there are that many. The rest of the page is segmented coarsely, which bounds the
/// memory per block.
const COARSE_BYTES: usize = 4_000;

/// How the walk passes an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passed {
    /// The element has a row in the outline; `class` is the row of its class attribute.
    Listed { class: u32 },
    /// The element has no row.
    Unlisted,
    /// The element and everything below it is skipped.
    Skipped,
}

/// Segments `document` into `blocks` and their outline; clears both first.
pub(crate) fn cut(document: &Document, blocks: &mut Blocks, outline: &mut Outline) {
    cut_within(&Deadline::start(None), document, blocks, outline, &mut |_, _| {});
}

/// Like [`cut`], but stops when the time is up, and passes the elements to `visit`, in document order. So the metadata
/// is read in the same walk.
pub(crate) fn cut_within(
    deadline: &Deadline,
    document: &Document,
    blocks: &mut Blocks,
    outline: &mut Outline,
    visit: &mut dyn FnMut(NodeId, Passed),
) {
    blocks.clear();
    outline.clear();
    let mut cutter = Cutter {
        deadline,
        document,
        blocks,
        outline,
        visit,
        run: OpenBlock::default(),
        open: OpenElement::default(),
        bare: None,
    };
    cutter.walk();
    outline.classes.choose_names();
}

/// Removes the elements that contribute no text from the tree.
pub(crate) fn remove_silent(document: &mut Document, outline: &Outline) {
    for &node in &outline.silent {
        document.detach(node);
    }
}

/// Returns whether an element and its descendants are never text of the page.
pub(crate) fn is_dropped(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Head
            | Tag::Svg
            | Tag::Iframe
            | Tag::Object
            | Tag::Embed
            | Tag::Canvas
            | Tag::Select
            | Tag::Textarea
            | Tag::Datalist
            | Tag::Audio
            | Tag::Video
            | Tag::Map
            | Tag::Link
            | Tag::Meta
            | Tag::Title
            | Tag::Input
            | Tag::Noframes
            | Tag::Noembed
            | Tag::Frameset
            | Tag::Rp
    )
}

/// Returns whether running text ends where an element starts and ends.
pub(crate) fn breaks(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Html
            | Tag::Body
            | Tag::Address
            | Tag::Article
            | Tag::Aside
            | Tag::Blockquote
            | Tag::Center
            | Tag::Details
            | Tag::Dialog
            | Tag::Dd
            | Tag::Div
            | Tag::Dl
            | Tag::Dt
            | Tag::Fieldset
            | Tag::Figcaption
            | Tag::Figure
            | Tag::Footer
            | Tag::Form
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Header
            | Tag::Hgroup
            | Tag::Hr
            | Tag::Li
            | Tag::Main
            | Tag::Menu
            | Tag::Nav
            | Tag::Ol
            | Tag::P
            | Tag::Pre
            | Tag::Section
            | Tag::Summary
            | Tag::Table
            | Tag::Tbody
            | Tag::Thead
            | Tag::Tfoot
            | Tag::Tr
            | Tag::Td
            | Tag::Th
            | Tag::Caption
            | Tag::Ul
            | Tag::Button
            | Tag::Noscript
            | Tag::Legend
            | Tag::Picture
    )
}

/// Returns whether there are `words` words below `root`, outside of scripts, styles, frames and `skipped` elements.
fn has_words(document: &Document, root: NodeId, words: usize, skipped: &[Tag]) -> bool {
    let mut found = 0;
    let mut at = Some(root);
    while let Some(n) = at {
        let tag = document.tag(n);
        let down = !matches!(tag, Tag::Script | Tag::Style | Tag::Iframe) && !skipped.contains(&tag);
        // The parser keeps a `noscript` with a picture and few words as text.
        let text = document.text(n);
        found += if text.contains('<') { 0 } else { text.split_whitespace().count() };
        if found >= words {
            return true;
        }
        at = document.following(n, root, down);
    }
    false
}

/// The block that is being built.
#[derive(Default)]
struct OpenBlock {
    mark: BlockCounts,
    start: usize,
    first: Option<NodeId>,
    last: Option<NodeId>,
    /// The element in which the text begins.
    begin: ElementId,
    /// White space precedes the next word.
    space: bool,
    /// A line break came after the last text.
    broken: bool,
    /// The `a` element whose text was counted last.
    link: Option<ElementId>,
    /// The element borders since the last text.
    seam: InlineSeam,
}

/// The border between two pieces of inline content without white space between them.
#[derive(Clone, Copy, Default)]
struct InlineSeam {
    /// Whether an inline element ended, and whether one began.
    ended: bool,
    began: bool,
}

impl InlineSeam {
    /// Returns whether two words meet at the border. Between two elements, style sheets separate words, and so does a
    /// change to a capital ("Harbour" + "Lamp"). If only one element ends or begins, a word may continue across the
    /// border, except after a full stop.
    fn parts(self, before: Option<char>, after: Option<char>) -> bool {
        let (Some(before), Some(after)) = (before, after) else { return false };
        let full = matches!(before, '.' | '!' | '?' | ':' | ';');
        after.is_uppercase()
            && (self.ended && self.began && (before.is_lowercase() || full || before == ')')
                || (self.ended || self.began) && full)
    }
}

/// The state at the current node of the walk.
#[derive(Default)]
struct OpenElement {
    element: ElementId,
    /// The open elements that break running text, innermost last.
    owners: Vec<ElementId>,
    links: u32,
    link: ElementId,
    bold: u32,
    code: u32,
    time: u32,
    pre: u32,
    wraps: u32,
    images: u32,
    rules: u32,
}

struct Cutter<'a> {
    deadline: &'a Deadline,
    document: &'a Document,
    blocks: &'a mut Blocks,
    outline: &'a mut Outline,
    visit: &'a mut dyn FnMut(NodeId, Passed),
    run: OpenBlock,
    open: OpenElement,
    /// Whether the page has almost no text outside `noscript`; computed on demand.
    bare: Option<bool>,
}

impl Cutter<'_> {
    fn walk(&mut self) {
        let document = self.document;
        let mut at = NodeId::DOCUMENT;
        loop {
            let down = self.enter(at);
            if down && let Some(child) = document.first_child(at) {
                at = child;
                continue;
            }
            if down {
                self.leave(at);
            }
            loop {
                if at == NodeId::DOCUMENT || self.deadline.is_spent() {
                    self.end_run();
                    return;
                }
                if let Some(next) = document.next_sibling(at) {
                    at = next;
                    break;
                }
                let Some(parent) = document.parent(at) else {
                    self.end_run();
                    return;
                };
                at = parent;
                self.leave(at);
            }
        }
    }

    /// Returns whether the walk descends into the node, and so leaves it later.
    fn enter(&mut self, node: NodeId) -> bool {
        match self.document.kind(node) {
            NodeKind::Text => {
                self.text(node);
                false
            }
            NodeKind::Document => {
                let root = self.read_element(node, Tag::Other, true);
                self.push(root);
                true
            }
            NodeKind::Element => self.enter_element(node),
            _ => false,
        }
    }

    fn enter_element(&mut self, node: NodeId) -> bool {
        let tag = self.document.tag(node);
        if wrappers::is_transparent(self.document, node, tag) {
            (self.visit)(node, Passed::Unlisted);
            self.pass_border(tag);
            self.run.seam.began = !breaks(tag) || self.run.seam.began;
            return true;
        }
        match tag {
            Tag::Br => {
                self.line_break();
                return false;
            }
            Tag::Img => {
                self.open.images += 1;
                return self.skip(node);
            }
            Tag::Input => {
                self.note_mail_field(node);
                return self.skip(node);
            }
            Tag::Wbr => return self.skip(node),
            Tag::Noscript if !self.speaks(node) => return self.skip(node),
            _ if is_dropped(tag) => return self.skip(node),
            _ => {}
        }
        let breaks = breaks(tag) && !(tag == Tag::Button && self.is_in_sentence(node));
        let element = self.read_element(node, tag, breaks);
        if silent::is_silent(self.document, &element) {
            self.outline.silent.push(node);
            return self.skip(node);
        }
        (self.visit)(node, Passed::Listed { class: element.class });
        if breaks {
            self.flush();
        }
        self.push(element);
        match tag {
            Tag::A => {
                self.open.links += 1;
                self.open.link = self.open.element;
            }
            Tag::B | Tag::Strong => self.open.bold += 1,
            Tag::Code | Tag::Tt | Tag::Kbd | Tag::Samp => self.open.code += 1,
            Tag::Time => self.open.time += 1,
            Tag::Pre => self.open.pre += 1,
            Tag::Hr => self.open.rules += 1,
            _ => {}
        }
        if !breaks {
            self.open.wraps += 1;
            self.run.seam.began = true;
        }
        true
    }

    fn skip(&mut self, node: NodeId) -> bool {
        (self.visit)(node, Passed::Skipped);
        false
    }

    fn leave(&mut self, node: NodeId) {
        let id = self.open.element;
        if self.outline.element(id).node != node {
            let tag = self.document.tag(node);
            self.pass_border(tag);
            self.run.seam.ended = !breaks(tag) || self.run.seam.ended;
            return;
        }
        let (tag, breaks, parent) = {
            let element = self.outline.element(id);
            (element.tag, element.breaks, element.parent)
        };
        if breaks {
            self.flush();
        }
        let end = self.outline.elements.len() as u32;
        let last = self.blocks.blocks.len() as u32;
        // A run that is still open began in this element or before it.
        let last = last + u32::from(self.run.first.is_some() && self.run.begin >= id);
        let element = &mut self.outline.elements[id as usize];
        (element.end, element.last) = (end, last.max(element.first));
        match tag {
            Tag::A => self.open.links -= 1,
            Tag::B | Tag::Strong => self.open.bold -= 1,
            Tag::Code | Tag::Tt | Tag::Kbd | Tag::Samp => self.open.code -= 1,
            Tag::Time => self.open.time -= 1,
            Tag::Pre => self.open.pre -= 1,
            _ => {}
        }
        self.open.element = parent;
        if breaks {
            self.open.owners.pop();
        } else {
            self.run.seam.ended = true;
        }
    }

    /// Returns whether a button is inside a sentence: a term that opens a note.
    fn is_in_sentence(&self, button: NodeId) -> bool {
        /// How many siblings after the button may continue the sentence.
        const SIBLINGS: usize = 3;
        let document = self.document;
        if self.run.first.is_none() || self.run.broken {
            return false;
        }
        let Some(parent) = document.parent(button) else { return false };
        let mut after = std::iter::successors(document.next_sibling(button), |&n| document.next_sibling(n));
        let goes_on = |n: NodeId| match document.kind(n) {
            NodeKind::Text => !document.text(n).trim().is_empty(),
            _ => !breaks(document.tag(n)) && document.first_child(n).is_some(),
        };
        document.tag(parent) == Tag::P && after.by_ref().take(SIBLINGS).any(goes_on)
    }

    /// Passes the start or end of an element without a row of its own.
    fn pass_border(&mut self, tag: Tag) {
        if breaks(tag) {
            self.flush();
        }
    }

    /// Returns whether a `noscript` contains the page's text: much text, or some on a page that has almost none
    /// outside.
    fn speaks(&mut self, node: NodeId) -> bool {
        if has_words(self.document, node, NOSCRIPT_WORDS, &[]) {
            return true;
        }
        let document = self.document;
        let bare = *self.bare.get_or_insert_with(|| {
            let skipped = [Tag::Noscript, Tag::Head, Tag::Template];
            !has_words(document, NodeId::DOCUMENT, BARE_WORDS, &skipped)
        });
        bare && has_words(document, node, BARE_NOSCRIPT_WORDS, &[])
    }

    fn push(&mut self, mut element: Element) {
        let id = self.outline.elements.len() as ElementId;
        element.parent = self.open.element;
        element.depth = if id == 0 { 0 } else { self.outline.element(self.open.element).depth + 1 };
        // An inline element that begins inside a run does not contain the start of the run.
        element.first = self.blocks.blocks.len() as u32 + u32::from(self.run.first.is_some());
        if element.breaks {
            self.open.owners.push(id);
        }
        self.outline.elements.push(element);
        self.open.element = id;
    }

    fn line_break(&mut self) {
        if self.run.first.is_none() {
            return;
        }
        if self.open.pre > 0 {
            self.blocks.text.push('\n');
            return;
        }
        if self.run.broken {
            self.flush();
            return;
        }
        self.run.broken = true;
        self.run.space = true;
        self.run.mark.breaks += 1;
    }

    fn text(&mut self, node: NodeId) {
        let text = self.document.text(node);
        if self.open.pre > 0 {
            self.preformatted(node, text);
            return;
        }
        let mut rest = text;
        loop {
            let word_at = trim_start(rest);
            if word_at.len() < rest.len() {
                self.run.space = true;
            }
            if word_at.is_empty() {
                return;
            }
            self.begin(node);
            let (words, after) = word_at.split_at(words_end(word_at));
            let seam = std::mem::take(&mut self.run.seam);
            if self.blocks.text.len() > self.run.start
                && (self.run.space || self.open.code == 0 && self.meet(seam, words))
            {
                self.blocks.text.push(' ');
            }
            self.run.space = false;
            self.blocks.text.push_str(words);
            self.count(non_space_chars(words));
            rest = after;
        }
    }

    /// Returns whether the text so far and the next word are separate words, with only an element border between
    /// them.
    fn meet(&self, seam: InlineSeam, words: &str) -> bool {
        (seam.ended || seam.began)
            && seam.parts(self.blocks.text[self.run.start..].chars().next_back(), words.chars().next())
    }

    fn preformatted(&mut self, node: NodeId, text: &str) {
        let blank = text.chars().all(char::is_whitespace);
        if blank && self.run.first.is_none() {
            return;
        }
        let mut text = text;
        if self.run.first.is_none() {
            // Leading blank lines are not text, but the indentation of the first line is.
            let indent = text.len() - text.trim_start().len();
            let line = text[..indent].rfind('\n').map_or(0, |at| at + 1);
            text = &text[line..];
        }
        if !blank {
            self.begin(node);
        }
        self.blocks.text.push_str(text);
        self.count(text.chars().filter(|c| !c.is_whitespace()).count() as u32);
    }

    /// Opens a run for the text of `node` if none is open.
    fn begin(&mut self, node: NodeId) {
        let element = self.open.element;
        if self.run.first.is_none() {
            self.run.start = self.blocks.text.len();
            self.run.first = Some(node);
            self.run.space = false;
            self.run.begin = element;
            self.run.mark = BlockCounts {
                owner: self.open.owners.last().copied().unwrap_or(0),
                eff: element,
                images: self.open.images,
                rules: self.open.rules,
                ..BlockCounts::default()
            };
            (self.open.images, self.open.rules) = (0, 0);
        } else if self.run.last != Some(node) && self.run.mark.eff != element {
            self.run.mark.eff = self.outline.common(self.run.mark.eff, element);
        }
        self.run.last = Some(node);
        self.run.broken = false;
        if self.open.links > 0 && self.run.link != Some(self.open.link) {
            self.run.link = Some(self.open.link);
            self.run.mark.links += 1;
        }
    }

    fn count(&mut self, chars: u32) {
        let mark = &mut self.run.mark;
        mark.chars += chars;
        mark.link_chars += if self.open.links > 0 { chars } else { 0 };
        mark.bold_chars += if self.open.bold > 0 { chars } else { 0 };
        mark.code_chars += if self.open.code > 0 { chars } else { 0 };
        mark.time_chars += if self.open.time > 0 { chars } else { 0 };
    }

    /// Ends the open run, because an element that breaks running text begins or ends.
    fn flush(&mut self) {
        let long = self.blocks.text.len() - self.run.start.min(self.blocks.text.len());
        if self.blocks.blocks.len() >= FINE_BLOCKS && self.run.first.is_some() && long < COARSE_BYTES {
            self.run.space = true;
            return;
        }
        self.end_run();
    }

    fn end_run(&mut self) {
        let wraps = std::mem::take(&mut self.open.wraps);
        let run = std::mem::take(&mut self.run);
        let (Some(first), Some(last)) = (run.first, run.last) else { return };
        let text = &mut self.blocks.text;
        let kept = text[run.start..].trim_end().len();
        text.truncate(run.start + kept);
        let end = text.len();
        text.push('\n');
        // A coarse run may extend past the end of its owner.
        let owner = self.outline.lineage(run.mark.eff).find(|(_, e)| e.breaks).map_or(0, |(id, _)| id);
        let mark = BlockCounts { wraps, owner, ..run.mark };
        let (owner, eff) = (self.outline.element(mark.owner).node, self.outline.element(mark.eff).node);
        let place = Place::Html { owner, eff, first, last };
        self.blocks.blocks.push(TextBlock { start: run.start as u32, end: end as u32, place });
        self.outline.marks.push(mark);
    }
}

#[cfg(test)]
mod tests;
