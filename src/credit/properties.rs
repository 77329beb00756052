//! Property tests: credits built from the tables parse back, and no input makes the parser panic or slow.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::lexicon;

fn agencies() -> Vec<&'static str> {
    lexicon::entries(include_str!("../lexicon/data/agencies.txt"))
        .filter(|(group, _)| *group == "wire")
        .filter_map(|(_, entry)| lexicon::fields(entry).next())
        .collect()
}

fn person() -> impl Strategy<Value = String> {
    "(Jane|John|Ann|Tom|Eve) ([A-Z]\\. )?[BDFGKLMPRST][aeou](mple|rster|ndal|llow)"
}

fn people() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(person(), 1..4).prop_map(|set| set.into_iter().collect())
}

fn list(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

proptest! {
    #[test]
    fn agencies_in_brackets_are_read_back(agency in prop::sample::select(agencies()), blank in "( |\n|)") {
        let text = format!("The port is open.{blank}({agency})");
        let credit = parse(&text, &CreditContext::default());
        prop_assert_eq!(credit.as_ref().map(|c| c.raw.as_str()), Some(&*format!("({agency})")));
        prop_assert_eq!(credit.and_then(|c| c.agency), Some(agency.to_owned()));
    }

    #[test]
    fn tasks_are_read_back(reporters in people(), editors in people(), semicolon in any::<bool>()) {
        let mark = if semicolon { ";" } else { "," };
        let raw = format!("(Reporting by {}{mark} Editing by {})", list(&reporters), list(&editors));
        let credit = parse(&format!("The port is open. {raw}"), &CreditContext::default());
        let want = Credit { raw, kind: CreditKind::Reporting, agency: Some("Reuters".into()), reporters, editors };
        prop_assert_eq!(credit, Some(want));
    }

    #[test]
    fn raw_is_where_the_text_ends(text in "\\PC{0,120}") {
        if let Some(credit) = parse(&text, &CreditContext::default()) {
            prop_assert!(text.contains(&credit.raw));
        }
    }

    #[test]
    fn likely_words_in_any_order_do_no_harm(
        text in "(Reporting by |Editing by |Jane Roe|contributed to this report|\\. |, |; | and |\\(|\\)|dpa|©|2031|\n|Source: |完|（|）|'s |İ|with |\u{301}){0,30}",
    ) {
        let (rest, credits) = parse_all(&text, &CreditContext::default());
        prop_assert!(text.starts_with(rest));
        prop_assert!(credits.iter().all(|c| text.contains(&c.raw)));
    }
}

/// Maximum time for a megabyte of any input, in an unoptimized build on a busy machine.
const LIMIT: Duration = Duration::from_secs(2);

#[test]
fn long_texts_take_no_longer() {
    for unit in [
        "(",
        ")",
        "a",
        ". ",
        "Reporting by ",
        "dpa/",
        "A. ",
        "\n",
        "_",
        "and ",
        "contributed. ",
        "（",
        "Our Standards\n",
    ] {
        let text = unit.repeat((1 << 20) / unit.len());
        let start = Instant::now();
        let _ = parse_all(&text, &CreditContext::default());
        assert!(start.elapsed() < LIMIT, "{unit}: {:?}", start.elapsed());
    }
}
