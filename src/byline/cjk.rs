//! Parses bylines in scripts without word spaces (Chinese, Japanese, Korean).

use super::{Author, Byline, BylineContext, shape, token::is_word};
use crate::{
    lexicon,
    lexicon::{
        agency, common_words, fold,
        indexed::{self, BYLINE_CJK},
    },
};

/// The function of a word in the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordFunction {
    Lead,
    Task,
    Role,
    Collective,
    Org,
    Stop,
    Generic,
    Filed,
    Surname,
}

impl WordFunction {
    /// Returns the name of its groups in the table.
    fn name(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Task => "task",
            Self::Role => "role",
            Self::Collective => "collective",
            Self::Org => "org",
            Self::Stop => "stop",
            Self::Generic => "generic",
            Self::Filed => "filed",
            Self::Surname => "surname",
        }
    }
}

/// Longest word of the table in characters.
const LONGEST_WORD: usize = 12;
/// Length of a name in Han, kana or Hangul, in characters.
const NAME: std::ops::RangeInclusive<usize> = 2..=8;
/// Length of a Chinese full name in characters.
const FULL_NAME: usize = 3;
/// At least one letter in this many must be Han, kana or Hangul.
const SHARE: usize = 3;
/// Maximum number of authors kept.
const MOST_AUTHORS: usize = 100;

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '々' | '〇' | '\u{20000}'..='\u{2ffff}')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// Returns whether this parser handles a string.
pub(crate) fn is_east_asian(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let own = text.chars().filter(|&c| is_han(c) || is_kana(c) || is_hangul(c)).count();
    let words = text.split(' ').filter(|w| !w.contains(['@', '/']) || w.contains(is_han));
    own > 0 && own * SHARE >= words.flat_map(str::chars).filter(|c| c.is_alphabetic()).count()
}

/// Returns whether a line is marked as naming authors: one of its words begins with a lead or ends with a job title.
pub(crate) fn is_marked(text: &str) -> bool {
    /// Maximum length of such a line in bytes.
    const LONGEST: usize = 150;
    let known = |word: &str, job: bool| {
        let mut whats = BYLINE_CJK.get(word).iter().map(|entry| BYLINE_CJK.group(entry).split(' ').next());
        whats.any(|what| match what {
            Some("role") => job,
            Some("lead" | "task") => !job,
            _ => false,
        })
    };
    let begins = |word: &str| {
        let mut ends = word.char_indices().map(|(i, c)| i + c.len_utf8()).take(LONGEST_WORD);
        ends.any(|end| known(&word[..end], false) || known(&word[..end], true) && end < word.len())
    };
    let ends = |word: &str| {
        let mut starts = word.char_indices().rev().map(|(i, _)| i).take(LONGEST_WORD);
        starts.any(|start| known(&word[start..], true))
    };
    text.len() <= LONGEST
        && text.split(|c: char| !is_word(c)).filter(|w| !w.is_empty()).any(|w| begins(w) || ends(w))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Chinese,
    Japanese,
    Korean,
}

/// A run of letters and its surroundings.
#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    before: &'t str,
    after: &'t str,
}

struct CjkReader<'t> {
    language: Language,
    site: Option<&'t str>,
    found: Vec<Author>,
    organizations: Vec<String>,
    /// The last lead: none, "by", or the role of a task.
    lead: Option<&'static str>,
    house: Option<String>,
    closed: bool,
    /// An unknown label precedes the name, so the person did something other than write.
    labelled: bool,
}

/// Parses a byline.
pub(crate) fn read(text: &str, context: &BylineContext<'_>) -> Option<Byline> {
    let language = match context.language.map(|l| l.get(..2).unwrap_or(l)) {
        Some("ja") => Language::Japanese,
        Some("ko") => Language::Korean,
        Some("zh") => Language::Chinese,
        _ if text.contains(is_hangul) => Language::Korean,
        _ if text.contains(is_kana) => Language::Japanese,
        _ => Language::Chinese,
    };
    let mut reader = CjkReader {
        language,
        site: context.site,
        found: Vec::new(),
        organizations: Vec::new(),
        lead: None,
        house: None,
        closed: false,
        labelled: false,
    };
    let pieces = pieces(text, language);
    let mut at = 0;
    while at < pieces.len() && reader.found.len() < MOST_AUTHORS {
        at += reader.piece(&pieces, at);
    }
    reader.finish()
}

/// Splits at everything that is not a letter, but keeps "約翰·史密斯" and words in Latin letters together.
fn pieces(text: &str, language: Language) -> Vec<Piece<'_>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    let mut start: Option<usize> = None;
    let mut last_end = 0;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((i, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, c)| c);
        let dot = matches!(c, '·' | '・' | '•' | '‧' | '．');
        let inner = match language {
            _ if c.is_ascii() && matches!(c, '.' | '@' | '-' | '\'' | '_') => {
                is_word(before) && is_word(after) && before.is_ascii() && after.is_ascii()
            }
            Language::Chinese => dot && is_han(before) && is_han(after),
            Language::Japanese => dot && is_katakana(before) && is_katakana(after),
            Language::Korean => false,
        };
        let latin_space = c == ' ' && before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
        if is_word(c) || inner || latin_space && start.is_some() {
            start.get_or_insert(i);
        } else if let Some(from) = start.take() {
            out.push(Piece { text: &text[from..i], before: &text[last_end..from], after: &text[i..] });
            last_end = i;
        }
        before = c;
    }
    if let Some(from) = start {
        out.push(Piece { text: &text[from..], before: &text[last_end..from], after: "" });
    }
    out
}

impl CjkReader<'_> {
    fn has(&self, word: &str, what: WordFunction) -> Option<&'static str> {
        let language = match self.language {
            Language::Chinese => "zh",
            Language::Japanese => "ja",
            Language::Korean => "ko",
        };
        let wanted = Some((what.name(), language));
        let mut entries = BYLINE_CJK.get(word).iter();
        let entry = entries.find(|entry| BYLINE_CJK.group(entry).split_once(' ') == wanted)?;
        Some(lexicon::fields(BYLINE_CJK.line(entry)).nth(1).unwrap_or_default())
    }

    /// Returns the length and the value of the longest word of a kind at the start of `text`.
    fn prefix(&self, text: &str, what: WordFunction) -> Option<(usize, &'static str)> {
        let ends = text.char_indices().map(|(i, c)| i + c.len_utf8()).take(LONGEST_WORD);
        ends.filter_map(|end| self.has(&text[..end], what).map(|role| (end, role))).last()
    }

    /// Returns where the longest word of a kind at the end of `text` begins.
    fn suffix(&self, text: &str, what: WordFunction) -> Option<usize> {
        let starts = text.char_indices().rev().map(|(i, _)| i).take(LONGEST_WORD);
        starts.filter(|&start| self.has(&text[start..], what).is_some()).last()
    }

    /// Reads the piece at `at`. Returns how many pieces it read, at least one.
    fn piece(&mut self, pieces: &[Piece<'_>], at: usize) -> usize {
        // "홍길동 기자입니다": a sign-off with a verb.
        let sign_off = pieces[at].text.strip_suffix("입니다").filter(|text| !text.is_empty());
        let piece = &Piece { text: sign_off.unwrap_or(pieces[at].text), ..pieces[at] };
        let text = piece.text;
        if text.contains('@') || shape::is_domain(text) || piece.before.ends_with('@') {
            return 1;
        }
        if text.starts_with(|c: char| c.is_numeric()) {
            self.closed |= !self.found.is_empty();
            return 1;
        }
        let stop = self
            .prefix(text, WordFunction::Stop)
            .filter(|&(end, _)| end == text.len() || text[..end].chars().count() > 1);
        if stop.is_some()
            && self.suffix(text, WordFunction::Collective).is_none()
            && self.lead.is_none_or(|_| stop.is_some_and(|s| s.0 == text.len()) || !self.found.is_empty())
        {
            self.closed |= !self.found.is_empty();
            return 1;
        }
        if let Some(agency) = agency::find(text) {
            self.agency(agency);
            return 1;
        }
        let whole_collective = self.suffix(text, WordFunction::Collective);
        let next = pieces.get(at + 1).is_some_and(|p| self.is_name(p.text, true) && self.has_surname(p.text));
        let led = if whole_collective.is_some() { None } else { self.lead_at(piece, next) };
        if let Some((read, rest)) = led {
            (self.closed, self.labelled) = (false, false);
            if !rest.is_empty() {
                let rest = Piece { text: rest, before: "", after: piece.after };
                return self.body(&rest, pieces, at, true);
            }
            return read;
        }
        if piece.after.trim_start().starts_with([':', '：']) && self.has(text, WordFunction::Role).is_none()
        {
            self.labelled = true;
            return 1;
        }
        self.body(piece, pieces, at, false)
    }

    /// Consumes a lead or task word at the start of a piece and returns the rest of the piece.
    fn lead_at<'p>(&mut self, piece: &Piece<'p>, name_follows: bool) -> Option<(usize, &'p str)> {
        let text = piece.text;
        let best = [WordFunction::Lead, WordFunction::Task]
            .into_iter()
            .filter_map(|what| self.prefix(text, what))
            .max_by_key(|&(end, _)| end)?;
        let (end, role) = best;
        let short = text[..end].chars().count() == 1;
        let rest = &text[end..];
        if rest.is_empty() {
            // "Jane Doe 記者": a role after a name.
            let label = piece.after.starts_with([':', '：', '/', '／', '|', '｜', '︱', '=', '＝']);
            let leads = self.language == Language::Chinese && name_follows;
            if !self.found.is_empty() && !label && !leads && self.has(text, WordFunction::Role).is_some() {
                return None;
            }
        } else if short
            // "記事保存" is a button.
            || self.has(rest, WordFunction::Stop).is_some()
            || self.has(rest, WordFunction::Generic).is_some()
            || !self.is_name(rest, true)
                && self.suffix(rest, WordFunction::Role).is_none()
                && self.without_place(rest, piece.before).is_none()
        {
            return None;
        }
        // "文、圖／沈文濤": who wrote also took the pictures.
        let both = self.lead == Some("")
            && self.found.is_empty()
            && !piece.before.is_empty()
            && piece.before.chars().all(|c| matches!(c, '、' | '・' | '·' | '&' | '＆' | '／' | '/' | ' '));
        if !both {
            self.lead = Some(role);
        }
        Some((1, rest))
    }

    fn body(&mut self, piece: &Piece<'_>, pieces: &[Piece<'_>], at: usize, led: bool) -> usize {
        let text = match self.without_place(piece.text, piece.before) {
            Some("") => return 1,
            Some(name) => name,
            None => piece.text,
        };
        if self.closed || self.site.is_some_and(|site| shape::same(site, text)) {
            return 1;
        }
        if self.has(text, WordFunction::Role).is_some() {
            match self.found.last_mut() {
                Some(last) if last.role.is_none() => last.role = Some(text.to_owned()),
                _ => self.lead = self.lead.or(Some("")),
            }
            return 1;
        }
        if self.has(text, WordFunction::Generic).is_some() {
            return 1;
        }
        let role_next = pieces.get(at + 1).is_some_and(|p| self.has(p.text, WordFunction::Role).is_some());
        if let Some(start) = self.suffix(text, WordFunction::Role).filter(|&s| s > 0) {
            let (name, role) = text.split_at(start);
            if self.is_name(name, true)
                && (!self.is_org(name) || self.has_surname(name) && name.chars().count() <= FULL_NAME)
            {
                self.person(name, Some(role));
            } else {
                self.house = Some(name.to_owned());
                self.lead = self.lead.or(Some(""));
            }
            return 1;
        }
        if self.suffix(text, WordFunction::Collective).is_some() {
            self.collective(text);
            return 1;
        }
        if let Some((house, name)) = self.lead_inside(text) {
            self.house = Some(agency::find(house).map_or(house, |a| a.full).to_owned());
            self.person(name, None);
            return 1;
        }
        let sure = led || role_next || self.lead.is_some() || self.lists_to_role(pieces, at);
        if let Some(start) = self.name_after_outlet(text) {
            self.house = Some(text[..start].to_owned());
            self.person(&text[start..], None);
            return 1;
        }
        if self.is_org(text) && !(sure && self.has_surname(text) && text.chars().count() <= 3) {
            match self.found.last_mut() {
                Some(last) => last.affiliation = Some(text.to_owned()),
                None => self.house = Some(text.to_owned()),
            }
            return 1;
        }
        if self.language == Language::Japanese
            && let Some(next) = pieces.get(at + 1).filter(|n| self.continues(text, n))
        {
            self.person(&format!("{text} {}", next.text), None);
            return 2;
        }
        if self.is_name(text, sure) {
            self.person(text, None);
        }
        1
    }

    /// Whether a piece is in a list of Korean names whose last one has the role: "남궁민지·윤태호 기자".
    fn lists_to_role(&self, pieces: &[Piece<'_>], at: usize) -> bool {
        let joined = |p: &Piece<'_>| {
            !p.before.trim().is_empty()
                && p.before.trim().chars().all(|c| matches!(c, '·' | 'ㆍ' | '・' | ',' | '/'))
        };
        if self.language != Language::Korean {
            return false;
        }
        let listed = pieces[at + 1..].iter().take_while(|p| joined(p)).count();
        let Some(last) = pieces.get(at + listed).filter(|_| listed > 0) else { return false };
        self.suffix(last.text, WordFunction::Role).is_some_and(|start| start > 0)
            || pieces.get(at + listed + 1).is_some_and(|p| self.has(p.text, WordFunction::Role).is_some())
    }

    /// Returns the text before the place in "沈文濤台中報導": the name, or nothing. `None` if the text has another form.
    fn without_place<'p>(&self, text: &'p str, before: &str) -> Option<&'p str> {
        /// Length of a place name in characters.
        const PLACE: std::ops::RangeInclusive<usize> = 2..=4;
        let start = self.suffix(text, WordFunction::Filed).filter(|&start| start > 0)?;
        let text = &text[..start];
        let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let is_place = |place: &str| !indexed::PLACES.get(&fold::place(place)).is_empty();
        let listed = before.contains(['、', '，', ',', '·', '・']);
        if is_place(text) || !self.found.is_empty() && !listed {
            return Some("");
        }
        let place = PLACE
            .filter_map(|n| starts.len().checked_sub(n).map(|i| starts[i]))
            .find(|&at| is_place(&text[at..]) && self.is_name(&text[..at], true));
        let by_length = || {
            starts.get(FULL_NAME).copied().filter(|_| self.has_surname(text) && starts.len() > FULL_NAME + 1)
        };
        Some(place.or_else(by_length).map_or(text, |at| &text[..at]))
    }

    /// Returns whether a text consists of frequent words of the language.
    fn is_common(&self, text: &str) -> bool {
        let language = match self.language {
            Language::Chinese => "zh",
            Language::Japanese => "ja",
            Language::Korean => return common_words::is_common(text, Some("ko")),
        };
        // Possible ends of each run of words of two characters or more.
        let ends: Vec<usize> = text.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
        let mut reached = vec![false; ends.len() + 1];
        reached[0] = true;
        for end in 2..=ends.len() {
            reached[end] = (end.saturating_sub(LONGEST_WORD)..end - 1).any(|start| {
                let from = if start == 0 { 0 } else { ends[start - 1] };
                reached[start] && common_words::is_common(&text[from..ends[end - 1]], Some(language))
            });
        }
        reached[ends.len()]
    }

    /// Returns whether the next piece continues the name: a surname and a given name separated by a space.
    fn continues(&self, surname: &str, next: &Piece<'_>) -> bool {
        let short =
            |s: &str| (1..=3).contains(&s.chars().count()) && s.chars().all(|c| is_han(c) || is_kana(c));
        let blank = !next.before.is_empty() && next.before.chars().all(char::is_whitespace);
        let known = [WordFunction::Role, WordFunction::Lead, WordFunction::Stop, WordFunction::Task]
            .into_iter()
            .any(|w| self.has(next.text, w).is_some());
        blank && short(surname) && short(next.text) && !known && !self.is_org(next.text)
    }

    /// "通讯社记者某某": an organization, a word of two or more characters that precedes names, a name.
    fn lead_inside<'p>(&self, text: &'p str) -> Option<(&'p str, &'p str)> {
        let starts = text.char_indices().map(|(i, _)| i).skip(1).take(2 * LONGEST_WORD);
        starts
            .filter_map(|i| {
                let (end, _) = self.prefix(&text[i..], WordFunction::Lead)?;
                let (lead, name) = text[i..].split_at(end);
                (lead.chars().count() > 1 && self.is_name(name, true)).then_some((&text[..i], name))
            })
            .next()
    }

    /// Returns where a Chinese name that directly follows an organization begins.
    fn name_after_outlet(&self, text: &str) -> Option<usize> {
        /// Length of such a name in characters.
        const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=3;
        if self.language != Language::Chinese || !text.chars().all(is_han) {
            return None;
        }
        let starts: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        CHARACTERS.rev().filter_map(|n| starts.len().checked_sub(n).map(|i| starts[i])).find(|&start| {
            start > 0
                && self.suffix(&text[..start], WordFunction::Org).is_some_and(|s| s > 0)
                && self.has_surname(&text[start..])
                && self.suffix(text, WordFunction::Org).is_none()
        })
    }

    fn is_org(&self, text: &str) -> bool {
        let Some(start) = self.suffix(text, WordFunction::Org) else { return false };
        let suffix = text[start..].chars().count();
        let all = text.chars().count();
        suffix > 1 || all > 3 || !self.has_surname(text)
    }

    fn has_surname(&self, text: &str) -> bool {
        self.prefix(text, WordFunction::Surname).is_some_and(|(end, _)| end < text.len())
    }

    /// Returns whether a piece has the shape of a name. `sure`: a lead or a role marks it as one.
    fn is_name(&self, text: &str, sure: bool) -> bool {
        let n = text.chars().count();
        let foreign = text.contains(['·', '・', '‧', '•']);
        if text.is_ascii() {
            let words = text.split(' ').count();
            let capital = text.starts_with(|c: char| c.is_ascii_uppercase());
            return n > 2
                && (words > 1 && capital || sure)
                && !text.starts_with(|c: char| c.is_ascii_digit());
        }
        let own = text
            .chars()
            .all(|c| is_han(c) || is_kana(c) || is_hangul(c) || matches!(c, '·' | '・' | '‧' | '•'));
        if !own {
            // A pen name with mixed letters.
            let mixed = text.contains('_') || sure;
            return mixed && NAME.contains(&n);
        }
        if !sure && !self.has_surname(text) && self.is_common(text) {
            return false;
        }
        if foreign {
            return n <= 2 * NAME.end();
        }
        match self.language {
            Language::Chinese => (2..=4).contains(&n) && (sure || self.has_surname(text) && n < 4),
            Language::Korean => {
                text.chars().all(is_hangul)
                    && (2..=4).contains(&n)
                    && (sure || self.has_surname(text) && n == 3)
            }
            Language::Japanese => {
                let han = text.chars().filter(|&c| is_han(c)).count();
                let shape = if sure { NAME.contains(&n) } else { (3..=6).contains(&n) && han > 0 };
                shape && !text.contains(['の', 'を', 'は', 'が', 'に', 'で'])
            }
        }
    }

    fn person(&mut self, name: &str, role: Option<&str>) {
        if self.labelled
            || self.site.is_some_and(|site| shape::same(site, name))
            || self.has(name, WordFunction::Generic).is_some()
        {
            return;
        }
        let task = self.lead.filter(|l| !l.is_empty());
        if task == Some("photographer")
            && self.found.is_empty()
            && role.is_none()
            && self.language != Language::Korean
        {
            return;
        }
        let role = role.map(str::to_owned).or_else(|| task.map(str::to_owned));
        let name = name.trim_matches(|c: char| c == '.' || c == '-').to_owned();
        if let Some(same) = self.found.iter_mut().find(|a| a.name == name) {
            same.role = same.role.take().or(role);
            return;
        }
        self.found.push(Author { name, role, affiliation: self.house.clone() });
    }

    fn agency(&mut self, agency: &'static agency::Agency) {
        if self.lead.is_some_and(|task| !task.is_empty()) {
            // The agency is the source of the picture.
            return;
        }
        match self.found.last_mut() {
            Some(last) => last.affiliation = Some(agency.full.to_owned()),
            None if agency.kind == agency::AgencyKind::Wire => {
                if !self.organizations.iter().any(|o| o == agency.full) {
                    self.organizations.push(agency.full.to_owned());
                }
            }
            None => self.house = Some(agency.full.to_owned()),
        }
    }

    fn collective(&mut self, name: &str) {
        // "강변일보 온라인팀": an outlet and its desk.
        let house = self.house.take().filter(|_| self.language == Language::Korean && self.lead.is_none());
        let name = &house.map_or_else(|| name.to_owned(), |house| format!("{house} {name}"));
        match self.found.last_mut() {
            Some(last) => last.affiliation = Some(name.clone()),
            None => self.organizations.push(name.clone()),
        }
    }

    fn finish(mut self) -> Option<Byline> {
        if !self.found.is_empty() && !self.organizations.is_empty() {
            // An organization before names is their affiliation.
            let house = self.organizations.join(" / ");
            for author in self.found.iter_mut().filter(|a| a.affiliation.is_none()) {
                author.affiliation = Some(house.clone());
            }
            self.organizations.clear();
        }
        if self.found.is_empty() && self.organizations.is_empty() {
            return None;
        }
        let organization = (!self.organizations.is_empty()).then(|| self.organizations.join(" / "));
        Some(Byline { authors: self.found, organization, ..Byline::default() })
    }
}
