//! Cleans an iterator of pages on every core; one cleaner serves all threads.
//!
//! ```text
//! cargo run --release --example rayon -- pages/*.html
//! ```
//! Writes one line of JSON per page: its name, headline, authors and number of words.

use std::{error::Error, fs};

use copydesk::{Cleaner, Page};
use rayon::prelude::*;

fn main() -> Result<(), Box<dyn Error>> {
    let cleaner = Cleaner::new();
    let paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        return Err("name some pages".into());
    }
    // `par_bridge` takes any iterator: a channel, a database cursor, a directory walk.
    let lines: Vec<String> = paths
        .into_iter()
        .par_bridge()
        .map(|path| {
            let line = fs::read(&path).map_err(|e| e.to_string()).and_then(|bytes| {
                let article = cleaner.clean(Page::new(&bytes)).map_err(|e| e.to_string())?;
                let authors: Vec<&str> =
                    article.byline.iter().flat_map(|b| &b.authors).map(|a| a.name.as_str()).collect();
                Ok(serde_json::json!({ "page": path, "title": article.title, "authors": authors, "words": article.words() }))
            });
            // A page that fails gets a line of its own and does not end the run.
            line.unwrap_or_else(|error| serde_json::json!({ "page": path, "error": error })).to_string()
        })
        .collect();
    for line in lines {
        println!("{line}");
    }
    Ok(())
}
