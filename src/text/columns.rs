//! Puts columns that a page of print sets side by side one after the other.
//!
//! Text that was extracted from PDF with its layout has lines of both columns next to each other, with a gutter of spaces
//! between them. Tables look the same but for their cells, which are short and do not go on from line to line.

use std::sync::LazyLock;

use memchr::memmem;

use super::occurrences::Occurrences;

/// Minimum number of spaces of a gutter.
const GUTTER: usize = 3;
/// Columns by which the right column may begin earlier or later than in the line before.
const SLACK: usize = 1;
/// Minimum number of lines with text on both sides that make columns.
const LINES: usize = 6;
/// Minimum number of words that a line of a column has on average.
const WORDS: usize = 3;
/// Minimum share of the lines of a column that go on in the middle of a sentence: lines of prose do, cells of tables do not.
/// German prose, with its capitals, has .3 and more.
const GOES_ON: f32 = 0.25;

/// One line, as the bytes of its left and right side.
#[derive(Clone, Copy)]
struct Sides<'t> {
    left: &'t str,
    right: &'t str,
}

/// Returns the text with its columns one after the other; `None` if it has none.
pub(crate) fn unfold(text: &str) -> Option<String> {
    if !has_gutters(text.as_bytes()) {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut spaces = Occurrences::new(&SPACES, text);
    let mut out: Option<String> = None;
    let (mut at, mut copied) = (0, 0);
    while at < lines.len() {
        let line = lines[at];
        let start = line.as_ptr().addr() - text.as_ptr().addr();
        let column = if spaces.is_in(start..start + line.len()) { gutter(line) } else { None };
        let Some(column) = column else {
            at += 1;
            continue;
        };
        let (end, is_columns) = region(&lines, at, column);
        if !is_columns {
            at = end;
            continue;
        }
        let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
        copy(out, &lines[copied..at]);
        let sides: Vec<Sides<'_>> = lines[at..end].iter().map(|line| split(line, column)).collect();
        sides.iter().for_each(|s| push(out, s.left));
        out.push('\n');
        sides.iter().for_each(|s| push(out, s.right));
        out.push('\n');
        (at, copied) = (end, end);
    }
    let mut out = out?;
    copy(&mut out, &lines[copied..]);
    Some(out)
}

/// Finds three spaces in a row.
static SPACES: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b"   "));

/// Whether enough lines have a gutter, in whichever column. Nearly all texts have none.
fn has_gutters(text: &[u8]) -> bool {
    let (mut at, mut gutters) = (0, 0);
    while let Some(start) = SPACES.find(&text[at..]).map(|found| at + found) {
        at = start + spaces(&text[start..]);
        let inside = start > 0 && text[start - 1] != b'\n' && text.get(at).is_some_and(|&b| b > b' ');
        gutters += usize::from(inside);
        if gutters == LINES {
            return true;
        }
    }
    false
}

/// Counts the spaces at the beginning.
fn spaces(text: &[u8]) -> usize {
    text.iter().take_while(|&&b| b == b' ').count()
}

fn copy(out: &mut String, lines: &[&str]) {
    lines.iter().for_each(|line| push(out, line));
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// Returns the end of the lines from `start` on whose right side begins at `column`, and whether they are columns of running
/// text. `start` has both sides.
fn region(lines: &[&str], start: usize, column: usize) -> (usize, bool) {
    let (mut both, mut end, mut last) = (0, start, start);
    while end < lines.len() {
        let line = lines[end];
        match gutter(line) {
            Some(at) if at.abs_diff(column) <= SLACK => {
                both += 1;
                last = end + 1;
            }
            // The end of a paragraph on one side, or a blank line.
            None if fits(line, column) => {}
            _ => break,
        }
        end += 1;
    }
    let end = last + lines[last..end].iter().take_while(|line| !line.trim().is_empty()).count();
    if both < LINES {
        return (end, false);
    }
    let sides: Vec<Sides<'_>> = lines[start..end].iter().map(|line| split(line, column)).collect();
    let is_prose = is_prose(sides.iter().map(|s| s.left)) && is_prose(sides.iter().map(|s| s.right));
    (end, is_prose)
}

/// Whether a line without a gutter is on one side only.
fn fits(line: &str, column: usize) -> bool {
    let text = line.trim_end();
    let indent = text.chars().take_while(|c| *c == ' ').count();
    text.chars().count() + GUTTER <= column + SLACK || indent + SLACK >= column
}

/// The column in which the right side of a line begins, counted in characters: after the only gutter inside of it.
fn gutter(line: &str) -> Option<usize> {
    let line = line.trim_end();
    let bytes = line.as_bytes();
    let indent = spaces(bytes);
    let at = indent + SPACES.find(&bytes[indent..])?;
    let right = at + spaces(&bytes[at..]);
    let single = SPACES.find(&bytes[right..]).is_none();
    single.then(|| line[..right].chars().count())
}

fn split(line: &str, column: usize) -> Sides<'_> {
    let line = line.trim_end();
    let limit = column.saturating_sub(SLACK);
    let at = line.char_indices().nth(limit).map_or(line.len(), |(at, _)| at);
    // Where the gutter is a column off, the right side begins at the next character that is not a space.
    let (left, right) = line.split_at(at);
    match right.strip_prefix(|c: char| c != ' ').filter(|_| left.ends_with(|c: char| c != ' ')) {
        // A word across the limit: the line is on the left side only.
        Some(_) => Sides { left: line, right: "" },
        None => Sides { left: left.trim_end(), right: right.trim_start() },
    }
}

/// Whether the lines of a column are those of running text.
fn is_prose<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let lines: Vec<&str> = lines.map(str::trim).collect();
    let filled = lines.iter().filter(|l| !l.is_empty()).count();
    let words: usize = lines.iter().map(|l| l.split(' ').filter(|w| !w.is_empty()).count()).sum();
    let goes_on = |pair: &&[&str]| {
        !pair[0].is_empty()
            && !pair[0].ends_with(['.', '!', '?', ':'])
            && pair[1]
                .chars()
                .next()
                .is_some_and(|c| c.is_lowercase() || !c.is_uppercase() && c.is_alphabetic())
    };
    let going = lines.windows(2).filter(goes_on).count();
    filled >= LINES / 2 && words >= WORDS * filled && going as f32 >= GOES_ON * filled as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_print_follow_each_other() {
        let left = [
            "The harbour board voted",
            "on Tuesday to rebuild the",
            "east pier, which a storm",
            "had torn away.",
            "",
            "Work is to begin in the",
            "autumn and to end in the",
            "spring after next.",
        ];
        let right = [
            "The ferry line said on",
            "Friday that its boats",
            "would stay in port for",
            "another week.",
            "",
            "Nobody on the islands",
            "believed it, and least of",
            "all the old captain.",
        ];
        let page: String =
            left.iter().zip(right).map(|(l, r)| format!("{l:32}{r}").trim_end().to_owned() + "\n").collect();
        let text = format!("Two stories of the week\n\n{page}\nA last line.\n");
        let out = unfold(&text).expect("two columns");
        let lines: Vec<&str> = out.lines().filter(|l| !l.is_empty()).collect();
        let wanted: Vec<&str> = ["Two stories of the week"]
            .into_iter()
            .chain(left)
            .chain(right)
            .chain(["A last line."])
            .filter(|l| !l.is_empty())
            .collect();
        assert_eq!(lines, wanted);
    }

    #[test]
    fn tables_and_spaced_text_are_left_alone() {
        let table = "Boat      Leaves      Arrives\n".repeat(10);
        let two = "North pier        08:15\nSouth pier        09:30\n".repeat(8);
        let prose = "The harbour board voted.   It was late.\nNobody was   there.\n".repeat(8);
        for text in [table.as_str(), &two, &prose, "", "   \n   \n"] {
            assert_eq!(unfold(text), None, "{text}");
        }
    }
}
