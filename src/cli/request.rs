//! A request from another program to clean or explain a page: its options and its errors, which have stable names.
//!
//! Shared by the servers `mcp` and `serve`.

use std::{
    fmt,
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    time::Duration,
};

use serde::Deserialize;

use super::args::RequestArgs;
use crate::{
    Article, Cleaner, Content, Error, Explanation, Favor, HtmlOptions, Input, Limits, MarkdownOptions, Page,
    SiteRules,
    output::{Cleaned, Format, View, printable},
};

/// An error of a request.
#[derive(Debug)]
pub(crate) struct RequestError {
    pub(crate) name: ErrorName,
    pub(crate) message: String,
}

/// The stable names of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorName {
    /// An argument is missing, unknown, or has an invalid value.
    InvalidArgument,
    /// The page exceeds a limit on size.
    Limit,
    /// The page took too long.
    TimeLimit,
    /// A file is outside the folder that may be read, or there is no such folder.
    NotAllowed,
    /// A file cannot be read.
    Unreadable,
    /// The page is not HTML or text.
    NotText,
    /// A bug.
    Internal,
}

impl ErrorName {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid-argument",
            Self::Limit => "limit",
            Self::TimeLimit => "time-limit",
            Self::NotAllowed => "not-allowed",
            Self::Unreadable => "unreadable",
            Self::NotText => "not-text",
            Self::Internal => "internal",
        }
    }
}

impl RequestError {
    pub(crate) fn new(name: ErrorName, message: impl Into<String>) -> Self {
        Self { name, message: message.into() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorName::InvalidArgument, message)
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name.name(), self.message)
    }
}

impl From<Error> for RequestError {
    fn from(error: Error) -> Self {
        let name = if error.is_time() {
            ErrorName::TimeLimit
        } else if error.is_limit() {
            ErrorName::Limit
        } else if error.is_not_text() {
            ErrorName::NotText
        } else {
            ErrorName::InvalidArgument
        };
        Self::new(name, error.to_string())
    }
}

/// Limits for every request of a server, and its site rules.
#[derive(Clone)]
pub(crate) struct RequestLimits {
    pub(crate) max_bytes: usize,
    pub(crate) max_time: Duration,
    pub(crate) rules: Arc<SiteRules>,
}

impl RequestLimits {
    /// Loads the rules that the arguments name.
    pub(crate) fn new(args: &RequestArgs) -> Result<Self, String> {
        let rules = match &args.rules {
            Some(folder) => SiteRules::read(folder).map_err(|error| format!("--rules: {error}"))?,
            None => SiteRules::new(),
        };
        Ok(Self { max_bytes: args.max_bytes, max_time: args.max_time, rules: Arc::new(rules) })
    }
}

/// How to clean a page and what to return.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PageOptions {
    /// The address of the page.
    pub(crate) url: Option<String>,
    pub(crate) favor: FavorName,
    /// The format; `None` is the server's default.
    pub(crate) format: Option<FormatName>,
    pub(crate) links: bool,
    pub(crate) images: bool,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FavorName {
    Precision,
    #[default]
    Balanced,
    Recall,
}

/// The formats of a response.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FormatName {
    /// Fields as YAML front matter, then the body.
    Markdown,
    Text,
    Html,
    /// The record.
    Json,
}

impl PageOptions {
    fn cleaner(&self, limits: &RequestLimits) -> Cleaner {
        let mut page_limits = Limits::default();
        page_limits.bytes = limits.max_bytes;
        page_limits.time = Some(limits.max_time);
        let favor = match self.favor {
            FavorName::Precision => Favor::Precision,
            FavorName::Balanced => Favor::Balanced,
            FavorName::Recall => Favor::Recall,
        };
        Cleaner::new().with_limits(page_limits).with_favor(favor).with_rules((*limits.rules).clone())
    }

    fn page<'a>(&'a self, content: Content<'a>, input: Input, content_type: Option<&'a str>) -> Page<'a> {
        let mut page = Page::new(content).with_input(input);
        if let Some(url) = &self.url {
            page = page.with_url(url);
        }
        if let Some(content_type) = content_type {
            page = page.with_content_type(content_type);
        }
        page
    }

    /// Cleans a page.
    pub(crate) fn clean(
        &self,
        content: Content<'_>,
        input: Input,
        content_type: Option<&str>,
        limits: &RequestLimits,
    ) -> Result<Article, RequestError> {
        let cleaner = self.cleaner(limits);
        guarded(|| cleaner.clean(self.page(content, input, content_type)))
    }

    /// Explains a page.
    pub(crate) fn explain(
        &self,
        content: Content<'_>,
        input: Input,
        content_type: Option<&str>,
        limits: &RequestLimits,
    ) -> Result<Explanation, RequestError> {
        let cleaner = self.cleaner(limits);
        guarded(|| cleaner.explain(self.page(content, input, content_type)))
    }

    /// Writes an article without control characters. `source` is its name in records.
    pub(crate) fn write(&self, format: FormatName, article: &Article, source: &str) -> String {
        let Self { links, images, .. } = *self;
        match format {
            FormatName::Markdown => {
                let mut options = MarkdownOptions::default();
                (options.links, options.images, options.front_matter) = (links, images, true);
                printable(&article.markdown(options)).into_owned()
            }
            FormatName::Html => {
                let mut options = HtmlOptions::default();
                (options.links, options.images) = (links, images);
                article.html(options)
            }
            FormatName::Text | FormatName::Json => {
                let mut view = View::default();
                view.format = if format == FormatName::Json { Format::Json } else { Format::Text };
                let mut out = Vec::new();
                view.write(&Cleaned { source, result: Ok(article), fields: None }, &mut out);
                String::from_utf8_lossy(&out).into_owned()
            }
        }
    }
}

/// Calls the library; a panic fails the request, but not the server.
fn guarded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, RequestError> {
    match panic::catch_unwind(AssertUnwindSafe(work)) {
        Ok(done) => done.map_err(RequestError::from),
        Err(_) => Err(RequestError::new(
            ErrorName::Internal,
            "copydesk has a bug that this page triggers; please report it with the page",
        )),
    }
}
