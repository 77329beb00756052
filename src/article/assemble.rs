//! Kept blocks to the body tree.
//!
//! Comes in: the page, its text blocks and the part each plays. Goes out: the body in reading order, lists,
//! quotes, tables and code as such. The walk is one pass over the nodes between the first kept block and
//! the last; open containers stand on a stack, so nothing recurses.

use crate::{
    block::label::BlockRole,
    block::{Blocks, Place},
    dom::{Document, NodeId, Tag},
};

use super::{Block, Cell, Figure, List, ListItem, Row, Table, Text, address::Base, inline};

/// Containers inside one another in the tree; deeper ones are flattened into the last. Deeper nesting is
/// page layout, and the tree's own users recurse over it.
const MAX_NESTING: usize = 12;
/// Blocks of an item above which, on average, a list is layout and not a list.
const LAYOUT_BLOCKS_PER_ITEM: f32 = 4.0;
/// Words of a cell above which, on average, a table is layout.
const LAYOUT_WORDS_PER_CELL: f32 = 40.0;

/// The body of an article from a page with a DOM.
pub(crate) fn html(document: &Document, blocks: &Blocks, roles: &[BlockRole], base: &Base) -> Vec<Block> {
    let kept: Vec<usize> = (0..blocks.blocks.len()).filter(|&i| roles[i] != BlockRole::Out).collect();
    let layout = Layout::of(document, blocks, &kept);
    let mut tree = Tree::default();
    let mut figures = Figures { document, blocks, roles, base };
    for (at, &i) in kept.iter().enumerate() {
        let block = &blocks.blocks[i];
        let Place::Html { owner, first, .. } = block.place else { continue };
        if roles[i] == BlockRole::Caption {
            if !kept.get(at.wrapping_sub(1)).is_some_and(|&p| same_figure(document, blocks, p, i)) {
                tree.leaf(figures.of_caption(i));
            }
            continue;
        }
        if drop_cap(document, blocks, i).is_some() {
            continue;
        }
        figures.before(i, first, &mut tree);
        tree.open(&layout.path(document, owner));
        let mut text = inline::text(document, blocks, block, base);
        if let Some(cap) = i.checked_sub(1).and_then(|before| drop_cap(document, blocks, before)) {
            text.replace_start(0, cap);
        }
        push(&mut tree, document, owner, roles[i], text);
    }
    tree.finish()
}

/// The first letter of a story's text, where it stands in a block of its own and the text goes on in the next.
fn drop_cap<'a>(document: &Document, blocks: &'a Blocks, i: usize) -> Option<&'a str> {
    /// Bytes of text that goes on after a first letter; an entry of a glossary is shorter.
    const BYTES: usize = 80;
    let letter = blocks.text(&blocks.blocks[i]);
    let mut chars = letter.chars();
    let one = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let Place::Html { owner, .. } = blocks.blocks[i].place else { return None };
    let next = one.then(|| blocks.blocks.get(i + 1)).flatten().map(|next| blocks.text(next))?;
    let goes_on = next.len() >= BYTES && next.starts_with(char::is_lowercase);
    (goes_on && heading_level(document, owner).is_none()).then_some(letter)
}

/// The body of an article from plain text.
pub(crate) fn text(blocks: &Blocks, roles: &[BlockRole]) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for (block, part) in blocks.blocks.iter().zip(roles) {
        let text = Text::from(blocks.text(block));
        match (part, block.place) {
            (BlockRole::Out | BlockRole::Caption, _) => {}
            (BlockRole::Standfirst, _) => out.push(Block::Standfirst(text)),
            (BlockRole::Body, Place::Text { bullet: true, .. }) => {
                let item = ListItem::from(vec![Block::Paragraph(text)]);
                match out.last_mut() {
                    Some(Block::List(list)) => list.items.push(item),
                    _ => out.push(Block::List(List::new(false, vec![item]))),
                }
            }
            (BlockRole::Body, _) => out.push(Block::Paragraph(text)),
        }
    }
    out
}

fn push(tree: &mut Tree, document: &Document, owner: NodeId, part: BlockRole, text: Text) {
    if text.text.is_empty() {
        return;
    }
    if let Some(pre) = enclosing(document, owner, Tag::Pre) {
        tree.code(pre, text.text, language(document, pre));
        return;
    }
    let block = match (part, heading_level(document, owner)) {
        (BlockRole::Standfirst, _) => Block::Standfirst(text),
        (_, Some(level)) => Block::Heading { level, text: without_anchor(text) },
        _ => Block::Paragraph(text),
    };
    tree.leaf(block);
}

/// A heading without the sign of the link to itself that documentation puts behind it.
fn without_anchor(mut text: Text) -> Text {
    let bare = text.text.trim_end_matches(['¶', '§', '🔗']);
    let bare = bare.strip_suffix(" #").unwrap_or(bare).trim_end().len();
    text.text.truncate(bare);
    text.marks.retain_mut(|mark| {
        mark.range.end = mark.range.end.min(bare);
        mark.range.start < mark.range.end
    });
    text
}

/// The level of the heading that `node` is or stands in directly; 1 counts as 2.
fn heading_level(document: &Document, node: NodeId) -> Option<u8> {
    match document.tag(node) {
        Tag::H1 | Tag::H2 => Some(2),
        Tag::H3 => Some(3),
        Tag::H4 => Some(4),
        Tag::H5 => Some(5),
        Tag::H6 => Some(6),
        _ => None,
    }
}

fn enclosing(document: &Document, node: NodeId, tag: Tag) -> Option<NodeId> {
    std::iter::once(node).chain(document.ancestors(node)).find(|&n| document.tag(n) == tag)
}

/// The language that a class of a `pre` or of its `code` names.
fn language(document: &Document, pre: NodeId) -> Option<String> {
    let class = html5ever::local_name!("class");
    let code = document.first_child(pre).into_iter().chain([pre]);
    code.filter_map(|n| document.attr(n, &class))
        .flat_map(str::split_ascii_whitespace)
        .find_map(|c| c.strip_prefix("language-").or_else(|| c.strip_prefix("lang-")))
        .map(str::to_owned)
}

fn same_figure(document: &Document, blocks: &Blocks, a: usize, b: usize) -> bool {
    let figure = |i: usize| match blocks.blocks[i].place {
        Place::Html { owner, .. } => enclosing(document, owner, Tag::Figure),
        Place::Text { .. } => None,
    };
    figure(a).is_some_and(|f| figure(b) == Some(f))
}

/// A container that the tree keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    node: NodeId,
    kind: StepKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StepKind {
    Quote,
    List { ordered: bool },
    Item,
    Table,
    Row,
    Cell { header: bool },
}

/// Which lists and tables of the page are what their tags say, and which only arrange it.
struct Layout {
    arranging: Vec<NodeId>,
}

/// What is counted for a list or a table.
struct Tally {
    node: NodeId,
    is_table: bool,
    blocks: usize,
    words: usize,
    units: Vec<NodeId>,
    rows: Vec<NodeId>,
    heading: bool,
}

impl Layout {
    fn of(document: &Document, blocks: &Blocks, kept: &[usize]) -> Self {
        let mut tallies: Vec<Tally> = Vec::new();
        for block in kept.iter().map(|&i| &blocks.blocks[i]) {
            let Place::Html { owner, .. } = block.place else { continue };
            let mut words = None;
            let mut unit = None;
            let mut row = None;
            for node in std::iter::once(owner).chain(document.ancestors(owner)) {
                match document.tag(node) {
                    Tag::Li | Tag::Td | Tag::Th => unit = Some(node),
                    Tag::Tr => row = Some(node),
                    Tag::Ul | Tag::Ol | Tag::Table => {
                        let heading = heading_level(document, owner).is_some();
                        let is_table = document.tag(node) == Tag::Table;
                        // Nested containers of one page are few; the last ones opened are looked at first.
                        let at = tallies.iter().rposition(|t| t.node == node).unwrap_or_else(|| {
                            let (units, rows) = (Vec::new(), Vec::new());
                            tallies.push(Tally {
                                node,
                                is_table,
                                blocks: 0,
                                words: 0,
                                units,
                                rows,
                                heading: false,
                            });
                            tallies.len() - 1
                        });
                        let tally = &mut tallies[at];
                        tally.blocks += 1;
                        tally.words += *words.get_or_insert_with(|| super::count_words(blocks.text(block)));
                        tally.heading |= heading;
                        if let Some(unit) = unit.take().filter(|u| tally.units.last() != Some(u)) {
                            tally.units.push(unit);
                        }
                        if let Some(row) = row.take().filter(|r| tally.rows.last() != Some(r)) {
                            tally.rows.push(row);
                        }
                    }
                    _ => {}
                }
            }
        }
        let mut arranging: Vec<NodeId> = tallies.iter().filter(|t| t.arranges()).map(|t| t.node).collect();
        arranging.sort_unstable();
        Self { arranging }
    }

    /// The containers that `owner` stands in, outermost first.
    fn path(&self, document: &Document, owner: NodeId) -> Vec<Step> {
        let mut steps = Vec::new();
        // A list or table that arranges the page makes its items, rows and cells nothing.
        let mut pending: Vec<Step> = Vec::new();
        for node in std::iter::once(owner).chain(document.ancestors(owner)) {
            let kind = match document.tag(node) {
                Tag::Blockquote => StepKind::Quote,
                Tag::Li => {
                    pending.clear();
                    pending.push(Step { node, kind: StepKind::Item });
                    continue;
                }
                tag @ (Tag::Td | Tag::Th) => {
                    pending.clear();
                    pending.push(Step { node, kind: StepKind::Cell { header: tag == Tag::Th } });
                    pending.push(Step { node, kind: StepKind::Row });
                    continue;
                }
                Tag::Tr => {
                    if let Some(row) = pending.last_mut().filter(|s| s.kind == StepKind::Row) {
                        row.node = node;
                    }
                    continue;
                }
                tag @ (Tag::Ul | Tag::Ol) => StepKind::List { ordered: tag == Tag::Ol },
                Tag::Table => StepKind::Table,
                _ => continue,
            };
            let inside = std::mem::take(&mut pending);
            let fits = match kind {
                StepKind::List { .. } => inside.first().is_some_and(|s| s.kind == StepKind::Item),
                StepKind::Table => inside.first().is_some_and(|s| matches!(s.kind, StepKind::Cell { .. })),
                _ => true,
            };
            if !fits || self.arranging.binary_search(&node).is_ok() {
                continue;
            }
            steps.extend(inside);
            steps.push(Step { node, kind });
        }
        steps.reverse();
        steps.truncate(MAX_NESTING);
        while steps
            .last()
            .is_some_and(|s| !matches!(s.kind, StepKind::Quote | StepKind::Item | StepKind::Cell { .. }))
        {
            steps.pop();
        }
        steps
    }
}

impl Tally {
    fn arranges(&self) -> bool {
        let units = self.units.len().max(1) as f32;
        if self.is_table {
            let columns = self.units.len() > self.rows.len();
            !columns || self.heading || self.words as f32 / units > LAYOUT_WORDS_PER_CELL
        } else {
            self.heading || self.blocks as f32 / units > LAYOUT_BLOCKS_PER_ITEM
        }
    }
}

/// A container that is being filled.
enum Frame {
    Quote(Vec<Block>),
    List(List),
    Item(Vec<Block>),
    Table(Vec<Row>),
    Row(Row),
    Cell(Text),
}

/// The body under construction: finished blocks and the open containers.
#[derive(Default)]
struct Tree {
    done: Vec<Block>,
    open: Vec<(Step, Frame)>,
    /// The `pre` of the code block that stands last.
    pre: Option<NodeId>,
}

impl Tree {
    /// Closes and opens containers until exactly `path` is open.
    fn open(&mut self, path: &[Step]) {
        let same = self.open.iter().zip(path).take_while(|((open, _), step)| open == *step).count();
        while self.open.len() > same {
            self.close();
        }
        for &step in &path[same..] {
            let frame = match step.kind {
                StepKind::Quote => Frame::Quote(Vec::new()),
                StepKind::List { ordered } => Frame::List(List::new(ordered, Vec::new())),
                StepKind::Item => Frame::Item(Vec::new()),
                StepKind::Table => Frame::Table(Vec::new()),
                StepKind::Row => Frame::Row(Row { header: true, cells: Vec::new() }),
                StepKind::Cell { .. } => Frame::Cell(Text::default()),
            };
            self.open.push((step, frame));
        }
    }

    fn close(&mut self) {
        let Some((step, frame)) = self.open.pop() else { return };
        match (frame, self.open.last_mut().map(|(_, frame)| frame)) {
            (Frame::Item(blocks), Some(Frame::List(list))) => list.items.push(ListItem::from(blocks)),
            (Frame::Row(row), Some(Frame::Table(rows))) => rows.push(row),
            (Frame::Cell(text), Some(Frame::Row(row))) => {
                row.header &= step.kind == StepKind::Cell { header: true };
                row.cells.push(Cell {
                    text,
                    header: step.kind == StepKind::Cell { header: true },
                    ..Cell::default()
                });
            }
            (Frame::Quote(blocks), _) => self.put(Block::Quote { blocks, attribution: None }),
            (Frame::List(list), _) => self.put(Block::List(list)),
            (Frame::Table(rows), _) => self.put(Block::Table(Table::new(rows))),
            (Frame::Item(blocks), _) => self.put(Block::List(List::new(false, vec![ListItem::from(blocks)]))),
            (Frame::Row(row), _) => self.put(Block::Table(Table::new(vec![row]))),
            (Frame::Cell(text), _) => self.put(Block::Paragraph(text)),
        }
    }

    /// Puts a block into the innermost open container.
    fn put(&mut self, block: Block) {
        match self.open.last_mut().map(|(_, frame)| frame) {
            Some(Frame::Quote(blocks) | Frame::Item(blocks)) => blocks.push(block),
            Some(Frame::Cell(text)) => {
                let addition = super::text_of(std::slice::from_ref(&block));
                if !text.text.is_empty() && !addition.is_empty() {
                    text.text.push('\n');
                }
                text.text.push_str(&addition);
            }
            Some(Frame::List(list)) => list.items.push(ListItem::from(vec![block])),
            Some(Frame::Table(_) | Frame::Row(_)) | None => self.done.push(block),
        }
    }

    fn leaf(&mut self, block: Block) {
        self.pre = None;
        if let (Block::Paragraph(text), Some((_, Frame::Cell(cell)))) = (&block, self.open.last_mut())
            && cell.text.is_empty()
        {
            *cell = text.clone();
            return;
        }
        self.put(block);
    }

    /// Puts a line or all of a `pre`; runs of one `pre` are one block.
    fn code(&mut self, pre: NodeId, line: String, language: Option<String>) {
        if self.pre == Some(pre) {
            let last = match self.open.last_mut().map(|(_, frame)| frame) {
                Some(Frame::Quote(blocks) | Frame::Item(blocks)) => blocks.last_mut(),
                None => self.done.last_mut(),
                _ => None,
            };
            if let Some(Block::Code { text, .. }) = last {
                text.push('\n');
                text.push_str(&line);
                return;
            }
        }
        self.put(Block::Code { text: line, language });
        self.pre = Some(pre);
    }

    fn finish(mut self) -> Vec<Block> {
        while !self.open.is_empty() {
            self.close();
        }
        self.done
    }
}

/// Finds the pictures of the story.
struct Figures<'a> {
    document: &'a Document,
    blocks: &'a Blocks,
    roles: &'a [BlockRole],
    base: &'a Base,
}

impl Figures<'_> {
    /// The figure that a caption belongs to: the nearest ancestor that holds a picture, within a few steps.
    fn of_caption(&self, caption: usize) -> Block {
        const STEPS: usize = 4;
        let block = &self.blocks.blocks[caption];
        let text = inline::text(self.document, self.blocks, block, self.base);
        let picture = match block.place {
            Place::Html { owner, .. } => {
                let near = std::iter::once(owner).chain(self.document.ancestors(owner)).take(STEPS);
                near.filter_map(|n| self.picture(n)).next()
            }
            Place::Text { .. } => None,
        };
        let (src, alt) = picture.map_or((None, None), |n| inline::picture(self.document, n, self.base));
        Block::Figure(Figure { src, alt, link: None, caption: (!text.text.is_empty()).then_some(text) })
    }

    /// The first picture below `node`, looked for among its first nodes.
    fn picture(&self, node: NodeId) -> Option<NodeId> {
        const NODES: usize = 64;
        self.document.descendants(node).take(NODES).find(|&n| self.document.tag(n) == Tag::Img)
    }

    /// Pictures without a caption between the block before `i` and `i`, when both are the story's.
    fn before(&mut self, i: usize, first: NodeId, tree: &mut Tree) {
        let Some(previous) = i.checked_sub(1) else { return };
        if self.roles[previous] != BlockRole::Body {
            return;
        }
        let Place::Html { last, .. } = self.blocks.blocks[previous].place else { return };
        let mut at = last;
        while let Some(next) = self.document.following(at, NodeId::DOCUMENT, true) {
            if next == first {
                break;
            }
            if self.document.tag(next) == Tag::Img {
                let (src, alt) = inline::picture(self.document, next, self.base);
                if src.is_some() {
                    tree.open(&[]);
                    tree.leaf(Block::Figure(Figure { src, alt, ..Figure::default() }));
                }
            }
            at = next;
        }
    }
}
