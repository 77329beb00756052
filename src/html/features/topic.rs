//! Features of a block's topic: words shared with the title and with the rest of the page, and words of law, of
//! shops, of a speaker and an addressee.
//! A story has one topic, which its title names. Terms of use, delivery notes and customer reviews are long texts
//! too, but about something else. Words are compared as hashes, each distinct word once per block.

use rustc_hash::FxHashMap;

use super::{Rows, at, lower::Lower, title::Titles, wording::Stats};
use crate::html::features::{known_tokens::SUBJECT_WORDS, prefix_sums::share};

/// Minimum similarity to a title for the most similar block to supply the title's words (0 to 1; headings need 0.45).
const LIKE_TITLE: f32 = 0.4;
/// Number of blocks on each side that count as the surroundings.
const REACH: usize = 8;
/// Value if there is no title, or no word to compare.
const NONE: f32 = -1.0;

/// Number of groups of words that are counted, and their features around a block and of the page.
const SUBJECTS: usize = 4;
const AROUND: [usize; SUBJECTS] = [at::t8_legal, at::t8_shop, at::t8_i, at::t8_you];
/// The subjects that are also counted for the whole page.
const OF_PAGE: [(usize, usize); 3] = [(0, at::pg_legal), (1, at::pg_shop), (2, at::pg_i)];

/// Counts the words of the first and second person.
pub(crate) fn persons(tokens: &[u32]) -> usize {
    const PERSONS: u8 = 1 << 2 | 1 << 3;
    tokens.iter().filter(|&&token| SUBJECT_WORDS.get(token) & PERSONS != 0).count()
}

/// The occurrences of a word on the page.
#[derive(Clone, Copy, Debug, Default)]
struct PageWord {
    /// The last block that contains it, counted from 1.
    last: u32,
    /// Number of long blocks that contain it.
    longs: u32,
    /// Whether the title contains it.
    title: bool,
}

/// Token sums over the blocks before one.
#[derive(Clone, Copy, Debug, Default)]
struct SubjectCounts {
    tokens: f32,
    subjects: [f32; SUBJECTS],
    title: f32,
    others: f32,
}

/// Buffers of [`fill`].
#[derive(Debug, Default)]
pub(crate) struct TopicBuffers {
    words: FxHashMap<u32, PageWord>,
    sums: Vec<SubjectCounts>,
}

/// Writes the features, those of the page into `page`.
pub(crate) fn fill(
    stats: &[Stats],
    lower: &Lower,
    titles: &Titles,
    scratch: &mut TopicBuffers,
    rows: &mut Rows,
    page: &mut Vec<(usize, f32)>,
) {
    let TopicBuffers { words, sums } = scratch;
    words.clear();
    let title_words = read_title(stats, lower, titles, words);
    read_long(stats, lower, words);
    sums.clear();
    sums.push(SubjectCounts::default());
    let mut sum = SubjectCounts::default();
    for (i, read) in stats.iter().enumerate() {
        let tokens = tokens(read, lower);
        let seen = BlockWords::count(i, read.long, content(read, lower), words);
        let [in_title, before, others] =
            [seen.title, seen.before, seen.others].map(|n| share(n, seen.distinct.max(1.0)));
        let mut row = rows.row_mut(i);
        row.set(at::t_tit, if title_words > 0.0 { in_title } else { NONE });
        row.set(at::t_titc, if title_words > 0.0 { seen.title / title_words } else { NONE });
        row.set(at::t_seen, if seen.distinct > 0.0 { before } else { NONE });
        row.set(at::t_uniq, seen.distinct / seen.words.max(1.0));
        row.set(at::t_oth, others);
        let size = tokens.len() as f32;
        sum.tokens += size;
        sum.title += in_title * size;
        sum.others += others * size;
        for (total, n) in sum.subjects.iter_mut().zip(subjects(tokens)) {
            *total += n;
        }
        sums.push(sum);
    }
    around(sums, rows);
    page.extend(OF_PAGE.map(|(subject, feature)| (feature, share(sum.subjects[subject], sum.tokens))));
    page.push((at::pg_tw, title_words));
}

/// Returns the words of a block that are not stop words.
fn content<'a>(read: &Stats, lower: &'a Lower) -> &'a [u32] {
    &lower.content[read.content.0 as usize..read.content.1 as usize]
}

fn tokens<'a>(read: &Stats, lower: &'a Lower) -> &'a [u32] {
    &lower.tokens[read.tokens.0 as usize..read.tokens.1 as usize]
}

/// Records the words of the block most similar to a title. Returns their number.
fn read_title(stats: &[Stats], lower: &Lower, titles: &Titles, words: &mut FxHashMap<u32, PageWord>) -> f32 {
    let likest = titles.likeness.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
    let Some((block, _)) = likest.filter(|&(_, &l)| l > LIKE_TITLE) else { return 0.0 };
    for &token in content(&stats[block], lower) {
        words.entry(token).or_default().title = true;
    }
    words.len() as f32
}

/// Counts the long blocks that contain each word.
fn read_long(stats: &[Stats], lower: &Lower, words: &mut FxHashMap<u32, PageWord>) {
    for (i, read) in stats.iter().enumerate().filter(|(_, read)| read.long) {
        for &token in content(read, lower) {
            let word = words.entry(token).or_default();
            if word.last != i as u32 + 1 {
                word.last = i as u32 + 1;
                word.longs += 1;
            }
        }
    }
    words.values_mut().for_each(|word| word.last = 0);
}

/// Words of a block that are not stop words.
#[derive(Clone, Copy, Debug, Default)]
struct BlockWords {
    words: f32,
    distinct: f32,
    title: f32,
    before: f32,
    others: f32,
}

impl BlockWords {
    fn count(block: usize, long: bool, content: &[u32], words: &mut FxHashMap<u32, PageWord>) -> Self {
        let (mut seen, own, now) = (Self::default(), u32::from(long), block as u32 + 1);
        for &token in content {
            seen.words += 1.0;
            let word = words.entry(token).or_default();
            if word.last == now {
                continue;
            }
            seen.distinct += 1.0;
            seen.title += f32::from(u8::from(word.title));
            seen.before += f32::from(u8::from(word.last > 0));
            seen.others += f32::from(u8::from(word.longs > own));
            word.last = now;
        }
        seen
    }
}

/// Counts the words of each subject among the tokens.
fn subjects(tokens: &[u32]) -> [f32; SUBJECTS] {
    let mut counts = [0.0; SUBJECTS];
    for found in tokens.iter().map(|&token| SUBJECT_WORDS.get(token)).filter(|&found| found != 0) {
        for (subject, count) in counts.iter_mut().enumerate() {
            *count += f32::from(found >> subject & 1);
        }
    }
    counts
}

/// Computes the means over the surroundings of each block, weighted by tokens.
fn around(sums: &[SubjectCounts], rows: &mut Rows) {
    let blocks = sums.len() - 1;
    for i in 0..blocks {
        let (from, to) = (sums[i.saturating_sub(REACH)], sums[(i + REACH + 1).min(blocks)]);
        let tokens = (to.tokens - from.tokens).max(1.0);
        let mut row = rows.row_mut(i);
        row.set(at::t8_tit, (to.title - from.title) / tokens);
        row.set(at::t8_oth, (to.others - from.others) / tokens);
        for (subject, feature) in AROUND.into_iter().enumerate() {
            row.set(feature, (to.subjects[subject] - from.subjects[subject]) / tokens);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::hash::{token, words as words_of};

    #[test]
    fn words_of_law_and_shops_are_distinguished_from_stories() {
        let of = |text: &str| subjects(&words_of(text).map(token).collect::<Vec<_>>());
        assert_eq!(of("The river rose by two metres in the night"), [0.0; 4]);
        let [legal, shop, ..] =
            of("Your personal data is processed by our partners; free shipping and returns");
        assert!(legal >= 3.0 && shop >= 2.0, "{legal} {shop}");
        assert!(of("Ich habe meine Bestellung")[2] >= 2.0);
    }

    #[test]
    fn a_word_counts_once_per_block() {
        let mut words = FxHashMap::default();
        let tokens: Vec<u32> = words_of("river river bridge").map(token).collect();
        let first = BlockWords::count(0, true, &tokens, &mut words);
        assert_eq!((first.words, first.distinct, first.before), (3.0, 2.0, 0.0));
        let second = BlockWords::count(1, false, &tokens[..2], &mut words);
        assert_eq!((second.distinct, second.before, second.others), (1.0, 1.0, 0.0));
    }
}
