//! Writes an article with fields of its own, such as a feed entry, as an HTML page.

use crate::dom::{self, Document, NodeId};

/// An article and its fields.
#[derive(Debug, Default)]
pub(crate) struct EntryPage {
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    /// Date in RFC 3339 form.
    pub(crate) published: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) site: Option<String>,
    /// Content as HTML.
    pub(crate) content: String,
}

impl EntryPage {
    /// Returns the page, with the fields as metadata and the content as an `article` element.
    pub(crate) fn page(&self) -> String {
        let mut page = String::from("<!doctype html><html");
        if let Some(language) = &self.language {
            page.push_str(&format!(" lang=\"{}\"", escaped(language)));
        }
        page.push_str("><head><meta charset=\"utf-8\"><meta property=\"og:type\" content=\"article\">");
        let mut meta = |attribute: &str, name: &str, content: &str| {
            page.push_str(&format!("<meta {attribute}=\"{name}\" content=\"{}\">", escaped(content)));
        };
        for author in &self.authors {
            meta("name", "author", author);
        }
        if let Some(published) = &self.published {
            meta("property", "article:published_time", published);
        }
        if let Some(site) = &self.site {
            meta("property", "og:site_name", site);
        }
        if let Some(title) = &self.title {
            meta("property", "og:title", title);
            let title = escaped(title);
            page.push_str(&format!("<title>{title}</title></head><body><main><article><h1>{title}</h1>"));
        } else {
            page.push_str("</head><body><main><article>");
        }
        page.push_str(&self.content);
        page.push_str("</article></main></body></html>");
        page
    }
}

/// Returns text as HTML, with a paragraph for each line that is not blank.
pub(crate) fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("<p>{}</p>", escaped(line))).collect()
}

/// Returns content as HTML; plain text gets paragraphs.
pub(crate) fn content(text: &str) -> String {
    if text.contains("</") || text.contains("<p") || text.contains("<br") {
        // Running text outside of any block needs a paragraph.
        if text.trim_start().starts_with('<') { text.to_owned() } else { format!("<p>{text}") }
    } else {
        paragraphs(&unescaped(text))
    }
}

/// Returns the text of a short piece of HTML.
pub(crate) fn text_of(html: &str) -> String {
    let mut document = Document::default();
    dom::parse(html, &dom::ParseLimits::default(), &mut document);
    let text: String = document.descendants(NodeId::DOCUMENT).map(|node| document.text(node)).collect();
    text.trim().to_owned()
}

/// Resolves character references, which text in feeds contains even without tags.
fn unescaped(text: &str) -> String {
    let basic =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    basic.iter().fold(text.to_owned(), |text, (reference, c)| text.replace(reference, c))
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_escaped() {
        let entry = EntryPage {
            title: Some("\"A\" <b> & C".into()),
            authors: vec!["Jane Doe".into()],
            published: Some("2031-05-04".into()),
            content: content("One & two\n\nthree"),
            ..EntryPage::default()
        };
        let page = entry.page();
        assert!(
            page.contains("<h1>&quot;A&quot; &lt;b&gt; &amp; C</h1><p>One &amp; two</p><p>three</p>"),
            "{page}"
        );
        assert!(page.contains("<meta name=\"author\" content=\"Jane Doe\">"), "{page}");
    }
}
