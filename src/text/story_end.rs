//! Finds where a story ends and comments, headlines of other stories, and the page's footer begin.
//!
//! Each rule looks at a group of lines: a heading with what follows it, or lines that repeat the same pattern (headline,
//! byline, date). A single line decides nothing.

use crate::{
    block::label::{BlockKind, BlockLabel, Rule},
    lexicon::agency,
    text::{
        lines::Bullet,
        page_stats::{short_date, thread},
        refine::RuleView,
        residue::Kinds,
        stats::{End, TextStats, cue},
    },
};

/// Maximum number of words of a heading.
const HEADING_WORDS: u32 = 14;
/// Minimum number of words of running text that a story has above its end.
const STORY_WORDS: u32 = 40;
/// Running text below the end of a story, as a share of what is above it, at most: teasers of other stories.
const BELOW_SHARE: f32 = 0.35;
/// The same below comments' heading if the comments are recognized as such.
const COMMENTS_SHARE: f32 = 4.0;
/// Blocks after the heading of comments in which their signs are looked for.
const COMMENT_BLOCKS: usize = 8;
/// Minimum number of date and byline lines that make a pattern.
const PATTERN_LINES: usize = 3;
/// Maximum number of blocks from one of them to the next.
const PATTERN_GAP: usize = 5;
/// Words of a date or byline line, at most, and those of them that are not numbers.
const META_WORDS: u32 = 8;
/// See [`META_WORDS`].
const META_LETTERS: u32 = 3;
/// Maximum number of words of a teaser.
const TEASER_WORDS: u32 = 45;
/// Maximum number of words of a line with an address.
const ADDRESS_WORDS: u32 = 8;
/// Maximum number of lines of the closing of a letter.
const SIGNATURE_LINES: usize = 8;
/// Maximum number of words of an agency's sign-off, and of letters of each of its initials.
const SIGN_OFF_WORDS: u32 = 8;
/// See [`SIGN_OFF_WORDS`].
const SIGN_OFF_LETTERS: usize = 3;
/// Minimum headlines at the end of a page that are other stories, and the maximum mean probability that they are text.
const TRAILING_HEADLINES: usize = 3;
/// See [`TRAILING_HEADLINES`].
const TRAILING_PROBABILITY: f32 = 0.75;

/// Whether a page has more than a story: a line with a date or an author above it, or residue anywhere.
fn has_surroundings(page: &RuleView<'_>, first: usize) -> bool {
    (0..first).any(|i| is_meta(page.facts(i))) || page.kinds.iter().any(|&kinds| kinds != Kinds::default())
}

/// Minimum number of characters of a line that is a sentence in a script without full stops.
const EDGE_CHARS: u32 = 40;
/// Minimum number of paragraphs of a sure story, and their minimum mean probability.
const EDGE_PARAGRAPHS: usize = 3;
/// See [`EDGE_PARAGRAPHS`].
const EDGE_STORY: f32 = 0.9;
/// Maximum mean probability of the lines before or after it that are dropped.
const EDGE_PROBABILITY: f32 = 0.46;
/// Maximum mean probability of the running text below a heading of other stories that is taken for their teasers.
const TEASER_PROBABILITY: f32 = 0.85;

/// Drops what follows the end of the story.
pub(crate) fn cut(page: &RuleView<'_>, labels: &mut [BlockLabel]) {
    let Some(first) = (0..labels.len()).find(|&i| is_body(&labels[i]) && page.is_prose(i)) else { return };
    let mut end = labels.len();
    // What is below one boundary no longer counts for those above it.
    while let Some((at, kind, rule)) = boundary(page, labels, first, end) {
        drop_from(labels, at..end, kind, rule);
        end = at;
    }
    if let Some((group, whole)) = pattern(page, labels, first, end) {
        let until = if whole { end } else { group.end };
        drop_from(labels, group.start..until, BlockKind::Boilerplate, Rule::NextStory);
        if whole {
            end = group.start;
        }
    }
    trailing_headlines(page, labels, end);
    drop_footer_lines(page, labels, first);
    drop_unlike_edges(page, labels);
    drop_signature(page, labels);
}

/// Drops the closing of a letter: the short lines after its last sentence.
fn drop_signature(page: &RuleView<'_>, labels: &mut [BlockLabel]) {
    if page.sheet.mail.is_none() {
        return;
    }
    let Some(last) = (0..labels.len()).rfind(|&i| is_body(&labels[i]) && page.is_prose(i)) else { return };
    let closing = last + 1..labels.len();
    let short = |i: usize| page.facts(i).words <= META_WORDS && page.sheet.layout[i].bullet == Bullet::None;
    let is_signed = page.facts(last).end == End::Full && closing.clone().all(short);
    if is_signed && closing.len() <= SIGNATURE_LINES {
        drop_from(labels, closing, BlockKind::Boilerplate, Rule::Surroundings);
    }
}

/// Drops the lines before the first sentence of a sure story, and those after its last one, that the model takes for part of
/// the page: what surrounds a story that somebody copied is a few lines in any language.
fn drop_unlike_edges(page: &RuleView<'_>, labels: &mut [BlockLabel]) {
    let body: Vec<usize> = (0..labels.len()).filter(|&i| is_body(&labels[i])).collect();
    let prose: Vec<usize> = body.iter().copied().filter(|&i| page.is_prose(i)).collect();
    let mean = |part: &[usize], labels: &[BlockLabel]| {
        part.iter().map(|&i| labels[i].probability).sum::<f32>() / part.len().max(1) as f32
    };
    if prose.len() < EDGE_PARAGRAPHS || mean(&prose, labels) < EDGE_STORY || !has_surroundings(page, prose[0])
    {
        return;
    }
    let entry = |i: usize| page.sheet.layout[i].bullet != Bullet::None || labels[i].rule == Some(Rule::Gap);
    // In scripts without full stops, a long line is a sentence.
    let sentence =
        |i: usize| page.is_prose(i) || page.facts(i).foreign > 0 && page.facts(i).chars >= EDGE_CHARS;
    let line = |&&i: &&usize| !sentence(i) && !entry(i);
    let start = body.iter().take_while(line).count();
    let end = body.len() - body.iter().rev().take_while(line).count();
    let introduces = end.checked_sub(1).is_some_and(|last| page.facts(body[last]).end == End::Half);
    let edges = [(&body[..start], false), (&body[end..], introduces)];
    for (edge, introduced) in edges {
        if !introduced && mean(edge, labels) <= EDGE_PROBABILITY {
            for &i in edge {
                (labels[i].kind, labels[i].rule) = (BlockKind::Boilerplate, Some(Rule::Surroundings));
            }
        }
    }
}

fn is_body(label: &BlockLabel) -> bool {
    label.kind == BlockKind::Body
}

fn drop_from(labels: &mut [BlockLabel], range: std::ops::Range<usize>, kind: BlockKind, rule: Rule) {
    for label in labels[range].iter_mut().filter(|l| is_body(l)) {
        (label.kind, label.rule) = (kind, Some(rule));
    }
}

/// Words of running text in the selected blocks of a range.
fn prose_words(page: &RuleView<'_>, labels: &[BlockLabel], range: std::ops::Range<usize>) -> u32 {
    range.filter(|&i| is_body(&labels[i]) && page.is_prose(i)).map(|i| page.facts(i).words).sum()
}

/// The first heading after which nothing belongs to the story.
fn boundary(
    page: &RuleView<'_>,
    labels: &[BlockLabel],
    first: usize,
    end: usize,
) -> Option<(usize, BlockKind, Rule)> {
    let all = prose_words(page, labels, first..end);
    let mut above = 0;
    for i in first..end {
        if is_body(&labels[i]) && page.is_prose(i) && !page.kinds[i].has(Kinds::COMMENTS) {
            above += page.facts(i).words;
            continue;
        }
        let heading = Kinds::COMMENTS.with(Kinds::SECTION).with(Kinds::FOOTER);
        if above < STORY_WORDS || !page.is(i, heading, HEADING_WORDS) {
            continue;
        }
        if !labels[i..end].iter().any(is_body) {
            return None;
        }
        let below = (all - above.min(all)) as f32;
        let most = BELOW_SHARE * above as f32;
        if page.kinds[i].has(Kinds::COMMENTS) && is_comments(page, i, end) {
            if below <= COMMENTS_SHARE * above as f32 {
                return Some((i, BlockKind::Comment, Rule::Comments));
            }
        } else if page.kinds[i].has(Kinds::FOOTER) && below == 0.0 {
            return Some((i, BlockKind::Boilerplate, Rule::Surroundings));
        } else if page.kinds[i].has(Kinds::SECTION)
            && page.kinds[i].has(Kinds::ALONE)
            && (below == 0.0 || below <= most && teasers_only(page, labels, i, end))
        {
            return Some((i, BlockKind::Boilerplate, Rule::Related));
        }
    }
    None
}

/// Whether comments follow a heading: lines with authors and dates, or nothing that could be the story.
fn is_comments(page: &RuleView<'_>, i: usize, end: usize) -> bool {
    let after = i + 1..end.min(i + 1 + COMMENT_BLOCKS);
    let signs = after.clone().filter(|&j| {
        let f = page.facts(j);
        thread(f) || short_date(f) || page.kinds[j].has(Kinds::COMMENTS)
    });
    signs.count() >= 1 || after.clone().all(|j| !page.is_prose(j))
}

/// Whether all running text below a heading is short and follows a line that is not.
fn teasers_only(page: &RuleView<'_>, labels: &[BlockLabel], i: usize, end: usize) -> bool {
    let prose = (i + 1..end).filter(|&j| is_body(&labels[j]) && page.is_prose(j));
    let is_teaser = |j: usize| page.facts(j).words <= TEASER_WORDS && j > i + 1 && !page.is_prose(j - 1);
    // Most texts fail at their first paragraph, so that not all of them are summed up below each heading.
    if !prose.clone().all(is_teaser) {
        return false;
    }
    let (sum, count) = prose.fold((0.0, 0), |(sum, count), j| (sum + labels[j].probability, count + 1));
    sum <= TEASER_PROBABILITY * count as f32
}

/// Whether a line is nothing but a date or an author.
pub(crate) fn is_meta(f: &TextStats) -> bool {
    let dated = short_date(f) && f.words - f.numbers.min(f.words) <= META_LETTERS;
    f.words <= META_WORDS && (dated || f.has(cue::LABEL) && f.end != End::Full || f.has(cue::AGO))
}

/// A group of lines below the story that repeat headline, byline and date, and whether the page ends with it.
fn pattern(
    page: &RuleView<'_>,
    labels: &[BlockLabel],
    first: usize,
    end: usize,
) -> Option<(std::ops::Range<usize>, bool)> {
    // Words of running text from `first` up to each block.
    let mut sums = Vec::with_capacity(end.saturating_sub(first) + 1);
    let mut all = 0;
    for i in first..end {
        sums.push(all);
        all += prose_words(page, labels, i..i + 1);
    }
    sums.push(all);
    let words = |range: std::ops::Range<usize>| sums[range.end - first] - sums[range.start - first];
    let mut i = first + 1;
    while i < end {
        let listed = labels[i].rule == Some(Rule::Gap);
        if listed || !is_meta(page.facts(i)) {
            i += 1;
            continue;
        }
        let (mut last, mut count, mut headlines) = (i, 1, 0);
        let mut j = i + 1;
        while j < end && j - last <= PATTERN_GAP {
            if is_meta(page.facts(j)) {
                (last, count) = (j, count + 1);
            } else if page.is_headline(j) {
                headlines += 1;
            } else if page.is_prose(j) && page.facts(j).words > TEASER_WORDS {
                break;
            }
            j += 1;
        }
        let mut start = i;
        while start > first + 1 && i - start < 2 && page.is_headline(start - 1) && is_body(&labels[start - 1])
        {
            start -= 1;
        }
        let (above, inside) = (words(first..start), words(start..last + 1));
        let group = labels[start..last + 1].iter().filter(|l| is_body(l)).map(|l| l.probability);
        let (sum, taken) = group.fold((0.0, 0), |(sum, taken), p| (sum + p, taken + 1));
        let unsure = sum <= TRAILING_PROBABILITY * taken as f32;
        if unsure && count >= PATTERN_LINES && headlines >= 2 && above >= STORY_WORDS && inside <= above {
            let below = all - (above + inside).min(all);
            let whole = below as f32 <= BELOW_SHARE * above as f32;
            return Some((start..last + 1, whole));
        }
        i = last + 1;
    }
    None
}

/// Drops headlines that trail the last sentence of a story.
fn trailing_headlines(page: &RuleView<'_>, labels: &mut [BlockLabel], end: usize) {
    let body: Vec<usize> = (0..end).filter(|&i| is_body(&labels[i])).collect();
    let plain = |&&i: &&usize| page.is_headline(i) && labels[i].rule != Some(Rule::Gap);
    let trail = body.iter().rev().take_while(plain).count();
    let Some(before) = body.len().checked_sub(trail + 1).map(|n| body[n]) else { return };
    if trail < TRAILING_HEADLINES || page.facts(before).end != End::Full || !page.is_prose(before) {
        return;
    }
    let trailing = &body[body.len() - trail..];
    let mean = trailing.iter().map(|&i| labels[i].probability).sum::<f32>() / trail as f32;
    let above = prose_words(page, labels, 0..before + 1);
    let words: u32 = trailing.iter().map(|&i| page.facts(i).words).sum();
    // A poem or a list is no smaller than the text around it.
    if mean <= TRAILING_PROBABILITY && above >= STORY_WORDS && words <= above {
        let (from, to) = (trailing[0], trailing[trail - 1] + 1);
        drop_from(labels, from..to, BlockKind::Boilerplate, Rule::Related);
    }
}

/// Whether a line consists of hashtags.
fn is_tagged(page: &RuleView<'_>, i: usize) -> bool {
    let text = page.text(i);
    text.starts_with('#')
        && text.split_whitespace().all(|w| w.len() > 1 && w.starts_with('#') && !w.starts_with("##"))
}

/// Whether a line is the sign-off of an agency whose script has no initials: its name and the names of its writers
/// ("भाषा राजेश मनीषा"), or letters between slashes ("كس/م ن/ع ب").
fn is_signed_off(page: &RuleView<'_>, i: usize) -> bool {
    let f = page.facts(i);
    if f.foreign == 0 || f.cjk > 0 || f.words > SIGN_OFF_WORDS || f.end != End::Open {
        return false;
    }
    let text = page.text(i);
    let letters = |part: &str| (1..=SIGN_OFF_LETTERS).contains(&part.chars().filter(|c| *c != ' ').count());
    let initials = text.contains('/') && text.split('/').all(letters);
    let first = text.split(' ').next().unwrap_or(text);
    initials || first.len() < text.len() && agency::find_alone(first).is_some()
}

/// Drops lines of the page's footer that stand among the last of the story.
fn drop_footer_lines(page: &RuleView<'_>, labels: &mut [BlockLabel], first: usize) {
    // Nothing above running text is a footer.
    let last = (first..labels.len()).rfind(|&i| is_body(&labels[i]) && page.is_prose(i));
    for (i, label) in labels.iter_mut().enumerate().skip(last.map_or(first, |last| last + 1)) {
        let f = page.facts(i);
        // The address of the reporter or the desk.
        let address = f.words <= ADDRESS_WORDS && f.has(cue::ADDRESS) && f.end != End::Full;
        let footer = address
            || page.is(i, Kinds::FOOTER, HEADING_WORDS)
            || is_tagged(page, i)
            || is_signed_off(page, i);
        if is_body(label) && footer && !page.is_prose(i) {
            (label.kind, label.rule) = (BlockKind::Boilerplate, Some(Rule::Surroundings));
        }
    }
}
