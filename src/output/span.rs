//! Converts marked text to well-nested events, for the writers of mark-up.
//!
//! Marks that overlap without nesting, as broken pages produce, are cut at the end of the outer mark. Adjacent marks
//! of the same kind are merged. Links and pictures with unsafe addresses are dropped here for all writers.

use crate::{
    MarkKind, Text,
    article::{OBJECT, is_safe_address},
};

/// One event of a marked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// A mark begins.
    Open(&'a MarkKind),
    /// Characters.
    Run(&'a str),
    /// The innermost open mark ends.
    Close(&'a MarkKind),
    /// A picture in the text.
    Image { src: &'a str, alt: &'a str },
}

/// The optional marks that a writer shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    pub(crate) links: bool,
    pub(crate) images: bool,
}

/// Returns the events of `text`, in order.
pub(crate) fn events(text: &Text, shown: Shown) -> Vec<Event<'_>> {
    let mut walk = Walk { text, at: 0, open: Vec::new(), out: Vec::new(), gap: true, dropped: false };
    for (start, end, kind) in spans(text, shown) {
        if start < walk.at {
            continue;
        }
        walk.close_until(start);
        walk.run(start);
        // Code and formulas contain no mark-up, and a mark inside a mark of its kind adds nothing.
        let verbatim = |kind: &MarkKind| {
            matches!(
                kind,
                MarkKind::Code | MarkKind::Keyboard | MarkKind::Math { .. } | MarkKind::NoteReference { .. }
            )
        };
        let nested = walk.open.iter().any(|(_, outer)| {
            verbatim(outer) || std::mem::discriminant(*outer) == std::mem::discriminant(kind)
        });
        if nested {
            continue;
        }
        if let MarkKind::Image { src, alt } = kind {
            walk.image(src, alt.as_deref().unwrap_or_default());
            continue;
        }
        let end = walk.open.last().map_or(end, |(outer, _)| end.min(*outer));
        walk.out.push(Event::Open(kind));
        walk.open.push((end, kind));
    }
    walk.close_until(usize::MAX);
    walk.run(text.text.len());
    without_empty_links(walk.out)
}

/// Returns the visible marks as ranges without white space at their ends; adjacent marks of the same kind are merged.
fn spans(text: &Text, shown: Shown) -> Vec<(usize, usize, &MarkKind)> {
    let mut spans: Vec<(usize, usize, &MarkKind)> = Vec::with_capacity(text.marks.len());
    for mark in &text.marks {
        let is_shown = match &mark.kind {
            MarkKind::Link { href } => shown.links && is_safe_address(href),
            MarkKind::Image { src, .. } => shown.images && is_safe_address(src),
            _ => true,
        };
        let Some(words) = text.text.get(mark.range.clone()).filter(|_| is_shown) else { continue };
        let start = mark.range.end - words.trim_start().len();
        let end = start + words.trim().len();
        if start >= end {
            continue;
        }
        let joins = !matches!(
            mark.kind,
            MarkKind::Image { .. } | MarkKind::NoteReference { .. } | MarkKind::Math { .. }
        );
        // Adjacent marks are close in the list: only marks of other kinds at the same position are between them. Code
        // is merged only with the mark directly before it, because a link between the two could not begin inside
        // code.
        let reach = if matches!(mark.kind, MarkKind::Code | MarkKind::Keyboard) { 1 } else { MARKS_BETWEEN };
        let last = spans.iter_mut().rev().take(reach).find(|(.., kind)| **kind == mark.kind);
        match last {
            Some((_, last_end, _)) if joins && *last_end >= start => *last_end = end.max(*last_end),
            _ => spans.push((start, end, &mark.kind)),
        }
    }
    spans.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    spans
}

/// How many marks are searched backwards for one that a new mark continues; inline mark-up nests only a few levels
/// deep.
const MARKS_BETWEEN: usize = 8;

struct Walk<'a> {
    text: &'a Text,
    /// Offset up to which the text has been written.
    at: usize,
    /// The open marks with their ends, innermost last.
    open: Vec<(usize, &'a MarkKind)>,
    out: Vec<Event<'a>>,
    /// Whether the last character was white space, or nothing has been written yet.
    gap: bool,
    /// Whether an object after white space was dropped, so that the following white space is superfluous.
    dropped: bool,
}

impl<'a> Walk<'a> {
    /// Appends the characters up to `to`, without objects and without the second of two spaces around one.
    fn run(&mut self, to: usize) {
        let Some(run) = self.text.text.get(self.at..to) else { return };
        self.at = to;
        for (i, piece) in run.split(OBJECT).enumerate() {
            self.dropped |= i > 0 && self.gap;
            let piece = if self.dropped { piece.trim_start_matches(' ') } else { piece };
            if !piece.is_empty() {
                self.dropped = false;
                self.gap = piece.ends_with(char::is_whitespace);
                self.out.push(Event::Run(piece));
            }
        }
    }

    fn image(&mut self, src: &'a str, alt: &'a str) {
        self.out.push(Event::Image { src, alt });
        (self.gap, self.dropped) = (false, false);
        self.at += OBJECT.len_utf8();
    }

    fn close_until(&mut self, start: usize) {
        while let Some(&(end, kind)) = self.open.last().filter(|(end, _)| *end <= start) {
            if end > self.at {
                self.run(end);
            }
            self.out.push(Event::Close(kind));
            self.open.pop();
        }
    }
}

/// Drops empty marks: links whose only content was a picture that is not shown.
fn without_empty_links(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out: Vec<Event<'_>> = Vec::with_capacity(events.len());
    for event in events {
        if matches!(event, Event::Close(_)) && matches!(out.last(), Some(Event::Open(_))) {
            out.pop();
        } else {
            out.push(event);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mark;

    const ALL: Shown = Shown { links: true, images: true };

    fn written(text: &Text, shown: Shown) -> String {
        let mut out = String::new();
        for event in events(text, shown) {
            match event {
                Event::Open(MarkKind::Link { .. }) => out.push_str("<a>"),
                Event::Open(MarkKind::Strong) => out.push_str("<s>"),
                Event::Open(MarkKind::Code) => out.push_str("<c>"),
                Event::Open(_) => out.push_str("<e>"),
                Event::Run(run) => out.push_str(run),
                Event::Close(_) => out.push_str("</>"),
                Event::Image { alt, .. } => out.push_str(alt),
            }
        }
        out
    }

    fn mark(range: std::ops::Range<usize>, kind: MarkKind) -> Mark {
        Mark { range, kind }
    }

    #[test]
    fn overlapping_marks_are_nested() {
        let marks =
            vec![mark(0..7, MarkKind::Strong), mark(4..13, MarkKind::Emphasis), mark(8..13, MarkKind::Code)];
        let text = Text { text: "one two three".into(), marks };
        assert_eq!(written(&text, ALL), "<s>one <e>two</></> <c>three</>");
    }

    #[test]
    fn adjacent_marks_are_merged() {
        let marks = vec![mark(0..4, MarkKind::Strong), mark(4..7, MarkKind::Strong)];
        let text = Text { text: "staying power".into(), marks };
        assert_eq!(written(&text, ALL), "<s>staying</> power");
    }

    #[test]
    fn unsafe_links_and_hidden_pictures_keep_their_words() {
        let link = |href: &str| MarkKind::Link { href: href.into() };
        let text = Text { text: "here".into(), marks: vec![mark(0..4, link("java\tscript:x"))] };
        assert_eq!(written(&text, ALL), "here");
        let image = MarkKind::Image { src: "https://a.example/i".into(), alt: Some("anchor".into()) };
        let marks = vec![mark(5..8, link("https://a.example")), mark(5..8, image)];
        let text = Text { text: "sign \u{fffc} at".into(), marks };
        assert_eq!(written(&text, ALL), "sign <a>anchor</> at");
        assert_eq!(written(&text, Shown { links: true, images: false }), "sign at");
    }
}
