//! Marked text as a sequence of well-nested events, for the writers of mark-up.
//!
//! Comes in: a [`Text`]. Goes out: opens, runs and closes in order. Marks that overlap without nesting, as
//! broken pages make them, are cut at the end of the mark around them.

use crate::{MarkKind, Text};

/// One step through a marked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// A mark begins.
    Open(&'a MarkKind),
    /// Characters.
    Run(&'a str),
    /// The innermost open mark, which is this one, ends.
    Close(&'a MarkKind),
}

/// Calls `visit` with the events of `text`; links are left out unless `links`.
pub(crate) fn events<'a>(text: &'a Text, links: bool, mut visit: impl FnMut(Event<'a>)) {
    let mut open: Vec<(usize, &MarkKind)> = Vec::new();
    let mut at = 0;
    let marks = text.marks.iter().filter(|m| links || !matches!(m.kind, MarkKind::Link { .. }));
    for mark in marks {
        let (start, mut end) = (mark.range.start, mark.range.end.min(text.text.len()));
        if start < at
            || start >= end
            || !text.text.is_char_boundary(start)
            || !text.text.is_char_boundary(end)
        {
            continue;
        }
        close_until(text, &mut open, &mut at, start, &mut visit);
        run(text, &mut at, start, &mut visit);
        if let Some(&(outer, _)) = open.last() {
            end = end.min(outer);
        }
        // A mark within a mark of its kind says nothing, and code holds no mark-up.
        if open.iter().any(|(_, k)| std::mem::discriminant(*k) == std::mem::discriminant(&mark.kind))
            || open.iter().any(|(_, k)| matches!(k, MarkKind::Code))
        {
            continue;
        }
        visit(Event::Open(&mark.kind));
        open.push((end, &mark.kind));
    }
    close_until(text, &mut open, &mut at, usize::MAX, &mut visit);
    run(text, &mut at, text.text.len(), &mut visit);
}

fn run<'a>(text: &'a Text, at: &mut usize, to: usize, visit: &mut impl FnMut(Event<'a>)) {
    if *at < to {
        visit(Event::Run(&text.text[*at..to]));
        *at = to;
    }
}

fn close_until<'a>(
    text: &'a Text,
    open: &mut Vec<(usize, &'a MarkKind)>,
    at: &mut usize,
    start: usize,
    visit: &mut impl FnMut(Event<'a>),
) {
    while let Some(&(end, kind)) = open.last().filter(|(end, _)| *end <= start) {
        run(text, at, end, visit);
        visit(Event::Close(kind));
        open.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mark;

    #[test]
    fn overlapping_marks_come_out_nested() {
        let mark = |range, kind| Mark { range, kind };
        let text = Text {
            text: "one two three".into(),
            marks: vec![
                mark(0..7, MarkKind::Strong),
                mark(4..13, MarkKind::Emphasis),
                mark(8..13, MarkKind::Code),
            ],
        };
        let mut out = String::new();
        events(&text, true, |e| match e {
            Event::Open(k) => out.push_str(if *k == MarkKind::Strong {
                "<s>"
            } else if *k == MarkKind::Code {
                "<c>"
            } else {
                "<e>"
            }),
            Event::Run(r) => out.push_str(r),
            Event::Close(_) => out.push_str("</>"),
        });
        assert_eq!(out, "<s>one <e>two</></> <c>three</>");
    }
}
