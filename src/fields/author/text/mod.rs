//! Chooses the byline of a plain-text page among its lines.
//!
//! `lines` reads the lines near the headline and near both ends of the body that can name an author. Bylines with the
//! same names are one candidate. `evidence` weighs the features of each; the highest sum wins, and without a positive
//! sum the page has no author.

mod byline_lines;
mod evidence;

use crate::{
    block::Blocks,
    lexicon::fold::alnum_key,
    text::{
        lines::Bullet,
        page_stats::{TextPageStats, short_date},
        segment::TextPage,
    },
};
use crate::{
    byline::{Author, Byline, BylineContext, BylineSource},
    fields::author::{merge::without_checkers, visible::begins_with_given},
};
use byline_lines::LineByline;
pub(crate) use byline_lines::without_agency;
use evidence::{BylineLineKind, Feature, FeatureVector};
use memchr::memmem;

/// Bylines of a page that are weighed.
const MOST: usize = 32;
/// Letters of a word that is looked for on the page: shorter ones are particles and initials.
const SHORTEST: usize = 3;
/// Maximum number of words of the entries of a menu.
const MENU_WORDS: u32 = 4;
/// Lines after the headline that are close to it.
const BY_HEADLINE: usize = 2;
/// The role of those whom a label calls editors.
pub(crate) const EDITOR: &str = "editor";
/// Bytes of a name that is looked for in others: shorter ones stand everywhere.
const SHORTEST_NAME: usize = 4;

/// A page of text, and the position of its story.
#[derive(Clone, Copy)]
pub(crate) struct TextStory<'a> {
    pub(crate) blocks: &'a Blocks,
    pub(crate) stats: &'a TextPageStats,
    pub(crate) sheet: &'a TextPage,
    pub(crate) anchors: &'a crate::fields::date::Anchors,
    pub(crate) headline: Option<&'a str>,
}

impl<'a> TextStory<'a> {
    fn text(&self, at: usize) -> Option<&'a str> {
        Some(self.blocks.text(self.blocks.blocks.get(at)?).trim())
    }
}

/// The byline of a page.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) byline: Byline,
    /// The lines that say nothing but that.
    pub(crate) lines: Vec<usize>,
}

/// A byline that may be the page's.
#[derive(Clone, Debug)]
pub(crate) struct TextCandidate {
    pub(crate) byline: Byline,
    names: Vec<String>,
    features: FeatureVector,
    lines: Vec<usize>,
    /// A line of its own has it, in a script without capitals.
    is_caseless: bool,
    /// A word for "by" or for an author precedes it.
    is_labeled: bool,
}

#[cfg(feature = "lab")]
impl TextCandidate {
    /// Its features by name.
    pub(crate) fn features(&self) -> Vec<(String, f32)> {
        self.features.named().collect()
    }
}

/// The byline that the lines of a page make.
pub(crate) fn choose(view: &TextStory<'_>, context: &BylineContext<'_>) -> Option<Chosen> {
    let mut all: Vec<(TextCandidate, f32)> = candidates(view, context)
        .into_iter()
        .map(|candidate| {
            let score = candidate.features.score();
            (candidate, score)
        })
        .filter(|(_, score)| *score > 0.0)
        .collect();
    // The first of equals.
    let best = |all: &[(TextCandidate, f32)], may: fn(&TextCandidate) -> bool| {
        let of = all.iter().enumerate().rev().filter(|(_, (candidate, _))| may(candidate));
        of.max_by(|a, b| a.1.1.total_cmp(&b.1.1)).map(|(at, _)| at)
    };
    let mut at = best(&all, |_| true)?;
    if all[at].0.byline.authors.is_empty() {
        // A desk is the author only of a story whose reporter is not named.
        at = best(&all, |candidate| candidate.is_labeled && !candidate.byline.authors.is_empty())
            .unwrap_or(at);
    }
    // "By", "Jane Doe", "and", "John Roe" in lines of their own: the first name is not all.
    let own = &all[at].0.names;
    let has_more = |names: &[String]| names.len() > own.len() && own.iter().all(|name| names.contains(name));
    if let Some(whole) = all.iter().position(|(other, _)| other.is_labeled && has_more(&other.names)) {
        at = whole;
    }
    let (TextCandidate { byline, lines, .. }, _) = all.swap_remove(at);
    Some(Chosen { byline: Byline { source: Some(BylineSource::Text), ..byline }, lines })
}

/// Every byline of a page with its features.
pub(crate) fn candidates(view: &TextStory<'_>, context: &BylineContext<'_>) -> Vec<TextCandidate> {
    let mut all: Vec<TextCandidate> = Vec::new();
    let mut kinds = Vec::new();
    for LineByline { byline, kind, line, whole } in byline_lines::search(view, context) {
        let byline = without_checkers(byline);
        let mut names: Vec<String> = byline.authors.iter().map(|a| alnum_key(&a.name)).collect();
        if names.is_empty() {
            let Some(organization) = &byline.organization else { continue };
            names.push(alnum_key(organization));
        }
        names.sort_unstable();
        if is_editors_only(&byline, kind) {
            continue;
        }
        // A line in the shape of a name is not a name if the page has one of its words in lower case.
        let common = |author: &Author| author.name.split([' ', '-']).any(|w| is_common(&view.blocks.text, w));
        if kind == BylineLineKind::Shape && byline.authors.iter().any(common) {
            continue;
        }
        // "By sailing on Friday you accept ...": a sentence.
        let small = |author: &Author| !author.name.contains(char::is_uppercase);
        if view.stats.facts[line].prose() && byline.authors.iter().all(small) {
            continue;
        }
        let at = match all.iter().position(|c| c.names == names) {
            Some(at) => at,
            None if all.len() == MOST => continue,
            None => {
                let is_caseless = kind == BylineLineKind::Name && !byline.raw.contains(char::is_lowercase);
                all.push(TextCandidate {
                    byline,
                    names,
                    features: FeatureVector::default(),
                    lines: Vec::new(),
                    is_caseless,
                    is_labeled: false,
                });
                all.len() - 1
            }
        };
        let candidate = &mut all[at];
        candidate.is_labeled |= is_label(kind);
        candidate.features.mark_line(kind, byline_lines::place(line, view.anchors));
        if !kinds.contains(&kind) {
            kinds.push(kind);
            candidate.features.put(Feature::First, true);
        }
        stands(view, line, &mut candidate.features);
        let bare = matches!(kind, BylineLineKind::Name | BylineLineKind::Shape);
        candidate.features.mark(Feature::Stops, bare && view.stats.facts[line].functions > 0);
        if whole && !candidate.lines.contains(&line) {
            candidate.lines.push(line);
        }
    }
    relate(&mut all);
    all.iter_mut().for_each(|candidate| describe(view, candidate));
    all
}

/// Returns whether a word for "by" or for an author precedes the names of such a line.
fn is_label(kind: BylineLineKind) -> bool {
    matches!(kind, BylineLineKind::Lead | BylineLineKind::Label | BylineLineKind::Part)
}

/// Returns whether a line labels its names as editors ("Editor: Jane Doe"), who are not the authors. A job after a name
/// is not such a label.
fn is_editors_only(byline: &Byline, kind: BylineLineKind) -> bool {
    is_label(kind)
        && !byline.authors.is_empty()
        && byline.authors.iter().all(|author| author.role.as_deref() == Some(EDITOR))
}

/// What the neighbours of a line say.
fn stands(view: &TextStory<'_>, line: usize, features: &mut FeatureVector) {
    let facts = &view.stats.facts;
    let beside = [line.checked_sub(1), Some(line + 1)].map(|i| i.and_then(|i| facts.get(i)));
    let dated = |f: &crate::text::stats::TextStats| short_date(f);
    let facts_here = &facts[line];
    let menu = beside.iter().all(|f| f.is_some_and(|f| f.words <= MENU_WORDS && !dated(f)));
    let layout = &view.sheet.layout[line];
    features.mark(Feature::DateBeside, beside.iter().flatten().any(|f| dated(f)));
    features.mark(Feature::DateHere, dated(facts_here));
    features.mark(Feature::Prose, facts_here.prose());
    features.mark(Feature::Menu, menu);
    features.mark(Feature::Bullet, layout.bullet != Bullet::None);
    features.mark(Feature::Again, view.stats.copies[line].0 > 1);
    let headline = view.anchors.headline.filter(|&h| line > h && line - h <= BY_HEADLINE);
    features.mark(Feature::ByHeadline, headline.is_some());
    features.mark(Feature::OverBody, line + 1 == view.anchors.body.start);
}

/// Which bylines have all names of another and more.
fn relate(all: &mut [TextCandidate]) {
    let sets: Vec<Vec<String>> = all.iter().map(|c| c.names.clone()).collect();
    let within = |a: &[String], b: &[String]| a.len() < b.len() && a.iter().all(|n| b.contains(n));
    for (candidate, own) in all.iter_mut().zip(&sets) {
        candidate.features.put(Feature::Part, sets.iter().any(|other| within(own, other)));
        candidate.features.put(Feature::Whole, sets.iter().any(|other| within(other, own)));
    }
}

/// What sort of names a byline has.
fn describe(view: &TextStory<'_>, candidate: &mut TextCandidate) {
    let authors = &candidate.byline.authors;
    let first = authors.first().map(|a| a.name.as_str());
    let name = first.or(candidate.byline.organization.as_deref()).unwrap_or_default();
    let headline = view.headline.unwrap_or_default();
    let described = |at: usize| {
        let text = view.text(at).unwrap_or_default();
        view.stats.facts[at].prose() && text.starts_with(name)
    };
    let behind = view.anchors.body.end.saturating_sub(byline_lines::END);
    let tail = behind..view.blocks.blocks.len().min(view.anchors.body.end + byline_lines::FAR);
    let (named, given) = (name.len() >= SHORTEST_NAME, begins_with_given(name));
    let words = || name.split([' ', '-']);
    let facts = [
        (Feature::Any, true),
        (Feature::Organization, authors.is_empty()),
        (Feature::Small, !name.contains(char::is_uppercase) && !candidate.is_caseless),
        (Feature::OneWord, !name.contains(' ')),
        (Feature::Given, given),
        (Feature::Two, authors.len() == 2),
        (Feature::Many, authors.len() > 2),
        (Feature::InHeadline, named && alnum_key(headline).contains(&alnum_key(name))),
        (Feature::Biography, named && tail.into_iter().any(described)),
        (Feature::Common, !given && words().any(|word| is_common(&view.blocks.text, word))),
        (Feature::CommonBehind, given && words().skip(1).any(|word| is_common(&view.blocks.text, word))),
        (Feature::Role, authors.iter().any(|a| a.role.is_some())),
        (Feature::Repeated, candidate.lines.len() > 1),
        (Feature::Agreement, candidate.features.kinds() > 1),
    ];
    for (measure, holds) in facts {
        candidate.features.put(measure, holds);
    }
}

/// Whether the page has a word in small letters too: names stand with a capital everywhere. In addresses, names are small.
fn is_common(page: &str, word: &str) -> bool {
    if word.chars().count() < SHORTEST {
        return false;
    }
    let small = word.to_lowercase();
    let joins =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '/' | '_' | '@'));
    memmem::find_iter(page.as_bytes(), small.as_bytes()).any(|at| {
        let end = at + small.len();
        !joins(page[..at].chars().next_back()) && !joins(page[end..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use crate::{Article, Cleaner, Input, Page};

    const STORY: &str = "The harbour board said on Tuesday that the two ferries would sail again before the end of the \
                         week, and that nobody had been hurt in the storm.\n\nIts owner, who has run the line for \
                         eleven years, said that she had never seen such waves in the sound between the islands.\n\n\
                         The next boat leaves on Friday at noon, if the wind goes down as the forecast has it.\n";

    /// The article of a page with a line over its story and another below it.
    fn article(over: &str, below: &str) -> Article {
        let page = format!(
            "Home\n\nNews\n\nSport\n\nContact Us\n\nFerries stay in port\n\n{over}\n\n{STORY}\n{below}\n\nPrivacy Policy\n"
        );
        Cleaner::new().clean(Page::new(&page).with_input(Input::Text)).expect("a page of text")
    }

    fn authors(over: &str, below: &str) -> Vec<String> {
        article(over, below)
            .byline
            .map(|b| b.authors.into_iter().map(|a| a.name).collect())
            .unwrap_or_default()
    }

    #[test]
    fn authors_in_lines_of_many_shapes() {
        for over in [
            "By Jane Doe",
            "May 4, 2031 by Jane Doe",
            "Jane Doe | May 4, 2031",
            "By Jane DoeMay 4, 20315 min read",
            "By Jane DoeIn Travel, Boats",
            "May 4, 2031 By Jane Doe In",
            "Written by\n\nJane Doe",
            "Jane Doe",
        ] {
            assert_eq!(authors(over, "Share"), ["Jane Doe"], "{over}");
        }
        assert_eq!(authors("By Jane Doe and John Roe", "Share"), ["Jane Doe", "John Roe"]);
        assert_eq!(authors("May 4, 2031", "Written by Jane Doe"), ["Jane Doe"]);
        for over in ["Jane Doe/John Roe", "Jane Doe\n\nJohn Roe", "Jane Doe and John Roe | Columnists"] {
            assert_eq!(authors(over, "Share"), ["Jane Doe", "John Roe"], "{over}");
        }
        assert_eq!(authors("Mara Ellery, Reporter", "Share"), ["Mara Ellery"]);
        assert_eq!(authors("By Jane Doe | May 4, 2031 | Fact-checked by John Roe", "Share"), ["Jane Doe"]);
        for (over, name) in [
            ("דנה לוי\n\n04.05.31 | 08:41", "דנה לוי"),
            ("रवि शर्मा, नयाबंदर\n\n4 मई 2031", "रवि शर्मा"),
            ("佐藤花子\n\n2031年5月4日 8時41分", "佐藤花子"),
            ("王小红\n\n2031年5月4日", "王小红"),
        ] {
            assert_eq!(authors(over, "Share"), [name], "{over}");
        }
    }

    #[test]
    fn houses_and_newsrooms() {
        for (over, name) in [
            ("By Quiet Harbour News\n\nMay 4, 2031", "Quiet Harbour News"),
            ("Harbour Post Staff\n\nMay 4, 2031", "Harbour Post Staff"),
        ] {
            let byline = article(over, "Share").byline.expect("a house");
            assert_eq!((byline.organization.as_deref(), byline.authors.len()), (Some(name), 0), "{over}");
        }
    }

    #[test]
    fn lines_that_name_nobody() {
        for (over, below) in [
            ("May 4, 2031", "Related Stories"),
            ("Stormy Islands", "Learn More"),
            ("الاقتصاد والأعمال\n\n4 مايو 2031", "Share"),
            ("高清图集", "Share"),
            ("By sailing on Friday you accept the terms of the line.", "Share"),
        ] {
            assert!(authors(over, below).is_empty(), "{over}: {:?}", authors(over, below));
        }
    }
}
