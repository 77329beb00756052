//! Cost grows linearly: a page ten times as large takes about ten times as long, where a quadratic stage would take a
//! hundred times as long. The test compares ten small pages with one that is ten times as large, by the CPU time of this
//! thread, so that a busy machine does not matter.

use std::{fs, time::Instant};

use copydesk::{Cleaner, Input, Page};

/// How many times as large the larger page is.
const TIMES: usize = 10;
/// The cost of the large page, as a multiple of the small ones' cost, at most. In instructions all shapes are below 1.1;
/// the rest is room for caches and clocks. A quadratic stage is near 10.
const MOST: f64 = 2.5;
/// How often a slow shape is measured again, because a clock may err once.
const ROUNDS: usize = 3;
/// The resolution of the thread's clock on some machines, in nanoseconds.
const TICK: f64 = 4e6;
/// Approximate bytes of the smaller page: enough that the fixed cost of a page matters little.
const BYTES: usize = 10_000;

/// Returns the nanoseconds that this thread has run; on systems other than Linux, wall-clock nanoseconds.
fn now(start: Instant) -> f64 {
    let spent = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = spent.and_then(|s| s.split(' ').next()?.parse().ok());
    spent.unwrap_or_else(|| start.elapsed().as_nanos() as f64)
}

/// Returns the nanoseconds that a page takes, cleaned `times` times.
fn cost(cleaner: &Cleaner, page: &str, times: usize) -> f64 {
    let start = Instant::now();
    let before = now(start);
    for _ in 0..times {
        let page = Page::new(page).with_input(Input::Html);
        cleaner.clean(page).expect("pages of this size are within the limits");
    }
    now(start) - before
}

/// Shapes of pages, each a function of the number of repetitions.
type Shape = (&'static str, fn(usize) -> String);

/// Returns a page of about `BYTES` times `times` bytes: `head` once, then `piece` for each number.
fn page(times: usize, head: &str, piece: impl Fn(usize) -> String) -> String {
    let count = BYTES / piece(0).len() * times;
    (0..count).fold(format!("<!doctype html>{head}"), |page, n| page + &piece(n))
}

const STORY: &str = include_str!("../fixtures/news--wire-story/input.html");
const SENTENCE: &str =
    "The bridge over the Alder was opened again on Monday, and 12 of 40 lorries had to wait. ";

const SHAPES: [Shape; 23] = [
    ("pages glued together", |n| page(n, "", |_| STORY.to_owned())),
    ("dates in lines", |n| {
        page(n, "<title>Port</title><h1>Port reopens</h1>", |k| {
            let day = 1 + k % 28;
            format!(
                "<p>{SENTENCE}</p><time datetime=2031-05-{day:02}>{day} May 2031</time><p>Updated {day} June 2031</p>"
            )
        })
    }),
    ("deep nesting", |n| page(n, "", |_| "<div>".to_owned())),
    ("deep nesting with text", |n| page(n, "", |_| "<div>one two ".to_owned())),
    ("deep nesting, closed", |n| page(n, "", |_| "<div><div><p>one two</p></div></div>".to_owned())),
    ("wide nesting", |n| page(n, "<div>", |_| "<div><span>one</span> <i>two</i></div>".to_owned())),
    ("a long attribute", |n| page(n, "<p>x<div class='", |n| format!("author-{n} date ")) + "'>y"),
    ("many attributes", |n| page(n, "<p>x<div ", |n| format!("a{n}=b ")) + ">y"),
    ("a long text", |n| page(n, "<p>", |_| SENTENCE.to_owned())),
    ("a text without blanks", |n| page(n, "<p>", |_| "x".to_owned())),
    ("many small blocks", |n| page(n, "", |n| format!("<p>Block {n}</p>"))),
    ("many paragraphs", |n| page(n, "<h1>A headline</h1>", |_| format!("<p>{SENTENCE}</p>"))),
    ("line breaks", |n| page(n, "<p>", |n| format!("Line {n}<br><br>"))),
    ("links", |n| page(n, "", |n| format!("<li><a href='/story/{n}'>A story {n}</a></li>"))),
    ("classes", |n| page(n, "", |n| format!("<div class='c{n} author-name' id=i{n}>Jane Doe</div>"))),
    ("headings", |n| page(n, "", |n| format!("<h1>Headline {n}</h1>"))),
    ("times", |n| {
        page(n, "<h1>A headline</h1>", |n| format!("<time datetime=2031-05-0{}>May 4</time><p>", n % 9 + 1))
    }),
    ("bylines", |n| page(n, "<h1>A headline</h1>", |n| format!("<p class=byline>By Jane Doe{n}</p>"))),
    ("a byline of many", |n| page(n, "<h1>A headline</h1><p>By ", |_| "Jane Doe and ".to_owned())),
    ("a table", |n| page(n, "<table>", |n| format!("<tr><td>{n}<td>text"))),
    ("text that a table throws out", |n| page(n, "<table>", |_| "x<tr><td>y</td></tr>".to_owned())),
    ("formatting elements", |n| page(n, "", |n| format!("<p><b id={n}>bold <i>text</p>"))),
    ("a title of many parts", |n| page(n, "<title>", |n| format!("Part {n} | "))),
];

#[test]
fn cost_is_linear_in_page_size() {
    let cleaner = Cleaner::new();
    // Load the tables before measuring.
    cost(&cleaner, STORY, 1);
    let mut slow = Vec::new();
    for (what, shape) in SHAPES {
        let (small, large) = (shape(1), shape(TIMES));
        let mut ratio = f64::INFINITY;
        for _ in 0..ROUNDS {
            let (apart, together) = (cost(&cleaner, &small, TIMES), cost(&cleaner, &large, 1));
            ratio = ratio.min(together / apart.max(TICK));
            if std::env::var_os("COPYDESK_TIMES").is_some() {
                eprintln!("{:>8.1} ms for one, ratio {ratio:>5.2}  {what}", together / 1e6);
            }
            if ratio <= MOST {
                break;
            }
        }
        if ratio > MOST {
            slow.push(format!("{what}: {ratio:.1} times"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join(", "));
}
