//! Decides which lines of a plain text make one paragraph.
//!
//! The result is one [`Joint`] for each line: whether it continues the block before it, and how the two are joined.

use rustc_hash::FxHashSet;

use crate::lexicon::common_words;

use super::{
    lines::{Bullet, Line, Lines, Style, ended, is_cjk},
    tables::{FUNCTION_WORDS, HYPHEN_HEADS},
};

/// Minimum width of a full line as a share of the wrap column. Shorter lines end a paragraph whatever follows.
const FULL_SHARE: f32 = 0.35;
/// Minimum width in columns of a line that ends inside a sentence and continues in a lowercase line although it is not full.
const OPEN_WIDTH: u16 = 30;
/// Columns by which a hanging indent can differ.
const HANG_SLACK: u16 = 1;
/// Maximum indent of the first line of a paragraph relative to the others, in columns.
const FIRST_INDENT: u16 = 8;
/// Minimum number of words of one of two strings that are joined as parts of a sentence. Menus have fewer.
const SENTENCE_WORDS: usize = 4;
/// Minimum number of words before a link inside a sentence if nothing else shows that the string is running text.
const LINK_BEFORE: usize = 7;
/// Maximum number of words of a link inside a sentence.
const LINK_WORDS: usize = 10;

/// Lines from the top of a text in which a broken headline is looked for, and the columns of its lines.
const HEADLINE_LINES: usize = 40;
/// See [`HEADLINE_LINES`].
const HEADLINE_WIDTH: std::ops::RangeInclusive<u16> = 8..=72;
/// Minimum number of words of the first line of a headline in capitals.
const CAPITALS_WORDS: usize = 4;
/// Minimum number of lines that end with a hyphen in a text that was typeset with hyphenation, and their minimum share of
/// all lines. Text browsers break lines only at the hyphens of words, which is 1 line in 50.
const TYPESET_HYPHENS: usize = 3;
/// See [`TYPESET_HYPHENS`].
const TYPESET_SHARE: f32 = 0.05;

/// Lines of a stanza, at least and at most, their columns, and the share of them that end with punctuation.
const STANZA_LINES: (usize, usize) = (3, 40);
/// See [`STANZA_LINES`].
const STANZA_WIDTH: u16 = 60;
/// See [`STANZA_LINES`].
const STANZA_MARKS: f32 = 0.6;

/// How a line is joined to the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joint {
    /// It is not: it begins a block.
    Open,
    /// One space between.
    Space,
    /// Nothing between.
    Tight,
    /// The hyphen at the end of the line before is dropped.
    Hyphen,
}

/// Decides for every line how it is joined. Clears `joints` first.
pub(crate) fn reflow(input: &str, lines: &Lines, joints: &mut Vec<Joint>) {
    joints.clear();
    joints.reserve(lines.lines.len());
    match lines.style {
        Style::Wrap => wrap(input, lines, joints),
        Style::Lines => strings(input, &lines.lines, joints),
        Style::Para => paragraphs(input, &lines.lines, joints),
    }
}

fn wrap(input: &str, lines: &Lines, joints: &mut Vec<Joint>) {
    let mut vocabulary = TypesetWords { typeset: is_typeset(input, &lines.lines), ..TypesetWords::default() };
    let mut open: Option<Paragraph> = None;
    for (i, line) in lines.lines.iter().enumerate() {
        let joined = open.as_ref().is_some_and(|open| open.takes(input, lines, i, line))
            || continues_headline(input, &lines.lines, i);
        match &mut open {
            Some(open) if joined => {
                let joint = glue(open.last.text(input), line.text(input), Some((input, &mut vocabulary)));
                joints.push(joint);
                open.last = *line;
                open.count += 1;
            }
            open => {
                joints.push(Joint::Open);
                *open = Some(Paragraph { first: *line, last: *line, count: 1 });
            }
        }
    }
}

/// A block of hard-wrapped lines that can continue.
struct Paragraph {
    first: Line,
    last: Line,
    count: u32,
}

impl Paragraph {
    fn takes(&self, input: &str, lines: &Lines, index: usize, line: &Line) -> bool {
        if line.blanks > 0 || self.bulleted(line) {
            return false;
        }
        let tight = lines.tight(&self.last, line)
            && f32::from(self.last.width) > FULL_SHARE * f32::from(lines.column);
        let last = self.last.text(input);
        let open = (self.last.width >= OPEN_WIDTH && !ended(last) || is_hyphenated(last))
            && starts_lower(line.text(input));
        if self.fits(line) {
            return tight || open;
        }
        // A first line that is indented deeper than the rest of its paragraph.
        let outdent = self.first.indent.saturating_sub(line.indent);
        let settled = lines.lines.get(index + 1).is_some_and(|n| n.blanks == 0 && n.indent == line.indent);
        self.count == 1
            && self.first.bullet == Bullet::None
            && (1..=FIRST_INDENT).contains(&outdent)
            && tight
            && (open || settled && !ended(last))
    }

    /// Whether a line begins a block with its bullet. A letter or number at the indent of the block is text.
    fn bulleted(&self, line: &Line) -> bool {
        match line.bullet {
            Bullet::None => false,
            Bullet::Mark => true,
            Bullet::Letter | Bullet::Number => {
                line.indent != self.last.indent && line.indent != self.first.indent
                    || self.first.bullet == line.bullet
            }
        }
    }

    fn fits(&self, line: &Line) -> bool {
        line.indent == self.first.indent
            || line.indent == self.last.indent
            || self.first.mark > 0 && line.indent.abs_diff(self.first.hang()) <= HANG_SLACK
    }
}

/// Joins lines of a text with one paragraph per line, only where a line break of the page source plainly cut a sentence.
fn paragraphs(input: &str, lines: &[Line], joints: &mut Vec<Joint>) {
    let mut vocabulary = TypesetWords::default();
    let mut verse = 0..0;
    for (i, line) in lines.iter().enumerate() {
        if i >= verse.end {
            verse = stanza(input, lines, i);
        }
        let text = line.text(input);
        let before = if i > 0 { lines[i - 1].text(input) } else { "" };
        let joined = continues_headline(input, lines, i)
            || i > 0
                && !verse.contains(&i)
                && line.blanks == 0
                && line.bullet == Bullet::None
                && line.indent == lines[i - 1].hang()
                && lines[i - 1].width >= OPEN_WIDTH
                && starts_lower(text)
                && !ended(before)
                && count_words(before, SENTENCE_WORDS) >= SENTENCE_WORDS;
        joints.push(if joined { glue(before, text, Some((input, &mut vocabulary))) } else { Joint::Open });
    }
}

/// The stanza that begins at line `i`; empty if the lines up to the next blank one are not verse. Lines of verse are short,
/// and most end with a mark of punctuation; prose that somebody broke does so by chance.
fn stanza(input: &str, lines: &[Line], i: usize) -> std::ops::Range<usize> {
    let is_short = |l: &Line| l.width <= STANZA_WIDTH && l.bullet == Bullet::None;
    if !is_short(&lines[i]) {
        return i..i;
    }
    let more = lines[i + 1..].iter().take(STANZA_LINES.1).take_while(|l| l.blanks == 0).count();
    let group = i..i + 1 + more;
    if group.len() < STANZA_LINES.0 || !lines[group.clone()].iter().all(is_short) {
        return i..i;
    }
    let count = lines[group.clone()].iter().filter(|l| ends_with_mark(l.text(input))).count();
    if count as f32 >= STANZA_MARKS * group.len() as f32 { group } else { i..i }
}

/// Whether a line ends with a mark of punctuation.
fn ends_with_mark(text: &str) -> bool {
    match text.as_bytes().last() {
        Some(b) if b.is_ascii() => matches!(b, b',' | b';' | b'.' | b':' | b'!' | b'?' | b'"'),
        _ => text.ends_with(['—', '–', '”', '،', '。', '，']),
    }
}

/// Whether line `i` continues a headline that was broken over two or three lines: a group near the top, between blank lines,
/// that plainly is one phrase.
fn continues_headline(input: &str, lines: &[Line], i: usize) -> bool {
    let Some(before) = i.checked_sub(1).map(|i| &lines[i]) else { return false };
    let line = &lines[i];
    let fits = |l: &Line| HEADLINE_WIDTH.contains(&l.width) && l.bullet == Bullet::None;
    if i > HEADLINE_LINES || line.blanks > 0 || !fits(before) || !fits(line) || ended(line.text(input)) {
        return false;
    }
    let first = if before.blanks == 0 && i >= 2 { i - 2 } else { i - 1 };
    let opens = first == 0 || lines[first].blanks > 0;
    let after = lines[i + 1..].iter().take(2).position(|l| l.blanks > 0);
    let closes = after.is_some() && (after == Some(0) || fits(&lines[i + 1]));
    let text = before.text(input);
    let next = line.text(input);
    // A short first line in capitals is the name of a section.
    let capitals = is_capitals(text)
        && is_capitals(next)
        && count_words(text, CAPITALS_WORDS) == CAPITALS_WORDS
        && before.width >= line.width / 2;
    opens && closes && !ended(text) && (starts_lower(next) || ends_in_function_word(text) || capitals)
}

/// Whether a text has capitals and no lowercase letters.
fn is_capitals(text: &str) -> bool {
    text.contains(char::is_uppercase) && !text.contains(char::is_lowercase)
}

/// Whether a text was typeset with hyphenation: far more lines end with a hyphen than words have one.
fn is_typeset(input: &str, lines: &[Line]) -> bool {
    let broken = |pair: &&[Line]| {
        let text = pair[0].text(input);
        text.ends_with('-')
            && !text.ends_with(" -")
            && pair[1].blanks == 0
            && starts_lower(pair[1].text(input))
    };
    let count = lines.windows(2).filter(broken).count();
    count >= TYPESET_HYPHENS && count as f32 >= TYPESET_SHARE * lines.len() as f32
}

/// Joins strings that an inline link or a bold word has separated, in a text with one string per line.
fn strings(input: &str, lines: &[Line], joints: &mut Vec<Joint>) {
    // Words of the block so far.
    let mut words = 0;
    for (i, line) in lines.iter().enumerate() {
        let text = line.text(input);
        let before = if i > 0 { lines[i - 1].text(input) } else { "" };
        let joined = i > 0 && line.blanks == 0 && line.bullet == Bullet::None && {
            let after = lines.get(i + 1).filter(|n| n.blanks == 0).map(|n| n.text(input));
            continues(before, words, text)
                || after.is_some_and(|after| link_between(before, words, text, after))
        };
        words = count_words(text, LINK_BEFORE) + if joined { words } else { 0 };
        joints.push(if joined { glue(before, text, None) } else { Joint::Open });
    }
}

/// Whether string `b` continues a block that ends with `a` and has `words` words.
fn continues(a: &str, words: usize, b: &str) -> bool {
    if starts_closing(b) {
        return true;
    }
    if a.ends_with([',', '(', '“', '«', '–', '—']) {
        return true;
    }
    if ended(a) {
        return false;
    }
    let long = words >= SENTENCE_WORDS;
    if starts_lower(b) && (long || count_words(b, SENTENCE_WORDS) >= SENTENCE_WORDS) {
        return true;
    }
    long && ends_in_function_word(a)
}

/// "We visited / Paris / and loved it": whether `b` is a link in the middle of a sentence.
fn link_between(a: &str, words: usize, b: &str, after: &str) -> bool {
    let running =
        words >= LINK_BEFORE || words >= SENTENCE_WORDS && a.contains([',', ';', ':', '.', '?', '!']);
    // A number below a headline is a date.
    let linked = b.contains(char::is_alphabetic) && count_words(b, LINK_WORDS + 1) <= LINK_WORDS;
    running && !ended(a) && !ended(b) && linked && goes_on(after)
}

fn goes_on(text: &str) -> bool {
    starts_lower(text) || starts_closing(text)
}

/// Whether a line ends in the middle of a word.
fn is_hyphenated(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|stem| stem.ends_with(char::is_alphabetic))
}

fn starts_lower(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b) if b.is_ascii() => b.is_ascii_lowercase(),
        _ => text.chars().next().is_some_and(char::is_lowercase),
    }
}

fn starts_closing(text: &str) -> bool {
    text.starts_with([',', '.', ';', ':', '!', '?', ')', ']', '}', '%', '…', '\'']) || text.starts_with("’s")
}

fn ends_in_function_word(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or(text);
    if word.is_ascii() && word.bytes().any(|b| b.is_ascii_uppercase()) {
        return FUNCTION_WORDS.has(&word.to_ascii_lowercase());
    }
    FUNCTION_WORDS.has(word)
}

/// Counts words, up to `most`.
fn count_words(text: &str, most: usize) -> usize {
    text.split_ascii_whitespace().take(most).count()
}

/// Decides how two parts of a paragraph are joined.
fn glue<'a>(a: &str, b: &str, hyphens: Option<(&'a str, &mut TypesetWords<'a>)>) -> Joint {
    let Some(last) = a.chars().next_back() else { return Joint::Space };
    match last {
        '\u{ad}' => Joint::Tight,
        '-' | '/' => {
            let stem = &a[..a.len() - 1];
            if !stem.ends_with(char::is_alphabetic) {
                return Joint::Space;
            }
            let split = last == '-' && hyphens.is_some_and(|(input, words)| words.splits(input, stem, b));
            if split { Joint::Hyphen } else { Joint::Tight }
        }
        last if last >= '\u{2e80}' && is_cjk(last) && b.starts_with(is_cjk) => Joint::Tight,
        _ => Joint::Space,
    }
}

/// The words of a text, collected once when a hyphen at the end of a line needs them.
#[derive(Default)]
struct TypesetWords<'a> {
    words: Option<FxHashSet<&'a str>>,
    /// Number of hyphens that the vocabulary proved to be those of the typesetter, and those of words.
    split: u32,
    kept: u32,
    /// Whether the text was typeset with hyphenation.
    typeset: bool,
}

impl<'a> TypesetWords<'a> {
    /// Whether the hyphen between `stem` and `rest` only fills the line, because the text has the word without it.
    fn splits(&mut self, input: &'a str, stem: &str, rest: &str) -> bool {
        if !starts_lower(rest) {
            return false;
        }
        let part = |c: char| !(c.is_alphanumeric() || c == '-');
        let head = stem.rsplit(part).next().unwrap_or(stem);
        let tail = rest.split(part).next().unwrap_or(rest);
        let words = self.words.get_or_insert_with(|| {
            input.split(part).filter(|w| !w.is_empty() && !w.ends_with('-')).collect()
        });
        if words.contains(format!("{head}{tail}").as_str()) {
            self.split += 1;
            return true;
        }
        if words.contains(format!("{head}-{tail}").as_str()) {
            self.kept += 1;
            return false;
        }
        // A word of English that is common as a whole, unlike one of its parts: "presi-dent".
        let is_common = |word: &str| common_words::is_common(word, None);
        if is_common(&format!("{head}{tail}")) && !(is_common(head) && is_common(tail)) {
            self.split += 1;
            return true;
        }
        // Without proof, the hyphen is like the others of the same text.
        if self.split > 1 && self.kept == 0 {
            return true;
        }
        let compound = HYPHEN_HEADS.has(head) || words.contains(head) && words.contains(tail);
        self.typeset && !compound
    }
}
