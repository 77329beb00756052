//! Writes an article as XML-TEI, in the form that trafilatura uses.
//!
//! The output is a TEI document (TEI P5, <https://tei-c.org/guidelines/p5/>) with the fields in the header and the
//! body in `<div type="entry">`. Headings are `<ab type="header">`, emphasis `<hi>`, links `<ref>`.

use std::fmt::Write as _;

use crate::{
    Article, Block, Definition, Figure, List, MarkKind, Note, Table, Text, article::is_safe_address,
};

use super::{
    html::EscapedText,
    span::{self, Event, ShownMarks},
};

/// Writes an article as a TEI document.
pub(crate) fn article(article: &Article, links: bool, images: bool) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n",
    );
    header(&mut out, article);
    out.push_str("<text>\n<body>\n<div type=\"entry\">\n");
    let writer = TeiWriter { links, images };
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
        let _ = writeln!(out, "<{open}>{}</{close}>", EscapedText(text));
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
    if let Some(url) = article.url.as_deref().filter(|url| is_safe_address(url)) {
        let _ = writeln!(out, "<ptr type=\"URL\" target=\"{}\"/>", EscapedText(url));
    }
    element(out, "date", "date", article.published.as_deref());
    out.push_str("</publicationStmt>\n</biblFull>\n</sourceDesc>\n</fileDesc>\n");
    let _ = writeln!(
        out,
        "<encodingDesc>\n<appInfo>\n<application version=\"{}\" ident=\"copydesk\">\n<label>copydesk</label>\n</application>\n</appInfo>\n</encodingDesc>",
        env!("CARGO_PKG_VERSION")
    );
    out.push_str("<profileDesc>\n<abstract>\n<p>");
    let _ = write!(out, "{}", EscapedText(article.description.as_deref().unwrap_or("")));
    out.push_str("</p>\n</abstract>\n");
    if let Some(language) = &article.language {
        let _ = writeln!(
            out,
            "<langUsage>\n<language ident=\"{0}\">{0}</language>\n</langUsage>",
            EscapedText(language)
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

struct TeiWriter {
    links: bool,
    images: bool,
}

impl TeiWriter {
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
            Block::Definitions { items } => self.definitions(out, items),
            Block::Quote { blocks, attribution } => self.quote(out, blocks, attribution.as_ref()),
            Block::Callout { kind, title, blocks } => {
                let _ = writeln!(out, "<floatingText type=\"{}\">\n<body>", name_token(kind));
                if let Some(title) = title {
                    let _ = writeln!(out, "<head>{}</head>", self.text(title));
                }
                self.blocks_or_empty(out, blocks);
                out.push_str("</body>\n</floatingText>\n");
            }
            Block::Details { summary, blocks } => {
                if let Some(summary) = summary {
                    let _ = writeln!(out, "<p rend=\"summary\">{}</p>", self.text(summary));
                }
                self.blocks(out, blocks);
            }
            Block::Code { text, .. } => {
                let _ = writeln!(out, "<ab type=\"code\" xml:space=\"preserve\">{}</ab>", EscapedText(text));
            }
            Block::Math { tex } => {
                let _ = writeln!(out, "<p><formula notation=\"TeX\">{}</formula></p>", EscapedText(tex));
            }
            Block::Table(table) => self.table(out, table),
            Block::Figure(figure) => self.figure(out, figure),
            Block::Embed { url, title } if self.links && is_safe_address(url) => {
                let title = title.as_deref().unwrap_or(url);
                let _ =
                    writeln!(out, "<p><ref target=\"{}\">{}</ref></p>", EscapedText(url), EscapedText(title));
            }
            Block::Embed { .. } => {}
            Block::Rule => out.push_str("<milestone unit=\"section\" rend=\"rule\"/>\n"),
            Block::Notes { items } => self.notes(out, items),
        }
    }

    fn blocks(&self, out: &mut String, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(out, block));
    }

    /// Writes blocks into an element that must not be empty.
    fn blocks_or_empty(&self, out: &mut String, blocks: &[Block]) {
        let before = out.len();
        self.blocks(out, blocks);
        if out.len() == before {
            out.push_str("<p/>\n");
        }
    }

    fn quote(&self, out: &mut String, blocks: &[Block], attribution: Option<&Text>) {
        let tag = if attribution.is_some() { "cit" } else { "quote" };
        if attribution.is_some() {
            out.push_str("<cit>\n");
        }
        out.push_str("<quote>\n");
        self.blocks(out, blocks);
        out.push_str("</quote>\n");
        if let Some(attribution) = attribution {
            let _ = writeln!(out, "<bibl>{}</bibl>\n</{tag}>", self.text(attribution));
        }
    }

    fn list(&self, out: &mut String, list: &List) {
        let _ = writeln!(out, "<list rend=\"{}\">", if list.ordered { "ol" } else { "ul" });
        let mut expected = 1;
        for (item, number) in list.items.iter().zip(list.numbers()) {
            if list.ordered && number != expected {
                let _ = write!(out, "<item n=\"{number}\">");
            } else {
                out.push_str("<item>");
            }
            expected = number.saturating_add(1);
            match item.blocks.as_slice() {
                [Block::Paragraph(text)] => out.push_str(&self.text(text)),
                blocks => self.blocks(out, blocks),
            }
            out.push_str("</item>\n");
        }
        if list.items.is_empty() {
            out.push_str("<item/>\n");
        }
        out.push_str("</list>\n");
    }

    /// Writes a list of definitions. In TEI, each item has one label.
    fn definitions(&self, out: &mut String, items: &[Definition]) {
        out.push_str("<list type=\"gloss\">\n");
        for item in items {
            let terms: Vec<String> = item.terms.iter().map(|term| self.text(term)).collect();
            let _ = write!(out, "<label>{}</label>\n<item>", terms.join("<lb/>"));
            match item.blocks.as_slice() {
                [Block::Paragraph(text)] => out.push_str(&self.text(text)),
                blocks => self.blocks(out, blocks),
            }
            out.push_str("</item>\n");
        }
        if items.is_empty() {
            out.push_str("<item/>\n");
        }
        out.push_str("</list>\n");
    }

    fn table(&self, out: &mut String, table: &Table) {
        out.push_str("<table>\n");
        if let Some(caption) = &table.caption {
            let _ = writeln!(out, "<head>{}</head>", self.text(caption));
        }
        for row in &table.rows {
            out.push_str("<row>");
            for cell in &row.cells {
                out.push_str("<cell");
                if cell.header || row.header {
                    out.push_str(" role=\"label\"");
                }
                for (name, span) in [("cols", cell.columns), ("rows", cell.rows)] {
                    if span > 1 {
                        let _ = write!(out, " {name}=\"{span}\"");
                    }
                }
                let _ = write!(out, ">{}</cell>", self.text(&cell.text));
            }
            if row.cells.is_empty() {
                out.push_str("<cell/>");
            }
            out.push_str("</row>\n");
        }
        if table.rows.is_empty() {
            out.push_str("<row><cell/></row>\n");
        }
        out.push_str("</table>\n");
    }

    fn figure(&self, out: &mut String, figure: &Figure) {
        if !self.images {
            return;
        }
        out.push_str("<figure>\n");
        if let Some(src) = figure.src.as_deref().filter(|src| is_safe_address(src)) {
            let _ = writeln!(out, "<graphic url=\"{}\"/>", EscapedText(src));
        }
        if let Some(caption) = &figure.caption {
            let _ = writeln!(out, "<p>{}</p>", self.text(caption));
        }
        element(out, "figDesc", "figDesc", figure.alt.as_deref());
        out.push_str("</figure>\n");
    }

    fn notes(&self, out: &mut String, items: &[Note]) {
        for note in items {
            let _ = writeln!(out, "<note place=\"end\" n=\"{}\">", EscapedText(&note.label));
            self.blocks_or_empty(out, &note.blocks);
            out.push_str("</note>\n");
        }
    }

    fn text(&self, text: &Text) -> String {
        let mut out = String::with_capacity(text.text.len() + 32);
        for event in span::events(text, ShownMarks { links: self.links, images: self.images }) {
            match event {
                Event::Open(MarkKind::Link { href }) => {
                    let _ = write!(out, "<ref target=\"{}\">", EscapedText(href));
                }
                Event::Open(kind) => out.push_str(open_tag(kind)),
                Event::Close(kind) => out.push_str(close_tag(kind)),
                Event::Image { src, alt } => {
                    let _ = write!(
                        out,
                        "<graphic url=\"{}\"><desc>{}</desc></graphic>",
                        EscapedText(src),
                        EscapedText(alt)
                    );
                }
                Event::Run(run) => {
                    for (i, line) in run.split('\n').enumerate() {
                        if i > 0 {
                            out.push_str("<lb/>");
                        }
                        let _ = write!(out, "{}", EscapedText(line));
                    }
                }
            }
        }
        out
    }
}

fn open_tag(kind: &MarkKind) -> &'static str {
    match kind {
        MarkKind::Strong => "<hi rend=\"#b\">",
        MarkKind::Emphasis => "<hi rend=\"#i\">",
        MarkKind::Superscript => "<hi rend=\"sup\">",
        MarkKind::Subscript => "<hi rend=\"sub\">",
        MarkKind::Highlight => "<hi rend=\"mark\">",
        MarkKind::NoteReference { .. } => "<hi rend=\"note\">",
        MarkKind::Deleted => "<del>",
        MarkKind::Math { .. } => "<formula notation=\"TeX\">",
        MarkKind::Code | MarkKind::Keyboard | MarkKind::Link { .. } | MarkKind::Image { .. } => {
            "<hi rend=\"#t\">"
        }
    }
}

fn close_tag(kind: &MarkKind) -> &'static str {
    match kind {
        MarkKind::Link { .. } => "</ref>",
        MarkKind::Deleted => "</del>",
        MarkKind::Math { .. } => "</formula>",
        _ => "</hi>",
    }
}

/// Returns the value of an attribute that must be an XML name.
fn name_token(text: &str) -> String {
    let name: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { "note".to_owned() }
}
