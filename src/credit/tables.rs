//! Loads the tables of the credit parser.

use std::{ops::Range, sync::LazyLock};

use crate::{
    lexicon,
    lexicon::{
        index::Group,
        indexed::{BYLINE_CJK, CREDIT_CONTRIBUTED, CREDIT_TASKS, CREDITS},
    },
};

/// What the persons after a phrase did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Reporting,
    /// Helped with the reporting.
    Helping,
    /// Wrote or illustrated what others reported.
    Writing,
    Editing,
}

pub(crate) struct CreditTables {
    pub(crate) inputs: Group,
    pub(crate) sources: Group,
    pub(crate) copyright: Vec<&'static str>,
    /// Words for the end of a story, and those that have no other meaning.
    pub(crate) ends: Group,
    pub(crate) sure_ends: Group,
    pub(crate) joiners: Group,
    pub(crate) place_words: Group,
    /// Longest first.
    pub(crate) titles: Vec<&'static str>,
    /// Last words of titles of several words: "science writer".
    pub(crate) title_ends: Group,
    pub(crate) collective: Group,
    pub(crate) tails: Vec<&'static str>,
    /// Words before a writer's name: "by".
    pub(crate) by: Group,
    /// Lines about agencies without names.
    pub(crate) nameless: Group,
    /// Abbreviations that do not end a sentence, without their full stop.
    pub(crate) abbreviations: Group,
    /// What a sentence about the story begins with: "this article was".
    pub(crate) subjects: Group,
    /// Japanese surnames.
    pub(crate) surnames: Group,
}

pub(crate) static TABLES: LazyLock<CreditTables> = LazyLock::new(|| CreditTables {
    inputs: const { Group::of(&CREDITS, "inputs") },
    sources: const { Group::of(&CREDITS, "source") },
    copyright: const { Group::of(&CREDITS, "copyright") }.lines().collect(),
    ends: const { Group::of(&CREDITS, "end") },
    sure_ends: const { Group::of(&CREDITS, "sure-end") },
    joiners: const { Group::of(&CREDITS, "joiner") },
    place_words: const { Group::of(&CREDITS, "place-word") },
    titles: const { Group::of(&CREDITS, "title-word") }.lines().collect(),
    title_ends: const { Group::of(&CREDITS, "title-end") },
    collective: const { Group::of(&CREDITS, "collective") },
    tails: const { Group::of(&CREDITS, "tail") }.lines().collect(),
    by: const { Group::of(&CREDITS, "by") },
    nameless: const { Group::of(&CREDITS, "nameless") },
    abbreviations: const { Group::of(&CREDITS, "abbreviation") },
    subjects: const { Group::of(&CREDITS, "subject") },
    surnames: const { Group::of(&BYLINE_CJK, "surname ja") },
});

/// The tasks in the order of the groups of [`CREDIT_TASKS`].
const TASKS: [Task; 4] = [Task::Reporting, Task::Writing, Task::Helping, Task::Editing];

/// Returns the agency whose house style a phrase follows.
pub(crate) fn house(phrase: &str) -> Option<&'static str> {
    lexicon::fields(const { Group::of(&CREDITS, "house") }.get(phrase)?).nth(1)
}

/// A phrase that was found: its position and meaning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundPhrase {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) task: Task,
    /// A single word, which counts only before a colon or next to a phrase.
    pub(crate) single: bool,
}

impl CreditTables {
    /// Returns the task phrases in `lower` (text in lower case), in order.
    pub(crate) fn tasks(&self, lower: &str) -> Vec<FoundPhrase> {
        CREDIT_TASKS
            .longest(lower)
            .filter(|m| whole_words(lower, &m.range))
            .map(|m| FoundPhrase {
                start: m.range.start,
                end: m.range.end,
                task: TASKS[m.group],
                single: !lower[m.range].contains(' '),
            })
            .collect()
    }

    /// Returns the phrases for "contributed to this report" in `lower`.
    pub(crate) fn contributed(&self, lower: &str) -> Vec<(usize, usize)> {
        CREDIT_CONTRIBUTED
            .longest(lower)
            .filter(|m| whole_words(lower, &m.range))
            .map(|m| (m.range.start, m.range.end))
            .collect()
    }
}

/// Returns whether no letter adjoins the range. Scripts without word spaces have no such boundaries.
fn whole_words(text: &str, place: &Range<usize>) -> bool {
    let letter = |c: char| c.is_alphanumeric() && (c.is_lowercase() || c.is_uppercase() || c.is_ascii());
    let goes_on =
        |at: usize| text[..at].chars().next_back().is_some_and(letter) && text[at..].starts_with(letter);
    !goes_on(place.start) && !goes_on(place.end)
}

/// Returns text in lower case with the same byte length; letters whose lower case has another length are unchanged.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        let mut lowered = c.to_lowercase();
        match (lowered.next(), lowered.next()) {
            (Some(l), None) if l.len_utf8() == c.len_utf8() => out.push(l),
            _ => out.push(c),
        }
    }
    out
}
