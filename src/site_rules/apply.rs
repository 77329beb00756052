//! Applies a site rule to a page: forces blocks in or out, and sets fields.

use std::collections::HashSet;

use crate::{
    block::{Blocks, Place},
    dom::{Document, NodeId, Selector},
};

use super::{Compiled, FieldSelector};

/// The result of applying a rule to a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Applied {
    /// For each block, whether it is forced in, forced out, or left to the model. Empty if the rule does not affect
    /// blocks.
    pub(crate) blocks: Vec<Option<bool>>,
    /// The headline.
    pub(crate) title: Option<String>,
    /// The authors, as written on the page.
    pub(crate) authors: Vec<String>,
    /// The date, as written on the page.
    pub(crate) date: Option<String>,
}

/// Applies a rule to a page.
pub(crate) fn apply(rule: &Compiled, document: &Document, blocks: &Blocks) -> Applied {
    let body: HashSet<NodeId> = rule
        .body
        .iter()
        .map(|selector| document.select(selector).collect::<HashSet<_>>())
        .find(|nodes| !nodes.is_empty())
        .unwrap_or_default();
    let strip: HashSet<NodeId> = rule.strip.iter().flat_map(|selector| document.select(selector)).collect();
    let mut applied = Applied {
        title: values(document, &rule.title).into_iter().next(),
        authors: values(document, &rule.author),
        date: values(document, &rule.date).into_iter().next(),
        blocks: Vec::new(),
    };
    if body.is_empty() && strip.is_empty() && rule.rule.phrases.is_empty() {
        return applied;
    }
    applied.blocks = blocks
        .blocks
        .iter()
        .map(|block| {
            let Place::Html { owner, eff, .. } = block.place else { return None };
            let text = blocks.text(block);
            let inside = |nodes: &HashSet<NodeId>| {
                nodes.contains(&eff)
                    || nodes.contains(&owner)
                    || (!nodes.is_empty() && document.ancestors(owner).any(|n| nodes.contains(&n)))
            };
            if inside(&strip) || rule.rule.phrases.iter().any(|p| text.contains(p.as_str())) {
                Some(false)
            } else if body.is_empty() {
                None
            } else {
                Some(inside(&body))
            }
        })
        .collect();
    applied
}

/// Returns which blocks are in an element that matches one of the selectors.
pub(crate) fn matching(selectors: &[Selector], document: &Document, blocks: &Blocks) -> Vec<bool> {
    let nodes: HashSet<NodeId> = selectors.iter().flat_map(|selector| document.select(selector)).collect();
    let is_inside = |place: &Place| match *place {
        Place::Html { owner, eff, .. } => {
            nodes.contains(&eff)
                || nodes.contains(&owner)
                || document.ancestors(owner).any(|n| nodes.contains(&n))
        }
        _ => false,
    };
    blocks.blocks.iter().map(|block| !nodes.is_empty() && is_inside(&block.place)).collect()
}

/// Returns the values of the first target that has any, without repeats.
fn values(document: &Document, targets: &[FieldSelector]) -> Vec<String> {
    for target in targets {
        let mut found: Vec<String> = Vec::new();
        for node in document.select(&target.selector) {
            let value = match &target.attribute {
                Some(name) => document
                    .attrs(node)
                    .find(|(n, _)| ***n == **name)
                    .map(|(_, v)| v.to_owned())
                    .unwrap_or_default(),
                None => document.descendants(node).map(|n| document.text(n)).collect(),
            };
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if !value.is_empty() && !found.contains(&value) {
                found.push(value);
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}
