//! Removes what renderers leave in a line, and folds its whitespace.
//!
//! Removed are `(BUTTON)`, form fields (`____`, `[    ]`), rulers, file names and numbers in brackets for pictures and
//! links, stray tags, and invisible characters. Ligatures become letters. Most lines have none of these and are copied in a
//! few runs.

use wide::u8x16;

use super::tables::{ENTITIES, PICTURE_EXTENSIONS, PLACEHOLDERS, TAGS};

/// Minimum number of underscores in a row that make a form field or a ruler.
const FIELD_RUN: usize = 3;
/// Minimum number of other signs in a row that make a ruler.
const RULER_RUN: usize = 5;
/// Maximum length in bytes of a placeholder in brackets, of a tag and of an entity.
const BRACKET_BYTES: usize = 160;
const TAG_BYTES: usize = 400;
const ENTITY_BYTES: usize = 10;
const BUTTON: &str = "(BUTTON)";

/// What was removed from a line and is informative about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Removed {
    /// A `(BUTTON)` or a form field.
    pub(crate) button: bool,
    /// Tags or entities.
    pub(crate) markup: bool,
}

/// Bytes that are not always copied as they are.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b <= 0x20 {
        table[b] = true;
        b += 1;
    }
    table[0x7f] = true;
    table[b'(' as usize] = true;
    table[b'[' as usize] = true;
    table[b'_' as usize] = true;
    table[b'-' as usize] = true;
    table[b'=' as usize] = true;
    table[b'*' as usize] = true;
    table[b'~' as usize] = true;
    table[b'#' as usize] = true;
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    // Lead bytes of no-break spaces, soft hyphens, general punctuation, box drawing, ideographic space, marks.
    table[0xc2] = true;
    table[0xe2] = true;
    table[0xe3] = true;
    table[0xef] = true;
    table
};

/// Appends the cleaned `text` to `out`. Removes numbers in brackets up to `references`, which are numbers of links.
pub(crate) fn push(out: &mut String, text: &str, references: u32) -> Removed {
    let mut removed = Removed::default();
    let bytes = text.as_bytes();
    let base = out.len();
    let mut at = 0;
    while at < bytes.len() {
        let plain = plain(&bytes[at..]);
        out.push_str(&text[at..at + plain]);
        at += plain;
        if at == bytes.len() {
            break;
        }
        at += special(out, base, &text[at..], references, &mut removed);
    }
    removed
}

/// Number of bytes that are compared at once.
const LANES: usize = 16;

/// Returns the number of bytes at the beginning of a text that are copied as they are: words with single spaces between
/// them.
fn plain(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(lanes) = bytes.get(at..).and_then(<[u8]>::first_chunk::<LANES>) {
        let (special, spaces) = special_bytes(lanes);
        // A single space with other bytes on both sides. What follows the last byte is not known here.
        let inside = if at > 0 { u32::MAX } else { !1 };
        let single = spaces & !(special >> 1 | 1 << (LANES - 1)) & inside;
        let stops = special & !single;
        if stops & !(spaces & 1 << (LANES - 1)) != 0 {
            return at + stops.trailing_zeros() as usize;
        }
        // A space at the end is read again with the bytes after it.
        at += if stops == 0 { LANES } else { LANES - 1 };
    }
    at + plain_rest(&bytes[at..], at > 0)
}

/// Returns the special bytes among sixteen, and the spaces, as sets of positions.
fn special_bytes(lanes: &[u8; LANES]) -> (u32, u32) {
    let x = u8x16::new(*lanes);
    let is = |x: u8x16, byte: u8| x.simd_eq(u8x16::splat(byte));
    let spaces = is(x, b' ');
    let mut special = x.min(u8x16::splat(0x20)).simd_eq(x) | is(x, 0x7f);
    for byte in [b'(', b'[', b'_', b'-', b'=', b'*', b'~', b'#', b'&', b'<'] {
        special |= is(x, byte);
    }
    if x.to_bitmask() != 0 {
        for byte in [0xc2, 0xe2, 0xe3, 0xef] {
            special |= is(x, byte);
        }
    }
    (special.to_bitmask(), spaces.to_bitmask())
}

/// Does what [`plain`] does, byte by byte. `inside` tells whether plain bytes precede.
fn plain_rest(bytes: &[u8], inside: bool) -> usize {
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        if !SPECIAL[usize::from(b)] {
            at += 1;
        } else if b == b' '
            && (at > 0 || inside)
            && bytes.get(at + 1).is_some_and(|&next| !SPECIAL[usize::from(next)])
        {
            at += 2;
        } else {
            break;
        }
    }
    at
}

/// Handles the special character at the beginning of `rest`. Returns the number of bytes that it consumed.
fn special(out: &mut String, base: usize, rest: &str, references: u32, removed: &mut Removed) -> usize {
    let bytes = rest.as_bytes();
    match bytes[0] {
        0..=0x20 | 0x7f => {
            if bytes[0].is_ascii_whitespace() || bytes[0] == 0x0b {
                space(out, base);
            }
            1
        }
        b'(' if rest.starts_with(BUTTON) => {
            removed.button = true;
            space(out, base);
            BUTTON.len()
        }
        b'[' => match placeholder(rest, references) {
            Some((len, field)) => {
                removed.button |= field;
                if field {
                    space(out, base);
                }
                len
            }
            None => copy(out, rest, 1),
        },
        sign @ (b'_' | b'-' | b'=' | b'*' | b'~' | b'#') => {
            let run = bytes.iter().take_while(|&&b| b == sign).count();
            if run >= if sign == b'_' { FIELD_RUN } else { RULER_RUN } {
                removed.button |= sign == b'_';
                space(out, base);
                run
            } else {
                copy(out, rest, run)
            }
        }
        b'&' => match entity(rest) {
            Some((len, c)) => {
                removed.markup = true;
                if c.is_whitespace() {
                    space(out, base);
                } else {
                    out.push(c);
                }
                len
            }
            None => copy(out, rest, 1),
        },
        b'<' => match tag(rest) {
            Some((len, gap)) => {
                removed.markup = true;
                if gap {
                    space(out, base);
                }
                len
            }
            None => copy(out, rest, 1),
        },
        0x80.. => wide(out, base, rest),
        _ => copy(out, rest, 1),
    }
}

/// The letters of the ligatures from U+FB00 on, which typesetters write and readers do not search for.
const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

/// Handles a non-ASCII character.
fn wide(out: &mut String, base: usize, rest: &str) -> usize {
    let Some(c) = rest.chars().next() else { return rest.len() };
    match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fffc}' => {
            // Joiners shape the letters of some scripts. The other characters are invisible.
            if matches!(c, '\u{200c}' | '\u{200d}') {
                out.push(c);
            }
        }
        '\u{2500}'..='\u{259f}' => {
            space(out, base);
            let cell = matches!(c, '│' | '┃' | '║');
            if cell && out.len() > base && !out.ends_with("| ") {
                out.push_str("| ");
            }
        }
        '\u{fb00}'..='\u{fb06}' => out.push_str(LIGATURES[c as usize - 0xfb00]),
        c if c.is_whitespace() || c.is_control() => space(out, base),
        c => out.push(c),
    }
    c.len_utf8()
}

fn space(out: &mut String, base: usize) {
    if out.len() > base && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn copy(out: &mut String, rest: &str, bytes: usize) -> usize {
    out.push_str(&rest[..bytes]);
    bytes
}

/// Returns the length of a placeholder (`[    ]`, `[12]`, `[photo.jpg]`, `[image]`), and whether it is a form field.
fn placeholder(rest: &str, references: u32) -> Option<(usize, bool)> {
    let bytes = &rest.as_bytes()[..rest.len().min(BRACKET_BYTES)];
    let close = memchr::memchr(b']', bytes)?;
    let inner = &rest[1..close];
    let len = close + 1;
    if inner.bytes().all(|b| b == b' ' || b == b'_') {
        return Some((len, true));
    }
    if inner.bytes().all(|b| b.is_ascii_digit()) {
        return inner.parse().is_ok_and(|n: u32| (1..=references).contains(&n)).then_some((len, false));
    }
    if inner.contains(' ') || !inner.is_ascii() {
        return None;
    }
    let name = inner.rsplit('.').next().unwrap_or(inner).to_ascii_lowercase();
    let known = if name.len() < inner.len() { &PICTURE_EXTENSIONS } else { &PLACEHOLDERS };
    known.has(&name).then_some((len, false))
}

/// Returns the length and the character of an entity: `&amp;`, `&#8217;`, `&#x2019;`.
fn entity(rest: &str) -> Option<(usize, char)> {
    let bytes = &rest.as_bytes()[..rest.len().min(ENTITY_BYTES)];
    let end = memchr::memchr(b';', bytes)?;
    let name = &rest[1..end];
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
        None => ENTITIES.get(name)?.chars().next()?,
    };
    Some((end + 1, c))
}

/// Returns the length of a tag (`<br>`, `</p>`, `<a href="..">`), and whether it separates words.
fn tag(rest: &str) -> Option<(usize, bool)> {
    let bytes = &rest.as_bytes()[..rest.len().min(TAG_BYTES)];
    let end = memchr::memchr(b'>', bytes)?;
    let inner = rest[1..end].trim_start_matches('/');
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let after = inner[name.len()..].trim_end_matches('/').trim();
    // "a < b and c > d" is not a tag: attributes have names and values.
    if !after.is_empty() && !after.contains('=') {
        return None;
    }
    let gap = *TAGS.get(&name.to_ascii_lowercase())?;
    Some((end + 1, gap))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn clean(text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text, 12);
        out
    }

    #[test]
    fn what_renderers_leave_is_taken_out() {
        for (text, want) in [
            ("(BUTTON) Menu (BUTTON) Search", "Menu Search"),
            ("Name: ____________ [    ] Send", "Name: Send"),
            ("[harbour_1.jpg] The [12]harbour [13] and [image] boats", "The harbour [13] and boats"),
            ("a \u{a0}\u{a0}b\tc\u{ad}d\u{200b}e", "a b cde"),
            ("│ Port │ Ships │", "Port | Ships | "),
            ("━━━━━━━━ Boats -----", "Boats "),
            ("the oﬃce ﬁnds ﬂaws", "the office finds flaws"),
            ("Fish &amp; chips&nbsp;&#8211; <b>hot</b><br/>cold", "Fish & chips – hot cold"),
        ] {
            assert_eq!(clean(text), want, "{text}");
        }
    }

    proptest! {
        /// Sixteen bytes at a time and one by one give the same.
        #[test]
        fn plain_bytes_are_counted_alike(text in "([a-z]{1,9}|[ -~é–’橋]| |  |\u{7f}|\t){0,30}") {
            let bytes = text.as_bytes();
            prop_assert_eq!(plain(bytes), plain_rest(bytes, false), "{}", text);
        }

        #[test]
        fn special_bytes_are_those_of_the_table(lanes in any::<[u8; LANES]>()) {
            let of = |is: &dyn Fn(u8) -> bool| (0..LANES).filter(|&n| is(lanes[n])).map(|n| 1 << n).sum::<u32>();
            let special = of(&|b| SPECIAL[usize::from(b)]);
            prop_assert_eq!(special_bytes(&lanes), (special, of(&|b| b == b' ')));
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in [
            "It rained (a little) -- then less; 3 < 4 > 2, AT&T; [sic] snake_case C# a*b ~5",
            "Он сказал: «Да» — and left… 日本語。",
            "x < a and b > y & z; [see note 3]",
        ] {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn cut_off_marks_do_no_harm() {
        for text in
            ["[", "&", "<", "(BUTTON", "[12", "&#", "&#x110000;", "&#0;", "<a href=", "é[", "\u{2500}"]
        {
            clean(text);
        }
    }
}
