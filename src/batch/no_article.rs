//! Explains why a page has no article, in a message for people.

use crate::{Article, Cleaner, NoArticleReason};

/// Returns why a page has no article, with the figures that decided it.
pub(crate) fn describe(article: &Article, cleaner: &Cleaner) -> String {
    let options = cleaner.options();
    let why = match article.reason {
        Some(NoArticleReason::Empty) => "the input is empty".to_owned(),
        None | Some(NoArticleReason::NoText) => "no running text was found".to_owned(),
        Some(NoArticleReason::TooFewWords) => {
            let words = article.words();
            format!(
                "{}, fewer than the minimum of {}",
                super::console::count(words as u64, "word"),
                options.min_words
            )
        }
        Some(NoArticleReason::LowConfidence) => {
            format!(
                "confidence {:.2}, lower than the minimum of {}",
                article.confidence, options.min_confidence
            )
        }
        Some(NoArticleReason::OtherLanguage) => match &article.language {
            Some(language) => format!("the language is {language}, not {}", options.languages.join(" or ")),
            None => format!("the language is unknown, not {}", options.languages.join(" or ")),
        },
        Some(NoArticleReason::LoginPage) => "the page asks for a password".to_owned(),
        Some(NoArticleReason::ConsentWall) => "the page asks for consent to cookies or tracking".to_owned(),
        Some(NoArticleReason::BotCheck) => "the page checks whether the visitor is human".to_owned(),
        Some(NoArticleReason::NeedsJavaScript) => {
            "the page shows nothing without JavaScript; save it from a browser".to_owned()
        }
        Some(NoArticleReason::ErrorPage) => {
            "the page reports an error or a notice, such as 404 or maintenance".to_owned()
        }
        Some(NoArticleReason::Duplicate) => "earlier pages had all of its paragraphs".to_owned(),
        Some(NoArticleReason::Feed) => "the input is a feed; save it with the extension .rss".to_owned(),
        Some(NoArticleReason::Sitemap) => {
            "the input is a sitemap; fetch the pages that it lists and clean those".to_owned()
        }
        Some(NoArticleReason::UrlList) => {
            "the input is a list of URLs; fetch the pages and clean those".to_owned()
        }
        Some(NoArticleReason::Json) => "the input is JSON data, not a page".to_owned(),
        Some(NoArticleReason::SourceCode) => "the input is source code, not a page".to_owned(),
        Some(NoArticleReason::Data) => {
            "the input is data, such as a table or a log; to read it as prose, use --input text".to_owned()
        }
    };
    format!("no article: {why}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_in_the_message() {
        let article =
            |reason| Article { reason: Some(reason), language: Some("en".into()), ..Article::default() };
        let cleaner = Cleaner::new().with_min_words(20).with_languages(["de", "fr"]).expect("languages");
        let described = |reason| describe(&article(reason), &cleaner);
        assert_eq!(
            described(NoArticleReason::TooFewWords),
            "no article: 0 words, fewer than the minimum of 20"
        );
        assert_eq!(described(NoArticleReason::OtherLanguage), "no article: the language is en, not de or fr");
        assert_eq!(described(NoArticleReason::Empty), "no article: the input is empty");
    }
}
