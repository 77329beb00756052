//! The parser against its oracles: html5ever's own tokenizer and tree builder, writing into a
//! `scraper::Html`.

use html5ever::{
    buffer_queue::BufferQueue,
    ns,
    tendril::StrTendril,
    tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
    tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink},
};
use proptest::prelude::*;
use scraper::{Html, HtmlTreeSink, Node};

use super::{Document, Keep, Kind, Limits, NodeId, Tag, attribute, parse_keeping, script};

/// Hands on all tokens but parse errors: in html5ever one between `<pre>` and a line feed makes it keep the
/// line feed.
struct Quiet<S>(S);

impl<S: TokenSink> TokenSink for Quiet<S> {
    type Handle = S::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<S::Handle> {
        if matches!(token, Token::ParseError(_)) {
            return TokenSinkResult::Continue;
        }
        self.0.process_token(token, line)
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn plain(html: &str) -> Html {
    let opts = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let sink = HtmlTreeSink::new(Html::new_document());
    let tokenizer = Tokenizer::new(Quiet(TreeBuilder::new(sink, opts)), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.sink.finish()
}

/// What the pipeline's parse leaves out of a tree.
struct Filter {
    reduced: bool,
}

impl Filter {
    fn attribute(&self, name: &str) -> bool {
        !self.reduced || attribute::is_read(name)
    }

    fn text_in(&self, parent: &str, kind: Option<&str>, text: &str) -> bool {
        !self.reduced
            || match parent {
                "script" => script::is_wanted(kind, text),
                "style" | "iframe" | "noembed" | "noframes" => false,
                _ => true,
            }
    }
}

/// A line per node: depth, what it is, its attributes in order of their names.
fn line(out: &mut String, depth: usize, what: &str, mut attrs: Vec<(String, String)>) {
    attrs.sort();
    out.push_str(&format!("{depth} {what}"));
    for (name, value) in attrs {
        out.push_str(&format!(" {name}={value:?}"));
    }
    out.push('\n');
}

fn flush(out: &mut String, text: &mut Option<(usize, String)>) {
    if let Some((depth, text)) = text.take() {
        out.push_str(&format!("{depth} {text:?}\n"));
    }
}

fn dump_arena(document: &Document, filter: &Filter) -> String {
    let mut out = String::new();
    let mut stack: Vec<(NodeId, usize)> = vec![(NodeId::DOCUMENT, 0)];
    let mut text: Option<(usize, String)> = None;
    while let Some((node, depth)) = stack.pop() {
        if document.kind(node) != Kind::Text || text.as_ref().is_some_and(|t| t.0 != depth) {
            flush(&mut out, &mut text);
        }
        match document.kind(node) {
            Kind::Text => text.get_or_insert((depth, String::new())).1.push_str(document.text(node)),
            Kind::Element => {
                let attrs: Vec<_> = document
                    .attrs(node)
                    .map(|(n, v)| (n.to_string(), v.to_owned()))
                    .filter(|(n, _)| filter.attribute(n))
                    .collect();
                let ns = document.namespace(node).to_string();
                line(&mut out, depth, &format!("<{}> {ns}", document.name(node)), attrs);
                if document.tag(node) == Tag::Template {
                    let contents: Vec<_> = document.children(NodeId(node.0 + 1)).collect();
                    stack.extend(contents.into_iter().rev().map(|n| (n, depth + 1)));
                }
                if filter.reduced && document.tag(node) == Tag::Svg {
                    continue;
                }
            }
            Kind::Document => {}
            Kind::Fragment => panic!("a fragment hangs on no parent"),
            kind => line(&mut out, depth, &format!("{kind:?}"), Vec::new()),
        }
        let children: Vec<_> = document.children(node).collect();
        stack.extend(children.into_iter().rev().map(|n| (n, depth + 1)));
    }
    flush(&mut out, &mut text);
    out
}

fn dump_scraper(html: &Html, filter: &Filter) -> String {
    let mut out = String::new();
    let mut stack = vec![(html.tree.root(), 0)];
    let mut text: Option<(usize, String)> = None;
    while let Some((node, depth)) = stack.pop() {
        if !matches!(node.value(), Node::Text(_)) || text.as_ref().is_some_and(|t| t.0 != depth) {
            flush(&mut out, &mut text);
        }
        match node.value() {
            Node::Text(characters) => {
                let parent = node.parent().and_then(|p| p.value().as_element());
                let name = parent.map_or("", |p| p.name());
                let html = parent.is_some_and(|p| p.name.ns == ns!(html));
                if !html || filter.text_in(name, parent.and_then(|p| p.attr("type")), characters) {
                    text.get_or_insert((depth, String::new())).1.push_str(characters);
                }
            }
            Node::Element(element) => {
                let attrs = element
                    .attrs
                    .iter()
                    .map(|(n, v)| (n.local.to_string(), v.to_string()))
                    .filter(|(n, _)| filter.attribute(n))
                    .collect();
                line(&mut out, depth, &format!("<{}> {}", element.name(), &*element.name.ns), attrs);
                if filter.reduced && element.name() == "svg" {
                    continue;
                }
            }
            Node::Document => {}
            Node::Fragment => {
                let children: Vec<_> = node.children().collect();
                stack.extend(children.into_iter().rev().map(|n| (n, depth)));
                continue;
            }
            Node::Comment(_) | Node::ProcessingInstruction(_) => line(&mut out, depth, "Comment", Vec::new()),
            Node::Doctype(_) => line(&mut out, depth, "Doctype", Vec::new()),
        }
        let children: Vec<_> = node.children().collect();
        stack.extend(children.into_iter().rev().map(|n| (n, depth + 1)));
    }
    flush(&mut out, &mut text);
    out
}

/// No limit that a page of a test would meet.
const FREE: Limits = Limits {
    depth: 60_000,
    formatting: 60_000,
    nodes: usize::MAX,
    attributes: 100_000,
    value_bytes: usize::MAX,
};

fn check(html: &str) -> Result<(), String> {
    let mut document = Document::default();
    let oracle = plain(html);
    let all = Filter { reduced: false };
    parse_keeping(html, Keep::ALL, &FREE, &mut document);
    let (ours, theirs) = (dump_arena(&document, &all), dump_scraper(&oracle, &all));
    if ours != theirs {
        return Err(format!("{html:?}\nours\n{ours}\nhtml5ever's\n{theirs}"));
    }
    // The insides of svg and the attributes of elements are left out; what is around them stays. A noscript
    // is a difference that is meant, so it is kept here.
    parse_keeping(html, Keep { noscript: true, ..Keep::READ }, &FREE, &mut document);
    let reduced = Filter { reduced: true };
    let (ours, theirs) = (dump_arena(&document, &reduced), dump_scraper(&oracle, &reduced));
    if ours != theirs {
        return Err(format!("reduced: {html:?}\nours\n{ours}\nhtml5ever's\n{theirs}"));
    }
    Ok(())
}

/// The cases of a file: one a line, `\n`, `\r`, `\t`, `\f`, `\0` and `\\` written so; `#` begins a comment.
fn cases() -> Vec<String> {
    include_str!("../../tests/parse/cases.txt")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .map(|line| {
            let mut out = String::new();
            let mut chars = line.chars();
            while let Some(c) = chars.next() {
                out.push(match (c, if c == '\\' { chars.next() } else { None }) {
                    ('\\', Some('n')) => '\n',
                    ('\\', Some('r')) => '\r',
                    ('\\', Some('t')) => '\t',
                    ('\\', Some('f')) => '\x0C',
                    ('\\', Some('0')) => '\0',
                    ('\\', Some(other)) => other,
                    _ => c,
                });
            }
            out
        })
        .collect()
}

#[test]
fn tricky_cases_parse_as_html5ever_parses_them() {
    let cases = cases();
    assert!(cases.len() >= 150, "only {} cases", cases.len());
    for case in &cases {
        if let Err(difference) = check(case) {
            panic!("{difference}");
        }
        // Cut anywhere, a page is still one.
        for at in (0..case.len()).filter(|&at| case.is_char_boundary(at)) {
            if let Err(difference) = check(&case[..at]) {
                panic!("{difference}");
            }
        }
    }
}

#[test]
fn fixtures_parse_as_html5ever_parses_them() {
    let mut folders = 0;
    for entry in std::fs::read_dir("fixtures").expect("fixtures").flatten() {
        folders += 1;
        let Ok(files) = std::fs::read_dir(entry.path()) else { continue };
        for file in files.flatten().filter(|f| f.path().extension().is_some_and(|e| e == "html")) {
            let page = String::from_utf8_lossy(&std::fs::read(file.path()).expect("fixture")).into_owned();
            check(&page).unwrap_or_else(|d| panic!("{}: {}", file.path().display(), &d[..d.len().min(4000)]));
        }
    }
    assert!(folders > 0, "no fixture was found");
}

/// Over the pages of a corpus, where there is one.
#[test]
fn corpus_pages_parse_as_html5ever_parses_them() {
    let Ok(corpus) = std::env::var("COPYDESK_CORPUS") else { return };
    let mut folders = vec![std::path::PathBuf::from(corpus)];
    let (mut pages, mut wrong) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("corpus").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(".html.gz") {
                let mut bytes = Vec::new();
                let file = std::fs::File::open(&path).expect("page");
                std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(file), &mut bytes)
                    .expect("gzip");
                // A byte order mark in the middle is eaten by html5ever behind a script.
                let page = String::from_utf8_lossy(&bytes).replace('\u{feff}', "");
                pages += 1;
                if let Err(difference) = check(&page) {
                    let (ours, theirs) = difference.split_once("html5ever's\n").expect("two dumps");
                    let ours = ours.rsplit_once("ours\n").expect("ours").1;
                    let at = ours.lines().zip(theirs.lines()).position(|(a, b)| a != b).unwrap_or(0);
                    let around = |dump: &str| {
                        let lines: Vec<_> = dump.lines().skip(at.saturating_sub(3)).take(6).collect();
                        lines.join("\n").chars().take(1500).collect::<String>()
                    };
                    wrong.push(format!("{}\n{}\n--\n{}", path.display(), around(ours), around(theirs)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {pages} pages differ:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(pages > 0, "no page was found");
}

/// Pieces of mark-up that meet in every way.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: [&str; 118] = [
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i class=x>",
        "</i>",
        "<a href=x>",
        "</a>",
        "<b id=1>",
        "<b id='1'>",
        "<em a=1 c=2>",
        "<em c=2 a=1>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<tbody>",
        "<caption>",
        "<colgroup>",
        "<col>",
        "<select>",
        "</select>",
        "<option>",
        "<optgroup>",
        "<svg>",
        "</svg>",
        "<svg/>",
        "<g>",
        "</g>",
        "<path d='a>b'/>",
        "<title>",
        "</title>",
        "<desc>",
        "<foreignObject>",
        "</foreignObject>",
        "<math>",
        "</math>",
        "<mi>",
        "</mi>",
        "<annotation-xml encoding='text/html'>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<textarea>",
        "</textarea>",
        "<iframe>",
        "</iframe>",
        "<noscript>",
        "</noscript>",
        "<template>",
        "</template>",
        "<!--",
        "-->",
        "--!>",
        "<!doctype html>",
        "<?pi>",
        "<![CDATA[",
        "]]>",
        "<frameset>",
        "</frameset>",
        "<frame>",
        "<body>",
        "</body>",
        "<html lang=x>",
        "</html>",
        "<head>",
        "</head>",
        "<form>",
        "</form>",
        "<button>",
        "</button>",
        "<li>",
        "</li>",
        "<ul>",
        "</ul>",
        "<dd>",
        "<dt>",
        "<h1>",
        "</h2>",
        "<pre>",
        "</pre>",
        "<plaintext>",
        "<font color=red>",
        "<font x=1>",
        "<nobr>",
        "<br>",
        "</br>",
        "<img src=a>",
        "<image>",
        "<input type=hidden>",
        "<input>",
        "<hr>",
        "<ruby>",
        "<rt>",
        "<object>",
        "</object>",
        "<marquee>",
        "<a xlink:href=y xml:lang=de>",
        "<use xlink:href='#z'/>",
        "<x-y z>",
        "</x-y>",
        "<meta charset=utf-8>",
        "\n",
        " ",
        "text",
        "a < b",
        "&amp;",
        "&nbsp",
        "&#13;",
        "\0",
        "\r\n",
        "<",
        "</",
    ];
    prop_oneof![
        12 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => "[a-z<>/=\"'& \n!-]{1,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases_wanted(), ..ProptestConfig::default() })]

    #[test]
    fn random_tokens_parse_as_html5ever_parses_them(pieces in proptest::collection::vec(piece(), 1..24)) {
        let page = pieces.concat();
        prop_assert_eq!(check(&page), Ok(()));
    }

    #[test]
    fn random_characters_parse_as_html5ever_parses_them(page in "[<>/!a-cpsvgt=\"'& \n\r\0;#-]{0,40}") {
        prop_assert_eq!(check(&page), Ok(()));
    }
}

/// Strings that a random test tries; more by `PROPTEST_CASES`.
fn cases_wanted() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2000)
}
