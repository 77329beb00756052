//! The arena: nodes, attributes and text of a page in a few vectors, which are cleared and reused from page to page.

use std::cell::Cell;

use html5ever::{LocalName, Namespace};

use super::{Tag, ns::Ns, tree_sink::Build};

/// A node of a [`Document`]. Ids are given in the order of creation, which is not always document order, so walk the
/// tree instead of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(pub(crate) u32);

pub(crate) const NONE: u32 = u32::MAX;

impl NodeId {
    /// The document itself, the root of the tree.
    pub(crate) const DOCUMENT: Self = Self(0);

    /// Returns an index into a table with one row per node.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn link(raw: u32) -> Option<Self> {
        (raw != NONE).then_some(Self(raw))
    }
}

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NodeKind {
    /// The root.
    Document,
    /// The contents of a `template`. It has no parent and is in no walk.
    Fragment,
    /// A document type.
    Doctype,
    /// An element.
    Element,
    /// Text.
    Text,
    /// A comment or a processing instruction.
    Comment,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) parent: u32,
    pub(crate) prev: u32,
    pub(crate) next: u32,
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// The range in `text` of a text node, or the range in `attrs` of an element.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: NodeKind,
    pub(crate) tag: Tag,
    pub(crate) ns: Ns,
    pub(crate) memo: Cell<u8>,
    pub(crate) name: LocalName,
}

const _: () = assert!(size_of::<Node>() == 40, "a node fills five eighths of a cache line");

#[derive(Clone, Debug)]
pub(crate) struct Attr {
    pub(crate) name: LocalName,
    /// Range of the value in `values`.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A page as a tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    pub(crate) nodes: Vec<Node>,
    pub(crate) attrs: Vec<Attr>,
    pub(crate) text: String,
    pub(crate) values: String,
    /// Whether the page was too large: the tree ends where a limit was reached.
    pub(crate) cut: bool,
    /// Buffers that the parser keeps from page to page.
    pub(crate) build: Box<Build>,
}

impl Document {
    /// Returns the number of nodes, including those in no walk (templates, removed nodes).
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// Returns the kind of a node.
    pub(crate) fn kind(&self, id: NodeId) -> NodeKind {
        self.node(id).kind
    }

    /// Returns the tag of an HTML element, and `Other` for all other nodes.
    pub(crate) fn tag(&self, id: NodeId) -> Tag {
        self.node(id).tag
    }

    /// Returns whether a node is an element of any namespace.
    pub(crate) fn is_element(&self, id: NodeId) -> bool {
        self.node(id).kind == NodeKind::Element
    }

    /// Returns an element's local name; empty for other nodes.
    pub(crate) fn name(&self, id: NodeId) -> &LocalName {
        &self.node(id).name
    }

    /// Returns whether a node is an element of the HTML namespace.
    pub(crate) fn is_html(&self, id: NodeId) -> bool {
        self.node(id).ns == Ns::Html
    }

    /// Returns the namespace of an element; empty for other nodes.
    pub(crate) fn namespace(&self, id: NodeId) -> &'static Namespace {
        self.node(id).ns.name()
    }

    /// Returns the characters of a text node; empty for other nodes.
    pub(crate) fn text(&self, id: NodeId) -> &str {
        let node = self.node(id);
        if node.kind == NodeKind::Text { &self.text[node.start as usize..node.end as usize] } else { "" }
    }

    /// Returns the value of an attribute.
    pub(crate) fn attr(&self, id: NodeId, name: &LocalName) -> Option<&str> {
        let attr = self.own_attrs(id).iter().find(|attr| attr.name == *name)?;
        Some(&self.values[attr.start as usize..attr.end as usize])
    }

    fn own_attrs(&self, id: NodeId) -> &[Attr] {
        let node = self.node(id);
        if node.kind == NodeKind::Element { &self.attrs[node.start as usize..node.end as usize] } else { &[] }
    }

    /// Returns all attributes that were kept, in page order.
    pub(crate) fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&LocalName, &str)> {
        let own = self.own_attrs(id).iter();
        own.map(|attr| (&attr.name, &self.values[attr.start as usize..attr.end as usize]))
    }

    /// Returns a cell for notes about a node, 0 at first. Only `metadata::classes` uses it.
    pub(crate) fn memo(&self, id: NodeId) -> &Cell<u8> {
        &self.node(id).memo
    }

    /// Returns the parent.
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        NodeId::link(self.node(id).parent)
    }

    /// Returns the first child.
    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        NodeId::link(self.node(id).first)
    }

    /// Returns the last child.
    pub(crate) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        NodeId::link(self.node(id).last)
    }

    /// Returns the next sibling.
    pub(crate) fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        NodeId::link(self.node(id).next)
    }

    /// Returns the previous sibling.
    pub(crate) fn prev_sibling(&self, id: NodeId) -> Option<NodeId> {
        NodeId::link(self.node(id).prev)
    }

    /// Returns the children in order.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(id), |&n| self.next_sibling(n))
    }

    /// Returns the ancestors, beginning with the parent and ending with the document.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |&n| self.parent(n))
    }

    /// Returns `root` and all its descendants in document order.
    pub(crate) fn descendants(&self, root: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(root), move |&n| self.following(n, root, true))
    }

    /// Returns the node after `id` in document order that is still below `root`. With `down`, children come first.
    pub(crate) fn following(&self, id: NodeId, root: NodeId, down: bool) -> Option<NodeId> {
        if down && let Some(child) = self.first_child(id) {
            return Some(child);
        }
        let mut at = id;
        while at != root {
            if let Some(next) = self.next_sibling(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// Returns whether the page had more nodes or bytes than the limits allow. The rest of the page is not in the
    /// tree.
    pub(crate) fn is_cut(&self) -> bool {
        self.cut
    }

    /// Empties the arena and keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.attrs.clear();
        self.text.clear();
        self.values.clear();
        self.cut = false;
    }
}
