//! Opens front matter: the fields that extractors, clippers and site generators write above a text.
//!
//! There are three forms: YAML between lines of `---` (trafilatura, Obsidian, Hugo), TOML between lines of `+++` (Hugo),
//! and lines `Title: …`, `URL Source: …` before `Markdown Content:` (Jina Reader). The fields are flat, so they are read
//! line by line. Fields without delimiters are the header of a letter for `email`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon;

/// Maximum lines of front matter.
const LINES: usize = 200;
/// Maximum bytes of the name of a field.
const NAME_BYTES: usize = 40;
/// The line before Markdown in the output of a reader.
const MARKDOWN: &str = "markdown content:";

/// The fields by their names.
static NAMES: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    lexicon::entries(include_str!("../lexicon/data/front-matter.txt"))
        .map(|(group, name)| (name, group))
        .collect()
});

/// What front matter states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub(crate) title: Option<String>,
    /// Several authors are joined with commas.
    pub(crate) author: Option<String>,
    pub(crate) date: Option<String>,
    /// An `http` or `https` address.
    pub(crate) url: Option<String>,
    /// Whether the text below is Markdown.
    pub(crate) is_markdown: bool,
}

impl FrontMatter {
    /// Sets a field unless an earlier one states the same. Returns whether the name is known.
    fn set(&mut self, name: &str, values: &[String]) -> bool {
        let Some(group) = NAMES.get(name.to_lowercase().as_str()) else { return false };
        let value = values.join(", ");
        if value.is_empty() {
            return true;
        }
        match *group {
            "author" => self.author.get_or_insert(value),
            "date" => self.date.get_or_insert(value),
            "title" => self.title.get_or_insert(value),
            _ if value.starts_with("http://") || value.starts_with("https://") => {
                self.url.get_or_insert(value)
            }
            _ => return false,
        };
        true
    }
}

/// Returns where the text below the front matter starts, and the fields of the front matter. Returns `None` for a text
/// without front matter, such as one that begins with a rule of three hyphens.
pub(crate) fn open(text: &str) -> Option<(usize, FrontMatter)> {
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let (first, _) = text[start..].split_once('\n')?;
    let form = match first.trim_end() {
        "---" => Form { end: &["---", "..."], sign: ':' },
        "+++" => Form { end: &["+++"], sign: '=' },
        line => {
            let (name, _) = field(line, ':')?;
            NAMES.get(name.to_lowercase().as_str())?;
            return header(text, start);
        }
    };
    form.read(text, start + first.len() + 1)
}

/// A form with delimiters.
struct Form {
    /// The lines that end it.
    end: &'static [&'static str],
    /// The sign between a name and its value.
    sign: char,
}

impl Form {
    fn read(&self, text: &str, start: usize) -> Option<(usize, FrontMatter)> {
        let mut found = FrontMatter::default();
        let mut known = 0;
        let (mut name, mut values): (&str, Vec<String>) = ("", Vec::new());
        let mut at = start;
        for line in text[start..].split_inclusive('\n').take(LINES) {
            at += line.len();
            let content = line.trim_end();
            let ends = self.end.contains(&content);
            let indented = content.starts_with([' ', '\t', '-']) && !ends;
            if indented {
                // An item of a list, or a value that continues.
                let item = content.trim_start();
                values.extend(scalars(item.strip_prefix("- ").unwrap_or(item)));
                continue;
            }
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            known += usize::from(found.set(name, &values));
            if ends {
                return (known > 0).then_some((at, found));
            }
            let (next, value) = field(content, self.sign)?;
            (name, values) = (next, scalars(value).collect());
        }
        None
    }
}

/// Reads the lines of a reader, `Name: value`, up to `Markdown Content:`.
fn header(text: &str, start: usize) -> Option<(usize, FrontMatter)> {
    let mut found = FrontMatter { is_markdown: true, ..FrontMatter::default() };
    let mut at = start;
    for line in text[start..].split_inclusive('\n').take(LINES) {
        at += line.len();
        let content = line.trim();
        if content.eq_ignore_ascii_case(MARKDOWN) {
            return Some((at, found));
        }
        if !content.is_empty() {
            let (name, value) = field(content, ':')?;
            found.set(name, &scalars(value).collect::<Vec<_>>());
        }
    }
    None
}

/// Returns the name and the value of a line.
fn field(line: &str, sign: char) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(sign)?;
    let name = name.trim_end().trim_matches('"');
    let is_name = !name.is_empty()
        && name.len() <= NAME_BYTES
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.'));
    is_name.then(|| (name, value.trim()))
}

/// Returns the values of a field: one, or the items of a list in brackets.
fn scalars(value: &str) -> impl Iterator<Item = String> {
    let list = value.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
    // `[[Name]]` is a link to the note with this name.
    let list = list.filter(|list| !list.starts_with('['));
    let one = list.is_none().then_some(value);
    list.into_iter().flat_map(|list| list.split(',')).chain(one).map(scalar).filter(|value| !value.is_empty())
}

/// Returns a value without quotation marks, the brackets of a link, and the name of the field of a list's item.
fn scalar(value: &str) -> String {
    let value = value.trim();
    let value = value.strip_prefix("name:").map_or(value, str::trim);
    // `>` and `|` begin a text of several lines.
    if matches!(value, ">" | "|" | ">-" | "|-" | "null" | "~") {
        return String::new();
    }
    let quoted = |sign| value.strip_prefix(sign).and_then(|value| value.strip_suffix(sign));
    let value = match quoted('"') {
        Some(value) => value.replace("\\\"", "\""),
        None => quoted('\'').map_or_else(|| value.to_owned(), |value| value.replace("''", "'")),
    };
    match value.strip_prefix("[[").and_then(|value| value.strip_suffix("]]")) {
        Some(link) => link.rsplit('|').next().unwrap_or(link).trim().to_owned(),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, FrontMatter)> {
        open(text).map(|(start, found)| (&text[start..], found))
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    #[test]
    fn yaml_states_fields() {
        let text = "---\ntitle: \"The \\\"old\\\" port: open\"\nauthor:\n  - \"[[Mara Ellery]]\"\n  - Jonas Reil\n\
                    published: 2031-05-05\nsource: 'https://post.example/port'\ntags:\n  - clippings\n\
                    description: >\n  The port\n  opens.\n---\n\nThe port is open.\n";
        let wanted = FrontMatter {
            title: some("The \"old\" port: open"),
            author: some("Mara Ellery, Jonas Reil"),
            date: some("2031-05-05"),
            url: some("https://post.example/port"),
            is_markdown: false,
        };
        assert_eq!(read(text), Some(("\nThe port is open.\n", wanted)));
        let (_, found) = read("---\nauthors: [Mara Ellery, 'Jonas Reil']\n...\nText").expect("front matter");
        assert_eq!(found.author, some("Mara Ellery, Jonas Reil"));
        let (_, found) = read("---\nauthor:\n- name: Mara Ellery\n---\nText").expect("front matter");
        assert_eq!(found.author, some("Mara Ellery"));
    }

    #[test]
    fn toml_states_fields() {
        let text = "+++\ntitle = 'The port'\nauthors = [\"Mara Ellery\"]\ndate = 2031-05-05T08:00:00Z\ndraft = false\n+++\nText";
        let (rest, found) = read(text).expect("front matter");
        assert_eq!((rest, found.title, found.author), ("Text", some("The port"), some("Mara Ellery")));
        assert_eq!(found.date, some("2031-05-05T08:00:00Z"));
    }

    #[test]
    fn a_reader_states_fields() {
        let text = "Title: The port\n\nURL Source: https://post.example/port\n\nPublished Time: 2031-05-05T08:00:00Z\n\n\
                    Warning: This is a cached page.\n\nMarkdown Content:\nThe port is open.\n";
        let (rest, found) = read(text).expect("front matter");
        assert_eq!((rest, found.title, found.is_markdown), ("The port is open.\n", some("The port"), true));
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "",
            "---",
            "---\nThe port is open.\n---\nText",
            "---\nNote: the port is open.\n---\nText",
            "---\ntitle: no end\n",
            "Title: The port\n\nThe port is open.",
            "Title: The port\nAuthor: Mara Ellery\n\nThe port is open.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
