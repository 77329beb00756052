//! Compares copydesk with similar tools over the pages of a folder: CPU time and, with gold, quality.
//!
//! All tools run in one process and one thread, on the same decoded text. Each tool cleans all pages for several rounds
//! before the next tool begins, so that each finds its own code and tables in the caches, as in a run of its own. Of each
//! page, the fastest round counts.

mod page;
mod score;
#[path = "../../pages/tokenizer.rs"]
mod tokenizer;
mod tool;

use std::{
    collections::HashMap,
    error::Error,
    fs::File,
    io::{BufWriter, Write},
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    thread,
};

use clap::Parser;
use page::{Gold, Page};
use rustix::time::{ClockId, clock_gettime};
use score::Score;
use tool::{Found, Tool};

/// Stack size in bytes; some tools walk trees by recursion.
const STACK: usize = 1 << 30;

/// Compares copydesk with its peers over a folder of pages.
#[derive(Parser)]
struct Args {
    /// Folder of pages (.html, .htm, optionally with .gz)
    pages: PathBuf,
    /// Expected results: one JSON object per line with `id` (the page's name), `text` and `url`
    #[arg(long)]
    gold: Option<PathBuf>,
    /// How often each tool cleans each page; the fastest counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Skip larger pages; some tools need gigabytes for one
    #[arg(long, value_name = "BYTES")]
    max_bytes: Option<usize>,
    /// Run only these tools
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Folder for the results: one JSON file per tool
    #[arg(long)]
    out: Option<PathBuf>,
}

/// The results of one tool.
#[derive(Default)]
struct Tally {
    /// CPU seconds: the sum of the fastest rounds of all pages.
    seconds: f64,
    slowest: f64,
    failed: usize,
    scores: Vec<Score>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    // Panics are counted; their messages are of no interest here.
    panic::set_hook(Box::new(|_| {}));
    let worker =
        thread::Builder::new().stack_size(STACK).spawn(move || run(&args).map_err(|e| e.to_string()))?;
    worker.join().map_err(|_| "the comparison itself panicked")??;
    Ok(())
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut pages = page::read(&args.pages)?;
    let all = pages.len();
    pages.retain(|page| args.max_bytes.is_none_or(|max| page.html.len() <= max));
    let gold = args.gold.as_deref().map(page::gold).transpose()?.unwrap_or_default();
    let mut tools = tool::all();
    tools.retain(|tool| args.only.is_empty() || args.only.iter().any(|name| name == tool.name));
    if pages.is_empty() || tools.is_empty() {
        return Err("no page or no tool is left".into());
    }
    let mut outputs = args.out.as_ref().map(|folder| open(folder, &tools)).transpose()?;
    let mut tallies: Vec<Tally> = tools.iter().map(|_| Tally::default()).collect();
    for (at, tool) in tools.iter().enumerate() {
        let found = all_pages(&pages, &gold, tool, args.rounds.max(1), &mut tallies[at]);
        for (page, found) in pages.iter().zip(found) {
            if let Some(text) = gold.get(&page.id).and_then(|gold| gold.text.as_deref()) {
                tallies[at].scores.push(score::score(&found.text, text));
            }
            if let Some(outputs) = &mut outputs {
                let Found { title, text } = found;
                let line = serde_json::json!({"id": page.id, "title": title, "text": text});
                writeln!(outputs[at], "{line}")?;
            }
        }
    }
    let bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    println!("{} of {all} pages, {:.1} MB of HTML, {} rounds", pages.len(), bytes as f64 / 1e6, args.rounds);
    show(&tools, &tallies, bytes as f64);
    Ok(())
}

/// Runs all pages through one tool, adds to its tally, and returns its results. A page on which it fails counts as a page
/// without text.
fn all_pages(
    pages: &[Page],
    gold: &HashMap<String, Gold>,
    tool: &Tool,
    rounds: usize,
    tally: &mut Tally,
) -> Vec<Found> {
    let mut fastest = vec![f64::INFINITY; pages.len()];
    let mut found: Vec<Option<Found>> = Vec::new();
    for round in 0..rounds {
        for (page, fastest) in pages.iter().zip(&mut fastest) {
            let url = gold.get(&page.id).and_then(|gold| gold.url.as_deref());
            let begun = cpu_seconds();
            let result = panic::catch_unwind(AssertUnwindSafe(|| (tool.run)(&page.html, url)));
            *fastest = fastest.min(cpu_seconds() - begun);
            if round == 0 {
                found.push(result.ok().and_then(Result::ok));
            }
        }
    }
    tally.seconds = fastest.iter().sum();
    tally.slowest = fastest.into_iter().fold(0.0, f64::max);
    tally.failed = found.iter().filter(|found| found.is_none()).count();
    found.into_iter().map(Option::unwrap_or_default).collect()
}

/// Returns the CPU time of this thread in seconds.
fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn open(folder: &PathBuf, tools: &[Tool]) -> Result<Vec<BufWriter<File>>, Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let file = |tool: &Tool| Ok(BufWriter::new(File::create(folder.join(format!("{}.jsonl", tool.name)))?));
    tools.iter().map(file).collect()
}

fn show(tools: &[Tool], tallies: &[Tally], bytes: f64) {
    let first = tallies[0].seconds;
    println!(
        "{:<22} {:>8} {:>9} {:>10} {:>12} {:>7} {:>7} {:>9} {:>7}",
        "tool", "CPU s", "MB/CPU s", "x the first", "slowest ms", "failed", "f1", "precision", "recall"
    );
    for (tool, tally) in tools.iter().zip(tallies) {
        let Tally { seconds, slowest, failed, scores } = tally;
        let mean = |of: fn(&Score) -> f64| match scores.len() {
            0 => "-".to_owned(),
            pages => format!("{:.4}", scores.iter().map(of).sum::<f64>() / pages as f64),
        };
        println!(
            "{:<22} {seconds:>8.2} {:>9.1} {:>10.2} {:>12.1} {failed:>7} {:>7} {:>9} {:>7}",
            tool.name,
            bytes / 1e6 / seconds,
            seconds / first,
            slowest * 1e3,
            mean(|s| s.f1),
            mean(|s| s.precision),
            mean(|s| s.recall),
        );
    }
}
