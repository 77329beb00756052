//! Facts of a page that say whether it names an author at all. They are the same for all candidates and for "no author".

use super::evidence::{Feature, FeatureVector};
use crate::{
    PageType,
    fields::date::Dates,
    metadata::{PageMeta, SchemaTypes, Source},
};

/// What kind of page it is, and what it says about its date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageFacts {
    page: PageType,
    /// It says that it is a story: in Open Graph, in JSON-LD or microdata.
    says_article: bool,
    has_article_item: bool,
    /// Its JSON-LD has a date.
    has_item_date: bool,
    /// The probability (0 to 1) of its date of publication; 0 if it has none.
    date: f32,
    /// Readers see that date.
    shows_date: bool,
    /// Parts of the path of its address, and words of the last one.
    depth: usize,
    slug_words: usize,
}

impl PageFacts {
    /// Gathers the facts.
    pub(crate) fn new(page: PageType, meta: &PageMeta, dates: &Dates) -> Self {
        let path = meta.url.as_deref().and_then(|url| url.split_once("://")?.1.split_once('/'));
        let path = path.map_or("", |(_, path)| path).split(['?', '#']).next().unwrap_or_default();
        let parts = path.split('/').filter(|part| !part.is_empty());
        let slug = parts.clone().next_back().unwrap_or_default();
        let has_item_date = meta.published.iter().chain(&meta.modified).any(|d| d.source == Source::JsonLd);
        let shown = |source| matches!(source, Source::Visible | Source::TimeElement | Source::Element);
        Self {
            page,
            says_article: meta.og_type.as_deref() == Some("article"),
            has_article_item: meta.types.any(SchemaTypes::ARTICLE),
            has_item_date,
            date: if dates.published.is_some() { dates.confidence } else { 0.0 },
            shows_date: dates.published.as_ref().is_some_and(|d| shown(d.source)),
            depth: parts.count(),
            slug_words: slug.split(['-', '_']).filter(|word| !word.is_empty()).count(),
        }
    }

    /// Adds the facts to the features of a candidate, or of "no author".
    pub(crate) fn mark(&self, features: &mut FeatureVector) {
        /// Maximum parts of a path and words of a slug that are counted.
        const MOST: usize = 12;
        features.mark(Feature::Forum, self.page == PageType::Forum);
        match self.page {
            PageType::Article => features.mark(Feature::PageArticle, true),
            PageType::Service => features.mark(Feature::PageService, true),
            PageType::Product => features.mark(Feature::PageProduct, true),
            PageType::Collection => features.mark(Feature::PageCollection, true),
            PageType::Listing => features.mark(Feature::PageListing, true),
            PageType::Documentation => features.mark(Feature::PageDocumentation, true),
            _ => {}
        }
        features.mark(Feature::PageSaysArticle, self.says_article);
        features.mark(Feature::PageArticleItem, self.has_article_item);
        features.mark(Feature::PageItemDate, self.has_item_date);
        features.set(Feature::PageDate, self.date);
        features.mark(Feature::PageShowsDate, self.shows_date);
        features.set(Feature::PageDepth, self.depth.min(MOST) as f32);
        features.set(Feature::PageSlugWords, self.slug_words.min(MOST) as f32);
    }
}
