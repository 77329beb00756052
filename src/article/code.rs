//! Extracts code blocks: the exact text and the language of a listing.
//!
//! Highlighters mark up lines as elements, put numbers next to them, and name the language in a class or attribute of
//! the `pre`, of its `code` or of an element around both.

use std::sync::LazyLock;

use html5ever::local_name;
use rustc_hash::FxHashSet;

use crate::{
    dom::{NodeId, NodeKind, Tag},
    lexicon,
};

use super::source::SourcePage;

const TABLE: &str = include_str!("../lexicon/data/code.txt");

/// Maximum number of elements around a `pre` that may name its language: a figure, a wrapper and its wrapper.
const WRAPPERS: usize = 4;
/// Maximum length in bytes of a label above a listing: a file name, the name of a language, "Copy to clipboard".
const LABEL_BYTES: usize = 40;
/// Maximum length of a line number in bytes.
const LINE_NUMBER_BYTES: usize = 12;

/// Returns the words of one group of the table.
fn group(name: &'static str) -> FxHashSet<&'static str> {
    lexicon::of_group(TABLE, name).collect()
}

static GUTTERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| group("gutter"));
static CONTROLS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| group("control"));
static LANGUAGES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| group("language"));
static HIGHLIGHTERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| group("highlighter"));

/// A code block of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listing {
    /// The element that is replaced as a whole.
    pub(crate) root: NodeId,
    /// The element whose text is the code.
    pub(crate) code: NodeId,
}

/// Returns the listing that an element is.
pub(crate) fn listing(source: &SourcePage<'_>, node: NodeId) -> Option<Listing> {
    let document = source.document;
    match document.tag(node) {
        Tag::Pre if !holds_prose(source, node) => Some(Listing { root: node, code: only_code(source, node) }),
        Tag::Code | Tag::Div | Tag::Samp if is_preformatted(source, node) => {
            Some(Listing { root: node, code: node })
        }
        Tag::Table => numbered_table(source, node),
        _ => None,
    }
}

/// Returns the `code` of a `pre` that contains only white space besides.
fn only_code(source: &SourcePage<'_>, pre: NodeId) -> NodeId {
    let document = source.document;
    let mut code = None;
    for child in document.children(pre) {
        match document.tag(child) {
            Tag::Code if code.is_none() => code = Some(child),
            _ if document.kind(child) == NodeKind::Text && document.text(child).trim().is_empty() => {}
            _ => return pre,
        }
    }
    code.unwrap_or(pre)
}

/// Returns whether a `pre` is used for prose: it contains paragraphs, headings or lists besides code.
fn holds_prose(source: &SourcePage<'_>, pre: NodeId) -> bool {
    let document = source.document;
    let element =
        |n: &NodeId| matches!(document.tag(*n), Tag::P | Tag::H1 | Tag::H2 | Tag::H3 | Tag::Blockquote);
    document.descendants(pre).skip(1).take(4 * LINE_NUMBER_BYTES).any(|n| element(&n))
}

/// Returns whether the line breaks of an element without a `pre` are visible: its style or class says so, or it is
/// code of several lines without other content next to it.
fn is_preformatted(source: &SourcePage<'_>, node: NodeId) -> bool {
    let document = source.document;
    let style = document.attr(node, &local_name!("style"));
    let keeps = style.is_some_and(|style| {
        style.split(';').any(|declaration| {
            declaration.split_once(':').is_some_and(|(name, value)| {
                let value = value.trim_start();
                name.trim().eq_ignore_ascii_case("white-space")
                    && value.starts_with("pre")
                    && !value.starts_with("pre-line")
            })
        })
    });
    if document.tag(node) == Tag::Div {
        let named = source.has_rare_attr(node) && source.attr(node, "data-lang").is_some()
            || source.has_class(node, |class| matches!(class, "code-block" | "codeblock" | "highlight"));
        let bare = || {
            !document.descendants(node).skip(1).any(|n| {
                matches!(document.tag(n), Tag::Pre | Tag::P | Tag::Table | Tag::Div)
                    || document.tag(n) == Tag::Code && !keeps
            })
        };
        return (named || keeps) && bare() && has_lines(source, node) && !is_in_pre(source, node);
    }
    let block = source.has_class(node, |class| class == "block");
    // In a wrapper around a `pre`, the white space around the `pre` is indentation of the page's source.
    let wraps_pre = || document.descendants(node).any(|n| document.tag(n) == Tag::Pre);
    (block || has_lines(source, node)) && is_alone(source, node) && !is_in_pre(source, node) && !wraps_pre()
}

fn is_in_pre(source: &SourcePage<'_>, node: NodeId) -> bool {
    source.document.ancestors(node).any(|n| source.document.tag(n) == Tag::Pre)
}

/// Returns whether the element directly before a listing is part of the same listing: an example split into input and
/// output, at least one of them without a `pre`.
pub(crate) fn continues(source: &SourcePage<'_>, listing: Listing) -> bool {
    let document = source.document;
    let blank = |n: &NodeId| document.is_element(*n) || !document.text(*n).trim().is_empty();
    let before = std::iter::successors(document.prev_sibling(listing.root), |&n| document.prev_sibling(n));
    let Some(before) = before.into_iter().find(blank) else { return false };
    let is_code = |n: NodeId| document.tag(n) == Tag::Code;
    let parts = matches!(document.tag(before), Tag::Code | Tag::Pre);
    parts && (is_code(before) || is_code(listing.root))
}

/// Returns whether the text of an element has several lines.
fn has_lines(source: &SourcePage<'_>, node: NodeId) -> bool {
    let document = source.document;
    let mut lines = 0;
    for n in document.descendants(node) {
        if document.kind(n) == NodeKind::Text {
            lines += document.text(n).trim_matches(|c| c == '\n' || c == ' ').matches('\n').count();
        } else if document.tag(n) == Tag::Br {
            lines += 1;
        }
        if lines > 0 {
            return true;
        }
    }
    false
}

/// Returns whether an inline element is the only content of its block.
fn is_alone(source: &SourcePage<'_>, node: NodeId) -> bool {
    let document = source.document;
    let blank = |n: NodeId| match document.kind(n) {
        NodeKind::Text => document.text(n).trim().is_empty(),
        NodeKind::Element => {
            document.tag(n) == Tag::Br
                || crate::html::segment::breaks(document.tag(n))
                || document.tag(n) == Tag::Code
        }
        _ => true,
    };
    let next = std::iter::successors(document.next_sibling(node), |&n| document.next_sibling(n)).take(2);
    let before = std::iter::successors(document.prev_sibling(node), |&n| document.prev_sibling(n)).take(2);
    let parent = document.parent(node);
    parent.is_some_and(|p| crate::html::segment::breaks(document.tag(p)) && document.tag(p) != Tag::P)
        && next.chain(before).all(blank)
}

/// Reads a table that puts line numbers next to code, or one line of code in each row.
fn numbered_table(source: &SourcePage<'_>, table: NodeId) -> Option<Listing> {
    let document = source.document;
    let mut code = None;
    let mut numbers = false;
    let mut rows = 0_usize;
    let mut marked = source.has_class(table, |class| HIGHLIGHTERS.contains(class));
    for node in document.descendants(table).skip(1) {
        match document.tag(node) {
            // Nested tables are page layout, and would be searched once for each table around them.
            Tag::Table => return None,
            Tag::Td | Tag::Th => {
                if is_gutter_cell(source, node) {
                    numbers = true;
                } else {
                    let pre = document.descendants(node).find(|&n| document.tag(n) == Tag::Pre);
                    match (code, pre) {
                        (None, Some(pre)) => code = Some(pre),
                        (Some(_), Some(_)) => marked = false,
                        _ => {}
                    }
                    let lines = source.has_class(node, |class| HIGHLIGHTERS.contains(class));
                    marked |= lines;
                }
            }
            Tag::Tr => rows += 1,
            _ => {}
        }
    }
    let inside = document.ancestors(table).any(|n| document.tag(n) == Tag::Pre);
    match code {
        Some(pre) if numbers && rows == 1 => Some(Listing { root: table, code: pre }),
        None if numbers && marked && !inside => Some(Listing { root: table, code: table }),
        _ => None,
    }
}

/// Returns whether a cell contains only line numbers.
fn is_gutter_cell(source: &SourcePage<'_>, cell: NodeId) -> bool {
    if is_gutter(source, cell) {
        return true;
    }
    let document = source.document;
    let mut digits = false;
    for n in document.descendants(cell) {
        if document.kind(n) == NodeKind::Text {
            let text = document.text(n);
            if !text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()) {
                return false;
            }
            digits |= text.contains(|c: char| c.is_ascii_digit());
        }
    }
    digits && document.descendants(cell).any(|n| matches!(document.tag(n), Tag::Pre | Tag::Span))
}

/// Returns whether an element of a listing is a line number or a control.
fn is_gutter(source: &SourcePage<'_>, node: NodeId) -> bool {
    let document = source.document;
    if matches!(document.tag(node), Tag::Button | Tag::Svg | Tag::Style | Tag::Script)
        || source.role(node) == "button"
        || source.has_class(node, |class| GUTTERS.contains(class) || CONTROLS.contains(class))
    {
        return true;
    }
    let unselectable = source.attr(node, "style").is_some_and(|style| {
        style.split(';').any(|d| {
            let mut d = d.split(':').map(str::trim);
            d.next().is_some_and(|name| name.ends_with("user-select"))
                && d.next().is_some_and(|v| v.starts_with("none"))
        })
    });
    let number = || {
        source
            .short_text(node, LINE_NUMBER_BYTES)
            .is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit() || b == b' '))
    };
    (unselectable || document.attr(node, &html5ever::local_name!("aria-hidden")).is_some_and(|v| v == "true"))
        && number()
}

/// Returns the text of a listing without line numbers and controls, each line on its own line.
pub(crate) fn text(source: &SourcePage<'_>, code: NodeId) -> String {
    let document = source.document;
    let mut out = String::new();
    let mut node = Some(code);
    // Elements that end a line. Their last node is unknown, so the walk compares when it leaves them.
    let mut lines: Vec<NodeId> = Vec::new();
    while let Some(n) = node {
        while lines.last().is_some_and(|&line| !source.is_within(n, line)) {
            lines.pop();
            end_line(&mut out);
        }
        let mut down = true;
        match document.kind(n) {
            NodeKind::Text => out.push_str(document.text(n)),
            NodeKind::Element if n != code => match document.tag(n) {
                Tag::Br => out.push('\n'),
                _ if is_gutter(source, n) => down = false,
                Tag::Span if source.has_class(n, |class| class == "hover-container") => down = false,
                Tag::Li | Tag::Div | Tag::P | Tag::Tr => {
                    end_line(&mut out);
                    lines.push(n);
                }
                _ => {}
            },
            _ => {}
        }
        node = document.following(n, code, down);
    }
    if !lines.is_empty() {
        end_line(&mut out);
    }
    let out = out.replace('\u{a0}', " ").replace(['\u{200b}', '\u{feff}'], "");
    // Blank lines around the code are not part of it, but the indentation of the first line is.
    let indent = out.len() - out.trim_start().len();
    let start = out[..indent].rfind('\n').map_or(0, |at| at + 1);
    dedented(out[start..].trim_end()).to_owned()
}

/// Ends the current line, if there is one.
fn end_line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Returns a single line without the indentation of the page's source.
fn dedented(text: &str) -> &str {
    if text.contains('\n') { text } else { text.trim_start() }
}

/// Returns the language that the mark-up of a listing names.
pub(crate) fn language(source: &SourcePage<'_>, listing: Listing) -> Option<String> {
    let document = source.document;
    let code = document
        .descendants(listing.code)
        .take(LINE_NUMBER_BYTES)
        .find(|&n| document.tag(n) == Tag::Code && n != listing.code);
    let around = document.ancestors(listing.root).take(WRAPPERS);
    let around = around.take_while(|&n| wraps_one_listing(source, n));
    let elements: Vec<NodeId> = code.into_iter().chain([listing.code, listing.root]).chain(around).collect();
    let named = elements.iter().find_map(|&n| named_language(source, n));
    named
        .or_else(|| elements.iter().find_map(|&n| bare_language(source, n)))
        .filter(|language| !NO_LANGUAGE.contains(&language.as_str()))
}

/// Names that mean "no language".
const NO_LANGUAGE: [&str; 6] = ["none", "plain", "plaintext", "nohighlight", "no-highlight", "undefined"];

/// Returns whether an element around a listing contains no other listing, and little else.
fn wraps_one_listing(source: &SourcePage<'_>, node: NodeId) -> bool {
    let document = source.document;
    if !matches!(
        document.tag(node),
        Tag::Div
            | Tag::Figure
            | Tag::Span
            | Tag::Pre
            | Tag::Td
            | Tag::Tr
            | Tag::Tbody
            | Tag::Table
            | Tag::Section
            | Tag::Other
    ) {
        return false;
    }
    let mut listings = 0;
    let mut at = Some(node);
    while let Some(n) = at {
        match document.tag(n) {
            Tag::Pre => listings += 1,
            Tag::P | Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 => return false,
            _ => {}
        }
        // A listing in a table has a `pre` for the numbers and one for the code inside its own.
        at = document.following(n, node, n == node || document.tag(n) != Tag::Pre);
    }
    listings <= 2
}

/// Returns the language after a prefix in a class, or in an attribute that only names languages.
fn named_language(source: &SourcePage<'_>, node: NodeId) -> Option<String> {
    const ATTRIBUTES: [&str; 7] = [
        "data-lang",
        "data-language",
        "data-code-language",
        "data-code-block-lang",
        "data-enlighter-language",
        "code-language",
        "language",
    ];
    const PREFIXES: [&str; 5] = ["language-", "lang-", "highlight-source-", "highlight-text-", "brush:"];
    for name in ATTRIBUTES {
        if let Some(language) = source.attr(node, name).and_then(clean_language) {
            return Some(language);
        }
    }
    // WordPress plugins write `lang="php"`, which is a language of people elsewhere.
    if source.document.tag(node) == Tag::Pre
        && let Some(language) = source.attr(node, "lang").and_then(clean_language)
        && LANGUAGES.contains(language.as_str())
    {
        return Some(language);
    }
    let class = source.class(node);
    let parameters = source.attr(node, "data-syntaxhighlighter-params").unwrap_or_default();
    let tokens = class.split([' ', '\t', '\n', ';']).chain(parameters.split([' ', ';']));
    let mut tokens = tokens.filter(|t| !t.is_empty()).peekable();
    while let Some(token) = tokens.next() {
        for prefix in PREFIXES {
            let Some(rest) = token.strip_prefix(prefix) else { continue };
            let rest = if rest.is_empty() && prefix == "brush:" {
                tokens.peek().copied().unwrap_or("")
            } else {
                rest
            };
            if let Some(language) = clean_language(rest) {
                return Some(language);
            }
        }
    }
    // Sphinx: `highlight-python notranslate`; Pygments and others: `highlight python`.
    let sphinx = class.split_ascii_whitespace().find_map(|token| token.strip_prefix("highlight-"));
    sphinx.filter(|language| LANGUAGES.contains(language)).and_then(clean_language)
}

/// Returns the language that is a class of its own, next to the class of a highlighter or alone on a listing.
fn bare_language(source: &SourcePage<'_>, node: NodeId) -> Option<String> {
    let document = source.document;
    let class = source.class(node);
    let highlighted = class.split_ascii_whitespace().any(|token| HIGHLIGHTERS.contains(token))
        || matches!(document.tag(node), Tag::Pre | Tag::Code);
    let language = class
        .split_ascii_whitespace()
        .map(str::to_ascii_lowercase)
        .find(|token| LANGUAGES.contains(token.as_str()));
    language.filter(|_| highlighted)
}

fn clean_language(name: &str) -> Option<String> {
    let name = name.trim().trim_matches(['{', '}', '.', ';', '"']).to_ascii_lowercase();
    let fits = !name.is_empty()
        && name.len() <= LABEL_BYTES / 2
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+#-_.".contains(&b));
    fits.then_some(name)
}

/// Returns whether a block is a label above or next to a listing in the same wrapper: a button, a file name, a
/// language.
pub(crate) fn is_label(source: &SourcePage<'_>, block: usize, text: &str) -> bool {
    if text.len() > LABEL_BYTES || text.ends_with(['.', ':', '!', '?']) && !text.ends_with("!") {
        return false;
    }
    let Some(owner) = source.owner(block) else { return false };
    let document = source.document;
    if matches!(
        document.tag(owner),
        Tag::P
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Li
            | Tag::Td
            | Tag::Th
            | Tag::Pre
            | Tag::Dt
            | Tag::Dd
    ) || std::iter::once(owner).chain(document.ancestors(owner)).any(|n| document.tag(n) == Tag::Pre)
    {
        return false;
    }
    std::iter::once(owner)
        .chain(document.ancestors(owner))
        .take(WRAPPERS)
        .any(|n| matches!(document.tag(n), Tag::Div | Tag::Figure) && holds_listing_and_labels(source, n))
}

/// Returns whether an element contains a listing and otherwise only short labels.
fn holds_listing_and_labels(source: &SourcePage<'_>, node: NodeId) -> bool {
    let document = source.document;
    let mut labels = 0;
    let mut listings = 0;
    let mut at = Some(node);
    while let Some(n) = at {
        let mut down = true;
        match document.kind(n) {
            NodeKind::Text => labels += document.text(n).trim().len(),
            _ => match document.tag(n) {
                Tag::Pre => {
                    listings += 1;
                    down = false;
                }
                Tag::P | Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::Ul | Tag::Ol | Tag::Table => {
                    return false;
                }
                _ => {}
            },
        }
        if labels > 3 * LABEL_BYTES || listings > 1 {
            return false;
        }
        at = document.following(n, node, down);
    }
    listings == 1
}
