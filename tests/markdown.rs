//! Reads Markdown back with pulldown-cmark: every character keeps its marks, in a paragraph, a heading, a list item,
//! a quotation, a table cell and a note.

use copydesk::{Article, Block, Cell, ListItem, Mark, MarkKind, MarkdownOptions, Row, Table, Text};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

const STRONG: u8 = 1;
const EMPHASIS: u8 = 2;
const DELETED: u8 = 4;
const LINK: u8 = 8;
const CODE: u8 = 16;
const SUPERSCRIPT: u8 = 32;

const KINDS: [(u8, fn() -> MarkKind); 6] = [
    (LINK, || MarkKind::Link { href: "https://a.example/x_(1)?a=1&b=2".into() }),
    (STRONG, || MarkKind::Strong),
    (EMPHASIS, || MarkKind::Emphasis),
    (DELETED, || MarkKind::Deleted),
    (SUPERSCRIPT, || MarkKind::Superscript),
    (CODE, || MarkKind::Code),
];

/// Returns a text of pieces, each with its marks.
fn text_of(pieces: &[(String, u8)]) -> Text {
    let mut text = Text::default();
    for (words, flags) in pieces {
        let start = text.text.len();
        text.text.push_str(words);
        for (flag, kind) in KINDS {
            // Code contains no mark-up other than the link around it.
            let wanted = flags & flag != 0 && (flags & CODE == 0 || matches!(flag, CODE | LINK));
            if wanted && !words.is_empty() {
                text.marks.push(Mark::new(start..text.text.len(), kind()));
            }
        }
    }
    text
}

/// Returns the characters of a text other than white space, with their marks.
fn wanted(pieces: &[(String, u8)]) -> Vec<(char, u8)> {
    let flags = |flags: u8| if flags & CODE == 0 { flags } else { flags & (CODE | LINK) };
    pieces
        .iter()
        .flat_map(|(words, f)| words.chars().map(move |c| (c, flags(*f))))
        .filter(|(c, _)| !c.is_whitespace())
        .collect()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// Returns what a reader sees: the characters with their marks.
fn read(markdown: &str) -> Vec<(char, u8)> {
    let mut flags = 0_u8;
    let mut out = Vec::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(words) => out.extend(words.chars().map(|c| (c, flags))),
            Event::Code(words) => out.extend(words.chars().map(|c| (c, flags & LINK | CODE))),
            Event::Start(Tag::Strong) => flags |= STRONG,
            Event::Start(Tag::Emphasis) => flags |= EMPHASIS,
            Event::Start(Tag::Strikethrough) => flags |= DELETED,
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert_eq!(&*dest_url, "https://a.example/x_(1)?a=1&b=2");
                flags |= LINK;
            }
            Event::End(TagEnd::Strong) => flags &= !STRONG,
            Event::End(TagEnd::Emphasis) => flags &= !EMPHASIS,
            Event::End(TagEnd::Strikethrough) => flags &= !DELETED,
            Event::End(TagEnd::Link) => flags &= !LINK,
            Event::InlineHtml(tag) | Event::Html(tag) => match &*tag {
                "<strong>" => flags |= STRONG,
                "</strong>" => flags &= !STRONG,
                "<em>" => flags |= EMPHASIS,
                "</em>" => flags &= !EMPHASIS,
                "<del>" => flags |= DELETED,
                "</del>" => flags &= !DELETED,
                "<sup>" => flags |= SUPERSCRIPT,
                "</sup>" => flags &= !SUPERSCRIPT,
                "<code>" => flags |= CODE,
                "</code>" => flags &= !CODE,
                "<br>" => {}
                other => panic!("raw HTML: {other}\n{markdown}"),
            },
            Event::Start(Tag::Image { .. }) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {
                panic!("an object that nobody wrote\n{markdown}")
            }
            _ => {}
        }
    }
    out.retain(|(c, _)| !c.is_whitespace());
    out
}

fn markdown(body: Vec<Block>) -> String {
    let mut article = Article::default();
    article.body = body;
    article.markdown(MarkdownOptions::new().with_links(true).with_body_only(true))
}

fn pieces() -> impl Strategy<Value = Vec<(String, u8)>> {
    let words = prop_oneof![
        3 => "[a-c1*_`~!\\[\\]()<>&#.+|\\\\$ -]{1,6}",
        2 => "[a-z]{1,5} ?",
        1 => " ?[「」漢字é]{1,3}",
        1 => Just("\n".to_owned()),
        1 => prop_oneof![Just("&amp;".to_owned()), Just("](x)".to_owned()), Just("1. ".to_owned()), Just("[^1]".to_owned()), Just("---".to_owned()), Just("| a |".to_owned())],
    ];
    let flags = prop_oneof![4 => Just(0), 2 => 1_u8..64, 1 => Just(STRONG), 1 => Just(EMPHASIS), 1 => Just(CODE), 1 => Just(LINK)];
    prop::collection::vec((words, flags), 1..7).prop_map(|mut pieces| {
        // A text is trimmed, and so is each of its lines.
        if let Some((first, _)) = pieces.first_mut() {
            *first = first.trim_start().to_owned();
        }
        if let Some((last, _)) = pieces.last_mut() {
            *last = last.trim_end().to_owned();
        }
        pieces
    })
}

/// The text in each place that inline Markdown is written to: its name, the body, and the characters before the text.
fn bodies_of(text: &Text) -> [(&'static str, Vec<Block>, &'static str); 5] {
    let mut item = ListItem::from(vec![Block::Paragraph(text.clone())]);
    item.number = Some(2);
    let table = Table::new(vec![
        Row::new(true, vec!["a".into(), "b".into()]),
        Row::new(false, vec![Cell::from(text.clone()), Cell::default()]),
    ]);
    [
        ("paragraph", vec![Block::Paragraph(text.clone())], ""),
        ("heading", vec![Block::Heading { level: 3, text: text.clone() }], ""),
        ("item", vec![Block::List(copydesk::List::new(true, vec![item]))], ""),
        ("quote", vec![Block::Quote { blocks: vec![Block::Paragraph(text.clone())], attribution: None }], ""),
        ("cell", vec![Block::Table(table)], "ab"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn marks_come_back(pieces in pieces()) {
        let text = text_of(&pieces);
        prop_assume!(!text.text.trim().is_empty());
        let want = wanted(&pieces);
        for (place, body, before) in bodies_of(&text) {
            let markdown = markdown(body);
            let expected: Vec<(char, u8)> = before.chars().map(|c| (c, 0)).chain(want.iter().copied()).collect();
            prop_assert_eq!(read(&markdown), expected, "{} of {:?}:\n{}", place, text, markdown);
        }
    }
}

#[test]
fn notes_are_read_as_footnotes() {
    let mark = Mark::new(16..19, MarkKind::NoteReference { label: "1".into() });
    let text = Text::new("It was rebuilt. [1]", vec![mark]);
    let note = copydesk::Note::new(
        "1",
        vec![Block::Paragraph("In 1911.".into()), Block::Paragraph("Twice.".into())],
    );
    let markdown = markdown(vec![Block::Paragraph(text), Block::Notes { items: vec![note] }]);
    let mut seen = (0, 0);
    for event in Parser::new_ext(&markdown, options()) {
        match event {
            Event::FootnoteReference(label) => seen.0 += usize::from(&*label == "1"),
            Event::Start(Tag::FootnoteDefinition(label)) => seen.1 += usize::from(&*label == "1"),
            _ => {}
        }
    }
    assert_eq!(seen, (1, 1), "{markdown}");
}

#[test]
fn a_task_that_begins_with_a_list_keeps_the_list() {
    let page = "<h1>Tasks</h1><p>The yard keeps this list of tasks on its door, and the foreman reads it to everyone on Monday.</p>\
        <ul><li><input type=checkbox checked><ol start=3><li>Oil the hinge.</li><li>Close the hatch.</li></ol></li>\
        <li><input type=checkbox>Paint the hull.</li></ul>";
    let article = copydesk::clean(page.as_bytes()).expect("small");
    let markdown = article.markdown(MarkdownOptions::new().with_body_only(true));
    let starts: Vec<_> = Parser::new_ext(&markdown, options())
        .filter_map(|event| match event {
            Event::Start(Tag::List(start)) => Some(start),
            _ => None,
        })
        .collect();
    assert_eq!(starts, [None, Some(3)], "{markdown}");
}

#[test]
fn blocks_keep_their_kind() {
    let tex = "a < b \\ [x](javascript:alert(1))";
    let body = vec![
        Block::Math { tex: tex.into() },
        Block::Code { text: "```\nls\n```".into(), language: Some("sh\n<b>".into()) },
        Block::Rule,
        Block::Embed { url: "javascript:alert(1)".into(), title: None },
    ];
    let markdown = markdown(body);
    let events: Vec<Event<'_>> = Parser::new_ext(&markdown, options()).collect();
    assert!(
        !events
            .iter()
            .any(|e| matches!(e, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Link { .. }))),
        "{markdown}"
    );
    assert!(events.contains(&Event::Rule), "{markdown}");
    let code: String = events
        .iter()
        .filter_map(|e| match e {
            Event::Text(t) => Some(t.as_ref()),
            _ => None,
        })
        .collect();
    assert!(code.contains("```\nls\n```"), "{markdown}");
}
