//! The lines of a plain text and how they were made: hard-wrapped, one string a line, or one paragraph a line.
//!
//! Comes in: text. Goes out: [`Line`]s with their geometry in display columns, and the [`Style`]. Which lines
//! make a paragraph is `reflow`'s business.

use memchr::memchr2;
use unicode_width::UnicodeWidthChar;

/// Columns that a tab counts for.
const TAB: u16 = 4;
/// A line this wide or wider is evidence of where the text was wrapped, in columns.
const WIDE: u16 = 40;
/// Nobody wraps beyond this column; wider lines are paragraphs.
const WRAP_MAX: u16 = 200;
/// Lines wider than the wrap column are rare: this share of the wide lines may be (long URLs).
const WRAP_OUTLIERS: f32 = 0.02;
/// Under this many wide lines the share above is less than one line: the second widest is taken.
const WRAP_FEW: usize = 50;
/// Columns by which a full line may fall short of the wrap column (renderers break early by up to this much).
const TIGHT_SLACK: u16 = 4;
/// Wide lines with a successor that are needed before a text is called wrapped.
const WRAP_PAIRS: u32 = 5;
/// Share of those pairs that must be tight. Wrapped pages have .6 and more, others under .15.
const WRAP_SHARE: f32 = 0.4;
/// With fewer pairs than [`WRAP_PAIRS`] (a short letter), at least this many, and nearly all of them tight.
const LETTER_PAIRS: u32 = 3;
/// See [`LETTER_PAIRS`].
const LETTER_SHARE: f32 = 0.75;
/// Blank lines per line under which each line is a string of its own.
const LINES_BLANKS: f32 = 0.03;
/// A text of so few lines is never called one string a line.
const LINES_MIN: usize = 8;

/// How a text was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// Hard-wrapped: lynx, w3m, e-mail, wire feeds.
    Wrap,
    /// One string a line, mostly without blank lines: a DOM's text nodes.
    Lines,
    /// One paragraph a line.
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
    /// `o`, which is a bullet only where its indent says so.
    Letter,
    /// `1.` or `1)`.
    Number,
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
    /// Bytes of the bullet and the space after it; 0 without.
    pub(crate) mark: u16,
    /// What it begins with.
    pub(crate) bullet: Bullet,
    /// It holds a space or a CJK character: a line of text, no single long token.
    pub(crate) spaced: bool,
}

impl Line {
    /// The column after its last character.
    pub(crate) fn edge(&self) -> u16 {
        self.indent.saturating_add(self.width)
    }

    /// The column in which the text begins after the bullet.
    pub(crate) fn hang(&self) -> u16 {
        self.indent.saturating_add(self.mark)
    }

    /// The text after the bullet.
    pub(crate) fn text<'a>(&self, input: &'a str) -> &'a str {
        &input[self.start as usize + usize::from(self.mark)..self.end as usize]
    }
}

/// The lines of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    /// Those that are not blank.
    pub(crate) lines: Vec<Line>,
    /// Number of blank lines, those at the end not counted.
    pub(crate) blanks: u32,
    /// The column at which the text was wrapped, if it was.
    pub(crate) column: u16,
    /// How it was made.
    pub(crate) style: Style,
}

impl Lines {
    /// Reads the lines of `input` (of which no more than 4 GB) anew, keeping the memory.
    pub(crate) fn read(&mut self, input: &str) {
        self.lines.clear();
        self.blanks = 0;
        let bytes = &input.as_bytes()[..input.len().min(u32::MAX as usize)];
        let mut at = 0;
        let mut number = 0;
        let mut blanks: u16 = 0;
        while at < bytes.len() {
            let end = memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |i| at + i);
            match line(input, at, end, number, blanks) {
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
        self.measure();
    }

    /// Whether the line before `next` is full: the next word would not have fitted.
    pub(crate) fn tight(&self, line: &Line, next: &Line) -> bool {
        line.edge().saturating_add(1).saturating_add(next.first) > self.column.saturating_sub(TIGHT_SLACK)
    }

    fn measure(&mut self) {
        self.column = wrap_column(&self.lines);
        let (mut pairs, mut tight) = (0_u32, 0_u32);
        if (1..=WRAP_MAX).contains(&self.column) {
            for pair in self.lines.windows(2) {
                if pair[0].width >= WIDE && pair[1].blanks == 0 {
                    pairs += 1;
                    tight += u32::from(self.tight(&pair[0], &pair[1]));
                }
            }
        }
        let share = tight as f32 / pairs.max(1) as f32;
        let letter = pairs >= LETTER_PAIRS && share >= LETTER_SHARE;
        self.style = if pairs >= WRAP_PAIRS && share >= WRAP_SHARE || letter {
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

/// The column that all but the widest few lines keep to; 0 when no line is wide, [`u16::MAX`] when there is none.
fn wrap_column(lines: &[Line]) -> u16 {
    let mut histogram = [0_u32; WRAP_MAX as usize + 2];
    let mut wide = 0_usize;
    for line in lines.iter().filter(|l| l.width >= WIDE && l.spaced) {
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

/// Whether a character stands without spaces to its neighbours in running text.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xf900..=0xfaff | 0xff00..=0xff9f | 0x20000..=0x3134f)
}

/// White space and characters that are nothing on paper (byte order mark, zero-width space).
fn is_void(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}')
}

/// Measures one line; `None` when it is blank.
fn line(input: &str, mut at: usize, mut end: usize, number: u32, blanks: u16) -> Option<Line> {
    let bytes = input.as_bytes();
    let mut indent: u16 = 0;
    while at < end {
        match bytes[at] {
            b' ' => indent = indent.saturating_add(1),
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
        spaced,
    })
}

fn ascii_geometry(text: &str) -> (u16, u16, bool) {
    let first = memchr2(b' ', b'\t', text.as_bytes());
    let clamp = |n: usize| n.min(usize::from(u16::MAX)) as u16;
    (clamp(text.len()), clamp(first.unwrap_or(text.len())), first.is_some())
}

fn geometry(text: &str) -> (u16, u16, bool) {
    let (mut width, mut first, mut spaced) = (0_u16, None, false);
    for (i, c) in text.char_indices() {
        let cjk = c >= '\u{2e80}' && is_cjk(c);
        if cjk && i == 0 {
            first = Some(2);
        }
        if c.is_ascii() {
            if c == ' ' || c == '\t' {
                first.get_or_insert(width);
                spaced = true;
            }
            width = width.saturating_add(1);
        } else {
            width = width.saturating_add(c.width().unwrap_or(0) as u16);
            spaced |= cjk;
        }
    }
    (width, first.unwrap_or(width), spaced)
}

/// Finds the bullet of a line: its kind, and the bytes it takes with the space after it.
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
        gap => (kind, (len + gap).min(64) as u16),
    }
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
    fn a_letter_or_a_number_is_a_bullet_only_with_a_space() {
        for text in ["on", "1.5 million", "*bold*", "2021. ", "o", "-5 degrees"] {
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
