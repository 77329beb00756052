//! An article as XML-TEI, in the shape that users of trafilatura know.
//!
//! Comes in: an [`Article`]. Goes out: one TEI document (TEI P5, <https://tei-c.org/guidelines/p5/>) with
//! the fields in the header and the body in `<div type="entry">`. Headings are `<ab type="header">`,
//! emphasis `<hi>`, links `<ref>`.

use std::fmt::Write as _;

use crate::{Article, Block, List, MarkKind, Row, Text};

use super::{
    html::Escaped,
    span::{self, Event},
};

/// Writes an article as a TEI document.
pub(crate) fn article(article: &Article, links: bool, images: bool) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n",
    );
    header(&mut out, article);
    out.push_str("<text>\n<body>\n<div type=\"entry\">\n");
    let writer = Writer { links, images };
    for block in &article.body {
        writer.block(&mut out, block);
    }
    if article.body.is_empty() {
        out.push_str("<p/>\n");
    }
    out.push_str("</div>\n</body>\n</text>\n</TEI>\n");
    out
}

fn element(out: &mut String, open: &str, close: &str, text: Option<&str>) {
    if let Some(text) = text {
        let _ = writeln!(out, "<{open}>{}</{close}>", Escaped(text));
    }
}

fn header(out: &mut String, article: &Article) {
    out.push_str("<teiHeader>\n<fileDesc>\n");
    title_statement(out, article);
    out.push_str("<publicationStmt>\n<p/>\n</publicationStmt>\n<sourceDesc>\n");
    let summary: Vec<&str> = [&article.title, &article.site, &article.published]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    element(out, "bibl", "bibl", Some(&summary.join(". ")));
    out.push_str("<biblFull>\n");
    title_statement(out, article);
    out.push_str("<publicationStmt>\n");
    element(out, "publisher", "publisher", Some(article.site.as_deref().unwrap_or("N/A")));
    if let Some(url) = &article.url {
        let _ = writeln!(out, "<ptr type=\"URL\" target=\"{}\"/>", Escaped(url));
    }
    element(out, "date", "date", article.published.as_deref());
    out.push_str("</publicationStmt>\n</biblFull>\n</sourceDesc>\n</fileDesc>\n");
    let _ = writeln!(
        out,
        "<encodingDesc>\n<appInfo>\n<application version=\"{}\" ident=\"copydesk\">\n<label>copydesk</label>\n</application>\n</appInfo>\n</encodingDesc>",
        env!("CARGO_PKG_VERSION")
    );
    out.push_str("<profileDesc>\n<abstract>\n<p>");
    let _ = write!(out, "{}", Escaped(article.description.as_deref().unwrap_or("")));
    out.push_str("</p>\n</abstract>\n");
    if let Some(language) = &article.language {
        let _ = writeln!(
            out,
            "<langUsage>\n<language ident=\"{0}\">{0}</language>\n</langUsage>",
            Escaped(language)
        );
    }
    if !article.keywords.is_empty() {
        out.push_str("<textClass>\n<keywords>\n");
        for keyword in &article.keywords {
            element(out, "term type=\"tags\"", "term", Some(keyword));
        }
        out.push_str("</keywords>\n</textClass>\n");
    }
    out.push_str("</profileDesc>\n</teiHeader>\n");
}

fn title_statement(out: &mut String, article: &Article) {
    out.push_str("<titleStmt>\n");
    element(out, "title type=\"main\"", "title", Some(article.title.as_deref().unwrap_or("")));
    if let Some(byline) = &article.byline {
        for author in &byline.authors {
            element(out, "author", "author", Some(&author.name));
        }
        element(out, "author", "author", byline.organization.as_deref());
    }
    out.push_str("</titleStmt>\n");
}

struct Writer {
    links: bool,
    images: bool,
}

impl Writer {
    fn block(&self, out: &mut String, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let _ = writeln!(out, "<ab type=\"header\" rend=\"h{level}\">{}</ab>", self.text(text));
            }
            Block::Standfirst(text) => {
                let _ = writeln!(out, "<p rend=\"standfirst\">{}</p>", self.text(text));
            }
            Block::Paragraph(text) => {
                let _ = writeln!(out, "<p>{}</p>", self.text(text));
            }
            Block::List(list) => self.list(out, list),
            Block::Quote { blocks } => {
                out.push_str("<quote>\n");
                blocks.iter().for_each(|b| self.block(out, b));
                out.push_str("</quote>\n");
            }
            Block::Code { text, .. } => {
                let _ = writeln!(out, "<ab type=\"code\" xml:space=\"preserve\">{}</ab>", Escaped(text));
            }
            Block::Table { rows } => self.table(out, rows),
            Block::Figure { src, alt, caption } if self.images => {
                out.push_str("<figure>\n");
                if let Some(src) = src {
                    let _ = writeln!(out, "<graphic url=\"{}\"/>", Escaped(src));
                }
                if let Some(caption) = caption {
                    let _ = writeln!(out, "<p>{}</p>", self.text(caption));
                }
                element(out, "figDesc", "figDesc", alt.as_deref());
                out.push_str("</figure>\n");
            }
            Block::Figure { .. } => {}
        }
    }

    fn list(&self, out: &mut String, list: &List) {
        let _ = writeln!(out, "<list rend=\"{}\">", if list.ordered { "ol" } else { "ul" });
        for item in &list.items {
            out.push_str("<item>");
            match item.blocks.as_slice() {
                [Block::Paragraph(text)] => out.push_str(&self.text(text)),
                blocks => blocks.iter().for_each(|b| self.block(out, b)),
            }
            out.push_str("</item>\n");
        }
        out.push_str("</list>\n");
    }

    fn table(&self, out: &mut String, rows: &[Row]) {
        out.push_str("<table>\n");
        for row in rows {
            let role = if row.header { " role=\"head\"" } else { "" };
            out.push_str("<row>");
            for cell in &row.cells {
                let _ = write!(out, "<cell{role}>{}</cell>", self.text(&cell.text));
            }
            out.push_str("</row>\n");
        }
        out.push_str("</table>\n");
    }

    fn text(&self, text: &Text) -> String {
        let mut out = String::with_capacity(text.text.len() + 32);
        span::events(text, self.links, |event| match event {
            Event::Open(MarkKind::Link { href }) => {
                let _ = write!(out, "<ref target=\"{}\">", Escaped(href));
            }
            Event::Open(kind) => {
                let rend = match kind {
                    MarkKind::Strong => "#b",
                    MarkKind::Emphasis => "#i",
                    MarkKind::Code | MarkKind::Link { .. } => "#t",
                };
                let _ = write!(out, "<hi rend=\"{rend}\">");
            }
            Event::Close(MarkKind::Link { .. }) => out.push_str("</ref>"),
            Event::Close(_) => out.push_str("</hi>"),
            Event::Run(run) => {
                for (i, line) in run.split('\n').enumerate() {
                    if i > 0 {
                        out.push_str("<lb/>");
                    }
                    let _ = write!(out, "{}", Escaped(line));
                }
            }
        });
        out
    }
}
