//! Detects login pages, which contain no article.

use html5ever::local_name;

use crate::{
    block::label::{BlockKind, BlockLabel, Rule},
    dom::{Document, NodeId, Tag},
    html::features::Features,
    select::BodySelection,
};

/// Minimum words of a page that asks for a password but still has text to read.
const GATE_WORDS: f32 = 80.0;

/// Drops the whole body of a page that asks for a password and has no running text.
pub(crate) fn drop_login_page(
    mut selection: BodySelection,
    document: &Document,
    features: &Features,
) -> BodySelection {
    let texts = &features.texts;
    let words: f32 = selection.kept().map(|i| texts[i].words).sum();
    if words > GATE_WORDS || selection.kept().any(|i| texts[i].long) || !asks_for_password(document) {
        return selection;
    }
    let is_empty = selection.kept().next().is_none();
    if is_empty && texts.iter().map(|text| text.words).sum::<f32>() > GATE_WORDS {
        return selection;
    }
    // If nothing was selected, the labels still say why.
    let gate = |label: &&mut BlockLabel| match label.kind {
        BlockKind::Body | BlockKind::Standfirst => true,
        BlockKind::Boilerplate => is_empty,
        _ => false,
    };
    for label in selection.labels.iter_mut().filter(gate) {
        *label = BlockLabel { kind: BlockKind::Boilerplate, rule: Some(Rule::Gate), ..*label };
    }
    selection
}

fn asks_for_password(document: &Document) -> bool {
    let is_password = |t: &str| t.trim().eq_ignore_ascii_case("password");
    document.descendants(NodeId::DOCUMENT).any(|n| {
        document.tag(n) == Tag::Input && document.attr(n, &local_name!("type")).is_some_and(is_password)
    })
}
