//! The frame of a letter by e-mail around its text: header lines above, signature below.
//!
//! Comes in: the lines of a text. Goes out: the same without the frame, and where its subject and its date stand.

use std::{ops::Range, sync::LazyLock};

use rustc_hash::FxHashSet;

use super::lines::Line;
use crate::lexicon;

/// Header lines that make a header, at least.
const HEADERS: usize = 3;
/// The line that parts the text from the signature, its trailing space gone.
const SIGNATURE: &str = "--";

static NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    lexicon::entries(include_str!("../lexicon/data/mail-headers.txt")).map(|(_, name)| name).collect()
});

/// What the header says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mail {
    /// Bytes of the subject.
    pub(crate) subject: Option<Range<usize>>,
    /// Bytes of the date.
    pub(crate) date: Option<Range<usize>>,
}

/// Takes the frame off `lines`; `None` when the text is no letter.
pub(crate) fn unframe(input: &str, lines: &mut Vec<Line>) -> Option<Mail> {
    let mut mail = Mail::default();
    let (mut headers, mut end) = (0, 0);
    for (i, line) in lines.iter().enumerate() {
        if i > 0 && line.blanks > 0 {
            break;
        }
        let text = &input[line.start as usize..line.end as usize];
        match header(text) {
            Some((name, value)) => {
                headers += 1;
                let range = line.end as usize - value.len()..line.end as usize;
                match name.to_ascii_lowercase().as_str() {
                    "subject" => mail.subject = Some(range),
                    "date" | "sent" => mail.date = Some(range),
                    _ => {}
                }
            }
            // A header that goes on in the next line is indented there.
            None if i > 0 && line.indent > 0 => {}
            None => break,
        }
        end = i + 1;
    }
    if headers < HEADERS {
        return None;
    }
    lines.drain(..end);
    let ruler = |l: &Line| &input[l.start as usize..l.end as usize] == SIGNATURE;
    if let Some(at) = lines.iter().rposition(ruler) {
        lines.truncate(at);
    }
    Some(mail)
}

fn header(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(':')?;
    NAMES.contains(name.to_ascii_lowercase().as_str()).then(|| (name, value.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines::Lines;

    fn unframed(text: &str) -> (Option<Mail>, usize) {
        let mut lines = Lines::default();
        lines.read(text);
        (unframe(text, &mut lines.lines), lines.lines.len())
    }

    #[test]
    fn header_and_signature_go() {
        let text = "From: a@post.example\nTo: b@post.example,\n  c@post.example\nSubject: Ferries stay\nDate: Fri, 3 Mar \
                    2023 09:12:00 +0100\n\nThe ferries stay.\nAll of them.\n\n-- \nAnna Berg\n";
        let (mail, left) = unframed(text);
        let mail = mail.expect("a letter");
        assert_eq!(&text[mail.subject.expect("subject")], "Ferries stay");
        assert!(text[mail.date.expect("date")].starts_with("Fri, 3 Mar"));
        assert_eq!(left, 2);
    }

    #[test]
    fn labels_above_a_story_are_no_header() {
        for text in ["Date: May 4\nFrom: Oslo\n\nText", "To: be or not\n\nText", "Text\n--\nText", ""] {
            assert_eq!(unframed(text).0, None, "{text}");
        }
    }
}
