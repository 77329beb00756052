//! Renders a body as plain text, for the record's `text`.
//!
//! A blank line separates blocks, each list item is on its own line after `- ` or its number, and ` | ` separates
//! table cells. Pictures, embeds and rules are omitted.

use std::{borrow::Cow, fmt::Write as _};

use super::{Block, Definition, List, MarkKind, Note, Table, Text, body::OBJECT, numbering::number};

/// Returns the plain text of blocks.
pub(crate) fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        push_block(&mut out, block, "\n\n", 0);
    }
    out
}

/// Returns a text with the marks that plain text needs: `^` before an exponent, `~~` around deleted words.
pub(crate) fn line(text: &Text) -> Cow<'_, str> {
    let special =
        |kind: &MarkKind| matches!(kind, MarkKind::Superscript | MarkKind::Deleted | MarkKind::Image { .. });
    if !text.marks.iter().any(|mark| special(&mark.kind)) {
        return Cow::Borrowed(&text.text);
    }
    // What is inserted at which offset. Ends come before starts at the same offset.
    let mut insertions: Vec<(usize, u8, &str)> = Vec::new();
    for mark in text.marks.iter().filter(|mark| special(&mark.kind)) {
        match mark.kind {
            MarkKind::Deleted => {
                insertions.extend([(mark.range.end, 0, "~~"), (mark.range.start, 1, "~~")]);
            }
            MarkKind::Superscript if is_exponent(text, mark.range.start) => {
                insertions.push((mark.range.start, 2, "^"));
            }
            _ => {}
        }
    }
    insertions.sort_unstable();
    let mut out = String::with_capacity(text.text.len() + 8);
    let mut at = 0;
    for (offset, _, inserted) in insertions {
        let Some(run) = text.text.get(at..offset) else { continue };
        out.push_str(run);
        out.push_str(inserted);
        at = offset;
    }
    out.push_str(text.text.get(at..).unwrap_or_default());
    if out.contains(OBJECT) {
        out =
            out.replace(OBJECT, "").split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    }
    Cow::Owned(out)
}

/// Returns whether raised characters would merge with the word or number before them: "10" and "6", but not "4" and
/// "th".
fn is_exponent(text: &Text, start: usize) -> bool {
    let before = text.text.get(..start).and_then(|t| t.chars().next_back());
    let after = text.text.get(start..).and_then(|t| t.chars().next());
    before.is_some_and(|c| c.is_alphanumeric() || c == ')')
        && after.is_some_and(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '−' | '–'))
}

fn separate(out: &mut String, gap: &str) {
    if !out.is_empty() {
        out.push_str(gap);
    }
}

fn push_block(out: &mut String, block: &Block, gap: &str, depth: usize) {
    match block {
        Block::Heading { text, .. } | Block::Standfirst(text) | Block::Paragraph(text) => {
            push_line(out, &line(text), gap);
        }
        Block::List(list) => push_list(out, list, gap, depth),
        Block::Definitions { items } => push_definitions(out, items, gap, depth),
        Block::Quote { blocks, attribution } => {
            push_blocks(out, blocks, gap, depth);
            if let Some(attribution) = attribution {
                push_line(out, &format!("— {}", line(attribution)), gap);
            }
        }
        Block::Callout { title, blocks, .. } | Block::Details { summary: title, blocks } => {
            if let Some(title) = title {
                push_line(out, &line(title), gap);
            }
            push_blocks(out, blocks, gap, depth);
        }
        Block::Code { text, .. } => push_line(out, text.trim_end(), gap),
        Block::Math { tex } => push_line(out, tex, gap),
        Block::Table(table) => push_table(out, table, gap),
        Block::Notes { items } => push_notes(out, items, gap, depth),
        Block::Figure(_) | Block::Embed { .. } | Block::Rule => {}
    }
}

fn push_blocks(out: &mut String, blocks: &[Block], gap: &str, depth: usize) {
    for block in blocks {
        push_block(out, block, gap, depth);
    }
}

fn push_line(out: &mut String, line: &str, gap: &str) {
    if !line.is_empty() {
        separate(out, gap);
        out.push_str(line);
    }
}

fn push_list(out: &mut String, list: &List, gap: &str, depth: usize) {
    let mut gap = gap;
    for (item, n) in list.items.iter().zip(list.numbers()) {
        if !item.blocks.iter().any(has_words) {
            continue;
        }
        separate(out, gap);
        gap = "\n";
        for _ in 0..depth {
            out.push_str("  ");
        }
        if list.ordered {
            let _ = write!(out, "{}. ", number(n, list.style));
        } else {
            out.push_str("- ");
        }
        if let Some(done) = item.checked {
            out.push_str(if done { "[x] " } else { "[ ] " });
        }
        for (i, block) in item.blocks.iter().enumerate() {
            match block {
                Block::List(list) => push_list(out, list, "\n", depth + 1),
                Block::Heading { text, .. } | Block::Standfirst(text) | Block::Paragraph(text) if i == 0 => {
                    out.push_str(&line(text));
                }
                block => push_block(out, block, "\n", depth + 1),
            }
        }
    }
}

/// Returns whether a block contains text.
fn has_words(block: &Block) -> bool {
    match block {
        Block::Figure(_) | Block::Embed { .. } | Block::Rule => false,
        Block::List(list) => list.items.iter().flat_map(|item| &item.blocks).any(has_words),
        _ => true,
    }
}

fn push_definitions(out: &mut String, items: &[Definition], gap: &str, depth: usize) {
    for item in items {
        let mut gap = gap;
        for term in &item.terms {
            push_line(out, &line(term), gap);
            gap = "\n";
        }
        match item.blocks.as_slice() {
            [Block::Paragraph(text), rest @ ..] if !item.terms.is_empty() => {
                out.push_str(": ");
                out.push_str(&line(text));
                push_blocks(out, rest, "\n", depth);
            }
            blocks => push_blocks(out, blocks, gap, depth),
        }
    }
}

fn push_table(out: &mut String, table: &Table, gap: &str) {
    if let Some(caption) = &table.caption {
        push_line(out, &line(caption), gap);
    }
    let mut gap = gap;
    for row in table.grid() {
        separate(out, gap);
        gap = "\n";
        let mut at = 0;
        for (column, cell) in row {
            // The line grows only by columns that a row above fills.
            for _ in at..column {
                out.push_str(" | ");
            }
            at = column;
            out.push_str(&line(&cell.text).replace('\n', " "));
        }
    }
}

fn push_notes(out: &mut String, items: &[Note], gap: &str, depth: usize) {
    for note in items.iter().filter(|note| note.in_text) {
        separate(out, gap);
        let _ = write!(out, "[{}] ", note.label);
        match note.blocks.as_slice() {
            [Block::Paragraph(text), rest @ ..] => {
                out.push_str(&line(text));
                push_blocks(out, rest, "\n", depth);
            }
            blocks => push_blocks(out, blocks, "\n", depth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Mark, Row};

    fn marked(text: &str, words: &str, kind: MarkKind) -> Text {
        let start = text.find(words).expect("the marked words");
        Text { text: text.into(), marks: vec![Mark { range: start..start + words.len(), kind }] }
    }

    #[test]
    fn exponents_and_deleted_words_are_marked() {
        assert_eq!(line(&marked("10six tonnes", "six", MarkKind::Superscript)), "10six tonnes");
        assert_eq!(line(&marked("107 tonnes", "7", MarkKind::Superscript)), "10^7 tonnes");
        assert_eq!(line(&marked("is five six", "five", MarkKind::Deleted)), "is ~~five~~ six");
        let image = MarkKind::Image { src: "x".into(), alt: None };
        assert_eq!(line(&marked("the sign \u{fffc} at", "\u{fffc}", image)), "the sign at");
    }

    #[test]
    fn tables_keep_their_columns() {
        let table = Table::new(vec![
            Row::new(true, vec!["".into(), "Base".into(), "Jib".into()]),
            Row::new(false, vec!["Govan".into(), Cell::default(), "11 m".into()]),
        ]);
        assert_eq!(text(&[Block::Table(table)]), " | Base | Jib\nGovan |  | 11 m");
    }

    #[test]
    fn lists_keep_their_numbers() {
        let item = |number, words: &str| {
            let mut item = crate::ListItem::from(vec![Block::Paragraph(words.into())]);
            item.number = number;
            item
        };
        let list = List::new(true, vec![item(Some(3), "oil"), item(None, "open")]);
        assert_eq!(text(&[Block::List(list)]), "3. oil\n4. open");
    }
}
