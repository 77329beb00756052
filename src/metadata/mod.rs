//! Reads what a page says about itself into [`PageMeta`].
//!
//! An [`ElementReader`] collects `meta` and `link` elements, titles, headings, microdata, `time`, author links and
//! byline elements. The JSON-LD scripts are then read as one graph. Every value is kept as a claim with its source;
//! `fields` decides which claims are right.

pub(crate) mod title_segments;

mod character_references;
mod claim;
mod classes;
mod collect;
mod embedded_state;
mod flight;
mod graph;
mod json_repair;
mod jsonld;
mod meta_names;
mod parsely;
mod schema;
mod script_state;
pub(crate) mod site_name;
mod state_date;
#[cfg(test)]
mod tests;

pub(crate) use crate::metadata::classes::{FieldClass, in_others, of as class_of};
pub(crate) use crate::metadata::embedded_state::story;
pub(crate) use crate::metadata::state_date::state_date;
pub(crate) use claim::{AuthorClaim, AuthorKind, Claim, Source};
pub(crate) use collect::{ElementReader, Gathered, text_of};
pub(crate) use schema::SchemaTypes;

use url::Url;

use crate::dom::{Document, NodeId};

/// A page's metadata, with the claims that its fields are chosen from.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageMeta {
    /// The page's own address: given by the caller, else its canonical link.
    pub(crate) url: Option<String>,
    /// Canonical address as the page gives it, made absolute.
    pub(crate) canonical: Option<String>,
    /// The same without the help of the caller's address. Features use it, so that a page has the same body with and
    /// without that address.
    pub(crate) own_address: Option<String>,
    /// The site's name.
    pub(crate) site: Option<String>,
    /// BCP 47 tag.
    pub(crate) language: Option<String>,
    /// The page's own summary.
    pub(crate) description: Option<String>,
    /// Address of the lead picture, absolute where an address is known.
    pub(crate) image: Option<String>,
    /// Keywords in page order, each once.
    pub(crate) keywords: Vec<String>,
    /// `og:type`, lower case.
    pub(crate) og_type: Option<String>,
    /// Types of the page's own item, JSON-LD or microdata.
    pub(crate) types: SchemaTypes,
    /// Types of all items.
    pub(crate) all_types: SchemaTypes,
    /// Section of the site, as the page names it.
    pub(crate) sections: Vec<String>,
    /// Candidates for the headline.
    pub(crate) headlines: Vec<Claim>,
    /// Candidates for the authors.
    pub(crate) authors: Vec<AuthorClaim>,
    /// Labelled fields of a Twitter card, "Written by: Jane Doe": the label tells whether it is an author.
    pub(crate) cards: Vec<AuthorClaim>,
    /// What may be the date of publication, as printed.
    pub(crate) published: Vec<Claim>,
    /// What may be the date of the last change, as printed.
    pub(crate) modified: Vec<Claim>,
    /// Names that the site may have.
    pub(crate) sites: Vec<Claim>,
    /// All descriptions.
    pub(crate) descriptions: Vec<Claim>,
    /// The text that JSON-LD holds of the page's own item, plain or HTML, as it stands there.
    pub(crate) body: Option<String>,
    /// All `h1`, in page order.
    pub(crate) h1: Vec<NodeId>,
    /// Scripts that hold a page's state as JSON.
    pub(crate) states: Vec<NodeId>,
}

impl PageMeta {
    /// Empties it and keeps its memory.
    pub(crate) fn clear(&mut self) {
        let Self {
            keywords,
            sections,
            headlines,
            authors,
            cards,
            published,
            modified,
            sites,
            descriptions,
            h1,
            states,
            ..
        } = self;
        keywords.clear();
        sections.clear();
        headlines.clear();
        authors.clear();
        cards.clear();
        published.clear();
        modified.clear();
        sites.clear();
        descriptions.clear();
        h1.clear();
        states.clear();
        *self = Self {
            keywords: std::mem::take(keywords),
            sections: std::mem::take(sections),
            headlines: std::mem::take(headlines),
            authors: std::mem::take(authors),
            cards: std::mem::take(cards),
            published: std::mem::take(published),
            modified: std::mem::take(modified),
            sites: std::mem::take(sites),
            descriptions: std::mem::take(descriptions),
            h1: std::mem::take(h1),
            states: std::mem::take(states),
            ..Self::default()
        };
    }

    /// The first headline of a source.
    pub(crate) fn headline_of(&self, source: Source) -> Option<&str> {
        self.headlines.iter().find(|c| c.source == source).map(|c| c.value.as_str())
    }
}

/// Reads the page's metadata in a walk of its own, without segmentation; `url` is the address it was fetched from.
#[cfg(any(test, feature = "lab"))]
pub(crate) fn read(document: &Document, url: Option<&str>, meta: &mut PageMeta) {
    meta.clear();
    let mut reader = ElementReader::new(document, meta);
    reader.subtree(NodeId::DOCUMENT);
    let gathered = reader.finish();
    complete(document, url, gathered, meta);
}

/// Reads the page's metadata from what its elements say.
pub(crate) fn complete(document: &Document, url: Option<&str>, mut gathered: Gathered, meta: &mut PageMeta) {
    let given = url.and_then(|u| Url::parse(u).ok());
    let base = address(&given, &gathered);
    let absolute = |text: &str| resolve(text, base.as_ref());
    meta.canonical = gathered.canonical.iter().find_map(|c| absolute(c));
    meta.own_address = if given.is_none() {
        meta.canonical.clone()
    } else {
        let base = address(&None, &gathered);
        gathered.canonical.iter().find_map(|c| resolve(c, base.as_ref()))
    };
    meta.url = given.map(String::from).or_else(|| meta.canonical.clone());
    jsonld::read(document, &gathered.jsonld, meta, &mut gathered.images);
    meta.image = gathered.images.iter().find_map(|i| absolute(i));
    meta.description = meta.descriptions.first().map(|d| d.value.clone());
    meta.language = gathered.language.iter().find_map(|l| language_tag(l));
    crate::metadata::site_name::choose(meta);
}

/// Returns an address on the web, made absolute.
fn resolve(text: &str, base: Option<&Url>) -> Option<String> {
    let url = match base {
        Some(base) => base.join(text.trim()),
        None => Url::parse(text.trim()),
    };
    url.ok().map(String::from).filter(|url| url.starts_with("http"))
}

/// The address that relative ones are resolved against.
fn address(given: &Option<Url>, gathered: &Gathered) -> Option<Url> {
    let page = given.clone().or_else(|| gathered.canonical.iter().find_map(|c| Url::parse(c.trim()).ok()));
    match (&page, &gathered.base) {
        (Some(page), Some(base)) => page.join(base.trim()).ok().or(Some(page.clone())),
        (None, Some(base)) => Url::parse(base.trim()).ok(),
        (_, None) => page,
    }
}

/// Returns a language tag in the form of BCP 47: `en-US` for "en_US", or nothing if it is not a tag.
fn language_tag(text: &str) -> Option<String> {
    /// Letters of a primary language in use on pages.
    const PRIMARY: std::ops::RangeInclusive<usize> = 2..=3;
    /// Characters of any further subtag.
    const SUBTAG: std::ops::RangeInclusive<usize> = 1..=8;
    let text = text.split([',', ';', ' ']).next().unwrap_or(text).trim();
    let mut out = String::with_capacity(text.len());
    for (i, part) in text.split(['-', '_']).enumerate() {
        let fits = if i == 0 { PRIMARY.contains(&part.len()) } else { SUBTAG.contains(&part.len()) };
        if !fits || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            break;
        }
        match (i, part.len()) {
            (0, _) => out.push_str(&part.to_ascii_lowercase()),
            (_, 2) => {
                out.push('-');
                out.push_str(&part.to_ascii_uppercase());
            }
            _ => {
                out.push('-');
                out.push_str(part);
            }
        }
    }
    (!out.is_empty() && out != "und" && out != "xx").then_some(out)
}
