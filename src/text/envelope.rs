//! Opens containers of plain text: Project Gutenberg's frame, quoted-printable mail, Common Crawl's WET records.
//!
//! A container holds the text of a work between lines of its own, which also name the title and the author.

use std::borrow::Cow;

use memchr::memmem;

/// Bytes at the beginning of a text in which a container shows itself.
const HEAD_BYTES: usize = 32 * 1024;
/// Minimum number of soft line breaks (`=` at the end of a line) that make a text quoted-printable.
const SOFT_BREAKS: usize = 2;
/// Minimum number of escapes (`=E2`) that do.
const ESCAPES: usize = 3;
/// Words of a Gutenberg marker that begins and ends the work.
const GUTENBERG: &str = "PROJECT GUTENBERG";

/// What a container says about the text in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Container {
    /// The title of the work.
    pub(crate) title: Option<String>,
    /// Its author.
    pub(crate) author: Option<String>,
    /// Whether the dates in the text are the work's own: a book has none of publication.
    pub(crate) is_book: bool,
}

/// Returns the text inside of its containers, and what they say about it.
pub(crate) fn open(text: Cow<'_, str>) -> (Cow<'_, str>, Container) {
    let text = match wet_record(&text) {
        Some(start) => Cow::Owned(text[start..].to_owned()),
        None => text,
    };
    let text = match encoded_body(&text) {
        Some(start) => {
            let body = decode_quoted_printable(Cow::Borrowed(&text[start..]));
            Cow::Owned(format!("{}{body}", &text[..start]))
        }
        None if is_quoted_printable(&text) => decode_quoted_printable(text),
        None => text,
    };
    match gutenberg(&text) {
        Some((range, container)) => (Cow::Owned(text[range].to_owned()), container),
        None => (text, Container::default()),
    }
}

/// The beginning of the text in a WET record: after its header.
fn wet_record(text: &str) -> Option<usize> {
    if !text.starts_with("WARC/") {
        return None;
    }
    let head = &text.as_bytes()[..text.len().min(HEAD_BYTES)];
    let windows = memmem::find(head, b"\r\n\r\n").map(|at| at + 4);
    let unix = memmem::find(head, b"\n\n").map(|at| at + 2);
    windows.into_iter().chain(unix).min()
}

/// The header line of a letter whose body is quoted-printable, in lower case.
const ENCODED: &str = "content-transfer-encoding: quoted-printable";
/// Maximum lines of a letter's header.
const HEADER_LINES: usize = 60;

/// Returns the start of the body of a letter whose header says that it is quoted-printable.
fn encoded_body(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut encoded = false;
    for (n, line) in text.split_inclusive('\n').take(HEADER_LINES).enumerate() {
        let content = line.trim_end();
        at += line.len();
        if content.is_empty() {
            return encoded.then_some(at);
        }
        if n == 0 && !content.contains(':') {
            return None;
        }
        encoded |= content.eq_ignore_ascii_case(ENCODED);
    }
    None
}

/// Whether a text is in the encoding that mail uses to keep lines short and in ASCII.
fn is_quoted_printable(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut soft, mut escapes) = (0, 0);
    for at in memchr::memchr_iter(b'=', bytes) {
        match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(b'\n'), _) | (Some(b'\r'), Some(b'\n'))
                if at > 0 && !bytes[at - 1].is_ascii_whitespace() && bytes[at - 1] != b'=' =>
            {
                soft += 1
            }
            (Some(a), Some(b)) if is_hex(*a) && is_hex(*b) => escapes += 1,
            // Any other equals sign would have been escaped.
            _ => return false,
        }
    }
    soft >= SOFT_BREAKS && text.is_ascii() && (escapes >= 1 || soft >= 2 * SOFT_BREAKS)
        || escapes >= ESCAPES && soft >= 1
}

fn is_hex(b: u8) -> bool {
    b.is_ascii_digit() || (b'A'..=b'F').contains(&b)
}

fn decode_quoted_printable(text: Cow<'_, str>) -> Cow<'_, str> {
    match quoted_printable::decode(text.as_bytes(), quoted_printable::ParseMode::Robust) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(decoded) => Cow::Owned(decoded),
            Err(error) => Cow::Owned(encoding_rs::WINDOWS_1252.decode(error.as_bytes()).0.into_owned()),
        },
        Err(_) => text,
    }
}

/// The range of a Project Gutenberg work, and what its header says.
fn gutenberg(text: &str) -> Option<(std::ops::Range<usize>, Container)> {
    let head = crate::lexicon::clip::clip(text, HEAD_BYTES);
    let at = |needle: &str| memmem::find(head.as_bytes(), needle.as_bytes());
    let start = ["*** START OF", "***START OF"].iter().filter_map(|mark| at(mark)).min()?;
    let line_end = start + text[start..].find('\n')? + 1;
    if !text[start..line_end].to_ascii_uppercase().contains(GUTENBERG) {
        return None;
    }
    let rest = &text[line_end..];
    let ends = ["*** END OF", "***END OF", "End of the Project Gutenberg", "End of Project Gutenberg"];
    let end = ends.iter().filter_map(|mark| rest.find(mark)).min().map_or(text.len(), |end| line_end + end);
    let header = &text[..start];
    let container =
        Container { title: field(header, "Title:"), author: field(header, "Author:"), is_book: true };
    Some((line_end..end, container))
}

/// The value of a header line, with the indented lines that continue it.
fn field(header: &str, name: &str) -> Option<String> {
    let mut lines = header.lines().skip_while(|line| !line.starts_with(name));
    let mut value = lines.next()?[name.len()..].trim().to_owned();
    for line in lines.take_while(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty()) {
        value.push(' ');
        value.push_str(line.trim());
    }
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "The Project Gutenberg eBook of Two Lights\n\nRead it as you like.\n\nTitle: Two Lights\n       at Sea\n\n\
                        Author: Ana Ruiz\n\nRelease date: May 4, 2031\n\n*** START OF THE PROJECT GUTENBERG EBOOK TWO \
                        LIGHTS ***\n\nThe keeper saw two lights.\n\n*** END OF THE PROJECT GUTENBERG EBOOK ***\nLicense";

    #[test]
    fn a_gutenberg_work_is_taken_out_of_its_frame() {
        let (text, container) = open(Cow::Borrowed(BOOK));
        assert_eq!(text.trim(), "The keeper saw two lights.");
        assert_eq!(container.title.as_deref(), Some("Two Lights at Sea"));
        assert_eq!(container.author.as_deref(), Some("Ana Ruiz"));
        assert!(container.is_book);
    }

    #[test]
    fn quoted_printable_is_decoded() {
        let text = "The ferries stay in port until Friday, the harbour master said, and no=\nbody should wait for=\n \
                    them =E2=80=93 not even the mail.";
        let (text, _) = open(Cow::Borrowed(text));
        assert!(text.ends_with("and nobody should wait for them – not even the mail."), "{text}");
    }

    #[test]
    fn the_body_of_a_letter_is_decoded_as_its_header_says() {
        let letter = "From: ana@post.example\nSubject: =?UTF-8?Q?F=C3=A4hren?=\nContent-Transfer-Encoding: \
                      quoted-printable\n\nDie F=C3=A4hren bleiben im Hafen, sagte der Hafen=\nmeister.\n";
        let (text, _) = open(Cow::Borrowed(letter));
        assert!(text.contains("=?UTF-8?Q?F=C3=A4hren?="), "{text}");
        assert!(text.trim_end().ends_with("Die Fähren bleiben im Hafen, sagte der Hafenmeister."), "{text}");
    }

    #[test]
    fn a_wet_record_loses_its_header() {
        let (text, _) =
            open(Cow::Borrowed("WARC/1.0\r\nWARC-Type: conversion\r\n\r\nFerries stay in port\n"));
        assert_eq!(text, "Ferries stay in port\n");
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in ["a = b\nc = d", "x=1\ny=2", "*** START OF THE RACE ***\nThey ran.", "1=A0 2=A0", ""] {
            let (opened, container) = open(Cow::Borrowed(text));
            assert_eq!((&*opened, container), (text, Container::default()));
        }
    }
}
