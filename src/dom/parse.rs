//! html5ever's tree builder writing into the flat arena.

use std::{borrow::Cow, cell::RefCell};

use html5ever::{
    Attribute, LocalName, Namespace, ParseOpts, QualName,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    ns,
    tendril::{StrTendril, TendrilSink},
    tree_builder::TreeBuilderOpts,
};

use super::{
    Tag,
    arena::{Attr, Document, Kind, NONE, Node, NodeId},
};

/// How much of a page is built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Elements open inside one another; deeper ones are not opened.
    pub(crate) depth: usize,
    /// Nodes of a page.
    pub(crate) nodes: usize,
    /// Attributes of one element.
    pub(crate) attributes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 512, nodes: 4_000_000, attributes: 256 }
    }
}

/// Parses a page into `document`, which is cleared first.
pub(crate) fn parse(html: &str, _limits: &Limits, document: &mut Document) {
    document.clear();
    let sink = Sink { document: RefCell::new(std::mem::take(document)) };
    sink.document.borrow_mut().push(Kind::Document);
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, exact_errors: false, ..Default::default() },
        ..Default::default()
    };
    *document = html5ever::parse_document(sink, opts).one(html);
}

impl Document {
    fn push(&mut self, kind: Kind) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Node {
            parent: NONE,
            prev: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            start: 0,
            end: 0,
            kind,
            tag: Tag::Other,
            name: LocalName::default(),
            ns: ns!(),
        });
        id
    }

    fn push_attrs(&mut self, id: NodeId, attrs: Vec<Attribute>) {
        let start = self.attrs.len() as u32;
        for attr in attrs {
            let from = self.text.len() as u32;
            self.text.push_str(&attr.value);
            self.attrs.push(Attr { name: attr.name.local, start: from, end: self.text.len() as u32 });
        }
        let node = &mut self.nodes[id.index()];
        node.start = start;
        node.end = self.attrs.len() as u32;
    }

    fn push_text(&mut self, text: &str) -> NodeId {
        let id = self.push(Kind::Text);
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let node = &mut self.nodes[id.index()];
        node.start = start;
        node.end = self.text.len() as u32;
        id
    }

    /// Appends to a text node; its characters move to the end of the buffer when others came after.
    fn extend_text(&mut self, id: NodeId, text: &str) {
        let node = &self.nodes[id.index()];
        let (start, end) = (node.start as usize, node.end as usize);
        let start = if end == self.text.len() {
            start
        } else {
            let at = self.text.len();
            self.text.extend_from_within(start..end);
            at
        };
        self.text.push_str(text);
        let node = &mut self.nodes[id.index()];
        node.start = start as u32;
        node.end = self.text.len() as u32;
    }

    fn detach(&mut self, id: NodeId) {
        let Node { parent, prev, next, .. } = self.nodes[id.index()];
        if parent == NONE {
            return;
        }
        match prev {
            NONE => self.nodes[parent as usize].first = next,
            prev => self.nodes[prev as usize].next = next,
        }
        match next {
            NONE => self.nodes[parent as usize].last = prev,
            next => self.nodes[next as usize].prev = prev,
        }
        let node = &mut self.nodes[id.index()];
        (node.parent, node.prev, node.next) = (NONE, NONE, NONE);
    }

    fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.nodes[parent.index()].last;
        let node = &mut self.nodes[child.index()];
        (node.parent, node.prev) = (parent.0, last);
        match last {
            NONE => self.nodes[parent.index()].first = child.0,
            last => self.nodes[last as usize].next = child.0,
        }
        self.nodes[parent.index()].last = child.0;
    }

    fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let Node { parent, prev, .. } = self.nodes[sibling.index()];
        let node = &mut self.nodes[child.index()];
        (node.parent, node.prev, node.next) = (parent, prev, sibling.0);
        match prev {
            NONE => self.nodes[parent as usize].first = child.0,
            prev => self.nodes[prev as usize].next = child.0,
        }
        self.nodes[sibling.index()].prev = child.0;
    }

    fn is_text(&self, id: Option<NodeId>) -> Option<NodeId> {
        id.filter(|&id| self.kind(id) == Kind::Text)
    }
}

struct Sink {
    document: RefCell<Document>,
}

/// The name of an element, given out by value: the arena may grow while the tree builder holds it.
#[derive(Debug)]
struct Name {
    ns: Namespace,
    local: LocalName,
}

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Document;
    type ElemName<'a> = Name;

    fn finish(self) -> Document {
        self.document.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        NodeId::DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name {
        let document = self.document.borrow();
        let node = &document.nodes[target.index()];
        Name { ns: node.ns.clone(), local: node.name.clone() }
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let mut document = self.document.borrow_mut();
        let id = document.push(Kind::Element);
        document.push_attrs(id, attrs);
        let node = &mut document.nodes[id.index()];
        let html = name.ns == ns!(html);
        let tag = Tag::of(&name.local);
        if html || matches!(tag, Tag::Svg | Tag::Math) {
            node.tag = tag;
        }
        (node.ns, node.name) = (name.ns, name.local);
        if flags.template {
            // Its contents hang on no parent: they are in no walk.
            let contents = document.push(Kind::Fragment);
            debug_assert_eq!(contents.0, id.0 + 1);
        }
        id
    }

    fn create_comment(&self, _text: StrTendril) -> NodeId {
        self.document.borrow_mut().push(Kind::Comment)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.document.borrow_mut().push(Kind::Comment)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let mut document = self.document.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => document.append(*parent, child),
            NodeOrText::AppendText(text) => {
                let last = document.last_child(*parent);
                if let Some(last) = document.is_text(last) {
                    document.extend_text(last, &text);
                } else {
                    let child = document.push_text(&text);
                    document.append(*parent, child);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, prev: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.document.borrow().parent(*element);
        if parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {
        let mut document = self.document.borrow_mut();
        let id = document.push(Kind::Doctype);
        document.append(NodeId::DOCUMENT, id);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        NodeId(target.0 + 1)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let mut document = self.document.borrow_mut();
        match child {
            NodeOrText::AppendNode(child) => document.insert_before(*sibling, child),
            NodeOrText::AppendText(text) => {
                let before = document.prev_sibling(*sibling);
                if let Some(before) = document.is_text(before) {
                    document.extend_text(before, &text);
                } else {
                    let child = document.push_text(&text);
                    document.insert_before(*sibling, child);
                }
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        let mut document = self.document.borrow_mut();
        let node = &document.nodes[target.index()];
        let (start, end) = (node.start as usize, node.end as usize);
        let had = document.attrs[start..end].to_vec();
        let missing: Vec<_> =
            attrs.into_iter().filter(|a| had.iter().all(|h| h.name != a.name.local)).collect();
        if missing.is_empty() {
            return;
        }
        document.push_attrs(*target, missing);
        document.attrs.extend(had);
        document.nodes[target.index()].end = document.attrs.len() as u32;
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut document = self.document.borrow_mut();
        while let Some(child) = document.first_child(*node) {
            document.append(*new_parent, child);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_where_the_page_has_them() {
        let mut document = Document::default();
        parse(
            "<p class=a>One <b>two</b> three<template><i>no</i></template>",
            &Limits::default(),
            &mut document,
        );
        let text: String = document.descendants(NodeId::DOCUMENT).map(|n| document.text(n)).collect();
        assert_eq!(text, "One two three");
        let p = document.descendants(NodeId::DOCUMENT).find(|&n| document.tag(n) == Tag::P).expect("p");
        assert_eq!(document.attr(p, &html5ever::local_name!("class")), Some("a"));
    }
}
