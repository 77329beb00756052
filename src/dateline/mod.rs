//! Datelines: where and when a story was filed. The first paragraph comes in, its lead-in goes out as data.
//!
//! `chars` knows marks and digits, `date` and `place` read the parts, `front` what stands before them, `lead` puts them together for scripts with blanks, `east_asian`
//! for those without, `belief` tells a dateline from what only looks like one, `text` writes the canonical line.

mod belief;
mod chars;
mod date;
mod east_asian;
mod front;
mod lead;
mod place;
#[cfg(test)]
mod properties;
mod tables;
#[cfg(test)]
mod tests;
mod text;

use serde::{Deserialize, Serialize};

use self::lead::{Lead, Source};
use crate::lexicon::clip::clip;

/// The lead-in of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Dateline {
    /// Up to the first character of the lede, blanks included.
    pub raw: String,
    /// In house style: `SEOUL, May 4 (Yonhap) — `.
    pub text: String,
    /// In normal case; two places are parted by a slash.
    pub place: Option<String>,
    /// State or country as printed.
    pub region: Option<String>,
    /// `YYYY-MM-DD`, or `--MM-DD` where no year is known, or `YYYY-MM`.
    pub date: Option<String>,
    /// Canonical name.
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

/// So many bytes of a paragraph are looked at: the longest lead-in and enough of the lede to know it by.
const WINDOW: usize = 1200;

/// Reads the dateline that `paragraph` begins with; the lede begins at `raw.len()`.
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

/// The dateline that `paragraph` begins with, and the lede behind it.
pub fn split<'a>(paragraph: &'a str, context: &DatelineContext<'_>) -> (Option<Dateline>, &'a str) {
    match parse(paragraph, context) {
        Some(dateline) => {
            let rest = &paragraph[dateline.raw.len()..];
            (Some(dateline), rest)
        }
        None => (None, paragraph),
    }
}

/// The reporter whom an East Asian lead-in names, with the word for one: "박서윤 기자" of "(서울=연합뉴스) 박서윤 기자 = ".
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
            Source::Known(agency) => agency.name.to_owned(),
            Source::Printed(name) => name.clone(),
        }),
    };
    dateline.text = text::line(&dateline, context.language);
    dateline
}

/// Regions stay as printed, but for names in capitals.
fn region_case(region: &str, language: Option<&str>) -> String {
    /// Longest region that capitals abbreviate ("USA").
    const LONGEST_CODE: usize = 3;
    if region.len() <= LONGEST_CODE || region.contains('.') {
        return region.to_owned();
    }
    place::normal_case(region, language)
}

/// Is `name` a place, a state or a country that the table knows? For readers of other lines that name places.
pub(crate) fn is_place(name: &str) -> bool {
    place::known(name).is_some()
}
