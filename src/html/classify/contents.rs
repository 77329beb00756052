//! Removes tables of contents: lists of links whose texts are headings of the page.
//!
//! Nothing is lost, because the headings stay.

use rustc_hash::FxHashSet;

use crate::{
    block::label::{BlockLabel, Rule},
    html::features::{Features, at},
};

/// Minimum link density of an entry.
const LINKED: f32 = 0.9;
/// Minimum entries of a table of contents that are headings, and their minimum share.
const ENTRIES: usize = 3;
const ENTRIES_SHARE: f32 = 0.6;
/// Maximum words of the label above it, such as "In this guide".
const LABEL_WORDS: f32 = 4.0;

/// Labels the entries of tables of contents, and the label above each, as boilerplate.
pub(crate) fn clear(features: &Features, labels: &mut [BlockLabel]) {
    let texts = &features.texts;
    let is_link = |i: usize| texts[i].link_density >= LINKED;
    let headings: FxHashSet<u64> = (0..labels.len())
        .filter(|&i| features.is_subhead(i) && labels[i].is_kept())
        .map(|i| texts[i].hash)
        .collect();
    if headings.len() < ENTRIES {
        return;
    }
    let body: Vec<usize> = (0..labels.len()).filter(|&i| labels[i].is_kept()).collect();
    for run in body.chunk_by(|&a, &b| is_link(a) && is_link(b)) {
        let entries = run.iter().filter(|&&i| headings.contains(&texts[i].hash)).count();
        if !is_link(run[0]) || entries < ENTRIES || (entries as f32) < ENTRIES_SHARE * run.len() as f32 {
            continue;
        }
        let above = body.partition_point(|&i| i < run[0]).checked_sub(1).map(|at| body[at]);
        let label = above.filter(|&i| {
            let read = &texts[i];
            let stands_out =
                features.is_subhead(i) || features.rows.get(i, at::bold) > 0.9 || read.ending == 0.5;
            read.words <= LABEL_WORDS && read.ending < 1.0 && stands_out
        });
        for &i in run.iter().chain(&label) {
            labels[i].drop_by(Rule::Contents);
        }
    }
}
