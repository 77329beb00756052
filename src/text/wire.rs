//! Removes what news wires put around a story: end marks, notes to editors, urgency and version of a headline.

use std::ops::Range;

use super::{
    lines::Line,
    residue::{write_first_word, write_key},
    split_stories,
    tables::{NOTES, SLUGS},
};

/// Bytes of a note to editors, at most, and lines that it may cover.
const NOTE_BYTES: usize = 400;
/// See [`NOTE_BYTES`].
const NOTE_LINES: usize = 4;
/// Maximum number of bytes of urgency and version.
const SLUG_BYTES: usize = 40;
/// Words that remain of a headline without its slug, at least, in scripts with spaces.
const HEADLINE_BYTES: usize = 6;
/// Brackets around slugs and notes.
const BRACKETS: [(char, char); 6] =
    [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】'), ('<', '>'), ('〈', '〉')];

/// First lines of a story that can have the marks of American wires.
const MARKED_LINES: usize = 12;
/// What their slugs begin with: the cycle of the story, "both", "morning" or "afternoon".
const CYCLES: [&str; 3] = ["BC-", "AM-", "PM-"];

/// Reads the marked lines of American wires: "^Fire destroys mill<" is a headline and "^By JANE DOE=" a byline; slugs
/// ("BC-Mill Fire, 1st Ld-Writethru") and other lines with "=" go.
fn unmark(input: &str, lines: &mut Vec<Line>) {
    let text = |l: &Line| &input[l.start as usize..l.end as usize];
    let inner = |l: &Line| text(l).strip_prefix('^')?.strip_suffix(['<', '=']).map(str::to_owned);
    let head = lines.len().min(MARKED_LINES);
    if !lines[..head].iter().any(|line| inner(line).is_some()) {
        return;
    }
    let (mut at, mut parted) = (0, false);
    lines.retain_mut(|line| {
        at += 1;
        if at > head {
            line.blanks = line.blanks.max(u16::from(std::mem::take(&mut parted)));
            return true;
        }
        let marked = inner(line);
        let content = marked.as_deref().unwrap_or_else(|| text(line));
        let is_slug = CYCLES.iter().any(|cycle| content.starts_with(cycle));
        if is_slug || marked.is_some() && text(line).ends_with('=') && !crate::byline::opens(content, None) {
            parted = true;
            return false;
        }
        let is_marked = marked.is_some();
        line.blanks = line.blanks.max(u16::from(parted || is_marked));
        if is_marked {
            (line.start, line.end) = (line.start + 1, line.end - 1);
        }
        parted = is_marked;
        true
    });
}

/// Drops lines that are end marks or notes to editors.
pub(crate) fn drop_frame(input: &str, lines: &mut Vec<Line>) {
    unmark(input, lines);
    let text = |l: &Line| &input[l.start as usize..l.end as usize];
    let closes = |l: &Line| text(l).ends_with([')', '）', ']']);
    let mut key = String::new();
    // The ranges of lines that are dropped. Nearly all texts have none.
    let mut dropped: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let content = text(&lines[at]);
        let mut end = at + 1;
        if !split_stories::is_mark(content) {
            if !is_note(content, &mut key) {
                at = end;
                continue;
            }
            if content.starts_with(['(', '（', '[']) && !closes(&lines[at]) {
                // A bracket that is closed in one of the next lines.
                let Some(last) = lines[end..].iter().take(NOTE_LINES).position(closes) else {
                    at = end;
                    continue;
                };
                end += last + 1;
            }
        }
        dropped.push(at..end);
        at = end;
    }
    if dropped.is_empty() {
        return;
    }
    let (mut ranges, mut at) = (dropped.into_iter().peekable(), 0);
    lines.retain(|_| {
        ranges.next_if(|range| range.end <= at);
        at += 1;
        !ranges.peek().is_some_and(|range| range.contains(&(at - 1)))
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
    let Some(notes) = NOTES.get(key) else { return false };
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
        part.len() <= SLUG_BYTES && SLUGS.has(&key)
    };
    // "++ Storm closes port ++" is urgent, and "^Storm closes port<" is how American wires mark a headline.
    let marked = title.trim().strip_prefix('^').and_then(|title| title.strip_suffix('<'));
    let mut rest = marked.unwrap_or(title).trim().trim_matches(['+', ' ']);
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
            ("++ Board votes ++", "Board votes"),
            ("^Board votes<", "Board votes"),
        ] {
            assert_eq!(strip_slug(title), want, "{title}");
        }
    }

    #[test]
    fn marked_lines_of_wires_are_read() {
        let text = "BC-Board Votes, 1st Ld-Writethru\n^Board votes to close the pier<\n^Eds: Adds quote.<\n^By JANE DOE=\n^Wire Press=\n\
                    ASHMERE (AP) -- The board voted.\n";
        let mut lines = Lines::default();
        lines.read(text);
        drop_frame(text, &mut lines.lines);
        let left: Vec<(&str, bool)> = lines.lines.iter().map(|l| (l.text(text), l.blanks > 0)).collect();
        let want = ["Board votes to close the pier", "By JANE DOE", "ASHMERE (AP) -- The board voted."];
        assert_eq!(left, want.map(|line| (line, true)));
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
