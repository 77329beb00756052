//! The native addon of the Node package. Records and explanations cross to JavaScript as JSON, which `index.js` parses.
//!
//! `Cargo.toml` denies `unsafe` code in this crate. Only the code that the macros of napi-rs generate contains some.

mod job;
mod options;

use std::sync::Arc;

use copydesk::{
    HtmlOptions, MarkdownOptions,
    byline::{self, BylineContext},
    credit::{self, CreditContext},
    dateline::{self, DatelineContext},
};
use napi::{
    Env, Task,
    bindgen_prelude::{AsyncTask, Buffer, Either, Error, Result, Status},
};
use napi_derive::napi;

use crate::{
    job::{Job, PageHints},
    options::CleanerOptions,
};

/// What to add to a view of an article.
#[napi(object)]
#[derive(Default)]
pub struct Views {
    pub links: Option<bool>,
    pub images: Option<bool>,
    pub front_matter: Option<bool>,
}

/// Creates an error whose message starts with its code, as in `LIMIT: ...`. `index.js` splits them.
pub(crate) fn error(code: &str, message: impl std::fmt::Display) -> Error {
    Error::new(Status::GenericFailure, format!("{code}: {message}"))
}

pub(crate) fn invalid(message: impl std::fmt::Display) -> Error {
    error("INVALID_ARGUMENT", message)
}

/// A cleaned page.
#[napi]
pub struct NativeArticle {
    inner: copydesk::Article,
    record: String,
}

impl NativeArticle {
    fn of(job: &Job) -> Result<Self> {
        let inner = job.article()?;
        let record = job.record(&inner);
        Ok(Self { inner, record })
    }
}

#[napi]
impl NativeArticle {
    /// Returns the record as one line of JSON, as the command writes it.
    #[napi]
    pub fn json(&self) -> &str {
        &self.record
    }

    #[napi]
    pub fn markdown(&self, views: Views) -> String {
        let mut options = MarkdownOptions::default();
        options.links = views.links.unwrap_or(false);
        options.images = views.images.unwrap_or(false);
        options.front_matter = views.front_matter.unwrap_or(false);
        self.inner.markdown(options)
    }

    #[napi]
    pub fn html(&self, views: Views) -> String {
        let mut options = HtmlOptions::default();
        options.links = views.links.unwrap_or(false);
        options.images = views.images.unwrap_or(false);
        self.inner.html(options)
    }
}

/// A page that a thread of Node's pool cleans.
pub struct CleanTask(Job);

impl Task for CleanTask {
    type Output = NativeArticle;
    type JsValue = NativeArticle;

    fn compute(&mut self) -> Result<NativeArticle> {
        NativeArticle::of(&self.0)
    }

    fn resolve(&mut self, _env: Env, output: NativeArticle) -> Result<NativeArticle> {
        Ok(output)
    }
}

/// A cleaner with options.
#[napi]
pub struct NativeCleaner {
    inner: Arc<copydesk::Cleaner>,
}

#[napi]
impl NativeCleaner {
    #[napi(constructor)]
    pub fn new(options: CleanerOptions) -> Result<Self> {
        Ok(Self { inner: Arc::new(options.build()?) })
    }

    fn job(&self, page: Either<String, Buffer>, hints: PageHints) -> Job {
        Job::new(Arc::clone(&self.inner), page, hints)
    }

    #[napi]
    pub fn clean(&self, page: Either<String, Buffer>, hints: PageHints) -> Result<NativeArticle> {
        NativeArticle::of(&self.job(page, hints))
    }

    /// Cleans on a thread of Node's pool.
    #[napi]
    pub fn clean_async(&self, page: Either<String, Buffer>, hints: PageHints) -> AsyncTask<CleanTask> {
        AsyncTask::new(CleanTask(self.job(page, hints)))
    }

    /// Returns why each block was kept or dropped, as JSON.
    #[napi]
    pub fn explain(&self, page: Either<String, Buffer>, hints: PageHints) -> Result<String> {
        self.job(page, hints).explanation()
    }
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| error("ERROR", e))
}

/// Returns the parsed byline as JSON: `null` if it names nobody.
#[napi]
pub fn parse_byline(text: String, language: Option<String>, site: Option<String>) -> Result<String> {
    let context = BylineContext::new().with_language(language.as_deref()).with_site(site.as_deref());
    json(&byline::parse(&text, &context))
}

/// Returns the dateline at the start of a paragraph as JSON: `null` if there is none.
#[napi]
pub fn parse_dateline(text: String, language: Option<String>, published: Option<String>) -> Result<String> {
    let context =
        DatelineContext::new().with_language(language.as_deref()).with_published(published.as_deref());
    json(&dateline::parse(&text, &context))
}

/// Returns the credit at the end of a text as JSON: `null` if there is none.
#[napi]
pub fn parse_credit(text: String, language: Option<String>) -> Result<String> {
    json(&credit::parse(&text, &CreditContext::new().with_language(language.as_deref())))
}
