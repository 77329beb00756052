//! Parses lead-ins of Chinese, Japanese and Korean stories. These scripts have no word spaces, and put place, agency
//! and reporter in brackets or before a word for "filed".

use super::chars::{bracket, digit, is_blank, is_dash, is_east_asian, skip_blanks};
use super::date::{self, DatelineDate};
use super::lead::{Lead, LeadSource};
use super::place;
use super::tables::TABLES;
use crate::lexicon::{agency, agency::Agency, clip::clip};

/// Maximum length of the inside of a bracket in bytes.
const LONGEST_BRACKET: usize = 120;
/// Maximum length of a place name in characters.
const LONGEST_PLACE: usize = 12;
/// Maximum length of an agency name in characters.
const LONGEST_AGENCY: usize = 12;
/// The word for "filed" must begin within this many bytes.
const FILED_WITHIN: usize = 90;

/// Parses the lead-in of `text`. Returns it and the position where the lede begins.
pub(crate) fn read<'a>(text: &'a str, language: Option<&str>) -> Option<(Lead<'a>, usize)> {
    let start = skip_blanks(text);
    let body = &text[start..];
    let first = body.chars().next()?;
    if let Some((inside, len)) = bracket(body, LONGEST_BRACKET) {
        if !inside.chars().any(is_east_asian) {
            return None;
        }
        let lead = bracketed(inside.trim_matches(is_blank), language)?;
        let end = start + len;
        return Some((lead, end + tail(&text[end..])));
    }
    if !is_east_asian(first) {
        return None;
    }
    let (lead, len) =
        reported(body).or_else(|| filed(body, language)).or_else(|| filed_for_outlet(body, language))?;
    let end = start + len;
    Some((lead, end + tail(&text[end..])))
}

/// Returns the length of what may separate the lead-in from the lede: a reporter in brackets, "홍길동 기자 = ", "题：", a
/// dash.
fn tail(text: &str) -> usize {
    let mut at = skip_blanks(text);
    if let Some((inside, len)) = bracket(&text[at..], LONGEST_BRACKET)
        && is_reporter(inside.trim_matches(is_blank))
    {
        at += len;
        at += skip_blanks(&text[at..]);
    }
    if let Some(len) = korean_reporters(&text[at..]) {
        at += len;
    }
    for mark in &TABLES.edition_marks {
        if let Some(rest) = text[at..].strip_prefix(mark)
            && rest.starts_with(['：', ':'])
        {
            at += mark.len() + rest.chars().next().map_or(0, char::len_utf8);
        }
    }
    at += skip_blanks(&text[at..]);
    let marks = text[at..].find(|c: char| !(is_dash(c) || matches!(c, '=' | '＝' | ':' | '：'))).unwrap_or(0);
    at += marks;
    at + skip_blanks(&text[at..])
}

/// Returns whether the inside of a bracket names a reporter: "（记者 甲某）", or a name of two to four characters, "(甲某)".
fn is_reporter(inside: &str) -> bool {
    let count = inside.chars().filter(|c| is_east_asian(*c)).count();
    TABLES.speakers.iter().any(|s| inside.contains(s))
        || ((2..=4).contains(&count) && inside.chars().all(|c| is_east_asian(c) || is_blank(c)))
}

/// Returns the part of a lead-in that contains a word for a reporter and the name next to it.
pub(crate) fn reporter(raw: &str) -> Option<&str> {
    let ends =
        |c: char| matches!(c, '=' | '＝' | ':' | '：' | '/' | '／') || "()（）[]［］【】〔〕".contains(c);
    let parts = || raw.split(ends).map(|part| part.trim_matches(is_blank));
    let named = parts().find(|part| {
        TABLES.speakers.iter().any(|s| part.len() > s.len() && (part.starts_with(s) || part.ends_with(s)))
    });
    named.or_else(|| parts().find_map(reporter_inside))
}

/// "記者甲某某" of "中央社記者甲某某高雄7日電": between an agency and a place.
fn reporter_inside(part: &str) -> Option<&str> {
    let mark = TABLES.filed_marks.iter().find(|m| part.ends_with(**m))?;
    let stem = &part[..part.len() - mark.len()];
    let (_, len) = agency_before(stem)?;
    let front = &stem[len..];
    let rest = reporter_passed(front);
    (rest.len() < front.len()).then(|| &front[..front.len() - rest.len()])
}

/// Returns the length of a list of Korean reporters: "홍길동 기자 = ", "홍길동·김가나 기자 =", "= ".
fn korean_reporters(text: &str) -> Option<usize> {
    /// Maximum length of a list of reporters in bytes.
    const LONGEST: usize = 90;
    let equals = clip(text, LONGEST).find(['=', '＝'])?;
    let names = text[..equals].trim_matches(is_blank);
    let named = names.is_empty() || TABLES.speakers.iter().any(|s| names.ends_with(s));
    named.then(|| equals + text[equals..].chars().next().map_or(0, char::len_utf8))
}

fn known(name: &str) -> Option<&'static Agency> {
    agency::find(name.trim_matches(is_blank))
}

fn lead<'a>(place: Option<&'a str>, date: Option<DatelineDate>, source: Option<&'static Agency>) -> Lead<'a> {
    Lead {
        places: place.into_iter().collect(),
        date,
        source: source.map(LeadSource::Known),
        source_bracketed: true,
        ..Lead::default()
    }
}

/// Parses the inside of 【…】, （…） or […].
fn bracketed<'a>(inside: &'a str, language: Option<&str>) -> Option<Lead<'a>> {
    if let Some(at) = inside.find(['=', '＝']) {
        let right = &inside[at + inside[at..].chars().next()?.len_utf8()..];
        return equation(inside[..at].trim_matches(is_blank), right.trim_matches(is_blank));
    }
    if let Some(mark) = TABLES.filed_marks.iter().find(|m| inside.ends_with(**m)) {
        let stem = &inside[..inside.len() - mark.len()];
        return filed_inside(stem, language);
    }
    if let Some(lead) = reported_inside(inside) {
        return Some(lead);
    }
    if let Some((lead, len)) = reported(inside)
        && len == inside.len()
    {
        return Some(lead);
    }
    if let Some((place, _)) = speaker_parted(inside) {
        return place;
    }
    if let Some(source) = known(inside) {
        return Some(lead(None, None, Some(source)));
    }
    let (source, head) = agency_at_end(inside)?;
    let head = head.trim_matches(|c| is_blank(c) || matches!(c, '・' | '·' | '，' | '、' | ','));
    let (place, date) = place_and_date(head, language)?;
    Some(lead(place, date, Some(source)))
}

/// Parses a lead-in with an equals sign: "서울=연합뉴스", "헤럴드경제=홍길동 기자", "東京＝甲野太郎".
fn equation<'a>(left: &'a str, right: &'a str) -> Option<Lead<'a>> {
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let reporter = TABLES.speakers.iter().any(|s| right.ends_with(s));
    match (known(left), known(right).or_else(|| right.split(is_blank).next().and_then(known))) {
        (Some(source), _) => Some(lead(None, None, Some(source))),
        (None, Some(source)) => is_place(left).then(|| lead(Some(left), None, Some(source))),
        (None, None) if reporter && place::known(left).is_none() && !is_short_place(left) => Some(Lead {
            source: Some(LeadSource::Printed(left.to_owned())),
            source_bracketed: true,
            ..Lead::default()
        }),
        (None, None) => is_place(left).then(|| lead(Some(left), None, None)),
    }
}

/// Returns whether a name is short enough for a place. Korean and Chinese cities have two characters, sometimes
/// three; newspapers have more.
fn is_short_place(name: &str) -> bool {
    name.chars().count() <= 2
}

fn is_place(name: &str) -> bool {
    let count = name.chars().count();
    (1..=LONGEST_PLACE).contains(&count)
        && name
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '・' | '·' | 'ー' | ' ' | '/' | '･' | '、' | ','))
}

/// Parses a newspaper and a reporter: "아시아경제 홍길동 기자", "北京・甲野". The form does not distinguish a place from a
/// newspaper, so only known newspapers count.
fn speaker_parted<'a>(inside: &'a str) -> Option<(Option<Lead<'a>>, ())> {
    if !TABLES.speakers.iter().any(|s| inside.ends_with(s)) {
        return None;
    }
    let (head, rest) = inside.split_once(is_blank)?;
    // Newspaper, name, word for a reporter.
    if rest.split(is_blank).filter(|w| !w.is_empty()).count() < 2 && !rest.chars().any(is_blank) {
        return Some((None, ()));
    }
    let source = known(head).map_or_else(|| LeadSource::Printed(head.to_owned()), LeadSource::Known);
    Some((Some(Lead { source: Some(source), source_bracketed: true, ..Lead::default() }), ()))
}

/// Returns the agency at the end of a text and the text before it: "神戸共同", "東京 7日 ロイター", "5月4日 AFP".
fn agency_at_end(text: &str) -> Option<(&'static Agency, &str)> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts
        .iter()
        .rev()
        .take(LONGEST_AGENCY)
        .rev()
        .filter(|at| **at > 0)
        .find_map(|&at| Some((known(&text[at..])?, &text[..at])))
}

/// Returns the agency at the start of a text and its length.
fn agency_before(text: &str) -> Option<(Option<&'static Agency>, usize)> {
    let ends: Vec<usize> = text.char_indices().skip(1).map(|(at, _)| at).take(LONGEST_AGENCY).collect();
    if let Some(found) = ends.iter().rev().find_map(|&end| Some((known(&text[..end])?, end))) {
        return Some((Some(found.0), found.1));
    }
    TABLES.own_paper.iter().find(|p| text.starts_with(**p)).map(|p| (None, p.len()))
}

/// Returns the outlet at the start of a text that is in no table: "江城网", "江城晚报".
fn outlet_before(text: &str) -> Option<&str> {
    /// Length of an outlet's name in characters, and maximum length of its ending.
    const NAME: std::ops::RangeInclusive<usize> = 3..=8;
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).enumerate();
    let named = ends.take_while(|(at, _)| *at < *NAME.end()).map(|(at, end)| (at + 1, &text[..end]));
    let is_outlet = |name: &str| TABLES.east_asian_outlets.iter().any(|ending| name.ends_with(ending));
    named.filter(|(letters, name)| NAME.contains(letters) && is_outlet(name)).map(|(_, name)| name).next()
}

/// Parses a place, a date, or both.
fn place_and_date<'a>(
    text: &'a str,
    language: Option<&str>,
) -> Option<(Option<&'a str>, Option<DatelineDate>)> {
    let text = text.trim_matches(is_blank);
    if text.is_empty() {
        return Some((None, None));
    }
    let cut = text.find(|c: char| digit(c).is_some()).unwrap_or(text.len());
    let name = text[..cut].trim_matches(|c| is_blank(c) || matches!(c, '・' | '·' | ',' | '，'));
    let rest = &text[cut..];
    let date = match date::read(rest, language) {
        Some((len, date)) if rest[len..].trim_matches(is_blank).is_empty() => Some(date),
        Some(_) => return None,
        None if rest.is_empty() => None,
        None => Some(date::day_alone(rest)?),
    };
    (name.is_empty() || is_place(name)).then_some(((!name.is_empty()).then_some(name), date))
}

/// Parses what precedes the word for "filed" inside a bracket: "中央社記者甲某高雄7日", "吉隆坡7日".
fn filed_inside<'a>(stem: &'a str, language: Option<&str>) -> Option<Lead<'a>> {
    let (source, len) = agency_before(stem).unwrap_or((None, 0));
    let rest = reporter_passed(stem[len..].trim_start_matches(is_blank));
    let (place, date) = place_and_date(rest, language)?;
    let dated = date.is_some() || rest.chars().any(|c| digit(c).is_some());
    // "【本報訊】": the newspaper's own story.
    let own = TABLES.own_paper.contains(&stem);
    // "【江城网讯】": an outlet that is in no table.
    if source.is_none() && !own && outlet_before(stem) == Some(stem) {
        let source = Some(LeadSource::Printed(stem.to_owned()));
        return Some(Lead { source, source_bracketed: true, ..Lead::default() });
    }
    (source.is_some() || own || (place.is_some() && dated)).then(|| lead(place, date, source))
}

/// "记者甲某上海报道": a reporter, a known place, and a word for "reports".
fn reported_inside(inside: &str) -> Option<Lead<'_>> {
    let stem = TABLES.reported_marks.iter().find_map(|mark| inside.strip_suffix(mark))?;
    TABLES.speakers.iter().any(|s| stem.starts_with(s)).then_some(())?;
    let place = reporter_passed(stem).trim_matches(is_blank);
    place::known(place).is_some().then(|| lead(Some(place), None, None))
}

/// Returns the text after "記者甲某". Names have two to four characters: the position of a known place decides, otherwise
/// the name has three.
fn reporter_passed(text: &str) -> &str {
    /// Length of most names in characters.
    const NAME: usize = 3;
    let Some(rest) = TABLES.speakers.iter().find_map(|s| text.strip_prefix(s)) else { return text };
    let rest = rest.trim_start_matches(is_blank);
    if let Some((_, place)) = rest.split_once(is_blank) {
        return place;
    }
    let date = rest.find(|c| digit(c).is_some()).unwrap_or(rest.len());
    let starts: Vec<usize> = rest[..date].char_indices().map(|(at, _)| at).collect();
    let by_table = starts.iter().skip(2).take(3).find(|at| place::known(&rest[**at..date]).is_some());
    let at = by_table.copied().or_else(|| {
        // Two characters remain for the place after a name of two or three.
        let name = if starts.len() <= 4 { 2 } else { NAME };
        starts.get(name).copied()
    });
    at.map_or(rest, |at| &rest[at..])
}

/// Parses the opening of Taiwanese newspapers, and returns its length: "記者王小明／台北報導", "某某網記者王小明／台北報導".
fn reported(text: &str) -> Option<(Lead<'_>, usize)> {
    /// Maximum length in bytes up to the slash, and from the slash to the end of the place.
    const TO_SLASH: usize = 60;
    const TO_MARK: usize = 36;
    let slash =
        text.char_indices().take_while(|(at, _)| *at < TO_SLASH).find(|(_, c)| matches!(c, '／' | '/'));
    let (at, c) = slash?;
    let (front, behind) = (&text[..at], &text[at + c.len_utf8()..]);
    let (outlet, name) = TABLES.speakers.iter().find_map(|s| front.split_once(s))?;
    if name.is_empty() || front.contains(['，', '。', '：', '「']) {
        return None;
    }
    let source = known(outlet);
    let (end, mark) = TABLES.reported_marks.iter().filter_map(|m| Some((behind.find(m)?, *m))).min()?;
    let place = behind[..end].trim_matches(is_blank);
    if end > TO_MARK || !is_place(place) {
        return None;
    }
    let place = (!TABLES.not_east_asian.contains(place)).then_some(place);
    Some((lead(place, None, source), at + c.len_utf8() + end + mark.len()))
}

/// Parses lead-ins with a word for "filed": "新华社天津1月7日电", "中新网1月7日电", "本报北京1月7日讯", "央视网消息：".
fn filed<'a>(text: &'a str, language: Option<&str>) -> Option<(Lead<'a>, usize)> {
    /// "According to", which precedes an agency.
    const ACCORDING: char = '据';
    let front = if text.starts_with(ACCORDING) { ACCORDING.len_utf8() } else { 0 };
    let (source, len) = agency_before(&text[front..])?;
    let start = front + len;
    let between = clip(&text[start..], FILED_WITHIN);
    let (at, mark) = TABLES.filed_marks.iter().filter_map(|m| Some((between.find(m)?, *m))).min()?;
    let (stem, len) = (&between[..at], at + mark.len());
    if stem.contains(['，', '。', '、', '“', '"', '：']) {
        return None;
    }
    // "新华社（记者甲某）北京1月7日电"
    let stem = match stem.find(['（', '(']) {
        Some(0) => bracket(stem, LONGEST_BRACKET).map_or(stem, |(_, len)| &stem[len..]),
        _ => stem,
    };
    let (place, date) = place_and_date(reporter_passed(stem.trim_start_matches(is_blank)), language)?;
    let marked = date.is_some() || place.is_some();
    let after = text[start + len..].trim_start_matches(is_blank);
    let punctuated =
        after.starts_with(['：', ':', '（', '(', ' ']) || text[start + len..].starts_with(is_blank);
    (marked || punctuated).then(|| (lead(place, date, source), start + len))
}

/// Parses "江城网北京6月5日消息": an outlet that is in no table, a place, and the day.
fn filed_for_outlet<'a>(text: &'a str, language: Option<&str>) -> Option<(Lead<'a>, usize)> {
    let outlet = outlet_before(text)?;
    let between = clip(&text[outlet.len()..], FILED_WITHIN);
    let (at, mark) = TABLES.filed_marks.iter().filter_map(|m| Some((between.find(m)?, *m))).min()?;
    let (place, date) = place_and_date(reporter_passed(&between[..at]), language)?;
    let source = Some(LeadSource::Printed(outlet.to_owned()));
    (place.is_some() && date.is_some())
        .then(|| (Lead { source, ..lead(place, date, None) }, outlet.len() + at + mark.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reporters_of_lead_ins() {
        for (raw, wanted) in [
            ("(서울=연합뉴스) 홍길동 기자 = ", Some("홍길동 기자")),
            ("(헤럴드경제=홍길동 기자) ", Some("홍길동 기자")),
            ("新华社天津1月7日电（记者 甲某）", Some("记者 甲某")),
            ("〔記者甲某某／高雄報導〕", Some("記者甲某某")),
            ("（中央社記者甲某某高雄7日電）", Some("記者甲某某")),
            ("（中央社高雄7日電）", None),
            ("【神戸共同】", None),
            ("SEOUL, May 4 (Yonhap) -- ", None),
        ] {
            assert_eq!(reporter(raw), wanted, "{raw}");
        }
    }
}
