//! Takes the body from the page's data (JSON-LD, script state) if the page itself shows almost nothing.

use crate::{
    Block,
    article::{self, address::Base, assemble},
    block::{Blocks, label::BlockRole},
    byline::{self, Byline},
    dom::{self, Document},
    html::{outline::Outline, segment},
    metadata::{self, PageMeta},
};

/// Minimum words of a visible body that counts as the story.
const VISIBLE_WORDS: usize = 60;
/// Words below which a page shows no story, however short: attributes also hold texts of consent dialogs and shops.
const EMPTY_WORDS: usize = 20;
/// Minimum words of a short story in the object with the page's title, for a page that shows no story.
const SHORT_WORDS: usize = 10;
/// Minimum length of the story in the data, as a multiple of the visible body.
const TIMES_MORE: usize = 3;

/// Returns whether a page that shows next to nothing has attributes that begin as JSON does.
pub(crate) fn may_be_in_attributes(html: &str, visible: &[Block]) -> bool {
    const STARTS: [&str; 4] = ["=\"{&quot;", "=\"[{&quot;", "='{\"", "='[{\""];
    article::count_words_up_to(&article::text_of(visible), EMPTY_WORDS) < EMPTY_WORDS
        && STARTS.iter().any(|start| memchr::memmem::find(html.as_bytes(), start.as_bytes()).is_some())
}

/// A story in the page's data.
pub(crate) struct EmbeddedStory {
    pub(crate) body: Vec<Block>,
    /// The author whom the data names next to it.
    pub(crate) author: Option<Byline>,
    /// It is the text of the page's own item of JSON-LD.
    pub(crate) is_item: bool,
}

/// Returns the story in the page's data, if the visible body is much shorter.
pub(crate) fn find(
    document: &Document,
    meta: &PageMeta,
    visible: &[Block],
    base: &Base,
) -> Option<EmbeddedStory> {
    let shown = article::count_words_up_to(&article::text_of(visible), VISIBLE_WORDS);
    if shown >= VISIBLE_WORDS {
        return None;
    }
    let data = metadata::story(document, meta).filter(|data| !data.is_short || shown < EMPTY_WORDS)?;
    let (mut document, mut blocks, mut outline) =
        (Document::default(), Blocks::default(), Outline::default());
    dom::parse(&data.html, &dom::ParseLimits::default(), &mut document);
    segment::cut(&document, &mut blocks, &mut outline);
    segment::remove_silent(&mut document, &outline);
    let roles = vec![BlockRole::Body; blocks.blocks.len()];
    let story = assemble::html(&document, &blocks, &outline, &roles, base);
    let words = article::count_words(&article::text_of(&story));
    let least = if data.is_short { SHORT_WORDS } else { VISIBLE_WORDS };
    if words < least.max(shown * TIMES_MORE) {
        return None;
    }
    let context = byline::BylineContext { language: meta.language.as_deref(), site: meta.site.as_deref() };
    let author = data.author.and_then(|name| byline::parse(&name, &context));
    let author = author.map(|author| Byline { source: Some(byline::BylineSource::State), ..author });
    Some(EmbeddedStory { body: story, author, is_item: data.is_item })
}
