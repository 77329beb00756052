//! Runs the plain-text path, from scraped text to an article.

use std::borrow::Cow;

use crate::{
    Article, Error, FieldSource, FieldSources, InputKind,
    article::{assemble, dateline_and_credit},
    block::{Blocks, label::BlockRole},
    byline, credit,
    deadline::Deadline,
    fields::{confidence, language, text_page},
    options::Favor,
    pipeline::{Options, Trace, limits, no_article},
    select::BodySelection,
    text::{
        classify::Scorer, columns, dateline_line, email, envelope, envelope::Container, front_matter,
        front_matter::FrontMatter, markdown, mojibake, page_stats::TextPageStats, segment, segment::TextPage,
    },
};

/// The buffers of the plain-text path, kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct TextBuffers {
    pub(crate) blocks: Blocks,
    pub(crate) sheet: TextPage,
    pub(crate) stats: TextPageStats,
    pub(crate) scorer: Scorer,
    pub(crate) container: Container,
    pub(crate) front_matter: FrontMatter,
    /// The only heading of the first level in Markdown.
    pub(crate) heading: Option<String>,
}

impl TextBuffers {
    /// Repairs a text, splits it into blocks and measures them. Returns the text that the blocks refer to.
    pub(crate) fn measure<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let text = mojibake::repair(text).map_or(Cow::Borrowed(text), Into::into);
        let (text, container) = envelope::open(text);
        self.container = container;
        let (start, front_matter) = front_matter::open(&text).unwrap_or_default();
        let text = if start > 0 { Cow::Owned(text[start..].to_owned()) } else { text };
        self.front_matter = front_matter;
        let markdown = markdown::plain(&text, start > 0);
        let (text, heading) = markdown.map_or((text, None), |it| (Cow::Owned(it.text), it.title));
        self.heading = heading;
        let text = columns::unfold(&text).map_or(text, Into::into);
        segment::cut(&text, &mut self.blocks, &mut self.sheet);
        self.stats.read(&self.blocks, &self.sheet);
        text
    }

    /// Selects the body of the text measured last.
    pub(crate) fn select(&mut self, favor: Favor) -> BodySelection {
        self.scorer.select(&self.blocks, &self.stats, &self.sheet, favor)
    }
}

/// Runs a text through the path.
pub(crate) fn article(
    text: &str,
    url: Option<&str>,
    options: &Options,
    deadline: &Deadline,
    buffers: &mut TextBuffers,
) -> Result<(Article, Trace), Error> {
    limits::check_lines(text, options)?;
    let text = buffers.measure(text);
    deadline.check("splitting the text into blocks")?;
    let mut selection = buffers.select(options.favor);
    let TextBuffers { blocks, sheet, stats, scorer, container, front_matter, heading } = buffers;
    // The headings of a book's chapters are part of it: its container states the title.
    let title = scorer.title(blocks, stats, sheet).filter(|_| !container.is_book);
    let language = language::of_body(blocks, &selection.labels);
    dateline_line::join(blocks, stats, &mut selection.labels, language);
    let context = byline::BylineContext { language, site: None };
    let (mut fields, selection) = text_page::read(blocks, stats, sheet, title, selection, &context);
    let part = |range: &Option<std::ops::Range<usize>>| range.clone().and_then(|range| text.get(range));
    let header = |range| part(range).map(email::decode_header);
    let mail = sheet.mail.as_ref();
    let (subject, from) = (mail.and_then(|m| header(&m.subject)), mail.and_then(|m| header(&m.from)));
    let mut envelope = text_page::Envelope {
        title: container
            .title
            .as_deref()
            .or(front_matter.title.as_deref().filter(|_| !front_matter.is_markdown))
            .or(heading.as_deref()),
        page_title: front_matter.title.as_deref(),
        author: container.author.as_deref().or(front_matter.author.as_deref()),
        date: front_matter.date.as_deref(),
        is_book: container.is_book,
    };
    if let Some(mail) = &sheet.mail {
        envelope.title = subject.as_deref();
        envelope.author = from.as_deref();
        envelope.date = part(&mail.date);
    }
    fields.complete(&envelope, &context);
    let roles = selection.roles();
    let text_source = |field| FieldSource::new("visible text", confidence::of_text(field));
    let mut sources = FieldSources::default();
    sources.title = fields.title.as_ref().map(|_| text_source("title"));
    sources.published = fields.published.as_ref().map(|_| text_source("published"));
    let mut article = Article {
        input: InputKind::Text,
        sources,
        url: url.or(front_matter.url.as_deref()).map(str::to_owned),
        title: fields.title,
        byline: fields.byline,
        published: fields.published.map(|d| d.to_string()),
        language: language.map(str::to_owned),
        confidence: confidence::of_text_body(selection.confidence),
        body: assemble::text(blocks, &roles),
        ..Article::default()
    };
    let after = roles.iter().rposition(|r| *r == BlockRole::Body).map_or(roles.len(), |last| last + 1);
    let texts = blocks.blocks[after..].iter().map(|b| blocks.text(b));
    article.credit = dateline_and_credit::credit_after(texts, &credit::CreditContext { language });
    // A long body rules out a page that replaces an article. The words of `stats` can be fewer than those of the article,
    // in scripts without spaces, or twice as many.
    let body = stats.facts.iter().zip(&roles).filter(|(_, role)| **role == BlockRole::Body);
    let words: usize = body.map(|(facts, _)| facts.words as usize).sum();
    if words <= 2 * no_article::MOST_WORDS {
        let texts = blocks.blocks.iter().map(|block| blocks.text(block));
        article.reason = no_article::interstitial(&article, None, texts);
    }
    Ok((article, Trace { selection, roles }))
}
