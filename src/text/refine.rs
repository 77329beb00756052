//! Refines the selection of a text page's body: lists as a whole, residue between paragraphs, the end of the story.
//!
//! The forest judges one block at a time by its surroundings. These rules judge the words of a line and what a group of
//! lines has in common, which decides most of the cases in which the forest is unsure.

use crate::{
    block::{
        Blocks,
        label::{BlockKind, BlockLabel, Rule},
    },
    lexicon::agency,
    text::{
        list_runs,
        page_stats::{TextPageStats, thread},
        residue::Kinds,
        segment::TextPage,
        stats::{End, TextStats, cue},
        story_end,
    },
};

/// Maximum number of words of a caption that is dropped for its credit: a paragraph may end with one.
const CAPTION_WORDS: u32 = 50;
/// Maximum number of words of a line that leads to another story.
const LINK_WORDS: u32 = 30;
/// Maximum number of words of a heading of a list or of comments.
const HEADING_WORDS: u32 = 12;
/// Maximum number of words of a line that counts or announces comments.
const COMMENTS_WORDS: u32 = 4;
/// Maximum number of headlines of a list of other stories that are dropped with its heading.
const LISTED: usize = 12;
/// Words of a headline.
const HEADLINE_WORDS: std::ops::RangeInclusive<u32> = 3..=25;
/// Minimum number of words of a headline to which "Read more" between paragraphs links.
const LINKED_WORDS: u32 = 6;
/// Maximum number of words of a line that names an agency.
const AGENCY_WORDS: u32 = 4;
/// Minimum copies of a running head on a page, and maximum words of one.
const RUNNING_HEADS: u8 = 3;
/// See [`RUNNING_HEADS`].
const RUNNING_HEAD_WORDS: u32 = 12;

/// A page as the rules see it.
pub(crate) struct RuleView<'a> {
    pub(crate) blocks: &'a Blocks,
    pub(crate) stats: &'a TextPageStats,
    pub(crate) sheet: &'a TextPage,
    /// What each block may be beside text.
    pub(crate) kinds: &'a [Kinds],
}

impl RuleView<'_> {
    pub(crate) fn facts(&self, i: usize) -> &TextStats {
        &self.stats.facts[i]
    }

    pub(crate) fn text(&self, i: usize) -> &str {
        self.blocks.text(&self.blocks.blocks[i])
    }

    /// Whether a block is a sentence or more.
    pub(crate) fn is_prose(&self, i: usize) -> bool {
        self.facts(i).prose() || self.facts(i).long()
    }

    /// Whether a block may be a headline: a few words that do not end as a sentence.
    pub(crate) fn is_headline(&self, i: usize) -> bool {
        let f = self.facts(i);
        HEADLINE_WORDS.contains(&f.words) && !self.is_prose(i) && f.end != End::Half
    }

    /// Whether a block of at most `words` words is of a kind.
    pub(crate) fn is(&self, i: usize, kinds: Kinds, words: u32) -> bool {
        self.kinds[i].has(kinds) && self.facts(i).words <= words
    }
}

/// Applies the rules to the labels of a page.
pub(crate) fn apply(
    blocks: &Blocks,
    stats: &TextPageStats,
    sheet: &TextPage,
    labels: &mut [BlockLabel],
    threshold: f32,
) {
    let page = RuleView { blocks, stats, sheet, kinds: &stats.kinds };
    list_runs::settle(&page, labels, threshold);
    drop_residue(&page, labels);
    story_end::cut(&page, labels);
}

/// Drops lines above the first sentence that are nothing but a date, an author or an agency. The fields have been read before.
pub(crate) fn drop_leading_meta(blocks: &Blocks, stats: &TextPageStats, labels: &mut [BlockLabel]) {
    let running = |f: &TextStats| f.prose() || f.long();
    let Some(first) = stats.facts.iter().position(running) else { return };
    for (i, label) in labels[..first].iter_mut().enumerate() {
        let facts = &stats.facts[i];
        let is_agency =
            || facts.words <= AGENCY_WORDS && agency::find_alone(blocks.text(&blocks.blocks[i])).is_some();
        if label.kind == BlockKind::Body && (story_end::is_meta(facts) || is_agency()) {
            (label.kind, label.rule) = (BlockKind::Byline, Some(Rule::Byline));
        }
    }
}

fn drop_residue(page: &RuleView<'_>, labels: &mut [BlockLabel]) {
    let set = |label: &mut BlockLabel, kind, rule| (label.kind, label.rule) = (kind, Some(rule));
    let mut i = 0;
    while i < labels.len() {
        let at = i;
        i += 1;
        if labels[at].kind != BlockKind::Body {
            continue;
        }
        match residue(page, at) {
            Some(Rule::Caption) => set(&mut labels[at], BlockKind::Caption, Rule::Caption),
            Some(Rule::Related) => {
                set(&mut labels[at], BlockKind::Boilerplate, Rule::Related);
                for listed in listed_stories(page, at) {
                    if labels[listed].kind == BlockKind::Body {
                        set(&mut labels[listed], BlockKind::Boilerplate, Rule::Related);
                    }
                    i = listed + 1;
                }
            }
            Some(rule) => set(&mut labels[at], BlockKind::Boilerplate, rule),
            None => {}
        }
    }
}

/// Returns why a block is residue wherever it is.
fn residue(page: &RuleView<'_>, i: usize) -> Option<Rule> {
    let (f, kinds) = (page.facts(i), page.kinds[i]);
    if kinds == Kinds::default() {
        if is_lone_agency(page, i) {
            return Some(Rule::Caption);
        }
        return is_running_head(page, i).then_some(Rule::Copy);
    }
    if kinds.has(Kinds::LABEL) && !is_listed(page, i) {
        // "Read more" is a button between paragraphs, but the heading of other stories at the end.
        let heads =
            kinds.has(Kinds::LINK) && kinds.has(Kinds::ALONE) && (is_below(page, i) || links(page, i));
        return Some(if heads { Rule::Related } else { Rule::Label });
    }
    if page.is(i, Kinds::PHOTO, CAPTION_WORDS) {
        return Some(Rule::Caption);
    }
    if page.is(i, Kinds::LINK, LINK_WORDS) {
        return Some(Rule::Related);
    }
    let alone = kinds.has(Kinds::ALONE);
    if kinds.has(Kinds::SECTION) && !page.is_prose(i) && (alone || introduces_stories(page, i)) {
        return Some(Rule::Related);
    }
    if kinds.has(Kinds::COMMENTS) && alone && f.words <= COMMENTS_WORDS {
        return Some(Rule::Comments);
    }
    if kinds.has(Kinds::PROMPT) && (f.words <= LINK_WORDS || !f.has(cue::DATE)) {
        return Some(Rule::Prompt);
    }
    if kinds.has(Kinds::BAR) && alone && in_company(page, i) {
        return Some(Rule::Label);
    }
    None
}

/// Whether a label is one entry of a list of the author's: most entries around it are not labels.
fn is_listed(page: &RuleView<'_>, i: usize) -> bool {
    let short = |j: &usize| !page.is_prose(*j) && page.facts(*j).words <= HEADING_WORDS;
    let bullet = page.sheet.layout[i].bullet;
    let kin = |j: &usize| short(j) && page.sheet.layout[*j].bullet == bullet;
    let before = (0..i).rev().take_while(kin).take(LISTED);
    let after = (i + 1..page.stats.facts.len()).take_while(kin).take(LISTED);
    let (mut all, mut plain) = (0, 0);
    for j in before.chain(after) {
        all += 1;
        plain += usize::from(page.kinds[j] == Kinds::default());
    }
    page.facts(i).words <= 1 && all >= 4 && 4 * plain > 3 * all
}

/// Whether a word of a bar is next to another one, or to a label.
fn in_company(page: &RuleView<'_>, i: usize) -> bool {
    let near = [i.checked_sub(1), Some(i + 1)];
    near.into_iter().flatten().any(|j| {
        page.kinds.get(j).is_some_and(|k| k.has(Kinds::BAR) && k.has(Kinds::ALONE) || k.has(Kinds::LABEL))
    })
}

/// Whether the lines after a heading are headlines, so that it is not a subhead of the author's.
fn introduces_stories(page: &RuleView<'_>, i: usize) -> bool {
    i + 1 >= page.stats.facts.len() || page.is_headline(i + 1) || page.facts(i + 1).words <= 3
}

/// Whether a line between paragraphs links to another story, whose headline is the next line. A subhead is shorter.
fn links(page: &RuleView<'_>, i: usize) -> bool {
    i > 0
        && i + 2 < page.stats.facts.len()
        && page.is_prose(i - 1)
        && page.is_prose(i + 2)
        && page.is_headline(i + 1)
        && page.facts(i + 1).words >= LINKED_WORDS
        && page.facts(i + 1).end == End::Open
}

/// Whether no running text follows a block.
fn is_below(page: &RuleView<'_>, i: usize) -> bool {
    let (after, all) = page.stats.window(i + 1, page.stats.facts.len());
    after.proses == all.proses && after.longs == all.longs
}

/// The headlines that a line announces: one after "Also read", several after "Most read".
fn listed_stories(page: &RuleView<'_>, i: usize) -> std::ops::Range<usize> {
    let kinds = page.kinds[i];
    if !kinds.has(Kinds::ALONE) {
        return i + 1..i + 1;
    }
    let most = if kinds.has(Kinds::SECTION) || is_below(page, i) { LISTED } else { 1 };
    let n = page.stats.facts.len();
    let mut end = i + 1;
    while end < n
        && end <= i + most
        && (page.is_headline(end) || page.facts(end).words <= 2 && !page.is_prose(end))
    {
        end += 1;
    }
    // The last of several lines before the text goes on is a subhead as often as not; only bullets say otherwise.
    let bullets = page.sheet.layout[i + 1..end].windows(2).all(|w| w[0].bullet == w[1].bullet);
    if end < n && end > i + 3 && page.is_prose(end) && !bullets {
        end -= 1;
    }
    i + 1..end
}

/// Whether a line between two paragraphs is the name of an agency, which is the credit of a picture.
fn is_lone_agency(page: &RuleView<'_>, i: usize) -> bool {
    i > 0
        && page.facts(i).words <= AGENCY_WORDS
        && page.is_prose(i - 1)
        && (i + 1..page.stats.facts.len()).take(2).any(|next| page.is_prose(next))
        && agency::find_alone(page.blocks.text(&page.blocks.blocks[i])).is_some()
}

/// Whether a line is like the running head of a paper: its name, the date and the number of the page.
pub(crate) fn is_dated_head(f: &TextStats) -> bool {
    f.has(cue::MONTH_DAY) && f.has(cue::YEAR) && f.numbers > 2 && f.words <= RUNNING_HEAD_WORDS
}

/// Whether a short line occurs again and again with nothing but its page number changed.
fn is_running_head(page: &RuleView<'_>, i: usize) -> bool {
    let f = page.facts(i);
    let (copies, earlier) = page.stats.copies[i];
    // Lines of a refrain have no numbers; running heads nearly always have one next to them.
    let numbered = [i.checked_sub(1), Some(i + 1)].into_iter().flatten().any(|j| {
        page.stats.facts.get(j).is_some_and(|n| n.words == 1 && n.numbers == 1)
            || page.kinds.get(j).is_some_and(|k| k.has(Kinds::LABEL))
    });
    copies >= RUNNING_HEADS
        && earlier > 0
        && f.words <= RUNNING_HEAD_WORDS
        && !f.prose()
        && numbered
        && !thread(f)
}
