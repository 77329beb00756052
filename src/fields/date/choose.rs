//! Which of a page's dates is the story's.
//!
//! Comes in: what the page says of itself, and its lines. Goes out: the date of publication and of the last change, each
//! with where it was found. What is written for machines goes first, then what a reader sees by the headline, then the
//! address. A date that a machine wrote in UTC is moved to the page's own day where the page shows it.

use html5ever::local_name;

use super::{
    address,
    visible::{self, Anchors, Seen, Signs},
};
use crate::date::{Date, DateContext, parse};
use crate::{
    block::{Blocks, Place, label::BlockRole},
    dom::{Document, NodeId, Tag},
    metadata,
    metadata::{Class, PageMeta, Source},
};

/// A date and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    /// RFC 3339.
    pub(crate) text: String,
    /// The day.
    pub(crate) date: Date,
    /// The claim that won.
    pub(crate) source: Source,
}

impl Dated {
    fn new(date: Date, source: Source) -> Self {
        Self { text: date.to_string(), date, source }
    }
}

/// The dates of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dates {
    /// When it was published.
    pub(crate) published: Option<Dated>,
    /// When it was last changed.
    pub(crate) modified: Option<Dated>,
}

/// A page as far as its dates need it.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    /// The tree.
    pub(crate) document: &'a Document,
    /// Its lines.
    pub(crate) blocks: &'a Blocks,
    /// What each line is to the story.
    pub(crate) roles: &'a [BlockRole],
    /// The headline that was chosen.
    pub(crate) headline: Option<&'a str>,
}

/// Sources that are written for machines, in the order in which they are believed.
const MACHINE: [Source; 6] = [
    Source::JsonLd,
    Source::OpenGraph,
    Source::Meta,
    Source::Microdata,
    Source::Twitter,
    Source::JsonLdOther,
];
/// Sources that are elements of the page: believed where nothing stands by the headline.
const ELEMENTS: [Source; 2] = [Source::TimeElement, Source::Element];

/// Chooses the dates of a page; `now` is the day on which it was read, where that is known.
pub(crate) fn choose(view: &View<'_>, meta: &PageMeta, now: Option<Date>) -> Dates {
    let context = DateContext { language: meta.language.as_deref(), now };
    let claims = |list: &[metadata::Claim], sources: &[Source]| -> Vec<Dated> {
        sources
            .iter()
            .flat_map(|s| list.iter().filter(move |c| c.source == *s))
            .filter_map(|c| Some(Dated::new(parse(&c.value, &context)?, c.source)))
            .collect()
    };
    let (published, modified) = (claims(&meta.published, &MACHINE), claims(&meta.modified, &MACHINE));
    let address = meta.url.as_deref().and_then(address::date);
    let seen = if is_settled(&published, &modified) { Vec::new() } else { seen(view, &context) };
    let mut dates =
        Dates { published: machine(&published, &modified, &seen), modified: modified.first().cloned() };
    if let Some(date) = &mut dates.published {
        localize(date, &published, &modified, &seen, address);
    } else {
        dates.published = seen
            .iter()
            .find(|s| !s.modified)
            .map(|s| Dated::new(s.date, Source::Visible))
            .map(|shown| match address.filter(|day| is_swapped(day, &shown.date)) {
                Some(day) => Dated::new(day, Source::Url),
                None => shown,
            })
            .or_else(|| address.map(|d| Dated::new(d, Source::Url)))
            .or_else(|| claims(&meta.published, &ELEMENTS).into_iter().next());
    }
    dates.modified = dates
        .modified
        .or_else(|| seen.iter().find(|s| s.modified).map(|s| Dated::new(s.date, Source::Visible)))
        .or_else(|| claims(&meta.modified, &ELEMENTS).into_iter().next());
    // No page was changed before it was published: of two dates that readers see the older one is the first post's.
    let seen_earlier = |d: &Dates| match (&d.published, &d.modified) {
        (Some(p), Some(m)) => {
            p.source == Source::Visible && m.source == Source::Visible && m.date.day < p.date.day
        }
        _ => false,
    };
    if seen_earlier(&dates) {
        dates.published = dates.modified.take();
    }
    // A page that gives one date only gives the one by which it is known.
    if dates.published.is_none() {
        dates.published.clone_from(&dates.modified);
    }
    dates
}

/// The date that the page gives to machines. Where one source alone gives it, and as no older than the last change,
/// the page may only have been built on that day: an older date beside the headline, said to be that of
/// publication, is the real one.
fn machine(published: &[Dated], modified: &[Dated], seen: &[Seen]) -> Option<Dated> {
    /// What a visible date must have to overrule one for machines: nearness, a line of its own, and an element or a label
    /// that says so. At 6.5 three pages of wcxb-dev fewer are right, and none more elsewhere but one.
    const STRONG: f32 = 5.25;
    /// What it must have to overrule a plain `meta` element, which as often as not is that of the last change; and with
    /// an older date.
    const FAIR: f32 = 4.75;
    const FAIR_AND_OLDER: f32 = 3.75;
    /// What it must have to decide between sources that disagree.
    const WITNESS: f32 = 2.75;
    let first = published.first()?;
    let shown = seen.iter().find(|s| !s.modified);
    if first.source == Source::Meta {
        let real = |s: &&Seen| {
            s.score >= FAIR && s.date.day != first.date.day
                || s.score >= FAIR_AND_OLDER && s.date.day < first.date.day
        };
        if let Some(real) = shown.filter(real) {
            return Some(Dated::new(real.date, Source::Visible));
        }
    }
    // Of sources that disagree the one is believed that names the day which readers see.
    if let Some(shown) = shown.filter(|s| s.score >= WITNESS)
        && seen.iter().all(|s| s.date.day != first.date.day)
        && let Some(agreed) = published.iter().find(|d| d.date.day == shown.date.day)
    {
        return Some(agreed.clone());
    }
    let rewritten =
        modified.first().is_some_and(|m| m.source == first.source && m.date.day <= first.date.day);
    let mut others = published.iter().filter(|d| d.source != first.source);
    if rewritten && others.all(|d| d.date.day != first.date.day) {
        let older = published.iter().find(|d| d.source != first.source && d.date.day < first.date.day);
        if let Some(older) = older {
            return Some(older.clone());
        }
        let older = seen.iter().find(|s| !s.modified && s.score >= STRONG && s.date.day < first.date.day);
        if let Some(older) = older {
            return Some(Dated::new(older.date, Source::Visible));
        }
    }
    Some(first.clone())
}

/// Whether two dates are the two that "03/10/2031" may be.
fn is_swapped(a: &Date, b: &Date) -> bool {
    let ((year, month, day), other) = (a.day(), b.day());
    (year, day, month) == other
}

/// Puts a time in UTC, or one that does not say in what, on the page's own day: the same instant with another offset, else
/// the day beside it that the page or its address shows. What readers see may be the day of the last change.
fn localize(date: &mut Dated, published: &[Dated], modified: &[Dated], seen: &[Seen], address: Option<Date>) {
    /// What a visible date must have: more than the first words of a paragraph have, which may tell of the day before.
    const PLAIN: f32 = 2.0;
    if date.date.offset().is_some_and(|o| o != 0) {
        return;
    }
    let same = |d: &Date| d.offset().is_some_and(|o| o != 0) && d.instant() == date.date.instant();
    let said = || published.iter().find(|d| same(&d.date)).cloned();
    let shown = || seen.iter().find(|s| same(&s.date)).map(|s| Dated::new(s.date, Source::Visible));
    if let Some(local) = said().or_else(shown) {
        *date = local;
        return;
    }
    let in_utc = date.date.offset().is_some();
    let beside = |d: &Date| {
        (d.day - date.date.day).get_days().abs() == 1
            && (in_utc || modified.iter().all(|m| m.date.day != d.day))
    };
    if seen.iter().any(|s| s.date.day == date.date.day) {
        return;
    }
    let shown = seen.iter().find(|s| !s.modified && s.score >= PLAIN);
    if let Some(local) = shown.map(|s| s.date).filter(beside) {
        *date = Dated::new(local, Source::Visible);
    } else if let Some(local) = address.filter(beside) {
        *date = Dated::new(local, Source::Url);
    }
}

/// Whether nothing that a reader sees could change what the page says to machines.
fn is_settled(published: &[Dated], modified: &[Dated]) -> bool {
    let Some(first) = published.first() else { return false };
    published.iter().all(|d| d.date.day == first.date.day)
        && first.source != Source::Meta
        && first.date.offset().is_some_and(|o| o != 0)
        && modified.first().is_some_and(|m| m.source != first.source || m.date.day > first.date.day)
}

/// The dates that a reader sees where a story's date stands, best first.
fn seen(view: &View<'_>, context: &DateContext<'_>) -> Vec<Seen> {
    let anchors = anchors(view);
    let text = |at: usize| view.blocks.text(&view.blocks.blocks[at]).trim();
    let headline = anchors.headline.map(|h| view.blocks.blocks[h].place);
    let story: Vec<NodeId> = match headline {
        Some(Place::Html { owner, .. }) => view.document.ancestors(owner).collect(),
        _ => Vec::new(),
    };
    visible::search(view.blocks.blocks.len(), text, |at| signs(view, at, &story), &anchors, context)
}

/// Bytes of a block that may be the headline.
const LONGEST_HEADLINE: usize = 600;
/// Bytes of byline and date behind it in the same block.
const LONGEST_BESIDE: usize = 100;

/// Letters and digits in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// Where headline and body stand among the lines of a page.
pub(crate) fn anchors(view: &View<'_>) -> Anchors {
    let is_body = |p: &BlockRole| matches!(p, BlockRole::Body | BlockRole::Standfirst);
    let start = view.roles.iter().position(is_body);
    let end = view.roles.iter().rposition(is_body).map_or(0, |e| e + 1);
    let body = start.map_or(0..0, |s| s..end);
    let place = view.headline.and_then(|h| {
        let wanted: String = letters(h).collect();
        let is = |i: &usize| {
            let text = view.blocks.text(&view.blocks.blocks[*i]);
            text.len() <= LONGEST_HEADLINE && letters(text).eq(wanted.chars())
        };
        // Byline and date may follow in the same block, after a line break.
        let begins = |i: &usize| {
            let text = view.blocks.text(&view.blocks.blocks[*i]);
            let room = h.len() + LONGEST_BESIDE;
            let mut found = letters(text);
            (h.len()..room).contains(&text.len()) && wanted.chars().all(|c| found.next() == Some(c))
        };
        // The last one before the body's first lines end: a headline may stand in a menu as well.
        let reach = start.map_or(view.blocks.blocks.len(), |s| (s + 3).min(view.blocks.blocks.len()));
        let whole = (0..reach).rev().find(is).map(|at| (at, false));
        whole.or_else(|| (0..start.unwrap_or(0)).rev().find(begins).map(|at| (at, true)))
    });
    Anchors { headline: place.map(|p| p.0), shared: place.is_some_and(|p| p.1), body }
}

/// What the elements of a line say of it.
fn signs<'a>(view: &View<'a>, at: usize, story: &[NodeId]) -> Signs<'a> {
    /// Ancestors in which the element of a date is looked for.
    const STEPS: usize = 4;
    let Place::Html { first, last, .. } = view.blocks.blocks[at].place else { return Signs::default() };
    let document = view.document;
    let stamp = |n: NodeId| {
        (document.tag(n) == Tag::Time).then(|| document.attr(n, &local_name!("datetime"))).flatten()
    };
    let up = || document.ancestors(first).take(STEPS);
    let inside = || {
        std::iter::successors(Some(first), |&n| {
            (n != last).then(|| document.following(n, NodeId::DOCUMENT, true)).flatten()
        })
    };
    let has_date = |c: Option<Class>| matches!(c, Some(Class::Date | Class::Modified | Class::Author));
    let stamp = up().chain(inside()).find_map(stamp).filter(|s| !s.trim().is_empty());
    let marked = stamp.is_some() || up().chain(inside()).any(|n| has_date(metadata::class_of(document, n)));
    let changed =
        marked && up().chain(inside()).any(|n| metadata::class_of(document, n) == Some(Class::Modified));
    Signs { stamp, marked, changed, aside: metadata::in_others(document, first, story) }
}
