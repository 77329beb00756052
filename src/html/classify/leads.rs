//! Finds lines between paragraphs that link to other pages: "SEE MORE: …", "DON'T MISS" with three titles, a title in
//! capitals.

use crate::html::features::{Features, at, phrases::Phrases};

/// Maximum words of such a line with several titles.
const WORDS: f32 = 60.0;
/// Minimum link density of a line with a label before its links, and of one that consists of a link.
const LABELED: f32 = 0.5;
const ALONE: f32 = 0.95;
/// Minimum words of a title on its own, and minimum share of them in capitals.
const TITLE_WORDS: f32 = 5.0;
const CAPITALS: f32 = 0.7;

/// Returns whether a block links to other pages and is not part of the text.
pub(crate) fn leads_elsewhere(i: usize, features: &Features) -> bool {
    let read = &features.texts[i];
    if read.words > WORDS || read.link_density < LABELED {
        return false;
    }
    let labels = Phrases::END.with(Phrases::RELATED).with(Phrases::ACTION);
    let labeled = read.phrases.any(labels) && features.rows.get(i, at::ishead) == 0.0;
    let shouted = read.link_density >= ALONE
        && read.words >= TITLE_WORDS
        && features.rows.get(i, at::upsh) >= CAPITALS
        && read.ending < 1.0;
    labeled || shouted
}
