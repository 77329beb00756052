//! Cuts a text to a number of bytes.

/// Returns the longest prefix of `text` that has at most `most` bytes and ends at a character boundary.
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
    fn characters_are_not_split() {
        for (most, wanted) in [(0, ""), (1, "a"), (2, "a"), (3, "aé"), (4, "aéz"), (9, "aéz")] {
            assert_eq!(clip("aéz", most), wanted, "{most}");
        }
    }
}
