//! Loads the tables of the credit parser.

use std::{ops::Range, sync::LazyLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{lexicon, lexicon::phrase_search::Search};

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

pub(crate) struct Tables {
    tasks: Search,
    task_of: Vec<Task>,
    contributed: Search,
    /// Longest first.
    pub(crate) inputs: Vec<&'static str>,
    pub(crate) sources: FxHashSet<&'static str>,
    pub(crate) copyright: Vec<&'static str>,
    pub(crate) rights: Vec<&'static str>,
    pub(crate) syndicated: Vec<&'static str>,
    /// Words for the end of a story, and those that have no other meaning.
    pub(crate) ends: FxHashSet<&'static str>,
    pub(crate) sure_ends: FxHashSet<&'static str>,
    pub(crate) joiners: FxHashSet<&'static str>,
    pub(crate) place_words: FxHashSet<&'static str>,
    /// Longest first.
    pub(crate) titles: Vec<&'static str>,
    /// Last words of titles of several words: "science writer".
    pub(crate) title_ends: FxHashSet<&'static str>,
    pub(crate) collective: FxHashSet<&'static str>,
    pub(crate) tails: Vec<&'static str>,
    /// Words before a writer's name: "by".
    pub(crate) by: FxHashSet<&'static str>,
    /// Lines about agencies without names.
    pub(crate) nameless: FxHashSet<&'static str>,
    /// Phrases and the agency whose house style they follow.
    pub(crate) houses: FxHashMap<&'static str, &'static str>,
    /// Abbreviations that do not end a sentence, without their full stop.
    pub(crate) abbreviations: FxHashSet<&'static str>,
    /// What a sentence about the story begins with: "this article was".
    pub(crate) subjects: FxHashSet<&'static str>,
    /// Japanese surnames.
    pub(crate) surnames: FxHashSet<&'static str>,
}

pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let (mut tasks, mut task_of, mut contributed) = (Vec::new(), Vec::new(), Vec::new());
    let mut t = Tables {
        tasks: build(&[]),
        task_of: Vec::new(),
        contributed: build(&[]),
        inputs: Vec::new(),
        sources: FxHashSet::default(),
        copyright: Vec::new(),
        rights: Vec::new(),
        syndicated: Vec::new(),
        ends: FxHashSet::default(),
        sure_ends: FxHashSet::default(),
        joiners: FxHashSet::default(),
        place_words: FxHashSet::default(),
        titles: Vec::new(),
        title_ends: FxHashSet::default(),
        collective: FxHashSet::default(),
        tails: Vec::new(),
        by: FxHashSet::default(),
        nameless: FxHashSet::default(),
        houses: FxHashMap::default(),
        abbreviations: FxHashSet::default(),
        subjects: FxHashSet::default(),
        surnames: FxHashSet::default(),
    };
    let names = lexicon::entries(include_str!("../lexicon/data/byline-cjk.txt"));
    t.surnames.extend(names.filter(|(group, _)| *group == "surname ja").map(|(_, name)| name));
    for (group, entry) in lexicon::entries(include_str!("../lexicon/data/credits.txt")) {
        match group {
            "reporting" => {
                tasks.push(entry);
                task_of.push(Task::Reporting);
            }
            "writing" => {
                tasks.push(entry);
                task_of.push(Task::Writing);
            }
            "helping" => {
                tasks.push(entry);
                task_of.push(Task::Helping);
            }
            "editing" => {
                tasks.push(entry);
                task_of.push(Task::Editing);
            }
            "contributed" => contributed.push(entry),
            "inputs" => t.inputs.push(entry),
            "source" => drop(t.sources.insert(entry)),
            "copyright" => t.copyright.push(entry),
            "rights" => t.rights.push(entry),
            "syndicated" => t.syndicated.push(entry),
            "end" => drop(t.ends.insert(entry)),
            "sure-end" => drop(t.sure_ends.insert(entry)),
            "joiner" => drop(t.joiners.insert(entry)),
            "place-word" => drop(t.place_words.insert(entry)),
            "title-word" => t.titles.push(entry),
            "title-end" => drop(t.title_ends.insert(entry)),
            "collective" => drop(t.collective.insert(entry)),
            "tail" => t.tails.push(entry),
            "by" => drop(t.by.insert(entry)),
            "nameless" => drop(t.nameless.insert(entry)),
            "house" => {
                let mut fields = lexicon::fields(entry);
                t.houses.extend(fields.next().zip(fields.next()));
            }
            "subject" => drop(t.subjects.insert(entry)),
            "abbreviation" => drop(t.abbreviations.insert(entry)),
            _ => {}
        }
    }
    t.inputs.sort_by_key(|s| std::cmp::Reverse(s.len()));
    t.titles.sort_by_key(|s| std::cmp::Reverse(s.len()));
    t.tasks = build(&tasks);
    t.contributed = build(&contributed);
    t.task_of = task_of;
    t
});

fn build(phrases: &[&'static str]) -> Search {
    Search::new(phrases.iter().map(|&phrase| phrase.into()))
}

/// A phrase that was found: its position and meaning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) task: Task,
    /// A single word, which counts only before a colon or next to a phrase.
    pub(crate) single: bool,
}

impl Tables {
    /// Returns the task phrases in `lower` (text in lower case), in order.
    pub(crate) fn tasks(&self, lower: &str) -> Vec<Found> {
        self.tasks
            .longest(lower)
            .filter(|m| whole_words(lower, &m.range))
            .map(|m| Found {
                start: m.range.start,
                end: m.range.end,
                task: self.task_of[m.phrase],
                single: !lower[m.range].contains(' '),
            })
            .collect()
    }

    /// Returns the phrases for "contributed to this report" in `lower`.
    pub(crate) fn contributed(&self, lower: &str) -> Vec<(usize, usize)> {
        self.contributed
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
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let mut lowered = c.to_lowercase();
        match (lowered.next(), lowered.next()) {
            (Some(l), None) if l.len_utf8() == c.len_utf8() => out.push(l),
            _ => out.push(c),
        }
    }
    out
}
