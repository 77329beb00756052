//! Development tasks: `cargo xtask TASK`.

mod bench;
mod bench_text;
mod dump;
mod floors;
mod new_case;
mod same;
mod shell;
mod train;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

/// Development tasks of copydesk.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run the gate: formatting, lints, tests, documentation, quality floors
    Ci,
    /// Create a fixture from an invented page; its expectation must fail before the fix
    NewCase {
        /// Name of the fixture, for example news--late-byline
        name: String,
        /// The page (.html or .txt)
        file: PathBuf,
    },
    /// Write what the models are trained on
    #[command(subcommand)]
    Dump(dump::What),
    /// Train a model listed in src/model/models.toml
    Train {
        /// Name of the model; without one, list them
        name: Option<String>,
        /// Arguments of the training script
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Report instructions per byte, start-up cost, memory and thread scaling
    Bench {
        /// Folder of HTML pages
        pages: PathBuf,
        /// Folder of plain-text pages
        #[arg(long)]
        text: Option<PathBuf>,
    },
    /// Compare the quality of the release binary with fixtures/quality-floors.json
    Floors {
        /// Folder of labeled corpora and their scorers
        #[arg(long, default_value = "../shared/eval")]
        eval: PathBuf,
        /// Raise floors to the measured figures; floors never go down
        #[arg(long)]
        raise: bool,
    },
    /// Compare the records, explanations and strings of this tree with those of another commit
    Same {
        /// The commit to compare with
        base: String,
        /// Folders of pages, in addition to the fixtures
        pages: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let done = match Arguments::parse().task {
        Task::Ci => shell::run(root, "bash", &[".ci/run"]),
        Task::NewCase { name, file } => new_case::create(root, &name, &file),
        Task::Dump(what) => dump::write(&what),
        Task::Train { name, arguments } => train::run(root, name.as_deref(), &arguments),
        Task::Bench { pages, text } => bench::report(root, &pages, text.as_deref()),
        Task::Floors { eval, raise } => floors::check(root, &eval, raise),
        Task::Same { base, pages } => same::compare(root, &base, &pages),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
