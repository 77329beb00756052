//! Writes the canonical line of a byline in its page's language: "By Jane Doe and John Roe", "Von Jana Beispiel".

use super::{Byline, vocabulary};
use crate::{
    lexicon,
    lexicon::{index::Group, indexed::BYLINE_LINES, language_tag::primary},
};

/// The words that a language uses in bylines.
#[derive(Clone, Copy, Default)]
struct BylineWords {
    by: &'static str,
    join: &'static str,
    list: &'static str,
    with: &'static str,
}

/// The language of the line if the page's language is unknown and the names are in Latin letters.
const LATIN_DEFAULT: &str = "en";

impl BylineWords {
    /// Returns the words of a language.
    fn of(language: &str) -> Self {
        let mut words = Self::default();
        for line in BYLINE_LINES.group_named(language).iter().flat_map(Group::lines) {
            let mut fields = lexicon::fields(line);
            let (what, text) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
            match what {
                "by" => words.by = text,
                "join" => words.join = text,
                "list" => words.list = text,
                _ => words.with = text,
            }
        }
        words
    }
}

/// Returns the line of a byline's authors and organization. In English, parsing the line gives the same byline.
///
/// If the language has no word for "by", or the names are in another script than the language, the line consists of
/// the names. People with tasks other than writing are named in English only.
pub(crate) fn line(byline: &Byline, language: Option<&str>) -> String {
    let vocabulary = vocabulary::get();
    let phrase = |role: Option<&String>| role.and_then(|role| vocabulary.written(role));
    let is_writer = |role: Option<&String>| phrase(role).is_none();
    let mut writers: Vec<&str> =
        byline.authors.iter().filter(|a| is_writer(a.role.as_ref())).map(|a| a.name.as_str()).collect();
    let houses: Vec<&str> = byline.organization.as_deref().map_or(Vec::new(), |o| o.split(" / ").collect());
    let first =
        byline.authors.first().map(|a| a.name.as_str()).or(houses.first().copied()).unwrap_or_default();
    let language = language.map(primary);
    let language = language.as_deref().map(tag).unwrap_or(LATIN_DEFAULT);
    let words = BylineWords::of(language);
    let other_script = !words.by.is_empty() && script(first) != script(words.by);
    let words = if other_script { BylineWords::default() } else { words };
    let english = language == LATIN_DEFAULT && !other_script;
    if !english && writers.is_empty() && houses.is_empty() {
        writers = byline.authors.iter().map(|a| a.name.as_str()).collect();
    }
    let mut line = String::new();
    if !writers.is_empty() {
        push_names(&mut line, words.by, &writers, words);
    }
    if !houses.is_empty() && writers.is_empty() {
        push_names(&mut line, words.by, &houses, words);
    } else if !houses.is_empty() {
        match words.with {
            "" => line.push_str(if words.list.is_empty() { ", " } else { words.list }),
            with => {
                line.push(' ');
                line.push_str(with);
                line.push(' ');
            }
        }
        push_names(&mut line, "", &houses, words);
    }
    if english {
        push_helpers(&mut line, byline);
    }
    line
}

/// Maps Norwegian's two written forms and replaced tags to the tags of the table.
fn tag(language: &str) -> &str {
    match language {
        "nb" | "nn" => "no",
        "iw" => "he",
        "in" => "id",
        "fil" => "tl",
        other => other,
    }
}

/// Appends people with tasks other than writing: "; edited by John Roe".
fn push_helpers(line: &mut String, byline: &Byline) {
    let vocabulary = vocabulary::get();
    let words = BylineWords::of(LATIN_DEFAULT);
    let mut done: Vec<&str> = Vec::new();
    for author in &byline.authors {
        let phrase = author.role.as_ref().and_then(|role| vocabulary.written(role));
        let Some(phrase) = phrase.filter(|phrase| !done.contains(phrase)) else { continue };
        done.push(phrase);
        let same = |role: Option<&String>| role.and_then(|role| vocabulary.written(role)) == Some(phrase);
        let names: Vec<&str> =
            byline.authors.iter().filter(|a| same(a.role.as_ref())).map(|a| a.name.as_str()).collect();
        if line.is_empty() {
            let mut chars = phrase.chars();
            line.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            line.push_str(chars.as_str());
        } else {
            line.push_str("; ");
            line.push_str(phrase);
        }
        line.push(' ');
        push_names(line, "", &names, words);
    }
}

/// Appends "By A, B and C", or the bare names if `by` is empty.
fn push_names(line: &mut String, by: &str, names: &[&str], words: BylineWords) {
    if !by.is_empty() {
        line.push_str(by);
        line.push(' ');
    }
    for (i, name) in names.iter().enumerate() {
        if i > 0 && i + 1 == names.len() && !words.join.is_empty() {
            line.push(' ');
            line.push_str(words.join);
            line.push(' ');
        } else if i > 0 {
            match words.list {
                "" => line.push_str(", "),
                // Only the Arabic comma is followed by a space.
                "،" => line.push_str("، "),
                list => line.push_str(list),
            }
        }
        line.push_str(name);
    }
}

/// The scripts that bylines distinguish.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NameScript {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Other,
}

/// Returns the script of a text's first letter.
fn script(text: &str) -> NameScript {
    match text.chars().find(|c| c.is_alphabetic()) {
        Some('A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') => NameScript::Latin,
        Some('\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}') => NameScript::Greek,
        Some('\u{400}'..='\u{52f}') => NameScript::Cyrillic,
        Some('\u{590}'..='\u{5ff}') => NameScript::Hebrew,
        Some('\u{600}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}') => NameScript::Arabic,
        _ => NameScript::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::byline::Author;

    #[track_caller]
    fn check(names: &[&str], organization: Option<&str>, language: Option<&str>, expected: &str) {
        let authors =
            names.iter().map(|&name| Author { name: name.to_owned(), ..Author::default() }).collect();
        let organization = organization.map(str::to_owned);
        assert_eq!(line(&Byline { authors, organization, ..Byline::default() }, language), expected);
    }

    #[test]
    fn lines_in_the_language_of_the_page() {
        check(&["Jane Doe", "John Roe", "Ann Poe"], None, None, "By Jane Doe, John Roe and Ann Poe");
        check(&["Jane Doe"], Some("Reuters"), Some("en-GB"), "By Jane Doe with Reuters");
        check(&["Jana Beispiel", "Jan Muster"], None, Some("de-AT"), "Von Jana Beispiel und Jan Muster");
        check(&["Jeanne Exemple"], Some("AFP"), Some("fr"), "Par Jeanne Exemple avec AFP");
        check(&["João Exemplo"], None, Some("pt-BR"), "Por João Exemplo");
        check(&["Kari Eksempel"], None, Some("nb"), "Av Kari Eksempel");
        check(&["سامر النجار"], None, Some("ar"), "بقلم سامر النجار");
    }

    #[test]
    fn bare_names_without_a_convention_or_in_another_script() {
        check(&["박서윤"], None, Some("ko"), "박서윤");
        check(&["박서윤"], None, None, "박서윤");
        check(&["박서윤"], None, Some("en"), "박서윤");
        check(&["沈文涛", "林采薇"], None, Some("zh-CN"), "沈文涛、林采薇");
        check(&["山田太郎"], Some("Kyodo"), Some("ja"), "山田太郎、Kyodo");
        check(&["Иван Примеров", "Анна Образцова"], None, Some("ru"), "Иван Примеров и Анна Образцова");
        check(&["علی نمونه", "رضا نمونه"], None, Some("fa"), "علی نمونه و رضا نمونه");
    }
}
