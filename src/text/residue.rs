//! Recognizes what pages leave between the paragraphs of scraped text: share bars, advertisements, links, captions.
//!
//! A line is compared as a key (letters and digits in lower case, numbers as `0`, anything else as a space) with the
//! entries of `lexicon/data/residue.txt`. `refine` decides what to do about a match.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lines::is_cjk;
use crate::lexicon;

/// Bytes of a character, at most.
const LONGEST_CHAR: usize = 4;
/// Longest line that is compared, in bytes. Captions and prompts are shorter.
const MAX_BYTES: usize = 600;
/// Words after the credit of a caption, at most.
const CREDIT_WORDS: usize = 8;
/// Bytes of a bar's key, at most.
const BAR_BYTES: usize = 160;
/// Words of the longest entry that may be part of a bar.
const BAR_ENTRY_WORDS: usize = 4;
/// Signs that may follow an opening that needs one.
const SEPARATORS: [char; 18] =
    [':', '：', '=', '＝', '/', '|', '»', '>', '►', '▶', '→', '-', '–', '—', '©', '●', '•', '】'];

/// Signs before the credit of a picture.
const CREDIT_OPENINGS: [char; 21] = [
    '.', '(', '[', '（', '［', '【', '|', '/', '—', '–', '-', '"', '”', '!', '?', '。', '©', '·', '■', '▲',
    '\u{2003}',
];

/// Those of them that are ASCII.
const CREDIT_SIGNS: &[u8] = b".([|/-\"!?";

/// What a line may be, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u16);

impl Kinds {
    /// A word of a share bar or menu, which proves nothing by itself.
    pub(crate) const BAR: Self = Self(1);
    /// The heading of a comment section.
    pub(crate) const COMMENTS: Self = Self(1 << 1);
    /// A line below a story: tags, navigation.
    pub(crate) const FOOTER: Self = Self(1 << 2);
    /// A button, an advertisement's label, a counter.
    pub(crate) const LABEL: Self = Self(1 << 3);
    /// A line that leads to another story.
    pub(crate) const LINK: Self = Self(1 << 4);
    /// A caption with its credit.
    pub(crate) const PHOTO: Self = Self(1 << 5);
    /// An invitation to subscribe, to follow or to install.
    pub(crate) const PROMPT: Self = Self(1 << 6);
    /// The heading of a list of other stories.
    pub(crate) const SECTION: Self = Self(1 << 7);
    /// The line has nothing but its label: what the label announces stands in the next lines.
    pub(crate) const ALONE: Self = Self(1 << 8);

    /// Whether any of `other` is in the set.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds as one number, which grows with how surely a line is residue.
    pub(crate) fn code(self) -> u8 {
        let order = [
            Self::LABEL,
            Self::PHOTO,
            Self::PROMPT,
            Self::LINK,
            Self::SECTION,
            Self::COMMENTS,
            Self::FOOTER,
            Self::BAR,
        ];
        let place = order.iter().position(|&kind| self.has(kind));
        place.map_or(0, |place| 2 * (order.len() - place) as u8 + u8::from(self.has(Self::ALONE)))
    }

    /// The union of two sets.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn of_group(group: &str) -> Self {
        match group.split(' ').next().unwrap_or(group) {
            "bar" => Self::BAR,
            "comments" => Self::COMMENTS,
            "footer" => Self::FOOTER,
            "link" => Self::LINK,
            "photo" => Self::PHOTO,
            "prompt" => Self::PROMPT,
            "section" => Self::SECTION,
            _ => Self::LABEL,
        }
    }
}

/// An entry that is compared with the beginning of a line.
#[derive(Clone)]
struct Opening {
    /// Keys that occur in this order, the first at the beginning.
    parts: Vec<&'static str>,
    /// Whether a separator must follow the first part.
    separated: bool,
    kinds: Kinds,
}

/// The entries that begin with one word, or with one character of a script without spaces.
#[derive(Default)]
struct Head {
    openings: Vec<Opening>,
    /// Bytes of a key that decide about its entries: one more than the longest of them has.
    bytes: usize,
    /// Whether a bar can begin with it.
    in_bars: bool,
}

struct Tables {
    whole: FxHashMap<&'static str, Kinds>,
    /// By the first word.
    heads: FxHashMap<&'static str, Head>,
    /// First words of openings that may stand before the credit of a picture.
    credit_heads: FxHashMap<char, Vec<Opening>>,
    /// Names that end the credit of a picture.
    endings: FxHashSet<&'static str>,
}

impl Tables {
    fn add_whole(&mut self, entry: &'static str, kinds: Kinds) {
        let known = self.whole.entry(entry).or_default();
        *known = known.with(kinds);
        let head = self.heads.entry(first_word(entry)).or_default();
        head.bytes = head.bytes.max(entry.len() + 1);
        head.in_bars |= kinds.has(Kinds::BAR.with(Kinds::LABEL));
    }

    fn add_opening(&mut self, entry: &'static str, kinds: Kinds) {
        let (entry, separated) = match entry.strip_suffix(':') {
            Some(entry) => (entry, true),
            None => (entry, false),
        };
        let parts: Vec<&str> = entry.split('*').map(str::trim).collect();
        let Some(first) = entry.chars().next() else { return };
        let opening = Opening { parts, separated, kinds };
        if kinds.has(Kinds::PHOTO) {
            self.credit_heads.entry(first).or_default().push(opening.clone());
        }
        let head = self.heads.entry(first_word(entry)).or_default();
        // One more character than the first part shows whether it ends at a boundary.
        head.bytes = head.bytes.max(opening.parts[0].len() + LONGEST_CHAR);
        head.openings.push(opening);
    }
}

/// The first word of an entry of the table; its first character in scripts without spaces.
pub(crate) fn first_word(entry: &str) -> &str {
    let first = entry.chars().next().unwrap_or_default();
    if is_unspaced(first) {
        return &entry[..first.len_utf8()];
    }
    entry.split(|c: char| c == ' ' || c == '*' || is_unspaced(c)).next().unwrap_or(entry)
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        whole: FxHashMap::default(),
        heads: FxHashMap::default(),
        credit_heads: FxHashMap::default(),
        endings: FxHashSet::default(),
    };
    for (group, entry) in lexicon::entries(include_str!("../lexicon/data/residue.txt")) {
        let kinds = Kinds::of_group(group);
        if group == "photo end" {
            tables.endings.insert(entry);
        } else if let Some(opening) = entry.strip_suffix('*') {
            tables.add_opening(opening, kinds);
        } else {
            tables.add_whole(entry, kinds);
        }
    }
    // The labels of HTML pages hold for text too, as far as they are not those of a shop or a board.
    for (group, entry) in lexicon::entries(include_str!("../lexicon/data/furniture.txt")) {
        let purpose = group.split(' ').next().unwrap_or(group);
        if !entry.ends_with('*') && matches!(purpose, "account" | "advert" | "more" | "rating" | "share") {
            // One word of a form is a word of a text as well.
            let weak = purpose == "account" && !entry.contains(' ');
            tables.add_whole(entry, if weak { Kinds::BAR } else { Kinds::LABEL });
        }
    }
    tables
});

/// Compares lines with the table; keeps its buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matcher {
    key: String,
}

impl Matcher {
    /// Returns what `text` may be.
    pub(crate) fn kinds(&mut self, text: &str) -> Kinds {
        if text.len() > MAX_BYTES {
            return Kinds::default();
        }
        let mut kinds = self.labels(text);
        if is_counter(text) {
            kinds = kinds.with(Kinds::LABEL);
        }
        if is_credited(text) || has_credit(text) {
            kinds = kinds.with(Kinds::PHOTO);
        }
        kinds
    }

    /// Compares the beginning of a line with the entries that share its first word. Most lines share theirs with none, so
    /// the key is written only as far as it is needed.
    fn labels(&mut self, text: &str) -> Kinds {
        let tables = &*TABLES;
        write_first_word(text, &mut self.key);
        let numbered = self.key == "0";
        let head = tables.heads.get(self.key.as_str());
        let Some(head) = head.or(numbered.then_some(&NO_HEAD)) else { return Kinds::default() };
        let bars = numbered || head.in_bars;
        let most = if bars { head.bytes.max(BAR_BYTES + 1) } else { head.bytes };
        let whole = write_key_up_to(text, &mut self.key, most);
        let known = tables.whole.get(self.key.as_str()).filter(|_| whole);
        let mut kinds = known.map_or(Kinds::default(), |k| k.with(Kinds::ALONE));
        if bars && whole && is_bar(&self.key) {
            kinds = kinds.with(Kinds::LABEL);
        }
        let mut whole = whole;
        for opening in &head.openings {
            if !whole && opening.parts.len() > 1 && opening.begins(&self.key) {
                whole = write_key_up_to(text, &mut self.key, usize::MAX);
            }
            if let Some(end) = opening.end(&self.key) {
                let after = rest(text, end, &self.key);
                if after.is_empty() && opening.parts.len() == 1 {
                    kinds = kinds.with(opening.kinds).with(Kinds::ALONE);
                } else if !opening.separated || after.trim_start().starts_with(SEPARATORS) {
                    kinds = kinds.with(opening.kinds);
                }
            }
        }
        kinds
    }
}

/// Of a line that begins with a number no entry begins with.
static NO_HEAD: Head = Head { openings: Vec::new(), bytes: 0, in_bars: true };

impl Opening {
    /// Whether a key begins with the first part.
    fn begins(&self, key: &str) -> bool {
        self.parts.first().is_some_and(|first| key.starts_with(first) && is_boundary(key, first.len()))
    }

    /// Bytes of `key` that the first part covers, if all parts are there.
    fn end(&self, key: &str) -> Option<usize> {
        if !self.begins(key) {
            return None;
        }
        let first = self.parts.first()?;
        let mut at = first.len();
        for part in self.parts[1..].iter().filter(|p| !p.is_empty()) {
            let mut found = memchr::memmem::find_iter(&key.as_bytes()[at..], part.as_bytes());
            at += found.find(|&i| is_boundary(key, at + i) && is_boundary(key, at + i + part.len()))?
                + part.len();
        }
        Some(first.len())
    }
}

/// Whether a word may begin or end at byte `at`: in scripts without spaces, everywhere.
fn is_boundary(key: &str, at: usize) -> bool {
    let Some((before, after)) = key.split_at_checked(at) else { return false };
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else { return true };
    left == ' ' || right == ' ' || is_unspaced(left) || is_unspaced(right)
}

/// Whether a script is written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}') || c >= '\u{2e80}' && is_cjk(c)
}

/// Letters, with the vowel signs and tone marks that are parts of words in many scripts.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{dff}')
        || matches!(c, '\u{e2f}'..='\u{e4e}' | '\u{eb1}'..='\u{ecd}')
}

/// The small letter of a character, one for one.
fn small(c: char) -> char {
    match c {
        'İ' => 'i',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Writes the key of a line: what remains of it for comparisons.
pub(crate) fn write_key(text: &str, key: &mut String) {
    write_key_up_to(text, key, usize::MAX);
}

/// Writes the first word of the key of a line, or its first character in scripts without spaces.
pub(crate) fn write_first_word(text: &str, key: &mut String) {
    key.clear();
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            key.push(c.to_ascii_lowercase());
        } else if c.is_numeric() && !is_cjk(c) {
            if key.is_empty() {
                key.push('0');
            }
            return;
        } else if is_letter(c) {
            let unspaced = is_unspaced(c);
            if !unspaced || key.is_empty() {
                key.push(small(c));
            }
            if unspaced {
                return;
            }
        } else if !key.is_empty() {
            return;
        }
    }
}

/// Writes the key of a line until it has more than `most` bytes. Returns whether it is the whole key.
fn write_key_up_to(text: &str, key: &mut String, most: usize) -> bool {
    key.clear();
    let mut number = false;
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            if number {
                key.push(' ');
            }
            number = false;
            key.push(c.to_ascii_lowercase());
        } else if c.is_numeric() && !is_cjk(c) {
            if !number {
                if !key.is_empty() && !key.ends_with(' ') {
                    key.push(' ');
                }
                key.push('0');
            }
            number = true;
        } else if is_letter(c) {
            if number {
                key.push(' ');
            }
            number = false;
            key.push(small(c));
        } else if !(number && matches!(c, '.' | ',' | '\'' | '’' | '\u{a0}')) {
            number = false;
            if !key.is_empty() && !key.ends_with(' ') {
                key.push(' ');
            }
        }
        if key.len() > most {
            return false;
        }
    }
    key.truncate(key.trim_end().len());
    true
}

/// The part of `text` after the first `bytes` of its key.
fn rest<'a>(text: &'a str, bytes: usize, key: &str) -> &'a str {
    let letters = key[..bytes].chars().filter(|&c| c != ' ' && c != '0').count();
    let numbers = key[..bytes].matches('0').count();
    let (mut left, mut numbers_left, mut in_number) = (letters, numbers, false);
    for (i, c) in text.char_indices() {
        if c.is_numeric() && !is_cjk(c) {
            if !in_number {
                if left == 0 && numbers_left == 0 {
                    return &text[i..];
                }
                numbers_left = numbers_left.saturating_sub(1);
            }
            in_number = true;
            continue;
        }
        if left == 0 && numbers_left == 0 && !(in_number && matches!(c, '.' | ',')) {
            return &text[i..];
        }
        if is_letter(c) {
            in_number = false;
            left = left.saturating_sub(1);
        } else if !matches!(c, '.' | ',' | '\'' | '’') {
            in_number = false;
        }
    }
    ""
}

/// Whether a line is nothing but words of share bars and menus, two of them at least: "Share Facebook Twitter 12".
fn is_bar(key: &str) -> bool {
    if key.len() > BAR_BYTES {
        return false;
    }
    let words: Vec<&str> = key.split(' ').collect();
    let (mut at, mut entries) = (0, 0);
    while at < words.len() {
        if words[at] == "0" {
            at += 1;
            continue;
        }
        let longest = (1..=BAR_ENTRY_WORDS.min(words.len() - at)).rev().find(|&n| {
            let entry = words[at..at + n].join(" ");
            TABLES.whole.get(entry.as_str()).is_some_and(|k| k.has(Kinds::BAR.with(Kinds::LABEL)))
        });
        let Some(longest) = longest else { return false };
        entries += 1;
        at += longest;
    }
    entries >= 2
}

/// Whether a line is a page number, a place in a series, or the time and speed of a player: "- 3 -", "2/5", "0:00 / 4:12".
fn is_counter(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')'));
    let (mut digits, mut signs, mut times) = (0, 0, 0);
    for (i, c) in text.char_indices() {
        match c {
            '0'..='9' => digits += 1,
            '/' | '-' | '–' | '—' | '|' | '•' => signs += 1,
            ':' => times += 1,
            'x' | '×' if text[..i].ends_with(|b: char| b.is_ascii_digit()) => signs += 1,
            ' ' | '.' => {}
            _ => return false,
        }
    }
    // A year, a sum or a date in figures may be the author's; a page number has signs around it or a bar inside.
    // The sign before it may have been read as a bullet.
    let framed = text.ends_with(['-', '–', '—', '•', '|']);
    let pages = text.split_once('/').is_some_and(|(a, b)| {
        [a, b].iter().all(|n| {
            n.trim().len() <= 3 && !n.trim().is_empty() && n.trim().bytes().all(|b| b.is_ascii_digit())
        })
    });
    digits > 0 && (framed && digits <= 3 || pages || times > 0 && digits <= 12 && text.contains(':'))
        || digits > 0 && signs == 1 && text.ends_with(['x', '×'])
}

/// The last words of a line, from its end: where each begins, and its first character.
fn last_words(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut letter: Option<(usize, char)> = None;
    let starts = text.char_indices().rev().map(Some).chain([None]).filter_map(move |next| {
        let goes_on = next.is_some_and(|(_, c)| c.is_alphanumeric() || c == '\'' || c == '’');
        let start = letter.filter(|_| !goes_on);
        letter = next.filter(|(_, c)| c.is_alphabetic());
        start
    });
    starts.take(CREDIT_WORDS)
}

/// Whether the last words of a line have a sign that can precede a credit. Decides most lines without decoding them.
fn may_have_credit(text: &[u8]) -> bool {
    let (mut words, mut at, mut next) = (0, text.len(), b' ');
    while at > 0 && words < CREDIT_WORDS {
        at -= 1;
        let b = text[at];
        // Letters of Latin, Greek, Cyrillic and the like have two bytes; other characters are decoded.
        let opens = CREDIT_SIGNS.contains(&b) && (next.is_ascii_alphabetic() || next >= 0x80);
        if opens || b == 0xc2 || b >= 0xe0 {
            return true;
        }
        next = if b == b' ' { next } else { b };
        let begins = |before: u8| !(before.is_ascii_alphanumeric() || before == b'\'' || before >= 0x80);
        words += usize::from(b.is_ascii_alphabetic() && at.checked_sub(1).is_none_or(|i| begins(text[i])));
    }
    text[at..].starts_with(b"via ") || memchr::memmem::find(&text[at..], b" via ").is_some()
}

/// Whether a line ends with the credit of a picture: "… (Photo: Ana Ruiz/Wire)".
fn has_credit(text: &str) -> bool {
    if !may_have_credit(text.as_bytes()) {
        return false;
    }
    for (at, c) in last_words(text) {
        // At the beginning of the line the openings of the table have been compared already.
        if at == 0 {
            break;
        }
        let before = text[..at].trim_end();
        let tail = &text[at..];
        let unspaced = is_unspaced(c);
        let opened = || match before.as_bytes().last() {
            Some(b) if b.is_ascii() => CREDIT_SIGNS.contains(b),
            _ => before.ends_with(CREDIT_OPENINGS),
        };
        if !unspaced && !tail.starts_with("via ") && !opened() {
            continue;
        }
        if before.ends_with('©') {
            return true;
        }
        let mut key = String::new();
        write_key(tail, &mut key);
        let ends = TABLES.endings.contains(key.as_str()) && !before.ends_with(['-', '"', '”']);
        if ends && (!unspaced || text[..at].ends_with(' ')) && !tail.ends_with(['.', '。']) {
            return true;
        }
        let first = c.to_lowercase().next().unwrap_or(c);
        for opening in TABLES.credit_heads.get(&first).into_iter().flatten() {
            let Some(end) = opening.end(&key) else { continue };
            let after = rest(tail, end, &key);
            if !after.is_empty() && (!opening.separated || after.trim_start().starts_with(SEPARATORS)) {
                return true;
            }
        }
    }
    false
}

/// Whether a line is only a photographer and an agency: "Ana Ruiz/AFP".
fn is_credited(text: &str) -> bool {
    if memchr::memchr(b'/', text.as_bytes()).is_none() {
        return false;
    }
    let text = text.trim_matches(['(', ')', '[', ']', ' ']);
    let Some((left, right)) = text.split_once('/') else { return false };
    let words = |part: &str| part.split_whitespace().count();
    if words(left) > CREDIT_WORDS / 2
        || words(right) > CREDIT_WORDS / 2
        || left.is_empty()
        || right.is_empty()
    {
        return false;
    }
    let mut key = String::new();
    [left, right].iter().any(|part| {
        write_key(part, &mut key);
        TABLES.endings.contains(key.as_str())
    })
}

#[cfg(test)]
mod tests;
