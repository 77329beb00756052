//! Measures a text page as a whole: sums over its blocks, the position of running text, its topic, and its likely title.
//!
//! The features of any block can be read from a [`TextPageStats`] in constant time. Every step is linear in the number of blocks
//! or words.

use std::ops::Range;

use super::lines::Bullet;
use crate::{
    block::{Blocks, TextBlock},
    text::{
        fallback,
        fallback::COSTS,
        occurrences::Occurrences,
        residue::{Kinds, Matcher, Signs, VIA},
        segment::TextPage,
        stats,
        stats::{TextStats, Words, cue},
    },
    words::{hash::GROUPS, lexicon::group},
};

/// Maximum number of words of a label, which is as likely a menu entry as anything else.
pub(crate) const LABEL_WORDS: u32 = 4;
/// Maximum number of words of a line with the date or the author.
const DATE_LINE_WORDS: u32 = 25;
/// Maximum number of words of a line that is little more than a date.
const SHORT_DATE_WORDS: u32 = 12;
/// Maximum number of words of a heading, and minimum number of words of the block after it.
const HEADING_WORDS: u32 = 14;
/// See [`HEADING_WORDS`].
const HEADED_WORDS: u32 = 15;
/// Maximum number of words of a line of a comment thread, such as "Reply".
const THREAD_WORDS: u32 = 14;
/// Number of indents that are distinguished, in columns.
const INDENTS: usize = 64;
/// Number of words of a headline.
const TITLE_WORDS: std::ops::RangeInclusive<u32> = 3..=28;
/// Number of blocks before the running text that can hold the headline.
const TITLE_REACH: usize = 80;
/// Number of words from which on the length of a headline makes no difference.
const TITLE_FULL_WORDS: u32 = 6;
/// Weights for and against a headline, added to the share of its words that the running text has (0 to 1). For: similarity
/// to the first line of the page, a copy, at most so many blocks before the running text, a blank line before it. Against:
/// boilerplate words or a date or label, a sentence end, each block of distance. Set by hand on 579 pages.
const TITLE_LIKENESS: f32 = 0.8;
const TITLE_COPY: f32 = 0.15;
const TITLE_NEAR: f32 = 0.2;
const TITLE_NEAR_BLOCKS: usize = 6;
const TITLE_BLANK: f32 = 0.1;
const TITLE_BOILERPLATE: f32 = 0.25;
const TITLE_SENTENCE: f32 = 0.3;
const TITLE_DISTANCE: f32 = 0.01;
/// Number of the most frequent words of the running text that represent its topic.
const TOPIC_WORDS: u32 = 30;

/// Maximum number of words of a line that can be residue. Captions with credits are the longest.
const RESIDUE_WORDS: u32 = 60;
/// Maximum number of words of a heading that ends the story.
const ENDING_WORDS: u32 = 14;

/// Sums over blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub(crate) words: u32,
    pub(crate) long_words: u32,
    pub(crate) longs: u32,
    pub(crate) proses: u32,
    pub(crate) labels: u32,
    pub(crate) capitals: u32,
    pub(crate) repeated: u32,
    /// Words of blocks nearly all of which occurs earlier on the page.
    pub(crate) echoes: u32,
    pub(crate) hits: u32,
    pub(crate) dates: u32,
    pub(crate) short_dates: u32,
    pub(crate) threads: u32,
    pub(crate) legal: u32,
    pub(crate) cookie: u32,
    pub(crate) comment: u32,
    pub(crate) bulleted: u32,
    pub(crate) persons: u32,
    pub(crate) questions: u32,
    pub(crate) quotes: u32,
    /// Blocks that may be residue.
    pub(crate) residue: u32,
}

impl Sum {
    fn add(&self, f: &TextStats, kinds: Kinds, repeated: bool, bulleted: bool) -> Self {
        let flag = u32::from;
        let group = |g: usize| u32::from(f.groups[g]);
        Self {
            words: self.words.saturating_add(f.words),
            long_words: self.long_words.saturating_add(if f.long() { f.words } else { 0 }),
            longs: self.longs + flag(f.long()),
            proses: self.proses + flag(f.prose()),
            labels: self.labels + flag(f.words <= LABEL_WORDS),
            capitals: self.capitals.saturating_add(f.capitals),
            repeated: self.repeated + flag(repeated),
            echoes: self.echoes.saturating_add(if echo(f) { f.words } else { 0 }),
            hits: self.hits + flag(hit(f)),
            dates: self.dates + flag(date_line(f)),
            short_dates: self.short_dates + flag(short_date(f)),
            threads: self.threads + flag(thread(f)),
            legal: self.legal + group(group::LEGAL),
            cookie: self.cookie + group(group::COOKIE),
            comment: self.comment + group(group::COMMENT),
            bulleted: self.bulleted + flag(bulleted),
            persons: self.persons + group(group::PERSON),
            questions: self.questions.saturating_add(f.questions),
            quotes: self.quotes.saturating_add(f.quotes),
            residue: self.residue + flag(kinds != Kinds::default()),
        }
    }
}

/// The nearest blocks of each kind, to which features measure distances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Near {
    pub(crate) long: u32,
    pub(crate) prose: u32,
    pub(crate) heading: u32,
    pub(crate) date: u32,
    pub(crate) related: u32,
    pub(crate) comments: u32,
    /// The heading of other stories or comments, or a footer line.
    pub(crate) ending: u32,
}

impl Near {
    /// The value if there is no such block.
    pub(crate) const NONE: u32 = u32::MAX;

    pub(crate) const fn none() -> Self {
        let n = Self::NONE;
        Self { long: n, prose: n, heading: n, date: n, related: n, comments: n, ending: n }
    }

    /// Records block `i` for each kind that it is of.
    pub(crate) fn pass(&mut self, i: usize, f: &TextStats, kinds: Kinds, heading: bool) {
        let i = i as u32;
        let set = |at: &mut u32, is: bool| {
            if is {
                *at = i;
            }
        };
        set(&mut self.long, f.long());
        set(&mut self.prose, f.prose());
        set(&mut self.heading, heading);
        set(&mut self.date, date_line(f));
        set(&mut self.related, stats::heading(f, cue::RELATED));
        set(&mut self.comments, stats::heading(f, cue::COMMENTS));
        set(&mut self.ending, is_ending(f, kinds));
    }
}

/// Whether a block is the heading of other stories or of comments, or a line of the page's footer.
pub(crate) fn is_ending(f: &TextStats, kinds: Kinds) -> bool {
    let ends = Kinds::SECTION.with(Kinds::COMMENTS).with(Kinds::FOOTER);
    kinds.has(ends) && f.words <= ENDING_WORDS && !f.prose()
}

/// Whether a block is a line that begins with a label or has a date.
pub(crate) fn date_line(f: &TextStats) -> bool {
    f.words <= DATE_LINE_WORDS && f.has(cue::DATE | cue::LABEL | cue::AGO)
}

/// Whether a block is a line that is little more than a date.
pub(crate) fn short_date(f: &TextStats) -> bool {
    f.words <= SHORT_DATE_WORDS && f.has(cue::DATE | cue::AGO)
}

/// Whether a block is a line of a comment thread other than a comment.
pub(crate) fn thread(f: &TextStats) -> bool {
    f.words <= THREAD_WORDS && (f.groups[group::THREAD] > 0 || f.has(cue::AGO))
}

/// Counts the words that are boilerplate wherever they occur.
pub(crate) fn boilerplate(f: &TextStats) -> u32 {
    f.groups[..group::LABEL].iter().map(|&n| u32::from(n)).sum()
}

/// Whether a block is short and has boilerplate words.
pub(crate) fn hit(f: &TextStats) -> bool {
    f.words <= HEADED_WORDS && boilerplate(f) > 0
}

/// Whether nearly all word sequences of a block occur earlier on the page.
pub(crate) fn echo(f: &TextStats) -> bool {
    f.triples.0 >= 2 && 10 * f.triples.1 >= 9 * f.triples.0
}

/// The measurements of a text page; reused from page to page.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextPageStats {
    pub(crate) facts: Vec<TextStats>,
    /// The kinds of residue that each block may be.
    pub(crate) kinds: Vec<Kinds>,
    matcher: Matcher,
    /// Sums over the blocks before each block; the last entry is the sum over all blocks.
    pub(crate) sums: Vec<Sum>,
    /// For each block, the nearest blocks of each kind after it.
    pub(crate) next: Vec<Near>,
    /// For each block, the number of blocks with the same words, and how many of them are before it, at most 255 each.
    pub(crate) copies: Vec<(u8, u8)>,
    /// The densest spans of running text, one for each entry of [`COSTS`].
    pub(crate) spans: [Range<usize>; 3],
    /// The indent of most running text.
    pub(crate) indent: u16,
    /// First and last block of running text.
    pub(crate) outer: Option<(usize, usize)>,
    /// The block that is most like a headline.
    pub(crate) title: Option<usize>,
    pub(crate) words: Words,
    topic: Topic,
    pub(crate) title_words: Likeness,
    pub(crate) first_words: Likeness,
    /// Hash table of blocks by their words: key and count. At least half of it is empty.
    keys: Vec<(u64, u32)>,
}

/// Returns the slot of a key in a table, or the free slot for it.
fn slot(keys: &[(u64, u32)], key: u64) -> usize {
    let mask = keys.len() - 1;
    let mut at = (key >> 32) as usize & mask;
    while keys[at].1 != 0 && keys[at].0 != key {
        at = (at + 1) & mask;
    }
    at
}

impl TextPageStats {
    /// Measures a page.
    pub(crate) fn read(&mut self, blocks: &Blocks, sheet: &TextPage) {
        let n = blocks.blocks.len();
        self.words.clear(blocks.text.len());
        self.facts.clear();
        let read =
            |b: &TextBlock| stats::read(&blocks.text, b.start as usize..b.end as usize, &mut self.words);
        self.facts.extend(blocks.blocks.iter().map(read));
        self.kinds.clear();
        let mut vias = Occurrences::new(&VIA, &blocks.text);
        let kinds = |(block, f): (&TextBlock, &TextStats)| {
            if f.words > RESIDUE_WORDS {
                return Kinds::default();
            }
            let signs = Signs {
                numbers: f.numbers > 0,
                any: f.signs > 0,
                bars: f.bars > 0,
                credit: f.has(cue::OPENING) || vias.is_in(block.start as usize..block.end as usize),
            };
            self.matcher.kinds(blocks.text(block), signs)
        };
        self.kinds.extend(blocks.blocks.iter().zip(&self.facts).map(kinds));
        self.count_copies();
        self.sums.clear();
        self.sums.reserve(n + 1);
        let mut sum = Sum::default();
        let mut indents = [0_u32; INDENTS];
        for (i, f) in self.facts.iter().enumerate() {
            self.sums.push(sum);
            let layout = &sheet.layout[i];
            sum = sum.add(f, self.kinds[i], self.copies[i].0 > 1, layout.bullet != Bullet::None);
            if f.long() {
                let slot = &mut indents[usize::from(layout.indent).min(INDENTS - 1)];
                *slot = slot.saturating_add(f.words);
            }
        }
        self.sums.push(sum);
        self.indent = (0..INDENTS).rev().max_by_key(|&i| indents[i]).unwrap_or(0) as u16;
        self.spans = COSTS.map(|cost| fallback::core(&self.facts, cost));
        self.outer =
            match (self.facts.iter().position(TextStats::long), self.facts.iter().rposition(TextStats::long))
            {
                (Some(first), Some(last)) => Some((first, last)),
                _ => None,
            };
        self.look_ahead();
        self.topic.read(&self.facts, self.spans[0].clone(), &self.words.content);
        self.first_words.clear();
        if let Some(f) = self.facts.first() {
            self.first_words.read(f, &self.words.content);
        }
        self.title = self.find_title(sheet);
        self.title_words.clear();
        if let Some(title) = self.title {
            self.title_words.read(&self.facts[title], &self.words.content);
        }
    }

    /// Whether block `i` precedes running text like a heading.
    pub(crate) fn heads(&self, i: usize) -> bool {
        let f = &self.facts[i];
        f.words <= HEADING_WORDS
            && f.end < stats::End::Full
            && self.facts.get(i + 1).is_some_and(|next| next.words >= HEADED_WORDS)
    }

    /// Returns the sums before and up to the end of a range of blocks, limited to the page.
    pub(crate) fn window(&self, from: usize, to: usize) -> (&Sum, &Sum) {
        let n = self.facts.len();
        (&self.sums[from.min(n)], &self.sums[to.min(n)])
    }

    fn count_copies(&mut self) {
        let size = (2 * self.facts.len()).next_power_of_two().max(2);
        self.keys.clear();
        self.keys.resize(size, (0, 0));
        let most = |n: u32| n.min(u32::from(u8::MAX)) as u8;
        self.copies.clear();
        for f in &self.facts {
            let at = slot(&self.keys, f.key);
            self.copies.push((0, most(self.keys[at].1)));
            self.keys[at] = (f.key, self.keys[at].1 + 1);
        }
        for (f, copies) in self.facts.iter().zip(&mut self.copies) {
            copies.0 = most(self.keys[slot(&self.keys, f.key)].1);
        }
    }

    fn look_ahead(&mut self) {
        self.next.clear();
        self.next.resize(self.facts.len(), Near::none());
        let mut near = Near::none();
        for i in (0..self.facts.len()).rev() {
            self.next[i] = near;
            near.pass(i, &self.facts[i], self.kinds[i], self.heads(i));
        }
    }

    /// Counts the content words of a block that other blocks of running text have too: in one block, in two blocks, and
    /// in as many blocks as the most frequent words.
    pub(crate) fn topic(&self, i: usize) -> (u32, u32, u32) {
        let own = u16::from(self.spans[0].contains(&i) && self.facts[i].long());
        let (mut once, mut twice, mut top) = (0, 0, 0);
        let (from, to) = self.facts[i].content;
        for &word in &self.words.content[from as usize..to as usize] {
            let found = self.topic.blocks_with(word);
            once += u32::from(found > own);
            twice += u32::from(found > own + 1);
            top += u32::from(found >= self.topic.often);
        }
        (once, twice, top)
    }

    /// Returns the block before the end of the running text that is most like a headline.
    fn find_title(&self, sheet: &TextPage) -> Option<usize> {
        let core = &self.spans[0];
        let from = core.start.saturating_sub(TITLE_REACH);
        let mut best = None;
        for i in from..core.end {
            let f = &self.facts[i];
            if !TITLE_WORDS.contains(&f.words) {
                continue;
            }
            let score = self.title_score(i, f, sheet.layout[i].blanks > 0);
            if best.is_none_or(|(_, most)| score > most) {
                best = Some((i, score));
            }
        }
        best.map(|(i, _)| i)
    }

    fn title_score(&self, i: usize, f: &TextStats, blank: bool) -> f32 {
        let content = (f.content.1 - f.content.0).max(1) as f32;
        let about = self.topic(i).0 as f32 / content;
        let likeness = if i == 0 { 0.0 } else { self.first_words.with(f, &self.words.content) };
        let copies = f32::from(self.copies[i].0.min(4) - 1);
        let start = self.spans[0].start;
        let distance = i.abs_diff(start) as f32;
        let full = f.words.min(TITLE_FULL_WORDS) as f32 / TITLE_FULL_WORDS as f32;
        let flag = |is: bool| f32::from(u8::from(is));
        about * full
            + TITLE_LIKENESS * likeness
            + TITLE_COPY * copies
            + TITLE_NEAR * flag(i <= start + 1 && i + TITLE_NEAR_BLOCKS >= start)
            + TITLE_BLANK * flag(blank)
            - TITLE_BOILERPLATE * flag(boilerplate(f) > 0 || date_line(f))
            - TITLE_SENTENCE * flag(f.prose())
            - TITLE_DISTANCE * distance
    }
}

/// The number of blocks of running text that have each content word.
#[derive(Clone, Debug, Default)]
struct Topic {
    /// Word, number of blocks with it, and the last of them. An empty slot has 0 blocks.
    slots: Vec<(u32, u16, u32)>,
    /// Minimum number of blocks that have each of the most frequent words.
    often: u16,
}

impl Topic {
    fn read(&mut self, facts: &[TextStats], core: Range<usize>, content: &[u32]) {
        let long = facts[core].iter().filter(|f| f.long());
        let words: usize = long.clone().map(|f| (f.content.1 - f.content.0) as usize).sum();
        self.slots.clear();
        self.slots.resize((2 * words).next_power_of_two().max(2), (0, 0, 0));
        let mut counts = [0_u32; 32];
        for (n, f) in long.enumerate() {
            for &word in &content[f.content.0 as usize..f.content.1 as usize] {
                let at = self.slot(word);
                let slot = &mut self.slots[at];
                if slot.1 == 0 || slot.2 != n as u32 {
                    *slot = (word, slot.1.saturating_add(1), n as u32);
                    counts[usize::from(slot.1).min(counts.len() - 1)] += 1;
                }
            }
        }
        // `counts[n]` is the number of words that are in at least `n` blocks.
        self.often = (2..counts.len()).find(|&n| counts[n] <= TOPIC_WORDS).unwrap_or(counts.len()) as u16;
    }

    fn slot(&self, word: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = word.wrapping_mul(0x9e37_79b1) as usize & mask;
        while self.slots[at].1 != 0 && self.slots[at].0 != word {
            at = (at + 1) & mask;
        }
        at
    }

    fn blocks_with(&self, word: u32) -> u16 {
        if self.slots.is_empty() { 0 } else { self.slots[self.slot(word)].1 }
    }
}

/// The content words of a short block, for comparison with other blocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Likeness {
    bits: [u64; 16],
    words: u32,
}

/// Maximum number of words of the blocks that are compared. Longer ones are not similar to any headline.
const LIKENESS_WORDS: u32 = 60;

impl Likeness {
    fn clear(&mut self) {
        *self = Self::default();
    }

    fn place(&self, word: u32) -> (usize, u64) {
        ((word >> 6) as usize % self.bits.len(), 1 << (word % 64))
    }

    fn read(&mut self, f: &TextStats, content: &[u32]) {
        if f.words > LIKENESS_WORDS {
            return;
        }
        for &word in &content[f.content.0 as usize..f.content.1 as usize] {
            let (at, bit) = self.place(word);
            self.words += u32::from(self.bits[at] & bit == 0);
            self.bits[at] |= bit;
        }
    }

    /// Returns about Dice's coefficient of the content words of the two blocks, from 0 to 1.
    pub(crate) fn with(&self, f: &TextStats, content: &[u32]) -> f32 {
        let own = f.content.1 - f.content.0;
        if self.words == 0 || own == 0 || f.words > LIKENESS_WORDS {
            return 0.0;
        }
        let shared = content[f.content.0 as usize..f.content.1 as usize].iter().filter(|&&word| {
            let (at, bit) = self.place(word);
            self.bits[at] & bit != 0
        });
        (2.0 * shared.count() as f32 / (own + self.words) as f32).min(1.0)
    }
}

/// Number of groups that count as boilerplate.
pub(crate) const HIT_GROUPS: usize = group::LABEL;
const _: () = assert!(HIT_GROUPS < GROUPS.len());
