//! Parses the inside of a bracket, a line or several sentences as a credit.

use super::agencies::{agency_names, collective, joined};
use super::persons;
use super::signature::{east_asian, end_mark, initials, signed, signed_for_agency, signed_with_inputs};
use super::tables::{self, FoundPhrase, TABLES, Task, lower};
use super::{Credit, CreditKind};
use crate::lexicon::{
    agency,
    agency::{Agency, AgencyKind},
    indexed::{CREDIT_INPUTS, CREDIT_RIGHTS, CREDIT_SYNDICATED},
};

/// Maximum length of a credit in bytes.
pub(crate) const LONGEST: usize = 900;
/// Maximum length of a copyright line in bytes; some explain what may be done with the text.
const LONGEST_COPYRIGHT: usize = 500;
/// Maximum characters and words of an unknown source after "Source:".
const LONGEST_SOURCE: usize = 48;
const SOURCE_WORDS: usize = 6;
/// Maximum number of sets of initials after an agency.
const MOST_INITIALS: usize = 5;

/// Where the text was found. Weaker forms count only where a credit is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// A line of its own.
    Line,
    /// In brackets after a sentence.
    Bracket,
    /// After a sentence on the same line.
    SameLine,
}

pub(crate) fn blank() -> Credit {
    Credit::default()
}

fn of(agency: &Agency, kind: CreditKind) -> Credit {
    Credit { agency: Some(agency.name.to_owned()), kind, ..blank() }
}

/// Parses the whole of `text` as a credit.
pub(crate) fn read(text: &str, room: Room) -> Option<Credit> {
    let bracketed = room == Room::Bracket || text.trim_start().starts_with(['（', '(', '【', '［', '[']);
    let text = bare(text);
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let small = lower(text);
    copyright(text, &small, room)
        .or_else(|| nameless(&small, room))
        .or_else(|| signed_with_inputs(text, room))
        .or_else(|| agencies(text, room))
        .or_else(|| inputs(text, &small, room))
        .or_else(|| mention(text, &small, room))
        .or_else(|| source(text, &small, room))
        .or_else(|| tasks(text, &small, room))
        .or_else(|| contributed(text, &small))
        .or_else(|| end_mark(text, &small, room))
        .or_else(|| initials(text, room))
        .or_else(|| signed(text, room))
        .or_else(|| signed_for_agency(text, room))
        .or_else(|| east_asian(text, room, bracketed))
        .or_else(|| syndicated(text, &small, room))
}

/// Returns text without surrounding brackets, leading dashes and rules, and a trailing full stop.
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

/// Parses agencies: "dpa", "(KNA, DR)", "erb/ots", "PTI ABC DEF", "EFE ab/cd", "ANSA."
fn agencies(text: &str, room: Room) -> Option<Credit> {
    let text = text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | '。' | '/' | '-' | '–' | '—' | '_')
    });
    if let Some(agency) = agency::find_with_desk(text) {
        let plain = agency::find(text).is_some();
        let word = agency.kind == AgencyKind::Outlet && room == Room::SameLine;
        let mut all = agency::find_all(text);
        all.retain(|a| a.kind == AgencyKind::Wire);
        let names: Vec<&str> = all.iter().map(|a| a.name).collect();
        let name = if names.len() > 1 { names.join("/") } else { agency.name.to_owned() };
        return (!word && (plain || room != Room::SameLine || text.contains('/') || all_agencies(text)))
            .then(|| Credit { agency: Some(name), ..blank() });
    }
    // A line may be the name of a person who wrote a comment.
    let is_sure = room == Room::Bracket || room == Room::Line && !agency::is_given_name(text);
    if is_sure && let Some(agency) = agency::find_alone(text).filter(|a| a.kind == AgencyKind::Wire) {
        return Some(of(agency, CreditKind::Agency));
    }
    let bracketed = || initials_and_agencies(text).or_else(|| agency_and_initials(text));
    if let Some(credit) = numbered(text).or_else(bracketed) {
        return Some(credit);
    }
    // Initials may follow, and a joiner may separate two agencies.
    let mut found: Vec<&'static Agency> = Vec::new();
    let mut others = 0;
    let parts = text.split([' ', '\u{a0}', '/', ',', '+', '-', '–', '、', '，', '・']);
    for word in parts.map(str::trim).filter(|w| !w.is_empty()) {
        match agency::find(word) {
            Some(agency) if found.contains(&agency) => {}
            Some(agency) => found.push(agency),
            None if is_initials(word) && !found.is_empty() => others += 1,
            None if TABLES.joiners.contains(lower(word).as_str()) => {}
            None => return None,
        }
    }
    (others <= MOST_INITIALS)
        .then(|| joined(&found))
        .flatten()
        .map(|name| Credit { agency: Some(name), ..blank() })
}

/// Returns whether a text consists of agencies with hyphens between them: "Bernama-Xinhua".
fn all_agencies(text: &str) -> bool {
    text.contains('-') && text.split('-').all(|part| agency::find(part).is_some())
}

/// Parses an agency and its story number: "dpa:310607-99-123456/2".
fn numbered(text: &str) -> Option<Credit> {
    let (head, number) = text.split_once(':')?;
    let is_number = number.len() > 3
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/'));
    is_number.then(|| agency::find(head)).flatten().map(|a| of(a, CreditKind::Agency))
}

/// Parses initials or a newsroom, followed by agencies in brackets: "jbe/mlo (AFP, dpa, Reuters)", "Newsroom (AFP)".
fn initials_and_agencies(text: &str) -> Option<Credit> {
    let (head, inside) = text.strip_suffix(')')?.split_once('(')?;
    let initials = head.split(['/', ',', ' ']).filter(|p| !p.is_empty());
    let all = initials.clone().all(|p| is_initials(p) || collective(p));
    if head.trim().is_empty() || !all || initials.count() > MOST_INITIALS {
        return None;
    }
    let (names, kind) = agency_names(inside)?;
    (kind == AgencyKind::Wire).then(|| Credit { agency: Some(names), ..blank() })
}

/// Parses an agency in brackets, followed by the initials of its writers: "(PTI) ABC DEF".
fn agency_and_initials(text: &str) -> Option<Credit> {
    let (inside, behind) = text.strip_prefix('(')?.split_once(')')?;
    let mut initials = behind.split_whitespace();
    let capitals = |p: &str| is_initials(p) && p.chars().all(char::is_uppercase);
    let some = (1..=MOST_INITIALS).contains(&initials.clone().count()) && initials.all(capitals);
    let agency = agency::find_with_desk(inside).filter(|a| some && a.kind == AgencyKind::Wire)?;
    Some(of(agency, CreditKind::Agency))
}

/// Parses agencies without names: "(Agencies)", "Agenturen".
fn nameless(small: &str, room: Room) -> Option<Credit> {
    let bare = small.trim_end_matches(['.', '。']);
    (room != Room::SameLine && TABLES.nameless.contains(bare)).then(blank)
}

/// Returns whether a word is a set of initials: one to four letters of one case ("ABC", "ab", "jbe").
fn is_initials(word: &str) -> bool {
    let count = word.chars().count();
    (1..=4).contains(&count)
        && (word.chars().all(char::is_uppercase)
            || word.chars().all(|c| c.is_lowercase() || c.is_ascii_digit()))
}

/// Parses lines about material from others: "With inputs from ANI", "mit dpa", "Mit Material von dts", "with files
/// from Jane Doe".
fn inputs(text: &str, small: &str, room: Room) -> Option<Credit> {
    let text_end = text.trim_end_matches(['.', '。']).len();
    let head = &small[..text_end.min(small.len())];
    let letter = head.get(..1).filter(|letter| TABLES.inputs.contains(letter));
    for phrase in CREDIT_INPUTS.starts(head).into_iter().chain(letter) {
        let rest = &head[phrase.len()..];
        let parted = rest.starts_with(|c: char| c.is_whitespace() || c == ':');
        if !(parted || rest.is_empty() && phrase.contains(' ')) {
            continue;
        }
        let material = text[phrase.len()..text_end].trim_matches(|c: char| c.is_whitespace() || c == ':');
        let long = phrase.contains(' ');
        if material.is_empty() {
            return (room != Room::SameLine).then(blank);
        }
        if let Some((names, kind)) = agency_names(material) {
            let sure = long || room != Room::SameLine || kind == AgencyKind::Wire;
            return sure.then(|| Credit { agency: Some(names), ..blank() });
        }
        if !long {
            continue;
        }
        let words = material.split_whitespace().count();
        let people = persons::read(material);
        let agency = persons::agencies_in(material);
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

/// Parses a few words that contain an agency and a word that says its material was used: "La rédaction avec AFP",
/// "(With Reuters inputs)", "Made with material of the agency dpa".
fn mention(text: &str, small: &str, room: Room) -> Option<Credit> {
    /// Maximum words of a line without a full stop, and of a sentence with a phrase that only credits contain.
    const LINE_WORDS: usize = 8;
    const SENTENCE_WORDS: usize = 16;
    let words = text.split_whitespace().take(SENTENCE_WORDS + 1).count();
    if words > SENTENCE_WORDS || small.len() > LONGEST_COPYRIGHT {
        return None;
    }
    let is_word = |at: usize, phrase: &str| {
        let before = small[..at].chars().next_back();
        let after = small[at + phrase.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let found = |long: bool| {
        let mut phrases =
            CREDIT_INPUTS.all(small.as_bytes()).map(|m| (m.range.start, CREDIT_INPUTS.phrase(m.phrase)));
        let letter = |at: usize| {
            small.get(at..at + 1).is_some_and(|one| is_word(at, one) && TABLES.inputs.contains(one))
        };
        phrases.any(|(at, phrase)| phrase.contains(' ') == long && is_word(at, phrase))
            || !long && (0..small.len()).any(letter)
    };
    let long = found(true);
    let stopped = text.ends_with(['.', '!', '?', '。']);
    let short =
        words <= LINE_WORDS && (room == Room::Bracket || room == Room::Line && !stopped) && found(false);
    // The costliest tests come last: hardly any line has such a phrase.
    let of_agency = || persons::agency_in(text).is_some_and(|a| a.kind != AgencyKind::Outlet);
    ((long || short) && super::sentence_starts(text).is_empty() && of_agency())
        .then(|| Credit { agency: persons::agencies_in(text), ..blank() })
}

/// Parses a source line: "Source: Example Agency", "来源：新华社".
fn source(text: &str, small: &str, room: Room) -> Option<Credit> {
    let at = text.find([':', '：']).or_else(|| {
        // "SOURCE Example Corp." closes press releases.
        let at = text.find(' ').filter(|_| room == Room::Line)?;
        text[..at].chars().all(char::is_uppercase).then_some(at)
    })?;
    if !TABLES.sources.contains(small.get(..at)?.trim()) {
        return None;
    }
    let value = text[at..].trim_start_matches([':', '：']).trim().trim_end_matches(['.', '。']);
    let owned = value.trim_start_matches(['©', ' ', '\u{a0}']);
    let kind = if owned.len() < value.len() { CreditKind::Copyright } else { CreditKind::Agency };
    if let Some(agency) = agency::find_alone(owned) {
        return Some(of(agency, kind));
    }
    // "Text: Jane Example": a label that also precedes writers.
    if TABLES.tasks(small).first().is_some_and(|f| f.start == 0 && f.end == at)
        && !persons::read(owned).is_empty()
    {
        return None;
    }
    // "Source: © www.example.com - News for you": the name precedes the motto.
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
    (plain && room != Room::SameLine).then(|| Credit { agency: named, ..blank() })
}

/// Returns the agency of "dpa Sport" or "ots/Polizei Musterstadt": an agency and a desk, or the author of a press
/// release.
fn leading_agency(value: &str) -> Option<&'static Agency> {
    /// Maximum words of an office.
    const OFFICE_WORDS: usize = 4;
    if let Some((head, office)) = value.split_once('/') {
        return (office.split_whitespace().count() <= OFFICE_WORDS).then(|| agency::find(head)).flatten();
    }
    let (head, tail) = value.split_once(' ')?;
    (!tail.contains(' ')).then(|| agency::find(head)).flatten()
}

/// Parses tasks and names: "Reporting by A and B; Editing by C", "Rédigé par A, édité par B", "Mitarbeit: A".
fn tasks(text: &str, small: &str, room: Room) -> Option<Credit> {
    let mut found = TABLES.tasks(small);
    // A single word counts before a colon, or if a phrase was found too.
    let spoken = |f: &FoundPhrase| {
        let after = small[f.end..].trim_start();
        let bracketed = room == Room::Bracket
            && f.start == 0
            && !small[..f.end].is_ascii()
            && small.chars().next().is_some_and(|c| !c.is_lowercase());
        let shortened = f.start == 0 && small[..f.end].ends_with('.');
        // "(Анна Пример. Редактор Иван Образец)"
        let behind_names =
            room != Room::SameLine && f.start > 0 && opened(text, f.start) && only_names(&text[..f.start]);
        !f.single || after.starts_with([':', '：', '／', '/']) || bracketed || shortened || behind_names
    };
    let first = found.iter().position(spoken)?;
    // A word at the very beginning counts if a stronger one follows: "(Reportage A, édité par B)".
    let first = if found[0].start == 0 && room != Room::SameLine { 0 } else { first };
    found.drain(..first);
    let starts = found.first()?.start;
    let head = text[..starts].trim();
    let mut credit = Credit { kind: CreditKind::Reporting, ..blank() };
    if !head.is_empty() {
        // "(Jane Doe, edited by John Roe)"
        let named = room != Room::SameLine && only_names(head);
        if !(named || is_filler(head)) {
            return None;
        }
        if named && !is_filler(head) {
            credit.reporters = persons::read(head);
        }
    }
    // A phrase opens a part after a separator, a joiner or at the beginning.
    let opens: Vec<FoundPhrase> = found
        .iter()
        .copied()
        .filter(|f| f.start == starts || !f.single || opened(text, f.start) || is_label(small, f))
        .collect();
    for (n, f) in opens.iter().enumerate() {
        let end = opens.get(n + 1).map_or(text.len(), |next| next.start);
        let people = persons::read(before_source(before_tail(&text[f.end..end])));
        let list = match f.task {
            Task::Reporting | Task::Helping | Task::Writing => &mut credit.reporters,
            Task::Editing => &mut credit.editors,
        };
        list.extend(people.into_iter().filter(|p| !list.contains(p)).collect::<Vec<_>>());
    }
    if opens.iter().all(|f| f.task == Task::Helping) {
        credit.kind = CreditKind::Contributors;
    }
    if credit.reporters.is_empty() && credit.editors.is_empty() {
        // "Additional reporting by agencies", "(Reporting by Oslo newsroom)": no one is named.
        let words = text.split_whitespace().count();
        let listed =
            || agency_names(text[opens[0].end..].trim_matches(['.', ' ', ':'])).map(|(names, _)| names);
        credit.agency = listed().or_else(|| persons::agencies_in(text));
        let known =
            credit.agency.is_some() || collective(&text[opens[0].end..]) && words <= WORDS_OF_COLLECTIVE;
        return known.then_some(credit);
    }
    credit.agency = persons::agencies_in(text).or_else(|| house(small, &opens, head));
    let words = text.split_whitespace().count();
    let people = credit.reporters.len() + credit.editors.len();
    /// Maximum words per person of a credit: name, place, task.
    const WORDS_PER_PERSON: usize = 14;
    (words <= people * WORDS_PER_PERSON + 6).then_some(credit)
}

/// Maximum words of a credit that names desks only.
const WORDS_OF_COLLECTIVE: usize = 10;

/// Returns the agency whose house style the phrases follow: tasks of several kinds in one line, in its wording.
fn house(small: &str, opens: &[FoundPhrase], head: &str) -> Option<String> {
    let mut names =
        opens.iter().filter(|f| !is_label(small, f)).filter_map(|f| tables::house(&small[f.start..f.end]));
    let several = opens.len() > 1 || !head.is_empty();
    names.next().filter(|_| several).map(str::to_owned)
}

/// Returns whether a colon follows a phrase.
fn is_label(small: &str, found: &FoundPhrase) -> bool {
    small[found.end..].trim_start().starts_with([':', '：'])
}

/// Returns whether the text before a task consists of personal names.
pub(crate) fn only_names(head: &str) -> bool {
    /// Maximum words of one name.
    const WORDS: usize = 5;
    let people = persons::read(head);
    let words = head.split_whitespace().count();
    let cased = |w: &str| {
        !w.starts_with(char::is_lowercase) || TABLES.joiners.contains(w) || TABLES.place_words.contains(w)
    };
    words > 1
        && people.iter().all(|p| p.contains(' '))
        && words <= people.len() * WORDS
        && head.split_whitespace().all(cased)
}

/// Returns whether the text before a task carries no meaning: one word, an agency, initials.
fn is_filler(head: &str) -> bool {
    /// Maximum words of such text.
    const WORDS: usize = 4;
    if TABLES.subjects.contains(lower(head).as_str()) {
        return true;
    }
    let words = head
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '(' | '-' | '–' | ','))
        .filter(|w| !w.is_empty());
    let initials = |w: &str| is_initials(w) && w.chars().all(char::is_uppercase);
    let meaningful = words.clone().filter(|w| agency::find(w).is_none() && !initials(w)).count();
    let end = head.trim_end_matches(['(', '（', '[', '【', '［', ' ']);
    words.count() <= WORDS && meaningful <= 1 && !end.ends_with(['。', '！', '？', '.', '!', '?'])
}

/// Returns the part of `text` before a word that labels a source: "Jan Przykład / Źródło: PAP".
fn before_source(text: &str) -> &str {
    let label = |at: usize| {
        let word = text[..at].trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        (!word.is_empty() && TABLES.sources.contains(lower(word).as_str()))
            .then(|| text[..at].trim_end().len() - word.len())
    };
    let colon = text.find([':', '：']).filter(|at| *at > 0);
    colon.and_then(label).map_or(text, |end| &text[..end])
}

/// Returns `text` up to a line that agencies' sites print after credits, which may have lost its line break.
fn before_tail(text: &str) -> &str {
    let small = lower(text);
    let at = TABLES.tails.iter().filter_map(|tail| small.find(tail)).min();
    at.map_or(text, |at| &text[..at])
}

fn opened(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    before.ends_with([';', ',', '.', '|', '-', '–', '，', '；', '、', '/', '）', ' '])
        || TABLES.joiners.contains(lower(before.rsplit(' ').next().unwrap_or_default()).as_str())
}

/// Maximum length in bytes of the sentence end after "reported from": places, and who reported from which.
const LONGEST_END: usize = 160;

/// Returns whether a sentence ends after a phrase or continues with a place: "contributed from Oslo" does,
/// "contributed to the report that the council read" does not.
fn closes(phrase: &str, behind: &str) -> bool {
    /// Maximum words after a phrase that is not a whole sentence: "contributed to this | explainer".
    const WORDS: usize = 2;
    let behind = behind.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '。'));
    let first = behind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    behind.split_whitespace().count() <= WORDS
        || behind.starts_with([',', ';', '&'])
        || TABLES.joiners.contains(first)
        || phrase.rsplit(' ').take(1).chain([first]).any(|w| TABLES.place_words.contains(w))
}

/// Parses sentences such as "A in X and B in Y contributed to this report."
fn contributed(text: &str, small: &str) -> Option<Credit> {
    let found = TABLES.contributed(small);
    if found.is_empty() {
        return None;
    }
    // Every sentence must contain such a phrase and end soon after it.
    let mut starts = super::sentence_starts(text);
    starts.insert(0, 0);
    starts.push(text.len());
    let said = |from: usize, to: usize| {
        found.iter().any(|(s, e)| {
            from <= *s && *e <= to && to - *e <= LONGEST_END && closes(&small[*s..*e], &small[*e..to])
        })
    };
    if !starts.windows(2).all(|w| said(w[0], w[1])) {
        return None;
    }
    let mut credit = Credit { kind: CreditKind::Contributors, ..blank() };
    let mut start = 0;
    for &(at, end) in &found {
        let at = at.max(start);
        credit.reporters.extend(persons::read(&text[start..at]));
        start = end;
        // "A reported from Oslo and B from Riga."
        let to = starts.iter().copied().find(|s| *s >= end).unwrap_or(text.len());
        credit.reporters.extend(persons::placed(&text[end..to]));
    }
    credit.agency = persons::agencies_in(text);
    if credit.reporters.is_empty() && credit.agency.is_none() && !speaks_for_itself(text) {
        return None;
    }
    /// Maximum words per person of a sentence: name, title, place.
    const WORDS_PER_PERSON: usize = 12;
    let words = text.split_whitespace().count();
    (words <= (credit.reporters.len() + 1) * WORDS_PER_PERSON).then_some(credit)
}

/// Returns whether a sentence that names no one can be a credit: "She reported from Oslo.", "Agencies contributed to this report."
fn speaks_for_itself(text: &str) -> bool {
    /// Maximum words of such a sentence. Longer ones are part of the story.
    const WORDS: usize = 6;
    text.split_whitespace().count() <= WORDS && text.split_whitespace().next().is_some_and(collective)
}

/// Parses copyright lines: "© 2031 AFP", "Copyright 2031 The Associated Press. All rights reserved."
fn copyright(text: &str, small: &str, room: Room) -> Option<Credit> {
    if text.len() > LONGEST_COPYRIGHT {
        return None;
    }
    if room == Room::SameLine {
        // "… reopened.(c)AFP": the sign and the agency.
        let owner = TABLES
            .copyright
            .iter()
            .filter_map(|p| small.strip_prefix(p))
            .map(|r| &text[text.len() - r.len()..]);
        return owner
            // "© 2031 AFP"
            .filter_map(|o| {
                agency::find_with_desk(o.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').trim())
            })
            .next()
            .map(|a| of(a, CreditKind::Copyright));
    }
    let opened = TABLES.copyright.iter().any(|p| small.starts_with(p));
    let reserved = CREDIT_RIGHTS.any(small.as_bytes(), |_| true);
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
    persons::agency_in(text)
        .or_else(|| text.split([' ', ',', ':', '/']).find_map(|w| agency::find(w.trim_matches(['.', ';']))))
}

/// Parses notes on syndication: "(This story … is auto-generated from a syndicated feed.)"
fn syndicated(text: &str, small: &str, room: Room) -> Option<Credit> {
    (room != Room::SameLine && CREDIT_SYNDICATED.any(small.as_bytes(), |_| true))
        .then(|| Credit { agency: persons::agency_in(text).map(|a| a.name.to_owned()), ..blank() })
}
