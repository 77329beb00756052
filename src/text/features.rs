//! Computes the features of a text block from its words, its layout, its neighbors and its position on the page.
//!
//! A row has a byte for each feature: a code that increases with the value. [`names`] lists the features. Large values have
//! coarse (logarithmic) codes, so that the cuts of a model are bytes, and rows need no quantization. Rows are written in
//! tiles, as forests read them. The model is `model/text.forest`.

mod rows;

use std::sync::LazyLock;

pub(crate) use self::rows::Rows;
use super::lines::Bullet;
use crate::{
    block::Blocks,
    text::{
        page_stats::{Near, Sum, TextPageStats, boilerplate, echo, thread},
        segment::{BlockLayout, TextPage},
        stats::{TextStats, cue},
    },
    words::lexicon::group,
};

/// Smaller values have a code each. Larger ones have eight codes per doubling.
const EXACT: u32 = 32;
/// The code of zero for signed values.
const MIDDLE: u8 = 128;
/// The code of a share of one.
const WHOLE: u32 = 250;
/// Maximum number of blocks of a run of bullets that are counted on each side.
const RUN_MOST: usize = 40;

/// Returns the code of a count.
#[inline]
fn count(n: u32) -> u8 {
    match CODES.get(n as usize) {
        Some(&code) => code,
        None => code_of(n),
    }
}

/// The codes of the counts that nearly all features have.
static CODES: [u8; 256] = {
    let mut codes = [0; 256];
    let mut n = 0;
    while n < codes.len() {
        codes[n] = code_of(n as u32);
        n += 1;
    }
    codes
};

const fn code_of(n: u32) -> u8 {
    if n < EXACT {
        return n as u8;
    }
    let log = 31 - n.leading_zeros();
    let code = EXACT + (log - 5) * 8 + ((n >> (log - 3)) & 7);
    if code < 255 { code as u8 } else { 255 }
}

/// Returns the code of a signed distance.
#[inline]
fn signed(n: i64) -> u8 {
    let size = count(n.unsigned_abs().min(u64::from(u32::MAX)) as u32).min(MIDDLE - 1);
    if n < 0 { MIDDLE - size } else { MIDDLE + size }
}

/// Returns the code of a share of a whole, 0 if the whole is 0.
#[inline]
fn share(part: u32, whole: u32) -> u8 {
    let whole = u64::from(whole.max(1));
    (u64::from(part).min(whole) * u64::from(WHOLE) / whole) as u8
}

/// Returns the code of a number from 0 to 1.
#[inline]
fn ratio(x: f32) -> u8 {
    (x.clamp(0.0, 1.0) * WHOLE as f32) as u8
}

/// Returns the names of the features of one window.
macro_rules! names {
    ($n:literal) => {
        [
            concat!("words_", $n),
            concat!("long_share_", $n),
            concat!("prose_share_", $n),
            concat!("words_before_", $n),
            concat!("words_after_", $n),
            concat!("long_before_", $n),
            concat!("long_after_", $n),
            concat!("label_share_", $n),
            concat!("capital_share_", $n),
            concat!("repeated_share_", $n),
            concat!("hit_share_", $n),
            concat!("dates_", $n),
            concat!("short_dates_", $n),
            concat!("threads_", $n),
            concat!("cookie_", $n),
            concat!("comment_", $n),
            concat!("legal_", $n),
            concat!("echo_share_", $n),
            concat!("bullet_share_", $n),
            concat!("person_", $n),
            concat!("question_", $n),
            concat!("quote_", $n),
            concat!("residue_", $n),
        ]
    };
}

/// Names of the features of a narrow, a wide and the widest window.
const NEAR: [&str; 23] = names!("3");
const WIDE: [&str; 23] = names!("8");
const WIDEST: [&str; 23] = names!("20");

/// Receives the features of one block in the order of a row.
trait FeatureSink {
    fn put(&mut self, name: &'static str, code: u8);
}

/// Collects the features that all blocks share.
impl FeatureSink for Vec<u8> {
    fn put(&mut self, _: &'static str, code: u8) {
        self.push(code);
    }
}

impl FeatureSink for Vec<&'static str> {
    fn put(&mut self, name: &'static str, _: u8) {
        self.push(name);
    }
}

/// Returns the names of the features in the order of a row.
pub(crate) fn names() -> &'static [&'static str] {
    static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let (mut blocks, mut sheet, mut stats) =
            (Blocks::default(), TextPage::default(), TextPageStats::default());
        crate::text::segment::cut("word", &mut blocks, &mut sheet);
        stats.read(&blocks, &sheet);
        let mut names = Vec::new();
        let page = PageCounts::new(&stats, &sheet);
        page.row(0, &mut names);
        page.page(&mut names);
        names
    });
    &NAMES
}

/// Writes one row for each block of a page, one after the other.
#[cfg(any(test, feature = "lab"))]
pub(crate) fn row_bytes(stats: &TextPageStats, sheet: &TextPage, out: &mut Vec<u8>) {
    let mut rows = Rows::default();
    RowWriter::new(stats, sheet).write(0..stats.facts.len(), |_| true, &mut rows);
    out.clear();
    for row in 0..stats.facts.len() {
        out.extend((0..names().len()).filter_map(|column| rows.get(row, column)));
    }
}

/// Writes the rows of a page in order, part by part, so that a page of many lines needs little memory.
pub(crate) struct RowWriter<'a> {
    page: PageCounts<'a>,
}

impl<'a> RowWriter<'a> {
    pub(crate) fn new(stats: &'a TextPageStats, sheet: &'a TextPage) -> Self {
        Self { page: PageCounts::new(stats, sheet) }
    }

    /// Replaces `rows` with those of the blocks of `range` that `keep` selects. The range of each call must begin where the
    /// last one ended.
    pub(crate) fn write(
        &mut self,
        range: std::ops::Range<usize>,
        keep: impl Fn(usize) -> bool,
        rows: &mut Rows,
    ) {
        self.page.page(rows.clear());
        for i in range {
            if keep(i) {
                self.page.row(i, &mut rows.add(i));
            }
            self.page.pass(i);
        }
    }
}

/// Counts since the running text began.
#[derive(Clone, Copy, Debug, Default)]
struct Since {
    related: u32,
    comments: u32,
    threads: u32,
    /// Number of words before the last block of each kind.
    related_words: u32,
    comment_words: u32,
    thread_words: u32,
    endings: u32,
    ending_words: u32,
}

/// A page, and what has been counted on the way to a block.
struct PageCounts<'a> {
    stats: &'a TextPageStats,
    sheet: &'a TextPage,
    all: Sum,
    /// The nearest blocks before the current one.
    last: Near,
    /// Number of headings of related stories and of comments so far.
    related: u32,
    comments: u32,
    since: Since,
    /// The share of the running text and the size of each span.
    span_codes: [(u8, u8); 3],
}

impl<'a> PageCounts<'a> {
    fn new(stats: &'a TextPageStats, sheet: &'a TextPage) -> Self {
        let all = stats.sums.last().copied().unwrap_or_default();
        let span_codes = [0, 1, 2].map(|i| {
            let (from, to) = stats.window(stats.spans[i].start, stats.spans[i].end);
            (share(to.long_words - from.long_words, all.long_words), count(to.words - from.words))
        });
        Self {
            stats,
            sheet,
            all,
            last: Near::none(),
            related: 0,
            comments: 0,
            since: Since::default(),
            span_codes,
        }
    }

    /// Counts a block and goes on to the next one.
    fn pass(&mut self, i: usize) {
        let f = &self.stats.facts[i];
        self.last.pass(i, f, self.stats.kinds[i], self.stats.heads(i));
        let related = self.last.related == i as u32;
        let comments = self.last.comments == i as u32;
        self.related += u32::from(related);
        self.comments += u32::from(comments);
        if i >= self.stats.spans[0].start {
            let words = self.stats.sums[i].words;
            let since = &mut self.since;
            if related {
                since.related += 1;
                since.related_words = words;
            }
            if comments {
                since.comments += 1;
                since.comment_words = words;
            }
            if thread(f) {
                since.threads += 1;
                since.thread_words = words;
            }
            if self.last.ending == i as u32 {
                since.endings += 1;
                since.ending_words = words;
            }
        }
    }

    fn facts(&self, i: usize, offset: isize) -> Option<&TextStats> {
        self.stats.facts.get(i.checked_add_signed(offset)?)
    }

    fn kind(&self, i: usize, offset: isize) -> u8 {
        let kinds = i.checked_add_signed(offset).and_then(|i| self.stats.kinds.get(i));
        kinds.map_or(0, |kinds| kinds.code())
    }

    fn layout(&self, i: usize, offset: isize) -> Option<&BlockLayout> {
        self.sheet.layout.get(i.checked_add_signed(offset)?)
    }

    fn row(&self, i: usize, out: &mut impl FeatureSink) {
        let f = &self.stats.facts[i];
        self.words(f, out);
        self.layouts(i, out);
        self.lexicon(i, f, out);
        self.neighbours(i, out);
        self.windows(i, out);
        self.position(i, out);
        self.spans(i, out);
        self.about(i, f, out);
        self.threads(i, out);
    }

    fn words(&self, f: &TextStats, out: &mut impl FeatureSink) {
        let words = f.words;
        out.put("words", count(words));
        out.put("longest", count(f.longest));
        out.put("stops", count(f.functions));
        out.put("stop_share", share(f.functions, words));
        out.put("ends", count(f.ends));
        out.put("end_share", share(f.ends * 4, words));
        out.put("commas", count(f.commas));
        out.put("comma_share", share(f.commas * 4, words));
        out.put("end", f.end as u8);
        out.put("number_share", share(f.numbers, words));
        out.put("capital_share", share(f.capitals, words));
        out.put("sign_share", share(f.signs * 4, f.chars));
        out.put("quotes", count(f.quotes));
        out.put("bars", count(f.bars));
        out.put("humps", count(f.humps));
        out.put("questions", count(f.questions));
        out.put("prose", u8::from(f.prose()));
        out.put("cjk_share", share(f.cjk, f.chars));
    }

    fn layouts(&self, i: usize, out: &mut impl FeatureSink) {
        let here = self.layout(i, 0).copied().unwrap_or_default();
        let shift = |l: Option<&BlockLayout>| {
            l.map_or(0, |l| signed(i64::from(l.indent) - i64::from(self.stats.indent)))
        };
        out.put("indent", count(u32::from(here.indent)));
        out.put("shift", shift(Some(&here)));
        out.put("shift-1", shift(self.layout(i, -1)));
        let (run, words) = self.bullet_run(i, here.bullet);
        out.put("bullet_run", count(run));
        out.put("bullet_run_words", count(words * 2 / run.max(1)));
        out.put("blanks", count(u32::from(here.blanks)));
        out.put("blanks+1", self.layout(i, 1).map_or(255, |l| count(u32::from(l.blanks))));
        out.put("lines", count(u32::from(here.lines)));
    }

    /// Counts the blocks with bullets around a block, and their words.
    fn bullet_run(&self, i: usize, bullet: Bullet) -> (u32, u32) {
        if bullet == Bullet::None {
            return (0, 0);
        }
        let marked = |l: &&BlockLayout| l.bullet != Bullet::None;
        let layout = &self.sheet.layout;
        let before = layout[..i].iter().rev().take(RUN_MOST).take_while(marked).count();
        let after = layout[i..].iter().take(RUN_MOST).take_while(marked).count();
        let (from, to) = self.stats.window(i - before, i + after);
        ((before + after) as u32, to.words - from.words)
    }

    fn lexicon(&self, i: usize, f: &TextStats, out: &mut impl FeatureSink) {
        out.put("copyright", f.groups[group::COPYRIGHT]);
        out.put("hits", count(boilerplate(f)));
        out.put("credit", f.groups[group::CREDIT]);
        out.put("year", u8::from(f.has(cue::YEAR)));
        let next = &self.stats.next[i];
        out.put("date-", back(i, self.last.date));
        out.put("date+", ahead(i, next.date));
        out.put("related-", back(i, self.last.related));
        out.put("related+", ahead(i, next.related));
        out.put("comments-", back(i, self.last.comments));
        out.put("related_so_far", count(self.related));
        out.put("comments_so_far", count(self.comments));
        out.put("residue", self.stats.kinds[i].code());
        out.put("residue-1", self.kind(i, -1));
        out.put("residue+1", self.kind(i, 1));
        out.put("ending-", back(i, self.last.ending));
        out.put("ending+", ahead(i, next.ending));
    }

    fn neighbours(&self, i: usize, out: &mut impl FeatureSink) {
        const WORDS: [(isize, &str); 5] =
            [(-3, "words-3"), (-2, "words-2"), (-1, "words-1"), (1, "words+1"), (3, "words+3")];
        for (offset, name) in WORDS {
            out.put(name, self.facts(i, offset).map_or(0, |f| count(f.words)));
        }
        let next = self.facts(i, 1);
        out.put("end+1", next.map_or(3, |f| f.end as u8));
        out.put("capital_share+1", next.map_or(0, |f| share(f.capitals, f.words)));
    }

    fn windows(&self, i: usize, out: &mut impl FeatureSink) {
        self.window::<3>(i, &NEAR, out);
        self.window::<8>(i, &WIDE, out);
        self.window::<20>(i, &WIDEST, out);
    }

    /// Writes features of the up to `REACH` blocks before and after a block. Rare words are informative in wide windows only.
    fn window<const REACH: usize>(&self, i: usize, names: &[&'static str; 23], out: &mut impl FeatureSink) {
        let (wide, widest) = (REACH >= 8, REACH >= 20);
        let (from, to) = self.stats.window(i.saturating_sub(REACH), i + REACH + 1);
        let (here, after) = self.stats.window(i, i + 1);
        let n = ((i + REACH + 1).min(self.stats.facts.len()) - i.saturating_sub(REACH)) as u32;
        let words = to.words - from.words;
        let [
            total,
            long_share,
            prose_share,
            words_before,
            words_after,
            long_before,
            long_after,
            label_share,
            capital_share,
            repeated_share,
            hit_share,
            dates,
            short_dates,
            threads,
            cookie,
            comment,
            legal,
            echo_share,
            bullet_share,
            person,
            question,
            quote,
            residue,
        ] = *names;
        out.put(total, count(words * 2 / n));
        out.put(long_share, share(to.long_words - from.long_words, words));
        out.put(prose_share, share(to.proses - from.proses, n));
        out.put(words_before, count(here.words - from.words));
        if wide {
            out.put(words_after, count(to.words - after.words));
            out.put(long_before, count(here.long_words - from.long_words));
        }
        out.put(long_after, count(to.long_words - after.long_words));
        out.put(label_share, share(to.labels - from.labels, n));
        out.put(capital_share, share(to.capitals - from.capitals, words));
        out.put(repeated_share, share(to.repeated - from.repeated, n));
        out.put(hit_share, share(to.hits - from.hits, n));
        out.put(dates, count(to.dates - from.dates));
        out.put(short_dates, count(to.short_dates - from.short_dates));
        if widest {
            out.put(threads, count(to.threads - from.threads));
        }
        if wide {
            out.put(cookie, share((to.cookie - from.cookie) * 8, words));
        }
        out.put(comment, share((to.comment - from.comment) * 8, words));
        if widest {
            out.put(legal, share((to.legal - from.legal) * 8, words));
        }
        if wide {
            out.put(echo_share, share(to.echoes - after.echoes, to.words - after.words));
        } else {
            out.put(bullet_share, share(to.bulleted - from.bulleted, n));
        }
        out.put(person, share((to.persons - from.persons) * 4, words));
        out.put(question, share((to.questions - from.questions) * 16, words));
        if widest {
            out.put(quote, share((to.quotes - from.quotes) * 8, words));
        }
        out.put(residue, share(to.residue - from.residue, n));
    }

    fn position(&self, i: usize, out: &mut impl FeatureSink) {
        let n = self.stats.facts.len();
        let here = &self.stats.sums[i];
        let after = &self.stats.sums[i + 1];
        out.put("index", count(i as u32));
        out.put("index_end", count((n - 1 - i) as u32));
        out.put("words_before", count(here.words));
        out.put("words_after", count(self.all.words - after.words));
        out.put("words_before_share", share(here.words, self.all.words));
        out.put("long_before", count(here.long_words));
        out.put("long_after", count(self.all.long_words - after.long_words));
        out.put("long_before_share", share(here.long_words, self.all.long_words));
        out.put("long_after_share", share(self.all.long_words - after.long_words, self.all.long_words));
        let next = &self.stats.next[i];
        out.put("long+", ahead(i, next.long));
        out.put("prose-", back(i, self.last.prose));
        out.put("prose+", ahead(i, next.prose));
        let (first, last) = self.stats.outer.unwrap_or((0, 0));
        out.put("first_long", signed(i as i64 - first as i64));
        out.put("last_long", signed(i as i64 - last as i64));
    }

    fn spans(&self, i: usize, out: &mut impl FeatureSink) {
        const NAMES: [[&str; 5]; 3] = [
            ["", "core_words", "core_place", "core_long", "core_size"],
            ["wide_blocks", "wide_words", "wide_place", "wide_long", "wide_size"],
            ["tight_blocks", "tight_words", "tight_place", "tight_long", "tight_size"],
        ];
        for ((span, [blocks, words, place, long, size]), (long_code, size_code)) in
            self.stats.spans.iter().zip(NAMES).zip(self.span_codes)
        {
            let (from, to) = self.stats.window(span.start, span.end);
            let here = &self.stats.sums[i];
            let (outside, outside_words) = if i < span.start {
                (i as i64 - span.start as i64, i64::from(here.words) - i64::from(from.words))
            } else if i >= span.end {
                (1 + i as i64 - span.end as i64, i64::from(here.words) - i64::from(to.words) + 1)
            } else {
                (0, 0)
            };
            if !blocks.is_empty() {
                out.put(blocks, signed(outside));
            }
            out.put(words, signed(outside_words));
            out.put(
                place,
                if outside == 0 { share((i - span.start) as u32, span.len() as u32) } else { 255 },
            );
            out.put(long, long_code);
            out.put(size, size_code);
        }
    }

    fn about(&self, i: usize, f: &TextStats, out: &mut impl FeatureSink) {
        let content = f.content.1 - f.content.0;
        let (once, twice, top) = self.stats.topic(i);
        out.put("topic", share(once, content));
        out.put("topic_twice", share(twice, content));
        out.put("topic_top", share(top, content));
        out.put("content", count(content));
        let hashes = &self.stats.words.content;
        out.put("title", self.stats.title.map_or(0, |t| signed(i as i64 - t as i64)));
        out.put("title_like", ratio(self.stats.title_words.with(f, hashes)));
        out.put("first_like", ratio(self.stats.first_words.with(f, hashes)));
        let (copies, earlier) = self.stats.copies[i];
        out.put("copies", copies);
        out.put("earlier", earlier);
        out.put("seen_share", share(f.triples.1, f.triples.0));
        out.put("echo", u8::from(echo(f)));
    }

    fn threads(&self, i: usize, out: &mut impl FeatureSink) {
        let here = &self.stats.sums[i];
        out.put("threads_before", count(here.threads));
        out.put("dates_before", count(here.dates));
        out.put("dates_after", count(self.all.dates - here.dates));
        out.put("short_dates_before", count(here.short_dates));
        let since = &self.since;
        let words = |seen: u32, at: u32| if seen == 0 { 255 } else { count(here.words - at) };
        out.put("since_related", count(since.related));
        out.put("since_comments", count(since.comments));
        out.put("since_threads", count(since.threads));
        out.put("since_related_words", words(since.related, since.related_words));
        out.put("since_comments_words", words(since.comments, since.comment_words));
        out.put("since_threads_words", words(since.threads, since.thread_words));
        out.put("since_endings", count(since.endings));
        out.put("since_endings_words", words(since.endings, since.ending_words));
    }

    /// Writes the features that all blocks of a page share.
    fn page(&self, out: &mut impl FeatureSink) {
        let all = &self.all;
        let n = self.stats.facts.len() as u32;
        out.put("page_words", count(all.words));
        out.put("page_blocks", count(n));
        out.put("page_long_share", share(all.long_words, all.words));
        out.put("page_long_words", count(all.long_words));
        out.put("page_longs", count(all.longs));
        out.put("page_label_share", share(all.labels, n));
        out.put("page_repeated_share", share(all.repeated, n));
        out.put("page_echo_share", share(all.echoes, all.words));
        out.put("page_bullet_share", share(all.bulleted, n));
        out.put("page_threads", count(all.threads));
        out.put("page_dates", count(all.short_dates));
        out.put("page_hit_share", share(all.hits, n));
        out.put("page_residue", count(all.residue));
        out.put("page_title", self.stats.title.map_or(255, |t| count(t as u32)));
    }
}

/// Returns the code of the distance to an earlier block; the greatest code if there is none.
fn back(i: usize, at: u32) -> u8 {
    if at == Near::NONE { 255 } else { count(i as u32 - at).min(254) }
}

/// Returns the code of the distance to a later block; the greatest code if there is none.
fn ahead(i: usize, at: u32) -> u8 {
    if at == Near::NONE { 255 } else { count(at - i as u32).min(254) }
}

#[cfg(test)]
mod tests;
