//! White space between blocks, of which a page's tree is better off without: two in three of its texts are nothing else.
//!
//! Comes in: the tags of a page in its order. Goes out: whether white space may be passed over. White space alone beside
//! a tag that breaks running text says nothing to any stage. It waits until what comes next is known: such a tag is
//! passed by (the white space comes to stand behind it), one where text is parted anyway ends the wait, and before
//! anything else the white space is handed on. The tree around it must not change: so nothing waits where the tree builder
//! may have formatting elements to open anew, for white space opens them too, or inside of preformatted text.

use html5ever::{LocalName, local_name};

use super::{
    Tag,
    name::{Class, TagName},
};

/// Elements that are kept track of; a page that leaves more of them open is read with all its white space.
const MOST_OPEN: usize = 32;

/// What a tag is to white space that stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// Text is parted here, with white space or without.
    Parts,
    /// Running text ends here, or nothing of it is here: white space says the same on either side of the tag.
    Passes,
    /// White space before it counts.
    None,
}

/// What a start tag, or an end tag, is.
fn border(tag: Tag, start: bool) -> Border {
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
        | Tag::Ul
        | Tag::Base
        | Tag::Col
        | Tag::Embed
        | Tag::Img
        | Tag::Input
        | Tag::Link
        | Tag::Meta
        | Tag::Param
        | Tag::Script
        | Tag::Source
        | Tag::Style
        | Tag::Track => Border::Passes,
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
pub(crate) struct Spaces {
    open: Vec<Open>,
    /// Too much was open.
    lost: bool,
    /// Tables that are open, at the least, and whether the place is not in one of their cells: text there is put before
    /// the table, and white space is put with it or is not.
    tables: u32,
    between_cells: bool,
}

impl Spaces {
    /// Whether white space may wait.
    pub(crate) fn may_wait(&self) -> bool {
        self.open.is_empty() && !self.lost
    }

    /// What a tag is to the white space that waits before it.
    pub(crate) fn border(&self, tag: Tag, start: bool) -> Border {
        match border(tag, start) {
            Border::Passes if tag == Tag::Table && start => Border::None,
            // Text there is put before the table, and white space may stand between two pieces of it.
            _ if self.between_cells => Border::None,
            // Outside of tables these tags are not heard.
            _ if self.tables == 0 && matches!(tag, Tag::Td | Tag::Tr) => Border::None,
            border => border,
        }
    }

    /// Whether white space may wait behind a comment.
    pub(crate) fn passes_comments(&self) -> bool {
        !self.between_cells
    }

    /// A start tag was handed on.
    pub(crate) fn start(&mut self, element: &TagName) {
        let tag = element.tag;
        match tag {
            Tag::Table => (self.tables, self.between_cells) = (self.tables.saturating_add(1), true),
            Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Tr => self.between_cells = self.tables > 0,
            Tag::Td | Tag::Th | Tag::Caption => self.between_cells = false,
            _ => {}
        }
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
    pub(crate) fn end(&mut self, element: &TagName) {
        match element.tag {
            Tag::Table => {
                self.tables = self.tables.saturating_sub(1);
                self.between_cells = self.tables > 0;
            }
            Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Tr | Tag::Td | Tag::Th | Tag::Caption => {
                self.between_cells = self.tables > 0;
            }
            _ => {}
        }
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
    use crate::html::segment::breaks;

    #[test]
    fn white_space_counts_beside_all_that_may_stand_in_running_text() {
        for name in ["a", "b", "br", "button", "code", "em", "noscript", "pre", "span", "sup", "time", "x-y"]
        {
            let tag = Tag::of(&LocalName::from(name));
            assert_eq!([true, false].map(|start| border(tag, start)), [Border::None; 2], "{name}");
        }
        for name in ["div", "p", "li", "td", "tr", "dd", "dt", "h1", "h2", "h3"] {
            let tag = Tag::of(&LocalName::from(name));
            assert!(
                breaks(tag) && border(tag, true) == Border::Parts && border(tag, false) == Border::Passes
            );
        }
    }

    #[test]
    fn white_space_waits_where_nothing_is_to_be_opened_anew() {
        let element = |name: &str| {
            let name = LocalName::from(name);
            TagName { tag: Tag::of(&name), class: Class::of(&name), name }
        };
        // Start tags, end tags behind a slash; whether white space may wait behind them.
        for (tags, waits) in [
            ("div p", true),
            ("b", false),
            ("b /b", true),
            ("b i /b /i", true),
            ("p b /p", false),
            ("b table td /b", false),
            ("b table td td /td /table /b", true),
            ("b table td /td /table /b", true),
            ("b table i /table /b", false),
            ("b select /b /select", false),
            ("a a /a", true),
            ("pre /pre", true),
            ("nobr applet /nobr", false),
            ("td /td", true),
        ] {
            let mut spaces = Spaces::default();
            for tag in tags.split(' ') {
                match tag.strip_prefix('/') {
                    Some(name) => spaces.end(&element(name)),
                    None => spaces.start(&element(tag)),
                }
            }
            assert_eq!(spaces.may_wait(), waits, "{tags}");
        }
    }

    #[test]
    fn a_page_that_leaves_much_open_keeps_its_white_space() {
        let name = LocalName::from("b");
        let element = TagName { tag: Tag::B, class: Class::Formatting, name };
        let mut spaces = Spaces::default();
        for _ in 0..=MOST_OPEN {
            spaces.start(&element);
        }
        for _ in 0..=MOST_OPEN {
            spaces.end(&element);
        }
        assert!(!spaces.may_wait());
    }
}
