//! The kinds of credits: the inside of a bracket, a line or some sentences in, their parts out.

use super::names;
use super::tables::{Found, TABLES, Task, lower};
use super::{Credit, CreditKind};
use crate::agency::{self, Agency, Kind};

/// Longest credit in bytes.
pub(super) const LONGEST: usize = 900;
/// Longest copyright line in bytes: some explain what may be done with the text.
const LONGEST_COPYRIGHT: usize = 500;
/// Longest source behind "Source:" that no table knows, in characters and words.
const LONGEST_SOURCE: usize = 48;
const SOURCE_WORDS: usize = 6;
/// Most sets of initials behind an agency.
const MOST_INITIALS: usize = 5;

/// How sure a form must be: the looser ones count only where nothing but a credit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// A line of its own.
    Line,
    /// In brackets behind a sentence.
    Bracket,
    /// Behind a sentence on its line.
    Behind,
}

fn blank() -> Credit {
    Credit::default()
}

fn of(agency: &Agency, kind: CreditKind) -> Credit {
    Credit { agency: Some(agency.name.to_owned()), kind, ..blank() }
}

/// Reads `text`, the whole of it, as a credit.
pub(super) fn read(text: &str, room: Room) -> Option<Credit> {
    let text = bare(text);
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let small = lower(text);
    copyright(text, &small, room)
        .or_else(|| agencies(text, room))
        .or_else(|| inputs(text, &small, room))
        .or_else(|| mention(text, &small, room))
        .or_else(|| source(text, &small, room))
        .or_else(|| tasks(text, &small, room))
        .or_else(|| contributed(text, &small))
        .or_else(|| end_mark(text, &small, room))
        .or_else(|| initials(text, room))
        .or_else(|| syndicated(text, &small, room))
}

/// Without brackets around, dashes and rules in front, a stop behind.
fn bare(text: &str) -> &str {
    let mut text = text.trim();
    for (open, close) in [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】'), ('［', '］'), ('/', '/')]
    {
        let inner = text.trim_end_matches(['.', '。']).strip_prefix(open).and_then(|t| t.strip_suffix(close));
        if let Some(inner) = inner
            && !inner.contains(open)
        {
            text = inner.trim();
        }
    }
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '-' | '–' | '—' | '_' | '*' | '•' | '|' | '=' | '/')
    })
}

/// "dpa", "(KNA, DR)", "erb/ots", "PTI ABC DEF", "EFE ab/cd", "ANSA."
fn agencies(text: &str, room: Room) -> Option<Credit> {
    let text = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | '。' | '/' | '-' | '–' | '—' | '_')
    });
    if let Some(agency) = agency::find_with_desk(text) {
        let plain = agency::find(text).is_some();
        let word = agency.kind == Kind::Outlet && room == Room::Behind;
        let mut all = agency::find_all(text);
        all.retain(|a| a.kind == Kind::Wire);
        let names: Vec<&str> = all.iter().map(|a| a.name).collect();
        let name = if names.len() > 1 { names.join("/") } else { agency.name.to_owned() };
        return (!word && (plain || room != Room::Behind || text.contains('/')))
            .then(|| Credit { agency: Some(name), ..blank() });
    }
    // Initials behind, or a joiner between two.
    let mut found = None;
    let mut others = 0;
    for word in text.split([' ', '\u{a0}', '/', ',', '+']).map(str::trim).filter(|w| !w.is_empty()) {
        match agency::find(word) {
            Some(agency) => found = found.or(Some(agency)),
            None if is_initials(word) && found.is_some() => others += 1,
            None if TABLES.joiners.contains(lower(word).as_str()) => {}
            None => return None,
        }
    }
    found.filter(|_| others <= MOST_INITIALS).map(|agency| of(agency, CreditKind::Agency))
}

/// "ABC", "ab", "jbe": one to four letters of one case.
fn is_initials(word: &str) -> bool {
    let count = word.chars().count();
    (1..=4).contains(&count)
        && (word.chars().all(char::is_uppercase)
            || word.chars().all(|c| c.is_lowercase() || c.is_ascii_digit()))
}

/// "With inputs from ANI", "mit dpa", "Mit Material von dts", "with files from Jane Doe".
fn inputs(text: &str, small: &str, room: Room) -> Option<Credit> {
    let text_end = text.trim_end_matches(['.', '。']).len();
    for phrase in &TABLES.inputs {
        let Some(rest) = small[..text_end.min(small.len())].strip_prefix(phrase) else { continue };
        let parted = rest.starts_with(|c: char| c.is_whitespace() || c == ':');
        if !(parted || rest.is_empty() && phrase.contains(' ')) {
            continue;
        }
        let material = text[phrase.len()..text_end].trim_matches(|c: char| c.is_whitespace() || c == ':');
        let long = phrase.contains(' ');
        if material.is_empty() {
            return (room != Room::Behind).then(blank);
        }
        if let Some((names, kind)) = agency_names(material) {
            let sure = long || room != Room::Behind || kind == Kind::Wire;
            return sure.then(|| Credit { agency: Some(names), ..blank() });
        }
        if !long {
            continue;
        }
        let words = material.split_whitespace().count();
        let people = names::read(material);
        let agency = names::agency_in(material).map(|a| a.name.to_owned());
        if !people.is_empty() && words <= (people.len() + usize::from(agency.is_some())) * 5 + 1 {
            let kind = CreditKind::Contributors;
            return Some(Credit { agency, kind, reporters: people, ..blank() });
        }
        if collective(material) && words <= SOURCE_WORDS {
            return Some(Credit { agency, ..blank() });
        }
    }
    None
}

/// "La rédaction avec AFP", "(With Reuters inputs)", "Made with material of the agency dpa": a few words, an agency among them,
/// and one that says its material was used.
fn mention(text: &str, small: &str, room: Room) -> Option<Credit> {
    /// Most words of a line without a full stop, and of a sentence with a phrase that only credits have.
    const LINE_WORDS: usize = 8;
    const SENTENCE_WORDS: usize = 16;
    let words = text.split_whitespace().count();
    let sentences = super::sentence_starts(text).len();
    if words > SENTENCE_WORDS || sentences > 0 || small.len() > LONGEST_COPYRIGHT {
        return None;
    }
    let agency = names::agency_in(text).filter(|a| a.kind != Kind::Outlet)?;
    let is_word = |at: usize, phrase: &str| {
        let before = small[..at].chars().next_back();
        let after = small[at + phrase.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let found = |phrase: &&str| small.match_indices(*phrase).any(|(at, p)| is_word(at, p));
    let long = TABLES.inputs.iter().filter(|p| p.contains(' ')).any(&found);
    let stopped = text.ends_with(['.', '!', '?', '。']);
    let short = words <= LINE_WORDS
        && (room == Room::Bracket || room == Room::Line && !stopped)
        && TABLES.inputs.iter().filter(|p| !p.contains(' ')).any(found);
    (long || short).then(|| of(agency, CreditKind::Agency))
}

/// "AFP", "dpa, AFP und Reuters", "the Associated Press": agencies and joiners, nothing else.
fn agency_list(text: &str) -> Option<&'static Agency> {
    if let Some(agency) = agency::find_with_desk(text) {
        return Some(agency);
    }
    let found = listed(text)?;
    found.iter().copied().find(|a| a.kind == Kind::Wire).or_else(|| found.first().copied())
}

/// The agencies of "AFP, EFE and Reuters", parted by slashes: all of them where all are wires, else as [`agency_list`].
fn agency_names(text: &str) -> Option<(String, Kind)> {
    let first = agency_list(text)?;
    let all = listed(text).filter(|all| all.iter().all(|a| a.kind == Kind::Wire)).unwrap_or_default();
    let mut names: Vec<&str> = Vec::with_capacity(all.len());
    for name in all.iter().map(|a| a.name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Some((if names.len() > 1 { names.join("/") } else { first.name.to_owned() }, first.kind))
}

/// Every agency of a list, desks and words for newsrooms passed over; nothing when it names anything else.
fn listed(text: &str) -> Option<Vec<&'static Agency>> {
    /// Most words of a list of agencies.
    const WORDS: usize = 14;
    if text.split_whitespace().count() > WORDS {
        return None;
    }
    let mut parts: Vec<String> = vec![String::new()];
    for word in text.split([' ', '\u{a0}']) {
        let ended = word.ends_with([',', ';', '/']);
        let bare = word.trim_end_matches([',', ';', '/']);
        if TABLES.joiners.contains(lower(bare).as_str()) {
            parts.push(String::new());
            continue;
        }
        if let Some(part) = parts.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(bare);
        }
        if ended {
            parts.push(String::new());
        }
    }
    let mut found: Vec<&'static Agency> = Vec::new();
    for part in parts.iter().filter(|p| !p.is_empty()) {
        match agency::find_with_desk(part).or_else(|| without_collectives(part)) {
            Some(agency) => found.push(agency),
            None if collective(part) => {}
            None => return None,
        }
    }
    Some(found)
}

/// "Nachrichtenagentur dpa": the agency behind the word for one.
fn without_collectives(part: &str) -> Option<&'static Agency> {
    let words: Vec<&str> = part.split_whitespace().filter(|w| !collective(w)).collect();
    agency::find_with_desk(&words.join(" "))
}

/// A desk, a newsroom, "agencies".
fn collective(text: &str) -> bool {
    text.split_whitespace().any(|w| TABLES.collective.contains(lower(w.trim_matches([',', '.'])).as_str()))
}

/// "Source: Example Agency", "来源：新华社".
fn source(text: &str, small: &str, room: Room) -> Option<Credit> {
    let at = text.find([':', '：'])?;
    if !TABLES.sources.contains(small.get(..at)?.trim()) {
        return None;
    }
    let value = text[at..].trim_start_matches([':', '：']).trim().trim_end_matches(['.', '。']);
    let owned = value.trim_start_matches(['©', ' ', '\u{a0}']);
    let kind = if owned.len() < value.len() { CreditKind::Copyright } else { CreditKind::Agency };
    // "Source: © www.example.com - News for you": the name before its motto.
    let before_motto =
        || [" - ", " – ", " | "].into_iter().find_map(|m| agency_names(owned.split_once(m)?.0));
    if let Some((names, _)) = agency_names(owned).or_else(before_motto) {
        return Some(Credit { agency: Some(names), kind, ..blank() });
    }
    if let Some(agency) = leading_agency(owned) {
        return Some(of(agency, kind));
    }
    let words = value.split_whitespace().count();
    let plain = !value.is_empty()
        && words <= SOURCE_WORDS
        && value.chars().count() <= LONGEST_SOURCE
        && !value.chars().next().is_some_and(char::is_lowercase)
        && !value.contains("//");
    let named = (!collective(value)).then(|| value.to_owned());
    (plain && room != Room::Behind).then(|| Credit { agency: named, ..blank() })
}

/// "dpa Sport": an agency and one word of desk.
fn leading_agency(value: &str) -> Option<&'static Agency> {
    let (head, tail) = value.split_once(' ')?;
    (!tail.contains(' ')).then(|| agency::find(head)).flatten()
}

/// "Reporting by A and B; Editing by C", "Rédigé par A, édité par B", "Mitarbeit: A".
fn tasks(text: &str, small: &str, room: Room) -> Option<Credit> {
    let mut found = TABLES.tasks(small);
    // A word alone counts behind a colon, or where a phrase has been found.
    let spoken = |f: &Found| {
        let after = small[f.end..].trim_start();
        let bracketed = room == Room::Bracket
            && f.start == 0
            && !small[..f.end].is_ascii()
            && small.chars().next().is_some_and(|c| !c.is_lowercase());
        !f.single || after.starts_with([':', '：', '／', '/']) || bracketed
    };
    let first = found.iter().position(spoken)?;
    found.drain(..first);
    let starts = found.first()?.start;
    let head = text[..starts].trim();
    let mut credit = Credit { kind: CreditKind::Reporting, ..blank() };
    if !head.is_empty() {
        // "(Jane Doe, edited by John Roe)"
        let people = names::read(head);
        let only_names = !people.is_empty() && head.split_whitespace().count() <= people.len() * 5;
        let filler = head.split_whitespace().count() <= 1;
        if !(filler || room == Room::Bracket && only_names) {
            return None;
        }
        credit.reporters = people;
    }
    // A phrase opens a part where a mark, a joiner or the beginning stands in front of it.
    let opens: Vec<Found> =
        found.iter().copied().filter(|f| f.start == starts || !f.single || opened(text, f.start)).collect();
    for (n, f) in opens.iter().enumerate() {
        let end = opens.get(n + 1).map_or(text.len(), |next| next.start);
        let people = names::read(&text[f.end..end]);
        let list = match f.task {
            Task::Reporting | Task::Helping => &mut credit.reporters,
            Task::Editing => &mut credit.editors,
        };
        list.extend(people.into_iter().filter(|p| !list.contains(p)).collect::<Vec<_>>());
    }
    if opens.iter().all(|f| f.task == Task::Helping) {
        credit.kind = CreditKind::Contributors;
    }
    let english = opens.iter().all(|f| !f.single);
    if credit.reporters.is_empty() && credit.editors.is_empty() {
        let agency = names::agency_in(text)?;
        credit.agency = Some(agency.name.to_owned());
        return Some(credit);
    }
    let phrases = opens.len();
    let editing = opens.iter().any(|f| f.task == Task::Editing);
    let reporting = opens.iter().any(|f| f.task != Task::Editing) || !head.is_empty();
    /// House style of Reuters: tasks in one line, the editors among them.
    const REUTERS: &str = "Reuters";
    credit.agency = names::agency_in(text)
        .map(|a| a.name.to_owned())
        .or_else(|| (english && editing && (reporting || phrases > 1)).then(|| REUTERS.to_owned()));
    let words = text.split_whitespace().count();
    let people = credit.reporters.len() + credit.editors.len();
    /// Most words for each person of a credit: name, place, task.
    const WORDS_PER_PERSON: usize = 14;
    (words <= people * WORDS_PER_PERSON + 6).then_some(credit)
}

fn opened(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    before.ends_with([';', ',', '.', '|', '，', '；', '、', '/', '）', ' '])
        || TABLES.joiners.contains(lower(before.rsplit(' ').next().unwrap_or_default()).as_str())
}

/// Longest end of a sentence behind "reported from", in bytes: one or two places.
const LONGEST_END: usize = 80;

/// Sentences of the kind "A in X and B in Y contributed to this report."
fn contributed(text: &str, small: &str) -> Option<Credit> {
    let found = TABLES.contributed(small);
    // Every sentence says so, and soon ends behind it.
    let mut starts = super::sentence_starts(text);
    starts.insert(0, 0);
    starts.push(text.len());
    let said =
        |from: usize, to: usize| found.iter().any(|(s, e)| from <= *s && *e <= to && to - *e <= LONGEST_END);
    if found.is_empty() || !starts.windows(2).all(|w| said(w[0], w[1])) {
        return None;
    }
    let mut credit = Credit { kind: CreditKind::Contributors, ..blank() };
    let mut start = 0;
    for &(at, end) in &found {
        let at = at.max(start);
        credit.reporters.extend(names::read(&text[start..at]));
        start = end;
    }
    let agency = names::agency_in(text);
    credit.agency = agency.map(|a| a.name.to_owned());
    if credit.reporters.is_empty() && agency.is_none() && !collective(text) {
        return None;
    }
    /// Most words for each person of a sentence: name, title, place.
    const WORDS_PER_PERSON: usize = 12;
    let words = text.split_whitespace().count();
    (words <= (credit.reporters.len() + 1) * WORDS_PER_PERSON).then_some(credit)
}

/// "© 2031 AFP", "Copyright 2031 The Associated Press. All rights reserved."
fn copyright(text: &str, small: &str, room: Room) -> Option<Credit> {
    if text.len() > LONGEST_COPYRIGHT || room == Room::Behind {
        return None;
    }
    let opened = TABLES.copyright.iter().any(|p| small.starts_with(p));
    let reserved = TABLES.rights.iter().any(|p| small.contains(p));
    if !opened && !reserved {
        return None;
    }
    let agency = agency_of_copyright(text);
    let year = text
        .split(|c: char| !c.is_ascii_digit())
        .any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")));
    (agency.is_some() || year && opened || reserved).then(|| Credit {
        agency: agency.map(|a| a.name.to_owned()),
        kind: CreditKind::Copyright,
        ..blank()
    })
}

fn agency_of_copyright(text: &str) -> Option<&'static Agency> {
    names::agency_in(text)
        .or_else(|| text.split([' ', ',', ':', '/']).find_map(|w| agency::find(w.trim_matches(['.', ';']))))
}

/// "(END)", "（完）", "###".
fn end_mark(text: &str, small: &str, room: Room) -> Option<Credit> {
    let hashes = text.len() >= 3 && text.bytes().all(|b| b == b'#');
    let mark = small.trim_end_matches(['.', '!']);
    let shouted = room == Room::Bracket || text.chars().all(|c| !c.is_lowercase());
    (room != Room::Behind && (hashes || shouted && TABLES.ends.contains(mark))).then(blank)
}

/// "abc/def/gh", "/fba/DP/stk" on a line of its own: who wrote and who edited.
fn initials(text: &str, room: Room) -> Option<Credit> {
    /// Most sets of initials on a line.
    const MOST: usize = 5;
    let parts: Vec<&str> = text.split('/').map(str::trim).filter(|p| !p.is_empty()).collect();
    let one = |p: &str| {
        (2..=5).contains(&p.len())
            && (p.bytes().all(|b| b.is_ascii_lowercase()) || p.bytes().all(|b| b.is_ascii_uppercase()))
    };
    let small = parts.first().is_some_and(|p| p.bytes().all(|b| b.is_ascii_lowercase()));
    (room == Room::Line
        && text.contains('/')
        && small
        && (2..=MOST).contains(&parts.len())
        && parts.iter().all(|p| one(p)))
    .then(blank)
}

/// "(This story … is auto-generated from a syndicated feed.)"
fn syndicated(text: &str, small: &str, room: Room) -> Option<Credit> {
    (room != Room::Behind && TABLES.syndicated.iter().any(|p| small.contains(p)))
        .then(|| Credit { agency: names::agency_in(text).map(|a| a.name.to_owned()), ..blank() })
}
