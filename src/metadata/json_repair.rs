//! Repairs JSON that a strict parser rejects.
//!
//! Mended are comments and CDATA around it, raw control characters in strings, bad escapes, quotes inside
//! strings, commas before a closing bracket, comments between values, and HTML references in place of quotes.

/// The script without what hides it from old browsers: HTML comments, CDATA, a byte-order mark.
pub(crate) fn unwrap(script: &str) -> &str {
    const OPEN: [&str; 6] = ["\u{feff}", "<!--", "//<![CDATA[", "/*<![CDATA[*/", "// <![CDATA[", "<![CDATA["];
    const CLOSE: [&str; 7] = ["-->", "//]]>", "/*]]>*/", "// ]]>", "]]>", "//", ";"];
    let mut script = script.trim();
    while let Some(rest) = OPEN.iter().find_map(|o| script.strip_prefix(o)) {
        script = rest.trim_start();
    }
    while let Some(rest) = CLOSE.iter().find_map(|c| script.strip_suffix(c)) {
        script = rest.trim_end();
    }
    script
}

/// The script with its faults mended, as far as they can be told.
pub(crate) fn mend(script: &str) -> String {
    let decoded;
    let script = if script.contains("&quot;") && !script.contains('"') {
        decoded = super::character_references::decode(script);
        decoded.as_str()
    } else {
        script
    };
    let mut out = String::with_capacity(script.len() + 16);
    let mut chars = script.char_indices().peekable();
    let mut inside = false;
    // The last sign that is not white space, and where the output ends after it, so that white space is never walked back
    // over.
    let (mut last, mut solid) = (' ', 0);
    while let Some((at, c)) = chars.next() {
        if !inside {
            match c {
                '"' => {
                    inside = true;
                    out.push(c);
                }
                '“' | '”' => {
                    inside = true;
                    out.push('"');
                }
                '}' | ']' => {
                    if last == ',' {
                        out.truncate(solid - 1);
                    }
                    out.push(c);
                }
                ',' if matches!(last, ',' | '[' | '{') => continue,
                '/' if script[at..].starts_with("//") => {
                    while chars.next_if(|(_, c)| *c != '\n').is_some() {}
                }
                '/' if script[at..].starts_with("/*") => {
                    let end = script[at + 2..].find("*/").map_or(script.len(), |e| at + e + 4);
                    while chars.next_if(|(i, _)| *i < end).is_some() {}
                }
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            if !c.is_whitespace() && !out.ends_with([' ', '\n']) {
                (last, solid) = (c, out.len());
            }
            continue;
        }
        match c {
            '"' if closes(&script[at + 1..]) => {
                inside = false;
                out.push('"');
                (last, solid) = (c, out.len());
            }
            '"' => out.push_str("\\\""),
            '\\' => match chars.next() {
                Some((_, e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't'))) => {
                    out.push('\\');
                    out.push(e);
                }
                Some((u, 'u')) if is_unicode(&script[u + 1..]) => out.push_str("\\u"),
                Some((_, e)) if e.is_control() => out.push(' '),
                Some((_, e)) => out.push(e),
                None => {}
            },
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    if inside {
        out.push('"');
    }
    out
}

fn is_unicode(text: &str) -> bool {
    text.len() >= 4 && text.bytes().take(4).all(|b| b.is_ascii_hexdigit())
}

/// Whether a quote before `rest` ends its string: what follows belongs to the structure.
fn closes(rest: &str) -> bool {
    let rest = rest.trim_start();
    let Some(c) = rest.chars().next() else { return true };
    match c {
        ':' | '}' | ']' => true,
        ',' => {
            let next = rest[1..].trim_start();
            next.is_empty()
                || next.starts_with(['"', '{', '[', '}', ']', '-', '/'])
                || next.starts_with(|c: char| c.is_ascii_digit())
                || ["true", "false", "null"].iter().any(|w| next.starts_with(w))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_mended() {
        for (broken, whole) in [
            ("{\"a\": \"one\ntwo\",}", "{\"a\": \"one two\"}"),
            ("[1,2,]", "[1,2]"),
            ("{\"a\":\"the \"best\" one\",\"b\":1}", "{\"a\":\"the \\\"best\\\" one\",\"b\":1}"),
            ("{\"a\":\"it\\'s\"}", "{\"a\":\"it's\"}"),
            ("{\"a\":1 /* note */, // more\n\"b\":2}", "{\"a\":1 , \"b\":2}"),
            ("{&quot;a&quot;:1}", "{\"a\":1}"),
        ] {
            let mended = mend(broken);
            assert_eq!(mended.replace("  ", " "), whole, "{broken}");
            assert!(serde_json::from_str::<serde_json::Value>(&mended).is_ok(), "{mended}");
        }
    }

    #[test]
    fn wrappings_come_off() {
        for wrapped in ["<!-- {} -->", "//<![CDATA[\n{}\n//]]>", "\u{feff}{};", "{}"] {
            assert_eq!(unwrap(wrapped).trim(), "{}", "{wrapped}");
        }
    }
}
