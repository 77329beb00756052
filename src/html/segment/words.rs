//! Finds runs of words in a text node, and counts their characters.

/// Returns the number of bytes before the first white space other than a single space between words.
pub(crate) fn words_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    // The end of the last word, if a space follows it.
    let mut end = None;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            0x21..0x80 => (at, end) = (at + 1, None),
            b' ' if end.is_none() => (at, end) = (at + 1, Some(at)),
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

/// Returns the number of characters other than spaces.
pub(crate) fn non_space_chars(words: &str) -> u32 {
    let goes_on = |byte: u8| byte & 0xC0 == 0x80;
    words.bytes().map(|byte| u32::from(!goes_on(byte) && byte != b' ')).sum()
}
