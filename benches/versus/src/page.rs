//! Reads the pages of a folder and their expected results.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use serde::Deserialize;

/// A page: its name without extensions, and its text.
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) html: String,
}

/// The expected result of a page.
#[derive(Debug, Deserialize)]
pub(crate) struct Gold {
    id: String,
    pub(crate) url: Option<String>,
    pub(crate) text: Option<String>,
}

/// Returns every page below `folder` (`.html`, `.htm`, each optionally with `.gz`), in the order of their names.
pub(crate) fn read(folder: &Path) -> io::Result<Vec<Page>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    let mut pages = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        let Some(id) = plain.strip_suffix(".html").or_else(|| plain.strip_suffix(".htm")) else { continue };
        let mut bytes = fs::read(&path)?;
        if plain != name {
            let packed = std::mem::take(&mut bytes);
            flate2::read::MultiGzDecoder::new(&packed[..]).read_to_end(&mut bytes)?;
        }
        pages.push(Page { id: id.to_owned(), html: decode(&bytes) });
    }
    Ok(pages)
}

/// Decodes a page by its byte order mark or `<meta>`, else as UTF-8. All tools get the same text.
fn decode(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let label = head.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let label = label.and_then(|rest| rest.split(['"', '\'', ' ', ';', '>', '/']).next()).unwrap_or("utf-8");
    let encoding = match std::str::from_utf8(bytes) {
        Ok(_) => encoding_rs::UTF_8,
        Err(_) => encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8),
    };
    encoding.decode(bytes).0.into_owned()
}

/// Reads the expected results by page from a file with one JSON object per line.
pub(crate) fn gold(path: &Path) -> io::Result<HashMap<String, Gold>> {
    let mut found = HashMap::new();
    for line in BufReader::new(File::open(path)?).lines() {
        let line = line?;
        if !line.trim().is_empty() {
            let gold: Gold = serde_json::from_str(&line)?;
            found.insert(gold.id.clone(), gold);
        }
    }
    Ok(found)
}
