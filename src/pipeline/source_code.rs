//! Detects source code, style sheets and scripts among texts.

/// Minimum share of braces and semicolons among the bytes. 34 of 9,859 texts of the development sets have as many.
const SIGNS: f32 = 0.008;
/// Minimum share of bytes in lines that begin or end as lines of code do. Together with [`SIGNS`], it holds for 360 of
/// 363 style sheets, 371 of 500 scripts and 425 of 500 files of Rust, and for none of the 9,859 texts.
const CODE_LINES: f32 = 0.6;

/// Returns whether a text is source code of a language with braces.
pub(crate) fn is_source_code(text: &str) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "shares of at most 64 kB")]
    let share = |part: usize, of: usize| part as f32 / of.max(1) as f32;
    if share(memchr::memchr3_iter(b'{', b'}', b';', text.as_bytes()).count(), text.len()) < SIGNS {
        return false;
    }
    let (mut all, mut in_code) = (0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        all += line.len();
        let is_comment = line.starts_with("//") || line.starts_with("/*") || line.ends_with("*/");
        let is_inside_comment = line == "*" || line.starts_with("* ");
        if is_comment || is_inside_comment || line.ends_with(['{', '}', ';', ',', '(']) {
            in_code += line.len();
        }
    }
    share(in_code, all) >= CODE_LINES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_and_scripts_are_code() {
        for code in [
            "body {\n  margin: 0;\n  font: 16px/1.5 serif;\n}\n\n.story p {\n  max-width: 40em;\n}\n",
            "body{margin:0}.story p{max-width:40em;line-height:1.5}",
            "/*! menu 1.2 | MIT */\n!function(e){\"use strict\";var t=e.document;t.onload=function(){open(t)}}(window);",
            "// Opens the menu.\nconst menu = document.querySelector(\"#menu\");\nfunction open() {\n  menu.hidden = false;\n}\n",
        ] {
            assert!(is_source_code(code), "{code}");
        }
    }

    #[test]
    fn prose_is_no_code() {
        for text in [
            "",
            "The pier reopened; nobody was hurt; the mayor was pleased.\nIt had been closed for a year.\n",
            "Set the width to zero:\n\nbody { margin: 0; }\n\nThe margin of the page is gone after that, in every browser.\n",
            "The set {1, 2, 3} has three members, and the set {1, 2} has two.\n* one\n* two\n",
        ] {
            assert!(!is_source_code(text), "{text}");
        }
    }
}
