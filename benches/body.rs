//! The choice of the body by stage, beside html5ever's own parse of the same pages into scraper's tree.
//!
//! `COPYDESK_CORPUS` names a folder with pages (`*.html`, `*.html.gz`); without it the fixtures serve.

use std::{fs, io::Read, path::Path};

use copydesk::training::Sampler;
use divan::{Bencher, counter::BytesCount};

fn main() {
    divan::main();
}

/// Pages that are read.
const PAGES: usize = 60;

fn pages() -> Vec<String> {
    let folder = std::env::var("COPYDESK_CORPUS")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures").to_owned());
    let mut files = Vec::new();
    let mut folders = vec![Path::new(&folder).to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().contains(".html") {
                files.push(path);
            }
        }
    }
    files.sort();
    let step = files.len().div_ceil(PAGES).max(1);
    files.iter().step_by(step).filter_map(|file| read(file)).collect()
}

fn read(file: &Path) -> Option<String> {
    let bytes = fs::read(file).ok()?;
    let bytes = if file.extension()? == "gz" {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain).ok()?;
        plain
    } else {
        bytes
    };
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn bytes(pages: &[String]) -> BytesCount {
    BytesCount::new(pages.iter().map(String::len).sum::<usize>())
}

/// html5ever into scraper's tree.
#[divan::bench]
fn html5ever(bencher: Bencher<'_, '_>) {
    let pages = pages();
    bencher.counter(bytes(&pages)).bench_local(|| {
        pages.iter().map(|p| scraper::Html::parse_document(p).tree.nodes().len()).sum::<usize>()
    });
}

/// Our parse and metadata.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let (pages, mut sampler) = (pages(), Sampler::default());
    bencher.counter(bytes(&pages)).bench_local(|| pages.iter().map(|p| sampler.parse(p)).sum::<usize>());
}

/// The same, then blocks, features, scores and the choice.
#[divan::bench]
fn parse_and_choose(bencher: Bencher<'_, '_>) {
    let (pages, mut sampler) = (pages(), Sampler::default());
    bencher
        .counter(bytes(&pages))
        .bench_local(|| pages.iter().map(|p| sampler.parse(p) + sampler.choose(p.len())).sum::<usize>());
}
