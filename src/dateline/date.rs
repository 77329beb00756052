//! Parses the date in a dateline, in the forms that agencies print.
//!
//! [`read`] parses a date at the start of a text; [`DatelineDate::resolve`] supplies the year.

use jiff::civil;

use super::chars::{digit, is_blank, is_dash, skip_blanks};
use super::tables::{self, TABLES};
use crate::lexicon::month;

/// A date as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DatelineDate {
    pub(crate) year: Option<i16>,
    /// 0 if no month is printed.
    pub(crate) month: u8,
    pub(crate) day: Option<u8>,
}

/// Plausible years of a story; other numbers are misprints or not years.
const YEARS: std::ops::RangeInclusive<u32> = 1800..=2199;
/// The same years in the Buddhist calendar, which is [`BUDDHIST`] years ahead.
const BUDDHIST_YEARS: std::ops::RangeInclusive<u32> = 2400..=2699;
const BUDDHIST: u32 = 543;
/// Maximum length of a run of digits.
const LONGEST_NUMBER: usize = 5;
/// Maximum words of a month name ("tháng mười hai").
const MONTH_WORDS: usize = 3;

impl DatelineDate {
    /// Returns the date as `YYYY-MM-DD`. If the year is missing, it is the one that puts the date closest to
    /// `published`, and `--MM-DD` without `published`. Without a day, the result is `YYYY-MM`. A day alone is the
    /// last such day up to `published`, and `None` without it.
    pub(crate) fn resolve(self, published: Option<&str>) -> Option<String> {
        let Some(day) = self.day else {
            return Some(match self.year {
                Some(year) => format!("{year:04}-{:02}", self.month),
                None => format!("--{:02}", self.month),
            });
        };
        if self.month == 0 {
            return last_such_day(day, published?).map(|date| date.to_string());
        }
        let year = self.year.or_else(|| self.nearest_year(day, published?));
        Some(match year {
            Some(year) => format!("{year:04}-{:02}-{day:02}", self.month),
            None => format!("--{:02}-{day:02}", self.month),
        })
    }

    fn nearest_year(self, day: u8, published: &str) -> Option<i16> {
        let year: i16 = published.get(..4)?.parse().ok()?;
        let Some(published) = published.get(..10).and_then(|d| d.parse::<civil::Date>().ok()) else {
            return Some(year);
        };
        (year - 1..=year + 1)
            .filter_map(|y| {
                let date =
                    civil::Date::new(y, i8::try_from(self.month).ok()?, i8::try_from(day).ok()?).ok()?;
                Some(((date - published).get_days().unsigned_abs(), y))
            })
            .min()
            .map(|(_, y)| y)
    }
}

/// Returns the latest date with this day of the month that is not after `published`, with one day of tolerance for
/// time zones.
fn last_such_day(day: u8, published: &str) -> Option<civil::Date> {
    /// How many months are searched backwards: of two consecutive months, one has every day.
    const MONTHS: i32 = 2;
    let published = published.get(..10)?.parse::<civil::Date>().ok()?;
    let latest = published.tomorrow().ok()?;
    (0..=MONTHS).find_map(|back| {
        let months = i32::from(latest.year()) * 12 + i32::from(latest.month()) - 1 - back;
        let (year, month) = (i16::try_from(months / 12).ok()?, i8::try_from(months % 12 + 1).ok()?);
        civil::Date::new(year, month, i8::try_from(day).ok()?).ok().filter(|date| *date <= latest)
    })
}

/// Returns the length of a time of day after a date: " / 10:30 am", ", 16.20 Uhr".
pub(crate) fn clock_after(text: &str) -> usize {
    let mut at = skip_blanks(text);
    if text[at..].starts_with(['/', ',', '|']) {
        at += 1;
        at += skip_blanks(&text[at..]);
    }
    let part = |at: usize| number(&text[at..]).filter(|(_, value, digits)| *digits <= 2 && *value < 60);
    let Some((hours, ..)) = part(at) else { return 0 };
    at += hours;
    if !text[at..].starts_with([':', '.', 'h']) {
        return 0;
    }
    let Some((minutes, _, 2)) = part(at + 1) else { return 0 };
    at += 1 + minutes;
    if text[at..].starts_with(|c: char| c.is_alphanumeric()) {
        return 0;
    }
    let blanks = skip_blanks(&text[at..]);
    let word =
        text[at + blanks..].split(|c: char| !(c.is_alphabetic() || c == '.')).next().unwrap_or_default();
    let named = ["am", "pm", "a.m.", "p.m.", "Uhr", "GMT"].iter().any(|w| w.eq_ignore_ascii_case(word));
    at + if named { blanks + word.len() } else { 0 }
}

/// Parses a day without a month: "7日", "7일".
pub(crate) fn day_alone(text: &str) -> Option<DatelineDate> {
    let (len, day, _) = number(text)?;
    let unit = matches!(text[len..].trim_matches(is_blank), "日" | "일");
    (unit && (1..=31).contains(&day)).then_some(DatelineDate {
        year: None,
        month: 0,
        day: u8::try_from(day).ok(),
    })
}

/// Parses a day before a bracket and returns its length: "4 (". The caller must check that the bracket contains a
/// source.
pub(crate) fn day_before_bracket(text: &str) -> Option<(usize, DatelineDate)> {
    let (len, day, _) = number(text)?;
    let bracket = text[len..].starts_with(' ') && text[len..].trim_start().starts_with('(');
    let day = u8::try_from(day).ok().filter(|day| bracket && (1..=31).contains(day))?;
    Some((len, DatelineDate { year: None, month: 0, day: Some(day) }))
}

/// Parses the date at the start of `text`. Returns its length in bytes and the date.
pub(crate) fn read(text: &str, language: Option<&str>) -> Option<(usize, DatelineDate)> {
    let start = weekday(text).unwrap_or(0);
    let (len, date) = [ideographic, month_first, day_first, year_first, numeric]
        .into_iter()
        .find_map(|form| form(&text[start..], language))?;
    let mut end = start + len;
    if is_span(&text[end..]) {
        return None;
    }
    // "2031. június 7., szerda"
    let after = &text[end..];
    let comma = after.strip_prefix(',').map_or(0, |_| 1);
    if let Some(day) = weekday(&after[comma + skip_blanks(&after[comma..])..]) {
        end += comma + skip_blanks(&after[comma..]) + day;
        end -= text[..end].len() - text[..end].trim_end_matches(|c: char| is_blank(c) || c == ',').len();
    }
    Some((end, date))
}

/// Returns whether a date begins a range such as "June 10–11", which is not a filing date.
fn is_span(after: &str) -> bool {
    let rest = after.trim_start_matches(is_blank);
    rest.starts_with(is_dash)
        && rest.trim_start_matches(|c| is_dash(c) || is_blank(c)).starts_with(|c| digit(c).is_some())
}

/// Returns the length of a day of the week, including white space, a comma or a full stop after it.
pub(crate) fn weekday(text: &str) -> Option<usize> {
    let len = text.find(|c: char| !(c.is_alphabetic() || c == '-')).unwrap_or(text.len());
    if !TABLES.weekdays.contains(text[..len].to_lowercase().as_str()) {
        return None;
    }
    let rest = &text[len..];
    let mark = usize::from(rest.starts_with([',', '.']));
    Some(len + mark + skip_blanks(&rest[mark..]))
}

/// Parses a number. Returns its length in bytes, its value and its number of digits.
fn number(text: &str) -> Option<(usize, u32, usize)> {
    let (mut len, mut value, mut digits) = (0, 0u32, 0);
    for c in text.chars() {
        let Some(d) = digit(c) else { break };
        if digits == LONGEST_NUMBER {
            return None;
        }
        len += c.len_utf8();
        value = value * 10 + d;
        digits += 1;
    }
    (digits > 0).then_some((len, value, digits))
}

/// Parses a day of the month with its ordinal sign: "7", "7.", "7th", "1er", "1º".
fn day(text: &str) -> Option<(usize, u8)> {
    let Some((mut len, value, digits)) = number(text) else { return day_in_words(text) };
    if digits > 2 || !(1..=31).contains(&value) {
        return None;
    }
    for sign in TABLES.date_ordinals.iter().copied().chain(["."]) {
        if let Some(rest) = text[len..].strip_prefix(sign)
            && !rest.starts_with(char::is_alphabetic)
        {
            len += sign.len();
            break;
        }
    }
    Some((len, u8::try_from(value).ok()?))
}

/// Parses a day of the month that is written as a word: "पांच".
fn day_in_words(text: &str) -> Option<(usize, u8)> {
    let len = text.find(|c: char| !(c.is_alphabetic() || is_mark(c))).filter(|len| *len > 0)?;
    tables::day_word(&text[..len]).map(|day| (len, day))
}

/// Parses a year of four digits. A number of three or five digits after a full date is a misprint: it is consumed,
/// but has no value.
fn year(text: &str) -> Option<(usize, Option<i16>)> {
    let (len, value, digits) = number(text)?;
    if text[len..].starts_with(|c: char| c.is_alphabetic() && c.is_ascii()) {
        return None;
    }
    match digits {
        3 | 5 => Some((len, None)),
        4 if YEARS.contains(&value) => Some((len, i16::try_from(value).ok())),
        4 if BUDDHIST_YEARS.contains(&value) => Some((len, i16::try_from(value - BUDDHIST).ok())),
        _ => None,
    }
}

/// Parses a month name, including a full stop after it.
fn month_name(text: &str, language: Option<&str>) -> Option<(usize, u8)> {
    let mut len = 0;
    let mut found = None;
    for words in 0..MONTH_WORDS {
        if words > 0 {
            let blank = skip_blanks(&text[len..]);
            if blank == 0 {
                break;
            }
            len += blank;
        }
        let word = text[len..]
            .find(|c: char| !(c.is_alphanumeric() || is_mark(c)) || digit(c).is_some())
            .unwrap_or(text.len() - len);
        if word == 0 {
            break;
        }
        len += word;
        // Thai abbreviations contain full stops: "ม.ค."
        let stops = text[len..].char_indices().scan(true, |ok, (at, c)| {
            *ok &= c == '.' || (c.is_alphabetic() && !c.is_uppercase() && !c.is_ascii());
            ok.then_some((at, c))
        });
        let dotted = stops.filter(|(_, c)| *c == '.').map(|(at, _)| at + 1).take(2).last();
        if let Some(month) = month::lookup(&text[..len], language) {
            let stop = usize::from(text[len..].starts_with('.'));
            found = Some((len + stop + twin(&text[len + stop..], month, language), month));
        } else if let Some(dotted) = dotted
            && let Some(month) = month::lookup(&text[..len + dotted], language)
        {
            found = Some((len + dotted, month));
        }
    }
    found
}

/// Returns the length of a second name of the same month: "أيار/مايو", as agencies write for readers in east and west.
fn twin(text: &str, month: u8, language: Option<&str>) -> usize {
    let Some(name) = text.strip_prefix('/') else { return 0 };
    let len = name.find(|c: char| !(c.is_alphabetic() || is_mark(c))).unwrap_or(name.len());
    if month::lookup(&name[..len], language) == Some(month) { '/'.len_utf8() + len } else { 0 }
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Returns the length of the white space, comma and small word that join day, month and year.
fn joint(text: &str) -> usize {
    let mut len = usize::from(text.starts_with([',', '-']));
    len += skip_blanks(&text[len..]);
    for word in &TABLES.date_joints {
        if let Some(head) = text[len..].get(..word.len())
            && head.eq_ignore_ascii_case(word)
        {
            let after = &text[len + word.len()..];
            let blanks = skip_blanks(after);
            if blanks > 0 || word.ends_with('\'') {
                return len + word.len() + blanks;
            }
        }
    }
    len
}

/// Returns the length of an abbreviation after a year or a day ("г.", "d."), including the white space before it.
fn year_sign(text: &str) -> usize {
    let blanks = skip_blanks(text);
    let sign =
        TABLES.year_signs.iter().find(|s| text[blanks..].starts_with(**s) && ends(text, blanks + s.len()));
    sign.map_or(0, |sign| blanks + sign.len())
}

/// Returns whether a date can end here: no digit or letter follows.
fn ends(text: &str, len: usize) -> bool {
    !text[len..].starts_with(|c: char| digit(c).is_some() || c.is_alphabetic())
}

fn date(year: Option<i16>, month: u8, day: Option<u8>) -> Option<DatelineDate> {
    const DAYS: [u8; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let longest = *DAYS.get(usize::from(month).checked_sub(1)?)?;
    day.is_none_or(|d| (1..=longest).contains(&d)).then_some(DatelineDate { year, month, day })
}

/// "June 7", "Sept. 7th, 2031", "June 2031".
fn month_first(text: &str, language: Option<&str>) -> Option<(usize, DatelineDate)> {
    let (mut len, month) = month_name(text, language)?;
    let blanks = joint(&text[len..]);
    if let Some((n, Some(y))) = year(&text[len + blanks..]) {
        return Some((len + blanks + n, date(Some(y), month, None)?));
    }
    let (n, day) = day(&text[len + blanks..])?;
    len += blanks + n;
    if !ends(text, len) {
        return None;
    }
    len += year_sign(&text[len..]);
    let blanks = joint(&text[len..]);
    let printed = (blanks > 0).then(|| year(&text[len + blanks..])).flatten();
    let (more, y) = printed.map_or((0, None), |(n, y)| (blanks + n, y));
    Some((len + more, date(y, month, Some(day))?))
}

/// "7 June 2031", "7. Juni", "7 de junio de 2031", "7 июня 2031 г.".
fn day_first(text: &str, language: Option<&str>) -> Option<(usize, DatelineDate)> {
    let article = |word: &&str| {
        let rest = text.strip_prefix(word)?;
        (skip_blanks(rest) > 0).then(|| word.len() + skip_blanks(rest))
    };
    let start = TABLES.date_articles.iter().find_map(article).unwrap_or(0);
    let (n, day) = day(&text[start..])?;
    let mut len = start + n;
    len += joint(&text[len..]);
    let (n, month) = month_name(&text[len..], language)?;
    len += n;
    let blanks = joint(&text[len..]);
    if let Some((n, y)) = year(&text[len + blanks..]) {
        len += blanks + n;
        len += year_sign(&text[len..]);
        return Some((len, date(y, month, Some(day))?));
    }
    ends(text, len).then_some(())?;
    Some((len, date(None, month, Some(day))?))
}

/// "2031. június 7.", "2031 m. birželio 7 d.".
fn year_first(text: &str, language: Option<&str>) -> Option<(usize, DatelineDate)> {
    let (mut len, y) = year(text)?;
    y?;
    len += usize::from(text[len..].starts_with('.'));
    len += joint(&text[len..]);
    let (n, month) = month_name(&text[len..], language)?;
    len += n;
    len += skip_blanks(&text[len..]);
    let (n, day) = day(&text[len..])?;
    len += n;
    ends(text, len).then_some(())?;
    Some((len, date(y, month, Some(day))?))
}

/// "7.6.2031", "07/06/2031", "2031-06-07", "7.6.".
fn numeric(text: &str, language: Option<&str>) -> Option<(usize, DatelineDate)> {
    let (first_len, first, first_digits) = number(text)?;
    let mark = text[first_len..].chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
    let mut len = first_len + 1;
    len += if mark == '.' { skip_blanks(&text[len..]) } else { 0 };
    let (n, second, second_digits) = number(&text[len..])?;
    len += n;
    if second_digits > 2 {
        return None;
    }
    if !text[len..].starts_with(mark) {
        return None;
    }
    let third_at = len + 1 + if mark == '.' { skip_blanks(&text[len + 1..]) } else { 0 };
    let third = number(&text[third_at..]);
    let part = |n: u32| u8::try_from(n).ok();
    if first_digits == 4 {
        let (n, day, digits) = third?;
        let (_, y) = year(text)?;
        (digits <= 2 && ends(text, third_at + n)).then_some(())?;
        return Some((third_at + n, date(y, part(second)?, part(day))?));
    }
    if first_digits > 2 {
        return None;
    }
    let american = mark == '/' && matches!(language, Some("en" | "en-US" | "en_US") | None);
    let (day, month) =
        if (american && first <= 12) || second > 12 { (second, first) } else { (first, second) };
    match third {
        Some((n, value, digits)) if ends(text, third_at + n) => {
            let y = match digits {
                2 => i16::try_from(2000 + value).ok(),
                1 => return None,
                _ => year(&text[third_at..])?.1,
            };
            Some((third_at + n, date(y, part(month)?, part(day))?))
        }
        None if mark == '.' => Some((len + 1, date(None, part(month)?, part(day))?)),
        _ => None,
    }
}

/// "2031年6月7日", "6月7日", "6월 7일".
fn ideographic(text: &str, _: Option<&str>) -> Option<(usize, DatelineDate)> {
    let (mut len, mut value, mut digits) = number(text)?;
    let unit = |at: usize, units: [char; 2]| {
        let blanks = skip_blanks(&text[at..]);
        let c = text[at + blanks..].chars().next().filter(|c| units.contains(c))?;
        Some(at + blanks + c.len_utf8())
    };
    let mut y = None;
    if let Some(end) = unit(len, ['年', '년']) {
        y = (digits == 4).then(|| i16::try_from(value).ok()).flatten();
        len = end + skip_blanks(&text[end..]);
        let (n, v, d) = number(&text[len..])?;
        (len, value, digits) = (len + n, v, d);
    }
    len = unit(len, ['月', '월'])?;
    let month = u8::try_from(value).ok().filter(|_| digits <= 2)?;
    let at = len + skip_blanks(&text[len..]);
    if let Some((n, v, _)) = number(&text[at..])
        && let Some(end) = unit(at + n, ['日', '일'])
    {
        return Some((end, date(y, month, u8::try_from(v).ok())?));
    }
    y?;
    Some((len, date(y, month, None)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str, language: &str, published: Option<&str>) -> Option<(usize, String)> {
        read(text, Some(language)).and_then(|(len, date)| Some((len, date.resolve(published)?)))
    }

    #[test]
    fn forms_by_language() {
        for (text, language, date) in [
            ("June 7", "en", "--06-07"),
            ("Sept. 7th, 2031", "en", "2031-09-07"),
            ("7 June 2031", "en", "2031-06-07"),
            ("06/07/2031", "en", "2031-06-07"),
            ("06/07/2031", "fr", "2031-07-06"),
            ("Monday, June 7", "en", "--06-07"),
            ("7. Juni 2031", "de", "2031-06-07"),
            ("7.6.2031", "de", "2031-06-07"),
            ("7.6.203", "de", "--06-07"),
            ("7. 6.", "de", "--06-07"),
            ("1er août 2031", "fr", "2031-08-01"),
            ("7 de junio de 2031", "es", "2031-06-07"),
            ("07 GIU", "it", "--06-07"),
            ("7 июня 2031 г.", "ru", "2031-06-07"),
            ("2031. június 7., szerda", "hu", "2031-06-07"),
            ("7. června", "cs", "--06-07"),
            ("2031-06-07", "sv", "2031-06-07"),
            ("6月7日", "zh", "--06-07"),
            ("2031年6月7日", "ja", "2031-06-07"),
            ("6월 7일", "ko", "--06-07"),
            ("७ जून", "hi", "--06-07"),
            ("٧ يونيو", "ar", "--06-07"),
            ("5 أيار/مايو 2031", "ar", "2031-05-05"),
            ("पांच मई", "hi", "--05-05"),
            ("7 มิ.ย. 2574", "th", "2031-06-07"),
            ("June 2031", "en", "2031-06"),
        ] {
            assert_eq!(resolved(text, language, None), Some((text.len(), date.into())), "{text}");
        }
    }

    #[test]
    fn no_dates() {
        for text in
            ["", "7", "June", "2031", "32 June", "Feb. 30", "13.13.2031", "7 of nine", "June 7th9", "1998"]
        {
            assert_eq!(resolved(text, "en", None), None, "{text}");
        }
    }

    #[test]
    fn a_day_alone_is_the_last_one_before_publication() {
        let on = |day: &str, published| day_alone(day).and_then(|d| d.resolve(published));
        assert_eq!(on("7日", Some("2031-06-08")).as_deref(), Some("2031-06-07"));
        assert_eq!(on("31日", Some("2031-07-02")).as_deref(), Some("2031-05-31"));
        assert_eq!(on("31 일", Some("2031-01-02")).as_deref(), Some("2030-12-31"));
        assert_eq!(on("8日", Some("2031-06-07")).as_deref(), Some("2031-06-08"));
        assert_eq!(on("7日", None), None);
        assert_eq!(day_alone("32日"), None);
        assert_eq!(day_alone("7 days"), None);
    }

    #[test]
    fn the_year_is_the_one_nearest_to_publication() {
        assert_eq!(resolved("May 4", "en", Some("2031-05-05T10:00:00Z")).unwrap().1, "2031-05-04");
        assert_eq!(resolved("Dec. 31", "en", Some("2032-01-01")).unwrap().1, "2031-12-31");
        assert_eq!(resolved("Jan. 1", "en", Some("2031-12-31")).unwrap().1, "2032-01-01");
        assert_eq!(resolved("Feb. 29", "en", Some("2031-03-01")).unwrap().1, "2032-02-29");
        assert_eq!(resolved("May 4", "en", Some("2031-29-11")).unwrap().1, "2031-05-04");
    }
}
