//! Finds the boundaries of the story on an article page: these rules mark blocks as foreign whatever their score.
//!
//! Each rule has a file. They only make blocks improbable. If they would remove nearly everything, the page is not
//! what they assume and they are ignored, except for those that are [sure](is_sure).

mod appeal;
mod boxes;
mod caption;
mod comments;
mod concealed;
mod next_story;
mod other_stories;
mod teasers;

use crate::html::{
    features::{Features, at, phrases::Phrases, story_bounds::is_date_line},
    outline::Outline,
};

use crate::block::label::Rule;

/// Maximum words of a byline or date line.
const LINE_WORDS: f32 = 14.0;

/// Writes into `found` the rule that marks each block as foreign.
pub(crate) fn find(outline: &Outline, features: &Features, found: &mut Vec<Option<Rule>>) {
    found.clear();
    found.resize(features.rows.len(), None);
    other_stories::find(outline, features, found);
    boxes::find(outline, features, found);
    caption::find(outline, features, found);
    next_story::find(outline, features, found);
    teasers::find(outline, features, found);
    concealed::find(outline, features, found);
    comments::find(outline, features, found);
    for blocks in &features.summaries {
        found[blocks.clone()].fill(Some(Rule::MachineSummary));
    }
    appeal::find(outline, features, found);
}

/// Returns whether one of the first blocks below the headline is a byline or a date line.
pub(crate) fn has_line_below_title(features: &Features) -> bool {
    /// How many blocks below the headline may contain it.
    const WITHIN: usize = 6;
    let mut below = features.titles.block.map_or(0..0, |title| title + 1..features.texts.len()).take(WITHIN);
    below.any(|i| is_byline_or_date(i, features))
}

/// Returns whether a block is a byline or a date line.
fn is_byline_or_date(block: usize, features: &Features) -> bool {
    let read = &features.texts[block];
    is_date_line(read, features.rows.get(block, at::time))
        || read.words <= LINE_WORDS && read.phrases.any(Phrases::SIGNATURE)
}

/// Returns whether a rule applies no matter how much it removes. The other stories of a feed may be many times as
/// long as this one; what looks like comments is only certain on a page that is surely an article.
pub(crate) fn is_sure(rule: Rule, sure_article: bool) -> bool {
    rule == Rule::LinkedStory || rule == Rule::Comments && sure_article
}
