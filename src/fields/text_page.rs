//! What stands over the text of a plain-text page: headline, byline, date.
//!
//! Comes in: the blocks, their survey, the likeliest headline, and the choice of the body. Goes out: the fields, and
//! labels on the lines that told them, which are none of the body's.

use crate::{
    block::{
        Blocks,
        label::{BlockKind, BlockLabel, Rule},
    },
    byline::{self, Byline},
    credit,
    date::{self, Date},
    fields::author::text,
    select::BodySelection,
    text::{
        lines::Style,
        page_stats::{LABEL_WORDS, Survey, boilerplate},
        refine,
        residue::{Kinds, Matcher},
        segment::Sheet,
        stats::{End, Facts, seen},
        story_end, wire,
    },
};

/// Blocks of the text among which a copy of the headline may stand.
const COPY_REACH: usize = 3;
/// Words of a line that tells a date, at most; the first blocks of the text may open with one.
const DATE_WORDS: u32 = 30;
/// Words of a line that is read although no date was seen in it: it may have run together with something.
const GLUED_WORDS: u32 = 12;
const LEDES: usize = 2;
/// How much more must speak for the date of a change than for another date, if it is taken for the story's.
const CHANGED: f32 = 3.0;
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
/// Characters and words of a first line that is taken for the headline although the model is not sure.
const FIRST_LINE_CHARS: std::ops::RangeInclusive<u32> = 8..=160;
/// See [`FIRST_LINE_CHARS`].
const FIRST_LINE_WORDS: u32 = 25;
/// Lines between such a headline and the text, at most: byline, date.
const LINES_TO_TEXT: usize = 4;
/// Lines around the end of a story in which it may be signed, and the words of such a line, at most.
const SIGNATURE_REACH: usize = 3;
/// See [`SIGNATURE_REACH`].
const SIGNATURE_WORDS: u32 = 12;
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
    sheet: &Sheet,
    likeliest: Option<(usize, f32)>,
    mut selection: BodySelection,
    context: &byline::BylineContext<'_>,
) -> (Masthead, BodySelection) {
    let Some((headline, anchors)) = find(blocks, survey, sheet, likeliest, &mut selection) else {
        return (Masthead::default(), selection);
    };
    let published = published(blocks, survey, &anchors, context);
    let view = text::View { blocks, survey, sheet, anchors: &anchors, headline };
    let byline = text::choose(&view, context);
    // Of a text that holds nothing else, lines below the first paragraph are the story's.
    let whole = selection.labels.iter().all(|v| matches!(v.kind, BlockKind::Body | BlockKind::Headline));
    let head = survey.outer.filter(|_| whole).map_or(usize::MAX, |(first, _)| first);
    let dated = published.map(|d| d.line).filter(|&line| !survey.facts[line].prose());
    for &line in byline.iter().flat_map(|b| &b.lines).chain(&dated).filter(|&&line| line < head) {
        let label = &mut selection.labels[line];
        (label.kind, label.rule) = (BlockKind::Byline, Some(Rule::Byline));
    }
    let byline = byline.map(|b| b.byline).or_else(|| signature(blocks, survey, &mut selection, context));
    refine::drop_leading_meta(blocks, survey, &mut selection.labels);
    let fields = Masthead {
        title: headline.map(|title| wire::strip_slug(title).to_owned()),
        byline,
        published: published.map(|d| d.date),
    };
    (fields, selection)
}

/// Returns the bylines among which [`read`] chooses, for training.
#[cfg(feature = "lab")]
pub(crate) fn bylines(
    blocks: &Blocks,
    survey: &Survey,
    sheet: &Sheet,
    likeliest: Option<(usize, f32)>,
    mut selection: BodySelection,
    context: &byline::BylineContext<'_>,
) -> Vec<text::Candidate> {
    let Some((headline, anchors)) = find(blocks, survey, sheet, likeliest, &mut selection) else {
        return Vec::new();
    };
    text::candidates(&text::View { blocks, survey, sheet, anchors: &anchors, headline }, context)
}

/// Finds headline and body, and marks the headline and the labels over it: they are none of the body's.
fn find<'a>(
    blocks: &'a Blocks,
    survey: &Survey,
    sheet: &Sheet,
    likeliest: Option<(usize, f32)>,
    selection: &mut BodySelection,
) -> Option<(Option<&'a str>, crate::fields::date::Anchors)> {
    let body = |v: &BlockLabel| v.kind == BlockKind::Body;
    let first = selection.labels.iter().position(body)?;
    let whole = selection.labels.iter().all(body);
    // Of a text of which all is kept a first sentence is no headline, nor a first paragraph.
    let running = |i: usize| survey.facts[i].prose() || survey.facts[i].long();
    let sure = |t: &(usize, f32)| t.1 >= SURE && !running(t.0);
    let title =
        likeliest.filter(|t| !whole || sure(t)).map(|t| t.0).or_else(|| first_line(survey, sheet, first));
    if let Some(title) = title {
        // Its copies above the text are headlines too.
        for i in 0..=title.max(first) {
            if survey.facts[i].key == survey.facts[title].key {
                let label = &mut selection.labels[i];
                (label.kind, label.rule) = (BlockKind::Headline, Some(Rule::Headline));
            }
        }
    }
    // Labels above the headline are the site's or the wire's.
    for i in 0..title.unwrap_or(0) {
        let f = &survey.facts[i];
        if f.words <= LABEL_WORDS && f.end == End::Open && selection.labels[i].kind == BlockKind::Body {
            let label = &mut selection.labels[i];
            (label.kind, label.rule) = (BlockKind::Boilerplate, Some(Rule::AboveHeadline));
        }
    }
    // A headline that stands in the page's first line and over the text counts where it is over the text.
    let copy = |t: usize| {
        let reach = (first + COPY_REACH).min(blocks.blocks.len());
        (t..reach).rev().find(|&i| survey.facts[i].key == survey.facts[t].key).unwrap_or(t)
    };
    let end = selection.labels.iter().rposition(body).map_or(first, |last| last + 1);
    let anchors = crate::fields::date::Anchors { headline: title.map(copy), shared: true, body: first..end };
    Some((title.map(|t| headline(blocks.text(&blocks.blocks[t]), t, survey, blocks)), anchors))
}

/// The date that stands where a story's date stands; that of a change only where there is no other.
fn published(
    blocks: &Blocks,
    survey: &Survey,
    anchors: &crate::fields::date::Anchors,
    context: &byline::BylineContext<'_>,
) -> Option<crate::fields::date::Seen> {
    let dates = date::DateContext { language: context.language, now: None };
    // Most lines hold no number, and a long one is prose, where a date is the story's.
    let may = |at: usize| {
        let f = &survey.facts[at];
        let told = f.has(seen::DATE | seen::YEAR | seen::MONTH_DAY) || f.cjk > 0;
        let short = f.words <= DATE_WORDS || at < anchors.body.start + LEDES;
        f.has(seen::LABEL) && f.words <= LABEL_WORDS
            || f.numbers > 0 && short && (told || f.words <= GLUED_WORDS)
    };
    let text = |at: usize| if may(at) { blocks.text(&blocks.blocks[at]) } else { "" };
    let found = crate::fields::date::search(
        blocks.blocks.len(),
        text,
        |_| crate::fields::date::Signs::default(),
        anchors,
        &dates,
    );
    let changed = found.iter().find(|s| s.modified);
    let told =
        |s: &&crate::fields::date::Seen| !s.modified && changed.is_none_or(|c| s.score + CHANGED >= c.score);
    found.iter().find(told).or(changed).copied()
}

/// The byline in a line of its own at the end of a story: "(By Ana Ruiz and Tom Ashe)".
fn signature(
    blocks: &Blocks,
    survey: &Survey,
    selection: &mut BodySelection,
    context: &byline::BylineContext<'_>,
) -> Option<Byline> {
    let last = selection.labels.iter().rposition(|l| l.kind == BlockKind::Body)?;
    let lines = last.saturating_sub(SIGNATURE_REACH)..(last + 1 + SIGNATURE_REACH).min(blocks.blocks.len());
    for i in
        lines.rev().filter(|&i| i > 0 && survey.facts[i].words <= SIGNATURE_WORDS && !survey.facts[i].prose())
    {
        let text = blocks.text(&blocks.blocks[i]);
        let inner = text.trim_matches(['(', ')', '（', '）', '[', ']', ' ']);
        let footer = Matcher::default().kinds(text).has(Kinds::FOOTER);
        let credit = credit::parse(text, &credit::CreditContext { language: context.language }).is_some();
        if footer || credit || !byline::opens(inner) {
            continue;
        }
        if let Some(byline) = byline::parse(inner, context).filter(|b| !b.authors.is_empty()) {
            selection.labels[i].kind = BlockKind::Byline;
            return Some(byline);
        }
    }
    None
}

impl Masthead {
    /// Takes what an envelope or a container says about the text: it knows the title better than the text does.
    pub(crate) fn complete(&mut self, envelope: &Envelope<'_>, context: &byline::BylineContext<'_>) {
        if let Some(title) = envelope.title.map(str::trim).filter(|t| !t.is_empty()) {
            self.title = Some(title.to_owned());
        }
        if let Some(author) = envelope.author.and_then(|author| byline::parse(author, context)) {
            self.byline.get_or_insert(author);
        }
        if envelope.is_book {
            self.published = None;
        } else if let Some(date) = envelope.date {
            self.published = date::parse(date, &date::DateContext::default()).or(self.published.take());
        }
    }
}

/// What the envelope of a letter or the container of a text says about it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Envelope<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) author: Option<&'a str>,
    pub(crate) date: Option<&'a str>,
    /// Dates in the text are not those of its publication.
    pub(crate) is_book: bool,
}

/// The first line of a text as its headline: it does not end as a sentence, stands apart, and running text follows soon.
fn first_line(survey: &Survey, sheet: &Sheet, first: usize) -> Option<usize> {
    let f = survey.facts.first()?;
    let running = |f: &Facts| f.prose() || f.long();
    let apart = sheet.lines.style == Style::Lines || sheet.layout.get(1).is_some_and(|l| l.blanks > 0);
    let follows = survey.facts.iter().skip(1).take(LINES_TO_TEXT).any(running);
    // The model knows first lines in the scripts that it has learned from.
    let unknown = f.foreign > 0 || f.cjk > 0;
    let dated = survey.facts.get(1).is_some_and(story_end::is_meta);
    let plain = (unknown || dated)
        && f.end == End::Open
        && !running(f)
        && !f.has(seen::LABEL | seen::DATE | seen::ADDRESS);
    let long = FIRST_LINE_CHARS.contains(&f.chars) && f.words <= FIRST_LINE_WORDS && boilerplate(f) == 0;
    (first <= LINES_TO_TEXT && apart && follows && plain && long).then_some(0)
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
