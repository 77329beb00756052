//! Decides which scripts' text is kept: those that are data.
//!
//! Data is JSON-LD, or the state from which a client-side page starts.

/// Minimum length of a state that could contain a story, in characters, which do not depend on whether NUL is already
/// replaced.
const LEAST_STATE: usize = 512;

/// Returns whether the text of a script is data.
pub(crate) fn is_wanted(kind: Option<&str>, body: &str) -> bool {
    match kind {
        Some(kind) if holds_json(kind) || holds_formula(kind) => true,
        Some(kind) if !kind.trim().is_empty() && !runs(kind) => false,
        _ => is_chunk(body) || is_state(body) && has_chars(body, LEAST_STATE),
    }
}

fn has_chars(text: &str, least: usize) -> bool {
    text.chars().nth(least.saturating_sub(1)).is_some()
}

fn holds_json(kind: &str) -> bool {
    kind.as_bytes().windows(4).any(|w| w.eq_ignore_ascii_case(b"json"))
}

/// MathJax keeps formulas in `math/tex`, `math/tex; mode=display` and `math/mml`.
fn holds_formula(kind: &str) -> bool {
    kind.trim_start().get(..5).is_some_and(|start| start.eq_ignore_ascii_case("math/"))
}

fn runs(kind: &str) -> bool {
    let kind = kind.trim();
    kind.eq_ignore_ascii_case("module") || kind.to_ascii_lowercase().ends_with("javascript")
}

/// Returns whether a program begins by assigning an object to a property of the window: `window.__STATE__ = {`,
/// `self["data"]=JSON.parse(`, `var data = {`.
fn is_state(body: &str) -> bool {
    let body = body.trim_start_matches([' ', '\t', '\n', ';', '(', '!', '\u{feff}']);
    let names = ["window", "self", "globalThis", "var ", "let ", "const "];
    let Some(rest) = names.iter().find_map(|name| body.strip_prefix(name)) else { return false };
    // A name or a chain of names, with dots or brackets, up to the equals sign.
    let Some(equals) = rest.bytes().take(LONGEST_TARGET).position(|b| b == b'=') else { return false };
    let target = rest[..equals].trim();
    let named = target.bytes().all(|b| b.is_ascii_alphanumeric() || b"_$.[]'\"- ".contains(&b));
    let value = rest[equals + 1..].trim_start();
    // `window.x = window.x || {}` begins an object that other scripts fill.
    named && (value.starts_with(['{', '[']) || value.starts_with("JSON.parse(") || is_computed(target, value))
}

/// Returns whether a state is the result of a function that only returns an object, as Nuxt 2 writes it.
fn is_computed(target: &str, value: &str) -> bool {
    let Some(function) = value.strip_prefix("(function(") else { return false };
    let body = function.split_once(')').map_or("", |(_, body)| body);
    target.ends_with("__NUXT__") || body.trim_start_matches(['{', ' ', '\n']).starts_with("return {")
}

/// Returns whether a program pushes a chunk of the page's data onto a list: `self.__next_f.push([1,"…"])`.
fn is_chunk(body: &str) -> bool {
    let body = body.trim_start();
    let start = &body.as_bytes()[..body.len().min(LONGEST_TARGET)];
    [&b"self"[..], b"(self", b"window"].iter().any(|name| start.starts_with(name))
        && start
            .windows(PUSH.len())
            .position(|window| window == PUSH)
            .is_some_and(|list| start[..list].iter().all(|byte| byte.is_ascii() && *byte != 0))
        && has_chars(body, LEAST_CHUNK)
}

/// The text between the list and the first value of a chunk.
const PUSH: &[u8] = b".push([1,";
/// Minimum length of a chunk in characters; the head of a row may be a chunk of its own.
const LEAST_CHUNK: usize = 25;
/// Maximum number of bytes before the equals sign.
const LONGEST_TARGET: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nul_makes_no_difference_before_or_after_it_is_replaced() {
        for nuls in [1, 50] {
            let chunk =
                |fill: &str| format!("self{}.__next_f.push([1,\"{}\"])", fill.repeat(nuls), "a".repeat(600));
            assert_eq!(is_wanted(None, &chunk("\0")), is_wanted(None, &chunk("\u{fffd}")), "{nuls}");
        }
    }

    #[test]
    fn data_is_kept_and_programs_are_not() {
        let fill = " ".repeat(LEAST_STATE);
        let wanted = |kind, body: &str| is_wanted(kind, &format!("{body}{fill}"));
        assert!(is_wanted(Some("application/ld+json"), "{}"));
        assert!(is_wanted(Some("application/JSON; charset=utf-8"), "{}"));
        assert!(is_wanted(Some("math/tex; mode=display"), "a \\le b"));
        assert!(wanted(None, "window.__STATE__ = {\"a\":1}"));
        assert!(wanted(Some("text/javascript"), "\n self['data']=JSON.parse(\"{}\")"));
        assert!(wanted(None, "var page = [1]"));
        assert!(!wanted(None, "window.x = window.x || {}"));
        assert!(!wanted(None, "(function(){})()"));
        assert!(!wanted(None, "var app = (function(a){a.run()})(1)"));
        assert!(wanted(None, "window.__NUXT__=(function(a,b){b.c=a;return {d:b}}(1,{}))"));
        assert!(!wanted(Some("text/template"), "window.a={}"));
        assert!(!is_wanted(None, "window.a={}"), "too short to hold a story");
        let chunk = "self.__next_f.push([1,\"2:T20,<p>The ferry left at noon.</p>\"])";
        assert!(is_wanted(None, chunk));
        assert!(!is_wanted(None, "self.list.push(1)"));
    }
}
