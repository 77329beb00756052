//! What a chunk of words is: a name, a job title, an organization, a place, nothing; or several of these in a row.

use std::{borrow::Cow, ops::Range};

use super::{
    chunk::{Chunk, Lead, Mark},
    token::{Kind, Token},
    vocabulary::{self, Languages, Vocabulary},
};
use crate::{
    lexicon::{agency, agency::Agency},
    lexicon::{common_words, fold, indexed},
};

/// Words of a name, particles not counted, at most.
const MOST_NAME_WORDS: usize = 5;
/// Words of an agency's name inside a chunk, at most.
const MOST_AGENCY_WORDS: usize = 5;

/// One part of a chunk; the ranges are tokens.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Person(Vec<usize>),
    Role(Range<usize>),
    /// A job title with an organization in it: "Example News Reporter".
    Agency(&'static Agency),
    /// A newsroom.
    Collective(Range<usize>),
    /// Agencies without a name.
    Agencies(Range<usize>),
    /// A company, an outlet, an institution.
    Organization(Range<usize>),
    Place,
    /// "Jr." behind a comma.
    Suffix(usize),
    /// Names nobody.
    Nobody,
}

/// What a chunk is read with.
pub(crate) struct Reader<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: &'t [Token<'t>],
    pub(crate) folded: &'t [Cow<'t, str>],
    pub(crate) languages: Languages<'t>,
    pub(crate) vocabulary: &'static Vocabulary,
    pub(crate) site: Option<&'t str>,
    /// The string has no small letters.
    pub(crate) capitals: bool,
}

impl Reader<'_> {
    pub(crate) fn is(&self, at: usize, class: vocabulary::Class) -> bool {
        self.tokens[at].kind != Kind::Quote && self.vocabulary.is(&self.folded[at], class)
    }

    /// The string between the first and the last token of a range, as printed.
    pub(crate) fn raw(&self, range: &Range<usize>) -> &str {
        if range.is_empty() {
            return "";
        }
        let first = &self.tokens[range.start];
        &self.text[first.end - first.text.len()..self.tokens[range.end - 1].end]
    }

    fn joined(&self, range: &Range<usize>) -> String {
        self.folded[range.clone()].join(" ")
    }

    fn classes(&self, range: &Range<usize>) -> vocabulary::Class {
        self.vocabulary.classes(&self.joined(range))
    }

    /// Reads one chunk.
    pub(crate) fn read(&self, chunk: &Chunk) -> Vec<Part> {
        let mut range = chunk.tokens.clone();
        let whole = range.clone();
        while range.len() > 1 && self.is_title(range.start, &range) {
            range.start += 1;
        }
        // "Opinion Jane Doe": a kind of piece without a separator.
        while range.len() > 2
            && self.is(range.start, vocabulary::GENRE)
            && !self.is(range.start, vocabulary::GIVEN | vocabulary::HEAD)
            && !self.is(range.start + 1, vocabulary::HEAD | vocabulary::MODIFIER | vocabulary::ORGHEAD)
        {
            range.start += 1;
        }
        while range.len() > 1 && self.is_degree(range.end - 1, range.len() > 2) {
            range.end -= 1;
        }
        if let Some(part) = self.whole(&range, chunk) {
            return vec![part];
        }
        if range.start > whole.start && range.len() <= MOST_NAME_WORDS && self.is_name(&range, true) {
            // What a title stands before is a name.
            let tail = self.tail(&range, range.start + 1);
            if tail.is_none_or(|k| k > range.start + 1) {
                return self.split(&range, tail, chunk);
            }
        }
        let tail = self.tail(&range, range.start);
        self.split(&range, tail, chunk)
    }

    /// Chunks that are looked up as a whole.
    fn whole(&self, range: &Range<usize>, chunk: &Chunk) -> Option<Part> {
        let raw = self.raw(range);
        let classes = self.classes(range);
        if let Some(agency) = agency::find(raw) {
            let person = range.len() > 1 && self.is(range.start, vocabulary::GIVEN);
            if !person {
                return Some(Part::Agency(agency));
            }
        }
        if range.len() > 1 && self.is(range.start, vocabulary::PARTICLE) && self.is_small(range.start) {
            let rest = range.start + 1..range.end;
            if let Some(agency) = agency::find(self.raw(&rest)) {
                return Some(Part::Agency(agency));
            }
        }
        if self.site.is_some_and(|site| same(site, raw)) {
            // "Jane Doe" may be a site and its author.
            let person =
                range.len() > 1 && self.is(range.start, vocabulary::GIVEN) && self.is_name(range, true);
            return (!person).then_some(Part::Nobody);
        }
        let given = range.len() == 1 && classes & vocabulary::GIVEN != 0;
        let behind = chunk.mark != Mark::Start && !chunk.led && !chunk.closed;
        if classes & vocabulary::HEAD != 0 && behind && !given {
            return Some(Part::Role(range.clone()));
        }
        if behind && range.len() == 1 && classes & vocabulary::SUFFIX != 0 {
            return Some(Part::Suffix(range.start));
        }
        if classes & vocabulary::GENERIC != 0 && !given {
            // "Redaktion" is a newsroom, "Staff" is nobody.
            return Some(Part::Nobody);
        }
        if classes & vocabulary::AGENCIES != 0 {
            return Some(Part::Agencies(range.clone()));
        }
        if classes & vocabulary::COLLECTIVE != 0 && !given {
            return Some(Part::Collective(range.clone()));
        }
        if self.is_plain_role(range) {
            return Some(Part::Role(range.clone()));
        }
        if range.len() == 1 {
            let word = &self.folded[range.start];
            if self.vocabulary.is_compound_house(word) && !given {
                return Some(Part::Organization(range.clone()));
            }
            if word.contains("admin")
                || is_domain(word)
                || self.is_degree(range.start, true) && chunk.mark != Mark::Start
            {
                return Some(if is_domain(word) { Part::Organization(range.clone()) } else { Part::Nobody });
            }
            if self.is(
                range.start,
                vocabulary::GENRE
                    | vocabulary::MODIFIER
                    | vocabulary::ORGWORD
                    | vocabulary::UNIT
                    | vocabulary::WEEKDAY,
            ) && !self.is(range.start, vocabulary::GIVEN)
            {
                return Some(if chunk.led { Part::Nobody } else { Part::Organization(range.clone()) });
            }
        }
        let place = classes & vocabulary::PLACE != 0
            || !indexed::PLACES.get(&fold::place(raw)).is_empty() && !self.is(range.start, vocabulary::GIVEN);
        (place && chunk.mark != Mark::Start && !chunk.led).then_some(Part::Place)
    }

    /// Whether a job title comes with its beat and without a name: "Senior Maritime Correspondent".
    fn is_plain_role(&self, range: &Range<usize>) -> bool {
        use vocabulary::{GENRE, GIVEN, HEAD, MODIFIER, ORGWORD, SURNAME};
        let head = (range.start + 1..range.end).find(|&at| {
            let phrase = self.vocabulary.longest(&self.folded[at..range.end], HEAD, &self.languages);
            phrase.is_some_and(|(n, _)| at + n == range.end)
        });
        head.is_some_and(|head| {
            (range.start..head).all(|at| {
                let name = GIVEN | if at == range.start { 0 } else { SURNAME };
                !self.is(at, name) && (self.is(at, MODIFIER | ORGWORD | GENRE) || self.is_common(at))
            })
        })
    }

    /// Whether a word is a given name of English or the page's language. "Urban" is a name elsewhere.
    fn is_own_given(&self, at: usize) -> bool {
        self.vocabulary.is_given_in(&self.folded[at], self.languages.main())
    }

    /// Whether a word is frequent in the page's language, so that it alone is not evidence of a name.
    fn is_common(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.kind == Kind::Word
            && !is_initial(token.text)
            && common_words::is_common(token.text, self.languages.page.or(self.languages.found))
    }

    fn is_title(&self, at: usize, range: &Range<usize>) -> bool {
        if !self.is(at, vocabulary::TITLE)
            || !self.vocabulary.needs_no_stop(&self.folded[at], self.tokens[at].text)
        {
            return false;
        }
        // "Don Doe" and "Professor Doe" need what follows to be a name.
        range.len() > 1 && (range.len() > 2 || !self.is(at, vocabulary::GIVEN))
    }

    fn is_degree(&self, at: usize, behind_name: bool) -> bool {
        let text = self.tokens[at].text;
        self.is(at, vocabulary::DEGREE)
            && (behind_name || text.contains('.'))
            && (text.contains('.') || text.chars().filter(|c| c.is_uppercase()).count() > 1 && !self.capitals)
    }

    /// Where a name ends and a job title, an organization or running text begins; `from` is the first place.
    fn tail(&self, range: &Range<usize>, from: usize) -> Option<usize> {
        use vocabulary::{COLLECTIVE, GIVEN, HEAD, MODIFIER, ORGHEAD, ORGWORD};
        let mut head = None;
        for at in from..range.end {
            let index = at - range.start;
            let small = self.is_small(at) && !self.capitals;
            let name_word = index > 0
                && self.is(at, vocabulary::SURNAME)
                && !small
                && (self.is(at - 1, GIVEN) || is_initial(self.tokens[at - 1].text))
                && index < 3;
            if name_word {
                continue;
            }
            // "James S.A. Poll": initials before the last word, not the form of a company.
            if index > 0 && at + 1 < range.end && is_initial(self.tokens[at].text) && self.has_capital(at + 1)
            {
                continue;
            }
            let here = &self.folded[at..range.end];
            let phrase = self.vocabulary.longest(here, HEAD | COLLECTIVE | ORGHEAD, &self.languages);
            let own =
                phrase.is_some_and(|(_, sense)| sense.language != "en" && self.languages.has(sense.language));
            let given_first = index == 0 && self.is(at, GIVEN) && range.len() > 1 && !own;
            // "Roe-Expertin Jane Doe" begins with a title.
            let opens = index == 0 && range.len() > 2 && self.tokens[at].text.contains('-');
            let compound = (index > 0 || opens) && self.vocabulary.is_compound_head(&self.folded[at]);
            if phrase.is_some_and(|(n, _)| n > 1 || !given_first)
                || compound
                || self.agency_at(at, range).is_some() && index > 1
                || self.is_brand(at, range)
                || index > 0 && is_domain(&self.folded[at])
            {
                head = Some(at);
                break;
            }
            let function = index > 1
                && self.is(at, vocabulary::NOTNAME)
                && !self.is(at, GIVEN | vocabulary::SURNAME | vocabulary::PARTICLE);
            if index > 0 && small && !self.is(at, vocabulary::PARTICLE) && self.has_capital(range.start)
                || function
            {
                head = Some(at);
                break;
            }
        }
        let mut at = match head {
            Some(at) => at,
            // "Jane Doe Senior Life" before "and Trends Reporter".
            None => {
                let start = (range.start + 2..range.end)
                    .find(|&i| (i..range.end).all(|j| self.is(j, MODIFIER) && !self.is(j, GIVEN)));
                return start;
            }
        };
        let floor = range.start + if self.is(range.start, GIVEN) && range.start < from + 1 { 2 } else { 0 };
        while at > floor.max(from)
            && (self.is(at - 1, MODIFIER | ORGWORD | HEAD | vocabulary::GENRE)
                || self.is_small(at - 1) && !self.is(at - 1, vocabulary::PARTICLE))
            && !(self.is(at - 1, GIVEN) && at - 1 == range.start)
        {
            at -= 1;
        }
        Some(at)
    }

    fn is_small(&self, at: usize) -> bool {
        let text = self.tokens[at].text;
        text.chars().any(char::is_lowercase) && !text.contains(char::is_uppercase)
    }

    fn has_capital(&self, at: usize) -> bool {
        self.tokens[at].text.contains(char::is_uppercase)
    }

    /// The agency whose name stands at `at`, and the tokens it has.
    fn agency_at(&self, at: usize, range: &Range<usize>) -> Option<(&'static Agency, usize)> {
        (1..=MOST_AGENCY_WORDS.min(range.end - at))
            .rev()
            .find_map(|n| agency::find(self.raw(&(at..at + n))).map(|a| (a, n)))
    }

    /// A word that is no surname by its shape: "WebNews", "WXYZ" behind a name in small letters.
    fn is_brand(&self, at: usize, range: &Range<usize>) -> bool {
        /// What a half of such a word is.
        const BRAND: vocabulary::Class = vocabulary::ORGWORD
            | vocabulary::ORGHEAD
            | vocabulary::COLLECTIVE
            | vocabulary::HEAD
            | vocabulary::MODIFIER
            | vocabulary::GENRE
            | vocabulary::NOTNAME
            | vocabulary::DOMAIN;
        /// Capitals of a word that is no surname in capitals.
        const CAPITALS: usize = 3;
        if at < range.start + 2 || self.is(at, vocabulary::SUFFIX) {
            return false;
        }
        let text = self.tokens[at].text;
        let upper = text.chars().filter(|c| c.is_uppercase()).count();
        let all = text.chars().all(|c| c.is_uppercase() || c.is_numeric());
        if all {
            let before = &self.tokens[at - 1].text;
            return upper >= CAPITALS
                && before.contains(char::is_lowercase)
                && before.chars().count() > 2
                && !self.is(at - 1, vocabulary::GIVEN | vocabulary::PARTICLE);
        }
        // "WebNews", but "SanRoe" is a surname.
        let ends = text.char_indices().zip(text.chars().skip(1));
        let seam = ends
            .filter(|((_, a), b)| a.is_lowercase() && b.is_uppercase())
            .map(|((i, a), _)| text.split_at(i + a.len_utf8()))
            .any(|(left, right)| {
                [left, right].iter().any(|half| self.vocabulary.is(&vocabulary::fold(half), BRAND))
            });
        let prefix =
            ["Mc", "Mac", "De", "Di", "La", "Le", "Van", "Von", "Del", "Fitz", "Da", "Du", "El", "Al"];
        seam && !prefix
            .iter()
            .any(|p| text.strip_prefix(p).is_some_and(|r| r.starts_with(char::is_uppercase)))
            && !text.contains(['-', '\'', '’'])
    }

    /// Parts a chunk at the tail that was found.
    fn split(&self, range: &Range<usize>, tail: Option<usize>, chunk: &Chunk) -> Vec<Part> {
        let Some(tail) = tail else { return vec![self.plain(range, chunk)] };
        if tail == range.start {
            return self.title_first(range, chunk);
        }
        let name_end = self.name_end(&(range.start..tail), tail < range.end);
        let name = range.start..name_end;
        let rest = name_end..range.end;
        if !self.is_name(&name, chunk.led || rest.is_empty()) {
            // "Example Times", "The Roe Institute".
            return vec![self.title(range)];
        }
        let one = name.len() == 1 && !self.is(name.start, vocabulary::GIVEN) && !self.is_small(rest.start);
        if one && !matches!(self.title(&rest), Part::Role(_)) {
            return vec![self.title(range)];
        }
        let house = self.title(&rest);
        let last = self.tokens[name.end - 1].text;
        // "Jeanne EXEMPLE Example News"
        let surname = name.len() > 1
            && !self.capitals
            && last.chars().count() > 2
            && last.chars().all(char::is_uppercase)
            && self.tokens[name.start].text.contains(char::is_lowercase);
        let given =
            surname || self.is(name.start, vocabulary::GIVEN) || is_initial(self.tokens[name.start].text);
        let houses = matches!(house, Part::Collective(_))
            || matches!(chunk.mark, Mark::Slash | Mark::Bar) && !chunk.led;
        if houses && !given {
            return vec![self.title(range)];
        }
        vec![Part::Person(self.words(&name)), house]
    }

    /// The end of the name in what stands before a tail.
    fn name_end(&self, range: &Range<usize>, has_tail: bool) -> usize {
        if !has_tail || range.len() <= 2 {
            return range.end;
        }
        let mut at = range.start + 1;
        // Initials, particles and second given names stand before the surname.
        while at + 1 < range.end
            && (is_initial(self.tokens[at].text)
                || self.tokens[at].kind == Kind::Quote
                || self.tokens[at - 1].kind == Kind::Quote
                || self.is(at, vocabulary::PARTICLE)
                    && !(at > range.start + 1 && self.has_capital(at) && self.is(at, vocabulary::ORGHEAD))
                || self.is(at, vocabulary::GIVEN)
                    && at < range.start + 2
                    && !self.is_brand(at + 1, range)
                    && !(at + 2 == range.end && self.is(at + 1, vocabulary::MODIFIER))
                || is_initial(self.tokens[range.start].text)
                    && at == range.start + 1
                    && range.end - at < 3
                    && self.is(at, vocabulary::GIVEN))
        {
            at += 1;
        }
        at += 1;
        let two_surnames = matches!(self.languages.main(), "es" | "pt" | "ca" | "gl");
        if at + 1 == range.end && two_surnames {
            at += 1;
        }
        // "John Roe Senior Tides Reporter" has a title, "John Roe Senior" a suffix.
        while at < range.end && self.is(at, vocabulary::SUFFIX) && !self.is(at, vocabulary::MODIFIER) {
            at += 1;
        }
        at
    }

    /// A chunk that begins with a job title or an organization: "Reporter Jane Doe", "Example News".
    fn title_first(&self, range: &Range<usize>, chunk: &Chunk) -> Vec<Part> {
        let mut at = range.start;
        let mut head_end = None;
        while at < range.end {
            match self.vocabulary.longest(
                &self.folded[at..range.end],
                vocabulary::HEAD | vocabulary::MODIFIER,
                &self.languages,
            ) {
                Some((n, sense)) => {
                    at += n;
                    if sense.class == vocabulary::HEAD {
                        head_end = Some(at);
                    }
                }
                None if self.vocabulary.is_compound_head(&self.folded[at]) => {
                    at += 1;
                    head_end = Some(at);
                }
                None => break,
            }
            if head_end.is_some() && self.is_given_at(at, range) {
                break;
            }
        }
        // "כתב לענייני ים" behind a name: scripts without capitals do not tell a name from a beat.
        let beat = chunk.mark == Mark::Comma
            && !chunk.led
            && !self.text.contains(|c: char| c.is_uppercase() || c.is_lowercase());
        if let Some(end) = head_end.filter(|&e| e < range.end && !beat) {
            let name = end..range.end;
            let given = self.is_given_at(end, range);
            let tail = self.tail(&name, name.start + 1);
            let name_end = tail.unwrap_or(name.end);
            let named = end..self.name_end(&(end..name_end), tail.is_some());
            if named.len() > 1
                && self.is_name(&named, given || chunk.led)
                && (given || tail.is_none() && named.len() <= 3)
            {
                let mut parts = vec![Part::Role(range.start..end), Part::Person(self.words(&named))];
                if named.end < range.end {
                    parts.push(self.title(&(named.end..range.end)));
                }
                return parts;
            }
        }
        // "Example Insider Jane Doe": a name at the end of an organization.
        for start in (range.start + 2..range.end.saturating_sub(1)).rev() {
            let name = start..range.end;
            if name.len() <= 3
                && self.is_given_at(start, range)
                && self.tail(&name, start + 1).is_none()
                && self.is_name(&name, true)
            {
                return vec![Part::Person(self.words(&name)), self.title(&(range.start..start))];
            }
        }
        vec![self.title(range)]
    }

    fn is_given_at(&self, at: usize, range: &Range<usize>) -> bool {
        at < range.end && self.has_capital(at) && self.is(at, vocabulary::GIVEN)
    }

    /// What a run of words that is no name is.
    fn title(&self, range: &Range<usize>) -> Part {
        use vocabulary::{COLLECTIVE, HEAD, ORGHEAD};
        if let Some(agency) = agency::find(self.raw(range)) {
            return Part::Agency(agency);
        }
        let classes = self.classes(range);
        if classes & vocabulary::GENERIC != 0 {
            return Part::Nobody;
        }
        if classes & vocabulary::AGENCIES != 0 {
            return Part::Agencies(range.clone());
        }
        let last = |class| {
            range.clone().rev().find(|&at| {
                self.vocabulary.longest(&self.folded[at..range.end], class, &self.languages).is_some()
            })
        };
        let first = self.vocabulary.longest(&self.folded[range.clone()], HEAD, &self.languages);
        let head = first
            .map(|_| range.start)
            .or_else(|| last(HEAD))
            .or_else(|| range.clone().find(|&at| self.vocabulary.is_compound_head(&self.folded[at])));
        match (head, last(COLLECTIVE)) {
            (Some(head), collective) if head == range.start || collective.is_none_or(|c| c < head) => {
                Part::Role(range.clone())
            }
            (_, Some(_)) => Part::Collective(range.clone()),
            _ if last(ORGHEAD).is_some()
                || self.has_capital(range.start)
                    && (!self.is(range.start, vocabulary::NOTNAME)
                        || (range.start + 1..range.end).any(|at| self.has_capital(at))) =>
            {
                Part::Organization(range.clone())
            }
            _ => Part::Nobody,
        }
    }

    /// A chunk without a tail.
    fn plain(&self, range: &Range<usize>, chunk: &Chunk) -> Part {
        // All names of a list have its lead.
        let listed =
            chunk.lead == Lead::By && !chunk.closed && matches!(chunk.mark, Mark::Comma | Mark::Join);
        if self.is_name(range, chunk.led || listed && range.len() == 1) {
            return Part::Person(self.words(range));
        }
        let place = range.len() > 1 && range.len() < 4 && self.is(range.start, vocabulary::PLACEHEAD);
        if place && chunk.mark != Mark::Start {
            return Part::Place;
        }
        if range.clone().any(|i| self.is(i, vocabulary::ORGWORD)) && self.has_capital(range.start) {
            return Part::Organization(range.clone());
        }
        Part::Nobody
    }

    pub(crate) fn words(&self, range: &Range<usize>) -> Vec<usize> {
        range.clone().filter(|&i| matches!(self.tokens[i].kind, Kind::Word | Kind::Quote)).collect()
    }

    /// Whether a run of words has the shape of a name. `sure`: something else says that it is one.
    pub(crate) fn is_name(&self, range: &Range<usize>, sure: bool) -> bool {
        use vocabulary::{GIVEN, NOTNAME, ORGWORD, PARTICLE, SURNAME};
        let words = range.clone().filter(|&i| self.tokens[i].kind == Kind::Word);
        let mut plain = 0;
        let mut capitalized = 0;
        let mut caseless = 0;
        let mut common = 0;
        let mut given = false;
        for (n, at) in words.clone().enumerate() {
            let text = self.tokens[at].text;
            let digit = text.contains(|c: char| c.is_ascii_digit());
            if digit && !(sure && range.len() == 1) || is_house_compound(text) {
                return false;
            }
            if !text.contains(char::is_alphabetic) || is_domain(&self.folded[at]) {
                return false;
            }
            let is_particle = self.is(at, PARTICLE) && n > 0;
            given |= self.is(at, GIVEN);
            if is_particle {
                continue;
            }
            let after_given = n == 1 && range.len() == 2 && given && !self.is(at, NOTNAME);
            let may_be = (self.is(at, GIVEN | SURNAME) && (n > 0 || self.is(at, GIVEN)) || after_given)
                && !self.is_small(at);
            if self.is(at, NOTNAME | ORGWORD) && !may_be && !is_initial(text) {
                return false;
            }
            common += usize::from(self.is_common(at) && !self.is_own_given(at));
            plain += 1;
            let cased = text.chars().any(|c| c.is_lowercase() || c.is_uppercase());
            caseless += usize::from(!cased);
            capitalized += usize::from(text.contains(char::is_uppercase));
        }
        if plain == 0 || plain > MOST_NAME_WORDS {
            return false;
        }
        // "Copy Link", "By Primary Use"; but a lead word makes a name of "Frank Stone".
        let surname = sure && plain > 1 && self.is(range.end - 1, SURNAME);
        let kept = self.classes(range) & vocabulary::KEEP != 0;
        if common == plain && !(surname || kept || sure && caseless > 1) {
            return false;
        }
        if caseless > 0 {
            return plain > 1 || sure;
        }
        if plain == 1 && range.len() == 1 {
            return self.is_single(range.start, sure);
        }
        // "Mensch zu Mensch"
        let mut seen: Vec<&str> = words.map(|i| self.folded[i].as_ref()).collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        if seen.len() < all && plain <= 2 {
            return false;
        }
        let trailing = range.end - 1;
        if plain == 1 && self.is(trailing, PARTICLE) && self.is_small(trailing) {
            // "Nota de"
            return false;
        }
        if capitalized == 0 {
            return plain <= 3
                && (common == 0 || kept || range.len() == self.tokens.len())
                && (given || plain > 1 && (sure || range.len() == self.tokens.len()));
        }
        capitalized + caseless == plain || given && capitalized > 0 && plain - capitalized < 2
    }

    fn is_single(&self, at: usize, sure: bool) -> bool {
        /// Letters of a word that is no set of initials.
        const SHORTEST: usize = 3;
        let text = self.tokens[at].text;
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if is_slug(text) {
            return true;
        }
        if letters < SHORTEST || self.is(at, vocabulary::GENERIC) {
            return false;
        }
        if sure {
            return true;
        }
        // A word alone is as often a site as a person.
        self.is(at, vocabulary::GIVEN)
            && text.starts_with(char::is_uppercase)
            && text.contains(char::is_lowercase)
    }
}

/// "ARD-Studio": an abbreviation and a word.
fn is_house_compound(text: &str) -> bool {
    /// Letters of an abbreviation that is not initials.
    const LETTERS: usize = 3;
    text.split_once('-').is_some_and(|(head, rest)| {
        head.chars().count() >= LETTERS
            && head.chars().all(char::is_uppercase)
            && rest.chars().count() > LETTERS
            && rest.chars().skip(1).all(char::is_lowercase)
    })
}

/// "J.", "J.R.", "J".
pub(crate) fn is_initial(text: &str) -> bool {
    text.chars().any(char::is_uppercase)
        && text.split('.').filter(|p| !p.is_empty()).all(|p| p.chars().count() == 1)
}

/// "jane-doe", "jane.doe", "jane_doe".
pub(crate) fn is_slug(text: &str) -> bool {
    /// Letters of a part of a slug, at least.
    const PART: usize = 2;
    let parts: Vec<&str> = text.split(['-', '.', '_']).collect();
    // "Anna-Maria" is one given name.
    let small = !text.contains(char::is_uppercase);
    let titled = |p: &&str| p.chars().all(char::is_alphabetic) && p.chars().skip(1).all(char::is_lowercase);
    (2..=3).contains(&parts.len())
        && (small || !text.contains('-'))
        && parts.iter().all(|p| p.len() >= PART && (p.chars().all(char::is_lowercase) || titled(p)))
        && !is_domain(text)
}

/// "news.example", by its last part.
pub(crate) fn is_domain(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(head, end)| {
        head.len() > 1
            && !head.ends_with('.')
            && vocabulary::get().is(end, vocabulary::DOMAIN)
            && head.chars().any(|c| c.is_alphabetic())
    })
}

/// Whether two names are the same but for case, marks and white space.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let letters = |s: &str| -> Vec<char> {
        s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let a = letters(a);
    !a.is_empty() && a == letters(b)
}
