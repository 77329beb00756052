//! Reports the cost of plain text: instructions per byte, and memory for each line.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Number of text pages that are counted: callgrind runs fifty times slower.
const TEXT_PAGES: usize = 40;

/// Prints the report for a folder of text pages.
pub fn report(binary: &Path, root: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    text_cost(binary, root, folder)?;
    text_memory(binary)
}

/// Counts the instructions per byte of plain text, without those of a run over one short text, and the peak memory.
fn text_cost(binary: &Path, root: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut pages: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|f| f.path()).collect();
    pages.retain(|page| page.extension().is_some_and(|e| e == "txt"));
    pages.sort();
    let every = pages.len().div_ceil(TEXT_PAGES).max(1);
    let pages: Vec<PathBuf> = pages.into_iter().step_by(every).collect();
    let small = vec![root.join("fixtures/text--bare-story/input.txt")];
    let bytes = |pages: &[PathBuf]| -> std::io::Result<u64> {
        pages.iter().map(|page| fs::metadata(page).map(|m| m.len())).sum()
    };
    let (all, start) = (instructions(binary, &pages)?, instructions(binary, &small)?);
    let per_byte = all.saturating_sub(start) as f64 / (bytes(&pages)? - bytes(&small)?).max(1) as f64;
    println!("plain text: {per_byte:.0} instructions per byte of {} pages, start-up subtracted", pages.len());
    Ok(())
}

/// Counts the instructions of a process that cleans text pages one after the other.
fn instructions(binary: &Path, pages: &[PathBuf]) -> Result<u64, Box<dyn Error>> {
    let out = tempfile::NamedTempFile::new()?;
    let log = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", out.path().display()))
        .arg(binary)
        .args(["--input", "text", "--format", "jsonl", "--quiet", "-j", "1"])
        .args(pages)
        .stdout(Stdio::null())
        .output()
        .map_err(|e| format!("valgrind cannot be started: {e}"))?;
    let log = String::from_utf8_lossy(&log.stderr).into_owned();
    let count = log.lines().find_map(|line| line.split_once("Collected :"));
    Ok(count.ok_or("valgrind counts no instructions")?.1.trim().parse()?)
}

/// Lines of the text that memory is measured with: the limit of a page.
const SHORT_LINES: usize = 200_000;

/// Measures the peak memory for each line of a text of one-character lines.
fn text_memory(binary: &Path) -> Result<(), Box<dyn Error>> {
    let peak = |lines: usize| -> Result<f64, Box<dyn Error>> {
        let page = tempfile::Builder::new().suffix(".txt").tempfile()?;
        fs::write(page.path(), "x\n".repeat(lines))?;
        let out = Command::new("/usr/bin/time")
            .args(["-f", "%M"])
            .arg(binary)
            .args(["--input", "text", "--format", "jsonl", "--quiet"])
            .arg(page.path())
            .stdout(Stdio::null())
            .output()
            .map_err(|e| format!("/usr/bin/time cannot be started: {e}"))?;
        let log = String::from_utf8_lossy(&out.stderr).into_owned();
        Ok(log.lines().last().unwrap_or("").trim().parse::<f64>()? * 1024.0)
    };
    let per_line = (peak(SHORT_LINES)? - peak(1)?) / SHORT_LINES as f64;
    println!("plain text: {per_line:.0} bytes of memory for each of {SHORT_LINES} short lines");
    Ok(())
}
