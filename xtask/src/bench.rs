//! Reports the cost of the pipeline as a table: instructions per byte, start-up, memory, and scaling with threads.

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

/// Prints a Markdown table. Instructions are counted by callgrind, so they do not depend on the machine's load.
pub fn report(root: &Path, pages: &Path, text: Option<&Path>) -> Result<(), Box<dyn Error>> {
    shell::run(root, "cargo", &["build", "--quiet", "--release"])?;
    let binary = root.join("target/release/copydesk");
    println!("{}, {}\n", shell::output("date", &["+%Y-%m-%d"])?.trim(), machine());
    println!("| what | figure |\n|---|---:|");
    row("size of the program", &format!("{:.2} MB", fs::metadata(&binary)?.len() as f64 / 1e6));
    for (kind, folder) in std::iter::once(("HTML", pages)).chain(text.map(|folder| ("plain text", folder))) {
        stages(root, kind, folder)?;
    }
    start_up(&binary, &root.join("fixtures"))?;
    for (kind, folder) in std::iter::once(("HTML", pages)).chain(text.map(|folder| ("plain text", folder))) {
        threads(&binary, kind, folder)?;
    }
    text.map_or(Ok(()), |folder| bench_text::report(&binary, root, folder))
}

fn row(what: &str, figure: &str) {
    println!("| {what} | {figure} |");
}

/// Returns the name of the processor and the number of its threads.
fn machine() -> String {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    format!("{}, {threads} threads", name.map_or("unknown processor", |(_, name)| name.trim()))
}

/// Counts the instructions per byte of the whole pipeline and of its stages.
fn stages(root: &Path, kind: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let script = root.join("benches/profile.sh");
    let out = shell::output("bash", &[script.as_os_str(), folder.as_os_str()])?;
    for line in out.lines() {
        // "whole pipeline      54.00 instructions per byte of 123"
        let mut words = line.split("  ").map(str::trim).filter(|part| !part.is_empty());
        let (Some(stage), Some(rest)) = (words.next(), words.next()) else { continue };
        let figure = rest.split(' ').next().unwrap_or_default();
        row(&format!("{kind}: {stage}"), &format!("{figure} instructions per byte"));
    }
    Ok(())
}

/// Counts the instructions of a whole process that cleans one small page, with and without a declared language.
fn start_up(binary: &Path, fixtures: &Path) -> Result<(), Box<dyn Error>> {
    let page = fs::read_to_string(small_page(fixtures)?)?;
    let folder = tempfile::tempdir()?;
    for (what, page) in [("", page.clone()), (" without `lang`", page.replacen(" lang=", " data-lang=", 1))] {
        let file = folder.path().join("page.html");
        fs::write(&file, &page)?;
        let out = folder.path().join("callgrind");
        let log = Command::new("valgrind")
            .arg("--tool=callgrind")
            .arg(format!("--callgrind-out-file={}", out.display()))
            .arg(binary)
            .arg(&file)
            .stdout(Stdio::null())
            .output()
            .map_err(|e| format!("valgrind cannot be started: {e}"))?;
        let log = String::from_utf8_lossy(&log.stderr).into_owned();
        let count = log.lines().find_map(|line| line.split_once("Collected :"));
        let count =
            count.and_then(|(_, n)| n.trim().parse::<f64>().ok()).ok_or("callgrind gives no count")?;
        let what = format!("process from start to end, a page of {} bytes{what}", page.len());
        row(&what, &format!("{:.2} M instructions", count / 1e6));
    }
    Ok(())
}

fn small_page(fixtures: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut pages: Vec<PathBuf> =
        fs::read_dir(fixtures)?.flatten().map(|f| f.path().join("input.html")).collect();
    pages.sort();
    let fits = |page: &PathBuf| {
        fs::metadata(page).is_ok_and(|m| SMALL_PAGE.contains(&m.len()))
            && fs::read_to_string(page).is_ok_and(|page| page.contains(" lang="))
    };
    pages.into_iter().find(fits).ok_or_else(|| "no small page among the fixtures".into())
}

/// Times a run over a folder on one and on two threads.
fn threads(binary: &Path, kind: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut alone = None;
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
        let faster = *alone.get_or_insert(seconds) / seconds;
        row(
            &format!("{kind}: a run with `-j {jobs}`"),
            &format!(
                "{seconds:.2} s, {user} s of CPU, {peak:.0} MB peak, {faster:.2} times the speed of one thread"
            ),
        );
    }
    Ok(())
}
