//! Removes shortcodes that a content system left unexpanded: `[gallery ids="1,2"]`, `[/et_pb_section]`.
//!
//! A shortcode is a name in brackets with attributes, or a closing tag. Editorial brackets (`[sic]`, `[the mayor]`)
//! are neither and are kept. The text of a button shortcode is removed with it.

/// Maximum length of a shortcode in bytes.
const LONGEST: usize = 2_000;
/// Shortcodes whose content is the label of a control.
const CONTROLS: [&str; 3] = ["btn", "button", "cta"];

/// Returns the text without its shortcodes, or `None` if there are none.
pub(super) fn without(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(open) = text[at..].find('[').map(|i| at + i) {
        at = open + 1;
        let Some(code) = read(&text[open..]) else { continue };
        out.push_str(&text[copied..open]);
        at = open + code.len;
        if code.is_control {
            let end = format!("[/{}]", code.name);
            let rest = &text[at..];
            at += rest.get(..rest.len().min(LONGEST)).unwrap_or(rest).find(&end).map_or(0, |i| i + end.len());
        }
        copied = at;
    }
    (copied > 0).then(|| out + &text[copied..])
}

struct Shortcode<'a> {
    name: &'a str,
    len: usize,
    is_control: bool,
}

/// Parses the shortcode at the start of a text.
fn read(text: &str) -> Option<Shortcode<'_>> {
    let inner = &text[1..];
    let (closing, rest) = match inner.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inner),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let name = &rest[..rest.find(|c| !is_name(c))?];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let rest = &rest[name.len()..];
    let end = text.bytes().take(LONGEST).position(|b| b == b']')?;
    let attributes = text.get(text.len() - rest.len()..end)?;
    let known = if closing { attributes.is_empty() } else { has_attribute(attributes) };
    let is_control = !closing && CONTROLS.iter().any(|control| name.ends_with(control));
    known.then_some(Shortcode { name, len: end + 1, is_control })
}

/// Returns whether a text is a list of attributes: `name=value` after a space.
fn has_attribute(text: &str) -> bool {
    let trimmed = text.trim_start();
    let name = trimmed.find('=').map(|at| &trimmed[..at]);
    text.len() > trimmed.len()
        && name.is_some_and(|n| {
            !n.is_empty() && n.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_are_removed_and_editorial_brackets_are_kept() {
        let of = |text| without(text).unwrap_or_else(|| String::from(text));
        assert_eq!(of("[vc_row width=\"1/2\"]Text[/vc_row]"), "Text");
        assert_eq!(of("a [gallery ids=1,2] b"), "a  b");
        assert_eq!(of("[button link=x]Buy[/button]."), ".");
        for text in ["[sic]", "He [the mayor] left", "x[1] = y", "[ ]", "[", "[/", "[a b=c", "[1 a=b]"] {
            assert_eq!(of(text), text);
        }
    }
}
