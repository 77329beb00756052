//! Adds the features that compare the candidates for a headline with each other: parts and wholes, and the number of
//! sources that agree on each.

use rustc_hash::FxHashSet;

use super::{
    HeadlineCandidate,
    evidence::{Feature, TitleRelation},
};
use crate::metadata::Source;

/// Sets which candidates are parts of the sources' first claims, and which contain one of these.
pub(super) fn compare(candidates: &mut [HeadlineCandidate<'_>]) {
    /// Sources whose first claims are compared.
    const WHOLE: [Source; 5] =
        [Source::H1, Source::JsonLd, Source::OpenGraph, Source::Twitter, Source::Title];
    for source in WHOLE {
        let Some(claim) = candidates.iter().position(|c| c.features.relates(TitleRelation::Equal, source))
        else {
            continue;
        };
        let whole = candidates[claim].folded.clone();
        for candidate in candidates.iter_mut() {
            let part = candidate.folded.as_str();
            let relation = if begins(&whole, part) {
                TitleRelation::Begins
            } else if ends(&whole, part) {
                TitleRelation::Ends
            } else if begins(part, &whole) {
                TitleRelation::GoesOn
            } else if ends(part, &whole) {
                TitleRelation::Leads
            } else {
                continue;
            };
            candidate.features.relate(relation, source);
        }
    }
}

/// Sources that agree on a headline which the page displays, so that its parts are not headlines of their own.
const AGREED: usize = 3;

/// Adds how the candidates of a news story compare: with the longer ones they are part of, with the shorter ones that
/// are part of them, with the other sources' claims, and with the address. On other pages these features do not help
/// (cross-validated, half a point less on wcxb-dev).
pub(super) fn rank(candidates: &mut [HeadlineCandidate<'_>]) {
    let words: Vec<FxHashSet<&str>> = candidates.iter().map(|c| c.folded.split(' ').collect()).collect();
    let mut features = Vec::with_capacity(candidates.len());
    for at in 0..candidates.len() {
        let mut found = parts(candidates, at);
        found.extend(agreement(candidates, at));
        found.extend(likeness(candidates, &words, at));
        features.push(found);
    }
    for (candidate, found) in candidates.iter_mut().zip(features) {
        for (feature, value) in found {
            candidate.features.set(feature, value);
        }
    }
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn is_h1(candidate: &HeadlineCandidate<'_>) -> bool {
    candidate.features.relates(TitleRelation::Equal, Source::H1)
}

/// Returns the features of the candidates that contain one at an end, and of those that it contains.
fn parts(candidates: &[HeadlineCandidate<'_>], at: usize) -> Vec<(Feature, f32)> {
    let text = candidates[at].folded.as_str();
    let own = candidates[at].features.agreement();
    let contains = |long: &str, short: &str| begins(long, short) || ends(long, short);
    let mut out = Vec::new();
    let wholes = || candidates.iter().filter(|c| contains(&c.folded, text));
    if let Some(agreement) = wholes().map(|c| c.features.agreement()).max() {
        let share = wholes().map(|c| text.len() as f32 / c.folded.len() as f32).fold(0.0, f32::max);
        out.push((Feature::WholeAgreement, agreement as f32));
        out.push((Feature::WholeAgreesMore, flag(agreement > own)));
        out.push((Feature::WholeIsH1, flag(wholes().any(is_h1))));
        let agreed = wholes().any(|c| is_h1(c) && c.features.agreement() >= AGREED);
        out.push((Feature::WholeIsAgreedH1, flag(agreed)));
        out.push((Feature::ShareOfWhole, share));
        out.push((Feature::ShortPart, flag(wholes().all(|c| text.len() * 2 < c.folded.len()))));
    }
    let inner = || candidates.iter().filter(|c| contains(text, &c.folded));
    if let Some(agreement) = inner().map(|c| c.features.agreement()).max() {
        out.push((Feature::PartAgreement, agreement as f32));
        out.push((Feature::PartAgreesMore, flag(agreement > own)));
        out.push((Feature::PartIsH1, flag(inner().any(is_h1))));
    }
    out
}

/// Returns whether a candidate has the most sources, and whether the address has the most of its words.
fn agreement(candidates: &[HeadlineCandidate<'_>], at: usize) -> Vec<(Feature, f32)> {
    /// Share of a candidate's longer words in the address from which it is the address's own.
    const WHOLE_SLUG: f32 = 0.99;
    const STEPS: [Feature; 4] =
        [Feature::AgreementOne, Feature::AgreementTwo, Feature::AgreementThree, Feature::AgreementFour];
    let own = candidates[at].features.agreement();
    let steps = STEPS.iter().enumerate().map(|(i, &feature)| (feature, flag(own > i)));
    let most = candidates.iter().map(|c| c.features.agreement()).max().unwrap_or_default();
    let alone = candidates.iter().filter(|c| c.features.agreement() == own).count() == 1;
    let slug = |c: &HeadlineCandidate<'_>| c.features.get(Feature::Slug);
    let longest = candidates.iter().map(slug).fold(0.0, f32::max);
    let own_slug = slug(&candidates[at]);
    let rest = [
        (Feature::MostAgreement, flag(own == most)),
        (Feature::MostAgreementAlone, flag(own == most && alone)),
        (Feature::BestSlug, flag(own_slug > 0.0 && own_slug >= longest)),
        (Feature::WholeSlug, flag(own_slug >= WHOLE_SLUG)),
    ];
    steps.chain(rest).collect()
}

/// Returns the shares of words that a candidate has in common with the sources' first claims and with the first heading.
/// `words` are those of each candidate.
fn likeness(
    candidates: &[HeadlineCandidate<'_>],
    words: &[FxHashSet<&str>],
    at: usize,
) -> Vec<(Feature, f32)> {
    let own = &words[at];
    let shared = |other: &FxHashSet<&str>| own.intersection(other).count() as f32;
    let share = |part: f32, of: usize| part / of.max(1) as f32;
    let alike = |other: &FxHashSet<&str>| share(shared(other), own.union(other).count());
    let claims = candidates.iter().enumerate().filter(|(i, c)| *i != at && c.features.agreement() > 0);
    let nearest = claims.map(|(i, _)| alike(&words[i])).fold(0.0, f32::max);
    let mut out = vec![(Feature::NearAnother, nearest)];
    if let Some(h1) = candidates.iter().position(is_h1).map(|i| &words[i]) {
        out.push((Feature::LikeH1, alike(h1)));
        out.push((Feature::CoversH1, share(shared(h1), h1.len())));
        out.push((Feature::InsideH1, share(shared(h1), own.len())));
    }
    out
}

/// Whether folded text begins with these whole words and continues.
pub(super) fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '))
}

pub(super) fn ends(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|rest| rest.ends_with(' '))
}
