//! The entry points: [`clean`] with the default options, and [`Cleaner`] for everything else.

use std::{cell::RefCell, sync::Arc};

use crate::{
    Article, Error, Explanation, Page, SiteRules,
    dom::Selector,
    error::ErrorKind,
    options::{self, CreditStyle, DatelineStyle, Favor, Limits, StandfirstStyle, TableStyle},
    pipeline::{self, Options},
};

/// Cleans a page with the default options.
///
/// # Errors
/// Returns an error if the page exceeds a limit, is not text, or has an unknown encoding hint; see [`Error`]. A page
/// without an article is not an error: see [`Article::outcome`].
///
/// ```
/// let page = "<title>Bridge reopens - Fairbrook Post</title><h1>Bridge reopens</h1>
/// <p>FAIRBROOK (AP) -- The bridge over the Alder reopened on Monday after nine months of repairs, the city said.
/// <p>Traffic returned within the hour, and the ferry that had stood in for it made its last crossing at noon.";
/// let article = copydesk::clean(page)?;
/// assert!(article.text().starts_with("FAIRBROOK (AP)"));
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn clean<'a>(page: impl Into<Page<'a>>) -> Result<Article, Error> {
    Cleaner::new().clean(page)
}

/// Cleans pages. Create one and share it between threads.
///
/// ```
/// use copydesk::{Cleaner, DatelineStyle, Favor, Page};
/// let cleaner = Cleaner::new().with_favor(Favor::Precision).with_dateline(DatelineStyle::Keep);
/// let article = cleaner.clean(Page::new("<p>Too short.").with_url("https://post.example/a"))?;
/// assert_eq!(article.url.as_deref(), Some("https://post.example/a"));
/// # Ok::<(), copydesk::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cleaner {
    options: Options,
}

thread_local! {
    /// Buffers that are reused from page to page.
    static BUFFERS: RefCell<pipeline::Buffers> = RefCell::default();
}

impl Cleaner {
    /// Creates a cleaner with the default options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets whether the selection of the body favors precision or recall. Default: [`Favor::Balanced`].
    #[must_use]
    pub fn with_favor(mut self, favor: Favor) -> Self {
        self.options.favor = favor;
        self
    }

    /// Sets what to do with the dateline. Default: [`DatelineStyle::Normalize`].
    #[must_use]
    pub fn with_dateline(mut self, style: DatelineStyle) -> Self {
        self.options.dateline = style;
        self
    }

    /// Sets what to do with the credit. Default: [`CreditStyle::Strip`].
    #[must_use]
    pub fn with_credit(mut self, style: CreditStyle) -> Self {
        self.options.credit = style;
        self
    }

    /// Sets what to do with the standfirst. Default: [`StandfirstStyle::Keep`].
    #[must_use]
    pub fn with_standfirst(mut self, style: StandfirstStyle) -> Self {
        self.options.standfirst = style;
        self
    }

    /// Sets whether reader comments are collected in [`Article::comments`]. Default: no.
    #[must_use]
    pub fn with_comments(mut self, yes: bool) -> Self {
        self.options.comments = yes;
        self
    }

    /// Sets the minimum number of words of an article. Pages with fewer have the outcome
    /// [`NoArticle`](crate::Outcome::NoArticle). Default: 0.
    #[must_use]
    pub fn with_min_words(mut self, words: usize) -> Self {
        self.options.min_words = words;
        self
    }

    /// Sets what to do with tables. Default: [`TableStyle::Keep`].
    #[must_use]
    pub fn with_tables(mut self, style: TableStyle) -> Self {
        self.options.tables = style;
        self
    }

    /// Sets the minimum [`Article::confidence`] of an article, from 0 to 1. Pages below it have the outcome
    /// [`NoArticle`](crate::Outcome::NoArticle). Default: 0.
    ///
    /// # Errors
    /// Returns an error if `confidence` is not a number from 0 to 1.
    pub fn with_min_confidence(mut self, confidence: f32) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&confidence) {
            return Err(
                ErrorKind::Value { value: confidence.to_string(), expected: "a number from 0 to 1" }.into()
            );
        }
        self.options.min_confidence = confidence;
        Ok(self)
    }

    /// Sets the minimum probability, from 0 to 1, of a title, byline, publication date, dateline or credit
    /// ([`FieldSource::confidence`](crate::FieldSource)). Fields below it are empty. Default: 0, because a date or an
    /// author that is probably wrong is dropped anyway.
    ///
    /// # Errors
    /// Returns an error if `confidence` is not a number from 0 to 1.
    pub fn with_min_field_confidence(mut self, confidence: f32) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&confidence) {
            return Err(
                ErrorKind::Value { value: confidence.to_string(), expected: "a number from 0 to 1" }.into()
            );
        }
        self.options.min_field_confidence = confidence;
        Ok(self)
    }

    /// Sets the languages of articles, as BCP 47 tags; only the primary subtag counts. Pages in other languages have
    /// the outcome [`NoArticle`](crate::Outcome::NoArticle). Default: all languages.
    ///
    /// # Errors
    /// Returns an error if one of `tags` is not a language tag.
    ///
    /// ```
    /// use copydesk::Cleaner;
    /// assert!(Cleaner::new().with_languages(["en", "pt-BR"]).is_ok());
    /// assert!(Cleaner::new().with_languages(["english"]).is_err());
    /// ```
    pub fn with_languages(mut self, tags: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, Error> {
        self.options.languages =
            tags.into_iter().map(|tag| options::primary_language(tag.as_ref())).collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// Sets limits on the size of a page and on the time to clean it.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.options.limits = limits;
        self
    }

    /// Sets site rules, which apply to pages whose address is known. See `docs/site-rules.md`.
    #[must_use]
    pub fn with_rules(mut self, rules: SiteRules) -> Self {
        self.options.rules = Arc::new(rules);
        self
    }

    /// Sets the time at which the pages were fetched, as an RFC 3339 date or date-time. Relative dates such as "3 hours
    /// ago" are resolved against it, and site rules expire by it. Default: relative dates are ignored, and site rules
    /// expire by the system clock.
    ///
    /// # Errors
    /// Returns an error if `now` is not a date or date-time.
    ///
    /// ```
    /// use copydesk::Cleaner;
    /// assert!(Cleaner::new().with_now("2031-05-05T18:42:00Z").is_ok());
    /// assert!(Cleaner::new().with_now("yesterday").is_err());
    /// ```
    pub fn with_now(mut self, now: impl AsRef<str>) -> Result<Self, Error> {
        self.options.now = Some(now.as_ref().parse()?);
        Ok(self)
    }

    /// Returns the settings.
    #[cfg(feature = "cli")]
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// Removes elements that match one of these CSS selectors from the body, on every page. Default: none.
    ///
    /// # Errors
    /// Returns an error if a selector cannot be parsed.
    ///
    /// ```
    /// let cleaner = copydesk::Cleaner::new().with_stripped(["aside.offer", ".share"])?;
    /// assert!(copydesk::Cleaner::new().with_stripped(["div["]).is_err());
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn with_stripped(
        mut self,
        selectors: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, Error> {
        let parsed = selectors.into_iter().map(|selector| Selector::parse(selector.as_ref()));
        self.options.strip = parsed.collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// Never names these authors, such as the accounts of a newsroom's software. Case is ignored. Default: none.
    ///
    /// ```
    /// use copydesk::Cleaner;
    /// let page = "<meta name=author content='Web Desk'><h1>Late again</h1><p>The ferry was late again on Monday, and \
    ///     nobody on the pier in Fairbrook was surprised by that.";
    /// let article = Cleaner::new().without_authors(["web desk"]).clean(page)?;
    /// assert!(article.byline.is_none());
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[must_use]
    pub fn without_authors(mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.options.not_authors = names.into_iter().map(|name| name.as_ref().to_lowercase()).collect();
        self
    }

    /// Cleans a page.
    ///
    /// # Errors
    /// Returns the errors of the function [`clean`].
    pub fn clean<'a>(&self, page: impl Into<Page<'a>>) -> Result<Article, Error> {
        let page = page.into();
        with_buffers(|buffers| pipeline::run(&page, &self.options, buffers))
    }

    /// Cleans a page that was already parsed into a [`scraper::Html`]: its tree is copied, not
    /// parsed again.
    ///
    /// The result equals that of [`clean`](Self::clean), except for what depends on the length of the HTML, which the
    /// tree does not have. The `Html` must come from the version of the crate in
    /// [`copydesk::scraper`](crate::scraper).
    ///
    /// # Errors
    /// Returns the errors of [`clean`](Self::clean).
    ///
    /// ```
    /// use copydesk::{Cleaner, scraper::Html};
    /// let html = Html::parse_document("<h1>Late again</h1><p>The ferry was late again, and nobody on the pier in \
    ///     Fairbrook was surprised by that, least of all the captain.");
    /// let article = Cleaner::new().clean_document(&html, Some("https://post.example/late"))?;
    /// assert!(article.text().contains("the captain"));
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[cfg(feature = "scraper")]
    #[cfg_attr(docsrs, doc(cfg(feature = "scraper")))]
    pub fn clean_document(&self, html: &scraper::Html, url: Option<&str>) -> Result<Article, Error> {
        with_buffers(|buffers| pipeline::run_parsed(html, url, &self.options, buffers))
    }

    /// Cleans every story of a page. A plain text with several stories, separated as in wire feeds, returns an article
    /// for each, in order. Any other page returns one.
    ///
    /// # Errors
    /// Returns the errors of [`clean`](Self::clean).
    ///
    /// ```
    /// let story = "The ferry was late again, and nobody on the pier in Fairbrook was surprised by that, least of all \
    ///     the captain, who had told the harbour office at noon that he would be.";
    /// let articles = copydesk::Cleaner::new().clean_all(&format!("{story}\n\n-30-\n\n{story}\n\n-30-\n"))?;
    /// assert_eq!(articles.len(), 2);
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn clean_all<'a>(&self, page: impl Into<Page<'a>>) -> Result<Vec<Article>, Error> {
        let page = page.into();
        with_buffers(|buffers| pipeline::run_all(&page, &self.options, buffers))
    }

    /// Cleans one page and explains why each block was kept or dropped, and where each field came from.
    ///
    /// # Errors
    /// Returns the errors of [`clean`].
    ///
    /// ```
    /// let explanation = copydesk::Cleaner::new().explain("<nav><a href=/>Home</a></nav><p>The ferry was late again, and \
    ///     nobody on the pier in Fairbrook was surprised by that, least of all the captain.")?;
    /// let home = explanation.blocks.iter().find(|b| b.text == "Home").expect("a block");
    /// assert!(!home.kept && home.reasons.iter().any(|reason| reason.words == "inside navigation"));
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn explain<'a>(&self, page: impl Into<Page<'a>>) -> Result<Explanation, Error> {
        let page = page.into();
        with_buffers(|buffers| pipeline::explain(&page, &self.options, false, buffers))
    }

    /// Like [`explain`](Self::explain), with the contribution of every feature of the model to every block
    /// ([`BlockReport::features`](crate::BlockReport::features)).
    ///
    /// # Errors
    /// Returns the errors of [`clean`].
    pub fn explain_verbose<'a>(&self, page: impl Into<Page<'a>>) -> Result<Explanation, Error> {
        let page = page.into();
        with_buffers(|buffers| pipeline::explain(&page, &self.options, true, buffers))
    }
}

/// Calls `work` with this thread's buffers, or with new ones if a caller up the stack is using them.
fn with_buffers<T>(work: impl FnOnce(&mut pipeline::Buffers) -> T) -> T {
    BUFFERS.with(|buffers| match buffers.try_borrow_mut() {
        Ok(mut buffers) => work(&mut buffers),
        Err(_) => work(&mut pipeline::Buffers::default()),
    })
}
