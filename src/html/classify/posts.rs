//! Finds the posts of a thread: the parts around their texts, and the texts.
//!
//! Forum software writes names, ranks, dates, counters, buttons and signatures in the same way into each post. So
//! these parts form groups of blocks with one signature, and between two members of a group there is text. The rules
//! compare blocks with each other and read no words: they work for any software and in any language.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use crate::{
    block::label::{BlockKind, BlockLabel, Rule},
    dom::Tag,
    html::{
        class_hints::ClassHints,
        features::{Features, at, repeat, story_bounds::is_date_line, wording::Stats},
        outline::{ElementId, Outline},
    },
};

/// Minimum share of neighbouring members of a group that have text between them.
const APART: f32 = 0.6;
/// Maximum share of the page's words in a group of parts, and maximum mean and single words of its members.
const PAGE_SHARE: f32 = 0.25;
const MEAN_WORDS: f32 = 25.0;
const MOST_WORDS: f32 = 60.0;
/// Maximum words of a line: a name, a date, a rank, buttons. Lines may be a larger share of a page with short posts.
const LINE_WORDS: f32 = 14.0;
const LINES_SHARE: f32 = 0.5;
/// Maximum mean words of a group of lines without dates and repetitions.
const SHORT_WORDS: f32 = 5.0;
/// Maximum words of a label that is repeated in each container.
const LABEL_WORDS: f32 = 6.0;
/// Minimum share of members whose text another member has too, in small groups and in larger ones. Cross-validated: 1
/// for both loses .002 F1 on forums.
const DOUBLED_FEW: f32 = 0.6;
const DOUBLED: f32 = 0.3;
const FEW: usize = 4;
/// Minimum share of members that are date lines.
const DATED: f32 = 0.6;
/// Minimum share of members that are in a container of their own, with text.
const CONTAINED: f32 = 0.8;
/// Shares of members with a property that count as few, as half, and as most of a group.
const FEW_OF_GROUP: f32 = 0.3;
const HALF: f32 = 0.5;
const MOST_OF_GROUP: f32 = 0.8;
/// Minimum link density of a button.
const BUTTON_LINKS: f32 = 0.9;
/// Minimum posts of a thread that is recognized by its structure alone.
const POSTS: usize = 3;
/// Minimum share of the page's running text in the element around the posts. At .5, some articles with
/// long comments become threads.
const COVER: f32 = 0.6;
/// Maximum probability of an article and of a type other than documentation for a page whose structure may decide.
const ARTICLE: f32 = 0.8;
const OTHER: f32 = 0.1;
/// Minimum probability of a forum: without it, lists of weather and prices become threads.
const LEAST_FORUM: f32 = 0.01;
/// Probability of a forum from which one kind of parts is enough evidence.
const FORUM: f32 = 0.3;
/// Maximum levels of a block's signature, and of elements that identify a block.
const LEVELS: usize = 4;
/// Minimum mean probability of a group of texts relative to that of all posts for the group to be posts.
/// Cross-validated: .4 gains as much on one set of forums and loses .002 F1 on another.
const ALIKE: f32 = 0.6;
/// Minimum mean probability of posts for this: where all are improbable, the page is not understood. Cross-validated: up
/// to .3 makes no difference to forums, without it wcxb-dev gains .00002.
const LEAST_MEAN: f32 = 0.25;
/// Minimum share of neighbouring texts with a part between them, minimum share of running text, maximum link density
/// and minimum mean words of a group of posts.
const TEXTS_APART: f32 = 0.3;
const TEXTS_SHARE: f32 = 0.4;
const TEXTS_LINKS: f32 = 0.3;
const TEXTS_WORDS: f32 = 4.0;

/// What the structure of a page says about posts.
#[derive(Debug, Default)]
pub(crate) struct Posts {
    /// Whether each block is a part of a post around its text.
    is_part: Vec<bool>,
    /// Groups of parts that occur once in each post.
    kinds: usize,
    /// Groups of headings that occur once in each post, as in lists of stories and in live blogs.
    headings: usize,
    /// Share of the page's running text in the element around the posts.
    cover: f32,
    signatures: Vec<u64>,
}

impl Posts {
    /// Finds the posts of a page.
    pub(crate) fn find(outline: &Outline, features: &Features) -> Self {
        let page = Page::new(outline, features);
        let blocks = features.texts.len();
        let signatures: Vec<u64> = (0..blocks).map(|i| signature(i, outline)).collect();
        let mut found = Self { is_part: vec![false; blocks], signatures, ..Self::default() };
        let mut kinds = Kinds::default();
        for group in groups(0..blocks, &found.signatures) {
            if page.apart(&group) >= APART {
                page.add(&group, &mut kinds, &mut found.is_part);
                continue;
            }
            // Parts at several positions of a post may have the same markup: cells, paragraphs without a class.
            for part in page.split_by_position(&group) {
                if page.apart(&part) >= APART && !page.is_prose(&part) {
                    page.add(&part, &mut kinds, &mut found.is_part);
                }
            }
        }
        found.kinds = kinds.kinds();
        found.headings = kinds.headings;
        found.cover = kinds.span.map_or(0.0, |(first, last)| page.cover(first, last));
        found
    }

    /// Returns whether a block is a part of a post around its text.
    pub(crate) fn is_part(&self, block: usize) -> bool {
        self.is_part.get(block).copied().unwrap_or(false)
    }

    /// Returns whether the page is a thread although it looks more like an article, given the probability of a forum
    /// and that of the likeliest other type.
    pub(crate) fn is_thread(&self, features: &Features, article: f32, forum: f32, other: f32) -> bool {
        /// Values of the feature of `og:type`.
        const OG_NONE: f32 = 0.0;
        const OG_WEBSITE: f32 = 2.0;
        let is_forum = forum >= FORUM;
        let declared = features.rows.get(0, at::pg_og);
        (declared == OG_NONE || declared == OG_WEBSITE && is_forum)
            && article < ARTICLE
            && forum >= LEAST_FORUM
            && other < OTHER
            && self.headings == 0
            && self.cover >= COVER
            && self.kinds >= if is_forum { 1 } else { 2 }
    }

    /// Raises the probability of groups of texts between the parts to the mean of all of them, so that posts are kept
    /// together.
    pub(crate) fn raise(&self, outline: &Outline, features: &Features, probabilities: &mut [f32]) {
        let blocks = probabilities.len();
        let is_comment = |i: &usize| {
            outline.lineage(outline.marks[*i].eff).any(|(_, e)| e.evidence.any(ClassHints::COMMENTS))
        };
        let (comments, texts): (Vec<usize>, Vec<usize>) =
            (0..blocks).filter(|&i| !self.is_part[i]).partition(is_comment);
        let size = |of: &[usize]| -> f32 {
            of.iter().map(|&i| &features.texts[i]).filter(|t| is_text(t)).map(|t| t.words).sum()
        };
        // Comments on the posts, unless they are the posts.
        let texts = if size(&comments) < size(&texts) {
            texts
        } else {
            (0..blocks).filter(|&i| !self.is_part[i]).collect()
        };
        let mut parts_before = vec![0u32; blocks + 1];
        for i in 0..blocks {
            parts_before[i + 1] = parts_before[i] + u32::from(self.is_part[i]);
        }
        let is_posts = |group: &Vec<usize>| {
            let mean = |of: &dyn Fn(&Stats) -> f32| {
                group.iter().map(|&i| of(&features.texts[i])).sum::<f32>() / group.len() as f32
            };
            let apart = group.windows(2).filter(|w| parts_before[w[1]] > parts_before[w[0]]).count() as f32;
            group.len() > 1
                && apart >= TEXTS_APART * (group.len() - 1) as f32
                && mean(&|t| f32::from(u8::from(is_text(t)))) >= TEXTS_SHARE
                && mean(&|t| t.link_density) <= TEXTS_LINKS
                && mean(&|t| t.words) >= TEXTS_WORDS
        };
        let mass = |group: &[usize]| {
            group.iter().fold((0.0, 0.0), |(mass, words), &i| {
                (mass + probabilities[i] * features.texts[i].words, words + features.texts[i].words)
            })
        };
        let groups: Vec<(Vec<usize>, f32, f32)> = groups(texts, &self.signatures)
            .filter(is_posts)
            .map(|group| {
                let (mass, words) = mass(&group);
                (group, mass, words)
            })
            .collect();
        let (all, words) = groups.iter().fold((0.0, 0.0), |(m, w), g| (m + g.1, w + g.2));
        let mean = all / f32::max(words, 1.0);
        if mean < LEAST_MEAN {
            return;
        }
        for (group, mass, words) in groups {
            if mass >= ALIKE * mean * words {
                group.into_iter().for_each(|i| probabilities[i] = probabilities[i].max(mean));
            }
        }
    }
}

/// Removes labels between texts that have the same words, but for digits, in a container of each text: links to share
/// an entry of a live blog, or to call the seller of an offer.
pub(crate) fn drop_repeated_labels(outline: &Outline, features: &Features, labels: &mut [BlockLabel]) {
    let is_button = |i: &usize| {
        let read = &features.texts[*i];
        read.words <= LABEL_WORDS
            && read.ending == 0.0
            && features.rows.get(*i, at::ishead) == 0.0
            && (read.link_density >= BUTTON_LINKS || is_in(*i, Tag::Button, outline))
    };
    let is_taken = |i: usize| labels[i].kind == BlockKind::Body && is_button(&i);
    if !(0..labels.len()).any(is_taken) {
        return;
    }
    let page = Page::new(outline, features);
    let signatures: Vec<u64> = (0..labels.len()).map(|i| signature(i, outline)).collect();
    let mut repeated = Vec::new();
    for group in groups((0..labels.len()).filter(is_button), &signatures) {
        let is_label = group.len() >= POSTS
            && group.iter().all(|&i| page.is_lettered(i) && !page.is_code(i))
            && page.apart(&group) >= APART
            && page.doubled(&group) >= 1.0
            && page.contained(&group) >= CONTAINED;
        if is_label {
            repeated.extend(group.into_iter().filter(|&i| labels[i].kind == BlockKind::Body));
        }
    }
    repeated.into_iter().for_each(|i| labels[i].drop_by(Rule::Label));
}

/// The groups of parts that say whether a page is a thread.
#[derive(Debug, Default)]
struct Kinds {
    dated: bool,
    named: bool,
    /// Groups whose members all have the same text, but for digits.
    same: usize,
    /// Groups of dates or repeated names that are not in a container of each post.
    loose: usize,
    headings: usize,
    /// First and last member of all groups.
    span: Option<(usize, usize)>,
}

impl Kinds {
    fn kinds(&self) -> usize {
        /// Maximum groups of one sort that count.
        const MOST: usize = 2;
        usize::from(self.dated) + usize::from(self.named) + self.same.min(MOST) + self.loose.min(MOST)
    }
}

/// Returns whether a block is running text in any language.
fn is_text(read: &Stats) -> bool {
    /// Minimum words, or characters in scripts without spaces, and maximum link density.
    const WORDS: f32 = 6.0;
    const CHARS: u32 = 40;
    const LINKS: f32 = 0.3;
    /// Maximum share of numbers: lines of dates and measurements are data.
    const NUMBERS: u32 = 4;
    read.long
        || read.link_density < LINKS
            && (read.words >= WORDS || read.chars >= CHARS)
            && read.digits * NUMBERS < read.runs.max(1)
}

/// Returns whether one of a block's nearest elements has a tag.
fn is_in(block: usize, tag: Tag, outline: &Outline) -> bool {
    outline.lineage(outline.marks[block].owner).take(LEVELS).any(|(_, e)| e.tag == tag)
}

/// Returns the signature of a block: the kinds of the elements from the block up to the first one that has a class
/// or a name of its own, at least two. Replies in replies have the same signature as the others.
fn signature(block: usize, outline: &Outline) -> u64 {
    let mut hash = FxHasher::default();
    let mut named = false;
    for (level, (_, element)) in outline.lineage(outline.marks[block].eff).take(LEVELS).enumerate() {
        hash.write_u64(repeat::kind(element, outline));
        hash.write_u32(element.custom);
        named |= element.class != 0 || element.custom != 0;
        if level > 0 && named {
            break;
        }
    }
    hash.finish()
}

/// Yields the blocks of each signature, in document order.
fn groups(blocks: impl IntoIterator<Item = usize>, signatures: &[u64]) -> impl Iterator<Item = Vec<usize>> {
    let mut order: Vec<(u64, usize)> = blocks.into_iter().map(|i| (signatures[i], i)).collect();
    order.sort_unstable();
    let mut from = 0;
    std::iter::from_fn(move || {
        let key = order.get(from)?.0;
        let group: Vec<usize> =
            order[from..].iter().take_while(|(k, _)| *k == key).map(|(_, i)| *i).collect();
        from += group.len();
        Some(group)
    })
}

/// Returns the number of values that no other value equals.
fn alone<T: Eq + Hash>(values: impl Iterator<Item = T>) -> usize {
    let mut counts: FxHashMap<T, u32> = FxHashMap::default();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.values().filter(|&&count| count == 1).count()
}

struct Page<'a> {
    outline: &'a Outline,
    features: &'a Features,
    /// Blocks of running text before each block.
    texts_before: Vec<u32>,
    /// Index of each element among its siblings.
    indices: Vec<u32>,
}

impl<'a> Page<'a> {
    fn new(outline: &'a Outline, features: &'a Features) -> Self {
        let mut texts_before = vec![0; features.texts.len() + 1];
        for (i, read) in features.texts.iter().enumerate() {
            texts_before[i + 1] = texts_before[i] + u32::from(is_text(read));
        }
        let mut children = vec![0; outline.elements.len()];
        let index = |element: &crate::html::outline::Element| {
            let next: &mut u32 = &mut children[element.parent as usize];
            *next += 1;
            *next
        };
        let indices = outline.elements.iter().map(index).collect();
        Self { outline, features, texts_before, indices }
    }

    fn texts(&self, first: usize, last: usize) -> u32 {
        self.texts_before[last] - self.texts_before[first]
    }

    /// Returns the share of neighbouring members with text between them.
    fn apart(&self, group: &[usize]) -> f32 {
        let apart = group.windows(2).filter(|w| self.texts(w[0] + 1, w[1]) > 0).count();
        apart as f32 / (group.len().max(2) - 1) as f32
    }

    /// Returns whether some members of a group end like sentences.
    fn is_prose(&self, group: &[usize]) -> bool {
        /// Minimum share of such members.
        const SHARE: f32 = 0.2;
        let texts = group.iter().filter(|&&i| self.features.texts[i].ending >= 1.0).count();
        texts as f32 > SHARE * group.len() as f32
    }

    /// Splits a group by the positions of the members' elements, and of their parents, among their siblings.
    fn split_by_position(&self, group: &[usize]) -> Vec<Vec<usize>> {
        let mut parts: FxHashMap<(u32, u32), Vec<usize>> = FxHashMap::default();
        for &i in group {
            let element = self.outline.marks[i].eff;
            let parent = self.outline.element(element).parent;
            let is_cell = matches!(self.outline.element(element).tag, Tag::Td | Tag::Th);
            let row = if is_cell { self.indices[parent as usize] } else { 0 };
            parts.entry((self.indices[element as usize], row)).or_default().push(i);
        }
        let mut parts: Vec<_> = parts.into_values().collect();
        parts.sort_unstable();
        parts
    }

    /// Marks the members of a group if they are parts of posts, and counts the group.
    fn add(&self, group: &[usize], kinds: &mut Kinds, is_part: &mut [bool]) {
        let rows = &self.features.rows;
        let texts = || group.iter().map(|&i| &self.features.texts[i]);
        let words: f32 = texts().map(|t| t.words).sum();
        let most = texts().map(|t| t.words).fold(0.0, f32::max);
        let mean = words / group.len() as f32;
        let is_line = most <= LINE_WORDS;
        let page = self.features.sums.page().words;
        let limit = if is_line { LINES_SHARE } else { PAGE_SHARE };
        if group.len() < 2 || words > limit * page || mean > MEAN_WORDS || most > MOST_WORDS {
            return;
        }
        let share = |test: &dyn Fn(usize) -> bool| {
            group.iter().filter(|&&i| test(i)).count() as f32 / group.len() as f32
        };
        if share(&|i| self.is_code(i)) > FEW_OF_GROUP {
            return;
        }
        let doubled = self.doubled(group);
        let is_doubled = doubled >= if group.len() < FEW { DOUBLED_FEW } else { DOUBLED };
        let is_dated = share(&|i| is_date_line(&self.features.texts[i], rows.get(i, at::time))) >= DATED;
        let is_heading = share(&|i| rows.get(i, at::ishead) > 0.0) > FEW_OF_GROUP;
        let is_open = share(&|i| self.features.texts[i].ending < 1.0) >= MOST_OF_GROUP;
        let is_quote = share(&|i| self.is_in(i, Tag::Blockquote)) > HALF;
        let contained = self.contained(group) >= CONTAINED;
        let is_short =
            group.len() >= POSTS && !is_heading && is_open && mean <= SHORT_WORDS && is_line && contained;
        if is_doubled && is_line && !is_quote || is_dated || is_short {
            group.iter().for_each(|&i| is_part[i] = true);
        }
        let is_lettered = share(&|i| self.is_lettered(i)) >= MOST_OF_GROUP;
        if group.len() < POSTS || !is_line || !is_lettered {
            return;
        }
        let is_same = doubled >= 1.0;
        match (is_heading && !is_same, contained) {
            (true, _) => {
                kinds.headings += 1;
                return;
            }
            (false, true) if is_same => kinds.same += 1,
            (false, true) if is_dated => kinds.dated = true,
            (false, true) if is_open => kinds.named = true,
            (false, false) if is_dated || is_doubled && !is_same => kinds.loose += 1,
            _ => return,
        }
        let (first, last) = kinds.span.unwrap_or((group[0], group[0]));
        kinds.span = Some((first.min(group[0]), last.max(group[group.len() - 1])));
    }

    /// Returns the share of members whose text, but for digits, another member has too.
    fn doubled(&self, group: &[usize]) -> f32 {
        let key = |&i: &usize| {
            let mut hash = FxHasher::default();
            let chars = self.features.text(i).chars().filter(|c| !c.is_numeric() && !c.is_whitespace());
            chars.for_each(|c| hash.write_u32(c.into()));
            hash.finish()
        };
        (group.len() - alone(group.iter().map(key))) as f32 / group.len() as f32
    }

    /// Returns the share of members whose nearest ancestor with other text contains no other member.
    fn contained(&self, group: &[usize]) -> f32 {
        let post = |&i: &usize| -> ElementId {
            let own = u32::from(is_text(&self.features.texts[i]));
            let mut around = self.outline.lineage(self.outline.marks[i].owner);
            around.find(|(_, e)| self.texts(e.first as usize, e.last as usize) > own).map_or(0, |(id, _)| id)
        };
        alone(group.iter().map(post)) as f32 / group.len() as f32
    }

    /// Returns the share of the page's running text in the element around two blocks.
    fn cover(&self, first: usize, last: usize) -> f32 {
        let marks = &self.outline.marks;
        let around = self.outline.element(self.outline.common(marks[first].owner, marks[last].owner));
        let words = |blocks: std::ops::Range<usize>| -> f32 {
            self.features.texts[blocks].iter().filter(|t| is_text(t)).map(|t| t.words).sum()
        };
        words(around.first as usize..around.last as usize) / words(0..marks.len()).max(1.0)
    }

    fn is_code(&self, i: usize) -> bool {
        /// Minimum share of code.
        const CODE: f32 = 0.5;
        self.features.rows.get(i, at::code) > CODE || self.is_in(i, Tag::Pre)
    }

    fn is_in(&self, i: usize, tag: Tag) -> bool {
        is_in(i, tag, self.outline)
    }

    /// Returns whether a block is more than a number or a time of day.
    fn is_lettered(&self, i: usize) -> bool {
        let is_time = |c: char| c.is_numeric() || c.is_whitespace() || ".:,-–/".contains(c);
        self.features.text(i).chars().any(|c| !is_time(c))
    }
}
