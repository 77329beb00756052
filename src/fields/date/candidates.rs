//! Gathers every date that a page offers and groups them by day.

use jiff::civil;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    PageLayout, address_date, anchors,
    evidence::{DateRelation, Feature, FeatureVector},
    signs,
    visible::{self, ByBody, ByHeadline, VisibleDate},
};
use crate::{
    block::Place,
    date::{Date, DateContext, find, parse, vocabulary::Label},
    dom::NodeId,
    metadata::{Claim, PageMeta, SchemaTypes, Source, state_date},
};

/// Sources for machines, the most reliable first.
pub(crate) const MACHINE: [Source; 6] = [
    Source::JsonLd,
    Source::OpenGraph,
    Source::Meta,
    Source::Microdata,
    Source::Twitter,
    Source::JsonLdOther,
];
/// Sources that are elements of the page.
pub(crate) const ELEMENTS: [Source; 2] = [Source::TimeElement, Source::Element];

/// A date and its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    /// In RFC 3339.
    pub(crate) text: String,
    pub(crate) date: Date,
    pub(crate) source: Source,
    /// Day and month can be exchanged: "03/10/2031".
    pub(crate) ambiguous: bool,
}

impl Dated {
    pub(crate) fn new(date: Date, source: Source) -> Self {
        Self { text: date.to_string(), date, source, ambiguous: false }
    }
}

/// A day that may be the date of publication.
#[derive(Clone, Debug)]
pub(crate) struct DateCandidate {
    pub(crate) day: civil::Date,
    /// The date in every form that the page gives it, the most reliable first.
    pub(crate) forms: Vec<Dated>,
    pub(crate) features: FeatureVector,
}

/// Everything that a page says about its dates.
pub(crate) struct Offer {
    pub(crate) candidates: Vec<DateCandidate>,
    /// The features of giving no date.
    pub(crate) none: FeatureVector,
    /// Dates of changes, the most reliable first.
    pub(crate) modified: Vec<Dated>,
    /// The dates in the page's lines, best first.
    pub(crate) seen: Vec<VisibleDate>,
}

/// Gathers the dates of a page.
pub(crate) fn gather(view: &PageLayout<'_>, meta: &PageMeta, context: &DateContext<'_>) -> Offer {
    let claims = |list: &[Claim], sources: &[Source]| -> Vec<Dated> {
        let of = |s: &Source| {
            list.iter().filter({
                let s = *s;
                move |c| c.source == s
            })
        };
        let dated = |c: &Claim| {
            let dated = Dated::new(parse(&c.value, context)?, c.source);
            Some(Dated { ambiguous: is_ambiguous(&c.value), ..dated })
        };
        sources.iter().flat_map(of).filter_map(dated).filter(|d| !is_epoch(d.date.day)).collect()
    };
    let mut published = claims(&meta.published, &MACHINE);
    let mut modified = claims(&meta.modified, &MACHINE);
    let elements = claims(&meta.published, &ELEMENTS);
    let changes = claims(&meta.modified, &ELEMENTS);
    let address = meta.url.as_deref().and_then(address_date::date);
    let mut seen = seen(view, context);
    let shown: FxHashSet<civil::Date> = seen.iter().map(|s| s.date.day).collect();
    for dated in published.iter_mut().chain(&mut modified).filter(|d| d.ambiguous) {
        unswap_machine(dated, &shown);
    }
    let machine: FxHashSet<civil::Date> = published.iter().chain(&modified).map(|d| d.date.day).collect();
    for date in &mut seen {
        unswap(date, &machine);
    }
    let mut days = Days::default();
    for (list, modified) in [(&published, false), (&modified, true), (&elements, false), (&changes, true)] {
        let mut counts: FxHashMap<Source, usize> = FxHashMap::default();
        for dated in list {
            let count = counts.entry(dated.source).or_default();
            *count += 1;
            let relation = match (*count, modified) {
                (1, true) => DateRelation::Modified,
                (1, false) => DateRelation::First,
                (_, false) => DateRelation::Later,
                _ => continue,
            };
            days.add(dated.clone()).features.relate(relation, dated.source);
        }
    }
    for (rank, date) in seen.iter().enumerate() {
        days.add(Dated::new(date.date, Source::Visible)).see(date, rank);
    }
    if let Some(date) = address {
        days.add(Dated::new(date, Source::Url)).features.mark(Feature::Address, true);
    }
    if let Some(date) = meta.image.as_deref().and_then(address_date::date) {
        days.add(Dated::new(date, Source::Url)).features.mark(Feature::ImageAddress, true);
    }
    if let Some(date) = meta.description.as_deref().and_then(|text| only_date(text, context)) {
        days.add(Dated::new(date, Source::Meta)).features.mark(Feature::Description, true);
    }
    if published.is_empty()
        && let Some(date) = state_date(view.document, &meta.states).and_then(|text| parse(&text, context))
    {
        days.add(Dated::new(date, Source::JsonLdOther)).features.mark(Feature::State, true);
    }
    let mut offer =
        Offer { candidates: days.list, none: FeatureVector::default(), modified: Vec::new(), seen };
    offer.compare(&published, address);
    let story = meta.types.any(SchemaTypes::ARTICLE) || meta.og_type.as_deref() == Some("article");
    offer.none.set(Feature::None, 1.0);
    offer.none.mark(Feature::NoneOfStory, story);
    offer.none.mark(Feature::NoneOfMachine, !published.is_empty());
    offer.modified = modified;
    let shown = offer.seen.iter().filter(|s| s.modified && visible::is_enough(s));
    offer.modified.extend(shown.map(|s| Dated::new(s.date, Source::Visible)));
    offer.modified.extend(changes);
    offer
}

/// Returns the date of a text that has one date.
fn only_date(text: &str, context: &DateContext<'_>) -> Option<Date> {
    match find(text, context).as_slice() {
        [(_, date)] => Some(*date),
        _ => None,
    }
}

/// Whether a day is that of a zero timestamp, or of seconds that were read as milliseconds.
fn is_epoch(day: civil::Date) -> bool {
    const FIRST: civil::Date = civil::Date::constant(1969, 12, 31);
    const LAST: civil::Date = civil::Date::constant(1970, 2, 1);
    (FIRST..=LAST).contains(&day)
}

/// Returns the day whose numbers for day and month are exchanged.
fn swapped(day: civil::Date) -> Option<civil::Date> {
    civil::Date::new(day.year(), day.day(), day.month()).ok().filter(|other| *other != day)
}

/// Returns whether a date in numbers with slashes can be read in two orders.
fn is_ambiguous(text: &str) -> bool {
    let day = text.trim().split([' ', 'T']).next().unwrap_or_default();
    let mut parts = day.split('/');
    let small =
        |part: Option<&str>| part.is_some_and(|p| p.len() <= 2 && p.parse::<u8>().is_ok_and(|n| n <= 12));
    small(parts.next()) && small(parts.next()) && parts.next().is_some_and(|year| year.len() == 4)
}

/// Exchanges day and month of a visible date if only the other reading is among the page's machine-readable dates.
fn unswap(seen: &mut VisibleDate, machine: &FxHashSet<civil::Date>) {
    let day = seen.date.day;
    if machine.contains(&day) {
        return;
    }
    if let Some(other) = swapped(day).filter(|other| machine.contains(other)) {
        seen.date.day = other;
    }
}

/// Exchanges day and month of an ambiguous machine-readable date if readers see only the other reading.
fn unswap_machine(dated: &mut Dated, shown: &FxHashSet<civil::Date>) {
    let day = dated.date.day;
    if let Some(other) = swapped(day).filter(|other| shown.contains(other) && !shown.contains(&day)) {
        dated.date.day = other;
        dated.text = dated.date.to_string();
    }
}

/// Returns the dates near the story, best first.
fn seen(view: &PageLayout<'_>, context: &DateContext<'_>) -> Vec<VisibleDate> {
    let anchors = anchors(view);
    let text = |at: usize| view.blocks.text(&view.blocks.blocks[at]).trim();
    let headline = anchors.headline.map(|h| view.blocks.blocks[h].place);
    let story: Vec<NodeId> = match headline {
        Some(Place::Html { owner, .. }) => view.document.ancestors(owner).collect(),
        _ => Vec::new(),
    };
    let signs = |at, dated| signs::read(view, at, dated, &story);
    let mut seen = visible::all(view.blocks.blocks.len(), text, signs, &anchors, context);
    seen.retain(|s| !is_foreign(s));
    seen
}

/// Whether a date is not the page's: today's date above the story, or one that a sentence mentions. On the development
/// pages, 5 of 203 such dates are the page's.
fn is_foreign(seen: &VisibleDate) -> bool {
    let cues = &seen.cues;
    let told = cues.label.is_some() || cues.signs.marked || cues.signs.stamp;
    !told && (cues.signs.masthead || cues.prose)
}

/// Candidates by day.
#[derive(Default)]
struct Days {
    list: Vec<DateCandidate>,
    index: FxHashMap<civil::Date, usize>,
}

impl Days {
    fn add(&mut self, dated: Dated) -> &mut DateCandidate {
        let day = dated.date.day;
        let at = *self.index.entry(day).or_insert_with(|| {
            self.list.push(DateCandidate { day, forms: Vec::new(), features: FeatureVector::default() });
            self.list.len() - 1
        });
        self.list[at].forms.push(dated);
        &mut self.list[at]
    }
}

impl DateCandidate {
    /// Adds the features of a line that has the day; `rank` is its place among the lines with dates.
    fn see(&mut self, seen: &VisibleDate, rank: usize) {
        let cues = &seen.cues;
        let f = &mut self.features;
        let again = f.has(Feature::Seen);
        f.mark(Feature::SeenOften, again);
        f.mark(Feature::OnlyInProse, !again && cues.prose);
        f.mark(Feature::OnlyModified, !again && seen.modified);
        if again && !cues.prose {
            f.set(Feature::OnlyInProse, 0.0);
        }
        if again && !seen.modified {
            f.set(Feature::OnlyModified, 0.0);
        }
        f.mark(Feature::Seen, true);
        f.mark(Feature::BestSeen, rank == 0);
        if !again {
            // The lines come with the best first.
            f.set(Feature::Score, seen.score);
        }
        match cues.by_headline {
            Some(ByHeadline::Near) => f.mark(Feature::NearHeadline, true),
            Some(ByHeadline::About) => f.mark(Feature::AboutHeadline, true),
            Some(ByHeadline::Before) => f.mark(Feature::BeforeHeadline, true),
            Some(ByHeadline::Inside) => f.mark(Feature::InHeadline, true),
            None => {}
        }
        match cues.by_body {
            Some(ByBody::Before) => f.mark(Feature::BeforeBody, true),
            Some(ByBody::LongBefore) => f.mark(Feature::LongBeforeBody, true),
            Some(ByBody::Head) => f.mark(Feature::HeadOfBody, true),
            Some(ByBody::Inside) => f.mark(Feature::InBody, true),
            Some(ByBody::After) => f.mark(Feature::AfterBody, true),
            Some(ByBody::LongAfter) => f.mark(Feature::LongAfterBody, true),
            Some(ByBody::Footer) => f.mark(Feature::InFooter, true),
            None => {}
        }
        let published = cues.label == Some(Label::Published);
        f.mark(Feature::Published, published && !cues.prose);
        f.mark(Feature::PublishedInProse, published && cues.prose);
        f.mark(Feature::ModifiedLabel, seen.modified);
        f.mark(Feature::Alone, cues.alone);
        f.mark(Feature::Prose, cues.prose);
        f.mark(Feature::InsideProse, cues.inside);
        f.mark(Feature::Lede, cues.lede);
        f.mark(Feature::StampOnly, cues.stamp_only);
        f.mark(Feature::Stamp, cues.signs.stamp);
        f.mark(Feature::Marked, cues.signs.marked);
        f.mark(Feature::Aside, cues.signs.aside);
        f.mark(Feature::Masthead, cues.signs.masthead);
        f.mark(Feature::OtherStory, cues.signs.other_story);
        f.mark(Feature::Linked, cues.signs.linked);
        let near = cues.by_headline == Some(ByHeadline::Near);
        f.mark(Feature::NearAndAlone, near && cues.alone);
        f.mark(Feature::NearAndMarked, near && cues.signs.marked);
        f.mark(Feature::AloneUnmarked, cues.alone && !cues.signs.marked && cues.label.is_none());
    }
}

impl Offer {
    /// Adds the features that compare a day with the others of the page.
    fn compare(&mut self, published: &[Dated], address: Option<Date>) {
        /// Days before this one are the story's rather than the page's.
        const WEB: civil::Date = civil::Date::constant(1995, 1, 1);
        let first = published.first().map(|d| d.date.day);
        let utc: FxHashSet<civil::Date> = published
            .iter()
            .filter(|d| d.date.offset().is_none_or(|o| o == 0) && d.date.clock.is_some())
            .map(|d| d.date.day)
            .collect();
        let shown: FxHashSet<civil::Date> =
            self.seen.iter().filter(|s| !s.modified && visible::is_enough(s)).map(|s| s.date.day).collect();
        let beside = |days: &FxHashSet<civil::Date>, day: civil::Date| {
            [day.yesterday(), day.tomorrow()].into_iter().flatten().any(|other| days.contains(&other))
        };
        let oldest = self.candidates.iter().map(|c| c.day).min();
        let newest = self.candidates.iter().map(|c| c.day).max();
        for candidate in &mut self.candidates {
            let day = candidate.day;
            let f = &mut candidate.features;
            let agreement = f.agreement();
            let machine = published.iter().any(|d| d.date.day == day);
            let is_seen = shown.contains(&day);
            f.mark(Feature::Machine, machine);
            f.set(Feature::Agreement, agreement.saturating_sub(1) as f32);
            f.mark(Feature::Oldest, oldest == Some(day));
            f.mark(Feature::Newest, newest == Some(day));
            f.mark(Feature::OlderThanMachine, first.is_some_and(|d| day < d));
            f.mark(Feature::NewerThanMachine, first.is_some_and(|d| day > d));
            f.mark(Feature::BesideUtc, beside(&utc, day));
            let local = |d: &Dated| {
                d.date.offset().is_some_and(|o| o != 0)
                    && published
                        .iter()
                        .any(|p| p.date.offset() == Some(0) && p.date.instant() == d.date.instant())
            };
            f.mark(Feature::SameInstant, candidate.forms.iter().any(local));
            f.mark(Feature::BesideShown, machine && !is_seen && beside(&shown, day));
            f.mark(Feature::SeenAgree, machine && is_seen);
            f.mark(Feature::Unseen, machine && !is_seen && !shown.is_empty());
            f.mark(Feature::BeforeWeb, day < WEB);
            f.mark(Feature::AddressSwapped, address.is_some_and(|a| swapped(a.day) == Some(day)));
        }
    }
}
