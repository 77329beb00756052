//! Every markup format, read back by an independent parser: the words are unchanged, and no page text becomes markup.

use copydesk::{
    Article, Block, Cell, HtmlOptions, List, ListItem, Mark, MarkKind, MarkdownOptions, Row, Table, Text,
};
use proptest::prelude::*;

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.into())
}

fn item(blocks: Vec<Block>) -> ListItem {
    ListItem::from(blocks)
}

fn article(body: Vec<Block>) -> Article {
    let mut article = Article::default();
    article.body = body;
    article
}

/// Returns a body with every kind of block, each with the given words.
fn body(words: &str) -> Vec<Block> {
    let cell = |t: &str| Cell::from(t);
    let link = MarkKind::Link { href: "https://a.example/x(1)".into() };
    let range = 4..4 + words.len();
    let marks = vec![Mark::new(range.clone(), link), Mark::new(range, MarkKind::Strong)];
    let marked = Text::new(format!("See {words} there"), marks);
    let nested = List::new(true, vec![item(vec![paragraph("inner")])]);
    vec![
        Block::Heading { level: 2, text: words.into() },
        Block::Paragraph(marked),
        Block::List(List::new(
            false,
            vec![item(vec![paragraph(words)]), item(vec![paragraph("outer"), Block::List(nested)])],
        )),
        Block::Quote { blocks: vec![paragraph(words), paragraph("second")], attribution: None },
        Block::Table(Table::new(vec![
            Row::new(true, vec![cell("Port"), cell(words)]),
            Row::new(false, vec![cell(words), cell("7")]),
        ])),
        Block::Code { text: format!("let x = 1;\n\n{words}"), language: Some("rust".into()) },
    ]
}

fn squash(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the text and the links that a CommonMark parser finds.
fn read_markdown(markdown: &str) -> (String, usize, usize) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let (mut text, mut links, mut raw) = (String::new(), 0, 0);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(t) | Event::Code(t) => text.push_str(&t),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::Html(_) | Event::InlineHtml(_) => raw += 1,
            Event::End(pulldown_cmark::TagEnd::Link | pulldown_cmark::TagEnd::Strong) => {}
            Event::End(_) | Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    (squash(&text), links, raw)
}

fn words_of(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Standfirst(text) | Block::Paragraph(text) => {
                out.push_str(&text.text)
            }
            Block::List(list) => list.items.iter().for_each(|i| words_of(&i.blocks, out)),
            Block::Quote { blocks, .. } => words_of(blocks, out),
            Block::Code { text, .. } => out.push_str(text),
            Block::Table(table) => {
                for cell in table.rows.iter().flat_map(|r| &r.cells) {
                    out.push_str(&cell.text.text);
                    out.push(' ');
                }
            }
            _ => {}
        }
        out.push(' ');
    }
}

/// Words that markup languages read as syntax.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![i](x) `code` ``two`` *a* **b** _c_ ~~d~~",
    "# not a heading #",
    "1. not a list",
    "12) nor this",
    "- nor this",
    "+ nor this",
    "> nor a quote",
    "===",
    "| a | b |",
    "&amp; &lt; &#x27; & ]]> -->",
    "back\\slash \\* end\\",
    "\"quoted\" 'single'",
    "```",
];

#[test]
fn markdown_parses_back_unchanged() {
    for words in HOSTILE {
        let article = article(body(words));
        let mut want = String::new();
        words_of(&article.body, &mut want);
        let markdown = article.markdown(MarkdownOptions::new().with_links(true));
        let (text, links, raw) = read_markdown(&markdown);
        assert_eq!(text.replace(' ', ""), squash(&want).replace(' ', ""), "{markdown}");
        assert_eq!((links, raw), (1, 0), "{markdown}");
    }
}

#[test]
fn html_parses_back_unchanged_and_runs_nothing() {
    for words in HOSTILE {
        let article = article(body(words));
        let mut want = String::new();
        words_of(&article.body, &mut want);
        let html = article.html(HtmlOptions::new().with_links(true));
        let read = scraper::Html::parse_fragment(&html);
        assert_eq!(
            squash(&read.root_element().text().collect::<Vec<_>>().join(" ")).replace(' ', ""),
            squash(&want).replace(' ', "")
        );
        for element in read.root_element().descendent_elements() {
            assert!(!matches!(element.value().name(), "script" | "style" | "iframe"), "{html}");
            assert!(
                element.value().attrs().all(|(name, _)| matches!(name, "href" | "class" | "role" | "dir")),
                "{html}"
            );
        }
    }
}

#[test]
fn script_addresses_are_not_links() {
    let href = "javascript:alert(1)".to_owned();
    let text = Text::new("here", vec![Mark::new(0..4, MarkKind::Link { href })]);
    let html = article(vec![Block::Paragraph(text)]).html(HtmlOptions::new().with_links(true));
    assert!(html.contains("<p>here</p>"), "{html}");
}

#[test]
fn tei_is_well_formed_and_contains_the_words() {
    for words in HOSTILE {
        let mut article = article(body(words));
        article.title = Some(format!("{words}\u{1}"));
        article.keywords = vec![(*words).to_owned()];
        let tei = article.tei(true, true);
        let document = roxmltree::Document::parse(&tei).unwrap_or_else(|e| panic!("{e}\n{tei}"));
        let body = document
            .descendants()
            .find(|n| n.has_tag_name(("http://www.tei-c.org/ns/1.0", "body")))
            .expect("body");
        let text: String =
            body.descendants().filter_map(|n| n.is_text().then(|| n.text()).flatten()).collect();
        let mut want = String::new();
        words_of(&article.body, &mut want);
        assert_eq!(squash(&text).replace(' ', ""), squash(&want).replace(' ', ""));
    }
}

proptest! {
    #[test]
    fn any_paragraph_survives_markdown(words in "[ -~äß漢]{1,40}") {
        let words = squash(&words);
        prop_assume!(!words.is_empty());
        let markdown = article(vec![paragraph(&words)]).markdown(MarkdownOptions::default());
        prop_assert_eq!(read_markdown(&markdown).0, words);
    }

    #[test]
    fn any_text_makes_well_formed_tei(words in ".{0,60}") {
        let tei = article(body(&words.replace('\n', " "))).tei(true, false);
        prop_assert!(roxmltree::Document::parse(&tei).is_ok(), "{}", tei);
    }
}
