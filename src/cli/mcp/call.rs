//! Runs the tools.

use rmcp::model::JsonObject;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use super::allowed_folder::AllowedFolder;
use crate::{
    Input,
    byline::{self, BylineContext},
    cli::request::{ErrorName, FavorName, FormatName, PageOptions, RequestError, RequestLimits},
    dateline::{self, DatelineContext},
    source::LoadedContent,
};

/// Default of `max_chars`: about 25,000 tokens of English.
pub(super) const DEFAULT_CHARS: usize = 100_000;

/// The name in records of a page without one.
const UNNAMED: &str = "-";

/// What the tools may access.
pub(super) struct Tools {
    pub(super) limits: RequestLimits,
    pub(super) folder: Option<AllowedFolder>,
}

/// Arguments of `clean` and `explain`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PageArguments {
    html: Option<String>,
    text: Option<String>,
    file: Option<String>,
    url: Option<String>,
    favor: FavorName,
    format: Option<FormatName>,
    links: bool,
    images: bool,
    offset: usize,
    max_chars: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BylineArguments {
    text: String,
    language: Option<String>,
    site: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DatelineArguments {
    text: String,
    language: Option<String>,
    published: Option<String>,
}

/// A page that was read.
struct Given {
    content: LoadedContent,
    input: Input,
    content_type: Option<String>,
    source: String,
}

impl Tools {
    /// Calls the tool `name` and returns its result as text.
    pub(super) fn call(&self, name: &str, arguments: Option<JsonObject>) -> Result<String, RequestError> {
        match name {
            "clean" => self.clean(read(arguments)?),
            "explain" => self.explain(read(arguments)?),
            "byline" => {
                let given: BylineArguments = read(arguments)?;
                let context = BylineContext::new()
                    .with_language(given.language.as_deref())
                    .with_site(given.site.as_deref());
                json(&byline::parse(&given.text, &context))
            }
            "dateline" => {
                let given: DatelineArguments = read(arguments)?;
                let context = DatelineContext::new()
                    .with_language(given.language.as_deref())
                    .with_published(given.published.as_deref());
                json(&dateline::parse(&given.text, &context))
            }
            name => Err(RequestError::invalid(format!("there is no tool {name:?}"))),
        }
    }

    fn clean(&self, mut arguments: PageArguments) -> Result<String, RequestError> {
        let given = self.page(&mut arguments)?;
        let options = arguments.options();
        let format = arguments.format.unwrap_or(FormatName::Markdown);
        let content_type = given.content_type.as_deref();
        let article = options.clean(given.content.as_content(), given.input, content_type, &self.limits)?;
        if !article.is_article() && format != FormatName::Json {
            return Ok(format!(
                "This page has no article (type {}, confidence {:.2}). Call with \"favor\": \"recall\" for what little \
                 there is, or with \"format\": \"json\" for its fields.",
                article.page_type.name(),
                article.confidence
            ));
        }
        Ok(window(&options.write(format, &article, &given.source), &arguments))
    }

    fn explain(&self, mut arguments: PageArguments) -> Result<String, RequestError> {
        let given = self.page(&mut arguments)?;
        let content_type = given.content_type.as_deref();
        let options = arguments.options();
        let explanation =
            options.explain(given.content.as_content(), given.input, content_type, &self.limits)?;
        Ok(window(&explanation.terminal(false), &arguments))
    }

    /// Removes the page from the arguments and returns it.
    fn page(&self, arguments: &mut PageArguments) -> Result<Given, RequestError> {
        let given = (arguments.html.take(), arguments.text.take(), arguments.file.take());
        let of_text = |text: String, input| Given {
            content: LoadedContent::Text(text),
            input,
            content_type: None,
            source: UNNAMED.to_owned(),
        };
        match given {
            (Some(html), None, None) => Ok(of_text(html, Input::Html)),
            (None, Some(text), None) => Ok(of_text(text, Input::Text)),
            (None, None, Some(file)) => {
                let Some(folder) = &self.folder else {
                    return Err(RequestError::new(
                        ErrorName::NotAllowed,
                        "this server reads no files; start it with --root DIR to let it read those of a folder",
                    ));
                };
                let (item, content) = folder.read(&file, self.limits.max_bytes)?;
                if arguments.url.is_none() {
                    arguments.url = item.url;
                }
                Ok(Given { content, input: item.input, content_type: item.content_type, source: file })
            }
            _ => Err(RequestError::invalid("give exactly one of html, text and file")),
        }
    }
}

impl PageArguments {
    fn options(&self) -> PageOptions {
        PageOptions {
            url: self.url.clone(),
            favor: self.favor,
            format: self.format,
            links: self.links,
            images: self.images,
        }
    }
}

fn read<T: DeserializeOwned>(arguments: Option<JsonObject>) -> Result<T, RequestError> {
    serde_json::from_value(Value::Object(arguments.unwrap_or_default()))
        .map_err(|error| RequestError::invalid(error.to_string()))
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, RequestError> {
    serde_json::to_string_pretty(value).map_err(|error| RequestError::invalid(error.to_string()))
}

/// Returns the requested part of a result, followed by a note on what was omitted and how to get it.
fn window(text: &str, arguments: &PageArguments) -> String {
    let longest = arguments.max_chars.unwrap_or(DEFAULT_CHARS);
    let mut chars = text.chars().skip(arguments.offset);
    let mut part: String = chars.by_ref().take(longest).collect();
    let rest = chars.count();
    if rest > 0 {
        let next = arguments.offset + longest;
        part.push_str(&format!("\n\n[{rest} more characters: call again with \"offset\": {next}]"));
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(offset: usize, max_chars: usize) -> PageArguments {
        PageArguments { offset, max_chars: Some(max_chars), ..PageArguments::default() }
    }

    #[test]
    fn windows_add_up_to_the_text() {
        let text = "Zürich, 서울, القاهرة";
        assert_eq!(window(text, &arguments(0, 100)), text);
        let first = window(text, &arguments(0, 8));
        assert!(
            first.starts_with("Zürich, ")
                && first.ends_with("[11 more characters: call again with \"offset\": 8]")
        );
        assert_eq!(window(text, &arguments(8, 100)), "서울, القاهرة");
        assert_eq!(window(text, &arguments(500, 100)), "");
    }
}
