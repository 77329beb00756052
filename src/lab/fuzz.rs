//! Entry points for the fuzz targets of stages without an entry point of their own.

use std::{ops::ControlFlow, path::Path};

use crate::{
    dom::{self, Document},
    fields::headline,
    metadata,
    metadata::PageMeta,
    source::{self, Item, Payload, Rules},
};

/// Maximum length of a page in bytes: small, so that limits are reached.
const BYTES: usize = 64 << 10;

fn rules() -> Rules {
    let mut rules = Rules::default();
    rules.sizes.packed = BYTES;
    rules.sizes.unpacked = BYTES;
    rules
}

/// Reads bytes as a web archive and loads its records.
pub fn warc(bytes: &[u8]) {
    let rules = rules();
    let mut items = 0usize;
    let _ = source::archive_of(bytes, Path::new("fuzz"), &rules, &mut |mut item| {
        items += 1;
        assert!(items <= bytes.len() + 1, "more records than bytes: it does not end");
        assert!(item.output_path.is_relative(), "a place outside the folder");
        if let Ok(content) = item.load(&rules) {
            assert!(content.len() <= BYTES, "over the limit");
        }
        ControlFlow::Continue(())
    });
}

/// Reads bytes as an HTTP response.
pub fn http(bytes: &[u8]) {
    let payload = Payload::Http(bytes.to_vec());
    if let Ok(content) = Item::new("fuzz".to_owned(), "fuzz".into(), payload).load(&rules()) {
        assert!(content.len() <= BYTES, "over the limit");
    }
}

/// Parses text and compares the tree with the one that html5ever's own tokenizer gives.
pub fn parse(text: &str) {
    if let Err(difference) = dom::oracle::check(text) {
        panic!("{difference}");
    }
}

/// Reads text as the JSON-LD of a page and as its state, and chooses headline and story from it.
pub fn json_ld(text: &str) {
    let text = text.replace("</", "<\\/");
    let page = format!(
        "<title>T | S</title><h1>T</h1><script type='application/ld+json'>{text}</script>\
         <script type='application/json'>{text}</script>"
    );
    let (mut document, mut meta) = (Document::default(), PageMeta::default());
    dom::parse(&page, &dom::ParseLimits::default(), &mut document);
    metadata::read(&document, Some("https://site.example/a"), &mut meta);
    assert!(meta.image.as_deref().is_none_or(|i| i.starts_with("http")));
    assert!(headline::choose(&meta, None).is_some_and(|h| !h.text.is_empty()));
    let _ = metadata::story(&document, &meta);
}
