//! Decodes the character references of metadata into plain text.
//!
//! Attribute values were decoded by the parser and JSON strings never were, but both come encoded once
//! more ("Q&amp;amp;A", "It&#8217;s") often enough. White space is folded on the way.

use html5ever::data::C1_REPLACEMENTS;

use crate::lexicon::references;

/// Bytes after `&` in which a reference ends; the longest name in HTML has 31.
const LONGEST: usize = 33;

/// `text` with character references decoded, tags taken out, and white space folded to single blanks.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let decoded;
    let text = if memchr::memchr(b'&', text.as_bytes()).is_some() {
        decoded = decode(&decode(text));
        decoded.as_str()
    } else {
        text
    };
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let Some(tag) = tag_length(&rest[at..]) else {
            fold_into(&mut out, &rest[..=at]);
            rest = &rest[at + 1..];
            continue;
        };
        fold_into(&mut out, &rest[..at]);
        rest = &rest[at + tag..];
    }
    fold_into(&mut out, rest);
    out.truncate(out.trim_end().len());
    out
}

/// Length of the tag that `text` begins with; a `<` before anything but a letter or a slash is a sign.
fn tag_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let name = match bytes.get(1)? {
        b'/' => bytes.get(2)?,
        first => first,
    };
    if !name.is_ascii_alphabetic() {
        return None;
    }
    memchr::memchr(b'>', bytes).map(|end| end + 1)
}

/// Appends `text` with white space folded, also across the seam.
pub(crate) fn fold_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            c if c.is_whitespace() || c == '\u{a0}' => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{2060}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

/// `text` with its character references decoded once.
pub(crate) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((a, b, length)) => {
                out.push(a);
                out.extend(b);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The one or two characters of the reference that `text` begins with, and its length.
fn reference(text: &str) -> Option<(char, Option<char>, usize)> {
    let body = text.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        let length = digits.bytes().take(8).take_while(|b| char::from(*b).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
        let c1 = code.checked_sub(0x80).and_then(|i| C1_REPLACEMENTS.get(i as usize)).copied().flatten();
        let c = c1.or_else(|| char::from_u32(code)).filter(|c| *c != '\0')?;
        let semicolon = usize::from(digits[length..].starts_with(';'));
        return Some((c, None, text.len() - digits.len() + length + semicolon));
    }
    let end = body.bytes().take(LONGEST).position(|b| !b.is_ascii_alphanumeric())?;
    if body.as_bytes()[end] != b';' {
        return None;
    }
    let (a, b) = references::named(&body[..=end])?;
    let first = char::from_u32(a).filter(|c| *c != '\0')?;
    Some((first, char::from_u32(b).filter(|c| *c != '\0'), end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_tags_and_blanks() {
        for (raw, text) in [
            ("It&#8217;s &amp;quot;on&amp;quot;", "It’s \"on\""),
            ("Q&amp;amp;A", "Q&A"),
            ("  Two\n lines\t", "Two lines"),
            ("<em>Bold</em> claim<br/>", "Bold claim"),
            ("3 < 4 & 5 > 4", "3 < 4 & 5 > 4"),
            ("AT&T &c. &#x2014; &#150;", "AT&T &c. — –"),
            ("&#99999999999; &#0;", "&#99999999999; &#0;"),
            ("a\u{a0}b&nbsp;c", "a b c"),
            ("&", "&"),
            ("<b", "<b"),
        ] {
            assert_eq!(plain(raw), text, "{raw}");
        }
    }
}
