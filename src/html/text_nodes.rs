//! Repairs text nodes before the page is segmented: removes what the site's software left in the text.

use std::ops::Range;

use memchr::{memchr, memchr_iter};

use super::shortcodes;
use crate::{
    dom::{Document, NodeId, NodeKind, Tag},
    words::{
        classes,
        classes::{ByteLanes, Portable, STRETCH, ones},
    },
};

/// Every text that was decoded twice contains one of these: the first bytes of two- and three-byte characters as
/// windows-1252, in Latin, Cyrillic, Greek, Hebrew, Arabic, Thai, Devanagari and East Asian text.
const MOJIBAKE: [&str; 19] =
    ["Ã", "Â", "â€", "Ð", "Ñ", "Î", "Ï", "×", "Ø", "Ù", "à¸", "à¹", "à¤", "ã", "ä¸", "ä»", "çš", "ë", "ì"];

/// The second bytes of [`MOJIBAKE`], as bits. Most letters with accents have others.
const MOJIBAKE_SECOND: u64 = {
    let (mut bits, mut at) = (0, 0);
    while at < MOJIBAKE.len() {
        bits |= 1 << (MOJIBAKE[at].as_bytes()[1] & 0x3f);
        at += 1;
    }
    bits
};

/// Removes unexpanded shortcodes, and repairs wrongly decoded text with `repair`, which returns `None` for intact
/// text.
pub(crate) fn repair(document: &mut Document, repair: impl Fn(&str) -> Option<String>) {
    for node in 0..document.len() {
        let id = NodeId(node as u32);
        let node = document.node(id);
        if node.kind != NodeKind::Text {
            continue;
        }
        let signs = Signs::of(document.text.as_bytes(), node.start as usize..node.end as usize);
        if signs == Signs::default() {
            continue;
        }
        let text = document.text(id);
        let garbled = signs.beyond_ascii && may_be_garbled(text);
        let repaired = if garbled { repair(text) } else { None };
        let text = repaired.as_deref().unwrap_or(text);
        let coded = signs.bracket && !is_code(document, id);
        let stripped = if coded { shortcodes::without(text) } else { None };
        if let Some(text) = stripped.or(repaired) {
            document.set_text(id, &text);
        }
    }
}

/// What a text contains.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Signs {
    /// A character beyond ASCII.
    beyond_ascii: bool,
    /// An opening bracket.
    bracket: bool,
}

impl Signs {
    /// Returns what a range of `bytes` contains. Most texts are short enough for one stretch, which may extend past their end.
    fn of(bytes: &[u8], range: Range<usize>) -> Self {
        if range.is_empty() || range.len() > STRETCH {
            let text = &bytes[range];
            return Self { beyond_ascii: !text.is_ascii(), bracket: memchr(b'[', text).is_some() };
        }
        let own = ones(range.len() as u32);
        classes::read(bytes, range.start, |stretch| Self {
            beyond_ascii: Portable.between(stretch, 0x80, u8::MAX) & own != 0,
            bracket: Portable.between(stretch, b'[', b'[') & own != 0,
        })
    }
}

/// Returns whether a text has one of [`MOJIBAKE`], which begin with the same byte.
fn may_be_garbled(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_second =
        |at: usize| bytes.get(at + 1).is_some_and(|byte| MOJIBAKE_SECOND >> (byte & 0x3f) & 1 == 1);
    let starts = |at: usize| MOJIBAKE.iter().any(|sign| bytes[at..].starts_with(sign.as_bytes()));
    memchr_iter(MOJIBAKE[0].as_bytes()[0], bytes).any(|at| is_second(at) && starts(at))
}

/// Returns whether a text node shows code, or is never shown.
fn is_code(document: &Document, node: NodeId) -> bool {
    document.ancestors(node).any(|n| {
        matches!(
            document.tag(n),
            Tag::Pre | Tag::Code | Tag::Script | Tag::Style | Tag::Textarea | Tag::Noscript
        )
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn signs_are_those_of_the_range(text in "[a-z\\[é]{0,99}", from in 0usize..60, length in 0usize..99) {
            let bytes = text.as_bytes();
            let start = from.min(bytes.len());
            let range = start..(start + length).min(bytes.len());
            let own = &bytes[range.clone()];
            let expected = Signs { beyond_ascii: !own.is_ascii(), bracket: own.contains(&b'[') };
            prop_assert_eq!(Signs::of(bytes, range), expected);
        }
    }
}
