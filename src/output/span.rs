//! Converts marked text to well-nested events, for the writers of mark-up.
//!
//! Marks that overlap without nesting, as broken pages produce, are split at the end of the outer mark. Adjacent marks
//! of the same kind are merged. Code is split where a link inside it begins or ends, because code cannot contain other
//! mark-up. Links and pictures with unsafe addresses are dropped here for all writers.

use std::{cmp::Ordering, cmp::Reverse, collections::BinaryHeap, ops::Range};

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
pub(crate) struct ShownMarks {
    pub(crate) links: bool,
    pub(crate) images: bool,
}

/// A mark to be written: where it begins and ends in the text, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span<'a> {
    start: usize,
    end: usize,
    kind: &'a MarkKind,
}

impl Span<'_> {
    /// Returns the sort key: the mark that begins first comes first, and an outer mark comes before an inner one.
    fn order(&self) -> (usize, Reverse<usize>, bool) {
        (self.start, Reverse(self.end), is_verbatim(self.kind))
    }

    /// Returns the part of the mark between two offsets, without white space at its ends; `None` if nothing is left.
    fn part(self, text: &str, start: usize, end: usize) -> Option<Self> {
        let words = text.get(start..end)?;
        let start = end - words.trim_start().len();
        let end = start + words.trim().len();
        (start < end).then_some(Self { start, end, ..self })
    }
}

impl Ord for Span<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl PartialOrd for Span<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns whether a mark cannot contain other mark-up.
fn is_verbatim(kind: &MarkKind) -> bool {
    matches!(
        kind,
        MarkKind::Code | MarkKind::Keyboard | MarkKind::Math { .. } | MarkKind::NoteReference { .. }
    )
}

/// Returns the events of `text`, in order.
pub(crate) fn events(text: &Text, shown: ShownMarks) -> Vec<Event<'_>> {
    let mut walk = SpanWalk { text, at: 0, open: Vec::new(), out: Vec::new(), gap: true, dropped: false };
    let spans = spans(text, shown);
    let mut spans = spans.iter().copied().peekable();
    // The rests of split marks. Open marks have different kinds, so the end of a mark splits at most one of each kind.
    let mut rests: BinaryHeap<Reverse<Span<'_>>> = BinaryHeap::new();
    loop {
        let rest_is_first = match (rests.peek(), spans.peek()) {
            (Some(Reverse(rest)), Some(span)) => rest < span,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => break,
        };
        let next = if rest_is_first { rests.pop().map(|Reverse(rest)| rest) } else { spans.next() };
        let Some(span) = next.filter(|span| span.start >= walk.at) else { continue };
        walk.close_until(span.start);
        walk.run(span.start);
        // Code and formulas contain no mark-up, and a mark inside a mark of its kind adds nothing.
        let nested = walk.open.iter().any(|(_, outer)| {
            is_verbatim(outer) || std::mem::discriminant(*outer) == std::mem::discriminant(span.kind)
        });
        if nested {
            continue;
        }
        if let MarkKind::Image { src, alt } = span.kind {
            walk.image(src, alt.as_deref().unwrap_or_default());
            continue;
        }
        let mut inner = span;
        if let Some(&(outer, _)) = walk.open.last().filter(|(outer, _)| *outer < span.end) {
            rests.extend(span.part(&text.text, outer, span.end).map(Reverse));
            match span.part(&text.text, span.start, outer) {
                Some(part) => inner = part,
                None => continue,
            }
        }
        walk.out.push(Event::Open(inner.kind));
        walk.open.push((inner.end, inner.kind));
    }
    walk.close_until(usize::MAX);
    walk.run(text.text.len());
    without_empty_links(walk.out)
}

/// Returns the visible marks without white space at their ends; adjacent marks of the same kind are merged.
fn spans(text: &Text, shown: ShownMarks) -> Vec<Span<'_>> {
    let mut spans: Vec<Span<'_>> = Vec::with_capacity(text.marks.len());
    // Where links begin and end.
    let mut borders: Vec<usize> = Vec::new();
    for mark in &text.marks {
        let is_shown = match &mark.kind {
            MarkKind::Link { href } => shown.links && is_safe_address(href),
            MarkKind::Image { src, .. } => shown.images && is_safe_address(src),
            _ => true,
        };
        let Range { start, end } = mark.range;
        let span = Span { start, end, kind: &mark.kind };
        let Some(span) = span.part(&text.text, start, end).filter(|_| is_shown) else { continue };
        if matches!(mark.kind, MarkKind::Link { .. }) {
            borders.extend([span.start, span.end]);
        }
        let joins = !matches!(
            mark.kind,
            MarkKind::Image { .. } | MarkKind::NoteReference { .. } | MarkKind::Math { .. }
        );
        // Adjacent marks are close in the list: only marks of other kinds at the same position are between them.
        let last = spans.iter_mut().rev().take(MARKS_BETWEEN).find(|last| last.kind == span.kind);
        match last {
            Some(last) if joins && last.end >= span.start => last.end = span.end.max(last.end),
            _ => spans.push(span),
        }
    }
    borders.sort_unstable();
    borders.dedup();
    if !borders.is_empty() {
        split_code(&mut spans, &borders, &text.text);
    }
    spans.sort_by_key(Span::order);
    spans
}

/// Splits code where a link begins or ends in it.
fn split_code(spans: &mut Vec<Span<'_>>, borders: &[usize], text: &str) {
    for i in 0..spans.len() {
        let span = spans[i];
        if !matches!(span.kind, MarkKind::Code | MarkKind::Keyboard) {
            continue;
        }
        let mut start = span.start;
        let mut parts = Vec::new();
        for &border in &borders[borders.partition_point(|&border| border <= span.start)..] {
            if border >= span.end {
                break;
            }
            parts.extend(span.part(text, start, border));
            start = border;
        }
        parts.extend(span.part(text, start, span.end));
        if let Some((first, others)) = parts.split_first() {
            spans[i] = *first;
            spans.extend_from_slice(others);
        }
    }
}

/// Marks that are searched back for one that a new mark continues: inline mark-up nests a few levels deep.
const MARKS_BETWEEN: usize = 8;

struct SpanWalk<'a> {
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

impl<'a> SpanWalk<'a> {
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

    const ALL: ShownMarks = ShownMarks { links: true, images: true };

    fn written(text: &Text, shown: ShownMarks) -> String {
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
        assert_eq!(written(&text, ALL), "<s>one <e>two</></> <e><c>three</></>");
        let marks = vec![mark(0..7, MarkKind::Strong), mark(4..13, MarkKind::Emphasis)];
        let text = Text { text: "one two three".into(), marks };
        assert_eq!(written(&text, ALL), "<s>one <e>two</></> <e>three</>");
    }

    #[test]
    fn code_around_a_link_is_split() {
        let link = MarkKind::Link { href: "https://a.example".into() };
        let marks = vec![mark(0..11, MarkKind::Code), mark(4..7, link)];
        let text = Text { text: "Vec<Row, u8>".into(), marks };
        assert_eq!(written(&text, ALL), "<c>Vec<</><a><c>Row</></><c>, u8</>>");
        assert_eq!(written(&text, ShownMarks { links: false, images: false }), "<c>Vec<Row, u8</>>");
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
        assert_eq!(written(&text, ShownMarks { links: true, images: false }), "sign at");
    }
}
