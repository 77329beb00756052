//! Splits plain text into blocks: reads lines, joins them into paragraphs, and removes what renderers left behind.
//!
//! The result is [`Blocks`] with [`Place::Text`] and a [`TextPage`] with the layout of each block, which is all that is left
//! of the structure of the page.

use super::{
    lines::{Bullet, Line, Lines, Style, ended},
    reflow::{Joint, reflow},
};
use crate::{
    block::{Blocks, Place, TextBlock},
    text::{email, email::Mail, running_heads, strip_artifacts, wire},
    words::hash,
};

/// The layout of a block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BlockLayout {
    /// Its first line in the input, from 0.
    pub(crate) line: u32,
    /// Number of lines that were joined.
    pub(crate) lines: u16,
    /// Columns before the text or bullet of its first line.
    pub(crate) indent: u16,
    /// Blank lines before it.
    pub(crate) blanks: u16,
    /// Its bullet.
    pub(crate) bullet: Bullet,
    /// It had a button or a form field.
    pub(crate) button: bool,
    /// It had tags or entities.
    pub(crate) markup: bool,
}

/// A text page's lines and layout; reused from page to page.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextPage {
    /// Its lines.
    pub(crate) lines: Lines,
    /// One for each block.
    pub(crate) layout: Vec<BlockLayout>,
    /// The header, if the text is a letter.
    pub(crate) mail: Option<Mail>,
    joints: Vec<Joint>,
}

/// The heading of the list of links that lynx appends.
const REFERENCES: &str = "References";

/// Maximum length in bytes of a block that is a label if it does not end as a sentence does.
const LABEL_BYTES: u32 = 40;
/// Number of labels that are kept at both ends of a run of labels.
const LABELS_KEPT: usize = 1024;
/// Number of labels between them that are dropped at a time.
const LABELS_DROPPED: usize = 1024;

/// Drops the middle of a run of thousands of labels. The features of a block do not reach that far, so no body is inside, and
/// the memory for a text is bounded by its sentences instead of its lines.
#[derive(Default)]
struct Run {
    /// Number of labels at the end of the blocks.
    labels: usize,
}

impl Run {
    /// Counts the last block.
    fn count(&mut self, blocks: &mut Blocks, layouts: &mut Vec<BlockLayout>) {
        let Some(last) = blocks.blocks.last() else { return };
        if last.end - last.start > LABEL_BYTES || ended(blocks.text(last)) {
            self.labels = 0;
            return;
        }
        self.labels += 1;
        if self.labels == 2 * LABELS_KEPT + LABELS_DROPPED {
            let first = blocks.blocks.len() - LABELS_KEPT - LABELS_DROPPED;
            blocks.blocks.drain(first..first + LABELS_DROPPED);
            layouts.drain(first..first + LABELS_DROPPED);
            self.labels -= LABELS_DROPPED;
        }
    }
}

/// Splits `input` into blocks.
pub(crate) fn cut(input: &str, blocks: &mut Blocks, sheet: &mut TextPage) {
    blocks.clear();
    sheet.layout.clear();
    sheet.lines.read(input);
    sheet.mail = email::strip_envelope(input, &mut sheet.lines.lines);
    wire::drop_frame(input, &mut sheet.lines.lines);
    running_heads::drop_repeated(input, &mut sheet.lines.lines);
    let references = cut_references(input, &mut sheet.lines.lines);
    reflow(input, &sheet.lines, &mut sheet.joints);
    blocks.text.reserve(input.len());
    let wrapped = sheet.lines.style == Style::Wrap;
    let mut open: Option<BlockLayout> = None;
    let (mut start, mut run) = (0, Run::default());
    for (line, joint) in sheet.lines.lines.iter().zip(&sheet.joints) {
        match joint {
            Joint::Open => {
                if close(blocks, &mut sheet.layout, start, open.take(), wrapped) {
                    run.count(blocks, &mut sheet.layout);
                }
                start = blocks.text.len();
                open = Some(BlockLayout {
                    line: line.number,
                    indent: line.indent,
                    blanks: line.blanks,
                    bullet: line.bullet,
                    ..BlockLayout::default()
                });
            }
            Joint::Space => blocks.text.push(' '),
            Joint::Tight => {}
            Joint::Hyphen => {
                blocks.text.pop();
            }
        }
        let removed = strip_artifacts::push(&mut blocks.text, shown(line, input, wrapped), references);
        if let Some(layout) = &mut open {
            layout.lines = layout.lines.saturating_add(1);
            layout.button |= removed.button;
            layout.markup |= removed.markup;
        }
    }
    close(blocks, &mut sheet.layout, start, open, wrapped);
}

/// Whether a bullet makes a list item. A number does only if it is indented as renderers indent lists.
fn is_entry(bullet: Bullet, indent: u16, wrapped: bool) -> bool {
    match bullet {
        Bullet::None => false,
        Bullet::Mark => true,
        Bullet::Letter | Bullet::Number => wrapped && indent > 0,
    }
}

/// Returns a line without its bullet.
fn shown<'a>(line: &Line, input: &'a str, wrapped: bool) -> &'a str {
    if is_entry(line.bullet, line.indent, wrapped) {
        line.text(input)
    } else {
        &input[line.start as usize..line.end as usize]
    }
}

/// Ends the block that begins at `start`, or discards it if it has no words. Returns whether there is a block.
fn close(
    blocks: &mut Blocks,
    layouts: &mut Vec<BlockLayout>,
    start: usize,
    layout: Option<BlockLayout>,
    wrapped: bool,
) -> bool {
    let Some(layout) = layout else { return false };
    let trailing = blocks.text.as_bytes()[start..].iter().rev().take_while(|b| matches!(b, b' ' | b'|'));
    let end = blocks.text.len() - trailing.count();
    blocks.text.truncate(end);
    let has_word = |text: &str| {
        text.bytes().any(|b| b.is_ascii_alphanumeric()) || text.chars().any(hash::is_alphanumeric)
    };
    if !has_word(&blocks.text[start..]) {
        blocks.text.truncate(start);
        return false;
    }
    blocks.text.push('\n');
    let place = Place::Text { line: layout.line, bullet: is_entry(layout.bullet, layout.indent, wrapped) };
    blocks.blocks.push(TextBlock { start: start as u32, end: end as u32, place });
    layouts.push(layout);
    true
}

/// Removes the list of links at the end of the output of lynx. Returns the number of links.
fn cut_references(input: &str, lines: &mut Vec<Line>) -> u32 {
    let title = |l: &Line| &input[l.start as usize..l.end as usize] == REFERENCES;
    let Some(at) = lines.iter().rposition(title) else { return 0 };
    let mut count = 0;
    for line in &lines[at + 1..] {
        if line.bullet == Bullet::Number
            && line.text(input).split_once(':').is_some_and(|(scheme, rest)| {
                scheme.bytes().all(|b| b.is_ascii_alphabetic())
                    && (rest.starts_with("//") || scheme == "mailto")
            })
        {
            count += 1;
        }
    }
    // Unless nearly all of them are addresses, it is a list of sources.
    if count == 0 || (lines.len() - at - 1) > 2 * count as usize {
        return 0;
    }
    lines.truncate(at);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn blocks(input: &str) -> Vec<String> {
        let (mut blocks, mut sheet) = (Blocks::default(), TextPage::default());
        cut(input, &mut blocks, &mut sheet);
        assert_eq!(blocks.blocks.len(), sheet.layout.len());
        blocks.blocks.iter().map(|b| blocks.text(b).to_owned()).collect()
    }

    #[test]
    fn hard_wrapped_lines_are_paragraphs_again() {
        let text = "   * Home\n   * News\n\nFerries stay in port\n\n   The harbour master said on Tuesday that the two \
                    ferries would not sail\n   until the storm had passed, and that nobody had been hurt when the \
                    ex-\n   captain of one of them fell. A lighthouse keeper saw two lights at sea, and a light-\n   \
                    house keeper knows his lights. It was, he said, the worst night in many\n   years.\n\n     1. Stay \
                    at home and wait until the wind goes down, said the office, and\n        keep the windows closed.\n";
        let blocks = blocks(text);
        assert_eq!(blocks[..3], ["Home", "News", "Ferries stay in port"]);
        assert!(
            blocks[3]
                .starts_with("The harbour master said on Tuesday that the two ferries would not sail until")
        );
        assert!(blocks[3].contains("when the ex-captain of one"), "{}", blocks[3]);
        assert!(blocks[3].contains("sea, and a lighthouse keeper knows"), "{}", blocks[3]);
        assert!(blocks[3].ends_with("night in many years."));
        assert_eq!(
            blocks[4],
            "Stay at home and wait until the wind goes down, said the office, and keep the windows closed."
        );
    }

    #[test]
    fn a_word_parted_in_a_paragraph_of_two_lines_is_whole_again() {
        let text = "The board said on Tuesday that the mail boat of the is-\nland would sail again.\n\nNobody on the \
                    island believed it, and the well-\nknown captain least of all.\n";
        let blocks = blocks(text);
        assert_eq!(blocks[0], "The board said on Tuesday that the mail boat of the island would sail again.");
        assert!(blocks[1].ends_with("the well-known captain least of all."), "{}", blocks[1]);
    }

    #[test]
    fn a_headline_in_capitals_is_one_block() {
        let text = "BOARD VOTES TO REBUILD\nTHE EAST PIER AFTER STORM\n\nThe board voted on Tuesday.\n";
        assert_eq!(blocks(text)[0], "BOARD VOTES TO REBUILD THE EAST PIER AFTER STORM");
        let text = "HARBOUR NEWS\nBOARD VOTES TO REBUILD\n\nThe board voted on Tuesday.\n";
        assert_eq!(blocks(text)[0], "HARBOUR NEWS");
    }

    #[test]
    fn strings_that_a_link_broke_are_joined() {
        let text = "Home\nNews\nSport\nFerries stay in port\nThe two boats of the\nNorth Line\nwill not sail before \
                    Friday, its owner\nAnna Berg\nsaid on the radio.\nTickets stay valid\n.\nRead more\nContact\n";
        let blocks = blocks(text);
        assert_eq!(
            blocks,
            [
                "Home",
                "News",
                "Sport",
                "Ferries stay in port",
                "The two boats of the North Line will not sail before Friday, its owner Anna Berg said on the radio.",
                "Tickets stay valid .",
                "Read more",
                "Contact"
            ]
        );
    }

    #[test]
    fn links_numbers_go_with_their_list() {
        let text = "[1]Home [2]News\n\nThe ferry [3]stays.[9]\n\nReferences\n\n   1. https://ferry.example/\n   2. \
                    https://ferry.example/n\n   3. https://ferry.example/s\n";
        assert_eq!(blocks(text), ["Home News", "The ferry stays.[9]"]);
        let cited =
            "He wrote it [1].\n\nReferences\n\n1. A. Berg, The harbour, 1999\n2. B. Holm, The sea, 2001\n";
        assert_eq!(blocks(cited).len(), 4);
    }

    #[test]
    fn the_middle_of_thousands_of_labels_is_dropped() {
        let list: String = (0..20_000).map(|n| format!("Entry {n}\n")).collect();
        let text = format!("{list}\nThe two ferries stayed in port on Tuesday.\n\n{list}");
        let blocks = blocks(&text);
        let most = 2 * (2 * LABELS_KEPT + LABELS_DROPPED);
        assert!(blocks.len() < most, "{}", blocks.len());
        let story = blocks.iter().position(|b| b.starts_with("The two")).expect("the sentence");
        assert_eq!((blocks[0].as_str(), blocks[story - 1].as_str()), ("Entry 0", "Entry 19999"));
        assert_eq!(
            (blocks[story + 1].as_str(), blocks[blocks.len() - 1].as_str()),
            ("Entry 0", "Entry 19999")
        );
    }

    #[test]
    fn lines_without_words_are_no_blocks() {
        assert_eq!(blocks("----------\n*\n\n|\n[          ]\n(BUTTON)\nText\n=======\n"), ["Text"]);
        assert!(blocks("").is_empty());
        assert!(blocks("\u{feff}\r\n\u{c}\n \u{a0}").is_empty());
    }
}
