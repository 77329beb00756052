//! Looks up the phrases of bylines and their functions.
//!
//! The words are in `lexicon/data/byline.txt`, `lexicon/data/byline-roles.txt` and `lexicon/data/names.txt`. All
//! languages are looked up together, except for entries that are bound to their own language.

use std::borrow::Cow;

use super::token::{self, Token, TokenKind, TokenSeam};
pub(crate) use crate::lexicon::fold::byline as fold;
use crate::lexicon::month;
use crate::{
    lexicon,
    lexicon::{
        constant::{equal, part},
        index::{Index, LexiconEntry},
        indexed,
    },
};

/// A bit set of the functions of a phrase.
pub(crate) type WordClass = u64;

macro_rules! classes {
    ($($name:ident = $bit:expr, $word:literal;)*) => {
        $(pub(crate) const $name: WordClass = 1 << $bit;)*
        const fn class(word: &[u8]) -> WordClass {
            $(if equal(word, $word.as_bytes()) { return $name; })*
            0
        }
    };
}

classes! {
    PREPOSITION = 0, "preposition";
    LEAD = 1, "lead";
    TASK = 2, "task";
    INFIX = 3, "infix";
    JOIN = 4, "join";
    WITH = 5, "with";
    AFTER = 6, "after";
    CLOSE = 7, "close";
    NOISE = 8, "noise";
    GENRE = 9, "genre";
    WEEKDAY = 10, "weekday";
    UNIT = 11, "unit";
    JOB_HEAD = 12, "head";
    JOB_SUFFIX = 13, "headsuffix";
    MODIFIER = 14, "modifier";
    COLLECTIVE = 15, "collective";
    ORG_HEAD = 16, "orghead";
    ORG_WORD = 17, "orgword";
    GENERIC = 18, "generic";
    NOT_NAME = 19, "notname";
    PLACE = 20, "place";
    PLACE_HEAD = 21, "placehead";
    SURNAME = 22, "surname";
    MAC = 23, "mac";
    PARTICLE = 24, "particle";
    LOW_PARTICLE = 25, "lowparticle";
    SUFFIX = 26, "suffix";
    TITLE = 27, "title";
    DEGREE = 28, "degree";
    KEEP = 29, "keep";
    TWO_LETTER = 30, "twoletter";
    GIVEN_NAME = 31, "given";
    DOMAIN = 32, "domain";
    WRITTEN = 33, "written";
    AGENCIES = 34, "agencies";
    ORG_SUFFIX = 35, "orgsuffix";
    DIRECTION = 36, "direction";
    INSTITUTION = 37, "institution";
}

/// One meaning of a phrase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sense {
    pub(crate) class: WordClass,
    pub(crate) language: &'static str,
    /// Counts only on pages of its language.
    pub(crate) own: bool,
    /// The role of a task, or the first role of an infix; otherwise the entry itself.
    pub(crate) role: &'static str,
    /// The second role of an infix.
    pub(crate) role_after: &'static str,
}

impl Sense {
    fn of(class: WordClass, language: &'static str, line: &'static str) -> Self {
        let mut fields = lexicon::fields(line);
        let phrase = fields.next().unwrap_or_default();
        let mut sense = Self { class, language, own: false, role: phrase, role_after: "" };
        for (i, field) in fields.enumerate() {
            match (field, i) {
                ("own", _) => sense.own = true,
                (role, 0) => sense.role = role,
                (role, _) => sense.role_after = role,
            }
        }
        sense
    }
}

/// The byline tables.
pub(crate) struct Vocabulary {
    index: &'static Index,
    /// The class of each group, and where in its name the language begins.
    groups: &'static [(WordClass, u8)],
}

static LEXICON: Vocabulary = Vocabulary { index: &indexed::BYLINE, groups: &GROUPS };

static GROUPS: [(WordClass, u8); indexed::BYLINE.groups.len()] = {
    let mut groups = [(0, 0); indexed::BYLINE.groups.len()];
    let mut number = 0;
    while number < groups.len() {
        let (kind, language) = part(indexed::BYLINE.groups[number].as_bytes(), 0, b' ');
        groups[number] = (class(kind), language as u8);
        number += 1;
    }
    groups
};

/// Returns the byline tables.
pub(crate) fn get() -> &'static Vocabulary {
    &LEXICON
}

impl Vocabulary {
    /// Returns the meanings that have one of `classes`, in file order.
    fn senses(
        &self,
        entries: &'static [LexiconEntry],
        classes: WordClass,
    ) -> impl Iterator<Item = Sense> + Clone {
        entries.iter().filter_map(move |entry| {
            let (class, language) = self.groups[usize::from(entry.group)];
            let language = || &self.index.groups[usize::from(entry.group)][usize::from(language)..];
            (class & classes != 0).then(|| Sense::of(class, language(), self.index.line(entry)))
        })
    }

    /// Returns the classes of one folded word in any language.
    pub(crate) fn classes(&self, folded: &str) -> WordClass {
        let entries = self.index.get(folded);
        entries.iter().fold(0, |all, entry| all | self.groups[usize::from(entry.group)].0)
    }

    /// Returns whether one folded word has one of the classes.
    pub(crate) fn is(&self, folded: &str, class: WordClass) -> bool {
        self.classes(folded) & class != 0
    }

    /// Returns whether a folded word is a given name in English or in `language`.
    pub(crate) fn is_given_in(&self, folded: &str, language: &str) -> bool {
        self.senses(self.index.get(folded), GIVEN_NAME)
            .any(|sense| sense.language == "en" || sense.language == language)
    }

    /// Returns the longest phrase with one of `classes` at the start of `folded`: its number of tokens and its sense.
    pub(crate) fn longest(
        &self,
        folded: &[Cow<'_, str>],
        classes: WordClass,
        languages: &Languages<'_>,
    ) -> Option<(usize, Sense)> {
        let first = folded.first()?;
        let number = self.index.find(first)?;
        let fitting = |entries: &'static [LexiconEntry]| {
            let mut senses = self.senses(entries, classes);
            senses.clone().find(|s| languages.has(s.language)).or_else(|| senses.find(|s| !s.own))
        };
        let mut best = fitting(self.index.entries(number)).map(|sense| (1, sense));
        let most = usize::from(self.index.most_words[number]).min(folded.len());
        let mut key = String::new();
        for n in 2..=most {
            if key.is_empty() {
                key.push_str(first);
            }
            key.push(' ');
            key.push_str(&folded[n - 1]);
            if let Some(sense) = fitting(self.index.get(&key)) {
                best = Some((n, sense));
            }
        }
        best
    }

    /// Returns whether a word is a compound that ends with a job title: "Sportredakteurin".
    pub(crate) fn is_compound_head(&self, folded: &str) -> bool {
        /// Minimum letters of a compound before its head.
        const MODIFIER_LETTERS: usize = 3;
        self.ends_in(folded, JOB_SUFFIX, MODIFIER_LETTERS)
    }

    /// Returns whether a word is a compound that names a newspaper: "Kreisblatt", "Landeszeitung".
    pub(crate) fn is_compound_house(&self, folded: &str) -> bool {
        /// Minimum letters of a compound before the word for a newspaper.
        const MODIFIER_LETTERS: usize = 4;
        self.ends_in(folded, ORG_SUFFIX, MODIFIER_LETTERS)
    }

    /// Returns whether a word ends with a word of a class, after at least this many letters.
    fn ends_in(&self, folded: &str, class: WordClass, letters: usize) -> bool {
        folded.char_indices().skip(letters).any(|(i, _)| self.is(&folded[i..], class))
    }

    /// Returns the English phrase for a role other than writing.
    pub(crate) fn written(&self, role: &str) -> Option<&'static str> {
        self.senses(self.index.get(&fold(role)), WRITTEN).next().map(|s| s.role)
    }

    /// Returns whether a title is valid as printed: "Sra" and "Sra.", but "prof." only with its full stop.
    pub(crate) fn needs_no_stop(&self, folded: &str, printed: &str) -> bool {
        printed.ends_with('.') || self.senses(self.index.get(folded), TITLE).any(|s| !s.role.ends_with('.'))
    }

    /// Returns whether a word is an abbreviation that keeps its full stop.
    pub(crate) fn is_abbreviation(&self, word: &str) -> bool {
        self.is(&fold(word), TITLE | DEGREE | SUFFIX | UNIT | WEEKDAY | MODIFIER)
    }

    /// Returns the number of tokens of the lead phrase that tokens begin with.
    pub(crate) fn leads(&self, tokens: &[Token<'_>], language: Option<&str>) -> Option<usize> {
        let first = folded(tokens.first()?);
        if !self.may_lead(&first) {
            return None;
        }
        let most = usize::from(self.index.most_words[self.index.find(&first)?]).clamp(1, tokens.len());
        let phrase = fold_all(&tokens[..most]);
        let found = self.longest(&phrase, PREPOSITION | LEAD | TASK, &Languages::of(language));
        found.map(|(n, _)| n)
    }

    /// Returns whether a lead phrase may begin with a token. Most lines begin with one with which none does.
    pub(crate) fn may_begin(&self, token: &Token<'_>) -> bool {
        self.may_lead(&folded(token))
    }

    /// Returns whether a line consists of a lead phrase.
    pub(crate) fn is_lead(&self, text: &str) -> bool {
        let mut tokens = Vec::new();
        let at = token::cut_on(text, 0, &|_| false, &|_| false, &mut tokens, |tokens| !tokens.is_empty());
        if tokens.first().is_none_or(|first| !self.may_begin(first)) {
            return false;
        }
        token::cut_on(text, at, &|_| false, &|_| false, &mut tokens, |_| false);
        self.leads(&tokens, None).is_some_and(|n| n == tokens.len())
    }

    /// Returns the string after its lead phrases.
    pub(crate) fn after_leads<'t>(&self, text: &'t str) -> &'t str {
        let tokens = token::cut(text, &|_| false, &|_| false);
        let folded = fold_all(&tokens);
        let mut at = 0;
        while let Some((n, _)) = self.longest(&folded[at..], PREPOSITION | LEAD | TASK, &Languages::default())
            && at + n < tokens.len()
        {
            at += n;
        }
        match at.checked_sub(1) {
            Some(last) => text[tokens[last].end..].trim_start(),
            None => text,
        }
    }

    /// Returns whether a string may be a name although it does not have the shape of one: not a button, job title or
    /// kind of piece.
    pub(crate) fn may_name(&self, text: &str) -> bool {
        const WORDS: WordClass = GENERIC
            | NOISE
            | CLOSE
            | LEAD
            | PREPOSITION
            | TASK
            | WEEKDAY
            | UNIT
            | GENRE
            | JOB_HEAD
            | MODIFIER;
        let tokens = token::cut(text, &|_| false, &|_| false);
        let folded = fold_all(&tokens);
        let whole =
            self.longest(&folded, WORDS, &Languages::default()).is_some_and(|(n, _)| n == folded.len());
        let button = folded.first().is_some_and(|f| self.is(f, NOISE | CLOSE | UNIT));
        let admin = folded.iter().any(|f| f.contains("admin"));
        !whole && !button && !admin
    }

    /// Returns whether a name contains a word that organizations use.
    pub(crate) fn is_house(&self, text: &str) -> bool {
        text.split(' ').any(|word| self.is(&fold(word), ORG_HEAD | ORG_WORD | COLLECTIVE | JOB_HEAD))
    }

    /// Returns whether a folded word is a lead word or begins a phrase.
    pub(crate) fn may_lead(&self, folded: &str) -> bool {
        let Some(number) = self.index.find(folded) else { return false };
        let is_lead =
            |entry: &LexiconEntry| self.groups[usize::from(entry.group)].0 & (PREPOSITION | LEAD | TASK) != 0;
        self.index.most_words[number] > 0 || self.index.entries(number).iter().any(is_lead)
    }

    /// Returns whether a word begins a phrase of several words.
    fn begins_phrase(&self, folded: &str) -> bool {
        self.index.find(folded).is_some_and(|number| self.index.most_words[number] > 0)
    }

    /// Returns whether two words ran together.
    pub(crate) fn splits(&self, seam: &TokenSeam<'_>, language: Option<&str>) -> bool {
        /// Minimum letters of the right part for it to be a word of its own.
        const SHORTEST: usize = 3;
        let TokenSeam { left, right, rest, at_start, between_words } = *seam;
        let (l, r) = (fold(left), fold(right));
        if left.chars().count() == 1 && !left.is_ascii() {
            // In Hebrew and Arabic, "and" is written as a prefix of the name.
            let hebrew = language == Some("he") && between_words && right.chars().count() > 2;
            return !at_start && self.is(&l, JOIN) && (self.is(&r, GIVEN_NAME) || hebrew);
        }
        let right_is_number = right.starts_with(|c: char| c.is_ascii_digit());
        let left_is_number = left.starts_with(|c: char| c.is_ascii_digit());
        if right_is_number {
            let name = left.starts_with(char::is_uppercase) && left.chars().count() >= SHORTEST;
            let date = right.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
            // "Roe1. May" and "Roe4 comments" are split, but not the account "Roe1".
            let counts = || {
                let next = rest.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                rest.starts_with(' ') && self.is(&fold(next), NOISE | UNIT | CLOSE)
            };
            let long = right.len() != 1 || rest.starts_with(". ") || counts();
            return name && date && long && !self.is(&l, ORG_HEAD | ORG_WORD);
        }
        if left_is_number || self.is(&l, UNIT | NOISE) {
            return right.chars().nth(1).is_none_or(char::is_lowercase);
        }
        if at_start && self.is(&l, LEAD | PREPOSITION) {
            return !self.is(&l, PARTICLE) || l == "von";
        }
        // "ReportvonJane", "2031AuthorJane", "NewsJane": a word that is not a name before a given name.
        let small = left.chars().all(char::is_lowercase);
        if left.chars().count() >= SHORTEST && self.is(&r, GIVEN_NAME) {
            let leads = self.is(&l, LEAD | PREPOSITION) && (small || !self.is(&l, PARTICLE));
            let labels = at_start && self.is(&l, GENRE | NOISE | JOB_HEAD) && !self.is(&l, GIVEN_NAME);
            if leads || labels {
                return true;
            }
        }
        let number_follows = || rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if left.chars().count() >= SHORTEST && number_follows() && month::lookup(right, language).is_some() {
            return true;
        }
        let first = r.split(['-', '.']).next().unwrap_or(&r);
        self.stands_apart(first, SHORTEST) || {
            // "RoeProfileFollow": checks the word up to the next capital.
            let next = right.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map(|(at, _)| at);
            next.is_some_and(|at| at > SHORTEST && self.is(&fold(&right[..at]), NOISE))
        }
    }

    /// Returns whether a folded word cannot be part of a name, so that it begins another part of the line.
    fn stands_apart(&self, word: &str, shortest: usize) -> bool {
        word.chars().count() >= shortest
            && (self.is(word, JOB_HEAD | MODIFIER | CLOSE | NOISE | COLLECTIVE | ORG_HEAD | GENRE)
                || self.begins_phrase(word) && !self.is(word, GIVEN_NAME)
                || self.is_compound_head(word))
    }
}

/// The languages in which bound entries count.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Languages<'a> {
    /// Primary language tag of the page.
    pub(crate) page: Option<&'a str>,
    /// Language of the words found so far.
    pub(crate) found: Option<&'static str>,
}

impl<'a> Languages<'a> {
    pub(crate) fn of(tag: Option<&'a str>) -> Self {
        let page = tag.map(|t| t.split(['-', '_']).next().unwrap_or(t)).map(|t| match t {
            "nb" | "nn" => "no",
            "iw" => "he",
            "in" => "id",
            "fil" => "tl",
            "sh" => "sr",
            other => other,
        });
        Self { page, found: None }
    }

    pub(crate) fn has(&self, language: &str) -> bool {
        self.page == Some(language) || self.found == Some(language)
    }

    /// Returns the language whose conventions apply to names.
    pub(crate) fn main(&self) -> &str {
        self.page.or(self.found).unwrap_or_default()
    }
}

/// Returns the folded texts of the tokens.
pub(crate) fn fold_all<'a>(tokens: &[Token<'a>]) -> Vec<Cow<'a, str>> {
    tokens.iter().map(folded).collect()
}

fn folded<'a>(token: &Token<'a>) -> Cow<'a, str> {
    match token.kind {
        TokenKind::Word | TokenKind::Number => fold(token.text),
        _ => Cow::Borrowed(token.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn longest(text: &str, class: WordClass, language: Option<&str>) -> Option<usize> {
        let tokens = token::cut(text, &|_| false, &|_| false);
        get().longest(&fold_all(&tokens), class, &Languages::of(language)).map(|m| m.0)
    }

    #[test]
    fn leads_of_at_least_33_languages() {
        let leads = lexicon::groups(include_str!("../lexicon/data/byline.txt"))
            .filter_map(|(group, _)| group.strip_prefix("lead "))
            .count();
        assert!(leads >= 33, "{leads}");
    }

    #[test]
    fn every_group_has_a_class() {
        for table in [
            include_str!("../lexicon/data/byline.txt"),
            include_str!("../lexicon/data/byline-roles.txt"),
            include_str!("../lexicon/data/names.txt"),
        ] {
            for (group, _) in lexicon::groups(table) {
                assert_ne!(class(group.split(' ').next().unwrap_or_default().as_bytes()), 0, "[{group}]");
            }
        }
    }

    #[test]
    fn every_entry_is_indexed() {
        let index = get().index;
        for table in [
            include_str!("../lexicon/data/byline.txt"),
            include_str!("../lexicon/data/byline-roles.txt"),
            include_str!("../lexicon/data/names.txt"),
        ] {
            for (group, entry) in lexicon::entries(table) {
                let phrase = lexicon::fields(entry).next().unwrap_or_default();
                let tokens = token::cut(phrase, &|_| true, &|_| false);
                let words: Vec<_> = tokens.iter().map(|t| fold(t.text)).collect();
                let (whole, parted) = (index.get(&fold(phrase)), index.get(&words.join(" ")));
                let found = [whole, parted].concat();
                assert!(found.iter().any(|e| index.line(e) == entry && index.group(e) == group), "{entry}");
                let begun = words.len() < 2 || parted.is_empty() || get().begins_phrase(&words[0]);
                assert!(begun && index.get(&format!("{entry} no entry")).is_empty(), "{entry}");
            }
        }
    }

    #[test]
    fn phrases_of_several_words() {
        assert_eq!(longest("Written by Jane Doe", LEAD | PREPOSITION, None), Some(2));
        assert_eq!(longest("TEXT & FOTOS: Jane Doe", LEAD, None), Some(3));
        assert_eq!(longest("Publié le 3 mai", CLOSE, None), Some(2));
    }

    #[test]
    fn bound_entries_need_their_language() {
        assert_eq!(longest("y Roe", JOIN, Some("es")), Some(1));
        assert_eq!(longest("a Roe", JOIN, Some("en")), None);
        assert_eq!(longest("a Roe", JOIN, Some("cs-CZ")), Some(1));
    }

    #[test]
    fn accents_case_and_full_stops_are_ignored() {
        assert_eq!(fold("RÉDACTION"), "redaction");
        assert_eq!(fold("Jr."), "jr");
        assert_eq!(fold("İstanbul"), "istanbul");
    }
}
