//! Calls the stages in order, and does nothing else.

use crate::{
    Article, Block, Error, InputKind, Outcome, Page,
    block::{self, Blocks},
    cleaner::Options,
    decode::decode,
    dom::{self, Document, NodeId, Tag},
    error::Kind,
    sniff::sniff,
};

/// Buffers of the stages, kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    document: Document,
    blocks: Blocks,
    sheet: block::text::Sheet,
    words: block::facts::Words,
}

/// One page through all stages.
pub(crate) fn run(page: &Page<'_>, options: &Options, scratch: &mut Scratch) -> Result<Article, Error> {
    let bytes = match page.content {
        crate::Content::Bytes(bytes) => bytes.len(),
        crate::Content::Text(text) => text.len(),
    };
    if bytes > options.limits.bytes {
        let limit = options.limits.bytes as u64;
        return Err(Kind::Limit {
            what: "the page's size in bytes",
            actual: bytes as u64,
            limit,
            option: "--max-bytes",
        }
        .into());
    }
    let decoded = decode(page)?;
    let mut article = match sniff(&decoded.text, page.input, page.content_type) {
        InputKind::Html => html(&decoded.text, scratch),
        InputKind::Text => text(&decoded.text, scratch),
    };
    article.url = article.url.or_else(|| page.url.map(str::to_owned));
    if !article.body.is_empty() && article.words() >= options.min_words {
        article.outcome = Outcome::Article;
    }
    Ok(article)
}

fn html(html: &str, scratch: &mut Scratch) -> Article {
    let document = &mut scratch.document;
    dom::parse(html, &dom::Limits::default(), document);
    let mut article = Article { input: InputKind::Html, ..Article::default() };
    for p in document.descendants(NodeId::DOCUMENT).filter(|&n| document.tag(n) == Tag::P) {
        let text: String = document.descendants(p).map(|n| document.text(n)).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.len() > 40 {
            article.body.push(Block::Paragraph(text.into()));
        }
    }
    article
}

fn text(text: &str, scratch: &mut Scratch) -> Article {
    let mut article = Article { input: InputKind::Text, ..Article::default() };
    let (blocks, words) = (&mut scratch.blocks, &mut scratch.words);
    block::text::cut(text, blocks, &mut scratch.sheet);
    words.clear(blocks.text.len());
    let facts: Vec<_> = blocks.blocks.iter().map(|b| block::facts::read(blocks.text(b), words)).collect();
    for block in &blocks.blocks[block::text_rule::core(&facts, block::text_rule::COSTS[0])] {
        article.body.push(Block::Paragraph(blocks.text(block).into()));
    }
    article
}
