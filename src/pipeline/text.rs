//! The plain-text path: from scraped text to an article.

use std::borrow::Cow;

use crate::{
    Article, Error, InputKind,
    article::assemble,
    block::Blocks,
    byline,
    deadline::Deadline,
    fields::{language, text_page},
    options::Favor,
    pipeline::{Options, Trace},
    select::BodySelection,
    text::{classify::Scorer, markdown, mojibake, page_stats::Survey, segment, segment::Sheet},
};

/// The buffers of the plain-text path, kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    pub(crate) blocks: Blocks,
    pub(crate) sheet: Sheet,
    pub(crate) survey: Survey,
    pub(crate) scorer: Scorer,
}

impl Buffers {
    /// Repairs a text, splits it into blocks and measures them. Returns the text that the blocks refer to.
    pub(crate) fn measure<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let text = mojibake::repair(text).map_or(Cow::Borrowed(text), Into::into);
        let text = markdown::plain(&text).map_or(text, Into::into);
        segment::cut(&text, &mut self.blocks, &mut self.sheet);
        self.survey.read(&self.blocks, &self.sheet);
        text
    }

    /// Selects the body of the text measured last.
    pub(crate) fn select(&mut self, favor: Favor) -> BodySelection {
        self.scorer.select(&self.survey, &self.sheet, favor)
    }
}

/// Sends a text through the path.
pub(crate) fn article(
    text: &str,
    url: Option<&str>,
    options: &Options,
    deadline: &Deadline,
    buffers: &mut Buffers,
) -> Result<(Article, Trace), Error> {
    let text = buffers.measure(text);
    deadline.check("splitting the text into blocks")?;
    let selection = buffers.select(options.favor);
    let Buffers { blocks, sheet, survey, scorer } = buffers;
    let title = scorer.title(blocks, survey);
    let language = language::of_body(blocks, &selection.labels);
    let context = byline::BylineContext { language, site: None };
    let (mut fields, selection) = text_page::read(blocks, survey, sheet, title, selection, &context);
    if let Some(mail) = &sheet.mail {
        fields.complete(mail.subject.clone().map(|r| &text[r]), mail.date.clone().map(|r| &text[r]));
    }
    let roles = selection.roles();
    let article = Article {
        input: InputKind::Text,
        url: url.map(str::to_owned),
        title: fields.title,
        byline: fields.byline,
        published: fields.published.map(|d| d.to_string()),
        language: language.map(str::to_owned),
        confidence: selection.confidence.clamp(0.0, 1.0),
        body: assemble::text(blocks, &roles),
        ..Article::default()
    };
    Ok((article, Trace { selection, roles }))
}
