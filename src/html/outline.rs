//! The outline of a page: its elements in document order, each with the range of blocks it holds.
//!
//! Comes in: what the walk of [`html`](crate::html::segment) meets. Goes out: [`Outline`], rows by element and by
//! block. All that features ask of the tree is asked here, of flat rows: a parent's row always stands
//! before its children's.

use crate::dom::{NodeId, Tag};

use crate::html::class_hints::{ClassHints, Classes};

/// Row of an element in [`Outline::elements`].
pub(crate) type ElementId = u32;

/// An element of the page, outside of what is never text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element {
    /// Where it stands in the document.
    pub(crate) node: NodeId,
    /// Row of the parent; the root's own row for the root.
    pub(crate) parent: ElementId,
    /// First row that is not below it.
    pub(crate) end: ElementId,
    /// First block that begins in it.
    pub(crate) first: u32,
    /// First block after it; `first` where it holds none.
    pub(crate) last: u32,
    /// Steps from the root.
    pub(crate) depth: u16,
    /// Its tag.
    pub(crate) tag: Tag,
    /// Its tag, or the one that its `role` stands for.
    pub(crate) part: Tag,
    /// Whether it is an element that breaks running text.
    pub(crate) breaks: bool,
    /// How markup hides it.
    pub(crate) hiding: Hiding,
    /// What its `itemprop` or `itemtype` says.
    pub(crate) item: ItemProp,
    /// Row of the class attribute in [`Classes`]; equal strings have equal rows, 0 is none.
    pub(crate) class: u32,
    /// What class, id and the like say together.
    pub(crate) evidence: ClassHints,
}

/// How markup hides an element, from weak to strong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hiding {
    /// Not at all.
    #[default]
    None,
    /// From screen readers only (`aria-hidden`): eyes see it.
    Aria,
    /// By `display: none`: a control may show it.
    Display,
    /// By `hidden` or `visibility: hidden`: rarely shown by a control.
    Concealed,
}

/// What microdata calls an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ItemProp {
    /// Nothing that counts here.
    #[default]
    None,
    /// `itemprop=articleBody`.
    Body,
    /// `itemprop` description, text or reviewBody.
    Text,
    /// `itemtype` of an article.
    Article,
}

/// What is counted of a block while it is cut. Characters are those that are no white space.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlockCounts {
    /// Nearest element that breaks running text.
    pub(crate) owner: ElementId,
    /// The deepest inline element that holds all of the block, else the owner.
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
    /// `a` elements that hold some of its text.
    pub(crate) links: u32,
    /// Inline elements that begin in it or just before it.
    pub(crate) wraps: u32,
    /// Single line breaks in it.
    pub(crate) breaks: u32,
    /// Images since the block before.
    pub(crate) images: u32,
    /// Rules (`hr`) since the block before.
    pub(crate) rules: u32,
}

/// Elements and counted blocks of a page.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// In document order; row 0 is the root.
    pub(crate) elements: Vec<Element>,
    /// A row per block.
    pub(crate) marks: Vec<BlockCounts>,
    /// The page's class strings.
    pub(crate) classes: Classes,
    /// Elements around a field for a mail address.
    pub(crate) mail_forms: Vec<ElementId>,
    /// Elements that contribute no text: hidden words, notes for screen readers, consent notices.
    pub(crate) silent: Vec<NodeId>,
}

impl Outline {
    /// One element.
    pub(crate) fn element(&self, id: ElementId) -> &Element {
        &self.elements[id as usize]
    }

    /// `id` and its ancestors, the root last.
    pub(crate) fn lineage(&self, id: ElementId) -> impl Iterator<Item = (ElementId, &Element)> {
        let mut at = Some(id);
        std::iter::from_fn(move || {
            let id = at?;
            let element = &self.elements[id as usize];
            at = (id != 0).then_some(element.parent);
            Some((id, element))
        })
    }

    /// Whether `inner` is `outer` or stands in it.
    pub(crate) fn contains(&self, outer: ElementId, inner: ElementId) -> bool {
        outer <= inner && inner < self.elements[outer as usize].end
    }

    /// The lowest element that holds both.
    pub(crate) fn common(&self, a: ElementId, b: ElementId) -> ElementId {
        let (mut low, high) = if a < b { (a, b) } else { (b, a) };
        while !self.contains(low, high) {
            low = self.elements[low as usize].parent;
        }
        low
    }

    /// Rows of an element's children.
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

    /// Empties it and keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.elements.clear();
        self.marks.clear();
        self.classes.clear();
        self.silent.clear();
        self.mail_forms.clear();
    }
}
