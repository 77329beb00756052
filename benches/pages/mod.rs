//! The pages that the benches read: the fixtures, or the `.html`, `.html.gz` and `.txt` files below `COPYDESK_CORPUS`. Also
//! html5ever's bare tokenizer and scraper's tree, with which every bench of pages is compared.

use std::{io::Read, path::PathBuf, sync::LazyLock};

use divan::{Bencher, counter::BytesCount};

mod tokenizer;

/// Runs html5ever's bare tokenizer over a page and returns the number of tokens.
pub use tokenizer::count as tokens;

pub static PAGES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let corpus = std::env::var_os("COPYDESK_CORPUS").map(PathBuf::from);
    // Among the fixtures, text files are expectations too.
    let takes_text = corpus.is_some();
    let root = corpus.unwrap_or_else(|| PathBuf::from("fixtures"));
    let mut folders = vec![root];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    files.iter().filter_map(|path| read(path, takes_text)).collect()
});

fn read(path: &std::path::Path, takes_text: bool) -> Option<String> {
    let name = path.to_string_lossy();
    let bytes = std::fs::read(path).ok()?;
    let bytes = if name.ends_with(".html.gz") {
        let mut out = Vec::new();
        flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut out).ok()?;
        out
    } else if name.ends_with(".html") || takes_text && name.ends_with(".txt") {
        bytes
    } else {
        return None;
    };
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

pub fn run(bencher: Bencher, mut page: impl FnMut(&str) -> usize) {
    let bytes: usize = PAGES.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| PAGES.iter().map(|p| page(p)).sum::<usize>());
}

/// Builds a complete `scraper::Html` of a page and returns the number of nodes.
pub fn scraper_nodes(page: &str) -> usize {
    scraper::Html::parse_document(page).tree.nodes().count()
}
