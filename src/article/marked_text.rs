//! Edits marked text and moves its marks along.

use crate::{Mark, MarkKind, Text};

impl Text {
    /// Creates a text with one mark over all of it.
    pub(crate) fn marked(text: String, kind: MarkKind) -> Self {
        let marks = vec![Mark { range: 0..text.len(), kind }];
        Self { text, marks }
    }

    /// Replaces the first `len` bytes. Marks that end inside are dropped; others are moved.
    pub(crate) fn replace_start(&mut self, len: usize, start: &str) {
        if !self.text.is_char_boundary(len) {
            return;
        }
        self.text.replace_range(..len, start);
        let moved = |at: usize| (at.max(len) - len) + start.len();
        self.marks.retain_mut(|mark| {
            let inside = mark.range.end > len;
            mark.range = moved(mark.range.start)..moved(mark.range.end);
            inside
        });
    }

    /// Truncates the text to `len` bytes without trailing white space, and its marks.
    pub(crate) fn cut_end(&mut self, len: usize) {
        let Some(kept) = self.text.get(..len).map(|t| t.trim_end().len()) else { return };
        self.text.truncate(kept);
        self.marks.retain_mut(|mark| {
            mark.range.end = mark.range.end.min(kept);
            mark.range.start < mark.range.end
        });
    }

    /// Appends a text on a line of its own, after `lead`.
    pub(crate) fn push_line(&mut self, lead: &str, line: Text) {
        if line.text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(lead);
        self.append(line);
    }

    /// Appends a text after a separator, which is omitted at the start.
    pub(crate) fn push_joined(&mut self, separator: &str, other: Text) {
        if !self.text.is_empty() && !other.text.is_empty() {
            self.text.push_str(separator);
        }
        self.append(other);
    }

    fn append(&mut self, other: Text) {
        let offset = self.text.len();
        self.text.push_str(&other.text);
        let marks = other.marks.into_iter();
        self.marks.extend(
            marks.map(|mark| Mark {
                range: mark.range.start + offset..mark.range.end + offset,
                kind: mark.kind,
            }),
        );
    }
}
