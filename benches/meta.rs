//! Measures parsing dates, and reading the metadata of a page with a large JSON-LD graph.
//!
//! `cargo bench --bench meta`. The pages are synthetic, as large as real ones.

use copydesk::date::{DateContext, parse};
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

#[divan::bench(args = ["2022-05-04T10:00:00+02:00", "Wed, 04 May 2022 10:00:00 +0200", "Veröffentlicht am 4. Mai 2022 um 10:30 Uhr", "5/4/2022", "no date in here at all, only words"])]
fn date(bencher: Bencher<'_, '_>, text: &str) {
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| parse(divan::black_box(text), &DateContext::default()));
}

/// Returns a page with only a head: its cost is parsing, metadata and headline.
fn page(items: usize) -> String {
    let item = r#"{"@type":"ListItem","position":1,"item":{"@type":"NewsArticle","headline":"Another story of the day","url":"https://post.example/a","datePublished":"2021-01-01T10:00:00Z","author":{"@type":"Person","name":"Ada Quill"}}}"#;
    let list = vec![item; items].join(",");
    format!(
        r#"<!DOCTYPE html><html lang=en><head><title>Bridge reopens | Fairbrook Post</title>
        <meta property="og:title" content="Bridge reopens"><meta property="og:site_name" content="Fairbrook Post">
        <script type="application/ld+json">{{"@graph":[{{"@type":"ItemList","itemListElement":[{list}]}},
        {{"@type":"NewsArticle","headline":"Bridge reopens","datePublished":"2022-05-04T10:00:00+02:00","author":[{{"@type":"Person","name":"Bo Reed"}}]}}]}}</script>
        </head><body><h1>Bridge reopens</h1><p>The bridge over the Alder reopened on Monday after nine months of repairs, the city said.</p></body></html>"#
    )
}

#[divan::bench(args = [0, 100, 1000])]
fn page_with_graph(bencher: Bencher<'_, '_>, items: usize) {
    let page = page(items);
    bencher.counter(BytesCount::of_str(&page)).bench(|| copydesk::clean(divan::black_box(&page)));
}
