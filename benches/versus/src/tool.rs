//! The compared tools, each with the settings that its documentation recommends for text.

use copydesk::{Cleaner, Page};

use crate::tokenizer;

/// The result of a tool for a page.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) title: Option<String>,
    pub(crate) text: String,
}

/// A tool that is ready to run.
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn Fn(&str, Option<&str>) -> Result<Found, String>>,
}

impl Tool {
    fn new(name: &'static str, run: impl Fn(&str, Option<&str>) -> Result<Found, String> + 'static) -> Self {
        Self { name, run: Box::new(run) }
    }
}

/// Returns all tools; copydesk comes first, because the others are compared with it.
pub(crate) fn all() -> Vec<Tool> {
    let cleaner = Cleaner::new();
    vec![
        Tool::new("copydesk", move |html, url| {
            let page = Page::new(html);
            let page = match url {
                Some(url) => page.with_url(url),
                None => page,
            };
            let article = cleaner.clean(page).map_err(|e| e.to_string())?;
            Ok(Found { text: article.text(), title: article.title })
        }),
        Tool::new("html5ever's tokenizer", |html, _| {
            Ok(Found { title: None, text: tokenizer::count(html).to_string() })
        }),
        Tool::new("dom_smoothie", |html, url| {
            // The plain form joins the last and first words of adjacent paragraphs.
            let config = dom_smoothie::Config {
                text_mode: dom_smoothie::TextMode::Formatted,
                ..dom_smoothie::Config::default()
            };
            let mut reader =
                dom_smoothie::Readability::new(html, url, Some(config)).map_err(|e| e.to_string())?;
            let article = reader.parse().map_err(|e| e.to_string())?;
            Ok(Found { text: article.text_content.to_string(), title: Some(article.title) })
        }),
        Tool::new("legible", |html, url| {
            let article = legible::parse(html, url, None).map_err(|e| e.to_string())?;
            Ok(Found { text: article.text_content, title: Some(article.title) })
        }),
        Tool::new("rs-trafilatura", |html, url| {
            let options =
                rs_trafilatura::Options { url: url.map(str::to_owned), ..rs_trafilatura::Options::default() };
            let found = rs_trafilatura::extract_with_options(html, &options).map_err(|e| e.to_string())?;
            Ok(Found { text: found.content_text, title: found.metadata.title })
        }),
        Tool::new("trafilatura", |html, _| trafilatura(html, false)),
        Tool::new("trafilatura+fallback", |html, _| trafilatura(html, true)),
    ]
}

fn trafilatura(html: &str, fallback: bool) -> Result<Found, String> {
    let options = trafilatura::Options::default().with_fallback(fallback);
    let found = trafilatura::extract(html, &options).map_err(|e| e.to_string())?;
    Ok(Found { text: found.content_text, title: Some(found.metadata.title) })
}
