//! Finds the root element of a text, and rewrites XHTML so that HTML parsers read it.

use std::borrow::Cow;

use quick_xml::{Reader, events::Event};

use super::file_type::media_type;

/// How many bytes are searched for the declarations of a document.
const PROLOG_BYTES: usize = 4096;
/// Elements that have no end tag in HTML.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Returns the first bytes of a file as text. A character that the cut divides is left out; other bytes that are not UTF-8
/// become replacement characters.
pub(crate) fn head_text(head: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(head) {
        Ok(text) => text.into(),
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default().into()
        }
        Err(_) => String::from_utf8_lossy(head),
    }
}

/// Returns the name of the root element, after the XML declaration, comments, processing instructions and the
/// doctype.
pub(crate) fn root_name(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let after = rest.strip_prefix('<')?;
        let end = if after.starts_with("?") {
            after.find("?>")? + 2
        } else if after.starts_with("!--") {
            after.find("-->")? + 3
        } else if after.starts_with('!') {
            doctype_end(after)?
        } else {
            let end = after.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            return Some(&after[..end]);
        };
        rest = after[end..].trim_start();
    }
}

/// Returns the end of a document type declaration, which may contain declarations in brackets.
fn doctype_end(declaration: &str) -> Option<usize> {
    match declaration.find(['[', '>'])? {
        end if declaration[end..].starts_with('>') => Some(end + 1),
        open => {
            let close = open + declaration[open..].find("]>").or_else(|| declaration[open..].find("] >"))?;
            Some(close + declaration[close..].find('>')? + 1)
        }
    }
}

/// Returns whether a page is declared as XHTML: by its media type, or by an XML declaration and the XHTML namespace.
pub(crate) fn is_xhtml(text: &str, content_type: Option<&str>) -> bool {
    if content_type.is_some_and(|t| media_type(t) == "application/xhtml+xml") {
        return true;
    }
    let text = text.trim_start();
    text.starts_with("<?xml")
        && crate::lexicon::clip::clip(text, PROLOG_BYTES).contains("http://www.w3.org/1999/xhtml")
}

/// Rewrites XHTML as HTML: `<script src="x"/>` becomes `<script src="x"></script>`, and CDATA sections become text.
///
/// Returns `None` if nothing has to change or the text is not well-formed XML: browsers read that as HTML too.
pub(crate) fn html_of_xhtml(text: &str) -> Option<String> {
    if !text.contains("/>") && !text.contains("<![CDATA[") {
        return None;
    }
    let mut reader = Reader::from_str(text);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    // In HTML, the text of a script or a style is not markup and has no references.
    let mut is_raw = false;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return Some(out),
            Event::Empty(tag) => {
                let qualified = tag.name();
                let name = qualified.into_inner();
                out.push('<');
                out.push_str(&tag);
                out.push('>');
                if !VOID.iter().any(|void| void.eq_ignore_ascii_case(name)) {
                    out.extend(["</", name, ">"]);
                }
            }
            Event::Start(tag) => {
                is_raw = matches!(tag.name().into_inner(), "script" | "style");
                out.extend(["<", &tag, ">"]);
            }
            Event::End(tag) => {
                is_raw = false;
                out.extend(["</", &tag, ">"]);
            }
            Event::CData(data) if is_raw => out.push_str(&data),
            Event::CData(data) => out.push_str(&data.escape().ok()?),
            Event::Text(data) => out.push_str(&data),
            Event::GeneralRef(name) => out.extend(["&", &name, ";"]),
            Event::DocType(_) => out.push_str("<!doctype html>"),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_file_is_text() {
        assert_eq!(head_text("<p>Für".as_bytes()), "<p>Für");
        assert_eq!(head_text(&"<p>Für".as_bytes()[..5]), "<p>F");
        assert_eq!(head_text(b"<p>F\xfcr"), "<p>F\u{fffd}r");
    }

    #[test]
    fn the_root_follows_declarations() {
        let text = "\u{feff}<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE x>\n<rss version='2.0'><channel>";
        assert_eq!(root_name(text), Some("rss"));
        assert_eq!(root_name("<urlset>"), Some("urlset"));
        assert_eq!(
            root_name("<!DOCTYPE x [<!ENTITY a '<b>'> <!ENTITY c 'd'>]>\n<atom:feed>"),
            Some("atom:feed")
        );
        for text in ["", "text <rss>", "<", "<!--", "<?xml"] {
            assert_eq!(root_name(text), None, "{text}");
        }
    }

    #[test]
    fn empty_elements_get_end_tags() {
        let page = "<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'><head>\
            <script src='a.js'/><meta charset='utf-8'/></head><body><a id='x'/><p>R&amp;D &nbsp;<br/>ends</p>\
            <script><![CDATA[if (a < b) { }]]></script><p><![CDATA[a < b]]></p></body></html>";
        assert!(is_xhtml(page, None));
        assert_eq!(
            html_of_xhtml(page).as_deref(),
            Some(
                "<!doctype html><html xmlns='http://www.w3.org/1999/xhtml'><head><script src='a.js'></script>\
                 <meta charset='utf-8'></head><body><a id='x'></a><p>R&amp;D &nbsp;<br>ends</p>\
                 <script>if (a < b) { }</script><p>a &lt; b</p></body></html>"
            )
        );
        assert_eq!(html_of_xhtml("<p>one<br/><p>two"), Some("<p>one<br><p>two".to_owned()));
        assert_eq!(html_of_xhtml("<p>no end</div><br/>"), None);
        assert!(!is_xhtml("<!doctype html><p>x", None));
        assert!(is_xhtml("<p>x", Some("application/xhtml+xml; charset=utf-8")));
    }
}
