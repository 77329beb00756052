//! Builds a line: the folded text of a block, read along its nodes, with marks, pictures and formulas.

use html5ever::local_name;

use crate::{
    Mark, MarkKind, Text,
    article::OBJECT,
    dom::{Document, NodeId, Tag},
};

use super::address::Base;

/// A mark whose element is open. Its kind is read when it has text: most links of a page are in blocks that are dropped.
#[derive(Clone, Copy, Debug)]
struct OpenMark {
    node: NodeId,
    start: usize,
}

/// A run of inline content under construction.
#[derive(Debug, Default)]
pub(crate) struct InlineRun<'a> {
    /// The folded text of the current block.
    plain: &'a str,
    /// Offset of the walk in `plain`.
    at: usize,
    out: String,
    marks: Vec<Mark>,
    open: Vec<OpenMark>,
    /// White space follows the last character.
    space: bool,
    /// The block whose text is in the line.
    pub(crate) block: Option<usize>,
    /// The first picture, formula or embed in it.
    pub(crate) first_object: Option<NodeId>,
}

/// A finished line.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) text: Text,
    pub(crate) block: Option<usize>,
    pub(crate) first_object: Option<NodeId>,
}

impl<'a> InlineRun<'a> {
    /// Starts reading a block at an offset of its text.
    pub(crate) fn start(&mut self, plain: &'a str, at: usize) {
        self.plain = plain;
        self.at = at.min(plain.len());
    }

    /// Returns the offset in the text of the current block.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub(crate) fn last_char(&self) -> Option<char> {
        self.out.chars().next_back()
    }

    /// Returns whether the last opened bracket is a wide one.
    pub(crate) fn has_open_wide_bracket(&self) -> bool {
        self.out.rfind(['(', '（']).is_some_and(|at| self.out[at..].starts_with('（'))
    }

    /// Consumes the characters of a text node that are in the folded text, and writes them if they are shown.
    pub(crate) fn text(&mut self, raw: &str, shown: bool, verbatim: bool) {
        let from = self.at;
        let end = self.passed(raw);
        self.at = end;
        if !shown {
            return;
        }
        if self.out.is_empty() {
            self.out.reserve(self.plain.len() - from);
        }
        let piece = &self.plain[from..end];
        if verbatim {
            self.out.push_str(piece);
            return;
        }
        let words = piece.trim();
        let blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
        self.space |= blank(raw.chars().next()) || blank(piece.chars().next());
        if words.is_empty() {
            return;
        }
        self.push_space();
        if !words.is_ascii() && words.contains(OBJECT) {
            self.out.push_str(&words.replace(OBJECT, ""));
        } else {
            self.out.push_str(words);
        }
        self.space = blank(raw.chars().next_back());
    }

    /// Returns the offset of the folded text after a text node.
    fn passed(&self, raw: &str) -> usize {
        let rest = &self.plain[self.at..];
        let words = raw.trim();
        let start = rest.len() - rest.trim_start().len();
        if !words.is_empty() && rest[start..].starts_with(words) && raw.len() - words.len() <= 2 {
            let end = start + words.len();
            let space = raw.ends_with(' ') && rest[end..].starts_with(' ');
            return self.at + end + usize::from(space);
        }
        let mut end = 0;
        let mut chars = rest.char_indices().peekable();
        for c in raw.chars() {
            // In the folded text, a run of white space is one space or nothing.
            if c.is_whitespace() {
                if let Some((i, p)) = chars.next_if(|(_, p)| p.is_whitespace()) {
                    end = i + p.len_utf8();
                }
                continue;
            }
            while chars.next_if(|(_, p)| *p != c && p.is_whitespace()).is_some() {}
            // Otherwise the folding dropped the character: a soft hyphen, a zero-width space.
            if let Some((i, p)) = chars.next_if(|(_, p)| *p == c) {
                end = i + p.len_utf8();
            }
        }
        self.at + end
    }

    fn push_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.out.is_empty() && !self.out.ends_with(char::is_whitespace)
        {
            self.out.push(' ');
        }
    }

    /// Writes characters that the page's style adds: quotation marks, brackets around a reading.
    pub(crate) fn insert(&mut self, characters: &str, before_words: bool) {
        if before_words {
            self.push_space();
        }
        self.out.push_str(characters);
    }

    /// Writes an object with its mark: a picture, a formula, a reference to a note.
    pub(crate) fn object(&mut self, node: NodeId, text: &str, kind: MarkKind) {
        self.push_space();
        let start = self.out.len();
        self.out.push_str(text);
        self.marks.push(Mark { range: start..self.out.len(), kind });
        self.first_object.get_or_insert(node);
    }

    /// Converts the space of a `br` in the folded text to a line end.
    pub(crate) fn line_break(&mut self) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.space = false;
    }

    /// Opens the mark of an element.
    pub(crate) fn open(&mut self, node: NodeId) {
        self.open.push(OpenMark { node, start: self.out.len() });
    }

    /// Closes the mark of an element, if it is open; `kind` reads it.
    pub(crate) fn close(&mut self, node: NodeId, kind: impl Fn(NodeId) -> Option<MarkKind>) {
        if let Some(mark) = self.open.pop_if(|mark| mark.node == node) {
            self.add(mark, kind);
        }
    }

    fn add(&mut self, OpenMark { node, start }: OpenMark, kind: impl Fn(NodeId) -> Option<MarkKind>) {
        let words = self.out.get(start..).unwrap_or_default();
        let start = self.out.len() - words.trim_start().len();
        let end = self.out.trim_end().len();
        if start < end
            && let Some(kind) = kind(node)
        {
            self.marks.push(Mark { range: start..end, kind });
        }
    }

    /// Takes a line without text. Open marks continue in the next one.
    pub(crate) fn reset(&mut self) {
        self.open.iter_mut().for_each(|mark| mark.start = 0);
        (self.space, self.block, self.first_object) = (false, None, None);
    }

    /// Takes the line. Open marks continue in the next one.
    pub(crate) fn take(&mut self, kind: impl Fn(NodeId) -> Option<MarkKind>) -> Finished {
        for i in (0..self.open.len()).rev() {
            self.add(self.open[i], &kind);
            self.open[i].start = 0;
        }
        let mut text = Text { text: std::mem::take(&mut self.out), marks: std::mem::take(&mut self.marks) };
        // Marks of inner elements are added first.
        text.marks.reverse();
        text.marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
        let lead = text.text.len() - text.text.trim_start().len();
        if lead > 0 {
            text.replace_start(lead, "");
        }
        let length = text.text.len();
        text.cut_end(length);
        self.space = false;
        Finished { text, block: self.block.take(), first_object: self.first_object.take() }
    }
}

/// Returns whether an element with a tag can make a mark.
pub(crate) fn can_mark(tag: Tag) -> bool {
    matches!(tag, Tag::A | Tag::Span) || mark_of_tag(tag).is_some()
}

/// Returns the mark that an inline element makes.
pub(crate) fn mark_of(document: &Document, node: NodeId, base: &Base) -> Option<MarkKind> {
    match document.tag(node) {
        Tag::A => {
            let href = document.attr(node, &local_name!("href"))?;
            Some(MarkKind::Link { href: base.resolve(href)? })
        }
        // Text pasted from Google Docs is inside a `b` that is not bold.
        Tag::B | Tag::Strong if style_of(document, node).any(|style| style == InlineStyle::Regular) => None,
        Tag::Span => style_of(document, node).filter_map(InlineStyle::mark).next(),
        tag => mark_of_tag(tag),
    }
}

/// What a declaration of an inline style says about text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InlineStyle {
    Strong,
    Emphasis,
    Deleted,
    /// Not bold.
    Regular,
}

impl InlineStyle {
    fn mark(self) -> Option<MarkKind> {
        match self {
            Self::Strong => Some(MarkKind::Strong),
            Self::Emphasis => Some(MarkKind::Emphasis),
            Self::Deleted => Some(MarkKind::Deleted),
            Self::Regular => None,
        }
    }
}

/// Minimum `font-weight` of bold text.
const BOLD: u32 = 600;

/// Returns what the inline style of an element says.
fn style_of(document: &Document, node: NodeId) -> impl Iterator<Item = InlineStyle> {
    let style = document.attr(node, &local_name!("style")).unwrap_or_default();
    style.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.trim();
        let weight = || value.parse::<u32>().ok();
        Some(match name.trim() {
            "font-weight" if value.starts_with("bold") || weight().is_some_and(|w| w >= BOLD) => {
                InlineStyle::Strong
            }
            "font-weight" if value.starts_with("normal") || weight().is_some() => InlineStyle::Regular,
            "font-style" if value.starts_with("italic") || value.starts_with("oblique") => {
                InlineStyle::Emphasis
            }
            "text-decoration" | "text-decoration-line" if value.contains("line-through") => {
                InlineStyle::Deleted
            }
            _ => return None,
        })
    })
}

/// Returns the mark that every element with a tag makes.
fn mark_of_tag(tag: Tag) -> Option<MarkKind> {
    Some(match tag {
        Tag::B | Tag::Strong => MarkKind::Strong,
        Tag::Em | Tag::I => MarkKind::Emphasis,
        Tag::Code | Tag::Samp | Tag::Tt => MarkKind::Code,
        Tag::Kbd => MarkKind::Keyboard,
        Tag::Del | Tag::S | Tag::Strike => MarkKind::Deleted,
        Tag::Mark => MarkKind::Highlight,
        Tag::Sup => MarkKind::Superscript,
        Tag::Sub => MarkKind::Subscript,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_text_is_matched_to_the_nodes() {
        let mut line = InlineRun { plain: "The ferry left at noon. It rained.", ..InlineRun::default() };
        for raw in ["The  fer", "ry", " left\n  at", " noon.", "It rained. "] {
            line.text(raw, true, false);
        }
        assert_eq!(line.take(|_| None).text.text, "The ferry left at noon. It rained.");
    }

    #[test]
    fn styles_make_marks() {
        let mut document = Document::default();
        let html = "<span style='font-weight: 700'>a</span><b style='font-weight:normal'>b</b>\
            <span style='text-decoration:line-through'>c</span><span style='color:red'>d</span>\
            <span style='font-weight:400;font-style:italic'>e</span>";
        crate::dom::parse(html, &crate::dom::ParseLimits::default(), &mut document);
        let nodes = document.descendants(NodeId::DOCUMENT);
        let nodes = nodes.filter(|&n| matches!(document.tag(n), Tag::Span | Tag::B));
        let marks: Vec<_> = nodes.map(|n| mark_of(&document, n, &Base::default())).collect();
        let (strong, deleted) = (Some(MarkKind::Strong), Some(MarkKind::Deleted));
        assert_eq!(marks, [strong, None, deleted, None, Some(MarkKind::Emphasis)]);
    }

    #[test]
    fn muted_text_leaves_one_space() {
        let mut line = InlineRun { plain: "History [edit] of the port", ..InlineRun::default() };
        line.text("History ", true, false);
        line.text("[edit]", false, false);
        line.text(" of the port", true, false);
        assert_eq!(line.take(|_| None).text.text, "History of the port");
    }
}
