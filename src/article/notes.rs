//! Collects the notes of a body: those inside it, and those that the text refers to, wherever they are.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{Block, Note, Text, html::segment::breaks};

use super::{plan::Plan, source::SourcePage, walk};

/// Returns the notes in order of their first reference; notes in the body without a reference come last.
pub(crate) fn collect(
    source: &SourcePage<'_>,
    plan: &Plan,
    mut met: FxHashMap<usize, Vec<Block>>,
    inline: &FxHashMap<usize, (usize, usize)>,
    referred: &[usize],
) -> Vec<Note> {
    let selected = |element| source.kept(element) > 0;
    let mut order: Vec<usize> = Vec::new();
    let mut rest: Vec<usize> = met.keys().copied().collect();
    rest.sort_unstable();
    let mut seen = vec![false; plan.notes.definitions.len()];
    for &index in referred.iter().chain(&rest) {
        if !std::mem::replace(&mut seen[index], true) {
            order.push(index);
        }
    }
    let mut notes = Vec::with_capacity(order.len());
    for index in order {
        let definition = &plan.notes.definitions[index];
        let label = plan.notes.labels[index].clone();
        let is_block = breaks(source.document.tag(definition.node));
        let mut blocks = match (met.remove(&index), inline.get(&index)) {
            (Some(blocks), _) => blocks,
            (None, _) if is_block => walk::subtree(source, plan, definition.element),
            (None, Some(&(block, at))) => walk::inline(source, plan, definition.node, block, at),
            (None, None) => continue,
        };
        trim_label(&mut blocks, &label);
        if !blocks.is_empty() {
            let in_text = !is_block || selected(definition.element);
            notes.push(Note { label, blocks, in_text });
        }
    }
    notes
}

/// Removes blocks at the end of a body that repeat its notes, and their heading: some pages have them in the margin and
/// again at the end.
pub(crate) fn drop_repeated(body: &mut Vec<Block>, notes: &[Note]) {
    /// Maximum words of a heading such as "Notes" or "References and notes".
    const HEADING_WORDS: usize = 3;
    let contents: FxHashSet<&str> = notes
        .iter()
        .filter_map(|note| match note.blocks.as_slice() {
            [Block::Paragraph(text)] => Some(text.text.as_str()),
            _ => None,
        })
        .collect();
    let is_note = |text: &Text| contents.contains(text.text.as_str());
    let repeats = |block: &Block| match block {
        Block::Paragraph(text) => is_note(text),
        Block::List(list) => list
            .items
            .iter()
            .all(|item| matches!(item.blocks.as_slice(), [Block::Paragraph(text)] if is_note(text))),
        Block::Table(table) => {
            table.rows.iter().all(|row| row.cells.last().is_some_and(|cell| is_note(&cell.text)))
        }
        _ => false,
    };
    let before = body.len();
    while body.last().is_some_and(repeats) {
        body.pop();
    }
    let names = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) => {
            text.text.split_whitespace().count() <= HEADING_WORDS
        }
        _ => false,
    };
    if body.len() < before {
        body.pop_if(|block| names(block));
    }
}

/// Removes the number at the start of a note, and arrows at both ends.
fn trim_label(blocks: &mut Vec<Block>, label: &str) {
    if let Some(text) = blocks.first_mut().and_then(text_of) {
        let rest = text.text.trim_start_matches(is_sign);
        let rest = match rest.trim_start_matches(['[', '(']).strip_prefix(label) {
            Some(after) if after.starts_with(|c: char| !c.is_alphanumeric()) || after.is_empty() => {
                after.trim_start_matches(|c: char| matches!(c, ']' | ')' | '.' | ':') || is_sign(c))
            }
            _ => rest,
        };
        // The number was a link back, which is gone, but its brackets or its full stop are left.
        let bare = rest.trim_start_matches(|c: char| c.is_whitespace() || "[]().:".contains(c));
        let ends_in_space = rest[..rest.len() - bare.len()].ends_with(char::is_whitespace);
        let rest = if (ends_in_space || bare.is_empty()) && !rest.starts_with("..") { bare } else { rest };
        let lead = text.text.len() - rest.len();
        if lead > 0 {
            text.replace_start(lead, "");
        }
    }
    if let Some(text) = blocks.last_mut().and_then(text_of) {
        let kept = text.text.trim_end_matches(is_sign).len();
        text.cut_end(kept);
    }
    blocks.retain(|block| !matches!(block, Block::Paragraph(text) if text.text.is_empty()));
}

/// Returns whether a character is white space or a sign of a link back.
fn is_sign(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '↩' | '↑' | '⤴' | '⏎' | '^' | '⬆' | '↵' | '\u{fe0e}' | '\u{fe0f}' | '\u{200b}')
}

fn text_of(block: &mut Block) -> Option<&mut Text> {
    match block {
        Block::Paragraph(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_arrows_are_trimmed() {
        for (text, wanted) in [
            ("[1] Letter of 4 March. ↩", "Letter of 4 March."),
            ("1. Letter of 4 March.", "Letter of 4 March."),
            ("^ Letter of 4 March.", "Letter of 4 March."),
            (". Letter of 4 March.", "Letter of 4 March."),
            ("[ ] Letter of 4 March.", "Letter of 4 March."),
            (".NET runs on the ferry.", ".NET runs on the ferry."),
            ("19 letters of March", "19 letters of March"),
        ] {
            let mut blocks = vec![Block::Paragraph(text.into())];
            trim_label(&mut blocks, "1");
            assert_eq!(blocks, [Block::Paragraph(wanted.into())]);
        }
    }
}
