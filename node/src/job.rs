//! The work on one page, which may run on any thread.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::Arc,
};

use copydesk::{
    Article, Cleaner, Content, Input, Page,
    output::{Cleaned, Format, View},
};
use napi::bindgen_prelude::{Buffer, Either, Result};
use napi_derive::napi;

use crate::{error, invalid, json};

/// The name in the record of a page without a name.
const UNNAMED: &str = "-";

/// What the caller knows about a page.
#[napi(object)]
#[derive(Default)]
pub struct PageHints {
    pub url: Option<String>,
    pub content_type: Option<String>,
    pub encoding: Option<String>,
    pub input: Option<String>,
    pub source: Option<String>,
}

/// A page, copied out of JavaScript's heap.
enum Owned {
    Text(String),
    Bytes(Vec<u8>),
}

/// A cleaner, a page and its hints.
pub(crate) struct Job {
    cleaner: Arc<Cleaner>,
    page: Owned,
    hints: PageHints,
}

impl Job {
    pub(crate) fn new(cleaner: Arc<Cleaner>, page: Either<String, Buffer>, hints: PageHints) -> Self {
        let page = match page {
            Either::A(text) => Owned::Text(text),
            Either::B(bytes) => Owned::Bytes(bytes.to_vec()),
        };
        Self { cleaner, page, hints }
    }

    fn page(&self) -> Result<Page<'_>> {
        let mut page = Page::new(match &self.page {
            Owned::Text(text) => Content::Text(text),
            Owned::Bytes(bytes) => Content::Bytes(bytes),
        });
        if let Some(url) = &self.hints.url {
            page = page.with_url(url);
        }
        if let Some(content_type) = &self.hints.content_type {
            page = page.with_content_type(content_type);
        }
        if let Some(encoding) = &self.hints.encoding {
            page = page.with_encoding(encoding);
        }
        Ok(page.with_input(match self.hints.input.as_deref() {
            None | Some("auto") => Input::Auto,
            Some("html") => Input::Html,
            Some("text") => Input::Text,
            Some(other) => return Err(invalid(format!("input must be auto, html or text, not {other:?}"))),
        }))
    }

    pub(crate) fn article(&self) -> Result<Article> {
        let page = self.page()?;
        guarded(|| self.cleaner.clean(page).map_err(|e| of_core(&e)))
    }

    /// Returns why each block was kept or dropped, as JSON.
    pub(crate) fn explanation(&self) -> Result<String> {
        let page = self.page()?;
        guarded(|| json(&self.cleaner.explain(page).map_err(|e| of_core(&e))?))
    }

    /// Returns the record as one line of JSON, as the command writes it.
    pub(crate) fn record(&self, article: &Article) -> String {
        let mut view = View::default();
        view.format = Format::Jsonl;
        let source = self.hints.source.as_deref().unwrap_or(UNNAMED);
        let mut line = Vec::new();
        view.write(&Cleaned { source, result: Ok(article), fields: None }, &mut line);
        String::from_utf8_lossy(line.trim_ascii_end()).into_owned()
    }
}

/// Turns a panic into an error: it fails the page, not the process.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(error("ERROR", "copydesk has a bug that this page triggers; please report it with the page"))
    })
}

fn of_core(cause: &copydesk::Error) -> napi::Error {
    let code = if cause.is_time() {
        "TIME_LIMIT"
    } else if cause.is_limit() {
        "LIMIT"
    } else if cause.is_not_text() {
        "NOT_TEXT"
    } else if cause.is_encoding() {
        "ENCODING"
    } else {
        "ERROR"
    };
    error(code, cause)
}
