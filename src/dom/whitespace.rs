//! Drops whitespace-only text between blocks: two thirds of a typical page's text nodes.
//!
//! Whitespace next to a tag that breaks running text means nothing to any stage. It is held back until the next token
//! is known: a tag that breaks running text is passed first (and the whitespace follows it), a tag at which text ends
//! anyway drops the whitespace, and before anything else it is handed on. The rest of the tree must not change, so
//! nothing is held back where the tree builder may have formatting elements to reopen, because whitespace reopens them
//! too, or inside preformatted text.

use html5ever::{LocalName, local_name};

use super::{
    Tag,
    name::{ElementClass, TagName},
};

/// Maximum number of open elements that are tracked. A page that leaves more open keeps all its whitespace.
const MOST_OPEN: usize = 32;
/// Number of elements inside a formatting element from which its end tag may leave it open: the adoption agency algorithm
/// of the HTML standard (section 13.2.6.4.7) stops after eight of them.
const ADOPTED: usize = 8;
/// Maximum number of elements inside formatting elements that are tracked.
const MOST_INSIDE: usize = 256;

/// What a tag means for whitespace before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Border {
    /// Text ends here, with or without whitespace.
    Parts,
    /// Running text ends or cannot be here: whitespace means the same on either side of the tag.
    Passes,
    /// Whitespace before it counts.
    None,
}

/// What a start tag or an end tag means.
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
enum OpenFormatting {
    /// A formatting element, or preformatted text, and the number of elements in [`Spaces::inside`] before it.
    Marks(Tag, usize),
    /// An element inside which the end tags of the elements around it are ignored.
    Wall(Tag),
}

/// A lower bound of what is open among the elements in which whitespace must not be dropped.
#[derive(Debug, Default)]
pub(crate) struct Spaces {
    open: Vec<OpenFormatting>,
    /// The elements inside the first formatting element that may be open, and more.
    inside: Vec<LocalName>,
    /// Too many elements were open.
    lost: bool,
    /// The minimum number of open tables, and whether the position is outside their cells: text there is moved before
    /// the table, and whitespace may or may not be moved with it.
    tables: u32,
    between_cells: bool,
}

impl Spaces {
    /// Returns whether whitespace may be held back.
    pub(crate) fn may_wait(&self) -> bool {
        self.open.is_empty() && !self.lost
    }

    /// Returns what a tag means for whitespace that is held back before it.
    pub(crate) fn border(&self, tag: Tag, start: bool) -> Border {
        match border(tag, start) {
            Border::Passes if tag == Tag::Table && start => Border::None,
            // Text here is moved before the table, and whitespace may separate two pieces of it.
            _ if self.between_cells => Border::None,
            // Text after a cell is moved before the table, and whitespace from inside the cell must not go with it.
            Border::Passes if leaves_cell(tag, start) => Border::None,
            // Outside tables these tags are ignored.
            _ if self.tables == 0 && matches!(tag, Tag::Td | Tag::Tr) => Border::None,
            border => border,
        }
    }

    /// Returns whether whitespace may be held back after a comment.
    pub(crate) fn passes_comments(&self) -> bool {
        !self.between_cells
    }

    /// Records a start tag that was handed on.
    pub(crate) fn start(&mut self, element: &TagName) {
        let tag = element.tag;
        if tag == Tag::Table {
            self.tables = self.tables.saturating_add(1);
        }
        match tag {
            Tag::Td | Tag::Th | Tag::Caption => self.between_cells = false,
            _ if leaves_cell(tag, true) => self.between_cells = self.tables > 0,
            _ => {}
        }
        if marks(element) {
            if tag == Tag::A {
                // An `a` ends the previous one.
                self.close(tag);
            }
            self.push(OpenFormatting::Marks(tag, self.inside.len()));
        } else if !self.open.is_empty() {
            if is_wall(tag, &element.name) {
                self.push(OpenFormatting::Wall(tag));
            }
            self.enter(element);
        }
    }

    /// Records an end tag that was handed on.
    pub(crate) fn end(&mut self, element: &TagName) {
        if element.tag == Tag::Table {
            self.tables = self.tables.saturating_sub(1);
        }
        if leaves_cell(element.tag, false) {
            self.between_cells = self.tables > 0;
        }
        if self.open.is_empty() {
            return;
        }
        if marks(element) {
            self.close(element.tag);
            return;
        }
        self.leave(element);
        if is_wall(element.tag, &element.name) {
            let same = self.open.iter().rposition(|&open| open == OpenFormatting::Wall(element.tag));
            if let Some(at) = same
                && !self.open[at..].iter().any(|open| matches!(open, OpenFormatting::Marks(..)))
            {
                self.open.truncate(at);
            }
        }
    }

    fn push(&mut self, open: OpenFormatting) {
        if self.open.len() < MOST_OPEN {
            self.open.push(open);
        } else {
            self.lost = true;
        }
    }

    /// Closes the last element of a tag, unless a wall is before it.
    fn close(&mut self, tag: Tag) {
        let wall =
            self.open.iter().rposition(|open| matches!(open, OpenFormatting::Wall(_))).map_or(0, |at| at + 1);
        let same = |open: &OpenFormatting| matches!(open, OpenFormatting::Marks(of, _) if *of == tag);
        let Some(at) = self.open[wall..].iter().rposition(same) else { return };
        if let OpenFormatting::Marks(_, before) = self.open.remove(wall + at) {
            self.lost |= self.inside.len() - before >= ADOPTED;
        }
        if self.open.is_empty() {
            self.inside.clear();
        }
    }

    /// Records the start of an element inside a formatting element.
    fn enter(&mut self, element: &TagName) {
        if matches!(element.class, ElementClass::Void | ElementClass::Raw) {
            return;
        }
        if self.inside.len() < MOST_INSIDE {
            self.inside.push(element.name.clone());
        } else {
            self.lost = true;
        }
    }

    /// Records the end of the innermost element. Other end tags end more elements or none, and are not counted.
    fn leave(&mut self, element: &TagName) {
        if self.inside.last() == Some(&element.name) {
            self.inside.pop();
            for open in &mut self.open {
                if let OpenFormatting::Marks(_, before) = open {
                    *before = (*before).min(self.inside.len());
                }
            }
        }
    }
}

fn marks(element: &TagName) -> bool {
    element.class == ElementClass::Formatting || matches!(element.tag, Tag::Font | Tag::Pre)
}

/// Returns whether what follows a tag is in a table, but not in a cell.
fn leaves_cell(tag: Tag, start: bool) -> bool {
    match tag {
        Tag::Table | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Tr => true,
        Tag::Td | Tag::Th | Tag::Caption => !start,
        _ => false,
    }
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
    fn white_space_next_to_inline_content_counts() {
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
    fn white_space_is_held_back_where_nothing_is_reopened() {
        let element = |name: &str| {
            let name = LocalName::from(name);
            TagName { tag: Tag::of(&name), class: ElementClass::of(&name), name }
        };
        // Start tags, end tags after a slash, and whether whitespace may be held back after them.
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
    fn a_page_with_many_open_elements_keeps_its_white_space() {
        let name = LocalName::from("b");
        let element = TagName { tag: Tag::B, class: ElementClass::Formatting, name };
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
