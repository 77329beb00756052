//! Times the whole pipeline and its stages, next to html5ever's tokenizer and a complete `scraper::Html` on the same
//! pages. The bench of a stage includes all stages before it, so the cost of a stage is the difference to the
//! previous one.

#![allow(missing_docs, unreachable_pub)]

mod pages;

use copydesk::{Cleaner, lab::stages::Stages};
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
        stages.metadata();
        nodes
    });
}

#[divan::bench]
fn stage_3_blocks(bencher: Bencher) {
    let mut stages = Stages::default();
    run(bencher, |page| {
        stages.parse(page);
        stages.metadata();
        stages.segment()
    });
}

#[divan::bench]
fn stage_4_features(bencher: Bencher) {
    let mut stages = Stages::default();
    run(bencher, |page| {
        stages.parse(page);
        stages.measure()
    });
}

#[divan::bench]
fn stage_5_selection(bencher: Bencher) {
    let mut stages = Stages::default();
    run(bencher, |page| stages.run(page));
}

#[divan::bench]
fn whole_pipeline(bencher: Bencher) {
    let cleaner = Cleaner::new();
    // Load the tables and grow the buffers before measuring.
    for page in pages::PAGES.iter() {
        let _ = cleaner.clean_all(page.as_bytes());
    }
    run(bencher, |page| cleaner.clean(page.as_bytes()).map_or(0, |article| article.text().len()));
}

fn main() {
    divan::main();
}
