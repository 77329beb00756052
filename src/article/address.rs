//! Resolves the addresses of links and pictures, and rejects unsafe ones.
//!
//! Browsers remove tabs and line ends from an address and ignore leading control characters, so `java&#9;script:` is a
//! script. Every address is therefore cleaned as browsers do, resolved, and kept only if its final scheme is harmless.

use memchr::memchr;
use url::Url;

/// Schemes that cannot run anything and do not access the reader's machine.
const SAFE_SCHEMES: [&str; 5] = ["http", "https", "mailto", "tel", "ftp"];

/// The address that relative ones are resolved against.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base {
    url: Option<Url>,
    /// The `https://host` part of `url`.
    origin: String,
}

impl Base {
    /// Creates the base from the page's address and its `<base href>`.
    pub(crate) fn new(url: Option<&str>, base: Option<&str>) -> Self {
        let page = url.and_then(|u| Url::parse(u).ok());
        let url = match (page, base) {
            (Some(page), Some(base)) => page.join(base).ok().or(Some(page)),
            (None, Some(base)) => Url::parse(base).ok(),
            (page, None) => page,
        };
        let origin = url.as_ref().map(|u| u.origin().ascii_serialization()).unwrap_or_default();
        Self { url, origin }
    }

    /// Returns the absolute address if the page's address is known, else the relative one. Returns `None` for an
    /// empty address, and for one that would run or open something (`javascript:`, `data:`, `file:`).
    pub(crate) fn resolve(&self, href: &str) -> Option<String> {
        let cleaned;
        let href = if href.bytes().all(|b| b.is_ascii_graphic()) {
            href
        } else {
            cleaned = clean(href);
            cleaned.as_str()
        };
        if href.is_empty() {
            return None;
        }
        let plain = href.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        if plain && (href.starts_with("https://") || href.starts_with("http://")) {
            return Some(href.to_owned());
        }
        if plain && self.url.is_some() && href.starts_with('/') && !href.starts_with("//") {
            return Some(format!("{}{href}", self.origin));
        }
        let absolute = match (&self.url, Url::parse(href)) {
            (_, Ok(absolute)) => absolute,
            (Some(base), Err(url::ParseError::RelativeUrlWithoutBase)) => base.join(href).ok()?,
            (None, Err(url::ParseError::RelativeUrlWithoutBase)) => {
                return is_safe(href).then(|| href.to_owned());
            }
            (_, Err(_)) => return None,
        };
        SAFE_SCHEMES.contains(&absolute.scheme()).then(|| String::from(absolute))
    }

    /// Returns the fragment of an address that leads into the page itself.
    pub(crate) fn own_fragment<'a>(&self, href: &'a str) -> Option<&'a str> {
        // Most addresses have none.
        memchr(b'#', href.as_bytes())?;
        let (before, fragment) = href.trim().split_once('#')?;
        let own = before.is_empty()
            || self.url.as_ref().is_some_and(|url| {
                let whole = url.as_str().split('#').next().unwrap_or_default();
                before == whole || before.starts_with('/') && before == url.path()
            });
        (own && !fragment.is_empty()).then_some(fragment)
    }
}

/// Removes what browsers remove from an address: tabs and line ends anywhere, white space and controls at both ends.
fn clean(href: &str) -> String {
    let edge = |c: char| c.is_whitespace() || c.is_control();
    href.trim_matches(edge).chars().filter(|c| !c.is_control()).collect()
}

/// Returns whether an address is harmless: relative, or with a scheme that runs nothing.
///
/// The writers check again, because an article may also come from JSON.
pub(crate) fn is_safe(address: &str) -> bool {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((scheme, _)) = first.split_once(':') else { return true };
    // Compares letters only, so that no skipped character can hide a scheme.
    let letters: String = scheme.chars().filter(char::is_ascii_alphanumeric).collect();
    SAFE_SCHEMES.iter().any(|safe| letters.eq_ignore_ascii_case(safe))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_are_resolved() {
        let base = Base::new(Some("https://post.example/a/b?c"), None);
        for (href, wanted) in [
            ("/x", "https://post.example/x"),
            ("y/z", "https://post.example/a/y/z"),
            ("//cdn.example/p", "https://cdn.example/p"),
            ("?q=1", "https://post.example/a/b?q=1"),
            ("#part", "https://post.example/a/b?c#part"),
            (" https://b.example/ü\n", "https://b.example/%C3%BC"),
            ("mailto:desk@post.example", "mailto:desk@post.example"),
        ] {
            assert_eq!(base.resolve(href).as_deref(), Some(wanted), "{href}");
        }
        assert_eq!(Base::default().resolve("a/b").as_deref(), Some("a/b"));
        assert_eq!(base.resolve(" \t"), None);
    }

    #[test]
    fn active_schemes_are_rejected_in_any_spelling() {
        let bases = [
            Base::default(),
            Base::new(Some("https://post.example/a"), None),
            Base::new(Some("javascript:alert(1)"), None),
        ];
        for href in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            " \u{a0}javascript:alert(1)",
            "java\u{0}script:alert(1)",
            "data:text/html,x",
            "vb\rscript:x",
            "fi\tle:///etc/passwd",
            "view-source:javascript:alert(1)",
            "feed:javascript:alert(1)",
            "blob:https://post.example/1",
        ] {
            for base in &bases {
                assert_eq!(base.resolve(href), None, "{href:?} {base:?}");
            }
        }
    }

    #[test]
    fn fragments_of_the_page_itself_are_known() {
        let base = Base::new(Some("https://post.example/a/b"), None);
        assert_eq!(base.own_fragment("#x"), Some("x"));
        assert_eq!(base.own_fragment("https://post.example/a/b#x"), Some("x"));
        assert_eq!(base.own_fragment("/a/b#x"), Some("x"));
        assert_eq!(base.own_fragment("/a#x"), None);
        assert_eq!(base.own_fragment("#"), None);
    }
}
