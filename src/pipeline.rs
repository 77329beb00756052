//! Calls the stages in order, and does nothing else.

use crate::{
    Article, CreditStyle, Error, Input, InputKind, Limits, Outcome, Page, PageType, StandfirstStyle,
    article::{
        self,
        assemble::{self},
        dateline_and_credit,
        inline::Base,
    },
    block::{Blocks, label::Part},
    byline, credit, dateline,
    deadline::Clock,
    dom::{self, Document},
    error::{Kind, LimitKind},
    explain::{self, Explanation, read::Stages},
    fields::{headline, language},
    html::{
        classify::Choice,
        features::{Features, Head},
        outline::Outline,
    },
    input::{decode::decode, sniff::sniff},
    metadata,
    metadata::PageMeta,
    options::{self, Options, TableStyle},
    site_rules,
    text::fields,
};

/// Bytes of text below which a body is none: less than a short sentence of any script.
const FEWEST_BYTES: usize = 25;

/// Bytes of HTML for each byte of text and attributes in a tree, where the HTML itself is gone: the mean of the
/// fixtures. Only the feature of the page's length asks.
const BYTES_PER_TEXT_BYTE: usize = 2;

/// Buffers of the stages, kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    document: Document,
    meta: PageMeta,
    blocks: Blocks,
    outline: Outline,
    features: Features,
    choice: Choice,
    parts: Vec<Part>,
    sheet: crate::text::segment::Sheet,
    survey: crate::text::page_stats::Survey,
    scorer: crate::text::classify::Scorer,
}

/// One page through all stages.
pub(crate) fn run(page: &Page<'_>, options: &Options, scratch: &mut Scratch) -> Result<Article, Error> {
    within_limits(page, options)?;
    let clock = Clock::start(options.limits.time);
    let decoded = decode(page)?;
    stages(&decoded.text, page, options, &clock, scratch)
}

/// A page that somebody parsed already, through the stages after parsing.
pub(crate) fn run_parsed(
    html: &scraper::Html,
    url: Option<&str>,
    options: &Options,
    scratch: &mut Scratch,
) -> Result<Article, Error> {
    let clock = Clock::start(options.limits.time);
    let limits = limits(options, &clock);
    scratch.document.copy_from(html, &limits);
    clock.check("copying the page's tree")?;
    whole(&scratch.document, &limits)?;
    let bytes = scratch.document.text_bytes() * BYTES_PER_TEXT_BYTE;
    let mut article = tree(bytes, url, options, &clock, scratch)?;
    finish(&mut article, options);
    Ok(article)
}

/// Every story of a page: of plain text those that separators part, of HTML the one.
pub(crate) fn run_all(
    page: &Page<'_>,
    options: &Options,
    scratch: &mut Scratch,
) -> Result<Vec<Article>, Error> {
    within_limits(page, options)?;
    let clock = Clock::start(options.limits.time);
    let decoded = decode(page)?;
    let content = &*decoded.text;
    if sniff(content, page.input, page.content_type) == InputKind::Html {
        return Ok(vec![stages(content, page, options, &clock, scratch)?]);
    }
    let page = page.with_input(Input::Text);
    let stories = crate::text::split_stories::stories(content).into_iter();
    stories.map(|story| stages(&content[story], &page, options, &clock, scratch)).collect()
}

/// One page through all stages, and what they left behind as an explanation.
pub(crate) fn explain(
    page: &Page<'_>,
    options: &Options,
    scratch: &mut Scratch,
) -> Result<Explanation, Error> {
    within_limits(page, options)?;
    let clock = Clock::start(options.limits.time);
    let decoded = decode(page)?;
    let article = stages(&decoded.text, page, options, &clock, scratch)?;
    let Scratch { document, meta, blocks, features, choice, parts, .. } = scratch;
    let left = Stages { document, meta, blocks, features, choice, parts };
    Ok(explain::read::explain(&left, &decoded, article))
}

fn stages(
    content: &str,
    page: &Page<'_>,
    options: &Options,
    clock: &Clock,
    scratch: &mut Scratch,
) -> Result<Article, Error> {
    clock.check("decoding")?;
    let mut article = match sniff(content, page.input, page.content_type) {
        InputKind::Html => html(content, page, options, clock, scratch)?,
        InputKind::Text => text(content, page, options, clock, scratch)?,
    };
    finish(&mut article, options);
    Ok(article)
}

/// The ends of the body, and whether there is an article at all.
fn finish(article: &mut Article, options: &Options) {
    ends(article, options);
    let text = article.text();
    if text.len() >= FEWEST_BYTES && is_wanted(article, &text, options) {
        article.outcome = Outcome::Article;
    }
}

/// Whether a body passes what the caller asks of articles.
fn is_wanted(article: &Article, text: &str, options: &Options) -> bool {
    let speaks = |tag: &str| options.languages.contains(&options::primary(tag));
    (options.min_words == 0 || article::count_words(text) >= options.min_words)
        && article.confidence >= options.min_confidence
        && (options.languages.is_empty() || article.language.as_deref().is_some_and(speaks))
}

fn within_limits(page: &Page<'_>, options: &Options) -> Result<(), Error> {
    let (bytes, limit) = (page.content.len(), options.limits.bytes);
    if bytes > limit {
        let (actual, limit) = (bytes as u64, limit as u64);
        return Err(
            Kind::Limit { what: "the page's size in bytes", actual, limit, kind: LimitKind::Bytes }.into()
        );
    }
    Ok(())
}

fn limits(options: &Options, clock: &Clock) -> dom::Limits {
    let Limits { depth, nodes, .. } = options.limits;
    dom::Limits { depth, nodes, end: clock.end(), ..dom::Limits::default() }
}

/// Fails when a tree was cut off at the limit of nodes.
fn whole(document: &Document, limits: &dom::Limits) -> Result<(), Error> {
    if !document.is_cut() {
        return Ok(());
    }
    let (actual, limit) = (document.len() as u64, limits.nodes as u64);
    let what = "the number of the page's nodes";
    Err(Kind::Limit { what, actual, limit, kind: LimitKind::Nodes }.into())
}

fn html(
    html: &str,
    page: &Page<'_>,
    options: &Options,
    clock: &Clock,
    scratch: &mut Scratch,
) -> Result<Article, Error> {
    let document = &mut scratch.document;
    let limits = limits(options, clock);
    let keep = if options.rules.is_empty() { dom::Keep::READ } else { dom::Keep::SELECT };
    dom::parse_keeping(html, keep, &limits, document);
    clock.check("parsing")?;
    whole(document, &limits)?;
    tree(html.len(), page.url, options, clock, scratch)
}

/// The stages from the page's tree to the article.
fn tree(
    html_bytes: usize,
    url: Option<&str>,
    options: &Options,
    clock: &Clock,
    scratch: &mut Scratch,
) -> Result<Article, Error> {
    let Scratch { document, meta, blocks, outline, features, choice, parts, .. } = scratch;
    metadata::read(document, url, meta);
    clock.check("reading metadata")?;
    crate::html::segment::cut_within(clock, document, blocks, outline);
    clock.check("cutting the page into blocks")?;
    let head = Head { meta, html_bytes };
    features.measure(blocks, outline, &head);
    clock.check("measuring blocks")?;
    parts.clear();
    choice.make(outline, features, options.favor);
    parts.extend(choice.verdicts.iter().map(|v| v.kind.part()));
    let headline = headline::choose(meta, Some(&headline::View { document, blocks, parts }));
    if let Some(headline) = &headline {
        choice.open(blocks, features, &headline.text);
    }
    choice.close_gate(document, features);
    parts.clear();
    parts.extend(choice.verdicts.iter().map(|v| v.kind.part()));
    let site =
        site_rule(options, meta).map(|rule| site_rules::apply(rule, document, blocks)).unwrap_or_default();
    for (part, forced) in parts.iter_mut().zip(&site.blocks) {
        match forced {
            Some(true) if *part == Part::Out => *part = Part::Body,
            Some(false) => *part = Part::Out,
            _ => {}
        }
    }
    clock.check("scoring blocks")?;
    let view = crate::fields::date::View {
        document,
        blocks,
        parts,
        headline: headline.as_ref().map(|h| h.text.as_str()),
    };
    let dates = crate::fields::date::choose(&view, meta, options.now);
    let chosen = crate::fields::author::html::choose(&view, choice.page_type, meta);
    for &line in chosen.iter().flat_map(|c| &c.lines) {
        // The author is told in the record: a line that says nothing else is none of the story.
        if choice.page_type == PageType::Article && site.blocks.get(line).copied().flatten() != Some(true) {
            parts[line] = Part::Out;
        }
    }
    let base = Base::new(meta.url.as_deref(), None);
    let mut body = assemble::html(document, blocks, parts, &base);
    let mut byline = chosen.map(|c| c.byline);
    if let Some((hidden, author)) = hidden_story(document, meta, &body, &base) {
        body = hidden;
        byline = byline.or(author);
        // What the page shows is the frame of a story.
        choice.page_type = PageType::Article;
    }
    let mut article = article_of(meta, headline, byline, dates, body);
    (article.page_type, article.confidence) = (choice.page_type, choice.confidence.clamp(0.0, 1.0));
    let behind = parts.iter().rposition(|p| *p != Part::Out).map_or(0, |last| last + 1);
    let texts = blocks.blocks[behind..].iter().map(|b| blocks.text(b));
    article.credit = dateline_and_credit::credit_behind(
        texts,
        &credit::CreditContext { language: meta.language.as_deref() },
    );
    if options.comments {
        article.comments = comments(document, blocks, choice, &base);
    }
    obey(&mut article, site);
    Ok(article)
}

/// The story that stands in the page's data only, where the page itself shows next to nothing, and its author.
fn hidden_story(
    document: &Document,
    meta: &PageMeta,
    body: &[crate::Block],
    base: &Base,
) -> Option<(Vec<crate::Block>, Option<byline::Byline>)> {
    /// Words of a body below which the page shows no story.
    const NEXT_TO_NOTHING: usize = 60;
    /// How much more the data must hold.
    const MORE: usize = 3;
    let shown = article::count_words_up_to(&article::text_of(body), NEXT_TO_NOTHING);
    if shown >= NEXT_TO_NOTHING {
        return None;
    }
    let data = metadata::story(document, meta)?;
    let (mut document, mut blocks, mut outline) =
        (Document::default(), Blocks::default(), Outline::default());
    dom::parse(&data.html, &dom::Limits::default(), &mut document);
    crate::html::segment::cut(&document, &mut blocks, &mut outline);
    let parts = vec![Part::Body; blocks.blocks.len()];
    let story = assemble::html(&document, &blocks, &parts, base);
    let words = article::count_words(&article::text_of(&story));
    if words < NEXT_TO_NOTHING.max(shown * MORE) {
        return None;
    }
    let context = byline::BylineContext { language: meta.language.as_deref(), site: meta.site.as_deref() };
    let author = data.author.and_then(|name| byline::parse(&name, &context));
    Some((story, author.map(|author| byline::Byline { source: Some(byline::BylineSource::State), ..author })))
}

/// Readers' comments, as blocks of their own.
fn comments(document: &Document, blocks: &Blocks, choice: &Choice, base: &Base) -> Vec<crate::Block> {
    let part = |v: &crate::block::label::Verdict| {
        if v.kind == crate::block::label::Kind::Comment { Part::Body } else { Part::Out }
    };
    let parts: Vec<Part> = choice.verdicts.iter().map(part).collect();
    assemble::html(document, blocks, &parts, base)
}

/// The rule of the page's site that holds today.
fn site_rule<'a>(options: &'a Options, meta: &PageMeta) -> Option<&'a site_rules::Compiled> {
    if options.rules.is_empty() {
        return None;
    }
    let today = match options.now {
        Some(now) => now.civil(),
        None => jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date(),
    };
    options.rules.find(meta.url.as_deref()?, today)
}

/// Sets the fields that a site's rule found.
fn obey(article: &mut Article, site: site_rules::Applied) {
    let context =
        byline::BylineContext { language: article.language.as_deref(), site: article.site.as_deref() };
    if let Some(mut byline) =
        (!site.authors.is_empty()).then(|| byline::parse(&site.authors.join(", "), &context)).flatten()
    {
        byline.source = Some(byline::BylineSource::SiteRule);
        article.byline = Some(byline);
    }
    article.title = site.title.or(article.title.take());
    article.published = site.date.or(article.published.take());
}

/// The article with the fields that the page's metadata gives.
fn article_of(
    meta: &PageMeta,
    headline: Option<headline::Headline>,
    byline: Option<byline::Byline>,
    dates: crate::fields::date::Dates,
    body: Vec<crate::Block>,
) -> Article {
    Article {
        input: InputKind::Html,
        url: meta.url.clone(),
        title: headline.map(|h| h.text),
        byline,
        published: dates.published.map(|d| d.text),
        modified: dates.modified.map(|d| d.text),
        site: meta.site.clone(),
        language: meta.language.clone(),
        description: meta.description.clone(),
        image: meta.image.clone(),
        canonical: meta.canonical.clone(),
        keywords: meta.keywords.clone(),
        body,
        ..Article::default()
    }
}

fn text(
    text: &str,
    page: &Page<'_>,
    options: &Options,
    clock: &Clock,
    scratch: &mut Scratch,
) -> Result<Article, Error> {
    let Scratch { meta, choice, blocks, survey, scorer, parts, sheet, .. } = scratch;
    meta.clear();
    choice.clear();
    let repaired = crate::text::mojibake::repair(text);
    let text = repaired.as_deref().unwrap_or(text);
    let plain = crate::text::markdown::plain(text);
    let text = plain.as_deref().unwrap_or(text);
    crate::text::segment::cut(text, blocks, sheet);
    clock.check("cutting text into blocks")?;
    survey.read(blocks, sheet);
    scorer.choose(survey, sheet, options.favor, choice);
    let title = scorer.title(blocks, survey);
    let language = language::of_body(blocks, choice);
    let context = byline::BylineContext { language, site: None };
    let mut masthead = fields::read(blocks, survey, sheet, title, choice, &context);
    if let Some(mail) = &sheet.mail {
        masthead.complete(mail.subject.clone().map(|r| &text[r]), mail.date.clone().map(|r| &text[r]));
    }
    parts.clear();
    parts.extend(choice.verdicts.iter().map(|v| v.kind.part()));
    Ok(Article {
        input: InputKind::Text,
        url: page.url.map(str::to_owned),
        title: masthead.title,
        byline: masthead.byline,
        published: masthead.published.map(|d| d.to_string()),
        language: language.map(str::to_owned),
        confidence: choice.confidence.clamp(0.0, 1.0),
        body: assemble::text(blocks, parts),
        ..Article::default()
    })
}

/// Dateline and credit, and what they say of the author.
fn ends(article: &mut Article, options: &Options) {
    if options.standfirst == StandfirstStyle::Strip {
        article.body.retain(|block| !matches!(block, crate::Block::Standfirst(_)));
    }
    if options.tables == TableStyle::Strip {
        article.body.retain(|block| !matches!(block, crate::Block::Table { .. }));
    }
    if article.language.is_none() {
        article.language = language::detect(&article.text()).map(str::to_owned);
    }
    let language = article.language.as_deref();
    let lead = dateline::DatelineContext { language, published: article.published.as_deref() };
    article.dateline = dateline_and_credit::dateline(&mut article.body, &lead, options.dateline);
    let tail = credit::CreditContext { language };
    let behind = article.credit.take();
    if behind.is_some() && options.credit == CreditStyle::Strip {
        let end = article.body.len();
        dateline_and_credit::cut_separators(&mut article.body, end);
    }
    article.credit = dateline_and_credit::credit(&mut article.body, &tail, options.credit).or(behind);
    if article.byline.is_none() {
        let context = byline::BylineContext { language, site: article.site.as_deref() };
        article.byline =
            dateline_and_credit::byline(article.dateline.as_ref(), article.credit.as_ref(), &context);
    }
}
