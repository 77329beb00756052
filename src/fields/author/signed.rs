//! Finds the names in lines of special forms: "(Mara Ellery)" after a story, "5 May 2031 | Mara Ellery", and a reporter at
//! an end of a Chinese paragraph: "……（記者沈文濤）".

use memchr::memchr2;

use super::visible::{begins_with_given, has_shape_of_name, is_label, opens};
use crate::{
    byline::{Byline, BylineContext, is_whole, parse},
    lexicon::clip::clip,
};

/// Brackets around names.
const BRACKETS: [(char, char); 5] = [('（', '）'), ('(', ')'), ('【', '】'), ('〔', '〕'), ('[', ']')];

/// Returns the names of a line that ends a story: in brackets, or in capitals.
pub(super) fn signature(text: &str, context: &BylineContext<'_>) -> Option<Byline> {
    /// Maximum length of a signature in bytes.
    const LONGEST: usize = 80;
    /// Words of a name.
    const WORDS: std::ops::RangeInclusive<usize> = 2..=4;
    let inner = BRACKETS
        .iter()
        .find_map(|&(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .map(str::trim);
    let name = inner.unwrap_or(text);
    let words = name.split_whitespace().count();
    if name.len() > LONGEST || !WORDS.contains(&words) {
        return None;
    }
    let cased = name.contains(|c: char| c.is_uppercase() || c.is_lowercase());
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || "'’\"-.".contains(c);
    let shaped = if cased { has_shape_of_name(name) } else { name.chars().all(plain) };
    let capitals = cased && !name.contains(char::is_lowercase);
    if !shaped || inner.is_none() && !capitals {
        return None;
    }
    let byline = parse(name, context)?;
    let named: usize = byline.authors.iter().map(|a| a.name.split_whitespace().count()).sum();
    (named == words && is_whole(name, &byline, context.language)).then_some(byline)
}

/// Returns the name of a line that has a date before it: "5 May 2031 | 14:02 | Mara Ellery".
pub(super) fn after_date(text: &str) -> Option<&str> {
    /// Maximum length of a name in bytes.
    const LONGEST: usize = 60;
    /// Maximum parts of such a line.
    const PARTS: usize = 4;
    let is_mark = |c: char| matches!(c, '|' | '·' | '•');
    let dashes = [" - ", " – ", " — "];
    let parts: Vec<&str> = text
        .split(is_mark)
        .flat_map(|part| {
            let dash = dashes.iter().find(|dash| part.contains(*dash));
            dash.map_or_else(|| vec![part], |dash| part.split(dash).collect())
        })
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .take(PARTS + 1)
        .collect();
    let dated = |part: &&str| part.contains(|c: char| c.is_ascii_digit());
    let (first, rest) = parts.split_first()?;
    let names: Vec<&&str> = rest.iter().filter(|part| !dated(part)).collect();
    match names.as_slice() {
        [name] if dated(first) && parts.len() <= PARTS && name.len() <= LONGEST => (has_shape_of_name(name)
            && (begins_with_given(name) || rest.last() == Some(*name)))
        .then_some(**name),
        _ => None,
    }
}

/// Returns the byline of a line that is a name and a date: "Jane Doe, 5 May 2031". The given name must be known, because
/// places precede dates too.
pub(super) fn before_date(text: &str, context: &BylineContext<'_>) -> Option<Byline> {
    /// Maximum length of such a line in bytes.
    const LONGEST: usize = 100;
    let signs = [", ", " - ", " – ", " — ", " • "];
    let (name, date) =
        signs.iter().filter_map(|sign| text.split_once(sign)).min_by_key(|(name, _)| name.len())?;
    if text.len() > LONGEST
        || !date.contains(|c: char| c.is_numeric())
        || !has_shape_of_name(name)
        || !begins_with_given(name)
    {
        return None;
    }
    let byline = parse(text, context)?;
    let is_name = matches!(byline.authors.as_slice(), [author] if author.name == name);
    (is_name && is_whole(text, &byline, context.language)).then_some(byline)
}

/// Returns where a label with a colon begins in a line that has other fields before it: "09:30 น.ผู้เขียน: สมหญิง ใจงาม".
pub(super) fn label_in_line(text: &str) -> Option<usize> {
    /// Maximum length of the line in bytes, and of the label in characters.
    const LONGEST: usize = 160;
    const LABEL: usize = 24;
    let (before, _) = text.rsplit_once(": ").filter(|_| text.len() <= LONGEST)?;
    if !before.contains(char::is_numeric) {
        return None;
    }
    let starts = before.char_indices().rev().take(LABEL).map(|(at, _)| at);
    starts
        .filter(|&at| !before[..at].chars().next_back().is_some_and(char::is_alphanumeric))
        .find(|&at| is_label(&before[at..]))
}

/// Returns the reporters in the brackets that a Chinese story begins or ends with: "（記者甲某／高雄報導）".
pub(super) fn in_brackets(text: &str) -> Option<&str> {
    if text.is_ascii() {
        return None;
    }
    /// Maximum length of the brackets' content in bytes.
    const LONGEST: usize = 90;
    /// Maximum length of a dateline in bytes.
    const DATELINE: usize = 90;
    BRACKETS.iter().find_map(|&(open, close)| {
        let first = || Some(text.strip_prefix(open)?.split_once(close)?.0);
        let last = || Some(text.strip_suffix(close)?.rsplit_once(open)?.1);
        // After a dateline: "港報高雄6月18日電（記者 沈文濤）港口重新開放。"
        let dateline = || {
            let (dateline, rest) = text.split_once(open)?;
            let is_dateline = dateline.len() <= DATELINE && dateline.ends_with(['电', '電', '讯', '訊']);
            is_dateline.then(|| rest.split_once(close)).flatten().map(|(inner, _)| inner)
        };
        [first(), last(), dateline()]
            .into_iter()
            .flatten()
            .find(|inner| inner.len() <= LONGEST && !inner.is_ascii() && opens(inner, None))
    })
}

/// Returns the reporters at the beginning or the end of a Chinese or Japanese paragraph, with or without brackets.
pub(super) fn in_paragraph(text: &str) -> Option<&str> {
    /// Maximum length of a signature in bytes.
    const LONGEST: usize = 60;
    let text = text.trim();
    in_brackets(text).or_else(|| {
        // The first bytes of the signs that end a sentence.
        memchr2(0xe3, 0xef, text.as_bytes())?;
        let end = text.trim_end_matches(['。', ' ']);
        let (_, last) = end.rsplit_once(['。', '！', '？', '」'])?;
        let last = last.trim();
        (!last.is_empty() && last.len() <= LONGEST && !last.is_ascii() && opens(clip(last, LONGEST), None))
            .then_some(last)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_end_of_a_story() {
        let context = BylineContext::default();
        for (text, name) in [
            ("(Mara Ellery)", Some("Mara Ellery")),
            ("MARA ELLERY", Some("Mara Ellery")),
            ("(איתמר ברקאי)", Some("איתמר ברקאי")),
            ("Mara Ellery", None),
            ("(see page two)", None),
            ("READ MORE", None),
        ] {
            let found = signature(text, &context).and_then(|b| b.authors.first().map(|a| a.name.clone()));
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }

    #[test]
    fn names_after_a_date() {
        for (text, name) in [
            ("11.12.2031 - Mara Ellery", Some("Mara Ellery")),
            ("04.02.2031 | 13:10 Uhr | Mara Ellery", Some("Mara Ellery")),
            ("Mara Ellery | 04.02.2031", None),
            ("04.02.2031 | News from the port", None),
        ] {
            assert_eq!(after_date(text), name, "{text}");
        }
    }

    #[test]
    fn names_before_a_date() {
        let context = BylineContext::default();
        for (text, name) in [
            ("Jane Doe, 7 Oct 2031", Some("Jane Doe")),
            ("Mary van Dyke - April 2, 2031", Some("Mary van Dyke")),
            ("New York, 7 Oct 2031", None),
            ("Jane Doe, who left in 2031", None),
        ] {
            let found = before_date(text, &context).and_then(|b| b.authors.first().map(|a| a.name.clone()));
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }

    #[test]
    fn labels_after_a_date() {
        for (text, label) in [
            ("12 มิ.ย. 2574 09:30 น.ผู้เขียน: สมหญิง ใจงาม", Some("ผู้เขียน")),
            ("5.5.2031 Autor: Mara Ellery", Some("Autor")),
            ("At 9:30 the harbor opens", None),
        ] {
            let found =
                label_in_line(text).map(|at| text[at..].split_once(':').map_or("", |(label, _)| label));
            assert_eq!(found, label, "{text}");
        }
    }

    #[test]
    fn reporters_in_paragraphs() {
        for (text, names) in [
            ("（記者沈文濤／高雄報導）港口重新開放。", Some("記者沈文濤／高雄報導")),
            ("港口重新開放。（記者 沈文濤）", Some("記者 沈文濤")),
            ("港口重新開放，渡輪恢復。記者 沈文濤", Some("記者 沈文濤")),
            ("港報高雄6月18日電（記者 沈文濤）港口重新開放。", Some("記者 沈文濤")),
            ("港口（記者 沈文濤）重新開放。", None),
            ("港口重新開放，渡輪恢復。", None),
        ] {
            assert_eq!(in_paragraph(text), names, "{text}");
        }
    }
}
