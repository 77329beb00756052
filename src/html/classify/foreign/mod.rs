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

use crate::html::{features::Features, outline::Outline};

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
    concealed::find(outline, features, found);
    comments::find(outline, features, found);
    for blocks in &features.summaries {
        found[blocks.clone()].fill(Some(Rule::MachineSummary));
    }
    appeal::find(outline, features, found);
}

/// Returns whether a rule applies no matter how much it removes.
pub(crate) fn is_sure(rule: Rule) -> bool {
    matches!(rule, Rule::Comments)
}
