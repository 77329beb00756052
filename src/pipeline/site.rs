//! Applies the user's rule for a page's site.

use crate::{
    Article, FieldSource,
    block::label::BlockRole,
    byline, date,
    metadata::PageMeta,
    pipeline::Options,
    site_rules::{self, Applied},
};

/// Returns the rule of the page's host that is valid today.
pub(crate) fn rule<'a>(options: &'a Options, meta: &PageMeta) -> Option<&'a site_rules::Compiled> {
    if options.rules.is_empty() {
        return None;
    }
    let today = match options.now {
        Some(now) => now.civil(),
        None => jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date(),
    };
    options.rules.find(meta.url.as_deref()?, today)
}

/// Returns the roles after the rule has forced blocks in or out.
pub(crate) fn apply_to_roles(mut roles: Vec<BlockRole>, site: &Applied) -> Vec<BlockRole> {
    for (role, forced) in roles.iter_mut().zip(&site.blocks) {
        match forced {
            Some(true) if *role == BlockRole::Out => *role = BlockRole::Body,
            Some(false) => *role = BlockRole::Out,
            _ => {}
        }
    }
    roles
}

/// Returns the article with the fields that the rule found.
pub(crate) fn apply_to_fields(mut article: Article, site: Applied) -> Article {
    let context =
        byline::BylineContext { language: article.language.as_deref(), site: article.site.as_deref() };
    let authors = (!site.authors.is_empty()).then(|| site.authors.join(", "));
    if let Some(mut byline) = authors.and_then(|authors| byline::parse(&authors, &context)) {
        byline.source = Some(byline::BylineSource::SiteRule);
        article.byline = Some(byline);
    }
    let rule = || Some(FieldSource::new(byline::BylineSource::SiteRule.name(), 1.0));
    if site.title.is_some() {
        article.sources.title = rule();
    }
    if site.date.is_some() {
        article.sources.published = rule();
    }
    article.title = site.title.or(article.title);
    let context = date::DateContext { language: article.language.as_deref(), now: None };
    let published = site.date.and_then(|raw| date::parse(&raw, &context)).map(|date| date.to_string());
    article.published = published.or(article.published);
    article
}
