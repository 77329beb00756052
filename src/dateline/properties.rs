//! Property tests: canonical lines parse back to the same dateline, and no input makes the parser panic or slow.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::lexicon;

/// Returns the cities of the table in Latin letters whose spelling survives capitals.
fn cities() -> Vec<&'static str> {
    entries("city")
        .into_iter()
        .filter(|c| c.chars().all(|c| c.is_alphabetic() && c < '\u{250}' || c == ' '))
        .collect()
}

fn entries(group: &str) -> Vec<&'static str> {
    lexicon::entries(include_str!("../lexicon/data/places.txt"))
        .filter(|(g, _)| *g == group)
        .map(|(_, e)| e)
        .collect()
}

fn agencies() -> Vec<&'static str> {
    lexicon::entries(include_str!("../lexicon/data/agencies.txt"))
        .filter(|(group, _)| *group != "outlet")
        .filter_map(|(_, entry)| lexicon::fields(entry).next())
        .filter(|name| name.is_ascii())
        .collect()
}

/// Returns names of villages that are not in the table.
fn village() -> impl Strategy<Value = String> {
    "[BDFGKLMNPRST][aeou][bdfglmnrst][aeou](ll|rr|nn)[aeo]"
}

fn place() -> impl Strategy<Value = String> {
    let city = || prop::sample::select(cities()).prop_map(str::to_owned);
    prop_oneof![city(), village(), (city(), village()).prop_map(|(a, b)| format!("{a}/{b}"))]
}

fn region() -> impl Strategy<Value = Option<String>> {
    let states: Vec<&str> =
        entries("us-state").into_iter().filter_map(|s| lexicon::fields(s).next()).collect();
    prop::option::of(prop::sample::select(states).prop_map(str::to_owned))
}

proptest! {
    #[test]
    fn canonical_lines_are_read_back(
        place in place(),
        region in region(),
        date in prop::option::of((1u8..=12, 1u8..=28)),
        agency in prop::option::of(prop::sample::select(agencies())),
    ) {
        let region = region.filter(|_| !place.contains('/'));
        let mut record = Dateline {
            place: Some(place),
            region,
            date: date.map(|(m, d)| format!("--{m:02}-{d:02}")),
            agency: agency.map(str::to_owned),
            ..Dateline::default()
        };
        // AP prints no region after a city that stands alone, so such records have no line of their own.
        let own = record.place.as_deref().zip(record.region.as_deref());
        if own.is_some_and(|(p, r)| !render::english(&record, None).contains(r) || place::known(p).is_none() && r.is_empty()) {
            record.region = None;
        }
        record.text = render::english(&record, None);
        record.raw = record.text.clone();
        let context = DatelineContext { language: Some("en"), published: None };
        let read = parse(&format!("{}The ferry ran aground on Monday morning.", record.text), &context);
        prop_assert_eq!(read, Some(record));
    }

    #[test]
    fn raw_is_where_the_text_begins(text in "\\PC{0,80}") {
        if let Some(dateline) = parse(&text, &DatelineContext::default()) {
            prop_assert!(text.starts_with(&dateline.raw));
        }
    }

    #[test]
    fn likely_marks_in_any_order_do_no_harm(
        text in "([A-Z]{1,6}|[A-Z][a-z]{1,6}|\\(AP\\)|\\(|\\)|/|\\[|—|--|-|, |\\. |: | |May 4|2031|東京|電|=|기자|ب|न|İ|ß|\u{301}){0,30}",
        language in prop::option::of(prop::sample::select(vec!["en", "de", "tr", "ko", "zh", "ar", ""])),
    ) {
        let context = DatelineContext { language, published: Some("2031-05-04") };
        if let Some(dateline) = parse(&text, &context) {
            prop_assert!(text.starts_with(&dateline.raw));
        }
    }
}

/// Maximum time for a megabyte of any input, in an unoptimized build on a busy machine.
const LIMIT: Duration = Duration::from_secs(2);

#[test]
fn long_texts_take_no_longer() {
    for unit in [
        "(", "A", "A ", "/", "-", "BERLIN (", "【", "(AP) ", "St. ", "東", "1.", "May ", "A/", ". ",
        "\u{301}",
    ] {
        let text = unit.repeat((1 << 20) / unit.len());
        let start = Instant::now();
        let _ = parse(&text, &DatelineContext { language: Some("de"), published: Some("2031-05-04") });
        assert!(start.elapsed() < LIMIT, "{unit}: {:?}", start.elapsed());
    }
}
