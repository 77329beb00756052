//! Finds the lines of a plain-text page that name an author.
//!
//! Read are lines that open with a lead word, a lead word alone with the name in the next line, what follows a sign or a
//! date and opens so, a name beside a date, and a bare name.

use super::{EDITOR, TextStory, evidence::BylineLineKind};
use crate::{
    byline::{Author, Byline, BylineContext, parse, vocabulary},
    fields::author::{
        candidates, merge,
        visible::{begins_with_given, has_shape_of_name, is_label, opens},
    },
};
use crate::{
    date,
    dateline::is_uncased,
    fields::author::evidence::BylinePlace,
    lexicon::{agency, agency::AgencyKind, fold::with_lower, indexed::BYLINE_CJK},
    text::{
        lines::is_cjk,
        page_stats::{LABEL_WORDS, boilerplate, date_line, short_date},
        residue::Kinds,
        stats::{End, cue as shown},
    },
};
use memchr::memmem;
use unicode_normalization::char::is_combining_mark;

/// A byline that a line has.
#[derive(Clone, Debug)]
pub(crate) struct LineByline {
    pub(crate) byline: Byline,
    pub(crate) kind: BylineLineKind,
    pub(crate) line: usize,
    /// The line is nothing but the byline.
    pub(crate) whole: bool,
}

/// Bytes and words of a line that is looked at; what is longer is prose.
const LONGEST_LINE: usize = 240;
const LINE_WORDS: u32 = 25;
/// Maximum length in bytes of a word between two names.
const LONGEST_JOINT: usize = 4;
/// Maximum bytes of a lead word on its own line, of the name after it, and of a line with a name.
const LONGEST_LABEL: usize = 40;
const LONGEST_NAME: usize = 100;
/// Maximum words of a line with a full stop that is a name with a job or a degree.
const SIGNED_WORDS: u32 = 6;
/// Maximum words of a line that names a newsroom.
const DESK_WORDS: u32 = 5;
/// Maximum authors whose names are in lines of their own.
const MOST_OF_A_RUN: usize = 8;
/// Lines before and after the headline.
const BEFORE: usize = 6;
const BEHIND: usize = 30;
/// Lines after the first of the body that are always examined.
const TOP: usize = 5;
/// Last lines of the body, and lines after it in which an author's box can be.
pub(crate) const END: usize = 3;
pub(crate) const FAR: usize = 24;
/// Signs that part date, source and author in one line.
const PARTS: [&str; 6] = ["|", "·", "•", "—", "–", " - "];
/// A byte of each of [`PARTS`] that the others do not have.
const PART_BYTES: [u8; 6] = [b'|', 0xb7, 0xa2, 0x94, 0x93, b'-'];
/// Signs that part a name from a job or a degree.
const BEHIND_NAME: [char; 6] = [',', '|', '(', '/', '–', '—'];
/// Signs around a name where a line was split.
const EDGES: [char; 12] = ['|', '·', '•', '—', '–', '-', ',', ':', '.', '⋅', '/', ' '];

/// Returns the bylines of a page at the positions of a story's author, in page order.
pub(crate) fn search(view: &TextStory<'_>, context: &BylineContext<'_>) -> Vec<LineByline> {
    let (anchors, all) = (view.anchors, view.blocks.blocks.len());
    let start = anchors.headline.unwrap_or(anchors.body.start);
    let head_end = (start + BEHIND).min(anchors.body.start.max(start) + TOP).min(all);
    let head = start.saturating_sub(BEFORE)..head_end;
    let over = anchors.body.start.saturating_sub(BEFORE).max(head.end)..(anchors.body.start + TOP).min(all);
    let end = anchors.body.end.saturating_sub(END).max(over.end.max(head.end));
    let end = end..(anchors.body.end + FAR).min(all);
    let reader = LineReader { view, context };
    let mut out = Vec::new();
    for at in head.chain(over).chain(end).filter(|&at| anchors.headline != Some(at)) {
        if !matches!(place(at, anchors), BylinePlace::Inside | BylinePlace::Elsewhere) {
            reader.line(at, &mut out);
        }
    }
    join_runs(&mut out);
    out
}

/// Adds the authors whose names are in lines next to each other as one byline.
fn join_runs(lines: &mut Vec<LineByline>) {
    let is_single = |line: &LineByline| {
        let single =
            [BylineLineKind::Lead, BylineLineKind::Name, BylineLineKind::NameRole, BylineLineKind::Shape];
        let wrote = |author: &Author| author.role.as_deref() != Some(EDITOR);
        line.whole
            && single.contains(&line.kind)
            && matches!(line.byline.authors.as_slice(), [one] if wrote(one))
    };
    let mut joined = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let first = &lines[at];
        let follows = |(n, line): &(usize, &LineByline)| {
            line.kind == first.kind && line.line == first.line + n && is_single(line)
        };
        let run = lines[at..].iter().enumerate().take(MOST_OF_A_RUN + 1).take_while(follows).count();
        if (2..=MOST_OF_A_RUN).contains(&run) {
            let mut all = first.byline.clone();
            lines[at + 1..at + run].iter().for_each(|line| merge::join(&mut all, line.byline.clone()));
            let whole = |line: &LineByline| LineByline { byline: all.clone(), ..line.clone() };
            joined.extend(lines[at..at + run].iter().map(whole));
        }
        at += run.max(1);
    }
    lines.append(&mut joined);
}

/// Returns the position of a line. A line directly above the body is below the headline, however far that is.
pub(crate) fn place(at: usize, anchors: &crate::fields::date::Anchors) -> BylinePlace {
    match crate::fields::author::line_position::of(at, anchors) {
        BylinePlace::Elsewhere if (at..at + BEFORE).contains(&anchors.body.start) => BylinePlace::Head,
        place => place,
    }
}

/// Whether a line is worth asking whether it opens with lead words: nearly all lines open with a word of no table.
fn may_open(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
    let end = text.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    // Joined words and text that is not ASCII need the tables.
    let seam =
        word.bytes().zip(word.bytes().skip(1)).any(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase());
    if word.is_empty() || seam || !(rest.is_empty() || rest.starts_with([' ', ':', ','])) {
        return true;
    }
    with_lower(word, |word| vocabulary::get().may_lead(word))
}

struct LineReader<'v> {
    view: &'v TextStory<'v>,
    context: &'v BylineContext<'v>,
}

impl LineReader<'_> {
    fn text(&self, at: usize) -> Option<&str> {
        let text = self.view.text(at)?;
        let fits = text.len() <= LONGEST_LINE && self.view.stats.facts[at].words <= LINE_WORDS;
        // Text in brackets is a credit.
        (fits && !text.is_empty() && !text.starts_with(['(', '（', '【'])).then(|| without_copy(text))
    }

    /// Reads the bylines of a line.
    fn line(&self, at: usize, out: &mut Vec<LineByline>) {
        let Some(text) = self.text(at) else { return };
        if self.view.stats.kinds[at].has(Kinds::PHOTO.with(Kinds::LABEL).with(Kinds::PROMPT)) {
            return;
        }
        let mut push = |byline: Option<Byline>, kind: BylineLineKind, line: usize, whole: bool| {
            out.extend(byline.map(|byline| LineByline { byline, kind, line, whole }));
        };
        let f = &self.view.stats.facts[at];
        let opened = may_open(text);
        if opened && text.len() <= LONGEST_LABEL && f.words <= LABEL_WORDS && is_label(text) {
            if let Some(name) = self.text(at + 1).filter(|t| t.len() <= LONGEST_NAME) {
                let label = text.trim_end_matches([':', ' ']);
                let one = parse(&format!("{label}: {name}"), self.context);
                let two = self.joined(at + 2).and_then(|more| {
                    let both = parse(&format!("{label}: {name} {more}"), self.context)?;
                    let count = |byline: &Byline| byline.authors.len();
                    (count(&both) > one.as_ref().map_or(0, count)).then_some(both)
                });
                push(two.or(one), BylineLineKind::Label, at + 1, true);
            }
            return;
        }
        if opened && (opens(text, self.context.language) || self.is_signed_by_desk(at, text)) {
            let text = before_category(text);
            let byline = parse(text, self.context).or_else(|| self.house(at, text));
            return push(byline, BylineLineKind::Lead, at, true);
        }
        // Most lines have none of the signs.
        let has = |byte: u8| f.signs > 0 && memchr::memchr(byte, text.as_bytes()).is_some();
        let signs = PARTS.iter().zip(PART_BYTES).filter(|&(_, byte)| has(byte)).map(|(sign, _)| sign);
        let part = signs.flat_map(|sign| text.split(sign).skip(1));
        if let Some(part) =
            part.map(str::trim).find(|part| may_open(part) && opens(part, self.context.language))
        {
            return push(parse(before_category(part), self.context), BylineLineKind::Part, at, true);
        }
        if f.has(shown::DATE | shown::YEAR | shown::MONTH_DAY | shown::AGO) {
            return push_dated(self.dated(text), at, &mut push);
        }
        if let Some((byline, kind)) = self.named(at, text) {
            push(Some(byline), kind, at, true);
        }
    }

    /// Returns the house after a lead word: "By Quiet Harbour". It may be in no table, but each of its words has a capital.
    fn house(&self, at: usize, text: &str) -> Option<Byline> {
        let place = place(at, self.view.anchors);
        let near = matches!(place, BylinePlace::Above | BylinePlace::Head | BylinePlace::Top);
        let f = &self.view.stats.facts[at];
        if !near || f.end > End::Half || f.has(shown::DATE | shown::YEAR | shown::MONTH_DAY) || f.humps > 0 {
            return None;
        }
        let name = vocabulary::get().after_leads(text).split(PARTS[0]).next()?.trim();
        let in_name = |word: &str| {
            word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || vocabulary::get().is(&vocabulary::fold(word), vocabulary::PARTICLE)
        };
        let desk = |word: &str| vocabulary::get().is(&vocabulary::fold(word), vocabulary::COLLECTIVE);
        let (first, last) = name.rsplit_once(' ').unwrap_or(("", name));
        let named = first.split(' ').filter(|word| !word.is_empty()).all(in_name);
        (named && (in_name(last) || desk(last)))
            .then(|| candidates::read(name, false, self.context))
            .flatten()
    }

    /// Returns a word such as "and" at line `at` with the name in the next line.
    fn joined(&self, at: usize) -> Option<String> {
        let (word, name) = (self.text(at)?, self.text(at + 1)?);
        let joins = word.len() <= LONGEST_JOINT && word.chars().all(|c| c.is_lowercase() || c == '&');
        (joins && name.len() <= LONGEST_NAME && has_shape_of_name(name)).then(|| format!("{word} {name}"))
    }

    /// Returns the name next to a date.
    fn dated(&self, text: &str) -> Option<(Byline, BylineLineKind)> {
        let dates = date::find(text, &date::DateContext { language: self.context.language, now: None });
        let mut from = 0;
        let mut pieces: Vec<&str> = Vec::new();
        for (range, _) in &dates {
            pieces.push(&text[from..range.start]);
            from = range.end;
        }
        pieces.push(&text[from..]);
        let pieces = pieces.iter().map(|p| p.trim_matches(EDGES)).filter(|p| !p.is_empty());
        if let Some(piece) = pieces.clone().find(|p| may_open(p) && opens(p, self.context.language)) {
            return parse(before_category(piece), self.context).map(|byline| (byline, BylineLineKind::Part));
        }
        let mut names =
            pieces.flat_map(|p| PARTS.iter().flat_map(|sign| p.split(sign)).take(2 * PARTS.len()));
        let name = names.find(|p| has_shape_of_name(p.trim_matches(EDGES)))?.trim_matches(EDGES);
        let kind = if begins_with_given(name) { BylineLineKind::Dated } else { BylineLineKind::DatedShape };
        parse(name, self.context).map(|byline| (byline, kind))
    }

    /// Returns the name that a line consists of, in a script without capitals: a known given name or surname, or any words
    /// between the headline and the date.
    fn caseless(&self, at: usize, text: &str) -> Option<(Byline, BylineLineKind)> {
        let stats = self.view.stats;
        let f = &stats.facts[at];
        let plain = f.functions == 0
            && boilerplate(f) == 0
            && stats.kinds[at] == Kinds::default()
            && stats.copies[at].0 == 1;
        let place = place(at, self.view.anchors);
        if !plain || !matches!(place, BylinePlace::Head | BylinePlace::Top) {
            return None;
        }
        // A job or a town may follow.
        let name = text.split([',', '،', '،', '、', '|', '/']).next().unwrap_or(text).trim();
        let shape = caseless_shape(name)?;
        let is_headline = |i: usize| self.view.anchors.headline == Some(i);
        let follows = at.checked_sub(1).is_some_and(is_headline);
        let dated = at.checked_sub(1).and_then(|i| stats.facts.get(i)).is_some_and(short_date)
            || stats.facts.get(at + 1).is_some_and(short_date);
        let kind = match shape {
            CaselessShape::Known if dated => BylineLineKind::Name,
            CaselessShape::Known if follows && place == BylinePlace::Head && !name.contains(is_cjk) => {
                BylineLineKind::Name
            }
            CaselessShape::Unknown if follows && place == BylinePlace::Head && dated => BylineLineKind::Name,
            _ => return None,
        };
        candidates::read(name, false, self.context)
            .filter(|b| b.authors.len() == 1)
            .map(|byline| (byline, kind))
    }

    /// Returns the names of a line near the headline that has their job too: "Jane Doe, Reporter", "Jane Doe | Columnist".
    fn employed(&self, at: usize, text: &str) -> Option<Byline> {
        let near = matches!(place(at, self.view.anchors), BylinePlace::Head | BylinePlace::Top);
        let (names, job) = [",", PARTS[0]].iter().find_map(|sign| text.split_once(sign)).filter(|_| near)?;
        let byline = parse(text, self.context)?;
        let role = byline.authors.last()?.role.as_deref()?;
        // "This post was written by Jane Doe, Reporter.": a sentence.
        let names = names.starts_with(&byline.authors.first()?.name).then_some(names)?;
        let is_name = |author: &Author| has_shape_of_name(&author.name) && names.contains(&author.name);
        (job.trim().starts_with(role) && byline.authors.iter().all(is_name)).then_some(byline)
    }

    /// Returns whether a line near the headline begins with a word for a newsroom and a colon: "Redacción: Jane Doe".
    fn is_signed_by_desk(&self, at: usize, text: &str) -> bool {
        let near = matches!(place(at, self.view.anchors), BylinePlace::Head | BylinePlace::Top);
        let is_desk = |label: &str| vocabulary::get().is(&vocabulary::fold(label), vocabulary::COLLECTIVE);
        near && text.split_once(": ").is_some_and(|(label, name)| is_desk(label) && has_shape_of_name(name))
    }

    /// Returns the newsroom that a line near the headline consists of: "Harbour Post Staff", "The Boating Team".
    fn desk(&self, at: usize, text: &str) -> Option<Byline> {
        let f = &self.view.stats.facts[at];
        let (_, last) = text.rsplit_once(' ')?;
        let plain = f.words <= DESK_WORDS && f.end == End::Open && f.numbers == 0 && f.capitals == f.words;
        let place = place(at, self.view.anchors);
        let near = matches!(place, BylinePlace::Above | BylinePlace::Head | BylinePlace::Top);
        if !near || !plain || !vocabulary::get().is(&vocabulary::fold(last), vocabulary::COLLECTIVE) {
            return None;
        }
        let desk = parse(text, self.context).filter(|byline| byline.authors.is_empty())?;
        Some(Byline { organization: Some(text.to_owned()), ..desk })
    }

    /// Returns the names that a line consists of, with or without a job or a degree after them.
    fn named(&self, at: usize, text: &str) -> Option<(Byline, BylineLineKind)> {
        let f = &self.view.stats.facts[at];
        let above = at.checked_sub(1).map(|i| &self.view.stats.facts[i]);
        // "Media contact:", with a name in the next line.
        let labeled = above.is_some_and(|f| f.end == End::Half && f.words <= LABEL_WORDS);
        if labeled && !matches!(place(at, self.view.anchors), BylinePlace::Head | BylinePlace::Top) {
            return None;
        }
        if text.starts_with(is_caseless) && text.len() <= LONGEST_NAME {
            return self.caseless(at, text);
        }
        if text.len() > LONGEST_NAME || 2 * f.capitals < f.words || f.numbers > 1 || is_speech(text) {
            return None;
        }
        if f.words == 1 {
            let facts = &self.view.stats.facts;
            let beside = [at.checked_sub(1), Some(at + 1)];
            let dated =
                beside.iter().flatten().filter_map(|&i| facts.get(i)).any(|f| short_date(f) || date_line(f));
            let word = dated && f.numbers == 0 && vocabulary::get().may_name(text);
            return word
                .then(|| candidates::read(text, false, self.context))
                .flatten()
                .map(|b| (b, BylineLineKind::Word));
        }
        if let Some(desk) = self.desk(at, text) {
            return Some((desk, BylineLineKind::Desk));
        }
        // "AP/Jane Doe" is the credit of a picture.
        if text.split_once('/').is_some_and(|(owner, _)| agency::find(owner.trim()).is_some()) {
            return None;
        }
        if let Some((first, second)) = text.split_once('/')
            && has_shape_of_name(first.trim())
            && has_shape_of_name(second.trim())
        {
            let kind = if begins_with_given(first) { BylineLineKind::Name } else { BylineLineKind::Shape };
            let byline = parse(&format!("{first}, {second}"), self.context)?;
            return (byline.authors.len() == 2).then_some((byline, kind));
        }
        if let Some(byline) = self.employed(at, text) {
            return Some((byline, BylineLineKind::Label));
        }
        if let Some(name) = without_agency(text).filter(|name| has_shape_of_name(name)) {
            let byline = parse(text, self.context).filter(|b| !b.authors.is_empty());
            let byline = byline.or_else(|| parse(name, self.context))?;
            return Some((byline, BylineLineKind::NameRole));
        }
        let given = begins_with_given(text);
        let shape = has_shape_of_name(text);
        // The shape alone is not evidence far after the body, or next to words of menus or function words.
        let place = place(at, self.view.anchors);
        if !given && (!shape || place == BylinePlace::Far || f.functions > 0 || boilerplate(f) > 0) {
            return None;
        }
        let byline = parse(text, self.context)?;
        let words: usize = byline.authors.iter().map(|a| a.name.split(' ').count()).sum();
        let whole = words == text.split_whitespace().count();
        match (given, shape && whole) {
            (true, true) => Some((byline, BylineLineKind::Name)),
            (true, false) => {
                let author = byline.authors.first()?;
                let parted = |name: &str| {
                    text.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(BEHIND_NAME))
                };
                let kind = if author.role.is_some() || parted(&author.name) {
                    BylineLineKind::NameRole
                } else {
                    BylineLineKind::NameMore
                };
                // "Jane Doe, A Ferry at Night, etching, 1890.": a caption. A degree can end with a full stop.
                let caption =
                    kind == BylineLineKind::NameRole && f.end == End::Full && f.words > SIGNED_WORDS;
                (kind == BylineLineKind::NameRole || author.name.contains(' '))
                    .then_some((byline, kind))
                    .filter(|_| !caption)
            }
            (false, true) => vocabulary::get().may_name(text).then_some((byline, BylineLineKind::Shape)),
            (false, false) => None,
        }
    }
}

/// Returns the text before the agency at the end of a line: "Ana Ruiz, AP", "Ana Ruiz/Reuters".
pub(crate) fn without_agency(text: &str) -> Option<&str> {
    let (name, owner) = text.rsplit_once([',', '/'])?;
    let owner = agency::find(owner.trim()).filter(|owner| owner.kind == AgencyKind::Wire);
    owner.map(|_| name.trim())
}

/// How a text in a script without capitals has the shape of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CaselessShape {
    /// It begins with a known given name or surname.
    Known,
    Unknown,
}

/// Words and letters of a name in a script without capitals.
const CASELESS_WORDS: std::ops::RangeInclusive<usize> = 2..=4;
/// See [`CASELESS_WORDS`].
const CASELESS_LETTERS: usize = 28;
/// Characters of a name in Han and kana: Chinese, Japanese.
const HAN_NAME: std::ops::RangeInclusive<usize> = 2..=6;
/// Longest surname in characters.
const SURNAME: usize = 3;

/// Whether a character is a letter of a script without capitals.
fn is_caseless(c: char) -> bool {
    is_uncased(c) && !matches!(c, 'ª' | 'º' | '\u{2b0}'..='\u{2ff}')
}

/// Returns how a text has the shape of a name in a script without capitals.
fn caseless_shape(text: &str) -> Option<CaselessShape> {
    let letter = |c: char| is_caseless(c) || is_combining_mark(c);
    let sign = |c: char| matches!(c, ' ' | '-' | '־' | '\u{200c}' | '״' | '׳' | '\'' | '"' | '.');
    if !text.chars().all(|c| letter(c) || sign(c)) {
        return None;
    }
    let count = text.chars().filter(|&c| letter(c)).count();
    if text.chars().any(is_cjk) {
        let all = text.chars().all(|c| is_cjk(c) || c == ' ');
        let surname =
            (1..=SURNAME).filter_map(|n| Some(&text[..text.char_indices().nth(n)?.0])).any(|start| {
                let groups = BYLINE_CJK.get(start).iter().map(|entry| BYLINE_CJK.group(entry));
                groups.into_iter().any(|group| group.starts_with("surname "))
            });
        return (all && surname && HAN_NAME.contains(&count)).then_some(CaselessShape::Known);
    }
    let words = text.split_whitespace().count();
    if !CASELESS_WORDS.contains(&words) || count > CASELESS_LETTERS {
        return None;
    }
    // The article of Arabic begins names of sections and organizations, not given names.
    let article = text.starts_with("ال");
    Some(match begins_with_given(text) {
        true => CaselessShape::Known,
        false if article => return None,
        false => CaselessShape::Unknown,
    })
}

/// Whether a line is speech in a transcript: "Jane Doe: How long will it take?".
fn is_speech(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, speech)| {
        has_shape_of_name(name.trim()) && speech.trim_end().ends_with(['.', '?', '!', '…', '"', '”'])
    })
}

/// Returns a name that a page prints twice, as the text of a picture and as text, once.
fn without_copy(text: &str) -> &str {
    let middle = text.len() / 2;
    match (text.get(..middle), text.get(middle + 1..)) {
        (Some(first), Some(second)) if first == second && text[middle..].starts_with(' ') => first,
        _ => text,
    }
}

/// Returns a byline without the category after it, whose link renderers join to the name: "By Jane DoeIn Travel, Boats".
fn before_category(text: &str) -> &str {
    const IN: &str = "In";
    let mut found = memmem::find_iter(text.as_bytes(), IN);
    let cut = found.find(|&at| {
        let before = text[..at].chars().next_back();
        let after = text[at + IN.len()..].chars().next();
        before.is_some_and(char::is_lowercase) && after.is_none_or(|c| c == ' ')
            || before == Some(' ') && after.is_none()
    });
    cut.map_or(text, |at| text[..at].trim_end())
}

fn push_dated(
    found: Option<(Byline, BylineLineKind)>,
    at: usize,
    push: &mut impl FnMut(Option<Byline>, BylineLineKind, usize, bool),
) {
    if let Some((byline, kind)) = found {
        push(Some(byline), kind, at, true);
    }
}
