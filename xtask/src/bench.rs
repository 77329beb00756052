//! Reports the cost of the pipeline: instructions per byte, start-up, memory, and scaling with threads.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use crate::{bench_text, shell};

/// Bytes of the page that start-up is measured with.
const SMALL_PAGE: std::ops::Range<u64> = 5_000..9_000;

/// Prints the report. Instructions are counted by callgrind, so they do not depend on the machine's load.
pub fn report(root: &Path, pages: &Path, text: Option<&Path>) -> Result<(), Box<dyn Error>> {
    shell::run(root, "cargo", &["build", "--quiet", "--release"])?;
    let binary = root.join("target/release/copydesk");
    println!("binary: {:.1} MB", fs::metadata(&binary)?.len() as f64 / 1e6);
    shell::run(root, "bash", &[Path::new("benches/profile.sh"), pages])?;
    start_up(&binary, &root.join("fixtures"))?;
    for folder in std::iter::once(pages).chain(text) {
        threads(&binary, folder)?;
    }
    text.map_or(Ok(()), |folder| bench_text::report(&binary, root, folder))
}

/// Counts the instructions of a whole process that cleans one small page.
fn start_up(binary: &Path, fixtures: &Path) -> Result<(), Box<dyn Error>> {
    let page = small_page(fixtures)?;
    let out = tempfile::NamedTempFile::new()?;
    let log = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", out.path().display()))
        .arg(binary)
        .arg(&page)
        .stdout(Stdio::null())
        .output()
        .map_err(|e| format!("valgrind cannot be started: {e}"))?;
    let log = String::from_utf8_lossy(&log.stderr).into_owned();
    let count = log.lines().find_map(|line| line.split_once("Collected :")).map_or("?", |(_, n)| n.trim());
    println!("start to end, a page of {} bytes: {count} instructions", fs::metadata(&page)?.len());
    Ok(())
}

fn small_page(fixtures: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(fixtures)?.flatten().map(|f| f.path().join("input.html")).collect();
    pages.sort();
    let fits = |page: &PathBuf| fs::metadata(page).is_ok_and(|m| SMALL_PAGE.contains(&m.len()));
    pages.into_iter().find(fits).ok_or_else(|| "no small page among the fixtures".into())
}

/// Times a run over a folder on one and on two threads.
fn threads(binary: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    for jobs in ["1", "2"] {
        let start = Instant::now();
        let out = Command::new("/usr/bin/time")
            .args(["-f", "%M %U"])
            .arg(binary)
            .args(["--format", "jsonl", "--quiet", "-j", jobs])
            .arg(folder)
            .stdout(Stdio::null())
            .output()
            .map_err(|e| format!("/usr/bin/time cannot be started: {e}"))?;
        let seconds = start.elapsed().as_secs_f64();
        let log = String::from_utf8_lossy(&out.stderr).into_owned();
        let mut figures = log.lines().last().unwrap_or("").split(' ');
        let peak = figures.next().and_then(|k| k.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0;
        let user = figures.next().unwrap_or("?");
        println!("{}: -j {jobs}: {seconds:.2} s wall, {user} s CPU, {peak:.0} MB peak", folder.display());
    }
    Ok(())
}
