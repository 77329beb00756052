//! JSONL: a JSON object with a page on each line.

use std::{
    io::{BufRead, Read},
    ops::ControlFlow,
};

use serde_json::{Map, Value};

use super::{Fault, Item, Payload, Rules, Taker, load::LoadedContent, stream::Name};
use crate::Input;

/// What the fields are called.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldNames {
    /// The page's address.
    pub url: String,
    /// The page as HTML.
    pub html: String,
    /// The page as text; where there is no HTML.
    pub text: String,
    /// Whether all other fields are carried through to the record.
    pub keep: bool,
}

impl Default for FieldNames {
    fn default() -> Self {
        Self { url: "url".to_owned(), html: "html".to_owned(), text: "text".to_owned(), keep: false }
    }
}

/// Every line of a stream; a worker reads it when its turn comes.
pub(crate) fn each(
    mut reader: impl BufRead,
    name: &Name<'_>,
    rules: &Rules,
    take: &mut Taker<'_>,
) -> ControlFlow<()> {
    let limit = rules.sizes.packed as u64;
    for number in 1u64.. {
        let mut line = Vec::new();
        let member = number.to_string();
        match reader.by_ref().take(limit + 1).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(read) if read as u64 > limit && line.last() != Some(&b'\n') => {
                take(name.member(&member, Payload::Fault(Fault::packed(read as u64, limit))))?;
                if skip_line(&mut reader).is_err() {
                    break;
                }
            }
            Ok(_) if line.trim_ascii().is_empty() => {}
            Ok(_) => take(name.member(&member, Payload::Json(line)))?,
            Err(error) => return take(name.member(&member, Payload::Fault(Fault::read(&error)))),
        }
    }
    ControlFlow::Continue(())
}

fn skip_line(reader: &mut impl BufRead) -> std::io::Result<()> {
    reader.skip_until(b'\n').map(drop)
}

/// Reads a line into its item's hints; the page goes out.
pub(crate) fn read(line: &[u8], item: &mut Item, names: &FieldNames) -> Result<LoadedContent, Fault> {
    let mut fields: Map<String, Value> = serde_json::from_slice(line)
        .map_err(|error| Fault::new(format!("is no JSON object ({error})"), "check the line"))?;
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
            (Input::Html, html)
        }
        (None, Some(text)) => (Input::Text, text),
        (None, None) => {
            return Err(Fault::new(
                format!("has neither `{}` nor `{}`", names.html, names.text),
                "name the fields with --html-field and --text-field",
            ));
        }
    };
    item.input = input;
    item.fields = names.keep.then_some(fields);
    Ok(LoadedContent::Text(page))
}
