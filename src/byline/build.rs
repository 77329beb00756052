//! Builds a byline from entities: decides who is an author, assigns roles and affiliations, and drops the rest.

use std::ops::Range;

use super::{
    Author, Byline,
    entity::{Entity, EntityReader},
    name_case::normal_case,
    segment::{LeadWord, Segment, Separator},
    shape::{is_domain, is_initial, is_slug, same},
    token::TokenKind,
    vocabulary,
};
use crate::lexicon::{agency, agency::Agency};

/// Maximum number of authors kept; papers of large collaborations list thousands.
const MOST_AUTHORS: usize = 200;
/// Maximum length of initials before an agency, in characters: "det/dpa".
const INITIALS: usize = 4;

/// The byline as far as it has been built.
#[derive(Default)]
struct BylineBuilder {
    authors: Vec<Author>,
    /// For each author, whether the text gives them a task other than writing.
    tasks: Vec<bool>,
    organizations: Vec<String>,
    /// An outlet or company seen before any name, and how many organizations precede it.
    house: Option<(usize, String)>,
    /// The last name is followed by a title that is an entity of its own.
    titled: bool,
    /// The outlet appears together with agencies, so it signs the story.
    signed: bool,
    /// The piece consists of pictures.
    pictures: bool,
    /// A newsroom with a colon after it, which is a label if names follow: "Redacción: María Ejemplo".
    label: Option<String>,
}

/// Builds the byline of a list of segments; leaves `raw` and `text` empty. A photographer is an author only next to
/// other authors, or if `pictures` are the piece.
pub(crate) fn build(reader: &EntityReader<'_>, segments: &[Segment], pictures: bool) -> Option<Byline> {
    let mut builder = BylineBuilder { pictures, ..BylineBuilder::default() };
    if let Some(names) = inverted(reader, segments) {
        for (surname, given) in names {
            let words: Vec<usize> =
                given.chain(surname).filter(|&i| reader.tokens[i].kind == TokenKind::Word).collect();
            builder.author(reader.name(&words), None, false);
        }
        return builder.finish();
    }
    // A lead word makes what precedes it irrelevant: a section, a kind of piece, a headline.
    let first = segments
        .iter()
        .position(|c| c.led && c.lead == LeadWord::By && c.mark == Separator::Start)
        .unwrap_or(0);
    let start = if segments[..first].iter().any(|c| matches!(c.lead, LeadWord::Task(_))) { 0 } else { first };
    for (i, segment) in segments.iter().enumerate().skip(start) {
        if segment.closed && builder.any() {
            continue;
        }
        if segment.bare && !builder.any() && reader.is_prose(&segment.tokens) {
            return None;
        }
        let entities = reader.read(segment);
        if is_sentence(reader, segment, &entities) && !builder.any() {
            return None;
        }
        let next = segments.get(i + 1);
        for (n, entity) in entities.iter().enumerate() {
            let context = Position { segment, next, first: n == 0, alone: entities.len() == 1 };
            builder.take(reader, entity, &context);
        }
    }
    builder.finish()
}

/// The position of an entity among segments.
struct Position<'c> {
    segment: &'c Segment,
    next: Option<&'c Segment>,
    /// First entity of its segment.
    first: bool,
    /// Only entity of its segment.
    alone: bool,
}

impl BylineBuilder {
    fn any(&self) -> bool {
        !self.authors.is_empty() || !self.organizations.is_empty()
    }

    fn author(&mut self, name: String, role: Option<String>, task: bool) {
        if name.is_empty() || self.authors.len() >= MOST_AUTHORS {
            return;
        }
        if let Some(at) = self.authors.iter().position(|a| same(&a.name, &name)) {
            let old = &mut self.authors[at].role;
            if let Some(role) = role {
                *old = Some(old.take().map_or(role.clone(), |old| format!("{old}, {role}")));
            }
            return;
        }
        self.authors.push(Author { name, role, affiliation: None });
        self.tasks.push(task);
    }

    fn organization(&mut self, name: &str) {
        if !self.organizations.iter().any(|o| same(o, name)) {
            self.organizations.push(name.to_owned());
        }
    }

    fn take(&mut self, reader: &EntityReader<'_>, entity: &Entity, place: &Position<'_>) {
        let segment = place.segment;
        let task = match segment.lead {
            LeadWord::Task(role) => Some(role),
            _ => None,
        };
        self.titled = match entity {
            Entity::Role(_) => place.first && !self.authors.is_empty(),
            Entity::Person(_) => self.titled,
            _ => false,
        };
        match entity {
            Entity::Person(words) => self.person(reader, words, place, task),
            Entity::Role(range) => {
                let beat = place.first && segment.mark == Separator::Join;
                let role = match beat.then(|| self.last_beat()).flatten() {
                    Some(beat) => format!("{beat} {}", reader.raw(&(range.start - 1..range.end))),
                    None => reader.titled(range),
                };
                self.role(&role, range, reader);
            }
            Entity::Agency(agency) => self.agency(agency, place, task, reader),
            Entity::Agencies(_) if self.any() || self.house.is_some() => self.signed = true,
            Entity::Agencies(range) | Entity::Collective(range) => self.collective(reader, range, place),
            Entity::Organization(range) => {
                let name = reader.titled(range);
                if self.authors.is_empty() {
                    let before = self.organizations.len();
                    self.house.get_or_insert((before, name));
                } else {
                    self.affiliate(&name);
                }
            }
            Entity::Suffix(at) => {
                if let Some(last) = self.authors.last_mut() {
                    last.name.push(' ');
                    last.name.push_str(&normal_case(&[reader.tokens[*at].text], ""));
                }
            }
            Entity::Place | Entity::Nobody => {}
        }
    }

    fn person(
        &mut self,
        reader: &EntityReader<'_>,
        words: &[usize],
        place: &Position<'_>,
        task: Option<&'static str>,
    ) {
        let segment = place.segment;
        let name = reader.name(words);
        let first = words.first().copied().unwrap_or_default();
        let given = reader.is(first, vocabulary::GIVEN_NAME);
        let lasting = place.first && !segment.led && !self.authors.is_empty();
        if lasting {
            let single = words.len() == 1;
            let singles = self.authors.iter().all(|a| !a.name.contains(' '));
            let joined = matches!(segment.mark, Separator::Join | Separator::With | Separator::Start);
            let listed =
                joined || matches!(segment.mark, Separator::Comma | Separator::Semicolon | Separator::Slash);
            let place_name =
                segment.mark == Separator::Comma && reader.is(first, vocabulary::PLACE_HEAD) && !given;
            let alias = segment.bracketed && segment.mark == Separator::Bar;
            // "Jane Doe, Head of Tides, Example River": what follows a title is the employer.
            let titled = self.titled && segment.mark == Separator::Comma && !given && !joined;
            if titled {
                return self.affiliate(&name);
            }
            // In Hungarian the given name is the last word.
            let given_last = || {
                reader.languages.main() == "hu"
                    && words.len() > 1
                    && words.last().is_some_and(|&last| reader.is(last, vocabulary::GIVEN_NAME))
            };
            if single && !joined && !singles || place_name || alias || !listed && !given && !given_last() {
                return;
            }
            if single
                && joined
                && !given
                && !singles
                && matches!(segment.mark, Separator::Join | Separator::With)
            {
                return;
            }
        }
        // "She writes with heart and wit": a single word is not a contributor.
        let helper = matches!(segment.lead, LeadWord::Task("contributor")) && words.len() == 1 && !given;
        if helper && !self.authors.is_empty() {
            return;
        }
        // A label is not an author unless it is clearly a name: "Jane Doe: …".
        if segment.label && !given && !segment.led {
            return;
        }
        let initials = words.len() == 1 && name.chars().count() <= INITIALS && !given;
        let by_agency = |next: &Segment| {
            next.mark == Separator::Slash && agency::find_with_desk(reader.raw(&next.tokens)).is_some()
        };
        if initials && (place.next.is_some_and(by_agency) || segment.mark == Separator::Slash) {
            return;
        }
        let role = match (segment.infix, task) {
            (Some((before, own)), _) => {
                if let Some(last) = self.authors.last_mut() {
                    last.role.get_or_insert_with(|| before.to_owned());
                }
                Some(own.to_owned())
            }
            (None, role) => segment.did.or(role).map(str::to_owned),
        };
        self.author(name, role, task.is_some());
    }

    /// Removes the beat from the last name: "Jane Doe Ferries" before "and Fisheries Correspondent".
    fn last_beat(&mut self) -> Option<String> {
        let author = self.authors.last_mut().filter(|a| a.role.is_none())?;
        let (name, beat) = author.name.rsplit_once(' ')?;
        if !name.contains(' ') {
            return None;
        }
        let (name, beat) = (name.to_owned(), beat.to_owned());
        author.name = name;
        Some(beat)
    }

    fn role(&mut self, role: &str, range: &Range<usize>, reader: &EntityReader<'_>) {
        let plural = range.clone().next_back().is_some_and(|i| reader.folded[i].ends_with('s'));
        if let Some(last) = self.authors.last_mut().filter(|a| a.role.is_none()) {
            last.role = Some(role.to_owned());
        }
        if plural {
            for author in self.authors.iter_mut().filter(|a| a.role.is_none()) {
                author.role = Some(role.to_owned());
            }
        }
    }

    /// Assigns an affiliation to the names before it that have none yet.
    fn affiliate(&mut self, name: &str) {
        /// Maximum words of an affiliation; longer ones are running text, and so are those that repeat an author.
        const WORDS: usize = 10;
        if name.split(' ').count() > WORDS
            || is_running_text(name)
            || self.authors.iter().any(|a| name.contains(&a.name))
        {
            return;
        }
        for author in self.authors.iter_mut().rev() {
            if author.affiliation.is_some() {
                break;
            }
            author.affiliation = Some(name.to_owned());
        }
    }

    fn agency(
        &mut self,
        agency: &Agency,
        place: &Position<'_>,
        task: Option<&str>,
        reader: &EntityReader<'_>,
    ) {
        if task.is_some() {
            return;
        }
        let segment = place.segment;
        let joined = place.first && matches!(segment.mark, Separator::With | Separator::Join);
        let raw = reader.raw(&segment.tokens);
        // In a list without a lead word, an agency written in full is an author of its own.
        let listed = place.alone
            && segment.lead == LeadWord::None
            && segment.mark == Separator::Comma
            && raw.contains([' ', '-'])
            && raw.starts_with(char::is_uppercase);
        let own = joined || listed && agency.kind == agency::AgencyKind::Wire;
        if !(self.authors.is_empty() || own) {
            return self.affiliate(agency.full);
        }
        if agency.kind == agency::AgencyKind::Outlet && !joined {
            let before = self.organizations.len();
            self.house.get_or_insert_with(|| (before, agency.full.to_owned()));
            if segment.mark == Separator::Slash {
                self.signed = true;
            }
            return;
        }
        self.signed = true;
        self.organization(agency.full);
    }

    fn collective(&mut self, reader: &EntityReader<'_>, range: &Range<usize>, place: &Position<'_>) {
        let segment = place.segment;
        let joined = place.first && matches!(segment.mark, Separator::With | Separator::Join);
        // "of our newsroom": words in lower case before the name are not part of it.
        let named = |i: &usize| {
            let text = reader.tokens[*i].text;
            text.contains(char::is_uppercase) || range.len() > 1 && is_domain(text)
        };
        // "la rédaction du Courrier", but "of our newsroom Example Post".
        let own = |at: &usize| {
            reader.is(*at, vocabulary::COLLECTIVE)
                && reader.is(*at + 1, vocabulary::PARTICLE)
                && (at + 2..range.end).any(|i| named(&i))
        };
        let joint = (range.start..range.end.saturating_sub(2)).find(own);
        let capital = joint.or_else(|| range.clone().find(named));
        // "By Staff and news service reports"
        if capital.is_none() && range.len() > 1 && reader.text.contains(char::is_uppercase) {
            return;
        }
        let caseless = !reader.raw(range).contains(|c: char| c.is_lowercase() || c.is_uppercase());
        let range = capital.filter(|_| !caseless).unwrap_or(range.start)..range.end;
        let name = reader.titled(&range);
        if segment.label && place.next.is_some() && !self.any() {
            self.label.get_or_insert(name);
            return;
        }
        if (segment.mark == Separator::With || segment.mark == Separator::Slash)
            && range.len() == 1
            && (self.any() || self.house.is_some())
        {
            self.signed = true;
            return;
        }
        if !self.authors.is_empty() && !joined {
            return self.affiliate(&name);
        }
        if !matches!(segment.lead, LeadWord::Task(_)) {
            self.organization(&name);
        }
    }

    fn finish(mut self) -> Option<Byline> {
        let only_pictures = !self.pictures
            && !self.authors.is_empty()
            && self.authors.iter().zip(&self.tasks).all(|(a, &task)| {
                task && matches!(
                    a.role.as_deref(),
                    Some("photographer" | "graphics" | "illustrator" | "video" | "website")
                )
            });
        if only_pictures {
            self.authors.clear();
        }
        if let Some(label) = self.label.take().filter(|_| self.authors.is_empty()) {
            self.organizations.insert(0, label);
        }
        if let Some((before, house)) = self.house.take().filter(|_| self.signed && self.authors.is_empty()) {
            self.organizations.insert(before, house);
        }
        if self.authors.is_empty() && self.organizations.is_empty() {
            return None;
        }
        let organization = (!self.organizations.is_empty()).then(|| self.organizations.join(" / "));
        Some(Byline { authors: self.authors, organization, ..Byline::default() })
    }
}

impl EntityReader<'_> {
    /// Returns a name in normal case.
    fn name(&self, words: &[usize]) -> String {
        let mut pieces: Vec<String> = Vec::with_capacity(words.len());
        let quotes = words.iter().filter(|&&i| self.tokens[i].kind == TokenKind::Quote).count();
        let mut opening = true;
        let mut pending = "";
        for &i in words {
            let text = self.tokens[i].text;
            if self.tokens[i].kind != TokenKind::Quote {
                pieces.push(format!("{pending}{text}"));
                pending = "";
            } else if quotes == 2 {
                if opening {
                    pending = text;
                } else if let Some(last) = pieces.last_mut() {
                    last.push_str(text);
                }
                opening = false;
            }
        }
        while pieces.len() > 2 && pieces.last().is_some_and(|p| self.is_only_particle(p)) {
            pieces.pop();
        }
        let language = self.languages.main();
        match pieces.as_slice() {
            [one] if is_slug(one) => {
                let entities: Vec<&str> = one.split(['-', '.', '_']).collect();
                normal_case(&entities, language)
            }
            // A single word in lower case is a signature.
            [one]
                if !one.contains(char::is_uppercase)
                    && !self.vocabulary.is(&vocabulary::fold(one), vocabulary::GIVEN_NAME) =>
            {
                one.clone()
            }
            // The full stop after the last word belongs to it only in initials and suffixes.
            pieces => {
                let mut words: Vec<&str> = pieces.iter().map(String::as_str).collect();
                if let Some(last) = words.last_mut()
                    && let Some(bare) = last.strip_suffix('.')
                    && !is_initial(last)
                    && !self.vocabulary.is(&vocabulary::fold(last), vocabulary::SUFFIX)
                {
                    *last = bare;
                }
                normal_case(&words, language)
            }
        }
    }

    fn is_only_particle(&self, word: &str) -> bool {
        let small = !word.contains(char::is_uppercase);
        small && self.vocabulary.is(&vocabulary::fold(word), vocabulary::LOW_PARTICLE)
    }

    /// Returns a title or an organization as printed. If the whole string is in capitals, words get their normal
    /// case.
    fn titled(&self, range: &Range<usize>) -> String {
        /// Maximum letters of a word in capitals that may be an abbreviation.
        const ABBREVIATION: usize = 4;
        let raw = self.raw(range).trim_end_matches('.').to_owned();
        if !self.capitals || raw.split(' ').count() < 2 {
            return raw;
        }
        let words = raw.split(' ').map(|word| {
            let vowel = vocabulary::fold(word).contains(['a', 'e', 'i', 'o', 'u']);
            let known = self.vocabulary.classes(&vocabulary::fold(word)) != 0;
            if word.chars().count() <= ABBREVIATION && (!vowel || !known) {
                word.to_owned()
            } else {
                normal_case(&[word], self.languages.main())
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// Returns whether text of several words has no name in it: "I count boats". A name has a word of at least two letters with a
/// capital. Always false for scripts without capitals.
fn is_running_text(text: &str) -> bool {
    let is_named = |word: &str| word.contains(char::is_uppercase) && word.chars().nth(1).is_some();
    text.contains(' ') && text.contains(char::is_lowercase) && !text.split(' ').any(is_named)
}

/// Returns whether a sentence follows the lead word: "By following these steps, you and others ...".
fn is_sentence(reader: &EntityReader<'_>, segment: &Segment, entities: &[Entity]) -> bool {
    /// Minimum words of the beginning of a sentence.
    const WORDS: usize = 3;
    let small = |at: usize| reader.tokens[at].text.starts_with(char::is_lowercase);
    segment.led
        && segment.lead == LeadWord::By
        && segment.tokens.len() >= WORDS
        && segment.tokens.clone().all(small)
        && reader.text.contains(char::is_uppercase)
        && matches!(entities, [Entity::Nobody | Entity::Organization(_)])
}

/// "Doe, Jane; Roe, John": returns the surname and given name of each person if the string consists of such pairs.
fn inverted(reader: &EntityReader<'_>, segments: &[Segment]) -> Option<Vec<(Range<usize>, Range<usize>)>> {
    let plain =
        |c: &Segment| !c.bracketed && !c.label && c.infix.is_none() && !matches!(c.lead, LeadWord::Task(_));
    if segments.len() < 2 || !segments.len().is_multiple_of(2) || !segments.iter().all(plain) {
        return None;
    }
    // "Doe, Jane; Roe, John": the separators alone are enough evidence.
    let marked = segments.len() > 2
        && segments
            .iter()
            .enumerate()
            .skip(1)
            .all(|(i, c)| c.mark == if i % 2 == 0 { Separator::Semicolon } else { Separator::Comma });
    let mut out = Vec::with_capacity(segments.len() / 2);
    for (n, pair) in segments.chunks_exact(2).enumerate() {
        let [surname, given] = pair else { return None };
        let opens = n == 0
            || matches!(
                surname.mark,
                Separator::Semicolon | Separator::Join | Separator::Comma | Separator::Bar
            );
        if !opens || given.mark != Separator::Comma || given.led || surname.closed || given.closed {
            return None;
        }
        let sure = is_given(reader, &given.tokens);
        let one = segments.len() == 2 && segments[0].lead == LeadWord::None;
        if !is_surname(reader, &surname.tokens)
            || !(sure || (one || marked) && is_capitalized_word(reader, &given.tokens))
        {
            return None;
        }
        out.push((surname.tokens.clone(), given.tokens.clone()));
    }
    Some(out)
}

/// Returns whether a range is a surname: one word, or particles and one word.
fn is_surname(reader: &EntityReader<'_>, range: &Range<usize>) -> bool {
    let last = range.end - 1;
    let particles = (range.start..last).all(|i| reader.is(i, vocabulary::PARTICLE));
    let word = &reader.tokens[last];
    particles
        && word.kind == TokenKind::Word
        && word.text.starts_with(char::is_uppercase)
        && !is_initial(word.text)
        && !reader.is(
            last,
            vocabulary::JOB_HEAD
                | vocabulary::ORG_HEAD
                | vocabulary::COLLECTIVE
                | vocabulary::GENERIC
                | vocabulary::ORG_WORD,
        )
        && agency::find(word.text).is_none()
}

/// Returns whether a range consists of given names and initials; particles may follow ("Doe, Jane de").
fn is_given(reader: &EntityReader<'_>, range: &Range<usize>) -> bool {
    let first = reader.tokens[range.start].text;
    let hyphenated = first
        .split('-')
        .next()
        .is_some_and(|p| reader.vocabulary.is(&vocabulary::fold(p), vocabulary::GIVEN_NAME));
    range.len() <= 3
        && (is_initial(first) || reader.is(range.start, vocabulary::GIVEN_NAME) || hyphenated)
        && (range.start + 1..range.end).all(|i| {
            reader.is(i, vocabulary::GIVEN_NAME | vocabulary::PARTICLE) || is_initial(reader.tokens[i].text)
        })
}

/// Returns whether a range is a capitalized word, optionally followed by initials: "Doe, Amara K."
fn is_capitalized_word(reader: &EntityReader<'_>, range: &Range<usize>) -> bool {
    const KNOWN: vocabulary::WordClass = vocabulary::PLACE
        | vocabulary::PLACE_HEAD
        | vocabulary::JOB_HEAD
        | vocabulary::ORG_HEAD
        | vocabulary::ORG_WORD
        | vocabulary::COLLECTIVE
        | vocabulary::DEGREE
        | vocabulary::SUFFIX
        | vocabulary::NOISE
        | vocabulary::CLOSE
        | vocabulary::MODIFIER;
    let text = reader.tokens[range.start].text;
    (range.start + 1..range.end).all(|i| is_initial(reader.tokens[i].text))
        && text.starts_with(char::is_uppercase)
        && text.contains(char::is_lowercase)
        && !reader.is(range.start, KNOWN)
        && agency::find(text).is_none()
}
