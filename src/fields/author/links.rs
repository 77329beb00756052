//! Recognizes links to the pages of authors and accounts by their addresses.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lexicon;

/// Whose page a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Author,
    User,
}

/// Parts of a path, and fields of a query that name an author.
#[derive(Default)]
struct Links {
    paths: FxHashMap<&'static str, Link>,
    fields: Vec<&'static str>,
}

static LINKS: LazyLock<Links> = LazyLock::new(|| {
    let mut links = Links::default();
    for (group, part) in lexicon::entries(include_str!("../../lexicon/data/author-links.txt")) {
        match group {
            "query" => links.fields.push(part),
            // A path in both groups belongs to an author.
            "author" => {
                links.paths.insert(part, Link::Author);
            }
            _ => {
                links.paths.entry(part).or_insert(Link::User);
            }
        }
    }
    links
});

/// Whose page an address leads to, if it is a person's. The last part of a path is the person's own.
pub(crate) fn link(href: &str) -> Option<Link> {
    /// Bytes of an address that is read.
    const LONGEST: usize = 300;
    let href = href.get(..LONGEST.min(href.len()))?;
    let path = href.split_once("://").map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, p)| p));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let fields = query.split('&').filter_map(|f| f.split_once('='));
    if fields.filter(|(_, value)| !value.is_empty()).any(|(name, _)| LINKS.fields.contains(&name)) {
        return Some(Link::Author);
    }
    let script = path.ends_with(".php");
    let mut parts = path.trim_matches('/').split('/').peekable();
    while let Some(part) = parts.next() {
        let known = LINKS.paths.get(part.to_ascii_lowercase().trim_start_matches('@')).copied();
        if let Some(link) = known
            && (parts.peek().is_some() || script)
        {
            return Some(link);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_persons() {
        for (href, wanted) in [
            ("/author/jane-doe/", Some(Link::Author)),
            ("https://news.example/en/authors/jane-doe", Some(Link::Author)),
            ("https://author.example/story", None),
            ("/authors/", None),
            ("/blog?author=59a45a4e", Some(Link::Author)),
            ("/u/jane_d", Some(Link::User)),
            ("member.php?u=12", Some(Link::User)),
            ("/story/an-author-remembers", None),
        ] {
            assert_eq!(link(href), wanted, "{href}");
        }
    }
}
