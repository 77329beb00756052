//! Namespaces of elements as small integers.

use html5ever::{Namespace, ns};

/// The namespace of an element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ns {
    /// The node is not an element.
    #[default]
    None,
    Html,
    Svg,
    MathMl,
}

impl Ns {
    pub(crate) fn of(namespace: &Namespace) -> Self {
        match *namespace {
            ns!(html) => Self::Html,
            ns!(svg) => Self::Svg,
            ns!(mathml) => Self::MathMl,
            _ => Self::None,
        }
    }

    pub(crate) fn name(self) -> &'static Namespace {
        static NONE: Namespace = ns!();
        static HTML: Namespace = ns!(html);
        static SVG: Namespace = ns!(svg);
        static MATHML: Namespace = ns!(mathml);
        match self {
            Self::None => &NONE,
            Self::Html => &HTML,
            Self::Svg => &SVG,
            Self::MathMl => &MATHML,
        }
    }
}
