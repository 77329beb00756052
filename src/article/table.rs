//! Decides which tables are data, and reads their rows and cells.

use crate::{
    Cell, Row, Table, Text,
    article::{Block, MarkKind, count_words_up_to},
    dom::Tag,
    html::outline::ElementId,
};

use super::{source::SourcePage, walk};

/// Mean words per cell above which a table is page layout.
const LAYOUT_WORDS_PER_CELL: f32 = 40.0;
/// Minimum share of kept words for the whole table to be kept.
const KEPT_SHARE: f32 = 0.5;
/// Minimum share of rows with the same number of cells in a data table without headers.
const REGULAR_SHARE: f32 = 0.6;
/// Blocks in a cell from which a table without headers is page layout: a post next to its author.
const BLOCKS_OF_CELL: usize = 4;
/// Minimum cells with text in a table without headers that is page layout if only one of them is kept.
const CELLS_OF_POST: usize = 3;
/// Maximum words of a block that are counted.
const BLOCK_WORDS: usize = 400;
/// The largest spans that HTML allows.
const MOST_COLUMNS: usize = 1000;
const MOST_ROWS: usize = 65_534;

/// The rows and cells of a table in the outline.
pub(crate) struct Outlined {
    pub(crate) rows: Vec<(ElementId, Vec<ElementId>)>,
    pub(crate) caption: Option<ElementId>,
    nested: bool,
    heading: bool,
}

/// Reads the rows and cells of a table, without those of tables inside.
pub(crate) fn outlined(source: &SourcePage<'_>, table: ElementId) -> Outlined {
    let outline = source.outline;
    let mut found = Outlined { rows: Vec::new(), caption: None, nested: false, heading: false };
    let end = outline.element(table).end;
    let mut id = table + 1;
    while id < end {
        let element = outline.element(id);
        match part(source, id) {
            Tag::Table => {
                found.nested |= source.range(id).len() > 1;
                id = element.end;
                continue;
            }
            Tag::Tr => found.rows.push((id, Vec::new())),
            Tag::Td | Tag::Th => match found.rows.last_mut() {
                Some((_, cells)) => cells.push(id),
                None => found.rows.push((element.parent, vec![id])),
            },
            Tag::Caption if found.caption.is_none() => found.caption = Some(id),
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => found.heading = true,
            _ => {}
        }
        id += 1;
    }
    // The footer is the last part of a table, wherever it is in the source.
    let is_footer = |id: ElementId| outline.element(outline.element(id).parent).tag == Tag::Tfoot;
    found.rows.sort_by_key(|(row, _)| is_footer(*row));
    found
}

/// Returns the part of a table that an element is, by its tag or by its role.
pub(crate) fn part(source: &SourcePage<'_>, id: ElementId) -> Tag {
    let element = source.outline.element(id);
    match element.tag {
        Tag::Div | Tag::Span | Tag::Section | Tag::Other => match source.role(element.node) {
            "table" => Tag::Table,
            "row" => Tag::Tr,
            "cell" | "gridcell" => Tag::Td,
            "columnheader" | "rowheader" => Tag::Th,
            _ => element.tag,
        },
        tag => tag,
    }
}

/// The kind of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// Data, kept as a whole.
    Data,
    /// Page layout.
    Layout,
}

/// Decides whether a table is data, and whether it is kept.
pub(crate) fn kind(source: &SourcePage<'_>, table: ElementId, found: &Outlined) -> TableKind {
    let outline = source.outline;
    let node = outline.element(table).node;
    if matches!(source.role(node), "presentation" | "none") || found.nested || found.heading {
        return TableKind::Layout;
    }
    let cells: Vec<ElementId> = found.rows.iter().flat_map(|(_, cells)| cells.iter().copied()).collect();
    let filled = cells.iter().filter(|&&cell| !source.range(cell).is_empty()).count().max(1);
    let (mut words, mut kept) = (0, 0);
    for block in source.range(table) {
        let Some(text) = source.blocks.blocks.get(block) else { continue };
        let count = count_words_up_to(source.blocks.text(text), BLOCK_WORDS).max(1);
        words += count;
        kept += if source.is_kept(block) { count } else { 0 };
    }
    let columns = found.rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let headed = found.caption.is_some() || cells.iter().any(|&cell| part(source, cell) == Tag::Th);
    let long =
        cells.iter().any(|&cell| source.range(cell).len() > BLOCKS_OF_CELL || is_column(source, cell, words));
    // The text of a post, next to names, ranks and buttons that were dropped.
    let kept_cells = cells.iter().filter(|&&cell| source.kept(cell) > 0).count();
    let alone = kept_cells == 1 && filled >= CELLS_OF_POST;
    if !headed && (long || alone || !is_regular(found, columns)) {
        return TableKind::Layout;
    }
    let wordy = words as f32 / filled as f32 > LAYOUT_WORDS_PER_CELL;
    if columns < 2 || found.rows.len() < 2 && filled < 2 || wordy || (kept as f32) < KEPT_SHARE * words as f32
    {
        return TableKind::Layout;
    }
    TableKind::Data
}

/// Returns whether a cell of a table without headers is a column of a page layout: it has most of the table's `words`, in
/// several paragraphs.
fn is_column(source: &SourcePage<'_>, cell: ElementId, words: usize) -> bool {
    /// Minimum paragraphs of a column, and minimum words of each.
    const PARAGRAPHS: usize = 3;
    const PARAGRAPH_WORDS: usize = 8;
    let blocks = source.range(cell);
    if blocks.len() < PARAGRAPHS {
        return false;
    }
    let counts: Vec<usize> = blocks
        .map(|block| count_words_up_to(source.blocks.text(&source.blocks.blocks[block]), BLOCK_WORDS))
        .collect();
    counts.iter().filter(|&&count| count >= PARAGRAPH_WORDS).count() >= PARAGRAPHS
        && counts.iter().sum::<usize>() * 2 > words
}

/// Returns whether most rows have the same number of cells, as in a data table without headers.
fn is_regular(found: &Outlined, columns: usize) -> bool {
    let mut counts = vec![0_usize; columns + 1];
    for (_, cells) in &found.rows {
        counts[cells.len()] += 1;
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    most as f32 >= REGULAR_SHARE * found.rows.len() as f32
}

/// Builds a table with all its cells.
pub(crate) fn read(source: &SourcePage<'_>, plan: &super::plan::Plan, found: &Outlined) -> Table {
    let outline = source.outline;
    let mut rows: Vec<Row> = Vec::with_capacity(found.rows.len());
    for (id, cells) in &found.rows {
        let in_head = outline.lineage(*id).skip(1).take(1).any(|(_, e)| e.tag == Tag::Thead);
        let cells: Vec<Cell> = cells.iter().map(|&cell| read_cell(source, plan, cell, in_head)).collect();
        if !cells.is_empty() {
            let header = in_head || cells.iter().all(|cell| cell.header);
            rows.push(Row { header, cells });
        }
    }
    mark_bold_header(&mut rows);
    mark_headers(&mut rows);
    drop_empty(&mut rows);
    let caption = found.caption.map(|id| flat(walk::subtree(source, plan, id)));
    Table { caption: caption.filter(|caption| !caption.text.is_empty()), rows }
}

/// Marks the first row of a table without headers as one if only its cells are bold as a whole.
fn mark_bold_header(rows: &mut [Row]) {
    let is_bold = |cell: &Cell| {
        let whole = 0..cell.text.text.len();
        cell.text.text.is_empty()
            || cell.text.marks.iter().any(|mark| mark.kind == MarkKind::Strong && mark.range == whole)
    };
    let row_is_bold =
        |row: &Row| row.cells.iter().all(is_bold) && row.cells.iter().any(|cell| !cell.text.text.is_empty());
    let [first, rest @ ..] = rows else { return };
    let marked =
        first.header || std::iter::once(&*first).chain(&*rest).any(|row| row.cells.iter().any(|c| c.header));
    if marked || rest.is_empty() || !row_is_bold(first) || rest.iter().any(row_is_bold) {
        return;
    }
    first.header = true;
    for cell in &mut first.cells {
        cell.header = true;
        let whole = 0..cell.text.text.len();
        cell.text.marks.retain(|mark| mark.kind != MarkKind::Strong || mark.range != whole);
    }
}

/// Marks the header rows. Only rows at the top are; a row of headers further down divides the table.
fn mark_headers(rows: &mut [Row]) {
    let mut top = true;
    for row in rows {
        top &= row.header;
        row.header &= top;
        if row.header {
            row.cells.iter_mut().for_each(|cell| cell.header = true);
        }
    }
}

/// Drops empty rows, which pages use as space.
fn drop_empty(rows: &mut Vec<Row>) {
    let spans = rows.iter().flat_map(|row| &row.cells).any(|cell| cell.rows > 1);
    if !spans {
        rows.retain(|row| row.cells.iter().any(|cell| !cell.text.text.is_empty()));
    }
}

fn read_cell(source: &SourcePage<'_>, plan: &super::plan::Plan, id: ElementId, in_head: bool) -> Cell {
    let node = source.outline.element(id).node;
    let span = |name: &str, most: usize| {
        let value = source.attr(node, name).or_else(|| source.attr(node, &format!("aria-{name}")));
        let value = value.and_then(|value| value.trim().parse::<usize>().ok());
        value.unwrap_or(1).clamp(1, most)
    };
    Cell {
        text: flat(walk::subtree(source, plan, id)),
        header: in_head || part(source, id) == Tag::Th,
        columns: span("colspan", MOST_COLUMNS),
        rows: span("rowspan", MOST_ROWS),
    }
}

/// Joins blocks into one text, with a line for each.
pub(crate) fn flat(blocks: Vec<Block>) -> Text {
    let mut out = Text::default();
    flatten(&mut out, blocks, "");
    out
}

fn flatten(out: &mut Text, blocks: Vec<Block>, lead: &str) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Standfirst(text) => out.push_line(lead, text),
            Block::Heading { mut text, .. } => {
                let end = text.text.len();
                text.marks.insert(0, crate::Mark { range: 0..end, kind: MarkKind::Strong });
                out.push_line(lead, text);
            }
            Block::Code { text, .. } => out.push_line(lead, Text::marked(text, MarkKind::Code)),
            Block::Math { tex } => out.push_line(lead, Text::marked(tex, MarkKind::Math { display: false })),
            Block::List(list) => {
                for (item, number) in list.items.iter().zip(list.numbers()) {
                    let lead = if list.ordered {
                        format!("{}. ", super::numbering::number(number, list.style))
                    } else {
                        "• ".to_owned()
                    };
                    flatten(out, item.blocks.clone(), &lead);
                }
            }
            Block::Figure(figure) => {
                if let Some(src) = figure.src {
                    let image = MarkKind::Image { src, alt: figure.alt };
                    let mut text = Text::marked(super::OBJECT.to_string(), image);
                    if let Some(href) = figure.link {
                        let range = 0..text.text.len();
                        text.marks.insert(0, crate::Mark { range, kind: MarkKind::Link { href } });
                    }
                    out.push_line(lead, text);
                }
                if let Some(caption) = figure.caption {
                    out.push_line(lead, caption);
                }
            }
            Block::Embed { url, title } => {
                let words = title.unwrap_or_else(|| url.clone());
                out.push_line(lead, Text::marked(words, MarkKind::Link { href: url }));
            }
            Block::Quote { blocks, attribution } => {
                flatten(out, blocks, lead);
                if let Some(attribution) = attribution {
                    out.push_line("— ", attribution);
                }
            }
            Block::Callout { title, blocks, .. } | Block::Details { summary: title, blocks } => {
                if let Some(title) = title {
                    out.push_line(lead, title);
                }
                flatten(out, blocks, lead);
            }
            Block::Definitions { items } => {
                for item in items {
                    item.terms.into_iter().for_each(|term| out.push_line(lead, term));
                    flatten(out, item.blocks, lead);
                }
            }
            Block::Table(table) => {
                for row in table.rows {
                    let mut line = Text::default();
                    for cell in row.cells {
                        line.push_joined(", ", cell.text);
                    }
                    out.push_line(lead, line);
                }
            }
            Block::Notes { items } => items.into_iter().for_each(|note| flatten(out, note.blocks, lead)),
            Block::Rule => {}
        }
    }
}
