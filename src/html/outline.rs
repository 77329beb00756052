//! The outline of a page: its elements in document order, each with its range of blocks.
//!
//! `segment` fills the outline while it walks the tree. The features then need only flat rows by element and by
//! block. A parent's row always precedes the rows of its children.

use crate::dom::{NodeId, Tag};

use crate::html::class_hints::{ClassHints, Classes};

/// Row of an element in [`Outline::elements`].
pub(crate) type ElementId = u32;

/// An element of the page that may contain text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element {
    /// The node in the document.
    pub(crate) node: NodeId,
    /// Row of the parent; the root is its own parent.
    pub(crate) parent: ElementId,
    /// First row after the element's descendants.
    pub(crate) end: ElementId,
    /// First block that begins in the element.
    pub(crate) first: u32,
    /// First block after the element; equal to `first` if it contains none.
    pub(crate) last: u32,
    /// Number of steps from the root.
    pub(crate) depth: u16,
    /// Its tag.
    pub(crate) tag: Tag,
    /// The tag, or the one that `role` stands for.
    pub(crate) part: Tag,
    /// Whether the element breaks running text.
    pub(crate) breaks: bool,
    /// How mark-up hides the element.
    pub(crate) hiding: Hiding,
    /// The meaning of `itemprop` or `itemtype`.
    pub(crate) item: ItemProp,
    /// Row of the class attribute in [`Classes`]; equal strings have equal rows, 0 means none.
    pub(crate) class: u32,
    /// Hash of the name of a custom element; 0 for all others.
    pub(crate) custom: u32,
    /// The hints of class, id and similar attributes together.
    pub(crate) evidence: ClassHints,
}

/// How mark-up hides an element, from weak to strong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hiding {
    /// Not at all.
    #[default]
    None,
    /// Only from screen readers (`aria-hidden`).
    Aria,
    /// By `display: none`; a control may show it.
    Display,
    /// By `hidden` or `visibility: hidden`; controls rarely show it.
    Concealed,
}

/// The microdata of an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ItemProp {
    /// None of the properties below.
    #[default]
    None,
    /// `itemprop=articleBody`.
    Body,
    /// `itemprop` description, text or reviewBody.
    Text,
    /// An `itemtype` of an article.
    Article,
}

/// Counts of a block, made while the page is segmented. Characters exclude white space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlockCounts {
    /// The nearest element that breaks running text.
    pub(crate) owner: ElementId,
    /// The deepest inline element that contains the whole block, else the owner.
    pub(crate) eff: ElementId,
    /// Characters.
    pub(crate) chars: u32,
    /// Characters inside `a`.
    pub(crate) link_chars: u32,
    /// Characters inside `b` and `strong`.
    pub(crate) bold_chars: u32,
    /// Characters inside `code`, `tt`, `kbd`, `samp`.
    pub(crate) code_chars: u32,
    /// Characters inside `time`.
    pub(crate) time_chars: u32,
    /// Number of `a` elements that contain part of its text.
    pub(crate) links: u32,
    /// Number of inline elements that begin in it or directly before it.
    pub(crate) wraps: u32,
    /// Number of single line breaks.
    pub(crate) breaks: u32,
    /// Number of images since the previous block.
    pub(crate) images: u32,
    /// Number of rules (`hr`) since the previous block.
    pub(crate) rules: u32,
}

/// The elements and block counts of a page.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// In document order; row 0 is the root.
    pub(crate) elements: Vec<Element>,
    /// One row per block.
    pub(crate) marks: Vec<BlockCounts>,
    /// The class strings of the page.
    pub(crate) classes: Classes,
    /// Elements around an input field for an e-mail address.
    pub(crate) mail_forms: Vec<ElementId>,
    /// Elements that contribute no text: hidden words, notes for screen readers, consent notices.
    pub(crate) silent: Vec<NodeId>,
}

impl Outline {
    /// Returns an element.
    pub(crate) fn element(&self, id: ElementId) -> &Element {
        &self.elements[id as usize]
    }

    /// Yields `id` and its ancestors up to the root.
    pub(crate) fn lineage(&self, id: ElementId) -> impl Iterator<Item = (ElementId, &Element)> {
        let mut at = Some(id);
        std::iter::from_fn(move || {
            let id = at?;
            let element = &self.elements[id as usize];
            at = (id != 0).then_some(element.parent);
            Some((id, element))
        })
    }

    /// Returns whether `inner` is `outer` or one of its descendants.
    pub(crate) fn contains(&self, outer: ElementId, inner: ElementId) -> bool {
        outer <= inner && inner < self.elements[outer as usize].end
    }

    /// Returns the lowest common ancestor.
    pub(crate) fn common(&self, a: ElementId, b: ElementId) -> ElementId {
        let (mut low, high) = if a < b { (a, b) } else { (b, a) };
        while !self.contains(low, high) {
            low = self.elements[low as usize].parent;
        }
        low
    }

    /// Yields the rows of an element's children.
    pub(crate) fn children(&self, id: ElementId) -> impl Iterator<Item = ElementId> {
        let end = self.elements[id as usize].end;
        let mut at = id + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let child = at;
                at = self.elements[child as usize].end;
                child
            })
        })
    }

    /// Empties the outline, but keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.elements.clear();
        self.marks.clear();
        self.classes.clear();
        self.silent.clear();
        self.mail_forms.clear();
    }
}
