//! Selects the body of a plain-text page: learned probabilities, the best prefix, and rules that override both.
//!
//! The weights are `model/text.forest`, written by `train/text.py`.

use std::sync::LazyLock;

use crate::{
    block::Blocks,
    model::{BATCH_ROWS, ByteCuts, Forest, Scratch, learned, sigmoid},
    options::Favor,
    text::{
        fallback,
        fallback::COSTS,
        features,
        lines::Bullet,
        page_stats::{LABEL_WORDS, TextPageStats, boilerplate, short_date, thread},
        refine,
        residue::Kinds,
        segment::TextPage,
        stats::{End, cue, heading},
        story_end,
    },
};
use crate::{
    block::label::{BlockKind, BlockLabel, Rule},
    select::{BodySelection, expected_f1},
    words::lexicon::group,
};

/// Factor of the prefix rule: .9 to 1.2 give the same f1 within .0005 on text-dev, cross-validated.
const FACTOR: f32 = 0.9;
/// The factor for [`Favor::Precision`] and for [`Favor::Recall`].
const FACTOR_PRECISION: f32 = 0.5;
/// See [`FACTOR_PRECISION`].
const FACTOR_RECALL: f32 = 2.0;
/// Maximum number of words of a gap between two selected blocks that is filled.
const GAP_WORDS: u32 = 6;
/// Minimum mean probability of the blocks of such a gap, as a share of the least probability that is selected.
const GAP_SHARE: f32 = 0.6;
/// A page whose most probable running text is less probable than this has no article.
const NO_ARTICLE: f32 = 0.12;
/// A page whose least probable block is at least this probable is kept as a whole: .9987 instead of .9969 of the text of
/// clean bodies is kept, and text-dev loses .0001, cross-validated.
const KEEP_ALL: f32 = 0.08;
/// The same for a text without a line that looks like residue, most of which is running text. Only 3 of the 579 pages of
/// text-dev are such texts.
const KEEP_ALL_CLEAN: f32 = 0.02;
/// Minimum share of the words of such a text that are running text, and maximum share of its blocks that are labels.
const CLEAN_LONG: f32 = 0.8;
/// See [`CLEAN_LONG`].
const CLEAN_LABELS: f32 = 0.3;
/// Maximum number of words of a line that is little more than a time of the day, including the numbers.
const TIME_WORDS: u32 = 7;
/// Number of words of a headline.
const TITLE_WORDS: std::ops::RangeInclusive<u32> = 1..=45;
/// Maximum number of characters of a headline in a script without case.
const CASELESS_TITLE: u32 = 110;
/// Minimum probability of a headline. Most have more than .5. If the most probable block has .05 to .15, it is the headline
/// in half of the cases.
const TITLE: f32 = 0.05;
/// Minimum probability of a line that is considered as the headline.
const TITLE_LEAST: f32 = 0.02;
/// Log odds that a headline loses if it is a sentence, and gains if it ends a line close by. The share of pages whose
/// headline is found rises from .772 to .791, cross-validated (`train/text.py`).
const TITLE_SENTENCE: f32 = -0.9;
/// See [`TITLE_SENTENCE`].
const TITLE_TAIL: f32 = 1.4;
/// Log odds that an entry of a list loses: some wires put the main points of a story below its headline.
const TITLE_BULLET: f32 = -3.0;
/// Blocks around a headline that can be a trail of links, and minimum number of words at its end.
const TAIL_REACH: usize = 3;
/// See [`TAIL_REACH`].
const TAIL_WORDS: u32 = 2;
/// Maximum number of short lines after the last sentence that are dropped.
const TRAIL_BLOCKS: usize = 2;
/// Number of blocks after the heading of comments that can hold the author and date of the first comment.
const COMMENT_BLOCKS: usize = 6;
/// Minimum number of lines with them.
const COMMENT_SIGNS: usize = 2;
/// Minimum number of words of the densest span that is an article whatever the probabilities are.
const CORE_WORDS: u32 = 80;

/// Number of rows that are scored at a time, which bounds the memory for rows to about a megabyte.
const ROWS: usize = 4096;
/// Number of blocks without a sentence on both sides of a label that is not scored, their maximum mean number of words, and
/// the log odds of the label.
const REMOTE_BLOCKS: usize = 24;
/// See [`REMOTE_BLOCKS`].
const REMOTE_WORDS: u32 = 3;
/// See [`REMOTE_BLOCKS`].
const LABEL_LOGIT: f32 = -6.0;

/// Names of the two models in the file.
const BODY_MODEL: &str = "text";
const TITLE_MODEL: &str = "title";

#[derive(Debug)]
struct TextModel {
    forest: &'static Forest,
    columns: Vec<u32>,
    cuts: ByteCuts,
}

/// `None` if the file is not a model of these features, which a test rules out.
static MODEL: LazyLock<Option<TextModel>> = LazyLock::new(|| TextModel::new(&learned::TEXT));

impl TextModel {
    fn new(forest: &'static Forest) -> Option<Self> {
        let columns = forest.columns(features::names()).ok()?;
        let cuts = forest.byte_cuts();
        Some(Self { forest, columns, cuts })
    }
}

/// Buffers, kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct Scorer {
    rows: features::Rows,
    scratch: Scratch,
    scores: Vec<f32>,
    /// The scores of the rows.
    part: Vec<f32>,
    part_titles: Vec<f32>,
    /// Scores as headlines, of the blocks up to the end of the running text.
    titles: Vec<f32>,
    words: Vec<f32>,
    order: Vec<u32>,
    taken: Vec<bool>,
    /// Forests that replace those of the library, for cross-validation.
    #[cfg(feature = "lab")]
    own: Option<&'static TextModel>,
}

impl Scorer {
    #[cfg(feature = "lab")]
    fn model(&self) -> Option<&'static TextModel> {
        self.own.or(MODEL.as_ref())
    }

    #[cfg(not(feature = "lab"))]
    fn model(&self) -> Option<&'static TextModel> {
        MODEL.as_ref()
    }

    /// Replaces the forests of the library. The model is never freed: training does this a few times per process.
    #[cfg(feature = "lab")]
    pub(crate) fn set_model(&mut self, file: &'static [u8]) -> bool {
        let forest = Forest::parse(file).ok().map(|forest| &*Box::leak(Box::new(forest)));
        self.own = forest.and_then(TextModel::new).map(|model| &*Box::leak(Box::new(model)));
        self.own.is_some()
    }

    /// Selects the body of a text page.
    pub(crate) fn select(
        &mut self,
        blocks: &Blocks,
        stats: &TextPageStats,
        sheet: &TextPage,
        favor: Favor,
    ) -> BodySelection {
        self.score(stats, sheet);
        let facts = &stats.facts;
        let label = |&probability: &f32| BlockLabel { probability, ..BlockLabel::default() };
        let mut labels: Vec<BlockLabel> = self.scores.iter().map(label).collect();
        let factor = match favor {
            Favor::Precision => FACTOR_PRECISION,
            Favor::Balanced => FACTOR,
            Favor::Recall => FACTOR_RECALL,
        };
        self.words.clear();
        self.words.extend(facts.iter().map(|f| f.words as f32));
        let best = expected_f1::decide(&self.scores, &self.words, factor, &mut self.order, &mut self.taken);
        let likeliest = self.scores.iter().zip(facts).filter(|(_, f)| f.prose() || f.long()).map(|(&p, _)| p);
        let article = likeliest.fold(0.0, f32::max);
        let least = if is_clean(stats) { KEEP_ALL_CLEAN } else { KEEP_ALL };
        let keeps_all = self.scores.iter().all(|&p| p >= least) && !facts.is_empty();
        if keeps_all {
            labels.iter_mut().for_each(|label| label.kind = BlockKind::Body);
            end_at_comments(stats, &mut labels);
            refine::apply(blocks, stats, sheet, &mut labels, best.threshold);
            trim(stats, &mut labels);
        } else if article < NO_ARTICLE {
            core_or_nothing(stats, &mut labels);
        } else {
            for (label, &taken) in labels.iter_mut().zip(&self.taken) {
                if taken {
                    label.kind = BlockKind::Body;
                }
            }
            fill_gaps(stats, best.threshold, &mut labels);
            end_at_comments(stats, &mut labels);
            refine::apply(blocks, stats, sheet, &mut labels, best.threshold);
            trim(stats, &mut labels);
        }
        BodySelection {
            labels,
            threshold: if keeps_all { KEEP_ALL } else { best.break_even() },
            confidence: best.expected,
            ..BodySelection::default()
        }
    }

    /// Returns what each feature contributed to the score of a block of the text selected last, strongest first: the
    /// feature's column and the log-odds that it added.
    pub(crate) fn contributions(&self, block: usize) -> Vec<(usize, f32)> {
        let Some(model) = self.model().filter(|_| block < self.scores.len()) else { return Vec::new() };
        let Some(body) = model.forest.model(BODY_MODEL) else { return Vec::new() };
        let mut bins = Vec::new();
        let value = |&column: &u32| self.value(block, column as usize);
        model.forest.answer(model.columns.iter().map(value), &mut bins);
        model.forest.contributions(body, &bins).strongest_first(&model.columns)
    }

    /// Returns the value of a feature of a block, as a code from 0 to 255.
    pub(crate) fn value(&self, block: usize, column: usize) -> f32 {
        let row = self.rows.blocks.binary_search(&(block as u32)).ok();
        row.and_then(|row| self.rows.get(row, column)).map_or(0.0, f32::from)
    }

    /// Returns the most probable headline of the page selected from last, and its probability.
    pub(crate) fn title(
        &self,
        blocks: &Blocks,
        stats: &TextPageStats,
        sheet: &TextPage,
    ) -> Option<(usize, f32)> {
        let label = Kinds::LABEL.with(Kinds::PROMPT).with(Kinds::PHOTO);
        let may = |&(i, p): &(usize, f32)| {
            let f = &stats.facts[i];
            // Most blocks are far below the threshold.
            if p < TITLE_LEAST {
                return false;
            }
            let paragraph = i == 0 && f.prose() && stats.copies[i].0 <= 1;
            // In scripts without full stops, a long line is a paragraph.
            let paragraph = paragraph || f.foreign > 0 && f.end == End::Open && f.chars > CASELESS_TITLE;
            // "Updated 11.02", "5 min".
            let counter = f.numbers > 0 && f.words <= f.numbers + 1;
            let address = f.has(cue::ADDRESS) && !blocks.text(&blocks.blocks[i]).contains(' ');
            let running_head = refine::is_dated_head(f);
            // "3 minute read May 4, 2031 2:26 PM Last updated 9 minutes ago".
            let dated = f.has(cue::DATE) && f.has(cue::AGO);
            // "Online since today, 8.41 o'clock".
            let timed = f.numbers > 0 && f.words <= TIME_WORDS && f.groups[group::CLOCK] > 0;
            let plain = !paragraph && !counter && !address && !running_head && !dated && !timed;
            let headline = !stats.kinds[i].has(label) && !story_end::is_meta(f) && plain;
            TITLE_WORDS.contains(&f.words) && headline
        };
        let titles = self.titles.iter().copied().enumerate().filter(may);
        let odds = |&(i, p): &(usize, f32)| {
            let signs = [
                (stats.facts[i].prose(), TITLE_SENTENCE),
                (ends_a_neighbour(blocks, stats, i), TITLE_TAIL),
                (
                    sheet.layout[i].bullet == Bullet::Mark && i > 0 && sheet.layout[0].bullet != Bullet::Mark,
                    TITLE_BULLET,
                ),
            ];
            let signs: f32 = signs.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum();
            (p / (1.0 - p)).ln() + signs
        };
        // The first of equals.
        let best = titles.rev().map(|t| (t, odds(&t))).max_by(|a, b| a.1.total_cmp(&b.1));
        best.map(|(title, _)| title).filter(|t| t.1 >= TITLE)
    }

    /// Computes the probabilities of all blocks.
    fn score(&mut self, stats: &TextPageStats, sheet: &TextPage) {
        self.scores.clear();
        self.titles.clear();
        let Some(model) = self.model() else {
            let core = fallback::core(&stats.facts, COSTS[0]);
            self.scores.extend((0..stats.facts.len()).map(|i| f32::from(u8::from(core.contains(&i)))));
            return;
        };
        let blocks = stats.facts.len();
        self.scores.resize(blocks, LABEL_LOGIT);
        // The headline is not below the running text, where half of the blocks are.
        let above = match stats.spans[0].end {
            0 => blocks,
            end => end.min(blocks),
        };
        self.titles.resize(above, LABEL_LOGIT);
        let [Some(body), Some(title)] = [BODY_MODEL, TITLE_MODEL].map(|name| model.forest.model(name)) else {
            return;
        };
        let mut writer = features::RowWriter::new(stats, sheet);
        let mut start = 0;
        while start < blocks {
            let most = start + ROWS;
            let end = match above {
                above if above > most => most,
                above if above > start => whole_batches(stats, start, above).min(most),
                _ => blocks.min(most),
            };
            writer.write(start..end, |i| !is_remote_label(stats, i), &mut self.rows);
            let table = self.rows.table(&model.columns, &model.cuts);
            let out = &mut [&mut self.part, &mut self.part_titles];
            if start < above {
                model.forest.score(&table, &[body, title], &mut self.scratch, out);
            } else {
                model.forest.score(&table, &[body], &mut self.scratch, &mut out[..1]);
            }
            for (n, &id) in self.rows.blocks.iter().enumerate() {
                let id = id as usize;
                self.scores[id] = self.part[n];
                if id < above {
                    self.titles[id] = self.part_titles[n];
                }
            }
            start = end;
        }
        for scores in [&mut self.scores, &mut self.titles] {
            scores.iter_mut().for_each(|score| *score = sigmoid(*score));
        }
    }
}

/// Returns the block at which the rows from `start` on fill whole batches of the forest and reach `above` at least. What a batch
/// lacks costs as much as rows.
fn whole_batches(stats: &TextPageStats, start: usize, above: usize) -> usize {
    let is_row = |i: &usize| !is_remote_label(stats, *i);
    let rows = (start..above).filter(is_row).count();
    let missing = rows.next_multiple_of(BATCH_ROWS) - rows;
    let blocks = stats.facts.len();
    (above..blocks).filter(is_row).nth(missing).unwrap_or(blocks)
}

/// Whether a text holds nothing that a page leaves around a story.
fn is_clean(stats: &TextPageStats) -> bool {
    let (from, to) = stats.window(0, stats.facts.len());
    let share = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
    to.residue == from.residue
        && to.threads == from.threads
        && share(to.long_words - from.long_words, to.words - from.words) >= CLEAN_LONG
        && share(to.labels - from.labels, stats.facts.len() as u32) <= CLEAN_LABELS
}

/// Whether a block is a label far from any sentence: an entry of a menu, which needs no features.
fn is_remote_label(stats: &TextPageStats, i: usize) -> bool {
    let f = &stats.facts[i];
    let (from, to) = stats.window(i.saturating_sub(REMOTE_BLOCKS), i + REMOTE_BLOCKS + 1);
    let around = (i + REMOTE_BLOCKS + 1).min(stats.facts.len()) - i.saturating_sub(REMOTE_BLOCKS);
    // The lines of a poem are longer than those of a menu.
    let menu = to.words - from.words <= REMOTE_WORDS * around as u32;
    let is_far = to.proses == from.proses && to.longs == from.longs;
    f.words <= LABEL_WORDS && f.end == End::Open && menu && is_far
}

/// Takes the densest stretch of running text if it is long enough to be an article of an unknown kind. Called for pages
/// without a likely block.
fn core_or_nothing(stats: &TextPageStats, labels: &mut [BlockLabel]) {
    let core = stats.spans[0].clone();
    let (from, to) = stats.window(core.start, core.end);
    if to.long_words - from.long_words < CORE_WORDS {
        return;
    }
    for label in &mut labels[core] {
        (label.kind, label.rule) = (BlockKind::Body, Some(Rule::Core));
    }
}

/// Whether a line close by ends with the text of this one, as a trail of links does: "Home » News » Ferries stay".
fn ends_a_neighbour(blocks: &Blocks, stats: &TextPageStats, i: usize) -> bool {
    let text = blocks.text(&blocks.blocks[i]);
    let around = i.saturating_sub(TAIL_REACH)..(i + TAIL_REACH + 1).min(blocks.blocks.len());
    stats.facts[i].words >= TAIL_WORDS
        && around.filter(|&other| other != i).any(|other| {
            let longer = blocks.text(&blocks.blocks[other]);
            longer.strip_suffix(text).is_some_and(|trail| trail.ends_with(|c: char| !c.is_alphanumeric()))
        })
}

/// Drops the comments after a story: a heading, followed by the author and date of the first comment.
fn end_at_comments(stats: &TextPageStats, labels: &mut [BlockLabel]) {
    let facts = &stats.facts;
    let (start, all) = stats.window(0, facts.len());
    let opens = |&i: &usize| {
        let f = &facts[i];
        let first = facts[i + 1..].iter().take(COMMENT_BLOCKS);
        // With more running text after the heading than before it, the comments are the content of the page.
        f.words <= LABEL_WORDS
            && f.end == End::Open
            && heading(f, cue::COMMENTS)
            && 2 * (stats.sums[i].long_words - start.long_words) > all.long_words - start.long_words
            && first.filter(|f| thread(f) || short_date(f)).count() >= COMMENT_SIGNS
    };
    let Some(first) = (0..facts.len()).find(opens) else { return };
    for label in labels[first..].iter_mut().filter(|v| v.kind == BlockKind::Body) {
        (label.kind, label.rule) = (BlockKind::Comment, Some(Rule::Comments));
    }
}

/// Drops boilerplate labels at both ends of the selection ("Share", "Read more"), and one or two short lines after the last
/// sentence.
fn trim(stats: &TextPageStats, labels: &mut [BlockLabel]) {
    let facts = &stats.facts;
    let label = |i: usize| {
        let f = &facts[i];
        f.words <= LABEL_WORDS && f.end == End::Open && boilerplate(f) > 0
    };
    let drop = |label: &mut BlockLabel| {
        (label.kind, label.rule) = (BlockKind::Boilerplate, Some(Rule::Surroundings))
    };
    let taken: Vec<usize> = (0..labels.len()).filter(|&i| labels[i].kind == BlockKind::Body).collect();
    let mut end = taken.iter().rev().take_while(|&&i| label(i)).count();
    // A story ends with a sentence. One or two lines of a few words after it belong to the page.
    let short = |i: usize| facts[i].words <= LABEL_WORDS && facts[i].end < End::Full;
    let trail = taken.iter().rev().take_while(|&&i| short(i)).count();
    let before = taken.len().checked_sub(trail + 1).map(|i| &facts[taken[i]]);
    if trail <= TRAIL_BLOCKS && before.is_some_and(|f| f.prose() || f.long()) {
        end = end.max(trail);
    }
    let start = taken.iter().take_while(|&&i| label(i)).count();
    if end < taken.len() {
        for &i in taken[..start].iter().chain(&taken[taken.len() - end..]) {
            drop(&mut labels[i]);
        }
    }
}

/// Selects short gaps between selected blocks.
fn fill_gaps(stats: &TextPageStats, threshold: f32, labels: &mut [BlockLabel]) {
    let mut last = None;
    for i in 0..labels.len() {
        if labels[i].kind != BlockKind::Body {
            continue;
        }
        if let Some(last) = last {
            let gap = last + 1..i;
            let (from, to) = stats.window(gap.start, gap.end);
            let mean =
                labels[gap.clone()].iter().map(|v| v.probability).sum::<f32>() / gap.len().max(1) as f32;
            if !gap.is_empty() && to.words - from.words <= GAP_WORDS && mean >= GAP_SHARE * threshold {
                for label in &mut labels[gap] {
                    (label.kind, label.rule) = (BlockKind::Body, Some(Rule::Gap));
                }
            }
        }
        last = Some(i);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_fits_the_features() {
        let model = MODEL.as_ref().expect("a model of these features");
        for name in [BODY_MODEL, TITLE_MODEL] {
            assert!(model.forest.model(name).is_some(), "{name}");
        }
    }
}
