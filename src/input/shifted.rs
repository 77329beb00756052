//! Decodes ISO-2022-KR and HZ, which shift between ASCII and pairs of seven-bit bytes.
//!
//! Browsers no longer support them, for reasons of security: an attacker could hide markup in a shift. Here the text is
//! not executed, and mail and old pages in Korean and Chinese have them.

use std::borrow::Cow;

use encoding_rs::{EUC_KR, Encoding, GBK};
use memchr::memmem;

/// Minimum number of characters in shifts. A few of them may be a coincidence in source code.
const FEWEST_SHIFTED: usize = 8;

/// Decodes text in ISO-2022-KR or HZ; returns `None` for anything else.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, &'static Encoding)> {
    if !bytes.is_ascii() {
        return None;
    }
    // Both signs are rare, and looking for one byte is cheaper than for several.
    let begins = |sign, with: &'static [u8]| {
        memchr::memchr_iter(sign, bytes).find(move |&at| bytes[at..].starts_with(with))
    };
    if let Some(at) = begins(0x1b, b"\x1b$)C") {
        let bytes = [&bytes[..at], &bytes[at + 4..]].concat();
        return decoded(&bytes, (b"\x0e", b"\x0f"), EUC_KR);
    }
    begins(b'~', b"~{")?;
    decoded(bytes, (b"~{", b"~}"), GBK)
}

/// Sets the high bit of the bytes between the two shifts, which gives the eight-bit form of the encoding.
fn decoded(
    bytes: &[u8],
    shifts: (&[u8], &[u8]),
    encoding: &'static Encoding,
) -> Option<(String, &'static Encoding)> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut rest, mut shifted) = (bytes, 0);
    while let Some(start) = memmem::find(rest, shifts.0) {
        push_ascii(&rest[..start], &mut out);
        rest = &rest[start + shifts.0.len()..];
        // A shift ends with the line.
        let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
        let end = match memmem::find(line, shifts.1) {
            Some(end) => end,
            None if encoding == GBK => return None,
            None => line.len(),
        };
        if encoding == GBK && !(end % 2 == 0 && line[..end].iter().all(u8::is_ascii_graphic)) {
            return None;
        }
        out.extend(rest[..end].iter().map(|&b| if b.is_ascii_graphic() { b | 0x80 } else { b }));
        shifted += end / 2;
        rest = rest[end..].strip_prefix(shifts.1).unwrap_or(&rest[end..]);
    }
    push_ascii(rest, &mut out);
    let (text, _, malformed) = encoding.decode(&out);
    (shifted >= FEWEST_SHIFTED && !malformed).then(|| (Cow::into_owned(text), encoding))
}

/// Appends text between shifts, without the escapes of HZ.
fn push_ascii(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'~', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = match rest.get(at + 1) {
            Some(b'\n') => &rest[at + 2..],
            Some(b'~') => {
                out.push(b'~');
                &rest[at + 2..]
            }
            _ => {
                out.push(b'~');
                &rest[at + 1..]
            }
        };
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seven_bit(text: &str, encoding: &'static Encoding, shifts: (&str, &str)) -> Vec<u8> {
        let mut out = Vec::new();
        for part in text.split_inclusive(|c: char| c.is_ascii()) {
            let (bytes, _, _) = encoding.encode(part);
            let high = bytes.iter().filter(|b| !b.is_ascii()).count();
            if high > 0 {
                out.extend_from_slice(shifts.0.as_bytes());
                out.extend(bytes[..high].iter().map(|b| b & 0x7f));
                out.extend_from_slice(shifts.1.as_bytes());
            }
            out.extend_from_slice(&bytes[high..]);
        }
        out
    }

    #[test]
    fn both_encodings_are_decoded() {
        let text = "<p>灯会周三晚上开会，决定重新点亮运河的灯。</p>\n";
        let bytes = seven_bit(text, GBK, ("~{", "~}"));
        assert_eq!(decode(&bytes), Some((text.to_owned(), GBK)));
        let text = "<p>등불 협회는 수요일 저녁에 모여 결정했다.</p>\n";
        let bytes = [b"\x1b$)C".as_slice(), &seven_bit(text, EUC_KR, ("\x0e", "\x0f"))].concat();
        assert_eq!(decode(&bytes), Some((text.to_owned(), EUC_KR)));
    }

    #[test]
    fn code_with_the_same_characters_is_unchanged() {
        for text in [
            "let f = ~{ x: 1 }; ~~ x",
            "~{code}~} ~{x}~}",
            "\\author~{Jane Doe and others of the city}",
            "plain",
            "",
        ] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
    }
}
