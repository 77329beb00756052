//! Collects what the elements of a page say about it.

use html5ever::{LocalName, local_name};

use super::{
    AuthorClaim, AuthorKind, Claim, PageMeta, SchemaTypes, Source, character_references,
    meta_names::{self, MetaField},
    parsely,
};
use crate::dom::{Document, NodeId, NodeKind, Tag};
use crate::metadata::{classes, classes::FieldClass};

/// Claims of one kind that are kept; a listing page has hundreds of dates and authors.
const MOST_CLAIMS: usize = 64;
/// Characters of a headline.
const HEADLINE_CHARS: usize = 400;
/// Characters of a byline element; a longer one is prose.
const AUTHOR_CHARS: usize = 300;
/// Characters of a date element.
const DATE_CHARS: usize = 120;
/// Keywords that are kept.
const MOST_KEYWORDS: usize = 100;

/// Different class attributes of a page, about; a larger number grows the table.
const CLASSES: usize = 200;

/// What the walk leaves for later.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Canonical addresses, best first.
    pub(crate) canonical: Vec<String>,
    /// `base href`.
    pub(crate) base: Option<String>,
    /// Pictures, best first.
    pub(crate) images: Vec<String>,
    /// Languages, best first.
    pub(crate) language: Vec<String>,
    /// JSON-LD scripts.
    pub(crate) jsonld: Vec<NodeId>,
}

/// Splits a list of keywords and appends what is new.
pub(crate) fn keywords(list: &str, out: &mut Vec<String>) {
    let list = character_references::plain(list);
    for word in list.split([',', ';', '|']).map(str::trim).filter(|w| !w.is_empty()) {
        if out.len() >= MOST_KEYWORDS {
            return;
        }
        if !out.iter().any(|k| k == word) {
            out.push(word.to_owned());
        }
    }
}

/// The text of an element as one line: at most `limit` characters, else nothing.
pub(crate) fn text_of(document: &Document, root: NodeId, limit: usize) -> Option<String> {
    let mut out = String::new();
    let mut at = Some(root);
    // A character has up to four bytes.
    let bytes = limit.saturating_mul(4);
    while let Some(node) = at {
        let mut down = true;
        match document.kind(node) {
            NodeKind::Text => character_references::fold_into(&mut out, document.text(node)),
            NodeKind::Element => match document.tag(node) {
                Tag::Script | Tag::Style | Tag::Svg | Tag::Noscript | Tag::Template | Tag::Button => {
                    down = false
                }
                Tag::Br
                | Tag::Div
                | Tag::P
                | Tag::Li
                | Tag::Td
                | Tag::Tr
                | Tag::Dd
                | Tag::Dt
                | Tag::H1
                | Tag::H2
                | Tag::H3 => {
                    character_references::fold_into(&mut out, " ");
                }
                _ => {}
            },
            _ => {}
        }
        if out.len() > bytes {
            return None;
        }
        at = document.following(node, root, down);
    }
    out.truncate(out.trim_end().len());
    (!out.is_empty() && out.chars().count() <= limit).then_some(out)
}

/// Collects from elements, which come in document order.
pub(crate) struct ElementReader<'a> {
    document: &'a Document,
    meta: &'a mut PageMeta,
    out: Gathered,
    /// What class attributes say, by their rows in the outline.
    classes: Vec<KnownClass>,
    /// Canonical addresses by `og:url`; `link` goes before them.
    og: Vec<String>,
    /// The elements around the last `h1`.
    story: Vec<NodeId>,
    /// The number and the words of the last label of a card.
    label: Option<(String, String)>,
}

/// What a class attribute says, once it is known.
type KnownClass = Option<Option<FieldClass>>;

impl<'a> ElementReader<'a> {
    pub(crate) fn new(document: &'a Document, meta: &'a mut PageMeta) -> Self {
        let classes = Vec::with_capacity(CLASSES);
        let (out, og, story) = (Gathered::default(), Vec::new(), Vec::new());
        Self { document, meta, out, classes, og, story, label: None }
    }

    /// Returns what was found, after the last element.
    pub(crate) fn finish(mut self) -> Gathered {
        self.out.canonical.append(&mut self.og);
        self.out
    }

    /// Reads an element or another node, and everything below it.
    pub(crate) fn subtree(&mut self, root: NodeId) {
        let document = self.document;
        let mut at = Some(root);
        while let Some(node) = at {
            if document.kind(node) == NodeKind::Element {
                self.element(node, None);
            }
            let down = !matches!(document.tag(node), Tag::Svg | Tag::Script | Tag::Style);
            at = document.following(node, root, down);
        }
    }

    /// Reads an element. `class` is a number that all elements with the same class attribute have.
    pub(crate) fn element(&mut self, node: NodeId, class: Option<u32>) {
        let document = self.document;
        match document.tag(node) {
            Tag::Meta => return self.meta_element(node),
            Tag::Link => return self.link(node),
            Tag::Script => return self.script(node),
            Tag::Style | Tag::Svg | Tag::Br => return,
            Tag::Html => {
                let lang = document.attrs(node).find(|(n, _)| matches!(&***n, "lang" | "xml:lang"));
                self.out.language.extend(lang.map(|(_, v)| v.to_owned()));
            }
            Tag::Base => {
                self.out.base = self.out.base.take().or_else(|| attr(document, node, &local_name!("href")))
            }
            Tag::Title => {
                if let Some(text) = text_of(document, node, HEADLINE_CHARS) {
                    push(
                        &mut self.meta.headlines,
                        Claim::new(character_references::plain(&text), Source::Title),
                    );
                }
                return;
            }
            Tag::H1 => {
                if self.meta.h1.len() < MOST_CLAIMS
                    && let Some(text) = text_of(document, node, HEADLINE_CHARS)
                {
                    if is_logo(document, node) {
                        push(&mut self.meta.sites, Claim::at(text, Source::H1, node));
                        return;
                    }
                    self.story.clear();
                    self.story.extend(document.ancestors(node));
                    self.meta.h1.push(node);
                    push(&mut self.meta.headlines, Claim::at(text, Source::H1, node));
                }
            }
            Tag::Time => self.time(node),
            _ => {}
        }
        self.attributes(node, class);
    }

    fn meta_element(&mut self, node: NodeId) {
        let (mut keys, mut content): ([Option<&str>; 4], Option<&str>) = ([None; 4], None);
        for (name, value) in self.document.attrs(node) {
            match *name {
                local_name!("property") => keys[0] = Some(value),
                local_name!("name") => keys[1] = Some(value),
                local_name!("itemprop") => keys[2] = Some(value),
                local_name!("http-equiv") => keys[3] = Some(value),
                local_name!("content") => content = Some(value),
                _ => {}
            }
        }
        let Some(content) = content.map(str::trim).filter(|c| !c.is_empty()) else { return };
        if keys[..2].iter().flatten().any(|k| k.starts_with("twitter:label") || k.starts_with("twitter:data"))
        {
            return self.card_field(keys[0].or(keys[1]).unwrap_or_default(), content);
        }
        if keys.iter().flatten().any(|k| k.eq_ignore_ascii_case(parsely::NAME)) {
            for (field, value) in parsely::fields(content) {
                self.field(field, Source::Meta, &value, None);
            }
            return;
        }
        for key in keys.into_iter().flatten().flat_map(str::split_ascii_whitespace) {
            if let Some((field, source)) = meta_names::field(key) {
                let itemprop = keys[2].is_some_and(|k| k == key);
                self.field(
                    field,
                    if itemprop { Source::Microdata } else { source },
                    content,
                    itemprop.then_some(node),
                );
            }
        }
    }

    /// A field of a card, "Written by": "Jane Doe"; the label comes first.
    fn card_field(&mut self, key: &str, content: &str) {
        /// Characters of a label and of a value.
        const LONGEST: usize = 80;
        if content.len() > LONGEST {
            return;
        }
        let content = character_references::plain(content);
        if key.starts_with("twitter:label") {
            self.label = Some((key.trim_start_matches("twitter:label").to_owned(), content));
        } else if let Some((number, label)) = self.label.take()
            && number == key.trim_start_matches("twitter:data")
        {
            let value = format!("{label}: {content}");
            let (source, kind) = (Source::Twitter, AuthorKind::Unknown);
            if self.meta.cards.len() < MOST_CLAIMS {
                self.meta.cards.push(AuthorClaim { value, source, kind, role: None, node: None });
            }
        }
    }

    fn field(&mut self, field: MetaField, source: Source, content: &str, node: Option<NodeId>) {
        let claim = || Claim { value: character_references::plain(content), source, node };
        match field {
            MetaField::Headline => push(&mut self.meta.headlines, claim()),
            MetaField::Published => push(&mut self.meta.published, claim()),
            MetaField::Modified => push(&mut self.meta.modified, claim()),
            MetaField::Description => push(&mut self.meta.descriptions, claim()),
            MetaField::Site => push(&mut self.meta.sites, claim()),
            MetaField::Author => {
                let Claim { value, source, node } = claim();
                self.author(AuthorClaim { value, source, kind: AuthorKind::Unknown, role: None, node });
            }
            MetaField::Image => self.out.images.push(content.to_owned()),
            MetaField::Keywords => keywords(content, &mut self.meta.keywords),
            MetaField::Language => self.out.language.push(content.to_owned()),
            MetaField::Type if source == Source::OpenGraph => {
                self.meta.og_type = self.meta.og_type.take().or_else(|| Some(content.to_ascii_lowercase()));
            }
            MetaField::Type => {}
            MetaField::Canonical => self.og.push(content.to_owned()),
            MetaField::Section => self.meta.sections.push(character_references::plain(content)),
        }
    }

    fn author(&mut self, claim: AuthorClaim) {
        let known = self.meta.authors.iter().any(|a| a.value == claim.value && a.source == claim.source);
        if !claim.value.is_empty() && !known && self.meta.authors.len() < MOST_CLAIMS {
            self.meta.authors.push(claim);
        }
    }

    fn link(&mut self, node: NodeId) {
        let Some(rel) = self.document.attr(node, &local_name!("rel")) else { return };
        let Some(href) = attr(self.document, node, &local_name!("href")) else { return };
        if rel.eq_ignore_ascii_case("canonical") {
            self.out.canonical.push(href);
        } else if rel.eq_ignore_ascii_case("image_src") {
            self.out.images.push(href);
        }
    }

    fn script(&mut self, node: NodeId) {
        /// Scripts that may hold the page's state.
        const MOST_STATES: usize = 1_024;
        let document = self.document;
        let kind = document.attr(node, &local_name!("type")).unwrap_or_default().trim();
        if kind.len() >= 7 && kind.to_ascii_lowercase().contains("ld+json") {
            self.out.jsonld.push(node);
            return;
        }
        // The parser keeps the text of those scripts only that are data.
        if document.first_child(node).is_some() && self.meta.states.len() < MOST_STATES {
            self.meta.states.push(node);
        }
    }

    /// `time`: a date of publication unless its class or its words say otherwise; as a property of an item it is read
    /// with those.
    fn time(&mut self, node: NodeId) {
        let document = self.document;
        let property = document.attr(node, &local_name!("itemprop"));
        if property.is_some_and(|p| p.split_ascii_whitespace().any(is_date_property)) {
            return;
        }
        let value = document
            .attr(node, &local_name!("datetime"))
            .map(character_references::plain)
            .filter(|v| !v.is_empty());
        let Some(value) = value.or_else(|| text_of(document, node, DATE_CHARS)) else { return };
        if classes::in_others(document, node, &self.story) {
            return;
        }
        let modified = classes::of(document, node) == Some(FieldClass::Modified)
            || document.parent(node).is_some_and(|p| classes::of(document, p) == Some(FieldClass::Modified));
        let list = if modified { &mut self.meta.modified } else { &mut self.meta.published };
        push(list, Claim::at(value, Source::TimeElement, node));
    }

    /// Microdata, author links and classes.
    fn attributes(&mut self, node: NodeId, number: Option<u32>) {
        let (mut itemprop, mut rel, mut has_class) = (None, None, false);
        for (name, value) in self.document.attrs(node) {
            match *name {
                local_name!("itemprop") => itemprop = Some(value),
                local_name!("itemtype") => {
                    let types = SchemaTypes::of(value);
                    self.meta.all_types = self.meta.all_types.with(types);
                    if types.any(SchemaTypes::ARTICLE) {
                        self.meta.types = self.meta.types.with(types);
                    }
                }
                local_name!("rel") => rel = Some(value),
                local_name!("class") => has_class = true,
                _ => {}
            }
        }
        if let Some(itemprop) = itemprop {
            self.itemprop(node, itemprop);
        }
        if rel.is_some_and(|r| r.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("author"))) {
            self.author_element(node, Source::RelAuthor, AuthorKind::Unknown);
        } else if has_class && let Some(class) = self.class_of(node, number) {
            self.class(node, class);
        }
    }

    /// What a class attribute says, looked at once for all elements that have the same.
    fn class_of(&mut self, node: NodeId, number: Option<u32>) -> Option<FieldClass> {
        let document = self.document;
        let Some(number) = number else { return classes::of(document, node) };
        let number = number as usize;
        if number >= self.classes.len() {
            self.classes.resize(number + 1, None);
        }
        let class = match self.classes[number] {
            Some(class) => class,
            None => {
                let value = document.attr(node, &local_name!("class"));
                *self.classes[number].insert(value.and_then(classes::of_value))
            }
        };
        classes::note(document, node, class);
        class
    }

    fn itemprop(&mut self, node: NodeId, value: &str) {
        for prop in value.split_ascii_whitespace() {
            match prop {
                "headline" => {
                    if let Some(text) = text_of(self.document, node, HEADLINE_CHARS) {
                        push(&mut self.meta.headlines, Claim::at(text, Source::Microdata, node));
                    }
                }
                "author" | "creator" => {
                    let kind = match self.document.attr(node, &local_name!("itemtype")).map(SchemaTypes::of) {
                        Some(t) if t.any(SchemaTypes::PERSON) => AuthorKind::Person,
                        Some(t) if t.any(SchemaTypes::ORGANIZATION) => AuthorKind::Organization,
                        _ => AuthorKind::Unknown,
                    };
                    self.author_element(node, Source::Microdata, kind);
                }
                _ if is_date_property(prop) => {
                    let document = self.document;
                    if classes::in_others(document, node, &self.story) {
                        continue;
                    }
                    let value = [local_name!("content"), local_name!("datetime")]
                        .iter()
                        .find_map(|name| attr(document, node, name))
                        .or_else(|| text_of(document, node, DATE_CHARS));
                    let Some(value) = value else { continue };
                    let list = if prop == "dateModified" {
                        &mut self.meta.modified
                    } else {
                        &mut self.meta.published
                    };
                    push(list, Claim::at(character_references::plain(&value), Source::Microdata, node));
                }
                _ => {}
            }
        }
    }

    fn author_element(&mut self, node: NodeId, source: Source, kind: AuthorKind) {
        if classes::in_others(self.document, node, &self.story) {
            return;
        }
        // An item's name has its own element; the rest is pictures and biography.
        let name = (source == Source::Microdata)
            .then(|| itemprop_name(self.document, node))
            .flatten()
            .and_then(|n| {
                attr(self.document, n, &local_name!("content"))
                    .or_else(|| text_of(self.document, n, AUTHOR_CHARS))
            });
        if let Some(value) = name.or_else(|| text_of(self.document, node, AUTHOR_CHARS)) {
            self.author(AuthorClaim { value, source, kind, role: None, node: Some(node) });
        }
    }

    fn class(&mut self, node: NodeId, class: FieldClass) {
        let document = self.document;
        match class {
            FieldClass::Headline => {
                if document.tag(node) != Tag::H1
                    && let Some(text) = text_of(document, node, HEADLINE_CHARS)
                {
                    push(&mut self.meta.headlines, Claim::at(text, Source::Element, node));
                }
            }
            FieldClass::Author => self.author_element(node, Source::Element, AuthorKind::Unknown),
            // An account is an author in a forum only: `byline` knows where it stands.
            FieldClass::User => {}
            FieldClass::Date | FieldClass::Modified => {
                if document.tag(node) == Tag::Time || classes::in_others(document, node, &self.story) {
                    return;
                }
                // The machine-readable date of an `abbr` of hAtom is its title.
                let title = || attr(document, node, &local_name!("title")).filter(|t| is_iso_date(t));
                let Some(value) = title().or_else(|| text_of(document, node, DATE_CHARS)) else { return };
                if !value.bytes().any(|b| b.is_ascii_digit()) {
                    return;
                }
                let list = if class == FieldClass::Modified {
                    &mut self.meta.modified
                } else {
                    &mut self.meta.published
                };
                push(list, Claim::at(value, Source::Element, node));
            }
        }
    }
}

/// The first `itemprop=name` below an item, looked for among its first nodes.
fn itemprop_name(document: &Document, item: NodeId) -> Option<NodeId> {
    const NODES: usize = 64;
    let names = |n: &NodeId| {
        document
            .attr(*n, &local_name!("itemprop"))
            .is_some_and(|p| p.split_ascii_whitespace().any(|p| p == "name"))
    };
    document.descendants(item).skip(1).take(NODES).find(names)
}

/// Whether a heading is the site's name: nothing but a link to the site's front page.
fn is_logo(document: &Document, heading: NodeId) -> bool {
    /// Nodes of a heading that are looked at.
    const NODES: usize = 16;
    let mut link = None;
    for node in document.descendants(heading).skip(1).take(NODES) {
        if document.tag(node) == Tag::A {
            link = link.or(Some(node));
        } else if !document.text(node).trim().is_empty() {
            // Text outside of the link is the heading's own.
            let inside = |link| document.ancestors(node).any(|n| n == link);
            if !link.is_some_and(inside) {
                return false;
            }
        }
    }
    let href = link.and_then(|link| document.attr(link, &local_name!("href")));
    href.is_some_and(|href| {
        let path = match href.trim().split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => match href.trim().strip_prefix('/') {
                Some(path) => path,
                None => return false,
            },
        };
        path.is_empty()
    })
}

/// Whether a microdata property is a date of the item itself (schema.org).
fn is_date_property(property: &str) -> bool {
    matches!(property, "datePublished" | "dateCreated" | "dateModified" | "uploadDate")
}

/// Whether a text begins like an ISO 8601 date.
fn is_iso_date(text: &str) -> bool {
    /// Where "2031-05-05" has its hyphens.
    const HYPHENS: [usize; 2] = [4, 7];
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && HYPHENS.iter().all(|&at| bytes[at] == b'-')
        && bytes[..4].iter().all(u8::is_ascii_digit)
}

fn attr(document: &Document, node: NodeId, name: &LocalName) -> Option<String> {
    document.attr(node, name).map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned)
}

fn push(list: &mut Vec<Claim>, claim: Claim) {
    if !claim.value.is_empty() && list.len() < MOST_CLAIMS {
        list.push(claim);
    }
}
