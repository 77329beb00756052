//! CSS selectors over the arena, with scraper's syntax and meaning.
//!
//! The `selectors` crate (Selectors Level 4) parses and matches, as in scraper, so that a selector means the same here.
//! Matches are returned in document order.

use html5ever::{Namespace, local_name};
use selectors::{
    Element, OpaqueElement,
    attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint},
    bloom::BloomFilter,
    matching,
    parser::{ParseRelative, SelectorList},
};

use crate::{Error, error::ErrorKind as Cause};

use super::{
    Document, NodeId, NodeKind,
    css::{self, Css, CssName, CssString, Grammar, PseudoClass, PseudoElement},
};

/// A group of CSS selectors.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    list: SelectorList<Css>,
}

impl Selector {
    /// Parses a group of selectors.
    ///
    /// # Errors
    /// Returns an error if the text is not a selector, or uses a pseudo-class that has no meaning for a saved page
    /// (`:hover`).
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let mut parser = cssparser::Parser::new(text);
        SelectorList::parse(&Grammar, &mut parser, ParseRelative::No).map(|list| Self { list }).map_err(|e| {
            let cause = css::fault(&e.kind);
            Cause::Selector { selector: text.to_owned(), cause }.into()
        })
    }
}

impl Document {
    /// Returns the elements below the root that match, in document order.
    pub(crate) fn select<'a>(&'a self, selector: &'a Selector) -> impl Iterator<Item = NodeId> + 'a {
        let mut caches = matching::SelectorCaches::default();
        self.descendants(NodeId::DOCUMENT).filter(move |&id| {
            self.is_element(id) && {
                let element = Handle { document: self, id };
                let mut context = matching::MatchingContext::new(
                    matching::MatchingMode::Normal,
                    None,
                    &mut caches,
                    matching::QuirksMode::NoQuirks,
                    matching::NeedsSelectorFlags::No,
                    matching::MatchingForInvalidation::No,
                );
                selector
                    .list
                    .slice()
                    .iter()
                    .any(|s| matching::matches_selector(s, 0, None, &element, &mut context))
            }
        })
    }
}

/// An element of an arena, as the `selectors` crate needs it.
#[derive(Clone, Copy)]
struct Handle<'a> {
    document: &'a Document,
    id: NodeId,
}

impl std::fmt::Debug for Handle<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.document.name(self.id))
    }
}

impl Handle<'_> {
    fn at(self, id: NodeId) -> Self {
        Self { id, ..self }
    }

    fn classes(&self) -> impl Iterator<Item = &str> {
        self.document.attr(self.id, &local_name!("class")).unwrap_or("").split_ascii_whitespace()
    }
}

impl Element for Handle<'_> {
    type Impl = Css;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.document.node(self.id))
    }

    fn parent_element(&self) -> Option<Self> {
        self.document.parent(self.id).filter(|&p| self.document.is_element(p)).map(|p| self.at(p))
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        std::iter::successors(self.document.prev_sibling(self.id), |&n| self.document.prev_sibling(n))
            .find(|&n| self.document.is_element(n))
            .map(|n| self.at(n))
    }

    fn next_sibling_element(&self) -> Option<Self> {
        std::iter::successors(self.document.next_sibling(self.id), |&n| self.document.next_sibling(n))
            .find(|&n| self.document.is_element(n))
            .map(|n| self.at(n))
    }

    fn first_element_child(&self) -> Option<Self> {
        self.document.children(self.id).find(|&n| self.document.is_element(n)).map(|n| self.at(n))
    }

    fn is_html_element_in_html_document(&self) -> bool {
        self.document.is_html(self.id)
    }

    fn has_local_name(&self, name: &CssName) -> bool {
        *self.document.name(self.id) == name.0
    }

    fn has_namespace(&self, ns: &Namespace) -> bool {
        self.document.namespace(self.id) == ns
    }

    fn is_same_type(&self, other: &Self) -> bool {
        let (a, b) = (self.document.node(self.id), self.document.node(other.id));
        a.name == b.name && a.ns == b.ns
    }

    fn attr_matches(
        &self,
        ns: &NamespaceConstraint<&Namespace>,
        name: &CssName,
        operation: &AttrSelectorOperation<&CssString>,
    ) -> bool {
        // The arena keeps no namespaces of attributes. In HTML they are always empty.
        if matches!(ns, NamespaceConstraint::Specific(url) if !url.is_empty()) {
            return false;
        }
        self.document.attrs(self.id).any(|(n, value)| *n == name.0 && operation.eval_str(value))
    }

    fn match_non_ts_pseudo_class(
        &self,
        _class: &PseudoClass,
        _context: &mut matching::MatchingContext<'_, Css>,
    ) -> bool {
        false
    }

    fn match_pseudo_element(
        &self,
        _element: &PseudoElement,
        _context: &mut matching::MatchingContext<'_, Css>,
    ) -> bool {
        false
    }

    fn apply_selector_flags(&self, _flags: matching::ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        *self.document.name(self.id) == local_name!("link")
    }

    fn is_html_slot_element(&self) -> bool {
        true
    }

    fn has_id(&self, id: &CssName, case: CaseSensitivity) -> bool {
        self.document
            .attr(self.id, &local_name!("id"))
            .is_some_and(|v| case.eq(id.0.as_bytes(), v.as_bytes()))
    }

    fn has_class(&self, name: &CssName, case: CaseSensitivity) -> bool {
        self.classes().any(|class| case.eq(class.as_bytes(), name.0.as_bytes()))
    }

    fn has_custom_state(&self, _name: &CssName) -> bool {
        false
    }

    fn imported_part(&self, _name: &CssName) -> Option<CssName> {
        None
    }

    fn is_part(&self, _name: &CssName) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        let counts = |n: NodeId| matches!(self.document.kind(n), NodeKind::Element | NodeKind::Text);
        !self.document.children(self.id).any(counts)
    }

    fn is_root(&self) -> bool {
        self.document.parent(self.id).is_some_and(|p| self.document.kind(p) == NodeKind::Document)
    }

    fn add_element_unique_hashes(&self, _filter: &mut BloomFilter) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{KeptNodes, ParseLimits, parse_keeping},
        *,
    };

    const PAGE: &str = "<!doctype html><body><div id=a class='x Y'><p>one<p class=x>two <i></i><b>3</b></div>\
        <ul><li>1<li data-k='v w'>2<li>3</ul><svg viewBox='0 0 1 1'><circle r=1 /></svg><a href='/q?a=b'>q</a>";

    #[test]
    fn matches_equal_those_of_scraper() {
        let mut document = Document::default();
        parse_keeping(PAGE, KeptNodes::SELECT, &ParseLimits::default(), &mut document);
        let theirs = scraper::Html::parse_document(PAGE);
        for css in [
            "p",
            "*",
            ".x",
            ".y",
            "#a",
            "div > p",
            "div p + p",
            "p ~ p",
            "li:nth-child(2)",
            "li:last-child",
            "li:not(:first-child)",
            "[data-k]",
            "[data-k~=w]",
            "[href^='/q']",
            "[href*='a=' i]",
            "i:empty",
            ":root",
            "div:has(b)",
            ":is(i, b)",
            "circle",
            "SVG",
            "svg > circle",
            "p, li",
            "li:nth-of-type(2n+1)",
            "body :where(a)",
            "p:only-child",
        ] {
            let ours = Selector::parse(css).expect(css);
            let ours: Vec<String> = document.select(&ours).map(|n| document.name(n).to_string()).collect();
            let selector = scraper::Selector::parse(css).expect(css);
            let theirs: Vec<&str> = theirs.select(&selector).map(|e| e.value().name()).collect();
            assert_eq!(ours, theirs, "{css}");
        }
    }

    #[test]
    fn selectors_that_scraper_rejects_are_rejected() {
        for css in ["div[", "", ":hover", "p::before", "a >"] {
            assert!(scraper::Selector::parse(css).is_err(), "{css}");
            assert!(Selector::parse(css).expect_err(css).is_rule(), "{css}");
        }
    }
}
