//! Maps the names of `meta` elements (name, property, itemprop) to fields.
//!
//! The table is `lexicon/data/meta-names.txt`.

use super::Source;
use crate::lexicon::indexed::META_NAMES;

/// A field of the record that a `meta` element speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum MetaField {
    Headline,
    Published,
    Modified,
    Author,
    Description,
    Image,
    Keywords,
    Site,
    Language,
    Type,
    Canonical,
    Section,
}

impl MetaField {
    fn of_group(group: &str) -> Option<Self> {
        Some(match group {
            "headline" => Self::Headline,
            "published" => Self::Published,
            "modified" => Self::Modified,
            "author" => Self::Author,
            "description" => Self::Description,
            "image" => Self::Image,
            "keywords" => Self::Keywords,
            "site" => Self::Site,
            "language" => Self::Language,
            "type" => Self::Type,
            "canonical" => Self::Canonical,
            "section" => Self::Section,
            _ => return None,
        })
    }
}

/// Longest name in the table, in bytes, with room.
const LONGEST: usize = 48;

/// The field that `name` speaks of, and the source it counts as.
pub(crate) fn field(name: &str) -> Option<(MetaField, Source)> {
    let name = name.trim();
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let mut groups = META_NAMES.get(&name).iter().rev().map(|entry| META_NAMES.group(entry));
    let field = groups.find_map(MetaField::of_group).or_else(|| date_field(&name))?;
    let source = if name.starts_with("og:") || name.starts_with("article:") {
        Source::OpenGraph
    } else if name.starts_with("twitter:") {
        Source::Twitter
    } else {
        Source::Meta
    };
    Some((field, source))
}

/// Returns the field of a name that the table lacks, if its words say that it is a date: "w-published-date",
/// "gallery:uploaded".
fn date_field(name: &str) -> Option<MetaField> {
    let last = name.rsplit(['-', '_', '.', ':']).next().unwrap_or(name);
    if matches!(last, "posted" | "published" | "uploaded") {
        return Some(MetaField::Published);
    }
    let has = |known: &[&str]| name.split(['-', '_', '.', ':']).any(|word| known.contains(&word));
    if !has(&["date", "datetime", "time", "timestamp"]) {
        return None;
    }
    if has(&["publish", "published", "publication"]) {
        return Some(MetaField::Published);
    }
    has(&["lastmod", "modified", "updated"]).then_some(MetaField::Modified)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon;

    #[test]
    fn every_group_is_a_field_and_every_name_is_of_one() {
        let mut seen = rustc_hash::FxHashSet::default();
        for (group, names) in lexicon::groups(include_str!("../lexicon/data/meta-names.txt")) {
            assert!(MetaField::of_group(group).is_some(), "{group}");
            for name in names {
                assert!(seen.insert(name), "{name} stands in two groups");
                assert!(name.len() <= LONGEST && name == name.to_ascii_lowercase(), "{name}");
            }
        }
    }

    #[test]
    fn sources() {
        assert_eq!(field("OG:Title"), Some((MetaField::Headline, Source::OpenGraph)));
        assert_eq!(field("twitter:title"), Some((MetaField::Headline, Source::Twitter)));
        assert_eq!(field("DC.date.issued"), Some((MetaField::Published, Source::Meta)));
        assert_eq!(field("w-published-date"), Some((MetaField::Published, Source::Meta)));
        assert_eq!(field("article-modified-date"), Some((MetaField::Modified, Source::Meta)));
        assert_eq!(field("viewport"), None);
    }
}
