//! Output formats of an [`Article`], one file each. Every writer escapes as it writes.
//!
//! A [`View`] chooses the format.

#[cfg(feature = "arrow")]
pub mod arrow;
mod article_json;
mod control;
#[cfg(feature = "csv")]
mod delimited;
pub(crate) mod html;
mod json;
pub(crate) mod markdown;
mod ninjs;
mod plain_text;
mod record;
mod span;
pub(crate) mod tei;
mod view;

pub use control::printable;
pub use html::HtmlOptions;
pub use markdown::MarkdownOptions;
pub use record::{Record, RecordOutcome};
pub use view::{Bodies, BylineStyle, Cleaned, Format, View};

use crate::Article;

impl Article {
    /// Returns the article as CommonMark with GitHub's extensions.
    ///
    /// ```
    /// use copydesk::{MarkdownOptions, clean};
    /// let article = clean("<p>The <b>ferry</b> was late again, and nobody on the pier in Fairbrook was surprised by that, \
    ///     least of all the captain, who had seen the fog come in.")?;
    /// assert!(article.markdown(MarkdownOptions::default()).contains("The **ferry** was late"));
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn markdown(&self, options: MarkdownOptions) -> String {
        markdown::article(self, options)
    }

    /// Returns the article as an HTML `<article>` element, or as a document that contains it.
    ///
    /// ```
    /// use copydesk::HtmlOptions;
    /// let article = copydesk::clean("<h1>Late again</h1><p>The ferry was late again, and nobody on the pier in Fairbrook \
    ///     was surprised by that, least of all the captain.")?;
    /// assert!(article.html(HtmlOptions::new()).contains("<h1>Late again</h1>"));
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn html(&self, options: HtmlOptions) -> String {
        html::article(self, options)
    }

    /// Returns the article as an XML-TEI document.
    ///
    /// `links` keeps the addresses of links, `images` pictures with their captions.
    ///
    /// ```
    /// let article = copydesk::clean("<h1>Late again</h1><p>The ferry was late again, and nobody on the pier in Fairbrook \
    ///     was surprised by that, least of all the captain.")?;
    /// assert!(article.tei(false, false).contains("Late again</title>"));
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn tei(&self, links: bool, images: bool) -> String {
        tei::article(self, links, images)
    }
}
