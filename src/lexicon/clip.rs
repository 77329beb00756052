//! The head of a text: a text and a number of bytes come in, the text's first bytes up to the end of a character go out.

/// The first `most` bytes of a text, or fewer, so that no character is cut.
pub(crate) fn clip(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_is_cut() {
        for (most, wanted) in [(0, ""), (1, "a"), (2, "a"), (3, "aé"), (4, "aéz"), (9, "aéz")] {
            assert_eq!(clip("aéz", most), wanted, "{most}");
        }
    }
}
