//! Reads JSONL: one JSON object with a page per line.

use std::{
    io::{BufRead, Read},
    ops::ControlFlow,
};

use serde_json::{Map, Value};

use super::{
    Item, ItemVisitor, Payload, Rules, SourceError,
    entry::{escaped, text_of},
    json,
    load::LoadedContent,
    stream::Name,
};
use crate::Input;

/// The names of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldNames {
    /// The field with the page's address.
    pub url: String,
    /// The field with the page as HTML.
    pub html: String,
    /// The field with the page as text, used if there is no HTML.
    pub text: String,
    /// Whether all other fields are copied to the record.
    pub keep: bool,
}

impl Default for FieldNames {
    fn default() -> Self {
        Self { url: "url".to_owned(), html: "html".to_owned(), text: "text".to_owned(), keep: false }
    }
}

/// Visits every line of a stream; workers parse the lines later.
pub(crate) fn each(
    mut reader: &mut dyn BufRead,
    name: &Name<'_>,
    rules: &Rules,
    take: &mut ItemVisitor<'_>,
) -> ControlFlow<()> {
    let limit = rules.sizes.packed as u64;
    let mut is_first = true;
    for number in 1u64.. {
        let mut line = Vec::new();
        let member = number.to_string();
        match (&mut reader).take(limit + 1).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(read) if read as u64 > limit && line.last() != Some(&b'\n') => {
                take(name.member(&member, Payload::Error(SourceError::packed(read as u64, limit))))?;
                if skip_line(&mut reader).is_err() {
                    break;
                }
            }
            Ok(_) if line.trim_ascii().is_empty() => {}
            Ok(_) if is_first && !without_mark(&line).trim_ascii_start().starts_with(b"{") => {
                let error = SourceError::new(
                    "is not JSONL: its first line is not a JSON object",
                    "check what the input is",
                );
                return take(name.item(Payload::Error(error)));
            }
            Ok(_) if std::mem::take(&mut is_first) && is_document(&line, &rules.fields) => {
                json::each(line, name, rules, take)?;
            }
            Ok(_) => {
                take(name.member(&member, Payload::Json(line)))?;
            }
            Err(error) => return take(name.member(&member, Payload::Error(SourceError::read(&error)))),
        }
    }
    ControlFlow::Continue(())
}

/// Returns whether the first line is a JSON document with pages in an array, such as an answer of an API.
fn is_document(line: &[u8], fields: &FieldNames) -> bool {
    serde_json::from_slice(without_mark(line)).is_ok_and(|object| json::contains_pages(&object, fields))
}

/// Returns a line without the byte order mark that some programs write at the start of a file.
fn without_mark(line: &[u8]) -> &[u8] {
    line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line)
}

/// Replaces escapes of unpaired surrogates with U+FFFD, or returns `None` if there are none. Python writes them for
/// truncated text.
pub(crate) fn without_lone_surrogates(json: &[u8]) -> Option<Vec<u8>> {
    const ESCAPE_BYTES: usize = 6;
    let unit = |at: usize| {
        let escape = json.get(at..at + ESCAPE_BYTES)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(escape).ok()?, 16).ok()
    };
    let (is_high, is_low) = (|u| (0xd800..0xdc00).contains(&u), |u| (0xdc00..0xe000).contains(&u));
    let mut out = json.to_vec();
    let (mut at, mut changed) = (0, false);
    while let Some(found) = memchr::memchr(b'\\', &json[at..]) {
        at += found;
        match unit(at) {
            Some(high) if is_high(high) && unit(at + ESCAPE_BYTES).is_some_and(is_low) => {
                at += 2 * ESCAPE_BYTES
            }
            Some(half) if is_high(half) || is_low(half) => {
                out[at..at + ESCAPE_BYTES].copy_from_slice(b"\\ufffd");
                changed = true;
                at += ESCAPE_BYTES;
            }
            // Another escape includes the next byte, which may be a backslash.
            _ => at = (at + 2).min(json.len()),
        }
    }
    changed.then_some(out)
}

fn skip_line(reader: &mut dyn BufRead) -> std::io::Result<()> {
    reader.skip_until(b'\n').map(drop)
}

/// Parses a line: stores its hints in `item`, and returns its page.
pub(crate) fn read(line: &[u8], item: &mut Item, names: &FieldNames) -> Result<LoadedContent, SourceError> {
    let line = without_mark(line);
    let mut fields: Map<String, Value> = serde_json::from_slice(line)
        .or_else(|error| {
            without_lone_surrogates(line).map_or(Err(error), |line| serde_json::from_slice(&line))
        })
        .map_err(|error| SourceError::new(format!("is not a JSON object ({error})"), "check the line"))?;
    let mut string = |name: &str| match fields.shift_remove(name) {
        Some(Value::String(string)) => Some(string),
        _ => None,
    };
    item.url = string(&names.url).or(item.url.take());
    let (html, text) = (string(&names.html), string(&names.text));
    let (input, page) = match (html, text) {
        (Some(html), text) => {
            if let Some(text) = text.filter(|_| names.keep) {
                fields.insert(names.text.clone(), Value::String(text));
            }
            (Input::Html, with_title(html, fields.get("title").and_then(Value::as_str)))
        }
        (None, Some(text)) => (Input::Text, text),
        (None, None) if let Some((post, url)) = json::entry_of(&fields) => {
            item.url = url.or(item.url.take());
            (Input::Html, post.page())
        }
        (None, None) => {
            let cause = format!("has neither a field `{}` nor `{}`", names.html, names.text);
            return Err(SourceError::new(cause, "set the names of its fields"));
        }
    };
    item.input = input;
    item.fields = names.keep.then_some(fields);
    Ok(LoadedContent::Text(page))
}

/// Adds the title of an API's answer to HTML without one.
fn with_title(html: String, title: Option<&str>) -> String {
    match title.filter(|title| !title.trim().is_empty()) {
        Some(title) if !["<title", "<h1", "<html"].iter().any(|tag| html.contains(tag)) => {
            let title = escaped(&text_of(title));
            format!("<title>{title}</title><h1>{title}</h1>{html}")
        }
        _ => html,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_of_the_wordpress_api_is_a_page() {
        let line = br#"{"id": 7, "link": "https://post.example/ferry", "title": {"rendered": "Ferry"},
            "content": {"rendered": "<p>The ferry.</p>"}}"#;
        let mut item = Item::new("a".into(), "a".into(), Payload::Bytes(Vec::new()));
        let page = read(line, &mut item, &FieldNames::default()).expect("a page");
        assert_eq!(item.url.as_deref(), Some("https://post.example/ferry"));
        assert!(
            matches!(page, LoadedContent::Text(page) if page.contains("<h1>Ferry</h1><p>The ferry.</p>"))
        );
    }

    #[test]
    fn a_document_in_one_line_is_read_as_json() {
        let json = br#"{"posts": [{"title": "Ferry", "html": "<p>x"}, {"html": "<p>y"}], "meta": {}}"#;
        let mut found = Vec::new();
        let name = Name::new("a.json", std::path::Path::new("a"));
        let _ = each(&mut &json[..], &name, &Rules::default(), &mut |item| {
            found.push(item.source);
            ControlFlow::Continue(())
        });
        assert_eq!(found, ["a.json#1", "a.json#2"]);
    }

    #[test]
    fn lone_surrogates_are_replaced() {
        let repaired = |json: &str| {
            without_lone_surrogates(json.as_bytes()).map(|b| String::from_utf8(b).expect("ASCII"))
        };
        assert_eq!(repaired(r#"{"a": "x\ud83d"}"#).as_deref(), Some(r#"{"a": "x\ufffd"}"#));
        assert_eq!(
            repaired(r#""\udc00 \ud83d\ude00 \\ud83d""#).as_deref(),
            Some(r#""\ufffd \ud83d\ude00 \\ud83d""#)
        );
        assert_eq!(repaired(r#""\ud83d\ude00 \n \\""#), None);
        assert_eq!(repaired("\"\\"), None);
    }
}
