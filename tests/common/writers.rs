//! Invariants of the output for any page, shared by a property test and a fuzz target.

use copydesk::{Cleaner, HtmlOptions, MarkdownOptions, Page};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// Prose around the input, so that the page has an article.
const BEFORE: &str = "<html lang=en><title>Port</title><article><h1>Port reopens</h1><p>The harbour board met on Tuesday and \
    agreed to rebuild the eastern pier, its chair said at noon, after two hours of debate in the town hall.</p>";
const AFTER: &str = "<p>Work begins in October, when the herring season is over, and it ends a year later, the board said.</p>";

/// Tags that the Markdown writer uses if Markdown has no syntax of its own.
const TAGS: [&str; 8] = ["strong", "em", "del", "sup", "sub", "mark", "kbd", "code"];

fn is_active(address: &str) -> bool {
    let address: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let scheme =
        address.split(['/', '?', '#']).next().and_then(|first| first.split_once(':')).map(|(s, _)| s);
    scheme.is_some_and(|s| {
        !["http", "https", "mailto", "tel", "ftp"].iter().any(|safe| s.eq_ignore_ascii_case(safe))
    })
}

/// Returns the letters and digits that a reader of Markdown sees, and checks everything else.
fn read_markdown(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS;
    let mut out = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                assert!(!is_active(&dest_url), "active link {dest_url}\n{markdown}");
            }
            Event::InlineHtml(tag) | Event::Html(tag) => {
                let name = tag.trim_start_matches(['<', '/']).trim_end_matches('>');
                assert!(TAGS.contains(&name) || name == "br", "raw HTML {tag}\n{markdown}");
            }
            _ => {}
        }
    }
    out.retain(char::is_alphanumeric);
    out
}

fn read_html(html: &str) -> String {
    let read = scraper::Html::parse_fragment(html);
    for element in read.root_element().descendent_elements() {
        assert!(!matches!(element.value().name(), "script" | "style" | "iframe" | "object"), "{html}");
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on"), "{html}");
            assert!(!(matches!(name, "href" | "src") && is_active(value)), "active {value}\n{html}");
        }
    }
    let mut out: String = read.root_element().text().collect();
    out.retain(char::is_alphanumeric);
    out
}

/// Cleans a page around `input` and checks every format of it.
pub(crate) fn check(input: &str) {
    let page = format!("{BEFORE}{input}{AFTER}");
    for url in [None, Some("https://post.example/a/b")] {
        let mut hinted = Page::new(page.as_bytes());
        if let Some(url) = url {
            hinted = hinted.with_url(url);
        }
        let Ok(article) = Cleaner::new().clean(hinted) else { continue };
        for shown in [false, true] {
            let options = MarkdownOptions::new().with_links(shown).with_images(shown).with_body_only(true);
            let markdown = read_markdown(&article.markdown(options));
            let html = HtmlOptions::new().with_links(shown).with_images(shown).with_body_only(true);
            let html = read_html(&article.html(html));
            let tei = article.tei(shown, shown);
            assert!(roxmltree::Document::parse(&tei).is_ok(), "{tei}");
            // Numbers of notes, kinds of call-outs and formulas are intentionally written differently.
            let tree = serde_json::to_string(&article.body).expect("a tree serializes");
            let differs = [
                "\"notes\"",
                "\"callout\"",
                "\"math\"",
                "\"embed\"",
                "\"image\"",
                "\"figure\"",
                "\"definitions\"",
            ];
            if !differs.iter().any(|kind| tree.contains(kind)) {
                assert_eq!(markdown, html, "{tree}");
            }
        }
    }
}
