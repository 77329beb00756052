//! Decides which attributes are kept when a page is parsed for its article.
//!
//! Attributes are the largest part of a page. Those that no stage reads (event handlers, sizes, `data-*` state) are
//! skipped without being decoded.

/// Attributes that metadata, blocks, features, assembly or site rules read. Sorted.
const READ: [&str; 95] = [
    "alt",
    "alttext",
    "aria-colspan",
    "aria-hidden",
    "aria-label",
    "aria-level",
    "aria-rowspan",
    "block",
    "charset",
    "checked",
    "cite",
    "class",
    "close",
    "code-language",
    "colspan",
    "columnalign",
    "content",
    "data",
    "data-author",
    "data-callout",
    "data-code-block-lang",
    "data-code-language",
    "data-component",
    "data-copydesk-splice",
    "data-date",
    "data-enlighter-language",
    "data-expr",
    "data-hidden",
    "data-href",
    "data-instgrm-permalink",
    "data-lang",
    "data-language",
    "data-latex",
    "data-lazy-src",
    "data-lazy-srcset",
    "data-line-number",
    "data-linenumber",
    "data-math",
    "data-math-style",
    "data-mathml",
    "data-module",
    "data-name",
    "data-nosnippet",
    "data-original",
    "data-qa",
    "data-role",
    "data-src",
    "data-srcset",
    "data-syntaxhighlighter-params",
    "data-test",
    "data-test-id",
    "data-testid",
    "data-tex",
    "data-text-post-permalink",
    "data-timestamp",
    "data-type",
    "data-videoid",
    "datetime",
    "dir",
    "display",
    "displaystyle",
    "encoding",
    "for",
    "height",
    "hidden",
    "href",
    "hreflang",
    "http-equiv",
    "id",
    "itemid",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "language",
    "linethickness",
    "mathvariant",
    "name",
    "open",
    "playlabel",
    "poster",
    "property",
    "rel",
    "reversed",
    "role",
    "rowspan",
    "src",
    "srcset",
    "start",
    "style",
    "title",
    "type",
    "video-id",
    "videoid",
    "width",
];

/// Attributes that the tree builder renames in svg and MathML, or that have a prefixed form.
const READ_ELSE: [&str; 6] = ["typeof", "value", "xlink:href", "xml:lang", "datatype", "epub:type"];

/// Words in the names of attributes that lazy-loading scripts keep the address of a picture in. [`may_hold_picture`] has
/// their first letters.
const PICTURE_WORDS: [&str; 6] = ["src", "image", "img", "lazy", "original", "photo"];

/// Returns whether an attribute is kept.
pub(crate) fn is_read(name: &str) -> bool {
    READ.binary_search(&name).is_ok() || READ_ELSE.contains(&name) || may_hold_picture(name)
}

/// Returns whether a lazy-loading script may keep the address of a picture in an attribute of this name.
pub(crate) fn may_hold_picture(name: &str) -> bool {
    let begins = |rest: &[u8]| PICTURE_WORDS.iter().any(|word| rest.starts_with(word.as_bytes()));
    name.strip_prefix("data-").is_some_and(|name| {
        let bytes = name.as_bytes();
        (0..bytes.len())
            .any(|at| matches!(bytes[at], b's' | b'i' | b'l' | b'o' | b'p') && begins(&bytes[at..]))
    })
}

/// Returns the name of an attribute in svg and MathML; the namespace is not kept.
pub(crate) fn foreign(name: &str) -> Option<&'static str> {
    match name {
        "xlink:href" => Some("href"),
        "xml:lang" => Some("lang"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(READ.is_sorted());
        assert!(is_read("href") && is_read("xml:lang") && !is_read("onclick"));
    }
}
