//! An article as CommonMark, with tables as GitHub writes them.
//!
//! Comes in: an [`Article`]. Goes out: text in which nothing that the page said can become mark-up:
//! every character that CommonMark could read as syntax is escaped where it is written.

use std::fmt::Write as _;

use crate::{Article, Block, Cell, List, MarkKind, Row, Text};

use super::span::{self, Event};

/// What the Markdown holds beside text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkdownOptions {
    /// Links with their addresses; without it, their words.
    pub links: bool,
    /// Pictures with their captions.
    pub images: bool,
    /// The fields as YAML front matter, instead of headline and byline as text.
    pub front_matter: bool,
    /// The body alone.
    pub body_only: bool,
}

/// Writes an article as Markdown.
pub(crate) fn article(article: &Article, options: MarkdownOptions) -> String {
    let mut out = String::new();
    if options.front_matter {
        front_matter(&mut out, article);
    } else if !options.body_only {
        if let Some(title) = &article.title {
            out.push_str("# ");
            out.push_str(&escaped_line(title));
            out.push('\n');
        }
        if let Some(byline) = &article.byline {
            part(&mut out);
            out.push_str(&escaped_line(&byline.text));
            out.push('\n');
        }
    }
    let writer = Writer { options };
    for block in &article.body {
        let text = writer.block(block);
        if !text.is_empty() {
            part(&mut out);
            out.push_str(&text);
            out.push('\n');
        }
    }
    out
}

fn part(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

/// The record's fields as YAML: every string is a JSON string, which YAML reads as it is.
fn front_matter(out: &mut String, article: &Article) {
    let authors: Vec<&str> =
        article.byline.iter().flat_map(|b| &b.authors).map(|a| a.name.as_str()).collect();
    let organization = article.byline.as_ref().and_then(|b| b.organization.as_deref());
    out.push_str("---\n");
    let fields = [
        ("title", article.title.as_deref()),
        ("organization", organization),
        ("published", article.published.as_deref()),
        ("modified", article.modified.as_deref()),
        ("site", article.site.as_deref()),
        ("language", article.language.as_deref()),
        ("url", article.url.as_deref()),
        ("description", article.description.as_deref()),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(out, "{name}: {}", quoted(value));
        }
    }
    for (name, values) in
        [("authors", authors), ("keywords", article.keywords.iter().map(String::as_str).collect())]
    {
        if !values.is_empty() {
            let _ = writeln!(out, "{name}:");
            for value in values {
                let _ = writeln!(out, "  - {}", quoted(value));
            }
        }
    }
    out.push_str("---\n");
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

struct Writer {
    options: MarkdownOptions,
}

impl Writer {
    /// One block without a line end after it; empty when it holds nothing to show.
    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading { level, text } => {
                let hashes = "######".get(..usize::from(*level)).unwrap_or("##");
                let words = self.text(text).replace("\\\n", " ");
                // A closing run of `#` is syntax in a heading.
                let words = words.strip_suffix('#').map_or(words.clone(), |w| format!("{w}\\#"));
                format!("{hashes} {words}")
            }
            Block::Standfirst(text) => {
                let inner = Text { text: text.text.clone(), marks: Vec::new() };
                let words = self.text(&inner);
                if words.contains('\n') { words } else { format!("**{words}**") }
            }
            Block::Paragraph(text) => self.text(text),
            Block::List(list) => self.list(list),
            Block::Quote { blocks } => prefixed(&self.blocks(blocks), "> ", "> "),
            Block::Code { text, language } => fenced(text, language.as_deref()),
            Block::Table { rows } => self.table(rows),
            Block::Figure { src, alt, caption } => {
                self.figure(src.as_deref(), alt.as_deref(), caption.as_ref())
            }
        }
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        let parts: Vec<String> = blocks.iter().map(|b| self.block(b)).filter(|b| !b.is_empty()).collect();
        parts.join("\n\n")
    }

    fn list(&self, list: &List) -> String {
        let mut out = String::new();
        for (i, item) in list.items.iter().enumerate() {
            let marker = if list.ordered { format!("{}. ", i + 1) } else { "- ".to_owned() };
            let loose = item.blocks.len() > 1 && !matches!(item.blocks.get(1), Some(Block::List(_)));
            let parts: Vec<String> =
                item.blocks.iter().map(|b| self.block(b)).filter(|b| !b.is_empty()).collect();
            if i > 0 {
                out.push('\n');
            }
            let indent = " ".repeat(marker.len());
            out.push_str(&prefixed(&parts.join(if loose { "\n\n" } else { "\n" }), &marker, &indent));
        }
        out
    }

    fn table(&self, rows: &[Row]) -> String {
        let columns = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        if columns == 0 {
            return String::new();
        }
        let line = |cells: &[Cell]| {
            let mut line = String::from("|");
            for i in 0..columns {
                let text = cells.get(i).map(|c| self.text(&c.text)).unwrap_or_default();
                let _ =
                    write!(line, " {} |", text.replace("\\\n", " ").replace('\n', " ").replace('|', "\\|"));
            }
            line
        };
        // GitHub's tables must have a header row; without one it is left empty.
        let has_header = rows.first().is_some_and(|r| r.header);
        let mut out = line(if has_header { &rows[0].cells } else { &[] });
        out.push('\n');
        out.push('|');
        out.push_str(&" --- |".repeat(columns));
        for row in rows.iter().skip(usize::from(has_header)) {
            out.push('\n');
            out.push_str(&line(&row.cells));
        }
        out
    }

    fn figure(&self, src: Option<&str>, alt: Option<&str>, caption: Option<&Text>) -> String {
        if !self.options.images {
            return String::new();
        }
        let caption = caption.map(|c| self.text(c)).unwrap_or_default();
        let picture = src.map(|s| format!("![{}]({})", escaped_line(alt.unwrap_or("")), destination(s)));
        match (picture, caption.is_empty()) {
            (Some(picture), true) => picture,
            (Some(picture), false) => format!("{picture}\n\n{caption}"),
            (None, _) => caption,
        }
    }

    fn text(&self, text: &Text) -> String {
        let mut out = String::with_capacity(text.text.len() + text.text.len() / 16);
        let mut code: Option<String> = None;
        span::events(text, self.options.links, |event| match (event, &mut code) {
            (Event::Open(MarkKind::Code), _) => code = Some(String::new()),
            (Event::Close(MarkKind::Code), held) => {
                out.push_str(&code_span(&held.take().unwrap_or_default()))
            }
            (Event::Run(run), Some(held)) => held.push_str(run),
            (Event::Run(run), None) => escape(&mut out, run),
            (Event::Open(kind), None) => out.push_str(match kind {
                MarkKind::Link { .. } => "[",
                MarkKind::Strong => "**",
                MarkKind::Emphasis => "*",
                MarkKind::Code => "",
            }),
            (Event::Close(kind), None) => match kind {
                MarkKind::Link { href } => {
                    let _ = write!(out, "]({})", destination(href));
                }
                MarkKind::Strong => out.push_str("**"),
                MarkKind::Emphasis => out.push('*'),
                MarkKind::Code => {}
            },
            (Event::Open(_) | Event::Close(_), Some(_)) => {}
        });
        out
    }
}

/// Puts `first` before the first line and `rest` before the others; blank lines get no trailing blanks.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let prefix = if i == 0 { first } else { rest };
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}

/// A fence longer than any run of backticks inside.
fn fenced(text: &str, language: Option<&str>) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let language: String = language
        .unwrap_or("")
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '+' | '#'))
        .collect();
    format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn code_span(text: &str) -> String {
    let text = text.replace('\n', " ");
    let ticks = "`".repeat(longest_run(&text, '`') + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.trim().is_empty() { text } else { format!("{ticks}{pad}{text}{pad}{ticks}") }
}

fn longest_run(text: &str, of: char) -> usize {
    let (mut best, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        best = best.max(run);
    }
    best
}

/// An address between angle brackets, or bare where nothing in it could end it.
fn destination(address: &str) -> String {
    let plain =
        address.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'(' | b')' | b'<' | b'>' | b'\\'));
    if plain {
        return address.to_owned();
    }
    let mut out = String::from("<");
    for c in address.chars().filter(|c| !c.is_control()) {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c => out.push(c),
        }
    }
    out.push('>');
    out
}

fn escaped_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, &text.replace(['\n', '\r'], " "));
    out
}

/// Escapes what CommonMark could read as mark-up; a line end becomes a hard break.
fn escape(out: &mut String, text: &str) {
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            while out.ends_with(' ') {
                out.pop();
            }
            out.push_str("\\\n");
        }
        let line = if i > 0 { line.trim_start() } else { line };
        let starts = out.is_empty() || out.ends_with('\n');
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        for (at, c) in line.char_indices() {
            let special = match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '&' => true,
                '#' | '>' | '+' | '-' | '=' | '|' => starts && at == 0,
                '.' | ')' => starts && digits > 0 && at == digits,
                _ => false,
            };
            if special {
                out.push('\\');
            }
            if !c.is_control() {
                out.push(c);
            }
        }
    }
}
