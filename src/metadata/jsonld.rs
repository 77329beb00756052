//! Finds the page's own item in its JSON-LD and reads its claims.
//!
//! A page has items of all kinds: itself, its site, its publisher, pictures, related stories. Its own item has the type
//! of a page or a story, is not in a list of others, and has the address or the headline of the page.

use std::cell::OnceCell;

use super::{
    AuthorClaim, AuthorKind, Claim, PageMeta, SchemaTypes, Source, character_references,
    graph::{Graph, GraphValue, Key},
};
use crate::dom::{Document, NodeId};

/// Authors taken from one item.
const MOST_AUTHORS: usize = 24;

/// What speaks for an item being the page's own. The steps matter, not the numbers: type before address, address before
/// headline, headline before order.
mod weight {
    pub(crate) const ARTICLE: i32 = 100;
    pub(crate) const WORK: i32 = 60;
    pub(crate) const PAGE: i32 = 20;
    pub(crate) const OTHER_KIND: i32 = 30;
    pub(crate) const ADDRESS: i32 = 50;
    pub(crate) const OTHER_ADDRESS: i32 = -40;
    pub(crate) const HEADLINE: i32 = 30;
    pub(crate) const DATED: i32 = 10;
    pub(crate) const LISTED: i32 = -70;
    pub(crate) const COMMENT: i32 = -200;
}

/// Reads the JSON-LD scripts `scripts` into `meta`.
pub(crate) fn read(document: &Document, scripts: &[NodeId], meta: &mut PageMeta, images: &mut Vec<String>) {
    let texts: Vec<&str> =
        scripts.iter().filter_map(|&s| document.first_child(s)).map(|t| document.text(t)).collect();
    let mended: Vec<OnceCell<String>> = texts.iter().map(|_| OnceCell::new()).collect();
    let graph = Graph::read(&texts, &mended);
    for item in &graph.items {
        meta.all_types = meta.all_types.with(item.types);
    }
    sites(&graph, meta);
    let Some(own) = own(&graph, meta) else { return };
    meta.types = meta.types.with(graph.items[own].types);
    // Claims from JSON-LD go before those of the head.
    let mut front = Front::default();
    front.take(&graph, own, Source::JsonLd, images);
    let pages: Vec<usize> = (0..graph.items.len())
        .filter(|&i| i != own && graph.items[i].types.any(SchemaTypes::PAGE) && !listed(&graph, i))
        .collect();
    for page in pages {
        front.take(&graph, page, Source::JsonLdOther, images);
    }
    if meta.body.is_none() {
        meta.body = graph.text(own, Key::Body).map(str::to_owned);
    }
    front.merge(meta);
    keywords(&graph, own, meta);
}

/// Claims that come before those of the head.
#[derive(Default)]
struct Front {
    headlines: Vec<Claim>,
    published: Vec<Claim>,
    modified: Vec<Claim>,
    descriptions: Vec<Claim>,
    authors: Vec<AuthorClaim>,
}

impl Front {
    fn take(&mut self, graph: &Graph<'_>, item: usize, source: Source, images: &mut Vec<String>) {
        let claim =
            |key: Key| graph.text(item, key).map(|t| Claim::new(character_references::plain(t), source));
        self.headlines.extend(claim(Key::Headline));
        self.headlines.extend(claim(Key::Name));
        self.published.extend(claim(Key::DatePublished));
        self.published.extend(claim(Key::DateCreated));
        self.modified.extend(claim(Key::DateModified));
        self.descriptions.extend(claim(Key::Description));
        for key in [Key::Author, Key::Contributor] {
            if self.authors.is_empty() {
                authors(graph, item, key, source, &mut self.authors);
            }
        }
        if source == Source::JsonLd {
            images.extend(image(graph, item));
        }
    }

    fn merge(self, meta: &mut PageMeta) {
        meta.headlines.splice(0..0, self.headlines.into_iter().filter(|c| !c.value.is_empty()));
        meta.published.splice(0..0, self.published);
        meta.modified.splice(0..0, self.modified);
        meta.descriptions.splice(0..0, self.descriptions.into_iter().filter(|c| !c.value.is_empty()));
        meta.authors.splice(0..0, self.authors);
    }
}

/// Returns whether an item, or one that contains it, is in a list of others.
fn listed(graph: &Graph<'_>, item: usize) -> bool {
    let mut at = Some(item);
    while let Some(i) = at {
        let Some(it) = graph.items.get(i) else { break };
        if it.key == Key::Others {
            return true;
        }
        at = it.parent;
    }
    false
}

/// The page's own item.
fn own(graph: &Graph<'_>, meta: &PageMeta) -> Option<usize> {
    let address = meta.url.as_deref().map(bare_address);
    let mut best: Option<(i32, usize)> = None;
    for (at, item) in graph.items.iter().enumerate() {
        let kind = item.types;
        let mut score = if kind.any(SchemaTypes::ARTICLE) {
            weight::ARTICLE
        } else if kind.any(SchemaTypes::WORK) {
            weight::WORK
        } else if kind.any(SchemaTypes::FORUM.with(SchemaTypes::PRODUCT).with(SchemaTypes::EVENT)) {
            weight::OTHER_KIND
        } else if kind.any(SchemaTypes::PAGE.with(SchemaTypes::LISTING)) {
            weight::PAGE
        } else {
            continue;
        };
        if kind.any(SchemaTypes::COMMENT) {
            score += weight::COMMENT;
        }
        if listed(graph, at) {
            score += weight::LISTED;
        }
        score += match (&address, addresses(graph, at).map(bare_address).next()) {
            (Some(page), Some(_)) if addresses(graph, at).map(bare_address).any(|a| a == *page) => {
                weight::ADDRESS
            }
            (Some(_), Some(_)) => weight::OTHER_ADDRESS,
            _ => 0,
        };
        let headline = graph.text(at, Key::Headline).or_else(|| graph.text(at, Key::Name));
        if headline.is_some_and(|h| is_a_headline_of(h, meta)) {
            score += weight::HEADLINE;
        }
        if graph.text(at, Key::DatePublished).is_some() {
            score += weight::DATED;
        }
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Every address by which an item says what page it is about.
fn addresses<'g>(graph: &'g Graph<'_>, item: usize) -> impl Iterator<Item = &'g str> {
    [Key::Url, Key::MainEntityOfPage, Key::Id]
        .into_iter()
        .flat_map(move |key| {
            graph.values(item, key).filter_map(move |value| match value {
                GraphValue::Text(text) => Some(text.as_ref()),
                GraphValue::Item(nested) => {
                    graph.text(*nested, Key::Id).or_else(|| graph.text(*nested, Key::Url))
                }
            })
        })
        .filter(|a| a.starts_with("http"))
}

/// An address without its scheme, "www.", fragment, query and final slash.
fn bare_address(address: &str) -> &str {
    let address = address.trim();
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address = address.strip_prefix("www.").unwrap_or(address);
    let address = address.split(['#', '?']).next().unwrap_or(address);
    address.trim_end_matches('/')
}

fn is_a_headline_of(headline: &str, meta: &PageMeta) -> bool {
    let headline = character_references::plain(headline);
    !headline.is_empty()
        && meta
            .headlines
            .iter()
            .any(|c| c.value == headline || (c.source == Source::Title && c.value.starts_with(&headline)))
}

fn authors(graph: &Graph<'_>, item: usize, key: Key, source: Source, out: &mut Vec<AuthorClaim>) {
    for value in graph.values(item, key).take(MOST_AUTHORS) {
        let claim = match value {
            GraphValue::Text(text) => {
                let value = match graph.named(text) {
                    Some(named) => name(graph, named),
                    None => Some(character_references::plain(text)),
                };
                value.map(|value| AuthorClaim {
                    value,
                    source,
                    kind: AuthorKind::Unknown,
                    role: None,
                    node: None,
                })
            }
            GraphValue::Item(nested) => {
                let at = graph.resolve(*nested);
                let types = graph.items[at].types;
                let kind = if types.any(SchemaTypes::PERSON) {
                    AuthorKind::Person
                } else if types.any(SchemaTypes::ORGANIZATION) {
                    AuthorKind::Organization
                } else {
                    AuthorKind::Unknown
                };
                let role = graph.text(at, Key::JobTitle).map(character_references::plain);
                name(graph, at).map(|value| AuthorClaim { value, source, kind, role, node: None })
            }
        };
        if let Some(claim) = claim.filter(|c| !c.value.is_empty() && !out.iter().any(|o| o.value == c.value))
        {
            out.push(claim);
        }
    }
}

/// An item's name: `name`, all of them where it is a list, else given and family name.
fn name(graph: &Graph<'_>, item: usize) -> Option<String> {
    let names: Vec<String> = graph
        .values(item, Key::Name)
        .filter_map(|v| match v {
            GraphValue::Text(text) => Some(character_references::plain(text)).filter(|t| !t.is_empty()),
            GraphValue::Item(_) => None,
        })
        .take(MOST_AUTHORS)
        .collect();
    if !names.is_empty() {
        return Some(names.join(", "));
    }
    let part = |key| graph.text(item, key).map(character_references::plain);
    match (part(Key::GivenName), part(Key::FamilyName)) {
        (Some(given), Some(family)) => Some(format!("{given} {family}")),
        (one, other) => one.or(other),
    }
}

fn image(graph: &Graph<'_>, item: usize) -> Option<String> {
    graph.values(item, Key::Image).find_map(|value| match value {
        GraphValue::Text(text) => Some(text.to_string()),
        GraphValue::Item(nested) => {
            let id = graph.text(*nested, Key::Id).and_then(|id| graph.named(id)).unwrap_or(*nested);
            graph.text(id, Key::Url).or_else(|| graph.text(*nested, Key::Id)).map(str::to_owned)
        }
    })
}

/// What the site is called: the name of a `WebSite`, of the publisher.
fn sites(graph: &Graph<'_>, meta: &mut PageMeta) {
    for (at, item) in graph.items.iter().enumerate() {
        let publisher = item.key == Key::Publisher && !listed(graph, at);
        if !publisher && !item.types.any(SchemaTypes::SITE) {
            continue;
        }
        if let Some(name) = graph.text(graph.resolve(at), Key::Name) {
            let value = character_references::plain(name);
            if !value.is_empty() && !meta.sites.iter().any(|c| c.value == value) {
                meta.sites.push(Claim::new(value, Source::JsonLd));
            }
        }
    }
}

fn keywords(graph: &Graph<'_>, own: usize, meta: &mut PageMeta) {
    if !meta.keywords.is_empty() {
        return;
    }
    for value in graph.values(own, Key::Keywords) {
        if let GraphValue::Text(text) = value {
            super::collect::keywords(text, &mut meta.keywords);
        }
    }
    if let Some(section) = graph.text(own, Key::Section) {
        meta.sections.push(character_references::plain(section));
    }
}
