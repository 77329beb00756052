//! Parses dates relative to the day of reading: "yesterday", "vor 3 Stunden". Without that day there is no date.

use jiff::{Span, ToSpan};

use super::{
    Date,
    parse::{DateReader, FoundDate},
    vocabulary::{self, Unit},
};

/// Tokens in which the span and the word for "ago" stand: "il y a 3 heures".
const LONGEST: usize = 6;
/// Maximum count.
const LARGEST: u64 = 10_000;

/// The date that begins at token `at`.
pub(crate) fn date(reader: &DateReader<'_>, at: usize) -> Option<FoundDate> {
    let now = reader.context.now?;
    named_day(reader, at, now).or_else(|| span(reader, at, now))
}

fn phrase<'a>(reader: &DateReader<'a>, at: usize, words: usize) -> Option<&'a str> {
    let last = at + words - 1;
    (at..=last)
        .all(|i| reader.word(i).is_some())
        .then(|| &reader.text[reader.tokens[at].start..reader.tokens[last].end])
}

fn named_day(reader: &DateReader<'_>, at: usize, now: Date) -> Option<FoundDate> {
    let (offset, words) =
        [2, 1].into_iter().find_map(|n| Some((vocabulary::day(phrase(reader, at, n)?)?, n)))?;
    let day = now.day.checked_sub(i64::from(offset).days()).ok()?;
    Some((Date::new(day, None), at + words))
}

fn span(reader: &DateReader<'_>, at: usize, now: Date) -> Option<FoundDate> {
    let end = (at + LONGEST).min(reader.tokens.len());
    // "vor", "hace", "il y a" stand first; else the count does.
    let leading = [3, 2, 1].into_iter().find(|&n| phrase(reader, at, n).is_some_and(vocabulary::is_ago));
    let start = at + leading.unwrap_or(0);
    let count = reader.token(start)?.number(1..=4).filter(|n| *n <= LARGEST)?;
    let (unit, unit_end) = unit_at(reader, start + 1)?;
    let mut next = start + 2;
    if leading.is_none() && !runs_on_into_ago(&reader.text[unit_end..]) {
        next = (start + 1..end).find_map(|i| {
            [2, 1]
                .into_iter()
                .find_map(|n| phrase(reader, i, n).is_some_and(vocabulary::is_ago).then_some(i + n))
        })?;
    }
    let count = i64::try_from(count).ok()?;
    let back: Span = match unit {
        Unit::Minute => count.minutes(),
        Unit::Hour => count.hours(),
        Unit::Day => count.days(),
        Unit::Week => count.weeks(),
        Unit::Month => count.months(),
        Unit::Year => count.years(),
    };
    let time = now.clock.map_or(jiff::civil::Time::midnight(), |c| c.time);
    let then = now.day.to_datetime(time).checked_sub(back).ok()?;
    let fine = matches!(unit, Unit::Minute | Unit::Hour);
    let clock =
        now.clock.filter(|_| fine).map(|c| super::time::Clock { time: then.time(), offset: c.offset });
    // Without a time of day, hours ago are today's.
    let day = if fine && now.clock.is_none() { now.day } else { then.date() };
    Some((Date::new(day, clock), next))
}

/// The unit of a count and the byte it ends at: a word, or what a word of a script without blanks begins with.
fn unit_at(reader: &DateReader<'_>, at: usize) -> Option<(Unit, usize)> {
    let token = reader.token(at)?;
    if let Some(unit) = reader.word(at).and_then(vocabulary::unit) {
        return Some((unit, token.end));
    }
    let (unit, length) = vocabulary::unit_prefix(&reader.text[token.start..])?;
    Some((unit, token.start + length))
}

/// Whether the unit runs on into "ago" without a blank: "3日前".
fn runs_on_into_ago(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| !c.is_ascii() && vocabulary::is_ago(&rest[..c.len_utf8()]))
}
