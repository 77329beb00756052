//! Features of a block's ancestors: tags, depth, hiding, microdata, class names.
//!
//! One pass from parents to children computes, for each element, the depth of its nearest ancestor of every kind. The
//! feature of a block is the difference.

use std::sync::LazyLock;

use crate::{
    dom::Tag,
    html::{
        class_hints::ClassHints,
        outline::{Hiding, ItemProp, Outline},
    },
};

use super::{Rows, at};

/// Value of a feature that counts steps to an ancestor, if there is none.
const NO_ANCESTOR: f32 = 30.0;
/// Depth that means "none".
const NONE: u16 = u16::MAX;

/// The tags of a kind of ancestor, and the feature that counts the steps to it.
type Ancestor = (fn(Tag) -> bool, usize);

/// The kinds of ancestors.
const KINDS: [Ancestor; 23] = [
    (|t| t == Tag::Article, at::d_article),
    (|t| t == Tag::Main, at::d_main),
    (|t| t == Tag::Aside, at::d_aside),
    (|t| t == Tag::Nav, at::d_nav),
    (|t| t == Tag::Header, at::d_header),
    (|t| t == Tag::Footer, at::d_footer),
    (|t| t == Tag::Form, at::d_form),
    (|t| t == Tag::Ul, at::d_ul),
    (|t| t == Tag::Ol, at::d_ol),
    (|t| t == Tag::Table, at::d_table),
    (|t| t == Tag::Figure, at::d_figure),
    (|t| t == Tag::Blockquote, at::d_blockquote),
    (|t| t == Tag::Pre, at::d_pre),
    (|t| t == Tag::Button, at::d_button),
    (|t| t == Tag::Dl, at::d_dl),
    (|t| t == Tag::Details, at::d_details),
    (|t| t == Tag::A, at::d_a),
    (|t| t == Tag::Label, at::d_label),
    (|t| t == Tag::Dialog, at::d_dialog),
    (|t| t == Tag::Li, at::d_li),
    (|t| t == Tag::P, at::d_p),
    (|t| matches!(t, Tag::Td | Tag::Th), at::d_td),
    (is_heading, at::d_h),
];
/// The features of [`KINDS`].
const FEATURES: [usize; KINDS.len()] = {
    let mut features = [0; KINDS.len()];
    let mut kind = 0;
    while kind < KINDS.len() {
        features[kind] = KINDS[kind].1;
        kind += 1;
    }
    features
};

/// The tags for which [`is_heading`].
pub(crate) const HEADINGS: [Tag; 6] = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];

/// Returns whether a tag is a heading.
pub(crate) fn is_heading(tag: Tag) -> bool {
    matches!(tag, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
}

/// What an element inherits from its ancestors.
#[derive(Clone, Copy, Debug)]
struct Lineage {
    /// Depth of the nearest ancestor of each kind.
    nearest: [u16; KINDS.len()],
    hidden: u16,
    positive: u16,
    negative: u16,
    positives: u16,
    negatives: u16,
    item: ItemProp,
}

impl Default for Lineage {
    fn default() -> Self {
        Self {
            nearest: [NONE; KINDS.len()],
            hidden: NONE,
            positive: NONE,
            negative: NONE,
            positives: 0,
            negatives: 0,
            item: ItemProp::None,
        }
    }
}

/// Returns the [`KINDS`] of a tag, as bits.
fn kinds(tag: Tag) -> u32 {
    KINDS.iter().enumerate().map(|(kind, (is, _))| u32::from(is(tag)) << kind).sum()
}

/// Tags in the order of how much text they contain: the code of a tag is its position here, 0 for all others. The
/// order is part of every trained model, so add new tags at the end.
const CODES: [Tag; 58] = [
    Tag::P,
    Tag::Blockquote,
    Tag::Pre,
    Tag::Li,
    Tag::Dd,
    Tag::Dt,
    Tag::Td,
    Tag::Th,
    Tag::H1,
    Tag::H2,
    Tag::H3,
    Tag::H4,
    Tag::H5,
    Tag::H6,
    Tag::Figcaption,
    Tag::Caption,
    Tag::Summary,
    Tag::Div,
    Tag::Section,
    Tag::Article,
    Tag::Main,
    Tag::Body,
    Tag::Center,
    Tag::Header,
    Tag::Footer,
    Tag::Aside,
    Tag::Nav,
    Tag::Form,
    Tag::Fieldset,
    Tag::Legend,
    Tag::Button,
    Tag::Address,
    Tag::Ul,
    Tag::Ol,
    Tag::Dl,
    Tag::Table,
    Tag::Tr,
    Tag::Figure,
    Tag::Details,
    Tag::Dialog,
    Tag::Span,
    Tag::Strong,
    Tag::B,
    Tag::Em,
    Tag::I,
    Tag::U,
    Tag::Small,
    Tag::Font,
    Tag::Mark,
    Tag::Code,
    Tag::Q,
    Tag::Cite,
    Tag::Time,
    Tag::Label,
    Tag::A,
    Tag::Abbr,
    Tag::Ins,
    Tag::Del,
];

/// The kinds and the code of a tag.
#[derive(Clone, Copy, Default)]
struct KnownTag {
    kinds: u32,
    code: u8,
}

static KNOWN: LazyLock<[KnownTag; 256]> = LazyLock::new(|| {
    let mut table = [KnownTag::default(); 256];
    for (tag, code) in CODES.into_iter().zip(1..) {
        table[tag as usize] = KnownTag { kinds: kinds(tag), code };
    }
    table
});

/// Buffers of [`fill`].
#[derive(Debug, Default)]
pub(crate) struct TreeBuffers {
    lineages: Vec<Lineage>,
}

/// Writes the features of ancestors.
pub(crate) fn fill(outline: &Outline, scratch: &mut TreeBuffers, rows: &mut Rows) {
    let lineages = &mut scratch.lineages;
    lineages.clear();
    for (id, element) in outline.elements.iter().enumerate() {
        let mut own = if id == 0 { Lineage::default() } else { lineages[element.parent as usize] };
        if element.first < element.last {
            let depth = element.depth;
            let mut bits = KNOWN[element.tag as usize].kinds | KNOWN[element.part as usize].kinds;
            while bits != 0 {
                own.nearest[bits.trailing_zeros() as usize] = depth;
                bits &= bits - 1;
            }
            if element.hiding != Hiding::None {
                own.hidden = depth;
            }
            if element.item != ItemProp::None {
                own.item = element.item;
            }
            // The class of the body describes the whole page, not a part of it.
            if element.tag != Tag::Body && element.tag != Tag::Html {
                if element.evidence.any(ClassHints::POSITIVE) {
                    own.positive = depth;
                    own.positives += 1;
                }
                if element.evidence.any(ClassHints::NEGATIVE) {
                    own.negative = depth;
                    own.negatives += 1;
                }
            }
        }
        lineages.push(own);
    }
    for (i, mark) in outline.marks.iter().enumerate() {
        let eff = outline.element(mark.eff);
        let own = &lineages[mark.eff as usize];
        let mut row = rows.row_mut(i);
        let steps = |depth: u16| if depth == NONE { NO_ANCESTOR } else { f32::from(eff.depth - depth) };
        // Without a branch, so that many are computed at once. Ancestors are not deeper than the element.
        let mut all = [0.0; KINDS.len()];
        for (steps, &depth) in all.iter_mut().zip(&own.nearest) {
            let above = f32::from(eff.depth.wrapping_sub(depth));
            *steps = if depth == NONE { NO_ANCESTOR } else { above };
        }
        row.set_all(FEATURES, &all);
        let owner = outline.element(mark.owner);
        row.set(at::tag, f32::from(KNOWN[owner.tag as usize].code));
        row.set(at::efftag, f32::from(KNOWN[eff.tag as usize].code));
        let heading = own.nearest[KINDS.len() - 1];
        row.set(at::ishead, f32::from(u8::from(heading != NONE)));
        row.set(at::depth, f32::from(owner.depth));
        row.set(at::hidden, f32::from(u8::from(own.hidden != NONE)));
        row.set(at::hidd, steps(own.hidden));
        let item = match own.item {
            ItemProp::None => 0.0,
            ItemProp::Body => 1.0,
            ItemProp::Text => 2.0,
            ItemProp::Article => 3.0,
        };
        row.set(at::item, item);
        row.set(at::posc, f32::from(own.positives));
        row.set(at::negc, f32::from(own.negatives));
        row.set(at::posd, steps(own.positive));
        row.set(at::negd, steps(own.negative));
    }
}
