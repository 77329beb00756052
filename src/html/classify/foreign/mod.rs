//! Bounds of this story on an article page: rules that call a block foreign whatever its score.
//!
//! Each rule has a file. They only make blocks improbable; where hardly anything would be left, the page
//! is not what they take it for, and they are not heard (see [`Choice`](super::Choice)).

mod boxes;
mod caption;
mod comments;
mod next_story;

use crate::html::{features::Features, outline::Outline};

use crate::block::label::Rule;

/// Words of a byline or date line.
const LINE_WORDS: f32 = 14.0;

/// Writes into `found` the rule that calls each block foreign.
pub(crate) fn find(outline: &Outline, features: &Features, found: &mut Vec<Option<Rule>>) {
    found.clear();
    found.resize(features.rows.len(), None);
    boxes::find(outline, features, found);
    caption::find(outline, features, found);
    next_story::find(outline, features, found);
    comments::find(outline, features, found);
}
