//! Any text parses to the tree that html5ever's own tokenizer gives.
#![no_main]

use copydesk::inside::Tree;
use libfuzzer_sys::fuzz_target;

/// Bytes of a page: too few to meet the limits on depth, which html5ever's own way does not have.
const BYTES: usize = 70;
/// Where the two differ on purpose: html5ever forgets at a parse error that a line feed is to be ignored, and eats
/// a byte order mark in the middle of a page.
const APART: [&str; 4] = ["<pre", "<listing", "<textarea", "\u{feff}"];

fuzz_target!(|page: &str| {
    let mut tree = Tree::default();
    tree.parse(page);
    let folded = page.to_ascii_lowercase();
    if page.len() > BYTES || APART.iter().any(|a| folded.contains(a)) {
        return;
    }
    tree.parse_all(page);
    let ours = tree.dump();
    tree.parse_plain(page);
    assert_eq!(ours, tree.dump());
});
