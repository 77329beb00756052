//! Dates: parses a string into a day, with the time and the UTC offset if the string has them.

pub(crate) mod calendar;
pub(crate) mod parse;
pub(crate) mod relative;
pub(crate) mod time;
pub(crate) mod token;
pub(crate) mod vocabulary;

use std::{fmt, ops::Range, str::FromStr};

use jiff::{Timestamp, civil, fmt::temporal::Pieces, tz::Offset};

use crate::{Error, error::ErrorKind};

use time::Clock;

/// A day, with the time of day and the offset from UTC if they are known.
///
/// `Display` writes RFC 3339: a full date-time if time and offset are known, otherwise the date alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    pub(crate) day: civil::Date,
    pub(crate) clock: Option<Clock>,
}

impl Date {
    pub(crate) fn new(day: civil::Date, clock: Option<Clock>) -> Self {
        Self { day, clock }
    }

    /// Year, month (1 to 12) and day (1 to 31).
    pub fn day(&self) -> (i16, i8, i8) {
        (self.day.year(), self.day.month(), self.day.day())
    }

    /// The day alone.
    pub(crate) fn civil(&self) -> civil::Date {
        self.day
    }

    /// Hour (0 to 23), minute and second, if a time was given.
    pub fn time(&self) -> Option<(i8, i8, i8)> {
        self.clock.map(|c| (c.time.hour(), c.time.minute(), c.time.second()))
    }

    /// Offset from UTC in seconds, if one was given.
    pub fn offset(&self) -> Option<i32> {
        self.clock.and_then(|c| c.offset).map(Offset::seconds)
    }
}

impl Date {
    /// The point in time, if time and offset are known.
    pub(crate) fn instant(&self) -> Option<Timestamp> {
        let Clock { time, offset } = self.clock?;
        offset?.to_timestamp(self.day.to_datetime(time)).ok()
    }
}

/// Parses an RFC 3339 date or date-time: `2031-05-05`, `2031-05-05T18:42:00+02:00`. For other notations see [`parse`].
///
/// ```
/// use copydesk::date::Date;
/// let date: Date = "2031-05-05T18:42:00+02:00".parse()?;
/// assert_eq!(date.day(), (2031, 5, 5));
/// assert!("2031-13-40".parse::<Date>().is_err());
/// # Ok::<(), copydesk::Error>(())
/// ```
impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let expected = "an RFC 3339 date or date-time such as 2031-05-05 or 2031-05-05T18:42:00Z";
        let pieces =
            Pieces::parse(text).map_err(|_| ErrorKind::Value { value: text.to_owned(), expected })?;
        let clock = pieces.time().map(|time| Clock { time, offset: pieces.to_numeric_offset() });
        Ok(Self::new(pieces.date(), clock))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.day();
        write!(f, "{year:04}-{month:02}-{day:02}")?;
        let (Some((hour, minute, second)), Some(offset)) = (self.time(), self.offset()) else {
            return Ok(());
        };
        write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
        if offset == 0 {
            return f.write_str("Z");
        }
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Context of the page that contains a date.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct DateContext<'a> {
    /// BCP 47 tag. It selects month names and the order of day and month in numeric dates.
    pub language: Option<&'a str>,
    /// The time at which the page was fetched. Without it, "yesterday" and "3 hours ago" are not dates.
    pub now: Option<Date>,
}

impl<'a> DateContext<'a> {
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

    /// Sets the time at which the page was fetched.
    #[must_use]
    pub fn with_now(mut self, now: impl Into<Option<Date>>) -> Self {
        self.now = now.into();
        self
    }
}

/// Parses the first date in a string: ISO 8601 and its usual variants, RFC 2822, dates in words of some sixty languages,
/// numeric dates, Persian, Hijri, Minguo, Buddhist and Japanese dates, and Unix times in seconds or milliseconds.
///
/// Returns `None` if there is no date with a day, a month and a year.
///
/// ```
/// use copydesk::date::{DateContext, parse};
/// let date = |text| parse(text, &DateContext::default()).map(|d| d.to_string());
/// assert_eq!(date("2022-05-04 10:00:00+0200").as_deref(), Some("2022-05-04T10:00:00+02:00"));
/// assert_eq!(date("Veröffentlicht am 4. Mai 2022").as_deref(), Some("2022-05-04"));
/// let british = DateContext::new().with_language("en-GB");
/// assert_eq!(parse("5/4/2022", &british).map(|d| d.to_string()).as_deref(), Some("2022-04-05"));
/// ```
pub fn parse(text: &str, context: &DateContext<'_>) -> Option<Date> {
    epoch(text).or_else(|| find(text, context).into_iter().next().map(|(_, date)| date))
}

/// Returns every date in a string with its byte range, in order.
pub(crate) fn find(text: &str, context: &DateContext<'_>) -> Vec<(Range<usize>, Date)> {
    if context.now.is_none() && !token::may_have_date(text) {
        return Vec::new();
    }
    let tokens = token::tokens(text);
    let reader = parse::DateReader { text, tokens: &tokens, context };
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let found = reader.date(at).or_else(|| relative::date(&reader, at));
        match found {
            Some((date, end)) => {
                let end = end.clamp(at + 1, tokens.len());
                out.push((tokens[at].start..tokens[end - 1].end, date));
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

/// Parses a string that consists of a Unix time in seconds (10 digits) or milliseconds (13 digits).
fn epoch(text: &str) -> Option<Date> {
    /// Shortest: 9 September 2001 in seconds.
    const SECONDS_DIGITS: usize = 10;
    const MILLISECONDS_DIGITS: usize = 13;
    let text = text.trim();
    let whole = text.split('.').next().unwrap_or(text);
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        SECONDS_DIGITS => number,
        MILLISECONDS_DIGITS => number / 1000,
        _ => return None,
    };
    let utc = Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?);
    Some(Date::new(utc.date(), Some(Clock { time: utc.time(), offset: Some(Offset::UTC) })))
}

#[cfg(test)]
mod tests;
