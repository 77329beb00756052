//! Properties of the parser. `tests/strings/date.tsv` has its cases.

use super::*;

#[test]
fn all_dates_of_a_line() {
    let found = find("Updated 5 May 2022 | Published 3 May 2022 at 10:00", &DateContext::default());
    let days: Vec<_> = found.iter().map(|(_, d)| d.to_string()).collect();
    assert_eq!(days, ["2022-05-05", "2022-05-03"]);
}

proptest::proptest! {
    #[test]
    fn what_is_printed_is_read_again(year in 1900i16..=2100, month in 1i8..=12, day in 1i8..=28, seconds in 0i64..86_400, offset in -56i32..=56) {
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let (sign, offset) = (if offset < 0 { '-' } else { '+' }, offset.abs() * 15);
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{:02}:{:02}", offset / 60, offset % 60);
        let date = parse(&text, &DateContext::default()).expect("a date");
        proptest::prop_assert_eq!(date.day(), (year, month, day));
        proptest::prop_assert_eq!(date.time().map(|t| i64::from(t.0)), Some(hour));
        let again = parse(&date.to_string(), &DateContext::default());
        proptest::prop_assert_eq!(again, Some(date));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}", language in 0usize..5) {
        let language = [None, Some("en-US"), Some("th"), Some("ja"), Some("fa")][language];
        let now = parse("2024-02-29", &DateContext::default());
        let _ = parse(&text, &DateContext { language, now });
    }

    #[test]
    fn no_text_of_dates_pieces_panics(pieces in proptest::collection::vec(0usize..24, 0..20)) {
        const PIECES: [&str; 24] = [
            "4", "31", "2022", "0", "99", "20220504", "1651658400000", " ", "-", "/", ".", ":", "T", "Z", "+", "May", "de", "年", "月",
            "日", "vor", "Stunden", "am", "tháng",
        ];
        let text: String = pieces.iter().map(|&i| PIECES[i]).collect();
        let _ = parse(&text, &DateContext { language: Some("en"), now: parse("2024-02-29", &DateContext::default()) });
    }
}
