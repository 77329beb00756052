//! Escapes what a CommonMark or GitHub reader would take for syntax, and nothing else.

use std::borrow::Cow;

/// The context of a run of text in its line.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineContext {
    /// Inside the text of a link, where brackets must be escaped.
    pub(crate) in_link: bool,
    /// In the cell of a table, where `|` ends the cell.
    pub(crate) in_cell: bool,
    /// The surrounding text contains several `~`, which could pair.
    pub(crate) tildes: bool,
    /// The surrounding text contains formulas between `$`.
    pub(crate) dollars: bool,
    /// The character that is written after the run.
    pub(crate) next: Option<char>,
}

/// Appends `run` to `out`. A line end becomes a hard break, or `<br>` in a cell.
pub(crate) fn push(out: &mut String, run: &str, place: LineContext) {
    let line_end = if place.in_cell { "<br>" } else { "\\\n" };
    let mut lines = run.split('\n').enumerate().peekable();
    while let Some((i, line)) = lines.next() {
        if i > 0 {
            let spaces = out.len() - out.trim_end_matches(' ').len();
            out.truncate(out.len() - spaces);
            // A backslash before the spaces would escape the line end.
            if spaces > 0 && (out.len() - out.trim_end_matches('\\').len()) % 2 == 1 {
                out.push('\\');
            }
            out.push_str(line_end);
        }
        // Four spaces at the start of a line would be code.
        let line = if i > 0 || out.is_empty() { line.trim_start() } else { line };
        let next = if lines.peek().is_some() { line_end.chars().next() } else { place.next };
        push_line(out, line, LineContext { next, ..place });
    }
}

fn push_line(out: &mut String, line: &str, place: LineContext) {
    // Control characters are dropped first: `<`, a control character and `b` would become a tag.
    let printable: Cow<'_, str> = if line.contains(char::is_control) {
        line.chars().filter(|c| !c.is_control()).collect::<String>().into()
    } else {
        line.into()
    };
    let line = printable.as_ref();
    let starts = !place.in_cell && (out.is_empty() || out.ends_with('\n'));
    let lead = if starts { start_to_escape(line) } else { None };
    let mut before = out.chars().next_back();
    for (at, c) in line.char_indices() {
        let rest = &line[at + c.len_utf8()..];
        if lead == Some(at) || c.is_ascii_punctuation() && is_syntax(c, before, rest, place) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// Returns whether a punctuation character must be escaped, given what precedes and follows it.
fn is_syntax(c: char, before: Option<char>, rest: &str, place: LineContext) -> bool {
    let after = rest.chars().next().or(place.next);
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match c {
        '`' => true,
        '\\' => after.is_some_and(|c| c.is_ascii_punctuation()),
        '*' => !(blank(before) && after.is_some_and(char::is_whitespace)),
        '_' => {
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !(word(before) && word(after) || blank(before) && after.is_some_and(char::is_whitespace))
        }
        '[' => place.in_link || after == Some('^'),
        ']' => place.in_link || after.is_some_and(|c| matches!(c, '(' | '[' | ':')),
        '!' => after == Some('['),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => begins_entity(rest, place.next),
        '~' => place.tildes,
        '$' => place.dollars,
        '|' => place.in_cell,
        _ => false,
    }
}

/// Returns whether `rest` continues like an entity after `&`.
fn begins_entity(rest: &str, next: Option<char>) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let end = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    end > 0 && name[end..].chars().next().or(next) == Some(';')
}

/// Returns the offset of the character that must be escaped so that a line does not begin a heading, list, quotation,
/// rule, table or task.
fn start_to_escape(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let first = trimmed.chars().next()?;
    let spaced = |rest: &str| rest.chars().next().is_none_or(char::is_whitespace);
    let escape = match first {
        '#' => spaced(trimmed.trim_start_matches('#')),
        '>' => true,
        '+' | '-' | '*' if spaced(&trimmed[1..]) => true,
        '*' | '_' => false,
        '[' => ["[ ]", "[x]", "[X]"].iter().any(|task| trimmed.starts_with(task)),
        '-' | '=' | '|' | ':' => {
            // The line below a heading or below the header of a table; `|` also begins the header itself.
            trimmed.chars().all(|c| matches!(c, '-' | '=' | '|' | ':') || c.is_whitespace()) || first == '|'
        }
        '0'..='9' => {
            let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
            let rest = &trimmed[digits..];
            return (digits <= 9 && rest.starts_with(['.', ')']) && spaced(&rest[1..]))
                .then_some(indent + digits);
        }
        _ => false,
    };
    escape.then_some(indent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text, LineContext::default());
        out
    }

    #[test]
    fn plain_prose_has_no_backslashes() {
        for text in [
            "Paint & tools cost ~30 pounds a day at Marsh & Sons.",
            "7.8 m, 1.5 m and -3 degrees",
            "a < b > c, snake_case_name, 2 * 3, C:\\dir",
            "[sic] (see below), #1 of 9, $100 or more",
            "AT&T; R&D",
        ] {
            let expected = text.replace("AT&T;", "AT\\&T;");
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn syntax_is_escaped() {
        for (text, wanted) in [
            ("# head", "\\# head"),
            ("1. first", "1\\. first"),
            ("- item", "\\- item"),
            ("---", "\\---"),
            ("> said", "\\> said"),
            ("*a*", "\\*a\\*"),
            ("[a](b)", "[a\\](b)"),
            ("<b>", "\\<b>"),
            ("&amp;", "\\&amp;"),
            ("one\n2) two", "one\\\n2\\) two"),
            ("[ ] task", "\\[ ] task"),
            ("note[^1]", "note\\[^1]"),
            ("<\u{3}b>", "\\<b>"),
            ("&\u{1}amp;", "\\&amp;"),
            ("\u{1}# head", "\\# head"),
        ] {
            assert_eq!(escaped(text), wanted);
        }
    }
}
