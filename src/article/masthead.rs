//! What stands over the text of a plain-text page: headline, byline, date.
//!
//! Comes in: the blocks, their survey, and the choice of the body. Goes out: the fields, and verdicts on the lines that
//! told them, which are none of the body's.

use crate::{
    block::{
        Blocks,
        facts::{Facts, seen},
        survey::{Survey, date_line},
    },
    byline::{self, Byline},
    score::{Choice, Kind, Rule},
};

/// Blocks before the headline, and between it and the text, in which a byline is looked for.
const BYLINE_BEFORE: usize = 3;
/// See [`BYLINE_BEFORE`].
const BYLINE_AFTER: usize = 8;
/// Words of a line that tells the author or the date, at most.
const LINE_WORDS: u32 = 25;
/// Signs that part a headline from the site's name.
const PARTS: [&str; 6] = [" | ", " - ", " – ", " — ", " · ", " :: "];

/// The fields above the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Masthead {
    /// The headline.
    pub(crate) title: Option<String>,
    /// Who wrote it.
    pub(crate) byline: Option<Byline>,
}

/// Reads the fields and marks the blocks they stand in.
pub(crate) fn read(
    blocks: &Blocks,
    survey: &Survey,
    choice: &mut Choice,
    context: &byline::Context<'_>,
) -> Masthead {
    let Some(first) = choice.verdicts.iter().position(|v| v.kind == Kind::Body) else {
        return Masthead::default();
    };
    let text = |i: usize| blocks.text(&blocks.blocks[i]);
    let title = survey.title.filter(|&t| t <= first || choice.verdicts[t].kind != Kind::Body);
    if let Some(title) = title {
        let verdict = &mut choice.verdicts[title];
        (verdict.kind, verdict.rule) = (Kind::Headline, Some(Rule::Headline));
    }
    let anchor = title.unwrap_or(first);
    let lede = first.max(anchor);
    let after = anchor + 1..(lede + BYLINE_AFTER).min(blocks.blocks.len());
    let before = (anchor.saturating_sub(BYLINE_BEFORE)..anchor).rev();
    let byline = after
        .chain(before)
        .filter(|&i| may_tell(&survey.facts[i]) && choice.verdicts[i].kind != Kind::Headline)
        .find_map(|i| byline::parse(text(i), context).map(|b| (i, b)));
    if let Some((i, _)) = &byline {
        choice.verdicts[*i].kind = Kind::Boilerplate;
    }
    Masthead {
        title: title.map(|t| headline(text(t), t, survey, blocks).to_owned()),
        byline: byline.map(|(_, b)| b),
    }
}

/// Whether a line may tell the author.
fn may_tell(f: &Facts) -> bool {
    f.words <= LINE_WORDS && f.has(seen::LABEL)
}

/// The headline without the site's name, where that is plain.
fn headline<'a>(text: &'a str, at: usize, survey: &Survey, blocks: &Blocks) -> &'a str {
    // A page's first line is its window's title; what stands again further down is the headline.
    if at > 0 {
        return text;
    }
    let parts = PARTS.iter().filter_map(|sign| text.rfind(sign).map(|i| &text[..i]));
    let again = |head: &&str| {
        blocks.blocks.iter().zip(&survey.facts).skip(1).any(|(b, f)| !date_line(f) && blocks.text(b) == *head)
    };
    parts.into_iter().find(again).unwrap_or(text)
}
