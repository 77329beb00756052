//! Writes an explanation for a terminal: the outcome, the fields, then every block with its decision and reasons.

use std::fmt::Write as _;

use super::{
    BlockReport, Explanation,
    run::{self, ShownItem},
};

/// Maximum characters shown of a block.
const PREVIEW_CHARS: usize = 110;
/// Maximum characters shown of each block of a run.
const RUN_CHARS: usize = 24;
/// Maximum blocks shown of a run.
const RUN_BLOCKS: usize = 4;

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const GREEN: &str = "\x1b[32m";
const YELLOW: &str = "\x1b[33m";
const CYAN: &str = "\x1b[36m";
const RESET: &str = "\x1b[0m";

/// Writes an explanation. With feature values, no blocks are folded.
pub(crate) fn write(explanation: &Explanation, color: bool) -> String {
    let mut out = TerminalWriter { out: String::new(), color };
    out.page(explanation);
    out.fields(explanation);
    out.out.push('\n');
    if explanation.blocks.iter().any(|block| !block.features.is_empty()) {
        explanation.blocks.iter().for_each(|block| out.block(block));
    } else {
        for item in run::fold(&explanation.blocks) {
            match item {
                ShownItem::Block(block) => out.block(block),
                ShownItem::Run(blocks) => out.run(blocks),
            }
        }
    }
    out.out
}

struct TerminalWriter {
    out: String,
    color: bool,
}

impl TerminalWriter {
    /// Returns a color's escape sequence, or nothing without colors.
    fn paint(&self, code: &'static str) -> &'static str {
        if self.color { code } else { "" }
    }

    fn page(&mut self, explanation: &Explanation) {
        let (bold, reset) = (self.paint(BOLD), self.paint(RESET));
        let page = &explanation.page;
        let out = &mut self.out;
        let _ = writeln!(out, "{bold}outcome{reset}    {}", printable(&page.summary));
        let _ = writeln!(
            out,
            "{bold}page{reset}       {}, confidence {:.2}, {}",
            page.page_type.name(),
            page.confidence,
            printable(&page.encoding)
        );
        let _ = writeln!(
            out,
            "{bold}words{reset}      {} words kept, {} dropped, {} of them borderline",
            page.words.kept, page.words.dropped, page.words.borderline
        );
    }

    fn fields(&mut self, explanation: &Explanation) {
        let (bold, dim, reset) = (self.paint(BOLD), self.paint(DIM), self.paint(RESET));
        let out = &mut self.out;
        for field in &explanation.fields {
            let value = printable(field.value.as_deref().unwrap_or("-"));
            let source = field.source.as_deref().map(|s| format!("  ({})", printable(s))).unwrap_or_default();
            let _ = writeln!(out, "{bold}{:<10}{reset} {value}{dim}{source}{reset}", field.field);
            for loser in &field.losers {
                let (source, value) = (printable(&loser.source), printable(&loser.value));
                let _ = writeln!(out, "{dim}           not {source}: {value}{reset}");
            }
        }
    }

    fn block(&mut self, block: &BlockReport) {
        let (sign, code) = match (block.kept, block.used_as, block.borderline) {
            (true, _, false) => ("+ ", GREEN),
            (true, _, true) => ("+?", YELLOW),
            (false, Some(_), _) => ("= ", CYAN),
            (false, None, true) => ("-?", YELLOW),
            (false, None, false) => ("- ", DIM),
        };
        let (code, dim, reset) = (self.paint(code), self.paint(DIM), self.paint(RESET));
        let (probability, kind) = (block.probability, printable(&block.kind));
        let text = preview(&block.text, PREVIEW_CHARS);
        let out = &mut self.out;
        let _ = writeln!(out, "{code}{sign} {probability:.2} {kind:<11}{reset} {text}");
        if let Some(field) = block.used_as {
            let _ = writeln!(out, "{dim}        = used as {field}{reset}");
        }
        for reason in &block.reasons {
            let sign = match reason.weight {
                Some(weight) if weight > 0.0 => '+',
                Some(_) => '-',
                None => '!',
            };
            let _ = writeln!(out, "{dim}        {sign} {}{reset}", printable(&reason.words));
        }
        for feature in &block.features {
            let _ = writeln!(
                out,
                "{dim}          {:+.2}  {} = {}{reset}",
                feature.weight,
                feature.name,
                number(feature.value)
            );
        }
    }

    fn run(&mut self, blocks: &[BlockReport]) {
        let (dim, reset) = (self.paint(DIM), self.paint(RESET));
        let shown: Vec<String> =
            blocks.iter().take(RUN_BLOCKS).map(|block| preview(&block.text, RUN_CHARS)).collect();
        let more = if blocks.len() > RUN_BLOCKS { " · …" } else { "" };
        let reason = run::common_reason(blocks).map(|r| format!(" ({})", printable(r))).unwrap_or_default();
        let _ = writeln!(
            self.out,
            "{dim}-  {} blocks dropped{reason}: {}{more}{reset}",
            blocks.len(),
            shown.join(" · ")
        );
    }
}

/// Formats a value with as few digits as necessary.
fn number(value: f32) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// Returns the beginning of a text, on one line.
fn preview(text: &str, chars: usize) -> String {
    let text = printable(text);
    let mut out: String = text.chars().take(chars).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// Removes control characters and characters that change the text direction.
fn printable(text: &str) -> String {
    let is_direction = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|&c| !c.is_control() && !is_direction(c)).collect()
}
