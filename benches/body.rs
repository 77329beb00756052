//! The choice of the body by stage, beside html5ever's bare tokenizer and its parse of the same pages into scraper's tree.

#![allow(missing_docs, unreachable_pub)]

mod pages;

use copydesk::training::Sampler;
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

/// Our parse and metadata.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let mut sampler = Sampler::default();
    run(bencher, |page| sampler.parse(page));
}

/// The same, then blocks, features, scores and the choice.
#[divan::bench]
fn parse_and_choose(bencher: Bencher<'_, '_>) {
    let mut sampler = Sampler::default();
    run(bencher, |page| sampler.parse(page) + sampler.choose(page.len()));
}
