//! Interprets class attributes: what the class says that an element contains.
//!
//! The words are in `lexicon/data/meta-classes.txt`.

use std::{cell::RefCell, ops::Range};

use html5ever::local_name;

use crate::{
    dom::{Document, NodeId, Tag},
    lexicon::{
        cache::Recall,
        indexed::{META_CLASSES, OTHER_CLASSES},
    },
};

/// What an element says it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum FieldClass {
    Headline,
    Author,
    Modified,
    Date,
    /// The name of an account.
    User,
}

/// Longest class attribute that is looked at, in bytes; utility-class soup goes beyond.
const LONGEST: usize = 512;

/// Cached results for the words of class attributes.
#[derive(Default)]
struct KnownClasses {
    classes: Recall<Option<FieldClass>>,
    others: Recall<bool>,
}

thread_local! {
    static KNOWN: RefCell<KnownClasses> = RefCell::default();
}

/// What a class attribute says; of several the first in the order of [`FieldClass`].
pub(crate) fn of_value(value: &str) -> Option<FieldClass> {
    if value.len() > LONGEST {
        return None;
    }
    KNOWN.with_borrow_mut(|known| {
        let words = value.split_ascii_whitespace();
        words.filter_map(|word| known.classes.get(word.as_bytes(), || of_word(word))).min()
    })
}

/// What a word of a class attribute says.
fn of_word(word: &str) -> Option<FieldClass> {
    META_CLASSES.longest(word).filter(|m| is_word(word, &m.range)).map(|m| CLASSES[m.group]).min()
}

/// Cached bits of an element: whether its class is known, and which class (0 for none); whether it is known if its name
/// is one of other things, and the answer.
mod memo {
    pub(crate) const CLASS_KNOWN: u8 = 1 << 0;
    pub(crate) const CLASS_SHIFT: u32 = 1;
    pub(crate) const CLASS: u8 = 7 << CLASS_SHIFT;
    pub(crate) const OTHERS_KNOWN: u8 = 1 << 4;
    pub(crate) const OTHERS: u8 = 1 << 5;
}

/// The classes in the order of their numbers, from 1.
const CLASSES: [FieldClass; 5] =
    [FieldClass::Headline, FieldClass::Author, FieldClass::Modified, FieldClass::Date, FieldClass::User];

/// What the class of an element says.
pub(crate) fn of(document: &Document, node: NodeId) -> Option<FieldClass> {
    let noted = document.memo(node);
    if noted.get() & memo::CLASS_KNOWN == 0 {
        note(document, node, document.attr(node, &local_name!("class")).and_then(of_value));
    }
    let number = (noted.get() & memo::CLASS) >> memo::CLASS_SHIFT;
    number.checked_sub(1).map(|number| CLASSES[usize::from(number)])
}

/// Notes what the class of an element says.
pub(crate) fn note(document: &Document, node: NodeId, class: Option<FieldClass>) {
    let number = class.map_or(0, |class| class as u8 + 1);
    let noted = document.memo(node);
    noted.set(noted.get() | memo::CLASS_KNOWN | number << memo::CLASS_SHIFT);
}

/// Whether the class or id of an element names what is not the story.
fn is_other(document: &Document, node: NodeId) -> bool {
    let noted = document.memo(node);
    if noted.get() & memo::OTHERS_KNOWN == 0 {
        let mut names =
            document.attrs(node).filter(|(n, _)| matches!(**n, local_name!("class") | local_name!("id")));
        let other = names.any(|(_, value)| names_others(value));
        noted.set(noted.get() | memo::OTHERS_KNOWN | if other { memo::OTHERS } else { 0 });
    }
    noted.get() & memo::OTHERS != 0
}

/// Returns whether an element is outside the story: in comments, related stories or navigation. `story` are elements that
/// hold the headline: what such an element is called, it is called for the sake of other parts of it.
pub(crate) fn in_others(document: &Document, node: NodeId, story: &[NodeId]) -> bool {
    let mut beside = false;
    for n in std::iter::once(node).chain(document.ancestors(node)) {
        let tag = document.tag(n);
        if matches!(tag, Tag::Article | Tag::Main | Tag::Header) {
            // The asides and footers of an article are its own.
            beside = false;
        }
        if story.contains(&n) || matches!(tag, Tag::Body | Tag::Html) {
            return beside;
        }
        if is_other(document, n) {
            return true;
        }
        beside |= matches!(tag, Tag::Nav | Tag::Aside | Tag::Footer);
    }
    beside
}

/// Whether a name (a key of a script's state) is that of things that are not the story.
pub(crate) fn names_others(name: &str) -> bool {
    let other = |word: &str| OTHER_CLASSES.longest(word).any(|m| is_word(word, &m.range));
    name.len() <= LONGEST
        && KNOWN.with_borrow_mut(|known| {
            name.split_ascii_whitespace().any(|word| known.others.get(word.as_bytes(), || other(word)))
        })
}

/// Returns whether a match is whole words of a class name: "entry-date" and "pubDate" contain "date", "candidate" and
/// "dateline" do not.
fn is_word(value: &str, &Range { start, end }: &Range<usize>) -> bool {
    let bytes = value.as_bytes();
    let before = start == 0 || {
        let (b, first) = (bytes[start - 1], bytes[start]);
        !b.is_ascii_alphabetic() || (b.is_ascii_lowercase() && first.is_ascii_uppercase())
    };
    let after = end == bytes.len() || {
        let (last, b) = (bytes[end - 1], bytes[end]);
        !b.is_ascii_alphabetic() || (last.is_ascii_lowercase() && b.is_ascii_uppercase())
    };
    before && after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_have_their_numbers() {
        for (number, class) in CLASSES.into_iter().enumerate() {
            assert_eq!(class as usize, number);
        }
    }

    #[test]
    fn words_of_classes() {
        for (value, class) in [
            ("entry-date published", Some(FieldClass::Date)),
            ("pubDate", Some(FieldClass::Date)),
            ("candidate", None),
            ("updated-on", Some(FieldClass::Modified)),
            ("c-article__author-name", Some(FieldClass::Author)),
            ("authority", None),
            ("entry-title", Some(FieldClass::Headline)),
            ("col-md-8", None),
        ] {
            assert_eq!(of_value(value), class, "{value}");
        }
    }
}
