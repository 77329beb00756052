//! Distinguishes HTML from plain text by the caller's hints, the start of the page, and the density of known tags.

use memchr::memchr_iter;

use crate::{Input, InputKind, lexicon::clip::clip};

/// Bytes of a page that are examined.
const HEAD_BYTES: usize = 64 * 1024;
/// Bytes per known tag above which tags are only stray ones. Saved pages of the development sets have one in 15 to
/// 120 bytes; text about HTML has fewer than one in 1,000.
const BYTES_PER_TAG: usize = 600;

/// Decides whether a text is HTML or plain text.
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
    let tags = memchr_iter(b'<', head.as_bytes()).filter_map(|at| tag(&head.as_bytes()[at + 1..]));
    let (mut blocks, mut breaks, mut inline) = (0, 0, 0);
    for tag in tags {
        match tag {
            TagEffect::Block => blocks += 1,
            TagEffect::Break => breaks += 1,
            TagEffect::Inline => inline += 1,
        }
    }
    let all = blocks + breaks + inline;
    // Text with paragraphs separated by blank lines rather than tags is plain text, even if it contains inline tags.
    let is_stray = || blocks == 0 && blank_lines(head) > breaks;
    if all > 0 && all * BYTES_PER_TAG >= head.len() && !is_stray() {
        InputKind::Html
    } else {
        InputKind::Text
    }
}

/// Counts the runs of blank lines that have text on both sides.
fn blank_lines(text: &str) -> usize {
    let blank: Vec<bool> = text.trim().lines().map(|line| line.trim_ascii().is_empty()).collect();
    blank.windows(2).filter(|pair| !pair[0] && pair[1]).count()
}

/// Returns whether text begins with `<!doctype html`, an XML declaration, or a tag that only the start of a page has, after
/// any comments.
pub(super) fn opens_a_page(mut start: &str) -> bool {
    while let Some((_, after)) = start.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        start = after.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body", "<?xml", "<script", "<style", "<title"]
        .iter()
        .any(|open| start.get(..open.len()).is_some_and(|s| s.eq_ignore_ascii_case(open)))
}

/// How a tag affects the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TagEffect {
    /// Separates blocks or frames them.
    Block,
    /// Breaks the line.
    Break,
    /// Marks words within a line.
    Inline,
}

/// Classifies the tag whose name `after` begins with, if it is a common HTML element.
fn tag(after: &[u8]) -> Option<TagEffect> {
    const INLINE: [&[u8]; 7] = [b"a", b"b", b"em", b"i", b"img", b"span", b"strong"];
    const BLOCK: [&[u8]; 26] = [
        b"article",
        b"aside",
        b"blockquote",
        b"div",
        b"figure",
        b"footer",
        b"form",
        b"h1",
        b"h2",
        b"h3",
        b"h4",
        b"header",
        b"li",
        b"main",
        b"meta",
        b"nav",
        b"ol",
        b"p",
        b"pre",
        b"script",
        b"section",
        b"style",
        b"table",
        b"td",
        b"tr",
        b"ul",
    ];
    let after = after.strip_prefix(b"/").unwrap_or(after);
    let end = after.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(after.len());
    if !after.get(end).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')) {
        return None;
    }
    let is = |name: &&[u8]| after[..end].eq_ignore_ascii_case(name);
    if is(&&b"br"[..]) {
        Some(TagEffect::Break)
    } else if INLINE.iter().any(is) {
        Some(TagEffect::Inline)
    } else {
        BLOCK.iter().any(is).then_some(TagEffect::Block)
    }
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
    fn a_page_after_comments_is_html_even_with_few_tags() {
        let script = "let state = 1; ".repeat(HEAD_BYTES / 10);
        let page =
            format!("<!-- built --> \n<!-- --><!doctype html><title>x</title><script>{script}</script><p>x");
        assert_eq!(auto(&page), InputKind::Html);
        assert_eq!(auto(&format!("<script>{script}</script><p>x")), InputKind::Html);
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
    fn text_in_paragraphs_with_inline_tags_is_text() {
        let text = "A <b>bold</b> word.\n\nAnother <i>line</i>.\n \n<a href=x>A link</a> ends it<br>";
        assert_eq!(auto(text), InputKind::Text);
        assert_eq!(auto(&text.replace("\n", "\r\n")), InputKind::Text);
        assert_eq!(auto(&text.replace("\n", "<br>\n")), InputKind::Html);
        assert_eq!(auto(&format!("{text}<p>x")), InputKind::Html);
        assert_eq!(auto("<b>Lead</b>\n\n"), InputKind::Html);
    }

    #[test]
    fn the_hints_take_precedence() {
        assert_eq!(sniff("<p>x", Input::Text, None), InputKind::Text);
        assert_eq!(sniff("<p>x", Input::Auto, Some("text/plain; charset=utf-8")), InputKind::Text);
        assert_eq!(sniff("x", Input::Auto, Some("text/html")), InputKind::Html);
    }
}
