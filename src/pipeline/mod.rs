//! Runs the stages in order: decode, detect the input kind, the HTML or plain-text path, then the fields of the
//! finished article.
//!
//! `html` and `text` are the two paths. Each returns an [`Article`] with the [`Trace`] that `explain` reads.

mod data;
mod embedded_story;
pub(crate) mod finish;
pub(crate) mod html;
mod limits;
mod no_article;
mod options;
mod site;
mod source_code;
pub(crate) mod text;
mod wire_lines;

pub(crate) use options::Options;

use crate::{
    Article, Error, Input, InputKind, Page,
    block::label::BlockRole,
    deadline::Deadline,
    explain::{self, Explanation},
    input::{
        decode::{self, Decoded},
        file_type, markup,
        sniff::sniff,
    },
    select::BodySelection,
    text::split_stories,
};

/// The buffers of both paths, kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    html: html::HtmlBuffers,
    text: text::TextBuffers,
}

/// The intermediate results of a path, besides the article.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// The final selection, before site rules.
    pub(crate) selection: BodySelection,
    /// The role of each block, after site rules and after removing lines used as fields.
    pub(crate) roles: Vec<BlockRole>,
}

/// Runs one page through all stages.
pub(crate) fn run(page: &Page<'_>, options: &Options, buffers: &mut Buffers) -> Result<Article, Error> {
    let (decoded, deadline) = decode(page, options)?;
    let (_, article, _) = stages(&decoded.text, page, options, &deadline, buffers)?;
    Ok(article)
}

/// Runs a tree that the caller parsed through the stages after parsing.
#[cfg(feature = "scraper")]
pub(crate) fn run_parsed(
    tree: &scraper::Html,
    url: Option<&str>,
    options: &Options,
    buffers: &mut Buffers,
) -> Result<Article, Error> {
    let deadline = Deadline::start(options.limits.time);
    buffers.html.copy(tree, options, &deadline)?;
    let (article, _) = html::article_from_tree(url, options, &deadline, &mut buffers.html)?;
    Ok(finish::finish(article, options))
}

/// Returns every story of a page: several if it is plain text with separators, otherwise one.
pub(crate) fn run_all(
    page: &Page<'_>,
    options: &Options,
    buffers: &mut Buffers,
) -> Result<Vec<Article>, Error> {
    let (decoded, deadline) = decode(page, options)?;
    let content = &*decoded.text;
    if sniff(content, page.input, page.content_type) == InputKind::Html {
        let (_, article, _) = stages(content, page, options, &deadline, buffers)?;
        return Ok(vec![article]);
    }
    let page = page.with_input(Input::Text);
    let stories = split_stories::stories(content).into_iter();
    stories.map(|story| Ok(stages(&content[story], &page, options, &deadline, buffers)?.1)).collect()
}

/// Runs one page through all stages and explains the result; with `verbose`, including the features of each block.
pub(crate) fn explain(
    page: &Page<'_>,
    options: &Options,
    verbose: bool,
    buffers: &mut Buffers,
) -> Result<Explanation, Error> {
    let (decoded, deadline) = decode(page, options)?;
    let (kind, article, trace) = stages(&decoded.text, page, options, &deadline, buffers)?;
    let Trace { selection, roles } = &trace;
    let (blocks, path) = match kind {
        InputKind::Html => {
            let html::HtmlBuffers { document, meta, blocks, features, classifier, .. } = &buffers.html;
            (blocks, explain::read::Path::Html { document, meta, features, classifier })
        }
        InputKind::Text => (&buffers.text.blocks, explain::read::Path::Text { scorer: &buffers.text.scorer }),
    };
    let stages = explain::read::StageResults { blocks, selection, roles, path, verbose };
    Ok(explain::read::explain(&stages, &decoded, article))
}

/// Checks the page's size, starts its time budget and decodes it.
fn decode<'p>(page: &Page<'p>, options: &Options) -> Result<(Decoded<'p>, Deadline), Error> {
    limits::check_bytes(page, options)?;
    file_type::check_is_text(page)?;
    let deadline = Deadline::start(options.limits.time);
    let decoded = decode::decode(page)?;
    deadline.check("decoding")?;
    Ok((decoded, deadline))
}

fn stages(
    content: &str,
    page: &Page<'_>,
    options: &Options,
    deadline: &Deadline,
    buffers: &mut Buffers,
) -> Result<(InputKind, Article, Trace), Error> {
    let kind = sniff(content, page.input, page.content_type);
    if let Some(reason) = no_article::data_kind(content, page.input) {
        buffers.text = text::TextBuffers::default();
        let url = page.url.map(str::to_owned);
        let article = Article { input: kind, url, reason: Some(reason), ..Article::default() };
        return Ok((InputKind::Text, article, Trace::default()));
    }
    let (article, trace) = match kind {
        InputKind::Html => {
            let is_xhtml = markup::is_xhtml(content, page.content_type);
            let rewritten = if is_xhtml { markup::html_of_xhtml(content) } else { None };
            let content = rewritten.as_deref().unwrap_or(content);
            html::article(content, page.url, options, deadline, &mut buffers.html)?
        }
        InputKind::Text => text::article(content, page.url, options, deadline, &mut buffers.text)?,
    };
    Ok((kind, finish::finish(article, options), trace))
}
