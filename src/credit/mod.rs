//! Parses credits: the line at the end of a story that names an agency, reporters or editors.
//!
//! This file finds where a credit can begin (a line, a bracket, a sentence). `line` and `signature` parse it, and
//! `names` parses the persons in it.

mod agencies;
mod parse;
mod persons;
#[cfg(test)]
mod properties;
mod signature;
mod tables;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use self::parse::Room;
use self::tables::{TABLES, Task, lower};
use crate::words::hash::is_alphanumeric;

/// The kind of a credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CreditKind {
    /// A source line: "(Yonhap)".
    #[default]
    Agency,
    /// "(Reporting by …; Editing by …)".
    Reporting,
    /// "… contributed to this report".
    Contributors,
    /// "© 2031 AFP".
    Copyright,
}

impl CreditKind {
    /// Returns the name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Reporting => "reporting",
            Self::Contributors => "contributors",
            Self::Copyright => "copyright",
        }
    }
}

/// The credit at the end of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Credit {
    /// As printed.
    pub raw: String,
    /// The kind of the line.
    pub kind: CreditKind,
    /// Canonical agency name; the names of several agencies are separated by slashes.
    pub agency: Option<String>,
    /// Everyone named except the editors, as printed.
    pub reporters: Vec<String>,
    /// The persons named as editors.
    pub editors: Vec<String>,
}

/// What is known about the page that a credit comes from.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct CreditContext<'a> {
    /// BCP 47 tag of the page.
    pub language: Option<&'a str>,
}

impl<'a> CreditContext<'a> {
    /// Returns a context in which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the page's language, as a BCP 47 tag.
    #[must_use]
    pub fn with_language(mut self, tag: impl Into<Option<&'a str>>) -> Self {
        self.language = tag.into();
        self
    }
}

/// Maximum number of credits at the end of one story.
const MOST_CREDITS: usize = 8;
/// How many bytes at the end of a text are searched.
const WINDOW: usize = 2400;

/// Parses the credit at the end of `text`. The text without it ends where `raw` begins.
///
/// ```
/// use copydesk::credit::{CreditContext, parse};
///
/// let credit = parse("The port is open again.(Yonhap)", &CreditContext::default()).unwrap();
/// assert_eq!(credit.raw, "(Yonhap)");
/// assert_eq!(credit.agency.as_deref(), Some("Yonhap"));
/// ```
pub fn parse(text: &str, context: &CreditContext<'_>) -> Option<Credit> {
    find(text, context).map(|(_, credit)| credit)
}

/// Returns the names of a credit that make its authors: the reporters, or those who wrote if no reporter is named.
pub(crate) fn authors(credit: &Credit) -> Vec<&str> {
    let small = lower(&credit.raw);
    let tasks = TABLES.tasks(&small);
    let wrote = |name: &&str| {
        let at = credit.raw.find(*name);
        let task = at.and_then(|at| tasks.iter().rev().find(|task| task.end <= at));
        task.is_some_and(|task| task.task == Task::Writing)
    };
    let all = || credit.reporters.iter().map(String::as_str);
    let reported: Vec<&str> = all().filter(|name| !wrote(name)).collect();
    if reported.is_empty() { all().collect() } else { reported }
}

/// Splits a text into the text before its credit, and the credit.
///
/// ```
/// use copydesk::credit::{CreditContext, split};
///
/// let (text, credit) = split("The port is open again. (Yonhap)", &CreditContext::new());
/// assert_eq!(text, "The port is open again.");
/// assert!(credit.is_some());
/// ```
pub fn split<'a>(text: &'a str, context: &CreditContext<'_>) -> (&'a str, Option<Credit>) {
    match find(text, context) {
        Some((start, credit)) => (text[..start].trim_end(), Some(credit)),
        None => (text, None),
    }
}

/// Returns the text before its credits, and all credits at the end in text order.
///
/// ```
/// use copydesk::credit::{CreditContext, parse_all};
///
/// let text = "The port is open again.\nJane Doe contributed to this report.\n(Yonhap)";
/// let (rest, credits) = parse_all(text, &CreditContext::new());
/// assert_eq!(rest, "The port is open again.");
/// assert_eq!(credits.len(), 2);
/// ```
pub fn parse_all<'a>(text: &'a str, context: &CreditContext<'_>) -> (&'a str, Vec<Credit>) {
    let mut credits = Vec::new();
    let mut rest = text;
    while credits.len() < MOST_CREDITS {
        let (before, Some(credit)) = split(rest, context) else { break };
        credits.push(credit);
        rest = before.trim_end_matches(|c: char| c.is_whitespace() || c == '_');
    }
    credits.reverse();
    (if credits.is_empty() { text } else { rest }, credits)
}

/// Returns whether a line is nothing but a credit.
pub(crate) fn is_whole(line: &str, context: &CreditContext<'_>) -> bool {
    let torn = line.matches([')', '）']).count() > line.matches(['(', '（']).count();
    if torn || line.contains('\n') {
        return parse(line, context).is_some_and(|credit| credit.raw.len() == line.len());
    }
    // A credit after a sentence never begins the line.
    let found = || whole_line(line).or_else(|| bracket_after_sentence(line));
    end_of_story(line) == line.len() && found().is_some_and(|(start, _)| start == 0)
}

/// Returns where the credit begins, and the credit.
fn find(text: &str, _context: &CreditContext<'_>) -> Option<(usize, Credit)> {
    let end = end_of_story(text);
    let mut window = end.saturating_sub(WINDOW);
    while !text.is_char_boundary(window) {
        window += 1;
    }
    let start = text[window..end].rfind('\n').map_or(window, |at| window + at + 1);
    let line = &text[start..end];
    // "(Reporting by A;\nEditing by B)": a bracket that spans lines.
    let torn = line.matches([')', '）']).count() > line.matches(['(', '（']).count();
    let over = || over_lines(&text[window..end]).map(|(at, credit)| (window + at, credit));
    if torn && let Some((at, mut credit)) = over() {
        credit.raw = text[at..end].trim_end().to_owned();
        return Some((at, credit));
    }
    let read =
        |line| whole_line(line).or_else(|| bracket_after_sentence(line)).or_else(|| credit_sentences(line));
    let (mut at, mut credit) = read(line).map(|(at, credit)| (start + at, credit))?;
    // "(PAP)", with the initials of its writers on the next line.
    if credit == (Credit { raw: String::new(), ..Credit::default() }) && line.contains('/') && at == start {
        let above = text[window..start].trim_end();
        let from = above.rfind('\n').map_or(window, |nl| window + nl + 1);
        if let Some((there, owner)) = read(&text[from..window + above.len()])
            && owner.agency.is_some()
            && owner.kind == CreditKind::Agency
        {
            (at, credit) = (from + there, owner);
        }
    }
    credit.raw = text[at..end].trim_end().to_owned();
    Some((at, credit))
}

/// Returns where the story ends: before white space, rules, and lines that agency sites print after credits.
fn end_of_story(text: &str) -> usize {
    let trim = |t: &str| {
        t.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '_' | '\u{200b}' | '\u{feff}')).len()
    };
    let mut end = trim(text);
    for _ in 0..MOST_CREDITS {
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..end].trim();
        /// Maximum length of a line after a credit in bytes.
        const LONGEST_TAIL: usize = 120;
        if start == 0 || line.len() > LONGEST_TAIL || !is_tail(line) {
            break;
        }
        end = trim(&text[..start]);
    }
    end
}

/// Returns whether agency sites print a line after credits ("Our Standards: …").
pub(crate) fn is_tail(line: &str) -> bool {
    let line = lower(line.trim());
    TABLES.tails.iter().any(|tail| line.starts_with(tail))
}

/// Parses the last line if it consists of a credit.
fn whole_line(line: &str) -> Option<(usize, Credit)> {
    let at = line.len() - line.trim_start().len();
    parse::read(&line[at..], Room::Line).map(|credit| (at, credit))
}

/// Parses a bracket at the end of a line, after a sentence: "… he said. (dpa)", "… he said.(Yonhap)".
fn bracket_after_sentence(line: &str) -> Option<(usize, Credit)> {
    /// Number of digits after a bracket; agencies print the day there: "（編輯：甲某）1200607".
    const DIGITS: std::ops::RangeInclusive<usize> = 6..=8;
    let body = line.trim_end().trim_end_matches(['.', '。']);
    let numbered = body.trim_end_matches(|c: char| c.is_ascii_digit());
    let body = if DIGITS.contains(&(body.len() - numbered.len())) { numbered } else { body };
    let close = body.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        '）' => '（',
        '】' => '【',
        '］' => '［',
        _ => return None,
    };
    let mut depth = 0u32;
    let start = body.char_indices().rev().take(parse::LONGEST).find_map(|(at, c)| {
        depth += u32::from(c == close);
        (c == open).then(|| depth -= 1);
        (c == open && depth == 0).then_some(at)
    })?;
    ends_sentence(&line[..start]).then_some(())?;
    let inside = &body[start + open.len_utf8()..body.len() - close.len_utf8()];
    parse::read(inside, Room::Bracket).map(|credit| (start, credit))
}

/// Returns whether `text` ends with a sentence end, ignoring quotation marks and brackets.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(|c: char| {
        matches!(c, '"' | '\'' | '”' | '“' | '’' | '‘' | '»' | '«' | ')' | ']' | '）' | '」' | '』' | '›')
    });
    text.is_empty() || text.ends_with(['.', '!', '?', '…', '。', '！', '？', '۔', '।', '؟', ':', '_', '*'])
}

/// Parses the last sentences of a line: "… he said. Jane Doe contributed to this report."
fn credit_sentences(line: &str) -> Option<(usize, Credit)> {
    /// Maximum sentences of a credit.
    const MOST_SENTENCES: usize = 6;
    let starts = sentence_starts(line);
    let mut best = None;
    for &at in starts.iter().rev().take(MOST_SENTENCES) {
        match parse::read(&line[at..], Room::SameLine) {
            Some(credit) => best = Some((at, credit)),
            None if best.is_some() => break,
            None => {}
        }
    }
    best
}

/// Returns where sentences after the first begin: after a sentence end and white space, or directly after it with a
/// capital.
fn sentence_starts(line: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut before: Option<char> = None;
    let mut word = 0;
    for (at, c) in line.char_indices() {
        let ender = matches!(c, '.' | '!' | '?' | '…' | '。' | '”' | '"' | '»' | ')');
        let initial = c == '.' && word == 1 && before.is_some_and(char::is_uppercase);
        let shortened = c == '.' && is_abbreviation(&line[..at]);
        if ender && !initial && !shortened && ends_sentence(&line[..at + c.len_utf8()]) {
            let after = at + c.len_utf8();
            let next = after + (line[after..].len() - line[after..].trim_start().len());
            let glued = next == after;
            let starts = line[next..].chars().next();
            let opens = starts.is_some_and(|s| {
                s.is_uppercase()
                    || matches!(s, '(' | '（' | '【' | '©' | '■' | '□' | '∎' | '◆') && c != s
                    || !glued && !s.is_numeric() && (s != '.' || line[next..].starts_with("./.")) && s != '"'
            });
            if opens && next < line.len() {
                out.push(next);
            }
        }
        word = if is_alphanumeric(c) { word + 1 } else { 0 };
        before = Some(c);
    }
    out
}

/// Returns whether the last word of `text` is an abbreviation before a name: "St", "Dr".
fn is_abbreviation(text: &str) -> bool {
    /// Maximum length of an abbreviation in bytes.
    const LONGEST: usize = 6;
    let start = text
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let word = &text[start..];
    word.len() <= LONGEST
        && word.starts_with(char::is_uppercase)
        && TABLES.abbreviations.contains(lower(word).as_str())
}

/// Parses a bracket that ends in the last line and begins on an earlier line of its own.
fn over_lines(text: &str) -> Option<(usize, Credit)> {
    let body = text.trim_end().trim_end_matches(['.', '。']);
    if !body.ends_with([')', '）']) {
        return None;
    }
    let start = body.rfind(['(', '（'])?;
    let lines = body[start..].lines().count();
    /// Maximum lines of one bracket.
    const MOST_LINES: usize = 4;
    if !(2..=MOST_LINES).contains(&lines) || !ends_sentence(&body[..start]) {
        return None;
    }
    let joined = body[start..].split_whitespace().collect::<Vec<_>>().join(" ");
    parse::read(&joined, Room::Bracket).map(|credit| (start, credit))
}
