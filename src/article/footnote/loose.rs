//! Finds notes without links: paragraphs at the end of a text that begin with the raised numbers of its references.

use rustc_hash::FxHashMap;

use crate::{
    dom::{NodeId, NodeKind, Tag},
    html::{outline::ElementId, segment::breaks},
};

use super::{NoteDefinition, Notes};
use crate::article::source::SourcePage;

/// Maximum number of digits.
const NUMBER_BYTES: usize = 3;
/// Minimum number of notes in a text without a rule before them: a single raised number could be an exponent.
const FEWEST_WITHOUT_RULE: usize = 2;
/// How many nodes at the start of a paragraph are searched for its number.
const START_NODES: usize = 6;

/// Finds numbered paragraphs that raised numbers in the text before them refer to.
pub(super) fn find(source: &SourcePage<'_>, notes: &mut Notes) {
    let outline = source.outline;
    // Raised numbers, and paragraphs that begin with a number, in document order.
    let mut raised: FxHashMap<String, Vec<NodeId>> = FxHashMap::default();
    let mut numbered: Vec<(ElementId, String, NodeId)> = Vec::new();
    for (id, element) in outline.elements.iter().enumerate() {
        let id = id as ElementId;
        match element.tag {
            Tag::P if source.kept(id) > 0 => {
                if let Some((number, mark)) = starting_number(source, element.node) {
                    numbered.push((id, number, mark));
                }
            }
            Tag::Sup => {
                let number = source.short_text(element.node, NUMBER_BYTES + 2);
                let number = number.map(|n| n.trim_matches(['[', ']', '(', ')']).to_owned());
                let plain =
                    !source.document.descendants(element.node).any(|n| source.document.tag(n) == Tag::A);
                if let Some(number) = number.filter(|n| is_number(n) && plain) {
                    raised.entry(number).or_default().push(element.node);
                }
            }
            _ => {}
        }
    }
    // The notes are the last run of 1, 2, 3, …
    let Some(start) = numbered.iter().rposition(|(_, number, _)| number == "1") else { return };
    let run: Vec<_> = numbered[start..]
        .iter()
        .enumerate()
        .take_while(|(i, (_, n, _))| *n == (i + 1).to_string())
        .map(|(_, n)| n)
        .collect();
    let Some((first, ..)) = run.first() else { return };
    let rule = follows_rule(source, outline.element(*first).node);
    if run.len() < FEWEST_WITHOUT_RULE && !rule {
        return;
    }
    let parent = source.document.parent(outline.element(*first).node);
    let siblings = run.iter().all(|(id, ..)| source.document.parent(outline.element(*id).node) == parent);
    let starts: Vec<NodeId> = run.iter().map(|(_, _, mark)| *mark).collect();
    let referred = run.iter().all(|(_, number, _)| {
        raised.get(number).is_some_and(|sups| sups.iter().any(|n| !is_within_any(source, *n, &starts)))
    });
    if !siblings || !referred {
        return;
    }
    for (at, (id, number, mark)) in run.iter().enumerate() {
        let node = outline.element(*id).node;
        let next = run.get(at + 1).map(|(id, ..)| outline.element(*id).node);
        let until = continuation(source, node, next, rule);
        let index = notes.add(NoteDefinition { node, element: *id, until }, number);
        notes.muted.insert(*mark);
        for sup in raised.get(number).into_iter().flatten() {
            if !is_within_any(source, *sup, &starts) {
                notes.references.insert(*sup, index);
            }
        }
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= NUMBER_BYTES
        && text.bytes().all(|b| b.is_ascii_digit())
        && !text.starts_with('0')
}

fn is_within_any(source: &SourcePage<'_>, node: NodeId, roots: &[NodeId]) -> bool {
    roots.iter().any(|root| source.is_within(node, *root) || source.is_within(*root, node))
}

/// Returns the number in `sup` or `strong` at the start of a paragraph, and its element.
fn starting_number(source: &SourcePage<'_>, paragraph: NodeId) -> Option<(String, NodeId)> {
    let document = source.document;
    for node in document.descendants(paragraph).skip(1).take(START_NODES) {
        match document.kind(node) {
            NodeKind::Text if document.text(node).trim().is_empty() => {}
            NodeKind::Text => return None,
            _ if matches!(document.tag(node), Tag::Sup | Tag::Strong | Tag::B) => {
                if let Some(number) = source.short_text(node, NUMBER_BYTES + 2) {
                    let number = number.trim_matches(['[', ']', '(', ')', '.']);
                    return is_number(number).then(|| (number.to_owned(), node));
                }
            }
            _ => {}
        }
    }
    None
}

/// Returns whether a rule directly precedes an element.
fn follows_rule(source: &SourcePage<'_>, node: NodeId) -> bool {
    let document = source.document;
    let mut before = std::iter::successors(document.prev_sibling(node), |&n| document.prev_sibling(n));
    before.find(|&n| document.is_element(n)).is_some_and(|n| document.tag(n) == Tag::Hr)
}

/// Returns the last sibling that continues a note: up to the next note, or after a rule to the end of the parent.
fn continuation(source: &SourcePage<'_>, node: NodeId, next: Option<NodeId>, rule: bool) -> Option<NodeId> {
    let document = source.document;
    let mut until = None;
    let mut at = document.next_sibling(node);
    while let Some(n) = at.filter(|n| Some(*n) != next) {
        if matches!(
            document.tag(n),
            Tag::H1
                | Tag::H2
                | Tag::H3
                | Tag::H4
                | Tag::Hr
                | Tag::Section
                | Tag::Div
                | Tag::Footer
                | Tag::Aside
        ) {
            // What begins here is not part of the note, unless another note follows.
            return until.filter(|_| next.is_none());
        }
        if document.is_element(n) && breaks(document.tag(n)) {
            until = Some(n);
        }
        at = document.next_sibling(n);
    }
    until.filter(|_| next.is_some() || rule)
}
