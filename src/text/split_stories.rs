//! Several stories in one text: where a wire feed parts them.
//!
//! Comes in: text. Goes out: the byte ranges of its stories. Separators are lines of one sign repeated (`=====`,
//! `* * *`), end marks of wires (`-30-`, `###`, `(END)`, `NNNN`), form feeds, and the start marks of telex (`ZCZC`). A line
//! parts stories only if both sides have text enough to be one: a ruler under a headline does not.

use std::{ops::Range, sync::LazyLock};

use rustc_hash::FxHashSet;

use crate::lexicon;

/// Signs of a ruler, at least.
const RULER: usize = 3;
/// Words of a story, at least. What is shorter belongs to the story after it, as its slug line does.
const STORY_WORDS: usize = 25;
/// Bytes of a mark, at most: longer lines are not looked up.
const MARK_BYTES: usize = 16;
/// Signs that rulers are made of.
const SIGNS: [char; 9] = ['=', '-', '*', '_', '~', '#', '+', '—', '–'];

/// Marks that wires end or begin stories with, in upper case.
static MARKS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    lexicon::entries(include_str!("../lexicon/data/story-marks.txt")).map(|(_, mark)| mark).collect()
});

/// The byte ranges of the stories in `text`, in order; one over all of it when nothing parts them.
pub(crate) fn stories(text: &str) -> Vec<Range<usize>> {
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
    is_mark(text) || text.len() <= MARK_BYTES && MARKS.contains(text.to_uppercase().as_str())
}

/// Whether a line is a wire's own mark, written as wires write it.
pub(crate) fn is_mark(text: &str) -> bool {
    text.len() <= MARK_BYTES && MARKS.contains(text)
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
