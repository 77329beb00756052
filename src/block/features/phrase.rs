//! Phrases that tell what a short block is for: sharing, subscribing, related stories, comments.
//!
//! The table `rules/labels.txt` has them by purpose and language. All are looked for at once, in the
//! page's text in lower case. Where a phrase counts only at a block's beginning, its group says so.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashSet;

use crate::rules;

use super::{
    text::{Lower, Stats},
    token,
};

const TABLE: &str = include_str!("../../rules/labels.txt");

/// Words of a block up to which it can be a marker of what comes after it.
const MARKER_WORDS: f32 = 8.0;

/// Groups of phrases, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrases(u32);

impl Phrases {
    /// Cookies and privacy.
    pub(crate) const COOKIE: Self = Self(1 << 0);
    /// Rights and terms.
    pub(crate) const COPYRIGHT: Self = Self(1 << 1);
    /// Subscriptions, newsletters, sign-up.
    pub(crate) const SUBSCRIBE: Self = Self(1 << 2);
    /// Sharing, networks, print.
    pub(crate) const SHARE: Self = Self(1 << 3);
    /// Other stories.
    pub(crate) const RELATED: Self = Self(1 << 4);
    /// Comments and log-in.
    pub(crate) const DISCUSS: Self = Self(1 << 5);
    /// Calls to go on, buy, load.
    pub(crate) const ACTION: Self = Self(1 << 6);
    /// Advertising.
    pub(crate) const ADVERT: Self = Self(1 << 7);
    /// The block begins as a byline, date or topic line does.
    pub(crate) const BYLINE: Self = Self(1 << 8);
    /// A picture's source.
    pub(crate) const PICTURE: Self = Self(1 << 9);
    /// The block begins as the heading of what follows a story does.
    pub(crate) const END: Self = Self(1 << 10);
    /// The block begins as the heading of a comment section does.
    pub(crate) const COMMENTS: Self = Self(1 << 11);
    /// The block begins as a byline or publication line does; fewer words than `BYLINE`.
    pub(crate) const SIGNATURE: Self = Self(1 << 12);
    /// Words before the noun of a comment section's heading.
    const COMMENTS_LEAD: Self = Self(1 << 13);
    /// All that tell boilerplate.
    pub(crate) const BOILERPLATE: Self = Self((1 << 9) - 1);

    /// Groups, and whether they count at a block's beginning only.
    const GROUPS: [(&'static str, Self, bool); 14] = [
        ("cookie", Self::COOKIE, false),
        ("copyright", Self::COPYRIGHT, false),
        ("subscribe", Self::SUBSCRIBE, false),
        ("share", Self::SHARE, false),
        ("related", Self::RELATED, false),
        ("discuss", Self::DISCUSS, false),
        ("action", Self::ACTION, false),
        ("advert", Self::ADVERT, false),
        ("byline", Self::BYLINE, true),
        ("picture", Self::PICTURE, false),
        ("end", Self::END, true),
        ("comments", Self::COMMENTS, true),
        ("signature", Self::SIGNATURE, true),
        ("comments-lead", Self::COMMENTS_LEAD, true),
    ];

    /// Whether one of `other`'s groups is in it.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

struct Table {
    search: AhoCorasick,
    patterns: Vec<Pattern>,
    /// Groups that count at a block's beginning only.
    opening: Phrases,
}

struct Pattern {
    phrases: Phrases,
    /// Whether a word must begin, and end, with the phrase.
    begins: bool,
    ends: bool,
}

static PATTERNS: LazyLock<Table> = LazyLock::new(|| {
    let mut needles: Vec<&str> = Vec::new();
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut opening = Phrases::default();
    for (_, phrases, at_start) in Phrases::GROUPS {
        if at_start {
            opening.add(phrases);
        }
    }
    for (group, entry) in rules::entries(TABLE) {
        let name = group.split_whitespace().next().unwrap_or_default();
        let Some(&(_, phrases, _)) = Phrases::GROUPS.iter().find(|(n, ..)| *n == name) else { continue };
        let (entry, begins) = entry.strip_prefix('*').map_or((entry, true), |e| (e, false));
        let (entry, ends) = entry.strip_suffix('*').map_or((entry, true), |e| (e, false));
        needles.push(entry);
        patterns.push(Pattern { phrases, begins, ends });
    }
    let search = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::Standard)
        .build(&needles)
        .expect("the table's phrases build: a test loads it");
    Table { search, patterns, opening }
});

/// Whether the text before `at` and the text from there on part words.
fn parts(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    let (Some(before), Some(after)) = (before, after) else { return true };
    !before.is_alphanumeric()
        || !after.is_alphanumeric()
        || token::script(before) != token::Script::Spaced
        || token::script(after) != token::Script::Spaced
        // Korean particles follow their noun without a space.
        || is_hangul(before)
}

fn is_hangul(c: char) -> bool {
    matches!(c as u32, 0xac00..=0xd7a3)
}

/// Finds all phrases in the page and notes them in each block's [`Stats`].
pub(crate) fn find(lower: &Lower, stats: &mut [Stats]) {
    let table = &*PATTERNS;
    let text = lower.text.as_str();
    let mut block = 0;
    let mut opened: Vec<(usize, usize, Phrases)> = Vec::new();
    for hit in table.search.find_overlapping_iter(text) {
        while block < stats.len() && lower.ends[block] as usize <= hit.start() {
            finish(lower, block, &mut opened, &mut stats[block]);
            block += 1;
        }
        let Some(stats) = stats.get_mut(block) else { break };
        let pattern = &table.patterns[hit.pattern().as_usize()];
        if pattern.begins && !parts(text, hit.start()) || pattern.ends && !parts(text, hit.end()) {
            continue;
        }
        let phrases = pattern.phrases;
        if !table.opening.any(phrases) {
            stats.phrases.add(phrases);
        } else if hit.start() <= lower.inks[block] as usize
            || stats.words <= MARKER_WORDS && phrases.any(Phrases::COMMENTS.with(Phrases::COMMENTS_LEAD))
        {
            opened.push((hit.start(), hit.end(), phrases));
        }
    }
    if let Some(stats) = stats.get_mut(block) {
        finish(lower, block, &mut opened, stats);
    }
}

/// What stands at the block's beginning, now that all of its phrases are found.
fn finish(lower: &Lower, block: usize, opened: &mut Vec<(usize, usize, Phrases)>, stats: &mut Stats) {
    if opened.is_empty() {
        return;
    }
    let ink = lower.inks[block] as usize;
    for &(_, _, phrases) in opened.iter().filter(|(start, ..)| *start <= ink) {
        stats.phrases.add(phrases.only(Phrases::BYLINE.with(Phrases::END).with(Phrases::SIGNATURE)));
    }
    // "12 comments", "leave a reply", "all reader comments"
    let bytes = lower.text.as_bytes();
    let mut at = ink;
    loop {
        if opened.iter().any(|&(start, _, p)| start == at && p.any(Phrases::COMMENTS)) {
            stats.phrases.add(Phrases::COMMENTS);
            break;
        }
        let lead = opened.iter().filter(|&&(start, _, p)| start == at && p.any(Phrases::COMMENTS_LEAD));
        let digits = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let next = lead.map(|&(_, end, _)| end).max().unwrap_or(at + digits);
        let spaces = bytes[next..].iter().take_while(|&&b| b == b' ').count();
        if next == at || spaces == 0 {
            break;
        }
        at = next + spaces;
    }
    opened.clear();
}

impl Phrases {
    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Words of one group, as hashes.
fn words(name: &'static str) -> FxHashSet<u32> {
    rules::entries(TABLE)
        .filter(|(group, _)| group.split_whitespace().next() == Some(name))
        .map(|(_, entry)| token::hash(entry))
        .collect()
}

static CURRENCIES: LazyLock<FxHashSet<u32>> = LazyLock::new(|| words("currency"));
static UNITS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| words("time-unit"));
static AFTER_TIME: LazyLock<FxHashSet<u32>> = LazyLock::new(|| words("time-after"));
static BEFORE_TIME: LazyLock<FxHashSet<u32>> = LazyLock::new(|| words("time-before"));
static OF: LazyLock<FxHashSet<u32>> = LazyLock::new(|| words("day-of"));

/// Whether a word is a currency as it stands after an amount.
pub(crate) fn is_currency(word: &str) -> bool {
    !word.is_empty() && CURRENCIES.contains(&token::hash(word))
}

/// Whether a word is a unit of time.
pub(crate) fn is_time_unit(word: &str) -> bool {
    !word.is_empty() && UNITS.contains(&token::hash(word))
}

/// Whether a word after a span of time makes it an age or a reading time.
pub(crate) fn is_after_time(word: &str) -> bool {
    !word.is_empty() && AFTER_TIME.contains(&token::hash(word))
}

/// Whether a word before a span of time makes it an age.
pub(crate) fn is_before_time(word: &str) -> bool {
    !word.is_empty() && BEFORE_TIME.contains(&token::hash(word))
}

/// Whether a word stands between day and month.
pub(crate) fn is_of(word: &str) -> bool {
    !word.is_empty() && OF.contains(&token::hash(word))
}
