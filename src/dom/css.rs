//! Implements the traits of the `selectors` crate: strings, names and pseudo-classes.

use std::fmt;

use cssparser::{ParseErrorKind, ToCss};
use html5ever::{LocalName, Namespace};
use precomputed_hash::PrecomputedHash;
use selectors::parser::{self, SelectorParseErrorKind};

/// The grammar: Selectors Level 4 without pseudo-elements and without pseudo-classes that need a user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grammar;

impl<'i> parser::Parser<'i> for Grammar {
    type Impl = Css;
    type Error = SelectorParseErrorKind;

    fn parse_is_and_where(&self) -> bool {
        true
    }

    fn parse_has(&self) -> bool {
        true
    }
}

/// The types of which selectors consist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Css;

impl parser::SelectorImpl for Css {
    type AttrValue = CssString;
    type Identifier = CssName;
    type LocalName = CssName;
    type NamespacePrefix = CssName;
    type NamespaceUrl = Namespace;
    type BorrowedNamespaceUrl = Namespace;
    type BorrowedLocalName = CssName;
    type NonTSPseudoClass = PseudoClass;
    type PseudoElement = PseudoElement;
    type ExtraMatchingData<'a> = ();
}

/// A string in a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CssString(pub(crate) String);

impl From<&str> for CssString {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl AsRef<str> for CssString {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl ToCss for CssString {
    fn to_css<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        cssparser::serialize_string(&self.0, out)
    }
}

/// A name in a selector.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CssName(pub(crate) LocalName);

impl From<&str> for CssName {
    fn from(name: &str) -> Self {
        Self(name.into())
    }
}

impl ToCss for CssName {
    fn to_css<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl PrecomputedHash for CssName {
    fn precomputed_hash(&self) -> u32 {
        self.0.precomputed_hash()
    }
}

/// There are no pseudo-classes besides the structural ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PseudoClass {}

impl parser::NonTSPseudoClass for PseudoClass {
    fn is_active_or_hover(&self) -> bool {
        match *self {}
    }

    fn is_user_action_state(&self) -> bool {
        match *self {}
    }
}

impl ToCss for PseudoClass {
    fn to_css<W: fmt::Write>(&self, _: &mut W) -> fmt::Result {
        match *self {}
    }
}

/// There are no pseudo-elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PseudoElement {}

impl parser::PseudoElement for PseudoElement {}

impl ToCss for PseudoElement {
    fn to_css<W: fmt::Write>(&self, _: &mut W) -> fmt::Result {
        match *self {}
    }
}

/// Describes what is wrong with a selector.
pub(crate) fn fault(kind: &ParseErrorKind<SelectorParseErrorKind>) -> String {
    let ParseErrorKind::Custom(kind) = kind else {
        return match kind {
            ParseErrorKind::Basic(kind) => kind.to_string(),
            ParseErrorKind::Custom(_) => String::new(),
        };
    };
    let words = match kind {
        SelectorParseErrorKind::UnsupportedPseudoClassOrElement => {
            "a pseudo-class that has no meaning for a saved page"
        }
        SelectorParseErrorKind::EmptySelector => "it is empty",
        SelectorParseErrorKind::DanglingCombinator => "nothing after the last combinator",
        SelectorParseErrorKind::NoQualifiedNameInAttributeSelector
        | SelectorParseErrorKind::UnexpectedTokenInAttributeSelector
        | SelectorParseErrorKind::ExpectedBarInAttr
        | SelectorParseErrorKind::BadValueInAttr
        | SelectorParseErrorKind::InvalidQualNameInAttr => "a malformed attribute selector",
        _ => "a syntax error",
    };
    words.to_owned()
}
