//! Copies a `scraper::Html` into the arena, so that a page that was already parsed is not parsed again.
//!
//! The copy has all elements, attributes and text of scraper's tree. The limits on depth and nodes apply as in the
//! parser.

use ego_tree::NodeRef;
use html5ever::{local_name, ns};
use scraper::{Html, Node, node::Element};

use super::{
    ParseLimits, Tag,
    arena::{Document, NodeId, NodeKind},
    ns::Ns,
    scan, script,
    tokenizer::NOSCRIPT_WORDS,
};

fn children<'a>(node: NodeRef<'a, Node>) -> impl Iterator<Item = ego_tree::NodeId> + 'a {
    node.children().rev().map(|child| child.id())
}

/// Returns whether the content of a `noscript` counts as part of the page.
fn has_story(text: &str) -> bool {
    let closed = format!("{text}</noscript>");
    scan::noscript(closed.as_bytes(), 0).is_some_and(|noscript| noscript.words >= NOSCRIPT_WORDS)
}

impl Document {
    /// Copies `html` after clearing the document.
    pub(crate) fn copy_from(&mut self, html: &Html, limits: &ParseLimits) {
        self.clear();
        self.push(NodeKind::Document);
        self.copy_below(html, html.tree.root(), (NodeId::DOCUMENT, 1), limits, true);
    }

    /// Copies the children of `from` below a node at a depth. `noscripts`: whether the markup in a `noscript` is parsed.
    fn copy_below(
        &mut self,
        html: &Html,
        from: NodeRef<'_, Node>,
        (to, depth): (NodeId, usize),
        limits: &ParseLimits,
        noscripts: bool,
    ) {
        let mut left: Vec<_> = children(from).map(|id| (id, to, depth)).collect();
        while let Some((id, parent, depth)) = left.pop() {
            let Some(from) = html.tree.get(id) else { continue };
            if self.nodes.len() >= limits.nodes {
                self.cut = true;
                return;
            }
            let to = match from.value() {
                // Like a browser that runs scripts, scraper keeps the markup in a `noscript` as text. A `noscript` inside it
                // stays text, so nested ones cause no recursion.
                Node::Text(text) if noscripts && self.tag(parent) == Tag::Noscript && has_story(text) => {
                    let fragment = Html::parse_fragment(text);
                    self.copy_below(&fragment, *fragment.root_element(), (parent, depth), limits, false);
                    continue;
                }
                Node::Text(text) => {
                    if !self.reads(parent, text) {
                        continue;
                    }
                    self.push_text(text)
                }
                // Too deep: its children take its place.
                Node::Element(_) if depth > limits.depth => {
                    left.extend(children(from).map(|id| (id, parent, depth)));
                    continue;
                }
                Node::Element(element) => self.copy_element(element),
                Node::Doctype(_) => self.push(NodeKind::Doctype),
                Node::Comment(_) | Node::ProcessingInstruction(_) => self.push(NodeKind::Comment),
                // The contents of a template are in no walk.
                Node::Fragment | Node::Document => continue,
            };
            self.append(parent, to);
            left.extend(children(from).map(|id| (id, to, depth + 1)));
        }
    }

    /// Returns whether the text of an element is read.
    fn reads(&self, parent: NodeId, text: &str) -> bool {
        match self.tag(parent) {
            Tag::Script => script::is_wanted(self.attr(parent, &local_name!("type")), text),
            Tag::Style | Tag::Iframe | Tag::Noembed | Tag::Noframes => false,
            Tag::Noscript => !text.contains('<'),
            _ => true,
        }
    }

    fn copy_element(&mut self, element: &Element) -> NodeId {
        let id = self.push(NodeKind::Element);
        let start = self.attrs.len() as u32;
        for (name, value) in &element.attrs {
            self.push_attr(name.local.clone(), value);
        }
        let node = &mut self.nodes[id.index()];
        (node.start, node.end) = (start, self.attrs.len() as u32);
        let tag = Tag::of(&element.name.local);
        if element.name.ns == ns!(html) || matches!(tag, Tag::Svg | Tag::Math) {
            node.tag = tag;
        }
        (node.ns, node.name) = (Ns::of(&element.name.ns), element.name.local.clone());
        id
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{KeptNodes, parse_keeping},
        *,
    };

    fn outline(document: &Document) -> Vec<String> {
        let describe = |n| {
            format!(
                "{:?} {} {:?} {:?}",
                document.kind(n),
                document.name(n),
                document.text(n),
                document.ancestors(n).count()
            )
        };
        document.descendants(NodeId::DOCUMENT).map(describe).collect()
    }

    #[test]
    fn a_copy_equals_a_parse() {
        let page = "<!doctype html><!--a--><body class=x><p>One <b id=y>two</b><svg><g viewBox=z></g></svg><table>x<td>3</table>";
        let (mut parsed, mut copied) = (Document::default(), Document::default());
        parse_keeping(page, KeptNodes::ALL, &ParseLimits::default(), &mut parsed);
        copied.copy_from(&Html::parse_document(page), &ParseLimits::default());
        assert_eq!(outline(&copied), outline(&parsed));
        let b = copied.descendants(NodeId::DOCUMENT).find(|&n| copied.tag(n) == Tag::B).expect("b");
        assert_eq!(copied.attr(b, &html5ever::local_name!("id")), Some("y"));
    }

    #[test]
    fn a_deep_tree_is_flattened_in_text_order() {
        let page = "<div>a".repeat(2000) + &"</div>b".repeat(2000);
        let mut document = Document::default();
        document
            .copy_from(&Html::parse_document(&page), &ParseLimits { depth: 20, ..ParseLimits::default() });
        let text: String = document.descendants(NodeId::DOCUMENT).map(|n| document.text(n)).collect();
        assert_eq!(text, "a".repeat(2000) + &"b".repeat(2000));
        let deepest = document.descendants(NodeId::DOCUMENT).map(|n| document.ancestors(n).count()).max();
        assert!(deepest <= Some(21), "{deepest:?}");
        document
            .copy_from(&Html::parse_document(&page), &ParseLimits { nodes: 100, ..ParseLimits::default() });
        assert!(document.is_cut() && document.len() == 100);
    }
}
