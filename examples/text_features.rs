//! Writes the blocks and features of plain-text pages for `train/text.py` and `train/text_authors.py`.
//!
//!     text_features OUT < PAGES.jsonl
//!
//! A line of PAGES is `{"id": .., "page": ..}`. OUT gets `blocks.jsonl` (id and block texts, one page a line),
//! `features.bin` (a row of bytes a block), `features.json` (names, rows) and `bylines.jsonl` (what may be the author).

use std::{
    error::Error,
    fs::{self, File},
    io::{self, BufRead, BufWriter, Write},
    path::PathBuf,
};

use copydesk::training;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::args().nth(1).ok_or("text_features OUT < PAGES.jsonl")?);
    fs::create_dir_all(&out)?;
    let mut blocks = BufWriter::new(File::create(out.join("blocks.jsonl"))?);
    let mut bylines = BufWriter::new(File::create(out.join("bylines.jsonl"))?);
    let mut features = BufWriter::new(File::create(out.join("features.bin"))?);
    let mut rows = 0;
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let text = page["page"].as_str().ok_or("a page without text")?;
        let read = training::text_rows(text);
        rows += read.blocks.len();
        serde_json::to_writer(&mut blocks, &json!({"id": page["id"], "blocks": read.blocks}))?;
        blocks.write_all(b"\n")?;
        features.write_all(&read.rows)?;
        let found = json!({"id": page["id"], "bylines": training::text_bylines(text)});
        serde_json::to_writer(&mut bylines, &found)?;
        bylines.write_all(b"\n")?;
    }
    let meta = json!({"names": training::text_names(), "rows": rows});
    serde_json::to_writer(File::create(out.join("features.json"))?, &meta)?;
    blocks.flush()?;
    bylines.flush()?;
    features.flush()?;
    Ok(())
}
