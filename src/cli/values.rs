//! Parses the values of options; an error says what is expected.

use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::{Cleaner, output::Format};

/// Parses the URL of a page.
pub(super) fn url(text: &str) -> Result<String, String> {
    let expected = "expected an absolute URL such as https://post.example/news/1";
    let url = url::Url::parse(text).map_err(|error| format!("{error}; {expected}"))?;
    if url.cannot_be_a_base() { Err(expected.to_owned()) } else { Ok(text.to_owned()) }
}

/// Parses a WHATWG encoding label.
pub(super) fn encoding(text: &str) -> Result<String, String> {
    match encoding_rs::Encoding::for_label(text.as_bytes()) {
        Some(_) => Ok(text.to_owned()),
        None => Err("expected a WHATWG label such as utf-8, windows-1252 or shift_jis".to_owned()),
    }
}

/// Returns what an option expects; clap's message has the option and the value already.
fn expectation(error: crate::Error) -> String {
    error.expected().map_or_else(|| error.to_string(), |expected| format!("expected {expected}"))
}

/// Parses a BCP 47 language tag.
pub(super) fn language(text: &str) -> Result<String, String> {
    Cleaner::new().with_languages([text]).map(|_| text.to_owned()).map_err(expectation)
}

/// Parses a share from 0 to 1.
pub(super) fn confidence(text: &str) -> Result<f32, String> {
    let confidence: f32 = text.parse().map_err(|error| format!("{error}"))?;
    Cleaner::new().with_min_confidence(confidence).map(|_| confidence).map_err(expectation)
}

/// Parses a date or a date-time.
pub(super) fn date(text: &str) -> Result<String, String> {
    Cleaner::new().with_now(text).map(|_| text.to_owned()).map_err(expectation)
}

/// Parses a CSS selector.
pub(super) fn selector(text: &str) -> Result<String, String> {
    Cleaner::new().with_stripped([text]).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

/// Parses a number of bytes: `64M` is 64 × 1024 × 1024.
pub(super) fn bytes(text: &str) -> Result<usize, String> {
    let digits = text.trim_end_matches(['k', 'K', 'm', 'M', 'g', 'G']);
    let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        unit => return Err(format!("unknown unit `{unit}`; use K, M or G")),
    };
    at_least_one(digits)?.checked_mul(1 << shift).ok_or_else(|| "too large".to_owned())
}

/// Parses a duration in seconds, which may have a fraction.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|error| format!("{error}"))?;
    let duration = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    if duration.is_zero() { Err("must be more than 0".to_owned()) } else { Ok(duration) }
}

/// Parses the value of a limit. A limit of zero would reject every page.
pub(super) fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse().map_err(|error| format!("{error}"))? {
        0 => Err("must be at least 1".to_owned()),
        number => Ok(number),
    }
}

pub(super) fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|f| f.name())).try_map(|name| name.parse::<Format>())
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_have_units() {
        assert_eq!(super::bytes("10"), Ok(10));
        assert_eq!(super::bytes("2k"), Ok(2048));
        assert_eq!(super::bytes("64M"), Ok(64 << 20));
        assert!(
            ["0", "0K", "", "M", "1T", "1MM", "-1", "99999999999G"]
                .iter()
                .all(|text| super::bytes(text).is_err())
        );
    }
}
