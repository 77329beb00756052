//! Drops the running heads of a text from PDF: the lines that name the paper, the date and the page at the top of each
//! page, with spaces between their parts.

use super::lines::{Line, Spacing};

/// Maximum digits of a page number on a line of its own.
const PAGE_DIGITS: usize = 3;

/// Drops all running heads but the first, which may have the date, and the page numbers next to them.
pub(crate) fn drop_repeated(input: &str, lines: &mut Vec<Line>) {
    let text = |line: &Line| &input[line.start as usize..line.end as usize];
    let is_head =
        |line: &Line| line.spacing == Spacing::Gapped && text(line).as_bytes().iter().any(u8::is_ascii_digit);
    let heads: Vec<usize> = (0..lines.len()).filter(|&i| is_head(&lines[i])).collect();
    if heads.len() < 2 {
        return;
    }
    // Their page numbers differ.
    let letters = |i: usize| text(&lines[i]).chars().filter(|c| c.is_alphabetic());
    let first = heads[0];
    let copies: Vec<usize> = heads[1..].iter().copied().filter(|&i| letters(i).eq(letters(first))).collect();
    if copies.is_empty() || letters(first).next().is_none() {
        return;
    }
    let is_number = |i: usize| {
        lines.get(i).is_some_and(|line| {
            let text = text(line);
            text.len() <= PAGE_DIGITS && text.bytes().all(|b| b.is_ascii_digit())
        })
    };
    let mut dropped = vec![false; lines.len()];
    for &i in &copies {
        dropped[i] = true;
    }
    for &i in copies.iter().chain([&first]) {
        for beside in [i.wrapping_sub(1), i + 1] {
            if is_number(beside) {
                dropped[beside] = true;
            }
        }
    }
    let last = lines.len() - 1;
    if is_number(last) {
        dropped[last] = true;
    }
    let mut at = 0;
    lines.retain(|_| {
        at += 1;
        !dropped[at - 1]
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines::Lines;

    fn left(text: &str) -> Vec<&str> {
        let mut lines = Lines::default();
        lines.read(text);
        drop_repeated(text, &mut lines.lines);
        lines.lines.iter().map(|line| line.text(text)).collect()
    }

    #[test]
    fn repeated_heads_and_their_page_numbers_are_dropped() {
        let head = |page| format!("THE ISLAND COURIER          May 8, 2031          {page}\n\n");
        let text = format!("{}The board voted.\n\n7\n\n{}It was late.\n\n8\n", head(7), head(8));
        let first = head(7);
        assert_eq!(left(&text), [first.trim_end(), "The board voted.", "It was late."]);
    }

    #[test]
    fn rows_of_a_table_are_left_alone() {
        let table = "Boat          Leaves 8\nPier          Leaves 9\n\n7\n";
        assert_eq!(left(table).len(), 3);
        assert_eq!(left("1       2\n3       4\n").len(), 2);
    }
}
