//! Datelines: parses the lead-in of a story's first paragraph into place, date and agency.
//!
//! `chars` classifies characters, `date` and `place` read the parts, and `preamble` reads what may precede them. `lead`
//! combines them for scripts with spaces, `east_asian` for scripts without. `accept` decides whether the result is a
//! dateline, and `render` writes the canonical line.

mod accept;
mod chars;
mod date;
mod east_asian;
mod lead;
mod place;
mod preamble;
#[cfg(test)]
mod properties;
mod render;
mod separator;
mod tables;

use serde::{Deserialize, Serialize};

pub(crate) use self::chars::is_uncased;
use self::lead::{Lead, LeadSource};
use crate::lexicon::clip::clip;

/// The lead-in of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Dateline {
    /// Everything before the first character of the lede, spaces included.
    pub raw: String,
    /// The canonical line in the dateline's own language: AP style in English (`SEOUL, May 4 (Yonhap) — `), as printed in
    /// every other language (`新华社北京2月29日电`).
    pub text: String,
    /// Place in normal case; several places are separated by slashes.
    pub place: Option<String>,
    /// State or country as printed.
    pub region: Option<String>,
    /// `YYYY-MM-DD`, `--MM-DD` if the year is unknown, or `YYYY-MM` if no day is printed.
    pub date: Option<String>,
    /// Canonical name of the agency.
    pub agency: Option<String>,
}

/// What is known about the page that a dateline comes from.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct DatelineContext<'a> {
    /// BCP 47 tag of the page.
    pub language: Option<&'a str>,
    /// Publication date (RFC 3339), which supplies the year of a dateline without one.
    pub published: Option<&'a str>,
}

impl<'a> DatelineContext<'a> {
    /// Returns a context in which nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the page's language, as a BCP 47 tag.
    #[must_use]
    pub fn with_language(mut self, tag: impl Into<Option<&'a str>>) -> Self {
        self.language = tag.into();
        self
    }

    /// Sets the publication date (RFC 3339), which supplies the year of a dateline without one.
    #[must_use]
    pub fn with_published(mut self, date: impl Into<Option<&'a str>>) -> Self {
        self.published = date.into();
        self
    }
}

/// How many bytes of a paragraph are read: the longest lead-in and enough of the lede to judge it.
const WINDOW: usize = 1200;

/// Parses the dateline that `paragraph` begins with. The lede begins at byte `raw.len()`; a paragraph may also consist of
/// nothing but the dateline.
///
/// ```
/// use copydesk::dateline::{DatelineContext, parse};
///
/// let context = DatelineContext::new().with_language("en").with_published("2031-05-04");
/// let dateline = parse("SEOUL, May 4 (Yonhap) -- The ferry line reopened.", &context).unwrap();
/// assert_eq!(dateline.place.as_deref(), Some("Seoul"));
/// assert_eq!(dateline.date.as_deref(), Some("2031-05-04"));
/// assert_eq!(dateline.text, "SEOUL, May 4 (Yonhap) — ");
/// assert_eq!(parse("History of ferries: The first line opened early.", &context), None);
/// ```
pub fn parse(paragraph: &str, context: &DatelineContext<'_>) -> Option<Dateline> {
    let opening = clip(paragraph, WINDOW);
    let (lead, end) = match east_asian::read(opening, context.language) {
        Some((lead, end)) => (lead, end),
        None => lead::read(opening, context.language)?,
    };
    Some(dateline(paragraph, &lead, end, context))
}

/// Splits `paragraph` into its dateline and the lede after it.
///
/// ```
/// use copydesk::dateline::{DatelineContext, split};
///
/// let (dateline, lede) = split("OSLO (NTB) - The ferry was late.", &DatelineContext::new());
/// assert_eq!(dateline.and_then(|d| d.agency).as_deref(), Some("NTB"));
/// assert_eq!(lede, "The ferry was late.");
/// ```
pub fn split<'a>(paragraph: &'a str, context: &DatelineContext<'_>) -> (Option<Dateline>, &'a str) {
    match parse(paragraph, context) {
        Some(dateline) => {
            let rest = &paragraph[dateline.raw.len()..];
            (Some(dateline), rest)
        }
        None => (None, paragraph),
    }
}

/// Returns the reporter that an East Asian lead-in names, with the word for a reporter: "박서윤 기자" of "(서울=연합뉴스)
/// 박서윤 기자 = ".
pub(crate) fn reporter(raw: &str) -> Option<&str> {
    east_asian::reporter(raw)
}

fn dateline(paragraph: &str, lead: &Lead<'_>, end: usize, context: &DatelineContext<'_>) -> Dateline {
    let names: Vec<String> = lead.places.iter().map(|p| place::normal_case(p, context.language)).collect();
    let regions: Vec<String> = lead.regions.iter().map(|r| region_case(r, context.language)).collect();
    let between = if names.len() > 1 { "/" } else { ", " };
    let mut dateline = Dateline {
        raw: paragraph[..end].to_owned(),
        text: String::new(),
        place: (!names.is_empty()).then(|| names.join("/")),
        region: (!regions.is_empty()).then(|| regions.join(between)),
        date: lead.date.and_then(|date| date.resolve(context.published)),
        agency: lead.source.as_ref().map(|source| match source {
            LeadSource::Known(agency) => agency.name.to_owned(),
            LeadSource::Printed(name) => name.clone(),
        }),
    };
    dateline.text = render::line(&dateline, context);
    dateline
}

/// Returns a region as printed, or in normal case if it is in capitals.
fn region_case(region: &str, language: Option<&str>) -> String {
    /// Longest abbreviation in capitals, in bytes ("USA").
    const LONGEST_CODE: usize = 3;
    if region.len() <= LONGEST_CODE || region.contains('.') {
        return region.to_owned();
    }
    place::normal_case(region, language)
}

/// Returns whether `name` is a place, state or country in the table.
pub(crate) fn is_place(name: &str) -> bool {
    place::known(name).is_some()
}
