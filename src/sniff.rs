//! HTML or plain text: looks at how densely known tags stand.
//!
//! Comes in: decoded text and the caller's hints. Goes out: an [`InputKind`].

use memchr::memchr_iter;

use crate::{Input, InputKind, clip::clip};

/// Bytes of a page that are looked at.
const HEAD_BYTES: usize = 64 * 1024;
/// Text with fewer known tags than one in so many bytes has only stray ones. Saved pages of the
/// development sets have one in 15 to 120 bytes; text about HTML stays above 1,000.
const BYTES_PER_TAG: usize = 600;

/// Tells HTML from plain text.
pub(crate) fn sniff(text: &str, input: Input, content_type: Option<&str>) -> InputKind {
    match input {
        Input::Html => return InputKind::Html,
        Input::Text => return InputKind::Text,
        Input::Auto => {}
    }
    let media = content_type.map(|t| t.split(';').next().unwrap_or("").trim().to_ascii_lowercase());
    match media.as_deref() {
        Some("text/html" | "application/xhtml+xml") => return InputKind::Html,
        Some("text/plain" | "text/markdown") => return InputKind::Text,
        _ => {}
    }
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if opens_a_page(start) {
        return InputKind::Html;
    }
    let head = clip(start, HEAD_BYTES);
    let tags = memchr_iter(b'<', head.as_bytes()).filter(|&at| known_tag(&head.as_bytes()[at + 1..])).count();
    if tags > 0 && tags * BYTES_PER_TAG >= head.len() { InputKind::Html } else { InputKind::Text }
}

/// `<!doctype html`, `<html`, an XML declaration, `<head`, `<body`, behind comments too.
fn opens_a_page(mut start: &str) -> bool {
    while let Some((_, behind)) = start.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        start = behind.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body", "<?xml"]
        .iter()
        .any(|open| start.get(..open.len()).is_some_and(|s| s.eq_ignore_ascii_case(open)))
}

/// Whether the name of a common HTML element stands here, with an end after it.
fn known_tag(after: &[u8]) -> bool {
    const NAMES: [&[u8]; 34] = [
        b"a",
        b"article",
        b"aside",
        b"b",
        b"blockquote",
        b"br",
        b"div",
        b"em",
        b"figure",
        b"footer",
        b"form",
        b"h1",
        b"h2",
        b"h3",
        b"h4",
        b"header",
        b"i",
        b"img",
        b"li",
        b"main",
        b"meta",
        b"nav",
        b"ol",
        b"p",
        b"pre",
        b"script",
        b"section",
        b"span",
        b"strong",
        b"style",
        b"table",
        b"td",
        b"tr",
        b"ul",
    ];
    let after = after.strip_prefix(b"/").unwrap_or(after);
    let end = after.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(after.len());
    if !after.get(end).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')) {
        return false;
    }
    NAMES.iter().any(|name| after[..end].eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(text: &str) -> InputKind {
        sniff(text, Input::Auto, None)
    }

    #[test]
    fn pages_and_fragments_are_html() {
        for page in ["\n <!DOCTYPE html><title>x", "<p>Hello", "Lead <b>bold</b> text", "<html lang=en>"] {
            assert_eq!(auto(page), InputKind::Html, "{page}");
        }
    }

    #[test]
    fn a_page_behind_comments_is_html_however_few_its_tags() {
        let script = "let state = 1; ".repeat(HEAD_BYTES / 10);
        let page =
            format!("<!-- built --> \n<!-- --><!doctype html><title>x</title><script>{script}</script><p>x");
        assert_eq!(auto(&page), InputKind::Html);
        assert_eq!(auto(&format!("<!-- {script}")), InputKind::Text);
    }

    #[test]
    fn text_with_stray_tags_is_text() {
        let prose = "The ferry was late again, and nobody on the pier was surprised. ".repeat(20);
        for text in [prose.clone(), format!("{prose}<br> {prose}"), "a < b and c > d".into(), String::new()] {
            assert_eq!(auto(&text), InputKind::Text);
        }
    }

    #[test]
    fn the_callers_word_and_the_media_type_win() {
        assert_eq!(sniff("<p>x", Input::Text, None), InputKind::Text);
        assert_eq!(sniff("<p>x", Input::Auto, Some("text/plain; charset=utf-8")), InputKind::Text);
        assert_eq!(sniff("x", Input::Auto, Some("text/html")), InputKind::Html);
    }
}
