//! White space between blocks, of which a page's tree is better off without: two in three of its texts are nothing else.
//!
//! Comes in: the tags of a page in its order. Goes out: whether white space may be passed over. White space alone beside
//! a tag that breaks running text says nothing to any stage. It waits until what comes next is known: another such tag
//! is passed by, one before which text is parted anyway ends the wait, and before anything else it is handed on. The tree
//! around it must not change: so nothing waits where the tree builder may have formatting elements to open anew, for
//! white space opens them too, or inside of preformatted text.

use html5ever::{LocalName, local_name};

use super::{
    Tag,
    name::{Class, TagName},
};

/// Elements that are kept track of; a page that leaves more of them open is read with all its white space.
const MOST_OPEN: usize = 32;

/// What a tag is to white space that stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    /// Text is parted here, with white space or without.
    Parts,
    /// Running text ends here, whatever side of the tag the white space is on.
    Breaks,
    /// White space before it counts.
    None,
}

/// What a start tag, or an end tag, is.
pub(super) fn border(tag: Tag, start: bool) -> Border {
    match tag {
        Tag::Div | Tag::P | Tag::Li | Tag::Td | Tag::Tr | Tag::Dd | Tag::Dt | Tag::H1 | Tag::H2 | Tag::H3
            if start =>
        {
            Border::Parts
        }
        Tag::Div
        | Tag::P
        | Tag::Li
        | Tag::Td
        | Tag::Tr
        | Tag::Dd
        | Tag::Dt
        | Tag::H1
        | Tag::H2
        | Tag::H3
        | Tag::H4
        | Tag::H5
        | Tag::H6
        | Tag::Address
        | Tag::Article
        | Tag::Aside
        | Tag::Blockquote
        | Tag::Center
        | Tag::Details
        | Tag::Dialog
        | Tag::Dl
        | Tag::Fieldset
        | Tag::Figcaption
        | Tag::Figure
        | Tag::Footer
        | Tag::Form
        | Tag::Header
        | Tag::Hgroup
        | Tag::Hr
        | Tag::Main
        | Tag::Menu
        | Tag::Nav
        | Tag::Ol
        | Tag::Picture
        | Tag::Section
        | Tag::Summary
        | Tag::Table
        | Tag::Tbody
        | Tag::Tfoot
        | Tag::Th
        | Tag::Thead
        | Tag::Ul => Border::Breaks,
        _ => Border::None,
    }
}

/// An element that is open, or may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// A formatting element, or preformatted text.
    Marks(Tag),
    /// An element in which the end tags of what is open around it are not heard.
    Wall(Tag),
}

/// What is open of the elements that white space must not be taken from, at the least.
#[derive(Debug, Default)]
pub(super) struct Spaces {
    open: Vec<Open>,
    /// Too much was open.
    lost: bool,
}

impl Spaces {
    /// Whether white space may wait.
    pub(super) fn may_wait(&self) -> bool {
        self.open.is_empty() && !self.lost
    }

    /// A start tag was handed on.
    pub(super) fn start(&mut self, element: &TagName) {
        let tag = element.tag;
        if marks(element) {
            if tag == Tag::A {
                // An `a` ends the one before it.
                self.close(tag);
            }
            self.push(Open::Marks(tag));
        } else if !self.open.is_empty() && is_wall(tag, &element.name) {
            self.push(Open::Wall(tag));
        }
    }

    /// An end tag was handed on.
    pub(super) fn end(&mut self, element: &TagName) {
        if self.open.is_empty() {
            return;
        }
        if marks(element) {
            self.close(element.tag);
        } else if is_wall(element.tag, &element.name) {
            let same = self.open.iter().rposition(|&open| open == Open::Wall(element.tag));
            if let Some(at) = same
                && !self.open[at..].iter().any(|open| matches!(open, Open::Marks(_)))
            {
                self.open.truncate(at);
            }
        }
    }

    fn push(&mut self, open: Open) {
        if self.open.len() < MOST_OPEN {
            self.open.push(open);
        } else {
            self.lost = true;
        }
    }

    /// The last element of a tag is closed, unless a wall is before it.
    fn close(&mut self, tag: Tag) {
        let wall = self.open.iter().rposition(|open| matches!(open, Open::Wall(_))).map_or(0, |at| at + 1);
        if let Some(at) = self.open[wall..].iter().rposition(|&open| open == Open::Marks(tag)) {
            self.open.remove(wall + at);
        }
    }
}

fn marks(element: &TagName) -> bool {
    element.class == Class::Formatting || matches!(element.tag, Tag::Font | Tag::Pre)
}

fn is_wall(tag: Tag, name: &LocalName) -> bool {
    match tag {
        Tag::Table
        | Tag::Td
        | Tag::Th
        | Tag::Caption
        | Tag::Object
        | Tag::Template
        | Tag::Select
        | Tag::Svg
        | Tag::Math
        | Tag::Button
        | Tag::Frameset => true,
        Tag::Other => matches!(*name, local_name!("applet") | local_name!("marquee")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::html::breaks;

    #[test]
    fn white_space_waits_beside_what_breaks_running_text_only() {
        for name in ["div", "ul", "span", "a", "button", "pre", "noscript", "body", "section", "td", "br"] {
            let tag = Tag::of(&LocalName::from(name));
            for start in [true, false] {
                assert!(border(tag, start) == Border::None || breaks(tag), "{name}");
            }
        }
    }
}
