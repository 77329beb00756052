//! Detects login pages, which contain no article.

use std::ops::Range;

use html5ever::local_name;

use crate::{
    block::label::{BlockKind, BlockLabel, Rule},
    dom::{Document, NodeId, Tag},
    html::{features::Features, outline::Outline},
    select::BodySelection,
};

/// Minimum words of a page that asks for a password but still has text to read.
const GATE_WORDS: f32 = 80.0;

/// Maximum blocks between the text and the password field of a login page. A dialog for readers who want to log in is
/// at an end of the page.
const NEAR: u32 = 20;

/// Drops the whole body of a page that asks for a password and has no running text.
pub(crate) fn drop_login_page(
    mut selection: BodySelection,
    document: &Document,
    outline: &Outline,
    features: &Features,
) -> BodySelection {
    let texts = &features.texts;
    let words: f32 = selection.kept().map(|i| texts[i].words).sum();
    if words > GATE_WORDS || selection.kept().any(|i| texts[i].long) {
        return selection;
    }
    let Some(field) = password_field(document) else { return selection };
    let around = blocks_around(field, document, outline);
    let is_near = |i: usize| (i as u32) < around.end + NEAR && i as u32 + NEAR >= around.start;
    if selection.kept().next().is_some() && !selection.kept().any(is_near) {
        return selection;
    }
    let is_empty = selection.kept().next().is_none();
    if is_empty && texts.iter().map(|text| text.words).sum::<f32>() > GATE_WORDS {
        return selection;
    }
    // If nothing was selected, the labels still say why.
    let gate = |label: &&mut BlockLabel| label.is_kept() || is_empty && label.kind == BlockKind::Boilerplate;
    for label in selection.labels.iter_mut().filter(gate) {
        label.drop_by(Rule::Gate);
    }
    selection
}

fn password_field(document: &Document) -> Option<NodeId> {
    let is_password = |t: &str| t.trim().eq_ignore_ascii_case("password");
    document.descendants(NodeId::DOCUMENT).find(|&n| {
        document.tag(n) == Tag::Input && document.attr(n, &local_name!("type")).is_some_and(is_password)
    })
}

/// Returns the blocks of the lowest element around a node that is in the outline.
fn blocks_around(node: NodeId, document: &Document, outline: &Outline) -> Range<u32> {
    let mut ancestors = std::iter::successors(Some(node), |&n| document.parent(n));
    ancestors
        .find_map(|n| outline.elements.iter().find(|e| e.node == n))
        .map_or(0..u32::MAX - NEAR, |element| element.first..element.last)
}

#[cfg(test)]
mod tests {
    use crate::NoArticleReason;

    fn reason(between: usize) -> Option<NoArticleReason> {
        let links: String = (0..between).map(|i| format!("<p><a href=/{i}>Topic {i}</a></p>")).collect();
        let page = format!(
            "<title>Packages that do not fit</title><main><h1>Packages that do not fit</h1><div class=post><p>Every new project \
             asks for packages that nobody has.</p><p>Run the checker first, it names them all.</p></div></main>{links}\
             <form><input name=user><input type=password><button>Log in</button></form>"
        );
        crate::clean(page.as_str()).expect("a page").reason
    }

    #[test]
    fn a_dialog_at_the_end_does_not_make_a_login_page() {
        assert_eq!(reason(0), Some(NoArticleReason::LoginPage));
        assert_ne!(reason(40), Some(NoArticleReason::LoginPage));
    }
}
