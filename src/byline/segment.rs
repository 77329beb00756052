//! Splits the tokens of a byline into segments: runs of words between lead words, joiners, separators, dates and
//! buttons.

use std::{borrow::Cow, ops::Range};

use super::{
    token::{Token, TokenKind},
    vocabulary::{self, Languages, Sense, Vocabulary},
};
use crate::lexicon::month;

/// What precedes a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Separator {
    /// The start of the string, or a lead word.
    Start,
    Comma,
    Semicolon,
    /// "and".
    Join,
    /// "with".
    With,
    Slash,
    /// A bar, a dash, a colon, the end of a bracket.
    Bar,
    /// A button or a link.
    Noise,
    /// A date, a time, or words that mark the end of the names.
    Close,
}

/// What the words before a segment say about its persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeadWord {
    /// No lead word.
    None,
    /// They wrote it.
    By,
    /// They did something else, the role.
    Task(&'static str),
}

/// A run of words between separators.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// Token indices of words, numbers in names, and quotation marks.
    pub(crate) tokens: Range<usize>,
    pub(crate) mark: Separator,
    /// The last lead before it.
    pub(crate) lead: LeadWord,
    /// The lead is right before it.
    pub(crate) led: bool,
    /// The lead is a preposition without a colon, which prose uses too: "by all means".
    pub(crate) bare: bool,
    /// A date or words that end the names follow the last lead.
    pub(crate) closed: bool,
    /// The segment is inside brackets.
    pub(crate) bracketed: bool,
    /// A colon follows the segment.
    pub(crate) label: bool,
    /// A word like "reports" follows the segment.
    pub(crate) acts: bool,
    /// The role of a task in brackets after the segment.
    pub(crate) did: Option<&'static str>,
    /// Roles of an infix before the segment: of the previous person and of this one.
    pub(crate) infix: Option<(&'static str, &'static str)>,
}

struct Splitter<'t> {
    tokens: &'t [Token<'t>],
    folded: &'t [Cow<'t, str>],
    vocabulary: &'static Vocabulary,
    languages: Languages<'t>,
    segments: Vec<Segment>,
    open: Option<Range<usize>>,
    mark: Separator,
    lead: LeadWord,
    led: bool,
    bare: bool,
    closed: bool,
    /// Only a preposition closed the names: in "in Riverton and John Roe" they continue.
    soft: bool,
    depth: usize,
    infix: Option<(&'static str, &'static str)>,
}

/// Splits tokens into segments. Returns the languages updated with what the words reveal.
pub(crate) fn split<'t>(
    tokens: &'t [Token<'t>],
    folded: &'t [Cow<'t, str>],
    languages: Languages<'t>,
) -> (Vec<Segment>, Languages<'t>) {
    let mut splitter = Splitter {
        tokens,
        folded,
        vocabulary: vocabulary::get(),
        languages,
        segments: Vec::new(),
        open: None,
        mark: Separator::Start,
        lead: LeadWord::None,
        led: false,
        bare: false,
        closed: false,
        soft: false,
        depth: 0,
        infix: None,
    };
    let mut at = 0;
    while at < tokens.len() {
        at += splitter.step(at);
    }
    splitter.flush();
    (splitter.segments, splitter.languages)
}

const DATE_WORDS: vocabulary::WordClass = vocabulary::WEEKDAY | vocabulary::UNIT;

impl Splitter<'_> {
    /// Reads the token at `at`. Returns the number of tokens read, at least one.
    fn step(&mut self, at: usize) -> usize {
        match self.tokens[at].kind {
            TokenKind::Word => self.word(at),
            TokenKind::Number => self.number(at),
            TokenKind::Comma => self.separator(Separator::Comma),
            TokenKind::Semicolon => self.separator(Separator::Semicolon),
            TokenKind::Slash => self.separator(Separator::Slash),
            TokenKind::Ampersand => match self.phrase(at) {
                Some(n) => n,
                None => self.separator(Separator::Join),
            },
            TokenKind::Colon => {
                let label = self.open.is_some();
                self.flush();
                if let Some(segment) = self.segments.last_mut().filter(|_| label) {
                    segment.label = true;
                }
                self.separator(Separator::Bar)
            }
            TokenKind::Bar | TokenKind::Dash | TokenKind::Stop => self.separator(Separator::Bar),
            TokenKind::Open => {
                self.flush();
                self.depth += 1;
                self.separator(Separator::Bar)
            }
            TokenKind::Close => {
                self.flush();
                self.depth = self.depth.saturating_sub(1);
                self.separator(Separator::Bar)
            }
            TokenKind::Quote => {
                if let Some(open) = &mut self.open {
                    open.end = at + 1;
                }
                1
            }
            TokenKind::Handle | TokenKind::Email | TokenKind::Url | TokenKind::Other => {
                self.separator(Separator::Noise)
            }
        }
    }

    /// Ends the segment and sets the separator of the next one. In "A, and B" the separator is the "and".
    fn separator(&mut self, mark: Separator) -> usize {
        let ended = self.flush();
        if ended
            || !matches!(
                (self.mark, mark),
                (Separator::Join | Separator::With | Separator::Close, Separator::Comma | Separator::Bar)
            )
        {
            self.mark = if self.mark == Separator::Close && !ended { Separator::Close } else { mark };
        }
        1
    }

    fn flush(&mut self) -> bool {
        let Some(tokens) = self.open.take() else { return false };
        self.segments.push(Segment {
            tokens,
            mark: self.mark,
            lead: self.lead,
            led: self.led,
            bare: self.led && self.bare,
            closed: self.closed,
            bracketed: self.depth > 0,
            label: false,
            acts: false,
            did: None,
            infix: self.infix.take(),
        });
        self.led = false;
        self.mark = Separator::Bar;
        true
    }

    fn push(&mut self, at: usize) -> usize {
        match &mut self.open {
            Some(open) => open.end = at + 1,
            None => self.open = Some(at..at + 1),
        }
        1
    }

    fn close(&mut self, tokens: usize) -> usize {
        self.flush();
        self.mark = Separator::Close;
        // A date at the very beginning closes nothing.
        self.closed = !self.segments.is_empty();
        self.soft = false;
        self.led = false;
        tokens
    }

    fn is(&self, at: usize, class: vocabulary::WordClass) -> bool {
        self.folded.get(at).is_some_and(|f| self.vocabulary.is(f, class))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    fn number(&mut self, at: usize) -> usize {
        let names_outlet = self.is(at + 1, vocabulary::ORG_HEAD) && self.tokens[at].text.len() < 3;
        if names_outlet && !self.is(at + 1, DATE_WORDS) {
            return self.push(at);
        }
        let mut n = 1;
        while self.kind(at + n) == Some(TokenKind::Number)
            || self.kind(at + n) == Some(TokenKind::Word)
                && (self.is(at + n, DATE_WORDS) || self.is_month(at + n))
            || matches!(
                self.kind(at + n),
                Some(TokenKind::Colon | TokenKind::Slash | TokenKind::Dash | TokenKind::Stop)
            ) && self.kind(at + n + 1) == Some(TokenKind::Number)
        {
            n += 1;
        }
        self.close(n)
    }

    fn is_month(&self, at: usize) -> bool {
        month::lookup(self.tokens[at].text, self.languages.page).is_some()
    }

    /// Returns whether a token is a weekday or month next to a number.
    fn dates(&self, at: usize) -> bool {
        /// Maximum length of an abbreviated weekday in bytes.
        const MONDAY: usize = 4;
        let number = |i: usize| self.kind(i) == Some(TokenKind::Number);
        let near = |i: usize| {
            number(i) || matches!(self.kind(i), Some(TokenKind::Comma | TokenKind::Stop)) && number(i + 1)
        };
        if self.is(at, vocabulary::WEEKDAY) {
            let next = match self.kind(at + 1) {
                Some(TokenKind::Comma) => at + 2,
                _ => at + 1,
            };
            let month = self.kind(next) == Some(TokenKind::Word) && self.is_month(next) && near(next + 1);
            // "Vna Monday": one unknown word and the day of filing.
            let unknown =
                self.open.as_ref().is_some_and(|o| o.len() == 1 && !self.is(o.start, vocabulary::GIVEN_NAME));
            let last = at + 1 == self.tokens.len() && self.tokens[at].text.len() > MONDAY;
            return near(next)
                || month
                || unknown && last
                || self.mark == Separator::Close && self.open.is_none();
        }
        let behind = at > 0 && number(at - 1)
            || at > 1 && self.kind(at - 1) == Some(TokenKind::Stop) && number(at - 2);
        self.is_month(at) && (near(at + 1) || behind)
    }

    fn word(&mut self, at: usize) -> usize {
        if self.dates(at) {
            return self.close(1);
        }
        match self.phrase(at) {
            Some(n) => n,
            None => self.push(at),
        }
    }

    /// Reads a phrase of the tables that is not part of a name. Returns `None` if there is none at `at`.
    fn phrase(&mut self, at: usize) -> Option<usize> {
        use vocabulary::{AFTER, CLOSE, INFIX, JOIN, LEAD, NOISE, PREPOSITION, TASK, WITH};
        const ALL: vocabulary::WordClass =
            PREPOSITION | LEAD | TASK | INFIX | JOIN | WITH | AFTER | CLOSE | NOISE;
        let (n, _) = self.vocabulary.longest(&self.folded[at..], ALL, &self.languages)?;
        let rest = &self.folded[at..at + n];
        let of = |class| {
            self.vocabulary.longest(rest, class, &self.languages).filter(|(m, _)| *m == n).map(|(_, s)| s)
        };
        let fresh = self.open.is_none();
        if let Some(sense) = of(INFIX).filter(|_| !fresh) {
            self.flush();
            self.mark = Separator::Join;
            self.infix = Some((sense.role, sense.role_after));
            return Some(n);
        }
        if self.depth > 0 && self.kind(at + n) == Some(TokenKind::Close) && of(LEAD | TASK).is_some() {
            let role = of(TASK).map(|sense| sense.role);
            self.flush();
            if let Some(segment) = self.segments.last_mut() {
                segment.did = role;
            }
            return Some(n);
        }
        if let Some(sense) = of(PREPOSITION | LEAD).filter(|s| self.leads(at, n, s, fresh)) {
            self.begin(LeadWord::By, &sense);
            let preposition = sense.class == PREPOSITION || self.is(at, vocabulary::DIRECTION);
            self.bare = preposition && n == 1 && !self.colon(at + 1);
            return Some(n);
        }
        if let Some(sense) = of(TASK).filter(|_| self.tasks(at, n, fresh)) {
            let role = if sense.class == TASK { sense.role } else { "" };
            self.begin(LeadWord::Task(role), &sense);
            return Some(n);
        }
        let small = self.tokens[at].text.chars().all(|c| !c.is_uppercase()) || self.all_capitals();
        let joins = of(JOIN).is_some() && (small || self.is_between_names(at, n));
        if (joins || of(WITH).is_some()) && at + n < self.tokens.len() {
            let mark = if joins { Separator::Join } else { Separator::With };
            if !fresh || !self.segments.is_empty() || mark == Separator::With {
                self.flush();
                self.closed &=
                    !(self.soft && mark == Separator::Join && self.tokens[at].kind == TokenKind::Word);
                self.mark = mark;
                return Some(n);
            }
            return None;
        }
        if of(AFTER).is_some() && !fresh && small {
            self.flush();
            if let Some(segment) = self.segments.last_mut() {
                segment.acts = true;
            }
            self.mark = Separator::Bar;
            return Some(n);
        }
        if let Some(sense) = of(CLOSE) {
            return self.closes(at, n, &sense).then(|| {
                let soft = !self.closed && n == 1 && self.tokens[at].text.len() <= 3;
                self.close(n);
                self.soft = soft;
                n
            });
        }
        of(NOISE).filter(|_| !self.in_name(at, n)).map(|_| {
            self.separator(Separator::Noise);
            n
        })
    }

    /// Returns whether names precede and follow the `n` tokens at `at`: "Jane Doe And John Roe".
    fn is_between_names(&self, at: usize, n: usize) -> bool {
        let open = self.open.clone().unwrap_or_default();
        open.len() > 1
            && self.is(open.start, vocabulary::GIVEN_NAME)
            && self.is(at + n, vocabulary::GIVEN_NAME)
    }

    fn begin(&mut self, lead: LeadWord, sense: &Sense) {
        self.flush();
        self.mark = Separator::Start;
        self.lead = lead;
        self.led = true;
        self.closed = false;
        if self.languages.found.is_none() && sense.language != "en" {
            self.languages.found = Some(sense.language);
        }
    }

    fn all_capitals(&self) -> bool {
        self.tokens.iter().filter(|t| t.kind == TokenKind::Word).all(|t| !t.text.contains(char::is_lowercase))
    }

    fn colon(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Colon)
    }

    fn name_follows(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|t| t.kind == TokenKind::Word && t.text.starts_with(|c: char| !c.is_lowercase()))
            && !self.is(
                at,
                vocabulary::JOB_HEAD | vocabulary::MODIFIER | vocabulary::COLLECTIVE | vocabulary::ORG_HEAD,
            )
    }

    /// Returns whether the phrase of `n` tokens at `at` is used as a lead.
    fn leads(&self, at: usize, n: usize, sense: &Sense, fresh: bool) -> bool {
        if self.colon(at + n) || n > 1 && fresh {
            return true;
        }
        let small = !self.tokens[at].text.starts_with(char::is_uppercase);
        if sense.own && !small && !fresh {
            return false;
        }
        let collective = self.vocabulary.longest(&self.folded[at..], vocabulary::COLLECTIVE, &self.languages);
        if collective.is_some_and(|(m, _)| m > n) {
            return false;
        }
        if sense.class == vocabulary::LEAD && n == 1 {
            // "Reporter Jane Doe" begins with a role, "Jane Doe, Reporter" ends with one.
            let more =
                self.kind(at + 1) == Some(TokenKind::Word) || self.kind(at + 1) == Some(TokenKind::Bar);
            return fresh
                && more
                && (self.segments.is_empty() || self.closed)
                && (sense.own || !self.is(at, vocabulary::GIVEN_NAME))
                && !self.is(at + 1, vocabulary::JOB_HEAD);
        }
        if fresh || !self.is(at, vocabulary::PARTICLE) {
            // "Jane Doe, da Example" names an outlet.
            let behind = small && self.mark == Separator::Comma && self.is(at, vocabulary::PARTICLE);
            return self.kind(at + n).is_some() && !behind;
        }
        // "Kolumne von Jane Doe", but "Jane von Doe".
        let open = self.open.clone().unwrap_or_default();
        // "capital von Jane Doe": a word in lower case is not a given name.
        let label = open.len() == 1 && self.tokens[open.start].text.chars().all(char::is_lowercase);
        let genre = open.clone().any(|i| self.is(i, vocabulary::GENRE))
            || label && self.is(at + 1, vocabulary::GIVEN_NAME) && self.name_follows(at + 2);
        // "Aus Riverton von Jane Doe": a name does not begin with a function word.
        let function = open.len() > 1
            && self.is(open.start, vocabulary::NOT_NAME)
            && !self.is(open.start, vocabulary::GIVEN_NAME | vocabulary::LOW_PARTICLE);
        let capital =
            !small && !self.all_capitals() && !open.clone().any(|i| self.is(i, vocabulary::GIVEN_NAME));
        genre || (capital || function) && self.name_follows(at + 1) && self.name_follows(at + 2)
    }

    /// Returns whether the phrase of `n` tokens at `at` is used as a task.
    fn tasks(&self, at: usize, n: usize, fresh: bool) -> bool {
        if self.colon(at + n) || n > 1 && fresh {
            return true;
        }
        if n > 1 {
            return self.name_follows(at + n);
        }
        !self.is(at, vocabulary::JOB_HEAD | vocabulary::MODIFIER | vocabulary::COLLECTIVE)
            && self.name_follows(at + n)
            && (fresh || !self.is(at, vocabulary::GIVEN_NAME | vocabulary::SURNAME))
    }

    /// Returns whether a closing word ends the names here: prepositions must be in lower case, other words must not
    /// be part of a name.
    fn closes(&self, at: usize, n: usize, sense: &Sense) -> bool {
        /// Maximum letters of a word that may be a particle or preposition: in the page's language, in any language.
        const SHORT: [usize; 2] = [4, 3];
        if n > 1 {
            return true;
        }
        let text = self.tokens[at].text;
        let letters = text.chars().count();
        if letters <= SHORT[usize::from(!sense.own)]
            && text.starts_with(char::is_uppercase)
            && (sense.own || !self.all_capitals())
        {
            return self.colon(at + 1) || self.kind(at + 1) == Some(TokenKind::Number);
        }
        if self.is(at, vocabulary::UNIT) && self.open.is_none() && self.segments.is_empty() && !self.closed {
            return true;
        }
        !self.in_name(at, n) && (self.open.is_some() || self.kind(at + n).is_some() || self.closed)
    }

    /// Returns whether a closing word is a surname after a given name: "Glenn Page".
    fn in_name(&self, at: usize, n: usize) -> bool {
        n == 1
            && self.is(at, vocabulary::SURNAME)
            && self.open.as_ref().is_some_and(|o| o.len() == 1 && self.is(o.start, vocabulary::GIVEN_NAME))
    }
}
