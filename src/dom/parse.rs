//! Parses a page: the tokenizer feeds html5ever's tree builder, which fills the arena.

use std::{borrow::Cow, time::Instant};

use memchr::memchr;

use super::{arena::Document, tokenizer::Tokenizer};
use crate::lexicon::clip::clip;

/// How much of a page is built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ParseLimits {
    /// Maximum nesting of open elements. Deeper elements are not opened, and their content takes their place.
    pub(crate) depth: usize,
    /// Maximum nesting of formatting elements (`b`, `font`). Each may be reopened in every paragraph after it was left
    /// open, so their number is the factor by which a page of tags can grow. No page of the development sets reaches
    /// it.
    pub(crate) formatting: usize,
    /// Maximum number of nodes. The tree ends with the tag that exceeds it, and the document records that.
    pub(crate) nodes: usize,
    /// Maximum number of attributes of an element that are kept.
    pub(crate) attributes: usize,
    /// Maximum length of an attribute's value in bytes. A longer value counts as empty.
    pub(crate) value_bytes: usize,
    /// When to stop, as if the maximum number of nodes had been reached.
    pub(crate) end: Option<Instant>,
}

impl Default for ParseLimits {
    fn default() -> Self {
        Self {
            depth: 512,
            formatting: 24,
            nodes: 4_000_000,
            attributes: 256,
            value_bytes: 64 << 10,
            end: None,
        }
    }
}

/// Maximum number of bytes of a page that are read: ranges are 32-bit numbers, and decoding may lengthen text.
const LONGEST_PAGE: usize = 1 << 30;

/// What is kept of a page in addition to its elements and text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeptNodes {
    /// All attributes, not only those that the pipeline reads.
    pub(crate) attributes: bool,
    /// The text of all scripts, styles and frames, not only of data.
    pub(crate) raw: bool,
    /// The contents of svg.
    pub(crate) svg: bool,
    /// The elements in a `noscript`, however little text it has.
    pub(crate) noscript: bool,
    /// Whitespace-only text next to elements that break running text.
    pub(crate) spaces: bool,
}

impl KeptNodes {
    /// What the pipeline reads.
    pub(crate) const READ: Self =
        Self { attributes: false, raw: false, svg: false, noscript: false, spaces: false };
    /// What a user's CSS selectors may match.
    pub(crate) const SELECT: Self =
        Self { attributes: true, raw: false, svg: true, noscript: false, spaces: true };
    /// Everything: the tree equals html5ever's.
    #[cfg(any(test, feature = "lab"))]
    pub(crate) const ALL: Self =
        Self { attributes: true, raw: true, svg: true, noscript: true, spaces: true };
}

/// Parses a page into `document`, which is cleared first, and keeps what the pipeline reads.
pub(crate) fn parse(html: &str, limits: &ParseLimits, document: &mut Document) {
    parse_keeping(html, KeptNodes::READ, limits, document);
}

/// Parses a page into `document`, which is cleared first.
pub(crate) fn parse_keeping(html: &str, keep: KeptNodes, limits: &ParseLimits, document: &mut Document) {
    let long = html.len() > LONGEST_PAGE;
    let mut html = Cow::Borrowed(clip(html, LONGEST_PAGE));
    if memchr(b'\r', html.as_bytes()).is_some() {
        html = Cow::Owned(line_feeds(&html));
    }
    *document = Tokenizer::new(&html, std::mem::take(document), keep, limits).run();
    document.cut |= long;
}

/// Replaces carriage returns, with or without a following line feed, by line feeds.
fn line_feeds(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}
