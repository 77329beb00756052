//! Classifies a segment of words as one or more entities: names, job titles, organizations, places.

use std::{borrow::Cow, ops::Range};

use super::{
    name_test::MOST_NAME_WORDS,
    segment::{LeadWord, Segment, Separator},
    shape::{is_domain, is_initial, is_slug, same},
    token::{Token, TokenKind},
    vocabulary::{self, Languages, Vocabulary},
};
use crate::{
    lexicon::{agency, agency::Agency},
    lexicon::{fold, indexed},
};

/// Maximum words of an agency name inside a segment.
const MOST_AGENCY_WORDS: usize = 5;

/// One entity of a segment. Ranges are token indices.
#[derive(Clone, Debug)]
pub(crate) enum Entity {
    Person(Vec<usize>),
    Role(Range<usize>),
    /// A news agency.
    Agency(&'static Agency),
    /// A newsroom.
    Collective(Range<usize>),
    /// "Agencies" without a name.
    Agencies(Range<usize>),
    /// A company, outlet or institution.
    Organization(Range<usize>),
    Place,
    /// "Jr." after a comma.
    Suffix(usize),
    /// Names no one.
    Nobody,
}

/// Splits segments into entities.
pub(crate) struct EntityReader<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: &'t [Token<'t>],
    pub(crate) folded: &'t [Cow<'t, str>],
    pub(crate) languages: Languages<'t>,
    pub(crate) vocabulary: &'static Vocabulary,
    pub(crate) site: Option<&'t str>,
    /// The string has no lower-case letters.
    pub(crate) capitals: bool,
}

impl EntityReader<'_> {
    pub(crate) fn is(&self, at: usize, class: vocabulary::WordClass) -> bool {
        self.tokens[at].kind != TokenKind::Quote && self.vocabulary.is(&self.folded[at], class)
    }

    /// Returns the string from the first to the last token of a range, as printed.
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

    pub(super) fn classes(&self, range: &Range<usize>) -> vocabulary::WordClass {
        self.vocabulary.classes(&self.joined(range))
    }

    /// Reads one segment.
    pub(crate) fn read(&self, segment: &Segment) -> Vec<Entity> {
        let mut range = segment.tokens.clone();
        let whole = range.clone();
        while range.len() > 1 && self.is_title(range.start, &range) {
            range.start += 1;
        }
        // "Opinion Jane Doe": a kind of piece without a separator.
        while range.len() > 2
            && self.is(range.start, vocabulary::GENRE)
            && !self.is(range.start, vocabulary::GIVEN_NAME | vocabulary::JOB_HEAD)
            && !self.is(range.start + 1, vocabulary::JOB_HEAD | vocabulary::MODIFIER | vocabulary::ORG_HEAD)
        {
            range.start += 1;
        }
        while range.len() > 1 && self.is_degree(range.end - 1, range.len() > 2) {
            range.end -= 1;
        }
        if let Some(entity) = self.whole(&range, segment) {
            return vec![entity];
        }
        if range.start > whole.start && range.len() <= MOST_NAME_WORDS && self.is_name(&range, true) {
            // A title is followed by a name.
            let tail = self.tail(&range, range.start + 1);
            if tail.is_none_or(|k| k > range.start + 1) {
                return self.split(&range, tail, segment);
            }
        }
        let tail = self.tail(&range, range.start);
        self.split(&range, tail, segment)
    }

    /// Classifies segments that are looked up as a whole.
    fn whole(&self, range: &Range<usize>, segment: &Segment) -> Option<Entity> {
        let raw = self.raw(range);
        let classes = self.classes(range);
        if let Some(agency) = agency::find(raw) {
            let person = range.len() > 1 && self.is(range.start, vocabulary::GIVEN_NAME);
            if !person {
                return Some(Entity::Agency(agency));
            }
        }
        if range.len() > 1 && self.is(range.start, vocabulary::PARTICLE) && self.is_small(range.start) {
            let rest = range.start + 1..range.end;
            if let Some(agency) = agency::find(self.raw(&rest)) {
                return Some(Entity::Agency(agency));
            }
        }
        if self.site.is_some_and(|site| same(site, raw)) {
            // "Jane Doe" may be both a site and its author.
            let person =
                range.len() > 1 && self.is(range.start, vocabulary::GIVEN_NAME) && self.is_name(range, true);
            return (!person).then_some(Entity::Nobody);
        }
        let given = range.len() == 1 && classes & vocabulary::GIVEN_NAME != 0;
        let behind = segment.mark != Separator::Start && !segment.led && !segment.closed;
        if classes & vocabulary::JOB_HEAD != 0 && behind && !given {
            return Some(Entity::Role(range.clone()));
        }
        if behind && range.len() == 1 && classes & vocabulary::SUFFIX != 0 {
            return Some(Entity::Suffix(range.start));
        }
        if classes & vocabulary::GENERIC != 0 && !given {
            // "Redaktion" is a newsroom; "Staff" names no one.
            return Some(Entity::Nobody);
        }
        if classes & vocabulary::AGENCIES != 0 {
            return Some(Entity::Agencies(range.clone()));
        }
        if classes & vocabulary::COLLECTIVE != 0 && !given {
            return Some(Entity::Collective(range.clone()));
        }
        if self.is_plain_role(range) {
            return Some(Entity::Role(range.clone()));
        }
        if range.len() == 1 {
            let word = &self.folded[range.start];
            if self.vocabulary.is_compound_house(word) && !given {
                return Some(Entity::Organization(range.clone()));
            }
            // "author_name"
            let placeholder = is_slug(word) && {
                let words = word.replace(['-', '.', '_'], " ");
                self.vocabulary.is(&words, vocabulary::GENERIC)
            };
            if word.contains("admin")
                || placeholder
                || is_domain(word)
                || self.is_degree(range.start, true) && segment.mark != Separator::Start
            {
                return Some(if is_domain(word) {
                    Entity::Organization(range.clone())
                } else {
                    Entity::Nobody
                });
            }
            if self.is(
                range.start,
                vocabulary::GENRE
                    | vocabulary::MODIFIER
                    | vocabulary::ORG_WORD
                    | vocabulary::UNIT
                    | vocabulary::WEEKDAY,
            ) && !self.is(range.start, vocabulary::GIVEN_NAME)
            {
                return Some(if segment.led { Entity::Nobody } else { Entity::Organization(range.clone()) });
            }
        }
        let place = classes & vocabulary::PLACE != 0
            || !indexed::PLACES.get(&fold::place(raw)).is_empty()
                && !self.is(range.start, vocabulary::GIVEN_NAME);
        (place && segment.mark != Separator::Start && !segment.led).then_some(Entity::Place)
    }

    /// Returns whether a range is a job title with a beat but without a name: "Senior Maritime Correspondent".
    fn is_plain_role(&self, range: &Range<usize>) -> bool {
        use vocabulary::{GENRE, GIVEN_NAME, JOB_HEAD, MODIFIER, ORG_WORD, SURNAME};
        let head = (range.start + 1..range.end).find(|&at| {
            let phrase = self.vocabulary.longest(&self.folded[at..range.end], JOB_HEAD, &self.languages);
            phrase.is_some_and(|(n, _)| at + n == range.end)
        });
        head.is_some_and(|head| {
            (range.start..head).all(|at| {
                let name = GIVEN_NAME | if at == range.start { 0 } else { SURNAME };
                !self.is(at, name) && (self.is(at, MODIFIER | ORG_WORD | GENRE) || self.is_common(at))
            })
        })
    }

    fn is_title(&self, at: usize, range: &Range<usize>) -> bool {
        if !self.is(at, vocabulary::TITLE)
            || !self.vocabulary.needs_no_stop(&self.folded[at], self.tokens[at].text)
        {
            return false;
        }
        // "Don Doe" and "Professor Doe" are titles only if a name follows.
        range.len() > 1 && (range.len() > 2 || !self.is(at, vocabulary::GIVEN_NAME))
    }

    fn is_degree(&self, at: usize, after_name: bool) -> bool {
        let text = self.tokens[at].text;
        self.is(at, vocabulary::DEGREE)
            && (after_name || text.contains('.'))
            && (text.contains('.') || text.chars().filter(|c| c.is_uppercase()).count() > 1 && !self.capitals)
    }

    /// Returns where a name ends and a job title, organization or running text begins. Searches from `from`.
    fn tail(&self, range: &Range<usize>, from: usize) -> Option<usize> {
        use vocabulary::{COLLECTIVE, GIVEN_NAME, JOB_HEAD, MODIFIER, ORG_HEAD, ORG_WORD};
        let mut head = None;
        for at in from..range.end {
            let index = at - range.start;
            let small = self.is_small(at) && !self.capitals;
            let name_word = index > 0
                && self.is(at, vocabulary::SURNAME)
                && !small
                && (self.is(at - 1, GIVEN_NAME) || is_initial(self.tokens[at - 1].text))
                && index < 3;
            if name_word {
                continue;
            }
            // "James S.A. Poll": these are initials before the last word, not a company form.
            if index > 0 && at + 1 < range.end && is_initial(self.tokens[at].text) && self.has_capital(at + 1)
            {
                continue;
            }
            let here = &self.folded[at..range.end];
            let phrase = self.vocabulary.longest(here, JOB_HEAD | COLLECTIVE | ORG_HEAD, &self.languages);
            let own =
                phrase.is_some_and(|(_, sense)| sense.language != "en" && self.languages.has(sense.language));
            let given_first = index == 0 && self.is(at, GIVEN_NAME) && range.len() > 1 && !own;
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
                && self.is(at, vocabulary::NOT_NAME)
                && !self.is(at, GIVEN_NAME | vocabulary::SURNAME | vocabulary::PARTICLE);
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
                    .find(|&i| (i..range.end).all(|j| self.is(j, MODIFIER) && !self.is(j, GIVEN_NAME)));
                return start;
            }
        };
        let floor =
            range.start + if self.is(range.start, GIVEN_NAME) && range.start < from + 1 { 2 } else { 0 };
        while at > floor.max(from)
            && (self.is(at - 1, MODIFIER | ORG_WORD | JOB_HEAD | vocabulary::GENRE)
                || self.is_small(at - 1) && !self.is(at - 1, vocabulary::PARTICLE))
            && !(self.is(at - 1, GIVEN_NAME) && at - 1 == range.start)
        {
            at -= 1;
        }
        // "Iracema Peçanha Da Redação": the particle belongs to the newsroom.
        let owned = at > range.start + 2 && self.is(at - 1, vocabulary::PARTICLE) && self.is(at, COLLECTIVE);
        Some(at - usize::from(owned))
    }

    pub(super) fn is_small(&self, at: usize) -> bool {
        let text = self.tokens[at].text;
        text.chars().any(char::is_lowercase) && !text.contains(char::is_uppercase)
    }

    pub(super) fn has_capital(&self, at: usize) -> bool {
        self.tokens[at].text.contains(char::is_uppercase)
    }

    /// Returns the agency whose name begins at `at`, and the number of its tokens.
    fn agency_at(&self, at: usize, range: &Range<usize>) -> Option<(&'static Agency, usize)> {
        (1..=MOST_AGENCY_WORDS.min(range.end - at))
            .rev()
            .find_map(|n| agency::find(self.raw(&(at..at + n))).map(|a| (a, n)))
    }

    /// Splits a segment at the tail.
    fn split(&self, range: &Range<usize>, tail: Option<usize>, segment: &Segment) -> Vec<Entity> {
        let Some(tail) = tail else {
            if let Some(pair) = self.two_names(range) {
                return pair.map(|name| Entity::Person(self.words(&name))).to_vec();
            }
            return vec![self.plain(range, segment)];
        };
        if tail == range.start {
            return self.title_first(range, segment);
        }
        let name_end = self.name_end(&(range.start..tail), tail < range.end);
        let name = range.start..name_end;
        let rest = if name.len() > 1 { self.after_link(name_end..range.end) } else { name_end..range.end };
        if !self.is_name(&name, segment.led || rest.is_empty()) {
            // "Example Times", "The Roe Institute".
            return vec![self.title(range)];
        }
        let one =
            name.len() == 1 && !self.is(name.start, vocabulary::GIVEN_NAME) && !self.is_small(rest.start);
        if one && !matches!(self.title(&rest), Entity::Role(_)) {
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
        let given = surname
            || self.is(name.start, vocabulary::GIVEN_NAME)
            || is_initial(self.tokens[name.start].text);
        let houses = matches!(house, Entity::Collective(_)) && rest.start == name_end
            || matches!(segment.mark, Separator::Slash | Separator::Bar) && !segment.led;
        // "Harlow Marrow University" is one name, "Mara Harlow University" a person and a house.
        let institution = rest.len() == 1 && self.is(rest.start, vocabulary::INSTITUTION);
        if (houses || institution && !segment.led) && !given {
            return vec![self.title(range)];
        }
        vec![Entity::Person(self.words(&name)), house]
    }

    /// Returns what follows a name without the word that links it to the name: "OF THE BEACON STAFF", "for Harbour Post".
    fn after_link(&self, rest: Range<usize>) -> Range<usize> {
        let has_small = |at: usize| self.tokens[at].text.contains(char::is_lowercase);
        let in_capitals = || !has_small(rest.start) && rest.start > 0 && !has_small(rest.start - 1);
        let links = rest.len() > 1
            && (self.is_small(rest.start) || in_capitals())
            && self
                .vocabulary
                .longest(&self.folded[rest.start..=rest.start], vocabulary::NOT_NAME, &self.languages)
                .is_some_and(|(_, sense)| sense.language == "en");
        rest.start + usize::from(links)..rest.end
    }

    /// Returns the end of the name in the range before a tail.
    fn name_end(&self, range: &Range<usize>, has_tail: bool) -> usize {
        if !has_tail || range.len() <= 2 {
            return range.end;
        }
        let mut at = range.start + 1;
        // Initials, particles and second given names precede the surname.
        while at + 1 < range.end
            && (is_initial(self.tokens[at].text)
                || self.tokens[at].kind == TokenKind::Quote
                || self.tokens[at - 1].kind == TokenKind::Quote
                || self.is(at, vocabulary::PARTICLE)
                    && !(at > range.start + 1 && self.has_capital(at) && self.is(at, vocabulary::ORG_HEAD))
                || self.is(at, vocabulary::GIVEN_NAME)
                    && at < range.start + 2
                    && !self.is_brand(at + 1, range)
                    && !self.is(at + 1, vocabulary::MODIFIER)
                || is_initial(self.tokens[range.start].text)
                    && at == range.start + 1
                    && range.end - at < 3
                    && self.is(at, vocabulary::GIVEN_NAME))
        {
            at += 1;
        }
        at += 1;
        let two_surnames = matches!(self.languages.main(), "es" | "pt" | "ca" | "gl");
        if at + 1 == range.end && two_surnames {
            at += 1;
        }
        // "John Roe Senior Tides Reporter" contains a title, "John Roe Senior" a suffix.
        while at < range.end && self.is(at, vocabulary::SUFFIX) && !self.is(at, vocabulary::MODIFIER) {
            at += 1;
        }
        at
    }

    /// Splits a segment that begins with a job title or an organization: "Reporter Jane Doe", "Example News".
    fn title_first(&self, range: &Range<usize>, segment: &Segment) -> Vec<Entity> {
        let mut at = range.start;
        let mut head_end = None;
        while at < range.end {
            match self.vocabulary.longest(
                &self.folded[at..range.end],
                vocabulary::JOB_HEAD | vocabulary::MODIFIER,
                &self.languages,
            ) {
                Some((n, sense)) => {
                    at += n;
                    if sense.class == vocabulary::JOB_HEAD {
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
        // "כתב לענייני ים" after a name: in scripts without capitals, names look like beats.
        let beat = segment.mark == Separator::Comma
            && !segment.led
            && !self.text.contains(|c: char| c.is_uppercase() || c.is_lowercase());
        if let Some(end) = head_end.filter(|&e| e < range.end && !beat) {
            let name = end..range.end;
            let given = self.is_given_at(end, range);
            let tail = self.tail(&name, name.start + 1);
            let name_end = tail.unwrap_or(name.end);
            let named = end..self.name_end(&(end..name_end), tail.is_some());
            if named.len() > 1
                && self.is_name(&named, given || segment.led)
                && (given || tail.is_none() && named.len() <= 3)
            {
                let mut entities = vec![Entity::Role(range.start..end), Entity::Person(self.words(&named))];
                if named.end < range.end {
                    entities.push(self.title(&(named.end..range.end)));
                }
                return entities;
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
                return vec![Entity::Person(self.words(&name)), self.title(&(range.start..start))];
            }
        }
        vec![self.title(range)]
    }

    fn is_given_at(&self, at: usize, range: &Range<usize>) -> bool {
        at < range.end && self.has_capital(at) && self.is(at, vocabulary::GIVEN_NAME)
    }

    /// Classifies a run of words that is not a name.
    fn title(&self, range: &Range<usize>) -> Entity {
        use vocabulary::{COLLECTIVE, JOB_HEAD, ORG_HEAD};
        if let Some(agency) = agency::find(self.raw(range)) {
            return Entity::Agency(agency);
        }
        let classes = self.classes(range);
        if classes & vocabulary::GENERIC != 0 {
            return Entity::Nobody;
        }
        if classes & vocabulary::AGENCIES != 0 {
            return Entity::Agencies(range.clone());
        }
        let last = |class| {
            range.clone().rev().find(|&at| {
                self.vocabulary.longest(&self.folded[at..range.end], class, &self.languages).is_some()
            })
        };
        let first = self.vocabulary.longest(&self.folded[range.clone()], JOB_HEAD, &self.languages);
        let head = first
            .map(|_| range.start)
            .or_else(|| last(JOB_HEAD))
            .or_else(|| range.clone().find(|&at| self.vocabulary.is_compound_head(&self.folded[at])));
        match (head, last(COLLECTIVE)) {
            (Some(head), collective) if head == range.start || collective.is_none_or(|c| c < head) => {
                Entity::Role(range.clone())
            }
            (_, Some(_)) => Entity::Collective(range.clone()),
            _ if last(ORG_HEAD).is_some()
                || self.has_capital(range.start)
                    && (!self.is(range.start, vocabulary::NOT_NAME)
                        || (range.start + 1..range.end).any(|at| self.has_capital(at))) =>
            {
                Entity::Organization(range.clone())
            }
            _ => Entity::Nobody,
        }
    }

    /// Classifies a segment without a tail.
    fn plain(&self, range: &Range<usize>, segment: &Segment) -> Entity {
        // A lead word applies to all names of a list.
        let listed = segment.lead == LeadWord::By
            && !segment.closed
            && matches!(segment.mark, Separator::Comma | Separator::Join);
        if self.is_name(range, segment.led || listed && range.len() == 1) {
            return Entity::Person(self.words(range));
        }
        let place = range.len() > 1 && range.len() < 4 && self.is(range.start, vocabulary::PLACE_HEAD);
        if place && segment.mark != Separator::Start {
            return Entity::Place;
        }
        if range.clone().any(|i| self.is(i, vocabulary::ORG_WORD)) && self.has_capital(range.start) {
            return Entity::Organization(range.clone());
        }
        Entity::Nobody
    }

    pub(crate) fn words(&self, range: &Range<usize>) -> Vec<usize> {
        range.clone().filter(|&i| matches!(self.tokens[i].kind, TokenKind::Word | TokenKind::Quote)).collect()
    }
}
