//! Writes an article as CommonMark with GitHub's tables, strikethrough, task lists, footnotes and alerts.
//!
//! Text of the page cannot become mark-up: every character that a reader could take for syntax is escaped as it is
//! written.

mod escape;
mod inline;

use std::{collections::HashSet, fmt::Write as _};

use crate::{Article, Block, Definition, Figure, List, Note, Table, Text, article::is_safe_address};

use super::span::ShownMarks;
use escape::LineContext;
use inline::{Context, Inline, destination, formula, label, longest_run};

/// Options of the Markdown output.
///
/// ```
/// use copydesk::MarkdownOptions;
///
/// let options = MarkdownOptions::new().with_links(true).with_front_matter(true);
/// assert!(options.links && !options.images);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MarkdownOptions {
    /// Whether to keep the addresses of links, and embeds. Otherwise only the text of links is kept.
    pub links: bool,
    /// Whether to keep pictures, with their captions.
    pub images: bool,
    /// Whether to write the fields as YAML front matter instead of headline and byline as text.
    pub front_matter: bool,
    /// Whether to write only the body.
    pub body_only: bool,
}

impl MarkdownOptions {
    /// Returns options for text alone: headline, byline and body.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether links keep their addresses and embeds are kept.
    #[must_use]
    pub fn with_links(mut self, links: bool) -> Self {
        self.links = links;
        self
    }

    /// Sets whether pictures are kept, with their captions.
    #[must_use]
    pub fn with_images(mut self, images: bool) -> Self {
        self.images = images;
        self
    }

    /// Sets whether the fields are written as YAML front matter instead of as text.
    #[must_use]
    pub fn with_front_matter(mut self, front_matter: bool) -> Self {
        self.front_matter = front_matter;
        self
    }

    /// Sets whether only the body is written.
    #[must_use]
    pub fn with_body_only(mut self, body_only: bool) -> Self {
        self.body_only = body_only;
        self
    }
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
    let text = body(&article.body, options);
    if !text.is_empty() {
        part(&mut out);
        out.push_str(&text);
        out.push('\n');
    }
    out
}

/// Writes blocks as Markdown, without a line end after the last.
fn body(blocks: &[Block], options: MarkdownOptions) -> String {
    let notes: HashSet<&str> = blocks
        .iter()
        .flat_map(|block| match block {
            Block::Notes { items } => items.as_slice(),
            _ => &[],
        })
        .map(|note| note.label.as_str())
        .filter(|label| label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')))
        .collect();
    let shown = ShownMarks { links: options.links, images: options.images };
    MarkdownWriter { options, inline: Inline { shown, notes: &notes } }.blocks(blocks)
}

fn part(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Writes the fields as YAML. Every string is a JSON string, which is valid YAML.
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

struct MarkdownWriter<'a> {
    options: MarkdownOptions,
    inline: Inline<'a>,
}

impl MarkdownWriter<'_> {
    /// Returns one block without a final line end; empty if there is nothing to show.
    fn block(&self, block: &Block) -> String {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Standfirst(text) => {
                let inner = Text { text: text.text.clone(), marks: Vec::new() };
                let words = self.text(&inner);
                if words.contains('\n') || words.is_empty() { words } else { format!("**{words}**") }
            }
            Block::Paragraph(text) => self.text(text),
            Block::List(list) => self.list(list, false),
            Block::Definitions { items } => self.definitions(items),
            Block::Quote { blocks, attribution } => self.quote(blocks, attribution.as_ref()),
            Block::Callout { kind, title, blocks } => self.callout(kind, title.as_ref(), blocks),
            Block::Details { summary, blocks } => {
                let summary = summary.iter().map(|s| self.strong(s));
                join(summary.chain(std::iter::once(self.blocks(blocks))))
            }
            Block::Code { text, language } => fenced(text, language.as_deref()),
            Block::Math { tex } => format!("$$\n{}\n$$", formula(tex)),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Embed { url, title } => self.embed(url, title.as_deref()),
            Block::Rule => "---".to_owned(),
            Block::Notes { items } => join(items.iter().map(|note| self.note(note))),
        }
    }

    /// Returns blocks separated by blank lines. The second of two adjacent lists has other markers, because equal
    /// ones would merge.
    fn blocks(&self, blocks: &[Block]) -> String {
        let mut out = String::new();
        let mut last: Option<(bool, bool)> = None;
        for block in blocks {
            let (text, list) = match block {
                Block::List(list) => {
                    let other = last.is_some_and(|(ordered, other)| ordered == list.ordered && !other);
                    (self.list(list, other), Some((list.ordered, other)))
                }
                block => (self.block(block), None),
            };
            if !text.is_empty() {
                if !out.is_empty() {
                    out.push_str("\n\n");
                }
                out.push_str(&text);
                last = list;
            }
        }
        out
    }

    fn text(&self, text: &Text) -> String {
        self.inline.write(text, Context::Block)
    }

    fn line(&self, text: &Text) -> String {
        self.inline.write(text, Context::Line)
    }

    fn strong(&self, text: &Text) -> String {
        let whole = crate::Mark { range: 0..text.text.len(), kind: crate::MarkKind::Strong };
        let marks = std::iter::once(whole).chain(text.marks.iter().cloned()).collect();
        self.line(&Text { text: text.text.clone(), marks })
    }

    fn heading(&self, level: u8, text: &Text) -> String {
        let hashes = "######".get(..usize::from(level)).unwrap_or("##");
        let words = self.line(text);
        // A closing run of `#` in a heading is syntax.
        let words = match words.strip_suffix('#') {
            Some(before) if !before.ends_with('\\') => format!("{before}\\#"),
            _ => words,
        };
        if words.is_empty() { words } else { format!("{hashes} {words}") }
    }

    fn list(&self, list: &List, other: bool) -> String {
        let mut out = String::new();
        let items = list.items.iter().zip(list.numbers());
        for (i, (item, number)) in items.enumerate() {
            let marker = match (list.ordered, other) {
                (false, false) => "- ".to_owned(),
                (false, true) => "* ".to_owned(),
                (true, other) => {
                    // Markdown numbers have at most nine digits.
                    let number = u32::try_from(number).ok().filter(|n| *n < 1_000_000_000);
                    let number = number.unwrap_or(u32::try_from(i).unwrap_or(0) + 1);
                    format!("{number}{} ", if other { ')' } else { '.' })
                }
            };
            let blocks: Vec<&Block> = item.blocks.iter().filter(|b| !matches!(b, Block::Rule)).collect();
            let interrupts = |list: &List| !list.ordered || list.numbers().next() == Some(1);
            let tight = blocks.len() < 2
                || matches!(blocks[..], [Block::Paragraph(_), Block::List(inner)] if interrupts(inner));
            // A task's box belongs to a paragraph (GFM 5.3): after it, `3.` would be text and not a list.
            let task = match (item.checked, blocks.first()) {
                (None, _) => "",
                (Some(true), Some(Block::Paragraph(_))) => "[x] ",
                (Some(false), Some(Block::Paragraph(_))) => "[ ] ",
                (Some(true), _) => "\u{2611}\n\n",
                (Some(false), _) => "\u{2610}\n\n",
            };
            let parts: Vec<String> =
                blocks.into_iter().map(|b| self.block(b)).filter(|b| !b.is_empty()).collect();
            if parts.is_empty() && !item.blocks.is_empty() {
                // The item contains only pictures, which are not shown.
                continue;
            }
            if !out.is_empty() {
                out.push('\n');
            }
            let indent = " ".repeat(marker.len());
            let content = format!("{task}{}", parts.join(if tight { "\n" } else { "\n\n" }));
            out.push_str(&prefixed(&content, &marker, &indent));
        }
        out
    }

    fn definitions(&self, items: &[Definition]) -> String {
        join(items.iter().map(|item| {
            let terms = item.terms.iter().map(|term| self.strong(term)).filter(|term| !term.is_empty());
            let terms: Vec<String> = terms.collect();
            join([terms.join("\\\n"), self.blocks(&item.blocks)].into_iter())
        }))
    }

    fn quote(&self, blocks: &[Block], attribution: Option<&Text>) -> String {
        let attribution = attribution.map(|a| format!("— {}", self.line(a)));
        let content = join(std::iter::once(self.blocks(blocks)).chain(attribution));
        // A quotation that begins like an alert is not one.
        let content = if is_alert(&content) { format!("\\{content}") } else { content };
        if content.is_empty() { content } else { prefixed(&content, "> ", "> ") }
    }

    fn callout(&self, kind: &str, title: Option<&Text>, blocks: &[Block]) -> String {
        let kind: String = kind.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let kind = if kind.is_empty() { "note".to_owned() } else { kind };
        let title = title.filter(|t| !t.text.trim().eq_ignore_ascii_case(&kind)).map(|t| self.line(t));
        let mut content = format!("[!{}]", kind.to_ascii_uppercase());
        if let Some(title) = title {
            content.push(' ');
            content.push_str(&title);
        }
        let inner = self.blocks(blocks);
        if !inner.is_empty() {
            content.push('\n');
            content.push_str(&inner);
        }
        prefixed(&content, "> ", "> ")
    }

    /// Returns a table in GitHub's syntax. Rows are not padded, because readers extend them to the width of the
    /// header.
    fn table(&self, table: &Table) -> String {
        let grid = table.grid();
        let width = |row: &Vec<(usize, &crate::Cell)>| {
            row.last().map_or(0, |(column, cell)| column + cell.columns.clamp(1, COLUMNS_OF_LAST_CELL))
        };
        let columns = grid.iter().map(width).max().unwrap_or(0);
        if columns == 0 {
            return String::new();
        }
        let line = |out: &mut String, row: &[(usize, &crate::Cell)], columns: usize| {
            out.push('|');
            let mut at = 0;
            for (column, cell) in row {
                for _ in at..*column {
                    out.push_str("  |");
                }
                let _ = write!(out, " {} |", self.inline.write(&cell.text, Context::Cell));
                at = column + 1;
            }
            for _ in at..columns {
                out.push_str("  |");
            }
        };
        // GitHub's tables require a header row; without one it is empty.
        let has_header = table.rows.first().is_some_and(|row| row.header);
        let mut out = String::new();
        line(&mut out, if has_header { &grid[0] } else { &[] }, columns);
        out.push_str("\n|");
        out.push_str(&" --- |".repeat(columns));
        for row in grid.iter().skip(usize::from(has_header)) {
            out.push('\n');
            // Writes only the width of each row; otherwise the output would be quadratic.
            line(&mut out, row, width(row).min(columns));
        }
        match &table.caption {
            Some(caption) => join([self.text(caption), out].into_iter()),
            None => out,
        }
    }

    fn figure(&self, figure: &Figure) -> String {
        if !self.options.images {
            return String::new();
        }
        let safe = |address: &&str| is_safe_address(address);
        let picture = figure.src.as_deref().filter(safe).map(|src| {
            format!("![{}]({})", label(figure.alt.as_deref().unwrap_or_default()), destination(src))
        });
        let link = figure.link.as_deref().filter(safe).filter(|_| self.options.links);
        let picture = picture.map(|picture| match link {
            Some(link) => format!("[{picture}]({})", destination(link)),
            None => picture,
        });
        join(picture.into_iter().chain(figure.caption.as_ref().map(|caption| self.text(caption))))
    }

    fn embed(&self, url: &str, title: Option<&str>) -> String {
        if !self.options.links || !is_safe_address(url) {
            return String::new();
        }
        let host = url.split_once("://").map_or(url, |(_, rest)| rest.split('/').next().unwrap_or(rest));
        let title = title.map(str::trim).filter(|t| !t.is_empty()).unwrap_or(host);
        format!("[{}]({})", label(title), destination(url))
    }

    fn note(&self, note: &Note) -> String {
        let content = without_target(self.blocks(&note.blocks));
        if self.inline.notes.contains(note.label.as_str()) {
            prefixed(&content, &format!("[^{}]: ", note.label), "    ")
        } else {
            content
        }
    }
}

/// Maximum columns written for the last cell of a row, whatever it spans.
const COLUMNS_OF_LAST_CELL: usize = 64;

/// Returns the content of a note such that it does not begin with an active address: a reader without footnotes takes
/// `[^1]: target` for the target of a link.
fn without_target(content: String) -> String {
    let first = content.split_whitespace().next().unwrap_or_default();
    // A scheme begins with a letter (RFC 3986), which may be escaped or follow `<`. Controls are skipped by browsers.
    let may_begin_scheme =
        |c: char| c.is_ascii_alphabetic() || c.is_control() || matches!(c, '\\' | '&' | '<');
    if !first.starts_with(may_begin_scheme) {
        return content;
    }
    let address: String = first.chars().filter(|c| *c != '\\' && *c != '<').collect();
    if is_safe_address(&address) {
        return content;
    }
    format!("{}{}", inline::code_span(first), content.get(first.len()..).unwrap_or_default())
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Puts `first` before the first line and `rest` before the others; blank lines get no trailing spaces.
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

/// Returns a fence longer than any run of backticks in the text.
fn fenced(text: &str, language: Option<&str>) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    let language: String = language
        .unwrap_or("")
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '+' | '#'))
        .collect();
    format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

fn escaped_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::push(
        &mut out,
        &text.replace(['\n', '\r'], " "),
        LineContext { tildes: true, ..LineContext::default() },
    );
    out
}

/// Returns whether the text of a quotation begins like an alert (`[!NOTE]`): with a word in brackets that is not a link.
fn is_alert(content: &str) -> bool {
    let Some((word, rest)) = content.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else {
        return false;
    };
    !rest.starts_with('(') && !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}
