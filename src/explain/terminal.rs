//! An explanation for a terminal: fields first, then every block with its verdict and reasons.
//!
//! Comes in: an [`Explanation`]. Goes out: text in which the page's own control characters are gone, so that
//! a page cannot move the cursor or recolour what follows.

use std::fmt::Write as _;

use super::{BlockReport, Explanation};

/// Characters of a block that are shown.
const PREVIEW_CHARS: usize = 110;
/// Reasons shown for a block.
const REASONS: usize = 4;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[33m";
const RESET: &str = "\x1b[0m";

pub(crate) fn write(explanation: &Explanation, colour: bool) -> String {
    let paint = |code: &'static str| if colour { code } else { "" };
    let (bold, dim, reset) = (paint(BOLD), paint(DIM), paint(RESET));
    let mut out = String::new();
    let page = &explanation.page;
    let _ = writeln!(
        out,
        "{bold}page{reset}       {}, confidence {:.2}, blocks taken from probability {:.2}, {}",
        page.page_type.name(),
        page.confidence,
        page.threshold,
        printable(&page.encoding)
    );
    let _ = writeln!(
        out,
        "           {} words kept, {} dropped, {} of them borderline",
        page.words.kept, page.words.dropped, page.words.borderline
    );
    for field in &explanation.fields {
        let value = printable(field.value.as_deref().unwrap_or("-"));
        let source = field.source.as_deref().map(|s| format!("  ({})", printable(s))).unwrap_or_default();
        let _ = writeln!(out, "{bold}{:<10}{reset} {value}{dim}{source}{reset}", field.field);
        for loser in &field.losers {
            let (source, value) = (printable(&loser.source), printable(&loser.value));
            let _ = writeln!(out, "{dim}           not {source}: {value}{reset}");
        }
    }
    out.push('\n');
    for block in &explanation.blocks {
        write_block(&mut out, block, page.threshold, &paint);
    }
    out
}

fn write_block(
    out: &mut String,
    block: &BlockReport,
    threshold: f32,
    paint: &impl Fn(&'static str) -> &'static str,
) {
    let (sign, code) = match (block.kept, block.is_borderline(threshold)) {
        (true, false) => ("+ ", GREEN),
        (true, true) => ("+?", YELLOW),
        (false, true) => ("-?", YELLOW),
        (false, false) => ("- ", DIM),
    };
    let (code, dim, reset) = (paint(code), paint(DIM), paint(RESET));
    let (probability, kind) = (block.probability, printable(&block.kind));
    let _ = writeln!(out, "{code}{sign} {probability:.2} {kind:<11}{reset} {}", preview(&block.text));
    for reason in block.reasons.iter().take(REASONS) {
        let _ = writeln!(out, "{dim}        {:+.2}  {}{reset}", reason.weight, printable(&reason.words));
    }
}

fn preview(text: &str) -> String {
    let mut out: String = printable(text).chars().take(PREVIEW_CHARS).collect();
    if text.chars().nth(PREVIEW_CHARS).is_some() {
        out.push('…');
    }
    out
}

/// Without control characters, and without those that turn the direction of what follows.
fn printable(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|&c| !c.is_control() && !turns(c)).collect()
}
