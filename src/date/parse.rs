//! Absolute dates in a string: ISO 8601 and its variants, words of any language, numbers in any order.

use jiff::civil;

use super::{
    Date, DateContext,
    calendar::{self, Calendar},
    time::{self, Clock},
    token::{DateToken, DateTokenKind},
    vocabulary,
};
use crate::lexicon::month;

/// Years that a page's own date can have. Earlier ones are part of the stories.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;
/// Years of the Buddhist era, as Thai pages print them: 543 ahead.
const BUDDHIST_YEARS: std::ops::RangeInclusive<i64> = 2480..=2643;
const BUDDHIST_OFFSET: i64 = 543;
/// Years of the Republic of China that may be printed without the era, on Taiwanese pages only: 2001 to 2061.
const MINGUO_YEARS: std::ops::RangeInclusive<i64> = 90..=150;
const MINGUO_OFFSET: i64 = 1911;
/// Two digits up to this are of this century.
const LAST_SHORT_YEAR: i64 = 69;
/// Tokens of a month's name: "كانون الثاني", "พ.ค."
const LONGEST_MONTH: usize = 4;
/// Signs and fillers between two parts of a date ("4. de mayo de 2022").
const MOST_FILLERS: usize = 4;

/// Digits of a year with what a page has glued to it, at most ("20225 min read"), and the years that are seen in it.
const GLUED_DIGITS: u8 = 9;
const GLUED_YEARS: std::ops::RangeInclusive<i64> = 1990..=2039;

/// A reader at a place in the tokens of a string.
pub(crate) struct DateReader<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a [DateToken],
    pub(crate) context: &'a DateContext<'a>,
}

/// A date and the index of the token after it.
pub(crate) type FoundDate = (Date, usize);

/// A month of some calendar.
#[derive(Clone, Copy, Debug)]
struct Month {
    number: i64,
    /// The calendar that its name belongs to; numbers belong to none.
    calendar: Option<Calendar>,
}

impl Month {
    fn of_number(number: i64) -> Self {
        Self { number, calendar: None }
    }
}

impl<'a> DateReader<'a> {
    pub(crate) fn token(&self, at: usize) -> Option<&'a DateToken> {
        self.tokens.get(at)
    }

    pub(crate) fn word(&self, at: usize) -> Option<&'a str> {
        let token = self.token(at)?;
        (token.kind == DateTokenKind::Word).then(|| &self.text[token.start..token.end])
    }

    pub(crate) fn sign(&self, at: usize, signs: &[char]) -> bool {
        self.token(at).is_some_and(|t| signs.iter().any(|s| t.is(*s)))
    }

    /// Whether a token follows the one before it without a blank.
    pub(crate) fn glued(&self, at: usize) -> bool {
        at > 0
            && self.token(at).is_some_and(|t| self.token(at - 1).is_some_and(|before| before.end == t.start))
    }

    fn number(&self, at: usize, digits: std::ops::RangeInclusive<u8>) -> Option<i64> {
        self.token(at)?.number(digits).and_then(|n| i64::try_from(n).ok())
    }

    fn language_is(&self, primary: &str) -> bool {
        self.context
            .language
            .is_some_and(|l| l.split(['-', '_']).next().is_some_and(|p| p.eq_ignore_ascii_case(primary)))
    }

    /// The date that begins at token `at`.
    pub(crate) fn date(&self, at: usize) -> Option<FoundDate> {
        match self.token(at)?.kind {
            DateTokenKind::Number { digits, .. } => {
                // A number that continues after a point, a slash or a letter is not a date.
                if at > 0 && self.glued(at) && !self.may_begin_after(at - 1) && !self.is_run_together(at) {
                    return None;
                }
                match digits {
                    1 | 2 => self.day_first(at).or_else(|| self.numeric(at)).or_else(|| self.minguo(at)),
                    3 => self.minguo(at),
                    4 => self.year_first(at),
                    6.. => self.compact(at),
                    _ => None,
                }
            }
            DateTokenKind::Word if self.number_is_near(at) => {
                self.month_name_first(at).or_else(|| self.era(at))
            }
            DateTokenKind::Word => None,
            DateTokenKind::Sign(_) => None,
        }
    }

    /// Whether a day may follow the word at `at`: names are looked up only then.
    fn number_is_near(&self, at: usize) -> bool {
        let end = (at + LONGEST_MONTH + MOST_FILLERS).min(self.tokens.len());
        self.tokens[at + 1..end].iter().any(|t| matches!(t.kind, DateTokenKind::Number { .. }))
    }

    fn may_begin_after(&self, at: usize) -> bool {
        match self.token(at).map(|t| t.kind) {
            // "Date:26. May" begins after a label's colon, "10:26" goes on.
            Some(DateTokenKind::Sign(':')) => {
                at > 0 && self.token(at - 1).is_some_and(|t| !matches!(t.kind, DateTokenKind::Number { .. }))
            }
            // "ה-5 במאי": Hebrew joins its article with a hyphen.
            Some(DateTokenKind::Sign('-')) => at > 0 && self.word(at - 1).is_some_and(|word| word == "ה"),
            Some(DateTokenKind::Sign(sign)) => !matches!(sign, '.' | '/' | '-' | '$' | '€' | '£' | '#' | '+'),
            Some(DateTokenKind::Word) => !self.text[self.tokens[at].start..self.tokens[at].end].is_ascii(),
            _ => true,
        }
    }

    /// Returns whether a whole numeric date follows a word that lost its space: "Jane Doe3.11.2023", "Published2022-05-04".
    fn is_run_together(&self, at: usize) -> bool {
        /// Bytes of the word: what is shorter may be the letter of a version.
        const SHORTEST: usize = 2;
        let word = self.word(at - 1).is_some_and(|w| w.len() >= SHORTEST);
        let part = |i: usize, digits| self.token(at + i).is_some_and(|t| t.number(digits).is_some());
        let sign = |i: usize| match self.token(at + i).map(|t| t.kind) {
            Some(DateTokenKind::Sign(sign @ ('.' | '/' | '-'))) => Some(sign),
            _ => None,
        };
        let ends_in_year = part(0, 1..=2) && part(4, 4..=4);
        let begins_with_year = part(0, 4..=4) && part(4, 1..=2);
        // "28.09.1912:44" is a short year and a time.
        let timed = self.sign(at + 5, &[':']);
        word && !timed
            && (ends_in_year || begins_with_year)
            && part(2, 1..=2)
            && sign(1).is_some()
            && sign(1) == sign(3)
    }

    /// "2022-05-04T10:00:00+02:00", "2022/5/4", "2022年5月4日", "2022. május 4."
    fn year_first(&self, at: usize) -> Option<FoundDate> {
        let year = self.year(at)?;
        let numeric = || {
            let separator = self.token(at + 1)?;
            let DateTokenKind::Sign(sign) = separator.kind else { return None };
            if !matches!(sign, '-' | '/' | '.' | '年' | '년' | '_' | '–' | '‑' | '•' | '·') {
                return None;
            }
            let month = self.number(at + 2, 1..=2)?;
            let DateTokenKind::Sign(second) = self.token(at + 3)?.kind else { return None };
            let same = second == sign || matches!((sign, second), ('年', '月') | ('년', '월'));
            let day = self.number(at + 4, 1..=2)?;
            if !same {
                return None;
            }
            let mut end = at + 5;
            if self.sign(end, &['日', '일', '號', '号']) {
                end += 1;
            }
            Some((self.civil(year, Month::of_number(month), day)?, end))
        };
        let named = || {
            let i = self.skip_fillers(at + 1);
            if let Some((month, next)) = self.month(i) {
                let i = self.skip_fillers(next);
                let day = self.number(i, 1..=2)?;
                return Some((self.civil(year, month, day)?, self.skip_ordinal(i + 1)));
            }
            // "2022. gada 4. maijs"
            let day = self.number(i, 1..=2)?;
            let (month, next) = self.month(self.skip_fillers(self.skip_ordinal(i + 1)))?;
            Some((self.civil(year, month, day)?, next))
        };
        let (date, end) = numeric().or_else(named)?;
        Some(self.with_time_after(date, end))
    }

    /// "20220504", "20220504T1000", "20220504100000"
    fn compact(&self, at: usize) -> Option<FoundDate> {
        let token = self.token(at)?;
        let DateTokenKind::Number { value, digits } = token.kind else { return None };
        let (day_value, clock) = match digits {
            8 => (value, None),
            12 => (value / 10_000, Some((value % 10_000) * 100)),
            14 => (value / 1_000_000, Some(value % 1_000_000)),
            _ => return None,
        };
        let part = |n: u64| i64::try_from(n).unwrap_or_default();
        let year = part(day_value / 10_000);
        let month = Month::of_number(part(day_value / 100 % 100));
        let date = self.civil(year, month, part(day_value % 100))?;
        let Some(clock) = clock else { return Some(self.with_time_after(date, at + 1)) };
        let small = |n: u64| i8::try_from(n).unwrap_or(i8::MAX);
        let time =
            civil::Time::new(small(clock / 10_000), small(clock / 100 % 100), small(clock % 100), 0).ok()?;
        let (offset, end) = time::zone(self, at + 1).map_or((None, at + 1), |(o, e)| (Some(o), e));
        Some((Date::new(date, Some(Clock { time, offset })), end))
    }

    /// "4 May 2022", "4. Mai 2022", "4 de mayo de 2022", "4-May-22", "4th of May, 2022"
    fn day_first(&self, at: usize) -> Option<FoundDate> {
        let day = self.number(at, 1..=2)?;
        let i = self.skip_fillers(self.skip_ordinal(at + 1));
        let (month, next) = self.month(i)?;
        let (year, end) = self.year_after(next)?;
        let date = self.civil(year, month, day)?;
        Some(self.with_time_around(date, at, end))
    }

    /// "May 4, 2022", "Wed May 04 10:00:00 +0200 2022", "tháng 5 4, 2022"
    fn month_name_first(&self, at: usize) -> Option<FoundDate> {
        let (month, next) = self.month(at)?;
        let i = self.skip_fillers(next);
        let day = self.number(i, 1..=2)?;
        let after = self.skip_ordinal(i + 1);
        if let Some((year, end)) = self.year_after(after) {
            let date = self.civil(year, month, day)?;
            return Some(self.with_time_around(date, at, end));
        }
        // The year follows the time, as C prints it.
        let (mut clock, next) = time::clock(self, self.skip_separators(after))?;
        let next = match time::zone(self, next) {
            Some((offset, next)) => {
                clock.offset = Some(offset);
                next
            }
            None => next,
        };
        let date = self.civil(self.year(next)?, month, day)?;
        Some((Date::new(date, Some(clock)), next + 1))
    }

    /// "04.05.2022", "5/4/22": the order by what is possible, then by language.
    fn numeric(&self, at: usize) -> Option<FoundDate> {
        let first = self.number(at, 1..=2)?;
        let DateTokenKind::Sign(sign) = self.token(at + 1)?.kind else { return None };
        if !matches!(sign, '.' | '/' | '-' | '–' | '‑' | '．') || !self.token(at + 3)?.is(sign) {
            return None;
        }
        let second = self.number(at + 2, 1..=2)?;
        let year = match self.number(at + 4, 4..=4) {
            Some(_) => self.year(at + 4)?,
            None => {
                let short = self.number(at + 4, 2..=2)?;
                // Blanks between short numbers make them a score or a list.
                if !(at + 1..=at + 4).all(|i| self.glued(i)) {
                    return None;
                }
                Self::century(short)
            }
        };
        let goes_on =
            self.glued(at + 5) && self.sign(at + 5, &['.', '/', '-']) && self.number(at + 6, 1..=4).is_some();
        if goes_on && self.glued(at + 6) {
            return None;
        }
        let month_first = match (first, second) {
            (13.., _) => false,
            (_, 13..) => true,
            // Only day-first dates have points.
            _ => sign != '.' && self.context.language.is_some_and(vocabulary::is_month_first),
        };
        let (day, month) = if month_first { (second, first) } else { (first, second) };
        let date = self.civil(year, Month::of_number(month), day)?;
        Some(self.with_time_around(date, at, at + 5))
    }

    /// "令和4年5月4日", "民國111年5月4日", "R4.5.4"
    fn era(&self, at: usize) -> Option<FoundDate> {
        let word = self.word(at)?;
        let letter = || {
            let japanese = self.glued(at + 1) && self.language_is("ja");
            japanese.then(|| calendar::era_letter(word)).flatten()
        };
        // Few words have a number after them.
        let of_era = self.number(at + 1, 1..=3)?;
        let year = calendar::era(word).or_else(letter)? + of_era;
        let DateTokenKind::Sign(sign) = self.token(at + 2)?.kind else { return None };
        let second = match sign {
            '年' => '月',
            '.' | '/' | '-' => sign,
            _ => return None,
        };
        let (month, day) = (self.number(at + 3, 1..=2)?, self.number(at + 5, 1..=2)?);
        if !self.sign(at + 4, &[second]) || sign == '年' && !self.sign(at + 6, &['日']) {
            return None;
        }
        let end = at + if sign == '年' { 7 } else { 6 };
        Some(self.with_time_after(self.civil(year, Month::of_number(month), day)?, end))
    }

    /// "111年5月4日" on a Taiwanese page
    fn minguo(&self, at: usize) -> Option<FoundDate> {
        let year = self.number(at, 2..=3).filter(|year| MINGUO_YEARS.contains(year))?;
        self.context
            .language?
            .split(['-', '_'])
            .find(|part| part.eq_ignore_ascii_case("tw") || part.eq_ignore_ascii_case("hant"))?;
        let (month, day) = (self.number(at + 2, 1..=2)?, self.number(at + 4, 1..=2)?);
        if !(self.sign(at + 1, &['年']) && self.sign(at + 3, &['月']) && self.sign(at + 5, &['日'])) {
            return None;
        }
        let date = self.civil(year + MINGUO_OFFSET, Month::of_number(month), day)?;
        Some(self.with_time_after(date, at + 6))
    }

    /// A month's name, of one word or several, or a numeral with its unit; and the index after it.
    fn month(&self, at: usize) -> Option<(Month, usize)> {
        if let Some(number) = self.number(at, 1..=2) {
            let named = (1..=12).contains(&number) && self.sign(at + 1, &['月', '월']);
            return named.then_some((Month::of_number(number), at + 2));
        }
        let start = self.token(at).filter(|t| t.kind == DateTokenKind::Word)?.start;
        let mut best = None;
        for end in at..(at + LONGEST_MONTH).min(self.tokens.len()) {
            let token = self.tokens[end];
            match token.kind {
                DateTokenKind::Word => {
                    let name = &self.text[start..token.end];
                    if end > at && !vocabulary::may_be_long_month(name) {
                        continue;
                    }
                    if let Some(month) = self.named_month(name) {
                        best = Some((month, end + 1));
                    }
                }
                DateTokenKind::Sign('.') => {}
                // "tháng 5": the word for month and its number.
                DateTokenKind::Number { value, digits: 1 | 2 }
                    if end == at + 1 && (1..=12).contains(&value) && self.is_month_word(at) =>
                {
                    return Some((Month::of_number(i64::try_from(value).ok()?), end + 1));
                }
                _ => break,
            }
        }
        // "أيار/مايو": the month's names in two countries.
        if let Some((month, end)) = &best
            && self.sign(*end, &['/'])
            && let Some((again, after)) = self.month(end + 1)
            && again.number == month.number
        {
            return Some((again, after));
        }
        best
    }

    fn named_month(&self, name: &str) -> Option<Month> {
        let gregorian = month::lookup(name, self.context.language);
        let other = || {
            let (calendar, number) = calendar::month(name)?;
            Some(Month { number, calendar: Some(calendar) })
        };
        let gregorian =
            gregorian.map(|m| Month { number: i64::from(m), calendar: Some(Calendar::Gregorian) });
        gregorian.or_else(other)
    }

    fn is_month_word(&self, at: usize) -> bool {
        self.word(at).is_some_and(vocabulary::is_month_word)
    }

    /// The year after a day and a month, and the index after it.
    fn year_after(&self, at: usize) -> Option<(i64, usize)> {
        let i = self.skip_fillers(at);
        if let Some(year) = self.year(i) {
            return Some((year, i + 1));
        }
        // Text that the page joins to the year: "May 4, 20225 min read", "May 4, 202211:01".
        if let Some(DateTokenKind::Number { value, digits: digits @ 5..=GLUED_DIGITS }) =
            self.token(i).map(|t| t.kind)
        {
            let year = i64::try_from(value / 10_u64.pow(u32::from(digits) - 4)).ok()?;
            return GLUED_YEARS.contains(&year).then_some((year, i + 1));
        }
        // Two digits only if a sign ties them to the month: "4-May-22", "4 mai '22", "4 พ.ค. 65".
        let short = self.number(i, 2..=2)?;
        let tied = i > at && self.sign(i - 1, &['-', '/', '\'', '’', '.']) && self.glued(i);
        if self.language_is("th") {
            return Some((2500 + short, i + 1));
        }
        (tied && !self.sign(i + 1, &[':'])).then(|| (Self::century(short), i + 1))
    }

    fn century(short: i64) -> i64 {
        short + if short <= LAST_SHORT_YEAR { 2000 } else { 1900 }
    }

    /// The year of four digits at `at`, as printed.
    fn year(&self, at: usize) -> Option<i64> {
        let year = self.number(at, 4..=4)?;
        let known =
            YEARS.contains(&year) || BUDDHIST_YEARS.contains(&year) || calendar::YEARS.contains(&year);
        known.then_some(year)
    }

    /// The Gregorian date of a printed year, month and day.
    fn civil(&self, year: i64, month: Month, day: i64) -> Option<civil::Date> {
        let of = |calendar, year| calendar::to_civil(calendar, year, month.number, day);
        match month.calendar {
            Some(calendar @ (Calendar::Persian | Calendar::Hijri)) => of(calendar, year),
            _ if YEARS.contains(&year) => of(Calendar::Gregorian, year),
            _ if BUDDHIST_YEARS.contains(&year) => of(Calendar::Gregorian, year - BUDDHIST_OFFSET),
            Some(Calendar::Gregorian) => None,
            // In figures, the language decides between the two calendars with years of this range.
            None if self.language_is("ar") => of(Calendar::Hijri, year),
            None => of(Calendar::Persian, year),
        }
    }

    fn skip_ordinal(&self, at: usize) -> usize {
        if self.glued(at) && self.word(at).is_some_and(vocabulary::is_ordinal) {
            return at + 1;
        }
        at + usize::from(self.sign(at, &['º', 'ª', '°']))
    }

    /// The index behind signs and words that stand between the parts of a date.
    fn skip_fillers(&self, at: usize) -> usize {
        let mut i = at;
        while i < at + MOST_FILLERS {
            let sign = self.sign(i, &['.', ',', '-', '/', '\'', '’', '،', '|', '–', '‑', '日']);
            // A filler may begin a month's name ("พ.ศ.", "พ.ค.").
            if !sign && (!self.word(i).is_some_and(vocabulary::is_filler) || self.month(i).is_some()) {
                break;
            }
            i += 1;
        }
        i
    }

    fn skip_separators(&self, at: usize) -> usize {
        let mut i = at;
        while i < at + MOST_FILLERS {
            let sign = self.sign(i, &[',', '-', '–', '—', '|', '·', '•', '،', '(', '/', ';', '@', '.', ':']);
            if !sign && !self.word(i).is_some_and(time::is_lead_word) {
                break;
            }
            i += 1;
        }
        i
    }

    /// The date with the time that follows it.
    fn with_time_after(&self, date: civil::Date, end: usize) -> FoundDate {
        let i = self.skip_separators(end);
        match time::clock(self, i) {
            Some((mut clock, next)) => match time::zone(self, next) {
                Some((offset, next)) => {
                    clock.offset = Some(offset);
                    (Date::new(date, Some(clock)), next)
                }
                None => (Date::new(date, Some(clock)), next),
            },
            None => (Date::new(date, None), end),
        }
    }

    /// The date with the time that follows it, else with the one right before it.
    fn with_time_around(&self, date: civil::Date, start: usize, end: usize) -> FoundDate {
        let (found, next) = self.with_time_after(date, end);
        if found.clock.is_some() {
            return (found, next);
        }
        (Date::new(date, time::clock_before(self, start)), next)
    }
}
