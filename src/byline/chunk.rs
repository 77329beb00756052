//! Chunks of a byline: tokens come in, runs of words between lead words, joiners, marks, dates and buttons go out.

use std::{borrow::Cow, ops::Range};

use super::{
    token::{Kind, Token},
    vocabulary::{self, Languages, Sense, Vocabulary},
};
use crate::lexicon::month;

/// What stands before a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Nothing, or a lead word.
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
    /// A date, a time, or words that end the names.
    Close,
}

/// What the words before a chunk say that its persons did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lead {
    /// Nothing was said.
    None,
    /// They wrote it.
    By,
    /// Something else; the role.
    Task(&'static str),
}

/// A run of words.
#[derive(Clone, Debug)]
pub(crate) struct Chunk {
    /// Its tokens: words, numbers of names, and quotation marks.
    pub(crate) tokens: Range<usize>,
    pub(crate) mark: Mark,
    /// The last lead before it.
    pub(crate) lead: Lead,
    /// The lead stands right before it.
    pub(crate) led: bool,
    /// A date or words that end names stand before it, after the last lead.
    pub(crate) closed: bool,
    /// It stands in brackets.
    pub(crate) bracketed: bool,
    /// A colon stands behind it.
    pub(crate) label: bool,
    /// A word like "reports" stands behind it.
    pub(crate) acts: bool,
    /// A task in brackets behind it: the role.
    pub(crate) did: Option<&'static str>,
    /// An infix before it: the roles of the person before and of its own.
    pub(crate) infix: Option<(&'static str, &'static str)>,
}

struct Cutter<'t> {
    tokens: &'t [Token<'t>],
    folded: &'t [Cow<'t, str>],
    vocabulary: &'static Vocabulary,
    languages: Languages<'t>,
    chunks: Vec<Chunk>,
    open: Option<Range<usize>>,
    mark: Mark,
    lead: Lead,
    led: bool,
    closed: bool,
    /// Only a preposition closed: "in Riverton and John Roe" goes on.
    soft: bool,
    depth: usize,
    infix: Option<(&'static str, &'static str)>,
}

/// Cuts tokens into chunks; the languages come back with what was found out.
pub(crate) fn cut<'t>(
    tokens: &'t [Token<'t>],
    folded: &'t [Cow<'t, str>],
    languages: Languages<'t>,
) -> (Vec<Chunk>, Languages<'t>) {
    let mut cutter = Cutter {
        tokens,
        folded,
        vocabulary: vocabulary::get(),
        languages,
        chunks: Vec::new(),
        open: None,
        mark: Mark::Start,
        lead: Lead::None,
        led: false,
        closed: false,
        soft: false,
        depth: 0,
        infix: None,
    };
    let mut at = 0;
    while at < tokens.len() {
        at += cutter.step(at);
    }
    cutter.flush();
    (cutter.chunks, cutter.languages)
}

const DATE_WORDS: vocabulary::Class = vocabulary::WEEKDAY | vocabulary::UNIT;

impl Cutter<'_> {
    /// Reads what stands at token `at`; tokens read, at least one.
    fn step(&mut self, at: usize) -> usize {
        match self.tokens[at].kind {
            Kind::Word => self.word(at),
            Kind::Number => self.number(at),
            Kind::Comma => self.part(Mark::Comma),
            Kind::Semicolon => self.part(Mark::Semicolon),
            Kind::Slash => self.part(Mark::Slash),
            Kind::Ampersand => match self.phrase(at) {
                Some(n) => n,
                None => self.part(Mark::Join),
            },
            Kind::Colon => {
                let label = self.open.is_some();
                self.flush();
                if let Some(chunk) = self.chunks.last_mut().filter(|_| label) {
                    chunk.label = true;
                }
                self.part(Mark::Bar)
            }
            Kind::Bar | Kind::Dash | Kind::Stop => self.part(Mark::Bar),
            Kind::Open => {
                self.flush();
                self.depth += 1;
                self.part(Mark::Bar)
            }
            Kind::Close => {
                self.flush();
                self.depth = self.depth.saturating_sub(1);
                self.part(Mark::Bar)
            }
            Kind::Quote => {
                if let Some(open) = &mut self.open {
                    open.end = at + 1;
                }
                1
            }
            Kind::Handle | Kind::Email | Kind::Url | Kind::Other => self.part(Mark::Noise),
        }
    }

    /// Ends the chunk; what comes stands behind `mark`. "A, and B" is joined by the "and".
    fn part(&mut self, mark: Mark) -> usize {
        let ended = self.flush();
        if ended
            || !matches!((self.mark, mark), (Mark::Join | Mark::With | Mark::Close, Mark::Comma | Mark::Bar))
        {
            self.mark = if self.mark == Mark::Close && !ended { Mark::Close } else { mark };
        }
        1
    }

    fn flush(&mut self) -> bool {
        let Some(tokens) = self.open.take() else { return false };
        self.chunks.push(Chunk {
            tokens,
            mark: self.mark,
            lead: self.lead,
            led: self.led,
            closed: self.closed,
            bracketed: self.depth > 0,
            label: false,
            acts: false,
            did: None,
            infix: self.infix.take(),
        });
        self.led = false;
        self.mark = Mark::Bar;
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
        self.mark = Mark::Close;
        // A date ahead of everything closes nothing.
        self.closed = !self.chunks.is_empty();
        self.soft = false;
        self.led = false;
        tokens
    }

    fn is(&self, at: usize, class: vocabulary::Class) -> bool {
        self.folded.get(at).is_some_and(|f| self.vocabulary.is(f, class))
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    fn number(&mut self, at: usize) -> usize {
        let names_outlet = self.is(at + 1, vocabulary::ORGHEAD) && self.tokens[at].text.len() < 3;
        if names_outlet && !self.is(at + 1, DATE_WORDS) {
            return self.push(at);
        }
        let mut n = 1;
        while self.kind(at + n) == Some(Kind::Number)
            || self.kind(at + n) == Some(Kind::Word) && (self.is(at + n, DATE_WORDS) || self.is_month(at + n))
            || matches!(self.kind(at + n), Some(Kind::Colon | Kind::Slash | Kind::Dash | Kind::Stop))
                && self.kind(at + n + 1) == Some(Kind::Number)
        {
            n += 1;
        }
        self.close(n)
    }

    fn is_month(&self, at: usize) -> bool {
        month::lookup(self.tokens[at].text, self.languages.page).is_some()
    }

    /// A weekday or a month with a number near.
    fn dates(&self, at: usize) -> bool {
        /// Bytes that an abbreviation of a weekday has at most.
        const MONDAY: usize = 4;
        let number = |i: usize| self.kind(i) == Some(Kind::Number);
        let near =
            |i: usize| number(i) || matches!(self.kind(i), Some(Kind::Comma | Kind::Stop)) && number(i + 1);
        if self.is(at, vocabulary::WEEKDAY) {
            let next = match self.kind(at + 1) {
                Some(Kind::Comma) => at + 2,
                _ => at + 1,
            };
            let month = self.kind(next) == Some(Kind::Word) && self.is_month(next) && near(next + 1);
            // "Vna Monday": one unknown word and the day it filed on.
            let unknown =
                self.open.as_ref().is_some_and(|o| o.len() == 1 && !self.is(o.start, vocabulary::GIVEN));
            let last = at + 1 == self.tokens.len() && self.tokens[at].text.len() > MONDAY;
            return near(next) || month || unknown && last || self.mark == Mark::Close && self.open.is_none();
        }
        let behind =
            at > 0 && number(at - 1) || at > 1 && self.kind(at - 1) == Some(Kind::Stop) && number(at - 2);
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

    /// A phrase of the tables that is not part of a name; `None` when there is none at `at`.
    fn phrase(&mut self, at: usize) -> Option<usize> {
        use vocabulary::{AFTER, CLOSE, INFIX, JOIN, LEAD, NOISE, PREPOSITION, TASK, WITH};
        const ALL: vocabulary::Class =
            PREPOSITION | LEAD | TASK | INFIX | JOIN | WITH | AFTER | CLOSE | NOISE;
        let (n, _) = self.vocabulary.longest(&self.folded[at..], ALL, &self.languages)?;
        let rest = &self.folded[at..at + n];
        let of = |class| {
            self.vocabulary.longest(rest, class, &self.languages).filter(|(m, _)| *m == n).map(|(_, s)| s)
        };
        let fresh = self.open.is_none();
        if let Some(sense) = of(INFIX).filter(|_| !fresh) {
            self.flush();
            self.mark = Mark::Join;
            self.infix = Some((sense.role, sense.role_after));
            return Some(n);
        }
        if self.depth > 0 && self.kind(at + n) == Some(Kind::Close) && of(LEAD | TASK).is_some() {
            let role = of(TASK).map(|sense| sense.role);
            self.flush();
            if let Some(chunk) = self.chunks.last_mut() {
                chunk.did = role;
            }
            return Some(n);
        }
        if let Some(sense) = of(PREPOSITION | LEAD).filter(|s| self.leads(at, n, s, fresh)) {
            self.begin(Lead::By, &sense);
            return Some(n);
        }
        if let Some(sense) = of(TASK).filter(|_| self.tasks(at, n, fresh)) {
            let role = if sense.class == TASK { sense.role } else { "" };
            self.begin(Lead::Task(role), &sense);
            return Some(n);
        }
        let small = self.tokens[at].text.chars().all(|c| !c.is_uppercase()) || self.all_capitals();
        let joins = of(JOIN).is_some() && (small || self.is_between_names(at, n));
        if (joins || of(WITH).is_some()) && at + n < self.tokens.len() {
            let mark = if joins { Mark::Join } else { Mark::With };
            if !fresh || !self.chunks.is_empty() || mark == Mark::With {
                self.flush();
                self.closed &= !(self.soft && mark == Mark::Join && self.tokens[at].kind == Kind::Word);
                self.mark = mark;
                return Some(n);
            }
            return None;
        }
        if of(AFTER).is_some() && !fresh && small {
            self.flush();
            if let Some(chunk) = self.chunks.last_mut() {
                chunk.acts = true;
            }
            self.mark = Mark::Bar;
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
            self.part(Mark::Noise);
            n
        })
    }

    /// Whether a name stands before the `n` tokens at `at` and another one behind: "Jane Doe And John Roe".
    fn is_between_names(&self, at: usize, n: usize) -> bool {
        let open = self.open.clone().unwrap_or_default();
        open.len() > 1 && self.is(open.start, vocabulary::GIVEN) && self.is(at + n, vocabulary::GIVEN)
    }

    fn begin(&mut self, lead: Lead, sense: &Sense) {
        self.flush();
        self.mark = Mark::Start;
        self.lead = lead;
        self.led = true;
        self.closed = false;
        if self.languages.found.is_none() && sense.language != "en" {
            self.languages.found = Some(sense.language);
        }
    }

    fn all_capitals(&self) -> bool {
        self.tokens.iter().filter(|t| t.kind == Kind::Word).all(|t| !t.text.contains(char::is_lowercase))
    }

    fn colon(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Colon)
    }

    fn name_follows(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Word && t.text.starts_with(char::is_uppercase))
            && !self.is(
                at,
                vocabulary::HEAD | vocabulary::MODIFIER | vocabulary::COLLECTIVE | vocabulary::ORGHEAD,
            )
    }

    /// Whether a lead phrase of `n` tokens at `at` is one here.
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
            let more = self.kind(at + 1) == Some(Kind::Word) || self.kind(at + 1) == Some(Kind::Bar);
            return fresh
                && more
                && (self.chunks.is_empty() || self.closed)
                && (sense.own || !self.is(at, vocabulary::GIVEN))
                && !self.is(at + 1, vocabulary::HEAD);
        }
        if fresh || !self.is(at, vocabulary::PARTICLE) {
            // "Jane Doe, da Example" names a house.
            let behind = small && self.mark == Mark::Comma && self.is(at, vocabulary::PARTICLE);
            return self.kind(at + n).is_some() && !behind;
        }
        // "Kolumne von Jane Doe", but "Jane von Doe".
        let open = self.open.clone().unwrap_or_default();
        // "capital von Jane Doe": a word in small letters is no given name.
        let label = open.len() == 1 && self.tokens[open.start].text.chars().all(char::is_lowercase);
        let genre = open.clone().any(|i| self.is(i, vocabulary::GENRE))
            || label && self.is(at + 1, vocabulary::GIVEN) && self.name_follows(at + 2);
        // "Aus Riverton von Jane Doe": a name does not begin with a function word.
        let function = open.len() > 1
            && self.is(open.start, vocabulary::NOTNAME)
            && !self.is(open.start, vocabulary::GIVEN | vocabulary::LOWPARTICLE);
        let capital = !small && !self.all_capitals() && !open.clone().any(|i| self.is(i, vocabulary::GIVEN));
        genre || (capital || function) && self.name_follows(at + 1) && self.name_follows(at + 2)
    }

    /// Whether a task phrase of `n` tokens at `at` is one here.
    fn tasks(&self, at: usize, n: usize, fresh: bool) -> bool {
        if self.colon(at + n) || n > 1 && fresh {
            return true;
        }
        if n > 1 {
            return self.name_follows(at + n);
        }
        !self.is(at, vocabulary::HEAD | vocabulary::MODIFIER | vocabulary::COLLECTIVE)
            && self.name_follows(at + n)
            && (fresh || !self.is(at, vocabulary::GIVEN | vocabulary::SURNAME))
    }

    /// Whether words that end names do so here: prepositions must be small, other words no part of a name.
    fn closes(&self, at: usize, n: usize, sense: &Sense) -> bool {
        /// Letters of a word that may be a particle or a preposition: of the page's language, of any.
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
            return self.colon(at + 1) || self.kind(at + 1) == Some(Kind::Number);
        }
        if self.is(at, vocabulary::UNIT) && self.open.is_none() && self.chunks.is_empty() && !self.closed {
            return true;
        }
        !self.in_name(at, n) && (self.open.is_some() || self.kind(at + n).is_some() || self.closed)
    }

    /// A capitalized word of the surnames behind a word of a name: "Glenn Page".
    fn in_name(&self, at: usize, n: usize) -> bool {
        n == 1
            && self.is(at, vocabulary::SURNAME)
            && self.open.as_ref().is_some_and(|o| o.len() == 1 && self.is(o.start, vocabulary::GIVEN))
    }
}
