//! Repairs text that was UTF-8 but was decoded as windows-1252, if that is certain.
//!
//! It is certain if every run of non-ASCII characters is valid UTF-8 once it is encoded as windows-1252. A single genuine
//! `é` rules that out, so the scan of ordinary text ends at its first accent.

use encoding_rs::WINDOWS_1252;

/// Minimum number of such runs, because a single one can be genuine.
const RUNS: usize = 2;

/// Returns the repaired text; `None` if there is nothing to repair or the case is not certain.
pub(crate) fn repair(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut out = String::new();
    let (mut copied, mut runs, mut at) = (0, 0, 0);
    let bytes = text.as_bytes();
    while let Some(start) = bytes[at..].iter().position(|b| !b.is_ascii()).map(|i| at + i) {
        let end = bytes[start..].iter().position(u8::is_ascii).map_or(bytes.len(), |i| start + i);
        at = end;
        if matches!(&text[start..end], "\u{feff}") {
            continue;
        }
        let raw = bytes_of(&text[start..end])?;
        let run = std::str::from_utf8(&raw).ok()?;
        out.push_str(&text[copied..start]);
        out.push_str(run);
        copied = end;
        runs += 1;
    }
    if runs < RUNS {
        return None;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// Returns the bytes that windows-1252 or Latin-1, which differ in the control characters, decode as this text.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                let (raw, _, lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
                if lossy {
                    return None;
                }
                bytes.extend_from_slice(&raw);
            }
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_wrongly_is_put_right() {
        let meant = "The café’s owner said “no” — twice.";
        let (wrong, _, _) = WINDOWS_1252.decode(meant.as_bytes());
        assert_ne!(wrong, meant);
        assert_eq!(repair(&wrong).as_deref(), Some(meant));
    }

    #[test]
    fn latin_1_is_put_right_too() {
        let meant = "The café’s owner said “no” — twice.";
        let wrong: String = meant.bytes().map(char::from).collect();
        assert_eq!(repair(&wrong).as_deref(), Some(meant));
    }

    #[test]
    fn what_may_be_meant_is_left_alone() {
        for text in
            ["plain", "café", "Ã is a letter", "“Quoted” text – and more", "naïve cafÃ©", "日本語 Ã©", "Ã©"]
        {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
