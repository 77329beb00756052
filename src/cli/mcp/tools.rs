//! The definitions of the tools: names, descriptions and argument schemas.

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

use super::call::DEFAULT_CHARS;

/// Returns all tools. `files`: they may read a folder.
pub(super) fn all(files: bool) -> Vec<Tool> {
    let mut clean = page_properties(files);
    clean.extend(object(json!({
        "favor": {
            "type": "string", "enum": ["precision", "balanced", "recall"], "default": "balanced",
            "description": "precision drops more of the page, recall loses less of the article"
        },
        "format": {
            "type": "string", "enum": ["markdown", "text", "html", "json"], "default": "markdown",
            "description": "markdown has the fields as YAML front matter; json is the whole record"
        },
        "links": {"type": "boolean", "default": false, "description": "keep links with their addresses"},
        "images": {"type": "boolean", "default": false, "description": "keep pictures with their captions"}
    })));
    clean.extend(window_properties());
    let mut explain = page_properties(files);
    explain.extend(window_properties());
    let language = json!({"type": "string", "description": "BCP 47 tag, such as en or pt-BR"});
    vec![
        tool(
            "clean",
            "Clean a page",
            "Extracts the article of a web page: headline, byline, dateline, date, credit and body, without menus, \
             advertisements and related stories. Give the page itself as html or text; this tool does not fetch.",
            clean,
            &[],
        ),
        tool(
            "explain",
            "Explain a page",
            "Explains why each block of a page was kept or dropped and where each field came from.",
            explain,
            &[],
        ),
        tool(
            "byline",
            "Parse a byline",
            "Parses a byline such as \"By JANE DOE and John Roe, Staff Writers\" into authors, roles and \
             organization. Returns JSON, null if it names nobody.",
            object(json!({
                "text": {"type": "string", "description": "the byline"},
                "language": language,
                "site": {"type": "string", "description": "name of the outlet"}
            })),
            &["text"],
        ),
        tool(
            "dateline",
            "Parse a dateline",
            "Parses the dateline at the start of a paragraph, such as \"SEOUL, May 4 (Yonhap) -- \", into place, date \
             and agency. Returns JSON, null if there is none.",
            object(json!({
                "text": {"type": "string", "description": "the paragraph"},
                "language": language,
                "published": {"type": "string", "description": "day of publication (YYYY-MM-DD), for the year"}
            })),
            &["text"],
        ),
    ]
}

fn tool(
    name: &'static str,
    title: &str,
    description: &'static str,
    properties: JsonObject,
    required: &[&str],
) -> Tool {
    let schema = object(json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false
    }));
    let annotations =
        ToolAnnotations::new().read_only(true).destructive(false).idempotent(true).open_world(false);
    Tool::new(name, description, schema).with_title(title).with_annotations(annotations)
}

/// Returns the arguments that name a page: one of `html`, `text` and, if there is a folder, `file`.
fn page_properties(files: bool) -> JsonObject {
    let mut properties = object(json!({
        "html": {"type": "string", "description": "the page as HTML"},
        "text": {"type": "string", "description": "the page as text that was scraped already"},
        "url": {"type": "string", "description": "address of the page, which helps with dates and relative links"}
    }));
    if files {
        let file = json!({
            "type": "string",
            "description": "path of a file in this server's folder, which may be compressed with gzip or zstd"
        });
        properties.insert("file".to_owned(), file);
    }
    properties
}

/// Returns the arguments that truncate long results.
fn window_properties() -> JsonObject {
    object(json!({
        "offset": {"type": "integer", "minimum": 0, "default": 0, "description": "first character to return"},
        "max_chars": {
            "type": "integer", "minimum": 1, "default": DEFAULT_CHARS,
            "description": "most characters to return; a longer result says how to get the rest"
        }
    }))
}

/// Returns the map of a JSON object.
fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(map) => map,
        _ => JsonObject::new(),
    }
}
