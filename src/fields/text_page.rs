//! Extracts headline, byline and date of a plain-text page, and removes the lines that hold them from the body.

use crate::{
    block::{
        Blocks,
        label::{BlockKind, BlockLabel, Rule},
    },
    byline::{self, Byline},
    credit,
    date::{self, Date},
    fields::author::{text, visible},
    lexicon::fold::alnum_key,
    select::BodySelection,
    text::{
        lines::{Bullet, Style},
        page_stats::{LABEL_WORDS, TextPageStats, boilerplate},
        refine,
        residue::Kinds,
        segment::TextPage,
        stats::{End, TextStats, cue},
        story_end, wire,
    },
};

/// Number of blocks of the text that can be a copy of the headline.
const COPY_REACH: usize = 3;
/// Maximum number of words of a line with a date. The first blocks of the text can begin with one and be longer.
const DATE_WORDS: u32 = 30;
/// Maximum number of words of a line without a recognized date that is searched, because the date can have run together
/// with other text.
const GLUED_WORDS: u32 = 12;
/// Number of first blocks of the text that are searched whatever their length.
const LEDES: usize = 2;
/// How much higher the date of a change must score than another date to be the date of the story.
const CHANGED: f32 = 3.0;
/// Minimum probability of a headline that is removed from a text of which everything else is kept.
const SURE: f32 = 0.5;
/// DateSigns between a headline and the name of the site.
const PARTS: [&str; 7] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » "];
/// Minimum number of words of the part of a headline that is not the name of a site.
const PART_WORDS: usize = 3;
/// What ends a label before a headline, besides [`PARTS`].
const LABEL_END: &str = ":";
/// Maximum number of words of a label before a headline.
const TITLE_LABEL_WORDS: usize = 2;
/// Number of characters and maximum number of words of a first line that is the headline although the model is not sure.
const FIRST_LINE_CHARS: std::ops::RangeInclusive<u32> = 8..=160;
/// See [`FIRST_LINE_CHARS`].
const FIRST_LINE_WORDS: u32 = 25;
/// Number of words of a first line that precedes a standfirst.
const HEADLINE_WORDS: std::ops::RangeInclusive<u32> = 4..=20;
/// Maximum number of lines between such a headline and the text: byline, date.
const LINES_TO_TEXT: usize = 4;
/// Number of lines around the end of a story that can be its signature, and the maximum number of their words.
const SIGNATURE_REACH: usize = 3;
/// See [`SIGNATURE_REACH`].
const SIGNATURE_WORDS: u32 = 12;
/// Maximum number of words of the name of a site.
const SITE_WORDS: usize = 3;

/// The fields of a plain-text page.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextFields {
    /// The headline.
    pub(crate) title: Option<String>,
    /// The byline.
    pub(crate) byline: Option<Byline>,
    /// The date of publication.
    pub(crate) published: Option<Date>,
}

/// Extracts the fields and marks the blocks that hold them.
pub(crate) fn read(
    blocks: &Blocks,
    stats: &TextPageStats,
    sheet: &TextPage,
    likeliest: Option<(usize, f32)>,
    mut selection: BodySelection,
    context: &byline::BylineContext<'_>,
) -> (TextFields, BodySelection) {
    let Some((headline, anchors)) = find(blocks, stats, sheet, likeliest, &mut selection) else {
        return (TextFields::default(), selection);
    };
    let published = published(blocks, stats, &anchors, context)
        .or_else(|| published(blocks, stats, &above_copy(stats, &anchors)?, context));
    let view = text::TextStory { blocks, stats, sheet, anchors: &anchors, headline };
    let byline = text::choose(&view, context);
    // In a text that has nothing else, lines after the first paragraph are part of the story.
    let whole = selection.labels.iter().all(|v| matches!(v.kind, BlockKind::Body | BlockKind::Headline));
    // A long headline is not the first paragraph.
    let paragraph = |i: &usize| stats.facts[*i].long() && anchors.headline != Some(*i);
    let head = (0..stats.facts.len()).find(paragraph).filter(|_| whole).unwrap_or(usize::MAX);
    let dated = published.map(|d| d.line).filter(|&line| !stats.facts[line].prose());
    for &line in byline.iter().flat_map(|b| &b.lines).chain(&dated).filter(|&&line| line < head) {
        let label = &mut selection.labels[line];
        (label.kind, label.rule) = (BlockKind::Byline, Some(Rule::Byline));
    }
    for &line in byline.iter().flat_map(|b| &b.lines).filter(|&&line| line < head) {
        drop_labels(blocks, line, &mut selection.labels);
    }
    let byline = byline.map(|b| b.byline).or_else(|| signature(blocks, stats, &mut selection, context));
    refine::drop_leading_meta(blocks, stats, &mut selection.labels);
    let fields = TextFields {
        title: headline.map(|title| wire::strip_slug(title).to_owned()),
        byline,
        published: published.map(|d| d.date),
    };
    (fields, selection)
}

/// Drops the label above a line with an author, and labels with their names below it: "Reporter", "Jane Doe", "Editor",
/// "John Roe".
fn drop_labels(blocks: &Blocks, line: usize, labels: &mut [BlockLabel]) {
    let text = |at: usize| blocks.blocks.get(at).map(|block| blocks.text(block));
    let is_label = |at: usize| text(at).is_some_and(|text| visible::is_label(text) || is_job(text));
    let mut drop = |at: usize| (labels[at].kind, labels[at].rule) = (BlockKind::Byline, Some(Rule::Byline));
    let Some(above) = line.checked_sub(1).filter(|&above| is_label(above)) else { return };
    drop(above);
    let mut at = line + 1;
    while is_label(at) && text(at + 1).is_some_and(visible::has_shape_of_name) {
        drop(at);
        drop(at + 1);
        at += 2;
    }
}

/// Whether a line is the name of a job: "Editor".
fn is_job(text: &str) -> bool {
    let vocabulary = byline::vocabulary::get();
    vocabulary.is(&byline::vocabulary::fold(text.trim_end_matches(':')), byline::vocabulary::JOB_HEAD)
}

/// Returns the bylines from which [`read`] chooses, for training.
#[cfg(feature = "lab")]
pub(crate) fn bylines(
    blocks: &Blocks,
    stats: &TextPageStats,
    sheet: &TextPage,
    likeliest: Option<(usize, f32)>,
    mut selection: BodySelection,
    context: &byline::BylineContext<'_>,
) -> Vec<text::TextCandidate> {
    let Some((headline, anchors)) = find(blocks, stats, sheet, likeliest, &mut selection) else {
        return Vec::new();
    };
    text::candidates(&text::TextStory { blocks, stats, sheet, anchors: &anchors, headline }, context)
}

/// Finds headline and body. Marks the headline and the labels above it, which are not part of the body.
fn find<'a>(
    blocks: &'a Blocks,
    stats: &TextPageStats,
    sheet: &TextPage,
    likeliest: Option<(usize, f32)>,
    selection: &mut BodySelection,
) -> Option<(Option<&'a str>, crate::fields::date::Anchors)> {
    let body = |v: &BlockLabel| v.kind == BlockKind::Body;
    let first = selection.labels.iter().position(body)?;
    let whole = selection.labels.iter().all(body);
    // If everything is kept, a first sentence or paragraph is not a headline.
    let running = |i: usize| stats.facts[i].prose() || stats.facts[i].long();
    let sure = |t: &(usize, f32)| t.1 >= SURE && !running(t.0);
    let likeliest = likeliest.filter(|t| !whole || sure(t));
    let first_line = |signed| first_line(blocks, stats, sheet, first, signed);
    // A line that is a name is the byline if the first line can be the headline.
    let title = match likeliest {
        Some((at, p)) if is_name(blocks, stats, at, p) => first_line(at == 1).or(Some(at)),
        Some((1, _)) if is_headline(stats, 0) => Some(0),
        // The main points of a story are below its headline.
        Some((at, _)) if is_point(sheet, at) && !is_point(sheet, 0) && has_shape_of_headline(stats, 0) => {
            Some(0)
        }
        Some((at, _)) => Some(at),
        None => first_line(false),
    };
    if let Some(title) = title {
        // Its copies above the text are also headlines.
        for i in 0..=title.max(first) {
            if stats.facts[i].key == stats.facts[title].key {
                let label = &mut selection.labels[i];
                (label.kind, label.rule) = (BlockKind::Headline, Some(Rule::Headline));
            }
        }
    }
    // Labels above the headline belong to the site or the wire.
    for i in 0..title.unwrap_or(0) {
        let f = &stats.facts[i];
        if f.words <= LABEL_WORDS && f.end == End::Open && selection.labels[i].kind == BlockKind::Body {
            let label = &mut selection.labels[i];
            (label.kind, label.rule) = (BlockKind::Boilerplate, Some(Rule::AboveHeadline));
        }
    }
    // If the headline occurs twice, use the copy directly above the text.
    let copy = |t: usize| {
        let reach = (first + COPY_REACH).min(blocks.blocks.len());
        (t..reach).rev().find(|&i| stats.facts[i].key == stats.facts[t].key).unwrap_or(t)
    };
    let end = selection.labels.iter().rposition(body).map_or(first, |last| last + 1);
    let anchors = crate::fields::date::Anchors {
        headline: title.map(copy),
        shared: true,
        body: first..end,
        ..crate::fields::date::Anchors::default()
    };
    Some((title.map(|t| headline(blocks.text(&blocks.blocks[t]), t, stats, blocks)), anchors))
}

/// Whether a line can be the headline although the model prefers the line below, which may be the standfirst.
fn is_headline(stats: &TextPageStats, at: usize) -> bool {
    let f = &stats.facts[at];
    let label = f.has(cue::LABEL | cue::DATE | cue::ADDRESS) || f.bars > 0 || boilerplate(f) > 0;
    !label && has_shape_of_headline(stats, at)
}

/// Whether a line has the length and the end of a headline, and is not residue and not repeated.
fn has_shape_of_headline(stats: &TextPageStats, at: usize) -> bool {
    let f = &stats.facts[at];
    let plain = stats.kinds[at] == Kinds::default() && stats.copies[at].0 == 1;
    plain && HEADLINE_WORDS.contains(&f.words) && f.end == End::Open
}

/// Whether a block is running text. A headline can be as long, but does not end as a sentence does.
fn is_running(f: &TextStats) -> bool {
    f.prose() || f.long() && !(f.end == End::Open && HEADLINE_WORDS.contains(&f.words))
}

/// Whether a line is an entry of a list.
fn is_point(sheet: &TextPage, at: usize) -> bool {
    sheet.layout[at].bullet == Bullet::Mark
}

/// Whether the most probable headline, of probability `p`, is the name of an author: a known given name, or the shape of a name
/// next to a date or before an agency ("Ana Ruiz, AP").
fn is_name(blocks: &Blocks, stats: &TextPageStats, at: usize, p: f32) -> bool {
    let text = blocks.text(&blocks.blocks[at]);
    let is_date = |at: Option<usize>| at.and_then(|at| stats.facts.get(at)).is_some_and(story_end::is_meta);
    let dated = || p < SURE && (is_date(at.checked_sub(1)) || is_date(Some(at + 1)));
    let given = || visible::begins_with_given(text);
    // "Reporter: Jane Doe"
    let labeled = || {
        let parse = |name| byline::parse(name, &byline::BylineContext::default());
        text.split_once(':').is_some_and(|(label, name)| visible::is_label(label) && parse(name).is_some())
    };
    at > 0
        && (visible::has_shape_of_name(text) && (given() || dated())
            || text::without_agency(text).is_some_and(visible::has_shape_of_name)
            || labeled())
}

/// Returns the anchors of the first copy of the headline: pages print it in a header, with the date, and again above the text.
fn above_copy(
    stats: &TextPageStats,
    anchors: &crate::fields::date::Anchors,
) -> Option<crate::fields::date::Anchors> {
    let headline = anchors.headline?;
    let key = stats.facts[headline].key;
    let first = stats.facts[..headline].iter().position(|f| f.key == key)?;
    Some(crate::fields::date::Anchors { headline: Some(first), ..anchors.clone() })
}

/// Returns the date of the story. The date of a change counts only if there is no other.
fn published(
    blocks: &Blocks,
    stats: &TextPageStats,
    anchors: &crate::fields::date::Anchors,
    context: &byline::BylineContext<'_>,
) -> Option<crate::fields::date::VisibleDate> {
    let dates = date::DateContext { language: context.language, now: None };
    // Most lines have no number, and long ones are prose, in which dates belong to the events of the story.
    let may = |at: usize| {
        let f = &stats.facts[at];
        if stats.kinds[at].has(Kinds::FOOTER) {
            return false;
        }
        let told = f.has(cue::DATE | cue::YEAR | cue::MONTH_DAY) || f.cjk > 0;
        let short = f.words <= DATE_WORDS || at < anchors.body.start + LEDES;
        // In scripts without spaces, months are parts of longer strings.
        let glued =
            f.words <= GLUED_WORDS && (f.numbers > 1 || f.humps > 0) || f.foreign > 0 && f.numbers > 2;
        f.has(cue::LABEL) && f.words <= LABEL_WORDS || f.numbers > 0 && short && (told || glued)
    };
    let text = |at: usize| if may(at) { blocks.text(&blocks.blocks[at]) } else { "" };
    let found = crate::fields::date::search(
        blocks.blocks.len(),
        text,
        |_, _| crate::fields::date::DateSigns::default(),
        anchors,
        &dates,
    );
    let changed = found.iter().find(|s| s.modified);
    let told = |s: &&crate::fields::date::VisibleDate| {
        !s.modified && changed.is_none_or(|c| s.score + CHANGED >= c.score)
    };
    found.iter().find(told).or(changed).copied()
}

/// Returns the byline in a line of its own at the end of a story: "(By Ana Ruiz and Tom Ashe)".
fn signature(
    blocks: &Blocks,
    stats: &TextPageStats,
    selection: &mut BodySelection,
    context: &byline::BylineContext<'_>,
) -> Option<Byline> {
    let is_body = |l: &BlockLabel| l.kind == BlockKind::Body;
    let last = selection.labels.iter().rposition(is_body)?;
    // The lines above the text have been searched already.
    let first = selection.labels.iter().position(is_body)?;
    let start = last.saturating_sub(SIGNATURE_REACH).max(first + 1);
    let lines = start..(last + 1 + SIGNATURE_REACH).min(blocks.blocks.len());
    for i in
        lines.rev().filter(|&i| i > 0 && stats.facts[i].words <= SIGNATURE_WORDS && !stats.facts[i].prose())
    {
        let text = blocks.text(&blocks.blocks[i]);
        let inner = text.trim_matches(['(', ')', '（', '）', '[', ']', ' ']);
        let footer = stats.kinds[i].has(Kinds::FOOTER);
        let credit = credit::parse(text, &credit::CreditContext { language: context.language }).is_some();
        if footer || credit || !byline::opens(inner, context.language) {
            continue;
        }
        let reporter = |b: &Byline| b.authors.iter().any(|a| a.role.as_deref() != Some(text::EDITOR));
        if let Some(byline) = byline::parse(inner, context).filter(reporter) {
            selection.labels[i].kind = BlockKind::Byline;
            return Some(byline);
        }
    }
    None
}

impl TextFields {
    /// Adds what an envelope, a container or front matter states. Its title takes precedence over that of the text.
    pub(crate) fn complete(&mut self, envelope: &Envelope<'_>, context: &byline::BylineContext<'_>) {
        if let Some(title) = envelope.title.map(str::trim).filter(|t| !t.is_empty()) {
            self.title = Some(title.to_owned());
        } else if let Some(title) = envelope.page_title {
            let rest = self.title.as_deref().and_then(|own| title.strip_prefix(own));
            if !rest.is_some_and(|rest| PARTS.iter().any(|sign| rest.starts_with(sign))) {
                self.title = Some(without_site(title, 0).to_owned());
            }
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

/// What the envelope of a letter, or the container or front matter of a text, states.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Envelope<'a> {
    pub(crate) title: Option<&'a str>,
    /// The title of the page, which may contain the name of the site.
    pub(crate) page_title: Option<&'a str>,
    pub(crate) author: Option<&'a str>,
    pub(crate) date: Option<&'a str>,
    /// Dates in the text are not those of its publication.
    pub(crate) is_book: bool,
}

/// Returns the first line if it is like a headline: it is not a sentence, stands apart, and running text follows soon. `signed`
/// tells that the second line is the name of an author.
fn first_line(
    blocks: &Blocks,
    stats: &TextPageStats,
    sheet: &TextPage,
    first: usize,
    signed: bool,
) -> Option<usize> {
    let f = stats.facts.first()?;
    let running = |f: &TextStats| f.prose() || f.long();
    let apart = sheet.lines.style == Style::Lines || sheet.layout.get(1).is_some_and(|l| l.blanks > 0);
    let follows = stats.facts.iter().skip(1).take(LINES_TO_TEXT).any(running);
    // The model handles first lines in the scripts of its training pages.
    let unknown = f.foreign > 0 || f.cjk > 0;
    // A date or a byline follows it.
    let text = |at: usize| blocks.blocks.get(at).map(|block| blocks.text(block));
    let dated = signed
        || stats.facts.get(1).is_some_and(story_end::is_meta)
        || is_headline(stats, 0)
            && stats.facts.get(1).is_some_and(|f| f.words <= SIGNATURE_WORDS && !running(f))
            && text(1).is_some_and(|t| byline::opens(t, None));
    let plain = (unknown || dated)
        && f.end == End::Open
        && !is_running(f)
        && !f.has(cue::LABEL | cue::DATE | cue::ADDRESS);
    let long = FIRST_LINE_CHARS.contains(&f.chars) && f.words <= FIRST_LINE_WORDS && boilerplate(f) == 0;
    (first <= LINES_TO_TEXT && apart && follows && plain && long).then_some(0)
}

/// Returns the headline without the name of the site or a label if the rest occurs on the page again, else without what
/// looks like the name of a site.
fn headline<'a>(text: &'a str, at: usize, stats: &TextPageStats, blocks: &Blocks) -> &'a str {
    if stats.facts.len() == 1 {
        return text;
    }
    let heads = PARTS.iter().filter_map(|sign| text.rfind(sign).map(|i| &text[..i]));
    let words = |part: &str| part.split_whitespace().count();
    let tails = PARTS.iter().chain([&LABEL_END]).filter_map(|sign| text.split_once(sign)).filter_map(
        |(label, tail)| {
            (words(label) <= TITLE_LABEL_WORDS && words(tail) >= PART_WORDS).then_some(tail.trim_start())
        },
    );
    let again = |part: &&str| blocks.blocks.iter().any(|b| is_same_line(blocks.text(b), part));
    let whole = heads.chain(tails).find(again).or_else(|| before_byline(text, blocks));
    whole.unwrap_or_else(|| without_site(text, at))
}

/// Whether two lines have the same letters and digits.
fn is_same_line(line: &str, other: &str) -> bool {
    /// How much longer one may be than the other, in bytes: full stops, quotation marks.
    const SIGNS: usize = 8;
    line == other || line.len().abs_diff(other.len()) <= SIGNS && alnum_key(line) == alnum_key(other)
}

/// Returns the headline before a byline in the same line ("Ferries sail again By Jane Doe") if it is a line of the page too.
fn before_byline<'a>(text: &'a str, blocks: &Blocks) -> Option<&'a str> {
    let mut heads = blocks.blocks.iter().map(|block| blocks.text(block));
    heads.find_map(|head| {
        let rest = text.strip_prefix(head)?.strip_prefix(' ')?;
        let is_byline = byline::opens(rest, None) || visible::is_label(rest);
        (is_byline && head.split_whitespace().count() >= PART_WORDS).then(|| &text[..head.len()])
    })
}

/// Returns a headline without the name of a site that does not occur elsewhere: after a vertical bar, or, in the first line
/// of the page, which was its title, after another sign if a name follows.
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
