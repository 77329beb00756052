//! Compares the parse with html5ever's tokenizer, with html5ever's parse into the same arena, and with a complete
//! `scraper::Html`.

#![allow(missing_docs, unreachable_pub)]

mod pages;

use copydesk::lab::stages::Tree;
use divan::Bencher;
use pages::{run, scraper_nodes, tokens};

#[divan::bench]
fn html5ever_tokenizer(bencher: Bencher) {
    run(bencher, tokens);
}

#[divan::bench]
fn html5ever_arena(bencher: Bencher) {
    let mut tree = Tree::default();
    run(bencher, |page| tree.parse_plain(page));
}

#[divan::bench]
fn copydesk(bencher: Bencher) {
    let mut tree = Tree::default();
    run(bencher, |page| tree.parse(page));
}

#[divan::bench]
fn copydesk_keeping_all(bencher: Bencher) {
    let mut tree = Tree::default();
    run(bencher, |page| tree.parse_all(page));
}

#[divan::bench]
fn scraper_html(bencher: Bencher) {
    run(bencher, scraper_nodes);
}

fn main() {
    divan::main();
}
