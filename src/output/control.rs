//! Removes control characters that a terminal would execute.

use std::borrow::Cow;

/// Returns whether a terminal may execute `c`: C0 without tab and line feed, DEL, C1.
pub(crate) fn is_command(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{202d}' | '\u{202e}')
}

/// Returns `text` without the characters that a terminal would execute.
///
/// ```
/// assert_eq!(copydesk::output::printable("a\u{1b}[31mb"), "a[31mb");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.contains(is_command) { Cow::Owned(text.replace(is_command, "")) } else { Cow::Borrowed(text) }
}
