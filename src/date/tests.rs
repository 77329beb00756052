use super::*;

fn read(text: &str, language: &str) -> Option<String> {
    let language = (!language.is_empty()).then_some(language);
    parse(text, &DateContext { language, now: None }).map(|d| d.to_string())
}

#[test]
fn iso_and_its_malformed_kin() {
    for (text, date) in [
        ("2022-05-04", "2022-05-04"),
        ("2022-05-04T10:00:00Z", "2022-05-04T10:00:00Z"),
        ("2022-05-04T10:00:00.123456+02:00", "2022-05-04T10:00:00+02:00"),
        ("2022-05-04T10:00:00+0200", "2022-05-04T10:00:00+02:00"),
        ("2022-05-04T10:00+02", "2022-05-04T10:00:00+02:00"),
        ("2022-05-04T10:00:00-0530", "2022-05-04T10:00:00-05:30"),
        ("2022-05-04 10:00:00", "2022-05-04"),
        ("2022-05-04 10:00:00 +0200", "2022-05-04T10:00:00+02:00"),
        ("2022-05-04 10:00:00 UTC", "2022-05-04T10:00:00Z"),
        ("2022-05-04T10:00:00 GMT+2", "2022-05-04T10:00:00+02:00"),
        ("2022-5-4", "2022-05-04"),
        ("2022/05/04", "2022-05-04"),
        ("2022.05.04", "2022-05-04"),
        ("20220504", "2022-05-04"),
        ("20220504T1000", "2022-05-04"),
        ("20220504T100000Z", "2022-05-04T10:00:00Z"),
        ("20220504100000", "2022-05-04"),
        ("2022-05-04T24:00:00Z", "2022-05-04"),
        ("1651658400", "2022-05-04T10:00:00Z"),
        ("1651658400000", "2022-05-04T10:00:00Z"),
        ("Wed, 04 May 2022 10:00:00 +0200", "2022-05-04T10:00:00+02:00"),
        ("Wed, 04 May 2022 10:00:00 GMT", "2022-05-04T10:00:00Z"),
        ("Wed May 04 10:00:00 CEST 2022", "2022-05-04T10:00:00+02:00"),
        ("Wed May 04 2022 10:00:00 GMT+0200 (Central European Summer Time)", "2022-05-04T10:00:00+02:00"),
        ("04-May-2022", "2022-05-04"),
        ("4-May-22", "2022-05-04"),
        ("Date:4. May 2022", "2022-05-04"),
    ] {
        assert_eq!(read(text, "").as_deref(), Some(date), "{text}");
    }
}

#[test]
fn words_of_many_languages() {
    for (text, language) in [
        ("May 4, 2022", "en"),
        ("4th of May, 2022", "en"),
        ("By Jane DoeMay 4, 20225 min read", "en"),
        ("Jane DoeMay 4, 202211:01 AM ET", "en"),
        ("4 mai 2022345 vues", "fr"),
        ("Wednesday 4 May 2022, 10.30am", "en-GB"),
        ("10:30 AM EDT, Wed May 4, 2022", "en-US"),
        ("Mittwoch, 4. Mai 2022", "de"),
        ("4 mai 2022 à 10h30", "fr"),
        ("4 de mayo de 2022", "es"),
        ("4 de maio de 2022", "pt"),
        ("4 maggio 2022", "it"),
        ("4 mei 2022", "nl"),
        ("4. maj 2022 kl. 10:30", "da"),
        ("den 4 maj 2022", "sv"),
        ("4. mai 2022", "nb"),
        ("4. toukokuuta 2022", "fi"),
        ("4 maja 2022", "pl"),
        ("4. května 2022", "cs"),
        ("4. mája 2022", "sk"),
        ("2022. május 4., 10:30", "hu"),
        ("4 mai 2022", "ro"),
        ("4 мая 2022 г. в 10:30", "ru"),
        ("4 травня 2022", "uk"),
        ("4 май 2022 г.", "bg"),
        ("4. мај 2022.", "sr"),
        ("4. svibnja 2022.", "hr"),
        ("4. maj 2022", "sl"),
        ("4 Μαΐου 2022", "el"),
        ("4 Mayıs 2022", "tr"),
        ("4 مايو 2022", "ar"),
        ("٤ أيار ٢٠٢٢", "ar"),
        ("4 במאי 2022", "he"),
        ("4 Mei 2022", "id"),
        ("ngày 4 tháng 5 năm 2022", "vi"),
        ("4 พฤษภาคม 2565", "th"),
        ("4 พ.ค. 2565", "th"),
        ("2022年5月4日 10時30分", "ja"),
        ("令和4年5月4日", "ja"),
        ("2022년 5월 4일", "ko"),
        ("2022.05.04. 오전 10:30", "ko"),
        ("4 मई 2022", "hi"),
        ("৪ মে ২০২২", "bn"),
        ("2022 m. gegužės 4 d.", "lt"),
        ("2022. gada 4. maijs", "lv"),
        ("4. mai 2022", "et"),
        ("4 de maig de 2022", "ca"),
        ("۱۴۰۱/۰۲/۱۴", "fa"),
    ] {
        assert_eq!(read(text, language).as_deref().map(|d| &d[..10]), Some("2022-05-04"), "{text}");
    }
}

#[test]
fn numeric_order_is_by_what_is_possible_and_by_language() {
    for (text, language, date) in [
        ("04.05.2022", "de", "2022-05-04"),
        ("04.05.2022", "en-US", "2022-05-04"),
        ("5/4/2022", "en-US", "2022-05-04"),
        ("5/4/2022", "en-GB", "2022-04-05"),
        ("13/4/2022", "en-US", "2022-04-13"),
        ("4/13/2022", "en-GB", "2022-04-13"),
        ("04/05/22", "fr", "2022-05-04"),
        ("4. 5. 2022", "cs", "2022-05-04"),
    ] {
        assert_eq!(read(text, language).as_deref(), Some(date), "{text} {language}");
    }
}

#[test]
fn what_is_no_date() {
    for text in [
        "",
        "2022",
        "May 2022",
        "4 May",
        "4 May 20991234",
        "4 May 123456",
        "32 May 2022",
        "2022-13-04",
        "Route 66, 2022",
        "192.168.20.22",
        "1.2.3",
        "3-2",
        "$10.05.22",
        "2022-23",
        "12345678901234567890",
        "99/99/9999",
        "call 030-12-3456",
        "vor 3 Stunden",
        "yesterday",
    ] {
        assert_eq!(read(text, "en"), None, "{text}");
    }
}

#[test]
fn relative_dates_need_a_day_to_count_from() {
    let now = parse("2022-05-04T10:00:00+02:00", &DateContext::default());
    for (text, language, date) in [
        ("vor 3 Stunden", "de", "2022-05-04T07:00:00+02:00"),
        ("12 hours ago", "en", "2022-05-03T22:00:00+02:00"),
        ("hace 2 días", "es", "2022-05-02"),
        ("il y a 3 heures", "fr", "2022-05-04T07:00:00+02:00"),
        ("Gestern", "de", "2022-05-03"),
        ("i går", "no", "2022-05-03"),
        ("3시간 전", "ko", "2022-05-04T07:00:00+02:00"),
        ("2天前", "zh", "2022-05-02"),
    ] {
        let context = DateContext { language: Some(language), now };
        assert_eq!(parse(text, &context).map(|d| d.to_string()).as_deref(), Some(date), "{text}");
    }
}

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
