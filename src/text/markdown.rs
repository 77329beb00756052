//! Converts Markdown, as other extractors write it, to plain text: one paragraph, heading or list item per line.

use memchr::memmem;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Minimum number of headings (`# …`, between blank lines) or links (`[…](…)`) in Markdown; one of each also suffices.
const HEADINGS: usize = 2;
const LINKS: usize = 3;
/// Maximum number of number signs of a heading.
const LEVELS: usize = 6;

/// Returns the plain text; `None` if the text is not Markdown.
pub(crate) fn plain(text: &str) -> Option<String> {
    if !is_markdown(text) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut pictures = 0;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures -= 1,
            // The name of a picture is not text of the story.
            _ if pictures > 0 => {}
            Event::Start(Tag::Item) => {
                line(&mut out);
                out.push_str("* ");
            }
            Event::Start(Tag::TableCell) if !out.ends_with('\n') => out.push(' '),
            Event::Start(Tag::Paragraph) if out.ends_with("* ") => {}
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_)) => paragraph(&mut out),
            Event::End(TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow) | Event::HardBreak => {
                line(&mut out)
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_) | TagEnd::Table | TagEnd::CodeBlock,
            )
            | Event::Rule => paragraph(&mut out),
            Event::SoftBreak => out.push(' '),
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            _ => {}
        }
    }
    Some(out)
}

fn is_markdown(text: &str) -> bool {
    let links = memmem::find_iter(text.as_bytes(), "](").take(LINKS).count();
    if links >= LINKS || !text.contains('#') {
        return links >= LINKS;
    }
    // Comments of a program look like headings but are not surrounded by blank lines.
    let is_blank = |line: &str| line.trim().is_empty();
    let (mut lines, mut after_blank, mut headings) = (text.lines().peekable(), true, 0);
    while let Some(line) = lines.next() {
        if is_heading(line) && after_blank && lines.peek().is_none_or(|next| is_blank(next)) {
            headings += 1;
        }
        after_blank = is_blank(line);
    }
    headings >= HEADINGS || headings > 0 && links > 0
}

/// Whether a line is a heading: "# Words", but not "#words" or "# 12".
fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (1..=LEVELS).contains(&level)
        && words.strip_prefix(' ').is_some_and(|w| w.trim_start().starts_with(char::is_alphabetic))
}

/// Ends the line.
fn line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Ends the paragraph.
fn paragraph(out: &mut String) {
    line(out);
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_go_and_lines_stay() {
        let text = "# Port *reopens*\n\n![A port](p.jpg) The port,\nsee the [timetable](/t), is **open**.\n\n## Hours\n\n\
                    - from *six*\n- to ten\n\n> Good.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nlet a = 1;\n```\n\n---\nEnd.\n";
        let wanted = "Port reopens\n\nThe port, see the timetable, is open.\n\nHours\n\n* from six\n* to ten\n\nGood.\n\n\
                      a b\n1 2\n\nlet a = 1;\n\nEnd.";
        let got = plain(text).expect("Markdown");
        let got: Vec<&str> = got.lines().map(str::trim).collect();
        assert_eq!(got.join("\n").trim_end(), wanted);
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "The port [1] is open (see below).",
            "#harbour #ferry\n#storm",
            "# 1\n# 2\nThe port is open.",
            "# Fetch the page\ncurl x\n# Clean it\ncopydesk x\n",
            "a[i](x) is called once, and # Only one heading stands here.",
            "",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
