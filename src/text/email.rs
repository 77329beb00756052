//! Removes the envelope of an e-mail from its text: header lines above, quotation marks, the signature below.
//!
//! Mail programs in many languages write headers above printed and forwarded letters (`lexicon/data/mail-headers.txt`).
//! A forwarded letter has several headers: the innermost is the letter's own.

use std::{borrow::Cow, ops::Range};

use super::{
    lines::Line,
    tables::{MAIL_HEADERS, SUBJECT_PREFIXES},
};

/// Minimum number of header lines that make a header.
const HEADERS: usize = 3;
/// Maximum number of headers that follow each other in a forwarded letter.
const FORWARDS: usize = 6;
/// Maximum number of lines between one header and the next in a forwarded letter: a greeting, "Forwarded message".
const LINES_BETWEEN: usize = 4;
/// Maximum number of columns of such a line.
const BETWEEN_WIDTH: u16 = 72;
/// Maximum number of lines above the header of a forwarded letter: a greeting, what the sender says about it, "Forwarded message".
const LINES_ABOVE: usize = 10;
/// Minimum share of the lines of a quoted letter that have the mark of a quotation.
const QUOTED_SHARE: f32 = 0.8;
/// The line between the text and the signature, without its trailing space.
const SIGNATURE: &str = "--";

/// What a header line states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MailField {
    Date,
    From,
    Subject,
    Other,
}

/// What the header of a letter says, as ranges of bytes of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mail {
    /// The subject, without "Re:" and the like.
    pub(crate) subject: Option<Range<usize>>,
    /// The date.
    pub(crate) date: Option<Range<usize>>,
    /// The sender's name, without the address.
    pub(crate) from: Option<Range<usize>>,
}

/// Removes the envelope from `lines`. Returns `None` if the text is not a letter.
pub(crate) fn strip_envelope(input: &str, lines: &mut Vec<Line>) -> Option<Mail> {
    let (mut mail, mut end) = first_header(input, lines)?;
    for _ in 0..FORWARDS {
        let inner = (end..lines.len().min(end + LINES_BETWEEN))
            .take_while(|&at| lines[at].width <= BETWEEN_WIDTH)
            .find_map(|at| header(input, lines, at));
        let Some((inner, inner_end)) = inner else { break };
        mail = Mail {
            subject: inner.subject.or(mail.subject),
            date: inner.date.or(mail.date),
            from: inner.from.or(mail.from),
        };
        end = inner_end;
    }
    lines.drain(..end);
    let ruler = |l: &Line| &input[l.start as usize..l.end as usize] == SIGNATURE;
    if let Some(at) = lines.iter().rposition(ruler) {
        lines.truncate(at);
    }
    unquote(input, lines);
    Some(mail)
}

/// Reads the header at the beginning of a text, or that of a letter which somebody has forwarded with a few words.
fn first_header(input: &str, lines: &[Line]) -> Option<(Mail, usize)> {
    let above = lines.iter().take(LINES_ABOVE).take_while(|line| line.width <= BETWEEN_WIDTH).count();
    (0..=above.min(lines.len().saturating_sub(1))).find_map(|at| {
        let found = header(input, lines, at)?;
        // In the middle of a text a few lines with colons may be anything.
        (at == 0 || found.0.from.is_some() && found.0.subject.is_some()).then_some(found)
    })
}

/// Removes the marks of quotation (`> `) if nearly all lines have them.
fn unquote(input: &str, lines: &mut Vec<Line>) {
    let is_quoted = |line: &Line| input[line.start as usize..].starts_with('>');
    let quoted = lines.iter().filter(|line| is_quoted(line)).count();
    if quoted == 0 || (quoted as f32) < QUOTED_SHARE * lines.len() as f32 {
        return;
    }
    // A mark alone is a blank line.
    let mut blanks = 0;
    lines.retain_mut(|line| {
        let text = &input[line.start as usize..line.end as usize];
        let marks = text.len() - text.trim_start_matches(['>', ' ']).len();
        if marks == text.len() {
            blanks += line.blanks + 1;
            return false;
        }
        if is_quoted(line) {
            line.start += marks as u32;
            line.width = line.width.saturating_sub(marks as u16);
            // The bullet was looked for in front of the mark.
            line.mark = 0;
        }
        line.blanks = line.blanks.saturating_add(std::mem::take(&mut blanks));
        true
    });
}

/// Decodes the encoded words of a header (RFC 2047) and joins its lines.
pub(crate) fn decode_header(value: &str) -> Cow<'_, str> {
    let folded = value.contains(['\n', '\r']);
    if !folded && !value.contains("=?") {
        return Cow::Borrowed(value);
    }
    decode_words(value).unwrap_or_else(|| value.split_whitespace().collect::<Vec<_>>().join(" ")).into()
}

#[cfg(feature = "source")]
fn decode_words(value: &str) -> Option<String> {
    let header = format!("Subject: {value}\r\n\r\n");
    let message = mail_parser::MessageParser::default().parse(header.as_bytes())?;
    message.subject().map(str::to_owned)
}

/// Mail is read with the feature `source` only.
#[cfg(not(feature = "source"))]
fn decode_words(_: &str) -> Option<String> {
    None
}

/// Reads a header that begins at line `start`. Returns it with the line after its end.
fn header(input: &str, lines: &[Line], start: usize) -> Option<(Mail, usize)> {
    let mut mail = Mail::default();
    let (mut headers, mut end, mut last) = (0, start, MailField::Other);
    for (i, line) in lines.iter().enumerate().skip(start) {
        if i > start && line.blanks > 0 {
            break;
        }
        let text = unquoted(&input[line.start as usize..line.end as usize]);
        match field(text) {
            Some((field, value)) => {
                headers += 1;
                last = field;
                let range = line.end as usize - value.len()..line.end as usize;
                match field {
                    MailField::Subject => mail.subject = Some(without_prefix(input, range)),
                    MailField::Date => mail.date = Some(range),
                    MailField::From => mail.from = sender(input, range),
                    MailField::Other => {}
                }
            }
            // An indented line continues the header line above it.
            None if i > start && line.indent > 0 => {
                if let (MailField::Subject, Some(subject)) = (last, &mut mail.subject) {
                    subject.end = line.end as usize;
                }
            }
            None => break,
        }
        end = i + 1;
    }
    (headers >= HEADERS).then_some((mail, end))
}

/// A line without the marks of a quotation (`> `).
fn unquoted(text: &str) -> &str {
    text.trim_start_matches(['>', ' ']).trim_matches('*')
}

fn field(text: &str) -> Option<(MailField, &str)> {
    let (name, value) = text.split_once([':', '：'])?;
    let name = name.trim().trim_matches('*').to_lowercase();
    let field = MAIL_HEADERS.get(&name)?;
    Some((*field, value.trim_start_matches(['*', ' ', '\t'])))
}

/// The subject without "Re:", "Fwd:" and the name of a list in brackets.
fn without_prefix(input: &str, mut range: Range<usize>) -> Range<usize> {
    loop {
        let text = &input[range.clone()];
        let cut = if let Some(list) = text.strip_prefix('[') {
            list.find(']').filter(|&at| at + 2 < list.len()).map(|at| at + 2)
        } else {
            text.find([':', '：'])
                .filter(|&at| SUBJECT_PREFIXES.has(&text[..at].trim().to_lowercase()))
                .map(|at| at + text[at..].chars().next().map_or(1, char::len_utf8))
        };
        let Some(cut) = cut else { return range };
        range.start += cut;
        range.start += input[range.clone()].len() - input[range.clone()].trim_start().len();
    }
}

/// The sender's name in `"Ana Ruiz" <ana@post.example>`.
fn sender(input: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &input[range.clone()];
    let name = text.split(['<', '[', '(']).next().unwrap_or(text);
    let trimmed = name.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    if trimmed.is_empty() || trimmed.contains('@') {
        return None;
    }
    let start = range.start + name.find(trimmed)?;
    Some(start..start + trimmed.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines::Lines;

    fn stripped(text: &str) -> (Option<Mail>, usize) {
        let mut lines = Lines::default();
        lines.read(text);
        (strip_envelope(text, &mut lines.lines), lines.lines.len())
    }

    #[test]
    fn header_and_signature_are_removed() {
        let text = "From: a@post.example\nTo: b@post.example,\n  c@post.example\nSubject: Ferries stay\nDate: Fri, 3 Mar \
                    2023 09:12:00 +0100\n\nThe ferries stay.\nAll of them.\n\n-- \nAnna Berg\n";
        let (mail, left) = stripped(text);
        let mail = mail.expect("a letter");
        assert_eq!(&text[mail.subject.expect("subject")], "Ferries stay");
        assert!(text[mail.date.expect("date")].starts_with("Fri, 3 Mar"));
        assert_eq!(left, 2);
    }

    #[test]
    fn headers_of_other_languages_are_read() {
        for (text, subject, from) in [
            (
                "Von: Anna Berg <a@post.example>\nAn: b@post.example\nBetreff: AW: Fähren bleiben\nDatum: 3. März 2031\n\nText",
                "Fähren bleiben",
                "Anna Berg",
            ),
            (
                "De : \"Ana Ruiz\" <a@post.example>\nÀ : b@post.example\nObjet : Les bacs restent\nEnvoyé : lundi 3 mars 2031\n\nTexte",
                "Les bacs restent",
                "Ana Ruiz",
            ),
            (
                "寄件者: 林小明 <a@post.example>\n收件者: b@post.example\n主旨: 渡輪停航\n日期: 2031年3月3日\n\n內文",
                "渡輪停航",
                "林小明",
            ),
            (
                "보낸 사람: 박서윤 <a@post.example>\n받는 사람: b@post.example\n제목: [항구] 여객선 운항 중단\n\n본문",
                "여객선 운항 중단",
                "박서윤",
            ),
        ] {
            let mail = stripped(text).0.expect(text);
            assert_eq!(&text[mail.subject.expect("subject")], subject);
            assert_eq!(&text[mail.from.expect("sender")], from);
        }
    }

    #[test]
    fn fields_above_a_blog_post_are_a_header() {
        let text = "Title: Two Lights at Sea\nDate: 2031-05-07\nAuthor: Ana Ruiz\nTags: sea\n\nThe keeper saw two lights.\n";
        let (mail, left) = stripped(text);
        let mail = mail.expect("a header");
        assert_eq!(&text[mail.subject.expect("title")], "Two Lights at Sea");
        assert_eq!(&text[mail.from.expect("author")], "Ana Ruiz");
        assert_eq!(left, 1);
    }

    #[test]
    fn the_innermost_header_of_a_forwarded_letter_counts() {
        let text = "From: b@post.example\nTo: c@post.example\nSubject: Fwd: Ferries stay\n\nFYI\n\n---------- Forwarded \
                    message ---------\nFrom: Anna Berg <a@post.example>\nDate: 3 March 2031\nSubject: Ferries stay\nTo: \
                    b@post.example\n\nThe ferries stay.\n";
        let (mail, left) = stripped(text);
        let mail = mail.expect("a letter");
        assert_eq!(&text[mail.from.expect("sender")], "Anna Berg");
        assert_eq!(left, 1);
    }

    #[test]
    fn a_letter_quoted_below_a_greeting_is_read() {
        let text = "Hi all,\n\nworth a read.\n\nBegin forwarded message:\n\n> From: Anna Berg <a@post.example>\n> Subject: \
                    Ferries stay\n> Date: 3 March 2031\n>\n> The ferries stay.\n>\n> All of them.\n";
        let mut lines = Lines::default();
        lines.read(text);
        let mail = strip_envelope(text, &mut lines.lines).expect("a letter");
        assert_eq!(&text[mail.from.expect("sender")], "Anna Berg");
        let left: Vec<_> = lines.lines.iter().map(|l| (l.text(text), l.blanks > 0)).collect();
        assert_eq!(left, [("The ferries stay.", true), ("All of them.", true)]);
    }

    #[cfg(feature = "source")]
    #[test]
    fn encoded_words_of_headers_are_decoded() {
        for (value, want) in [
            ("Ferries stay", "Ferries stay"),
            ("Ferries stay\n in port", "Ferries stay in port"),
            (
                "=?UTF-8?Q?El_puerto_reconstruir=C3=A1_el?=\n =?UTF-8?Q?_muelle?=",
                "El puerto reconstruirá el muelle",
            ),
            ("=?iso-8859-1?Q?F=E4hren?= bleiben", "Fähren bleiben"),
            ("=?UTF-8?B?QW5hIFJ1w616?=", "Ana Ruíz"),
            ("=?broken", "=?broken"),
        ] {
            assert_eq!(decode_header(value), want);
        }
    }

    #[test]
    fn labels_above_a_story_are_not_a_header() {
        for text in ["Date: May 4\nFrom: Oslo\n\nText", "To: be or not\n\nText", "Text\n--\nText", ""] {
            assert_eq!(stripped(text).0, None, "{text}");
        }
    }
}
