//! Keeps or drops lists as a whole: runs of lines with the same structure, such as tour dates or prices.
//!
//! The forest's probability falls from line to line, so that it cuts a long list somewhere in its middle.

use crate::{
    block::label::{BlockKind, BlockLabel, Rule},
    text::{
        lines::Bullet,
        refine::RuleView,
        residue::Kinds,
        stats::{End, cue},
    },
    words::First,
};

/// Minimum number of lines of a list.
const LIST_LINES: usize = 4;
/// Maximum number of words of a list's line.
const LINE_WORDS: u32 = 30;
/// Minimum number of words of a line that introduces a list.
const INTRO_WORDS: u32 = 3;
/// Signs between the parts of a line.
const DASHES: [&str; 4] = [" -- ", " – ", " — ", " - "];

/// The first byte of the longer dashes.
const DASH_LEAD: u8 = 0xe2;

fn has_dash(text: &str) -> bool {
    DASHES.iter().any(|dash| text.contains(dash))
}

/// What the lines of a list have in common, as bits; `None` for a line that is not one of a list.
fn structure(page: &RuleView<'_>, i: usize) -> Option<u8> {
    let f = page.facts(i);
    let layout = &page.sheet.layout[i];
    let bulleted = layout.bullet != Bullet::None;
    if f.words > LINE_WORDS || !bulleted && f.prose() || page.kinds[i] != Kinds::default() {
        return None;
    }
    let text = page.blocks.text(&page.blocks.blocks[i]);
    let bits = [
        bulleted,
        f.opening == First::Digit || f.has(cue::MONTH_DAY),
        f.signs > 0 && memchr::memchr2(b'-', DASH_LEAD, text.as_bytes()).is_some() && has_dash(text),
        f.signs > 0 && memchr::memchr(b':', text.as_bytes()).is_some_and(|at| 2 * at < text.len()),
        f.bars > 0 && text.contains(" | "),
        f.has(cue::PRICE),
    ];
    let bits = bits.iter().rev().fold(0, |bits, &bit| bits << 1 | u8::from(bit));
    (bits != 0).then_some(bits)
}

/// Settles every list that is partly in the body.
pub(crate) fn settle(page: &RuleView<'_>, labels: &mut [BlockLabel], threshold: f32) {
    let is_body = |l: &BlockLabel| l.kind == BlockKind::Body;
    let Some(mut start) = labels.iter().position(is_body) else { return };
    // A list that begins before the body, and one that the last line of the body introduces.
    let last = labels.iter().rposition(is_body).unwrap_or(start) + 1;
    if let Some(bits) = structure(page, start) {
        while start > 0 && structure(page, start - 1) == Some(bits) {
            start -= 1;
        }
    }
    while start < labels.len() && start <= last {
        let Some(bits) = structure(page, start) else {
            start += 1;
            continue;
        };
        let mut end = start + 1;
        while end < labels.len() && structure(page, end) == Some(bits) {
            end += 1;
        }
        if end - start >= LIST_LINES {
            settle_one(page, labels, start..end, threshold);
        }
        start = end;
    }
}

fn settle_one(page: &RuleView<'_>, labels: &mut [BlockLabel], run: std::ops::Range<usize>, threshold: f32) {
    let body = |l: &BlockLabel| l.kind == BlockKind::Body;
    let taken = labels[run.clone()].iter().filter(|l| body(l)).count();
    if taken == run.len() {
        return;
    }
    let introduced = run.start.checked_sub(1).is_some_and(|i| {
        let f = page.facts(i);
        body(&labels[i]) && f.end == End::Half && f.words >= INTRO_WORDS && page.kinds[i] == Kinds::default()
    });
    let mean = labels[run.clone()].iter().map(|l| l.probability).sum::<f32>() / run.len() as f32;
    if !introduced && taken == 0 {
        return;
    }
    let keep = introduced || mean >= threshold || 2 * taken > run.len();
    for label in &mut labels[run] {
        (label.kind, label.rule) = if keep {
            (BlockKind::Body, Some(Rule::Gap))
        } else {
            (BlockKind::Boilerplate, Some(Rule::Links))
        };
    }
}
