//! Chooses a page's date of publication and of its last change among the dates that it offers.

use super::{
    PageLayout,
    candidates::{self, DateCandidate, Dated, Offer},
};
use crate::date::{Date, DateContext, parse};
use crate::fields::confidence::Calibration;
use crate::metadata::{Claim, PageMeta, Source};
use crate::model::weights::DATE_WEIGHTS;

/// The dates of a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dates {
    pub(crate) published: Option<Dated>,
    /// The date of the last change.
    pub(crate) modified: Option<Dated>,
    /// The probability (0 to 1) that `published` is right.
    pub(crate) confidence: f32,
}

/// Chooses the dates of a page. `now` is the time at which it was fetched, if known.
pub(crate) fn choose(view: &PageLayout<'_>, meta: &PageMeta, now: Option<Date>) -> Dates {
    let context = DateContext { language: meta.language.as_deref(), now };
    let offer = candidates::gather(view, meta, &context);
    let (best, confidence) = best(&offer);
    let mut dates =
        Dates { published: best.map(form), modified: offer.modified.first().cloned(), confidence };
    // A page is not changed before it is published: of two visible dates, the older one is the first post's.
    if let (Some(published), Some(modified)) = (&dates.published, &dates.modified)
        && published.source == Source::Visible
        && modified.source == Source::Visible
        && modified.date.day < published.date.day
    {
        dates.modified = None;
    }
    dates
}

/// Returns the dates of the page's own item of JSON-LD, if it has a date of publication.
pub(crate) fn of_item(meta: &PageMeta) -> Option<Dates> {
    /// Share of right dates among those of JSON-LD on labeled pages.
    const CONFIDENCE: f32 = 0.95;
    let context = DateContext { language: meta.language.as_deref(), now: None };
    let dated = |claims: &[Claim]| {
        let own = claims.iter().find(|claim| claim.source == Source::JsonLd)?;
        Some(Dated::new(parse(&own.value, &context)?, Source::JsonLd))
    };
    let published = Some(dated(&meta.published)?);
    Some(Dates { published, modified: dated(&meta.modified), confidence: CONFIDENCE })
}

/// The most probable day, or nothing if having no date is more probable; and its probability.
fn best(offer: &Offer) -> (Option<&DateCandidate>, f32) {
    let none = offer.none.score();
    let scores: Vec<f32> = offer.candidates.iter().map(|c| c.features.score()).collect();
    let top = scores.iter().copied().fold(none, f32::max);
    let total: f32 = scores.iter().chain([&none]).map(|s| (s - top).exp()).sum();
    // The first of equals.
    let mut best = None;
    for (candidate, &score) in offer.candidates.iter().zip(&scores) {
        if score > none && best.is_none_or(|(_, s)| score > s) {
            best = Some((candidate, score));
        }
    }
    let share = (best.map_or(none, |(_, s)| s) - top).exp() / total;
    (best.map(|(c, _)| c), CALIBRATION.apply(share))
}

/// From the share of the best day to the probability that it is right.
static CALIBRATION: Calibration = Calibration::read(&DATE_WEIGHTS);

/// The form of a day that says most: with the page's own offset, else with one, else the first.
fn form(candidate: &DateCandidate) -> Dated {
    let forms = &candidate.forms;
    let local = || forms.iter().find(|d| d.date.offset().is_some_and(|o| o != 0));
    let timed = || forms.iter().find(|d| d.date.offset().is_some());
    let first = || forms.first();
    let machine = |d: &&Dated| candidates::MACHINE.contains(&d.source);
    let best = local().filter(machine).or_else(local).or_else(timed).or_else(first);
    best.cloned().expect("a candidate has a form")
}

/// A day, or none, and the features that speak for it by name.
#[cfg(feature = "lab")]
pub(crate) type Named = (Option<String>, Vec<(String, f32)>);

/// Returns the features of all candidates and of giving no date, for training.
#[cfg(feature = "lab")]
pub(crate) fn features(view: &PageLayout<'_>, meta: &PageMeta) -> Vec<Named> {
    let context = DateContext { language: meta.language.as_deref(), now: None };
    let offer = candidates::gather(view, meta, &context);
    let days = offer.candidates.iter().map(|c| (Some(c.day.to_string()), c.features.named().collect()));
    days.chain([(None, offer.none.named().collect())]).collect()
}
