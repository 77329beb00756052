//! The body of an article as a tree of blocks, and its view as plain text.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;

/// A run of text with its inline mark-up kept beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// White space folded; `\n` only where the page breaks a line.
    pub text: String,
    /// Sorted by start; ranges are byte offsets into `text` on character borders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// Inline mark-up over a range of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Byte offsets into the text.
    pub range: Range<usize>,
    /// What it is.
    #[serde(flatten)]
    pub kind: MarkKind,
}

/// The inline mark-up that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MarkKind {
    /// A link and its address, absolute where the page's address is known.
    Link {
        /// The address.
        href: String,
    },
    /// `strong`, `b`.
    Strong,
    /// `em`, `i`.
    Emphasis,
    /// `code`, `kbd`, `samp`, `tt`.
    Code,
}

/// One block of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Block {
    /// A subhead. `level` is 2 to 6: level 1 is the headline's.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Its words.
        #[serde(flatten)]
        text: Text,
    },
    /// The story's own summary between headline and text.
    Standfirst(Text),
    /// A paragraph.
    Paragraph(Text),
    /// A list.
    List(List),
    /// A quotation set apart.
    Quote {
        /// Its blocks.
        blocks: Vec<Block>,
    },
    /// Preformatted text, line breaks kept.
    Code {
        /// The text as it stands.
        text: String,
        /// The language a class names (`language-rust`).
        language: Option<String>,
    },
    /// A table, row by row.
    Table {
        /// Its rows.
        rows: Vec<Row>,
    },
    /// A picture; its caption is not part of the text by default.
    Figure {
        /// Address of the picture.
        src: Option<String>,
        /// The `alt` text.
        alt: Option<String>,
        /// Caption and picture credit.
        caption: Option<Text>,
    },
}

/// A list of items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Numbered.
    pub ordered: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// Its own blocks; mostly one paragraph, and a list where lists nest.
    pub blocks: Vec<Block>,
}

/// One row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// All cells are `th`.
    pub header: bool,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its words.
    pub text: Text,
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

/// The plain text of blocks: parted by a blank line, list items a line each with `- ` before,
/// table cells parted by ` | `, figures left out.
pub(crate) fn text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        push_block(&mut out, block, "\n\n", 0);
    }
    out
}

/// Words of a text: maximal runs of alphanumeric characters and `_`; of scripts without blanks between words so many
/// characters as a word has on the average.
pub(crate) fn words(text: &str) -> usize {
    word_starts(text).count()
}

/// Words of a text, counted up to `most` only.
pub(crate) fn words_up_to(text: &str, most: usize) -> usize {
    word_starts(text).take(most).count()
}

/// A unit for each word.
fn word_starts(text: &str) -> impl Iterator<Item = ()> {
    let (mut inside, mut share) = (false, None);
    text.chars().filter_map(move |c| {
        if let Some(own) = unspaced(c) {
            inside = false;
            // The first character of a run begins a word.
            let sum = share.map_or(WORD, |share: u8| share + own);
            share = Some(sum % WORD);
            return (sum >= WORD).then_some(());
        }
        if share.is_some() && is_combining_mark(c) {
            return None;
        }
        share = None;
        let word = c.is_alphanumeric() || c == '_';
        let before = std::mem::replace(&mut inside, word);
        (word && !before).then_some(())
    })
}

/// Shares that make a word.
const WORD: u8 = 4;

/// The share of a word that a character of a script without blanks between words is: words of Chinese and Japanese have
/// about two characters, those of Thai, Lao, Burmese and Khmer about four letters.
fn unspaced(c: char) -> Option<u8> {
    match c {
        '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Some(2),
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}' => Some(2),
        '\u{e01}'..='\u{e30}' | '\u{e40}'..='\u{e44}' | '\u{e81}'..='\u{eb0}' | '\u{ec0}'..='\u{ec4}' => {
            Some(1)
        }
        '\u{1000}'..='\u{102a}' | '\u{1780}'..='\u{17b3}' => Some(1),
        _ => None,
    }
}

fn part(out: &mut String, gap: &str) {
    if !out.is_empty() {
        out.push_str(gap);
    }
}

fn push_block(out: &mut String, block: &Block, gap: &str, depth: usize) {
    match block {
        Block::Heading { text, .. } | Block::Standfirst(text) | Block::Paragraph(text) => {
            part(out, gap);
            out.push_str(&text.text);
        }
        Block::List(list) => push_list(out, list, gap, depth),
        Block::Quote { blocks } => {
            for block in blocks {
                push_block(out, block, gap, depth);
            }
        }
        Block::Code { text, .. } => {
            part(out, gap);
            out.push_str(text.trim_end());
        }
        Block::Table { rows } => {
            let mut gap = gap;
            for row in rows {
                part(out, gap);
                gap = "\n";
                for (i, cell) in row.cells.iter().enumerate() {
                    if i > 0 {
                        out.push_str(" | ");
                    }
                    out.push_str(&cell.text.text);
                }
            }
        }
        Block::Figure { .. } => {}
    }
}

fn push_list(out: &mut String, list: &List, gap: &str, depth: usize) {
    let mut gap = gap;
    for item in &list.items {
        part(out, gap);
        gap = "\n";
        for _ in 0..depth {
            out.push_str("  ");
        }
        out.push_str("- ");
        for (i, block) in item.blocks.iter().enumerate() {
            match block {
                Block::List(list) => push_list(out, list, "\n", depth + 1),
                Block::Heading { text, .. } | Block::Standfirst(text) | Block::Paragraph(text) if i == 0 => {
                    out.push_str(&text.text);
                }
                block => push_block(out, block, "\n", depth + 1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_blanks_and_without() {
        for (text, wanted) in [
            ("", 0),
            ("The port re-opened in 2031.", 6),
            ("港", 1),
            ("港口重新開放。", 3),
            ("港口在冬季之後重新開放，市政府週一表示。", 10),
            ("항구가 다시 열렸다.", 3),
            ("港口 2031 ABC重開", 4),
            ("ท่าเรือเปิดอีกครั้ง", 5),
        ] {
            assert_eq!(words(text), wanted, "{text}");
        }
        assert_eq!(words_up_to("one two three", 2), 2);
    }
}
