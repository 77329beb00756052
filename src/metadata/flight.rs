//! The story in the chunks that a server pushes into the page: `self.__next_f.push([1,"…"])`.
//!
//! Joined, the chunks are rows of the form `id:value`. A value is JSON, in which elements are arrays
//! (`["$","p",null,{"children":"…"}]`), or text of a given length (`T1f,…`), which may be HTML. The story is the
//! element with the most text in paragraphs of its own, or the longest text.

use std::fmt::Write as _;

use serde_json::Value;

use crate::dom::{Document, NodeId};

/// What each script with a chunk calls.
const CALL: &str = "__next_f";
/// Bytes of all chunks of a page that are read.
const MOST_BYTES: usize = 8 << 20;
/// Rows that are read.
const MOST_ROWS: usize = 4_096;
/// Nodes of a row's tree that are read.
const MOST_NODES: usize = 200_000;
/// Tags that hold the text of a story.
const TEXT_TAGS: [&str; 14] =
    ["p", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "pre", "figcaption", "table", "dl"];
/// Tags within such text that are kept.
const INLINE_TAGS: [&str; 10] = ["a", "b", "strong", "em", "i", "code", "br", "td", "tr", "th"];

/// The longest text of the page's chunks, as HTML.
pub(super) fn story(document: &Document, scripts: &[NodeId]) -> Option<String> {
    let stream = stream(document, scripts);
    let mut best: Option<String> = None;
    let longer = |best: &Option<String>, text: &str| best.as_ref().is_none_or(|b| text.len() > b.len());
    let mut rest = stream.as_str();
    for _ in 0..MOST_ROWS {
        let Some((id, value)) = rest.trim_start().split_once(':') else { break };
        if !id.bytes().all(|b| b.is_ascii_hexdigit()) {
            rest = value.split_once('\n').map_or("", |(_, rest)| rest);
            continue;
        }
        if let Some((text, after)) = text_row(value) {
            if longer(&best, text) && text.contains("<p") {
                best = Some(text.to_owned());
            }
            rest = after;
            continue;
        }
        let (line, after) = value.split_once('\n').unwrap_or((value, ""));
        rest = after;
        if !line.starts_with(['[', '{']) {
            continue;
        }
        let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
        if let Some(html) = longest_element(&value).filter(|html| longer(&best, html)) {
            best = Some(html);
        }
    }
    best
}

/// Whether a script pushes a chunk.
pub(super) fn is_chunk(script: &str) -> bool {
    const WITHIN: usize = 120;
    let end = (0..=WITHIN.min(script.len())).rev().find(|&i| script.is_char_boundary(i)).unwrap_or(0);
    script[..end].contains(CALL)
}

/// All chunks, joined.
fn stream(document: &Document, scripts: &[NodeId]) -> String {
    let mut out = String::new();
    for &script in scripts {
        let Some(text) = document.first_child(script).map(|n| document.text(n)) else { continue };
        if !is_chunk(text) {
            continue;
        }
        let Some(at) = text.find(".push(") else { continue };
        let mut values =
            serde_json::Deserializer::from_str(&text[at + ".push(".len()..]).into_iter::<Value>();
        if let Some(Ok(Value::Array(parts))) = values.next()
            && let [Value::Number(_), Value::String(chunk)] = parts.as_slice()
            && out.len() + chunk.len() <= MOST_BYTES
        {
            out.push_str(chunk);
        }
    }
    out
}

/// A row of text: `T`, its length in bytes as a hexadecimal number, a comma, the text. A chunk that was cut off ends
/// early.
fn text_row(value: &str) -> Option<(&str, &str)> {
    let (length, text) = value.strip_prefix('T')?.split_once(',')?;
    let length = usize::from_str_radix(length, 16).ok()?.min(text.len());
    let end = (length..=text.len()).find(|&i| text.is_char_boundary(i))?;
    Some(text.split_at(end))
}

/// An element of a row: its tag and its content.
fn element(value: &Value) -> Option<(&str, &Value)> {
    match value.as_array()?.as_slice() {
        [Value::String(mark), Value::String(tag), _, Value::Object(props), ..] if mark == "$" => {
            let html = props.get("dangerouslySetInnerHTML").and_then(|inner| inner.get("__html"));
            Some((tag, html.or_else(|| props.get("children")).unwrap_or(&Value::Null)))
        }
        _ => None,
    }
}

/// The content of the element with the most text in paragraphs of its own, as HTML. The reader of JSON bounds the
/// depth of a value, and so the depth of these functions.
fn longest_element(row: &Value) -> Option<String> {
    let mut best: Option<(usize, &Value)> = None;
    let (mut todo, mut seen) = (vec![row], 0);
    while let Some(value) = todo.pop() {
        seen += 1;
        if seen > MOST_NODES {
            break;
        }
        let content = element(value).map_or(value, |(_, content)| content);
        let size = own_text(content);
        if size > best.map_or(0, |(most, _)| most) {
            best = Some((size, content));
        }
        match content {
            Value::Array(items) => todo.extend(items),
            Value::Object(fields) => todo.extend(fields.values()),
            _ => {}
        }
    }
    let (_, content) = best?;
    let mut out = String::new();
    render(content, &mut out);
    Some(out)
}

/// Bytes of text in the paragraphs that a list of children holds directly.
fn own_text(content: &Value) -> usize {
    let Value::Array(children) = content else { return 0 };
    children
        .iter()
        .filter_map(element)
        .filter(|(tag, _)| *tag == "p")
        .map(|(_, content)| text_bytes(content))
        .sum()
}

fn text_bytes(content: &Value) -> usize {
    let (mut bytes, mut todo) = (0, vec![content]);
    while let Some(value) = todo.pop() {
        match value {
            Value::String(text) => bytes += text.len(),
            Value::Array(items) => match element(value) {
                Some((_, content)) => todo.push(content),
                None => todo.extend(items),
            },
            _ => {}
        }
    }
    bytes
}

/// Content as HTML: elements of text with their tags, of all others what they hold.
fn render(content: &Value, out: &mut String) {
    enum FlightStep<'a> {
        Content(&'a Value),
        End(&'a str),
    }
    let mut todo = vec![FlightStep::Content(content)];
    while let Some(step) = todo.pop() {
        let value = match step {
            FlightStep::End(tag) => {
                let _ = write!(out, "</{tag}>");
                continue;
            }
            FlightStep::Content(value) => value,
        };
        match value {
            // References to other rows begin with a dollar sign.
            Value::String(text) if !text.starts_with('$') => {
                out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
            }
            Value::Array(items) => match element(value) {
                Some((tag, content)) => {
                    if TEXT_TAGS.contains(&tag) || INLINE_TAGS.contains(&tag) {
                        let _ = write!(out, "<{tag}>");
                        todo.push(FlightStep::End(tag));
                    }
                    todo.push(FlightStep::Content(content));
                }
                None => todo.extend(items.iter().rev().map(FlightStep::Content)),
            },
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom;

    fn story_of(chunks: &[&str]) -> Option<String> {
        let scripts = chunks.iter().map(|chunk| {
            format!(
                "<script>self.__next_f.push([1,{}])</script>",
                serde_json::to_string(chunk).expect("a string")
            )
        });
        let mut document = Document::default();
        dom::parse(&scripts.collect::<String>(), &dom::ParseLimits::default(), &mut document);
        let is_script = |&n: &NodeId| document.tag(n) == dom::Tag::Script;
        let scripts: Vec<NodeId> = document.descendants(NodeId::DOCUMENT).filter(is_script).collect();
        story(&document, &scripts)
    }

    #[test]
    fn elements_become_html() {
        let row = r#"3:["$","main",null,{"children":[["$","p","0",{"children":["The ferry ",["$","b",null,{"children":"left"}]," & came back."]}],["$","p","1",{"children":"It was late."}]]}]"#;
        assert_eq!(
            story_of(&[&row[..40], &row[40..]]).as_deref(),
            Some("<p>The ferry <b>left</b> &amp; came back.</p><p>It was late.</p>")
        );
    }

    #[test]
    fn text_of_a_given_length_may_be_html() {
        let html = "<p>The ferry left at noon.</p>";
        let row = format!("2:T{:x},{html}3:[\"$\",\"p\",null,{{}}]\n", html.len());
        assert_eq!(story_of(&[&row]).as_deref(), Some(html));
        assert_eq!(story_of(&["24:Tffff,", html]).as_deref(), Some(html));
    }

    #[test]
    fn broken_chunks_hold_no_story() {
        for chunk in ["", ":", "1:", "1:T", "1:Tzz,", "x:[1", "1:[[[[", "1:T5,ä"] {
            assert_eq!(story_of(&[chunk]), None, "{chunk}");
        }
    }
}
