//! The whole line and its stages, beside html5ever's bare tokenizer and a whole `scraper::Html` over the same pages. A stage's bench runs all
//! stages before it too, so that the cost of one is the difference to the one above.

#![allow(missing_docs, unreachable_pub)]

mod pages;

use copydesk::{Cleaner, inside::Stages};
use divan::Bencher;
use pages::{run, scraper_nodes, tokens};

#[divan::bench]
fn html5ever_tokenizer(bencher: Bencher) {
    run(bencher, tokens);
}

#[divan::bench]
fn scraper_html(bencher: Bencher) {
    run(bencher, scraper_nodes);
}

#[divan::bench]
fn stage_1_parse(bencher: Bencher) {
    let mut stages = Stages::default();
    run(bencher, |page| stages.parse(page));
}

#[divan::bench]
fn stage_2_metadata(bencher: Bencher) {
    let mut stages = Stages::default();
    run(bencher, |page| {
        let nodes = stages.parse(page);
        stages.meta();
        nodes
    });
}

#[divan::bench]
fn stage_3_blocks(bencher: Bencher) {
    let mut stages = Stages::default();
    run(bencher, |page| {
        stages.parse(page);
        stages.meta();
        stages.cut()
    });
}

#[divan::bench]
fn stage_4_features(bencher: Bencher) {
    let mut stages = Stages::default();
    run(bencher, |page| {
        stages.parse(page);
        stages.meta();
        let blocks = stages.cut();
        stages.measure();
        blocks
    });
}

#[divan::bench]
fn whole_line(bencher: Bencher) {
    let cleaner = Cleaner::new();
    // Tables are read and buffers grown before anything is measured or profiled.
    for page in pages::PAGES.iter() {
        let _ = cleaner.clean_all(page.as_bytes());
    }
    run(bencher, |page| cleaner.clean(page.as_bytes()).map_or(0, |article| article.text().len()));
}

fn main() {
    divan::main();
}
