//! The part of a page that contains a line, which decides whether the line can be a byline.

use crate::dom::{Document, NodeId, Tag};

/// The part of a page that holds a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Anything else.
    Plain,
    /// An entry of a list.
    List,
    /// A heading other than the headline's line.
    Heading,
    /// A cell of a data table.
    Cell,
    /// The caption of a picture or table.
    Caption,
    /// A quotation and the name of its source.
    Quotation,
    /// Code and other preformatted text.
    Code,
    /// A button, a label of a form, a choice.
    Control,
}

impl Setting {
    /// Whether words alone can make a line a byline here. Elsewhere the markup has to say so.
    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Self::Plain | Self::List)
    }

    /// Whether no line is a byline here, whatever its markup says.
    pub(crate) fn excludes_authors(self) -> bool {
        matches!(self, Self::Quotation | Self::Code | Self::Control | Self::Caption)
    }

    /// Whether a byline may be removed from the body here: not where the story would lose an entry, a cell or a line.
    pub(crate) fn is_removable(self) -> bool {
        matches!(self, Self::Plain | Self::Heading)
    }
}

/// Returns the setting of the element or text at `node`.
pub(crate) fn of(document: &Document, node: NodeId) -> Setting {
    let mut found = Setting::Plain;
    for ancestor in std::iter::once(node).chain(document.ancestors(node)) {
        match document.tag(ancestor) {
            Tag::Button | Tag::Label | Tag::Option | Tag::Select | Tag::Legend | Tag::Summary => {
                return Setting::Control;
            }
            Tag::Pre | Tag::Code | Tag::Kbd | Tag::Samp => return Setting::Code,
            Tag::Blockquote | Tag::Q => return Setting::Quotation,
            Tag::Cite if follows_quotation(document, ancestor) => return Setting::Quotation,
            Tag::Figure | Tag::Figcaption | Tag::Caption => return Setting::Caption,
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 if found == Setting::Plain => {
                found = Setting::Heading;
            }
            Tag::Li | Tag::Dd | Tag::Dt if found == Setting::Plain => found = Setting::List,
            Tag::Th => return Setting::Cell,
            Tag::Td if found == Setting::Plain && is_data_cell(document, ancestor, node) => {
                return Setting::Cell;
            }
            Tag::Article | Tag::Main | Tag::Body => break,
            _ => {}
        }
    }
    found
}

/// Whether a `cite` stands next to the quotation whose source it names.
fn follows_quotation(document: &Document, cite: NodeId) -> bool {
    /// Neighbors that are looked at.
    const NEIGHBORS: usize = 8;
    let Some(parent) = document.parent(cite) else { return false };
    document
        .children(parent)
        .take(NEIGHBORS)
        .any(|child| matches!(document.tag(child), Tag::Blockquote | Tag::Q))
}

/// Whether a cell belongs to a data table: it holds little more than the line, and its row has other cells.
fn is_data_cell(document: &Document, cell: NodeId, line: NodeId) -> bool {
    /// Nodes of a cell of a data table, at most. The cells of a layout table hold whole parts of the page.
    const NODES: usize = 16;
    let small = document.descendants(cell).take(NODES + 1).count() <= NODES;
    let row = document.parent(cell);
    let others = row.is_some_and(|row| {
        document.children(row).filter(|&n| matches!(document.tag(n), Tag::Td | Tag::Th)).nth(1).is_some()
    });
    small && others && document.ancestors(line).any(|n| n == cell)
}
