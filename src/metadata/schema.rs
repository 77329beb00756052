//! Types of schema.org as a set of bits.
//!
//! Comes in: the value of `@type` or `itemtype`. Goes out: what it says about a page. The table is
//! `lexicon/data/schema-types.txt`.

use crate::lexicon::indexed::SCHEMA_TYPES;

/// What the types of an item, or of all items of a page, say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SchemaTypes(u16);

macro_rules! types {
    ($($name:ident $group:literal $bit:literal $doc:literal;)*) => {
        impl SchemaTypes {
            $(#[doc = $doc] pub(crate) const $name: Self = Self(1 << $bit);)*

            fn of_group(group: &str) -> Self {
                match group {
                    $($group => Self::$name,)*
                    _ => Self(0),
                }
            }
        }
    };
}

types! {
    ARTICLE "article" 0 "A story or a post.";
    WORK "work" 1 "Another work with a headline and a date: a recipe, a video.";
    FORUM "forum" 2 "A thread or its first post.";
    PRODUCT "product" 3 "Something for sale.";
    LISTING "listing" 4 "A list of things.";
    SERVICE "service" 5 "What an organization offers.";
    PAGE "page" 6 "Any page.";
    SITE "site" 7 "The site as a whole.";
    ORGANIZATION "organization" 8 "An organization.";
    PERSON "person" 9 "A person.";
    EVENT "event" 10 "Something that takes place.";
    COMMENT "comment" 11 "A reader's words.";
}

impl SchemaTypes {
    /// Longest name of a type in the table, in bytes, with room.
    const LONGEST: usize = 48;

    /// What a type says; nothing for one that is not in the table. The vocabulary's address and case do
    /// not count.
    pub(crate) fn of(name: &str) -> Self {
        let name = name.trim().trim_end_matches('/');
        let name = name.rsplit(['/', ':', '#']).next().unwrap_or(name);
        if name.len() > Self::LONGEST {
            return Self::default();
        }
        let entry = SCHEMA_TYPES.get(&name.to_ascii_lowercase()).last();
        entry.map(|entry| Self::of_group(SCHEMA_TYPES.group(entry))).unwrap_or_default()
    }

    /// Whether any of `other` is in it.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon;

    #[test]
    fn names_in_any_spelling() {
        for name in [
            "NewsArticle",
            "http://schema.org/NewsArticle",
            "schema:newsarticle",
            "https://schema.org/Article/",
        ] {
            assert!(SchemaTypes::of(name).any(SchemaTypes::ARTICLE), "{name}");
        }
        assert!(SchemaTypes::of("Unheard").is_empty());
    }

    #[test]
    fn every_group_is_known() {
        for (group, entries) in lexicon::groups(include_str!("../lexicon/data/schema-types.txt")) {
            assert!(!SchemaTypes::of_group(group).is_empty(), "{group}");
            assert!(
                entries.iter().all(|e| e.len() <= SchemaTypes::LONGEST && *e == e.to_ascii_lowercase()),
                "{group}"
            );
        }
    }
}
