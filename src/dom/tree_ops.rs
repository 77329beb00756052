//! Changes to an arena while its page is parsed: inserting and moving nodes and text.

use std::cell::Cell;

use html5ever::LocalName;

use super::{
    Tag,
    arena::{Attr, Document, NONE, Node, NodeId, NodeKind},
    ns::Ns,
};

/// Maximum length, in bytes, of a text node that is moved in order to extend it after other text was inserted (text in
/// a table is moved before the table). A longer node gets a sibling; otherwise a page could make this quadratic.
const MOVED: usize = 1024;

impl Node {
    /// Returns a node of a kind that is not in the tree yet.
    pub(crate) fn new(kind: NodeKind) -> Self {
        Self {
            parent: NONE,
            prev: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            start: 0,
            end: 0,
            kind,
            tag: Tag::Other,
            ns: Ns::None,
            memo: Cell::new(0),
            name: LocalName::default(),
        }
    }
}

impl Document {
    pub(crate) fn push(&mut self, kind: NodeKind) -> NodeId {
        self.push_node(Node::new(kind))
    }

    pub(crate) fn push_node(&mut self, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        id
    }

    pub(crate) fn push_attr(&mut self, name: LocalName, value: &str) {
        let start = self.values.len() as u32;
        self.values.push_str(value);
        self.attrs.push(Attr { name, start, end: self.values.len() as u32 });
    }

    pub(crate) fn push_text(&mut self, text: &str) -> NodeId {
        let id = self.push(NodeKind::Text);
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let node = &mut self.nodes[id.index()];
        node.start = start;
        node.end = self.text.len() as u32;
        id
    }

    /// Appends to a text node. Returns `false` if it is too long to be moved.
    pub(crate) fn extend_text(&mut self, id: NodeId, text: &str) -> bool {
        let node = &self.nodes[id.index()];
        let (start, end) = (node.start as usize, node.end as usize);
        let start = if end == self.text.len() {
            start
        } else if end - start > MOVED {
            return false;
        } else {
            let at = self.text.len();
            self.text.extend_from_within(start..end);
            at
        };
        self.text.push_str(text);
        let node = &mut self.nodes[id.index()];
        node.start = start as u32;
        node.end = self.text.len() as u32;
        true
    }

    /// Replaces the characters of a text node.
    pub(crate) fn set_text(&mut self, id: NodeId, text: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let node = &mut self.nodes[id.index()];
        (node.start, node.end) = (start, self.text.len() as u32);
    }

    pub(crate) fn detach(&mut self, id: NodeId) {
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

    pub(crate) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = std::mem::replace(&mut self.nodes[parent.index()].last, child.0);
        let node = &mut self.nodes[child.index()];
        (node.parent, node.prev) = (parent.0, last);
        match last {
            NONE => self.nodes[parent.index()].first = child.0,
            last => self.nodes[last as usize].next = child.0,
        }
    }

    pub(crate) fn append_text(&mut self, parent: NodeId, text: &str) {
        let last = self.last_child(parent);
        if let Some(last) = self.text_node(last)
            && self.extend_text(last, text)
        {
            return;
        }
        let child = self.push_text(text);
        self.append(parent, child);
    }

    pub(crate) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
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

    pub(crate) fn insert_text_before(&mut self, sibling: NodeId, text: &str) {
        let before = self.prev_sibling(sibling);
        if let Some(before) = self.text_node(before)
            && self.extend_text(before, text)
        {
            return;
        }
        let child = self.push_text(text);
        self.insert_before(sibling, child);
    }

    fn text_node(&self, id: Option<NodeId>) -> Option<NodeId> {
        id.filter(|&id| self.kind(id) == NodeKind::Text)
    }
}
