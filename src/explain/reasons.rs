//! Puts the contributions of a model's features into a few reasons in plain words.
//!
//! A model has hundreds of features, and most of them matter only together. The tables `reasons-html.txt` and
//! `reasons-text.txt` put each feature into a group and give each group a phrase for keeping and one for dropping. A
//! reason is a group whose features together moved the score, with the phrase of that direction, provided that the
//! phrase is true of the block.

use std::sync::LazyLock;

use crate::{
    html::features::FEATURES,
    lexicon::{entries, fields},
    text,
};

use super::Reason;

/// Number of reasons for a block.
pub(crate) const REASONS: usize = 5;
/// Number of reasons against the decision among them.
const OPPOSING: usize = 2;
/// Log-odds below which a group is not a reason.
const LEAST_WEIGHT: f32 = 0.05;
/// The group of features that are the same for all blocks of a page. It is a reason only for a block with fewer than
/// [`ENOUGH`] others.
const PAGE_GROUP: &str = "page";
/// See [`PAGE_GROUP`].
const ENOUGH: usize = 2;

/// The phrases for the features of the HTML path.
pub(crate) static HTML: LazyLock<ReasonTable> = LazyLock::new(|| {
    let names: Vec<&str> = FEATURES.iter().map(|feature| feature.name).collect();
    ReasonTable::parse(include_str!("../lexicon/data/reasons-html.txt"), &names)
});

/// The phrases for the features of the plain-text path.
pub(crate) static TEXT: LazyLock<ReasonTable> = LazyLock::new(|| {
    ReasonTable::parse(include_str!("../lexicon/data/reasons-text.txt"), text::features::names())
});

/// The groups of a path's features, and their phrases.
#[derive(Debug)]
pub(crate) struct ReasonTable {
    groups: Vec<FeatureGroup>,
    /// The group of each feature, by its column; `None` for a feature that the table lacks.
    group_of: Vec<Option<usize>>,
}

/// A group of features.
#[derive(Debug)]
struct FeatureGroup {
    id: &'static str,
    keep: Option<ReasonPhrase>,
    drop: Option<ReasonPhrase>,
}

/// A phrase, and when it is true.
#[derive(Debug)]
struct ReasonPhrase {
    words: &'static str,
    conditions: Vec<Condition>,
}

/// A comparison of a feature's value.
#[derive(Debug)]
struct Condition {
    column: usize,
    operator: Operator,
    value: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operator {
    NotEqual,
    AtLeast,
    Less,
    Greater,
    Equal,
}

/// How operators are written; longer ones first, because they begin with shorter ones.
const OPERATORS: [(&str, Operator); 5] = [
    ("!=", Operator::NotEqual),
    (">=", Operator::AtLeast),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("=", Operator::Equal),
];

impl Condition {
    fn parse(text: &str, names: &[&str]) -> Option<Self> {
        let (at, sign, operator) =
            OPERATORS.iter().find_map(|&(sign, op)| text.find(sign).map(|at| (at, sign, op)))?;
        let column = names.iter().position(|name| *name == &text[..at])?;
        Some(Self { column, operator, value: text[at + sign.len()..].parse().ok()? })
    }

    fn holds(&self, value: f32) -> bool {
        match self.operator {
            Operator::NotEqual => value != self.value,
            Operator::AtLeast => value >= self.value,
            Operator::Less => value < self.value,
            Operator::Greater => value > self.value,
            Operator::Equal => value == self.value,
        }
    }
}

impl ReasonPhrase {
    fn parse(words: Option<&'static str>, conditions: Option<&str>, names: &[&str]) -> Option<Self> {
        let words = words.filter(|words| *words != "-")?;
        let conditions = conditions.filter(|conditions| *conditions != "-");
        let parse = |text| Condition::parse(text, names);
        let conditions = conditions.into_iter().flat_map(|text| text.split('&')).filter_map(parse).collect();
        Some(Self { words, conditions })
    }
}

impl ReasonTable {
    fn parse(table: &'static str, names: &[&str]) -> Self {
        let mut phrases = Self { groups: Vec::new(), group_of: vec![None; names.len()] };
        for (section, entry) in entries(table) {
            let mut entry = fields(entry);
            let Some(first) = entry.next() else { continue };
            if section == "reasons" {
                let keep = ReasonPhrase::parse(entry.next(), entry.next(), names);
                let drop = ReasonPhrase::parse(entry.next(), entry.next(), names);
                phrases.groups.push(FeatureGroup { id: first, keep, drop });
            } else if let Some(column) = names.iter().position(|name| *name == first) {
                let group = entry.next();
                phrases.group_of[column] = phrases.groups.iter().position(|g| Some(g.id) == group);
            }
        }
        phrases
    }

    /// Returns the strongest reasons for a decision, then those against it, from the contributions of the block's
    /// features: their columns and log-odds. `kept` is the decision, and `value` returns the value of a column.
    pub(crate) fn reasons(
        &self,
        kept: bool,
        contributions: &[(usize, f32)],
        value: impl Fn(usize) -> f32,
    ) -> Vec<Reason> {
        let mut weights = vec![0.0; self.groups.len()];
        for &(column, weight) in contributions {
            if let Some(group) = self.group_of.get(column).copied().flatten() {
                weights[group] += weight;
            }
        }
        let mut order: Vec<usize> =
            (0..weights.len()).filter(|&g| weights[g].abs() >= LEAST_WEIGHT).collect();
        order.sort_by(|&a, &b| weights[b].abs().total_cmp(&weights[a].abs()));
        let (mut agreeing, mut opposing, mut of_page) = (Vec::new(), Vec::new(), None);
        for group in order {
            let (group, weight) = (&self.groups[group], weights[group]);
            let phrase = if weight > 0.0 { &group.keep } else { &group.drop };
            let holds = |phrase: &&ReasonPhrase| phrase.conditions.iter().all(|c| c.holds(value(c.column)));
            let Some(phrase) = phrase.as_ref().filter(holds) else { continue };
            let reason =
                Reason { rule: group.id.to_owned(), weight: Some(weight), words: phrase.words.to_owned() };
            if group.id == PAGE_GROUP {
                of_page = Some(reason);
            } else if (weight > 0.0) == kept {
                agreeing.push(reason);
            } else {
                opposing.push(reason);
            }
        }
        opposing.truncate(OPPOSING);
        if agreeing.len() + opposing.len() < ENOUGH {
            agreeing.extend(of_page);
        }
        agreeing.truncate(REASONS - opposing.len());
        agreeing.append(&mut opposing);
        agreeing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every feature has a group, every group has features and a phrase, and every condition can be parsed.
    fn check(table: &'static str, names: &[&str]) {
        let phrases = ReasonTable::parse(table, names);
        for (name, group) in names.iter().zip(&phrases.group_of) {
            assert!(group.is_some(), "`{name}` has no group: add it to [features] of its table");
        }
        for (section, entry) in entries(table) {
            let parts: Vec<&str> = fields(entry).collect();
            if section == "features" {
                assert!(names.contains(&parts[0]), "`{}` is not a feature", parts[0]);
                assert!(phrases.groups.iter().any(|g| g.id == parts[1]), "`{}` is not a group", parts[1]);
                continue;
            }
            assert_eq!(parts.len(), 5, "{entry}");
            let group = phrases.groups.iter().position(|g| g.id == parts[0]);
            assert!(phrases.group_of.contains(&group), "`{}` has no features", parts[0]);
            assert!(parts[1] != "-" || parts[3] != "-", "`{}` has no phrase", parts[0]);
            for text in [parts[2], parts[4]].into_iter().filter(|c| *c != "-").flat_map(|c| c.split('&')) {
                let condition = Condition::parse(text, names).unwrap_or_else(|| panic!("condition `{text}`"));
                assert_eq!(phrases.group_of[condition.column], group, "`{text}` is of another group");
            }
        }
    }

    #[test]
    fn every_feature_has_words() {
        let html: Vec<&str> = FEATURES.iter().map(|feature| feature.name).collect();
        check(include_str!("../lexicon/data/reasons-html.txt"), &html);
        check(include_str!("../lexicon/data/reasons-text.txt"), text::features::names());
    }

    #[test]
    fn a_phrase_is_used_for_its_direction_and_only_if_it_is_true() {
        let column = |name| FEATURES.iter().position(|f| f.name == name).expect("a feature");
        let (ld, words, nav) = (column("ld"), column("words"), column("d_nav"));
        let reasons = |weight: f32, density: f32| -> Vec<String> {
            let contributions = [(ld, weight), (words, 0.01), (nav, -0.3)];
            let value = |c| if c == ld { density } else { 2.0 };
            HTML.reasons(false, &contributions, value).into_iter().map(|r| r.words).collect()
        };
        assert_eq!(reasons(-1.0, 0.9), ["mostly links", "inside navigation"]);
        assert_eq!(reasons(-1.0, 0.1), ["inside navigation"]);
        assert_eq!(reasons(1.0, 0.1), ["inside navigation", "few links"], "the decision's own reasons first");
    }
}
