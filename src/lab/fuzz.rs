//! Entry points for the fuzz targets of stages without an entry point of their own.

use std::{ops::ControlFlow, path::Component};

use crate::{
    Cleaner, Page, SiteRules,
    dom::{self, Document},
    fields::headline,
    metadata,
    metadata::PageMeta,
    source::{self, Item, Kind, Payload, Rules},
};

/// Maximum length of a page in bytes: small, so that limits are reached.
const BYTES: usize = 64 << 10;

fn rules() -> Rules {
    let mut rules = Rules::default();
    rules.sizes.packed = BYTES;
    rules.sizes.unpacked = BYTES;
    rules
}

/// Kinds of files that contain pages; `None` lets the bytes decide.
const KINDS: [Option<Kind>; 10] = [
    None,
    Some(Kind::Warc),
    Some(Kind::Arc),
    Some(Kind::Tar),
    Some(Kind::Zip),
    Some(Kind::Jsonl),
    Some(Kind::Json),
    Some(Kind::Feed),
    Some(Kind::Message),
    Some(Kind::Mbox),
];

fn each(bytes: &[u8], rules: &Rules) {
    let mut items = 0usize;
    let _ = source::read(bytes, "fuzz", rules, &mut |mut item| {
        items += 1;
        // Compressed bytes expand at most a thousandfold, and each page takes at least one byte.
        assert!(items <= bytes.len() * 1024 + 1, "more pages than bytes: it does not end");
        let climbs = item.output_path.components().any(|part| !matches!(part, Component::Normal(_)));
        assert!(!climbs, "a place outside the folder: {}", item.output_path.display());
        if let Ok(content) = item.load(rules) {
            assert!(content.len() <= BYTES, "over the limit");
        }
        ControlFlow::Continue(())
    });
}

/// Reads bytes as a web archive and loads its records.
pub fn warc(bytes: &[u8]) {
    let mut rules = rules();
    rules.kind = Some(Kind::Warc);
    each(bytes, &rules);
}

/// Reads bytes as a file that contains pages, of the kind that the first byte selects, and loads the pages.
pub fn archive(bytes: &[u8]) {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let mut rules = rules();
    rules.kind = KINDS[usize::from(*kind) % KINDS.len()];
    each(bytes, &rules);
}

/// Reads lines as the journal of a run.
pub fn journal(text: &str) {
    crate::batch::fuzz_journal(text);
}

/// Reads text as a rule in TOML and as a site configuration of FiveFilters, and cleans a page with both.
pub fn site_rules(text: &str) {
    const PAGE: &str = "<title>Pier</title><div id=story class='story main'><h1>Pier reopens</h1><p class=by>By Ada Byron</p>\
        <p>The harbour board met on Tuesday and agreed to rebuild the eastern pier.</p><p class=promo>Sign up</p></div>";
    let mut written = SiteRules::new();
    let mut imported = SiteRules::new();
    let results = [written.add(text), imported.add_rule(crate::import_ftr("post.example", text).rule)];
    for (rules, result) in [written, imported].into_iter().zip(results) {
        if result.is_err() {
            continue;
        }
        // The TOML form of a rule parses to the same rule.
        for rule in rules.iter() {
            let mut again = SiteRules::new();
            again.add(&rule.to_toml()).expect("a rule that was accepted is written as one");
            assert!(again.iter().eq([rule]), "{}", rule.to_toml());
        }
        let page = Page::from(PAGE).with_url("https://post.example/a");
        let _ = Cleaner::new().with_rules(rules).clean(page);
    }
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
