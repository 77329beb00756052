//! Splits a text with several stories, such as a wire feed or a digest.
//!
//! Separators are lines of one repeated sign (`=====`, `* * *`), end marks of wires (`-30-`, `###`, `(END)`, `NNNN`), form
//! feeds, and the start marks of telex (`ZCZC`). A line separates stories only if both sides have enough text to be one: a
//! ruler under a headline does not. Without separators, a headline and a dateline after blank lines begin a story.

use std::ops::Range;

use super::tables::{MARK_STARTS, STORY_MARKS};
use crate::{credit, dateline};

/// Minimum number of signs of a ruler.
const RULER: usize = 3;
/// Minimum number of words of a story. A shorter part belongs to the story after it, like a slug line.
const STORY_WORDS: usize = 25;
/// Minimum number of blank lines that separate stories.
const BLANK_LINES: usize = 2;
/// Words of a line of the headline, at most, and bytes from its beginning to the dateline.
const HEADLINE_WORDS: usize = 25;
/// See [`HEADLINE_WORDS`].
const HEADLINE_BYTES: usize = 600;
/// Maximum number of bytes of a credit's line.
const CREDIT_BYTES: usize = 300;
/// Maximum number of bytes of a mark: longer lines are not looked up.
const MARK_BYTES: usize = 24;
/// Signs that rulers are made of.
const SIGNS: [char; 9] = ['=', '-', '*', '_', '~', '#', '+', '—', '–'];

/// Returns the byte ranges of the stories in `text`, in order; one range over all of it if nothing separates them.
pub(crate) fn stories(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    for range in separated(text) {
        let (base, end) = (range.start, range.end);
        let mut start = base;
        for at in datelined(&text[range]) {
            out.push(start..base + at);
            start = base + at;
        }
        out.push(start..end);
    }
    out
}

/// The ranges between separators.
fn separated(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let (mut start, mut words, mut at) = (0, 0, 0);
    for line in text.split_inclusive(['\n', '\r', '\u{c}']) {
        let end = at + line.len();
        if parts(line) {
            if words >= STORY_WORDS {
                out.push(start..at);
                (start, words) = (end, 0);
            }
            if line.ends_with('\u{c}') && !line.trim().is_empty() {
                words += line.split_whitespace().count();
            }
        } else {
            words += line.split_whitespace().count();
        }
        at = end;
    }
    match out.last_mut() {
        // What trails the last separator is a line about the feed, not a story.
        Some(last) if words < STORY_WORDS => last.end = if words == 0 { last.end } else { text.len() },
        _ => out.push(start..text.len()),
    }
    out
}

/// Where stories begin that only blank lines separate: a headline and a paragraph with a dateline, after several blank
/// lines or after the credit of the story above.
fn datelined(text: &str) -> Vec<usize> {
    let (mut out, mut words, mut at, mut blanks) = (Vec::new(), 0, 0, 0);
    // The line above, and where the headline began that may open a story, with the words above it.
    let mut above = "";
    let mut headline: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim();
        if content.is_empty() {
            blanks += 1;
            continue;
        }
        let apart = blanks >= BLANK_LINES || blanks > 0 && closes(above);
        if apart && words >= STORY_WORDS {
            headline = Some(start);
        }
        if let Some(from) = headline {
            let context = dateline::DatelineContext::default();
            if dateline::parse(content, &context).is_some() {
                out.push(from);
                (words, headline) = (0, None);
            } else if content.split_whitespace().count() > HEADLINE_WORDS || at - from > HEADLINE_BYTES {
                headline = None;
            }
        }
        words += content.split_whitespace().count();
        (above, blanks) = (content, 0);
    }
    out
}

/// Whether a line closes a story: a credit and nothing else.
fn closes(line: &str) -> bool {
    line.len() <= CREDIT_BYTES
        && credit::parse(line, &credit::CreditContext::default()).is_some_and(|c| c.raw.trim() == line)
}

/// Whether a line is a separator.
fn parts(line: &str) -> bool {
    let text = line.trim();
    if text.is_empty() {
        return line.ends_with('\u{c}');
    }
    if line.ends_with('\u{c}') {
        return true;
    }
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    let Some(sign) = chars.next() else { return false };
    if SIGNS.contains(&sign)
        && text.chars().filter(|c| *c == sign).count() >= RULER
        && chars.all(|c| c == sign)
    {
        return true;
    }
    is_mark(text) || text.len() <= MARK_BYTES && STORY_MARKS.has(&text.to_uppercase())
}

/// Whether a line is a wire's own mark, in the spelling of the wires.
pub(crate) fn is_mark(text: &str) -> bool {
    let begins = |&b: &u8| MARK_STARTS[usize::from(b / 64)] >> (b % 64) & 1 != 0;
    if text.len() > MARK_BYTES || !text.as_bytes().first().is_some_and(begins) {
        return false;
    }
    // Some wires add the initials of the desk: "Enditem/ar".
    let mark = match text.rsplit_once('/') {
        Some((mark, desk))
            if (1..=4).contains(&desk.len()) && desk.bytes().all(|b| b.is_ascii_alphabetic()) =>
        {
            mark
        }
        _ => text,
    };
    STORY_MARKS.has(text) || mark.len() < text.len() && STORY_MARKS.has(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "Ferries stay in port\n\nThe harbour master said on Tuesday that the two boats would not sail \
                         before the storm had passed and that every ticket would stay valid until the end of May.\n";

    fn count(text: &str) -> usize {
        let found = stories(text);
        assert!(found.windows(2).all(|w| w[0].end <= w[1].start));
        assert!(found.iter().all(|r| text.get(r.clone()).is_some()));
        found.len()
    }

    #[test]
    fn separators_of_every_kind_part_stories() {
        for mark in ["=====", "* * *", "-30-", "(END)", "NNNN\n\nZCZC", "###", "-----", "\u{c}"] {
            assert_eq!(count(&format!("{STORY}\n{mark}\n{STORY}\n{mark}\n")), 2, "{mark}");
        }
    }

    #[test]
    fn stories_with_datelines_need_no_separator() {
        let wire = "Ferries stay in port\n\nFAIRBROOK, May 5 (Reuters) - The harbour master said on Tuesday that the two \
                    boats would not sail before the storm had passed and that every ticket would stay valid.\n";
        assert_eq!(count(&format!("{wire}\n\n\n{wire}\n\n\n{wire}")), 3);
        assert_eq!(count(&format!("{wire}\n(Reporting by Ana Ruiz; Editing by Tom Ashe)\n\n{wire}")), 2);
        assert_eq!(count(&format!("{wire}\nIt was the worst night in years, he said.\n\n{STORY}")), 1);
        assert_eq!(count(&format!("{STORY}\n\n\n{STORY}")), 1, "nothing says that a story begins");
    }

    #[test]
    fn a_ruler_under_a_headline_parts_nothing() {
        assert_eq!(count(&format!("Ferries stay in port\n=====\n{STORY}")), 1);
        assert_eq!(count(STORY), 1);
        assert_eq!(count(""), 1);
        assert_eq!(count("===\n===\n"), 1);
    }

    #[test]
    fn slugs_go_with_the_story_below() {
        let text = format!("{STORY}\n=====\nFERRIES-2\n=====\n{STORY}");
        let found = stories(&text);
        assert_eq!(found.len(), 2);
        assert!(text[found[1].clone()].contains("FERRIES-2"));
    }
}
