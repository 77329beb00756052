//! Compares and splits strings in constants, where the methods of strings cannot be called. The build script uses this
//! file too.

/// Returns whether two strings are equal.
pub(crate) const fn equal(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len()
}

/// Returns the part of a text from `start` to the next byte `end`, or to the end of the text, and where the rest begins.
pub(crate) const fn part(text: &[u8], start: usize, end: u8) -> (&[u8], usize) {
    let mut at = start;
    while at < text.len() && text[at] != end {
        at += 1;
    }
    let rest = if at < text.len() { at + 1 } else { at };
    (text.split_at(at).0.split_at(start).1, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other() {
        let text = b"a b\nlong";
        assert_eq!(part(text, 0, b'\n'), (&b"a b"[..], 4));
        assert_eq!(part(text, 4, b'\n'), (&b"long"[..], 8));
        assert_eq!(part(text, 8, b'\n'), (&b""[..], 8));
        assert_eq!(part(text, 0, b' '), (&b"a"[..], 2));
    }

    #[test]
    fn strings_are_equal_if_all_bytes_are() {
        for (a, b) in [("", ""), ("ab", "ab"), ("ab", "a"), ("a", "ab"), ("ab", "ac")] {
            assert_eq!(equal(a.as_bytes(), b.as_bytes()), a == b);
        }
    }
}
