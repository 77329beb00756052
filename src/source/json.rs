//! Reads JSON documents: an array of pages as scrapers write it, a page, or posts from the WordPress API.

use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::{
    FieldNames, ItemVisitor, Payload, Rules, SourceError,
    entry::{self, EntryPage},
    feed,
    jsonl::without_lone_surrogates,
    stream::Name,
};
use crate::Input;

/// Visits every page of a JSON document.
pub(crate) fn each(
    bytes: Vec<u8>,
    name: &Name<'_>,
    rules: &Rules,
    visit: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let parsed = serde_json::from_slice::<Value>(&bytes)
        .or_else(|error| without_lone_surrogates(&bytes).map_or(Err(error), |b| serde_json::from_slice(&b)));
    let value = match parsed {
        Ok(value) => value,
        Err(error) => {
            let error = SourceError::new(
                format!("is not valid JSON ({error})"),
                "a file with an object on each line needs the extension .jsonl",
            );
            return visit(name.item(Payload::Error(error)));
        }
    };
    if is_json_feed(&value) {
        return feed::each(with_string_ids(value).to_string().as_bytes(), name, visit);
    }
    drop(bytes);
    let mut found = false;
    for (index, page) in pages(value, &rules.fields).into_iter().enumerate() {
        found = true;
        let number = (index + 1).to_string();
        if let Some((post, url)) = entry_of(&page) {
            let mut item = name.member(&number, Payload::Decoded(post.page()));
            (item.url, item.input) = (url, Input::Html);
            visit(item)?;
        } else {
            visit(name.member(&number, Payload::Json(Value::Object(page).to_string().into_bytes())))?;
        }
    }
    if found {
        return ControlFlow::Continue(());
    }
    let FieldNames { html, text, .. } = &rules.fields;
    let cause = format!("is JSON without pages: no object has a field `{html}` or `{text}`");
    visit(name.item(Payload::Error(SourceError::new(cause, "set the names of its fields"))))
}

fn is_json_feed(value: &Value) -> bool {
    value
        .get("version")
        .and_then(Value::as_str)
        .is_some_and(|version| version.contains("jsonfeed.org/version"))
}

/// Returns a feed whose identifiers are strings. The format asks readers to accept numbers, too.
fn with_string_ids(mut feed: Value) -> Value {
    let items = feed.get_mut("items").and_then(Value::as_array_mut);
    for id in items.into_iter().flatten().filter_map(|item| item.get_mut("id")).filter(|id| id.is_number()) {
        *id = Value::String(id.to_string());
    }
    feed
}

/// Returns whether an object is a JSON document that contains pages, rather than a page.
pub(super) fn contains_pages(object: &Map<String, Value>, fields: &FieldNames) -> bool {
    let is_object_page = |value: &Value| value.as_object().is_some_and(|object| is_page(object, fields));
    !is_page(object, fields)
        && object.values().any(|value| value.as_array().is_some_and(|array| array.iter().any(is_object_page)))
}

/// Returns the objects that are pages: the document itself, its elements, or those of an array directly inside it.
fn pages(value: Value, fields: &FieldNames) -> Vec<Map<String, Value>> {
    match value {
        Value::Array(elements) => objects(elements, fields),
        Value::Object(object) if is_page(&object, fields) => vec![object],
        Value::Object(object) => object
            .into_iter()
            .find_map(|(_, value)| match value {
                Value::Array(elements) => Some(objects(elements, fields)).filter(|pages| !pages.is_empty()),
                _ => None,
            })
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Returns the objects of an array if at least one is a page; the others fail individually.
fn objects(elements: Vec<Value>, fields: &FieldNames) -> Vec<Map<String, Value>> {
    let objects: Vec<Map<String, Value>> = elements
        .into_iter()
        .filter_map(|element| match element {
            Value::Object(object) => Some(object),
            _ => None,
        })
        .collect();
    if objects.iter().any(|object| object.contains_key("articleBody")) {
        // The other objects of a graph describe the site and its people.
        return objects.into_iter().filter(|object| is_page(object, fields)).collect();
    }
    if objects.iter().any(|object| is_page(object, fields)) { objects } else { Vec::new() }
}

fn is_page(object: &Map<String, Value>, fields: &FieldNames) -> bool {
    let has = |name: &str| object.get(name).is_some_and(Value::is_string);
    has(&fields.html) || has(&fields.text) || rendered(object, "content").is_some() || has("articleBody")
}

fn rendered<'v>(object: &'v Map<String, Value>, field: &str) -> Option<&'v str> {
    object.get(field)?.get("rendered")?.as_str()
}

/// Returns the article in an object of a known vocabulary, and its address.
pub(crate) fn entry_of(object: &Map<String, Value>) -> Option<(EntryPage, Option<String>)> {
    wordpress_post(object).or_else(|| schema_article(object))
}

/// Returns an article of schema.org (JSON-LD) with its text.
fn schema_article(object: &Map<String, Value>) -> Option<(EntryPage, Option<String>)> {
    let string = |field: &str| object.get(field).and_then(Value::as_str).map(str::to_owned);
    let body = string("articleBody").filter(|body| !body.trim().is_empty())?;
    let name = |author: &Value| match author {
        Value::String(name) => Some(name.clone()),
        author => author.get("name").and_then(Value::as_str).map(str::to_owned),
    };
    let authors = match object.get("author") {
        Some(Value::Array(authors)) => authors.iter().filter_map(name).collect(),
        author => author.and_then(name).into_iter().collect(),
    };
    let entry = EntryPage {
        title: string("headline").or_else(|| string("name")).map(|title| entry::text_of(&title)),
        authors,
        published: string("datePublished"),
        language: string("inLanguage"),
        content: entry::content(&body),
        ..EntryPage::default()
    };
    let main =
        object.get("mainEntityOfPage").and_then(|main| main.as_str().or_else(|| main.get("@id")?.as_str()));
    let url = string("url").or_else(|| main.map(str::to_owned)).filter(|url| url.starts_with("http"));
    Some((entry, url))
}

/// Returns a post of the WordPress API (`/wp-json/wp/v2/posts`) and its address.
fn wordpress_post(object: &Map<String, Value>) -> Option<(EntryPage, Option<String>)> {
    let content = rendered(object, "content")?;
    let string = |field: &str| object.get(field).and_then(Value::as_str).map(str::to_owned);
    let embedded = object.get("_embedded").and_then(|e| e.get("author")).and_then(Value::as_array);
    let names = embedded.into_iter().flatten().filter_map(|author| author.get("name")?.as_str());
    let published = match string("date_gmt").filter(|date| !date.is_empty()) {
        Some(date) => Some(format!("{date}Z")),
        None => string("date"),
    };
    let entry = EntryPage {
        // WordPress titles are HTML: their references are resolved when the page is parsed.
        title: rendered(object, "title").map(entry::text_of),
        authors: names.map(str::to_owned).collect(),
        published,
        content: entry::content(content),
        ..EntryPage::default()
    };
    Some((entry, string("link")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(json: &str) -> Vec<(String, Option<String>, String)> {
        let mut found = Vec::new();
        let name = Name::new("a.json", std::path::Path::new("a"));
        let _ = each(json.into(), &name, &Rules::default(), &mut |item| {
            let content = match item.payload {
                Payload::Json(json) => String::from_utf8(json).expect("UTF-8"),
                Payload::Decoded(html) => html,
                other => format!("{other:?}"),
            };
            found.push((item.source, item.url, content));
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn arrays_and_objects_of_pages_are_read() {
        let page = r#"{"url":"https://post.example/a","html":"<p>x"}"#;
        for json in [format!("[{page}, {page}]"), format!("{{\"n\": 2, \"pages\": [{page}, {page}]}}")] {
            let found = items(&json);
            assert_eq!(found.len(), 2, "{found:?}");
            assert_eq!((found[1].0.as_str(), found[1].2.as_str()), ("a.json#2", page));
        }
        assert_eq!(items(page).len(), 1);
    }

    #[test]
    fn posts_of_the_wordpress_api_are_read() {
        let found = items(
            r#"[{"id": 7, "date": "2031-05-04T10:00:00", "date_gmt": "2031-05-04T08:00:00",
                "link": "https://post.example/ferry", "title": {"rendered": "Ferry &#8220;returns&#8221;"},
                "content": {"rendered": "<p>The ferry.</p>"}, "_embedded": {"author": [{"name": "Jane Doe"}]}}]"#,
        );
        assert_eq!(found[0].1.as_deref(), Some("https://post.example/ferry"));
        for part in ["<h1>Ferry “returns”</h1><p>The ferry.</p>", "Jane Doe", "2031-05-04T08:00:00Z"] {
            assert!(found[0].2.contains(part), "{part}: {found:?}");
        }
    }

    #[test]
    fn articles_of_schema_org_are_read() {
        let article = r#"{"@type": "NewsArticle", "headline": "Ferry &amp; weir", "articleBody": "The ferry.\n\nIt left.",
            "author": [{"name": "Jane Doe"}], "datePublished": "2031-05-04", "mainEntityOfPage": {"@id": "https://post.example/f"}}"#;
        for json in [article.to_owned(), format!("{{\"@graph\": [{{\"@type\": \"WebSite\"}}, {article}]}}")] {
            let found = items(&json);
            let (_, url, page) = found.last().expect("an item");
            assert_eq!(url.as_deref(), Some("https://post.example/f"));
            assert!(page.contains("<h1>Ferry &amp; weir</h1><p>The ferry.</p><p>It left.</p>"), "{page}");
            assert!(page.contains("Jane Doe"), "{page}");
        }
    }

    #[test]
    fn a_feed_may_have_numbers_as_identifiers() {
        let found = items(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [
                {"id": 7, "url": "https://post.example/f", "title": "Ferry", "content_html": "<p>The ferry.</p>"}]}"#,
        );
        assert_eq!(found[0].1.as_deref(), Some("https://post.example/f"), "{found:?}");
    }

    #[test]
    fn other_json_is_one_error() {
        for json in ["{\"name\": \"package\", \"files\": [1, 2]}", "[]", "[1, 2]", "{\"a\": "] {
            let found = items(json);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].2.contains("JSON"), "{found:?}");
        }
    }
}
