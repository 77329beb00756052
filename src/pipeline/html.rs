//! Runs the HTML path, from mark-up to an article.
//!
//! Body and headline depend on each other: the body decides which headline is the story's, and the headline decides
//! where the body begins. So there are two passes. The first selects the body, the headline is chosen with it, and the
//! second removes the headline from the beginning of the body.

use crate::{
    Article, Block, Error, FieldSource, FieldSources, InputKind, NoArticleReason, PageType,
    article::{self, address::Base, assemble, dateline_and_credit},
    block::{
        Blocks,
        label::{BlockKind, BlockLabel, BlockRole, Rule},
    },
    byline::Byline,
    credit,
    deadline::Deadline,
    dom::{self, Document},
    fields::{
        author,
        date::{self, Dates, PageLayout},
        headline::{self, Headline},
    },
    html::{
        classify::{Classifier, lead_in::drop_leading_headline, login_gate::drop_login_page},
        features::{Features, PageHead},
        outline::Outline,
        segment::{self, Passed},
        text_nodes,
    },
    metadata::{self, ElementReader, PageMeta, Source},
    options::Favor,
    pipeline::{Options, Trace, embedded_story, limits, no_article, site, wire_lines},
    select::BodySelection,
    site_rules,
    text::mojibake,
};

/// The buffers of the HTML path, kept from page to page. Each stage fills its own.
#[derive(Debug, Default)]
pub(crate) struct HtmlBuffers {
    pub(crate) document: Document,
    pub(crate) meta: PageMeta,
    pub(crate) blocks: Blocks,
    pub(crate) outline: Outline,
    pub(crate) features: Features,
    pub(crate) classifier: Classifier,
}

impl HtmlBuffers {
    /// Parses a page.
    pub(crate) fn parse(&mut self, html: &str, options: &Options, deadline: &Deadline) -> Result<(), Error> {
        let keep = if options.rules.is_empty() && options.strip.is_empty() {
            dom::KeptNodes::READ
        } else {
            dom::KeptNodes::SELECT
        };
        self.parse_keeping(html, keep, options, deadline)
    }

    fn parse_keeping(
        &mut self,
        html: &str,
        keep: dom::KeptNodes,
        options: &Options,
        deadline: &Deadline,
    ) -> Result<(), Error> {
        let limits = limits::of_tree(options, deadline);
        dom::parse_keeping(html, keep, &limits, &mut self.document);
        deadline.check("parsing")?;
        limits::check_complete(&self.document, &limits)
    }

    /// Copies a tree that the caller parsed.
    #[cfg(feature = "scraper")]
    pub(crate) fn copy(
        &mut self,
        tree: &scraper::Html,
        options: &Options,
        deadline: &Deadline,
    ) -> Result<(), Error> {
        let limits = limits::of_tree(options, deadline);
        self.document.copy_from(tree, &limits);
        deadline.check("copying the page's tree")?;
        limits::check_complete(&self.document, &limits)
    }

    /// Reads the metadata, splits the page into blocks, and measures them.
    pub(crate) fn measure(&mut self, url: Option<&str>, deadline: &Deadline) -> Result<(), Error> {
        let Self { document, meta, blocks, outline, features, .. } = self;
        text_nodes::repair(document, mojibake::repair);
        meta.clear();
        let mut reader = ElementReader::new(document, meta);
        segment::cut_within(deadline, document, blocks, outline, &mut |node, passed| match passed {
            Passed::Listed { class } => reader.element(node, Some(class)),
            Passed::Unlisted => reader.element(node, None),
            Passed::Skipped => reader.subtree(node),
        });
        let gathered = reader.finish();
        metadata::complete(document, url, gathered, meta);
        segment::remove_silent(document, outline);
        deadline.check("splitting the page into blocks")?;
        features.measure(blocks, outline, &PageHead { meta });
        deadline.check("measuring blocks")
    }

    /// Runs the first pass: selects the body of the page measured last.
    pub(crate) fn select(&mut self, favor: Favor) -> BodySelection {
        self.classifier.select(&self.outline, &self.features, favor)
    }

    /// Chooses the headline, given the body of the first pass.
    pub(crate) fn headline(&self, selection: &BodySelection) -> Option<Headline> {
        let Self { document, meta, blocks, .. } = self;
        headline::choose(meta, Some(&headline::HeadlinePage { document, blocks, roles: &selection.roles() }))
    }

    /// Runs the second pass: removes the headline from the beginning of the body, and the whole body of a login page.
    pub(crate) fn correct(&self, selection: BodySelection, headline: Option<&Headline>) -> BodySelection {
        let Self { document, blocks, outline, features, .. } = self;
        let selection = match headline {
            Some(headline) => drop_leading_headline(selection, blocks, features, &headline.text),
            None => selection,
        };
        drop_login_page(selection, document, outline, features)
    }
}

/// Runs a page through the path.
pub(crate) fn article(
    html: &str,
    url: Option<&str>,
    options: &Options,
    deadline: &Deadline,
    buffers: &mut HtmlBuffers,
) -> Result<(Article, Trace), Error> {
    buffers.parse(html, options, deadline)?;
    let found = article_from_tree(url, options, deadline, buffers)?;
    if embedded_story::may_be_in_attributes(html, &found.0.body) {
        // Attributes with data are not kept at first: hardly any page needs them.
        buffers.parse_keeping(html, dom::KeptNodes::SELECT, options, deadline)?;
        return article_from_tree(url, options, deadline, buffers);
    }
    Ok(found)
}

/// Runs the stages from the page's tree to the article.
pub(crate) fn article_from_tree(
    url: Option<&str>,
    options: &Options,
    deadline: &Deadline,
    buffers: &mut HtmlBuffers,
) -> Result<(Article, Trace), Error> {
    buffers.measure(url, deadline)?;
    let selection = buffers.select(options.favor);
    let headline = buffers.headline(&selection);
    let selection = buffers.correct(selection, headline.as_ref());
    deadline.check("selecting the body")?;

    let HtmlBuffers { document, meta, blocks, outline, features, .. } = &*buffers;
    let site = site::rule(options, meta).map(|rule| site_rules::apply(rule, document, blocks));
    let site = site.unwrap_or_default();
    let mut roles = site::apply_to_roles(selection.roles(), &site);
    for (role, stripped) in roles.iter_mut().zip(site_rules::matching(&options.strip, document, blocks)) {
        if stripped {
            *role = BlockRole::Out;
        }
    }
    let lines_of_fields = with_post_frames(&roles, &selection);
    let view = PageLayout {
        document,
        blocks,
        roles: &lines_of_fields,
        headline: headline.as_ref().map(|h| h.text.as_str()),
    };
    let dates = date::choose(&view, meta, options.now);
    let chosen = author::html::choose(&view, selection.page_type, meta, &dates);
    let (byline, lines) = chosen.map_or((None, Vec::new()), |c| (Some(c.byline), c.lines));
    let roles = drop_author_lines(roles, &lines, selection.page_type, &site);
    let roles = match selection.page_type {
        PageType::Article => {
            wire_lines::restore(roles, blocks, meta.language.as_deref(), &selection, features)
        }
        _ => roles,
    };

    let base = Base::new(meta.url.as_deref(), None);
    let body = assemble::html(document, blocks, outline, &roles, &base);
    let embedded = embedded_story::find(document, meta, &body, &base);
    let is_item = embedded.as_ref().is_some_and(|story| story.is_item);
    let (body, headline, byline, page_type) = match embedded {
        // The page shows only the frame of a story. What JSON-LD says about its item is about this story.
        Some(story) => {
            let headline = headline::of_hidden_story(headline, is_item, meta);
            let of_item = is_item.then(|| author::html::of_item(meta)).flatten();
            (story.body, headline, of_item.or(byline).or(story.author), PageType::Article)
        }
        None => (body, headline, byline, selection.page_type),
    };
    let body = if page_type == PageType::Forum { posts_as_paragraphs(body) } else { body };
    let dates = if is_item { date::choose::of_item(meta).unwrap_or(dates) } else { dates };
    let mut article = article_of(meta, headline, byline, dates, body);
    (article.page_type, article.confidence) = (page_type, selection.confidence.clamp(0.0, 1.0));
    article.credit = credit_after_body(blocks, &roles, meta);
    if options.comments {
        article.comments = comments(document, blocks, outline, &selection, &base);
    }
    let mut article = site::apply_to_fields(article, site);
    article.reason = no_article_reason(&article, meta, blocks, &selection);
    Ok((article, Trace { selection, roles }))
}

/// Returns the roles with the names and dates of posts as body: the first ones are the author and the date.
fn with_post_frames(roles: &[BlockRole], selection: &BodySelection) -> Vec<BlockRole> {
    let role = |(&role, label): (&BlockRole, &BlockLabel)| {
        if label.rule == Some(Rule::PostFrame) { BlockRole::Body } else { role }
    };
    roles.iter().zip(&selection.labels).map(role).collect()
}

/// Detects login pages and pages that replace an article.
fn no_article_reason(
    article: &Article,
    meta: &PageMeta,
    blocks: &Blocks,
    selection: &BodySelection,
) -> Option<NoArticleReason> {
    if article.body.is_empty() && selection.labels.iter().any(|label| label.rule == Some(Rule::Gate)) {
        return Some(NoArticleReason::LoginPage);
    }
    let title = meta.headlines.iter().find(|claim| claim.source == Source::Title);
    let texts = blocks.blocks.iter().map(|block| blocks.text(block));
    no_article::interstitial(article, title.map(|claim| claim.value.as_str()), texts)
}

/// Removes lines that only name the authors, because the record contains them. A site rule that forces a line in
/// takes precedence.
fn drop_author_lines(
    mut roles: Vec<BlockRole>,
    lines: &[usize],
    page_type: PageType,
    site: &site_rules::Applied,
) -> Vec<BlockRole> {
    if page_type == PageType::Article {
        let forced_in = |line: usize| site.blocks.get(line).copied().flatten() == Some(true);
        for &line in lines.iter().filter(|&&line| !forced_in(line)) {
            roles[line] = BlockRole::Out;
        }
    }
    roles
}

/// Returns the body of a thread with its posts as paragraphs. Forum software puts each post into a list item, which
/// is not a list of the writer.
fn posts_as_paragraphs(body: Vec<Block>) -> Vec<Block> {
    /// Minimum mean words of the items of a list of posts.
    const POST_WORDS: usize = 15;
    let is_thread = |list: &article::List| {
        let words: usize =
            list.items.iter().map(|item| article::count_words(&article::text_of(&item.blocks))).sum();
        !list.ordered && words >= POST_WORDS * list.items.len()
    };
    let flat = |block: Block| match block {
        Block::List(list) if is_thread(&list) => {
            list.items.into_iter().flat_map(|item| item.blocks).collect()
        }
        block => vec![block],
    };
    body.into_iter().flat_map(flat).collect()
}

/// Finds a credit in the blocks after the body.
fn credit_after_body(blocks: &Blocks, roles: &[BlockRole], meta: &PageMeta) -> Option<credit::Credit> {
    let end = roles.iter().rposition(|role| *role != BlockRole::Out).map_or(0, |last| last + 1);
    let texts = blocks.blocks[end..].iter().map(|block| blocks.text(block));
    dateline_and_credit::credit_after(texts, &credit::CreditContext { language: meta.language.as_deref() })
}

/// Returns the reader comments as blocks.
fn comments(
    document: &Document,
    blocks: &Blocks,
    outline: &Outline,
    selection: &BodySelection,
    base: &Base,
) -> Vec<Block> {
    let role = |label: &BlockLabel| match label.kind {
        BlockKind::Comment => BlockRole::Body,
        _ => BlockRole::Out,
    };
    let roles: Vec<BlockRole> = selection.labels.iter().map(role).collect();
    assemble::html(document, blocks, outline, &roles, base)
}

/// Returns the article with the fields of the page's metadata.
fn article_of(
    meta: &PageMeta,
    headline: Option<Headline>,
    byline: Option<Byline>,
    dates: Dates,
    body: Vec<Block>,
) -> Article {
    let mut sources = FieldSources::default();
    sources.title = headline.as_ref().map(|h| FieldSource::new(h.source.name(), h.confidence));
    sources.published = dates.published.as_ref().map(|d| FieldSource::new(d.source.name(), dates.confidence));
    Article {
        input: InputKind::Html,
        sources,
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
