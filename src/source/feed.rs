//! Reads feeds: RSS, Atom and JSON Feed. Each entry with content is a page.

use std::ops::ControlFlow;

use feed_rs::{
    model,
    parser::{self, ParseFeedError},
};

use super::{
    Item, ItemVisitor, Payload, SkipReason, SourceError,
    entry::{self, EntryPage},
    guard::guarded,
    stream::Name,
};
use crate::Input;

/// Maximum number of entries of a feed: more than any feed has, few enough for memory.
const MOST_ENTRIES: usize = 100_000;

/// Visits every entry of a feed.
pub(crate) fn each(bytes: &[u8], name: &Name<'_>, visit: &mut ItemVisitor<'_>) -> ControlFlow<()> {
    let bytes = without_utf16_declaration(bytes);
    let feed = match guarded(|| parser::Builder::new().sanitize_content(false).build().parse(bytes)) {
        Some(Ok(feed)) => feed,
        found => {
            let cause = match found.and_then(Result::err) {
                Some(ParseFeedError::XmlReader(_)) => {
                    "is a feed that is damaged: it is not well-formed XML".to_owned()
                }
                Some(error) => format!("is not a feed that can be read ({error})"),
                None => "is not a feed that can be read".to_owned(),
            };
            return visit(name.item(Payload::Error(SourceError::new(cause, "fetch it again"))));
        }
    };
    let site = feed.title.as_ref().map(|title| title.content.clone());
    for (index, entry) in feed.entries.iter().take(MOST_ENTRIES).enumerate() {
        visit(item(entry, &feed, site.as_deref(), &(index + 1).to_string(), name))?;
    }
    ControlFlow::Continue(())
}

/// Returns a feed that was decoded from UTF-16 without its XML declaration, which still names that encoding.
fn without_utf16_declaration(bytes: &[u8]) -> &[u8] {
    let text = bytes.trim_ascii_start();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    match memchr::memmem::find(text, b"?>") {
        Some(end)
            if text.starts_with(b"<?xml")
                && text[..end].to_ascii_lowercase().windows(6).any(|w| w == b"utf-16") =>
        {
            &text[end + 2..]
        }
        _ => text,
    }
}

fn item(entry: &model::Entry, feed: &model::Feed, site: Option<&str>, number: &str, name: &Name<'_>) -> Item {
    let url = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let url = url.or(entry.links.first()).map(|link| link.href.clone());
    let body = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let summary = entry.summary.as_ref().map(|summary| summary.content.as_str());
    let Some(content) = [body, summary].into_iter().flatten().find(|content| !content.trim().is_empty())
    else {
        let mut item = name.member(number, Payload::Skipped(SkipReason::NoContent));
        item.url = url;
        return item;
    };
    let people = if entry.authors.is_empty() { &feed.authors } else { &entry.authors };
    let page = EntryPage {
        title: entry.title.as_ref().map(title).filter(|title| !title.is_empty()),
        authors: people.iter().filter_map(|person| person.name.clone()).collect(),
        published: entry.published.or(entry.updated).map(|date| date.to_rfc3339()),
        language: entry.language.clone().or_else(|| feed.language.clone()),
        site: site.map(str::to_owned),
        content: entry::content(content),
    };
    let mut item = name.member(number, Payload::Decoded(page.page()));
    item.url = url;
    item.input = Input::Html;
    item
}

/// Returns a title as text: in Atom it may be HTML, and many RSS feeds escape its character references twice.
fn title(title: &model::Text) -> String {
    let is_html = title.content_type.essence().to_string() == "text/html";
    let has_reference = title.content.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
        name.len() < rest.len() && !name.is_empty() && name.chars().all(is_name)
    });
    if is_html || has_reference { entry::text_of(&title.content) } else { title.content.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_text() {
        let atom = |kind: &str, title: &str| {
            format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='{kind}'>{title}</title>\
                 <content type='html'>&lt;p&gt;x&lt;/p&gt;</content></entry></feed>"
            )
        };
        for (feed, wanted) in [
            (atom("html", "Weir &amp;amp; &lt;b&gt;mill&lt;/b&gt;"), "Weir & mill"),
            (atom("text", "Weir &amp; &lt;mill&gt;"), "Weir & <mill>"),
        ] {
            let feed = parser::parse(feed.as_bytes()).expect("a feed");
            assert_eq!(title(feed.entries[0].title.as_ref().expect("a title")), wanted);
        }
    }
}
