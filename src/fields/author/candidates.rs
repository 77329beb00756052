//! Gathers the candidates for a page's byline from its metadata, elements and lines.
//!
//! Bylines with the same names are one candidate, whatever their sources.

use rustc_hash::FxHashMap;

use super::{
    evidence::{BylineKind, BylinePlace, Feature, FeatureVector},
    line_position,
    merge::{complete, is_checker, is_editor, join, with_role, without_checkers, without_joined},
    page_facts::PageFacts,
    rivals, setting,
    setting::Setting,
    visible::{self, VisibleByline},
};
use crate::{
    PageType, block,
    byline::{
        Author, Byline, BylineContext, BylineSource, clean, parse,
        shape::{self, same},
        vocabulary,
    },
    dom::NodeId,
    fields::date::{Anchors, PageLayout},
    lexicon::{
        common_words::{has_many, is_common},
        fold::alnum_key,
        language_tag::primary,
        month, ui_labels,
    },
    metadata::{AuthorClaim, AuthorKind, PageMeta, Source, site_name},
};

/// Maximum candidates of a page.
const MOST: usize = 64;
/// Maximum elements next to each other that are read as one list.
const MOST_OF_A_RUN: usize = 12;
/// Maximum lines between two elements of such a list.
const RUN_GAP: usize = 3;
/// Bytes that a description of an author has besides the name, at least.
const DESCRIPTION: usize = 20;
/// Maximum lines of distance that are counted.
const FAR: usize = 40;
/// Maximum bytes besides the names that are counted.
const MOST_BESIDE: usize = 200;

/// A byline that may be the page's.
#[derive(Clone, Debug)]
pub(crate) struct BylineCandidate {
    pub(crate) byline: Byline,
    /// Keys of its names, sorted.
    pub(crate) names: Vec<String>,
    pub(crate) features: FeatureVector,
    /// Lines that hold it and little else.
    pub(crate) lines: Vec<usize>,
    /// Whether all its places are in comments, teasers or navigation.
    pub(crate) aside: bool,
    /// Whether a line near the headline consists of a lead word, its names and other fields.
    pub(crate) labeled: bool,
}

/// Reads a string that a page says is an author: as a byline, else as it stands.
pub(crate) fn read(text: &str, forum: bool, context: &BylineContext<'_>) -> Option<Byline> {
    let account = forum && !text.trim().contains(char::is_whitespace);
    if account {
        return verbatim(text, AuthorKind::Unknown, context);
    }
    parse(text, context).or_else(|| verbatim(text, AuthorKind::Unknown, context))
}

/// The name of an account or a house, as the page has it.
fn verbatim(raw: &str, kind: AuthorKind, context: &BylineContext<'_>) -> Option<Byline> {
    /// Maximum bytes and words of a name of unknown kind, and of an organization's.
    const NAME: (usize, usize) = (60, 5);
    const ORGANIZATION: (usize, usize) = (100, 9);
    let (longest, most_words) = if kind == AuthorKind::Organization { ORGANIZATION } else { NAME };
    /// Words from which a name without the shape of a name is that of a house.
    const HOUSE: usize = 3;
    let text = clean(raw);
    let text = vocabulary::get()
        .after_leads(&text)
        .trim_start_matches('@')
        .trim_matches([',', ';', ':', '|', '-', '–', '•', '·', ' ']);
    let words = text.split(' ').count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if text.len() > longest
        || words > most_words
        || letters < 2
        || digits > letters
        || digits > 0 && names_day(text, context.language)
        || text.contains(['@', '/', '?', '!', ':', '{', '<', '=', '(', '[', ']', '%', '$', '|'])
        || ui_labels::is_label(text)
        || !vocabulary::get().may_name(text)
    {
        return None;
    }
    let named_house = vocabulary::get().is_house(text);
    let house = kind == AuthorKind::Organization
        || words >= HOUSE
        || shape::is_domain(text)
        || context.site.is_some_and(|site| same(site, text))
        || named_house;
    let mut byline = Byline { raw: text.to_owned(), ..Byline::default() };
    // Templates mark desks and feeds as persons.
    if house && (kind != AuthorKind::Person || named_house) {
        byline.organization = Some(text.to_owned());
    } else {
        byline.authors.push(Author { name: text.to_owned(), role: None, affiliation: None });
    }
    Some(byline)
}

/// Whether a text with a number names a month, as dates do: "Jun 2", "Money, January 27, 2025".
fn names_day(text: &str, language: Option<&str>) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
    words.any(|word| month::lookup(word, language).is_some())
}

/// Sources that name each author in a claim of its own.
fn lists(source: Source) -> bool {
    matches!(source, Source::JsonLd | Source::JsonLdOther | Source::Meta | Source::OpenGraph)
}

fn kind(source: Source) -> BylineKind {
    match source {
        Source::JsonLd => BylineKind::JsonLd,
        Source::JsonLdOther | Source::Url => BylineKind::JsonLdOther,
        Source::OpenGraph => BylineKind::OpenGraph,
        Source::Twitter => BylineKind::Twitter,
        Source::Meta => BylineKind::Meta,
        Source::Title | Source::H1 => BylineKind::Title,
        Source::Microdata => BylineKind::Microdata,
        Source::RelAuthor => BylineKind::RelAuthor,
        Source::Element | Source::TimeElement => BylineKind::Element,
        Source::Visible => BylineKind::Lead,
    }
}

fn origin(kind: BylineKind) -> BylineSource {
    match kind {
        BylineKind::JsonLd | BylineKind::JsonLdOther => BylineSource::JsonLd,
        BylineKind::OpenGraph => BylineSource::OpenGraph,
        BylineKind::Twitter => BylineSource::TwitterCard,
        BylineKind::Meta => BylineSource::Meta,
        BylineKind::Title => BylineSource::Title,
        BylineKind::Microdata => BylineSource::Microdata,
        BylineKind::RelAuthor | BylineKind::Link | BylineKind::User => BylineSource::AuthorLink,
        BylineKind::Element | BylineKind::Class => BylineSource::Element,
        BylineKind::Lead | BylineKind::Label | BylineKind::Name | BylineKind::Shape => BylineSource::Text,
    }
}

/// The choices for the byline of a page.
#[derive(Debug)]
pub(crate) struct Candidates {
    pub(crate) bylines: Vec<BylineCandidate>,
    /// The features of "no author".
    pub(crate) nobody: FeatureVector,
}

/// Returns every byline of a page with its features.
pub(crate) fn candidates(
    view: &PageLayout<'_>,
    page: PageType,
    facts: &PageFacts,
    meta: &PageMeta,
    anchors: &Anchors,
    context: &BylineContext<'_>,
) -> Candidates {
    let forum = page == PageType::Forum;
    let mut pool = Pool { all: Vec::new(), index: FxHashMap::default(), kinds: Vec::new() };
    let claims: Vec<&AuthorClaim> = meta.authors.iter().chain(&meta.cards).collect();
    pool.claims(&claims, view, anchors, forum, context);
    pool.lines(visible::search(view, anchors, forum, context), anchors.headline);
    pool.titles(meta, context);
    pool.relate();
    pool.describe(view, anchors, page, meta);
    pool.drop_site_names();
    for candidate in &mut pool.all {
        facts.mark(&mut candidate.features);
    }
    let nobody = rivals::compare(&mut pool.all, FeatureVector::of_nobody(facts));
    Candidates { bylines: pool.all, nobody }
}

/// Returns whether a line right below the headline is a lead word, names of persons and nothing unknown.
fn is_labeled(line: &VisibleByline, headline: Option<usize>) -> bool {
    /// Lines between the headline and such a byline, at most: a standfirst and a date.
    const BELOW: usize = 4;
    let below = headline.is_some_and(|h| line.line > h && line.line - h <= BELOW);
    below
        && matches!(line.kind, BylineKind::Lead | BylineKind::Label)
        && matches!(line.place, BylinePlace::Head | BylinePlace::Top)
        && line.whole
        && !line.aside
        && line.setting == Setting::Plain
        && line.unknown == 0.0
}

/// The bylines that were found, each set of names once.
struct Pool {
    all: Vec<BylineCandidate>,
    index: FxHashMap<String, usize>,
    kinds: Vec<BylineKind>,
}

impl Pool {
    /// Puts a byline in; its place among the others.
    fn add(&mut self, byline: Byline, kind: BylineKind, place: BylinePlace, aside: bool) -> Option<usize> {
        let byline = without_joined(without_checkers(byline));
        let mut names: Vec<String> = byline.authors.iter().map(|a| alnum_key(&a.name)).collect();
        let key = if names.is_empty() {
            format!("+{}", alnum_key(byline.organization.as_deref()?))
        } else {
            names.sort_unstable();
            names.join("+")
        };
        let at = match self.index.get(&key) {
            Some(&at) => {
                complete(&mut self.all[at].byline, &byline);
                at
            }
            None if self.all.len() >= MOST => return None,
            None => {
                let byline = Byline { source: Some(origin(kind)), ..byline };
                let features = FeatureVector::default();
                self.all.push(BylineCandidate {
                    byline,
                    names,
                    features,
                    lines: Vec::new(),
                    aside: true,
                    labeled: false,
                });
                self.index.insert(key, self.all.len() - 1);
                self.all.len() - 1
            }
        };
        let candidate = &mut self.all[at];
        candidate.aside &= aside;
        candidate.features.mark_source(kind, place);
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
            candidate.features.set(Feature::First, 1.0);
        }
        Some(at)
    }

    /// The claims of the page's metadata and elements.
    fn claims(
        &mut self,
        claims: &[&AuthorClaim],
        view: &PageLayout<'_>,
        anchors: &Anchors,
        forum: bool,
        context: &BylineContext<'_>,
    ) {
        let mut listed: Vec<(Source, AuthorKind, Byline)> = Vec::new();
        let mut single: Vec<(BylineKind, usize, Byline)> = Vec::new();
        for claim in claims {
            // A card's field is an author where its label says so.
            if claim.source == Source::Twitter
                && claim.value.contains(": ")
                && !crate::byline::opens(&claim.value, context.language)
            {
                continue;
            }
            if claim.node.is_some_and(|node| setting::of(view.document, node).excludes_authors()) {
                continue;
            }
            let byline = read(&claim.value, forum, context).map(|b| with_role(b, claim));
            let Some(byline) = (match claim.kind {
                AuthorKind::Organization => {
                    parse(&claim.value, context).or_else(|| verbatim(&claim.value, claim.kind, context))
                }
                AuthorKind::Person => byline
                    .filter(|b| !b.authors.is_empty())
                    .or_else(|| verbatim(&claim.value, claim.kind, context)),
                AuthorKind::Unknown => byline,
            }) else {
                continue;
            };
            if lists(claim.source) {
                match listed.iter_mut().find(|(source, ..)| *source == claim.source) {
                    None => listed.push((claim.source, claim.kind, byline)),
                    Some((_, _, first)) => join(first, byline),
                }
                continue;
            }
            let line = claim.node.map(|node| view.blocks.blocks.partition_point(|b| begins_before(b, node)));
            let place = line.map_or(BylinePlace::Nowhere, |line| line_position::of(line, anchors));
            if let Some(line) = line {
                single.push((kind(claim.source), line, byline.clone()));
            }
            if let Some(at) = self.add(byline, kind(claim.source), place, false) {
                self.said(at, claim.kind);
            }
        }
        for (source, said, byline) in listed {
            if let Some(at) = self.add(byline, kind(source), BylinePlace::Nowhere, false) {
                self.said(at, said);
            }
        }
        self.runs(&single, anchors);
    }

    fn said(&mut self, at: usize, kind: AuthorKind) {
        let measure = match kind {
            AuthorKind::Person => Feature::SaidPerson,
            AuthorKind::Organization => Feature::SaidOrganization,
            AuthorKind::Unknown => return,
        };
        self.all[at].features.set(measure, 1.0);
    }

    /// Lists of authors, each in an element of its own.
    fn runs(&mut self, single: &[(BylineKind, usize, Byline)], anchors: &Anchors) {
        let mut at = 0;
        while at < single.len() {
            let (kind, start, byline) = &single[at];
            let (mut all, mut line, mut next) = (byline.clone(), *start, at + 1);
            while let Some((k, l, b)) = single.get(next) {
                let near = l.abs_diff(line) <= RUN_GAP && next - at < MOST_OF_A_RUN;
                if k != kind || !near || b.authors.is_empty() || all.authors.is_empty() {
                    break;
                }
                join(&mut all, b.clone());
                (line, next) = (*l, next + 1);
            }
            if all.authors.len() > byline.authors.len()
                && let Some(i) = self.add(all, *kind, line_position::of(*start, anchors), false)
            {
                self.all[i].features.set(Feature::Run, 1.0);
            }
            at = next;
        }
    }

    fn lines(&mut self, lines: Vec<VisibleByline>, headline: Option<usize>) {
        for line in lines {
            let labeled = is_labeled(&line, headline);
            let Some(at) = self.add(line.byline, line.kind, line.place, line.aside) else { continue };
            let candidate = &mut self.all[at];
            if line.whole {
                candidate.lines.push(line.line);
            }
            candidate.labeled |= labeled;
            let features = &mut candidate.features;
            let first = !features.has(Feature::Distance);
            let distance = headline.map_or(FAR, |h| line.line.abs_diff(h).min(FAR)) as f32;
            if first || features.get(Feature::Distance) > distance + 1.0 {
                features.set(Feature::Distance, distance + 1.0);
            }
            let listed = f32::from(u8::from(line.setting != Setting::Plain));
            features
                .set(Feature::Listed, if first { listed } else { features.get(Feature::Listed).min(listed) });
            let unknown = if first { line.unknown } else { features.get(Feature::Unknown).min(line.unknown) };
            features.set(Feature::Unknown, unknown);
            let credit = f32::from(u8::from(line.credit));
            let credit = if first { credit } else { features.get(Feature::Credit).min(credit) };
            features.set(Feature::Credit, credit);
            features.set(Feature::Dated, features.get(Feature::Dated).max(f32::from(u8::from(line.dated))));
        }
    }

    /// Adds site names that are a person's name: the site is that person's.
    fn titles(&mut self, meta: &PageMeta, context: &BylineContext<'_>) {
        /// Signs between a headline and a site's name.
        const SIGNS: [&str; 5] = [" | ", " - ", " – ", " — ", " · "];
        let ends = meta.headline_of(Source::Title).into_iter().flat_map(|title| {
            SIGNS.iter().filter_map(move |sign| title.rfind(sign).map(|i| &title[i + sign.len()..]))
        });
        let names: Vec<&str> = ends.chain(meta.sites.iter().map(|s| s.value.as_str())).collect();
        for name in names {
            let words = name.split_whitespace().count();
            let given = name.split(' ').next().is_some_and(visible::is_given);
            let language = context.language.map(primary);
            // In languages with few known words, the names of papers look rare too ("Lajmi i Bregut").
            let rare = || {
                let capitalized =
                    |word: &str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
                visible::has_shape_of_name(name)
                    && language.as_deref().is_none_or(has_many)
                    && name.split(' ').all(capitalized)
                    && !name.split(' ').any(|word| is_common(word, language.as_deref()))
            };
            // "Mara Ellery" of mara-ellery.example.
            let owner = || visible::has_shape_of_name(name) && names_host(meta, name);
            if !(2..=3).contains(&words) || !(given || rare() || owner()) {
                continue;
            }
            let Some(byline) = parse(name, context) else { continue };
            if let [author] = byline.authors.as_slice()
                && author.name.split(' ').count() == words
            {
                self.add(byline, BylineKind::Title, BylinePlace::Nowhere, false);
            }
        }
    }

    /// Sets which candidates are part of others, and which contain others.
    fn relate(&mut self) {
        let sets: Vec<Vec<String>> = self.all.iter().map(|c| c.names.clone()).collect();
        for at in 0..self.all.len() {
            let own = &sets[at];
            if own.is_empty() {
                continue;
            }
            let other = |i: usize| i != at && !sets[i].is_empty() && sets[i].len() != own.len();
            let part = (0..sets.len())
                .any(|i| other(i) && sets[i].len() > own.len() && own.iter().all(|n| sets[i].contains(n)));
            let whole = (0..sets.len())
                .any(|i| other(i) && sets[i].len() < own.len() && sets[i].iter().all(|n| own.contains(n)));
            let features = &mut self.all[at].features;
            features.set(Feature::Part, f32::from(u8::from(part)));
            features.set(Feature::Whole, f32::from(u8::from(whole)));
        }
    }

    /// Removes the site's own name if another byline names a person near the headline: templates of small sites give
    /// the site as the author of every story.
    fn drop_site_names(&mut self) {
        let person = |c: &BylineCandidate| {
            !c.names.is_empty() && !c.aside && !c.features.has(Feature::Site) && c.features.is_near_headline()
        };
        if self.all.iter().any(person) {
            self.all.retain(|c| !c.features.has(Feature::SiteWhole) || c.features.has(Feature::Given));
        }
    }

    /// Adds the features of the names themselves.
    fn describe(&mut self, view: &PageLayout<'_>, anchors: &Anchors, page: PageType, meta: &PageMeta) {
        let sites: Vec<String> = meta.sites.iter().map(|s| alnum_key(&s.value)).collect();
        let title = meta.headline_of(Source::Title).map(alnum_key).unwrap_or_default();
        let headline = view.headline.map(alnum_key).unwrap_or_default();
        let other_page = !matches!(page, PageType::Article | PageType::Forum);
        let address = meta.url.as_deref().map(alnum_key).unwrap_or_default();
        let host = meta.url.as_deref().and_then(|url| url::Url::parse(url).ok());
        let host = host
            .as_ref()
            .and_then(|url| url.host_str())
            .unwrap_or_default()
            .trim_start_matches("www.")
            .to_owned();
        let host_name = alnum_key(host.split('.').max_by_key(|label| label.len()).unwrap_or_default());
        let host = alnum_key(&host);
        let language = meta.language.as_deref().map(primary);
        let language = language.as_deref();
        let blocks = &view.blocks.blocks;
        let tail = anchors.body.end.saturating_sub(2)..blocks.len().min(anchors.body.end + 24);
        let many = self.all.len() as f32;
        let listed = self.all.iter().any(|c| c.features.has_kind(BylineKind::JsonLd));
        let person = |c: &BylineCandidate| !c.names.is_empty() && !c.aside && c.features.is_near_headline();
        let near: Vec<usize> =
            self.all.iter().enumerate().filter(|(_, c)| person(c)).map(|(at, _)| at).collect();
        for (at, candidate) in self.all.iter_mut().enumerate() {
            let authors = &candidate.byline.authors;
            let first = authors.first().map(|a| a.name.as_str());
            let name = first.or(candidate.byline.organization.as_deref()).unwrap_or_default();
            let name_key = alnum_key(name);
            let described = |at: usize| {
                let text = view.blocks.text(&blocks[at]);
                text.len() > name.len() + DESCRIPTION && text.starts_with(name)
            };
            let site_whole = sites.contains(&name_key);
            let site = site_whole || name_key.len() > 3 && sites.iter().any(|s| s.contains(&name_key));
            let one_word = !name.contains(' ');
            let given = visible::begins_with_given(name);
            let facts = [
                (Feature::Any, true),
                (Feature::Aside, candidate.aside),
                (Feature::Organization, authors.is_empty()),
                (Feature::OneWord, one_word),
                (Feature::Given, given),
                (Feature::Two, authors.len() == 2),
                (Feature::Many, authors.len() > 2),
                (Feature::Site, site),
                (Feature::SiteWhole, site_whole),
                (Feature::OtherNear, near.iter().any(|&other| other != at)),
                (Feature::Editors, !authors.is_empty() && authors.iter().all(is_editor)),
                (Feature::InTitle, name_key.len() > 3 && title.contains(&name_key)),
                (Feature::InHeadline, name_key.len() > 3 && headline.contains(&name_key)),
                (Feature::OtherPage, other_page),
                (Feature::InAddress, name_key.len() > 3 && address.contains(&name_key)),
                (Feature::Biography, first.is_some() && tail.clone().any(described)),
                (Feature::Role, authors.iter().any(|a| a.role.is_some())),
                (Feature::PageJsonLd, listed),
                (Feature::Checkers, !authors.is_empty() && authors.iter().all(is_checker)),
            ];
            let plain = |w: &&str| !vocabulary::get().is(&vocabulary::fold(w), vocabulary::PARTICLE);
            let words = name.split([' ', '-']).filter(|w| !w.is_empty()).filter(plain);
            let common = words.clone().filter(|w| !visible::is_given(w) && is_common(w, language)).count();
            let small = name.contains(char::is_lowercase) && !name.contains(char::is_uppercase);
            let in_host = name_key.len() > 3
                && (host.contains(&name_key) || host_name.len() > 3 && name_key.contains(&host_name));
            let names: usize = authors.iter().map(|a| a.name.len()).sum();
            let beside = candidate.byline.raw.len().saturating_sub(names).min(MOST_BESIDE);
            let measures = [
                (Feature::Words, name.split(' ').count() as f32),
                (Feature::Common, common as f32 / words.count().max(1) as f32),
                (Feature::Small, f32::from(u8::from(small))),
                (Feature::InHost, f32::from(u8::from(in_host))),
                (Feature::Beside, beside as f32),
                (Feature::Candidates, many),
                (Feature::Rank, (at + 1) as f32),
            ];
            let features = &mut candidate.features;
            for (measure, value) in measures {
                features.set(measure, value);
            }
            for (measure, holds) in facts {
                features.set(measure, f32::from(u8::from(holds)));
            }
            let others = features.kinds().saturating_sub(1);
            features.set(Feature::Agreement, others as f32);
        }
    }
}

/// Whether a label of the page's host has the same letters as a name.
fn names_host(meta: &PageMeta, name: &str) -> bool {
    let key = alnum_key(name);
    site_name::host(meta).is_some_and(|host| host.split('.').any(|label| alnum_key(label) == key))
}

/// Whether a block begins before an element.
fn begins_before(block: &block::TextBlock, node: NodeId) -> bool {
    match block.place {
        block::Place::Html { first, .. } => first < node,
        block::Place::Text { .. } => false,
    }
}
