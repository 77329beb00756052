//! Assembles the body tree from the kept blocks of a page.

use crate::{
    block::label::BlockRole,
    block::{Blocks, Place},
    dom::Document,
    html::outline::Outline,
};

use super::{Block, List, ListItem, Note, Text, address::Base, notes, plan, source::SourcePage, walk};

/// Returns the body of an article from a page with a DOM.
pub(crate) fn html(
    document: &Document,
    blocks: &Blocks,
    outline: &Outline,
    roles: &[BlockRole],
    base: &Base,
) -> Vec<Block> {
    let mut source = SourcePage::new(document, blocks, outline, base, roles);
    let plan = plan::make(&mut source);
    let walked = walk::page(&source, &plan);
    let mut body = walked.blocks;
    while matches!(body.last(), Some(Block::Rule)) {
        body.pop();
    }
    let items: Vec<Note> =
        notes::collect(&source, &plan, walked.notes, &walked.inline_notes, &walked.referred);
    if !items.is_empty() {
        notes::drop_repeated(&mut body, &items);
        // The heading of the notes no longer has anything below it.
        while matches!(body.last(), Some(Block::Rule | Block::Heading { .. })) {
            body.pop();
        }
        body.push(Block::Notes { items });
    }
    body
}

/// Returns the body of an article from plain text.
pub(crate) fn text(blocks: &Blocks, roles: &[BlockRole]) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for (block, role) in blocks.blocks.iter().zip(roles) {
        let text = Text::from(blocks.text(block));
        match (role, block.place) {
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
