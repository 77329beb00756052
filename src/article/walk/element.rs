//! Handles each kind of element during the walk.

use html5ever::local_name;

use crate::{
    Block, Figure, List, ListItem, MarkKind,
    article::{
        OBJECT,
        body_builder::{ContainerSlot, Frame},
        code, embed,
        line::can_mark,
        math::{self, Formula},
        picture,
        plan::{Role, is_attribution},
        table, walk,
    },
    dom::{NodeId, NodeKind, Tag},
    html::segment::{breaks, is_dropped},
};

use super::{
    BodyWalk,
    attributes::{Attributes, NameSet},
};

/// The numbering of an open list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ordinal {
    pub(crate) list: NodeId,
    next: i32,
    step: i32,
    is_ordered: bool,
}

/// How many nodes at the start of an item are searched for its check box.
const CHECKBOX_NODES: usize = 8;
/// Maximum length of an anchor sign or edit link in a heading, in bytes.
const ANCHOR_BYTES: usize = 40;

impl BodyWalk<'_> {
    pub(super) fn enter_element(&mut self, node: NodeId) -> bool {
        let document = self.source.document;
        let tag = document.tag(node);
        if self.muted.is_some() {
            if let Some(&note) = self.plan.notes.by_node.get(&node) {
                self.inline_notes.entry(note).or_insert((self.next, self.line.at()));
            }
            self.passed_muted_break |= breaks(tag);
            return !is_dropped(tag);
        }
        let attributes = Attributes::read(self.source, node, &mut self.known_names);
        if self.note(node) || self.is_control(node, tag, &attributes) {
            return self.mute(node, tag);
        }
        if let Some(formula) = math::formula(self.source, node, attributes.names.any(NameSet::FORMULA)) {
            self.formula(node, tag, formula);
            return self.mute(node, tag);
        }
        match tag {
            Tag::Br => self.line_break(),
            Tag::Img => self.picture(node),
            Tag::Noscript if self.noscript(node) => return false,
            Tag::Iframe | Tag::Video | Tag::Audio | Tag::Embed | Tag::Object => self.embed(node),
            Tag::Div | Tag::Span | Tag::Figure if attributes.role == "img" => self.background(node),
            Tag::Blockquote | Tag::Div | Tag::Other if self.scripted_embed(node) => {
                return self.mute(node, tag);
            }
            _ => {}
        }
        if is_dropped(tag) || matches!(tag, Tag::Br | Tag::Img | Tag::Wbr) {
            return false;
        }
        if breaks(tag) {
            self.boundary();
        }
        match self.plan.roles.get(&node) {
            Some(Role::Table(id)) => {
                let table = table::read(self.source, self.plan, &table::outlined(self.source, *id));
                self.flush();
                if !table.rows.is_empty() {
                    self.tree.put(Block::Table(table));
                }
                return self.mute(node, tag);
            }
            Some(Role::Listing(listing)) => {
                let text = code::text(self.source, listing.code);
                self.flush();
                let language = code::language(self.source, *listing);
                match self.tree.last() {
                    Some(Block::Code { text: before, .. }) if code::continues(self.source, *listing) => {
                        before.push('\n');
                        before.push_str(&text);
                    }
                    _ if text.trim().is_empty() => {}
                    _ => self.tree.put(Block::Code { text, language }),
                }
                return self.mute(node, tag);
            }
            Some(Role::Callout(kind)) => {
                self.flush();
                self.tree.open(node, Frame::Callout { kind: kind.clone(), title: None, blocks: Vec::new() });
            }
            Some(Role::Definitions) => self.tree.open(node, Frame::Definitions(Vec::new())),
            Some(Role::Transparent) => return true,
            None => self.container(node, tag),
        }
        self.slots(node, tag, &attributes);
        self.enter_inline(node, tag, &attributes);
        true
    }

    /// Mutes an element, so that none of its content is text.
    fn mute(&mut self, node: NodeId, tag: Tag) -> bool {
        if is_dropped(tag) || matches!(tag, Tag::Img) {
            return false;
        }
        self.muted = Some(node);
        true
    }

    /// Handles a reference to a note, or a note. Returns whether the element is one.
    fn note(&mut self, node: NodeId) -> bool {
        let notes = &self.plan.notes;
        if self.plan.continued.contains(&node) && !self.keeps_all {
            self.flush();
            return true;
        }
        if let Some(&index) = notes.references.get(&node) {
            if notes.definitions[index].node == node {
                // A note in running text begins at the current position.
                self.inline_notes.entry(index).or_insert((self.next, self.line.at()));
            }
            if self.is_live_text() {
                let label = notes.labels[index].clone();
                self.referred.push(index);
                self.line.object(node, &format!("[{label}]"), MarkKind::NoteReference { label });
            }
            return true;
        }
        if let Some(&index) = notes.by_node.get(&node).filter(|_| !self.keeps_all) {
            self.flush();
            if self.notes.is_empty() {
                self.tree.drop_label_of_notes();
            }
            if !self.notes.contains_key(&index) {
                let definition = &notes.definitions[index];
                if breaks(self.source.document.tag(definition.node)) {
                    let mut blocks = walk::subtree(self.source, self.plan, definition.element);
                    blocks.extend(self.continuation(index));
                    self.notes.insert(index, blocks);
                }
            }
            return true;
        }
        notes.muted.contains(&node)
    }

    /// Returns the blocks of the siblings that continue a note.
    fn continuation(&self, index: usize) -> Vec<Block> {
        let definition = &self.plan.notes.definitions[index];
        let Some(until) = definition.until else { return Vec::new() };
        let document = self.source.document;
        let mut out = Vec::new();
        let mut element = self.source.outline.element(definition.element).end;
        while let Some(row) = self.source.outline.elements.get(element as usize) {
            if document.parent(row.node) != document.parent(definition.node) {
                break;
            }
            let mut inner = BodyWalk::new(self.source, self.plan, row.first as usize, true);
            inner.over(row.node);
            out.extend(inner.tree.finish());
            if row.node == until {
                break;
            }
            element = row.end;
        }
        out
    }

    /// Returns whether an element only serves to link to or to edit a part of the page.
    fn is_control(&self, node: NodeId, tag: Tag, attributes: &Attributes<'_>) -> bool {
        match tag {
            Tag::A => self.is_back_link(node, attributes) || self.is_permalink(node, attributes),
            Tag::Span | Tag::Small | Tag::Div => {
                attributes.names.any(NameSet::EDIT_LINKS)
                    || self.heading.is_some() && tag != Tag::Div && self.is_edit_link(node)
            }
            _ => false,
        }
    }

    /// Returns whether a link leads from a heading to itself.
    fn is_permalink(&self, node: NodeId, attributes: &Attributes<'_>) -> bool {
        let named = attributes.names.any(NameSet::PERMALINK);
        if !(named || self.heading.is_some() && self.is_own_fragment(attributes)) {
            return false;
        }
        self.source.short_text(node, ANCHOR_BYTES).is_some_and(|text| {
            text.chars().all(|c| !c.is_alphanumeric())
                || attributes.aria_hidden
                || named && is_permalink_label(&text)
        })
    }

    /// Returns whether a link leads to a part of the page.
    fn is_own_fragment(&self, attributes: &Attributes<'_>) -> bool {
        attributes.href.is_some_and(|h| self.source.base.own_fragment(h).is_some())
    }

    /// Returns whether a link leads from a note back to its reference, by its role, class or arrow.
    fn is_back_link(&self, node: NodeId, attributes: &Attributes<'_>) -> bool {
        if attributes.role == "doc-backlink" || attributes.names.any(NameSet::BACK_LINK) {
            return true;
        }
        let text = || self.source.short_text(node, ANCHOR_BYTES);
        self.is_own_fragment(attributes)
            && text().is_some_and(|text| {
                // Several links back have numbers: ↩, ↩2.
                let arrow = text.starts_with(['↩', '↑', '⤴', '⬆', '↵']);
                let signs = if arrow { text.trim_end_matches(|c: char| c.is_ascii_digit()) } else { &text };
                let mut signs = signs
                    .chars()
                    .filter(|c| !c.is_whitespace() && !matches!(c, '\u{fe0e}' | '\u{fe0f}'))
                    .peekable();
                signs.peek().is_some()
                    && signs.all(|c| matches!(c, '↩' | '↑' | '⤴' | '⏎' | '^' | '⬆' | '↵' | '[' | ']'))
            })
    }

    /// Returns whether an element of a heading is a bracketed group of edit links: `[edit | edit source]`.
    fn is_edit_link(&self, node: NodeId) -> bool {
        let document = self.source.document;
        let bracketed = self
            .source
            .short_text(node, ANCHOR_BYTES)
            .is_some_and(|t| t.starts_with('[') && t.ends_with(']'));
        bracketed
            && document
                .descendants(node)
                .filter(|&n| document.tag(n) == Tag::A)
                .any(|n| document.attr(n, &local_name!("href")).is_some_and(|href| href.contains("edit")))
    }

    /// Returns whether text is written at the current position.
    fn is_live_text(&self) -> bool {
        self.keeps_all
            || self.is_kept(self.next)
            || self.next > 0 && !self.inside && self.is_kept(self.next - 1)
    }

    fn formula(&mut self, node: NodeId, tag: Tag, formula: Formula) {
        let Formula::Source { tex, display } = formula else { return };
        let own_block = breaks(tag);
        let live = self.is_live(node) || self.inside && self.is_kept(self.next);
        if !live {
            return;
        }
        if own_block {
            self.flush();
            self.tree.put(Block::Math { tex });
        } else {
            self.line.object(node, &tex, MarkKind::Math { display });
        }
    }

    fn line_break(&mut self) {
        if self.preformatted == 0 && (!self.inside || self.is_kept(self.next)) {
            self.line.line_break();
        }
    }

    /// Handles a picture: inside running text it is an object of the line, otherwise a figure.
    fn picture(&mut self, node: NodeId) {
        if self.taken_pictures.contains(&node) || self.inside && !self.is_kept(self.next) {
            return;
        }
        if self.line.is_empty() && !self.is_live(node) {
            return;
        }
        let picture = picture::read(self.source, node);
        let Some(src) = picture.src else { return };
        self.line.object(node, OBJECT.encode_utf8(&mut [0; 4]), MarkKind::Image { src, alt: picture.alt });
    }

    /// Handles an element whose background is a picture.
    fn background(&mut self, node: NodeId) {
        if self.inside && !self.is_kept(self.next) || !self.is_live(node) {
            return;
        }
        let Some(picture) = picture::background(self.source, node) else { return };
        let Some(src) = picture.src else { return };
        self.line.object(node, OBJECT.encode_utf8(&mut [0; 4]), MarkKind::Image { src, alt: picture.alt });
    }

    /// Handles a `noscript` with a picture that no `img` next to it shows. Returns whether it has one.
    fn noscript(&mut self, node: NodeId) -> bool {
        let Some(picture) = picture::in_noscript(self.source, node) else { return false };
        let document = self.source.document;
        let is_img = |n: NodeId| matches!(document.tag(n), Tag::Img | Tag::Picture);
        let parent = document.parent(node);
        let siblings = parent
            .into_iter()
            .flat_map(|p| document.children(p))
            .chain(parent.and_then(|p| document.prev_sibling(p)));
        let shown = siblings.into_iter().any(is_img);
        if let Some(src) = picture.src.filter(|_| !shown && self.is_live(node)) {
            self.line.object(
                node,
                OBJECT.encode_utf8(&mut [0; 4]),
                MarkKind::Image { src, alt: picture.alt },
            );
        }
        true
    }

    fn embed(&mut self, node: NodeId) {
        if self.is_live(node)
            && let Some(block) = embed::read(self.source, node)
        {
            self.flush();
            self.tree.put(block);
        }
    }

    /// Handles an element that a script replaces by a video or a post. Returns whether it is one.
    fn scripted_embed(&mut self, node: NodeId) -> bool {
        let Some(block) = embed::scripted(self.source, node) else { return false };
        if self.is_live(node) {
            self.flush();
            self.tree.put(block);
        }
        true
    }

    /// Opens the container of an element.
    fn container(&mut self, node: NodeId, tag: Tag) {
        match tag {
            Tag::Blockquote => self.tree.open(node, Frame::Quote { blocks: Vec::new(), attribution: None }),
            Tag::Ul | Tag::Ol | Tag::Menu => self.list(node, tag == Tag::Ol),
            Tag::Li => self.item(node),
            Tag::Details => self.tree.open(node, Frame::Details { summary: None, blocks: Vec::new() }),
            Tag::Hr
                if self.is_kept(self.next)
                    && self.next > 0
                    && self.is_kept(self.next - 1)
                    && !self.keeps_all
                    && !matches!(self.tree.last(), None | Some(Block::Rule)) =>
            {
                self.tree.put(Block::Rule);
            }
            _ => {}
        }
    }

    fn list(&mut self, node: NodeId, is_ordered: bool) {
        let source = self.source;
        let number = |name: &str| source.attr(node, name).and_then(|v| v.trim().parse::<i32>().ok());
        let reversed = source.attr(node, "reversed").is_some();
        let items = || {
            let items = source.document.children(node).filter(|&n| source.document.tag(n) == Tag::Li).count();
            i32::try_from(items).unwrap_or(i32::MAX)
        };
        let start = number("start").unwrap_or_else(|| if reversed { items() } else { 1 });
        let style = source.attr(node, "type").and_then(|t| t.trim().chars().next());
        let style = style.filter(|s| is_ordered && matches!(s, 'a' | 'A' | 'i' | 'I'));
        self.ordinals.push(Ordinal {
            list: node,
            next: start,
            step: if reversed { -1 } else { 1 },
            is_ordered,
        });
        self.tree.open(node, Frame::List(List { ordered: is_ordered, style, items: Vec::new() }));
    }

    fn item(&mut self, node: NodeId) {
        let document = self.source.document;
        let mut number = None;
        if let Some(ordinal) =
            self.ordinals.last_mut().filter(|o| o.is_ordered && document.parent(node) == Some(o.list))
        {
            let own =
                self.source.attr(node, "value").and_then(|v| v.trim().parse().ok()).unwrap_or(ordinal.next);
            ordinal.next = own.saturating_add(ordinal.step);
            number = Some(own);
        }
        let Some(list) = self.tree.list() else { return };
        let expected = list.numbers().last().unwrap_or(0).saturating_add(1);
        let checkbox = document.descendants(node).skip(1).take(CHECKBOX_NODES).find(|&n| {
            document.tag(n) == Tag::Input
                && self.source.attr(n, "type").is_some_and(|t| t.eq_ignore_ascii_case("checkbox"))
        });
        let checked = checkbox.map(|n| self.source.attr(n, "checked").is_some());
        let item = ListItem { number: number.filter(|n| *n != expected), checked, blocks: Vec::new() };
        self.tree.open(node, Frame::Item(item));
    }

    /// Handles headings, and the parts of containers other than their content.
    fn slots(&mut self, node: NodeId, tag: Tag, attributes: &Attributes<'_>) {
        let slot = match tag {
            Tag::Summary => Some(ContainerSlot::Title),
            Tag::Dt => Some(ContainerSlot::Term),
            _ if self.tree.wants_title() && crate::article::callout::is_title(self.source, node) => {
                Some(ContainerSlot::Title)
            }
            _ if self.tree.is_quote() && is_attribution(self.source, node) => {
                Some(ContainerSlot::Attribution)
            }
            _ => None,
        };
        if let Some(slot) = slot.filter(|_| self.slot.is_none()) {
            self.flush();
            self.slot = Some((node, slot));
        } else if self.heading.is_none()
            && let Some(level) = heading_level(self, node, tag, attributes.role)
        {
            self.flush();
            self.heading = Some((node, level));
        }
        if tag == Tag::Figcaption {
            self.figcaption = Some(node);
        }
    }

    fn enter_inline(&mut self, node: NodeId, tag: Tag, attributes: &Attributes<'_>) {
        match tag {
            Tag::Pre => self.preformatted += 1,
            Tag::Q => {
                self.quotes += 1;
                if self.is_live_text() {
                    self.line.insert(if self.quotes % 2 == 1 { "“" } else { "‘" }, true);
                }
            }
            Tag::Rt if self.is_live_text() && has_text(self, node) => {
                self.line.insert(
                    if self.line.last_char().is_some_and(|c| c.is_ascii()) { "(" } else { "（" },
                    false,
                );
            }
            _ => {}
        }
        let own = tag == Tag::A && self.heading.is_some() && self.is_own_fragment(attributes);
        if !own && can_mark(tag) {
            self.line.open(node);
        }
    }

    pub(super) fn leave_inline(&mut self, node: NodeId, tag: Tag) {
        match tag {
            Tag::Pre => self.preformatted = self.preformatted.saturating_sub(1),
            Tag::Q => {
                if self.is_live_text() {
                    self.line.insert(if self.quotes % 2 == 1 { "”" } else { "’" }, false);
                }
                self.quotes = self.quotes.saturating_sub(1);
            }
            Tag::Rt if self.is_live_text() && has_text(self, node) => {
                self.line.insert(if self.line.has_open_wide_bracket() { "）" } else { ")" }, false);
            }
            _ => {}
        }
    }

    /// Writes the figures of a line that consists of pictures.
    pub(super) fn figures(&mut self, marks: Vec<crate::Mark>) {
        for mark in &marks {
            let MarkKind::Image { src, alt } = &mark.kind else { continue };
            let link = marks.iter().find_map(|m| match &m.kind {
                MarkKind::Link { href }
                    if m.range.start <= mark.range.start && m.range.end >= mark.range.end =>
                {
                    Some(href.clone())
                }
                _ => None,
            });
            // A picture in full size after its thumbnail, or a repeated picture.
            let again = self.tree.last_figure().is_some_and(|last| last.link.as_ref() == Some(src));
            if again || !self.pictures.insert(src.clone()) {
                continue;
            }
            // A preview and the picture that replaces it.
            if let Some(last) = self.tree.last_figure()
                && let Some(shown) = &mut last.src
                && picture::is_same_file(shown, src)
            {
                if picture::declared_pixels(src) > picture::declared_pixels(shown) {
                    shown.clone_from(src);
                }
                last.alt = last.alt.take().or_else(|| alt.clone());
                continue;
            }
            let figure = Figure { src: Some(src.clone()), alt: alt.clone(), link, caption: None };
            self.tree.put(Block::Figure(figure));
        }
    }
}

/// Returns whether text is the label of a link to a heading, next to signs.
fn is_permalink_label(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["permalink", "link", "anchor", "direct link", "link to this heading"]
        .iter()
        .any(|label| lower.starts_with(label))
}

fn has_text(walk: &BodyWalk<'_>, node: NodeId) -> bool {
    let document = walk.source.document;
    document
        .descendants(node)
        .any(|n| document.kind(n) == NodeKind::Text && !document.text(n).trim().is_empty())
}

/// Returns the level of a heading; 1 becomes 2, because level 1 is the headline.
fn heading_level(walk: &BodyWalk<'_>, node: NodeId, tag: Tag, role: &str) -> Option<u8> {
    Some(match tag {
        Tag::H1 | Tag::H2 => 2,
        Tag::H3 => 3,
        Tag::H4 => 4,
        Tag::H5 => 5,
        Tag::H6 => 6,
        _ if role.eq_ignore_ascii_case("heading") => {
            let level = walk.source.attr(node, "aria-level").and_then(|level| level.trim().parse().ok());
            level.unwrap_or(2_u8).clamp(2, 6)
        }
        _ => return None,
    })
}
