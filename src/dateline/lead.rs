//! Parses the lead-in of scripts with word spaces.
//!
//! Reads the beginning of the paragraph part by part (bracket, date, agency, place, region), each with the separator
//! after it. Wherever a lede could begin, [`super::accept`] decides; the last accepted position wins.

use super::accept::{is_dateline, stands_alone};
use super::chars::{bracket, digit, is_blank, is_capitals, is_dash, is_uncased, skip_blanks};
use super::date::{self, DatelineDate};
use super::place::{self, NameRun};
use super::preamble;
use super::separator::{self, DatelineSeparator};
use super::tables::{Sort, TABLES};
use crate::lexicon::{agency, clip::clip};

/// Maximum length of a lead-in in bytes.
const LONGEST_LEAD: usize = 320;
/// Maximum length of the inside of a bracket in bytes.
const LONGEST_BRACKET: usize = 90;
/// Maximum number of parts of a lead-in.
const MOST_PARTS: usize = 14;

/// Who filed the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LeadSource {
    /// An agency in the table.
    Known(&'static agency::Agency),
    /// An unknown source in the position of an agency, as printed.
    Printed(String),
}

/// The parts read so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lead<'a> {
    pub(crate) places: Vec<&'a str>,
    /// The place is in capitals and the lede is not.
    pub(crate) capitals: bool,
    /// The place is in brackets.
    pub(crate) place_bracketed: bool,
    pub(crate) regions: Vec<&'a str>,
    pub(crate) date: Option<DatelineDate>,
    pub(crate) date_bracketed: bool,
    pub(crate) source: Option<LeadSource>,
    pub(crate) source_bracketed: bool,
    /// Capitals in brackets after a place: a country code or an agency.
    pub(crate) code: Option<&'a str>,
    /// A date follows a dash, as in captions.
    pub(crate) date_after_dash: bool,
    /// A dash, bar or colon separates the date from what precedes it.
    pub(crate) date_parted: bool,
    /// The date precedes the place.
    pub(crate) date_first: bool,
    /// A colon separates a date from the place after it, as in lists of events.
    pub(crate) listed: bool,
    /// The last separator is a single hyphen, or hyphens without a space before them. These follow labels as often as
    /// places.
    pub(crate) hyphen: bool,
    /// A word for the outlet's own desk precedes.
    pub(crate) newsroom: bool,
    /// The lead begins with a weekday, as entries of calendars do.
    pub(crate) weekday: bool,
}

/// The kind of the last part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LeadPart {
    Source,
    DatelineDate,
    Place,
    Region,
    Newsroom,
}

/// Parses the lead-in of `text`. Returns it and the position where the lede begins.
pub(crate) fn read<'a>(text: &'a str, language: Option<&str>) -> Option<(Lead<'a>, usize)> {
    let mut at = skip_bullets(text);
    at += preamble::correspondent(&text[at..]);
    let mut lead = Lead { weekday: date::weekday(&text[at..]).is_some(), ..Lead::default() };
    // Behind a byline only what an agency signs is a dateline.
    let byline = preamble::byline(&text[at..]);
    at += byline;
    let mut best = None;
    let mut mark = DatelineSeparator::None;
    let mut marks = 0;
    for _ in 0..MOST_PARTS {
        if at > LONGEST_LEAD {
            break;
        }
        let Some((len, part)) = part(&text[at..], &mut lead, mark, marks > 0, language) else { break };
        at += len;
        let after = at;
        let before = mark;
        let tight = matches!(part, LeadPart::Place | LeadPart::Region)
            && is_capitals(text[..at].rsplit(is_blank).next().unwrap_or_default())
            && place::begins_tight_lede(&text[at..]);
        let source = part == LeadPart::Source && lead.source_bracketed;
        let (len, next) = separator::read(&text[at..], source || tight, |text| slashed(text).is_some());
        at += len;
        mark = next;
        let released =
            matches!(&lead.source, Some(LeadSource::Known(a)) if a.kind == agency::AgencyKind::PressRelease);
        if part == LeadPart::Source && released && mark == DatelineSeparator::Dash {
            at += tags(&text[at..]);
        }
        if part == LeadPart::DatelineDate {
            lead.date_after_dash |= marks > 0;
            lead.date_parted |= before >= DatelineSeparator::Bar;
        }
        lead.listed |= part == LeadPart::Place && lead.date_first && before == DatelineSeparator::Colon;
        let marked = &text[after..at];
        let dash = marked.trim_matches(is_blank);
        lead.hyphen = dash == "-" || (marked.starts_with('-') && dash.bytes().all(|b| b == b'-'));
        marks += usize::from(matches!(mark, DatelineSeparator::Dash | DatelineSeparator::Colon));
        if lead.date_after_dash && mark == DatelineSeparator::Colon && lead.source.is_none() {
            return None;
        }
        let mut settled = lead.clone();
        settled.settle();
        let signed = byline == 0 || (settled.source_bracketed && !settled.places.is_empty());
        let rest = &text[at..];
        let accepted = if rest.trim_matches(is_blank).is_empty() {
            stands_alone(&settled, language)
        } else {
            is_dateline(&settled, mark, rest, language)
        };
        if signed && accepted {
            best = Some((settled, at));
        }
    }
    best
}

/// Returns the length of a press release's tags and the dash after them: "$EXMP #ferries--".
fn tags(text: &str) -> usize {
    /// Maximum length of a list of tags in bytes.
    const LONGEST: usize = 200;
    let Some(end) = clip(text, LONGEST).find("--") else { return 0 };
    let mut words = text[..end].split(is_blank).filter(|w| !w.is_empty()).peekable();
    let all = words.peek().is_some() && words.all(|w| w.starts_with(['$', '#']));
    if all { end + text[end..].find(|c| !(is_dash(c) || is_blank(c))).unwrap_or(0) } else { 0 }
}

/// Returns the length of the white space and bullets at the start of `text`.
fn skip_bullets(text: &str) -> usize {
    text.find(|c: char| !(is_blank(c) || matches!(c, '•' | '■' | '●' | '►' | '▶' | '*' | '+' | '·')))
        .unwrap_or(text.len())
}

impl<'a> Lead<'a> {
    /// Makes a code in brackets the source if nothing else has claimed it.
    fn settle(&mut self) {
        if let Some(code) = self.code.take() {
            if self.source.is_none() && code.len() > 1 {
                self.source = Some(LeadSource::Printed(code.to_owned()));
                self.source_bracketed = true;
            } else {
                self.regions.push(code);
            }
        }
    }

    fn set_source(&mut self, source: &'static agency::Agency, bracketed: bool) {
        let better = match &self.source {
            None | Some(LeadSource::Printed(_)) => true,
            Some(LeadSource::Known(other)) => rank(other.kind) > rank(source.kind),
        };
        if better {
            self.source = Some(LeadSource::Known(source));
            self.source_bracketed = bracketed;
        }
    }
}

/// Returns the precedence of a kind of agency: wires before press-release services before outlets.
fn rank(kind: agency::AgencyKind) -> u8 {
    match kind {
        agency::AgencyKind::Wire => 0,
        agency::AgencyKind::PressRelease => 1,
        agency::AgencyKind::Outlet => 2,
    }
}

/// Reads one part into `lead`. Returns its length and kind. `mark` is the separator before it; `dashed` means that a
/// dash or colon has been read.
fn part<'a>(
    text: &'a str,
    lead: &mut Lead<'a>,
    mark: DatelineSeparator,
    dashed: bool,
    language: Option<&str>,
) -> Option<(usize, LeadPart)> {
    if let Some((inside, len)) = bracket(text, LONGEST_BRACKET) {
        return bracketed(inside.trim_matches(is_blank), lead, language).map(|part| (len, part));
    }
    if let Some((inside, len)) = slashed(text) {
        lead.set_source(inside, true);
        return Some((len, LeadPart::Source));
    }
    if lead.date.is_none()
        && let Some((len, date)) = date::read(text, language)
    {
        lead.date = Some(date);
        return Some((len + date::clock_after(&text[len..]), LeadPart::DatelineDate));
    }
    // "MADRID, 4 (EUROPA PRESS)": the month is omitted.
    if lead.date.is_none()
        && !lead.places.is_empty()
        && let Some((len, date)) = date::day_before_bracket(text)
        && let Some((inside, _)) = bracket(text[len..].trim_start(), LONGEST_BRACKET)
        && bracketed_agency(inside).is_some()
    {
        lead.date = Some(date);
        return Some((len, LeadPart::DatelineDate));
    }
    if mark == DatelineSeparator::Comma
        && !lead.places.is_empty()
        && lead.source.is_none()
        && domain(text).is_none()
        && let Some(len) = region(text, lead)
    {
        return Some((len, LeadPart::Region));
    }
    if let Some(len) = newsroom(text) {
        lead.newsroom = true;
        return Some((len, LeadPart::Newsroom));
    }
    if let Some((len, source)) = place::bare_agency(text) {
        lead.set_source(source, false);
        return Some((len, LeadPart::Source));
    }
    if lead.source.is_none()
        && let Some(len) = domain(text)
    {
        lead.source = Some(LeadSource::Printed(text[..len].to_owned()));
        return Some((len, LeadPart::Source));
    }
    let start = mark == DatelineSeparator::None
        && lead.source.is_none()
        && lead.date.is_none()
        && lead.places.is_empty();
    if start && let Some((len, source)) = preamble::via(text) {
        lead.set_source(source, false);
        return Some((len, LeadPart::Source));
    }
    let named = if start { preamble::outlet(text, language) } else { None };
    let barred = mark == DatelineSeparator::Bar && lead.source.is_none() && !lead.regions.is_empty();
    if let Some(len) = named.or_else(|| if barred { preamble::barred(text) } else { None }) {
        lead.source = Some(LeadSource::Printed(text[..len].to_owned()));
        return Some((len, LeadPart::Source));
    }
    // "Petra Quillfeather": the first word is also the name of an agency.
    let joined = lead.source.is_some() && !lead.source_bracketed && mark <= DatelineSeparator::Blank;
    let first =
        lead.places.is_empty() && !joined && (!dashed || lead.source.is_some() || lead.date.is_some());
    let filed = lead.source.is_some() || lead.date.is_some() && !lead.date_first;
    let another = !lead.places.is_empty() && mark == DatelineSeparator::Slash && !filed;
    if !(first || another) {
        return None;
    }
    let len = places(text, lead)?;
    lead.date_first |= first && lead.date.is_some();
    if another && let Some(code) = lead.code.take() {
        lead.regions.push(code);
    }
    Some((len, LeadPart::Place))
}

/// Returns the length of a word for the outlet's own desk before a separator: "red.", "Redaktion".
fn newsroom(text: &str) -> Option<usize> {
    let len = text.find(|c: char| !c.is_alphabetic())?;
    let stop = usize::from(text[len..].starts_with('.'));
    let known = TABLES.newsroom.contains(text[..len].to_lowercase().as_str());
    let marked = text[len + stop..].trim_start_matches(is_blank).starts_with(['/', '|', '-', '–', '—', ',']);
    (known && marked).then_some(len + stop)
}

/// Parses a source between slashes: "/TASS/", "/PRNewswire-FirstCall/", "/Корр. ТАСС Иван Примеров/".
fn slashed(text: &str) -> Option<(&'static agency::Agency, usize)> {
    /// Maximum length of the text between two slashes in bytes.
    const LONGEST: usize = 80;
    let rest = text.strip_prefix('/')?;
    let mut close = 0;
    for _ in 0..2 {
        close += rest[close..].bytes().take(LONGEST).position(|b| b == b'/')?;
        let inside = rest[..close].trim();
        let source =
            agency::find_with_desk(inside).or_else(|| inside.split(is_blank).take(3).find_map(agency::find));
        if let Some(source) = source {
            return Some((source, close + 2));
        }
        close += 1;
    }
    None
}

/// Parses one place, or several separated by slashes. A place printed twice counts once.
fn places<'a>(text: &'a str, lead: &mut Lead<'a>) -> Option<usize> {
    /// Maximum number of places in one dateline.
    const MOST_PLACES: usize = 6;
    let mut at = 0;
    let mut end = 0;
    for _ in 0..MOST_PLACES {
        let Some(NameRun { text: name, capitals, words }) = place::phrase(&text[at..]) else { break };
        // In "X X" and "XX" the second is the place, unless a place has that name.
        let name_only = twice(name).filter(|_| place::known(name).is_none()).unwrap_or(name);
        if words > 1 && lead.places.is_empty() && end == 0 && name.chars().next().is_some_and(is_uncased) {
            lead.capitals = false;
        }
        if end == 0 && lead.places.is_empty() {
            lead.capitals = capitals || place::phrase(name_only).is_some_and(|p| p.capitals);
        } else {
            lead.capitals &= capitals;
        }
        lead.places.push(name_only);
        end = at + name.len();
        let blanks = skip_blanks(&text[end..]);
        if !text[end + blanks..].starts_with('/') || slashed(&text[end + blanks..]).is_some() {
            break;
        }
        let after = end + blanks + 1;
        at = after + skip_blanks(&text[after..]);
        if place::bare_agency(&text[at..]).is_some() {
            break;
        }
    }
    (end > 0).then_some(end)
}

/// Returns the second half of a name that is printed twice: "Hamburg Hamburg", "HamburgHAMBURG".
fn twice(name: &str) -> Option<&str> {
    let folded = name.to_lowercase();
    (folded.len() == name.len()).then_some(())?;
    for (at, c) in name.char_indices().skip(3) {
        let second = if is_blank(c) { at + c.len_utf8() } else { at };
        let (first, rest) = (folded.get(..at)?, folded.get(second..)?);
        if !rest.is_empty() && first == rest && name[second..].starts_with(char::is_uppercase) {
            return Some(&name[second..]);
        }
    }
    None
}

/// Parses a state, province or country after a comma.
fn region<'a>(text: &'a str, lead: &mut Lead<'a>) -> Option<usize> {
    /// Maximum words of a region name.
    const WORDS: usize = 4;
    let mut ends = Vec::with_capacity(WORDS);
    let mut at = 0;
    for _ in 0..WORDS {
        let len = text[at..]
            .find(|c: char| {
                is_blank(c)
                    || (is_dash(c) && !text[at..].starts_with(c) && double(text, at, c))
                    || matches!(c, ',' | '(' | '[' | '/' | ':' | ';' | '|' | '—' | '–')
            })
            .unwrap_or(text.len() - at);
        if len == 0 {
            break;
        }
        at += len;
        ends.push(at);
        let blanks = skip_blanks(&text[at..]);
        if blanks == 0 {
            break;
        }
        at += blanks;
    }
    for end in ends.into_iter().rev() {
        let printed = text[..end].trim_end_matches(['-', '.']);
        let dotted = text[..end].trim_end_matches('-').trim_end_matches(".-").len().max(printed.len());
        // The full stop of an abbreviation belongs to the region; the one after a country name does not.
        let whole = place::known(printed) == Some(Sort::Country) && !printed.contains('.');
        let dotted = if whole { printed.len() } else { dotted };
        for len in [dotted, printed.len()] {
            let name = &text[..len];
            if !name.is_empty() && place::is_region(name) {
                // "Dover, Del.-" keeps the full stop of the abbreviation.
                let len =
                    if text[len..].starts_with('.') && name.len() <= 4 && !whole { len + 1 } else { len };
                lead.regions.push(&text[..len]);
                return Some(len);
            }
        }
    }
    // An unknown region: capitalized words up to the next separator, after a place in capitals.
    if place::bare_agency(text).is_some() {
        return None;
    }
    let phrase = place::phrase(text).filter(|_| lead.capitals)?;
    let next = text[phrase.text.len()..].trim_start_matches(is_blank).chars().next()?;
    let ended = is_dash(next) || matches!(next, '(' | ',' | '[' | '/' | '.');
    (ended && !place::is_label(phrase.text, "en")).then(|| {
        lead.regions.push(phrase.text);
        phrase.text.len()
    })
}

/// Returns whether the dash at `at` begins a run of dashes, so that it ends a word ("Del.--").
fn double(text: &str, at: usize, c: char) -> bool {
    text[at..]
        .split_once(c)
        .is_some_and(|(_, rest)| rest.starts_with(is_dash) || rest.starts_with([' ', '(']))
        || is_capitals(&text[..at]) && place::begins_tight_lede(&text[at..])
}

/// Returns the length of a domain used as a source: "Example-Site.com".
fn domain(text: &str) -> Option<usize> {
    /// Maximum length of the top-level domain of an outlet.
    const LONGEST_TOP: usize = 4;
    let len = text
        .find(|c: char| is_blank(c) || matches!(c, ')' | '(' | ',' | '/' | ':' | '|'))
        .unwrap_or(text.len());
    let (host, top) = text[..len].rsplit_once('.')?;
    let labels = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'));
    let letters = host.chars().filter(|c| c.is_alphabetic()).count();
    let top_ok = (2..=LONGEST_TOP).contains(&top.len())
        && (top.bytes().all(|b| b.is_ascii_lowercase()) || top.bytes().all(|b| b.is_ascii_uppercase()));
    (labels && letters > 2 && top_ok && !host.ends_with('.')).then_some(len)
}

/// Parses the inside of a bracket: an agency, a date, a region, a place, several of them, or an unknown source.
fn bracketed<'a>(inside: &'a str, lead: &mut Lead<'a>, language: Option<&str>) -> Option<LeadPart> {
    if lead.date.is_none()
        && inside.contains(|c| digit(c).is_some())
        && let Some(part) = listed(inside, lead, language)
        && lead.date.is_some()
    {
        return Some(part);
    }
    let agency = bracketed_agency(inside).or_else(|| leading_agency(inside));
    if let Some(agency) = agency.or_else(|| preamble::via_whole(inside)) {
        lead.set_source(agency, true);
        return Some(LeadPart::Source);
    }
    if lead.date.is_none()
        && let Some((len, date)) = date::read(inside, language)
        && len == inside.len()
    {
        lead.date = Some(date);
        lead.date_bracketed = true;
        return Some(LeadPart::DatelineDate);
    }
    if !lead.places.is_empty() && (place::is_region(inside) || place::is_addition(inside)) {
        lead.regions.push(inside);
        return Some(LeadPart::Region);
    }
    if let Some(part) = listed(inside, lead, language) {
        return Some(part);
    }
    if lead.places.is_empty() {
        if lead.source.is_none() && domain(inside) == Some(inside.len()) {
            lead.source = Some(LeadSource::Printed(inside.to_owned()));
            lead.source_bracketed = true;
            return Some(LeadPart::Source);
        }
        let mut inner = Lead::default();
        if places(inside, &mut inner)? < inside.len() {
            return None;
        }
        lead.places = inner.places;
        lead.capitals = inner.capitals;
        lead.place_bracketed = true;
        return Some(LeadPart::Place);
    }
    /// Maximum length of a country code ("D", "NL", "SUI").
    const LONGEST_CODE: usize = 3;
    let code =
        inside.len() <= LONGEST_CODE && !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_uppercase());
    if lead.source.is_some() || lead.code.is_some() || !(code || is_source(inside)) {
        return None;
    }
    if code {
        lead.code = Some(inside);
    } else {
        lead.source = Some(LeadSource::Printed(inside.to_owned()));
        lead.source_bracketed = true;
    }
    Some(LeadPart::Source)
}

/// Returns the agency that is or begins what a bracket has. In brackets, a given name is the name of an agency ("Petra").
fn bracketed_agency(inside: &str) -> Option<&'static agency::Agency> {
    let named = || agency::find_alone(inside).filter(|_| agency::is_given_name(inside));
    agency::find_with_desk(inside).or_else(named)
}

/// Parses an agency and its reporter: "Корр. ТАСС Иван Примеров", "dpa-Korrespondent Max Muster".
fn leading_agency(inside: &str) -> Option<&'static agency::Agency> {
    /// Maximum words: an agency, a word for a reporter, a name of three.
    const WORDS: usize = 5;
    let words: Vec<&str> = inside.split(is_blank).collect();
    if words.len() < 2 || words.len() > WORDS || inside.contains([',', ';']) {
        return None;
    }
    words.iter().take(2).find_map(|w| agency::find(w)).filter(|a| a.kind != agency::AgencyKind::Outlet)
}

/// Parses two or three parts in one bracket: "AFP, June 7", "Newsfile Corp. - June 7, 2031", "Berlin, dpa",
/// "Nairobi, June 7".
fn listed<'a>(inside: &'a str, lead: &mut Lead<'a>, language: Option<&str>) -> Option<LeadPart> {
    let cut = [" - ", " – ", " — ", " / ", "; ", ", ", " | "].into_iter().find_map(|mark| {
        let (head, tail) = inside.split_once(mark)?;
        Some((head.trim(), tail.trim()))
    })?;
    let date_of = |part: &str| date::read(part, language).filter(|(len, _)| *len == part.len()).map(|d| d.1);
    let agency_of = bracketed_agency;
    let (head, tail) = cut;
    let (agency, other) = match (agency_of(head), agency_of(tail)) {
        (Some(agency), _) => (agency, tail),
        (None, Some(agency)) => (agency, head),
        (None, None) => {
            let date =
                date_of(tail).filter(|_| lead.places.is_empty() && place::known(head) == Some(Sort::City))?;
            lead.places.push(head);
            lead.date.get_or_insert(date);
            lead.place_bracketed = true;
            return Some(LeadPart::Place);
        }
    };
    if let Some(date) = date_of(other) {
        lead.date.get_or_insert(date);
    } else if lead.places.is_empty() && place::known(other).is_some_and(|s| s == Sort::City) {
        lead.places.push(other);
    } else if !is_source(other) {
        return None;
    }
    lead.set_source(agency, true);
    Some(LeadPart::Source)
}

/// Returns whether text has the form of an unknown source: one to four words, none in lower case unless it is the
/// only one.
fn is_source(inside: &str) -> bool {
    /// Maximum words of a source in brackets.
    const WORDS: usize = 4;
    /// Maximum length of a source in characters.
    const LONGEST: usize = 40;
    let words: Vec<&str> = inside.split(is_blank).collect();
    let letters = inside.chars().filter(|c| c.is_alphabetic()).count();
    let plain = inside
        .chars()
        .all(|c| c.is_alphanumeric() || is_blank(c) || matches!(c, '-' | '.' | '/' | '&' | '\'' | '’'));
    plain
        && letters >= 2
        && words.len() <= WORDS
        && inside.chars().count() <= LONGEST
        && (words.len() == 1 || words.iter().all(|w| w.starts_with(|c: char| !c.is_lowercase())))
}
