//! What stands over the text of a plain-text page: headline, byline, date.
//!
//! Comes in: the blocks, their survey, the likeliest headline, and the choice of the body. Goes out: the fields, and
//! verdicts on the lines that told them, which are none of the body's.

use crate::{
    block::{
        Blocks,
        facts::{End, Facts, seen},
        survey::{LABEL_WORDS, Survey},
    },
    byline::{self, Byline, Origin},
    date::{self, Date},
    score::{Choice, Kind, Rule},
};

/// Blocks before the headline in which a byline and a date are looked for.
const BEFORE: usize = 5;
/// Blocks after the first of the text in which they are.
const AFTER: usize = 4;
/// Blocks after the headline, at most, if the text does not begin.
const MOST: usize = 15;
/// Words of a line that tells the author or the date, at most.
const LINE_WORDS: u32 = 25;
/// Words of a line that is a bare name.
const NAME_WORDS: std::ops::RangeInclusive<u32> = 2..=4;
/// Probability that a headline has if it is taken out of a text of which all else is kept.
const SURE: f32 = 0.5;
/// Signs that part a headline from the site's name.
const PARTS: [&str; 7] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » "];
/// Words of a headline's part that is no site's name, at least.
const PART_WORDS: usize = 3;
/// What ends a label before a headline, beside [`PARTS`].
const LABEL_END: &str = ":";
/// Words of a label before a headline, at most.
const TITLE_LABEL_WORDS: usize = 2;
/// Words of a site's name, at most.
const SITE_WORDS: usize = 3;

/// The fields above the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Masthead {
    /// The headline.
    pub(crate) title: Option<String>,
    /// Who wrote it.
    pub(crate) byline: Option<Byline>,
    /// When it was published.
    pub(crate) published: Option<Date>,
}

/// Reads the fields and marks the blocks they stand in.
pub(crate) fn read(
    blocks: &Blocks,
    survey: &Survey,
    likeliest: Option<(usize, f32)>,
    choice: &mut Choice,
    context: &byline::Context<'_>,
) -> Masthead {
    let body = |v: &crate::score::Verdict| v.kind == Kind::Body;
    let Some(first) = choice.verdicts.iter().position(body) else { return Masthead::default() };
    let whole = choice.verdicts.iter().all(body);
    let text = |i: usize| blocks.text(&blocks.blocks[i]);
    let title = likeliest.filter(|t| !whole || t.1 >= SURE).map(|t| t.0);
    if let Some(title) = title {
        // Its copies above the text are headlines too.
        for i in 0..=title.max(first) {
            if survey.facts[i].key == survey.facts[title].key {
                let verdict = &mut choice.verdicts[i];
                (verdict.kind, verdict.rule) = (Kind::Headline, Some(Rule::Headline));
            }
        }
    }
    // Labels above the headline are the site's or the wire's.
    for i in 0..title.unwrap_or(0) {
        let f = &survey.facts[i];
        if f.words <= LABEL_WORDS && f.end == End::Open && choice.verdicts[i].kind == Kind::Body {
            choice.verdicts[i].kind = Kind::Boilerplate;
        }
    }
    let anchor = title.unwrap_or(first);
    let end = (first.max(anchor) + AFTER).min(anchor + MOST).min(blocks.blocks.len());
    let lines: Vec<usize> = (anchor + 1..end).chain((anchor.saturating_sub(BEFORE)..anchor).rev()).collect();
    let short =
        |i: &&usize| survey.facts[**i].words <= LINE_WORDS && choice.verdicts[**i].kind != Kind::Headline;
    let byline = (lines.iter().filter(short)).filter(|&&i| may_name(&survey.facts[i])).find_map(|&i| {
        byline::parse(text(i), context).map(|b| (i, Byline { source: Some(Origin::Text), ..b }))
    });
    let dates = date::Context { language: context.language, now: None };
    let published = (lines.iter().filter(short))
        .filter(|&&i| survey.facts[i].has(seen::DATE | seen::YEAR))
        .find_map(|&i| date::parse(text(i), &dates).map(|d| (i, d)));
    if let Some((i, _)) = &byline {
        choice.verdicts[*i].kind = Kind::Boilerplate;
    }
    if let Some((i, _)) = published.filter(|&(i, _)| !survey.facts[i].prose()) {
        choice.verdicts[i].kind = Kind::Boilerplate;
    }
    Masthead {
        title: title.map(|t| headline(text(t), t, survey, blocks).to_owned()),
        byline: byline.map(|(_, b)| b),
        published: published.map(|(_, d)| d),
    }
}

impl Masthead {
    /// Fills in what the header of a letter says and the text does not.
    pub(crate) fn complete(&mut self, subject: Option<&str>, date: Option<&str>) {
        if self.title.is_none() {
            self.title = subject.map(str::to_owned).filter(|s| !s.is_empty());
        }
        if self.published.is_none() {
            self.published = date.and_then(|d| date::parse(d, &date::Context::default()));
        }
    }
}

/// Whether a line may tell the author: it begins as bylines do, or is a bare name.
fn may_name(f: &Facts) -> bool {
    let name = NAME_WORDS.contains(&f.words) && f.capitals == f.words && f.signs <= 1;
    f.has(seen::LABEL) || name
}

/// The headline without the site's name or a label, where the rest of it stands on the page again; else without what
/// looks like a site's name.
fn headline<'a>(text: &'a str, at: usize, survey: &Survey, blocks: &Blocks) -> &'a str {
    if survey.facts.len() == 1 {
        return text;
    }
    let heads = PARTS.iter().filter_map(|sign| text.rfind(sign).map(|i| &text[..i]));
    let words = |part: &str| part.split_whitespace().count();
    let tails = PARTS.iter().chain([&LABEL_END]).filter_map(|sign| text.split_once(sign)).filter_map(
        |(label, tail)| {
            (words(label) <= TITLE_LABEL_WORDS && words(tail) >= PART_WORDS).then_some(tail.trim_start())
        },
    );
    let again = |part: &&str| blocks.blocks.iter().any(|b| blocks.text(b) == *part);
    heads.chain(tails).find(again).unwrap_or_else(|| without_site(text, at))
}

/// A headline without a site's name that nothing on the page vouches for: a vertical bar parts it; in a page's first
/// line, which was its title, other signs do, where a name follows.
fn without_site(text: &str, at: usize) -> &str {
    PARTS
        .into_iter()
        .find_map(|sign| {
            let (head, site) = text.rsplit_once(sign)?;
            let mut words = site.split_whitespace();
            let names =
                words.clone().count() <= SITE_WORDS && words.all(|w| w.starts_with(char::is_uppercase));
            let parts = sign == PARTS[0] || at == 0 && names;
            (parts && head.split_whitespace().count() >= PART_WORDS).then_some(head)
        })
        .unwrap_or(text)
}
