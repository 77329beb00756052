//! Writes the fields of a record, without the text, as a row of CSV or TSV.
//!
//! [`header`] names the columns. The csv crate quotes (RFC 4180).

use super::{Bodies, Record};
use crate::FieldSource;

/// The columns, in order.
const COLUMNS: [&str; 29] = [
    "source",
    "url",
    "outcome",
    "reason",
    "error",
    "title",
    "authors",
    "organization",
    "place",
    "filed",
    "agency",
    "published",
    "modified",
    "site",
    "language",
    "direction",
    "description",
    "image",
    "canonical",
    "keywords",
    "page_type",
    "input",
    "confidence",
    "title_confidence",
    "byline_confidence",
    "published_confidence",
    "dateline_confidence",
    "credit_confidence",
    "words",
];
/// Separates several authors or keywords in one cell.
const BETWEEN: &str = "; ";

/// Returns the row of column names.
pub(crate) fn header(with: Bodies, delimiter: u8) -> Vec<u8> {
    let mut out = Vec::new();
    let mut names = COLUMNS.map(str::to_owned).to_vec();
    names.extend(with.markdown.then(|| "markdown".to_owned()));
    names.extend(with.html.then(|| "html".to_owned()));
    row(names, &[], delimiter, &mut out);
    out
}

/// Appends the row of a page.
pub(crate) fn write(record: &Record<'_>, with: Bodies, raw: bool, delimiter: u8, out: &mut Vec<u8>) {
    let text = |value: Option<&str>| value.unwrap_or("").to_owned();
    let probability =
        |field: &Option<FieldSource>| field.as_ref().map(|f| f.confidence.to_string()).unwrap_or_default();
    let authors: Vec<&str> =
        record.byline.iter().flat_map(|b| &b.authors).map(|author| author.name.as_str()).collect();
    let agency = record
        .dateline
        .and_then(|d| d.agency.as_deref())
        .or_else(|| record.credit.and_then(|c| c.agency.as_deref()));
    let cells = [
        record.source.to_owned(),
        text(record.url),
        record.outcome.name().to_owned(),
        text(record.reason.map(crate::NoArticleReason::name)),
        text(record.error),
        text(record.title),
        authors.join(BETWEEN),
        text(record.byline.and_then(|b| b.organization.as_deref())),
        text(record.dateline.and_then(|d| d.place.as_deref())),
        text(record.dateline.and_then(|d| d.date.as_deref())),
        text(agency),
        text(record.published),
        text(record.modified),
        text(record.site),
        text(record.language),
        text(record.direction),
        text(record.description),
        text(record.image),
        text(record.canonical),
        record.keywords.join(BETWEEN),
        text(record.page_type.map(crate::PageType::name)),
        text(record.input.map(crate::InputKind::name)),
        record.confidence.map(|c| c.to_string()).unwrap_or_default(),
        probability(&record.sources.title),
        probability(&record.sources.byline),
        probability(&record.sources.published),
        probability(&record.sources.dateline),
        probability(&record.sources.credit),
        record.words.to_string(),
    ];
    let mut bodies = Vec::new();
    for (wanted, body) in [(with.markdown, &record.markdown), (with.html, &record.html)] {
        bodies.extend(wanted.then(|| body.clone().unwrap_or_default()));
    }
    if raw {
        return row(cells.to_vec(), &bodies, delimiter, out);
    }
    let bodies: Vec<String> = bodies.into_iter().map(neutralized).collect();
    row(cells.map(neutralized).to_vec(), &bodies, delimiter, out);
}

/// Returns a cell that no spreadsheet executes: a formula gets an apostrophe before it.
fn neutralized(cell: String) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    if !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// Writes cells on one line each, and bodies with their line ends, which quotes preserve.
fn row(cells: Vec<String>, bodies: &[String], delimiter: u8, out: &mut Vec<u8>) {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let printable = cells.iter().map(|cell| super::printable(cell).replace(['\n', '\t'], " "));
    let printable = printable.chain(bodies.iter().map(|body| super::printable(body).into_owned()));
    // Writing to a vector cannot fail.
    let _ = writer.write_record(printable).and_then(|()| Ok(writer.flush()?));
}
