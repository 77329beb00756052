//! Properties of bylines that hold for every string; `strings/byline.tsv` has the single strings.

use copydesk::byline::{BylineContext, parse};
use proptest::prelude::*;

fn name() -> impl Strategy<Value = String> {
    let given = prop::sample::select(vec![
        "Jane",
        "John",
        "Amélie",
        "Jörg",
        "Łukasz",
        "Ana María",
        "Anne-Marie",
        "J.R.",
    ]);
    let surname = prop::sample::select(vec![
        "Doe",
        "McRoe",
        "O'Poe",
        "van der Doe",
        "de la Roe",
        "Doe-Roe",
        "Roe Jr.",
        "Exempel",
    ]);
    (given, surname).prop_map(|(given, surname)| format!("{given} {surname}"))
}

fn house() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["Reuters", "Associated Press", "AFP", "dpa", "EFE", "Riverton Staff"])
}

proptest! {
    #[test]
    fn the_canonical_line_parses_to_the_same_record(
        names in prop::collection::hash_set(name(), 0..5),
        house in prop::option::of(house()),
    ) {
        let names: Vec<String> = names.into_iter().collect();
        let mut raw = format!("By {}", names.join(", "));
        if let Some(house) = house {
            raw = if names.is_empty() { format!("By {house}") } else { format!("{raw} with {house}") };
        }
        let Some(first) = parse(&raw, &BylineContext::default()) else {
            prop_assert!(names.is_empty() && house.is_none());
            return Ok(());
        };
        let found: Vec<&str> = first.authors.iter().map(|a| a.name.as_str()).collect();
        prop_assert_eq!(&found, &names);
        prop_assert_eq!(first.organization.as_deref(), house);
        let again = parse(&first.text, &BylineContext::default()).expect("the line names somebody");
        prop_assert_eq!(&again.authors, &first.authors);
        prop_assert_eq!(&again.organization, &first.organization);
    }

    #[test]
    fn capitals_give_the_same_names(name in name()) {
        let small = parse(&format!("By {name}"), &BylineContext::default()).expect("a name");
        prop_assert_eq!(&small.authors[0].name, &name);
        let capitals = parse(&format!("BY {}", name.to_uppercase()), &BylineContext::default());
        prop_assert!(capitals.is_some());
    }

    #[test]
    fn any_string_parses(text in ".{0,400}", language in prop::option::of("[a-z]{2}")) {
        let context = BylineContext::new().with_language(language.as_deref());
        if let Some(byline) = parse(&text, &context) {
            prop_assert!(byline.authors.iter().all(|a| !a.name.trim().is_empty()));
        }
    }

    #[test]
    fn words_of_bylines_in_any_order_are_read(words in prop::collection::vec(
        prop::sample::select(vec!["By", "von", "Jane", "DOE", ",", "and", "(", ")", "Reuters", "/", "-", "May", "4", "Staff",
            "Writer", "記者", "기자", "·", "“", "@jdoe", ":", "Photo", "Dr.", "Jr.", "و", "'", "de", "III", "|", "Updated"]), 0..40))
    {
        let _ = parse(&words.join(" "), &BylineContext::default());
        let _ = parse(&words.concat(), &BylineContext::default());
    }
}
