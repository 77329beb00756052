//! Finds the dates in the lines of a page that are where a story's date can be.
//!
//! A date scores higher the closer it is to the headline or to an end of the body, if a word labels it, if its element
//! says so, and if its line has little else. Comments, teasers and copyright lines do not count.

use std::ops::Range;

use super::{Anchors, DateSigns};
use crate::date::{Date, DateContext, find, vocabulary, vocabulary::Label};
use crate::lexicon::clip::clip;

/// A date in a line of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct VisibleDate {
    pub(crate) date: Date,
    /// The index of its line.
    pub(crate) line: usize,
    /// Whether it is the date of a change.
    pub(crate) modified: bool,
    /// The sum of the weights below.
    pub(crate) score: f32,
    pub(crate) cues: Cues,
}

/// Evidence about a date in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cues {
    /// The label next to it.
    pub(crate) label: Option<Label>,
    pub(crate) by_headline: Option<ByHeadline>,
    pub(crate) by_body: Option<ByBody>,
    /// The line is little more than the date.
    pub(crate) alone: bool,
    /// The line is prose.
    pub(crate) prose: bool,
    /// Text precedes the date within prose.
    pub(crate) inside: bool,
    /// The beginning of a paragraph.
    pub(crate) lede: bool,
    /// The date is in the element's attribute only.
    pub(crate) stamp_only: bool,
    pub(crate) signs: Flags,
}

/// [`DateSigns`] without the stamp itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Flags {
    pub(crate) stamp: bool,
    pub(crate) marked: bool,
    pub(crate) aside: bool,
    pub(crate) masthead: bool,
    pub(crate) other_story: bool,
    pub(crate) linked: bool,
}

/// The position of a line relative to the headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByHeadline {
    /// It is the headline.
    Inside,
    /// A few lines after it.
    Near,
    /// Some more lines after it.
    About,
    /// Before it.
    Before,
}

/// The position of a line relative to the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByBody {
    Before,
    LongBefore,
    /// Among its first lines.
    Head,
    Inside,
    After,
    LongAfter,
    /// In the footer of the page, where only a labeled date counts.
    Footer,
}

/// Paragraphs of the body that can begin with the date, and the bytes of them that are examined.
const LEDES: usize = 4;
const LEDE_HEAD: usize = 64;
/// Bytes of a long line after the body that are examined: "This entry was posted on ... and is filed under ...".
const META_HEAD: usize = 140;
/// Lines at the end of the page that can be its footer.
const FOOTER_LINES: usize = 40;

/// Maximum length of a line in bytes. Longer ones are prose.
pub(crate) const LONGEST_LINE: usize = 240;

/// What speaks for a date. Set by reading the misses on half of the development pages; the order of the steps matters
/// more than the numbers.
mod weight {
    pub(crate) const LABEL_PUBLISHED: f32 = 3.0;
    /// "The bridge was released on 4 May 2022, ...": prose tells of other things too.
    pub(crate) const LABEL_IN_PROSE: f32 = 1.5;
    pub(crate) const LABEL_MODIFIED: f32 = 2.0;
    pub(crate) const MARKED: f32 = 1.5;
    pub(crate) const STAMP: f32 = 1.0;
    /// The line is little more than the date.
    pub(crate) const ALONE: f32 = 1.0;
    pub(crate) const NEAR_HEADLINE: f32 = 3.0;
    pub(crate) const ABOUT_HEADLINE: f32 = 2.0;
    pub(crate) const BEFORE_HEADLINE: f32 = 1.5;
    /// What a headline itself tells is mostly an event's date.
    pub(crate) const IN_HEADLINE: f32 = 0.5;
    /// Each line that lies between the headline and what stands by it.
    pub(crate) const FARTHER: f32 = 0.05;
    pub(crate) const BEFORE_BODY: f32 = 2.0;
    pub(crate) const ABOUT_BODY: f32 = 1.0;
    /// The first lines of a body are often a byline that was taken for text, or the head of a forum's first post.
    pub(crate) const HEAD_OF_BODY: f32 = 0.5;
    pub(crate) const AFTER_BODY: f32 = 1.0;
    /// Farther after the body, a date needs a label.
    pub(crate) const FAR_AFTER_BODY: f32 = -1.5;
    pub(crate) const IN_BODY: f32 = -1.0;
    pub(crate) const ASIDE: f32 = -4.0;
    pub(crate) const LINE_IS_PROSE: f32 = -1.5;
    /// What a date must have to be believed.
    pub(crate) const ENOUGH: f32 = 1.25;
}

/// Lines after the headline that are close to it, and that still belong to it.
const NEAR: usize = 5;
const ABOUT: usize = 14;
/// Lines before the headline.
const BEFORE: usize = 4;
/// Lines after another copy of the headline, as bars at the top of a page have one with the date.
const AFTER_COPY: usize = 2;
/// Lines directly after the body, and those that can still be its end.
const AFTER: usize = 4;
const FAR_AFTER: usize = 14;
/// Characters beside the date in a line that is little more than the date.
const BESIDE: usize = 24;
/// Characters beside the date that make a line prose.
const PROSE: usize = 100;
/// Bytes of prose in which a label still speaks of the story: "This story was first published on ...".
const LABEL_REACH: usize = 60;
/// Maximum bytes before a date whose label can be the previous line.
const LINE_START: usize = 4;
/// Words of the longest label.
const LABEL_WORDS: usize = 3;

/// Returns the dates that score high enough to be the story's, best first.
pub(crate) fn search<'a>(
    lines: usize,
    text_at: impl Fn(usize) -> &'a str,
    signs: impl Fn(usize, bool) -> DateSigns<'a>,
    anchors: &Anchors,
    context: &DateContext<'_>,
) -> Vec<VisibleDate> {
    let mut out = all(lines, text_at, signs, anchors, context);
    out.retain(is_enough);
    out
}

/// Returns every date near the story, best first. `text_at` gives the lines and `signs` what their elements say, given
/// whether the line has a date itself; the latter is called only for lines that can have a date.
pub(crate) fn all<'a>(
    lines: usize,
    text_at: impl Fn(usize) -> &'a str,
    signs: impl Fn(usize, bool) -> DateSigns<'a>,
    anchors: &Anchors,
    context: &DateContext<'_>,
) -> Vec<VisibleDate> {
    let mut out: Vec<VisibleDate> = Vec::new();
    for at in 0..lines {
        let Some((place, by_headline, by_body)) = place(at, anchors).or_else(|| footer(at, lines, anchors))
        else {
            continue;
        };
        let text = text_at(at);
        let long = text.len() > LONGEST_LINE;
        // The first paragraphs may open with the date: "04.05.2022 – The port ...".
        let text = if long && anchors.body.contains(&at) && at < anchors.body.start + LEDES {
            clip(text, LEDE_HEAD)
        } else if long && matches!(by_body, Some(ByBody::After | ByBody::LongAfter)) {
            clip(text, META_HEAD)
        } else {
            text
        };
        if text.len() > LONGEST_LINE || !may_hold_date(text, context) {
            continue;
        }
        let found = find(text, context);
        if found.is_empty() && by_body == Some(ByBody::Footer) {
            continue;
        }
        let line = DatedLine { text, signs: signs(at, !found.is_empty()) };
        let cues = Cues { by_headline, by_body, lede: long, signs: line.signs.flags(), ..Cues::default() };
        let own = score(&line.signs) + place + if long { weight::LINE_IS_PROSE } else { 0.0 };
        if found.is_empty() {
            if let Some(date) = line.signs.stamp.and_then(|s| crate::date::parse(s, context)) {
                let label = label_in(line.text);
                let modified = line.signs.changed || label == Some(Label::Modified);
                let cues = Cues { label, stamp_only: true, ..cues };
                out.push(VisibleDate { date, line: at, modified, score: own + weight::STAMP, cues });
            }
            continue;
        }
        let pair = DatePair::of(text, &found);
        for (i, (range, date)) in found.iter().enumerate() {
            let from = i.checked_sub(1).map_or(0, |p| found[p].0.end);
            let single = found.len() == 1;
            let label = label_before(&line.text[from..range.start])
                .or_else(|| single.then(|| label_after(&line.text[range.end..])).flatten())
                .or_else(|| {
                    (single && range.start <= LINE_START).then(|| label_line(&text_at, at)).flatten()
                });
            let part = part(line.text, range);
            let beside = part.chars().count().saturating_sub(line.text[range.clone()].chars().count());
            let label = match pair {
                Some(DatePair::Changed) if i == 0 => label.or(Some(Label::Published)),
                Some(DatePair::Joined { later }) if i == later => label.or(Some(Label::Modified)),
                _ => label,
            };
            let label = label.filter(|_| beside <= PROSE || range.start <= LABEL_REACH);
            if by_body == Some(ByBody::Footer) && label.is_none() {
                continue;
            }
            let mut score = own;
            match label {
                Some(Label::Other) => continue,
                Some(Label::Published) if beside > PROSE => score += weight::LABEL_IN_PROSE,
                Some(Label::Published) => score += weight::LABEL_PUBLISHED,
                Some(Label::Modified) => score += weight::LABEL_MODIFIED,
                None => {}
            }
            if beside <= BESIDE {
                score += weight::ALONE;
            } else if beside > PROSE {
                score += weight::LINE_IS_PROSE;
            }
            let stamp =
                line.signs.stamp.filter(|_| found.len() == 1).and_then(|s| crate::date::parse(s, context));
            let date = stamp.filter(|s| s.day == date.day || s.clock.is_some()).unwrap_or(*date);
            let modified = label == Some(Label::Modified) || (label.is_none() && line.signs.changed);
            let cues = Cues {
                label,
                alone: beside <= BESIDE,
                prose: beside > PROSE,
                inside: beside > PROSE && range.start > LABEL_REACH,
                ..cues
            };
            out.push(VisibleDate { date, line: at, modified, score, cues });
        }
    }
    // The sort is stable: of equals the first in the page goes first.
    out.sort_by(|a, b| b.score.total_cmp(&a.score));
    out
}

/// Whether a date scores high enough to be the story's.
pub(crate) fn is_enough(seen: &VisibleDate) -> bool {
    seen.score >= weight::ENOUGH
}

/// How the two dates of a line belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DatePair {
    /// "May 4, 2022. Updated: May 6, 2022": the first is the date of publication.
    Changed,
    /// "May 4, 2022May 6, 2022", as pages print the dates of publication and of the last change without the style sheet.
    Joined { later: usize },
}

impl DatePair {
    fn of(text: &str, found: &[(Range<usize>, Date)]) -> Option<Self> {
        let [(first, first_date), (second, second_date)] = found else { return None };
        if text.len() > PROSE {
            return None;
        }
        let between = text.get(first.end..second.start)?;
        if label_before(between) == Some(Label::Modified) {
            return label_before(&text[..first.start]).is_none().then_some(Self::Changed);
        }
        let joined = between.trim().is_empty() && first_date.day != second_date.day;
        let later = usize::from(first_date.day < second_date.day);
        joined.then_some(Self::Joined { later })
    }
}

/// One line of a page.
struct DatedLine<'a> {
    text: &'a str,
    signs: DateSigns<'a>,
}

/// Returns whether a line can have a date. One without a number can still say "yesterday", and a short one can be in a
/// `time` element.
fn may_hold_date(text: &str, context: &DateContext<'_>) -> bool {
    context.now.is_some() || text.len() <= BESIDE || text.chars().any(char::is_numeric)
}

fn score(line: &DateSigns<'_>) -> f32 {
    let mut score = 0.0;
    if line.marked {
        score += weight::MARKED;
    }
    if line.stamp.is_some() {
        score += weight::STAMP;
    }
    if line.aside {
        score += weight::ASIDE;
    }
    score
}

/// What the place of a line says; nothing for lines far from the story.
fn place(at: usize, anchors: &Anchors) -> Option<(f32, Option<ByHeadline>, Option<ByBody>)> {
    let body = &anchors.body;
    let after_copy = anchors.copies.iter().any(|&copy| at > copy && at - copy <= AFTER_COPY);
    let by_headline = anchors.headline.and_then(|h| {
        if at < h && after_copy {
            return Some((weight::BEFORE_HEADLINE, ByHeadline::About));
        }
        if at < h {
            return (h - at <= BEFORE).then_some((weight::BEFORE_HEADLINE, ByHeadline::Before));
        }
        let farther = weight::FARTHER * (at - h) as f32;
        match at - h {
            0 if !anchors.shared => Some((weight::IN_HEADLINE, ByHeadline::Inside)),
            0..=NEAR => Some((weight::NEAR_HEADLINE - farther, ByHeadline::Near)),
            lines => (lines <= ABOUT).then_some((weight::ABOUT_HEADLINE - farther, ByHeadline::About)),
        }
    });
    let by_body = if body.is_empty() {
        None
    } else if at < body.start {
        match body.start - at {
            0..=NEAR => Some((weight::BEFORE_BODY, ByBody::Before)),
            lines => (lines <= ABOUT).then_some((weight::ABOUT_BODY, ByBody::LongBefore)),
        }
    } else if at >= body.end {
        match at - body.end {
            0..AFTER => Some((weight::AFTER_BODY, ByBody::After)),
            lines => (lines < FAR_AFTER).then_some((weight::FAR_AFTER_BODY, ByBody::LongAfter)),
        }
    } else if at - body.start <= ABOUT {
        Some((weight::HEAD_OF_BODY, ByBody::Head))
    } else {
        Some((weight::IN_BODY, ByBody::Inside))
    };
    let score = match (by_headline, by_body) {
        // The lines after a short story are near its headline, too.
        (Some((a, _)), Some((b, _))) if a > b && at < body.end => a,
        (a, b) => b.map(|b| b.0).or(a.map(|a| a.0))?,
    };
    Some((score, by_headline.map(|h| h.1), by_body.map(|b| b.1)))
}

/// The place of a line in the footer of the page.
fn footer(at: usize, lines: usize, anchors: &Anchors) -> Option<(f32, Option<ByHeadline>, Option<ByBody>)> {
    (at >= anchors.body.end && at + FOOTER_LINES >= lines).then_some((
        weight::FAR_AFTER_BODY,
        None,
        Some(ByBody::Footer),
    ))
}

/// The words of a text in lower case with the signs between them left out.
fn plain_words(text: &str) -> Vec<&str> {
    text.split(|c: char| {
        !(c.is_alphanumeric() || c == '©' || unicode_normalization::char::is_combining_mark(c))
    })
    .filter(|w| !w.is_empty())
    .collect()
}

/// The label that stands right before a date: its last words, the longest first; a weekday or a preposition may
/// stand between.
fn label_before(text: &str) -> Option<Label> {
    /// Words between a label and its date: "Published on Monday, the".
    const BETWEEN: usize = 3;
    let words = plain_words(text);
    for end in (words.len().saturating_sub(BETWEEN)..=words.len()).rev() {
        for length in (1..=LABEL_WORDS.min(end)).rev() {
            let phrase = words[end - length..end].join(" ");
            if let Some(label) = vocabulary::label(&phrase) {
                return Some(label);
            }
        }
    }
    None
}

/// Returns the label on the line before the date: `<h4>Published</h4>`.
fn label_line<'a>(text_at: &impl Fn(usize) -> &'a str, at: usize) -> Option<Label> {
    /// Bytes of the longest label.
    const LONGEST: usize = 40;
    let line = text_at(at.checked_sub(1)?).trim();
    let words = if line.len() <= LONGEST { plain_words(line) } else { Vec::new() };
    if words.len() > LABEL_WORDS { None } else { vocabulary::label(&words.join(" ")) }
}

/// The part of a line that holds the date: bars and dots divide a line of byline, date and counters.
fn part<'a>(line: &'a str, date: &Range<usize>) -> &'a str {
    let divides = |c: char| matches!(c, '|' | '·' | '•' | '⋅' | '‖' | '│');
    let before = line[..date.start].rsplit(divides).next().unwrap_or_default();
    let end = line[date.end..].find(divides).map_or(line.len(), |i| date.end + i);
    &line[date.start - before.len()..end]
}

/// The label that follows a date, with or without the time between them: "May 4, 2022 (updated)", "2022年5月4日公開",
/// "4. Mai 2022 um 13:22 Uhr veröffentlicht".
fn label_after(text: &str) -> Option<Label> {
    /// Words between a date and its label.
    const BETWEEN: usize = 4;
    let mut words = plain_words(text).into_iter().take(BETWEEN + 1);
    words.find_map(vocabulary::label).filter(|l| *l != Label::Other)
}

fn label_in(text: &str) -> Option<Label> {
    plain_words(text).iter().find_map(|w| vocabulary::label(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_paragraphs_may_open_with_the_date() {
        let prose = "The port reopened after a winter of repairs. ".repeat(8);
        let lines =
            ["Port reopens".to_owned(), format!("04.05.2031 – {prose}"), format!("{prose} 05.05.2031")];
        let anchors = Anchors { headline: Some(0), body: 1..3, ..Anchors::default() };
        let context = DateContext { language: Some("de"), now: None };
        let found = search(lines.len(), |at| &lines[at], |_, _| DateSigns::default(), &anchors, &context);
        assert_eq!(found.iter().map(|s| s.date.to_string()).collect::<Vec<_>>(), ["2031-05-04"]);
    }
}
