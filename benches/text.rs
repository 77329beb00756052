//! Measures cleaning plain text, in bytes per second: the pages of `fixtures/text--*`, and a long story with few
//! menus.
//!
//! `cargo bench --bench text`. Set `COPYDESK_CORPUS` to a folder of sets to measure its `text-dev/pages` too.

use std::{env, fs, path::Path};

use copydesk::{Cleaner, Input, Page};
use divan::{Bencher, black_box, counter::BytesCount};

fn main() {
    divan::main();
}

/// Returns the texts of the files `name` in the folders below `root`.
fn texts(root: &Path, name: &str) -> Vec<String> {
    let folders = fs::read_dir(root).into_iter().flatten().flatten();
    let mut paths: Vec<_> = folders.map(|f| f.path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let path = if name.is_empty() { path.clone() } else { path.join(name) };
        let text = path.file_name()?.to_str()?.ends_with(".txt").then(|| fs::read_to_string(path).ok())?;
        text.filter(|_| root.exists())
    };
    paths.iter().filter_map(read).collect()
}

fn clean(bencher: Bencher, pages: &[String]) {
    let bytes: usize = pages.iter().map(String::len).sum();
    let cleaner = Cleaner::new();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for page in pages {
            let _ = black_box(cleaner.clean(Page::new(black_box(page)).with_input(Input::Text)));
        }
    });
}

#[divan::bench]
fn fixtures(bencher: Bencher) {
    clean(bencher, &texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), "input.txt"));
}

/// One story repeated a hundred times, as a page that is mostly text.
#[divan::bench]
fn long_story(bencher: Bencher) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/text--bare-story/input.txt");
    let story = fs::read_to_string(path).expect("the fixture");
    clean(bencher, &[vec![story; 100].join("\n\n")]);
}

#[divan::bench]
fn corpus(bencher: Bencher) {
    if let Some(corpus) = env::var_os("COPYDESK_CORPUS") {
        clean(bencher, &texts(&Path::new(&corpus).join("text-dev/pages"), ""));
    }
}
