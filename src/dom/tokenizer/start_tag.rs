//! Reads start tags: the attributes and the end of a tag, given the position after its name.

use html5ever::{Attribute, LocalName, QualName, ns, tendril::StrTendril};
use memchr::memchr2;

use super::{
    super::{
        Tag,
        arena::Document,
        name::{self, ElementClass, TagName},
        scan,
    },
    Tokenizer,
};
use crate::dom::{char_ref, formatting_identity::Identity};

/// A start tag's attributes and its end.
pub(crate) struct StartTag {
    pub(crate) next: usize,
    pub(crate) self_closing: bool,
    /// The attributes that the tree builder gets.
    pub(crate) attrs: Vec<Attribute>,
    /// The range in the arena for the element that the tree builder creates.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Tokenizer<'_> {
    /// Reads the attributes of a start tag whose name ends at `at`. Returns `None` if the page ends first.
    pub(crate) fn attributes(&self, at: usize, element: &TagName) -> Option<StartTag> {
        let bytes = self.bytes;
        let none = |next, self_closing| StartTag { next, self_closing, attrs: Vec::new(), start: 0, end: 0 };
        if bytes[at] == b'>' {
            return Some(none(at + 1, false));
        }
        if self.keep.attributes || element.class == ElementClass::Read {
            let all = self.keep.attributes || element.tag == Tag::Font || element.tag == Tag::Other;
            return self.attributes_for_builder(at, all);
        }
        let document = &mut *self.builder.sink.document.borrow_mut();
        let start = document.attrs.len();
        let compared = element.class == ElementClass::Formatting && element.tag != Tag::A;
        let mut identity = Identity::default();
        let mut tag = none(at, false);
        loop {
            let at = tag.next;
            match *bytes.get(at)? {
                b'>' => {
                    tag.next = at + 1;
                    break;
                }
                b'/' if bytes.get(at + 1) == Some(&b'>') => {
                    (tag.next, tag.self_closing) = (at + 2, true);
                    break;
                }
                b'/' | b'\t' | b'\n' | 0x0C | b' ' => tag.next += 1,
                _ => {
                    let (name, read, value) = match name::frequent(bytes, at) {
                        Some((name, start)) => (name, true, scan::quoted_value(bytes, start, b'"')?),
                        None => {
                            let name_end = scan::attribute_name_end(bytes, at)?;
                            let value = scan::value(bytes, name_end)?;
                            let known = document.build.names.attribute(self.page, at, name_end);
                            if !(known.read || compared) {
                                tag.next = value.next;
                                continue;
                            }
                            (known.local(&self.page[at..name_end]), known.read, value)
                        }
                    };
                    tag.next = value.next;
                    let raw = &self.page[value.start..value.end];
                    if compared && !identity.add(&name, raw, self.limits.attributes) {
                        continue;
                    }
                    if read
                        && document.attrs.len() - start < self.limits.attributes
                        && document.attrs[start..].iter().all(|a| a.name != name)
                    {
                        push_attr(document, name, raw, value.coded, self.limits.value_bytes);
                    }
                }
            }
        }
        (tag.start, tag.end) = (start as u32, document.attrs.len() as u32);
        if element.class == ElementClass::Formatting && (tag.start < tag.end || identity.any()) {
            let identity = compared.then(|| identity.hash(&element.name));
            tag.attrs = vec![document.build.stand_in(tag.start, tag.end, identity)];
        }
        Some(tag)
    }

    /// Returns the attributes of a start tag as the tree builder takes them: all, or those that are read.
    fn attributes_for_builder(&self, at: usize, all: bool) -> Option<StartTag> {
        let bytes = self.bytes;
        let document = &mut *self.builder.sink.document.borrow_mut();
        let mut tag = StartTag { next: at, self_closing: false, attrs: Vec::new(), start: 0, end: 0 };
        loop {
            let at = tag.next;
            match *bytes.get(at)? {
                b'>' => {
                    tag.next = at + 1;
                    return Some(tag);
                }
                b'/' if bytes.get(at + 1) == Some(&b'>') => {
                    (tag.next, tag.self_closing) = (at + 2, true);
                    return Some(tag);
                }
                b'/' | b'\t' | b'\n' | 0x0C | b' ' => tag.next += 1,
                _ => {
                    let name_end = scan::attribute_name_end(bytes, at)?;
                    let value = scan::value(bytes, name_end)?;
                    tag.next = value.next;
                    if tag.attrs.len() >= self.limits.attributes {
                        continue;
                    }
                    let name = document.build.names.attribute(self.page, at, name_end);
                    if !(all || name.read) {
                        continue;
                    }
                    let name = name.local(&self.page[at..name_end]);
                    if tag.attrs.iter().any(|a| a.name.local == name) {
                        continue;
                    }
                    let raw = &self.page[value.start..value.end];
                    let value = if memchr2(b'&', 0, raw.as_bytes()).is_some() {
                        let mut decoded = String::with_capacity(raw.len());
                        char_ref::decode(raw, true, &mut decoded);
                        StrTendril::from(decoded)
                    } else {
                        self.piece(value.start, value.end)
                    };
                    tag.attrs.push(Attribute { name: QualName::new(None, ns!(), name), value });
                }
            }
        }
    }
}

/// Adds an attribute to the arena; `coded` is whether its value may contain a reference or a NUL, if that is known.
fn push_attr(document: &mut Document, name: LocalName, raw: &str, coded: Option<bool>, longest: usize) {
    if raw.len() > longest {
        // The attribute exists, but its value (pictures, state) is not text.
        document.push_attr(name, "");
    } else if coded.unwrap_or_else(|| scan::is_coded(raw.as_bytes())) {
        document.push_attr(name, "");
        char_ref::decode(raw, true, &mut document.values);
        if let Some(attr) = document.attrs.last_mut() {
            attr.end = document.values.len() as u32;
        }
    } else {
        document.push_attr(name, raw);
    }
}
