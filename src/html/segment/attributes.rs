//! Interprets the tag and the attributes of an element.

use std::hash::BuildHasher;

use html5ever::{LocalName, local_name};
use rustc_hash::FxBuildHasher;

use super::{Cutter, wrappers};
use crate::{
    dom::{NodeId, Tag},
    html::{
        class_hints::{self, ClassHints},
        outline::{Element, ElementId, Hiding, ItemProp},
    },
};

/// Returns the tag that a `role` stands for.
fn of_role(role: &str) -> Option<Tag> {
    Some(match role.trim() {
        "navigation" => Tag::Nav,
        "main" => Tag::Main,
        "complementary" => Tag::Aside,
        "contentinfo" => Tag::Footer,
        "banner" => Tag::Header,
        "dialog" | "alertdialog" => Tag::Dialog,
        "article" => Tag::Article,
        "search" => Tag::Form,
        "button" => Tag::Button,
        role if role.starts_with("menu") => Tag::Nav,
        _ => return None,
    })
}

/// Returns how an inline style hides an element.
pub(super) fn hiding_of(style: &str) -> Hiding {
    let of = |declaration: &str| {
        let Some((name, value)) = declaration.split_once(':') else { return Hiding::None };
        let (name, value) = (name.trim(), value.trim());
        if name.eq_ignore_ascii_case("visibility") && starts_with(value, "hidden") {
            Hiding::Concealed
        } else if name.eq_ignore_ascii_case("display") && starts_with(value, "none") {
            Hiding::Display
        } else {
            Hiding::None
        }
    };
    style.split(';').map(of).max().unwrap_or_default()
}

fn starts_with(value: &str, prefix: &str) -> bool {
    value.get(..prefix.len()).is_some_and(|v| v.eq_ignore_ascii_case(prefix))
}

impl Cutter<'_> {
    /// Returns the hash of a custom element's name, 0 for other elements.
    fn custom_name(&self, node: NodeId, tag: Tag) -> u32 {
        let name = self.document.name(node);
        if tag == Tag::Other && name.contains('-') { FxBuildHasher.hash_one(&**name) as u32 | 1 } else { 0 }
    }

    /// Returns the row of an element whose place in the outline is still open.
    pub(super) fn read_element(&mut self, node: NodeId, tag: Tag, breaks: bool) -> Element {
        let mut element = Element {
            node,
            parent: 0,
            end: ElementId::MAX,
            first: 0,
            last: 0,
            depth: 0,
            tag: wrappers::neutral(tag),
            part: wrappers::neutral(tag),
            breaks,
            hiding: Hiding::None,
            custom: self.custom_name(node, tag),
            item: ItemProp::None,
            class: 0,
            evidence: Default::default(),
        };
        self.read_attributes(node, &mut element);
        if self.open.pre > 0 || self.open.code > 0 || matches!(tag, Tag::Pre | Tag::Code) {
            // The names of syntax highlighters ("token comment") do not describe the page.
            element.evidence = ClassHints::default();
        }
        element
    }

    fn read_attributes(&mut self, node: NodeId, element: &mut Element) {
        let classes = &mut self.outline.classes;
        for (name, value) in self.document.attrs(node) {
            match *name {
                local_name!("class") => {
                    let class = classes.intern(value);
                    element.class = class;
                    classes.count(class);
                    element.evidence = element.evidence.with(classes.evidence(class));
                }
                local_name!("id") => {
                    let id = classes.intern(value);
                    element.evidence = element.evidence.with(classes.evidence(id));
                }
                local_name!("role") => {
                    if value.trim().eq_ignore_ascii_case("tabpanel") {
                        // A tab can show it.
                        element.hiding = element.hiding.min(Hiding::Display);
                    }
                    if let Some(tag) = of_role(value) {
                        element.part = tag;
                    } else {
                        match value.trim() {
                            "tooltip" => element.evidence = element.evidence.with(ClassHints::UNSEEN),
                            "doc-endnotes" => element.evidence = element.evidence.with(ClassHints::NOTES),
                            _ => {}
                        }
                    }
                }
                local_name!("href") if element.tag == Tag::A && class_hints::is_appeal(value) => {
                    element.evidence = element.evidence.with(ClassHints::APPEAL);
                }
                local_name!("hidden") => {
                    let findable = value.trim().eq_ignore_ascii_case("until-found");
                    let hiding = if findable { Hiding::Display } else { Hiding::Concealed };
                    element.hiding = element.hiding.max(hiding);
                }
                local_name!("aria-hidden") if value.trim().eq_ignore_ascii_case("true") => {
                    element.hiding = element.hiding.max(Hiding::Aria);
                }
                local_name!("style") => element.hiding = element.hiding.max(hiding_of(value)),
                local_name!("itemprop") => {
                    let prop = classes.intern(value);
                    element.evidence = element.evidence.with(classes.evidence_of_item(prop));
                    for word in value.split_ascii_whitespace() {
                        match word {
                            "articleBody" => element.item = ItemProp::Body,
                            "description" | "text" | "reviewBody" => element.item = ItemProp::Text,
                            _ => {}
                        }
                    }
                }
                local_name!("itemtype") => {
                    if value.contains("Article") || value.contains("BlogPosting") {
                        element.item = ItemProp::Article;
                    }
                }
                _ => {}
            }
        }
    }

    /// Records the element around an input field for an e-mail address.
    pub(super) fn note_mail_field(&mut self, node: NodeId) {
        /// Maximum number of recorded fields; sign-up boxes are not detected on pages with more.
        const FIELDS: usize = 16;
        let is_mail = |(name, value): (&LocalName, &str)| match *name {
            local_name!("type") => value.trim().eq_ignore_ascii_case("email"),
            local_name!("name") | local_name!("id") | local_name!("placeholder") => {
                value.to_ascii_lowercase().contains("mail")
            }
            _ => false,
        };
        if self.outline.mail_forms.len() < FIELDS && self.document.attrs(node).any(is_mail) {
            self.outline.mail_forms.push(self.open.element);
        }
    }
}
