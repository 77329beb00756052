//! Turns finished lines into blocks.

use crate::{
    Block, Figure, MarkKind, Text,
    article::{OBJECT, body_builder::ContainerSlot, line::mark_of, math, picture},
    block::label::BlockRole,
    dom::{NodeId, Tag},
    html::class_hints::ClassHints,
};

use super::BodyWalk;

/// Maximum number of consecutive captions that are skipped.
const CAPTIONS: usize = 4;
/// How many ancestors of a picture and of a block may be common for them to be neighbors.
const PICTURE_STEPS: usize = 3;
const BLOCK_STEPS: usize = 2;
/// How many ancestors of a caption are searched for its picture, and how many nodes of each.
const CAPTION_STEPS: usize = 4;
const CAPTION_NODES: usize = 64;
/// Minimum size in pixels of a picture before or after the text that is not an icon.
const ICON_PIXELS: u32 = 100;
/// Minimum length in bytes of the text after a drop cap; a glossary entry is shorter.
const DROP_CAP_BYTES: usize = 80;

impl BodyWalk<'_> {
    /// Ends the line.
    pub(super) fn flush(&mut self) {
        self.passed_muted_break = false;
        if self.line.is_empty() {
            return self.line.reset();
        }
        let line = self.line.take(|node| mark_of(self.source.document, node, self.source.base));
        let mut text = line.text;
        if text.text.is_empty() {
            return;
        }
        math::mark_raw(&mut text, self.plan.dollars);
        let objects_only = without_objects(&text);
        match line.block {
            None if line.first_object.is_some() && objects_only => self.put_objects(text),
            Some(_) if objects_only && text.text.contains(OBJECT) => self.put_objects(text),
            None if line.first_object.is_some() => self.put_text(text, BlockRole::Body),
            None => {}
            Some(block) => self.put_block(text, block),
        }
    }

    fn put_block(&mut self, mut text: Text, block: usize) {
        let role = match self.source.parts.get(block) {
            Some(BlockRole::Out) | None => BlockRole::Body,
            Some(role) => *role,
        };
        if self.is_drop_cap(block) {
            self.drop_cap = Some(text.text);
            return;
        }
        if let Some(cap) = self.drop_cap.take() {
            text.replace_start(0, &cap);
        }
        self.put_text(text, role);
    }

    fn put_text(&mut self, mut text: Text, role: BlockRole) {
        if role == BlockRole::Caption && !self.keeps_all {
            return self.put_caption(text);
        }
        if let Some((_, level)) = self.heading {
            if let Some((_, slot)) = self.slot {
                return self.tree.put_text(slot, text);
            }
            trim_anchor(&mut text);
            if !text.text.is_empty() {
                self.tree.put(Block::Heading { level, text });
            }
            return;
        }
        if let Some((_, slot)) = self.slot {
            return self.tree.put_text(slot, text);
        }
        if self.figcaption.is_some()
            && let Some(Block::Quote { attribution: attribution @ None, .. }) = self.tree.last()
        {
            *attribution = Some(text);
            return;
        }
        if role == BlockRole::Standfirst {
            return self.tree.put(Block::Standfirst(text));
        }
        match text.marks.as_slice() {
            [only]
                if only.range == (0..text.text.len())
                    && matches!(only.kind, MarkKind::Math { display: true }) =>
            {
                self.tree.put(Block::Math { tex: text.text });
            }
            _ => self.tree.put_text(ContainerSlot::Content, text),
        }
    }

    /// Handles a line of pictures and formulas without words.
    fn put_objects(&mut self, text: Text) {
        let formulas = text.marks.iter().any(|mark| matches!(mark.kind, MarkKind::Math { .. }));
        if !formulas && text.text.contains(OBJECT) {
            return self.figures(text.marks);
        }
        match text.marks.as_slice() {
            [only] if matches!(only.kind, MarkKind::Math { .. }) => {
                self.tree.put(Block::Math { tex: text.text })
            }
            _ => self.tree.put_text(ContainerSlot::Content, text),
        }
    }

    /// Assigns a caption to its figure: the previous one, or one around it that is not written yet.
    fn put_caption(&mut self, text: Text) {
        if let Some(figure) = self.tree.last_figure() {
            match &mut figure.caption {
                Some(caption) => caption.push_joined(" ", text),
                None => figure.caption = Some(text),
            }
            return;
        }
        let owner = self.source.owner(self.next.saturating_sub(1));
        let around = owner
            .into_iter()
            .flat_map(|owner| std::iter::once(owner).chain(self.source.document.ancestors(owner)));
        let document = self.source.document;
        let img = around
            .take(CAPTION_STEPS)
            .find_map(|n| document.descendants(n).take(CAPTION_NODES).find(|&n| document.tag(n) == Tag::Img));
        let mut figure = Figure { caption: Some(text), ..Figure::default() };
        if let Some(img) = img.filter(|img| self.taken_pictures.insert(*img)) {
            let picture = picture::read(self.source, img);
            if picture.src.as_ref().is_none_or(|src| self.pictures.insert(src.clone())) {
                (figure.src, figure.alt) = (picture.src, picture.alt);
            }
        }
        self.tree.put(Block::Figure(figure));
    }

    /// Returns whether an object between blocks is part of the body: between two kept blocks, or next to one.
    pub(super) fn is_live(&self, node: NodeId) -> bool {
        if self.keeps_all {
            return true;
        }
        // Dropped captions may be between a picture and the text.
        let before = (self.next.saturating_sub(CAPTIONS)..self.next)
            .rev()
            .find(|&block| !self.is_dropped_caption(block));
        let before = before.filter(|&block| self.is_kept(block));
        let after = (self.next..self.next + CAPTIONS).find(|&block| !self.is_dropped_caption(block));
        let after = after.filter(|&block| self.is_kept(block));
        match (before, after) {
            (Some(_), Some(_)) => true,
            (None, None) => false,
            (Some(block), None) | (None, Some(block)) => {
                self.are_neighbors(node, block) && !self.is_icon(node)
            }
        }
    }

    fn is_dropped_caption(&self, block: usize) -> bool {
        if self.is_kept(block) {
            return false;
        }
        let outline = self.source.outline;
        outline.marks.get(block).is_some_and(|mark| {
            outline.lineage(mark.owner).take(BLOCK_STEPS).any(|(_, element)| {
                element.tag == Tag::Figcaption || element.evidence.any(ClassHints::CAPTION)
            })
        })
    }

    fn are_neighbors(&self, node: NodeId, block: usize) -> bool {
        let document = self.source.document;
        let Some(owner) = self.source.owner(block) else { return false };
        let around = || std::iter::once(owner).chain(document.ancestors(owner)).take(BLOCK_STEPS);
        document
            .ancestors(node)
            .take(PICTURE_STEPS)
            .any(|n| !matches!(document.tag(n), Tag::Body | Tag::Html) && around().any(|a| a == n))
    }

    fn is_icon(&self, node: NodeId) -> bool {
        let size = |name: &str| self.source.attr(node, name).and_then(|v| v.trim().parse::<u32>().ok());
        [size("width"), size("height")].iter().flatten().any(|pixels| *pixels < ICON_PIXELS)
    }

    /// Returns whether a block is a drop cap that continues in the next block.
    fn is_drop_cap(&self, block: usize) -> bool {
        let blocks = self.source.blocks;
        let Some(row) = blocks.blocks.get(block) else { return false };
        let mut letter = blocks.text(row).chars();
        let one = letter.next().is_some_and(char::is_uppercase) && letter.next().is_none();
        let goes_on = || {
            blocks.blocks.get(block + 1).is_some_and(|next| {
                let next = blocks.text(next);
                next.len() >= DROP_CAP_BYTES && next.starts_with(char::is_lowercase)
            })
        };
        one && self.heading.is_none() && goes_on()
    }
}

/// Returns whether a text consists of pictures and formulas.
fn without_objects(text: &Text) -> bool {
    let mut at = 0;
    let mut objects: Vec<_> = text
        .marks
        .iter()
        .filter(|mark| matches!(mark.kind, MarkKind::Image { .. } | MarkKind::Math { .. }))
        .map(|mark| mark.range.clone())
        .collect();
    objects.sort_by_key(|range| range.start);
    for range in &objects {
        if !text.text.get(at..range.start).unwrap_or_default().trim().is_empty() {
            return false;
        }
        at = at.max(range.end);
    }
    !objects.is_empty() && text.text.get(at..).unwrap_or_default().trim().is_empty()
}

/// Removes the sign of a permalink that documentation puts after a heading.
fn trim_anchor(text: &mut Text) {
    let zero_width = |c: char| matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}') || c.is_whitespace();
    let bare = text.text.trim_end_matches(|c: char| matches!(c, '¶' | '§' | '🔗' | '⚓') || zero_width(c));
    let bare = bare.strip_suffix(" #").unwrap_or(bare).trim_end_matches(zero_width).len();
    text.cut_end(bare);
    let lead = text.text.len() - text.text.trim_start_matches(|c: char| c == '🔗' || zero_width(c)).len();
    if lead > 0 {
        text.replace_start(lead, "");
    }
}
