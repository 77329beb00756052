//! Finds groups of blocks that stay together: the cells of a data table, the items of a list.
//!
//! The model scores each block alone, and a cell or an item has few words. The mean over the group decides for all of
//! it.

use crate::{
    dom::Tag,
    html::{
        features::{Features, at},
        outline::{ElementId, Outline},
    },
};

/// Minimum cells of a data table, and their maximum mean words; longer cells are the columns of a page layout.
const CELLS: f32 = 6.0;
const CELL_WORDS: f32 = 12.0;
/// Minimum link density of a table of links, and minimum probability of the story's own table.
const TABLE_LINKS: f32 = 0.5;
const TABLE_PROBABILITY: f32 = 0.6;
/// Minimum share of a table's words in one cell, and minimum blocks of running text in it, of a page layout.
const LAYOUT_SHARE: f32 = 0.5;
const LAYOUT_BLOCKS: usize = 2;
/// Stands for no table around an element.
const NO_TABLE: ElementId = ElementId::MAX;
/// Value of a feature that counts steps to an ancestor which does not exist.
const NO_ANCESTOR: f32 = 30.0;
/// Minimum items of a list, and their maximum mean words; longer items are scored one by one.
const ITEMS: usize = 3;
const ITEM_WORDS: f32 = 25.0;

/// Numbers the groups: sets `groups` to one number per block, 0 for blocks in no group.
pub(crate) fn find(outline: &Outline, features: &Features, groups: &mut Vec<u32>) {
    groups.clear();
    groups.resize(features.texts.len(), 0);
    let layouts = layouts(outline, features);
    let (mut number, mut covered) = (0, 0);
    for (id, element) in outline.elements.iter().enumerate() {
        if element.first < covered || element.first >= element.last {
            continue;
        }
        let is_group = match element.tag {
            Tag::Table => {
                layouts.binary_search(&(id as ElementId)).is_err()
                    && is_data(id as ElementId, outline, features)
            }
            Tag::Ul | Tag::Ol => is_uniform(id as ElementId, outline, features),
            _ => false,
        };
        if is_group {
            number += 1;
            groups[element.first as usize..element.last as usize].fill(number);
            covered = element.last;
        }
    }
}

/// Returns the tables with a cell that contains most of their words, in several blocks of running text: columns of a
/// page layout. The elements are in ascending order.
fn layouts(outline: &Outline, features: &Features) -> Vec<ElementId> {
    let mut found = Vec::new();
    // The innermost table around each element.
    let mut tables: Vec<ElementId> = Vec::new();
    for (id, element) in outline.elements.iter().enumerate() {
        let around = if id == 0 { NO_TABLE } else { tables[element.parent as usize] };
        tables.push(if element.tag == Tag::Table { id as ElementId } else { around });
        if around == NO_TABLE || !matches!(element.tag, Tag::Td | Tag::Th) {
            continue;
        }
        let (cell, table) =
            (features.sums.element(outline, id as ElementId), features.sums.element(outline, around));
        let long = (element.first..element.last).filter(|&i| features.texts[i as usize].long);
        if cell.words > LAYOUT_SHARE * table.words && long.take(LAYOUT_BLOCKS).count() == LAYOUT_BLOCKS {
            found.push(around);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns whether an element is a table of many short cells.
pub(crate) fn is_data(id: ElementId, outline: &Outline, features: &Features) -> bool {
    let total = features.sums.element(outline, id);
    total.blocks >= CELLS && total.words <= CELL_WORDS * total.blocks
}

/// Returns whether an element is a list with one block per item.
fn is_uniform(id: ElementId, outline: &Outline, features: &Features) -> bool {
    let total = features.sums.element(outline, id);
    let items = outline.children(id).filter(|&item| {
        let item = outline.element(item);
        item.first < item.last
    });
    let count = items.count();
    count >= ITEMS && total.blocks == count as f32 && total.words <= ITEM_WORDS * total.blocks
}

/// Raises the probability of a data table that is a sibling of the story's first paragraph and has at least as many
/// words: results and lists of names after a sentence or two.
///
/// On a page that `specifies` a product, any data table in its main part counts.
pub(crate) fn raise_own_table(
    outline: &Outline,
    features: &Features,
    specifies: bool,
    probabilities: &mut [f32],
) {
    let Some(anchor) = (0..features.texts.len()).find(|&i| features.rows.get(i, at::an_pos) == 0.0) else {
        return;
    };
    let parent = if specifies { 0 } else { outline.element(outline.marks[anchor].owner).parent };
    let story = outline.element(parent);
    let surrounded = |i: usize| {
        [at::d_nav, at::d_aside, at::d_footer]
            .iter()
            .any(|&around| features.rows.get(i, around) < NO_ANCESTOR)
    };
    let tables: Vec<ElementId> = if specifies {
        let is_own = |&id: &ElementId| {
            let table = outline.element(id);
            table.tag == Tag::Table && table.first < table.last && !surrounded(table.first as usize)
        };
        (0..outline.elements.len() as ElementId).filter(is_own).collect()
    } else {
        outline.children(parent).collect()
    };
    for id in tables {
        let table = outline.element(id);
        if table.tag != Tag::Table || table.first <= anchor as u32 || !is_data(id, outline, features) {
            continue;
        }
        let held = features.sums.element(outline, id);
        let rest = features.sums.of(story.first as usize, table.first as usize);
        let main = specifies || held.words >= rest.words;
        if main && held.link_density() < TABLE_LINKS {
            let first = table.first as usize;
            // Includes the heading of the table if the previous block is one.
            let headed = first > anchor + 1 && features.rows.get(first - 1, at::ishead) > 0.0;
            let blocks = first - usize::from(headed)..table.last as usize;
            let sure = probabilities[anchor].max(TABLE_PROBABILITY);
            probabilities[blocks].iter_mut().for_each(|p| *p = p.max(sure));
        }
    }
}

/// Sets the probability of each block of a group to the mean of the group, weighted by words.
pub(crate) fn average(groups: &[u32], words: &[f32], probabilities: &mut [f32]) {
    let mut at = 0;
    while at < groups.len() {
        let end = at + groups[at..].iter().take_while(|&&g| g == groups[at]).count();
        if groups[at] > 0 {
            let weight: f32 = words[at..end].iter().map(|w| w + 1.0).sum();
            let mass: f32 = (at..end).map(|i| probabilities[i] * (words[i] + 1.0)).sum();
            probabilities[at..end].fill(mass / weight);
        }
        at = end;
    }
}

/// Moves each probability toward the mean of the blocks with the same signature, weighted by words: posts of a thread have
/// one markup, whoever wrote them. `sums` is a buffer.
pub(crate) fn smooth(
    signature: impl Fn(usize) -> usize,
    words: &[f32],
    sums: &mut Vec<(f32, f32)>,
    probabilities: &mut [f32],
) {
    /// Weight of the mean. Cross-validated: forums in two sets gain .021 and .005 F1; .8 does as well.
    const MEAN: f32 = 0.6;
    sums.clear();
    for (block, (&p, &words)) in probabilities.iter().zip(words).enumerate() {
        let signature = signature(block);
        if sums.len() <= signature {
            sums.resize(signature + 1, (0.0, 0.0));
        }
        sums[signature].0 += p * (words + 1.0);
        sums[signature].1 += words + 1.0;
    }
    for (block, p) in probabilities.iter_mut().enumerate() {
        let (mass, weight) = sums[signature(block)];
        *p += MEAN * (mass / weight - *p);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_a_group_get_its_mean() {
        let mut p = [0.9, 0.2, 0.8, 0.5];
        average(&[0, 1, 1, 0], &[10.0, 1.0, 1.0, 10.0], &mut p);
        assert_eq!(p, [0.9, 0.5, 0.5, 0.5]);
    }

    #[test]
    fn blocks_of_one_signature_move_toward_their_mean() {
        let mut p = [0.9, 0.1, 0.4];
        smooth(|block| [0, 0, 1][block], &[9.0, 9.0, 3.0], &mut Vec::new(), &mut p);
        assert!((p[0] - 0.66).abs() < 1e-6 && (p[1] - 0.34).abs() < 1e-6 && p[2] == 0.4);
    }
}
