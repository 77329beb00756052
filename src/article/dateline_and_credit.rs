//! Extracts the dateline that a body opens with and the credits that it ends with, and writes them in the requested style.

use crate::{
    CreditStyle, DatelineStyle,
    byline::{self, Byline, BylineSource},
    credit::{self, Credit, CreditKind},
    dateline::{self, Dateline},
};

use super::Block;

/// How many blocks at the start of a body may contain the lede: a standfirst, a picture and a subhead may precede it.
const LEDE_BLOCKS: usize = 4;
/// How many blocks after a body may contain its credit.
const BLOCKS_BEHIND: usize = 3;
/// Maximum number of paragraphs after the credit that are trailers.
const TRAILERS: usize = 2;
/// Maximum number of paragraphs at the end of a body that are credits.
const CREDIT_PARAGRAPHS: usize = 4;

/// Parses the dateline of a body and rewrites it in `style`.
pub(crate) fn dateline(
    body: &mut Vec<Block>,
    context: &dateline::DatelineContext<'_>,
    style: DatelineStyle,
) -> Option<Dateline> {
    let parse = |block: &Block| match block {
        Block::Paragraph(text) | Block::Standfirst(text) => dateline::parse(&text.text, context),
        _ => None,
    };
    let (at, found) =
        body.iter().take(LEDE_BLOCKS).enumerate().find_map(|(at, block)| Some((at, parse(block)?)))?;
    let text_of = |block: &Block| match block {
        Block::Paragraph(text) | Block::Standfirst(text) => text.text.len(),
        _ => 0,
    };
    let alone = found.raw.len() == text_of(&body[at]);
    let printed = found.text.trim_end() == found.raw.trim_end();
    match style {
        DatelineStyle::Strip if alone => drop(body.remove(at)),
        // A dateline in a paragraph of its own moves to the lede, but only if it is rewritten anyway.
        DatelineStyle::Normalize if alone && !printed && at + 1 < body.len() => {
            if let Block::Paragraph(lede) = &mut body[at + 1] {
                lede.replace_start(0, &found.text);
                body.remove(at);
            }
        }
        DatelineStyle::Normalize if !alone => replace_start(&mut body[at], found.raw.len(), &found.text),
        DatelineStyle::Strip => replace_start(&mut body[at], found.raw.len(), ""),
        DatelineStyle::Normalize | DatelineStyle::Keep => {}
    }
    Some(found)
}

/// Replaces the first `len` bytes of a paragraph with `start`.
fn replace_start(block: &mut Block, len: usize, start: &str) {
    if let Block::Paragraph(text) | Block::Standfirst(text) = block {
        text.replace_start(len, start);
    }
}

/// Parses the credits at the end of a body, from the last line up, and removes them if `style` requires it.
pub(crate) fn credit(
    body: &mut Vec<Block>,
    context: &credit::CreditContext<'_>,
    style: CreditStyle,
) -> Option<Credit> {
    let mut all: Option<Credit> = None;
    let mut at = without_figures(body, body.len());
    if let Some(end) = before_trailers(body, at, context) {
        body.drain(end..at);
        at = end;
    }
    for _ in 0..CREDIT_PARAGRAPHS {
        at = without_figures(body, at);
        let Some(Block::Paragraph(text)) = at.checked_sub(1).and_then(|i| body.get_mut(i)) else { break };
        let Some(found) = credit::parse(&text.text, context) else { break };
        let kept = text.text.len() - found.raw.len().min(text.text.len());
        let whole = text.text.get(..kept).is_none_or(|t| t.trim().is_empty());
        if style == CreditStyle::Strip {
            text.cut_end(kept);
            if text.text.is_empty() {
                body.remove(at - 1);
                at = cut_separators(body, at - 1) + 1;
            }
        }
        all = Some(match all {
            None => found,
            Some(below) => joined(found, below),
        });
        if !whole {
            // What precedes a credit in its paragraph is the story.
            break;
        }
        at -= 1;
    }
    all
}

/// Returns the end of the body without the pictures, embeds, rules and notes before `at`.
fn without_figures(body: &[Block], mut at: usize) -> usize {
    let is_aside =
        |b: &Block| matches!(b, Block::Figure(_) | Block::Embed { .. } | Block::Rule | Block::Notes { .. });
    while at > 0 && is_aside(&body[at - 1]) {
        at -= 1;
    }
    at
}

/// Returns the end of the last paragraph that consists of a credit, if only trailers follow it: a line on editorial
/// standards, keywords, an address.
fn before_trailers(body: &[Block], end: usize, context: &credit::CreditContext<'_>) -> Option<usize> {
    let paragraph = |at: usize| match body.get(at) {
        Some(Block::Paragraph(text)) => Some(text.text.as_str()),
        _ => None,
    };
    for at in (end.saturating_sub(TRAILERS + 1)..end).rev() {
        let text = paragraph(at)?;
        let credited = at + 1 < end && {
            let found = credit::parse(text, context);
            found.is_some_and(|c| c.kind != CreditKind::Copyright && c.raw.trim() == text.trim())
        };
        if credited {
            return Some(at + 1);
        }
        if !is_trailer(text) {
            return None;
        }
    }
    None
}

/// Returns whether a paragraph after a credit is not part of the story: a line without a full stop, or with an
/// address.
fn is_trailer(text: &str) -> bool {
    /// Maximum length of a trailer in bytes.
    const LONGEST: usize = 240;
    let text = text.trim();
    let stopped = text.ends_with(['.', '!', '?', '…', '"', '”', '»', '。', '！', '？', '।', '۔']);
    text.len() <= LONGEST
        && (!stopped || text.contains(['@', '|']) || text.contains("://") || credit::is_tail(text))
}

/// Returns the credit in the blocks after the body, if the selection dropped it. It must fill its block.
pub(crate) fn credit_after<'a>(
    behind: impl Iterator<Item = &'a str>,
    context: &credit::CreditContext<'_>,
) -> Option<Credit> {
    behind.take(BLOCKS_BEHIND).find_map(|text| {
        let text = text.trim();
        // A copyright line after a story belongs to the site as often as to the story.
        let told = |c: &Credit| c.raw.trim() == text && c.kind != CreditKind::Copyright;
        credit::parse(text, context).filter(told)
    })
}

/// Removes paragraphs that end before `at` and consist of a separator ("___", "* * *"). Returns where they began.
pub(crate) fn cut_separators(body: &mut Vec<Block>, mut at: usize) -> usize {
    while let Some(Block::Paragraph(text)) = at.checked_sub(1).and_then(|i| body.get(i))
        && is_separator(&text.text)
    {
        at -= 1;
        body.remove(at);
    }
    at
}

/// Returns whether text consists of marks that separate a story from its credit.
fn is_separator(text: &str) -> bool {
    let mark = |c: char| matches!(c, '_' | '*' | '-' | '–' | '—' | '=' | '~' | '#' | '•' | '·');
    text.contains(mark) && text.chars().all(|c| mark(c) || c.is_whitespace())
}

/// Returns the reporters of a credit as the byline of a story that names only their agency: "By Reuters Staff" above it and
/// "(Reporting by Jane Doe; Editing by John Roe)" below it.
pub(crate) fn reporters_of_agency(
    printed: &Byline,
    credit: Option<&Credit>,
    context: &byline::BylineContext<'_>,
) -> Option<Byline> {
    let organization = printed.organization.as_deref().filter(|_| printed.authors.is_empty())?;
    let credit = credit.filter(|c| c.kind == CreditKind::Reporting && !c.reporters.is_empty())?;
    let agency = credit.agency.as_deref()?;
    let own = organization.strip_prefix(agency).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    own.then(|| byline(None, Some(credit), context)).flatten().filter(|byline| !byline.authors.is_empty())
}

/// Returns the reporter or agency of a dateline or credit as the byline, for a story without another one.
pub(crate) fn byline(
    dateline: Option<&Dateline>,
    credit: Option<&Credit>,
    context: &byline::BylineContext<'_>,
) -> Option<Byline> {
    let reporter = dateline.and_then(|d| byline::parse(dateline::reporter(&d.raw)?, context));
    if let Some(byline) = reporter {
        return Some(Byline { source: Some(BylineSource::Dateline), ..byline });
    }
    if let Some(credit) = credit.filter(|c| c.kind == CreditKind::Reporting && !c.reporters.is_empty()) {
        let names = credit::authors(credit);
        let byline = byline::parse(&names.join(", "), context);
        if let Some(mut byline) = byline.filter(|b| b.authors.len() == names.len()) {
            let agency = credit.agency.as_ref().or(dateline.and_then(|d| d.agency.as_ref()));
            for author in &mut byline.authors {
                author.affiliation = author.affiliation.take().or_else(|| agency.cloned());
            }
            return Some(Byline {
                raw: credit.raw.trim().to_owned(),
                source: Some(BylineSource::Credit),
                ..byline
            });
        }
    }
    let (agency, raw, source) = dateline
        .and_then(|d| Some((d.agency.clone()?, &d.raw, BylineSource::Dateline)))
        .or_else(|| credit.and_then(|c| Some((c.agency.clone()?, &c.raw, BylineSource::Credit))))?;
    Some(Byline {
        raw: raw.trim().to_owned(),
        text: agency.clone(),
        organization: Some(agency),
        source: Some(source),
        ..Byline::default()
    })
}

/// Joins two consecutive credits: names in page order, the first agency, the more specific kind.
fn joined(above: Credit, below: Credit) -> Credit {
    let weight = |kind: CreditKind| match kind {
        CreditKind::Reporting => 3,
        CreditKind::Contributors => 2,
        CreditKind::Agency => 1,
        CreditKind::Copyright => 0,
    };
    let mut reporters = above.reporters;
    let mut editors = above.editors;
    for (to, from) in [(&mut reporters, below.reporters), (&mut editors, below.editors)] {
        for name in from {
            if !to.contains(&name) {
                to.push(name);
            }
        }
    }
    Credit {
        raw: format!("{}\n{}", above.raw, below.raw),
        kind: if weight(below.kind) > weight(above.kind) { below.kind } else { above.kind },
        agency: above.agency.or(below.agency),
        reporters,
        editors,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mark, MarkKind, Text};

    fn text() -> Text {
        Text {
            text: "OSLO -- The port is open. (AP)".into(),
            marks: vec![
                Mark { range: 0..4, kind: MarkKind::Strong },
                Mark { range: 12..16, kind: MarkKind::Emphasis },
                Mark { range: 20..30, kind: MarkKind::Code },
            ],
        }
    }

    #[test]
    fn a_separator_is_removed_with_its_credit() {
        let lines =
            ["The port is open.", "___", "* * *", "(AP)", "Jane Doe in Riga contributed to this report."];
        let paragraphs = || {
            lines.iter().map(|l| Block::Paragraph(Text { text: (*l).into(), ..Text::default() })).collect()
        };
        let mut body: Vec<Block> = paragraphs();
        let found = credit(&mut body, &credit::CreditContext::default(), CreditStyle::Strip).unwrap();
        assert_eq!(body.len(), 1);
        assert_eq!((found.agency.as_deref(), found.reporters.len()), (Some("AP"), 1));
        let mut body: Vec<Block> = paragraphs();
        assert!(credit(&mut body, &credit::CreditContext::default(), CreditStyle::Keep).is_some());
        assert_eq!(body.len(), lines.len());
        let mut body: Vec<Block> = paragraphs();
        body.truncate(2);
        assert!(credit(&mut body, &credit::CreditContext::default(), CreditStyle::Strip).is_none());
        assert_eq!(body.len(), 2);
    }

    #[test]
    fn marks_move_with_their_words() {
        let mut text = text();
        text.replace_start(8, "OSLO — ");
        assert_eq!(text.text, "OSLO — The port is open. (AP)");
        let words: Vec<&str> = text.marks.iter().map(|m| &text.text[m.range.clone()]).collect();
        assert_eq!(words, ["port", "open. (AP)"]);
    }

    #[test]
    fn cutting_the_end_cuts_its_marks() {
        let mut text = text();
        text.cut_end(26);
        assert_eq!(text.text, "OSLO -- The port is open.");
        assert_eq!(text.marks.last().map(|m| m.range.clone()), Some(20..25));
        text.cut_end(0);
        assert!(text.text.is_empty() && text.marks.is_empty());
    }
}
