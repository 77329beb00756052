//! Finds footnotes: which elements of a page refer to notes, and which elements are notes.
//!
//! The text links to a note. Unlike other links within a page, the note links back, or its names identify it ("fn1",
//! "footnotes", `doc-endnote`). Notes without links are recognized by their numbers, see [`loose`].

mod loose;

use html5ever::local_name;
use memchr::memrchr;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    dom::{NodeId, NodeKind, Tag},
    html::{outline::ElementId, segment::breaks},
};

use super::source::SourcePage;

/// Maximum length of the text of a reference in bytes: `[12]`, `note 3`, `*`.
const LABEL_BYTES: usize = 12;
/// How many ancestors of a reference may be the target of a link back.
const NEAR: usize = 4;
/// Maximum number of elements of a note; a larger element is a part of the page.
const NOTE_ELEMENTS: u32 = 400;
/// Maximum number of links within a page; pages with more are indices and are not searched for notes.
const MOST_LINKS: usize = 20_000;

/// The position of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoteDefinition {
    /// The element that contains the note.
    pub(crate) node: NodeId,
    /// Row of the element in the outline.
    pub(crate) element: ElementId,
    /// The last of the following siblings that continue the note.
    pub(crate) until: Option<NodeId>,
}

/// The notes of a page.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The note that an element refers to, as an index into `definitions`.
    pub(crate) references: FxHashMap<NodeId, usize>,
    /// The index of a note by its element.
    pub(crate) by_node: FxHashMap<NodeId, usize>,
    /// The notes, in order of their first reference.
    pub(crate) definitions: Vec<NoteDefinition>,
    /// The label of each note.
    pub(crate) labels: Vec<String>,
    used: FxHashSet<String>,
    /// Links back and numbers, which have no text.
    pub(crate) muted: FxHashSet<NodeId>,
}

/// A link within the page.
struct Anchor<'a> {
    node: NodeId,
    element: ElementId,
    fragment: &'a str,
}

/// Finds the notes that the kept blocks refer to.
pub(crate) fn find(source: &SourcePage<'_>) -> Notes {
    let mut notes = Notes::default();
    side_notes(source, &mut notes);
    let anchors = anchors(source);
    if anchors.len() <= MOST_LINKS && !anchors.is_empty() {
        linked(source, &anchors, &mut notes);
    }
    if notes.definitions.is_empty() {
        loose::find(source, &mut notes);
    }
    notes
}

impl Notes {
    fn add(&mut self, definition: NoteDefinition, label: &str) -> usize {
        let index = self.definitions.len();
        let plain = label.chars().all(|c| c.is_ascii_alphanumeric());
        let mut label = if plain && !label.is_empty() { label.to_owned() } else { (index + 1).to_string() };
        if self.used.contains(&label) {
            label = format!("{label}-{}", index + 1);
        }
        self.used.insert(label.clone());
        self.by_node.insert(definition.node, index);
        self.definitions.push(definition);
        self.labels.push(label);
        index
    }
}

fn anchors<'a>(source: &SourcePage<'a>) -> Vec<Anchor<'a>> {
    let href = local_name!("href");
    let elements = source.outline.elements.iter().enumerate();
    elements
        .filter(|(_, element)| element.tag == Tag::A)
        .filter_map(|(id, element)| {
            let address = source.document.attr(element.node, &href)?;
            let fragment = source.base.own_fragment(address).or_else(|| {
                // Word writes links back with a made-up host before the fragment.
                let fragment = &address[memrchr(b'#', address.as_bytes())? + 1..];
                (fragment.starts_with("_ftn") || fragment.starts_with("_edn")).then_some(fragment)
            })?;
            Some(Anchor { node: element.node, element: id as ElementId, fragment })
        })
        .collect()
}

/// Returns the targets of the page's fragment links.
fn targets<'a>(source: &SourcePage<'a>, anchors: &[Anchor<'a>]) -> FxHashMap<&'a str, ElementId> {
    if anchors.is_empty() {
        return FxHashMap::default();
    }
    let mut wanted: FxHashMap<&str, Option<ElementId>> = anchors.iter().map(|a| (a.fragment, None)).collect();
    for (id, element) in source.outline.elements.iter().enumerate() {
        for (name, value) in source.document.attrs(element.node) {
            let names = *name == local_name!("id") || element.tag == Tag::A && *name == local_name!("name");
            if names && let Some(target @ None) = wanted.get_mut(value) {
                *target = Some(id as ElementId);
            }
        }
    }
    let mut found: FxHashMap<&str, ElementId> =
        wanted.iter().filter_map(|(f, id)| Some((*f, (*id)?))).collect();
    // Word omits the names: a note is where the link back to `_ftnref1` is.
    let number_of =
        |fragment: &'a str| fragment.strip_prefix("_ftn").or_else(|| fragment.strip_prefix("_edn"));
    let missing = wanted.iter().filter(|(_, id)| id.is_none());
    let missing: FxHashMap<&str, &str> = missing.filter_map(|(f, _)| Some((number_of(f)?, *f))).collect();
    for anchor in anchors {
        if let Some(number) =
            anchor.fragment.strip_prefix("_ftnref").or_else(|| anchor.fragment.strip_prefix("_ednref"))
            && let Some(fragment) = missing.get(number)
        {
            found.entry(fragment).or_insert(anchor.element);
        }
    }
    found
}

fn linked(source: &SourcePage<'_>, anchors: &[Anchor<'_>], notes: &mut Notes) {
    let targets = targets(source, anchors);
    let mut shared: FxHashMap<NodeId, ElementId> = FxHashMap::default();
    let mut accepted: Vec<(&Anchor<'_>, NodeId, ElementId, String)> = Vec::new();
    let mut refused: FxHashSet<NodeId> = FxHashSet::default();
    for anchor in anchors {
        let Some(&target) = targets.get(anchor.fragment) else { continue };
        let Some(label) = source.short_text(anchor.node, LABEL_BYTES).and_then(|text| label(&text)) else {
            continue;
        };
        let Some((node, element)) = definition_of(source, target) else { continue };
        // Links inside notes lead back.
        let inside_note = source.document.ancestors(anchor.node).any(|n| shared.contains_key(&n));
        if inside_note || source.is_within(anchor.node, node) || !is_near_kept(source, anchor.element) {
            continue;
        }
        let back = || links_back(source, &targets, anchor, element);
        if !(names_note(source, anchor, target, element) || back()) {
            continue;
        }
        // Several notes in one element cannot be separated.
        if shared.insert(node, target).is_some_and(|other| other != target) {
            refused.insert(node);
        }
        accepted.push((anchor, node, element, label));
    }
    for (anchor, node, element, label) in accepted {
        let within_other = || source.document.ancestors(node).any(|n| shared.contains_key(&n));
        if refused.contains(&node) || within_other() {
            continue;
        }
        let index = match notes.by_node.get(&node) {
            Some(index) => *index,
            None => {
                let until = description_of(source, node);
                let index = notes.add(NoteDefinition { node, element, until }, &label);
                mute_links_back(source, element, &mut notes.muted);
                index
            }
        };
        notes.references.insert(whole_reference(source, anchor.node), index);
    }
}

/// Returns the label of a reference from its text: digits, a letter, a sign, "note 3".
fn label(text: &str) -> Option<String> {
    let inner = text.trim_matches(|c: char| c.is_whitespace() || "[](){}^".contains(c));
    let digits = inner.bytes().filter(u8::is_ascii_digit).count();
    let fits = if digits > 0 {
        digits <= 4
            && inner.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-'))
            && inner.split(' ').count() <= 2
    } else {
        let length = inner.chars().count();
        (1..=2).contains(&length)
            || inner.chars().all(|c| "*†‡§¶#‖⁎".contains(c)) && length <= 4 && length > 0
    };
    let superscript = inner.chars().all(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c)) && !inner.is_empty();
    if superscript {
        return Some(
            inner
                .chars()
                .filter_map(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c))
                .map(|d| d.to_string())
                .collect(),
        );
    }
    fits.then(|| inner.rsplit(' ').next().unwrap_or(inner).to_owned())
}

/// Returns the element of the note that a link leads to: the target, or the block that begins with it.
fn definition_of(source: &SourcePage<'_>, target: ElementId) -> Option<(NodeId, ElementId)> {
    let outline = source.outline;
    let (id, element) = outline.lineage(target).find(|(_, element)| element.breaks)?;
    // A note in a table is one of its rows, or the only one.
    let (id, element) = match element.tag {
        Tag::Td | Tag::Th => outline.lineage(id).find(|(_, e)| e.tag == Tag::Tr)?,
        Tag::Table => {
            let mut rows = (id + 1..element.end).filter(|&row| outline.element(row).tag == Tag::Tr);
            let (row, None) = (rows.next()?, rows.next()) else { return None };
            (row, outline.element(row))
        }
        _ => (id, element),
    };
    let usable = !matches!(
        element.tag,
        Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Body
            | Tag::Html
            | Tag::Article
            | Tag::Main
            | Tag::Ol
            | Tag::Ul
            | Tag::Table
            | Tag::Section
    ) && id != 0
        && element.end - id <= NOTE_ELEMENTS;
    // A paragraph in a list item belongs to the item.
    let (id, element) = match outline.element(element.parent) {
        parent if usable && parent.tag == Tag::Li && element.tag == Tag::P => (element.parent, parent),
        _ => (id, element),
    };
    usable.then_some((element.node, id))
}

/// Returns the description after a term, if a note is in a list of definitions.
fn description_of(source: &SourcePage<'_>, term: NodeId) -> Option<NodeId> {
    let document = source.document;
    let mut after = std::iter::successors(document.next_sibling(term), |&n| document.next_sibling(n));
    let next = after.find(|&n| document.is_element(n))?;
    (document.tag(term) == Tag::Dt && document.tag(next) == Tag::Dd).then_some(next)
}

/// Returns whether a link is in a kept block.
fn is_near_kept(source: &SourcePage<'_>, element: ElementId) -> bool {
    let first = source.outline.element(element).first as usize;
    source.is_kept(first) || first > 0 && source.is_kept(first - 1)
}

/// Returns whether the note links back to its reference.
fn links_back(
    source: &SourcePage<'_>,
    targets: &FxHashMap<&str, ElementId>,
    anchor: &Anchor<'_>,
    note: ElementId,
) -> bool {
    let href = local_name!("href");
    let end = source.outline.element(note).end;
    (note..end).any(|id| {
        let element = source.outline.element(id);
        if element.tag != Tag::A {
            return false;
        }
        let address = source.document.attr(element.node, &href).unwrap_or_default();
        let Some(fragment) = source.base.own_fragment(address) else { return false };
        let Some(&target) = targets.get(fragment) else { return false };
        let target = source.outline.element(target).node;
        std::iter::once(anchor.node)
            .chain(source.document.ancestors(anchor.node))
            .take(NEAR)
            .any(|n| n == target)
            || source.document.ancestors(target).take(NEAR).any(|n| n == anchor.node)
            || source.is_within(target, source.document.parent(anchor.node).unwrap_or(anchor.node))
    })
}

/// Returns whether a name of the reference or of the note identifies it as a note.
fn names_note(source: &SourcePage<'_>, anchor: &Anchor<'_>, target: ElementId, note: ElementId) -> bool {
    let document = source.document;
    let parent = document.parent(anchor.node);
    let outline = source.outline;
    let note_node = outline.element(note).node;
    let around = outline.lineage(note).skip(1).take(2).map(|(_, e)| e.node);
    let places = [Some(anchor.node), parent, Some(outline.element(target).node), Some(note_node)];
    let roles = places.iter().flatten().copied().chain(around).any(|node| {
        matches!(
            source.role(node),
            "doc-noteref" | "doc-endnote" | "doc-footnote" | "doc-endnotes" | "doc-backlink"
        ) || matches!(
            source.attr(node, "epub:type").map(str::trim),
            Some("noteref" | "footnote" | "endnote" | "rearnote")
        ) || source.has_class(node, is_note_name)
            || is_note_name(&source.id(node).to_ascii_lowercase())
    });
    roles || is_note_name(&anchor.fragment.to_ascii_lowercase())
}

/// Returns whether a class, id or fragment means notes.
fn is_note_name(name: &str) -> bool {
    let stem = name
        .trim_start_matches('_')
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | ':' | '.'));
    matches!(
        stem,
        "fn" | "ftn"
            | "edn"
            | "en"
            | "fnref"
            | "ftnref"
            | "footnotes"
            | "footnote"
            | "endnote"
            | "endnotes"
            | "sdfootnote"
            | "sdendnote"
            | "references"
            | "reference"
            | "reflist"
            | "footref"
            | "noteref"
            | "footdef"
            | "fn-ref"
            | "easy-footnote"
            | "footnote-ref"
            | "footnote-anchor"
            | "footnote-item"
            | "ftnt"
    ) || [
        "cite_note",
        "cite_ref",
        "cite-note",
        "footnote-",
        "footnote_",
        "fn:",
        "fn-",
        "fn.",
        "endnote-",
        "footnoteanchor",
        "user-content-fn",
    ]
    .iter()
    .any(|start| name.starts_with(start))
}

/// Returns the element around a reference that has no other text: `sup`, including brackets.
fn whole_reference(source: &SourcePage<'_>, anchor: NodeId) -> NodeId {
    let document = source.document;
    let mut whole = anchor;
    let own = source.short_text(anchor, LABEL_BYTES).unwrap_or_default();
    for parent in document.ancestors(anchor).take(NEAR) {
        let inline = !breaks(document.tag(parent));
        let only = || {
            source.short_text(parent, LABEL_BYTES + 2).is_some_and(|text| {
                text.replace(['[', ']', '(', ')', ',', ' '], "")
                    == own.replace(['[', ']', '(', ')', ',', ' '], "")
            })
        };
        if !inline || !only() {
            break;
        }
        whole = parent;
    }
    whole
}

/// Mutes the links of a note that lead back to the text.
fn mute_links_back(source: &SourcePage<'_>, note: ElementId, muted: &mut FxHashSet<NodeId>) {
    let document = source.document;
    let href = local_name!("href");
    for id in note..source.outline.element(note).end {
        let element = source.outline.element(id);
        let node = element.node;
        let named = source.role(node) == "doc-backlink" || source.has_class(node, is_back_class);
        if named && !element.breaks {
            muted.insert(node);
        } else if element.tag == Tag::A {
            let address = document.attr(node, &href).unwrap_or_default();
            let own = source.base.own_fragment(address).is_some()
                || address.contains("#_ftnref")
                || address.contains("#_ednref");
            let short = || source.short_text(node, 2 * LABEL_BYTES).is_some_and(|text| is_back_sign(&text));
            if own && short() {
                muted.insert(node);
            }
        }
    }
}

/// Returns whether a class means a link from a note back to the text, or the number of a note.
pub(crate) fn is_back_class(class: &str) -> bool {
    const NAMES: [&str; 6] = [
        "backref",
        "backlink",
        "reversefootnote",
        "footnote-back",
        "footnote-return",
        "footnote-definition-label",
    ];
    // Most classes have neither word, and a search for a string takes longer than this.
    let may_be = class.as_bytes().windows(4).any(|word| word == b"back" || word == b"foot");
    may_be && (NAMES.iter().any(|name| class.contains(name)) || class == "footnum")
}

/// Returns whether the text of a link within the page leads back: an arrow, or the note's own number.
fn is_back_sign(text: &str) -> bool {
    let inner = text.trim_matches(|c: char| c.is_whitespace() || "[](){}.:\u{fe0e}\u{fe0f}".contains(c));
    // Several links back have numbers: ↩, ↩2.
    let arrows = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let arrows = inner.is_empty() || !arrows.is_empty() && arrows.chars().all(|c| !c.is_alphanumeric());
    arrows
        || label(inner).is_some()
        || ["back", "return", "jump up", "up"].contains(&inner.to_ascii_lowercase().as_str())
}

/// Finds notes inside the running text: in the margin, or unfolded by a click.
fn side_notes(source: &SourcePage<'_>, notes: &mut Notes) {
    const CONTENT: [&str; 10] = [
        "ltx_note_outer",
        "sidenote",
        "side-note",
        "marginnote",
        "margin-note",
        "footnotecontent",
        "footnote-content",
        "footnote-inline",
        "inline-footnote-content",
        "sidenote-content",
    ];
    let document = source.document;
    // Whether a class attribute is that of a side note, by its row in the outline.
    let mut known: Vec<Option<bool>> = Vec::new();
    for (id, element) in source.outline.elements.iter().enumerate() {
        let id = id as ElementId;
        if element.breaks || element.class == 0 || !matches!(element.tag, Tag::Span | Tag::Small | Tag::Label)
        {
            continue;
        }
        let (node, row) = (element.node, element.class as usize);
        if row >= known.len() {
            known.resize(row + 1, None);
        }
        let content = *known[row].get_or_insert_with(|| {
            source.has_class(node, |class| {
                CONTENT.contains(&class)
                    || class.contains("footnote") && (class.ends_with("tooltip") || class.ends_with("__note"))
            })
        });
        let inside = || document.ancestors(node).take(NEAR).any(|n| notes.by_node.contains_key(&n));
        if !content || !is_near_kept(source, id) || inside() {
            continue;
        }
        let before =
            std::iter::successors(document.prev_sibling(node), |&n| document.prev_sibling(n)).take(NEAR);
        let mut mark = String::new();
        let mut labels = Vec::new();
        for n in before {
            match document.kind(n) {
                NodeKind::Text if document.text(n).trim().is_empty() => {}
                NodeKind::Text => break,
                _ if document.tag(n) == Tag::Input => {}
                _ => {
                    let text = source.short_text(n, LABEL_BYTES);
                    let raises = || document.children(n).any(|child| document.tag(child) == Tag::Sup);
                    let named = document.tag(n) == Tag::Label
                        || document.tag(n) == Tag::Sup
                        || document.tag(n) == Tag::A && raises()
                        || source.has_class(n, |c| c.contains("sidenote") || c.contains("footref"));
                    match text {
                        Some(text) if named && (text.is_empty() || label(&text).is_some()) => {
                            mark = label(&text).unwrap_or_default();
                            labels.push(n);
                        }
                        _ => break,
                    }
                }
            }
        }
        let parent = document.parent(node).filter(|&p| !breaks(document.tag(p)));
        let wrapper = parent.filter(|&p| {
            let own: String = document
                .children(p)
                .filter(|&n| document.kind(n) == NodeKind::Text)
                .map(|n| document.text(n))
                .collect();
            label(own.trim()).is_some_and(|l| {
                mark = l;
                true
            })
        });
        let index = notes.add(NoteDefinition { node, element: id, until: None }, &mark);
        // LaTeXML repeats the number inside the note.
        let repeated = document.descendants(node).skip(1).take(NEAR * NEAR);
        notes.muted.extend(
            repeated.filter(|&n| source.has_class(n, |c| c == "ltx_note_mark" || c.starts_with("ltx_tag"))),
        );
        notes.muted.extend(labels);
        notes.references.insert(wrapper.unwrap_or(node), index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_references() {
        for (text, wanted) in [
            ("[12]", Some("12")),
            ("3", Some("3")),
            ("*", Some("*")),
            ("a", Some("a")),
            ("note 3", Some("3")),
            ("²", Some("2")),
            ("Chapter", None),
            ("2031-05-04", None),
            ("", None),
        ] {
            assert_eq!(label(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn names_of_notes() {
        for name in
            ["fn1", "fn:1", "cite_note-smith-2", "_ftn3", "footnotes", "footnote-4", "user-content-fn-1"]
        {
            assert!(is_note_name(name), "{name}");
        }
        for name in ["final", "notes-on-style", "english", "section-2", "thm-residue"] {
            assert!(!is_note_name(name), "{name}");
        }
    }

    #[test]
    fn signs_of_links_back() {
        assert!(["↩", "↩\u{fe0e}", "↩2", "^", "[3]", "back"].iter().all(|s| is_back_sign(s)));
        assert!(!is_back_sign("the first part"));
    }
}
