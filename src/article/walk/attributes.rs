//! Reads the attributes of an element that the walk needs, each once.

use std::{borrow::Cow, cell::RefCell};

use html5ever::local_name;
use rustc_hash::FxHashMap;

use crate::{
    article::{footnote, math, source::SourcePage},
    dom::NodeId,
    lexicon::cache::Recall,
};

/// What the classes of an element say, as a bit set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NameSet(u8);

impl NameSet {
    /// A link from a note back to its reference.
    pub(super) const BACK_LINK: Self = Self(1 << 0);
    /// A link from a heading to itself.
    pub(super) const PERMALINK: Self = Self(1 << 1);
    /// Links to edit a section.
    pub(super) const EDIT_LINKS: Self = Self(1 << 2);
    /// A formula or a part of one.
    pub(super) const FORMULA: Self = Self(1 << 3);

    /// Returns whether the sets have a name in common.
    pub(super) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns what one class says.
    fn of(class: &str) -> Self {
        /// Bytes of the shortest class with a meaning: "math".
        const SHORTEST: usize = 4;
        const EDIT: &[u8] = b"editsection";
        if class.len() < SHORTEST {
            return Self::default();
        }
        let mut lower = Cow::Borrowed(class);
        if class.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower.to_mut().make_ascii_lowercase();
        }
        let permalink = matches!(
            &*lower,
            "anchor"
                | "anchor-link"
                | "headerlink"
                | "hash-link"
                | "permalink"
                | "anchorjs-link"
                | "heading-anchor"
                | "header-anchor"
        );
        [
            (footnote::is_back_class(&lower), Self::BACK_LINK),
            (permalink, Self::PERMALINK),
            (lower.as_bytes().windows(EDIT.len()).any(|word| word == EDIT), Self::EDIT_LINKS),
            // The names of renderers have capitals.
            (math::is_class(class), Self::FORMULA),
        ]
        .into_iter()
        .filter(|(is, _)| *is)
        .fold(Self::default(), |all, (_, name)| Self(all.0 | name.0))
    }
}

thread_local! {
    /// What single classes say: the pages of a site share them.
    static KNOWN: RefCell<Recall<NameSet>> = RefCell::default();
}

/// The names of the class attributes so far: pages repeat them.
pub(super) type KnownNames<'a> = FxHashMap<&'a str, NameSet>;

/// The attributes of an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Attributes<'a> {
    pub(super) names: NameSet,
    /// Empty if the element has no role.
    pub(super) role: &'a str,
    pub(super) href: Option<&'a str>,
    pub(super) aria_hidden: bool,
}

impl<'a> Attributes<'a> {
    pub(super) fn read(source: &SourcePage<'a>, node: NodeId, known: &mut KnownNames<'a>) -> Self {
        let mut found = Self::default();
        for (name, value) in source.document.attrs(node) {
            match *name {
                local_name!("class") if !value.is_empty() => {
                    found.names = *known.entry(value).or_insert_with(|| {
                        let classes = value.split_ascii_whitespace();
                        KNOWN.with_borrow_mut(|known| {
                            let of = |class: &str| known.get(class.as_bytes(), || NameSet::of(class));
                            classes.map(of).fold(NameSet::default(), |all, of| NameSet(all.0 | of.0))
                        })
                    });
                }
                local_name!("role") => found.role = value.trim(),
                local_name!("href") => found.href = Some(value),
                local_name!("aria-hidden") => found.aria_hidden = value == "true",
                _ => {}
            }
        }
        found
    }
}
