//! Writes what the models are trained on: the blocks of every page of a folder, and their features.
//!
//! ```text
//! cargo run --release --example features -- [--text] PAGES_DIR OUT_DIR [--threads N]
//! ```
//! `OUT_DIR/blocks.jsonl` has a line per page, `features.bin` the matrix (f32, little-endian, a row per
//! block in the order of the lines), `features.json` the names of its columns and its shape.

use std::{
    error::Error,
    fs::{self, File},
    io::{BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use copydesk::training::{self, Sample, Sampler};
use rayon::prelude::*;
use serde_json::json;

/// Pages that are in memory at a time.
const BATCH: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders = Vec::new();
    let mut text = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--text" => text = true,
            "--threads" => {
                let threads = args.next().ok_or("--threads wants a number")?.parse()?;
                rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()?;
            }
            _ => folders.push(PathBuf::from(arg)),
        }
    }
    let [pages, out] = folders.as_slice() else { return Err("wants PAGES_DIR and OUT_DIR".into()) };
    if text {
        return Err("features of plain text are written by its own example".into());
    }
    let mut files: Vec<_> = fs::read_dir(pages)?.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    files.sort();
    fs::create_dir_all(out)?;
    let mut lines = BufWriter::new(File::create(out.join("blocks.jsonl"))?);
    let mut matrix = BufWriter::new(File::create(out.join("features.bin"))?);
    let mut rows = 0;
    for batch in files.chunks(BATCH) {
        let samples: Vec<(String, Sample)> = batch
            .par_iter()
            .map_init(Sampler::default, |sampler, file| {
                let page = read(file).map_err(|e| format!("{}: {e}", file.display()))?;
                Ok((id(file), sampler.html(&page, None)))
            })
            .collect::<Result<_, String>>()?;
        for (id, sample) in samples {
            let mut line = serde_json::to_value(&sample)?;
            line["id"] = json!(id);
            writeln!(lines, "{line}")?;
            rows += sample.blocks.len();
            for value in &sample.rows {
                matrix.write_all(&value.to_le_bytes())?;
            }
        }
    }
    let names: Vec<_> = training::features().iter().map(|f| f.name).collect();
    let shape = json!({ "names": names, "rows": rows, "cols": names.len() });
    fs::write(out.join("features.json"), serde_json::to_vec_pretty(&shape)?)?;
    eprintln!("{} pages, {rows} blocks, {} features", files.len(), names.len());
    Ok(())
}

/// The page's name without `.html`, `.txt` and `.gz`.
fn id(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.strip_suffix(".html").or_else(|| name.strip_suffix(".txt")).unwrap_or(name).to_owned()
}

fn read(file: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut bytes = fs::read(file)?;
    if file.extension().is_some_and(|e| e == "gz") {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
        bytes = plain;
    }
    Ok(bytes)
}
