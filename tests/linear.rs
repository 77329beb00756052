//! A page ten times as large costs at most some ten times as much: what is quadratic anywhere on the line costs a hundred
//! times as much. Ten small pages are held against one that is ten times as large, by the processor's time of this thread
//! alone, so that a busy machine changes nothing.

use std::{fs, time::Instant};

use copydesk::{Cleaner, Input, Page};

/// How much larger the larger page is.
const TIMES: usize = 10;
/// How much more it may cost than as many small ones. By instructions all shapes are below 1.1; the rest is room for caches
/// and clocks, and what is quadratic is near 10.
const MOST: f64 = 2.5;
/// What costs more is measured again, so often at most: a clock may be at fault once.
const ROUNDS: usize = 3;
/// Nanoseconds by which the clock of a thread goes on at a time, on some machines: of less it says nothing.
const TICK: f64 = 4e6;
/// Bytes of the smaller page, about: enough that what a page costs at all counts for little.
const BYTES: usize = 10_000;

/// Nanoseconds that this thread has run; elsewhere than on Linux those that have gone by.
fn now(start: Instant) -> f64 {
    let spent = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = spent.and_then(|s| s.split(' ').next()?.parse().ok());
    spent.unwrap_or_else(|| start.elapsed().as_nanos() as f64)
}

/// Nanoseconds for a page, so many times.
fn cost(cleaner: &Cleaner, page: &str, times: usize) -> f64 {
    let start = Instant::now();
    let before = now(start);
    for _ in 0..times {
        let page = Page::new(page).with_input(Input::Html);
        cleaner.clean(page).expect("pages of this size are within the limits");
    }
    now(start) - before
}

/// Shapes of pages, each by its number of repetitions.
type Shape = (&'static str, fn(usize) -> String);

/// A page of some `BYTES` times `times`: `head` once, then what `piece` makes of its numbers.
fn page(times: usize, head: &str, piece: impl Fn(usize) -> String) -> String {
    let count = BYTES / piece(0).len() * times;
    (0..count).fold(format!("<!doctype html>{head}"), |page, n| page + &piece(n))
}

const STORY: &str = include_str!("../fixtures/news--wire-story/input.html");
const SENTENCE: &str =
    "The bridge over the Alder was opened again on Monday, and 12 of 40 lorries had to wait. ";

const SHAPES: [Shape; 22] = [
    ("pages glued together", |n| page(n, "", |_| STORY.to_owned())),
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
fn ten_times_the_page_costs_at_most_some_ten_times_as_much() {
    let cleaner = Cleaner::new();
    // Tables are read before anything is measured.
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
