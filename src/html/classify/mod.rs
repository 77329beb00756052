//! Classifies the blocks of an HTML page and selects its body.
//!
//! The steps: learned probabilities (`model`); rules that make blocks outside the story improbable (`foreign`); the set
//! of blocks with the best expected F1 (`select::expected_f1`); headline, standfirst, captions and copies among them
//! (`roles`); user-interface text among them (`ui_text`), and notices that ask for consent (`consent`). If the model
//! selects nothing, `fallback` decides. `lead_in` and `login_gate` correct a finished selection.

pub(crate) mod block_groups;
mod confidence;
mod consent;
mod contents;
mod copies;
pub(crate) mod fallback;
pub(crate) mod foreign;
mod islands;
pub(crate) mod lead_in;
mod leads;
pub(crate) mod login_gate;
pub(crate) mod model;
mod posts;
mod roles;
#[cfg(test)]
mod tests;
mod ui_text;

use crate::{
    PageType,
    block::label::{BlockKind, BlockLabel, Rule},
    dom::Tag,
    html::{
        features::{Features, at},
        outline::Outline,
    },
    options::Favor,
    select::{BodySelection, expected_f1},
};

/// Minimum probability of an article, and maximum probability of a forum, for a page that is surely an article.
const SURE_ARTICLE: f32 = 0.8;
/// Comment sections are foreign only below this probability of a forum. Cross-validated: compared with every article
/// page, forums in two sets gain .013 and .002 F1, and articles lose .0007.
const NO_FORUM: f32 = 0.15;
/// Index of forums among the types.
const FORUM: usize = 3;
/// Probability of a forum from which its posts are scored together.
const POSTS: f32 = 0.4;
/// Factor on the probability of a block that a rule marks as foreign.
const FOREIGN: f32 = 0.05;
/// Minimum share of the expected words that must remain for the foreign-block rules to apply. Cross-validated: .15 on
/// pages that are surely articles loses .007 F1 on news and .001 on other articles.
const FOREIGN_MUST_LEAVE: f32 = 0.3;
/// Factor of the expected-F1 rule on articles and on other pages (flat from 0.6 to 0.9, and from 0.8 to 1.25).
const FACTOR_ARTICLE: f32 = 0.9;
/// See [`FACTOR_ARTICLE`].
const FACTOR_OTHER: f32 = 1.1;
/// See [`FACTOR_ARTICLE`]. Posts are less probable than other text, because below articles they are comments.
/// Cross-validated: at 1.3, forums in two sets gain .003 and 0 F1; at 1.5, one gains .008 and the other loses .001.
const FACTOR_FORUM: f32 = 1.25;
/// Multiplies the factor when precision is favored. Cross-validated on articles: precision .978 and recall .968,
/// compared with .970 and .981 for balanced and .962 and .988 for recall. A minimum probability added nothing on
/// articles and cost other pages .03 F1.
const PRECISION_FACTOR: f32 = 0.5;
/// See [`PRECISION_FACTOR`].
const RECALL_FACTOR: f32 = 2.0;

/// Classifies the blocks of HTML pages; keeps its buffers from page to page.
#[derive(Debug, Default)]
pub(crate) struct Classifier {
    scores: model::Scores,
    foreign: Vec<Option<Rule>>,
    groups: Vec<u32>,
    words: Vec<f32>,
    order: Vec<u32>,
    taken: Vec<bool>,
    signatures: Vec<(u32, u32)>,
    signature_sums: Vec<(f32, f32)>,
    shingles: roles::Shingles,
    copies: copies::Copies,
}

/// Returns whether a block of the page is code.
fn has_code(outline: &Outline, features: &Features) -> bool {
    let is_code = |i: usize| {
        features.rows.get(i, at::code) > 0.0
            || outline.lineage(outline.marks[i].owner).any(|(_, e)| matches!(e.tag, Tag::Pre))
    };
    (0..features.rows.len()).any(is_code)
}

/// Figures of [`Classifier::decide`] for the whole page.
struct PageDecision {
    /// Probability from which taking a block improves the expected F1, 0 to 1.
    threshold: f32,
    /// Calibrated expected F1, 0 to 1.
    confidence: f32,
}

impl Classifier {
    /// Selects the body of a page.
    pub(crate) fn select(&mut self, outline: &Outline, features: &Features, favor: Favor) -> BodySelection {
        self.foreign.clear();
        self.words.clear();
        self.words.extend(features.texts.iter().map(|t| t.words));
        self.scores.read_types(&features.rows);
        self.trust_article(features);
        self.trust_story(outline, features);
        self.trust_thread(features);
        let posts = self.trust_posts(outline, features);
        self.scores.read(&features.rows);
        let types = model::TYPES.iter().zip(self.scores.types);
        let page_type = types.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(PageType::Article, |(&kind, _)| kind);
        let is_article = page_type == PageType::Article;
        let sure = self.scores.types[0] > SURE_ARTICLE && self.scores.types[FORUM] < NO_FORUM;
        block_groups::find(outline, features, &mut self.groups);
        block_groups::average(&self.groups, &self.words, &mut self.scores.probabilities);
        if page_type == PageType::Forum || self.scores.types[FORUM] > POSTS {
            let signature = |block| features.repeats.signature(block) as usize;
            block_groups::smooth(
                signature,
                &self.words,
                &mut self.signature_sums,
                &mut self.scores.probabilities,
            );
        }
        if let Some(posts) = posts.as_ref().filter(|_| page_type == PageType::Forum) {
            posts.raise(outline, features, &mut self.scores.probabilities);
        }
        if is_article || page_type == PageType::Product {
            block_groups::raise_own_table(outline, features, !is_article, &mut self.scores.probabilities);
        }
        if is_article {
            self.bound(outline, features, sure);
        }
        if matches!(page_type, PageType::Article | PageType::Documentation | PageType::Forum) {
            islands::raise(outline, features, &self.foreign, is_article, &mut self.scores.probabilities);
        }
        let factor = match page_type {
            PageType::Article => FACTOR_ARTICLE,
            PageType::Forum => FACTOR_FORUM,
            _ => FACTOR_OTHER,
        };
        let PageDecision { threshold, confidence } = self.decide(features, factor, favor);
        let mut labels = if self.taken.contains(&true) {
            let mut labels = self.taken_labels();
            roles::name(outline, features, page_type, &mut labels, &mut self.shingles, &mut self.copies);
            labels
        } else {
            self.fallback_labels(outline, features)
        };
        if let Some(posts) = posts.filter(|_| page_type == PageType::Forum) {
            let parts =
                labels.iter_mut().enumerate().filter(|(i, v)| v.kind == BlockKind::Body && posts.is_part(*i));
            parts.for_each(|(_, label)| label.drop_by(Rule::PostFrame));
        }
        posts::drop_repeated_labels(outline, features, &mut labels);
        contents::clear(features, &mut labels);
        ui_text::clear(outline, features, page_type, &mut labels);
        consent::clear(outline, features, &mut labels);
        BodySelection { labels, page_type, confidence, threshold }
    }

    /// Treats a page that looks like a forum as an article if its metadata says so and no element is named as forum
    /// software names its parts. Long comments below a short story look like posts.
    fn trust_article(&mut self, features: &Features) {
        let types = &mut self.scores.types;
        let is_forum = types[FORUM] >= types.iter().copied().fold(0.0, f32::max);
        if features.rows.len() == 0 || !is_forum {
            return;
        }
        let get = |feature| features.rows.get(0, feature);
        let named = get(at::pg_forum) + get(at::pg_prof) + get(at::pg_tforum) > 0.0;
        if get(at::pg_og) == 1.0 && !named {
            types.swap(0, FORUM);
            types[0] = types[0].max(SURE_ARTICLE + f32::EPSILON);
            types[FORUM] = types[FORUM].min(NO_FORUM / 2.0);
        }
    }

    /// Treats a page that hardly looks like an article as a forum if its elements are named as forum software names its
    /// parts and blocks have the words of such software.
    fn trust_thread(&mut self, features: &Features) {
        /// Maximum probability of an article, minimum probability of a forum, and minimum number of such elements and
        /// blocks together.
        const ARTICLE: f32 = 0.5;
        const THREAD: f32 = 0.1;
        const SIGNS: f32 = 3.0;
        let types = &mut self.scores.types;
        let is_first = types[0] >= types.iter().copied().fold(0.0, f32::max);
        if features.rows.len() == 0 || !is_first || types[0] > ARTICLE || types[FORUM] < THREAD {
            return;
        }
        let get = |feature| features.rows.get(0, feature);
        let (named, labels) = (get(at::pg_forum) + get(at::pg_prof), get(at::pg_reply));
        if named > 0.0 && labels > 0.0 && named + labels >= SIGNS {
            types.swap(0, FORUM);
        }
    }

    /// Treats a page that hardly looks like an article as a forum if it has the structure of a thread. Returns the
    /// posts of a page that may be a thread.
    fn trust_posts(&mut self, outline: &Outline, features: &Features) -> Option<posts::Posts> {
        let types = &mut self.scores.types;
        let likeliest = types.iter().copied().fold(0.0, f32::max);
        let is_forum = types[FORUM] >= likeliest;
        if features.rows.len() == 0 || !is_forum && (types[0] < likeliest || types[0] > SURE_ARTICLE) {
            return None;
        }
        let posts = posts::Posts::find(outline, features);
        let [article, collection, _, forum, listing, product, service] = *types;
        let other = collection.max(listing).max(product).max(service);
        if !is_forum && posts.is_thread(features, article, forum, other) {
            types.swap(0, FORUM);
        }
        Some(posts)
    }

    /// Treats a page that looks like documentation as an article if nothing on it is code and a date or a byline is
    /// right below its headline, or an article is nearly as probable. Short stories without metadata, in scripts whose
    /// words the model does not know, look like notes.
    fn trust_story(&mut self, outline: &Outline, features: &Features) {
        /// Minimum probability of an article.
        const ARTICLE: f32 = 0.1;
        /// Index of documentation among the types.
        const DOCUMENTATION: usize = 2;
        /// Probability of an article from which such a line is not needed, and minimum blocks that end like sentences
        /// and are not links: a page of links after one sentence is not a story.
        const LIKELY_ARTICLE: f32 = 0.25;
        const SENTENCES: usize = 3;
        if features.rows.len() == 0 {
            return;
        }
        let is_declared = features.rows.get(0, at::pg_udocs) > 0.0;
        let sentences = features.texts.iter().filter(|read| read.ending >= 1.0 && read.link_density < 0.5);
        let is_text = sentences.count() >= SENTENCES;
        let types = &mut self.scores.types;
        let is_first = types[DOCUMENTATION] >= types.iter().copied().fold(0.0, f32::max);
        if is_first
            && types[0] >= ARTICLE
            && (foreign::has_line_below_title(features)
                || types[0] >= LIKELY_ARTICLE && is_text && !is_declared)
            && !has_code(outline, features)
        {
            types.swap(0, DOCUMENTATION);
        }
    }

    /// Makes foreign blocks improbable. If the rules would remove nearly everything, the page is not an article page
    /// and they are ignored.
    ///
    /// On pages that are surely articles, the rules that apply no matter how much they remove come first. On a thread
    /// they would remove the replies.
    fn bound(&mut self, outline: &Outline, features: &Features, sure_article: bool) {
        foreign::find(outline, features, &mut self.foreign);
        if self.scores.types[FORUM] >= NO_FORUM {
            let comments = self.foreign.iter_mut().filter(|rule| **rule == Some(Rule::Comments));
            comments.for_each(|rule| *rule = None);
        }
        let sure = |rule: &Option<Rule>| rule.is_some_and(|rule| foreign::is_sure(rule, sure_article));
        for (p, _) in self.scores.probabilities.iter_mut().zip(&self.foreign).filter(|(_, rule)| sure(rule)) {
            *p *= FOREIGN;
        }
        let (mut all, mut own) = (0.0, 0.0);
        for ((&p, &w), foreign) in self.scores.probabilities.iter().zip(&self.words).zip(&self.foreign) {
            all += p * w;
            own += if foreign.is_none() { p * w } else { 0.0 };
        }
        if own < FOREIGN_MUST_LEAVE * all {
            self.foreign.iter_mut().filter(|rule| !sure(rule)).for_each(|rule| *rule = None);
            return;
        }
        for (p, rule) in self.scores.probabilities.iter_mut().zip(&self.foreign) {
            if rule.is_some() && !sure(rule) {
                *p *= FOREIGN;
            }
        }
    }

    /// Fills `taken` with the set of blocks with the best expected F1.
    fn decide(&mut self, features: &Features, factor: f32, favor: Favor) -> PageDecision {
        let factor = match favor {
            Favor::Precision => factor * PRECISION_FACTOR,
            Favor::Balanced => factor,
            Favor::Recall => factor * RECALL_FACTOR,
        };
        let Self { scores, words, order, taken, signatures, .. } = self;
        let decision = expected_f1::decide(&scores.probabilities, words, factor, order, taken);
        expected_f1::close_gaps(&scores.probabilities, words, decision.threshold, taken);
        let signature = |block| features.repeats.signature(block) as usize;
        expected_f1::even_out(&scores.probabilities, decision.threshold, signature, signatures, taken);
        expected_f1::take_headings(
            &scores.probabilities,
            decision.threshold,
            |block| features.is_subhead(block),
            |block| features.texts[block].long,
            taken,
        );
        let summary = confidence::SelectionSummary {
            probabilities: &scores.probabilities,
            words,
            taken,
            expected: decision.expected,
            kinds: scores.types,
        };
        PageDecision { threshold: decision.break_even(), confidence: summary.confidence() }
    }

    /// Labels the selected blocks as body, and the others as boilerplate with the rule that made them foreign.
    fn taken_labels(&self) -> Vec<BlockLabel> {
        let label = |(i, &taken): (usize, &bool)| BlockLabel {
            kind: if taken { BlockKind::Body } else { BlockKind::Boilerplate },
            probability: self.scores.probabilities[i],
            rule: self.foreign.get(i).copied().flatten().filter(|_| !taken),
        };
        self.taken.iter().enumerate().map(label).collect()
    }

    /// Labels the blocks by the fallback rule, for pages on which the model selects nothing.
    fn fallback_labels(&self, outline: &Outline, features: &Features) -> Vec<BlockLabel> {
        let label = |block: usize| {
            let rule = if features.titles.block == Some(block) {
                Some(Rule::Headline)
            } else {
                fallback::drops(block, outline, features)
            };
            let kind = match rule {
                Some(Rule::Headline) => BlockKind::Headline,
                Some(_) => BlockKind::Boilerplate,
                None => BlockKind::Body,
            };
            let probability = self.scores.probabilities.get(block).copied().unwrap_or_default();
            BlockLabel { kind, probability, rule }
        };
        (0..features.rows.len()).map(label).collect()
    }

    /// Returns the contribution of each feature to the score of a block on the last page, largest first: the
    /// feature's column and the log-odds it added.
    pub(crate) fn contributions(&self, block: usize, features: &Features) -> Vec<(usize, f32)> {
        self.scores.contributions(block, &features.rows)
    }
}
