//! Finds the story's text where the page shows none: in JSON-LD's `articleBody`, in the state object that a script
//! framework (Next, Nuxt, Apollo, Fusion) leaves in the page, or in an attribute that holds JSON.
//!
//! The result is the longest text that looks like a story, as HTML: paragraphs of plain text become `p`. A state object
//! has no fixed shape. Its strings are read in one pass; those under one key in the items of one list belong together,
//! and so do the pieces of a paragraph one list deeper. Its author is the one named nearest to it. A text too short to
//! be told from a teaser is the story if it is in an object that also has the page's title.

use std::{borrow::Cow, fmt};

use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::PageMeta;
use crate::dom::{Document, NodeId};
use crate::metadata::{classes, classes::FieldClass, json_repair, script_state};
use crate::words::is_sentence_end;

/// Characters below which a text is a teaser and no story.
const SHORTEST_STORY: usize = 400;
/// Characters of a string below which it is a label, unless its neighbours are prose.
const SHORTEST_PROSE: usize = 40;
/// Words of a string that is prose, for each hundred characters: less is an address, a key or code.
const WORDS_PER_HUNDRED: usize = 8;
/// Bytes of an author's name; what is longer is a description.
const LONGEST_AUTHOR: usize = 120;
/// Strings that are kept of one page.
const MOST_STRINGS: usize = 20_000;
/// Attributes with JSON that are read of one page.
const MOST_ATTRIBUTES: usize = 64;
/// How much more text the lists two levels up must hold to be the story's.
const DEEPER: usize = 2;

/// Minimum characters of a short story and of the headline in its object, and minimum sentences of the story.
const SHORT_STORY: usize = 60;
const SHORT_HEADLINE: usize = 8;
const SHORT_SENTENCES: usize = 1;

/// Bytes of a script among which an object is pushed onto a list.
const LONGEST_CALL: usize = 120;

/// Keys that hold the name of what an author's object is about.
const NAME_KEYS: [&str; 5] = ["displayName", "display_name", "fullName", "full_name", "name"];

/// A story that the page's data holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct StateStory {
    /// Its text.
    pub(crate) html: String,
    /// Whom the data names as its author; what JSON-LD says is among the page's claims already.
    pub(crate) author: Option<String>,
    /// It is the text of the page's own item of JSON-LD.
    pub(crate) is_item: bool,
    /// It is too short to be told from a teaser by its length.
    pub(crate) is_short: bool,
    /// Characters of prose.
    size: usize,
}

/// The text of the page's story as HTML, and its author.
pub(crate) fn story(document: &Document, meta: &PageMeta) -> Option<StateStory> {
    let own = meta.body.as_deref();
    if let Some(body) = own.filter(|body| body.chars().count() >= SHORTEST_STORY) {
        return Some(of_item(body));
    }
    let titles: Vec<&str> = meta.headlines.iter().map(|claim| claim.value.as_str()).collect();
    let mut best: Option<StateStory> = None;
    for &script in &meta.states {
        let text = document.first_child(script).filter(|&t| !super::flight::is_chunk(document.text(t)));
        if let Some(story) = text.and_then(|t| of_script(document, t, &titles))
            && best.as_ref().is_none_or(|b| story.size > b.size)
        {
            best = Some(story);
        }
    }
    if let Some(story) = in_attributes(document, &titles)
        && best.as_ref().is_none_or(|b| story.size > b.size)
    {
        best = Some(story);
    }
    let pushed = super::flight::story(document, &meta.states).filter(|html| html.len() >= SHORTEST_STORY);
    let best = match pushed {
        Some(html) if best.as_ref().is_none_or(|b| html.len() > b.size) => {
            let size = html.chars().count();
            Some(StateStory { html, size, ..StateStory::default() })
        }
        _ => best,
    };
    let short =
        || own.filter(|body| is_short_story(body)).map(|body| StateStory { is_short: true, ..of_item(body) });
    best.or_else(short)
}

/// The story of the page's own item of JSON-LD.
fn of_item(body: &str) -> StateStory {
    StateStory { html: to_html(&[Cow::Borrowed(body)]), is_item: true, ..StateStory::default() }
}

/// Returns whether a text has the length and the sentences of a short story.
fn is_short_story(text: &str) -> bool {
    let ends = text.chars().filter(|&c| is_sentence_end(c)).take(SHORT_SENTENCES).count();
    text.chars().count() >= SHORT_STORY && ends >= SHORT_SENTENCES
}

/// The longest story in attributes that hold JSON: the properties that a server gives to a component of the page.
fn in_attributes(document: &Document, titles: &[&str]) -> Option<StateStory> {
    let is_json = |value: &&str| value.len() >= SHORTEST_STORY && value.trim_start().starts_with(['{', '[']);
    let elements = document.descendants(NodeId::DOCUMENT).filter(|&node| document.is_element(node));
    let values = elements.flat_map(|node| document.attrs(node).map(|(_, value)| value));
    let stories = values.filter(is_json).take(MOST_ATTRIBUTES).filter_map(|json| of_json(json, titles));
    stories.max_by_key(|story| story.size)
}

fn of_script(document: &Document, text: NodeId, titles: &[&str]) -> Option<StateStory> {
    let script = json_repair::unwrap(document.text(text));
    // The object itself, what is pushed onto a list, or what is bound to a name.
    let value = if script.starts_with(['{', '[', '"']) {
        script
    } else if let Some(at) = script.get(..script.len().min(LONGEST_CALL)).and_then(|s| s.find(".push(")) {
        &script[at + ".push(".len()..]
    } else {
        script.split_once('=')?.1.trim_start()
    };
    if let Some(json) = script_state::to_json(value) {
        return of_json(&json, titles);
    }
    let value = value.strip_prefix("JSON.parse(").unwrap_or(value);
    let start = value.find(['{', '[', '"'])?;
    let script = &value[start..];
    let decoded;
    let json = match script.strip_prefix('"') {
        // A state that is a string of JSON.
        Some(_) => {
            let mut stream = serde_json::Deserializer::from_str(script).into_iter::<String>();
            decoded = stream.next()?.ok()?;
            decoded.as_str()
        }
        None => script,
    };
    of_json(json, titles)
}

fn of_json(json: &str, titles: &[&str]) -> Option<StateStory> {
    let mut strings = Strings::default();
    // The part before a break in the JSON is read anyway.
    let _ = StateSeed { strings: &mut strings, key: "", aside: false, author: false }
        .deserialize(&mut serde_json::Deserializer::from_str(json));
    strings.story().or_else(|| strings.short_story(titles))
}

/// A string of the state: the lists around it, innermost first, its key, and its text.
struct StateString<'a> {
    lists: [u32; 2],
    /// The object around it.
    object: u32,
    key: u32,
    text: Cow<'a, str>,
}

#[derive(Default)]
struct Strings<'a> {
    entries: Vec<StateString<'a>>,
    keys: FxHashMap<String, u32>,
    /// Authors, each with the number of strings before it.
    authors: Vec<(usize, Cow<'a, str>)>,
    /// Lists that are open, outermost first.
    open: Vec<u32>,
    lists: u32,
    /// The innermost open object, and the object around each. 0 means no object.
    object: u32,
    objects: Vec<u32>,
}

impl<'a> Strings<'a> {
    fn push(&mut self, key: &str, text: Cow<'a, str>) {
        if self.entries.len() >= MOST_STRINGS || text.trim().is_empty() {
            return;
        }
        let next = self.keys.len() as u32;
        let key = match self.keys.get(key) {
            Some(key) => *key,
            None => *self.keys.entry(key.to_owned()).or_insert(next),
        };
        let n = self.open.len();
        let list = |back: usize| n.checked_sub(back).map_or(0, |i| self.open[i]);
        let lists = [list(1), list(2)];
        self.entries.push(StateString { lists, object: self.object, key, text });
    }

    /// A string that stands where an author does.
    fn author(&mut self, name: Cow<'a, str>, key: &str) {
        let is_name = classes::of_value(key) == Some(FieldClass::Author) || NAME_KEYS.contains(&key);
        if is_name && name.len() <= LONGEST_AUTHOR && self.authors.len() < MOST_STRINGS {
            self.authors.push((self.entries.len(), name));
        }
    }

    /// The authors that stand together nearest to a string.
    fn author_of(&self, at: usize) -> Option<String> {
        let nearest = self.authors.iter().map(|(place, _)| *place).min_by_key(|place| place.abs_diff(at))?;
        // Between two authors of one list stands nothing that is kept.
        let names: Vec<&str> =
            self.authors.iter().filter(|(place, _)| *place == nearest).map(|(_, name)| &**name).collect();
        Some(names.join(", "))
    }

    /// The text of an object that also has one of the page's titles: that of the key with the most prose.
    fn short_story(&self, titles: &[&str]) -> Option<StateStory> {
        let is_title = |entry: &StateString<'_>| {
            let text = entry.text.trim();
            text.chars().nth(SHORT_HEADLINE - 1).is_some()
                && titles.iter().any(|title| title.trim().starts_with(text))
        };
        let mut of_title = vec![false; self.objects.len() + 1];
        self.entries.iter().filter(|entry| is_title(entry)).for_each(|e| of_title[e.object as usize] = true);
        of_title[0] = false;
        // An object's number is larger than that of the object around it. The outermost with a title counts.
        let mut story_of = vec![0; of_title.len()];
        for object in 1..of_title.len() {
            let around = story_of[self.objects[object - 1] as usize];
            story_of[object] = if around == 0 && of_title[object] { object as u32 } else { around };
        }
        let mut sizes: FxHashMap<(u32, u32), usize> = FxHashMap::default();
        for entry in
            self.entries.iter().filter(|entry| story_of[entry.object as usize] != 0 && !is_title(entry))
        {
            *sizes.entry((story_of[entry.object as usize], entry.key)).or_default() += prose(&entry.text);
        }
        let largest = |(key, size): &((u32, u32), usize)| (*size, std::cmp::Reverse(*key));
        let ((object, key), size) = sizes.into_iter().max_by_key(largest)?;
        let is_own = |entry: &&StateString<'_>| entry.key == key && story_of[entry.object as usize] == object;
        let texts: Vec<Cow<'_, str>> =
            self.entries.iter().filter(is_own).map(|entry| Cow::Borrowed(&*entry.text)).collect();
        let first = self.entries.iter().position(|entry| is_own(&entry))?;
        let html = to_html(&texts);
        is_short_story(&html).then(|| StateStory {
            html,
            author: self.author_of(first),
            size,
            is_short: true,
            ..StateStory::default()
        })
    }

    /// The longest text, and who wrote it.
    fn story(&self) -> Option<StateStory> {
        let mut sizes: [FxHashMap<(u32, u32), usize>; 2] = Default::default();
        let mut single: Option<(usize, usize)> = None;
        for (i, entry) in self.entries.iter().enumerate() {
            let size = prose(&entry.text);
            if size == 0 {
                continue;
            }
            for (level, sizes) in sizes.iter_mut().enumerate() {
                *sizes.entry((entry.lists[level], entry.key)).or_default() += size;
            }
            if is_html(&entry.text) && single.is_none_or(|(s, _)| size > s) {
                single = Some((size, i));
            }
        }
        // Of equals the first list goes first.
        let largest = |level: usize| {
            sizes[level]
                .iter()
                .filter(|((list, _), _)| *list != 0)
                .map(|(k, v)| (*v, *k))
                .max_by_key(|(size, (list, key))| (*size, std::cmp::Reverse((*list, *key))))
        };
        let (near, far) = (largest(0), largest(1));
        let near_size = near.map_or(0, |n| n.0);
        if let Some((size, at)) = single.filter(|(size, _)| *size >= near_size.max(SHORTEST_STORY)) {
            let html = to_html(&[Cow::Borrowed(&self.entries[at].text)]);
            return Some(StateStory { html, author: self.author_of(at), size, ..StateStory::default() });
        }
        let (level, (size, (list, key))) = match far.filter(|f| f.0 >= near_size * DEEPER) {
            Some(far) => (1, far),
            None => (0, near?),
        };
        if size < SHORTEST_STORY {
            return None;
        }
        let mut paragraphs: Vec<Cow<'_, str>> = Vec::new();
        let (mut last, mut first) = (None, None);
        for (at, entry) in self.entries.iter().enumerate() {
            if entry.lists[level] != list || entry.key != key {
                continue;
            }
            first.get_or_insert(at);
            // One list deeper the pieces of a paragraph stand side by side.
            match paragraphs.last_mut() {
                Some(paragraph) if level == 1 && last == Some(entry.lists[0]) => {
                    paragraph.to_mut().push_str(&entry.text)
                }
                _ => paragraphs.push(Cow::Borrowed(&entry.text)),
            }
            last = Some(entry.lists[0]);
        }
        let author = first.and_then(|at| self.author_of(at));
        Some(StateStory { html: to_html(&paragraphs), author, size, ..StateStory::default() })
    }
}

/// Characters of a string that is prose, else 0.
fn prose(text: &str) -> usize {
    let size = text.chars().count();
    if size < SHORTEST_PROSE {
        return 0;
    }
    let blanks = text.bytes().filter(|b| *b == b' ').count();
    // Text in scripts without spaces is prose if it is not ASCII.
    let reads =
        blanks * 100 >= WORDS_PER_HUNDRED * size || text.chars().filter(|c| !c.is_ascii()).count() * 2 > size;
    let code =
        text.starts_with(['{', '[']) || text.contains("function(") || text.contains("://") && blanks < 3;
    if reads && !code { size } else { 0 }
}

fn is_html(text: &str) -> bool {
    ["<p>", "<p ", "</p>", "<br"].iter().any(|tag| text.contains(tag))
}

/// Texts as HTML: what has mark-up is left alone, lines of plain text become paragraphs.
fn to_html(texts: &[Cow<'_, str>]) -> String {
    let mut out = String::new();
    for text in texts {
        if is_html(text) {
            out.push_str(text);
            continue;
        }
        let inline = text.contains("</");
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            out.push_str("<p>");
            if inline {
                out.push_str(line);
            } else {
                // References stay as they are: such text is encoded once more as often as not.
                out.push_str(&line.replace('<', "&lt;"));
            }
            out.push_str("</p>");
        }
    }
    out
}

struct StateSeed<'s, 'k, 'a> {
    strings: &'s mut Strings<'a>,
    key: &'k str,
    aside: bool,
    /// Within an author's object, or list.
    author: bool,
}

impl<'de> StateSeed<'_, '_, 'de> {
    fn string(self, text: Cow<'de, str>) {
        match (self.aside, self.author) {
            (true, _) => {}
            (_, true) => self.strings.author(text, self.key),
            _ => self.strings.push(self.key, text),
        }
    }
}

impl<'de> DeserializeSeed<'de> for StateSeed<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for StateSeed<'_, '_, 'de> {
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

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.string(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.string(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.strings.lists += 1;
        self.strings.open.push(self.strings.lists);
        while seq
            .next_element_seed(StateSeed {
                strings: &mut *self.strings,
                key: self.key,
                aside: self.aside,
                author: self.author,
            })?
            .is_some()
        {}
        self.strings.open.pop();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let around = self.strings.object;
        self.strings.objects.push(around);
        self.strings.object = self.strings.objects.len() as u32;
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if self.strings.entries.len() >= MOST_STRINGS {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let aside = self.aside || classes::names_others(&key);
            let author = self.author || classes::of_value(&key) == Some(FieldClass::Author);
            map.next_value_seed(StateSeed { strings: &mut *self.strings, key: &key, aside, author })?;
        }
        self.strings.object = around;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom;

    fn story_of(html: &str) -> Option<String> {
        let (mut document, mut meta) = (Document::default(), PageMeta::default());
        dom::parse_keeping(html, dom::KeptNodes::SELECT, &dom::ParseLimits::default(), &mut document);
        super::super::read(&document, None, &mut meta);
        story(&document, &meta).map(|s| s.html)
    }

    fn sentences(n: usize) -> String {
        (0..n)
            .map(|i| format!("The bridge over the river opened again for the {i}. time this year. "))
            .collect()
    }

    #[test]
    fn article_body_of_json_ld() {
        let text = format!("{}\\n\\n{}", sentences(5), sentences(6));
        let page = format!(
            "<script type='application/ld+json'>{{\"@type\":\"Article\",\"articleBody\":\"{text}\"}}</script>"
        );
        let html = story_of(&page).expect("a story");
        assert_eq!(html.matches("<p>").count(), 2, "{html}");
    }

    #[test]
    fn lists_of_elements_and_lists_of_pieces() {
        let element = |i: usize| format!("{{\"type\":\"text\",\"content\":\"{i} {}\"}}", sentences(3));
        let flat = format!(
            "<script>window.__STATE__ = {{\"teasers\":[\"Short\"],\"content_elements\":[{},{}],\"comments\":[{}]}};</script>",
            element(0),
            element(1),
            (2..9).map(element).collect::<Vec<_>>().join(",")
        );
        let html = story_of(&flat).expect("a story");
        assert_eq!(html.matches("<p>").count(), 2, "{html}");

        let piece = |t: &str| format!("{{\"text\":\"{t}\"}}");
        let block =
            format!("{{\"children\":[{},{},{}]}}", piece(&sentences(1)), piece("and "), piece(&sentences(1)));
        let deep = format!(
            "<script id=__NEXT_DATA__ type='application/json'>{{\"props\":{{\"blocks\":[{block},{block},{block},{block}]}}}}</script>"
        );
        let html = story_of(&deep).expect("a story");
        assert_eq!(html.matches("<p>").count(), 4, "{html}");
        assert!(html.contains("this year. and The bridge"), "{html}");
    }

    #[test]
    fn a_state_that_a_function_returns() {
        let page = format!(
            "<script>window.__NUXT__=(function(a,b){{return {{data:[{{title:\"Open\",blocks:[{{text:a}},{{text:b}}]}}]}}}}\
             (\"{0}\",\"{0}\"));</script>",
            sentences(4)
        );
        let html = story_of(&page).expect("a story");
        assert_eq!(html.matches("<p>").count(), 2, "{html}");
    }

    #[test]
    fn the_author_named_nearest_to_the_story() {
        let html = format!(
            "<script type='application/json'>{{\"teasers\":[{{\"author\":\"Far Off\",\"title\":\"Another\"}},{{\"title\":\"One\"}}],\
             \"story\":{{\"authors\":[{{\"id\":7,\"name\":\"Jane Doe\",\"bio\":\"Writes.\"}},{{\"name\":\"John Roe\"}}],\
             \"body\":[{{\"text\":\"{0}\"}},{{\"text\":\"{0}\"}}]}},\
             \"comments\":[{{\"author\":\"Some Reader\",\"text\":\"No.\"}}]}}</script>",
            sentences(4)
        );
        let (mut document, mut meta) = (Document::default(), PageMeta::default());
        dom::parse(&html, &dom::ParseLimits::default(), &mut document);
        super::super::read(&document, None, &mut meta);
        let story = story(&document, &meta).expect("a story");
        assert_eq!(story.author.as_deref(), Some("Jane Doe, John Roe"));
    }

    #[test]
    fn json_in_an_attribute() {
        let body = format!("<p>{}</p><p>{}</p>", sentences(4), sentences(4));
        let json = serde_json::json!({ "page": 7, "event": { "headline": "Bridge open", "body": body } })
            .to_string();
        let attribute = json.replace('&', "&amp;").replace('"', "&quot;");
        let page =
            format!("<div id=root></div><div id=config data-store=\"{attribute}\" data-user=\"{{}}\"></div>");
        assert_eq!(story_of(&page).as_deref(), Some(body.as_str()));
    }

    #[test]
    fn a_short_story_is_in_the_object_with_the_title() {
        let page = |title: &str| {
            format!(
                "<title>Ferry rests until Monday | Seaboat</title><script type='application/json'>{{\"seo\":{{\"text\":\"Read all that \
                 our reporters write about boats and ferries, every day and for free.\"}},\"a\":{{\"title\":\"{title}\",\
                 \"author\":{{\"name\":\"Jane Doe\"}},\"texts\":[{{\"p\":\"The ferry rests until Monday because a gear has to be \
                 replaced.\"}},{{\"p\":\"It then sails at six.\"}}]}}}}</script>"
            )
        };
        let html = "<p>The ferry rests until Monday because a gear has to be replaced.</p><p>It then sails at six.</p>";
        assert_eq!(story_of(&page("Ferry rests until Monday")).as_deref(), Some(html));
        assert_eq!(story_of(&page("Another headline")), None);
    }

    #[test]
    fn html_in_a_string_and_nothing_at_all() {
        let body = format!("<p>{}</p><p>{}</p>", sentences(4), sentences(4));
        let page = format!(
            "<script type='application/json'>{{\"a\":{{\"body\":{}}}}}</script>",
            serde_json::json!(body)
        );
        assert_eq!(story_of(&page).as_deref(), Some(body.as_str()));
        assert_eq!(story_of("<script type='application/json'>{\"a\":[\"x\",\"y\"]}</script>"), None);
        assert_eq!(story_of("<script>window.__STATE__ = {\"a\": [[[[</script>"), None);
    }
}
