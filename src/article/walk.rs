//! Walks over the nodes of the body: elements open containers, text is written into lines, and lines become blocks.
//!
//! The walk over the page is iterative. Only tables, notes and cells start nested walks, at most two levels deep.

mod attributes;
mod element;
mod emit;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    Block,
    block::{Place, label::BlockRole},
    dom::{NodeId, NodeKind, Tag},
    html::{outline::ElementId, segment::breaks},
};

use super::{
    body_builder::{BodyTree, ContainerSlot},
    line::{InlineRun, mark_of},
    plan::Plan,
    source::SourcePage,
};

/// The state of a walk.
pub(crate) struct BodyWalk<'a> {
    source: &'a SourcePage<'a>,
    plan: &'a Plan,
    /// Whether every block is kept, because the walk is inside a table or a note.
    keeps_all: bool,
    tree: BodyTree,
    line: InlineRun<'a>,
    /// The next or current block.
    next: usize,
    inside: bool,
    /// The element whose content is skipped.
    muted: Option<NodeId>,
    /// A muted element that breaks text was passed since the last block.
    passed_muted_break: bool,
    heading: Option<(NodeId, u8)>,
    slot: Option<(NodeId, ContainerSlot)>,
    figcaption: Option<NodeId>,
    preformatted: u32,
    quotes: u32,
    /// Ordinals of the open lists.
    ordinals: Vec<element::Ordinal>,
    /// Addresses of the pictures so far, and pictures that captions have taken.
    pictures: FxHashSet<String>,
    taken_pictures: FxHashSet<NodeId>,
    /// A drop cap that is separate from its text.
    drop_cap: Option<String>,
    /// The content of notes, by index.
    notes: FxHashMap<usize, Vec<Block>>,
    /// Where notes in running text begin: block and offset.
    inline_notes: FxHashMap<usize, (usize, usize)>,
    referred: Vec<usize>,
    known_names: attributes::KnownNames<'a>,
}

/// The result of a walk over a whole page.
pub(crate) struct Walked {
    pub(crate) blocks: Vec<Block>,
    /// The content of the notes in the body.
    pub(crate) notes: FxHashMap<usize, Vec<Block>>,
    pub(crate) inline_notes: FxHashMap<usize, (usize, usize)>,
    /// Indices of the referenced notes, in order.
    pub(crate) referred: Vec<usize>,
}

/// Walks over the kept blocks of a page.
pub(crate) fn page(source: &SourcePage<'_>, plan: &Plan) -> Walked {
    let mut walk = BodyWalk::new(source, plan, 0, false);
    if let Some((root, first)) = root(source) {
        walk.next = first;
        walk.over(root);
    }
    let BodyWalk { tree, notes, inline_notes, referred, .. } = walk;
    Walked { blocks: tree.finish(), notes, inline_notes, referred }
}

/// Returns the blocks of an element, all of them kept.
pub(crate) fn subtree(source: &SourcePage<'_>, plan: &Plan, element: ElementId) -> Vec<Block> {
    let row = source.outline.element(element);
    let mut walk = BodyWalk::new(source, plan, row.first as usize, true);
    walk.below(row.node);
    walk.tree.finish()
}

/// Returns the blocks of an inline element that begins at an offset of a block.
pub(crate) fn inline(
    source: &SourcePage<'_>,
    plan: &Plan,
    node: NodeId,
    block: usize,
    at: usize,
) -> Vec<Block> {
    let mut walk = BodyWalk::new(source, plan, block, true);
    walk.start_block(block);
    walk.line.start(source.blocks.text(&source.blocks.blocks[block]), at);
    walk.inside = true;
    walk.below(node);
    walk.tree.finish()
}

/// Returns the lowest element around all kept blocks, and its first block.
fn root(source: &SourcePage<'_>) -> Option<(NodeId, usize)> {
    let first = source.parts.iter().position(|part| *part != BlockRole::Out)?;
    let last = source.parts.iter().rposition(|part| *part != BlockRole::Out)?;
    let (first, last) = (source.outline.marks.get(first)?.owner, source.outline.marks.get(last)?.owner);
    // One level up: a picture or note next to the only paragraph belongs to it.
    let common = source.outline.element(source.outline.common(first, last)).parent;
    let around = source.outline.element(common);
    // A list or table around everything is part of the body.
    let list = source
        .outline
        .lineage(common)
        .take(3)
        .find(|(_, e)| matches!(e.tag, Tag::Ul | Tag::Ol | Tag::Table | Tag::Dl | Tag::Blockquote));
    let root = list.map_or(around, |(_, element)| element);
    Some((root.node, root.first as usize))
}

impl<'a> BodyWalk<'a> {
    fn new(source: &'a SourcePage<'a>, plan: &'a Plan, next: usize, keeps_all: bool) -> Self {
        Self {
            source,
            plan,
            keeps_all,
            tree: BodyTree::default(),
            line: InlineRun::default(),
            next,
            inside: false,
            muted: None,
            passed_muted_break: false,
            heading: None,
            slot: None,
            figcaption: None,
            preformatted: 0,
            quotes: 0,
            ordinals: Vec::new(),
            pictures: FxHashSet::default(),
            taken_pictures: FxHashSet::default(),
            drop_cap: None,
            notes: FxHashMap::default(),
            inline_notes: FxHashMap::default(),
            referred: Vec::new(),
            known_names: attributes::KnownNames::default(),
        }
    }

    /// Walks over an element and everything below it.
    fn over(&mut self, root: NodeId) {
        if self.enter(root) {
            self.below(root);
            self.leave(root);
        }
        self.flush();
    }

    /// Walks over everything below an element.
    fn below(&mut self, root: NodeId) {
        let document = self.source.document;
        let Some(mut at) = document.first_child(root) else { return };
        loop {
            if self.enter(at) {
                if let Some(child) = document.first_child(at) {
                    at = child;
                    continue;
                }
                self.leave(at);
            }
            loop {
                if let Some(next) = document.next_sibling(at) {
                    at = next;
                    break;
                }
                match document.parent(at) {
                    Some(parent) if parent != root => {
                        at = parent;
                        self.leave(at);
                    }
                    _ => {
                        self.flush();
                        return;
                    }
                }
            }
        }
    }

    /// Returns whether the walk descends into a node, and so leaves it later.
    fn enter(&mut self, node: NodeId) -> bool {
        match self.source.document.kind(node) {
            NodeKind::Text => {
                self.text(node);
                false
            }
            NodeKind::Element => self.enter_element(node),
            NodeKind::Document => true,
            _ => false,
        }
    }

    /// Returns the first and last text node of a block.
    fn ends(&self, block: usize) -> Option<(NodeId, NodeId)> {
        match self.source.blocks.blocks.get(block)?.place {
            Place::Html { first, last, .. } => Some((first, last)),
            Place::Text { .. } => None,
        }
    }

    fn is_kept(&self, block: usize) -> bool {
        self.keeps_all && block < self.source.parts.len() || self.source.is_kept(block)
    }

    fn text(&mut self, node: NodeId) {
        let Some((first, last)) = self.ends(self.next) else { return };
        if !self.inside {
            if node != first {
                return;
            }
            self.start_block(self.next);
        }
        let shown = self.muted.is_none() && self.is_kept(self.next);
        let text = self.source.document.text(node);
        self.line.text(text, shown, self.preformatted > 0);
        if shown {
            self.line.block = Some(self.next);
        }
        if node == last {
            self.inside = false;
            self.next += 1;
        }
    }

    fn start_block(&mut self, block: usize) {
        if self.line.block.is_some() && !std::mem::take(&mut self.passed_muted_break) && self.muted.is_none()
        {
            self.flush();
        }
        let Some(row) = self.source.blocks.blocks.get(block) else { return };
        self.line.start(self.source.blocks.text(row), 0);
        self.inside = true;
    }

    /// Handles the start or end of an element that breaks text.
    fn boundary(&mut self) {
        // A coarse block extends over such elements.
        if !self.inside {
            self.flush();
        }
    }

    fn leave(&mut self, node: NodeId) {
        let tag = self.source.document.tag(node);
        if let Some(muted) = self.muted {
            self.passed_muted_break |= breaks(tag) && muted != node;
            if muted == node {
                self.muted = None;
            }
            return;
        }
        self.leave_inline(node, tag);
        if breaks(tag) {
            self.boundary();
        }
        self.line.close(node, |node| mark_of(self.source.document, node, self.source.base));
        if self.heading.is_some_and(|(open, _)| open == node) {
            self.flush();
            self.heading = None;
        }
        if self.slot.is_some_and(|(open, _)| open == node) {
            self.flush();
            self.slot = None;
        }
        if self.figcaption == Some(node) {
            self.figcaption = None;
        }
        if self.ordinals.last().is_some_and(|ordinal| ordinal.list == node) {
            self.ordinals.pop();
        }
        self.tree.close(node);
    }
}
