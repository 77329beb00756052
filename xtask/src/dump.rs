//! Writes blocks, features and candidates of labeled pages for the training scripts.

use std::{
    error::Error,
    fs::{self, File},
    io::{self, BufRead, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use clap::Subcommand;
use copydesk::lab::{
    candidates::FieldSampler,
    html_blocks::{self, Sample, Sampler},
    text_blocks,
};
use rayon::prelude::*;
use serde_json::{Value, json};

/// Number of pages in memory at a time.
const BATCH: usize = 64;

/// What to write.
#[derive(Subcommand)]
pub enum What {
    /// Blocks and features of HTML pages: OUT/blocks.jsonl, features.bin (f32, little-endian), features.json
    Body {
        /// Folder of pages (.html, .html.gz)
        pages: PathBuf,
        /// Folder for the result
        out: PathBuf,
        /// JSON object with the address of each page by its id, as a caller would pass it
        #[arg(long)]
        urls: Option<PathBuf>,
    },
    /// Blocks, features and candidate bylines of plain-text pages from standard input, one JSON object per line
    Text {
        /// Folder for the result
        out: PathBuf,
    },
    /// Records of plain-text pages from standard input, cleaned with the forests of a file, one JSON object per line
    TextRecords {
        /// Forests, as train/pack.py writes them
        forests: PathBuf,
        /// File for the result
        out: PathBuf,
    },
    /// Candidates of headline, author and date of the HTML pages of several sets, one JSON object per line
    Fields {
        /// Folder of sets, each with a folder `pages`
        corpus: PathBuf,
        /// File for the result
        out: PathBuf,
    },
}

/// Writes the requested data.
pub fn write(what: &What) -> Result<(), Box<dyn Error>> {
    match what {
        What::Body { pages, out, urls } => write_body(pages, out, urls.as_deref()),
        What::Text { out } => write_text(out),
        What::TextRecords { forests, out } => write_text_records(forests, out),
        What::Fields { corpus, out } => write_fields(corpus, out),
    }
}

fn write_body(pages: &Path, out: &Path, urls: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let urls: Value = match urls {
        Some(path) => serde_json::from_reader(File::open(path)?)?,
        None => Value::Null,
    };
    let files = pages_of(pages)?;
    fs::create_dir_all(out)?;
    let mut lines = BufWriter::new(File::create(out.join("blocks.jsonl"))?);
    let mut matrix = BufWriter::new(File::create(out.join("features.bin"))?);
    let mut rows = 0;
    for batch in files.chunks(BATCH) {
        let sample = |sampler: &mut Sampler, file: &PathBuf| {
            let id = id(file);
            let page = read(file).map_err(|e| format!("{}: {e}", file.display()))?;
            let sample = sampler.html(&page, urls[&id].as_str());
            Ok((id, sample))
        };
        let samples: Vec<(String, Sample)> =
            batch.par_iter().map_init(Sampler::default, sample).collect::<Result<_, String>>()?;
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
    lines.flush()?;
    matrix.flush()?;
    let names: Vec<_> = html_blocks::features().iter().map(|f| f.name).collect();
    let shape = json!({ "names": names, "rows": rows, "cols": names.len() });
    fs::write(out.join("features.json"), serde_json::to_vec_pretty(&shape)?)?;
    eprintln!("{} pages, {rows} blocks, {} features", files.len(), names.len());
    Ok(())
}

fn write_text(out: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(out)?;
    let mut blocks = BufWriter::new(File::create(out.join("blocks.jsonl"))?);
    let mut bylines = BufWriter::new(File::create(out.join("bylines.jsonl"))?);
    let mut features = BufWriter::new(File::create(out.join("features.bin"))?);
    let mut rows = 0;
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let content = page["page"].as_str().ok_or("a page without text")?;
        let read = text_blocks::rows(content);
        rows += read.blocks.len();
        writeln!(blocks, "{}", json!({"id": page["id"], "blocks": read.blocks}))?;
        features.write_all(&read.rows)?;
        writeln!(bylines, "{}", json!({"id": page["id"], "bylines": text_blocks::bylines(content)}))?;
    }
    blocks.flush()?;
    bylines.flush()?;
    features.flush()?;
    fs::write(out.join("features.json"), json!({"names": text_blocks::names(), "rows": rows}).to_string())?;
    Ok(())
}

fn write_text_records(forests: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut cleaner =
        text_blocks::TextCleaner::new(fs::read(forests)?).ok_or("not forests of these features")?;
    let mut out = BufWriter::new(File::create(out)?);
    for line in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&line?)?;
        let mut record = cleaner.clean(page["page"].as_str().ok_or("a page without text")?);
        record["id"] = page["id"].clone();
        writeln!(out, "{record}")?;
    }
    Ok(out.flush()?)
}

fn write_fields(corpus: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut sets: Vec<_> = fs::read_dir(corpus)?.map(|d| d.map(|d| d.path())).collect::<Result<_, _>>()?;
    sets.retain(|set| set.join("pages").is_dir());
    sets.sort();
    let mut out = BufWriter::new(File::create(out)?);
    for set in sets {
        let name = set.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let files = pages_of(&set.join("pages"))?;
        let files: Vec<_> = files.into_iter().filter(|f| f.to_string_lossy().contains(".html")).collect();
        for batch in files.chunks(BATCH) {
            let sample = |sampler: &mut FieldSampler, file: &PathBuf| {
                let page = read(file).map_err(|e| format!("{}: {e}", file.display()))?;
                let mut record = sampler.html(&page, None);
                record["source"] = json!(file.file_name().and_then(|n| n.to_str()));
                record["set"] = json!(name);
                Ok(record)
            };
            let records: Vec<Value> =
                batch.par_iter().map_init(FieldSampler::default, sample).collect::<Result<_, String>>()?;
            for record in records {
                writeln!(out, "{record}")?;
            }
        }
    }
    Ok(out.flush()?)
}

fn pages_of(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> = entries.map(|f| f.map(|f| f.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}

/// Returns the page's name without `.html`, `.txt` and `.gz`.
fn id(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.strip_suffix(".html").or_else(|| name.strip_suffix(".txt")).unwrap_or(name).to_owned()
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = fs::read(file)?;
    if file.extension().is_some_and(|e| e == "gz") {
        let mut plain = Vec::new();
        flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
        bytes = plain;
    }
    Ok(bytes)
}
