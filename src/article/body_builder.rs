//! The body under construction: open containers and finished blocks.

use crate::{Block, Definition, Figure, List, ListItem, Text, dom::NodeId};

/// Maximum nesting of containers in the tree; deeper ones are merged into the last. Deeper nesting is page layout,
/// and users of the tree recurse over it.
const MAX_NESTING: usize = 12;

/// A container that is being filled.
#[derive(Debug)]
pub(crate) enum Frame {
    Quote { blocks: Vec<Block>, attribution: Option<Text> },
    List(List),
    Item(ListItem),
    Callout { kind: String, title: Option<Text>, blocks: Vec<Block> },
    Details { summary: Option<Text>, blocks: Vec<Block> },
    Definitions(Vec<Definition>),
}

/// Finished blocks and the open containers.
#[derive(Debug, Default)]
pub(crate) struct BodyTree {
    done: Vec<Block>,
    open: Vec<(NodeId, Frame)>,
}

/// The part of a container that a text belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ContainerSlot {
    /// The content.
    #[default]
    Content,
    /// The title of a call-out, or the summary of details.
    Title,
    /// The term of a definition.
    Term,
    /// The attribution of a quotation.
    Attribution,
}

impl BodyTree {
    /// Opens a container, unless it is too deep.
    pub(crate) fn open(&mut self, node: NodeId, frame: Frame) {
        if self.open.len() < MAX_NESTING {
            self.open.push((node, frame));
        }
    }

    /// Closes the container of an element, if it was opened.
    pub(crate) fn close(&mut self, node: NodeId) {
        if self.open.last().is_some_and(|(open, _)| *open == node) {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some((_, frame)) = self.open.pop() else { return };
        match frame {
            Frame::Quote { blocks, attribution } if !blocks.is_empty() => {
                self.put(Block::Quote { blocks, attribution });
            }
            Frame::Quote { attribution: Some(text), .. } => self.put(Block::Paragraph(text)),
            Frame::List(list) if !list.items.is_empty() => self.put(Block::List(list)),
            Frame::Item(item) if !item.blocks.is_empty() => match self.open.last_mut() {
                Some((_, Frame::List(list))) => list.items.push(item),
                _ => item.blocks.into_iter().for_each(|block| self.put(block)),
            },
            Frame::Callout { kind, title, blocks } if !blocks.is_empty() => {
                self.put(Block::Callout { kind, title, blocks });
            }
            Frame::Callout { title: Some(title), .. } => self.put(Block::Paragraph(title)),
            Frame::Details { summary: Some(summary), blocks } => {
                self.put(Block::Details { summary: Some(summary), blocks });
            }
            Frame::Details { blocks, .. } => blocks.into_iter().for_each(|block| self.put(block)),
            Frame::Definitions(items) if items.iter().any(|item| !item.terms.is_empty()) => {
                self.put(Block::Definitions { items });
            }
            Frame::Definitions(items) => {
                items.into_iter().flat_map(|item| item.blocks).for_each(|block| self.put(block));
            }
            Frame::Quote { .. } | Frame::List(_) | Frame::Item(_) | Frame::Callout { .. } => {}
        }
    }

    /// Puts a block into the innermost open container.
    pub(crate) fn put(&mut self, block: Block) {
        match self.open.last_mut() {
            Some((
                _,
                Frame::Quote { blocks, .. } | Frame::Callout { blocks, .. } | Frame::Details { blocks, .. },
            )) => {
                blocks.push(block);
            }
            Some((_, Frame::Item(item))) => item.blocks.push(block),
            // A list or figure between the items belongs to the previous item.
            Some((_, Frame::List(list))) => match (&block, list.items.last_mut()) {
                (Block::List(_), Some(item)) => item.blocks.push(block),
                _ => list.items.push(ListItem::from(vec![block])),
            },
            Some((_, Frame::Definitions(items))) => match items.last_mut() {
                Some(item) => item.blocks.push(block),
                None => items.push(Definition { terms: Vec::new(), blocks: vec![block] }),
            },
            None => self.done.push(block),
        }
    }

    /// Puts a text into a part of the nearest container that has this part; elsewhere it becomes a paragraph.
    pub(crate) fn put_text(&mut self, slot: ContainerSlot, text: Text) {
        let frame = self.open.last_mut().map(|(_, frame)| frame);
        match (slot, frame) {
            (
                ContainerSlot::Title,
                Some(Frame::Callout { title, .. } | Frame::Details { summary: title, .. }),
            ) if title.is_none() => {
                let mut text = text;
                let bare = text.text.trim_end_matches(':').len();
                text.cut_end(bare);
                *title = Some(text);
            }
            (ContainerSlot::Attribution, Some(Frame::Quote { blocks, attribution }))
                if !blocks.is_empty() =>
            {
                let text = without_dash(text);
                match attribution {
                    Some(attribution) => attribution.push_joined(", ", text),
                    None => *attribution = Some(text),
                }
            }
            (ContainerSlot::Term, Some(Frame::Definitions(items))) => match items.last_mut() {
                Some(item) if item.blocks.is_empty() => item.terms.push(text),
                _ => items.push(Definition { terms: vec![text], blocks: Vec::new() }),
            },
            _ => self.put(Block::Paragraph(text)),
        }
    }

    /// Returns the list that is being filled.
    pub(crate) fn list(&mut self) -> Option<&mut List> {
        match self.open.last_mut() {
            Some((_, Frame::List(list))) => Some(list),
            _ => None,
        }
    }

    /// Returns whether the innermost container is a call-out without a title yet.
    pub(crate) fn wants_title(&self) -> bool {
        matches!(self.open.last(), Some((_, Frame::Callout { title: None, blocks, .. })) if blocks.is_empty())
    }

    /// Returns whether the innermost container is a quotation.
    pub(crate) fn is_quote(&self) -> bool {
        matches!(self.open.last(), Some((_, Frame::Quote { .. })))
    }

    /// Returns the last block of the innermost container.
    pub(crate) fn last(&mut self) -> Option<&mut Block> {
        match self.open.last_mut() {
            Some((
                _,
                Frame::Quote { blocks, .. } | Frame::Callout { blocks, .. } | Frame::Details { blocks, .. },
            )) => blocks.last_mut(),
            Some((_, Frame::Item(item))) => item.blocks.last_mut(),
            Some((_, Frame::List(_) | Frame::Definitions(_))) => None,
            None => self.done.last_mut(),
        }
    }

    /// Drops the heading and the rule before the notes of a page, which are written elsewhere.
    pub(crate) fn drop_label_of_notes(&mut self) {
        /// Maximum words of a heading such as "Notes" or "References and notes".
        const WORDS: usize = 3;
        let blocks = &mut self.done;
        while blocks.last().is_some_and(|block| match block {
            Block::Rule => true,
            Block::Heading { text, .. } => text.text.split_whitespace().count() <= WORDS,
            _ => false,
        }) {
            blocks.pop();
        }
    }

    /// Returns the last figure, if nothing follows it.
    pub(crate) fn last_figure(&mut self) -> Option<&mut Figure> {
        match self.last() {
            Some(Block::Figure(figure)) => Some(figure),
            _ => None,
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Block> {
        while !self.open.is_empty() {
            self.close_last();
        }
        self.done
    }
}

/// Returns an attribution without the dash before it, which the writers add.
fn without_dash(mut text: Text) -> Text {
    let rest =
        text.text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '—' | '–' | '-' | '―' | '~'));
    let dash = text.text.len() - rest.len();
    if dash > 0 && !rest.is_empty() {
        text.replace_start(dash, "");
    }
    text
}
