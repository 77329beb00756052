//! Splits a plain text into [`Line`]s, measures them in display columns, and detects the [`Style`]: hard-wrapped, one
//! string per line, or one paragraph per line.
//!
//! `reflow` decides which lines make a paragraph.

use memchr::{memchr2, memmem};
use unicode_width::UnicodeWidthChar;

use super::occurrences::Occurrences;
use crate::lexicon::month;
pub(crate) use crate::words::hash::is_cjk;

/// Width of a tab in columns.
const TAB: u16 = 4;
/// Minimum width in columns of a line that shows where the text was wrapped.
const WIDE: u16 = 40;
/// Greatest column at which a text is wrapped. Wider lines are paragraphs.
const WRAP_MAX: u16 = 200;
/// Maximum share of the wide lines that exceed the wrap column (long URLs).
const WRAP_OUTLIERS: f32 = 0.02;
/// With fewer wide lines than this, the share above is less than one line, and the second widest line counts.
const WRAP_FEW: usize = 50;
/// Columns by which a full line can fall short of the wrap column, because renderers break early.
const TIGHT_SLACK: u16 = 4;
/// Minimum number of wide lines with a successor in a wrapped text.
const WRAP_PAIRS: u32 = 5;
/// Minimum share of those pairs that are tight. Wrapped pages have .6 and more, others less than .15.
const WRAP_SHARE: f32 = 0.4;
/// The same for a short letter, which has few pairs, nearly all of them tight.
const LETTER_PAIRS: u32 = 3;
/// See [`LETTER_PAIRS`].
const LETTER_SHARE: f32 = 0.75;
/// Maximum share of the lines of those pairs that end as a sentence does. Paragraphs of about the same length do, wrapped
/// lines rarely.
const LETTER_ENDED: f32 = 0.5;
/// The same for narrow columns, as in newspapers and PDF: minimum width of a line that shows the column.
const NARROW: u16 = 22;
/// Minimum number of such lines with a successor, and the minimum share of them that is full.
const NARROW_PAIRS: u32 = 6;
/// See [`NARROW_PAIRS`].
const NARROW_SHARE: f32 = 0.6;
/// Minimum share of the next lines that begin with a lowercase letter. Those of verse and of lists do not.
const NARROW_LOWER: f32 = 0.4;
/// Maximum share of lines that are wider than a narrow column: headlines.
const NARROW_OUTLIERS: f32 = 0.1;
/// Spaces between the parts of a running head.
pub(crate) const GAP: &str = "     ";
/// Blank lines per line below which each line is a string of its own.
const LINES_BLANKS: f32 = 0.03;
/// Texts with up to this many lines are never called one string per line.
const LINES_MIN: usize = 8;

/// How a text was broken into lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// Hard-wrapped: lynx, w3m, e-mail, wire feeds.
    Wrap,
    /// One string per line, mostly without blank lines: the text nodes of a DOM.
    Lines,
    /// One paragraph per line.
    #[default]
    Para,
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Bullet {
    /// Text.
    #[default]
    None,
    /// `*`, `•` and the like.
    Mark,
    /// `o`, which is a bullet only if its indent shows it.
    Letter,
    /// `1.` or `1)`.
    Number,
}

/// The white space inside a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spacing {
    /// None: a single token.
    #[default]
    Token,
    /// A space, or a CJK character, which needs none.
    Spaced,
    /// A [`GAP`].
    Gapped,
}

/// One line that is not blank.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Line {
    /// Byte range of the text without white space at its ends, bullet included.
    pub(crate) start: u32,
    /// See `start`.
    pub(crate) end: u32,
    /// Number of the line in the input, from 0.
    pub(crate) number: u32,
    /// Columns before the text.
    pub(crate) indent: u16,
    /// Display columns of the text.
    pub(crate) width: u16,
    /// Display columns of its first word (2 when it begins with a CJK character, which may stand alone).
    pub(crate) first: u16,
    /// Blank lines before it.
    pub(crate) blanks: u16,
    /// Bytes of the bullet and the space after it; 0 without a bullet.
    pub(crate) mark: u16,
    /// Its bullet.
    pub(crate) bullet: Bullet,
    /// Its widest kind of space.
    pub(crate) spacing: Spacing,
}

impl Line {
    /// Returns the column after its last character.
    pub(crate) fn edge(&self) -> u16 {
        self.indent.saturating_add(self.width)
    }

    /// Returns the column in which the text begins after the bullet.
    pub(crate) fn hang(&self) -> u16 {
        self.indent.saturating_add(self.mark)
    }

    /// Returns the text after the bullet.
    pub(crate) fn text<'a>(&self, input: &'a str) -> &'a str {
        &input[self.start as usize + usize::from(self.mark)..self.end as usize]
    }
}

/// The lines of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    /// Those that are not blank.
    pub(crate) lines: Vec<Line>,
    /// Number of blank lines, without those at the end.
    pub(crate) blanks: u32,
    /// The column at which the text was wrapped.
    pub(crate) column: u16,
    /// How it was broken into lines.
    pub(crate) style: Style,
}

impl Lines {
    /// Reads the lines of `input`, of which at most 4 GB, and keeps the allocated memory.
    pub(crate) fn read(&mut self, input: &str) {
        self.lines.clear();
        self.blanks = 0;
        let bytes = &input.as_bytes()[..input.len().min(u32::MAX as usize)];
        let mut at = 0;
        let mut number = 0;
        let mut blanks: u16 = 0;
        let gap = memmem::Finder::new(GAP);
        let mut gaps = Occurrences::new(&gap, input);
        while at < bytes.len() {
            let end = memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |i| at + i);
            match line(input, at, end, number, blanks, &mut gaps) {
                Some(line) => {
                    self.blanks += u32::from(blanks);
                    self.lines.push(line);
                    blanks = 0;
                }
                None => blanks = blanks.saturating_add(1),
            }
            number += 1;
            let crlf = bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n');
            at = end + 1 + usize::from(crlf);
        }
        self.measure(input);
    }

    /// Whether `line`, which precedes `next`, is full: the next word would not have fitted.
    pub(crate) fn tight(&self, line: &Line, next: &Line) -> bool {
        line.edge().saturating_add(1).saturating_add(next.first) > self.column.saturating_sub(TIGHT_SLACK)
    }

    /// Whether the text is a narrow column; sets the column if it is.
    fn is_narrow(&mut self, input: &str) -> bool {
        let wide = self.lines.iter().filter(|l| l.width >= WIDE).count();
        if wide as f32 > NARROW_OUTLIERS * self.lines.len() as f32 {
            return false;
        }
        let before = std::mem::replace(&mut self.column, wrap_column(&self.lines, NARROW).min(WIDE + NARROW));
        let (mut pairs, mut tight, mut small) = (0_u32, 0_u32, 0_u32);
        for pair in self.lines.windows(2) {
            if pair[0].width >= NARROW && pair[1].blanks == 0 && pair[1].bullet == Bullet::None {
                pairs += 1;
                tight += u32::from(self.tight(&pair[0], &pair[1]));
                small += u32::from(starts_small(&pair[1], input));
            }
        }
        let share = |n: u32| n as f32 / pairs.max(1) as f32;
        let narrow = pairs >= NARROW_PAIRS && share(tight) >= NARROW_SHARE && share(small) >= NARROW_LOWER;
        if !narrow {
            self.column = before;
        }
        narrow
    }

    fn measure(&mut self, input: &str) {
        self.column = wrap_column(&self.lines, WIDE);
        let (mut pairs, mut tight, mut complete) = (0_u32, 0_u32, 0_u32);
        if (1..=WRAP_MAX).contains(&self.column) {
            for pair in self.lines.windows(2) {
                if pair[0].width >= WIDE && pair[1].blanks == 0 {
                    pairs += 1;
                    tight += u32::from(self.tight(&pair[0], &pair[1]));
                    complete += u32::from(ended(pair[0].text(input)));
                }
            }
        }
        let share = |n: u32| n as f32 / pairs.max(1) as f32;
        let broken = share(complete) <= LETTER_ENDED;
        let letter = pairs >= LETTER_PAIRS && share(tight) >= LETTER_SHARE;
        let wrapped = pairs >= WRAP_PAIRS && share(tight) >= WRAP_SHARE;
        self.style = if broken && (wrapped || letter) || self.is_narrow(input) {
            Style::Wrap
        } else if (self.blanks as f32) < LINES_BLANKS * self.lines.len() as f32
            && self.lines.len() > LINES_MIN
        {
            Style::Lines
        } else {
            Style::Para
        };
    }
}

/// Whether a text ends with `.!?:…` or a similar sign, followed by quotation marks and brackets only.
pub(crate) fn ended(text: &str) -> bool {
    if text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let rest = text.trim_end_matches(['"', '\'', '”', '’', '»', '“', '„', ')', ']', '」', '』', '）']);
    rest.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '؟', '।', '۔', '።', '။', '។', '։'])
}

/// Whether a line begins with a lowercase letter.
fn starts_small(line: &Line, input: &str) -> bool {
    line.text(input).chars().next().is_some_and(char::is_lowercase)
}

/// Returns the column that all but a few lines keep to: 0 if no line is wide, [`u16::MAX`] if there is no such column.
fn wrap_column(lines: &[Line], least: u16) -> u16 {
    let mut histogram = [0_u32; WRAP_MAX as usize + 2];
    let mut wide = 0_usize;
    // A running head with its parts at both edges is as wide as the page, not as its text.
    let plain = |l: &&Line| l.width > WRAP_MAX || l.spacing != Spacing::Gapped;
    for line in lines.iter().filter(|l| l.width >= least && l.spacing > Spacing::Token).filter(plain) {
        histogram[usize::from(line.edge().min(WRAP_MAX + 1))] += 1;
        wide += 1;
    }
    let skip = match wide {
        0 => return 0,
        1 => 0,
        n if n < WRAP_FEW => 1,
        n => (n as f32 * WRAP_OUTLIERS) as usize,
    };
    let mut seen = 0;
    for (column, &count) in histogram.iter().enumerate().rev() {
        seen += count as usize;
        if seen > skip {
            return if column > usize::from(WRAP_MAX) { u16::MAX } else { column as u16 };
        }
    }
    0
}

/// Whether a character is whitespace or invisible (byte order mark, zero-width space).
fn is_void(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}')
}

/// Measures one line. Returns `None` if it is blank.
fn line(
    input: &str,
    mut at: usize,
    mut end: usize,
    number: u32,
    blanks: u16,
    gaps: &mut Occurrences<'_>,
) -> Option<Line> {
    let bytes = input.as_bytes();
    let mut indent: u16 = 0;
    while at < end {
        match bytes[at] {
            b' ' => {
                let spaces = leading_spaces(&bytes[at..end]);
                indent = indent.saturating_add(clamp(spaces));
                at += spaces;
                continue;
            }
            b'\t' => indent = indent.saturating_add(TAB),
            0x21..=0x7e => break,
            0x80.. => {
                let c = input[at..end].chars().next()?;
                if !is_void(c) {
                    break;
                }
                indent = indent.saturating_add(c.width().unwrap_or(0) as u16);
                at += c.len_utf8();
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    while at < end {
        match bytes[end - 1] {
            0x21..=0x7e => break,
            0x80.. => {
                let c = input[at..end].chars().next_back()?;
                if !is_void(c) {
                    break;
                }
                end -= c.len_utf8();
            }
            _ => end -= 1,
        }
    }
    if at == end {
        return None;
    }
    let text = &input[at..end];
    let (bullet, mark) = bullet(text);
    let (width, first, spaced) = if text.is_ascii() { ascii_geometry(text) } else { geometry(text) };
    let spacing = match spaced {
        false => Spacing::Token,
        true if gaps.is_in((at + usize::from(mark)).min(end)..end) => Spacing::Gapped,
        true => Spacing::Spaced,
    };
    Some(Line {
        start: at as u32,
        end: end as u32,
        number,
        indent,
        width,
        first,
        blanks,
        mark,
        bullet,
        spacing,
    })
}

/// Returns a number of columns.
fn clamp(columns: usize) -> u16 {
    columns.min(usize::from(u16::MAX)) as u16
}

/// Returns the number of bytes at the beginning of a text for which `stops` has no bit set. It is given eight bytes at a time,
/// and sets the highest bit of some of them.
#[inline]
fn run(bytes: &[u8], stops: impl Fn(u64) -> u64) -> usize {
    let (words, rest) = bytes.as_chunks();
    for (n, &word) in words.iter().enumerate() {
        let found = stops(u64::from_le_bytes(word));
        if found != 0 {
            return 8 * n + found.trailing_zeros() as usize / 8;
        }
    }
    let mut last = [0xff; 8];
    last[..rest.len()].copy_from_slice(rest);
    8 * words.len() + stops(u64::from_le_bytes(last)).trailing_zeros() as usize / 8
}

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

fn leading_spaces(bytes: &[u8]) -> usize {
    // Any difference to a space carries into the highest bit.
    let others = |x: u64| {
        let difference = x ^ 0x2020_2020_2020_2020;
        (((difference & !HIGH) + !HIGH) | difference) & HIGH
    };
    run(bytes, others)
}

fn leading_ascii(bytes: &[u8]) -> usize {
    run(bytes, |x| x & HIGH)
}

fn ascii_geometry(text: &str) -> (u16, u16, bool) {
    let first = memchr2(b' ', b'\t', text.as_bytes());
    (clamp(text.len()), clamp(first.unwrap_or(text.len())), first.is_some())
}

fn geometry(text: &str) -> (u16, u16, bool) {
    let (mut width, mut first, mut spaced) = (0_u16, None, false);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let ascii = leading_ascii(&bytes[at..]);
        if first.is_none()
            && let Some(gap) = memchr2(b' ', b'\t', &bytes[at..at + ascii])
        {
            first.get_or_insert(width.saturating_add(clamp(gap)));
            spaced = true;
        }
        width = width.saturating_add(clamp(ascii));
        at += ascii;
        for c in text[at..].chars().take_while(|c| !c.is_ascii()) {
            let cjk = c >= '\u{2e80}' && is_cjk(c);
            if cjk && at == 0 {
                first = Some(2);
            }
            width = width.saturating_add(c.width().unwrap_or(0) as u16);
            spaced |= cjk;
            at += c.len_utf8();
        }
    }
    (width, first.unwrap_or(width), spaced)
}

/// Returns the bullet of a line, and its length in bytes with the space after it.
fn bullet(text: &str) -> (Bullet, u16) {
    let bytes = text.as_bytes();
    let (kind, len) = match bytes[0] {
        b'*' | b'+' | b'-' => (Bullet::Mark, 1),
        b'o' => (Bullet::Letter, 1),
        b'0'..=b'9' => {
            let digits = bytes.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
            if !matches!(bytes.get(digits), Some(b'.' | b')')) {
                return (Bullet::None, 0);
            }
            (Bullet::Number, digits + 1)
        }
        0xe2 => match text.chars().next() {
            Some('•' | '◦' | '▪' | '▫' | '□' | '■' | '○' | '●' | '‣' | '⁃' | '☆' | '★') => {
                (Bullet::Mark, 3)
            }
            _ => return (Bullet::None, 0),
        },
        _ => return (Bullet::None, 0),
    };
    let gap = bytes[len.min(bytes.len())..].iter().take_while(|&&b| b == b' ' || b == b'\t').count();
    match gap {
        0 if len < bytes.len() || kind == Bullet::Letter => (Bullet::None, 0),
        // "29. September 2031" is a date.
        gap if kind == Bullet::Number && is_month(&text[len + gap..]) => (Bullet::None, 0),
        gap => (kind, (len + gap).min(64) as u16),
    }
}

/// Whether a text begins with the name of a month.
fn is_month(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    end > 0 && month::lookup(&text[..end], None).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Lines {
        let mut lines = Lines::default();
        lines.read(text);
        lines
    }

    #[test]
    fn every_kind_of_line_end_parts_lines() {
        for text in ["a\n\nb\nc", "a\r\n\r\nb\r\nc", "a\r\rb\rc", "\u{feff}a\n \u{a0}\t\nb\nc\n\n\n"] {
            let lines = read(text);
            let numbers: Vec<_> = lines.lines.iter().map(|l| (l.text(text), l.number, l.blanks)).collect();
            assert_eq!(numbers, [("a", 0, 0), ("b", 2, 1), ("c", 3, 0)], "{text:?}");
            assert_eq!(lines.blanks, 1);
        }
    }

    #[test]
    fn geometry_counts_display_columns() {
        let text = "   * Menu\n\t日本語 text\n  12. élan vital";
        let lines = read(text).lines;
        assert_eq!((lines[0].indent, lines[0].width, lines[0].hang()), (3, 6, 5));
        assert_eq!((lines[1].indent, lines[1].width, lines[1].first), (4, 11, 2));
        assert_eq!((lines[2].bullet, lines[2].text(text)), (Bullet::Number, "élan vital"));
    }

    #[test]
    fn paragraphs_of_about_the_same_length_are_not_wrapped_lines() {
        let paragraph = "The harbour board of the island voted on Tuesday to rebuild the east pier, which a storm had torn \
                         away in the first week of the year";
        let text: String = (0..6).map(|n| format!("{paragraph}, number {n}.\n")).collect();
        assert_eq!(read(&text).style, Style::Para);
        let text: String = (0..6).map(|n| format!("{paragraph} of the {n}\n")).collect();
        assert_eq!(read(&text).style, Style::Wrap);
    }

    #[test]
    fn a_running_head_is_not_as_wide_as_the_text() {
        let head = "THE ISLAND COURIER               Thursday, May 8, 2031               7\n\n";
        let line = "The harbour board of the island voted on Tuesday\nto rebuild the east pier, which a storm had torn\n";
        let lines = read(&format!("{head}{}\n{head}{}", line.repeat(4), line.repeat(4)));
        assert_eq!((lines.style, lines.column), (Style::Wrap, 48));
    }

    #[test]
    fn a_letter_or_a_number_is_a_bullet_only_with_a_space() {
        for text in ["on", "1.5 million", "*bold*", "2021. ", "o", "-5 degrees", "29. September 2031"] {
            assert_eq!(read(text).lines[0].mark, 0, "{text}");
        }
        assert_eq!(read("* x").lines[0].bullet, Bullet::Mark);
        assert_eq!(read("*").lines[0].bullet, Bullet::Mark, "a lone bullet");
    }

    #[test]
    fn wrapped_text_is_told_from_paragraphs_and_strings() {
        let wrapped = "The harbour master said on Tuesday that the two ferries would stay in\n\
                       port until the storm had passed, and that nobody had been hurt when the\n\
                       older of them touched the pier. Passengers were brought ashore in small\n\
                       boats, and the company promised to pay for the rooms in which they had\n\
                       to spend the night.\n\nA second storm was on its way.\n";
        assert_eq!(read(wrapped).style, Style::Wrap);
        let long = "A paragraph of some length that nobody has broken. ".repeat(8);
        assert_eq!(read(&format!("{long}\n\n{long}\n\n{long}")).style, Style::Para);
        let strings =
            "Home\nNews\nSport\nWeather\nThe harbour\nFerries stay in port\nBy the desk\nShare\nTags\n";
        assert_eq!(read(strings).style, Style::Lines);
    }
}
