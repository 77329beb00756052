//! Writes an article as clean semantic HTML.
//!
//! The output is an `<article>` element without scripts, styles or handlers. All text of the page is escaped as it is
//! written, and addresses have safe schemes only.

use std::fmt::Write as _;

use crate::{
    Article, Block, Cell, Definition, Figure, List, MarkKind, Note, Table, Text, article::is_safe_address,
};

use super::span::{self, Event, ShownMarks};

/// Options of the HTML output.
///
/// ```
/// use copydesk::HtmlOptions;
///
/// let options = HtmlOptions::new().with_links(true).with_standalone(true);
/// assert!(options.standalone && !options.images);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HtmlOptions {
    /// Whether to keep the addresses of links, and embeds. Otherwise only the text of links is kept.
    pub links: bool,
    /// Whether to keep pictures, with their captions.
    pub images: bool,
    /// Whether to write only the body, without headline and byline.
    pub body_only: bool,
    /// Whether to write a complete document: doctype, encoding, title, language and direction.
    pub standalone: bool,
}

impl HtmlOptions {
    /// Returns options for text alone: an `<article>` element with headline, byline and body.
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

    /// Sets whether only the body is written, without headline and byline.
    #[must_use]
    pub fn with_body_only(mut self, body_only: bool) -> Self {
        self.body_only = body_only;
        self
    }

    /// Sets whether a complete document is written: doctype, encoding, title, language and direction.
    #[must_use]
    pub fn with_standalone(mut self, standalone: bool) -> Self {
        self.standalone = standalone;
        self
    }
}

/// Writes an article as an `<article>` element, or as a document that contains it.
pub(crate) fn article(article: &Article, options: HtmlOptions) -> String {
    let mut out = String::new();
    let mut attributes = String::new();
    if let Some(language) = &article.language {
        let _ = write!(attributes, " lang=\"{}\"", EscapedText(language));
    }
    let _ = write!(attributes, " dir=\"{}\"", article.direction().name());
    if options.standalone {
        let title = article.title.as_deref().unwrap_or_default();
        let _ = write!(
            out,
            "<!doctype html>\n<html{attributes}>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n",
            EscapedText(title)
        );
        if let Some(url) = article.url.as_deref().filter(|url| is_safe_address(url)) {
            let _ = writeln!(out, "<link rel=\"canonical\" href=\"{}\">", EscapedText(url));
        }
        out.push_str("</head>\n<body>\n<article>\n");
    } else {
        let _ = writeln!(out, "<article{attributes}>");
    }
    if !options.body_only {
        header(&mut out, article);
    }
    let writer = HtmlWriter { options };
    for block in &article.body {
        writer.block(&mut out, block);
    }
    out.push_str("</article>\n");
    if options.standalone {
        out.push_str("</body>\n</html>\n");
    }
    out
}

fn header(out: &mut String, article: &Article) {
    if article.title.is_none() && article.byline.is_none() && article.published.is_none() {
        return;
    }
    out.push_str("<header>\n");
    if let Some(title) = &article.title {
        let _ = writeln!(out, "<h1>{}</h1>", EscapedText(title));
    }
    if let Some(byline) = &article.byline {
        let _ = writeln!(out, "<p>{}</p>", EscapedText(&byline.text));
    }
    if let Some(published) = &article.published {
        let _ = writeln!(out, "<p><time datetime=\"{0}\">{0}</time></p>", EscapedText(published));
    }
    out.push_str("</header>\n");
}

/// Text that is escaped as it is written, for content and quoted attributes.
pub(crate) struct EscapedText<'a>(pub(crate) &'a str);

impl std::fmt::Display for EscapedText<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // HTML and XML 1.0 cannot write these.
                c if is_forbidden(c) => {}
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Returns whether XML 1.0 forbids a character, or it is a C1 control.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

struct HtmlWriter {
    options: HtmlOptions,
}

impl HtmlWriter {
    fn block(&self, out: &mut String, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let level = (*level).clamp(2, 6);
                let _ = writeln!(out, "<h{level}>{}</h{level}>", self.text(text));
            }
            Block::Standfirst(text) => {
                let _ = writeln!(out, "<p role=\"doc-subtitle\">{}</p>", self.text(text));
            }
            Block::Paragraph(text) => {
                let _ = writeln!(out, "<p>{}</p>", self.text(text));
            }
            Block::List(list) => self.list(out, list),
            Block::Definitions { items } => self.definitions(out, items),
            Block::Quote { blocks, attribution } => {
                out.push_str("<blockquote>\n");
                self.blocks(out, blocks);
                if let Some(attribution) = attribution {
                    let _ = writeln!(out, "<footer>— {}</footer>", self.text(attribution));
                }
                out.push_str("</blockquote>\n");
            }
            Block::Callout { kind, title, blocks } => {
                let _ = writeln!(out, "<aside class=\"callout-{}\">", EscapedText(kind));
                if let Some(title) = title {
                    let _ = writeln!(out, "<p><strong>{}</strong></p>", self.text(title));
                }
                self.blocks(out, blocks);
                out.push_str("</aside>\n");
            }
            Block::Details { summary, blocks } => {
                out.push_str("<details>\n");
                if let Some(summary) = summary {
                    let _ = writeln!(out, "<summary>{}</summary>", self.text(summary));
                }
                self.blocks(out, blocks);
                out.push_str("</details>\n");
            }
            Block::Code { text, language } => {
                out.push_str("<pre><code");
                if let Some(language) = language {
                    let _ = write!(out, " class=\"language-{}\"", EscapedText(language));
                }
                // Readers drop a line end directly after `<pre>`, but not after `<code>`.
                let _ = writeln!(out, ">{}</code></pre>", EscapedText(text));
            }
            Block::Math { tex } => {
                let _ = writeln!(out, "<p><code class=\"math-display\">{}</code></p>", EscapedText(tex));
            }
            Block::Table(table) => self.table(out, table),
            Block::Figure(figure) => self.figure(out, figure),
            Block::Embed { url, title } => self.embed(out, url, title.as_deref()),
            Block::Rule => out.push_str("<hr>\n"),
            Block::Notes { items } => self.notes(out, items),
        }
    }

    fn blocks(&self, out: &mut String, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(out, block));
    }

    /// Writes blocks into an element; the first paragraph has no element of its own.
    fn flow(&self, out: &mut String, blocks: &[Block]) {
        match blocks {
            [Block::Paragraph(text), rest @ ..] => {
                out.push_str(&self.text(text));
                self.blocks(out, rest);
            }
            blocks => self.blocks(out, blocks),
        }
    }

    fn list(&self, out: &mut String, list: &List) {
        let tag = if list.ordered { "ol" } else { "ul" };
        let _ = write!(out, "<{tag}");
        if let Some(style) = list.style.filter(|s| list.ordered && matches!(s, 'a' | 'A' | 'i' | 'I')) {
            let _ = write!(out, " type=\"{style}\"");
        }
        out.push_str(">\n");
        let mut expected = 1;
        for (item, number) in list.items.iter().zip(list.numbers()) {
            if list.ordered && number != expected {
                let _ = write!(out, "<li value=\"{number}\">");
            } else {
                out.push_str("<li>");
            }
            expected = number.saturating_add(1);
            if let Some(done) = item.checked {
                out.push_str(if done { "☑ " } else { "☐ " });
            }
            self.flow(out, &item.blocks);
            out.push_str("</li>\n");
        }
        let _ = writeln!(out, "</{tag}>");
    }

    fn definitions(&self, out: &mut String, items: &[Definition]) {
        out.push_str("<dl>\n");
        for item in items {
            for term in &item.terms {
                let _ = writeln!(out, "<dt>{}</dt>", self.text(term));
            }
            if !item.blocks.is_empty() {
                out.push_str("<dd>");
                self.flow(out, &item.blocks);
                out.push_str("</dd>\n");
            }
        }
        out.push_str("</dl>\n");
    }

    fn table(&self, out: &mut String, table: &Table) {
        out.push_str("<table>\n");
        if let Some(caption) = &table.caption {
            let _ = writeln!(out, "<caption>{}</caption>", self.text(caption));
        }
        for row in &table.rows {
            out.push_str("<tr>");
            for cell in &row.cells {
                self.cell(out, cell);
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>\n");
    }

    fn cell(&self, out: &mut String, cell: &Cell) {
        let tag = if cell.header { "th" } else { "td" };
        let _ = write!(out, "<{tag}");
        for (name, span) in [("colspan", cell.columns), ("rowspan", cell.rows)] {
            if span > 1 {
                let _ = write!(out, " {name}=\"{span}\"");
            }
        }
        let _ = write!(out, ">{}</{tag}>", self.text(&cell.text));
    }

    fn figure(&self, out: &mut String, figure: &Figure) {
        if !self.options.images {
            return;
        }
        out.push_str("<figure>\n");
        if let Some(src) = figure.src.as_deref().filter(|s| is_safe_address(s)) {
            let alt = figure.alt.as_deref().unwrap_or_default();
            let picture = format!("<img src=\"{}\" alt=\"{}\">", EscapedText(src), EscapedText(alt));
            match figure.link.as_deref().filter(|s| self.options.links && is_safe_address(s)) {
                Some(link) => {
                    let _ = writeln!(out, "<a href=\"{}\">{picture}</a>", EscapedText(link));
                }
                None => {
                    let _ = writeln!(out, "{picture}");
                }
            }
        }
        if let Some(caption) = &figure.caption {
            let _ = writeln!(out, "<figcaption>{}</figcaption>", self.text(caption));
        }
        out.push_str("</figure>\n");
    }

    fn embed(&self, out: &mut String, url: &str, title: Option<&str>) {
        if self.options.links && is_safe_address(url) {
            let title = title.unwrap_or(url);
            let _ = writeln!(out, "<p><a href=\"{}\">{}</a></p>", EscapedText(url), EscapedText(title));
        }
    }

    fn notes(&self, out: &mut String, items: &[Note]) {
        out.push_str("<section role=\"doc-endnotes\">\n");
        for note in items {
            let label = EscapedText(&note.label);
            let _ = write!(out, "<div id=\"note-{label}\"><p>[{label}] ");
            match note.blocks.as_slice() {
                [Block::Paragraph(text), rest @ ..] => {
                    let _ = writeln!(out, "{}</p>", self.text(text));
                    self.blocks(out, rest);
                }
                blocks => {
                    out.push_str("</p>\n");
                    self.blocks(out, blocks);
                }
            }
            out.push_str("</div>\n");
        }
        out.push_str("</section>\n");
    }

    fn text(&self, text: &Text) -> String {
        let mut out = String::with_capacity(text.text.len() + 32);
        let shown = ShownMarks { links: self.options.links, images: self.options.images };
        for event in span::events(text, shown) {
            match event {
                Event::Open(MarkKind::Link { href }) => {
                    let _ = write!(out, "<a href=\"{}\">", EscapedText(href));
                }
                Event::Open(MarkKind::NoteReference { label }) => {
                    let _ = write!(out, "<a href=\"#note-{}\" role=\"doc-noteref\">", EscapedText(label));
                }
                Event::Open(MarkKind::Math { display }) => {
                    let class = if *display { "math-display" } else { "math" };
                    let _ = write!(out, "<code class=\"{class}\">");
                }
                Event::Open(kind) => {
                    let _ = write!(out, "<{}>", tag(kind));
                }
                Event::Close(kind) => {
                    let _ = write!(out, "</{}>", tag(kind));
                }
                Event::Image { src, alt } => {
                    let _ = write!(out, "<img src=\"{}\" alt=\"{}\">", EscapedText(src), EscapedText(alt));
                }
                Event::Run(run) => {
                    for (i, line) in run.split('\n').enumerate() {
                        if i > 0 {
                            out.push_str("<br>\n");
                        }
                        let _ = write!(out, "{}", EscapedText(line));
                    }
                }
            }
        }
        out
    }
}

fn tag(kind: &MarkKind) -> &'static str {
    match kind {
        MarkKind::Link { .. } | MarkKind::NoteReference { .. } => "a",
        MarkKind::Strong => "strong",
        MarkKind::Emphasis => "em",
        MarkKind::Code | MarkKind::Math { .. } => "code",
        MarkKind::Keyboard => "kbd",
        MarkKind::Deleted => "del",
        MarkKind::Highlight => "mark",
        MarkKind::Superscript => "sup",
        MarkKind::Subscript => "sub",
        MarkKind::Image { .. } => "img",
    }
}
