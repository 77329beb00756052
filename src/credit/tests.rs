//! Tests several credits in a row. `tests/strings/credit.tsv` contains the cases of single credits.

use super::*;

#[test]
fn several_in_a_row() {
    let text =
        "The port is open.\n(Reporting by Jane Example; Editing by John Roe)\n(With inputs from PTI)\n(END)";
    let (rest, credits) = parse_all(text, &CreditContext::default());
    assert_eq!(rest, "The port is open.");
    assert_eq!(
        credits.iter().map(|c| c.raw.as_str()).collect::<Vec<_>>(),
        ["(Reporting by Jane Example; Editing by John Roe)", "(With inputs from PTI)", "(END)"]
    );
    assert_eq!(parse_all("Nothing here.", &CreditContext::default()), ("Nothing here.", Vec::new()));
}

#[test]
fn lines_that_agency_sites_print_after_a_credit() {
    let text = "The port is open.\n(Reporting by Jane Q. Example; Editing by J.P. Roe)\nOur Standards: The Thomson Reuters Trust Principles.";
    let credit = parse(text, &CreditContext::default()).expect("a credit");
    assert_eq!(credit.raw, "(Reporting by Jane Q. Example; Editing by J.P. Roe)");
    assert_eq!((credit.reporters, credit.editors), (vec!["Jane Q. Example".into()], vec!["J.P. Roe".into()]));
}
