//! Scanners that find where something ends without producing tokens: scripts, raw text, comments, `noscript`, pictures
//! in svg.
//!
//! Each takes a position and returns a position, in time linear in the bytes between them.

use memchr::{memchr, memchr2, memmem};
use wide::u8x16;

/// Returns whether a byte ends the name of a tag.
#[inline]
pub(crate) fn ends_name(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0C | b' ' | b'/' | b'>')
}

/// Bytes that are compared at once.
const AT_ONCE: usize = 16;

/// Returns the position of the first of `ends`, from `at` on. Names are short, so that one comparison of sixteen bytes
/// usually suffices, without a branch on any of them.
#[inline(always)]
fn first_of<const N: usize>(bytes: &[u8], mut at: usize, ends: [u8; N]) -> Option<usize> {
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<AT_ONCE>) {
        let chunk = u8x16::new(*chunk);
        let found = ends.into_iter().fold(u8x16::ZERO, |found, end| found | chunk.simd_eq(u8x16::splat(end)));
        let found = found.to_bitmask();
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize);
        }
        at += AT_ONCE;
    }
    bytes.get(at..)?.iter().position(|b| ends.contains(b)).map(|n| at + n)
}

/// Returns whether a value may contain a reference or a NUL. Such a value is read byte by byte.
pub(crate) fn is_coded(value: &[u8]) -> bool {
    let (chunks, rest) = value.as_chunks::<AT_ONCE>();
    let coded = |byte: u8| matches!(byte, b'&' | 0);
    let any = chunks.iter().any(|chunk| {
        let chunk = u8x16::new(*chunk);
        (chunk.simd_eq(u8x16::splat(b'&')) | chunk.simd_eq(u8x16::ZERO)).to_bitmask() != 0
    });
    any || rest.iter().fold(false, |any, &byte| any | coded(byte))
}

/// Returns the end of the tag name that begins at `at`.
#[inline]
pub(crate) fn name_end(bytes: &[u8], at: usize) -> Option<usize> {
    first_of(bytes, at, [b'\t', b'\n', 0x0C, b' ', b'/', b'>'])
}

/// Returns the value that begins at `start` and ends with a quote. Most values are short, and what they contain is seen
/// in the same chunks.
#[inline]
pub(crate) fn quoted_value(bytes: &[u8], start: usize, quote: u8) -> Option<AttributeValue> {
    let value = |end, coded| AttributeValue { start, end, next: end + 1, coded };
    let (mut at, mut coded) = (start, false);
    for _ in 0..2 {
        let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<AT_ONCE>) else { break };
        let chunk = u8x16::new(*chunk);
        let found = chunk.simd_eq(u8x16::splat(quote)).to_bitmask();
        let signs = (chunk.simd_eq(u8x16::splat(b'&')) | chunk.simd_eq(u8x16::ZERO)).to_bitmask();
        if found != 0 {
            let end = found.trailing_zeros();
            let before = (1 << end) - 1;
            return Some(value(at + end as usize, Some(coded || signs & before != 0)));
        }
        coded |= signs != 0;
        at += AT_ONCE;
    }
    let end = at + memchr(quote, &bytes[at..])?;
    Some(value(end, coded.then_some(true)))
}

/// Skips whitespace between attributes.
#[inline]
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0C | b' ')
}

/// Returns the end of the whitespace that begins at `at`, if any.
#[inline]
pub(crate) fn spaces_end(bytes: &[u8], mut at: usize) -> usize {
    if !bytes.get(at).is_some_and(|&byte| is_space(byte)) {
        return at;
    }
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<AT_ONCE>) {
        let chunk = u8x16::new(*chunk);
        let is = |byte| chunk.simd_eq(u8x16::splat(byte));
        let spaces = (is(b' ') | is(b'\n') | is(b'\t') | is(0x0C)).to_bitmask().trailing_ones() as usize;
        at += spaces;
        if spaces < AT_ONCE {
            return at;
        }
    }
    at + bytes[at..].iter().take_while(|&&byte| is_space(byte)).count()
}

/// Returns whether an end tag of `name` (lower case) begins at the `<` at `at`.
pub(crate) fn end_tag_at(bytes: &[u8], at: usize, name: &[u8]) -> bool {
    let from = at + 2;
    let to = from + name.len();
    bytes.get(at + 1) == Some(&b'/')
        && bytes.get(from..to).is_some_and(|n| n.eq_ignore_ascii_case(name))
        && bytes.get(to).is_some_and(|&b| ends_name(b))
}

/// Returns the `<` of the end tag `name`, from `at` on, or the end of the page.
pub(crate) fn raw_end(bytes: &[u8], mut at: usize, name: &[u8]) -> usize {
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        if end_tag_at(bytes, at, name) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// Returns the `<` of the end tag of a script whose text begins at `at`, honoring comment-like escapes.
pub(crate) fn script_end(bytes: &[u8], mut at: usize) -> usize {
    const SCRIPT: &[u8] = b"script";
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        at += found;
        if end_tag_at(bytes, at, SCRIPT) {
            return at;
        }
        at += 1;
        if bytes[at..].starts_with(b"!--") {
            match escaped(bytes, at + 3) {
                Escaped::Left(next) => at = next,
                Escaped::End(end) => return end,
            }
        }
    }
    bytes.len()
}

enum Escaped {
    /// The position after `-->`.
    Left(usize),
    /// The `<` of the end tag, or the end of the page.
    End(usize),
}

/// Skips the inside of `<!--` in a script; `at` is after it.
fn escaped(bytes: &[u8], mut at: usize) -> Escaped {
    const SCRIPT: &[u8] = b"script";
    // The dashes of `<!--` count: `<!-->` is complete.
    let mut dashes = 2;
    let mut double = false;
    loop {
        match bytes.get(at) {
            Some(b'-') => {
                dashes += 1;
                at += 1;
            }
            Some(b'>') if dashes >= 2 => return Escaped::Left(at + 1),
            Some(b'<') => {
                dashes = 0;
                let end = end_tag_at(bytes, at, SCRIPT);
                match (double, end) {
                    (false, true) => return Escaped::End(at),
                    (true, true) => {
                        double = false;
                        at += 2 + SCRIPT.len() + 1;
                    }
                    (false, false) => {
                        // `<script` in an escaped script hides the next `</script`.
                        let to = at + 1 + SCRIPT.len();
                        if bytes.get(at + 1..to).is_some_and(|n| n.eq_ignore_ascii_case(SCRIPT))
                            && bytes.get(to).is_some_and(|&b| ends_name(b))
                        {
                            double = true;
                            at = to + 1;
                        } else {
                            at += 1;
                        }
                    }
                    (true, false) => at += 1,
                }
            }
            Some(_) => {
                dashes = 0;
                match memchr2(b'-', b'<', &bytes[at..]) {
                    Some(found) => at += found,
                    None => return Escaped::End(bytes.len()),
                }
            }
            None => return Escaped::End(bytes.len()),
        }
    }
}

/// Returns the position after the comment whose text begins at `at` (after `<!--`), or the end of the page if it is not
/// closed.
pub(crate) fn comment_end(bytes: &[u8], mut at: usize) -> usize {
    if bytes.get(at) == Some(&b'>') {
        return at + 1;
    }
    if bytes[at.min(bytes.len())..].starts_with(b"->") {
        return at + 2;
    }
    while let Some(found) = memmem::find(&bytes[at..], b"--") {
        at += found + 2;
        while bytes.get(at) == Some(&b'-') {
            at += 1;
        }
        match bytes.get(at) {
            Some(b'>') => return at + 1,
            Some(b'!') if bytes.get(at + 1) == Some(&b'>') => return at + 2,
            _ => {}
        }
    }
    bytes.len()
}

/// Returns the position after the next `>`, or the end of the page.
pub(crate) fn bogus_end(bytes: &[u8], at: usize) -> usize {
    memchr(b'>', &bytes[at..]).map_or(bytes.len(), |found| at + found + 1)
}

/// The end of a tag.
pub(crate) struct TagEnd {
    /// The position after its `>`.
    pub(crate) next: usize,
    pub(crate) self_closing: bool,
}

/// Skips the attributes of a tag; `at` is after its name. Returns `None` if the page ends before the tag does.
pub(crate) fn tag_end(bytes: &[u8], mut at: usize) -> Option<TagEnd> {
    loop {
        match *bytes.get(at)? {
            b'>' => return Some(TagEnd { next: at + 1, self_closing: false }),
            b'/' if bytes.get(at + 1) == Some(&b'>') => {
                return Some(TagEnd { next: at + 2, self_closing: true });
            }
            b'/' | b'\t' | b'\n' | 0x0C | b' ' => at += 1,
            _ => {
                at = attribute_name_end(bytes, at)?;
                at = value(bytes, at)?.next;
            }
        }
    }
}

/// Returns the end of the attribute name that begins at `at`. Its first byte may be anything, even `=`.
#[inline]
pub(crate) fn attribute_name_end(bytes: &[u8], at: usize) -> Option<usize> {
    first_of(bytes, at + 1, [b'\t', b'\n', 0x0C, b' ', b'/', b'>', b'='])
}

/// Where an attribute's value is.
pub(crate) struct AttributeValue {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The position after the value and its quote.
    pub(crate) next: usize,
    /// Whether it may contain a reference or a NUL, if that is known; see [`is_coded`].
    pub(crate) coded: Option<bool>,
}

/// Returns the value of the attribute whose name ends at `at`; empty if it has none.
#[inline]
pub(crate) fn value(bytes: &[u8], mut at: usize) -> Option<AttributeValue> {
    let behind_name = at;
    while is_space(*bytes.get(at)?) {
        at += 1;
    }
    if bytes[at] != b'=' {
        return Some(AttributeValue { start: behind_name, end: behind_name, next: at, coded: None });
    }
    at += 1;
    while is_space(*bytes.get(at)?) {
        at += 1;
    }
    match bytes[at] {
        quote @ (b'"' | b'\'') => quoted_value(bytes, at + 1, quote),
        b'>' => Some(AttributeValue { start: at, end: at, next: at, coded: None }),
        _ => {
            let len = bytes[at..].iter().position(|&b| is_space(b) || b == b'>')?;
            Some(AttributeValue { start: at, end: at + len, next: at + len, coded: None })
        }
    }
}

/// A `noscript` that has an end tag.
pub(crate) struct Noscript {
    /// The `<` of its end tag.
    pub(crate) end: usize,
    /// Words of its text, without tags, scripts, styles and frames.
    pub(crate) words: usize,
}

/// Looks ahead in a `noscript` whose content begins at `at`. Returns `None` if it has no end tag.
pub(crate) fn noscript(bytes: &[u8], mut at: usize) -> Option<Noscript> {
    let mut words = 0;
    loop {
        let found = memchr(b'<', &bytes[at..])?;
        words += count_words(&bytes[at..at + found]);
        at += found;
        if end_tag_at(bytes, at, b"noscript") {
            return Some(Noscript { end: at, words });
        }
        // In a browser that runs scripts all of this is text, so quotes do not hide the end tag: a tag is skipped up to
        // the first `>` that comes before the next `<`.
        let hidden: Option<&[u8]> = [&b"script"[..], b"style", b"iframe"].into_iter().find(|name| {
            let to = at + 1 + name.len();
            bytes.get(at + 1..to).is_some_and(|n| n.eq_ignore_ascii_case(name))
                && bytes.get(to).is_some_and(|&b| ends_name(b))
        });
        at += 1;
        loop {
            match memchr2(b'<', b'>', &bytes[at..]) {
                None => return None,
                Some(n) => {
                    at += n;
                    if bytes[at] == b'>' {
                        at += 1;
                        if hidden.is_none() {
                            break;
                        }
                    } else if hidden.is_none_or(|name| end_tag_at(bytes, at, name))
                        || end_tag_at(bytes, at, b"noscript")
                    {
                        break;
                    } else {
                        at += 1;
                    }
                }
            }
        }
    }
}

/// Returns whether a piece of HTML contains a tag of a picture.
pub(crate) fn names_picture(html: &[u8]) -> bool {
    memchr::memchr_iter(b'<', html)
        .any(|at| html.get(at + 1..at + 4).is_some_and(|name| name.eq_ignore_ascii_case(b"img")))
}

fn count_words(text: &[u8]) -> usize {
    let mut words = 0;
    let mut inside = false;
    for byte in text {
        let space = byte.is_ascii_whitespace();
        words += usize::from(!space && !inside);
        inside = !space;
    }
    words
}

/// Elements that end svg content if they begin in it, and some that contain HTML: an svg with one of them is parsed.
const LEAVES_SVG: [&[u8]; 52] = [
    b"annotation-xml",
    b"b",
    b"big",
    b"blockquote",
    b"body",
    b"br",
    b"center",
    b"code",
    b"dd",
    b"div",
    b"dl",
    b"dt",
    b"em",
    b"embed",
    b"font",
    b"foreignobject",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"head",
    b"hr",
    b"i",
    b"img",
    b"li",
    b"listing",
    b"menu",
    b"meta",
    b"mi",
    b"mn",
    b"mo",
    b"ms",
    b"mtext",
    b"nobr",
    b"ol",
    b"p",
    b"pre",
    b"ruby",
    b"s",
    b"small",
    b"span",
    b"strike",
    b"strong",
    b"sub",
    b"sup",
    b"table",
    b"tt",
    b"u",
    b"ul",
    b"var",
];
/// Maximum length of an svg that is scanned, in bytes; larger ones are parsed.
const SVG_BYTES: usize = 256 << 10;

/// An svg picture that can be skipped without changing what surrounds it.
pub(crate) struct Svg {
    /// The `<` of its end tag.
    pub(crate) end: usize,
    /// Whether it contains text other than whitespace.
    pub(crate) has_text: bool,
}

/// Looks for the end of an svg whose content begins at `at`. Returns `None` if it has to be parsed.
pub(crate) fn svg(bytes: &[u8], at: usize) -> Option<Svg> {
    let bytes = &bytes[..bytes.len().min(at.saturating_add(SVG_BYTES))];
    let mut scan = SvgScan { bytes, at, open: Vec::new(), has_text: false };
    loop {
        let found = memchr(b'<', &bytes[scan.at..])?;
        scan.text(scan.at, scan.at + found)?;
        scan.at += found;
        match *bytes.get(scan.at + 1)? {
            b'/' => {
                if scan.end_tag()? {
                    return Some(Svg { end: scan.at, has_text: scan.has_text });
                }
            }
            b'!' | b'?' => scan.declaration(),
            b if b.is_ascii_alphabetic() => scan.start_tag()?,
            _ => {
                scan.has_text = true;
                scan.at += 1;
            }
        }
    }
}

struct SvgScan<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Names of the open elements.
    open: Vec<&'a [u8]>,
    has_text: bool,
}

impl<'a> SvgScan<'a> {
    fn text(&mut self, start: usize, end: usize) -> Option<()> {
        let text = &self.bytes[start..end];
        if !self.has_text {
            match text.iter().find(|b| !b.is_ascii_whitespace()) {
                // A reference may be whitespace.
                Some(b'&') => return None,
                Some(_) => self.has_text = true,
                None => {}
            }
        }
        memchr(0, text).is_none().then_some(())
    }

    fn name(&self, start: usize) -> Option<&'a [u8]> {
        let len = self.bytes[start..].iter().position(|&b| ends_name(b))?;
        let name = &self.bytes[start..start + len];
        memchr(0, name).is_none().then_some(name)
    }

    fn declaration(&mut self) {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(b"<!--") {
            self.at = comment_end(self.bytes, self.at + 4);
        } else if rest.starts_with(b"<![CDATA[") {
            let text = self.at + 9;
            let end = memmem::find(&self.bytes[text..], b"]]>").map_or(self.bytes.len(), |n| text + n);
            // References are not resolved, so an ampersand counts as non-whitespace.
            self.has_text |= self.bytes[text..end].iter().any(|b| !b.is_ascii_whitespace());
            self.at = (end + 3).min(self.bytes.len());
        } else {
            self.at = bogus_end(self.bytes, self.at);
        }
    }

    fn start_tag(&mut self) -> Option<()> {
        let name = self.name(self.at + 1)?;
        let mut lower = [0; 16];
        if let Some(lower) = lower.get_mut(..name.len()) {
            lower.copy_from_slice(name);
            lower.make_ascii_lowercase();
            if LEAVES_SVG.binary_search(&&*lower).is_ok() {
                return None;
            }
        }
        let end = tag_end(self.bytes, self.at + 1 + name.len())?;
        self.at = end.next;
        if end.self_closing {
            return Some(());
        }
        if name.eq_ignore_ascii_case(b"title") || name.eq_ignore_ascii_case(b"desc") {
            // It may contain HTML, so it is skipped only if it is pure text.
            let found = memchr(b'<', &self.bytes[self.at..])?;
            self.text(self.at, self.at + found)?;
            self.at += found;
            return end_tag_at(self.bytes, self.at, name).then(|| self.open.push(name));
        }
        self.open.push(name);
        Some(())
    }

    /// Skips an end tag. Returns whether it is the svg's own.
    fn end_tag(&mut self) -> Option<bool> {
        match *self.bytes.get(self.at + 2)? {
            b'>' => {
                self.at += 3;
                return Some(false);
            }
            b if !b.is_ascii_alphabetic() => {
                self.at = bogus_end(self.bytes, self.at);
                return Some(false);
            }
            _ => {}
        }
        let name = self.name(self.at + 2)?;
        match self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
            Some(at) => {
                if name.eq_ignore_ascii_case(b"br") || name.eq_ignore_ascii_case(b"p") {
                    return None;
                }
                self.open.truncate(at);
                self.at = tag_end(self.bytes, self.at + 2 + name.len())?.next;
                Some(false)
            }
            None => name.eq_ignore_ascii_case(b"svg").then_some(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(rest: &str) -> usize {
        script_end(rest.as_bytes(), 0)
    }

    #[test]
    fn scripts_end_where_browsers_end_them() {
        assert_eq!(script("a<b</script>"), 3);
        assert_eq!(script("x</scripty></SCRIPT >"), 11);
        assert_eq!(script("<!-- </script>"), 5);
        assert_eq!(script("<!--<script></script>--></script>"), 24);
        assert_eq!(script("<!--<script></script>"), 21);
        assert_eq!(script("<!--></script>"), 5);
        assert_eq!(script("<!--<script>-></script></script>"), 23);
        assert_eq!(script("</script"), 8);
    }

    #[test]
    fn comments_end_where_browsers_end_them() {
        let end = |text: &str| comment_end(text.as_bytes(), 0);
        assert_eq!((end(">x"), end("->x"), end("-->x"), end("--!>x"), end("a->b-->x")), (1, 2, 3, 4, 7));
        assert_eq!((end("a"), end("--- ->"), end("----->x")), (1, 6, 6));
    }

    #[test]
    fn svgs_are_skipped_only_if_that_changes_nothing() {
        let end = |text: &str| svg(text.as_bytes(), 0).map(|s| (s.end, s.has_text));
        assert_eq!(end("<g><path d='>'/></g></svg>"), Some((20, false)));
        assert_eq!(end("<title>Menu</title></svg>"), Some((19, true)));
        assert_eq!(end("<svg></svg></svg>"), Some((11, false)));
        assert_eq!(end("<title><b>x</b></title></svg>"), None);
        assert_eq!(end("<g><p></svg>"), None);
        assert_eq!(end("</g></svg>"), None);
        assert_eq!(end("<g></svg>"), Some((3, false)));
        assert_eq!(end("<g>"), None);
    }

    #[test]
    fn noscripts_are_measured() {
        let read = |text: &str| noscript(text.as_bytes(), 0).map(|n| (n.end, n.words));
        assert_eq!(read("<img src='a b' </noscript>"), Some((15, 0)));
        assert_eq!(read("<p>Two words</p> and <b>three</b> more</noscript>"), Some((38, 5)));
        assert_eq!(read("<iframe src=x>not counted</iframe></noscript>"), Some((34, 0)));
        assert_eq!(read("<iframe src=x></noscript>"), Some((14, 0)));
        assert_eq!(read("no end"), None);
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(LEAVES_SVG.is_sorted());
    }
}
