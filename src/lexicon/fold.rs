//! Folds words for comparison with the keys of tables. The build script uses this file too.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Returns the key for bylines: lower case, without Latin, Greek and Cyrillic accents and without a final full stop.
pub(crate) fn byline(word: &str) -> Cow<'_, str> {
    let word = if word.len() > 1 { word.strip_suffix('.').unwrap_or(word) } else { word };
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let folded = word.nfd().filter(|c| !(('\u{300}'..='\u{36f}').contains(c) && is_combining_mark(*c)));
    let folded: String = folded.flat_map(char::to_lowercase).filter(|&c| c != '\u{307}').collect();
    Cow::Owned(folded.replace(['’', 'ʼ'], "'").replace(['‐', '‑'], "-"))
}

/// Calls `look_up` with a text in lower case. Short ASCII texts, which nearly all are, need no allocation.
#[allow(dead_code, reason = "the build script allocates")]
pub(crate) fn with_lower<T>(text: &str, look_up: impl FnOnce(&str) -> T) -> T {
    const SHORT: usize = 64;
    let mut buffer = [0; SHORT];
    let lower = buffer.get_mut(..text.len()).filter(|_| text.is_ascii()).and_then(|buffer| {
        buffer.copy_from_slice(text.as_bytes());
        buffer.make_ascii_lowercase();
        std::str::from_utf8(buffer).ok()
    });
    match lower {
        Some(lower) => look_up(lower),
        // The lower case of the Turkish "İ" has a combining dot, which no table has.
        None => look_up(&text.to_lowercase().replace('\u{307}', "")),
    }
}

/// Returns the key for places: lower case, without accents and full stops, with ss for ß.
pub(crate) fn place(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    if name.is_ascii() {
        out.extend(
            name.chars()
                .filter(|c| !matches!(c, '.' | '\''))
                .map(|c| if c.is_whitespace() { ' ' } else { c.to_ascii_lowercase() }),
        );
        return out;
    }
    for c in name.chars().flat_map(char::to_lowercase).nfd() {
        match c {
            '.' | '’' | '\'' => {}
            'ß' => out.push_str("ss"),
            'ı' => out.push('i'),
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            '\u{300}'..='\u{36f}' if is_combining_mark(c) => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Returns the key for months: lower case, without accents of Latin, Greek and Cyrillic letters and without full
/// stops.
pub(crate) fn month(word: &str) -> String {
    if word.is_ascii() {
        // Most words have no accents to remove.
        let mut out = String::with_capacity(word.len());
        out.extend(word.bytes().filter(|b| *b != b'.').map(|b| b.to_ascii_lowercase() as char));
        return out;
    }
    word.chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| *c != '.' && !(('\u{300}'..='\u{36f}').contains(c) && is_combining_mark(*c)))
        .map(|c| match c {
            'ı' => 'i',
            'ł' => 'l',
            'ς' => 'σ',
            c => c,
        })
        .collect()
}

/// Like [`month`] for an ASCII word, without an allocation. `buffer` has room for the word.
#[allow(dead_code, reason = "the build script allocates")]
pub(crate) fn ascii_month<'b>(word: &str, buffer: &'b mut [u8]) -> Option<&'b str> {
    if !word.is_ascii() {
        return None;
    }
    let mut length = 0;
    for byte in word.bytes().filter(|byte| *byte != b'.') {
        *buffer.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    std::str::from_utf8(&buffer[..length]).ok()
}

/// For headlines: lower case, runs of letters and digits separated by single spaces.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            let start = out.len();
            out.push_str(word);
            out[start..].make_ascii_lowercase();
        } else {
            out.extend(word.chars().flat_map(char::to_lowercase));
        }
    }
    out
}

/// Returns the letters and digits of `text` in lower case.
pub(crate) fn alnum_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        out.extend(letters.map(|b| b.to_ascii_lowercase() as char));
    } else {
        let lowered = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        out.extend(lowered.filter(|&c| c != '\u{307}'));
    }
    out
}
