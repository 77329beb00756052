//! An article as clean semantic HTML.
//!
//! Comes in: an [`Article`]. Goes out: an `<article>` element without scripts, styles, classes or handlers.
//! Everything that the page said is escaped where it is written, and addresses are of harmless schemes only.

use std::fmt::Write as _;

use crate::{Article, Block, List, MarkKind, Row, Text};

use super::span::{self, Event};

/// What the HTML holds beside text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HtmlOptions {
    /// Links with their addresses; without it, their words.
    pub links: bool,
    /// Pictures with their captions.
    pub images: bool,
    /// The body alone, without headline and byline.
    pub body_only: bool,
}

/// Writes an article as an `<article>` element.
pub(crate) fn article(article: &Article, options: HtmlOptions) -> String {
    let mut out = String::from("<article");
    if let Some(language) = &article.language {
        let _ = write!(out, " lang=\"{}\"", Escaped(language));
    }
    out.push_str(">\n");
    if !options.body_only {
        header(&mut out, article);
    }
    let writer = Writer { options };
    for block in &article.body {
        writer.block(&mut out, block);
    }
    out.push_str("</article>\n");
    out
}

fn header(out: &mut String, article: &Article) {
    if article.title.is_none() && article.byline.is_none() && article.published.is_none() {
        return;
    }
    out.push_str("<header>\n");
    if let Some(title) = &article.title {
        let _ = writeln!(out, "<h1>{}</h1>", Escaped(title));
    }
    if let Some(byline) = &article.byline {
        let _ = writeln!(out, "<p>{}</p>", Escaped(&byline.text));
    }
    if let Some(published) = &article.published {
        let _ = writeln!(out, "<p><time datetime=\"{0}\">{0}</time></p>", Escaped(published));
    }
    out.push_str("</header>\n");
}

/// Text that is escaped as it is written, for content and for quoted attributes.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // Neither HTML nor XML 1.0 has a way to write these.
                c if is_forbidden(c) => {}
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Characters that XML 1.0 does not allow, and C1 controls.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Whether an address may be followed from a page of ours.
fn harmless(address: &str) -> bool {
    match address.split_once(':') {
        Some((scheme, _)) if scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) => {
            ["http", "https", "mailto", "tel", "ftp"].iter().any(|s| scheme.eq_ignore_ascii_case(s))
        }
        _ => true,
    }
}

struct Writer {
    options: HtmlOptions,
}

impl Writer {
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
            Block::Quote { blocks } => {
                out.push_str("<blockquote>\n");
                blocks.iter().for_each(|b| self.block(out, b));
                out.push_str("</blockquote>\n");
            }
            Block::Code { text, language } => {
                out.push_str("<pre><code");
                if let Some(language) = language {
                    let _ = write!(out, " class=\"language-{}\"", Escaped(language));
                }
                // A line end right after `<pre>` would be dropped by the reader; after `<code>` it is not.
                let _ = writeln!(out, ">{}</code></pre>", Escaped(text));
            }
            Block::Table { rows } => self.table(out, rows),
            Block::Figure { src, alt, caption } if self.options.images => {
                out.push_str("<figure>\n");
                if let Some(src) = src.as_deref().filter(|s| harmless(s)) {
                    let alt = alt.as_deref().unwrap_or("");
                    let _ = writeln!(out, "<img src=\"{}\" alt=\"{}\">", Escaped(src), Escaped(alt));
                }
                if let Some(caption) = caption {
                    let _ = writeln!(out, "<figcaption>{}</figcaption>", self.text(caption));
                }
                out.push_str("</figure>\n");
            }
            Block::Figure { .. } => {}
        }
    }

    fn list(&self, out: &mut String, list: &List) {
        let tag = if list.ordered { "ol" } else { "ul" };
        let _ = writeln!(out, "<{tag}>");
        for item in &list.items {
            out.push_str("<li>");
            match item.blocks.as_slice() {
                [Block::Paragraph(text), rest @ ..] => {
                    out.push_str(&self.text(text));
                    rest.iter().for_each(|b| self.block(out, b));
                }
                blocks => blocks.iter().for_each(|b| self.block(out, b)),
            }
            out.push_str("</li>\n");
        }
        let _ = writeln!(out, "</{tag}>");
    }

    fn table(&self, out: &mut String, rows: &[Row]) {
        out.push_str("<table>\n");
        for row in rows {
            let tag = if row.header { "th" } else { "td" };
            out.push_str("<tr>");
            for cell in &row.cells {
                let _ = write!(out, "<{tag}>{}</{tag}>", self.text(&cell.text));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>\n");
    }

    fn text(&self, text: &Text) -> String {
        let mut out = String::with_capacity(text.text.len() + 32);
        let mut skipped = false;
        span::events(text, self.options.links, |event| match event {
            Event::Open(MarkKind::Link { href }) if harmless(href) => {
                skipped = false;
                let _ = write!(out, "<a href=\"{}\">", Escaped(href));
            }
            Event::Open(MarkKind::Link { .. }) => skipped = true,
            Event::Close(MarkKind::Link { .. }) if skipped => skipped = false,
            Event::Open(kind) => {
                let _ = write!(out, "<{}>", tag(kind));
            }
            Event::Close(kind) => {
                let _ = write!(out, "</{}>", tag(kind));
            }
            Event::Run(run) => {
                for (i, line) in run.split('\n').enumerate() {
                    if i > 0 {
                        out.push_str("<br>\n");
                    }
                    let _ = write!(out, "{}", Escaped(line));
                }
            }
        });
        out
    }
}

fn tag(kind: &MarkKind) -> &'static str {
    match kind {
        MarkKind::Link { .. } => "a",
        MarkKind::Strong => "strong",
        MarkKind::Emphasis => "em",
        MarkKind::Code => "code",
    }
}
