//! Parses short lines at the end of a story: signatures, initials, and end marks.

use super::parse::{Room, blank, only_names};
use super::persons;
use super::tables::{TABLES, lower};
use super::{Credit, CreditKind};
use crate::lexicon::{agency, agency::AgencyKind};

/// Parses persons and the agency they wrote for, on a line of its own: "Jane Example, The Associated Press", "Von
/// Jana Beispiel/dpa", "Jeanne Exemple avec agences".
pub(crate) fn signed_for_agency(text: &str, room: Room) -> Option<Credit> {
    /// Maximum words of such a line.
    const WORDS: usize = 10;
    let text = text.trim_end_matches(['.', '。']);
    if room != Room::Line || text.split_whitespace().take(WORDS + 1).count() > WORDS {
        return None;
    }
    let cut = [", ", " / ", "/", " | ", " – ", " - "].into_iter().find_map(|mark| text.rsplit_once(mark));
    let joined = || {
        let words = text.match_indices(' ');
        words.filter_map(|(at, _)| {
            let (head, tail) = (&text[..at], text[at..].trim_start());
            TABLES.nameless.contains(lower(tail).as_str()).then_some((head, tail))
        })
    };
    let (head, tail) = cut.filter(|(_, tail)| is_owner(tail)).or_else(|| joined().next())?;
    let head = without_by(head.trim());
    let reporters = persons::read(head);
    let whole = !reporters.is_empty() && only_names(head) && head.split_whitespace().all(is_name_word);
    let agency = agency::find(tail.trim()).map(|a| a.name.to_owned());
    whole.then(|| Credit { agency, kind: CreditKind::Reporting, reporters, ..blank() })
}

/// "Jeanne Exemple (avec AFP)": persons, and in brackets the agency whose material they used.
pub(crate) fn signed_with_inputs(text: &str, room: Room) -> Option<Credit> {
    if room != Room::Line {
        return None;
    }
    let (head, inside) = text.trim_end_matches(['.', '。']).strip_suffix(')')?.split_once(" (")?;
    let (phrase, owner) = inside.split_once(' ')?;
    let agency = agency::find(owner)
        .filter(|a| a.kind == AgencyKind::Wire && TABLES.inputs.contains(&lower(phrase)))?;
    let head = without_by(head.trim());
    let reporters = persons::read(head);
    let whole = !reporters.is_empty() && only_names(head) && head.split_whitespace().all(is_name_word);
    let agency = Some(agency.name.to_owned());
    whole.then(|| Credit { agency, kind: CreditKind::Reporting, reporters, ..blank() })
}

/// Returns whether a Japanese name begins with a known surname of one to three characters and has a given name.
fn begins_with_surname(name: &str) -> bool {
    /// Characters of a surname.
    const SURNAME: usize = 3;
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8()).take(SURNAME);
    ends.filter(|&end| end < name.len()).any(|end| TABLES.surnames.contains(&name[..end]))
}

/// "강변일보 가나다 기자", "（甲野太郎）": Korean and Japanese reporters sign the last line of a story.
pub(crate) fn east_asian(text: &str, room: Room, bracketed: bool) -> Option<Credit> {
    /// Characters of a reporter's name: in Hangul, and in Han and kana with a known surname.
    const HANGUL: std::ops::RangeInclusive<usize> = 2..=4;
    const HAN: std::ops::RangeInclusive<usize> = 3..=6;
    /// Maximum words of a line: an outlet, names, and the word for a reporter.
    const WORDS: usize = 4;
    let is_hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    if let Some(credit) = agency_reporters(text) {
        return Some(credit);
    }
    let reporters: Vec<String> =
        if room == Room::Line && text.chars().all(|c| c.is_whitespace() || is_hangul(c)) {
            let words: Vec<&str> = text.split_whitespace().collect();
            if !(2..=WORDS).contains(&words.len()) {
                return None;
            }
            let title = words.last().filter(|w| TABLES.titles.contains(w));
            let name = words[words.len() - 2];
            title
                .filter(|_| HANGUL.contains(&name.chars().count()))
                .map(|_| name.to_owned())
                .into_iter()
                .collect()
        } else if !bracketed {
            return None;
        } else {
            let is_own =
                |c: char| matches!(c, '\u{3041}'..='\u{30fa}' | '\u{30fc}' | '\u{3400}'..='\u{9fff}' | '々');
            let names: Vec<&str> = text.split(['、', '・', ' ']).collect();
            let is_name = |name: &&str| {
                HAN.contains(&name.chars().count()) && name.chars().all(is_own) && begins_with_surname(name)
            };
            let signed = names.len() <= WORDS && names.iter().all(is_name);
            names.into_iter().filter(|_| signed).map(str::to_owned).collect()
        };
    (!reporters.is_empty()).then(|| Credit { kind: CreditKind::Reporting, reporters, ..blank() })
}

/// Parses an agency and its reporters: "新华社记者甲某某、乙某某".
fn agency_reporters(text: &str) -> Option<Credit> {
    const REPORTER: [&str; 2] = ["记者", "記者"];
    /// Maximum characters of a name, and maximum names.
    const NAME: std::ops::RangeInclusive<usize> = 2..=4;
    const MOST: usize = 8;
    let (agency, names) = REPORTER.iter().find_map(|word| text.split_once(word))?;
    let agency = agency::find(agency.trim()).filter(|a| a.kind == AgencyKind::Wire)?;
    let names: Vec<&str> = names.trim().split(['、', ' ', '，']).filter(|n| !n.is_empty()).collect();
    let is_name = |name: &&str| {
        NAME.contains(&name.chars().count()) && name.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
    };
    (!names.is_empty() && names.len() <= MOST && names.iter().all(is_name)).then(|| Credit {
        kind: CreditKind::Reporting,
        agency: Some(agency.name.to_owned()),
        reporters: names.into_iter().map(str::to_owned).collect(),
        ..blank()
    })
}

/// Returns whether a text is an agency, or says that agencies were used.
fn is_owner(text: &str) -> bool {
    let text = text.trim();
    agency::find(text).is_some_and(|a| a.kind == AgencyKind::Wire)
        || TABLES.nameless.contains(lower(text).as_str())
}

/// Returns whether a word can be part of a name: it consists of letters, or is a joiner.
fn is_name_word(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | ',' | '&'))
}

/// Returns the name after a word for "by": "Von Jana Beispiel".
fn without_by(head: &str) -> &str {
    let is_by = |word: &str| TABLES.by.contains(lower(word).as_str());
    head.split_once(' ').filter(|(first, _)| is_by(first)).map_or(head, |(_, rest)| rest.trim_start())
}

/// Parses reporters with a word for "reporter" after each name, and an address: "홍길동 기자 hong@post.example".
pub(crate) fn signed(text: &str, room: Room) -> Option<Credit> {
    /// Maximum words of such a line: names, words for reporters, addresses.
    const WORDS: usize = 8;
    let words = text.split_whitespace();
    if room != Room::Line || !text.contains('@') || words.clone().count() > WORDS {
        return None;
    }
    let names = words.filter(|w| !w.contains('@')).collect::<Vec<_>>().join(" ");
    let reporters = persons::read(&names);
    let titled = |item: &str| TABLES.titles.iter().any(|t| !t.is_ascii() && item.trim().ends_with(t));
    (!reporters.is_empty() && names.split([',', '·']).all(titled)).then(|| Credit {
        kind: CreditKind::Reporting,
        reporters,
        ..blank()
    })
}

/// Parses a mark for the end of the story: "(END)", "Enditem", "/END/", "-30-", "（完）", "###", "■", "./.".
pub(crate) fn end_mark(text: &str, small: &str, room: Room) -> Option<Credit> {
    /// Signs that are end marks by themselves.
    const SIGNS: [char; 8] = ['#', '■', '□', '∎', '▪', '◼', '◾', '◆'];
    /// The only end mark that consists of full stops.
    const STOPS: &str = "./.";
    /// Minimum number of hashes; one or two have other meanings.
    const HASHES: usize = 3;
    let text = text.trim();
    let signs = text.chars().all(|c| SIGNS.contains(&c)) && (!text.contains('#') || text.len() >= HASHES);
    if signs || text == STOPS {
        return Some(blank());
    }
    let is_frame = |c: char| c.is_whitespace() || "-–—~#*/|=_<>[](){}（）【】［］".contains(c);
    let unstopped = small.trim().trim_end_matches(['.', '!']);
    let core = unstopped.trim_matches(is_frame);
    let framed = core.len() < unstopped.len();
    // A figure needs a frame; a word that English does not use elsewhere needs none.
    let telling = !core.is_ascii() || TABLES.sure_ends.contains(core);
    let shouted = !core.bytes().all(|b| b.is_ascii_digit()) && text.chars().all(|c| !c.is_lowercase());
    let known = TABLES.ends.contains(core) || TABLES.sure_ends.contains(core);
    let alone = room == Room::Bracket || framed || shouted;
    (known && (alone || telling && room == Room::Line || TABLES.sure_ends.contains(core))).then(blank)
}

/// Parses the initials of writers and editors on a line of their own: "abc/def/gh", "/fba/DP/stk".
pub(crate) fn initials(text: &str, room: Room) -> Option<Credit> {
    /// Maximum number of sets of initials on a line.
    const MOST: usize = 5;
    if room != Room::Line || !text.contains('/') {
        return None;
    }
    let parts: Vec<&str> = text.split('/').map(str::trim).filter(|p| !p.is_empty()).collect();
    let one = |p: &str| {
        (2..=5).contains(&p.len())
            && (p.bytes().all(|b| b.is_ascii_lowercase()) || p.bytes().all(|b| b.is_ascii_uppercase()))
    };
    let small = parts.first().is_some_and(|p| p.bytes().all(|b| b.is_ascii_lowercase()));
    (small && (2..=MOST).contains(&parts.len()) && parts.iter().all(|p| one(p))).then(blank)
}
