//! Writes inline Markdown: the text of a block with its marks.
//!
//! Emphasis is written with `*` if a reader recognizes it, otherwise as an HTML element: CommonMark does not
//! recognize emphasis in `**Note:**text`.

use std::{collections::HashSet, fmt::Write as _};

use crate::{
    MarkKind, Text,
    output::span::{self, Event, ShownMarks},
};

use super::escape::{self, LineContext};

/// The context of inline content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// A paragraph: line ends are hard breaks.
    Block,
    /// A heading or another single line: line ends are spaces.
    Line,
    /// A cell of a table.
    Cell,
}

/// Writes inline content.
pub(crate) struct Inline<'a> {
    pub(crate) shown: ShownMarks,
    /// Labels of the article's notes.
    pub(crate) notes: &'a HashSet<&'a str>,
}

impl Inline<'_> {
    /// Returns the Markdown of a text.
    pub(crate) fn write(&self, text: &Text, context: Context) -> String {
        let events = span::events(text, self.shown);
        let place = LineContext {
            in_cell: context == Context::Cell,
            tildes: text.text.matches('~').count() > 1
                || text.marks.iter().any(|mark| mark.kind == MarkKind::Deleted),
            dollars: text.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Math { .. })),
            ..LineContext::default()
        };
        let mut pen = Pen {
            out: String::with_capacity(text.text.len() + text.text.len() / 16),
            events: &events,
            context,
            place,
            closers: Vec::new(),
            verbatim: None,
            closed: false,
            notes: self.notes,
        };
        for at in 0..events.len() {
            pen.event(at);
        }
        // A break at the end of a paragraph would be shown as a backslash.
        while let Some(kept) = pen.out.strip_suffix("\\\n") {
            pen.out.truncate(kept.len());
        }
        pen.out
    }
}

struct Pen<'a> {
    out: String,
    events: &'a [Event<'a>],
    context: Context,
    place: LineContext,
    /// The closing delimiter of each open mark.
    closers: Vec<&'static str>,
    /// The text of an open code span, formula or reference.
    verbatim: Option<String>,
    /// Whether a closing run of `*` or `~` was written last.
    closed: bool,
    notes: &'a HashSet<&'a str>,
}

impl Pen<'_> {
    fn event(&mut self, at: usize) {
        let closed = std::mem::take(&mut self.closed);
        match self.events[at] {
            Event::Run(run) => match &mut self.verbatim {
                Some(held) => held.push_str(run),
                None => self.run(run, at),
            },
            Event::Image { src, alt } => {
                let picture = format!("![{}]({})", label(alt), destination(src));
                self.out.push_str(&self.in_cell(picture));
            }
            Event::Open(
                MarkKind::Code | MarkKind::Keyboard | MarkKind::Math { .. } | MarkKind::NoteReference { .. },
            ) => self.verbatim = Some(String::new()),
            Event::Open(kind) => self.open(kind, at, closed),
            Event::Close(kind) => self.close(kind),
        }
    }

    fn run(&mut self, run: &str, at: usize) {
        let next = self.events.get(at + 1).map(|event| match event {
            Event::Run(run) => run.chars().find(|c| *c == '\n' || !c.is_control()).unwrap_or(' '),
            Event::Image { .. } => '!',
            Event::Open(MarkKind::Link { .. } | MarkKind::NoteReference { .. }) => '[',
            Event::Close(MarkKind::Link { .. }) => ']',
            Event::Open(_) | Event::Close(_) => '*',
        });
        let place = LineContext { next, ..self.place };
        if self.context == Context::Line {
            escape::push(&mut self.out, &run.replace('\n', " "), place);
        } else {
            escape::push(&mut self.out, run, place);
        }
    }

    fn open(&mut self, kind: &MarkKind, at: usize, closed: bool) {
        let (delimiter, open, close) = match kind {
            MarkKind::Link { .. } => {
                self.place.in_link = true;
                self.out.push('[');
                self.closers.push("](");
                return;
            }
            MarkKind::Strong => ("**", "<strong>", "</strong>"),
            MarkKind::Deleted => ("~~", "<del>", "</del>"),
            MarkKind::Superscript => ("", "<sup>", "</sup>"),
            MarkKind::Subscript => ("", "<sub>", "</sub>"),
            MarkKind::Highlight => ("", "<mark>", "</mark>"),
            _ => ("*", "<em>", "</em>"),
        };
        if !delimiter.is_empty() && !closed && self.is_recognized(at, kind) {
            self.out.push_str(delimiter);
            self.closers.push(delimiter);
        } else {
            self.out.push_str(open);
            self.closers.push(close);
        }
    }

    /// Returns whether a reader recognizes that a delimiter opens here and closes at the end of the mark, by
    /// CommonMark's rules about the characters on both sides.
    fn is_recognized(&self, at: usize, kind: &MarkKind) -> bool {
        let before = self.out.chars().next_back();
        let inner: Vec<&Event<'_>> = self.events[at + 1..]
            .iter()
            .take_while(|event| !matches!(event, Event::Close(k) if std::ptr::eq(*k, kind)))
            .collect();
        let first = inner.iter().find_map(|event| edge(event, false));
        let last = inner.iter().rev().find_map(|event| edge(event, true));
        let after = self.events.get(at + 2 + inner.len()).and_then(|event| match event {
            // The end of an outer mark: its own delimiter follows.
            Event::Close(_) => Some('*'),
            event => edge(event, false),
        });
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let mark = |c: Option<char>| c.is_some_and(is_punctuation);
        let word = |c: Option<char>| !blank(c) && !mark(c);
        // Emphasis within a word that touches other emphasis depends on the lengths of all delimiters.
        let within = self.closers.iter().any(|closer| matches!(*closer, "*" | "**"));
        let nested = within
            || inner.iter().any(|event| matches!(event, Event::Open(MarkKind::Strong | MarkKind::Emphasis)));
        !(blank(first)
            || blank(last)
            || mark(first) && word(before)
            || mark(last) && word(after)
            // A delimiter between punctuation closes emphasis too.
            || within && mark(before) && mark(first)
            || nested && (word(before) || word(after)))
    }

    fn close(&mut self, kind: &MarkKind) {
        let held = match kind {
            MarkKind::Code | MarkKind::Keyboard | MarkKind::Math { .. } | MarkKind::NoteReference { .. } => {
                self.verbatim.take().unwrap_or_default()
            }
            _ => String::new(),
        };
        match kind {
            MarkKind::Code => self.code(&held),
            MarkKind::Keyboard => {
                self.out.push_str("<kbd>");
                escape::push(&mut self.out, &held.replace('\n', " "), self.place);
                self.out.push_str("</kbd>");
            }
            MarkKind::Math { display } => {
                let delimiter = if *display { "$$" } else { "$" };
                let _ = write!(self.out, "{delimiter}{}{delimiter}", self.in_cell(formula(&held)));
            }
            MarkKind::NoteReference { label } if self.notes.contains(label.as_str()) => {
                let _ = write!(self.out, "[^{label}]");
            }
            MarkKind::NoteReference { .. } => escape::push(&mut self.out, &held, self.place),
            MarkKind::Link { href } => {
                self.closers.pop();
                self.place.in_link = false;
                let target = self.in_cell(destination(href));
                let _ = write!(self.out, "]({target})");
            }
            _ => {
                let closer = self.closers.pop().unwrap_or_default();
                self.out.push_str(closer);
                self.closed = matches!(closer, "*" | "**" | "~~");
            }
        }
    }

    fn in_cell(&self, text: String) -> String {
        if self.context == Context::Cell { text.replace('|', "\\|") } else { text }
    }

    /// Writes code on one line; in a cell, each line is a code span of its own.
    fn code(&mut self, text: &str) {
        if self.out.ends_with('`') {
            // The backticks of two adjacent code spans would merge.
            self.out.push_str("<code>");
            escape::push(&mut self.out, text, LineContext { next: Some('<'), ..self.place });
            self.out.push_str("</code>");
            return;
        }
        if self.context != Context::Cell {
            self.out.push_str(&code_span(&text.replace('\n', " ")));
            return;
        }
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.out.push_str("<br>");
            }
            if line.contains("\\|") {
                // A backslash before `|` cannot be written in a code span of a cell. References are never syntax.
                self.out.push_str("<code>");
                for c in line.chars().filter(|c| !c.is_control()) {
                    if c.is_ascii_punctuation() {
                        let _ = write!(self.out, "&#{};", u32::from(c));
                    } else {
                        self.out.push(c);
                    }
                }
                self.out.push_str("</code>");
            } else {
                self.out.push_str(&code_span(line).replace('|', "\\|"));
            }
        }
    }
}

/// Returns text for the brackets of a link or picture.
pub(crate) fn label(text: &str) -> String {
    // This is not the start of a line, whatever precedes the brackets.
    let mut out = String::from("[");
    let place = LineContext { in_link: true, tildes: true, next: Some(']'), ..LineContext::default() };
    escape::push(&mut out, &text.replace(['\n', '\r'], " "), place);
    out.split_off(1)
}

/// Returns the first or last character that an event writes.
fn edge(event: &Event<'_>, last: bool) -> Option<char> {
    match event {
        Event::Run(run) if last => run.chars().next_back(),
        Event::Run(run) => run.chars().next(),
        Event::Image { .. } => Some('!'),
        Event::Open(MarkKind::Code | MarkKind::Keyboard | MarkKind::Link { .. } | MarkKind::Math { .. })
        | Event::Close(MarkKind::Code | MarkKind::Keyboard | MarkKind::Link { .. } | MarkKind::Math { .. }) => {
            Some('`')
        }
        // Delimiters of emphasis merge; other marks are written as tags or `~~`.
        Event::Open(MarkKind::Strong | MarkKind::Emphasis)
        | Event::Close(MarkKind::Strong | MarkKind::Emphasis) => None,
        Event::Open(_) | Event::Close(_) => Some('<'),
    }
}

/// Returns whether CommonMark counts a character as punctuation: ASCII punctuation, and Unicode punctuation and
/// symbols.
fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control()
}

/// Returns a formula that no reader can take for HTML or a link. It adds spaces, which TeX ignores.
pub(crate) fn formula(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    let mut before = ' ';
    for c in tex.trim().chars().map(|c| if c.is_whitespace() { ' ' } else { c }) {
        match c {
            '<' => out.push_str("\\lt "),
            '$' if before != '\\' => out.push_str("\\$"),
            '(' | '[' | ':' if before == ']' => {
                out.push(' ');
                out.push(c);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
        before = c;
    }
    // A backslash at the end would escape the delimiter.
    let slashes = out.len() - out.trim_end_matches('\\').len();
    if slashes % 2 == 1 {
        out.pop();
    }
    out
}

pub(crate) fn code_span(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    if text.trim().is_empty() {
        return text;
    }
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    let touches = text.starts_with('`') || text.ends_with('`');
    let pad = if touches || text.starts_with(' ') && text.ends_with(' ') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

pub(crate) fn longest_run(text: &str, of: char) -> usize {
    let (mut best, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        best = best.max(run);
    }
    best
}

/// Returns an address between angle brackets, or bare if nothing in it could end it.
pub(crate) fn destination(address: &str) -> String {
    let plain = address
        .bytes()
        .all(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'<' | b'>' | b'\\' | b'&'));
    if plain && !address.is_empty() {
        return address.to_owned();
    }
    let mut out = String::from("<");
    let mut rest = address.chars();
    while let Some(c) = rest.next() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            // Readers resolve entities in addresses.
            '&' if rest.as_str().split(['&', '/', '=']).next().is_some_and(|name| name.contains(';')) => {
                out.push_str("&amp;");
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('>');
    // Parentheses and ampersands need no brackets if they are balanced or harmless.
    let inner = &out[1..out.len() - 1];
    let bare = inner.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'<' | b'>'));
    if bare && !inner.is_empty() { inner.to_owned() } else { out }
}
