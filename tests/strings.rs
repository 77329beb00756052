//! Every line of the tables in `tests/strings/` is a test of one of the string parsers.
//!
//! A table is tab-separated. Lines that begin with `#` are comments, `\n`, `\t` and `\\` are escapes, and missing columns
//! at the end are empty. Outlets, people and news are invented. To run some of the tests, name a part of their text:
//! `cargo test --test strings -- 'dateline: OSLO'`.

use std::{fs, path::Path};

use copydesk::{byline, credit, date, dateline};
use libtest_mimic::{Arguments, Failed, Trial};

/// One line of a table.
struct Case {
    columns: Vec<String>,
}

impl Case {
    /// Returns a column; empty if the line ends before it.
    fn column(&self, at: usize) -> &str {
        self.columns.get(at).map_or("", String::as_str)
    }

    /// Returns a column if it is not empty.
    fn optional(&self, at: usize) -> Option<&str> {
        Some(self.column(at)).filter(|s| !s.is_empty())
    }

    /// Returns the text without the mark, and the parts before and after the mark.
    fn marked(&self, at: usize) -> (String, Option<(&str, &str)>) {
        match self.column(at).split_once('¦') {
            Some((before, after)) => (format!("{before}{after}"), Some((before, after))),
            None => (self.column(at).to_owned(), None),
        }
    }

    /// Returns the names in a column, separated by ", ".
    fn names(&self, at: usize) -> Vec<String> {
        self.column(at).split(", ").filter(|n| !n.is_empty()).map(str::to_owned).collect()
    }
}

/// A parser and the name of its table.
struct Table {
    name: &'static str,
    /// Returns what differs from the expectation.
    check: fn(&Case) -> Result<(), String>,
}

const TABLES: [Table; 4] = [
    Table { name: "byline", check: check_byline },
    Table { name: "dateline", check: check_dateline },
    Table { name: "credit", check: check_credit },
    Table { name: "date", check: check_date },
];

fn main() {
    let arguments = Arguments::from_args();
    let trials = TABLES.iter().flat_map(trials).collect();
    libtest_mimic::run(&arguments, trials).exit();
}

fn trials(table: &'static Table) -> Vec<Trial> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/strings/{}.tsv", table.name));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let cases: Vec<Case> =
        lines.map(|line| Case { columns: line.split('\t').map(unescape).collect() }).collect();
    assert!(!cases.is_empty(), "{} has no cases", path.display());
    let trial = |case: Case| {
        let name = format!("{}: {} [{}]", table.name, case.column(1).escape_debug(), case.column(0));
        Trial::test(name, move || (table.check)(&case).map_err(Failed::from))
    };
    cases.into_iter().map(trial).collect()
}

fn unescape(column: &str) -> String {
    let mut out = String::with_capacity(column.len());
    let mut chars = column.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, Some('n')) => out.push('\n'),
            (_, Some('t')) => out.push('\t'),
            (_, Some(other)) => out.push(other),
            (c, None) => out.push(c),
        }
    }
    out
}

/// Fails if the values differ.
fn compare<T: PartialEq + std::fmt::Debug>(got: &T, want: &T) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("\n   got  {got:?}\n   want {want:?}")) }
}

/// Columns: language, string, names, organization, site, roles, affiliations, canonical line.
///
/// Names, roles and affiliations are joined by "; ", with "-" for none. The last three are checked where they are given.
fn check_byline(case: &Case) -> Result<(), String> {
    let context = byline::BylineContext::new().with_language(case.optional(0)).with_site(case.optional(4));
    let got = byline::parse(case.column(1), &context).unwrap_or_default();
    let joined = |field: fn(&byline::Author) -> Option<&str>| {
        let fields: Vec<&str> = got.authors.iter().map(|author| field(author).unwrap_or("-")).collect();
        fields.join("; ")
    };
    let names = joined(|author| Some(&author.name));
    let organization = got.organization.as_deref().unwrap_or_default();
    compare(&(names.as_str(), organization), &(case.column(2), case.column(3)))?;
    let others = [
        (5, joined(|author| author.role.as_deref())),
        (6, joined(|author| author.affiliation.as_deref())),
        (7, got.text.clone()),
    ];
    others
        .iter()
        .filter_map(|(column, got)| Some((got.as_str(), case.optional(*column)?)))
        .try_for_each(|(got, want)| compare(&got, &want))
}

/// Columns: language, paragraph, place, region, date, agency, canonical line.
///
/// `¦` marks the beginning of the lede; a paragraph without it has no dateline. An empty last column means the line
/// as printed. All paragraphs were published on 8 June 2031.
fn check_dateline(case: &Case) -> Result<(), String> {
    let context =
        dateline::DatelineContext::new().with_language(case.optional(0)).with_published("2031-06-08");
    let (paragraph, marked) = case.marked(1);
    let got = dateline::parse(&paragraph, &context);
    let Some((raw, _)) = marked else {
        return compare(&got.map(|d| d.raw), &None);
    };
    let own = |at| case.optional(at).map(str::to_owned);
    let text = own(6).unwrap_or_else(|| raw.to_owned());
    let want = Some((raw.to_owned(), text, own(2), own(3), own(4), own(5)));
    compare(&got.map(|d| (d.raw, d.text, d.place, d.region, d.date, d.agency)), &want)
}

/// Columns: language, text, kind, agency, reporters, editors.
///
/// `¦` marks the beginning of the credit; a text without it has none.
fn check_credit(case: &Case) -> Result<(), String> {
    let context = credit::CreditContext::new().with_language(case.optional(0));
    let (text, marked) = case.marked(1);
    let got = credit::parse(&text, &context)
        .map(|c| (c.raw, c.kind.name().to_owned(), c.agency, c.reporters, c.editors));
    let want = marked.map(|(_, raw)| {
        let agency = case.optional(3).map(str::to_owned);
        (raw.trim_end().to_owned(), case.column(2).to_owned(), agency, case.names(4), case.names(5))
    });
    compare(&got, &want)
}

/// Columns: language, text, date in RFC 3339 or nothing, day on which the text was read.
fn check_date(case: &Case) -> Result<(), String> {
    let now = case.optional(3).and_then(|now| date::parse(now, &date::DateContext::default()));
    let context = date::DateContext::new().with_language(case.optional(0)).with_now(now);
    let got = date::parse(case.column(1), &context).map(|d| d.to_string());
    compare(&got, &case.optional(2).map(str::to_owned))
}
