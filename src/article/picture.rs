//! Finds the best source of an `img`, including lazy-loading attributes.

use std::sync::LazyLock;

use html5ever::local_name;
use rustc_hash::FxHashSet;

use crate::{
    dom::{self, Document, NodeId, NodeKind, Tag},
    lexicon,
};

use super::source::SourcePage;

/// A picture of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) src: Option<String>,
    pub(crate) alt: Option<String>,
}

static PLACEHOLDERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let table = include_str!("../lexicon/data/placeholders.txt");
    lexicon::entries(table).map(|(_, entry)| entry).collect()
});

/// Maximum size of a tracking pixel.
const PIXEL: u32 = 2;
/// How many siblings of an `img` are searched for its `noscript`.
const SIBLINGS: usize = 3;
/// Assumed width of a source without one: `2x` of a picture as wide as a column.
const COLUMN_PIXELS: f32 = 800.0;
/// Sufficient width; larger sources add nothing for a reader.
const ENOUGH_PIXELS: f32 = 2000.0;

/// Reads an `img`. Its best source may be in lazy-loading attributes, in the `picture` around it, or in a `noscript`
/// next to it.
pub(crate) fn read(source: &SourcePage<'_>, img: NodeId) -> Picture {
    let document = source.document;
    let alt = document.attr(img, &local_name!("alt")).map(str::trim).filter(|alt| !alt.is_empty());
    let mut picture = Picture { src: best_source(source, img), alt: alt.map(str::to_owned) };
    if is_pixel(document, img) {
        return Picture::default();
    }
    if picture.src.is_none()
        && let Some(fallback) = in_noscript_near(source, img)
    {
        picture = Picture { src: fallback.src, alt: picture.alt.or(fallback.alt) };
    }
    picture
}

/// Reads the background of an element with the role of a picture.
pub(crate) fn background(source: &SourcePage<'_>, node: NodeId) -> Option<Picture> {
    let style = source.attr(node, "style")?;
    let (_, value) = style.split_once("background")?;
    let (_, address) = value.split_once("url(")?;
    let address = address.trim_start();
    let end = match address.chars().next()? {
        quote @ ('"' | '\'') => 1 + address[1..].find(quote)?,
        _ => address.find(')')?,
    };
    let address = address[..end].trim_matches(['"', '\'', ' ']);
    let src = Some(source.base.resolve(Some(address).filter(|address| is_picture(address))?)?);
    let alt = source.attr(node, "aria-label").map(str::trim).filter(|alt| !alt.is_empty());
    Some(Picture { src, alt: alt.map(str::to_owned) })
}

/// Returns whether an `img` is a tracking pixel or a spacer.
fn is_pixel(document: &Document, img: NodeId) -> bool {
    let size = |name| document.attr(img, name).and_then(|v| v.trim().parse::<u32>().ok());
    let (width, height) = (size(&local_name!("width")), size(&local_name!("height")));
    width.is_some_and(|w| w <= PIXEL) && height.is_none_or(|h| h <= PIXEL)
        || height.is_some_and(|h| h <= PIXEL) && width.is_none_or(|w| w <= PIXEL)
}

/// Returns the best source of an `img` and of the `picture` around it.
fn best_source(source: &SourcePage<'_>, img: NodeId) -> Option<String> {
    let document = source.document;
    let (mut src, mut lazy, mut set, mut other) = (None, None, None, None);
    for (name, value) in document.attrs(img) {
        match &**name {
            "src" => src = Some(value).filter(|v| is_picture(v)),
            "srcset" | "data-srcset" | "data-lazy-srcset" => set = best_of_set(value).or(set),
            "data-src" | "data-original" | "data-lazy-src" if is_picture(value) => {
                lazy = lazy.or(Some(value))
            }
            name if dom::may_hold_picture(name) && looks_like_picture(value) => other = other.or(Some(value)),
            _ => {}
        }
    }
    let around = document.ancestors(img).take(2).find(|&n| document.tag(n) == Tag::Picture);
    let sources = around.into_iter().flat_map(|picture| document.children(picture));
    let sources = sources.filter(|&n| document.tag(n) == Tag::Source);
    let set_around = || {
        sources
            .flat_map(|n| document.attrs(n))
            .filter(|(name, _)| matches!(&***name, "srcset" | "data-srcset" | "data-lazy-srcset"))
            .find_map(|(_, value)| best_of_set(value))
    };
    // The source that a script swaps in is the picture; a `src` without such a source is the picture itself.
    let best = lazy.or(src).or(set).or_else(set_around).or(other)?;
    source.base.resolve(best)
}

/// Returns whether an address can be a picture and is not a placeholder.
fn is_picture(address: &str) -> bool {
    let address = address.trim();
    let scheme = address.get(..5).is_some_and(|s| s.eq_ignore_ascii_case("data:"));
    let file = file_name(address);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_ascii_lowercase();
    !address.is_empty() && !scheme && !address.starts_with("about:") && !PLACEHOLDERS.contains(stem.as_str())
}

/// Returns whether an attribute's value looks like the address of a picture.
fn looks_like_picture(value: &str) -> bool {
    let value = value.trim();
    let path = value.split(['?', '#']).next().unwrap_or(value).to_ascii_lowercase();
    let address = value.starts_with("http") || value.starts_with("//") || value.starts_with('/');
    let extension =
        [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"].iter().any(|e| path.ends_with(e));
    is_picture(value) && !value.contains(char::is_whitespace) && (extension || address && value.len() > 12)
}

/// Returns the best source of a `srcset`: the smallest one that is wide enough, else the widest.
fn best_of_set(set: &str) -> Option<&str> {
    let mut best: Option<(&str, f32)> = None;
    let mut rest = set.trim();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        // A comma ends the address only if it is its last character, because addresses contain commas.
        let (address, after) = rest.split_at(end);
        let (address, descriptor) = match address.strip_suffix(',') {
            Some(address) => (address.trim_end_matches(','), ""),
            None => {
                let stop = after.find(',').unwrap_or(after.len());
                (address, after[..stop].trim())
            }
        };
        let consumed = if descriptor.is_empty() && rest[..end].ends_with(',') {
            end
        } else {
            end + after.find(',').map_or(after.len(), |n| n + 1)
        };
        let width = descriptor.strip_suffix('w').and_then(|w| w.parse().ok()).or_else(|| {
            descriptor.strip_suffix('x').and_then(|x| x.parse::<f32>().ok()).map(|x| x * COLUMN_PIXELS)
        });
        let width: f32 = width.unwrap_or(COLUMN_PIXELS);
        let better =
            best.is_none_or(
                |(_, w)| if w < ENOUGH_PIXELS { width > w } else { width < w && width >= ENOUGH_PIXELS },
            );
        if is_picture(address) && better {
            best = Some((address, width));
        }
        rest = rest[consumed..].trim_start();
    }
    best.map(|(address, _)| address)
}

/// Returns the picture in a `noscript` next to an `img` that has only a placeholder.
fn in_noscript_near(source: &SourcePage<'_>, img: NodeId) -> Option<Picture> {
    let document = source.document;
    let picture = document.parent(img).filter(|&n| document.tag(n) == Tag::Picture);
    let from = [Some(img), picture, document.parent(img)];
    from.into_iter().flatten().find_map(|node| {
        let after = std::iter::successors(document.next_sibling(node), |&n| document.next_sibling(n));
        let before = std::iter::successors(document.prev_sibling(node), |&n| document.prev_sibling(n));
        let mut near = after.take(SIBLINGS).chain(before.take(SIBLINGS));
        near.find(|&n| document.tag(n) == Tag::Noscript).and_then(|n| in_noscript(source, n))
    })
}

/// Returns the picture of a `noscript`, which the parser keeps as text or as elements.
pub(crate) fn in_noscript(source: &SourcePage<'_>, noscript: NodeId) -> Option<Picture> {
    let document = source.document;
    if let Some(img) = document.descendants(noscript).find(|&n| document.tag(n) == Tag::Img) {
        let alt = document.attr(img, &local_name!("alt")).map(str::trim).filter(|alt| !alt.is_empty());
        let src = best_source(source, img).filter(|_| !is_pixel(document, img));
        return src.map(|src| Picture { src: Some(src), alt: alt.map(str::to_owned) });
    }
    let text = document
        .children(noscript)
        .find(|&n| document.kind(n) == NodeKind::Text)
        .map(|n| document.text(n))?;
    if !text.contains('<') {
        return None;
    }
    let mut inner = Document::default();
    dom::parse(text, &dom::ParseLimits::default(), &mut inner);
    let (blocks, outline) = Default::default();
    let inner_source = SourcePage::new(&inner, &blocks, &outline, source.base, &[]);
    let img = inner.descendants(NodeId::DOCUMENT).find(|&n| inner.tag(n) == Tag::Img)?;
    if is_pixel(&inner, img) {
        return None;
    }
    let alt = inner.attr(img, &local_name!("alt")).map(str::trim).filter(|alt| !alt.is_empty());
    Some(Picture { src: Some(best_source(&inner_source, img)?), alt: alt.map(str::to_owned) })
}

/// Minimum length in bytes of a file name that identifies a picture; `1.jpg` and `image.png` do not.
const FILE_NAME_BYTES: usize = 12;

/// Returns the last segment of an address's path.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns whether two addresses lead to the same file in different sizes: their file names are equal, and long enough
/// to be no coincidence.
pub(crate) fn is_same_file(a: &str, b: &str) -> bool {
    let name = file_name(a);
    name.len() >= FILE_NAME_BYTES && name.contains('.') && name == file_name(b)
}

/// Returns the largest number of two to four digits in the folders and the query of an address, which is usually the
/// width of the picture, or 0 without one.
pub(crate) fn declared_pixels(address: &str) -> u32 {
    let name = file_name(address);
    let numbers = address.split(name).flat_map(|part| part.split(|c: char| !c.is_ascii_digit()));
    numbers.filter(|n| (2..=4).contains(&n.len())).filter_map(|n| n.parse().ok()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_source_of_a_set() {
        for (set, wanted) in [
            ("a-400.webp 400w, a-800.webp 800w", Some("a-800.webp")),
            ("a.jpg, b.jpg 2x", Some("b.jpg")),
            ("c_w,400.jpg 400w, c_w,3000.jpg 3000w, c_w,2400.jpg 2400w", Some("c_w,2400.jpg")),
            ("data:image/gif;base64,R0 1w", None),
            ("", None),
        ] {
            assert_eq!(best_of_set(set), wanted, "{set}");
        }
    }

    #[test]
    fn placeholders_are_not_pictures() {
        assert!(!is_picture("data:image/gif;base64,R0lG") && !is_picture("/img/placeholder.png?v=2"));
        assert!(looks_like_picture("https://img.example/p?id=1") && !looks_like_picture("lazy"));
    }

    #[test]
    fn previews_are_the_same_file() {
        let (small, large) =
            ("https://cdn.example/max/60/1*8uOdeOf.png?q=20", "https://cdn.example/max/1994/1*8uOdeOf.png");
        assert!(is_same_file(small, large) && declared_pixels(small) < declared_pixels(large));
        assert!(!is_same_file("https://a.example/1/1.jpg", "https://a.example/2/1.jpg"));
    }
}
