//! Reads JSON-LD scripts as a graph of items with the properties that a page's record needs.
//!
//! serde_json reads the scripts without building a value tree, and strings are borrowed where JSON allows it. A broken
//! script is read a second time with its faults repaired (`json_repair`); if it is still broken, the part before the
//! break counts.

use std::{borrow::Cow, fmt};

use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::schema::SchemaTypes;
use crate::metadata::json_repair;

/// Items of a page; what comes after them is not read.
const MOST_ITEMS: usize = 20_000;

/// Properties that are read, and relations that say what a nested item is to the one around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    /// The top of a script.
    Root,
    /// Any other.
    Other,
    Id,
    Type,
    Graph,
    Headline,
    Name,
    GivenName,
    FamilyName,
    Url,
    MainEntityOfPage,
    MainEntity,
    Author,
    Contributor,
    Publisher,
    DatePublished,
    DateModified,
    DateCreated,
    Description,
    Image,
    Keywords,
    Body,
    Language,
    JobTitle,
    Section,
    /// Lists of other things: `itemListElement`, `hasPart`, `blogPost`, `comment`, `review`, `mentions`.
    Others,
}

impl Key {
    fn of(name: &str) -> Self {
        match name {
            "@id" | "id" => Self::Id,
            "@type" | "type" => Self::Type,
            "@graph" => Self::Graph,
            "headline" | "Headline" | "title" => Self::Headline,
            "name" => Self::Name,
            "givenName" => Self::GivenName,
            "familyName" => Self::FamilyName,
            "url" | "contentUrl" => Self::Url,
            "mainEntityOfPage" => Self::MainEntityOfPage,
            "mainEntity" => Self::MainEntity,
            "author" | "creator" | "Author" => Self::Author,
            "contributor" | "contributors" => Self::Contributor,
            "publisher" | "sourceOrganization" => Self::Publisher,
            "datePublished" | "uploadDate" | "publishedAt" | "DatePublished" | "datepublished" => {
                Self::DatePublished
            }
            "dateModified" | "DateModified" | "datemodified" => Self::DateModified,
            "dateCreated" => Self::DateCreated,
            "description" => Self::Description,
            "image" | "thumbnailUrl" | "primaryImageOfPage" => Self::Image,
            "keywords" => Self::Keywords,
            "articleBody" | "reviewBody" | "text" => Self::Body,
            "inLanguage" => Self::Language,
            "jobTitle" => Self::JobTitle,
            "articleSection" => Self::Section,
            "itemListElement" | "hasPart" | "blogPost" | "blogPosts" | "comment" | "review" | "reviews"
            | "mentions" | "citation" | "associatedMedia" | "video" | "about" | "isPartOf" | "isBasedOn"
            | "relatedLink" | "liveBlogUpdate" | "suggestedAnswer" | "acceptedAnswer" | "itemReviewed"
            | "offers" => Self::Others,
            _ => Self::Other,
        }
    }

    /// Whether its scalar values are kept.
    fn kept(self) -> bool {
        !matches!(self, Self::Root | Self::Other | Self::Graph)
    }

    fn is_date(self) -> bool {
        matches!(self, Self::DatePublished | Self::DateModified | Self::DateCreated)
    }
}

const NONE: u32 = u32::MAX;

/// One object.
#[derive(Debug)]
pub(crate) struct GraphItem {
    /// The object that contains it.
    pub(crate) parent: Option<usize>,
    /// What it is to its parent.
    pub(crate) key: Key,
    /// Its types.
    pub(crate) types: SchemaTypes,
    first: u32,
    last: u32,
}

/// One value of a property: a scalar, or an item of the graph.
#[derive(Debug)]
pub(crate) enum GraphValue<'a> {
    /// A string, or a number where a date may be one.
    Text(Cow<'a, str>),
    /// An object.
    Item(usize),
}

#[derive(Debug)]
struct Property<'a> {
    key: Key,
    value: GraphValue<'a>,
    next: u32,
}

/// All objects of a page's JSON-LD.
#[derive(Debug, Default)]
pub(crate) struct Graph<'a> {
    pub(crate) items: Vec<GraphItem>,
    properties: Vec<Property<'a>>,
    ids: FxHashMap<String, usize>,
}

impl<'a> Graph<'a> {
    /// Reads the scripts of a page. `mended` holds the scripts that had to be mended; it is the caller's so that
    /// their strings can be borrowed.
    pub(crate) fn read(scripts: &[&'a str], mended: &'a [std::cell::OnceCell<String>]) -> Self {
        let mut graph = Self::default();
        for (script, cell) in scripts.iter().zip(mended) {
            let script = json_repair::unwrap(script);
            let mark = (graph.items.len(), graph.properties.len());
            if graph.script(script).is_err() {
                let fixed = cell.get_or_init(|| json_repair::mend(script));
                graph.items.truncate(mark.0);
                graph.properties.truncate(mark.1);
                // The part before a break that could not be repaired is still read.
                let _ = graph.script(fixed);
            }
        }
        graph.index();
        graph
    }

    /// One script: one value, or several one after the other.
    fn script(&mut self, script: &'a str) -> Result<(), serde_json::Error> {
        let mut rest = script.trim_start();
        while !rest.is_empty() {
            let mut json = serde_json::Deserializer::from_str(rest);
            GraphSeed { graph: self, parent: None, key: Key::Root }.deserialize(&mut json)?;
            // Only the position of the stream is needed.
            let offset = json.into_iter::<IgnoredAny>().byte_offset();
            if offset == 0 {
                break;
            }
            rest =
                rest.get(offset..).unwrap_or_default().trim_start_matches([' ', '\t', '\n', '\r', ';', ',']);
        }
        Ok(())
    }

    fn index(&mut self) {
        for at in 0..self.items.len() {
            if self.items[at].types.is_empty() && self.text(at, Key::Name).is_none() {
                continue;
            }
            if let Some(id) = self.text(at, Key::Id).filter(|id| !id.is_empty()).map(str::to_owned) {
                self.ids.entry(id).or_insert(at);
            }
        }
    }

    fn open(&mut self, parent: Option<usize>, key: Key) -> Option<usize> {
        if self.items.len() >= MOST_ITEMS {
            return None;
        }
        let at = self.items.len();
        self.items.push(GraphItem { parent, key, types: SchemaTypes::default(), first: NONE, last: NONE });
        if let Some(parent) = parent {
            self.put(parent, key, GraphValue::Item(at));
        }
        Some(at)
    }

    fn put(&mut self, item: usize, key: Key, value: GraphValue<'a>) {
        let at = self.properties.len() as u32;
        self.properties.push(Property { key, value, next: NONE });
        let item = &mut self.items[item];
        match item.last {
            NONE => item.first = at,
            last => self.properties[last as usize].next = at,
        }
        item.last = at;
    }

    fn scalar(&mut self, parent: Option<usize>, key: Key, value: Cow<'a, str>) {
        let Some(parent) = parent else { return };
        if key == Key::Type {
            let item = &mut self.items[parent];
            item.types = item.types.with(SchemaTypes::of(&value));
        } else if key.kept() {
            self.put(parent, key, GraphValue::Text(value));
        }
    }

    /// The values of a property, in page order.
    pub(crate) fn values(&self, item: usize, key: Key) -> impl Iterator<Item = &GraphValue<'a>> {
        let mut at = self.items[item].first;
        std::iter::from_fn(move || {
            let property = self.properties.get(at as usize)?;
            at = property.next;
            Some(property)
        })
        .filter(move |p| p.key == key)
        .map(|p| &p.value)
    }

    /// The first text of a property that is not blank.
    pub(crate) fn text(&self, item: usize, key: Key) -> Option<&str> {
        self.values(item, key).find_map(|v| match v {
            GraphValue::Text(text) => Some(text.trim()).filter(|t| !t.is_empty()),
            GraphValue::Item(_) => None,
        })
    }

    /// The item that `item` stands for: itself, or the one that its `@id` names when it says no more than that.
    pub(crate) fn resolve(&self, item: usize) -> usize {
        if self.text(item, Key::Name).is_some() || self.text(item, Key::Headline).is_some() {
            return item;
        }
        self.named(self.text(item, Key::Id).unwrap_or_default()).unwrap_or(item)
    }

    /// The item with this `@id`.
    pub(crate) fn named(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }
}

struct GraphSeed<'g, 'a> {
    graph: &'g mut Graph<'a>,
    parent: Option<usize>,
    key: Key,
}

impl<'de> DeserializeSeed<'de> for GraphSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for GraphSeed<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        if self.key.is_date() {
            self.graph.scalar(self.parent, self.key, Cow::Owned(number.to_string()));
        }
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        if self.key.is_date() {
            self.graph.scalar(self.parent, self.key, Cow::Owned(number.to_string()));
        }
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.graph.scalar(self.parent, self.key, Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.key.kept() {
            self.graph.scalar(self.parent, self.key, Cow::Owned(text.to_owned()));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq
            .next_element_seed(GraphSeed { graph: &mut *self.graph, parent: self.parent, key: self.key })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some(item) = self.graph.open(self.parent, self.key) else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        while let Some(key) = map.next_key_seed(KeySeed)? {
            map.next_value_seed(GraphSeed { graph: &mut *self.graph, parent: Some(item), key })?;
        }
        Ok(())
    }
}

struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok(Key::of(name.trim()))
    }
}
