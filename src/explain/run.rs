//! Folds runs of dropped blocks, so that a menu of twenty links takes one line instead of twenty.

use super::BlockReport;

/// Minimum number of blocks of a folded run.
const FEWEST_BLOCKS: usize = 3;

/// A block, or several blocks shown as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ShownItem<'a> {
    /// A block on its own.
    Block(&'a BlockReport),
    /// Adjacent blocks that were dropped, none of them in a close decision.
    Run(&'a [BlockReport]),
}

/// Splits blocks into single ones and runs, in order.
pub(super) fn fold(blocks: &[BlockReport]) -> Vec<ShownItem<'_>> {
    let mut items = Vec::new();
    for chunk in blocks.chunk_by(|a, b| is_plain(a) && is_plain(b)) {
        if chunk.len() >= FEWEST_BLOCKS {
            items.push(ShownItem::Run(chunk));
        } else {
            items.extend(chunk.iter().map(ShownItem::Block));
        }
    }
    items
}

/// Returns whether a block does not need a line of its own.
fn is_plain(block: &BlockReport) -> bool {
    !block.kept && block.used_as.is_none() && !block.borderline
}

/// Reasons about the position on the page. They describe a run better than stronger reasons about its style.
const PLACES: [&str; 7] = ["navigation", "page-header", "footer", "sidebar", "cards", "comments", "form"];

/// Returns the reason that most blocks of a run share, in words: a place if at least half of them are in it, else their
/// most frequent strongest reason.
pub(super) fn common_reason(run: &[BlockReport]) -> Option<&str> {
    let place = PLACES.iter().find_map(|place| {
        let mut inside =
            run.iter().filter_map(|block| block.reasons.iter().find(|reason| reason.rule == *place));
        let first = inside.next()?;
        (2 * (1 + inside.count()) >= run.len()).then_some(first.words.as_str())
    });
    if place.is_some() {
        return place;
    }
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for words in run.iter().filter_map(|block| block.reasons.first()).map(|reason| reason.words.as_str()) {
        match counts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    // Among equally frequent reasons, the first wins.
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map(|(words, _)| words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::Reason;

    fn block(kept: bool, reason: &str) -> BlockReport {
        let reasons = vec![Reason { words: reason.to_owned(), ..Reason::default() }];
        BlockReport { kept, reasons, ..BlockReport::default() }
    }

    #[test]
    fn long_runs_are_folded_and_nothing_else() {
        let mut blocks = vec![block(false, "a"); 4];
        blocks.push(block(true, "b"));
        blocks.extend([block(false, "c"), block(false, "d")]);
        let items = fold(&blocks);
        assert_eq!(items[0], ShownItem::Run(&blocks[..4]));
        assert_eq!(items[1..].iter().filter(|item| matches!(item, ShownItem::Block(_))).count(), 3);
        blocks[1].borderline = true;
        assert!(fold(&blocks).iter().all(|item| matches!(item, ShownItem::Block(_))));
    }

    #[test]
    fn a_run_has_its_most_frequent_reason() {
        let run = [block(false, "a"), block(false, "b"), block(false, "b"), block(false, "c")];
        assert_eq!(common_reason(&run), Some("b"));
        assert_eq!(common_reason(&run[..2]), Some("a"));
        assert_eq!(common_reason(&[]), None);
        let mut menu = run;
        for block in &mut menu[1..3] {
            let words = "inside navigation".to_owned();
            block.reasons.push(Reason { rule: "navigation".to_owned(), words, ..Reason::default() });
        }
        assert_eq!(common_reason(&menu), Some("inside navigation"));
    }
}
