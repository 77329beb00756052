//! Tokenizes a page that is in memory as a whole, and feeds html5ever's tree builder.
//!
//! It does the same as html5ever's own tokenizer, token for token, but skips what no stage reads: unused attributes,
//! the text of comments, raw bodies, whitespace between blocks, and the contents of svg if skipping them changes
//! nothing around them (see [`KeptNodes`]). Tests compare it with html5ever's tokenizer. One
//! difference is intended: after a parse error, html5ever forgets that a line feed must be ignored (`<pre></>` and a
//! line feed), which the standard does not require.

mod doctype;
mod start_tag;

use std::{cell::RefCell, ops::Range, time::Instant};

use html5ever::{
    LocalName,
    interface::TreeSink as _,
    local_name,
    tendril::StrTendril,
    tokenizer::{Doctype, Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult, states::RawKind},
    tree_builder::{TreeBuilder, TreeBuilderOpts},
};
use memchr::{memchr, memchr2, memchr3, memmem};

use super::{
    KeptNodes, ParseLimits, Tag,
    arena::Document,
    name::{ElementClass, TagName},
    scan, script,
    tree_sink::{ArenaSink, Deep, Handle, Pending},
};
use crate::{
    dom::{
        char_ref,
        whitespace::{Border, Spaces},
    },
    lexicon::clip::clip,
};

/// Minimum words of a `noscript` whose content counts as part of the page. Shorter ones are read as by a browser that
/// runs scripts: as text, which is dropped. So an unclosed `iframe` or quote in one (tracking pixels) cannot swallow
/// the page.
pub(super) const NOSCRIPT_WORDS: usize = 40;
/// Maximum length in bytes of a `noscript` whose text is kept because it contains a picture that a script loads
/// later.
const NOSCRIPT_PICTURE_BYTES: usize = 8192;
/// How many tags pass between two clock reads, because a read costs as much as a tag.
const TAGS_BETWEEN_LOOKS: u32 = 1024;
/// Number of svgs that had to be parsed after all, after which the page's other svgs are not scanned.
const SVG_REFUSALS: u32 = 16;
/// Minimum bytes that are copied at once for the texts of tokens.
const CHUNK_BYTES: usize = 4096;
/// How many names, from the top of the stack of unopened tags, an end tag is compared with.
const SKIPPED_LOOK: usize = 8;

/// The tokenizer, its input and its tree builder.
pub(crate) struct Tokenizer<'a> {
    page: &'a str,
    bytes: &'a [u8],
    at: usize,
    builder: TreeBuilder<Handle, ArenaSink>,
    keep: KeptNodes,
    limits: ParseLimits,
    /// Start tags that were not opened, or closed at once, because they were too deep.
    skipped: Vec<LocalName>,
    /// The tree has its maximum depth: no element is opened until one is closed.
    deep: bool,
    doctype_seen: bool,
    svg_refusals: u32,
    /// A look-ahead has found a `noscript` up to here, which has to be parsed.
    noscript_read: usize,
    spaces: Spaces,
    /// Whitespace that is held back until the next token is known.
    space: Option<Range<usize>>,
    chunk: RefCell<Chunk>,
}

/// A copy of a part of the page. Tokens own their text, so they get slices of it: most of a page is not text, and a copy
/// for each token would be an allocation for each.
#[derive(Default)]
struct Chunk {
    start: usize,
    text: StrTendril,
}

impl<'a> Tokenizer<'a> {
    /// Creates a tokenizer for a whole page, whose line ends must be line feeds.
    pub(crate) fn new(page: &'a str, document: Document, keep: KeptNodes, limits: &ParseLimits) -> Self {
        let opts = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        Self {
            page,
            bytes: page.as_bytes(),
            at: 0,
            builder: TreeBuilder::new(ArenaSink::new(document, limits), opts),
            keep,
            limits: *limits,
            skipped: Vec::new(),
            deep: false,
            doctype_seen: false,
            svg_refusals: 0,
            noscript_read: 0,
            spaces: Spaces::default(),
            space: None,
            chunk: RefCell::default(),
        }
    }

    /// Reads the page to its end, or to a limit.
    pub(crate) fn run(mut self) -> Document {
        if self.page.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        let (mut cut, mut tags) = (false, 0u32);
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'<' if self.is_markup(self.at) => {
                    self.markup();
                    tags = tags.wrapping_add(1);
                    if self.builder.sink.document.borrow().nodes.len() > self.limits.nodes
                        || (tags.is_multiple_of(TAGS_BETWEEN_LOOKS) && self.is_late())
                    {
                        cut = true;
                        break;
                    }
                }
                0 => {
                    self.at += 1;
                    self.hand_space();
                    self.hand(Token::NullCharacterToken);
                }
                _ => self.text(),
            }
        }
        self.hand_space();
        self.hand(Token::EOFToken);
        self.builder.end();
        let mut document = self.builder.sink.finish();
        document.cut = cut;
        document
    }

    fn is_late(&self) -> bool {
        self.limits.end.is_some_and(|end| Instant::now() >= end)
    }

    /// Passes on a token that is not a start tag. The tree builder always returns that parsing continues.
    fn hand(&self, token: Token) {
        let _ = self.builder.process_token(token, 1);
    }

    fn piece(&self, start: usize, end: usize) -> StrTendril {
        let chunk = &mut *self.chunk.borrow_mut();
        if start < chunk.start || end > chunk.start + chunk.text.len() {
            let text = clip(&self.page[start..], CHUNK_BYTES.max(end - start));
            *chunk = Chunk { start, text: StrTendril::from_slice(text) };
        }
        chunk.text.subtendril((start - chunk.start) as u32, (end - start) as u32)
    }

    fn hand_text(&self, text: StrTendril) {
        if !text.is_empty() {
            self.hand(Token::CharacterTokens(text));
        }
    }

    /// Passes on the whitespace that was held back.
    fn hand_space(&mut self) {
        if let Some(space) = self.space.take() {
            self.hand_text(self.piece(space.start, space.end));
        }
    }

    /// Decides what happens to the whitespace that was held back before a tag.
    fn meet(&mut self, tag: Tag, start: bool) {
        if self.space.is_none() {
            return;
        }
        match self.spaces.border(tag, start) {
            Border::Parts => self.space = None,
            Border::Passes => {}
            Border::None => self.hand_space(),
        }
    }

    /// Reads text from `at` (not a tag) to the next markup or NUL.
    fn text(&mut self) {
        let start = self.at;
        let mut at = scan::spaces_end(self.bytes, start);
        let blank = match self.bytes.get(at) {
            None | Some(0) => true,
            Some(b'<') => self.is_markup(at),
            Some(_) => false,
        };
        if !blank {
            match self.text_end(at) {
                Ok(end) => at = end,
                Err(reference) => return self.text_with_references(start, reference),
            }
        }
        self.at = at;
        if blank && !self.keep.spaces && self.spaces.may_wait() {
            // One space is as good as several.
            self.space = Some(start..at);
            return;
        }
        self.hand_space();
        self.hand_text(self.piece(start, at));
    }

    /// Returns the next markup or NUL after `at`, or the end of the page. The error is the position of an `&` before it.
    fn text_end(&self, mut at: usize) -> Result<usize, usize> {
        loop {
            let Some(found) = memchr3(b'<', b'&', 0, &self.bytes[at..]).map(|n| at + n) else {
                return Ok(self.bytes.len());
            };
            match self.bytes[found] {
                b'&' => return Err(found),
                b'<' if !self.is_markup(found) => at = found + 1,
                _ => return Ok(found),
            }
        }
    }

    fn text_with_references(&mut self, start: usize, mut at: usize) {
        let end = loop {
            match memchr2(b'<', 0, &self.bytes[at..]).map(|n| at + n) {
                None => break self.bytes.len(),
                Some(found) if self.bytes[found] == b'<' && !self.is_markup(found) => at = found + 1,
                Some(found) => break found,
            }
        };
        let mut text = String::with_capacity(end - start);
        char_ref::decode(&self.page[start..end], false, &mut text);
        self.at = end;
        self.hand_space();
        self.hand_text(StrTendril::from(text));
    }

    /// Returns whether the `<` at `at` begins markup such as a tag or a comment, rather than text.
    fn is_markup(&self, at: usize) -> bool {
        match self.bytes.get(at + 1) {
            Some(b'/') => self.bytes.get(at + 2).is_some(),
            Some(b'!' | b'?') => true,
            Some(b) => b.is_ascii_alphabetic(),
            None => false,
        }
    }

    /// Reads the tag, comment or other markup that begins at `at`.
    fn markup(&mut self) {
        let (first, second) = (self.bytes.get(self.at + 1), self.bytes.get(self.at + 2));
        match (first, second) {
            (Some(b), _) if b.is_ascii_alphabetic() => self.start_tag(),
            (Some(b'/'), Some(b'>')) => self.at += 3,
            (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => self.end_tag(),
            (Some(b'!'), _) => self.declaration(),
            (Some(b'?'), _) | (Some(b'/'), Some(_)) => self.comment(scan::bogus_end(self.bytes, self.at)),
            _ => self.text(),
        }
    }

    fn comment(&mut self, end: usize) {
        self.at = end;
        if !self.spaces.passes_comments() {
            self.hand_space();
        }
        self.hand(Token::CommentToken(StrTendril::new()));
    }

    fn declaration(&mut self) {
        let inside = self.at + 2;
        let rest = &self.bytes[inside..];
        if rest.starts_with(b"--") {
            self.comment(scan::comment_end(self.bytes, inside + 2));
        } else if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            self.doctype();
        } else if rest.starts_with(b"[CDATA[")
            && self.builder.adjusted_current_node_present_but_not_in_html_namespace()
        {
            self.cdata(inside + 7);
        } else {
            self.comment(scan::bogus_end(self.bytes, inside));
        }
    }

    fn cdata(&mut self, start: usize) {
        self.hand_space();
        let found = memmem::find(&self.bytes[start..], b"]]>");
        let end = found.map_or(self.bytes.len(), |n| start + n);
        let mut at = start;
        while let Some(nul) = memchr(0, &self.bytes[at..end]) {
            self.hand_text(self.piece(at, at + nul));
            self.hand(Token::NullCharacterToken);
            at += nul + 1;
        }
        self.hand_text(self.piece(at, end));
        self.at = (end + 3).min(self.bytes.len());
    }

    /// Reads the first document type; later ones have no effect.
    fn doctype(&mut self) {
        let end = scan::bogus_end(self.bytes, self.at);
        let doctype =
            if self.doctype_seen { Doctype::default() } else { doctype::read(&self.page[self.at..end]) };
        self.doctype_seen = true;
        self.at = end;
        self.hand_space();
        self.hand(Token::DoctypeToken(doctype));
    }

    fn end_tag(&mut self) {
        let start = self.at + 2;
        let Some(name_end) = scan::name_end(self.bytes, start) else {
            self.at = self.bytes.len();
            return;
        };
        let next = match self.bytes[name_end] {
            b'>' => name_end + 1,
            _ => match scan::tag_end(self.bytes, name_end) {
                Some(end) => end.next,
                None => {
                    self.at = self.bytes.len();
                    return;
                }
            },
        };
        self.at = next;
        let element = {
            let document = &mut *self.builder.sink.document.borrow_mut();
            document.build.names.tag(self.page, start, name_end).clone()
        };
        self.meet(element.tag, false);
        if !self.skipped.is_empty() && self.closes_skipped(&element.name) {
            return;
        }
        self.deep = false;
        self.spaces.end(&element);
        self.hand_end_tag(element.name);
    }

    fn hand_end_tag(&self, name: LocalName) {
        self.hand(Token::TagToken(TagToken {
            kind: TagKind::EndTag,
            name,
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        }));
    }

    fn closes_skipped(&mut self, name: &LocalName) -> bool {
        let found = self.skipped.iter().rev().take(SKIPPED_LOOK).position(|n| n == name);
        if let Some(back) = found {
            self.skipped.truncate(self.skipped.len() - 1 - back);
        }
        found.is_some()
    }

    fn start_tag(&mut self) {
        let start = self.at + 1;
        let Some(name_end) = scan::name_end(self.bytes, start) else {
            self.at = self.bytes.len();
            return;
        };
        let element = {
            let document = &mut *self.builder.sink.document.borrow_mut();
            document.build.names.tag(self.page, start, name_end).clone()
        };
        let Some(tag) = self.attributes(name_end, &element) else {
            self.at = self.bytes.len();
            return;
        };
        self.at = tag.next;
        self.meet(element.tag, true);
        let void = element.class == ElementClass::Void || element.tag == Tag::Input;
        if self.deep && !void && element.class != ElementClass::Raw && !tag.self_closing {
            self.skipped.push(element.name);
            return;
        }
        // If all attributes are kept, they go to the tree builder instead of the arena.
        let script_type = (element.tag == Tag::Script)
            .then(|| tag.attrs.iter().find(|a| a.name.local == local_name!("type")).map(|a| a.value.clone()))
            .flatten();
        let token = Token::TagToken(TagToken {
            kind: TagKind::StartTag,
            name: element.name.clone(),
            self_closing: tag.self_closing,
            attrs: tag.attrs,
            had_duplicate_attributes: false,
        });
        // The first element created for a formatting element may be another one that is reopened.
        let (start, end) =
            if element.class == ElementClass::Formatting { (0, 0) } else { (tag.start, tag.end) };
        *self.builder.sink.pending.borrow_mut() =
            Some(Pending { name: element.name.clone(), tag: element.tag, start, end });
        self.builder.sink.deep.set(None);
        self.spaces.start(&element);
        let answer = self.builder.process_token(token, 1);
        self.builder.sink.pending.borrow_mut().take();
        if let Some(deep) = self.builder.sink.deep.take()
            && self.opened(&answer, void, tag.self_closing)
        {
            // It was opened too deep, so it is closed at once, and its own end tag will be ignored.
            self.hand_end_tag(element.name.clone());
            self.skipped.push(element.name);
            self.deep = deep == Deep::Elements;
            return;
        }
        match answer {
            TokenSinkResult::RawData(kind) => {
                self.raw(kind, &element, tag.start, tag.end, script_type.as_deref())
            }
            TokenSinkResult::Plaintext => self.plaintext(),
            _ => match element.tag {
                Tag::Svg if !self.keep.svg && !tag.self_closing => self.skip_svg(),
                Tag::Noscript if !self.keep.noscript => self.skip_noscript(),
                _ => {}
            },
        }
    }

    /// Returns whether the element of a start tag that was handed on was left open for children.
    fn opened(&self, answer: &TokenSinkResult<Handle>, void: bool, self_closing: bool) -> bool {
        if self.builder.adjusted_current_node_present_but_not_in_html_namespace() {
            !self_closing
        } else {
            !void && !matches!(answer, TokenSinkResult::RawData(_))
        }
    }

    fn skip_svg(&mut self) {
        if self.svg_refusals >= SVG_REFUSALS
            || !self.builder.adjusted_current_node_present_but_not_in_html_namespace()
        {
            return;
        }
        match scan::svg(self.bytes, self.at) {
            Some(svg) => {
                self.at = svg.end;
                if svg.has_text {
                    // Text prevents a later frameset from replacing the body; nothing else of it is needed.
                    self.builder.sink.mute.set(true);
                    self.hand(Token::CharacterTokens(StrTendril::from_slice("x")));
                    self.builder.sink.mute.set(false);
                }
            }
            None => self.svg_refusals += 1,
        }
    }

    fn skip_noscript(&mut self) {
        if self.at < self.noscript_read {
            return;
        }
        match scan::noscript(self.bytes, self.at) {
            Some(found) if found.words < NOSCRIPT_WORDS => {
                let content = &self.page[self.at..found.end];
                if content.len() <= NOSCRIPT_PICTURE_BYTES && scan::names_picture(content.as_bytes()) {
                    self.builder.sink.add_raw_text(Tag::Noscript, content);
                }
                self.at = found.end;
            }
            Some(found) => self.noscript_read = found.end,
            None => self.noscript_read = self.bytes.len(),
        }
    }

    fn plaintext(&mut self) {
        let rest = &self.page[self.at..];
        self.at = self.bytes.len();
        self.hand_text(StrTendril::from(rest.replace('\0', "\u{fffd}")));
    }

    /// Reads the content of an element that contains only text; its end tag is read later.
    fn raw(
        &mut self,
        kind: RawKind,
        element: &TagName,
        attrs_start: u32,
        attrs_end: u32,
        script_type: Option<&str>,
    ) {
        let start = self.at;
        let script = matches!(kind, RawKind::ScriptData);
        let end = if script {
            scan::script_end(self.bytes, start)
        } else {
            scan::raw_end(self.bytes, start, element.name.as_bytes())
        };
        self.at = end;
        let body = &self.page[start..end];
        let wanted = self.keep.raw
            || match element.tag {
                Tag::Script => match script_type {
                    Some(kind) => script::is_wanted(Some(kind), body),
                    None => self.wants_script(attrs_start, attrs_end, body),
                },
                Tag::Style | Tag::Iframe | Tag::Noembed | Tag::Noframes => false,
                _ => true,
            };
        if !wanted || body.is_empty() {
            return;
        }
        if matches!(kind, RawKind::Rcdata) && memchr2(b'&', 0, body.as_bytes()).is_some() {
            let mut text = String::with_capacity(body.len());
            char_ref::decode(body, false, &mut text);
            self.hand_text(StrTendril::from(text));
        } else if memchr(0, body.as_bytes()).is_some() {
            self.hand_text(StrTendril::from(body.replace('\0', "\u{fffd}")));
        } else {
            self.hand_text(self.piece(start, end));
        }
    }

    fn wants_script(&self, start: u32, end: u32, body: &str) -> bool {
        let document = self.builder.sink.document.borrow();
        let attrs = &document.attrs[start as usize..end as usize];
        let kind = attrs
            .iter()
            .find(|a| a.name == local_name!("type"))
            .map(|a| &document.values[a.start as usize..a.end as usize]);
        script::is_wanted(kind, body)
    }
}
