//! Inline content: the text of a block with its links and emphasis, and pictures.
//!
//! Comes in: a block and its page. Goes out: a [`Text`] whose marks tell what the mark-up said.

use crate::{
    block::{self, Blocks, Place},
    dom::{Document, Kind, NodeId, Tag},
};
use html5ever::local_name;

use super::{Mark, MarkKind, Text, address::Base};

/// Marks looked back upon for one that is still open: inline mark-up nests a few levels deep.
const OPEN_MARKS: usize = 16;

/// The text of a block with its marks.
pub(crate) fn text(document: &Document, blocks: &Blocks, block: &block::Block, base: &Base) -> Text {
    let plain = blocks.text(block);
    let Place::Html { owner, first, last, .. } = block.place else { return plain.into() };
    if first == last && document.parent(first) == Some(owner) {
        return plain.into();
    }
    let mut run =
        Run { document, owner, plain, at: 0, out: String::with_capacity(plain.len()), marks: Vec::new() };
    let mut node = first;
    loop {
        match document.kind(node) {
            Kind::Text => run.text(node, base),
            Kind::Element if document.tag(node) == Tag::Br => run.line_break(),
            _ => {}
        }
        if node == last {
            break;
        }
        match document.following(node, NodeId::DOCUMENT, true) {
            Some(next) => node = next,
            None => break,
        }
    }
    run.finish()
}

/// Follows a block's folded text while its nodes are walked again.
struct Run<'a> {
    document: &'a Document,
    owner: NodeId,
    plain: &'a str,
    /// Bytes of `plain` that the walk has passed.
    at: usize,
    out: String,
    marks: Vec<(NodeId, Mark)>,
}

impl Run<'_> {
    /// Where a text that the fold has changed at its ends only stands next.
    fn as_it_stands(&self, raw: &str) -> Option<(usize, usize)> {
        let words = raw.trim();
        let rest = &self.plain[self.at..];
        let start = self.plain.len() - rest.trim_start().len();
        let end = start + words.len();
        // One blank behind it at most, on either side.
        let blanks = raw.len() - raw.trim_end().len();
        let plain = blanks == 0 || blanks == 1 && raw.ends_with(' ');
        (plain && !words.is_empty() && self.plain[start..].starts_with(words)).then_some((start, end))
    }

    /// Passes over the characters of one text node that are in the folded text.
    fn text(&mut self, node: NodeId, base: &Base) {
        let raw = self.document.text(node);
        let from = self.at;
        if let Some((start, end)) = self.as_it_stands(raw) {
            let next = if raw.ends_with(' ') && self.plain[end..].starts_with(' ') { end + 1 } else { end };
            self.out.push_str(&self.plain[from..next]);
            self.at = next;
            self.mark(node, start, end, base);
            return;
        }
        let mut content = None;
        let mut rest = self.plain[from..].char_indices().peekable();
        let mut end = from;
        for c in raw.chars() {
            // Folded: runs of white space stand as one blank or as nothing.
            if c.is_whitespace() {
                if let Some(&(i, p)) = rest.peek()
                    && p.is_whitespace()
                {
                    rest.next();
                    end = from + i + p.len_utf8();
                }
                continue;
            }
            while let Some(&(_, p)) = rest.peek() {
                if p == c || !p.is_whitespace() {
                    break;
                }
                rest.next();
            }
            match rest.peek() {
                Some(&(i, p)) if p == c => {
                    rest.next();
                    content.get_or_insert(from + i);
                    end = from + i + p.len_utf8();
                }
                // A character that the fold left out (soft hyphen, zero width).
                _ => {}
            }
        }
        self.out.push_str(&self.plain[from..end]);
        self.at = end;
        if let Some(start) = content {
            let trimmed = start + self.plain[start..end].trim_end().len();
            self.mark(node, start, trimmed, base);
        }
    }

    /// Adds the marks of a text node's inline ancestors over `start..end`.
    fn mark(&mut self, node: NodeId, start: usize, end: usize, base: &Base) {
        let document = self.document;
        for element in document.ancestors(node).take_while(|&n| n != self.owner) {
            let tag = document.tag(element);
            if !matches!(
                tag,
                Tag::A | Tag::B | Tag::Strong | Tag::Em | Tag::I | Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt
            ) {
                continue;
            }
            if let Some((_, mark)) = self.marks.iter_mut().rev().take(OPEN_MARKS).find(|(n, _)| *n == element)
            {
                mark.range.end = end;
                continue;
            }
            let kind = match tag {
                Tag::A => match document.attr(element, &local_name!("href")).and_then(|h| base.resolve(h)) {
                    Some(href) => MarkKind::Link { href },
                    None => continue,
                },
                Tag::B | Tag::Strong => MarkKind::Strong,
                Tag::Em | Tag::I => MarkKind::Emphasis,
                _ => MarkKind::Code,
            };
            self.marks.push((element, Mark { range: start..end, kind }));
        }
    }

    /// A `<br>`: the blank that stands for it becomes a line end.
    fn line_break(&mut self) {
        if self.plain[self.at..].starts_with(' ') {
            self.out.push('\n');
            self.at += 1;
        } else if self.out.ends_with(' ') {
            self.out.pop();
            self.out.push('\n');
        }
    }

    fn finish(mut self) -> Text {
        self.out.push_str(&self.plain[self.at..]);
        let mut marks: Vec<Mark> = self.marks.into_iter().map(|(_, mark)| mark).collect();
        marks.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end)));
        Text { text: self.out, marks }
    }
}

/// Address and `alt` text of an `img`; lazy-loading attributes first, pixels and data addresses are none.
pub(crate) fn picture(document: &Document, img: NodeId, base: &Base) -> (Option<String>, Option<String>) {
    let source = document
        .attrs(img)
        .filter(|(name, value)| {
            matches!(&***name, "src" | "data-src" | "data-original" | "data-lazy-src")
                && !value.starts_with("data:")
        })
        .max_by_key(|(name, _)| usize::from(name.starts_with("data-")))
        .and_then(|(_, value)| base.resolve(value));
    let alt = document.attr(img, &local_name!("alt")).map(str::trim).filter(|a| !a.is_empty());
    (source, alt.map(str::to_owned))
}
