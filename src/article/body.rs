//! The body of an article as a tree of blocks, which every output format renders.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The placeholder of a picture in [`Text::text`]; a [`MarkKind::Image`] covers it.
pub(crate) const OBJECT: char = '\u{fffc}';

/// A run of text and its inline mark-up.
///
/// ```
/// use copydesk::{Mark, MarkKind, Text};
///
/// let text = Text::new("The ferry was late.", vec![Mark::new(4..9, MarkKind::Strong)]);
/// assert_eq!(&text.text[text.marks[0].range.clone()], "ferry");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Text {
    /// The characters, with white space collapsed; `\n` only at the page's own line breaks, U+FFFC in place of a
    /// picture.
    pub text: String,
    /// Mark-up, sorted by start. Ranges are byte offsets into `text` on character boundaries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// Inline mark-up over a range of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mark {
    /// Byte offsets into the text.
    pub range: Range<usize>,
    /// The kind of mark-up.
    #[serde(flatten)]
    pub kind: MarkKind,
}

/// The inline mark-up that bodies keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MarkKind {
    /// A link. Its address is absolute if the page's address is known.
    Link {
        /// The address.
        href: String,
    },
    /// `strong`, `b`.
    Strong,
    /// `em`, `i`.
    Emphasis,
    /// `code`, `samp`, `tt`.
    Code,
    /// `kbd`.
    Keyboard,
    /// `del`, `s`: words that the author struck out.
    Deleted,
    /// `mark`.
    Highlight,
    /// `sup`.
    Superscript,
    /// `sub`.
    Subscript,
    /// A formula; the text under the mark is TeX without delimiters.
    Math {
        /// Whether the formula is on a line of its own.
        display: bool,
    },
    /// A reference to the [`Note`] with this label; the text under the mark is `[label]`.
    NoteReference {
        /// The label of the note.
        label: String,
    },
    /// A picture in running text; the text under the mark is U+FFFC.
    Image {
        /// Address of the picture.
        src: String,
        /// The `alt` text.
        alt: Option<String>,
    },
}

/// One block of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Block {
    /// A subhead.
    Heading {
        /// Level 2 to 6; level 1 is the headline.
        level: u8,
        /// The text.
        #[serde(flatten)]
        text: Text,
    },
    /// The summary between headline and text.
    Standfirst(Text),
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List(List),
    /// A list of terms and definitions.
    Definitions {
        /// The entries.
        items: Vec<Definition>,
    },
    /// A quotation set apart.
    Quote {
        /// The quoted blocks.
        blocks: Vec<Block>,
        /// The source of the quotation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attribution: Option<Text>,
    },
    /// A note, tip or warning set apart from the text.
    Callout {
        /// The kind in lower case: `note`, `tip`, `warning`, …
        kind: String,
        /// The title, if the page has one.
        title: Option<Text>,
        /// The content.
        blocks: Vec<Block>,
    },
    /// A section that readers can unfold.
    Details {
        /// The line that is always visible.
        summary: Option<Text>,
        /// The content.
        blocks: Vec<Block>,
    },
    /// Preformatted text, line breaks kept.
    Code {
        /// The exact text, without line numbers.
        text: String,
        /// The language that the mark-up names, in lower case.
        language: Option<String>,
    },
    /// A formula on a line of its own.
    Math {
        /// TeX without delimiters.
        tex: String,
    },
    /// A table of data.
    Table(Table),
    /// A picture; its caption is not part of the text by default.
    Figure(Figure),
    /// A video, a recording, a map or a post of another site.
    Embed {
        /// An address that a reader can open.
        url: String,
        /// The title of the embedded content.
        title: Option<String>,
    },
    /// A thematic break.
    Rule,
    /// The notes that [`MarkKind::NoteReference`] refers to; the last block of a body.
    Notes {
        /// The notes, in order of their first reference.
        items: Vec<Note>,
    },
}

/// A list of items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct List {
    /// Whether the list is numbered.
    pub ordered: bool,
    /// The numbering of an ordered list: `1`, `a`, `A`, `i` or `I`; `None` is `1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<char>,
    /// The items.
    pub items: Vec<ListItem>,
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ListItem {
    /// The number in an ordered list; `None` is one more than the previous item, or 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i32>,
    /// Whether the task is done, in a task list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// The content: usually one paragraph, followed by a list if lists are nested.
    pub blocks: Vec<Block>,
}

/// An entry of a list of definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Definition {
    /// The terms that share the definition.
    pub terms: Vec<Text>,
    /// The definition.
    pub blocks: Vec<Block>,
}

/// A table of data.
///
/// Cells have spans; [`Table::grid`] returns every row with the columns of its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Table {
    /// The caption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<Text>,
    /// The rows, top to bottom.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Row {
    /// Whether the row contains the headers of the columns below.
    pub header: bool,
    /// The cells, without positions that a cell of a row above covers.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Cell {
    /// Its content; lines of a list or of several paragraphs are separated by `\n`.
    pub text: Text,
    /// Whether it is a header: of its column in a header row, otherwise of its row.
    pub header: bool,
    /// Number of columns that it covers, at least 1.
    pub columns: usize,
    /// Number of rows that it covers, at least 1.
    pub rows: usize,
}

/// A picture and its caption.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Figure {
    /// Address of the picture.
    pub src: Option<String>,
    /// The `alt` text.
    pub alt: Option<String>,
    /// The address that the picture links to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Caption and picture credit.
    pub caption: Option<Text>,
}

/// A footnote or endnote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Note {
    /// The label, unique within the article; the page's own number if there is one.
    pub label: String,
    /// The content, without the number and the link back.
    pub blocks: Vec<Block>,
    /// Whether the note is part of the plain text. A note that the text refers to is kept even if the selection of
    /// the body dropped it, but only in formats with footnotes.
    pub in_text: bool,
}

impl Default for Note {
    fn default() -> Self {
        Self { label: String::new(), blocks: Vec::new(), in_text: true }
    }
}

impl Default for Cell {
    fn default() -> Self {
        Self { text: Text::default(), header: false, columns: 1, rows: 1 }
    }
}

impl Text {
    /// Creates a run of text with its inline mark-up; `marks` are sorted by start.
    pub fn new(text: impl Into<String>, marks: Vec<Mark>) -> Self {
        Self { text: text.into(), marks }
    }
}

impl Mark {
    /// Creates a mark over the bytes `range` of a text.
    pub fn new(range: Range<usize>, kind: MarkKind) -> Self {
        Self { range, kind }
    }
}

impl Note {
    /// Creates a note that is part of the plain text.
    pub fn new(label: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { label: label.into(), blocks, in_text: true }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), marks: Vec::new() }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { text, marks: Vec::new() }
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl List {
    /// Creates a list.
    pub fn new(ordered: bool, items: Vec<ListItem>) -> Self {
        Self { ordered, style: None, items }
    }

    /// Returns the number of every item: its own, or one more than the previous.
    ///
    /// ```
    /// use copydesk::{List, ListItem};
    ///
    /// let mut fourth = ListItem::default();
    /// fourth.number = Some(4);
    /// let list = List::new(true, vec![ListItem::default(), fourth, ListItem::default()]);
    /// assert_eq!(list.numbers().collect::<Vec<_>>(), [1, 4, 5]);
    /// ```
    pub fn numbers(&self) -> impl Iterator<Item = i32> {
        let mut last = 0_i32;
        self.items.iter().map(move |item| {
            last = item.number.unwrap_or_else(|| last.saturating_add(1));
            last
        })
    }
}

impl From<Vec<Block>> for ListItem {
    fn from(blocks: Vec<Block>) -> Self {
        Self { blocks, ..Self::default() }
    }
}

impl Row {
    /// Creates a row.
    pub fn new(header: bool, cells: Vec<Cell>) -> Self {
        Self { header, cells }
    }
}

impl Table {
    /// Creates a table without a caption.
    pub fn new(rows: Vec<Row>) -> Self {
        Self { caption: None, rows }
    }

    /// Returns the cells of every row with the column where each begins.
    ///
    /// Columns that a cell of the same or an earlier row covers are skipped, so a value is always below its header.
    ///
    /// ```
    /// use copydesk::{Cell, Row, Table};
    /// let mut tall = Cell::from("Brook");
    /// tall.rows = 2;
    /// let table = Table::new(vec![
    ///     Row::new(false, vec![tall, "upper".into()]),
    ///     Row::new(false, vec!["lower".into()]),
    /// ]);
    /// let columns: Vec<Vec<usize>> =
    ///     table.grid().iter().map(|row| row.iter().map(|(column, _)| *column).collect()).collect();
    /// assert_eq!(columns, [vec![0, 1], vec![1]]);
    /// ```
    pub fn grid(&self) -> Vec<Vec<(usize, &Cell)>> {
        let cells: usize = self.rows.iter().map(|row| row.cells.len()).sum();
        let mut budget = SPAN_POSITIONS + SPAN_POSITIONS_PER_CELL * (cells + self.rows.len());
        // Columns that cells of earlier rows cover in this row: (first column, end, remaining rows), by column.
        let mut covered: Vec<(usize, usize, usize)> = Vec::new();
        let mut grid = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let mut begun: Vec<(usize, usize, usize)> = Vec::new();
            let mut placed = Vec::with_capacity(row.cells.len());
            let mut above = covered.iter().peekable();
            let mut column = 0_usize;
            for cell in &row.cells {
                while let Some((_, end, _)) = above.next_if(|(start, ..)| *start <= column) {
                    column = column.max(*end);
                }
                placed.push((column, cell));
                let area = cell.columns.max(1).saturating_mul(cell.rows.max(1));
                let spans = area > 1 && area <= budget;
                let (columns, rows) = if spans { (cell.columns.max(1), cell.rows.max(1)) } else { (1, 1) };
                budget -= if spans { area } else { 0 };
                if rows > 1 {
                    begun.push((column, column + columns, rows - 1));
                }
                column += columns;
            }
            drop(above);
            covered.retain_mut(|(_, _, rows)| {
                *rows -= 1;
                *rows > 0
            });
            if !begun.is_empty() {
                covered.append(&mut begun);
                covered.sort_unstable();
            }
            grid.push(placed);
        }
        grid
    }
}

/// Positions that the spans of a table may cover, in addition to those per cell and row. Spans beyond the budget
/// count as one position, so the output of a table is linear in its input.
const SPAN_POSITIONS: usize = 4096;
/// Positions per cell and row that spans may cover.
const SPAN_POSITIONS_PER_CELL: usize = 4;

/// Yields the texts of paragraphs, headings and similar blocks in order, without those of tables and code.
pub(crate) fn texts(blocks: &[Block]) -> impl Iterator<Item = &str> {
    let mut open: Vec<&Block> = blocks.iter().rev().collect();
    std::iter::from_fn(move || {
        loop {
            match open.pop()? {
                Block::Heading { text, .. } | Block::Standfirst(text) | Block::Paragraph(text) => {
                    return Some(text.text.as_str());
                }
                Block::List(list) => open.extend(list.items.iter().flat_map(|i| &i.blocks).rev()),
                Block::Quote { blocks, .. }
                | Block::Callout { blocks, .. }
                | Block::Details { blocks, .. } => open.extend(blocks.iter().rev()),
                _ => {}
            }
        }
    })
}
