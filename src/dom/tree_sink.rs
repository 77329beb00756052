//! The sink of html5ever's tree builder: writes to the arena and counts while it grows.
//!
//! Most attributes do not pass through the tree builder. The tokenizer writes them to the arena and leaves their range
//! as *pending*, and the element that the tree builder creates for the tag takes it. For a formatting element, which
//! may be created again later, the tree builder gets one attribute that represents the range: see [`Build::stand_in`].

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
};

use html5ever::{
    Attribute, LocalName, Namespace, QualName,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    ns,
    tendril::StrTendril,
};
use rustc_hash::FxHashMap;

use super::{
    ParseLimits, Tag,
    arena::{Document, Node, NodeId, NodeKind},
    attribute,
    name::NameTables,
    ns::Ns,
};

/// Buffers of a parse other than the arena; kept from page to page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Build {
    pub(crate) names: NameTables,
    /// For each node, its depth when it was inserted.
    levels: Vec<Level>,
    /// Ranges of attributes that stand-ins represent.
    ranges: Vec<(u32, u32)>,
    /// Stand-ins by what they represent.
    same: FxHashMap<u64, u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Level {
    depth: u16,
    formatting: u16,
}

/// Attributes of the current tag, already in the arena.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) name: LocalName,
    pub(crate) tag: Tag,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Build {
    pub(crate) fn clear(&mut self) {
        self.levels.clear();
        self.ranges.clear();
        self.same.clear();
    }

    /// Returns an attribute that represents a range of attributes. The stand-ins of formatting elements with the same
    /// attributes are equal, because the tree builder compares them. `identity` is a hash of all of the tag's
    /// attributes, or `None` if no two are ever compared.
    pub(crate) fn stand_in(&mut self, start: u32, end: u32, identity: Option<u64>) -> Attribute {
        let new = self.ranges.len() as u32;
        let id = match identity {
            Some(identity) => *self.same.entry(identity).or_insert(new),
            None => new,
        };
        if id == new {
            self.ranges.push((start, end));
        }
        let digits = [id >> 24, id >> 18, id >> 12, id >> 6, id].map(|digit| b'0' + (digit & 63) as u8);
        let value = StrTendril::from_slice(std::str::from_utf8(&digits).unwrap_or_default());
        Attribute { name: QualName::new(None, ns!(), LocalName::default()), value }
    }

    fn stands_for(&self, attrs: &[Attribute]) -> Option<(u32, u32)> {
        let [Attribute { name, value }] = attrs else { return None };
        if !name.local.is_empty() {
            return None;
        }
        let id = value.bytes().fold(0usize, |id, digit| id << 6 | usize::from(digit.wrapping_sub(b'0') & 63));
        self.ranges.get(id).copied()
    }
}

/// The tree builder's sink.
#[derive(Debug)]
pub(crate) struct ArenaSink {
    pub(crate) document: RefCell<Document>,
    pub(crate) pending: RefCell<Option<Pending>>,
    /// Whether an element was inserted below the maximum depth, or into too many formatting elements.
    pub(crate) deep: Cell<Option<Deep>>,
    /// Whether text is not inserted, because it represents text that was skipped.
    pub(crate) mute: Cell<bool>,
    depth: u16,
    formatting: u16,
}

/// The limit that an element exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deep {
    /// Nesting of elements.
    Elements,
    /// Nesting of formatting elements.
    Formatting,
}

impl ArenaSink {
    pub(crate) fn new(mut document: Document, limits: &ParseLimits) -> Self {
        document.clear();
        document.build.clear();
        document.push(NodeKind::Document);
        document.build.levels.push(Level::default());
        let most = |limit: usize| limit.try_into().unwrap_or(u16::MAX);
        Self {
            document: RefCell::new(document),
            pending: RefCell::new(None),
            deep: Cell::new(None),
            mute: Cell::new(false),
            depth: most(limits.depth),
            formatting: most(limits.formatting),
        }
    }

    fn text(&self, add: impl FnOnce(&mut Document)) {
        if !self.mute.get() {
            let mut document = self.document.borrow_mut();
            add(&mut document);
            let nodes = document.nodes.len();
            document.build.levels.resize(nodes, Level::default());
        }
    }

    /// Adds text to the element that was created last, if it has this tag; the tree builder does not see it.
    pub(crate) fn add_raw_text(&self, tag: Tag, text: &str) {
        let last = {
            let document = self.document.borrow();
            let last = NodeId(document.nodes.len() as u32 - 1);
            (document.tag(last) == tag).then_some(last)
        };
        if let Some(element) = last {
            self.text(|document| document.append_text(element, text));
        }
    }

    /// Records the depth of an inserted element.
    fn level(&self, document: &mut Document, parent: usize, child: &Handle) {
        let levels = &mut document.build.levels;
        let Level { depth, formatting } = levels[parent];
        let formats = child.formats;
        let level = Level {
            depth: depth.saturating_add(1),
            formatting: formatting.saturating_add(u16::from(formats)),
        };
        levels[child.id.index()] = level;
        if level.depth > self.depth {
            self.deep.set(Some(Deep::Elements));
        } else if formats && level.formatting > self.formatting {
            self.deep.set(Some(Deep::Formatting));
        }
    }

    fn handle(&self, document: &mut Document, kind: NodeKind) -> Handle {
        let id = document.push(kind);
        document.build.levels.push(Level::default());
        Handle { id, ns: Ns::None, formats: false, name: LocalName::default() }
    }
}

/// Returns whether an element is reopened after it was left open. `a` is too, but never inside itself.
fn formats(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::B
            | Tag::Big
            | Tag::Code
            | Tag::Em
            | Tag::Font
            | Tag::I
            | Tag::S
            | Tag::Small
            | Tag::Strike
            | Tag::Strong
            | Tag::Tt
            | Tag::U
    )
}

/// A node with its name, as the tree builder holds it, so that looking at the name needs no access to the arena.
#[derive(Clone, Debug)]
pub(crate) struct Handle {
    id: NodeId,
    ns: Ns,
    formats: bool,
    name: LocalName,
}

impl ElemName for &Handle {
    #[inline(always)]
    fn ns(&self) -> &Namespace {
        self.ns.name()
    }

    #[inline(always)]
    fn local_name(&self) -> &LocalName {
        &self.name
    }
}

fn add_attrs(document: &mut Document, attrs: Vec<Attribute>) -> (u32, u32) {
    let start = document.attrs.len() as u32;
    for Attribute { name, value } in attrs {
        document.push_attr(name.local, &value);
    }
    (start, document.attrs.len() as u32)
}

impl TreeSink for ArenaSink {
    type Handle = Handle;
    type Output = Document;
    type ElemName<'a> = &'a Handle;

    fn finish(self) -> Document {
        let mut document = self.document.into_inner();
        document.build.clear();
        document
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: NodeId::DOCUMENT, ns: Ns::None, formats: false, name: LocalName::default() }
    }

    #[inline(always)]
    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a Handle {
        target
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let document = &mut *self.document.borrow_mut();
        let (ns, name) = (Ns::of(&name.ns), name.local);
        let html = ns == Ns::Html;
        // In svg and MathML a tag creates one element only, and the case of its name may change.
        let own = self.pending.borrow_mut().take_if(|p| !html || p.name == name);
        let tag = own.as_ref().map_or_else(|| Tag::of(&name), |p| p.tag);
        let range = if attrs.is_empty() {
            own.map_or((0, 0), |p| (p.start, p.end))
        } else {
            document.build.stands_for(&attrs).unwrap_or_else(|| add_attrs(document, attrs))
        };
        if !html {
            for attr in &mut document.attrs[range.0 as usize..range.1 as usize] {
                if let Some(name) = attribute::foreign(&attr.name) {
                    attr.name = LocalName::from(name);
                }
            }
        }
        let id = document.push_node(Node {
            start: range.0,
            end: range.1,
            tag: if html || matches!(tag, Tag::Svg | Tag::Math) { tag } else { Tag::Other },
            ns,
            name: name.clone(),
            ..Node::new(NodeKind::Element)
        });
        document.build.levels.push(Level::default());
        let handle = Handle { id, ns, formats: html && formats(tag), name };
        if flags.template {
            // Its contents have no parent, so they are in no walk.
            let contents = self.handle(document, NodeKind::Fragment);
            debug_assert_eq!(contents.id.0, handle.id.0 + 1);
        }
        handle
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.handle(&mut self.document.borrow_mut(), NodeKind::Comment)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.handle(&mut self.document.borrow_mut(), NodeKind::Comment)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(child) => {
                let document = &mut *self.document.borrow_mut();
                document.append(parent.id, child.id);
                self.level(document, parent.id.index(), &child);
            }
            NodeOrText::AppendText(text) => self.text(|document| document.append_text(parent.id, &text)),
        }
    }

    fn append_based_on_parent_node(&self, element: &Handle, prev: &Handle, child: NodeOrText<Handle>) {
        let parent = self.document.borrow().parent(element.id);
        if parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {
        let document = &mut *self.document.borrow_mut();
        let doctype = self.handle(document, NodeKind::Doctype);
        document.append(NodeId::DOCUMENT, doctype.id);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // As deep as the template, so that templates inside templates count.
        let id = NodeId(target.id.0 + 1);
        let levels = &mut self.document.borrow_mut().build.levels;
        levels[id.index()] = levels[target.id.index()];
        Handle { id, ns: Ns::None, formats: false, name: LocalName::default() }
    }

    #[inline(always)]
    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn allow_declarative_shadow_roots(&self, _parent: &Handle) -> bool {
        // A shadow tree is content like any other, so it stays a template.
        false
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(child) => {
                let document = &mut *self.document.borrow_mut();
                document.insert_before(sibling.id, child.id);
                let parent = document.parent(sibling.id).unwrap_or(NodeId::DOCUMENT);
                self.level(document, parent.index(), &child);
            }
            NodeOrText::AppendText(text) => {
                self.text(|document| document.insert_text_before(sibling.id, &text));
            }
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let document = &mut *self.document.borrow_mut();
        let node = &document.nodes[target.id.index()];
        let had = document.attrs[node.start as usize..node.end as usize].to_vec();
        let missing: Vec<_> =
            attrs.into_iter().filter(|a| had.iter().all(|h| h.name != a.name.local)).collect();
        if missing.is_empty() {
            return;
        }
        let start = document.attrs.len() as u32;
        document.attrs.extend(had);
        let (_, end) = add_attrs(document, missing);
        let node = &mut document.nodes[target.id.index()];
        (node.start, node.end) = (start, end);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.document.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut document = self.document.borrow_mut();
        while let Some(child) = document.first_child(node.id) {
            document.append(new_parent.id, child);
        }
    }
}
