//! Joins a dateline that has a line of its own with the paragraph below, as some agencies print it.

use crate::{
    block::{
        Blocks,
        label::{BlockKind, BlockLabel, Rule},
    },
    dateline,
    text::page_stats::TextPageStats,
};

/// Maximum number of words of a dateline.
const DATELINE_WORDS: u32 = 14;

/// Joins the line above the first sentence of the body with it if both together begin with a dateline that is the line.
pub(crate) fn join(
    blocks: &mut Blocks,
    stats: &TextPageStats,
    labels: &mut [BlockLabel],
    language: Option<&str>,
) {
    let running = |i: &usize| stats.facts[*i].prose() || stats.facts[*i].long();
    let body = |i: &usize| labels[*i].kind == BlockKind::Body && running(i);
    let Some(first) = (0..labels.len()).find(body) else { return };
    let Some(above) = first.checked_sub(1) else { return };
    let line = blocks.text(&blocks.blocks[above]);
    if stats.facts[above].words > DATELINE_WORDS || running(&above) {
        return;
    }
    let both = format!("{line} {}", blocks.text(&blocks.blocks[first]));
    let context = dateline::DatelineContext { language, published: None };
    let joins =
        dateline::parse(&both, &context).is_some_and(|d| d.raw.trim_end().len() == line.trim_end().len());
    let (from, to) = (blocks.blocks[above].end as usize, blocks.blocks[first].start as usize);
    if joins && to == from + 1 {
        blocks.text.replace_range(from..to, " ");
        blocks.blocks[first].start = blocks.blocks[above].start;
        (labels[above].kind, labels[above].rule) = (BlockKind::Byline, Some(Rule::Byline));
    }
}
