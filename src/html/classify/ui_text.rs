//! Removes user-interface text from the selected blocks: labels, buttons, counters, lines that link elsewhere.
//!
//! The site puts these between and after the text for its own purposes. To the model, such a block looks like its
//! surroundings; only its complete wording identifies it.

use crate::{
    PageType,
    dom::Tag,
    html::{
        class_hints::ClassHints,
        features::{
            Features, at,
            known_tokens::{COUNTER_WORDS, groups_of_label, opening_labels},
            phrases::Phrases,
            wording::Stats,
        },
        outline::{Element, ElementId, Outline},
    },
    lexicon::indexed::OUTLET_NOTES,
};

use super::leads::leads_elsewhere;
use crate::block::label::{BlockKind, BlockLabel, Rule};

/// Maximum words of a block that begins with a label.
const LABEL_WORDS: f32 = 25.0;
/// Maximum words of a button, and of the label of a field.
const BUTTON_WORDS: f32 = 8.0;
/// Maximum words of a line that links to other stories.
const RELATED_WORDS: f32 = 30.0;
/// Minimum link density of a line that links elsewhere, and of one that consists of a link.
const LEADING: f32 = 0.5;
const LINK_ALONE: f32 = 0.95;
/// Minimum link density of a line of topics: what is not a link is commas and a word or two.
const TOPICS: f32 = 0.85;
/// Maximum words of a heading or label after the text.
const HEADING_WORDS: f32 = 10.0;
/// Maximum words of a heading at the end that is left out. A longer one may be a sentence.
const EMPTY_HEADING_WORDS: f32 = 8.0;
/// Maximum words of a byline after the text, and of a line that is mostly a date.
const BYLINE_WORDS: f32 = 14.0;
const DATE_WORDS: f32 = 8.0;
/// Maximum characters of a counter ("12 of 112").
const COUNTER_CHARS: u32 = 9;
/// Maximum words of a price.
const PRICE_WORDS: f32 = 3.0;
/// Maximum characters of a block without letters and digits that is not a separator.
const BLANK_CHARS: u32 = 1;
/// Maximum mean words per item of a list of links.
const MENU_WORDS: f32 = 4.0;
/// Maximum mean words of the links below a post.
const TOOL_WORDS: f32 = 2.5;
/// Number of words of a line that links elsewhere, its minimum link density, and how many words several such lines share
/// at their beginning.
const LEAD_WORDS: std::ops::RangeInclusive<f32> = 4.0..=30.0;
const LEAD_LINKS: f32 = 0.4;
const LEAD_TOKENS: usize = 2;
/// Maximum words before the colon of a label, and minimum words of a sentence next to a line that links elsewhere.
const LABEL_PARTS: usize = 4;
const LEAD_TEXT: f32 = 4.0;
/// Maximum items of a list of links below a label.
const LISTED: usize = 6;
/// Maximum such lines that are compared.
const MOST_LEADS: usize = 100;
/// Number of words of a line with the reporter's address, and maximum words of a note of the outlet.
const CONTACT_WORDS: std::ops::RangeInclusive<f32> = 2.0..=8.0;
const NOTE_WORDS: f32 = 60.0;
/// Minimum share of the body's words before the outlet's notes.
const STORY_SHARE: f32 = 0.5;
/// Maximum steps to an element that identifies a block.
const STEPS: usize = 3;

/// A set of page types.
#[derive(Clone, Copy)]
struct PageTypes(u8);

impl PageTypes {
    const ALL: Self = Self(u8::MAX);

    const fn of(kind: PageType) -> Self {
        Self(1 << kind as u8)
    }

    const fn with(self, kind: PageType) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    fn has(self, kind: PageType) -> bool {
        self.0 & Self::of(kind).0 != 0
    }
}

/// Pages of running text.
const PROSE: PageTypes = PageTypes::of(PageType::Article).with(PageType::Documentation).with(PageType::Forum);

/// Groups of the table, and the page types on which they are removed. On pages of services or offers, the words of a
/// button may be the only text.
const GROUPS: [(&str, PageTypes); 9] = [
    ("advert", PageTypes::ALL),
    ("share", PROSE.with(PageType::Product)),
    ("more", PROSE),
    ("account", PROSE),
    ("rating", PROSE.with(PageType::Product)),
    ("shop", PageTypes::of(PageType::Article).with(PageType::Product)),
    ("forum", PageTypes::of(PageType::Forum)),
    ("print", PageTypes::ALL),
    ("embed", PageTypes::ALL),
];

/// Returns whether one of the groups, given as bits, is never part of the body on pages of a type.
fn is_foreign(groups: u16, page_type: PageType) -> bool {
    GROUPS.iter().enumerate().any(|(bit, (_, types))| groups >> bit & 1 != 0 && types.has(page_type))
}

/// Removes user-interface text from the body.
pub(crate) fn clear(outline: &Outline, features: &Features, page_type: PageType, labels: &mut [BlockLabel]) {
    let is_article = page_type == PageType::Article;
    let mut page = PageView { outline, features, page_type, is_article, repeated_leads: Vec::new() };
    if is_article {
        page.find_repeated_leads(labels);
    }
    for (i, label) in labels.iter_mut().enumerate().filter(|(_, v)| v.kind == BlockKind::Body) {
        if let Some(rule) = page.furniture(i) {
            label.drop_by(rule);
        }
    }
    if is_article {
        page.behind(labels);
        page.outlet_notes(labels);
        page.empty_headings(labels);
    }
}

struct PageView<'a> {
    outline: &'a Outline,
    features: &'a Features,
    page_type: PageType,
    is_article: bool,
    /// Lines between the paragraphs that link elsewhere, in document order.
    repeated_leads: Vec<usize>,
}

impl PageView<'_> {
    /// Finds lines outside of lists that consist of a link, or of a label and a link, and begin with the same words as
    /// another such line. In any language, these are links to other stories.
    fn find_repeated_leads(&mut self, labels: &[BlockLabel]) {
        let texts = &self.features.texts;
        let is_lead = |i: &usize| {
            let read = &texts[*i];
            labels[*i].kind == BlockKind::Body
                && LEAD_WORDS.contains(&read.words)
                && read.link_density >= LEAD_LINKS
                && read.ending < 1.0
                && self.outline.marks[*i].links == 1
                && self.features.rows.get(*i, at::ishead) == 0.0
                && !self.is_data(*i)
                && !self.is_near(*i, at::d_li)
        };
        let leads: Vec<usize> = (0..labels.len()).filter(is_lead).take(MOST_LEADS).collect();
        // Several of them one after another are a list.
        let is_single = |i: usize| {
            let is_text = |at: usize| texts.get(at).is_some_and(|read| read.long);
            let is_lead = |at: usize| leads.binary_search(&at).is_ok();
            let (before, after) = (i.wrapping_sub(1), i + 1);
            (is_text(before) || is_text(after)) && !is_lead(before) && !is_lead(after)
        };
        let opening = |i: usize| self.features.tokens(i).get(..LEAD_TOKENS);
        let is_repeated = |&i: &usize| {
            is_single(i)
                && opening(i)
                    .is_some_and(|own| leads.iter().any(|&other| other != i && opening(other) == Some(own)))
        };
        self.repeated_leads = leads.iter().copied().filter(is_repeated).collect();
    }

    /// Returns the rule for a block that is user-interface text at any position.
    fn furniture(&self, i: usize) -> Option<Rule> {
        let read = &self.features.texts[i];
        if self.is_article && !self.is_data(i) && leads_elsewhere(i, self.features) {
            return Some(Rule::Related);
        }
        if self.is_article && read.words <= NOTE_WORDS && self.asks_for_consent(i) {
            return Some(Rule::Label);
        }
        if self.is_article && self.is_inserted(i, read) {
            return Some(Rule::Prompt);
        }
        if self.repeated_leads.binary_search(&i).is_ok() || self.is_article && self.interrupts(i, read) {
            return Some(Rule::Related);
        }
        if self.is_article && self.is_listed_lead(i, read) {
            return Some(Rule::Related);
        }
        // Old forum software lays its posts out in tables.
        if self.page_type == PageType::Forum && !self.is_code(i) && self.is_label(i, read) {
            return Some(Rule::Label);
        }
        if read.long || read.words > RELATED_WORDS || self.is_data(i) {
            return None;
        }
        if read.tokens.0 == read.tokens.1 {
            return (read.chars <= BLANK_CHARS).then_some(Rule::Blank);
        }
        if self.is_label(i, read) {
            return Some(Rule::Label);
        }
        if self.is_article && is_counter(read, self.features.tokens(i)) {
            return Some(Rule::Counter);
        }
        let link = read.link_density >= LINK_ALONE;
        let open = read.ending < 1.0;
        if self.is_article && read.link_density >= LEADING && read.phrases.any(Phrases::END) {
            return Some(Rule::Related);
        }
        if self.is_article && link && open && read.words <= BUTTON_WORDS && self.is(i, ClassHints::BUTTON) {
            return Some(Rule::Button);
        }
        if self.is_article && read.words <= BUTTON_WORDS && self.is_field(i) {
            return Some(Rule::Button);
        }
        match self.page_type {
            PageType::Forum if self.is(i, ClassHints::PROFILE) => Some(Rule::Profile),
            PageType::Forum if link && (self.is_menu(i) || self.is_tool_bar(i, read)) => Some(Rule::Links),
            PageType::Product if read.price && read.words <= PRICE_WORDS && self.is(i, ClassHints::PRICE) => {
                Some(Rule::Price)
            }
            _ => None,
        }
    }

    /// Returns whether a line between two paragraphs consists of a link, or of a label with a colon and a link. In any
    /// language, it links to another story.
    fn interrupts(&self, i: usize, read: &Stats) -> bool {
        let is_text = |at: Option<&Stats>| {
            at.is_some_and(|read| {
                read.link_density < LEADING && (read.long || read.ending >= 1.0 && read.words >= LEAD_TEXT)
            })
        };
        let texts = &self.features.texts;
        let between = i > 0 && is_text(texts.get(i - 1)) && is_text(texts.get(i + 1));
        let alone = read.link_density >= LINK_ALONE;
        let labeled = read.link_density >= LEADING && has_label(self.features.text(i));
        between
            && (alone || labeled)
            && LEAD_WORDS.contains(&read.words)
            && read.ending < 1.0
            && self.outline.marks[i].links == 1
            && self.features.rows.get(i, at::ishead) == 0.0
            && !self.is_data(i)
            && !self.is_near(i, at::d_li)
    }

    /// Returns whether a block is the label of a list of links to other stories, or an item of such a list.
    fn is_listed_lead(&self, i: usize, read: &Stats) -> bool {
        let is_item = |at: usize| {
            let texts = &self.features.texts;
            self.is_near(at, at::d_li)
                && texts.get(at).is_some_and(|t| t.link_density >= LINK_ALONE && t.ending < 1.0)
        };
        let is_label = |at: usize| {
            let read = &self.features.texts[at];
            read.words <= BUTTON_WORDS
                && read.link_density < LEADING
                && read.phrases.any(Phrases::END.with(Phrases::RELATED))
        };
        if i + 1 < self.features.texts.len()
            && is_label(i)
            && read.ending < 1.0
            && is_item(i + 1)
            && !self.is_data(i)
        {
            return true;
        }
        is_item(i) && (0..i).rev().take(LISTED).find(|&at| !is_item(at)).is_some_and(is_label)
    }

    /// Returns whether a block is a table cell or code, in which such words are content.
    fn is_data(&self, i: usize) -> bool {
        self.is_near(i, at::d_td) || self.is_code(i)
    }

    fn is_code(&self, i: usize) -> bool {
        self.is_near(i, at::d_pre) || self.features.rows.get(i, at::code) > LEADING
    }

    /// Returns whether one of a block's nearest ancestors is of the kind to which a feature counts the steps.
    fn is_near(&self, i: usize, steps: usize) -> bool {
        (0.0..=STEPS as f32).contains(&self.features.rows.get(i, steps))
    }

    /// Returns whether a block replaces a blocked embed.
    fn asks_for_consent(&self, i: usize) -> bool {
        !self.is_code(i) && self.features.texts[i].phrases.any(Phrases::BLOCKED_EMBED)
    }

    /// Returns whether a block is a call to subscribe in brackets, or a caption that a triangle sets apart.
    fn is_inserted(&self, i: usize, read: &Stats) -> bool {
        let text = self.features.text(i).trim();
        let calls = text.starts_with('[') && text.ends_with(']') && read.phrases.any(Phrases::SUBSCRIBE);
        let shows = text.starts_with(['▲', '▼', '△', '▽']) && read.phrases.any(Phrases::PICTURE);
        read.words <= NOTE_WORDS && (calls || shows) && !self.is_data(i)
    }

    fn is_label(&self, i: usize, read: &Stats) -> bool {
        if is_foreign(groups_of_label(read.hash), self.page_type) {
            return true;
        }
        let tokens = self.features.tokens(i);
        read.words <= LABEL_WORDS
            && tokens.first().is_some_and(|&first| {
                opening_labels(first).any(|(opening, group)| {
                    tokens.starts_with(opening) && is_foreign(1 << group, self.page_type)
                })
            })
    }

    /// Returns whether the block's element, or one of its nearest ancestors, has a class hint.
    fn is(&self, i: usize, evidence: ClassHints) -> bool {
        let from = self.outline.marks[i].eff;
        self.outline.lineage(from).take(STEPS).any(|(_, e)| e.evidence.any(evidence) && is_small(i, e))
    }

    /// Returns whether a block is in a form without running text.
    fn is_field(&self, i: usize) -> bool {
        let form = self.outline.lineage(self.outline.marks[i].eff).find(|(_, e)| e.part == Tag::Form);
        form.is_some_and(|(id, _)| self.features.sums.long_words(self.outline, id) == 0.0)
    }

    /// Returns whether a block is in a list of short links.
    fn is_menu(&self, i: usize) -> bool {
        let list = self.outline.lineage(self.outline.marks[i].owner).take(STEPS);
        let list: Option<(ElementId, _)> = list.into_iter().find(|(_, e)| matches!(e.tag, Tag::Ul | Tag::Ol));
        list.is_some_and(|(id, _)| {
            let held = self.features.sums.element(self.outline, id);
            held.link_density() >= LINK_ALONE && held.words <= MENU_WORDS * held.blocks
        })
    }

    /// Returns whether a block is a line of short links, such as "Quote Reply Report" below a post.
    fn is_tool_bar(&self, i: usize, read: &Stats) -> bool {
        let links = self.outline.marks[i].links;
        links >= 2 && read.ending < 1.0 && read.words <= TOOL_WORDS * links as f32
    }

    /// Whether a block is a note or an item of a numbered list: a source with its date looks like a byline.
    fn is_note(&self, i: usize) -> bool {
        (0.0..=STEPS as f32).contains(&self.features.rows.get(i, at::d_ol))
            || self.outline.lineage(self.outline.marks[i].eff).any(|(_, e)| e.evidence.any(ClassHints::NOTES))
    }

    /// Returns whether a line outside of lists is only two or more links: the story's topics.
    fn is_topics(&self, i: usize) -> bool {
        let mark = &self.outline.marks[i];
        let in_list = (0.0..=STEPS as f32).contains(&self.features.rows.get(i, at::d_li));
        let read = &self.features.texts[i];
        mark.links >= 2 && read.link_density >= TOPICS && read.ending < 1.0 && !in_list && !self.is_data(i)
    }

    /// Removes what follows the last running text: bylines and dates, and everything from a heading of other stories
    /// on.
    fn behind(&self, labels: &mut [BlockLabel]) {
        let texts = &self.features.texts;
        let Some(last) = (0..labels.len()).rfind(|&i| labels[i].is_kept() && texts[i].long) else { return };
        let behind: Vec<usize> =
            (last + 1..labels.len()).filter(|&i| labels[i].kind == BlockKind::Body).collect();
        let mut drop = |i: usize, kind, rule| {
            labels[i] = BlockLabel { kind, rule: Some(rule), ..labels[i] };
        };
        let is_heading = |i: &usize| {
            let read = &texts[*i];
            read.phrases.any(Phrases::END) && read.words <= HEADING_WORDS && read.ending < 1.0
        };
        let leads = |i: &usize| texts[*i].link_density >= LEADING;
        for &i in behind.iter().filter(|&&i| self.is_topics(i)) {
            drop(i, BlockKind::Boilerplate, Rule::Links);
        }
        let heading = behind.iter().position(is_heading);
        let end = heading.filter(|&n| behind[n + 1..].iter().all(leads)).unwrap_or(behind.len());
        for &i in &behind[end..] {
            drop(i, BlockKind::Boilerplate, Rule::Related);
        }
        let is_byline = |i: usize| is_signature(&texts[i]) && !self.is_data(i) && !self.is_note(i);
        for &i in behind[..end].iter().filter(|&&i| is_byline(i)) {
            drop(i, BlockKind::Byline, Rule::Byline);
        }
    }

    /// Removes headings at the end of the body: what follows them on the page was left out.
    fn empty_headings(&self, labels: &mut [BlockLabel]) {
        while let Some(last) = labels.iter().rposition(BlockLabel::is_kept) {
            let read = &self.features.texts[last];
            // A sentence may be marked up as a heading.
            let is_label = read.words <= EMPTY_HEADING_WORDS && read.ending == 0.0 && read.questions == 0;
            let is_heading = self.features.rows.get(last, at::ishead) > 0.0;
            if !is_heading || !is_label || last + 1 == labels.len() {
                return;
            }
            labels[last].drop_by(Rule::Related);
        }
    }

    /// Removes the outlet's own lines from the end of the body: topics, the reporter's address, tips, apps, rights.
    fn outlet_notes(&self, labels: &mut [BlockLabel]) {
        let texts = &self.features.texts;
        let words = |i: &usize| texts[*i].words;
        let body: Vec<usize> = (0..labels.len()).filter(|&i| labels[i].is_kept()).collect();
        let is_note = |i: &&usize| {
            let (read, text) = (&texts[**i], self.features.text(**i));
            let named = read.words <= NOTE_WORDS && OUTLET_NOTES.any(text.as_bytes(), |_| true);
            !self.is_code(**i)
                && (named || is_hashtags(text) || is_contact(read, text) || is_imprint(read, text))
        };
        let notes = body.iter().rev().take_while(is_note).count();
        let (story, notes) = body.split_at(body.len() - notes);
        if story.iter().map(words).sum::<f32>() < STORY_SHARE * body.iter().map(words).sum::<f32>() {
            return;
        }
        for &i in notes {
            let (kind, rule) = if is_contact(&texts[i], self.features.text(i)) {
                (BlockKind::Byline, Rule::Byline)
            } else {
                (BlockKind::Boilerplate, Rule::OutletNote)
            };
            labels[i] = BlockLabel { kind, rule: Some(rule), ..labels[i] };
        }
    }
}

/// Returns whether a line begins with a few words and a colon.
fn has_label(text: &str) -> bool {
    text.split_once([':', '：', '፡', '՝']).is_some_and(|(label, rest)| {
        label.split_whitespace().count() <= LABEL_PARTS && rest.trim().len() > label.len()
    })
}

/// Returns whether a line is only hashtags.
fn is_hashtags(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| word.len() > 1 && word.starts_with(['#', '＃']))
}

/// Returns whether a short line claims the rights, or is the page's address after at most a label.
fn is_imprint(read: &Stats, text: &str) -> bool {
    /// Maximum words of a claim, and of a label and an address.
    const CLAIM: f32 = 20.0;
    const LABELED: usize = 2;
    let text = text.trim();
    let claims = text.starts_with('©') && read.words <= CLAIM;
    let mut words = text.split_whitespace();
    claims
        || words.next_back().is_some_and(|last| last.starts_with("https://") || last.starts_with("http://"))
            && words.count() < LABELED
            && read.link_density < LEADING
}

/// Returns whether a short line is a name with an e-mail address: how to reach the reporter.
fn is_contact(read: &Stats, text: &str) -> bool {
    let is_address = |word: &str| {
        word.split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.trim_end_matches('.').contains('.'))
    };
    CONTACT_WORDS.contains(&read.words) && read.ats == 1 && text.split_whitespace().any(is_address)
}

/// Returns whether an element contains few blocks; the names of larger ones do not describe a single block.
fn is_small(i: usize, element: &Element) -> bool {
    /// Maximum blocks of a small element.
    const BLOCKS: u32 = 6;
    (element.first..element.last).contains(&(i as u32)) && element.last - element.first <= BLOCKS
}

/// Returns whether a block is a counter: "2 / 9", "2 of 9".
fn is_counter(read: &Stats, tokens: &[u32]) -> bool {
    if read.chars > COUNTER_CHARS {
        return false;
    }
    match tokens {
        [_, _] => read.pipes == 1 && read.digits >= read.runs.min(2) && read.uppers + read.capitals == 0,
        [_, of, _] => read.digits == 2 && read.runs == tokens.len() as u32 && COUNTER_WORDS.get(*of) != 0,
        _ => false,
    }
}

/// Returns whether a short block names only an author or a date.
pub(crate) fn is_signature(read: &Stats) -> bool {
    read.ending < 1.0
        && (read.words <= BYLINE_WORDS && read.phrases.any(Phrases::SIGNATURE)
            || read.words <= DATE_WORDS && read.date)
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;
    use crate::lexicon;

    #[test]
    fn every_group_of_the_table_has_a_use_and_every_use_a_group() {
        let used: Vec<&str> = GROUPS.iter().map(|(name, _)| *name).collect();
        assert_eq!(used, lexicon::groups::FURNITURE, "the build script numbers them so");
        let used: FxHashSet<&str> = used.into_iter().chain(["of", "title"]).collect();
        let there: FxHashSet<&str> = lexicon::groups(include_str!("../../lexicon/data/furniture.txt"))
            .map(|(group, _)| group.split_whitespace().next().unwrap_or_default())
            .collect();
        assert_eq!(used, there);
    }
}
