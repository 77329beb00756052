//! Finishes an article of either path: dateline and credit, language, and whether it counts as an article.

use crate::{
    Article, Block, CreditStyle, FieldSource, InputKind, StandfirstStyle, TableStyle,
    article::dateline_and_credit,
    byline::{self, BylineSource},
    credit, dateline,
    fields::{confidence, language},
    pipeline::{Options, no_article},
};

/// Returns the finished article.
pub(crate) fn finish(article: Article, options: &Options) -> Article {
    let article = remove_authors(article, options);
    let article = extract_dateline_and_credit(article, options);
    let mut article = drop_doubtful_fields(set_sources(article), options.min_field_confidence);
    no_article::classify(&mut article, options);
    article
}

/// Removes the authors that the caller excludes. A byline without other authors is dropped.
fn remove_authors(mut article: Article, options: &Options) -> Article {
    let is_unwanted = |name: &str| options.not_authors.contains(&name.to_lowercase());
    let Some(byline) = &mut article.byline else { return article };
    let had_authors = byline.authors.len();
    byline.authors.retain(|author| !is_unwanted(&author.name));
    if byline.organization.as_deref().is_some_and(is_unwanted) {
        byline.organization = None;
    }
    if byline.authors.is_empty() && byline.organization.is_none() {
        article.byline = None;
    } else if byline.authors.len() < had_authors {
        let names: Vec<&str> = byline.authors.iter().map(|author| author.name.as_str()).collect();
        let context = byline::BylineContext { language: article.language.as_deref(), site: None };
        if let Some(rest) = byline::parse(&names.join(", "), &context) {
            byline.text = rest.text;
        }
    }
    article
}

/// Extracts dateline and credit from the body, and writes them in the requested style. An agency in them becomes the
/// byline of an article without one.
fn extract_dateline_and_credit(mut article: Article, options: &Options) -> Article {
    if options.standfirst == StandfirstStyle::Strip {
        article.body.retain(|block| !matches!(block, Block::Standfirst(_)));
    }
    if options.tables == TableStyle::Strip {
        article.body.retain(|block| !matches!(block, Block::Table { .. }));
    }
    if article.language.is_none() {
        article.language = language::detect(&article.text()).map(str::to_owned);
    }
    let language = article.language.as_deref();
    let lead = dateline::DatelineContext { language, published: article.published.as_deref() };
    article.dateline = dateline_and_credit::dateline(&mut article.body, &lead, options.dateline);
    let tail = credit::CreditContext { language };
    let after_body = article.credit.take();
    if after_body.is_some() && options.credit == CreditStyle::Strip {
        let end = article.body.len();
        dateline_and_credit::cut_separators(&mut article.body, end);
    }
    if let (Some(credit), CreditStyle::Keep) = (&after_body, options.credit) {
        // Its block is not part of the body.
        article.body.push(Block::Paragraph(credit.raw.as_str().into()));
    }
    article.credit = dateline_and_credit::credit(&mut article.body, &tail, options.credit).or(after_body);
    let context = byline::BylineContext { language, site: article.site.as_deref() };
    if let Some(printed) = &article.byline {
        let reporters = dateline_and_credit::reporters_of_agency(printed, article.credit.as_ref(), &context);
        article.byline = reporters.or(article.byline);
    } else {
        article.byline =
            dateline_and_credit::byline(article.dateline.as_ref(), article.credit.as_ref(), &context);
    }
    let from_story = |byline: &&mut byline::Byline| {
        !matches!(byline.source, Some(BylineSource::Dateline | BylineSource::Credit))
    };
    if let Some(byline) = article.byline.as_mut().filter(from_story) {
        // The language may not have been known before.
        byline.text = byline::render::line(byline, language);
    }
    article
}

/// Sets the sources of the fields that only the finished body decides.
fn set_sources(mut article: Article) -> Article {
    let text = article.input == InputKind::Text;
    let sources = &mut article.sources;
    // The ranker of authors has seen the page; the table knows only the kind of source.
    let ranked =
        |byline: &byline::Byline| byline.confidence.unwrap_or_else(|| confidence::of_byline(byline.source));
    sources.byline = article.byline.as_ref().map(|byline| {
        let probability = if text { confidence::of_text("byline") } else { ranked(byline) };
        FieldSource::new(byline.source.map_or("visible text", byline::BylineSource::name), probability)
    });
    let body = |probability| FieldSource::new("body", probability);
    sources.dateline = article.dateline.as_ref().map(|d| body(confidence::of_dateline(d)));
    sources.credit = article.credit.as_ref().map(|c| body(confidence::of_credit(c)));
    article
}

/// Drops fields whose probability is lower than the caller requires.
fn drop_doubtful_fields(mut article: Article, least: f32) -> Article {
    let sources = &mut article.sources;
    let doubtful = |source: &Option<FieldSource>| source.as_ref().is_some_and(|s| s.confidence < least);
    if doubtful(&sources.title) {
        (sources.title, article.title) = (None, None);
    }
    if doubtful(&sources.byline) {
        (sources.byline, article.byline) = (None, None);
    }
    if doubtful(&sources.published) {
        (sources.published, article.published) = (None, None);
    }
    if doubtful(&sources.dateline) {
        (sources.dateline, article.dateline) = (None, None);
    }
    if doubtful(&sources.credit) {
        (sources.credit, article.credit) = (None, None);
    }
    article
}
