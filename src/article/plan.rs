//! Classifies the elements of the body before the walk: which lists and tables are page layout, and which elements
//! are listings, call-outs and notes. Groups of which most is kept are completed.

use memchr::memchr;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    block::label::BlockRole,
    dom::{NodeId, Tag},
    html::outline::{ElementId, Hiding},
};

use super::{
    callout, code,
    code::Listing,
    footnote::{self, Notes},
    source::SourcePage,
    table,
};

/// Mean blocks per item above which a list is page layout.
const LAYOUT_BLOCKS_PER_ITEM: f32 = 4.0;
/// Minimum share of kept items for the items between them to be kept too, and minimum number of kept items.
const KEPT_ITEMS_SHARE: f32 = 0.66;
const KEPT_ITEMS: usize = 3;
/// Maximum number of tabs of one listing.
const TABS: usize = 24;
/// How many elements around a listing may be its tab, and how many elements of the tabs' parent their names.
const TAB_STEPS: usize = 6;
/// Maximum length of the attribution of a quotation in bytes.
const ATTRIBUTION_BYTES: usize = 200;

/// The role of an element in the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A list or table that is page layout.
    Transparent,
    /// A table of data.
    Table(ElementId),
    /// A code block.
    Listing(Listing),
    /// A call-out of this kind.
    Callout(String),
    /// A list of definitions.
    Definitions,
}

/// The roles of the elements of a body.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) roles: FxHashMap<NodeId, Role>,
    pub(crate) notes: Notes,
    /// Siblings that continue a note and are read with it.
    pub(crate) continued: FxHashSet<NodeId>,
    /// Whether single `$` delimit formulas, because the page loads a script that renders them.
    pub(crate) dollars: bool,
}

/// Makes the plan, and completes the groups in `source`.
pub(crate) fn make(source: &mut SourcePage<'_>) -> Plan {
    keep_tabs(source);
    let mut plan = Plan::default();
    let mut completed: Vec<ElementId> = Vec::new();
    let mut id = 0;
    let elements = source.outline.elements.len() as ElementId;
    while id < elements {
        let element = source.outline.element(id);
        if source.kept(id) == 0 && !element_begins_in_kept(source, id) {
            id = element.end.max(id + 1);
            continue;
        }
        let node = element.node;
        let next = element.end.max(id + 1);
        if let Some(listing) = code::listing(source, node) {
            plan.roles.insert(listing.root, Role::Listing(listing));
            completed.push(id);
            id = next;
            continue;
        }
        let tag = if element.tag == Tag::Div { table::part(source, id) } else { element.tag };
        match tag {
            Tag::Table => {
                let found = table::outlined(source, id);
                // Asciidoctor puts the icon of a call-out next to its text.
                let in_callout = source
                    .document
                    .parent(node)
                    .is_some_and(|parent| matches!(plan.roles.get(&parent), Some(Role::Callout(_))));
                let titled = in_callout
                    && (id..next).any(|row| callout::is_title(source, source.outline.element(row).node));
                if !titled && table::kind(source, id, &found) == table::TableKind::Data {
                    plan.roles.insert(node, Role::Table(id));
                    completed.push(id);
                } else {
                    plan.roles.insert(node, Role::Transparent);
                }
            }
            Tag::Ul | Tag::Ol | Tag::Menu => list(source, id, &mut plan, &mut completed),
            Tag::Dl => {
                let kept = |tag| {
                    (id..next).any(|row| source.outline.element(row).tag == tag && source.kept(row) > 0)
                };
                if kept(Tag::Dd) && (id..next).any(|row| source.outline.element(row).tag == Tag::Dt) {
                    plan.roles.insert(node, Role::Definitions);
                    completed.extend(terms_of_kept(source, id));
                }
            }
            Tag::Blockquote => completed.extend(attributions(source, id)),
            _ => {}
        }
        if let Some(kind) = callout::kind(source, node) {
            completed.extend(
                (id + 1..next).find(|&row| callout::is_title(source, source.outline.element(row).node)),
            );
            plan.roles.insert(node, Role::Callout(kind));
        }
        id += 1;
    }
    for id in completed {
        source.keep(id);
    }
    if plan.roles.values().any(|role| matches!(role, Role::Listing(_))) {
        drop_labels(source);
    }
    source.count();
    plan.notes = footnote::find(source);
    for definition in &plan.notes.definitions {
        if source.document.tag(definition.node) == Tag::Tr
            && let Some(table) =
                source.document.ancestors(definition.node).find(|&n| source.document.tag(n) == Tag::Table)
        {
            plan.roles.insert(table, Role::Transparent);
        }
    }
    plan.continued = continued(source, &plan.notes);
    plan.dollars = memchr(b'$', source.blocks.text.as_bytes()).is_some() && loads_math(source);
    plan
}

/// Keeps the hidden tabs of a listing in several languages, which the page shows one at a time, and drops the names
/// of the tabs.
fn keep_tabs(source: &mut SourcePage<'_>) {
    let outline = source.outline;
    // The parents of a kept listing in a tab, by their elements.
    let mut kept: FxHashSet<ElementId> = FxHashSet::default();
    let mut hidden: Vec<ElementId> = Vec::new();
    for (id, element) in outline.elements.iter().enumerate() {
        let id = id as ElementId;
        if !matches!(element.tag, Tag::Pre) {
            continue;
        }
        let panel = outline.lineage(id).take(TAB_STEPS).find(|(_, e)| source.role(e.node) == "tabpanel");
        let Some((panel, element)) = panel else { continue };
        if source.kept(panel) > 0 {
            kept.insert(element.parent);
        } else if element.hiding >= Hiding::Display {
            hidden.push(panel);
        }
    }
    hidden.retain(|&panel| kept.contains(&outline.element(panel).parent));
    if hidden.is_empty() {
        return;
    }
    hidden.iter().for_each(|&panel| source.keep(panel));
    for parent in kept {
        let names = outline.children(parent).take(TAB_STEPS).find(|&row| {
            source.role(outline.element(row).node) == "tablist" && source.range(row).len() <= TABS
        });
        if let Some(names) = names {
            source.drop(names);
        }
    }
    source.count();
}

/// Returns the terms of a list whose definitions are kept.
fn terms_of_kept(source: &SourcePage<'_>, list: ElementId) -> Vec<ElementId> {
    let (mut kept, mut terms) = (Vec::new(), Vec::new());
    for row in list..source.outline.element(list).end {
        match source.outline.element(row).tag {
            Tag::Dt => terms.push(row),
            Tag::Dd => {
                let terms = std::mem::take(&mut terms);
                if source.kept(row) > 0 {
                    kept.extend(terms);
                }
            }
            _ => {}
        }
    }
    kept
}

/// Returns whether an element begins in a kept block. An inline element that begins inside a run of text counts the
/// block after the run as its first.
fn element_begins_in_kept(source: &SourcePage<'_>, id: ElementId) -> bool {
    let element = source.outline.element(id);
    !element.breaks && element.first > 0 && source.is_kept(element.first as usize - 1)
}

/// Decides whether a list is a real list, and keeps missing items between kept ones.
fn list(source: &SourcePage<'_>, id: ElementId, plan: &mut Plan, completed: &mut Vec<ElementId>) {
    let outline = source.outline;
    let node = outline.element(id).node;
    let items: Vec<ElementId> =
        outline.children(id).filter(|&child| outline.element(child).tag == Tag::Li).collect();
    let kept: Vec<usize> = (0..items.len()).filter(|&i| source.kept(items[i]) > 0).collect();
    let (mut blocks, mut heading) = (0, false);
    let mut row = id + 1;
    while row < outline.element(id).end {
        let element = outline.element(row);
        match element.tag {
            // Lists, tables and listings inside count as one block of the item.
            Tag::Ul | Tag::Ol | Tag::Table | Tag::Pre => {
                blocks += 1;
                row = element.end;
                continue;
            }
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => heading |= source.kept(row) > 0,
            _ => {}
        }
        if element.breaks {
            let inner: usize =
                outline.children(row).filter(|&c| outline.element(c).breaks).map(|c| source.kept(c)).sum();
            blocks += source.kept(row).saturating_sub(inner);
        }
        row += 1;
    }
    let per_item = blocks as f32 / kept.len().max(1) as f32;
    if kept.is_empty() || heading || per_item > LAYOUT_BLOCKS_PER_ITEM {
        plan.roles.insert(node, Role::Transparent);
        return;
    }
    let filled = items.iter().filter(|&&item| !source.range(item).is_empty()).count();
    if kept.len() >= KEPT_ITEMS && kept.len() as f32 >= KEPT_ITEMS_SHARE * filled as f32 {
        let between = items[kept[0]..=kept[kept.len() - 1]].iter();
        completed.extend(between.filter(|&&item| source.kept(item) == 0));
    }
}

/// Returns the elements at the end of a quotation that name its source.
fn attributions(source: &SourcePage<'_>, quote: ElementId) -> Vec<ElementId> {
    let outline = source.outline;
    let rows = quote + 1..outline.element(quote).end;
    let short = |row: ElementId| {
        let text: usize = source
            .range(row)
            .filter_map(|b| source.blocks.blocks.get(b))
            .map(|b| source.blocks.text(b).len())
            .sum();
        text > 0 && text <= ATTRIBUTION_BYTES
    };
    rows.filter(|&row| is_attribution(source, outline.element(row).node) && short(row)).collect()
}

/// Returns whether an element in a quotation, or next to it in a figure, names its source.
pub(crate) fn is_attribution(source: &SourcePage<'_>, node: NodeId) -> bool {
    match source.document.tag(node) {
        Tag::Footer | Tag::Figcaption => true,
        // A `cite` without other content next to it is the attribution.
        Tag::Cite => source.document.parent(node).is_some_and(|parent| {
            let only = |n: NodeId| {
                n == node
                    || source.document.kind(n) == crate::dom::NodeKind::Text
                        && source.document.text(n).trim().trim_matches(['—', '–', '-', '―']).is_empty()
            };
            source.document.children(parent).all(only) || source.document.tag(parent) == Tag::Blockquote
        }),
        Tag::P | Tag::Div | Tag::Span => source.has_class(node, |class| {
            class.contains("attribution")
                || class.contains("quote-author")
                || class.contains("quote__author")
                || class.contains("blockquote-footer")
        }),
        _ => false,
    }
}

/// Drops the labels of toolbars next to listings.
fn drop_labels(source: &mut SourcePage<'_>) {
    for block in 0..source.parts.len() {
        if source.is_kept(block)
            && code::is_label(source, block, source.blocks.text(&source.blocks.blocks[block]))
        {
            source.parts[block] = BlockRole::Out;
        }
    }
}

fn continued(source: &SourcePage<'_>, notes: &Notes) -> FxHashSet<NodeId> {
    let mut out = FxHashSet::default();
    for definition in &notes.definitions {
        let Some(until) = definition.until else { continue };
        let mut at = source.document.next_sibling(definition.node);
        while let Some(node) = at {
            out.insert(node);
            if node == until {
                break;
            }
            at = source.document.next_sibling(node);
        }
    }
    out
}

/// Returns whether the page loads a script that renders formulas between `$`.
fn loads_math(source: &SourcePage<'_>) -> bool {
    let src = html5ever::local_name!("src");
    let mut nodes = source.document.descendants(NodeId::DOCUMENT);
    nodes.any(|n| {
        source.document.tag(n) == Tag::Script
            && source.document.attr(n, &src).is_some_and(|src| {
                let src = src.to_ascii_lowercase();
                src.contains("mathjax") || src.contains("katex")
            })
    })
}
