//! Compares parsing and body selection with html5ever's tokenizer and with its parse into scraper's tree.

#![allow(missing_docs, unreachable_pub)]

mod pages;

use copydesk::lab::stages::Stages;
use divan::Bencher;
use pages::{run, scraper_nodes, tokens};

fn main() {
    divan::main();
}

#[divan::bench]
fn html5ever_tokenizer(bencher: Bencher<'_, '_>) {
    run(bencher, tokens);
}

#[divan::bench]
fn scraper_html(bencher: Bencher<'_, '_>) {
    run(bencher, scraper_nodes);
}

/// Parses only.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let mut stages = Stages::default();
    run(bencher, |page| stages.parse(page));
}

/// Parses, reads the metadata, and segments, measures and selects blocks.
#[divan::bench]
fn parse_and_select(bencher: Bencher<'_, '_>) {
    let mut stages = Stages::default();
    run(bencher, |page| stages.run(page));
}
