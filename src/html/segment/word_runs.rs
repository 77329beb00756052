//! Finds runs of words in a text node, and counts their characters.

use wide::u8x16;

/// Bytes that are tested at once.
const AT_ONCE: usize = 16;

/// Returns the number of bytes before the first white space other than a single space between words.
pub(crate) fn words_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    // The end of the last word, if a space follows it.
    let mut end = None;
    // After a failure, the next try is at the next word.
    let mut tries = true;
    while let Some(&byte) = bytes.get(at) {
        if tries && !(byte == b' ' && end.is_some()) {
            tries = are_plain(&bytes[at..]);
            if tries {
                at += AT_ONCE;
                end = (bytes[at - 1] == b' ').then_some(at - 1);
                continue;
            }
        }
        match byte {
            0x21..0x80 => (at, end) = (at + 1, None),
            b' ' if end.is_none() => (at, end, tries) = (at + 1, Some(at), true),
            b'\t'..=b'\r' | b' ' => break,
            0..0x20 => (at, end) = (at + 1, None),
            0x80.. => {
                let c = text[at..].chars().next().unwrap_or(' ');
                if c.is_whitespace() {
                    break;
                }
                (at, end) = (at + c.len_utf8(), None);
            }
        }
    }
    end.unwrap_or(at)
}

/// Returns [`str::trim_start`]. Most white space is ASCII and needs no decoding.
pub(crate) fn trim_start(text: &str) -> &str {
    let is_space = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let start = text.bytes().position(|byte| !is_space(byte)).unwrap_or(text.len());
    let rest = &text[start..];
    if rest.as_bytes().first().is_some_and(u8::is_ascii) { rest } else { rest.trim_start() }
}

/// Returns whether a text begins with [`AT_ONCE`] bytes of ASCII words with single spaces between them.
#[inline]
fn are_plain(bytes: &[u8]) -> bool {
    let (Some(here), Some(next)) = (bytes.first_chunk(), bytes.get(1..).and_then(|rest| rest.first_chunk()))
    else {
        return false;
    };
    let (here, next) = (u8x16::new(*here), u8x16::new(*next));
    let space = u8x16::splat(b' ');
    // Smaller bytes than the space become large.
    let offset = here - space;
    let beyond = !offset.simd_eq(offset.min(u8x16::splat(0x7f - b' ')));
    (beyond | here.simd_eq(space) & next.simd_eq(space)).to_bitmask() == 0
}

/// Returns the number of characters other than spaces.
pub(crate) fn non_space_chars(words: &str) -> u32 {
    let goes_on = |byte: u8| byte & 0xC0 == 0x80;
    words.bytes().map(|byte| u32::from(!goes_on(byte) && byte != b' ')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Sixteen bytes at once give the same result as one character after another.
        #[test]
        fn long_texts_are_read_like_short_ones(text in "([a-z.]{1,9} |[a-z]{14,18} |\\x7f|\\x01|\\n|  |é|\u{a0}|語| ){0,12}") {
            let mut plain = (0, None);
            for (at, c) in text.char_indices() {
                match (c, plain.1) {
                    (' ', None) => plain = (at + 1, Some(at)),
                    _ if c.is_whitespace() => break,
                    _ => plain = (at + c.len_utf8(), None),
                }
            }
            prop_assert_eq!(words_end(&text), plain.1.unwrap_or(plain.0));
        }
    }

    #[test]
    fn white_space_of_all_scripts_is_trimmed() {
        for text in
            ["", " \n\t", "a ", "\n  a\n", "\u{a0} a", " \u{2003} é", "\u{1c} a", "\x0b\x0ca", "\u{200b}a"]
        {
            assert_eq!(trim_start(text), text.trim_start(), "{text:?}");
        }
    }

    #[test]
    fn runs_end_at_other_white_space_than_single_spaces() {
        for (text, wanted) in [
            ("The ferry left at noon", 22),
            ("The ferry left at noon  and came back", 22),
            ("The ferry left at\nnoon and came back", 17),
            ("The ferry left a  t noon and came back", 16),
            ("The ferry left   at noon and came back", 14),
            ("Die Fähre fuhr um zwölf\u{a0}Uhr ab", 25),
            ("The ferry left at noon ", 22),
            ("The ferry left \u{1}t noon  ", 22),
        ] {
            assert_eq!(words_end(text), wanted, "{text:?}");
        }
    }
}
