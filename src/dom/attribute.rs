//! Decides which attributes are kept when a page is parsed for its article.
//!
//! Attributes are the largest part of a page. Those that no stage reads (event handlers, sizes, `data-*` state) are
//! skipped without being decoded.

/// Attributes that metadata, blocks, features, assembly or site rules read. Sorted.
const READ: [&str; 50] = [
    "alt",
    "aria-hidden",
    "aria-label",
    "charset",
    "cite",
    "class",
    "colspan",
    "content",
    "data-author",
    "data-component",
    "data-copydesk-splice",
    "data-date",
    "data-hidden",
    "data-lazy-src",
    "data-module",
    "data-name",
    "data-nosnippet",
    "data-original",
    "data-qa",
    "data-role",
    "data-src",
    "data-srcset",
    "data-test",
    "data-test-id",
    "data-testid",
    "data-timestamp",
    "data-type",
    "datetime",
    "dir",
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
    "name",
    "property",
    "rel",
    "role",
    "rowspan",
    "src",
    "srcset",
    "start",
    "style",
    "title",
    "type",
];

/// Attributes that the tree builder renames in svg and MathML, or that have a prefixed form.
const READ_ELSE: [&str; 5] = ["typeof", "value", "xlink:href", "xml:lang", "datatype"];

/// Returns whether an attribute is kept.
pub(crate) fn is_read(name: &str) -> bool {
    READ.binary_search(&name).is_ok() || READ_ELSE.contains(&name)
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
