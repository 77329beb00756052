//! A page to be cleaned with the caller's hints, and its outcome.

use serde::{Deserialize, Serialize};

/// Whether a page is HTML or plain text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Input {
    /// Detected from the page itself.
    #[default]
    Auto,
    /// HTML, a whole page or a fragment.
    Html,
    /// Plain text.
    Text,
}

/// The content of a page. There are only these two forms, so the enum can be matched exhaustively.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// Bytes in any encoding.
    Bytes(&'a [u8]),
    /// Text that is already decoded.
    Text(&'a str),
}

impl Content<'_> {
    /// Returns the length in bytes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Text(text) => text.len(),
        }
    }
}

/// A page, and hints about it.
///
/// ```
/// use copydesk::Page;
/// let page = Page::new("<p>Hello").with_url("https://news.example/story");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    pub(crate) content: Content<'a>,
    pub(crate) url: Option<&'a str>,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) encoding: Option<&'a str>,
    pub(crate) input: Input,
}

impl<'a> Page<'a> {
    /// Creates a page without hints. `content` is a `&str`, a `&[u8]`, or a reference to a `String`, `Vec<u8>` or
    /// array.
    pub fn new(content: impl Into<Page<'a>>) -> Self {
        content.into()
    }

    /// Sets the address from which the page was fetched.
    #[must_use]
    pub fn with_url(mut self, url: &'a str) -> Self {
        self.url = Some(url);
        self
    }

    /// Sets the HTTP `Content-Type` header, which is used for its `charset` and to distinguish text from HTML.
    #[must_use]
    pub fn with_content_type(mut self, content_type: &'a str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// Sets the encoding by its WHATWG label. It takes precedence over what the page declares.
    #[must_use]
    pub fn with_encoding(mut self, label: &'a str) -> Self {
        self.encoding = Some(label);
        self
    }

    /// Sets whether the page is HTML or text.
    #[must_use]
    pub fn with_input(mut self, input: Input) -> Self {
        self.input = input;
        self
    }
}

impl<'a> From<Content<'a>> for Page<'a> {
    fn from(content: Content<'a>) -> Self {
        Self { content, url: None, content_type: None, encoding: None, input: Input::Auto }
    }
}

impl<'a> From<&'a [u8]> for Page<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Content::Bytes(bytes).into()
    }
}

impl<'a> From<&'a Vec<u8>> for Page<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Content::Bytes(bytes).into()
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Page<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Content::Bytes(bytes).into()
    }
}

impl<'a> From<&'a str> for Page<'a> {
    fn from(text: &'a str) -> Self {
        Content::Text(text).into()
    }
}

impl<'a> From<&'a String> for Page<'a> {
    fn from(text: &'a String) -> Self {
        Content::Text(text).into()
    }
}

/// Whether a page has an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// The page has an article.
    Article,
    /// The page was read and has no article.
    #[default]
    NoArticle,
}

/// Why a page has no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoArticleReason {
    /// The input is empty.
    Empty,
    /// No text was selected as the body, or less than a sentence.
    NoText,
    /// The body has fewer words than the caller requires.
    TooFewWords,
    /// The confidence is lower than the caller requires.
    LowConfidence,
    /// The article is in a language that the caller excludes.
    OtherLanguage,
    /// The page asks for a password.
    LoginPage,
    /// The page asks for consent to cookies or tracking.
    ConsentWall,
    /// The page checks whether the visitor is human.
    BotCheck,
    /// The page shows nothing without JavaScript.
    #[serde(rename = "needs-javascript")]
    NeedsJavaScript,
    /// The page reports an error, such as 404.
    ErrorPage,
    /// Earlier pages of the run contained all of its paragraphs.
    Duplicate,
    /// The input is a feed (RSS, Atom), which has entries rather than an article.
    Feed,
    /// The input is a sitemap.
    Sitemap,
    /// The input is a list of URLs.
    UrlList,
    /// The input is JSON data.
    Json,
    /// The input is source code, a style sheet or a script.
    SourceCode,
    /// The input is data for programs: a table, a log, a calendar, settings or similar.
    Data,
}

impl NoArticleReason {
    /// Returns the name used in records.
    ///
    /// ```
    /// use copydesk::{NoArticleReason, clean};
    /// assert_eq!(clean("")?.reason.map(NoArticleReason::name), Some("empty"));
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoText => "no-text",
            Self::TooFewWords => "too-few-words",
            Self::LowConfidence => "low-confidence",
            Self::OtherLanguage => "other-language",
            Self::LoginPage => "login-page",
            Self::ConsentWall => "consent-wall",
            Self::BotCheck => "bot-check",
            Self::NeedsJavaScript => "needs-javascript",
            Self::ErrorPage => "error-page",
            Self::Duplicate => "duplicate",
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
            Self::UrlList => "url-list",
            Self::Json => "json",
            Self::SourceCode => "source-code",
            Self::Data => "data",
        }
    }
}

/// Whether a page was cleaned as HTML or as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InputKind {
    /// HTML.
    #[default]
    Html,
    /// Plain text.
    Text,
}

impl InputKind {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "text",
        }
    }
}

/// The kind of a page, which determines what its body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PageType {
    /// A story: a news report, a blog post, an essay.
    #[default]
    Article,
    /// A thread, whose posts are the body.
    Forum,
    /// An offer of one product.
    Product,
    /// A reference or manual.
    Documentation,
    /// A page about an organization's services.
    Service,
    /// A list of many items with one line each.
    Listing,
    /// Several items, each with a text of its own.
    Collection,
}

impl PageType {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Forum => "forum",
            Self::Product => "product",
            Self::Documentation => "documentation",
            Self::Service => "service",
            Self::Listing => "listing",
            Self::Collection => "collection",
        }
    }
}
