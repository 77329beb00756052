//! Pages made to be slow. Each must be parsed in linear time into a tree of bounded depth.

use std::time::{Duration, Instant};

use super::{Document, NodeId, ParseLimits, parse};

/// Time limit for a page. It is generous because test builds are slow and machines busy; quadratic code takes minutes.
const MOST: Duration = Duration::from_secs(10);
/// How much smaller the pages are in an unoptimized build.
const SHRINK: usize = if cfg!(debug_assertions) { 10 } else { 1 };

fn pages() -> Vec<(&'static str, String)> {
    let n = |n: usize, piece: &str| piece.repeat(n.div_ceil(SHRINK));
    let each = |count: usize, make: &dyn Fn(usize) -> String| {
        (0..count.div_ceil(SHRINK)).map(make).collect::<String>()
    };
    vec![
        ("nested div", n(200_000, "<div>")),
        ("nested div, closed", n(100_000, "<div>") + &n(100_000, "</div>")),
        ("b in a", n(100_000, "<b><a>")),
        ("unclosed b before p", each(2_000, &|i| format!("<b id={i}>")) + &n(2_000, "<p>")),
        ("unclosed b in p", format!("<p>{}{}", each(2_000, &|i| format!("<b id={i}>")), n(20_000, "<p>x"))),
        ("unclosed b, one a p", each(20_000, &|i| format!("<p><b id={i}>x"))),
        ("attributes of one tag", format!("<div {}>", each(100_000, &|i| format!("a{i}=b ")))),
        ("one attribute again and again", format!("<b {}>", n(200_000, "class=b "))),
        ("attributes of formatting tags", n(500, &format!("<b {}>", each(200, &|i| format!("a{i}=b "))))),
        ("script openings", n(250_000, "<script ")),
        ("scripts", n(250_000, "<script>")),
        ("script pairs", n(100_000, "<script></script>")),
        ("almost end tags", format!("<script>{}", n(250_000, "</scrip"))),
        ("escaped scripts", format!("<script>{}", n(150_000, "<!--<script>"))),
        ("comments in a script", format!("<script>{}", n(500_000, "<!--"))),
        ("less-than in a script", format!("<script>{}", n(2_000_000, "<"))),
        ("svg", n(400_000, "<svg>")),
        ("svg and g", n(250_000, "<svg><g>")),
        ("g in svg", format!("<svg>{}", n(500_000, "<g>"))),
        ("style in svg", format!("<svg>{}", n(200_000, "<style>"))),
        ("param in svg", format!("<svg>{}", n(200_000, "<param>"))),
        ("unclosed svgs", n(100, &format!("<svg>{}", n(2_000, "<path>x")))),
        ("less-than", n(2_000_000, "<")),
        ("ampersands", n(2_000_000, "&")),
        ("references", n(400_000, "&amp;")),
        ("half references", n(300_000, "&Counter")),
        ("comment openings", n(500_000, "<!--")),
        ("dashes", format!("<!--{}", n(2_000_000, "-"))),
        ("cdata", format!("<svg>{}", n(200_000, "<![CDATA["))),
        ("doctypes", n(150_000, "<!doctype a>")),
        ("open quote", format!("<a href=\"{}", n(500_000, "x<b>"))),
        ("noscripts", n(150_000, "<noscript>")),
        ("long noscripts", format!("{}{}</noscript>", n(100_000, "<noscript>"), n(300, "word "))),
        ("tables", n(100_000, "<table>")),
        ("cells", n(100_000, "<table><tr><td>")),
        ("text out of a table", format!("<table>{}", n(200_000, "x<tr><td>y</td></tr>"))),
        ("templates", n(100_000, "<template>")),
        ("selects", n(100_000, "<select><option>")),
        ("forms and buttons", n(100_000, "<form><button>")),
        ("li and dd", n(100_000, "<li><dd>")),
        ("misnested", n(100_000, "<b><p></b>")),
        ("end tags of nothing", format!("{}{}", n(600, "<div>"), n(100_000, "</x></p>"))),
        ("fonts", each(100_000, &|i| format!("<font color={}>", i % 7))),
        ("long names", n(1, &format!("<{}>", n(2_000_000, "a")))),
        ("framesets", n(200_000, "<frameset>")),
        ("ruby", n(150_000, "<ruby><rt>")),
        ("math", n(150_000, "<math><mi>")),
        ("NUL", n(1_000_000, "\0")),
        ("carriage returns", n(2_000_000, "\r")),
    ]
}

#[test]
fn hostile_pages_end_soon_and_are_not_deep() {
    let limits = ParseLimits::default();
    let mut document = Document::default();
    let mut slow = Vec::new();
    for (what, page) in pages() {
        let start = Instant::now();
        parse(&page, &limits, &mut document);
        let took = start.elapsed();
        if std::env::var_os("COPYDESK_TIMES").is_some() {
            eprintln!("{:>8.1} ms {:>9} nodes  {what}", took.as_secs_f64() * 1e3, document.len());
        }
        if took > MOST {
            slow.push(format!("{what}: {took:?}"));
        }
        let mut deepest = 0;
        let mut at = Some((NodeId::DOCUMENT, 0usize));
        while let Some((node, depth)) = at {
            deepest = deepest.max(depth);
            at = document.first_child(node).map(|c| (c, depth + 1)).or_else(|| {
                let (mut node, mut depth) = (node, depth);
                loop {
                    if let Some(next) = document.next_sibling(node) {
                        return Some((next, depth));
                    }
                    (node, depth) = (document.parent(node)?, depth.checked_sub(1)?);
                }
            });
        }
        // A tag in a table opens up to three elements, and the last may be a cell.
        assert!(deepest <= limits.depth + 8, "{what}: {deepest} deep");
    }
    assert!(slow.is_empty(), "slow: {}", slow.join(", "));
}

#[test]
fn what_is_too_deep_is_flattened_and_not_lost() {
    let page = n_deep(2_000);
    let mut document = Document::default();
    parse(&page, &ParseLimits::default(), &mut document);
    let text: String = document.descendants(NodeId::DOCUMENT).map(|n| document.text(n)).collect();
    assert_eq!(text, "a".repeat(2_000) + &"b".repeat(2_000) + "end");
    let end =
        document.descendants(NodeId::DOCUMENT).find(|&n| document.text(n).ends_with("end")).expect("end");
    assert_eq!(document.ancestors(end).count(), 3, "the end tags of what was not opened close nothing else");
}

fn n_deep(n: usize) -> String {
    "<div>a".repeat(n) + &"b</div>".repeat(n) + "end"
}

#[test]
fn a_page_with_too_many_nodes_says_so() {
    let mut document = Document::default();
    parse(&"<br>".repeat(1_000), &ParseLimits { nodes: 100, ..ParseLimits::default() }, &mut document);
    assert!(document.is_cut());
    assert!(document.len() <= 101, "{}", document.len());
    parse("<br>", &ParseLimits::default(), &mut document);
    assert!(!document.is_cut());
}

#[test]
fn links_are_kept_however_many_formatting_elements_are_open() {
    let open: String = (0..100).map(|i| format!("<b id={i}>")).collect();
    let mut document = Document::default();
    parse(&format!("<p>{open}<a href=x>link</a>"), &ParseLimits::default(), &mut document);
    let link = document.descendants(NodeId::DOCUMENT).find(|&n| document.text(n) == "link").expect("link");
    assert!(document.ancestors(link).any(|n| document.tag(n) == super::Tag::A));
}
