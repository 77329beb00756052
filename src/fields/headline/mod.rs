//! Chooses the headline, without the site's name, section or teaser.
//!
//! Candidates are all claims, and titles and first headings without segments at their ends. Each is weighed by its
//! position, by the sources that agree with it, and by its words (`features`).

mod evidence;
mod position;
mod relatives;
#[cfg(test)]
mod tests;

use rustc_hash::{FxHashMap, FxHashSet};

use super::confidence::Calibration;
pub(crate) use crate::fields::headline::position::HeadlinePage;
use crate::{
    lexicon::{
        fold::{alnum_key, words as fold},
        indexed::TITLE_LABELS,
    },
    metadata::{Claim, PageMeta, SchemaTypes, Source, site_name},
    model::weights::HEADLINE_WEIGHTS,
};
use evidence::{Feature, FeatureVector, TitleRelation};
use relatives::{begins, ends};

/// Signs of a heading's link to itself, as documentation has them after it.
const ANCHORS: [char; 3] = ['¶', '§', '🔗'];

/// The headline and where it was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Headline {
    /// Plain text.
    pub(crate) text: String,
    /// The first claim that it was taken from.
    pub(crate) source: Source,
    /// The probability (0 to 1) that it is right.
    pub(crate) confidence: f32,
}

/// One candidate.
#[derive(Clone, Debug)]
pub(crate) struct HeadlineCandidate<'a> {
    /// As the page has it.
    pub(crate) text: &'a str,
    /// The first claim that it was taken from.
    pub(crate) source: Source,
    /// In lower case, words only.
    folded: String,
    features: FeatureVector,
    /// It was found only by cutting a title at a colon.
    at_colon: bool,
}

/// Most claims of one source that are candidates: a listing has hundreds of headings.
const MOST_OF_A_SOURCE: usize = 12;
/// Characters of a candidate that is long for a headline.
const LONG: usize = 150;
/// Fewest characters of a word that addresses keep.
const SLUG_WORD: usize = 4;
/// Share (0 to 1) of an `h1`'s words in the page's titles below which it is not about the same thing.
const STRANGE: f32 = 0.5;

/// Chooses the headline; without a view of the page, from its claims alone.
pub(crate) fn choose(meta: &PageMeta, view: Option<&HeadlinePage<'_>>) -> Option<Headline> {
    let news = is_news(meta);
    let mut best: Option<(f32, &HeadlineCandidate<'_>)> = None;
    let mut scores = Vec::new();
    let all = candidates(meta, view);
    // An `h1` that links to the front page names the site, and so do its copies.
    let logos: Vec<String> =
        meta.sites.iter().filter(|c| c.source == Source::H1).map(|c| fold(&c.value)).collect();
    let front = is_front_page(meta);
    let names_site = |c: &HeadlineCandidate<'_>| {
        !front && c.features.has(Feature::IsSite) && c.features.has(Feature::SiteBesideHeadline)
    };
    let named = |c: &&HeadlineCandidate<'_>| !logos.contains(&c.folded) && !names_site(c);
    for candidate in all.iter().filter(named) {
        let score = candidate.features.score(news);
        scores.push(score);
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, candidate));
        }
    }
    let shown = best.and_then(|(_, best)| shown_in(best, &all));
    let (top, chosen) = best?;
    let share = 1.0 / scores.iter().map(|s| (s - top).exp()).sum::<f32>();
    let chosen = shown.unwrap_or(chosen);
    let text = if front { chosen.text } else { without_site(chosen.text, meta) };
    Some(Headline {
        text: text.trim_end_matches(ANCHORS).trim_end().to_owned(),
        source: chosen.source,
        confidence: CALIBRATION.apply(share),
    })
}

/// Returns the headline of a story that the page does not show but has in its data. Headings and the title of the page may
/// name only the site, so the headline of its JSON-LD replaces them. `is_item`: the story is the text of the page's own item
/// of JSON-LD, so that its headline replaces all others.
pub(crate) fn of_hidden_story(chosen: Option<Headline>, is_item: bool, meta: &PageMeta) -> Option<Headline> {
    let names_story = |h: &Headline| matches!(h.source, Source::JsonLd | Source::OpenGraph | Source::Twitter);
    match chosen {
        Some(chosen) if !is_item && names_story(&chosen) => Some(chosen),
        chosen => of_item(meta).or(chosen),
    }
}

/// Returns the headline of the page's own item of JSON-LD.
fn of_item(meta: &PageMeta) -> Option<Headline> {
    /// Share of right headlines among those of JSON-LD on labeled news pages.
    const CONFIDENCE: f32 = 0.9;
    let is_whole = |text: &&str| !fold(text).is_empty() && !text.ends_with("...") && !text.ends_with('…');
    let text = meta.headline_of(Source::JsonLd).filter(is_whole)?;
    let text = without_site(text, meta).to_owned();
    Some(Headline { text, source: Source::JsonLd, confidence: CONFIDENCE })
}

/// From the share of the best candidate to the probability that it is right.
static CALIBRATION: Calibration = Calibration::read(&HEADLINE_WEIGHTS);

/// Returns the displayed part of a title that the page does not display as a whole, if that is at least half of it; a shorter
/// one is a kicker. It is the longest heading that the title begins with, or the line after the separator of a title
/// ("Harbour Post - Ferries sail again"). The rest is a forum's section, the name of the site or another label.
fn shown_in<'c, 'm>(
    best: &HeadlineCandidate<'m>,
    all: &'c [HeadlineCandidate<'m>],
) -> Option<&'c HeadlineCandidate<'m>> {
    let stands =
        |c: &HeadlineCandidate<'_>| c.features.has(Feature::Shown) || c.features.has(Feature::HeadingLine);
    if stands(best) || best.features.has(Feature::Line) {
        return None;
    }
    let is_start = |c: &HeadlineCandidate<'_>| begins(&best.folded, &c.folded) && stands(c);
    // A label before a colon is more often part of the headline.
    let is_end = |c: &HeadlineCandidate<'_>| {
        let cut = [TitleRelation::SiteBefore, TitleRelation::LooseBefore];
        ends(&best.folded, &c.folded)
            && !c.at_colon
            && cut.into_iter().any(|relation| c.features.relates(relation, Source::Title))
            && c.features.has(Feature::Line)
    };
    let is_part =
        |c: &&HeadlineCandidate<'_>| c.folded.len() * 2 >= best.folded.len() && (is_start(c) || is_end(c));
    all.iter().filter(is_part).max_by_key(|c| c.folded.len())
}

/// Whether the page is the front page of its site, whose title may be the site's name.
fn is_front_page(meta: &PageMeta) -> bool {
    let path = meta.url.as_deref().and_then(|url| url.split_once("://")?.1.split_once('/'));
    meta.url.is_some() && path.is_none_or(|(_, path)| path.is_empty())
}

fn is_news(meta: &PageMeta) -> bool {
    meta.og_type.as_deref() == Some("article") && meta.types.any(SchemaTypes::ARTICLE)
}

/// The names of a page's site, as [`alnum_key`]s.
struct Site(Vec<String>);

impl Site {
    fn of(meta: &PageMeta) -> Self {
        let mut names: Vec<String> = meta.sites.iter().map(|c| alnum_key(&c.value)).collect();
        names.extend(meta.site.as_deref().map(alnum_key));
        if let Some(host) = site_name::host(meta) {
            let labels: Vec<&str> = host.split('.').collect();
            if labels.len() >= 2 {
                names.push(alnum_key(labels[labels.len() - 2]));
                names.push(alnum_key(host));
            }
        }
        names.retain(|n| n.chars().nth(1).is_some());
        Self(names)
    }

    /// Whether a part of a title is a name of the site, part of one, or little more than one.
    fn is_like(&self, part: &str) -> bool {
        /// Bytes of a name that may be searched for in another.
        const PIECE: usize = 3;
        /// How much longer than the name the part may be.
        const MORE: f32 = 2.5;
        let part = alnum_key(part);
        part.is_empty()
            || self.0.iter().any(|name| {
                *name == part
                    || (part.len() > PIECE && name.contains(&part))
                    || (name.len() > PIECE
                        && part.contains(name.as_str())
                        && name.len() as f32 * MORE >= part.len() as f32)
            })
    }

    fn is(&self, part: &str) -> bool {
        let part = alnum_key(part);
        self.0.contains(&part)
    }
}

/// Returns a title without the label of another view.
fn unlabelled(title: &str) -> &str {
    /// Signs that separate a label from the headline.
    const SIGNS: [&str; 4] = [": ", " - ", " | ", " – "];
    let parts = SIGNS.iter().filter_map(|sign| title.split_once(sign));
    let mut labelled = parts.filter(|(label, _)| TITLE_LABELS.contains(&fold(label)));
    labelled.next().map_or(title, |(_, rest)| rest.trim_start())
}

/// Every candidate of a page with its features.
fn candidates<'m>(meta: &'m PageMeta, view: Option<&HeadlinePage<'_>>) -> Vec<HeadlineCandidate<'m>> {
    let site = Site::of(meta);
    let mut out: Vec<HeadlineCandidate<'m>> = Vec::new();
    let mut index: FxHashMap<String, usize> = FxHashMap::default();
    let mut seen: FxHashMap<Source, usize> = FxHashMap::default();
    let mut relate = |text: &str, claim: &Claim, relation, colon, out: &mut Vec<HeadlineCandidate<'m>>| {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        let at = *index.entry(folded.clone()).or_insert(out.len());
        if at < out.len() {
            out[at].features.relate(relation, claim.source);
            out[at].at_colon &= colon;
        }
        (at == out.len()).then_some(folded)
    };
    let mut add = |text, claim: &Claim, relation, at_colon, out: &mut Vec<_>| {
        if let Some(folded) = relate(text, claim, relation, at_colon, out) {
            let mut features = FeatureVector::default();
            features.relate(relation, claim.source);
            out.push(HeadlineCandidate { text, source: claim.source, folded, features, at_colon });
        }
    };
    // Whole claims come first: of equal texts, the one that was not cut is used.
    for claim in &meta.headlines {
        let count = seen.entry(claim.source).or_default();
        *count += 1;
        if *count <= MOST_OF_A_SOURCE {
            let relation = if *count == 1 { TitleRelation::Equal } else { TitleRelation::Later };
            add(unlabelled(&claim.value), claim, relation, false, &mut out);
        }
    }
    seen.clear();
    for claim in &meta.headlines {
        let count = seen.entry(claim.source).or_default();
        *count += 1;
        if *count > MOST_OF_A_SOURCE || matches!(claim.source, Source::Element | Source::Microdata) {
            continue;
        }
        for cut in crate::metadata::title_segments::cuts(unlabelled(&claim.value)) {
            let known = cut.before.iter().chain(&cut.after).all(|part| site.is_like(part));
            let relation = match (known, cut.before.is_empty(), cut.after.is_empty()) {
                (true, false, true) => TitleRelation::SiteBefore,
                (true, true, _) => TitleRelation::SiteAfter,
                (true, false, false) => TitleRelation::SiteBoth,
                (false, false, true) => TitleRelation::LooseBefore,
                (false, true, _) => TitleRelation::LooseAfter,
                (false, false, false) => TitleRelation::LooseBoth,
            };
            add(cut.kept, claim, relation, cut.at_colon && !known, &mut out);
        }
    }
    measure(meta, &site, &mut out);
    relatives::compare(&mut out);
    if is_news(meta) {
        relatives::rank(&mut out);
    }
    if let Some(view) = view {
        crate::fields::headline::position::measure(meta, view, &mut out);
    }
    out
}

fn measure(meta: &PageMeta, site: &Site, candidates: &mut [HeadlineCandidate<'_>]) {
    let first = |source: Source| meta.headline_of(source).map(fold).unwrap_or_default();
    let (title, og) = (first(Source::Title), first(Source::OpenGraph));
    let known: FxHashSet<&str> = title.split(' ').chain(og.split(' ')).collect();
    let slug = meta.url.as_deref().and_then(last_part).map(alnum_key).unwrap_or_default();
    let headings = meta.headlines.iter().filter(|c| c.source == Source::H1).count();
    let titles = meta.headlines.iter().filter(|c| matches!(c.source, Source::Title | Source::OpenGraph));
    let titled = titles.take(MOST_OF_A_SOURCE).any(|c| {
        let cuts = crate::metadata::title_segments::cuts(&c.value);
        cuts.iter().any(|cut| {
            let removed = cut.before.iter().chain(&cut.after);
            removed.clone().all(|part| site.is_like(part)) && words_of(cut.kept) >= TITLE_WORDS
        })
    });
    for candidate in candidates {
        let HeadlineCandidate { text, folded, features, at_colon, .. } = candidate;
        let words = || folded.split(' ');
        let count = words().count();
        // In scripts without spaces, two characters are about a word.
        let size = if count > 1 { count } else { folded.chars().count() / 2 };
        let overlap = words().filter(|w| known.contains(w)).count() as f32 / count.max(1) as f32;
        let long = || words().filter(|w| w.chars().count() >= SLUG_WORD);
        let in_slug = long().filter(|w| slug.contains(*w)).count() as f32 / long().count().max(1) as f32;
        let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
        let h1 = features.relates(TitleRelation::Equal, Source::H1);
        let any_h1 = h1 || features.relates(TitleRelation::Later, Source::H1);
        let agreement = features.agreement() as f32;
        features.set(Feature::Overlap, overlap);
        features.set(Feature::Slug, in_slug);
        features.set(Feature::Agreement, agreement);
        let site_like = site.is_like(text);
        features.set(Feature::LikeSite, flag(site_like));
        features.set(Feature::IsSite, flag(site.is(text)));
        features.set(Feature::SiteBesideHeadline, flag(site_like && titled));
        features.set(Feature::AtColon, flag(*at_colon));
        features.set(of_size(size), 1.0);
        features.set(Feature::Long, flag(folded.chars().count() > LONG));
        features.set(Feature::InTitle, flag(title.contains(folded.as_str())));
        features.set(Feature::InOpenGraph, flag(og.contains(folded.as_str())));
        features.set(Feature::OnlyH1, flag(h1 && headings == 1));
        features.set(Feature::StrangeH1, flag(any_h1 && overlap < STRANGE));
    }
}

/// Fewest words of a title beside the site's name that is a headline.
const TITLE_WORDS: usize = 3;

/// Words of a text; in scripts without spaces, two characters are about a word.
fn words_of(text: &str) -> usize {
    let count = text.split_whitespace().count();
    if count > 1 { count } else { text.chars().count() / 2 }
}

/// Returns a headline without the segments at its ends that are a name by which the page itself calls its site.
fn without_site<'t>(text: &'t str, meta: &PageMeta) -> &'t str {
    /// Fewest words that must be left.
    const WORDS: usize = 2;
    let names: Vec<String> = meta.sites.iter().map(|c| alnum_key(&c.value)).filter(|n| n.len() > 2).collect();
    let is_name = |part: &&str| names.contains(&alnum_key(part));
    let cuts = crate::metadata::title_segments::cuts(text).into_iter();
    cuts.filter(|cut| cut.before.iter().chain(&cut.after).all(is_name))
        .map(|cut| cut.kept)
        .filter(|kept| words_of(kept) >= WORDS)
        .min_by_key(|kept| kept.len())
        .unwrap_or(text)
}

/// The measure of a headline's length.
fn of_size(words: usize) -> Feature {
    match words {
        0..2 => Feature::OneWord,
        2 => Feature::TwoWords,
        3 => Feature::ThreeWords,
        4 => Feature::FourWords,
        5..7 => Feature::FiveWords,
        7..10 => Feature::SevenWords,
        10..15 => Feature::TenWords,
        15.. => Feature::FifteenWords,
    }
}

/// Returns the last part of an address's path.
fn last_part(url: &str) -> Option<&str> {
    let path = url.split_once("://")?.1.split(['?', '#']).next()?;
    path.trim_end_matches('/').split_once('/')?.1.rsplit('/').next()
}

/// A candidate's text and its features by name.
#[cfg(feature = "lab")]
pub(crate) type Named = (String, Vec<(String, f32)>);

/// Returns the candidates of a page with their features, for training.
#[cfg(feature = "lab")]
pub(crate) fn features(meta: &PageMeta, view: &HeadlinePage<'_>) -> (bool, Vec<Named>) {
    let all = candidates(meta, Some(view));
    (is_news(meta), all.into_iter().map(|c| (c.folded.clone(), c.features.named().collect())).collect())
}
