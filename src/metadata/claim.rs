//! One thing that a page says of itself, and where it says it.

use crate::dom::NodeId;

/// Where a claim comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// The page's own item of its JSON-LD.
    JsonLd,
    /// Another item of its JSON-LD: the page as such, a picture, a listed thing.
    JsonLdOther,
    /// `og:` and `article:`.
    OpenGraph,
    /// `twitter:`.
    Twitter,
    /// Any other `meta` element.
    Meta,
    /// `itemprop` outside the head.
    Microdata,
    /// A `time` element.
    TimeElement,
    /// `rel=author`.
    RelAuthor,
    /// An element whose class says what it holds.
    Element,
    /// Text that a reader sees.
    Visible,
    /// The address.
    Url,
    /// The `title` element.
    Title,
    /// A heading of the first level.
    H1,
}

impl Source {
    /// Its name in explanations.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::JsonLd => "JSON-LD",
            Self::JsonLdOther => "JSON-LD of another item",
            Self::OpenGraph => "Open Graph",
            Self::Twitter => "Twitter card",
            Self::Meta => "meta element",
            Self::Microdata => "microdata",
            Self::TimeElement => "time element",
            Self::RelAuthor => "author link",
            Self::Element => "element of that class",
            Self::Visible => "visible text",
            Self::Url => "address",
            Self::Title => "title element",
            Self::H1 => "first heading",
        }
    }

    /// Returns the names of several sources.
    pub(crate) const fn names<const N: usize>(sources: [Self; N]) -> [&'static str; N] {
        let mut names = [""; N];
        let mut at = 0;
        while at < N {
            names[at] = sources[at].name();
            at += 1;
        }
        names
    }
}

/// A value with its source, as plain text: entities decoded, white space folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// As the page has it.
    pub(crate) value: String,
    /// Where it stands.
    pub(crate) source: Source,
    /// The element that holds it, where that is a part of the page a reader sees.
    pub(crate) node: Option<NodeId>,
}

impl Claim {
    /// A claim from the head of the page or from JSON-LD.
    pub(crate) fn new(value: String, source: Source) -> Self {
        Self { value, source, node: None }
    }

    /// A claim from an element of the page.
    pub(crate) fn at(value: String, source: Source, node: NodeId) -> Self {
        Self { value, source, node: Some(node) }
    }
}

/// What an author is, where the page says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum AuthorKind {
    /// Not said.
    #[default]
    Unknown,
    /// A person.
    Person,
    /// An organization.
    Organization,
}

/// An author as a page names one: may hold several names, a role, an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AuthorClaim {
    /// As the page has it, plain text.
    pub(crate) value: String,
    /// Where it stands.
    pub(crate) source: Source,
    /// Person or organization, where the page says so.
    pub(crate) kind: AuthorKind,
    /// Job title, where the page gives it beside the name.
    pub(crate) role: Option<String>,
    /// The element that holds it, where that is a part of the page a reader sees.
    pub(crate) node: Option<NodeId>,
}
