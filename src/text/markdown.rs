//! Converts Markdown, as other extractors write it, to plain text: one paragraph, heading or list item per line.

use memchr::{memchr2, memmem};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Minimum number of headings (`# …`, between blank lines) or links (`[…](…)`) in Markdown. One heading suffices if there
/// is a link or a listing, or if it opens the text.
const HEADINGS: usize = 2;
const LINKS: usize = 3;
/// What opens and closes a listing.
const FENCE: &str = "\n```";
/// The sign below a heading, and the minimum number of them.
const UNDERLINE: u8 = b'=';
const UNDERLINE_BYTES: usize = 3;
/// Maximum number of number signs of a heading.
const LEVELS: usize = 6;

/// The plain text of Markdown.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Converted {
    pub(crate) text: String,
    /// The heading of the first level, if there is one only and more text follows it than precedes it.
    pub(crate) title: Option<String>,
}

/// Returns the plain text; `None` if the text is not Markdown. Text below front matter is Markdown if it has a heading, a
/// link or code (`below_front_matter`).
pub(crate) fn plain(text: &str, below_front_matter: bool) -> Option<Converted> {
    if !is_markdown(text, below_front_matter) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut pictures = 0;
    // Where the last heading of the first level begins, their number, and its text.
    let (mut begins, mut titles, mut title) = (0, 0, String::new());
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
            Event::Start(tag @ (Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_))) => {
                paragraph(&mut out);
                if matches!(tag, Tag::Heading { level: HeadingLevel::H1, .. }) {
                    begins = out.len();
                }
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                let text = out[begins..].trim();
                if !text.is_empty() {
                    titles += 1;
                    title = text.to_owned();
                }
                paragraph(&mut out);
            }
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
    let length = out.len();
    Some(Converted { text: out, title: (titles == 1 && begins < length / 2).then_some(title) })
}

fn is_markdown(text: &str, below_front_matter: bool) -> bool {
    let links = memmem::find_iter(text.as_bytes(), "](").take(LINKS).count();
    if links >= LINKS || links > 0 && below_front_matter {
        return true;
    }
    let is_fenced = memmem::find_iter(text.as_bytes(), FENCE).nth(1).is_some();
    if memchr2(b'#', UNDERLINE, text.as_bytes()).is_none() {
        return is_fenced && below_front_matter;
    }
    let begins_line =
        |sign: &str| text.starts_with(&sign[1..]) || memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    if !begins_line("\n#") && !begins_line("\n=") {
        return false;
    }
    // Comments of a program look like headings but are not surrounded by blank lines.
    let is_blank = |line: &str| line.trim().is_empty();
    let (mut lines, mut before, mut headings) = (text.lines().peekable(), "", 0);
    let mut opens_with_title = false;
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let mut ends = || lines.peek().is_none_or(|next| is_blank(next));
        if is_heading(line) && is_blank(before) && ends() || is_underline(line, before) {
            headings += 1;
            opens_with_title |= is_first && line.starts_with("# ");
        }
        is_first = is_first && is_blank(line);
        before = line;
    }
    let signs = usize::from(links > 0) + usize::from(is_fenced) + usize::from(below_front_matter);
    headings >= HEADINGS || headings > 0 && signs > 0 || opens_with_title
}

/// Returns whether a line of equals signs marks the line before it as a heading.
fn is_underline(line: &str, before: &str) -> bool {
    if line.as_bytes().first() != Some(&UNDERLINE) {
        return false;
    }
    let line = line.trim_end();
    line.len() >= UNDERLINE_BYTES
        && line.bytes().all(|b| b == UNDERLINE)
        && before.starts_with(char::is_alphabetic)
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
        let got = plain(text, false).expect("Markdown");
        assert_eq!(got.title.as_deref(), Some("Port reopens"));
        let got: Vec<&str> = got.text.lines().map(str::trim).collect();
        assert_eq!(got.join("\n").trim_end(), wanted);
    }

    #[test]
    fn a_heading_near_the_end_is_no_title() {
        let text = "The port is open again after a long winter.\n\n# Notes\n\n## Contacts\n\nAsk Ana.";
        assert_eq!(plain(text, false).expect("Markdown").title, None);
    }

    #[test]
    fn few_signs_suffice_where_markdown_is_likely() {
        let plain = |text, below| super::plain(text, below).map(|got| got.text.trim().to_owned());
        let is = |text: &str| Some(text.to_owned());
        assert_eq!(plain("# Port reopens\n\nIt is open.", false), is("Port reopens\n\nIt is open."));
        assert_eq!(plain("It is [open](/t).", true), is("It is open."));
        assert_eq!(plain("It is [open](/t).", false), None);
        let underlined = "Port reopens\n============\n\nIt is open.\n\nHours\n=====\n\nSix to ten.";
        assert_eq!(plain(underlined, false), is("Port reopens\n\nIt is open.\n\nHours\n\nSix to ten."));
        let listing = "It is open.\n\n# Hours\n\n```js\nlet a = 1;\n```\n";
        assert_eq!(plain(listing, false), is("It is open.\n\nHours\n\nlet a = 1;"));
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "The port [1] is open (see below).",
            "#harbour #ferry\n#storm",
            "# 1\n# 2\nThe port is open.",
            "# Fetch the page\ncurl x\n# Clean it\ncopydesk x\n",
            "Home\n==    \nThe port is open.\n\nNews\n==    \nIt is open.",
            "a[i](x) is called once, and # Only one heading stands here.",
            "",
        ] {
            assert_eq!(plain(text, false), None, "{text}");
        }
    }
}
