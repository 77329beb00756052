//! Restores datelines and credits that have a line of their own.
//!
//! They are not running text, so the selection leaves them out. The stage that extracts them from both ends of the body
//! needs them in place.

use crate::{
    block::{
        Blocks,
        label::{BlockKind, BlockRole},
    },
    credit, dateline,
    html::features::Features,
    select::BodySelection,
};

/// Blocks before the body among which the dateline is looked for.
const BEFORE: usize = 3;
/// Blocks at the end of the body among which the credit is looked for, and how many of them may be kept ones. None of
/// these may be running text.
const AFTER: usize = 8;
const TRAILERS: usize = 2;

/// Restores the dateline before the body and the credit before its last lines.
pub(crate) fn restore(
    mut roles: Vec<BlockRole>,
    blocks: &Blocks,
    language: Option<&str>,
    selection: &BodySelection,
    features: &Features,
) -> Vec<BlockRole> {
    let is_kept = |role: &BlockRole| *role != BlockRole::Out;
    let (Some(first), Some(last)) = (roles.iter().position(is_kept), roles.iter().rposition(is_kept)) else {
        return roles;
    };
    let text = |i: usize| blocks.text(&blocks.blocks[i]);
    let lead = dateline::DatelineContext { language, published: None };
    // A place alone may be anything, and a date with an agency is a byline.
    let is_dateline = |&i: &usize| {
        dateline::parse(text(i), &lead).is_some_and(|d| {
            d.raw.trim() == text(i).trim() && d.place.is_some() && (d.date.is_some() || d.agency.is_some())
        })
    };
    let headline = selection.labels.iter().take(first).rposition(|label| label.kind == BlockKind::Headline);
    let from = first.saturating_sub(BEFORE).max(headline.map_or(0, |h| h + 1));
    let found = (from..first).rev().find(is_dateline);
    let tail = credit::CreditContext { language };
    let is_credit = |i: usize| {
        credit::parse(text(i), &tail).is_some_and(|c| {
            !matches!(c.kind, credit::CreditKind::Copyright) && c.raw.trim() == text(i).trim()
        })
    };
    let mut after = 0;
    let mut dropped = None;
    for i in (first + 1..=last).rev().take(AFTER) {
        if is_kept(&roles[i]) {
            after += 1;
            if after > TRAILERS || features.texts[i].long {
                break;
            }
        } else if is_credit(i) {
            dropped = Some(i);
            break;
        }
    }
    for i in found.into_iter().chain(dropped) {
        roles[i] = BlockRole::Body;
    }
    roles
}
