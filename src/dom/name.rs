//! Interns the names of tags and attributes and finds them by their bytes.
//!
//! A lookup returns the [`LocalName`] and what the tokenizer must know about it. The tables live as long as their
//! document, from page to page, so that html5ever's global set of names, which has a lock, is needed only for names
//! that are new to the thread.

use std::borrow::Cow;

use html5ever::{LocalName, local_name};

use super::{Tag, attribute};

/// Slots of a table. A page has about 40 tag names and 100 attribute names.
const SLOTS: usize = 512;
/// Bytes of a name that fit in its key. Longer names are compared as strings, and by their hash if they are not interned.
const KEY: usize = 16;

/// What the tokenizer knows about an element from its name.
#[derive(Clone, Debug)]
pub(crate) struct TagName {
    pub(crate) name: LocalName,
    pub(crate) tag: Tag,
    pub(crate) class: ElementClass,
}

/// How elements of a name take part in tree construction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ElementClass {
    /// Opened and closed like most elements.
    Plain,
    /// Never has content, and is not opened.
    Void,
    /// Its content is text up to its end tag.
    Raw,
    /// A formatting element, which is reopened after a misnested end tag.
    Formatting,
    /// The tree builder looks at its attributes, so it gets them.
    Read,
}

impl ElementClass {
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "area" | "base" | "basefont" | "bgsound" | "br" | "col" | "embed" | "frame" | "hr" | "img"
            | "keygen" | "link" | "meta" | "param" | "source" | "track" | "wbr" => Self::Void,
            "script" | "style" | "title" | "textarea" | "iframe" | "noembed" | "noframes" | "xmp"
            | "plaintext" => Self::Raw,
            "a" | "b" | "big" | "code" | "em" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt"
            | "u" => Self::Formatting,
            "html" | "head" | "body" | "frameset" | "font" | "image" | "input" | "template"
            | "annotation-xml" => Self::Read,
            _ => Self::Plain,
        }
    }
}

/// What the tokenizer knows about an attribute from its name.
#[derive(Clone, Debug)]
pub(crate) struct AttrName {
    /// Most names of attributes that are not read are never needed, so they are not interned.
    name: Option<LocalName>,
    /// Whether the pipeline reads it.
    pub(crate) read: bool,
}

impl AttrName {
    fn of(name: &str) -> Self {
        let mut lower = Cow::Borrowed(name);
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower.to_mut().make_ascii_lowercase();
        }
        let read = attribute::is_read(&lower);
        Self { name: read.then(|| intern(name)), read }
    }

    /// Returns the name; `printed` is how the page writes it.
    pub(crate) fn local(&self, printed: &str) -> LocalName {
        self.name.clone().unwrap_or_else(|| intern(printed))
    }
}

/// A frequent attribute, as the first bytes of its mark-up: its name, `=` and a double quote.
struct FrequentName {
    bytes: u64,
    mask: u64,
    name: LocalName,
}

impl FrequentName {
    const fn new(name: LocalName, text: &str) -> Self {
        let (text, mut bytes, mut at) = (text.as_bytes(), 0, 0);
        while at < text.len() {
            bytes |= (text[at] as u64) << (8 * at);
            at += 1;
        }
        bytes |= (b'=' as u64) << (8 * at) | (b'"' as u64) << (8 * at + 8);
        Self { bytes, mask: u64::MAX >> (64 - 8 * (at + 2)), name }
    }
}

/// The attributes of the pipeline that pages have most often.
static FREQUENT: [FrequentName; 6] = [
    FrequentName::new(local_name!("class"), "class"),
    FrequentName::new(local_name!("href"), "href"),
    FrequentName::new(local_name!("id"), "id"),
    FrequentName::new(local_name!("src"), "src"),
    FrequentName::new(local_name!("style"), "style"),
    FrequentName::new(local_name!("alt"), "alt"),
];

/// Returns the name of a frequent attribute that begins at `at`, and where its value begins, which is in double quotes.
#[inline]
pub(crate) fn frequent(bytes: &[u8], at: usize) -> Option<(LocalName, usize)> {
    let window = u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?);
    let found = FREQUENT.iter().find(|frequent| window & frequent.mask == frequent.bytes)?;
    let length = (u64::BITS - found.mask.leading_zeros()) / u8::BITS;
    Some((found.name.clone(), at + length as usize))
}

/// The two tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameTables {
    tags: NameTable<TagName>,
    attributes: NameTable<AttrName>,
}

impl NameTables {
    /// Returns the element named `bytes[start..end]`.
    #[inline]
    pub(crate) fn tag(&mut self, page: &str, start: usize, end: usize) -> &TagName {
        self.tags.get(
            page,
            start,
            end,
            |t| Some(&t.name),
            |name| {
                let name = intern(name);
                TagName { tag: Tag::of(&name), class: ElementClass::of(&name), name }
            },
        )
    }

    /// Returns the attribute named `bytes[start..end]`.
    #[inline]
    pub(crate) fn attribute(&mut self, page: &str, start: usize, end: usize) -> &AttrName {
        self.attributes.get(page, start, end, |a| a.name.as_deref(), AttrName::of)
    }
}

/// A direct-mapped table: one slot per hash, in which a new entry replaces the old one.
#[derive(Clone, Debug)]
struct NameTable<T> {
    slots: Vec<Slot<T>>,
}

#[derive(Clone, Debug)]
struct Slot<T> {
    /// The name in lower case padded with zeros, or a hash of a long name.
    key: u128,
    /// Length in bytes. Without it, `a` and `a` followed by NUL would be the same.
    len: usize,
    value: Option<T>,
}

impl<T> Default for NameTable<T> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T> NameTable<T> {
    #[inline]
    fn get(
        &mut self,
        page: &str,
        start: usize,
        end: usize,
        name: impl Fn(&T) -> Option<&str>,
        make: impl FnOnce(&str) -> T,
    ) -> &T {
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, || Slot { key: 0, len: 0, value: None });
        }
        let len = end - start;
        let key =
            if len <= KEY { short_key(page.as_bytes(), start, len) } else { long_key(&page[start..end]) };
        let folded = (key as u64) ^ ((key >> 64) as u64).rotate_left(29);
        let at = (folded.wrapping_add(len as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 55) as usize % SLOTS;
        let slot = &mut self.slots[at];
        let hit = slot.key == key
            && slot.len == len
            && slot.value.as_ref().is_some_and(|value| {
                len <= KEY || name(value).is_none_or(|name| name.eq_ignore_ascii_case(&page[start..end]))
            });
        if !hit {
            (slot.key, slot.len) = (key, len);
            slot.value = None;
        }
        slot.value.get_or_insert_with(|| make(&page[start..end]))
    }
}

#[cold]
fn intern(name: &str) -> LocalName {
    let mut lower = name.to_ascii_lowercase();
    if lower.contains('\0') {
        lower = lower.replace('\0', "\u{fffd}");
    }
    LocalName::from(lower)
}

/// Returns the bytes of a short name, in lower case, as one number.
#[inline(always)]
fn short_key(bytes: &[u8], start: usize, len: usize) -> u128 {
    // Most names have at most eight bytes, for which half a number suffices.
    if let (1..=8, Some(window)) = (len, bytes.get(start..).and_then(|b| b.first_chunk())) {
        let raw = u64::from_le_bytes(*window) & (u64::MAX >> (64 - 8 * len));
        const ONES: u64 = u64::from_le_bytes([1; 8]);
        let low = raw & (ONES * 0x7F);
        let above_z = low + ONES * (0x7F - b'Z' as u64);
        let from_a = low + ONES * (0x80 - b'A' as u64);
        return u128::from(raw | (from_a & !above_z & !raw & (ONES * 0x80)) >> 2);
    }
    let raw = match bytes.get(start..start + KEY) {
        Some(window) => {
            let mut array = [0; KEY];
            array.copy_from_slice(window);
            let all = u128::from_le_bytes(array);
            if len == KEY { all } else { all & ((1 << (8 * len)) - 1) }
        }
        None => {
            let mut array = [0; KEY];
            array[..len].copy_from_slice(&bytes[start..start + len]);
            u128::from_le_bytes(array)
        }
    };
    // Converts ASCII capitals to lower case, all bytes at once.
    const ONES: u128 = u128::from_le_bytes([1; KEY]);
    let low = raw & (ONES * 0x7F);
    let above_z = low + ONES * (0x7F - b'Z' as u128);
    let from_a = low + ONES * (0x80 - b'A' as u128);
    let capital = (from_a & !above_z & !raw) & (ONES * 0x80);
    raw | (capital >> 2)
}

#[inline(never)]
fn long_key(name: &str) -> u128 {
    let mut hash = 0u64;
    for byte in name.bytes() {
        hash =
            (hash.rotate_left(5) ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
    u128::from(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_folded_and_found_again() {
        let mut names = NameTables::default();
        for _ in 0..2 {
            let page = "DiV div\0 É averyveryverylongName-X @[`{ x";
            let tag = names.tag(page, 0, 3);
            assert_eq!((&*tag.name, tag.tag), ("div", Tag::Div));
            assert_eq!(&*names.tag(page, 4, 8).name, "div\u{fffd}");
            assert_eq!(&*names.tag(page, 9, 11).name, "É");
            assert_eq!(&*names.tag(page, 12, 34).name, "averyveryverylongname-");
            assert_eq!(&*names.tag(page, 36, 40).name, "@[`{");
            assert_eq!(&*names.tag(page, page.len() - 1, page.len()).name, "x");
        }
        for frequent in &FREQUENT {
            let page = format!("{}=\"..........", frequent.name);
            let (name, value) = super::frequent(page.as_bytes(), 0).expect("a frequent name");
            assert_eq!((&name, value), (&frequent.name, frequent.name.len() + 2));
            let known = names.attribute(&page, 0, frequent.name.len());
            assert!(known.read && known.local("") == name);
        }
        for page in ["class='........", "Class=\"........", "id =\"........", "idx=\"........", "id=\""] {
            assert!(super::frequent(page.as_bytes(), 0).is_none(), "{page}");
        }
        assert!(names.attribute("class", 0, 5).read);
        assert!(!names.attribute("onclick", 0, 7).read);
    }

    #[test]
    fn every_letter_is_folded() {
        for byte in 0..=127u8 {
            let page = String::from_utf8(vec![byte]).expect("ASCII");
            assert_eq!(short_key(page.as_bytes(), 0, 1), u128::from(byte.to_ascii_lowercase()));
        }
    }
}
