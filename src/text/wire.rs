//! Removes what news wires put around a story: end marks, notes to editors, urgency and version of a headline.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    lines::Line,
    residue::{first_word, write_first_word, write_key},
    split_stories,
};
use crate::lexicon;

/// Bytes of a note to editors, at most, and lines that it may cover.
const NOTE_BYTES: usize = 400;
/// See [`NOTE_BYTES`].
const NOTE_LINES: usize = 4;
/// Bytes of urgency and version, at most.
const SLUG_BYTES: usize = 40;
/// Words that remain of a headline without its slug, at least, in scripts with spaces.
const HEADLINE_BYTES: usize = 6;
/// Brackets around slugs and notes.
const BRACKETS: [(char, char); 6] =
    [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】'), ('<', '>'), ('〈', '〉')];

struct Tables {
    slugs: FxHashSet<&'static str>,
    /// By their first words.
    notes: FxHashMap<&'static str, Vec<&'static str>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables { slugs: FxHashSet::default(), notes: FxHashMap::default() };
    for (group, entry) in lexicon::entries(include_str!("../lexicon/data/story-marks.txt")) {
        match group.split(' ').next() {
            Some("slug") => {
                tables.slugs.insert(entry);
            }
            Some("note") => tables.notes.entry(first_word(entry)).or_default().push(entry),
            _ => {}
        }
    }
    tables
});

/// Drops lines that are end marks or notes to editors.
pub(crate) fn drop_frame(input: &str, lines: &mut Vec<Line>) {
    let text = |l: &Line| &input[l.start as usize..l.end as usize];
    let mut key = String::new();
    let mut open = 0;
    let mut at = 0;
    let count = lines.len();
    let closes: Vec<bool> = lines.iter().take(count).map(|l| text(l).ends_with([')', '）', ']'])).collect();
    lines.retain(|line| {
        at += 1;
        let content = text(line);
        if open > 0 {
            open = if closes[at - 1] { 0 } else { open - 1 };
            return false;
        }
        if split_stories::is_mark(content) {
            return false;
        }
        if is_note(content, &mut key) {
            let bracket = content.starts_with(['(', '（', '[']) && !closes[at - 1];
            // A bracket that is closed in one of the next lines.
            let end = closes[at..].iter().take(NOTE_LINES).position(|&closes| closes);
            if let (true, Some(end)) = (bracket, end) {
                open = end + 1;
            } else if bracket {
                return true;
            }
            return false;
        }
        true
    });
}

/// Whether a line is a note to editors: "(Adds quotes)", "ATTN: …", "Eds: …".
fn is_note(text: &str, key: &mut String) -> bool {
    let bracket = text.starts_with(['(', '（', '[']);
    let first = text.as_bytes().first().copied().unwrap_or_default();
    if text.len() > NOTE_BYTES || !bracket && !first.is_ascii_uppercase() {
        return false;
    }
    let start = &text.as_bytes()[..text.len().min(SLUG_BYTES)];
    if !bracket && !start.contains(&b':') {
        return false;
    }
    write_first_word(text, key);
    let Some(notes) = TABLES.notes.get(key.as_str()) else { return false };
    write_key(text, key);
    let opens =
        |note: &str| key.strip_prefix(note).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let Some(note) = notes.iter().find(|note| opens(note)) else { return false };
    // Without a bracket the word must be a label, followed by its colon.
    let after = text.get(note.len()..).unwrap_or_default();
    bracket || after.trim_start_matches('.').starts_with(':')
}

/// Returns a headline without the urgency and version that wires put before or after it.
pub(crate) fn strip_slug(title: &str) -> &str {
    let mut key = String::new();
    let mut is_slug = |part: &str| {
        write_key(part, &mut key);
        part.len() <= SLUG_BYTES && TABLES.slugs.contains(key.as_str())
    };
    let mut rest = title.trim();
    loop {
        let before = rest;
        for (open, close) in BRACKETS {
            if let Some((slug, after)) = rest.strip_prefix(open).and_then(|r| r.split_once(close))
                && is_slug(slug)
            {
                rest = after.trim_start();
            }
            if let Some((head, slug)) = rest.strip_suffix(close).and_then(|r| r.rsplit_once(open))
                && is_slug(slug)
            {
                rest = head.trim_end();
            }
        }
        if let Some(at) = rest.find(['-', ':', '：', '–'])
            && at <= SLUG_BYTES
            && is_slug(&rest[..at])
            && is_shouted(&rest[..at])
        {
            let sign = rest[at..].chars().next().map_or(1, char::len_utf8);
            rest = rest[at + sign..].trim_start();
        }
        if rest.len() < HEADLINE_BYTES {
            return before;
        }
        if rest.len() == before.len() {
            return rest;
        }
    }
}

/// Whether a slug is written as wires write it: in capitals, or in a script without them.
fn is_shouted(slug: &str) -> bool {
    !slug.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines::Lines;

    #[test]
    fn headlines_lose_urgency_and_version() {
        for (title, want) in [
            ("UPDATE 2-Board votes", "Board votes"),
            ("(2nd LD) Board votes", "Board votes"),
            ("(URGENT) (LEAD) Board votes", "Board votes"),
            ("[속보] 부두 재건하기로", "부두 재건하기로"),
            ("부두 재건하기로(종합2보)", "부두 재건하기로"),
            ("快讯：港口重建", "快讯：港口重建".strip_prefix("快讯：").unwrap_or_default()),
            ("ROUNDUP 2: Rat beschließt", "Rat beschließt"),
            ("Update: the board votes", "Update: the board votes"),
            ("Lead - a poison in the harbour", "Lead - a poison in the harbour"),
            ("Board (and others) vote", "Board (and others) vote"),
            ("URGENT", "URGENT"),
        ] {
            assert_eq!(strip_slug(title), want, "{title}");
        }
    }

    #[test]
    fn notes_to_editors_and_end_marks_are_dropped() {
        let text = "Board votes\n\n(Adds quote, details)\n\n(ATTN: UPDATES with reaction;\nCHANGES headline)\n\nEds: Adds a \
                    byline.\n\nThe board voted.\n(It was late.)\n\n(With a smile, he left\nthe room.\n\nEnditem\n";
        let mut lines = Lines::default();
        lines.read(text);
        drop_frame(text, &mut lines.lines);
        let left: Vec<&str> = lines.lines.iter().map(|l| l.text(text)).collect();
        assert_eq!(
            left,
            ["Board votes", "The board voted.", "(It was late.)", "(With a smile, he left", "the room."]
        );
    }
}
