//! Classes of elements as evidence: a class attribute comes in, what it says the element holds goes out.
//!
//! The words stand in `rules/meta-classes.txt`.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use html5ever::local_name;

use crate::{
    dom::{Document, NodeId, Tag},
    rules::{self, search::Search},
};

/// What an element says it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Class {
    Headline,
    Author,
    Modified,
    Date,
    /// The name of an account.
    User,
}

struct Table {
    search: Search,
    classes: Vec<Class>,
    /// Words of elements that hold other things than the story: comments, teasers.
    others: Search,
}

/// Longest class attribute that is looked at, in bytes; utility-class soup goes beyond.
const LONGEST: usize = 512;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (mut patterns, mut classes, mut others) = (Vec::<Cow<'_, str>>::new(), Vec::new(), Vec::new());
    for (group, entry) in rules::entries(include_str!("../rules/meta-classes.txt")) {
        let class = match group {
            "headline" => Class::Headline,
            "author" => Class::Author,
            "modified" => Class::Modified,
            "date" => Class::Date,
            "user" => Class::User,
            _ => {
                others.push(Cow::Borrowed(entry));
                continue;
            }
        };
        if entry.contains(' ') {
            patterns.extend(["-", "_", ""].map(|joint| Cow::Owned(entry.replace(' ', joint))));
            classes.extend([class; 3]);
        } else {
            patterns.push(entry.into());
            classes.push(class);
        }
    }
    Table { search: Search::new(patterns), classes, others: Search::new(others) }
});

/// What a class attribute says; of several the first in the order of [`Class`].
pub(super) fn of_value(value: &str) -> Option<Class> {
    if value.len() > LONGEST {
        return None;
    }
    let table = &*TABLE;
    table.search.longest(value).filter(|m| is_word(value, &m.range)).map(|m| table.classes[m.phrase]).min()
}

/// What the class of an element says.
pub(crate) fn of(document: &Document, node: NodeId) -> Option<Class> {
    document.attr(node, &local_name!("class")).and_then(of_value)
}

/// Whether an element stands in what is not the story: comments, related stories, navigation. `story` are elements that
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
        let named = [local_name!("class"), local_name!("id")].iter().any(|name| {
            document
                .attr(n, name)
                .is_some_and(|v| v.len() <= LONGEST && TABLE.others.longest(v).any(|m| is_word(v, &m.range)))
        });
        if named {
            return true;
        }
        beside |= matches!(tag, Tag::Nav | Tag::Aside | Tag::Footer);
    }
    beside
}

/// Whether a name (a key of a script's state) is that of things that are not the story.
pub(super) fn names_others(name: &str) -> bool {
    name.len() <= LONGEST && TABLE.others.longest(name).any(|m| is_word(name, &m.range))
}

/// Whether a match is whole words of a class name: "entry-date" and "pubDate" hold "date", "candidate" and
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
    fn words_of_classes() {
        for (value, class) in [
            ("entry-date published", Some(Class::Date)),
            ("pubDate", Some(Class::Date)),
            ("candidate", None),
            ("updated-on", Some(Class::Modified)),
            ("c-article__author-name", Some(Class::Author)),
            ("authority", None),
            ("entry-title", Some(Class::Headline)),
            ("col-md-8", None),
        ] {
            assert_eq!(of_value(value), class, "{value}");
        }
    }
}
