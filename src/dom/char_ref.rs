//! Resolves character references: `&amp;`, `&#39;`, `&hellip`.

use html5ever::data::C1_REPLACEMENTS;
use memchr::memchr2;

use crate::lexicon::references;

/// Bytes of the longest name, including its semicolon.
const LONGEST: usize = 33;
/// Bytes of the longest name that is valid without a semicolon (`&frac34`, `&yacute`).
const LONGEST_BARE: usize = 6;

/// Appends `raw` to `out` with references resolved and NUL replaced.
pub(crate) fn decode(raw: &str, attribute: bool, out: &mut String) {
    let bytes = raw.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr2(b'&', 0, &bytes[from..]) {
        let at = from + found;
        out.push_str(&raw[from..at]);
        from = if bytes[at] == 0 {
            out.push('\u{fffd}');
            at + 1
        } else {
            match reference(raw, at, attribute, out) {
                0 => {
                    out.push('&');
                    at + 1
                }
                read => at + read,
            }
        };
    }
    out.push_str(&raw[from..]);
}

/// Resolves the reference at `at` (an `&`), appends its characters, and returns its length in bytes; 0 if it is not
/// one.
fn reference(raw: &str, at: usize, attribute: bool, out: &mut String) -> usize {
    let bytes = &raw.as_bytes()[at..];
    match bytes.get(1) {
        Some(b'#') => numeric(bytes, out),
        Some(b) if b.is_ascii_alphanumeric() => named(&raw[at..], attribute, out),
        _ => 0,
    }
}

fn named(raw: &str, attribute: bool, out: &mut String) -> usize {
    let bytes = raw.as_bytes();
    let name = &bytes[1..];
    let run = name.iter().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric()).count();
    if name.get(run) == Some(&b';')
        && let Some((first, second)) = references::named(&raw[1..run + 2])
    {
        push(first, second, out);
        return run + 2;
    }
    for len in (1..=run.min(LONGEST_BARE)).rev() {
        if let Some((first, second)) = references::named(&raw[1..=len]) {
            // In an attribute, `&copy=` and `&copyx` are parts of an address.
            let next = name.get(len);
            if attribute && next.is_some_and(|&b| b == b'=' || b.is_ascii_alphanumeric()) {
                return 0;
            }
            push(first, second, out);
            return len + 1;
        }
    }
    0
}

fn push(first: u32, second: u32, out: &mut String) {
    out.extend(char::from_u32(first));
    if second != 0 {
        out.extend(char::from_u32(second));
    }
}

fn numeric(bytes: &[u8], out: &mut String) -> usize {
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let start = if hex { 3 } else { 2 };
    let radix = if hex { 16 } else { 10 };
    let (mut number, mut at) = (0u32, start);
    while let Some(digit) = bytes.get(at).and_then(|&b| (b as char).to_digit(radix)) {
        number = number.saturating_mul(radix).saturating_add(digit);
        at += 1;
    }
    if at == start {
        return 0;
    }
    let character = match number {
        0x80..=0x9F => C1_REPLACEMENTS[(number - 0x80) as usize].or(char::from_u32(number)),
        0 => None,
        _ => char::from_u32(number),
    };
    out.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    if bytes.get(at) == Some(&b';') { at + 1 } else { at }
}

#[cfg(test)]
mod tests {
    use html5ever::data::NAMED_ENTITIES;

    use super::*;

    fn text(raw: &str) -> String {
        let mut out = String::new();
        decode(raw, false, &mut out);
        out
    }

    #[test]
    fn references_are_resolved_as_browsers_do() {
        assert_eq!(text("a &amp; b &lt;c&gt; &nbsp;&hellip;"), "a & b <c> \u{a0}…");
        assert_eq!(text("&ampx &notit; &notin; &unknown; & &; &"), "&x ¬it; ∉ &unknown; & &; &");
        assert_eq!(
            text("&#65;&#x42;&#X43 &#150; &#0; &#xD800; &#99999999999; &#; &#x;"),
            "ABC – \u{fffd} \u{fffd} \u{fffd} &#; &#x;"
        );
        assert_eq!(text("&NotEqualTilde;"), "\u{2242}\u{338}");
    }

    #[test]
    fn addresses_in_attributes_keep_their_ampersands() {
        let mut out = String::new();
        decode("?a=1&copy=2&amp;b=3&copy;&reg", true, &mut out);
        assert_eq!(out, "?a=1&copy=2&b=3©®");
    }

    #[test]
    fn the_bounds_match_the_table() {
        assert!(NAMED_ENTITIES.keys().all(|k| k.len() <= LONGEST));
        let bare = NAMED_ENTITIES
            .entries()
            .filter(|(k, v)| v.0 != 0 && !k.ends_with(';'))
            .map(|(k, _)| k.len())
            .max();
        assert_eq!(bare, Some(LONGEST_BARE));
    }
}
