//! What is read from labelled pages, written down for a look at it: `COPYDESK_CORPUS=<folder of sets>
//! COPYDESK_DUMP=<file> cargo test --lib meta::corpus` writes a line of JSON a page, in the shape that scorers read, with
//! every claim and its source. Without the variables nothing is done.

use std::{
    fs,
    io::{BufReader, Read, Write},
    path::Path,
};

use serde_json::json;

use super::{Claim, PageMeta};
use crate::{
    Favor, Page,
    block::{self},
    dom,
    fields::headline,
    html::{classify, features::Head},
    input::decode,
};

fn claims(list: &[Claim]) -> serde_json::Value {
    list.iter().map(|c| json!([c.source.name(), c.value])).collect()
}

#[test]
fn pages_of_a_corpus() {
    let (Ok(corpus), Ok(dump)) = (std::env::var("COPYDESK_CORPUS"), std::env::var("COPYDESK_DUMP")) else {
        return;
    };
    let mut out = fs::File::create(dump).expect("the dump is writable");
    let (mut document, mut meta) = (dom::Document::default(), PageMeta::default());
    let (mut blocks, mut outline) = (block::Blocks::default(), crate::html::outline::Outline::default());
    let (mut features, mut choice) =
        (crate::html::features::Features::default(), classify::Choice::default());
    let mut pages: Vec<_> = fs::read_dir(&corpus)
        .expect("the corpus is a folder")
        .map(|d| d.expect("entry").path().join("pages"))
        .filter(|d| d.is_dir())
        .flat_map(|d| fs::read_dir(d).expect("pages").map(|f| f.expect("entry").path()))
        .filter(|f| f.extension().is_some_and(|e| e == "gz"))
        .collect();
    pages.sort();
    for file in pages {
        let mut bytes = Vec::new();
        let reader = BufReader::new(fs::File::open(&file).expect("page"));
        flate2::read::MultiGzDecoder::new(reader).read_to_end(&mut bytes).expect("gzip");
        let decoded = decode::decode(&Page::new(&bytes)).expect("decodes");
        dom::parse(&decoded.text, &dom::Limits::default(), &mut document);
        super::read(&document, None, &mut meta);
        crate::html::segment::cut(&document, &mut blocks, &mut outline);
        features.measure(&blocks, &outline, &Head { meta: &meta, html_bytes: decoded.text.len() });
        choice.make(&outline, &features, Favor::default());
        let parts: Vec<_> = choice.verdicts.iter().map(|v| v.kind.part()).collect();
        let place = headline::View { document: &document, blocks: &blocks, parts: &parts };
        let title = headline::choose(&meta, Some(&place));
        let headline = title.as_ref().map(|t| t.text.as_str());
        let view =
            crate::fields::date::View { document: &document, blocks: &blocks, parts: &parts, headline };
        let dates = crate::fields::date::choose(&view, &meta, None);
        let record = json!({
            "source": file.file_name().and_then(|n| n.to_str()),
            "set": file.parent().and_then(Path::parent).and_then(Path::file_name).and_then(|n| n.to_str()),
            "title": title.as_ref().map(|t| &t.text),
            "title_source": title.as_ref().map(|t| t.source.name()),
            "published": dates.published.as_ref().map(|d| d.text.clone()),
            "published_source": dates.published.as_ref().map(|d| d.source.name()),
            "modified": dates.modified.as_ref().map(|d| d.text.clone()),
            "site": meta.site, "language": meta.language, "url": meta.url, "og_type": meta.og_type,
            "headlines": claims(&meta.headlines), "dates": claims(&meta.published), "changes": claims(&meta.modified),
            "sites": claims(&meta.sites),
            "author_claims": meta.authors.iter().map(|a| json!([a.source.name(), a.value])).collect::<Vec<_>>(),
            "authors": crate::fields::author::html::features(&view, choice.page_type, &meta),
            "page_type": format!("{:?}", choice.page_type),
            "types": format!("{:?}", meta.types),
            "candidates": headline::features(&meta, &place),
        });
        writeln!(out, "{record}").expect("the dump is writable");
    }
}
