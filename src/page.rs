//! What comes in: one page, as bytes or as text, and what the caller knows about it.

use serde::{Deserialize, Serialize};

/// Whether a page is HTML or text that was already scraped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Input {
    /// Found out from the page itself.
    #[default]
    Auto,
    /// HTML, whole page or fragment.
    Html,
    /// Plain text without a DOM.
    Text,
}

/// The content of a page. There are only these two forms, so the enum can be matched exhaustively.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// Bytes in whatever encoding.
    Bytes(&'a [u8]),
    /// Text that is already decoded.
    Text(&'a str),
}

impl Content<'_> {
    /// Its length in bytes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Text(text) => text.len(),
        }
    }
}

/// One page and the hints that came with it.
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
    /// A page without hints; `content` is `&str`, `&[u8]` or a reference to their owned kin.
    pub fn new(content: impl Into<Page<'a>>) -> Self {
        content.into()
    }

    /// The address the page was fetched from.
    #[must_use]
    pub fn with_url(mut self, url: &'a str) -> Self {
        self.url = Some(url);
        self
    }

    /// The HTTP `Content-Type` header, used for its `charset` and to tell text from HTML.
    #[must_use]
    pub fn with_content_type(mut self, content_type: &'a str) -> Self {
        self.content_type = Some(content_type);
        self
    }

    /// The encoding by its WHATWG label; wins over everything the page says.
    #[must_use]
    pub fn with_encoding(mut self, label: &'a str) -> Self {
        self.encoding = Some(label);
        self
    }

    /// HTML or text, when the caller knows.
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

/// Whether a page holds an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// There is a body.
    Article,
    /// The page was read and holds none.
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
    /// The body has fewer words than the caller asks for.
    TooFewWords,
    /// The confidence is lower than the caller asks for.
    LowConfidence,
    /// The article is in another language than the caller asks for.
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
    /// Earlier pages of the run had all of its paragraphs.
    Duplicate,
    /// The input is a feed (RSS, Atom), which has entries rather than an article.
    Feed,
    /// The input is a sitemap.
    Sitemap,
    /// The input is a list of URLs.
    UrlList,
    /// The input is JSON data.
    Json,
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
        }
    }
}

/// What a page was taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InputKind {
    /// A page with a DOM.
    #[default]
    Html,
    /// Text without mark-up.
    Text,
}

impl InputKind {
    /// Its name in the record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "text",
        }
    }
}

/// The kind of page, as far as it changes what its body is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PageType {
    /// A story: news, blog post, essay.
    #[default]
    Article,
    /// A thread: the posts are the body.
    Forum,
    /// One thing for sale.
    Product,
    /// Reference or manual.
    Documentation,
    /// What an organization offers.
    Service,
    /// Many things of one kind with a line each.
    Listing,
    /// Many things, each with text of its own.
    Collection,
}

impl PageType {
    /// Its name in the record.
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
