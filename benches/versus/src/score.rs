//! Computes precision, recall and F1 over the words of a text, ignoring case and order, as WCXB scores bodies.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

/// Python's `\w+`, with which this measure was first implemented.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("a valid pattern"));

/// Each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Score {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
}

/// Counts the occurrences of each word in a text.
fn bag(text: &str) -> HashMap<String, usize> {
    let mut bag = HashMap::new();
    for word in WORD.find_iter(text) {
        *bag.entry(word.as_str().to_lowercase()).or_default() += 1;
    }
    bag
}

/// Compares a text with the expected one.
pub(crate) fn score(text: &str, gold: &str) -> Score {
    let (found, gold) = (bag(text), bag(gold));
    let total = |bag: &HashMap<String, usize>| bag.values().sum::<usize>() as f64;
    let both: usize = found.iter().map(|(w, n)| gold.get(w).map_or(0, |m| *n.min(m))).sum();
    if total(&found) == 0.0 && total(&gold) == 0.0 {
        return Score { precision: 1.0, recall: 1.0, f1: 1.0 };
    }
    if both == 0 {
        return Score::default();
    }
    let both = both as f64;
    let (precision, recall) = (both / total(&found), both / total(&gold));
    Score { precision, recall, f1: 2.0 * precision * recall / (precision + recall) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_as_often_as_they_stand() {
        let found = score("The ferry, the Ferry!", "the ferry came");
        assert_eq!((found.precision, found.recall), (0.5, 2.0 / 3.0));
        assert_eq!(score("", ""), Score { precision: 1.0, recall: 1.0, f1: 1.0 });
        assert_eq!(score("a", "b"), Score::default());
    }
}
