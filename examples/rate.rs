//! Cleans the same pages again for every line on standard input. This is the Rust side of `python/benches/rate.py`,
//! which reads this process's CPU time between the lines.
//!
//! ```text
//! cargo run --release --example rate -- FOLDER
//! ```
//! After each pass, writes a line with the total number of bytes of the records.

use std::{error::Error, fs, io};

use copydesk::{
    Cleaner, Page,
    output::{Cleaned, Format, View},
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder of pages")?;
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let pages: Vec<Vec<u8>> = paths.iter().map(fs::read).collect::<Result<_, _>>()?;
    let cleaner = Cleaner::new();
    let mut view = View::default();
    view.format = Format::Jsonl;
    let mut line = Vec::new();
    for turn in io::stdin().lines() {
        turn?;
        let mut bytes = 0;
        for page in &pages {
            let article = cleaner.clean(Page::new(page))?;
            line.clear();
            view.write(&Cleaned { source: "-", result: Ok(&article), fields: None }, &mut line);
            bytes += line.trim_ascii_end().len();
        }
        println!("{bytes}");
    }
    Ok(())
}
