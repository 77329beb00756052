//! The time of day beside a date, and its offset from UTC.

use jiff::{civil, tz::Offset};

use super::{parse::DateReader, vocabulary};

/// A time of day and, where the page gives one, the offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) time: civil::Time,
    pub(crate) offset: Option<Offset>,
}

/// Seconds in the largest offset in use: UTC+14.
const LARGEST_OFFSET: i32 = 14 * 3600;

/// Words between a date and its time: "at", "um", "à", and ISO's T.
pub(crate) fn is_lead_word(word: &str) -> bool {
    vocabulary::is_time_lead(word)
}

fn number(reader: &DateReader<'_>, at: usize, digits: std::ops::RangeInclusive<u8>) -> Option<i8> {
    reader.token(at)?.number(digits).and_then(|n| i8::try_from(n).ok())
}

/// The time that begins at token `at`, and the index after it: "10:00", "10:00:05.123", "10h30", "10.30 Uhr",
/// "7:05 pm", "1000" after a T.
pub(crate) fn clock(reader: &DateReader<'_>, at: usize) -> Option<(Clock, usize)> {
    if let Some(four) = reader.token(at).and_then(|t| t.number(4..=6)).filter(|_| is_iso_lead(reader, at)) {
        let digits = reader.token(at).and_then(|t| t.number(6..=6)).is_some();
        let four = if digits { four } else { four * 100 };
        let part = |n: u64| i8::try_from(n).ok();
        let time =
            civil::Time::new(part(four / 10_000)?, part(four / 100 % 100)?, part(four % 100)?, 0).ok()?;
        return Some((Clock { time, offset: None }, at + 1));
    }
    let mut hour = number(reader, at, 1..=2)?;
    let mut next = at + 1;
    let mut minute = 0;
    let mut second = 0;
    let units = ['時', '时', '點', '点', '시'];
    let h = reader.word(next).is_some_and(|w| w.eq_ignore_ascii_case("h"));
    let mut exact = false;
    if reader.sign(next, &[':']) || reader.sign(next, &units) || h || reader.sign(next, &['.']) {
        let point = reader.sign(next, &['.']);
        match number(reader, next + 1, 2..=2)
            .filter(|_| h || reader.sign(next, &units) || reader.glued(next + 1))
        {
            Some(m) => {
                minute = m;
                next += 2;
                exact = !point;
                if reader.sign(next, &['分', '분']) {
                    next += 1;
                }
            }
            None if h || reader.sign(next, &units) => {
                next += 1;
                exact = true;
            }
            None => return None,
        }
        if reader.sign(next, &[':'])
            && let Some(s) = number(reader, next + 1, 2..=2)
        {
            second = s;
            next += 2;
            // A fraction says nothing that a page's date needs.
            if reader.sign(next, &['.', ','])
                && reader.glued(next + 1)
                && reader.token(next + 1)?.number(1..=9).is_some()
            {
                next += 2;
            }
        }
    }
    let (half, after) = half_of_day(reader, next);
    match half {
        Some(afternoon) if hour <= 12 => {
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            next = after;
        }
        _ if reader.word(next).is_some_and(vocabulary::is_time_trail) => next += 1,
        // "10.30" is a number unless a zone follows ("16.20 CEST"), and "10" can be anything.
        _ if !exact && zone(reader, next).is_none() => return None,
        _ => {}
    }
    let time = civil::Time::new(hour, minute, second.min(59), 0).ok()?;
    Some((Clock { time, offset: None }, next))
}

/// Whether the token before is the T of ISO, glued on both sides.
fn is_iso_lead(reader: &DateReader<'_>, at: usize) -> bool {
    at > 0 && reader.glued(at) && reader.word(at - 1).is_some_and(|w| w.eq_ignore_ascii_case("t"))
}

/// "am", "p.m.", "PM"; and the index after it.
fn half_of_day(reader: &DateReader<'_>, at: usize) -> (Option<bool>, usize) {
    let Some(word) = reader.word(at) else { return (None, at) };
    let half = match word {
        w if w.eq_ignore_ascii_case("am") => Some(false),
        w if w.eq_ignore_ascii_case("pm") => Some(true),
        _ => None,
    };
    if half.is_some() {
        return (half, at + 1);
    }
    let parted =
        reader.sign(at + 1, &['.']) && reader.word(at + 2).is_some_and(|w| w.eq_ignore_ascii_case("m"));
    let half = match word {
        w if parted && w.eq_ignore_ascii_case("a") => Some(false),
        w if parted && w.eq_ignore_ascii_case("p") => Some(true),
        _ => None,
    };
    (half, at + 3 + usize::from(reader.sign(at + 3, &['.'])))
}

/// The offset that begins at token `at`, and the index after it: "Z", "+02:00", "+0200", "+02", "GMT", "UTC+2", "(CEST)".
pub(crate) fn zone(reader: &DateReader<'_>, at: usize) -> Option<(Offset, usize)> {
    let mut i = at + usize::from(reader.sign(at, &['(']));
    let mut seconds = None;
    if let Some(offset) = reader.word(i).and_then(vocabulary::zone) {
        seconds = Some(offset);
        i += 1;
    }
    if seconds.is_none_or(|s| s == 0)
        && reader.sign(i, &['+', '-', '−'])
        && (seconds.is_some() || reader.glued(i) || !reader.sign(i, &['-']))
    {
        let sign = if reader.sign(i, &['+']) { 1 } else { -1 };
        let digits = |at: usize, d: u8| {
            reader.token(at).and_then(|t| t.number(d..=d)).and_then(|n| i32::try_from(n).ok())
        };
        if let Some(both) = digits(i + 1, 4) {
            seconds = Some(sign * (both / 100 * 3600 + both % 100 * 60));
            i += 2;
        } else if let Some(hours) = digits(i + 1, 2).or_else(|| digits(i + 1, 1)) {
            let minutes = reader.sign(i + 2, &[':']).then(|| digits(i + 3, 2)).flatten();
            seconds = Some(sign * (hours * 3600 + minutes.unwrap_or(0) * 60));
            i += if minutes.is_some() { 4 } else { 2 };
        }
    }
    let seconds = seconds.filter(|s| s.abs() <= LARGEST_OFFSET)?;
    Some((Offset::from_seconds(seconds).ok()?, i))
}

/// The time right before token `at`, parted from it by signs, a weekday or a zone: "10:30 AM EST, Tue May 4, 2022".
pub(crate) fn clock_before(reader: &DateReader<'_>, at: usize) -> Option<Clock> {
    /// Tokens that a time, a zone and a weekday may have: "10:30:00 p.m. EST, Tue.".
    const FARTHEST: usize = 14;
    for start in (at.saturating_sub(FARTHEST)..at).rev() {
        let begins = start == 0 || !(reader.sign(start - 1, &[':', '.', '-', '/']) && reader.glued(start));
        if !begins || !reader.sign(start + 1, &[':']) {
            continue;
        }
        let Some((mut clock, mut next)) = clock(reader, start) else { continue };
        if let Some((offset, after)) = zone(reader, next) {
            clock.offset = Some(offset);
            next = after;
        }
        // Between the time and the date there is at most a weekday and its commas.
        let words = (next..at).filter(|&i| reader.word(i).is_some()).count();
        let numbers = (next..at).any(|i| reader.token(i).is_some_and(|t| t.number(1..=17).is_some()));
        return (next <= at && words <= 2 && !numbers).then_some(clock);
    }
    None
}
