//! Splits a string into tokens: numbers in the digits of any script or in Chinese numerals, words, and signs.

use unicode_normalization::char::is_combining_mark;

/// Tokens of a string that are looked at; a line that holds a date has far fewer.
const MOST_TOKENS: usize = 4096;
/// Digits of a number that are read; no date has more in a row than "20220504100000".
const MOST_DIGITS: u8 = 17;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateTokenKind {
    /// Digits; the value is capped by the number of digits that are read.
    Number {
        /// Its value.
        value: u64,
        /// How many digits.
        digits: u8,
    },
    /// Letters and their marks.
    Word,
    /// Any other character except white space.
    Sign(char),
}

/// One token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateToken {
    pub(crate) kind: DateTokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl DateToken {
    pub(crate) fn is(&self, sign: char) -> bool {
        self.kind == DateTokenKind::Sign(sign)
    }

    /// A number of so many digits.
    pub(crate) fn number(&self, digits: std::ops::RangeInclusive<u8>) -> Option<u64> {
        match self.kind {
            DateTokenKind::Number { value, digits: d } if digits.contains(&d) => Some(value),
            _ => None,
        }
    }
}

/// The value of a decimal digit of the scripts that pages write dates in.
fn digit(c: char) -> Option<u64> {
    if c < '\u{660}' {
        return c.to_digit(10).map(u64::from);
    }
    const ZEROS: [u32; 16] = [
        0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0x1040,
        0x17e0, 0xff10,
    ];
    let code = c as u32;
    ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)).map(|zero| u64::from(code - zero))
}

/// Signs of dates that are letters to Unicode: year, month and day, hour and minute of East Asian dates.
fn is_east_asian_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '號'
            | '号'
            | '時'
            | '时'
            | '分'
            | '秒'
            | '點'
            | '点'
            | '년'
            | '월'
            | '일'
            | '시'
            | '분'
    )
}

/// Whether a text may have the numbers of an absolute date: a day and a year, or both in one number. Most lines of a page
/// do not.
pub(crate) fn may_have_date(text: &str) -> bool {
    /// Digits of a year, month and day in one number.
    const WHOLE: usize = 8;
    let mut numbers =
        text.as_bytes().split(|byte| !byte.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let first = numbers.next();
    first.is_some_and(|digits| digits.len() >= WHOLE)
        || numbers.next().is_some()
        || !text.is_ascii() && text.chars().any(|c| !c.is_ascii() && (digit(c).is_some() || is_numeral(c)))
}

/// The value of a Chinese digit.
fn numeral_digit(c: char) -> Option<u64> {
    let digit = |c| "〇一二三四五六七八九".chars().zip(0u64..).find(|(d, _)| *d == c).map(|(_, value)| value);
    match c {
        '零' | '○' => Some(0),
        '\u{3007}'..='\u{9fff}' => digit(c),
        _ => None,
    }
}

fn is_numeral(c: char) -> bool {
    matches!(c, '十' | '百' | '廿' | '卅' | '元') || numeral_digit(c).is_some()
}

/// The value and the length in bytes of the Chinese numeral that `text` begins with, if a unit of dates follows it:
/// "二〇三一年", "一百二十年", "二十五日", "元年".
fn numeral(text: &str) -> Option<(u64, usize)> {
    /// Most characters of a numeral.
    const LONGEST: usize = 7;
    let digit = numeral_digit;
    text.chars().next().filter(|c| !c.is_ascii() && is_numeral(*c))?;
    let (length, unit) = text.char_indices().take(LONGEST + 1).find(|(_, c)| !is_numeral(*c))?;
    if !matches!(unit, '年' | '月' | '日' | '號' | '号') {
        return None;
    }
    let numeral = &text[..length];
    if numeral == "元" {
        return Some((1, length)).filter(|_| unit == '年');
    }
    let (mut value, mut last) = (0, None);
    let positional = !numeral.contains(['十', '百', '廿', '卅']);
    for c in numeral.chars() {
        match (c, digit(c)) {
            (_, Some(d)) if positional => value = value * 10 + d,
            (_, Some(d)) => last = Some(d),
            ('百', _) => value += last.take().unwrap_or(1) * 100,
            ('十', _) => value += last.take().filter(|d| *d > 0).unwrap_or(1) * 10,
            ('廿', _) => value += 20,
            ('卅', _) => value += 30,
            _ => return None,
        }
    }
    Some((value + last.unwrap_or(0), length))
}

/// The tokens of `text`.
pub(crate) fn tokens(text: &str) -> Vec<DateToken> {
    /// Bytes per token, about.
    const BYTES: usize = 6;
    let mut out: Vec<DateToken> = Vec::with_capacity((text.len() / BYTES + 1).min(MOST_TOKENS));
    let mut last_was_number = false;
    // The previous letter is in lower case: a capital after it begins another word ("DoeMay 4, 2022").
    let mut last_was_small = false;
    let mut numeral_end = 0;
    for (start, c) in text.char_indices() {
        if start < numeral_end {
            continue;
        }
        if c.is_ascii_alphabetic() || c == ' ' {
            if c != ' ' {
                let adjacent = !(last_was_small && c.is_ascii_uppercase());
                match out.last_mut().filter(|t| adjacent && t.end == start && t.kind == DateTokenKind::Word) {
                    Some(word) => word.end = start + 1,
                    None => out.push(DateToken { kind: DateTokenKind::Word, start, end: start + 1 }),
                }
                if out.len() > MOST_TOKENS {
                    break;
                }
            }
            (last_was_number, last_was_small) = (false, c.is_ascii_lowercase());
            continue;
        }
        if let Some((value, length)) = numeral(&text[start..]) {
            numeral_end = start + length;
            let digits = value.checked_ilog10().map_or(1, |d| u8::try_from(d + 1).unwrap_or(MOST_DIGITS));
            out.push(DateToken { kind: DateTokenKind::Number { value, digits }, start, end: numeral_end });
            (last_was_number, last_was_small) = (true, false);
            continue;
        }
        let end = start + c.len_utf8();
        let adjacent = out.last().is_some_and(|t| t.end == start) && !(last_was_small && c.is_uppercase());
        last_was_small = c.is_lowercase();
        if let Some(d) = digit(c) {
            if let Some(DateToken { kind: DateTokenKind::Number { value, digits }, end: e, .. }) =
                out.last_mut().filter(|_| adjacent)
            {
                if *digits < MOST_DIGITS {
                    *value = *value * 10 + d;
                    *digits += 1;
                }
                *e = end;
            } else {
                out.push(DateToken { kind: DateTokenKind::Number { value: d, digits: 1 }, start, end });
            }
            last_was_number = true;
            continue;
        }
        let unit = is_east_asian_unit(c) && (last_was_number || !('가'..='힣').contains(&c));
        last_was_number = false;
        if c.is_whitespace() || c == '\u{200f}' || c == '\u{200e}' {
            continue;
        }
        if !unit && (c.is_alphabetic() || is_combining_mark(c) || c == '\u{200c}') {
            match out.last_mut().filter(|t| adjacent && t.kind == DateTokenKind::Word) {
                Some(word) => word.end = end,
                None => out.push(DateToken { kind: DateTokenKind::Word, start, end }),
            }
        } else {
            out.push(DateToken { kind: DateTokenKind::Sign(c), start, end });
        }
        if out.len() > MOST_TOKENS {
            break;
        }
    }
    out
}
