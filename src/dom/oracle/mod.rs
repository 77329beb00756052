//! The parser's oracle: html5ever's own tokenizer and tree builder, writing to a `scraper::Html`.
//!
//! [`check`] parses a text both ways and returns the difference. For tests and fuzz targets.

use html5ever::{
    buffer_queue::BufferQueue,
    ns,
    tendril::StrTendril,
    tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
    tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink},
};
use scraper::{Html, HtmlTreeSink, Node};

use super::{Document, KeptNodes, NodeId, NodeKind, ParseLimits, Tag, attribute, parse_keeping, script};

/// Hands on all tokens except parse errors: html5ever would keep the line feed after `<pre>` if one comes between them.
struct Quiet<S>(S);

impl<S: TokenSink> TokenSink for Quiet<S> {
    type Handle = S::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<S::Handle> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.0.process_token(token, line)
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn plain(html: &str) -> Html {
    let opts = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let sink = HtmlTreeSink::new(Html::new_document());
    let tokenizer = Tokenizer::new(Quiet(TreeBuilder::new(sink, opts)), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.sink.finish()
}

/// What the pipeline's parse omits from a tree.
struct DumpFilter {
    reduced: bool,
    /// Whether whitespace counts. Otherwise none at the ends of texts does, and elsewhere outside preformatted text
    /// there may be less of it.
    spaces: bool,
}

impl DumpFilter {
    fn attribute(&self, name: &str) -> bool {
        !self.reduced || attribute::is_read(name)
    }

    fn text_in(&self, parent: &str, kind: Option<&str>, text: &str) -> bool {
        !self.reduced
            || match parent {
                "script" => script::is_wanted(kind, text),
                "style" | "iframe" | "noembed" | "noframes" => false,
                _ => true,
            }
    }
}

/// Returns a line per node: its depth, its kind, and its attributes in order of their names.
fn line(out: &mut String, depth: usize, what: &str, mut attrs: Vec<(String, String)>) {
    attrs.sort();
    out.push_str(&format!("{depth} {what}"));
    for (name, value) in attrs {
        out.push_str(&format!(" {name}={value:?}"));
    }
    out.push('\n');
}

/// Adjacent texts: their depth, whether their whitespace is preformatted, and their characters.
type PendingText = Option<(usize, bool, String)>;

fn flush(out: &mut String, text: &mut PendingText, filter: &DumpFilter) {
    if let Some((depth, preformatted, text)) = text.take() {
        let text = match (filter.spaces, preformatted) {
            (true, _) => text,
            (false, true) => text.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned(),
            // Whitespace on both sides of an ignored tag is written once.
            (false, false) => text.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
        };
        if filter.spaces || !text.is_empty() {
            out.push_str(&format!("{depth} {text:?}\n"));
        }
    }
}

/// Returns whether an element keeps its whitespace.
fn is_preformatted(name: &str) -> bool {
    matches!(name, "listing" | "plaintext" | "pre" | "textarea" | "xmp")
}

fn dump_arena(document: &Document, filter: &DumpFilter) -> String {
    let mut out = String::new();
    let mut stack: Vec<(NodeId, usize)> = vec![(NodeId::DOCUMENT, 0)];
    let mut text: PendingText = None;
    while let Some((node, depth)) = stack.pop() {
        if document.kind(node) != NodeKind::Text || text.as_ref().is_some_and(|t| t.0 != depth) {
            flush(&mut out, &mut text, filter);
        }
        match document.kind(node) {
            NodeKind::Text => {
                let kept = || document.ancestors(node).any(|n| is_preformatted(document.name(n)));
                text.get_or_insert_with(|| (depth, kept(), String::new())).2.push_str(document.text(node));
            }
            NodeKind::Element => {
                let attrs: Vec<_> = document
                    .attrs(node)
                    .map(|(n, v)| (n.to_string(), v.to_owned()))
                    .filter(|(n, _)| filter.attribute(n))
                    .collect();
                let ns = document.namespace(node).to_string();
                line(&mut out, depth, &format!("<{}> {ns}", document.name(node)), attrs);
                if document.tag(node) == Tag::Template {
                    let contents: Vec<_> = document.children(NodeId(node.0 + 1)).collect();
                    stack.extend(contents.into_iter().rev().map(|n| (n, depth + 1)));
                }
                if filter.reduced && document.tag(node) == Tag::Svg {
                    continue;
                }
            }
            NodeKind::Document => {}
            NodeKind::Fragment => panic!("a fragment hangs on no parent"),
            kind => line(&mut out, depth, &format!("{kind:?}"), Vec::new()),
        }
        let children: Vec<_> = document.children(node).collect();
        stack.extend(children.into_iter().rev().map(|n| (n, depth + 1)));
    }
    flush(&mut out, &mut text, filter);
    out
}

fn dump_scraper(html: &Html, filter: &DumpFilter) -> String {
    let mut out = String::new();
    let mut stack = vec![(html.tree.root(), 0)];
    let mut text: PendingText = None;
    while let Some((node, depth)) = stack.pop() {
        if !matches!(node.value(), Node::Text(_)) || text.as_ref().is_some_and(|t| t.0 != depth) {
            flush(&mut out, &mut text, filter);
        }
        match node.value() {
            Node::Text(characters) => {
                let parent = node.parent().and_then(|p| p.value().as_element());
                let name = parent.map_or("", |p| p.name());
                let html = parent.is_some_and(|p| p.name.ns == ns!(html));
                if !html || filter.text_in(name, parent.and_then(|p| p.attr("type")), characters) {
                    let kept = || {
                        // The contents of a template are in no element of the page.
                        let inside = node.ancestors().take_while(|n| !n.value().is_fragment());
                        let mut elements = inside.filter_map(|n| n.value().as_element());
                        elements.any(|e| is_preformatted(e.name()))
                    };
                    text.get_or_insert_with(|| (depth, kept(), String::new())).2.push_str(characters);
                }
            }
            Node::Element(element) => {
                let attrs = element
                    .attrs
                    .iter()
                    .map(|(n, v)| (n.local.to_string(), v.to_string()))
                    .filter(|(n, _)| filter.attribute(n))
                    .collect();
                line(&mut out, depth, &format!("<{}> {}", element.name(), &*element.name.ns), attrs);
                if filter.reduced && element.name() == "svg" {
                    continue;
                }
            }
            Node::Document => {}
            Node::Fragment => {
                let children: Vec<_> = node.children().collect();
                stack.extend(children.into_iter().rev().map(|n| (n, depth)));
                continue;
            }
            Node::Comment(_) | Node::ProcessingInstruction(_) => line(&mut out, depth, "Comment", Vec::new()),
            Node::Doctype(_) => line(&mut out, depth, "Doctype", Vec::new()),
        }
        let children: Vec<_> = node.children().collect();
        stack.extend(children.into_iter().rev().map(|n| (n, depth + 1)));
    }
    flush(&mut out, &mut text, filter);
    out
}

/// ParseLimits that no page of a test reaches.
const FREE: ParseLimits = ParseLimits {
    depth: 60_000,
    formatting: 60_000,
    nodes: usize::MAX,
    attributes: 100_000,
    value_bytes: usize::MAX,
    end: None,
};

/// Parses `html` both ways and compares the trees.
///
/// # Errors
/// Returns both trees if they differ.
pub(crate) fn check(html: &str) -> Result<(), String> {
    let mut document = Document::default();
    let oracle = plain(html);
    let all = DumpFilter { reduced: false, spaces: true };
    parse_keeping(html, KeptNodes::ALL, &FREE, &mut document);
    let (ours, theirs) = (dump_arena(&document, &all), dump_scraper(&oracle, &all));
    if ours != theirs {
        return Err(format!("{html:?}\nours\n{ours}\nhtml5ever's\n{theirs}"));
    }
    // The contents of svg and the attributes of elements are omitted, and what surrounds them is kept. A noscript is an
    // intended difference, so it is kept here. Whitespace between blocks is omitted too; elsewhere it is inside a
    // text.
    for spaces in [true, false] {
        parse_keeping(html, KeptNodes { noscript: true, spaces, ..KeptNodes::READ }, &FREE, &mut document);
        let reduced = DumpFilter { reduced: true, spaces };
        let (ours, theirs) = (dump_arena(&document, &reduced), dump_scraper(&oracle, &reduced));
        if ours != theirs {
            return Err(format!("reduced, spaces {spaces}: {html:?}\nours\n{ours}\nhtml5ever's\n{theirs}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
