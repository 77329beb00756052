//! Reads saved pages in MHTML and e-mail messages: the first HTML part, else the first text part.

use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{Item, Payload, SourceError, entry::escaped, guard::guarded, stream::Name};
use crate::Input;

/// Headers that only a message with MIME parts or a saved page has.
const MIME_HEADERS: [&str; 4] =
    ["mime-version:", "content-transfer-encoding:", "snapshot-content-location:", "content-type: multipart/"];

/// Returns whether text begins with the name of a header.
pub(super) fn opens_with_header(text: &[u8]) -> bool {
    let name = text.split(|&b| b == b':').next().filter(|name| name.len() < text.len());
    name.is_some_and(|name| !name.is_empty() && name.iter().all(|&b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// Returns whether text begins with the headers of a message whose parts must be decoded.
pub(crate) fn is_message(head: &[u8]) -> bool {
    let end = super::header_fields::end(head).unwrap_or(head.len());
    let headers = &head[..end];
    if !opens_with_header(headers) {
        return false;
    }
    headers.split(|&b| b == b'\n').any(|line| {
        let line = line.to_ascii_lowercase();
        MIME_HEADERS.iter().any(|header| line.starts_with(header.as_bytes()))
    })
}

/// Parses a message. A panic of the parser counts as an unreadable message, because messages in archives are read
/// outside of the guard around each page.
fn parse(bytes: &[u8]) -> Option<Message<'_>> {
    guarded(|| MessageParser::default().parse(bytes)).flatten()
}

/// Returns the page in a message.
pub(crate) fn item(bytes: &[u8], name: &Name<'_>) -> Item {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    // A message saved from a mailbox keeps the line `From ADDRESS DATE`.
    let headers = match start.strip_prefix(b"From ") {
        Some(rest) => memchr::memchr(b'\n', rest).map_or(&[][..], |end| &rest[end + 1..]),
        None => start,
    };
    if !opens_with_header(headers) {
        let error = SourceError::new("has no headers of a message", "read it as HTML or as text");
        return name.item(Payload::Error(error));
    }
    let Some(message) = parse(bytes) else {
        let error = SourceError::new("is not a readable message", "save the page or the message again");
        return name.item(Payload::Error(error));
    };
    let message = forwarded(&message);
    let saved_from = message.header_raw(HeaderName::Other("Snapshot-Content-Location".into())).map(str::trim);
    let html = html_part(message, saved_from);
    let text = || {
        let mut parts = message.parts.iter().filter(|part| !is_attachment(part));
        parts.find_map(|part| match &part.body {
            PartType::Text(text) => Some(text),
            _ => None,
        })
    };
    let (payload, input, location) = match (html, text()) {
        (Some((html, location)), _) => {
            let is_saved_page = saved_from.is_some() || location.is_some_and(|l| l.starts_with("http"));
            let mut head = if is_saved_page { String::new() } else { head(message) };
            if let Some(subject) = message.subject().filter(|_| !is_saved_page && !html.contains("<h1")) {
                head.push_str(&format!("<h1>{}</h1>", escaped(subject)));
            }
            (Payload::Decoded(format!("{head}{html}")), Input::Html, location)
        }
        (None, Some(text)) => (Payload::Decoded(letter(message, text)), Input::Text, None),
        (None, None) => {
            let error = SourceError::new("is a message without text", "save the page or the message again");
            (Payload::Error(error), Input::Auto, None)
        }
    };
    let mut item = name.item(payload);
    item.input = input;
    item.url = saved_from.or(location).filter(|url| url.starts_with("http")).map(str::to_owned);
    item
}

/// Maximum nesting of forwarded messages.
const MOST_FORWARDS: usize = 4;

/// Returns the message that another one forwards as an attachment, if it has more text than the note above it.
fn forwarded<'m, 'x>(message: &'m Message<'x>) -> &'m Message<'x> {
    let length = |message: &Message<'_>| -> usize {
        let of = |part: &MessagePart<'_>| if part.is_text() && !is_attachment(part) { part.len() } else { 0 };
        message.parts.iter().map(of).max().unwrap_or(0)
    };
    let mut outer = message;
    for _ in 0..MOST_FORWARDS {
        match outer.parts.iter().find_map(|part| part.message()) {
            Some(inner) if length(inner) > length(outer) => outer = inner,
            _ => break,
        }
    }
    outer
}

fn is_attachment(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(|disposition| disposition.ctype() == "attachment")
}

/// Returns the page in a message, and its address: the part that the message names as its root, as browsers save it
/// beside the frames, or the first one.
fn html_part<'m>(message: &'m Message<'_>, saved_from: Option<&str>) -> Option<(&'m str, Option<&'m str>)> {
    let root = message.content_type().and_then(|kind| kind.attribute("start"));
    let root = root.map(|id| id.trim_matches(['<', '>']));
    let html = || message.parts.iter().filter(|part| matches!(part.body, PartType::Html(_)));
    let is_root = |part: &&MessagePart<'_>| {
        saved_from.is_some_and(|url| part.content_location() == Some(url))
            || root.is_some_and(|root| part.content_id() == Some(root))
    };
    let part = html()
        .find(is_root)
        .or_else(|| html().find(|part| !is_attachment(part)))
        .or_else(|| html().next())?;
    Some((part.text_contents()?, part.content_location()))
}

/// Returns the headers of a message as HTML metadata.
fn head(message: &Message<'_>) -> String {
    let mut head = String::new();
    if let Some(subject) = message.subject() {
        head.push_str(&format!(
            "<title>{0}</title><meta property=\"og:title\" content=\"{0}\">",
            escaped(subject)
        ));
    }
    if let Some(date) = message.date() {
        head.push_str(&format!(
            "<meta property=\"article:published_time\" content=\"{}\">",
            date.to_rfc3339()
        ));
    }
    head
}

/// Returns a plain-text message in the form that the text path reads: headers, a blank line, the decoded text.
fn letter(message: &Message<'_>, text: &str) -> String {
    let mut letter = String::new();
    if let Some(from) = message.from().and_then(|from| from.first()).and_then(|from| from.name()) {
        letter.push_str(&format!("From: {from}\n"));
    }
    if let Some(date) = message.date() {
        letter.push_str(&format!("Date: {}\n", date.to_rfc822()));
    }
    if let Some(subject) = message.subject() {
        letter.push_str(&format!("Subject: {subject}\n"));
    }
    if !letter.is_empty() {
        letter.push('\n');
    }
    letter + text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(message: &str) -> Item {
        item(message.as_bytes(), &Name::new("a.eml", std::path::Path::new("a")))
    }

    fn content(item: &Item) -> &str {
        match &item.payload {
            Payload::Decoded(content) => content,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_saved_page_has_its_own_address() {
        let message = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/pier\r\nSubject: Pier\r\n\
            MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>The p=\r\nier=E2=80=99s end\r\n--b\r\n\
            Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n--b--\r\n";
        assert!(is_message(message.as_bytes()));
        let item = read(message);
        assert_eq!(item.url.as_deref(), Some("https://post.example/pier"));
        assert!(content(&item).starts_with("<p>The pier’s end"), "{item:?}");
    }

    #[test]
    fn a_panic_of_the_parser_is_an_unreadable_message() {
        // mail-parser 0.11.9 subtracts below zero where a soft line break ends a part, which panics in builds with
        // overflow checks. Others read the text of that message.
        let message = "From: <ada@post.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n\
            --b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n=\n--b--\n";
        let (item, checked) = (read(message), cfg!(debug_assertions));
        assert_eq!(matches!(item.payload, Payload::Error(_)), checked, "{item:?}");
    }

    #[test]
    fn the_root_of_a_saved_page_is_the_page_not_a_frame() {
        let message = |headers: &str| {
            format!(
                "{headers}MIME-Version: 1.0\r\nContent-Type: multipart/related; start=\"<root>\"; boundary=\"b\"\r\n\r\n\
                 --b\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/frame\r\n\r\n<p>Buy.\r\n\
                 --b\r\nContent-Type: text/html\r\nContent-ID: <root>\r\n\
                 Content-Location: https://post.example/pier\r\n\r\n<p>The pier.\r\n--b--\r\n"
            )
        };
        for headers in ["", "Snapshot-Content-Location: https://post.example/pier\r\n"] {
            let item = read(&message(headers));
            assert!(content(&item).contains("<p>The pier."), "{item:?}");
            assert_eq!(item.url.as_deref(), Some("https://post.example/pier"));
        }
    }

    #[test]
    fn a_message_forwarded_as_an_attachment_is_the_page() {
        let inner = "Subject: Pier\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nThe pier opened on Monday, the town said.\r\n";
        let outer = |note: &str| {
            format!(
                "Subject: Fwd\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n\
                 Content-Type: text/plain\r\n\r\n{note}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
            )
        };
        assert!(content(&read(&outer("FYI"))).contains("The pier opened"));
        assert!(content(&read(&outer(&"A long answer. ".repeat(9)))).contains("A long answer."));
    }

    #[test]
    fn mail_in_iso_2022_jp_is_decoded() {
        let mut message =
            b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=ISO-2022-JP\r\n\r\n"
                .to_vec();
        message.extend_from_slice(b"\x1b$B9AOQ0Q0w2q\x1b(B\r\n");
        let item = item(&message, &Name::new("a.eml", std::path::Path::new("a")));
        assert!(content(&item).contains("港湾委員会"), "{item:?}");
    }

    #[test]
    fn mail_in_either_form_is_decoded() {
        let html = "Subject: =?utf-8?q?Br=C3=BCcke?=\r\nDate: Sun, 4 May 2031 10:00:00 +0200\r\nMIME-Version: 1.0\r\n\
            Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+RvxyPC9wPg==\r\n";
        let item = read(html);
        assert!(content(&item).starts_with("<title>Brücke</title>"), "{item:?}");
        assert!(content(&item).ends_with("<p>Für</p>"), "{item:?}");
        let text = "From: Jane Doe <jane@post.example>\r\nSubject: Pier\r\nMIME-Version: 1.0\r\n\
            Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe p=\r\nier.\r\n";
        let item = read(text);
        assert_eq!(content(&item), "From: Jane Doe\nSubject: Pier\n\nThe pier.\r\n");
        assert_eq!(item.input, Input::Text);
    }

    #[test]
    fn a_message_under_another_name_is_decoded() {
        let text = "Subject: Pier\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\nThe p=\r\nier.\r\n";
        let load = |kind| {
            let mut item = Item::new("a.txt".into(), "a".into(), Payload::Bytes(text.into()));
            let rules = super::super::Rules { kind, ..Default::default() };
            let content = item.load(&rules).expect("content");
            (
                item.input,
                String::from_utf8_lossy(match &content {
                    super::super::load::LoadedContent::Bytes(bytes) => bytes,
                    super::super::load::LoadedContent::Text(text) => text.as_bytes(),
                })
                .into_owned(),
            )
        };
        assert_eq!(load(None), (Input::Text, "Subject: Pier\n\nThe pier.\r\n".to_owned()));
        assert!(load(Some(super::super::Kind::Page)).1.contains("quoted-printable"));
    }

    #[test]
    fn text_that_is_not_a_message_is_unchanged() {
        for text in
            ["Dear reader: MIME-Version: 1.0 is a header", "<html>", "", "From: me\nSubject: x\n\nHello"]
        {
            assert!(!is_message(text.as_bytes()), "{text}");
        }
    }
}
