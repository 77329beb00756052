//! The kinds of residue, and the keys by which the entries of `residue.txt` are found. The build script uses this file too.

use super::is_cjk;

/// What a line may be, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(pub(crate) u16);

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
    /// The line has nothing but its label. What the label announces is in the next lines.
    pub(crate) const ALONE: Self = Self(1 << 8);

    /// Whether any of `other` is in the set.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the union of two sets.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the kind of the entries of a group.
    pub(crate) fn of_group(group: &str) -> Self {
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

/// Returns the first word of an entry, or its first character in scripts without spaces.
pub(crate) fn first_word(entry: &str) -> &str {
    let first = entry.chars().next().unwrap_or_default();
    if is_unspaced(first) {
        return &entry[..first.len_utf8()];
    }
    entry.split(|c: char| c == ' ' || c == '*' || is_unspaced(c)).next().unwrap_or(entry)
}

/// All classes of second words.
pub(crate) const ANY_SECOND: u32 = u32::MAX;

/// The class of no second word.
pub(crate) const NO_SECOND: u32 = 1 << 27;

/// Returns a bit for the byte with which the second word of a key begins: a small letter, or 0 for a number. Other letters
/// have no bit.
pub(crate) fn class_of_second(byte: u8) -> u32 {
    match byte {
        letter @ b'a'..=b'z' => 1 << (letter - b'a'),
        b'0' => 1 << 26,
        _ => 0,
    }
}

/// Returns the class of the second word of an entry.
pub(crate) fn second_word(entry: &str) -> u32 {
    let rest = entry[first_word(entry).len()..].trim_start_matches(' ');
    rest.bytes().next().map_or(NO_SECOND, class_of_second)
}

/// Bits of a map of prefixes.
pub(crate) const PREFIXES: usize = 1 << 15;

/// Returns the bit of the first three letters of a word, in any case, given its beginning; `None` unless the word or its first
/// three letters are ASCII. A shorter word ends at another ASCII character.
pub(crate) fn prefix(word: &[u8]) -> Option<usize> {
    let mut bit = 0;
    let mut ended = false;
    for n in 0..3 {
        let byte = if ended { b' ' } else { word.get(n).copied().unwrap_or(b' ') };
        if !byte.is_ascii() {
            return None;
        }
        ended |= !byte.is_ascii_alphabetic();
        bit = bit << 5 | if ended { 0 } else { usize::from(byte & 31) };
    }
    Some(bit)
}

/// Whether a script is written without spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}') || c >= '\u{2e80}' && is_cjk(c)
}
