//! Finds visible bylines: lines that name an author and are where a story's byline can be.
//!
//! It examines the lines near the headline, the first and last lines of the body, and those after it. A byline is a line
//! that begins with a lead word, a lead word with the name on the next line, a link to an author's page, an element with
//! the class of an author, or a bare name.

use std::{cell::LazyCell, ops::Range};

use html5ever::local_name;
use memchr::memmem;

use super::evidence::{BylineKind, BylinePlace};
use crate::{
    block,
    credit::{self, CreditContext},
    dom::{Document, NodeId, Tag},
    lexicon::{common_words, language_tag::primary},
    metadata,
};
use crate::{
    byline::{Byline, BylineContext, is_whole, lead_after_date, parse, unknown_share, vocabulary},
    fields::author::{
        candidates, line_position,
        line_position::{FAR_LINES_AFTER_BODY, LAST_BODY_LINES, LINES_AFTER_HEADLINE, LINES_BEFORE_HEADLINE},
        links::{Link, link},
        merge, setting,
        setting::Setting,
        signed,
    },
};

/// A byline that a reader sees.
#[derive(Clone, Debug)]
pub(crate) struct VisibleByline {
    pub(crate) byline: Byline,
    pub(crate) kind: BylineKind,
    pub(crate) place: BylinePlace,
    /// It is in comments, teasers or navigation.
    pub(crate) aside: bool,
    /// The block that holds it.
    pub(crate) line: usize,
    /// The block says nothing but that.
    pub(crate) whole: bool,
    /// The part of the page that holds the line.
    pub(crate) setting: Setting,
    /// Share of the line's words that are not fields.
    pub(crate) unknown: f32,
    /// The line has a number too, as dates do.
    pub(crate) dated: bool,
    /// The line is a credit, which names editors and helpers too.
    pub(crate) credit: bool,
}

/// Bytes of a line that is looked at; what is longer is prose.
const LONGEST_LINE: usize = 240;
/// Maximum bytes of a lead word on its own line, and of the name after it.
const LONGEST_LABEL: usize = 40;
const LONGEST_NAME: usize = 100;
/// Ancestors in which a link or a class is looked for.
const STEPS: usize = 3;
/// Nodes of a line that are looked at.
const NODES: usize = 64;
/// Signs that part date, source and author in one line; blanks do where East Asia's colon makes labels of the words.
const PARTS: [char; 2] = ['|', '·'];
const WIDE_COLON: char = '：';
/// Words of a bare name.
const NAME_WORDS: Range<usize> = 2..6;

/// Returns the bylines near the story, in page order.
pub(crate) fn search(
    view: &crate::fields::date::PageLayout<'_>,
    anchors: &crate::fields::date::Anchors,
    forum: bool,
    context: &BylineContext<'_>,
) -> Vec<VisibleByline> {
    let blocks = &view.blocks.blocks;
    let story: Vec<NodeId> = match anchors.headline.map(|h| blocks[h].place) {
        Some(block::Place::Html { owner, .. }) => view.document.ancestors(owner).collect(),
        _ => Vec::new(),
    };
    let reader = VisibleReader { view, anchors, forum, context, story };
    let start = anchors.headline.unwrap_or(anchors.body.start);
    let head = start.saturating_sub(LINES_BEFORE_HEADLINE)..(start + LINES_AFTER_HEADLINE).min(blocks.len());
    let end = anchors.body.end.saturating_sub(LAST_BODY_LINES).max(head.end)
        ..(anchors.body.end + FAR_LINES_AFTER_BODY).min(blocks.len());
    let mut out = Vec::new();
    for at in head.chain(end) {
        if matches!(line_position::of(at, anchors), BylinePlace::Inside | BylinePlace::Elsewhere) {
            continue;
        }
        reader.line(at, &mut out);
    }
    out
}

/// Returns the line between headline and body that names only photographers, and its index.
pub(crate) fn pictures(
    view: &crate::fields::date::PageLayout<'_>,
    anchors: &crate::fields::date::Anchors,
    context: &BylineContext<'_>,
) -> Option<(Byline, usize)> {
    let start = anchors.headline? + 1;
    let reader = VisibleReader { view, anchors, forum: false, context, story: Vec::new() };
    (start..(start + LINES_AFTER_HEADLINE).min(view.blocks.blocks.len()))
        .take_while(|&at| matches!(line_position::of(at, anchors), BylinePlace::Head | BylinePlace::Top))
        .filter_map(|at| {
            Some((reader.text(at).filter(|t| t.len() <= LONGEST_NAME && opens(t, context.language))?, at))
        })
        .find_map(|(text, at)| Some((crate::byline::parse_pictures(text, context)?, at)))
}

struct VisibleReader<'v> {
    view: &'v crate::fields::date::PageLayout<'v>,
    anchors: &'v crate::fields::date::Anchors,
    forum: bool,
    context: &'v BylineContext<'v>,
    story: Vec<NodeId>,
}

impl VisibleReader<'_> {
    fn text(&self, at: usize) -> Option<&str> {
        let block = self.view.blocks.blocks.get(at)?;
        let mut text = self.view.blocks.text(block).trim();
        if self.anchors.headline == Some(at) {
            // The text after the headline in its block.
            text = text.strip_prefix(self.view.headline?)?.trim_start();
        }
        Some(text).filter(|t| !t.is_empty() && t.len() <= LONGEST_LINE)
    }

    /// Reads the bylines of the line at `at`.
    fn line(&self, at: usize, out: &mut Vec<VisibleByline>) {
        let Some(text) = self.text(at) else { return self.paragraph(at, out) };
        let block::Place::Html { first, last, .. } = self.view.blocks.blocks[at].place else { return };
        // The menu above a headline has words that lead a byline elsewhere.
        let above = self.anchors.headline.is_some_and(|h| at < h);
        if above && self.view.document.ancestors(first).any(|n| self.view.document.tag(n) == Tag::Nav) {
            return;
        }
        let document = self.view.document;
        let setting = setting::of(document, first);
        if setting.excludes_authors() {
            return;
        }
        let opens_line = LazyCell::new(|| opens(text, self.context.language));
        // "Posted by" and a date: who posted may be an account.
        let posted = text.bytes().any(|byte| byte.is_ascii_digit()) && *opens_line;
        let signs = signs(document, first, last, self.forum, posted);
        let behind = matches!(
            line_position::of(at, self.anchors),
            BylinePlace::End | BylinePlace::After | BylinePlace::Far
        );
        // Costly, and few lines have a byline.
        let credit = LazyCell::new(|| behind && self.is_credit(text));
        let mut push = |byline: Option<Byline>, kind: BylineKind, line: usize, whole: bool| {
            if let Some(byline) = byline {
                let aside = metadata::in_others(document, first, &self.story);
                let place = line_position::of(line, self.anchors);
                let unknown = unknown_share(text, &byline, self.context.language);
                let dated = text.contains(|c: char| c.is_ascii_digit());
                let line = VisibleByline {
                    byline,
                    kind,
                    place,
                    aside,
                    line,
                    whole,
                    setting,
                    unknown,
                    dated,
                    credit: *credit,
                };
                out.push(line);
            }
        };
        if let Some(byline) = self.linked(&signs.links) {
            push(
                Some(byline),
                if signs.user { BylineKind::User } else { BylineKind::Link },
                at,
                signs.whole(text),
            );
        }
        if signs.author {
            // "Lokfuchs" of the line "Lokfuchs Fortgeschrittener".
            let account = signs.account.as_deref().filter(|name| name.len() < text.len());
            let named = candidates::read(account.unwrap_or(text), self.forum, self.context);
            push(named, BylineKind::Class, at, account.is_none());
        }
        if !(setting.is_plain() || setting == Setting::Heading && is_byline_heading(text, *opens_line)) {
            return;
        }
        if text.len() <= LONGEST_LABEL
            && is_label(text)
            && let named = self.named_by_label(at)
            && let Some(name) = self.text(named).filter(|t| t.len() <= LONGEST_NAME)
        {
            let line = format!("{}: {name}", text.trim_end_matches([':', ' ']));
            push(parse(&line, self.context), BylineKind::Label, named, true);
            return;
        }
        let labelled = text.contains(WIDE_COLON);
        let parts = |c: char| PARTS.contains(&c) || labelled && c == ' ';
        if *opens_line {
            push(parse(text, self.context), BylineKind::Lead, at, true);
        } else if let Some(part) =
            text.split(parts).skip(1).map(str::trim).find(|part| opens(part, self.context.language))
        {
            push(parse(part, self.context), BylineKind::Lead, at, false);
        } else if let Some(start) =
            lead_after_date(text, self.context.language).or_else(|| signed::label_in_line(text))
        {
            push(parse(&text[start..], self.context), BylineKind::Lead, at, true);
        } else if let Some(reporters) = signed::in_paragraph(text) {
            push(parse(reporters, self.context), BylineKind::Lead, at, reporters.len() == text.len());
        }
        if !*opens_line && let Some((byline, kind)) = self.named(at, text) {
            push(Some(byline), kind, at, true);
        }
    }

    /// Returns the line with the name that the label at `at` belongs to: the next one, or the one before if the labels
    /// follow their names ("Mara Ellery", "Writer", "Joan Roe", "Editor").
    fn named_by_label(&self, at: usize) -> usize {
        let is_name =
            |line: usize| self.text(line).is_some_and(|t| t.len() <= LONGEST_NAME && has_shape_of_name(t));
        let is_labeled = |line: Option<usize>| line.and_then(|line| self.text(line)).is_some_and(is_label);
        let before = at.checked_sub(1).filter(|&line| is_name(line) && !is_labeled(line.checked_sub(1)));
        before.filter(|_| is_labeled(at.checked_add(2)) || !is_name(at + 1)).unwrap_or(at + 1)
    }

    /// Reads the reporter at an end of a long paragraph of the body, as Chinese papers print it.
    fn paragraph(&self, at: usize, out: &mut Vec<VisibleByline>) {
        let place = line_position::of(at, self.anchors);
        let Some(block) = self.view.blocks.blocks.get(at) else { return };
        if !matches!(place, BylinePlace::Top | BylinePlace::Inside | BylinePlace::End) {
            return;
        }
        let Some(reporters) = signed::in_paragraph(self.view.blocks.text(block)) else { return };
        let Some(byline) = parse(reporters, self.context) else { return };
        let line = VisibleByline {
            byline,
            kind: BylineKind::Lead,
            place,
            aside: false,
            line: at,
            whole: false,
            setting: Setting::Plain,
            unknown: 0.0,
            dated: false,
            credit: false,
        };
        out.push(line);
    }

    /// Whether a line is nothing but a credit.
    fn is_credit(&self, text: &str) -> bool {
        let context = CreditContext { language: self.context.language };
        credit::is_whole(text, &context)
    }

    /// Returns the names that a line consists of, with or without a date after them. The given name must be known, except
    /// near the headline and at the body's top, where the shape of a name or an agency is enough.
    fn named(&self, at: usize, text: &str) -> Option<(Byline, BylineKind)> {
        let place = line_position::of(at, self.anchors);
        if matches!(place, BylinePlace::End | BylinePlace::After)
            && let Some(byline) = signed::signature(text, self.context)
        {
            return Some((byline, BylineKind::Shape));
        }
        if matches!(place, BylinePlace::Above | BylinePlace::Head | BylinePlace::Top)
            && let Some(name) = signed::after_date(text)
            && (begins_with_given(name) || !self.is_titled(at))
        {
            let kind = if begins_with_given(name) { BylineKind::Name } else { BylineKind::Shape };
            return Some((parse(name, self.context)?, kind));
        }
        if matches!(place, BylinePlace::Above | BylinePlace::Head | BylinePlace::Top)
            && let Some(byline) = signed::before_date(text, self.context)
        {
            return Some((byline, BylineKind::Name));
        }
        let (names, rest) = text.split_once(PARTS).unwrap_or((text, ""));
        if let Some(byline) = self.described(at, text) {
            let given = begins_with_given(text);
            return Some((byline, if given { BylineKind::Name } else { BylineKind::Shape }));
        }
        if text.len() > LONGEST_NAME || !rest.is_empty() && !rest.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let near = matches!(line_position::of(at, self.anchors), BylinePlace::Head | BylinePlace::Top);
        let mut given = true;
        for name in names.split('/').map(str::trim) {
            given &= begins_with_given(name);
            if !near && !given {
                return None;
            }
            if !has_shape_of_name(name) {
                let agency = near && text.len() <= LONGEST_LABEL;
                let byline = agency.then(|| parse(text, self.context)).flatten()?;
                return (byline.authors.is_empty() && rest.is_empty()).then_some((byline, BylineKind::Shape));
            }
        }
        let byline = parse(&names.replace('/', ", "), self.context)?;
        let words: usize = byline.authors.iter().map(|a| a.name.split(' ').count()).sum();
        let whole = words == names.split(['/', ' ']).filter(|w| !w.is_empty()).count();
        if given {
            return whole.then_some((byline, BylineKind::Name));
        }
        let ordinary =
            || names.split(['/', ' ']).any(|word| self.is_common(word)) || self.begins_common(names);
        (whole && !self.is_titled(at) && !ordinary()).then_some((byline, BylineKind::Shape))
    }

    /// Names with their roles and houses, without a lead word: in the line below a date, or if the tables know the roles.
    fn described(&self, at: usize, text: &str) -> Option<Byline> {
        /// Maximum bytes of such a line.
        const LONGEST: usize = 160;
        /// Maximum bytes of a line that is a date.
        const DATE: usize = 48;
        let place = line_position::of(at, self.anchors);
        let near = matches!(place, BylinePlace::Head | BylinePlace::Top);
        if !(near || place == BylinePlace::End)
            || text.len() > LONGEST
            || !text.contains(',')
            || text.ends_with(['.', '!', '?', ':'])
        {
            return None;
        }
        let byline = parse(text, self.context)?;
        let first = byline.authors.first()?;
        let below_date = at > 0
            && self.text(at - 1).is_some_and(|t| t.len() <= DATE && t.contains(|c: char| c.is_ascii_digit()));
        (text.starts_with(&first.name)
            && first.name.contains(' ')
            && (near && below_date || first.role.is_some() && (!near || begins_with_given(&first.name)))
            && (begins_with_given(&first.name) || !self.begins_common(&first.name))
            && is_whole(text, &byline, self.context.language))
        .then_some(byline)
    }

    /// Whether a line is a heading or an entry of a list.
    fn is_titled(&self, at: usize) -> bool {
        let block::Place::Html { owner, .. } = self.view.blocks.blocks[at].place else { return false };
        let document = self.view.document;
        std::iter::once(owner).chain(document.ancestors(owner)).take(STEPS).any(|n| {
            matches!(document.tag(n), Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::Li)
        })
    }

    /// Whether a name begins with a frequent word of the language, as labels do: "Joined the Harbor".
    fn begins_common(&self, name: &str) -> bool {
        let language = self.context.language.map(primary);
        let first = name.split(' ').next().unwrap_or_default();
        common_words::is_common(first, language.as_deref())
    }

    /// Whether the headline has a word, or the page has it in small letters too: names stand with a capital everywhere.
    fn is_common(&self, word: &str) -> bool {
        /// Letters of a word that is looked for: shorter ones are particles and initials.
        const SHORTEST: usize = 3;
        /// Blocks that are looked at.
        const MOST: usize = 300;
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.chars().count() < SHORTEST {
            return false;
        }
        let small = word.to_lowercase();
        if self.view.headline.is_some_and(|h| h.to_lowercase().contains(&small)) {
            return true;
        }
        let blocks = &self.view.blocks.blocks;
        let start = self.anchors.body.start.min(blocks.len());
        blocks[start..].iter().take(MOST).any(|block| {
            let text = self.view.blocks.text(block);
            has_word(text, &small)
        })
    }

    /// The names that links to authors' pages hold.
    fn linked(&self, links: &[String]) -> Option<Byline> {
        let mut all: Option<Byline> = None;
        for name in links {
            let Some(byline) = candidates::read(name, self.forum, self.context) else { continue };
            match &mut all {
                Some(all) => merge::join(all, byline),
                None => all = Some(byline),
            }
        }
        all
    }
}

/// What the elements of a line say of it.
#[derive(Debug, Default)]
struct LineSigns {
    /// The texts of its links to pages of authors.
    links: Vec<String>,
    /// One of them leads to an account.
    user: bool,
    /// An element says that it holds an author.
    author: bool,
    /// In a forum, the text of the first element that is marked as an account. A rank may follow in the same line.
    account: Option<String>,
}

impl LineSigns {
    /// Whether the line is one name and nothing else.
    fn whole(&self, text: &str) -> bool {
        self.links.len() == 1 && self.links[0].len() == text.len()
    }
}

/// Reads the elements of a line. Accounts count in forums and, as the names of links do, in lines that say who posted.
fn signs(document: &Document, first: NodeId, last: NodeId, forum: bool, posted: bool) -> LineSigns {
    let mut signs = LineSigns::default();
    let inside = std::iter::successors(Some(first), |&n| {
        (n != last).then(|| document.following(n, NodeId::DOCUMENT, true)).flatten()
    });
    for node in document.ancestors(first).take(STEPS).chain(inside.take(NODES)) {
        if !document.is_element(node) {
            continue;
        }
        match metadata::class_of(document, node) {
            Some(metadata::FieldClass::Author) => signs.author = true,
            Some(metadata::FieldClass::User) if forum => {
                (signs.author, signs.user) = (true, true);
                let name = || metadata::text_of(document, node, LONGEST_NAME);
                signs.account = signs.account.take().or_else(name);
            }
            Some(metadata::FieldClass::User) if posted => {
                let name =
                    metadata::text_of(document, node, LONGEST_NAME).filter(|t| !signs.links.contains(t));
                signs.user |= name.is_some();
                signs.links.extend(name);
            }
            _ => {}
        }
        if document.tag(node) == Tag::A
            && let Some(link) = document.attr(node, &local_name!("href")).and_then(link)
            && (forum || posted || link != Link::User)
            && let Some(text) = metadata::text_of(document, node, LONGEST_NAME)
            && !signs.links.contains(&text)
        {
            signs.user |= link == Link::User;
            signs.links.push(text);
        }
    }
    signs
}

/// Returns whether a text contains a word, with no letter or digit next to it.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    memmem::find_iter(text.as_bytes(), word.as_bytes()).any(|at| {
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !inside(text[..at].chars().next_back()) && !inside(text[at + word.len()..].chars().next())
    })
}

/// Returns whether a heading is a byline all the same: a label, or a lead word and a name that begins with a given name.
fn is_byline_heading(text: &str, opens: bool) -> bool {
    is_label(text) || opens && begins_with_given(vocabulary::get().after_leads(text))
}

/// Returns whether a line of a page in a language opens with a lead word.
pub(crate) fn opens(text: &str, language: Option<&str>) -> bool {
    crate::byline::opens(text, language)
}

/// Whether a line is nothing but a lead word.
pub(crate) fn is_label(text: &str) -> bool {
    vocabulary::get().is_lead(text.trim_end_matches([':', ' ']))
}

/// Whether a line has the shape of a name.
pub(crate) fn has_shape_of_name(text: &str) -> bool {
    if text.contains(|c: char| c.is_ascii_digit() || "?!:;,|/()".contains(c)) {
        return false;
    }
    let mut words = 0;
    for word in text.split_whitespace() {
        words += 1;
        let small = !word.starts_with(char::is_uppercase);
        if words >= NAME_WORDS.end
            || small && !vocabulary::get().is(&vocabulary::fold(word), vocabulary::PARTICLE)
        {
            return false;
        }
    }
    NAME_WORDS.contains(&words)
}

/// Whether a name begins with a known given name.
pub(crate) fn begins_with_given(text: &str) -> bool {
    text.split(&[' ', '-'][..]).next().is_some_and(is_given)
}

/// Whether a word is a known given name.
pub(crate) fn is_given(word: &str) -> bool {
    vocabulary::get().is(&vocabulary::fold(word), vocabulary::GIVEN_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_shape_of_a_name() {
        for (text, wanted) in [
            ("Jane Doe", true),
            ("Maria van der Doe", true),
            ("Jane", false),
            ("Jane walks home", false),
            ("Jane Doe, Riverton", false),
            ("River Bank", false),
        ] {
            assert_eq!(has_shape_of_name(text) && begins_with_given(text), wanted, "{text}");
        }
    }
}
