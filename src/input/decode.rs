//! Decodes a page and records how its encoding was found.
//!
//! The order is that of browsers (WHATWG HTML, "determining the character encoding"): the caller's label, the byte
//! order mark, the HTTP label, a `<meta>`, detection. It differs where a label is plainly wrong, which is common on
//! saved pages: valid UTF-8 beyond ASCII is UTF-8 whatever the label; text that is mostly broken under its UTF-8
//! label is detected again, and so is text in another script under a Latin label. ISO-2022-JP and UTF-16 need no
//! label.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;

use super::{labels, shifted, utf32};
use crate::{Content, Error, Page, error::ErrorKind};

/// How many bytes at the start of a page are searched for a `<meta>` with the encoding. Browsers search 1,024; many
/// pages have inline scripts before it.
const PRESCAN_BYTES: usize = 8192;
/// Maximum number of bytes that the detector reads. More do not improve its guess on real pages.
const DETECT_BYTES: usize = 128 * 1024;
/// How many bytes are checked for UTF-16 without a mark.
const UTF16_BYTES: usize = 4096;
/// Minimum share of NUL bytes at even (or odd) offsets in UTF-16: ASCII in UTF-16 has all of them.
const UTF16_NUL_SHARE: f32 = 0.4;
/// Minimum share of code units that are plausible in text. Russian, Arabic, Japanese and Chinese news have more than
/// 0.99; the wrong byte order and compressed data have less than 0.9.
const UTF16_PLAUSIBLE_SHARE: f32 = 0.97;
/// Minimum share of code units that separate words or clauses: 0.07 in Chinese, which has no spaces, and 0.02 in Thai,
/// which has no punctuation either. In the wrong byte order, almost no code unit is a separator.
const UTF16_SEPARATOR_SHARE: f32 = 0.008;
/// Minimum bytes beyond ASCII for the script of a page to be judged.
const FEWEST_BEYOND_ASCII: usize = 40;

/// How the encoding was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// The page was given as text.
    Text,
    /// The caller's label.
    Caller,
    /// Byte order mark.
    Bom,
    /// `Content-Type` header.
    Http,
    /// `<meta charset>` or `<meta http-equiv>`.
    Meta,
    /// Detected from the bytes.
    Detection,
}

/// A page's text.
#[derive(Clone, Debug)]
pub(crate) struct Decoded<'a> {
    /// The text, without a byte order mark; invalid bytes are U+FFFD.
    pub(crate) text: Cow<'a, str>,
    /// The encoding of the page.
    pub(crate) encoding: &'static Encoding,
    /// How the encoding was found.
    pub(crate) via: Via,
}

/// Decodes a page.
///
/// # Errors
/// Returns an error if browsers do not know the caller's encoding label.
pub(crate) fn decode<'a>(page: &Page<'a>) -> Result<Decoded<'a>, Error> {
    let bytes = match page.content {
        Content::Text(text) => {
            let text = Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text));
            return Ok(Decoded { text, encoding: UTF_8, via: Via::Text });
        }
        Content::Bytes(bytes) => bytes,
    };
    if let Some(label) = page.encoding {
        let encoding = Encoding::for_label(label.as_bytes())
            .ok_or_else(|| ErrorKind::Encoding { label: label.to_owned() })?;
        return Ok(read(bytes, encoding, Via::Caller));
    }
    // Its byte order mark begins with that of UTF-16.
    if let Some(text) = utf32::decode(bytes) {
        return Ok(Decoded { text: Cow::Owned(text), encoding: UTF_8, via: Via::Detection });
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(read(bytes, encoding, Via::Bom));
    }
    if let Some(decoded) = iso_2022_jp(bytes) {
        return Ok(decoded);
    }
    if let Some((text, encoding)) = shifted::decode(bytes) {
        return Ok(Decoded { text: Cow::Owned(text), encoding, via: Via::Detection });
    }
    if let Some(encoding) =
        page.content_type.and_then(charset).and_then(|l| Encoding::for_label(l.as_bytes()))
    {
        return Ok(labelled(bytes, encoding, Via::Http, page.url));
    }
    if let Some(encoding) = utf16(bytes) {
        return Ok(read(bytes, encoding, Via::Detection));
    }
    match prescan(&bytes[..bytes.len().min(PRESCAN_BYTES)]) {
        Some(encoding) => Ok(labelled(bytes, encoding, Via::Meta, page.url)),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8, via: Via::Detection }),
            Err(_) => Ok(read(bytes, detect(bytes, page.url, Utf8Detection::Allow), Via::Detection)),
        },
    }
}

/// Decodes text with ISO-2022-JP escape sequences that has no label or a wrong one.
fn iso_2022_jp(bytes: &[u8]) -> Option<Decoded<'_>> {
    let first = memchr::memchr(ESCAPE, bytes)?;
    let opens = bytes.get(first + 1..first + 3).is_some_and(|shift| matches!(shift, b"$B" | b"$@"));
    if !opens || !bytes.is_ascii() {
        return None;
    }
    let (text, _, malformed) = ISO_2022_JP.decode(bytes);
    (!malformed).then_some(Decoded { text, encoding: ISO_2022_JP, via: Via::Detection })
}

/// Returns the `charset` parameter of a content type.
fn charset(content_type: &str) -> Option<&str> {
    let at = content_type.to_ascii_lowercase().find("charset=")? + "charset=".len();
    let value = content_type.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = value.find([';', '"', '\'', ' ', ',']).unwrap_or(value.len());
    Some(&value[..end])
}

fn read<'a>(bytes: &'a [u8], encoding: &'static Encoding, via: Via) -> Decoded<'a> {
    let (text, encoding, _) = encoding.decode(bytes);
    Decoded { text, encoding, via }
}

/// Decodes bytes under a label that may be wrong.
fn labelled<'a>(bytes: &'a [u8], encoding: &'static Encoding, via: Via, url: Option<&str>) -> Decoded<'a> {
    if encoding == UTF_8 {
        let (text, _, malformed) = UTF_8.decode(bytes);
        if malformed && mostly_broken(&text) {
            return read(bytes, detect(bytes, url, Utf8Detection::Deny), Via::Detection);
        }
        return Decoded { text, encoding, via };
    }
    if encoding.is_ascii_compatible()
        && !bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&ESCAPE)
    {
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8, via: Via::Detection };
    }
    if LATIN.contains(&encoding)
        && has_runs_beyond_ascii(bytes)
        && let guess = detect(bytes, url, Utf8Detection::Deny)
        && guess != encoding
        && !LATIN.contains(&guess)
    {
        let (text, _, malformed) = guess.decode(bytes);
        if !malformed && is_in_another_script(&text) {
            return Decoded { text, encoding: guess, via: Via::Detection };
        }
    }
    if let Some(decoded) = other_latin(bytes, encoding, via, url) {
        return decoded;
    }
    let decoded = read(bytes, encoding, via);
    if labels::EAST_ASIAN.contains(&encoding)
        && !labels::is_plausible(&decoded.text, encoding)
        && let guess = detect(bytes, url, Utf8Detection::Deny)
        && guess != encoding
        && labels::EAST_ASIAN.contains(&guess)
        && let other = read(bytes, guess, Via::Detection)
        && labels::is_plausible(&other.text, guess)
    {
        return other;
    }
    if CYRILLIC.contains(&encoding)
        && is_another_cyrillic(&decoded.text)
        && let guess = detect(bytes, url, Utf8Detection::Deny)
        && guess != encoding
        && CYRILLIC.contains(&guess)
    {
        let other = read(bytes, guess, Via::Detection);
        if !is_another_cyrillic(&other.text) {
            return other;
        }
    }
    decoded
}

/// Decodes Latin text whose `meta` or language contradicts its label, if the bytes agree with the other one.
fn other_latin<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    via: Via,
    url: Option<&str>,
) -> Option<Decoded<'a>> {
    if !LATIN.contains(&encoding) || bytes.is_ascii() {
        return None;
    }
    let head = &bytes[..bytes.len().min(PRESCAN_BYTES)];
    let meta = if via == Via::Http { prescan(head) } else { None };
    let language = html_language(head).unwrap_or_default();
    let expected = labels::of_language(std::str::from_utf8(language).unwrap_or_default());
    // Windows-1250 has letters where ISO-8859-2 has control characters.
    if encoding == encoding_rs::ISO_8859_2 && bytes.iter().any(|b| (0x80..0xa0).contains(b)) {
        return Some(read(bytes, encoding_rs::WINDOWS_1250, Via::Detection));
    }
    if expected.contains(&encoding) || (meta.is_none_or(|meta| meta == encoding) && expected.is_empty()) {
        return None;
    }
    let guess = detect(bytes, url, Utf8Detection::Deny);
    let agrees = guess != encoding && (meta == Some(guess) || expected.contains(&guess));
    agrees.then(|| read(bytes, guess, Via::Detection))
}

/// Returns the `lang` attribute of the `html` element.
fn html_language(head: &[u8]) -> Option<&[u8]> {
    let is_html = |at: &usize| head[*at..].get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case(b"<html "));
    let start = memchr::memchr_iter(b'<', head).find(is_html)?;
    let tag = &head[start..];
    value_after(&tag[..memchr::memchr(b'>', tag)?], b"lang")
}

/// Encodings of Cyrillic letters. KOI8 has its small letters where Windows-1251 has its capitals, and the reverse.
const CYRILLIC: [&Encoding; 4] =
    [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::KOI8_U, encoding_rs::ISO_8859_5];

/// Returns whether most Cyrillic letters are capitals, or many are those that Russian does not have. Ukrainian and
/// Serbian have less than a tenth of them, and Windows-1251 read as ISO-8859-5 has a quarter.
fn is_another_cyrillic(text: &str) -> bool {
    let letters = text.chars().filter(|c| matches!(c, '\u{400}'..='\u{45f}'));
    let (mut capitals, mut small, mut others) = (0usize, 0usize, 0usize);
    for c in letters {
        if c.is_uppercase() {
            capitals += 1
        } else {
            small += 1
        }
        others += usize::from(c >= '\u{450}');
    }
    capitals > small || others * 6 > capitals + small
}

/// Begins a shift in ISO-2022-JP, whose bytes are all ASCII.
const ESCAPE: u8 = 0x1b;

/// Encodings of Latin letters, which servers declare by default for any text.
const LATIN: [&Encoding; 7] = [
    WINDOWS_1252,
    encoding_rs::ISO_8859_15,
    encoding_rs::WINDOWS_1250,
    encoding_rs::WINDOWS_1254,
    encoding_rs::WINDOWS_1257,
    encoding_rs::ISO_8859_2,
    encoding_rs::MACINTOSH,
];

/// Returns whether most bytes beyond ASCII are next to another one. In Latin text, accented letters are isolated.
fn has_runs_beyond_ascii(bytes: &[u8]) -> bool {
    let beyond = bytes.iter().filter(|b| !b.is_ascii()).count();
    let paired = bytes.windows(2).filter(|pair| !pair[0].is_ascii() && !pair[1].is_ascii()).count();
    beyond >= FEWEST_BEYOND_ASCII && paired * 2 > beyond
}

/// Returns whether most letters beyond ASCII are not Latin.
fn is_in_another_script(text: &str) -> bool {
    let is_latin = |c: char| matches!(c, '\u{80}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic());
    let (latin, other) =
        letters.fold(
            (0usize, 0usize),
            |(latin, other), c| {
                if is_latin(c) { (latin + 1, other) } else { (latin, other + 1) }
            },
        );
    other > latin * 4
}

/// Returns whether a lossy decoding has more replacement characters than real characters beyond ASCII.
fn mostly_broken(text: &str) -> bool {
    let (mut lost, mut kept) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if c == '\u{fffd}' { lost += 1 } else { kept += 1 }
    }
    lost > kept
}

fn detect(bytes: &[u8], url: Option<&str>, utf8: Utf8Detection) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(DETECT_BYTES)], true);
    let host = url.and_then(|u| url::Url::parse(u).ok()).and_then(|u| u.host_str().map(str::to_owned));
    let tld = host
        .as_deref()
        .and_then(|h| h.rsplit('.').next())
        .filter(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_lowercase()));
    detector.guess(tld.map(str::as_bytes), utf8)
}

/// Detects UTF-16 without a byte order mark.
///
/// ASCII text has a NUL in every pair. Text in other scripts has control bytes, which no other encoding of text has, and
/// gives spaces and punctuation in only one byte order.
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(UTF16_BYTES) & !1];
    // Without a branch on each byte, chunks are compared as a whole.
    let is_control =
        |b: u8| (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != 0x0c) & (b != b'\r') & (b != ESCAPE);
    let has_control = |bytes: &[u8]| bytes.iter().fold(false, |any, &b| any | is_control(b));
    let (chunks, rest) = head.as_chunks::<32>();
    if head.len() < 4 || !(chunks.iter().any(|chunk| has_control(chunk)) || has_control(rest)) {
        return None;
    }
    let nul = |first: usize| head.iter().skip(first).step_by(2).filter(|&&b| b == 0).count();
    let half = (head.len() / 2) as f32;
    match (nul(0) as f32 / half, nul(1) as f32 / half) {
        (even, odd) if odd > UTF16_NUL_SHARE && even < UTF16_NUL_SHARE / 2.0 => return Some(UTF_16LE),
        (even, odd) if even > UTF16_NUL_SHARE && odd < UTF16_NUL_SHARE / 2.0 => return Some(UTF_16BE),
        _ => {}
    }
    let (le, be) = (Utf16Figures::of(head, u16::from_le_bytes), Utf16Figures::of(head, u16::from_be_bytes));
    match (le.is_text(), be.is_text()) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Statistics of bytes read as UTF-16 in one byte order.
#[derive(Default)]
struct Utf16Figures {
    units: usize,
    /// Letters, digits, white space and punctuation.
    plausible: usize,
    /// Spaces, line feeds and the most common punctuation of Latin, Arabic and CJK text.
    separators: usize,
}

impl Utf16Figures {
    fn of(head: &[u8], unit: fn([u8; 2]) -> u16) -> Self {
        let units = head.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let mut figures = Self::default();
        for c in char::decode_utf16(units) {
            figures.units += 1;
            let Ok(c) = c else { continue };
            let is_separator = matches!(c, ' ' | '\n' | '.' | ',' | '،' | '、' | '。' | '，');
            figures.separators += usize::from(is_separator);
            let is_plausible = c.is_alphanumeric()
                || unicode_normalization::char::is_combining_mark(c)
                || matches!(c, ' '..='~' | '\n' | '\r' | '\t' | '\u{a0}'..='\u{36f}' | '\u{5b0}'..='\u{65f}')
                || matches!(c, '\u{2010}'..='\u{203a}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
            figures.plausible += usize::from(is_plausible);
        }
        figures
    }

    fn is_text(&self) -> bool {
        let units = self.units as f32;
        self.plausible as f32 >= units * UTF16_PLAUSIBLE_SHARE
            && self.separators as f32 >= units * UTF16_SEPARATOR_SHARE
    }
}

/// Returns the encoding that a `<meta>` or an XML declaration names.
fn prescan(head: &[u8]) -> Option<&'static Encoding> {
    if head.starts_with(b"<?xml")
        && let Some(end) = memmem::find(head, b"?>")
        && let Some(label) = value_after(&head[..end], b"encoding")
        && let Some(encoding) = Encoding::for_label(label)
    {
        return Some(as_meta(encoding));
    }
    for at in memchr::memchr_iter(b'<', head) {
        let tag = &head[at..];
        if !tag.get(..5).is_some_and(|t| t.eq_ignore_ascii_case(b"<meta")) {
            continue;
        }
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        if let Some(encoding) = value_after(tag, b"charset").and_then(Encoding::for_label) {
            return Some(as_meta(encoding));
        }
    }
    None
}

/// Returns UTF-8 for UTF-16: a page whose `<meta>` could be read is not UTF-16 (WHATWG).
fn as_meta(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else if encoding.name() == "x-user-defined" {
        WINDOWS_1252
    } else {
        encoding
    }
}

/// Returns the value after `name =`, without quotes.
fn value_after<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = memmem::find(&lower[from..], name) {
        let mut at = from + found + name.len();
        from = at;
        while tag.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if tag.get(at) != Some(&b'=') {
            continue;
        }
        at += 1;
        while tag.get(at).is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'')) {
            at += 1;
        }
        let rest = &tag[at..];
        let end = rest.iter().position(|b| b.is_ascii_whitespace() || b"\"';/>".contains(b));
        return Some(&rest[..end.unwrap_or(rest.len())]);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn via(bytes: &[u8]) -> (String, &'static str, Via) {
        let d = decode(&Page::new(bytes)).expect("no label given");
        (d.text.into_owned(), d.encoding.name(), d.via)
    }

    #[test]
    fn order_is_caller_mark_http_meta_detection() {
        let cyrillic =
            encoding_rs::WINDOWS_1251.encode("<meta charset=windows-1251>Мост открыт").0.into_owned();
        assert_eq!(
            via(&cyrillic),
            ("<meta charset=windows-1251>Мост открыт".into(), "windows-1251", Via::Meta)
        );
        let page = Page::new(&cyrillic).with_encoding("koi8-r");
        assert_eq!(decode(&page).expect("a label").via, Via::Caller);
        let page = Page::new(&cyrillic).with_content_type("text/html; charset=\"windows-1251\"");
        assert_eq!(decode(&page).expect("no label").via, Via::Http);
        assert_eq!(via("\u{feff}Müller".as_bytes()), ("Müller".into(), "UTF-8", Via::Bom));
    }

    #[test]
    fn one_cyrillic_encoding_under_the_label_of_another() {
        let text = "<meta charset=windows-1251>Совет посёлка в четверг согласился отремонтировать старую плотину под \
                    мельницей, после того как за две зимы река унесла большую часть камней.";
        let koi8 = encoding_rs::KOI8_R.encode(text).0.into_owned();
        let (decoded, _, via) = via(&koi8);
        assert_eq!((decoded.as_str(), via), (text, Via::Detection));
        let capitals = "<meta charset=windows-1251>СОВЕТ ПОСЁЛКА СОГЛАСИЛСЯ ОТРЕМОНТИРОВАТЬ СТАРУЮ ПЛОТИНУ";
        let bytes = encoding_rs::WINDOWS_1251.encode(capitals).0.into_owned();
        assert_eq!(super::tests::via(&bytes).0, capitals);
    }

    #[test]
    fn windows_encodings_under_the_label_of_iso_8859() {
        let russian =
            "<meta charset=iso-8859-5>Совет посёлка в четверг согласился отремонтировать старую плотину.";
        let polish = "<meta charset=iso-8859-2>Towarzystwo zebrało się w środę i postanowiło zapalić latarnie, zaś źródło.";
        for (text, encoding) in [(russian, encoding_rs::WINDOWS_1251), (polish, encoding_rs::WINDOWS_1250)] {
            let bytes = encoding.encode(text).0.into_owned();
            assert_eq!(via(&bytes).0, text);
        }
    }

    #[test]
    fn utf16_without_a_mark() {
        let le: Vec<u8> = "<p>Brücke</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(via(&le), ("<p>Brücke</p>".into(), "UTF-16LE", Via::Detection));
        let be: Vec<u8> = "<p>Brücke</p>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(via(&be), ("<p>Brücke</p>".into(), "UTF-16BE", Via::Detection));
    }

    #[test]
    fn utf16_in_other_scripts_without_a_mark() {
        for text in [
            "Совет порта проголосовал во вторник за восстановление восточного пирса.",
            "صوت مجلس الميناء يوم الثلاثاء على إعادة بناء الرصيف الشرقي، بعد ثلاث سنوات.",
            "港湾委員会は火曜日、東桟橋の再建を決めた。三年前の嵐で先端が失われていた。",
            "港务局周二投票决定重建东码头，三年前的一场风暴摧毁了它。",
            "Το συμβούλιο του λιμανιού ψήφισε την Τρίτη την ανακατασκευή της προβλήτας.",
            "부두 위원회는 화요일 동쪽 부두를 재건하기로 결정했다, 폭풍 후 삼년 만이다.",
            "สมาคมผู้จุดโคมประชุมเมื่อเย็นวันพุธและตัดสินใจจุดโคมสี่สิบดวงริมคลองอีกครั้ง เก้าปีหลังจากผู้ดูแลจากไป",
            "बंदरगाह परिषद ने मंगलवार को पूर्वी घाट के पुनर्निर्माण का निर्णय किया, तूफान के तीन वर्ष बाद।",
        ] {
            let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(via(&le), (text.into(), "UTF-16LE", Via::Detection));
            let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(via(&be), (text.into(), "UTF-16BE", Via::Detection));
        }
    }

    #[test]
    fn iso_2022_jp_needs_no_label() {
        let text = "<!doctype html><title>東桟橋を再建へ</title><p>港湾委員会は火曜日に決めた。";
        let bytes = ISO_2022_JP.encode(text).0.into_owned();
        assert_eq!(via(&bytes), (text.into(), "ISO-2022-JP", Via::Detection));
        assert_eq!(via(b"a \x1b[31mred\x1b[0m word").1, "UTF-8");
    }

    #[test]
    fn a_latin_label_over_another_script_is_ignored() {
        let russian =
            "Совет порта проголосовал во вторник за восстановление восточного пирса, три года спустя.";
        let greek = "Το συμβούλιο του λιμανιού ψήφισε την Τρίτη την ανακατασκευή της ανατολικής προβλήτας.";
        let korean = "부두 위원회는 화요일 동쪽 부두를 재건하기로 결정했다. 폭풍이 지나간 지 삼 년 만이다.";
        for (text, encoding) in [
            (russian, encoding_rs::WINDOWS_1251),
            (greek, encoding_rs::WINDOWS_1253),
            (korean, encoding_rs::EUC_KR),
        ] {
            let page = format!("<meta charset=iso-8859-1><p>{text}</p>");
            let bytes = encoding.encode(&page).0.into_owned();
            assert_eq!(via(&bytes).0, page, "{}", encoding.name());
        }
        let french = "<meta charset=iso-8859-1><p>Été comme hiver, le préfet a été très sévère à l'égard des maires \
            élus l'année passée, déplorant des démêlés répétés et l'hébétude générale du conseil régional.";
        let bytes = WINDOWS_1252.encode(french).0.into_owned();
        assert_eq!(via(&bytes).1, "windows-1252");
    }

    #[test]
    fn a_latin_label_is_ignored_if_language_and_bytes_agree_on_another() {
        let polish = "<html lang=pl><p>Towarzystwo latarników zebrało się w środę wieczorem i postanowiło zapalić \
            latarnie wzdłuż kanału, dziewięć lat po odejściu ostatniego stróża. Pierwsze zapłoną przed zimą.";
        let turkish = "<html lang=\"tr\"><p>Fenerciler derneği çarşamba akşamı toplandı ve değirmen kanalı boyunca \
            uzanan kırk feneri yeniden yakmaya karar verdi; yağın parasını iki okul ödedi.";
        for (text, encoding) in [(polish, encoding_rs::ISO_8859_2), (turkish, encoding_rs::WINDOWS_1254)] {
            let bytes = encoding.encode(text).0.into_owned();
            let page = Page::new(&bytes).with_content_type("text/html; charset=windows-1252");
            assert_eq!(decode(&page).expect("no label").text, text);
        }
        let german = "<html lang=de><p>Die Brücke über den Fluß ist für alle da.";
        let bytes = WINDOWS_1252.encode(german).0.into_owned();
        let page = Page::new(&bytes).with_content_type("text/html; charset=windows-1252");
        assert_eq!(decode(&page).expect("no label").via, Via::Http);
    }

    #[test]
    fn one_east_asian_encoding_under_the_label_of_another() {
        let chinese = "<meta charset=big5><p>灯会周三晚上开会，决定重新点亮磨坊运河沿岸的四十盏灯，距离最后一位守灯人离开已有九年。";
        let japanese = "<meta charset=euc-jp><p>灯火協会は水曜日の夜に会合を開き、水車の運河沿いの灯籠を再びともすことを決めた。";
        for (text, encoding) in [(chinese, encoding_rs::GBK), (japanese, encoding_rs::SHIFT_JIS)] {
            let bytes = encoding.encode(text).0.into_owned();
            assert_eq!(via(&bytes).0, text, "{}", encoding.name());
        }
    }

    #[test]
    fn utf8_under_a_latin_label_from_the_server_is_utf8() {
        let text = "<p>Le conseil a voté la reconstruction.";
        let page = Page::new(text.as_bytes()).with_content_type("text/html; charset=ISO-8859-1");
        assert_eq!(decode(&page).expect("no label").text, text);
    }

    #[test]
    fn wrong_labels_are_detected() {
        let utf8 = "<meta http-equiv=content-type content='text/html; charset=iso-8859-1'>Brücke";
        assert_eq!(via(utf8.as_bytes()).1, "UTF-8");
        let latin = b"<meta charset=utf-8><p>Die Br\xfccke \xfcber den Flu\xdf ist f\xfcr alle da.";
        assert_eq!(
            via(latin),
            (
                "<meta charset=utf-8><p>Die Brücke über den Fluß ist für alle da.".into(),
                "windows-1252",
                Via::Detection
            )
        );
        let mostly_right = "<meta charset=utf-8>für über Straße \u{1}".replace('\u{1}', "");
        let mut bytes = mostly_right.into_bytes();
        bytes.push(0xff);
        assert_eq!(via(&bytes).1, "UTF-8");
    }

    #[test]
    fn an_unknown_label_of_the_caller_is_an_error() {
        let page = Page::new(&b"x"[..]).with_encoding("klingon");
        assert!(decode(&page).expect_err("unknown").is_encoding());
    }
}
