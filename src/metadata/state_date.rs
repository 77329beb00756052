//! Finds the date of publication in the data that scripts contain: `"publishedAt":"2031-05-04T10:00:00Z"`.

use memchr::memmem;

use crate::{
    dom::{Document, NodeId},
    lexicon::clip::clip,
};

/// The part that all keys of dates of publication share.
const PART: &[u8] = b"ublish";
/// Keys without marks, in lower case.
const KEYS: [&str; 12] = [
    "datepublished",
    "firstpublished",
    "firstpublishedat",
    "firstpublisheddate",
    "publishdate",
    "publishdatetime",
    "publishedat",
    "publisheddate",
    "publishedon",
    "publishedtime",
    "publishtime",
    "publishtimestamp",
];

/// Returns the first date of publication in the scripts of a page, as printed.
pub(crate) fn state_date(document: &Document, scripts: &[NodeId]) -> Option<String> {
    scripts.iter().find_map(|&script| date_in(document.text(document.first_child(script)?)))
}

/// Returns the value of the first key for a date of publication.
fn date_in(text: &str) -> Option<String> {
    /// Maximum length of a key and of a date, in bytes.
    const LONGEST: usize = 40;
    memmem::find_iter(text.as_bytes(), PART).find_map(|at| {
        let bytes = &text.as_bytes()[..at];
        let quote = bytes.iter().rev().take(LONGEST).position(|b| *b == b'"')?;
        let (key, rest) = clip(&text[at - quote..], 3 * LONGEST).split_once(['"', '\\'])?;
        let folded: String = key
            .chars()
            .take(LONGEST)
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if !KEYS.contains(&folded.as_str()) {
            return None;
        }
        // Data inside a string has its quotation marks escaped.
        let rest = rest.trim_start_matches(['"', '\\', ' ']).strip_prefix(':')?.trim_start();
        let value = rest.trim_start_matches(['"', '\\']);
        let end = value.find(['"', '\\', ',', '}'])?;
        let value = &value[..end];
        (value.len() <= LONGEST && value.starts_with(|c: char| c.is_ascii_digit())).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::date_in;

    #[test]
    fn dates_in_script_data() {
        for (text, date) in [
            (r#"{"id":7,"publishedAt":"2031-05-04T10:00:00Z"}"#, Some("2031-05-04T10:00:00Z")),
            (r#""{\"published_at\":\"2031-05-04\"}""#, Some("2031-05-04")),
            (r#"{"publishTime": 1935741600}"#, Some("1935741600")),
            (r#"{"publisher":"The Post","isPublished":true}"#, None),
            ("", None),
        ] {
            assert_eq!(date_in(text).as_deref(), date, "{text}");
        }
    }
}
