//! The main command: turns arguments into a batch, and its result into an exit code.

use std::{
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use crate::{
    Input,
    batch::{
        Batch, BatchError, Console, Ending, Output, Progress, Stop, Summary, Verbosity, count, tell_panics,
    },
    output::{BylineStyle, Format, View},
    source::{Kind, Origin, Rules, StoredSize, is_url},
};

use super::{
    args::{BylineArg, CleanArgs, InputArg, ProgressArg},
    cleaner::cleaner,
    exit::Exit,
};

static STOP: std::sync::LazyLock<Stop> = std::sync::LazyLock::new(Stop::new);

/// Cleans the inputs.
pub(crate) fn run(args: &CleanArgs) -> Exit {
    let verbosity = match (args.quiet, args.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    };
    let batch = match batch(args) {
        Ok(batch) => batch,
        Err(message) => {
            Console::new(verbosity, Progress::None).fatal(message);
            return Exit::Stopped;
        }
    };
    tell_panics();
    let to_stdout = batch.output == Output::Stdout;
    let console = Console::new(verbosity, progress(args, &batch));
    if !batch.is_single() {
        catch_signals();
    }
    match batch.run(&console) {
        Ok(summary) => {
            if args.verbose || !(to_stdout || batch.is_single()) {
                console.summary(&summary);
            }
            explain_summary(&summary, &batch, &console);
            exit(&summary, args.strict, &console)
        }
        Err(BatchError::ClosedPipe) => Exit::Cleaned,
        Err(BatchError::UrlForSeveralPages { input }) => {
            console.fatal(format_args!(
                "--url: applies to a single page, but {input} contains several; omit it"
            ));
            Exit::Stopped
        }
        Err(halt) => {
            console.fatal(halt);
            Exit::Stopped
        }
    }
}

/// Installs a signal handler: the first signal ends the run gracefully, the second immediately.
fn catch_signals() {
    // Without a handler, a signal ends the program as usual; the journal allows for that.
    let _ = ctrlc::set_handler(|| {
        if STOP.is_stopped() {
            std::process::exit(Exit::Interrupted as i32);
        }
        STOP.stop();
    });
}

fn progress(args: &CleanArgs, batch: &Batch) -> Progress {
    match args.progress {
        ProgressArg::Bar => Progress::Bar,
        ProgressArg::Json => Progress::Json,
        ProgressArg::Auto
            if io::stderr().is_terminal()
                && !args.quiet
                && !batch.is_single()
                && batch.output != Output::Stdout =>
        {
            Progress::Bar
        }
        ProgressArg::Auto | ProgressArg::None => Progress::None,
    }
}

/// Returns the exit code of a run; for an unfinished one, prints how to continue.
fn exit(summary: &Summary, is_strict: bool, console: &Console) -> Exit {
    let hint = if summary.resumable { "; run the same command with --resume to continue" } else { "" };
    match summary.ending {
        Ending::Stopped => {
            console.fatal(format_args!("stopped after {}{hint}", count(summary.tally.pages(), "page")));
            Exit::Interrupted
        }
        Ending::TooManyErrors => {
            console.fatal(format_args!("stopped: {} failed{hint}", count(summary.tally.failed, "page")));
            Exit::Incomplete
        }
        Ending::NothingToDo => {
            console.failure("--resume", "the output is complete; run without --resume to replace it");
            Exit::Cleaned
        }
        _ if summary.tally.failed > 0 => Exit::Incomplete,
        // A single page was requested explicitly; a crawl always has pages without an article.
        _ if summary.tally.empty > 0 && (is_strict || summary.tally.pages() == 1) => Exit::Incomplete,
        _ => Exit::Cleaned,
    }
}

/// Explains a run without any pages, or with outdated results.
fn explain_summary(summary: &Summary, batch: &Batch, console: &Console) {
    if summary.outdated > 0 {
        let pages = count(summary.outdated, "page");
        let message = format!(
            "{pages} changed since the interrupted run; the old results are kept (run without --resume to replace them)"
        );
        console.failure("--resume", message);
    }
    if summary.tally.pages() > 0 || summary.ending != Ending::Whole {
        return;
    }
    let names: Vec<String> = batch
        .origins
        .iter()
        .map(|origin| match origin {
            Origin::Path(path) | Origin::List(path) => path.display().to_string(),
            Origin::Stdin => "standard input".to_owned(),
        })
        .collect();
    let hint = if !summary.skips.is_empty() {
        format!("; skipped {}", summary.skipped())
    } else if batch.rules.include.is_empty() && batch.rules.exclude.is_empty() {
        String::new()
    } else {
        "; check --include and --exclude".to_owned()
    };
    console.failure(&names.join(", "), format_args!("no pages found{hint}"));
}

/// Returns the batch that the arguments describe, or what is wrong with them.
fn batch(args: &CleanArgs) -> Result<Batch, String> {
    check_urls(args)?;
    let origins = origins(args)?;
    let (output, format) = output(args, &origins)?;
    check_format_options(args, format)?;
    if args.with.is_some() && !format.has_outcome() {
        return Err(format!("--with: requires records (json, jsonl, csv, tsv, parquet), not {format}"));
    }
    if args.standalone && format != Format::Html {
        return Err(format!("--standalone: requires --format html, not {format}"));
    }
    if args.resume && output == Output::Stdout {
        return Err("--resume: needs an output file or directory; name one with --output".to_owned());
    }
    check_one_page(args, &origins)?;
    let mut batch = Batch::new(origins, cleaner(&args.article)?);
    set_rules(&mut batch.rules, args);
    batch.rules.stop = STOP.clone();
    batch.rules.check().map_err(|error| format!("--include, --exclude: {error}; see the help on globs"))?;
    batch.url.clone_from(&args.url);
    batch.encoding.clone_from(&args.article.encoding);
    batch.input = match args.input {
        InputArg::Auto
        | InputArg::Jsonl
        | InputArg::Json
        | InputArg::Feed
        | InputArg::Mail
        | InputArg::Warc => Input::Auto,
        InputArg::Html => Input::Html,
        InputArg::Text => Input::Text,
    };
    batch.split_stories = args.split_stories;
    batch.view = view(args, format);
    batch.ordered = args.ordered || output == Output::Stdout;
    batch.rules.avoid = output.companions();
    batch.rules.avoid.extend(args.output.iter().chain(&args.report).cloned());
    batch.output = output;
    batch.resume = args.resume;
    batch.report.clone_from(&args.report);
    batch.max_errors = if args.fail_fast { Some(0) } else { args.max_errors };
    batch.dedup = args.dedup;
    if let Some(threads) = args.threads {
        batch.threads = threads.clamp(1, most_threads());
    }
    Ok(batch)
}

fn set_rules(rules: &mut Rules, args: &CleanArgs) {
    rules.kind = match args.input {
        InputArg::Auto => None,
        InputArg::Html | InputArg::Text => Some(Kind::Page),
        InputArg::Jsonl => Some(Kind::Jsonl),
        InputArg::Json => Some(Kind::Json),
        InputArg::Feed => Some(Kind::Feed),
        InputArg::Mail => Some(Kind::Message),
        InputArg::Warc => Some(Kind::Warc),
    };
    rules.include.clone_from(&args.include);
    rules.exclude.clone_from(&args.exclude);
    rules.hidden = args.hidden;
    rules.follow = args.follow;
    rules.sizes = StoredSize::new(args.article.max_packed, args.article.max_bytes);
    rules.fields.url.clone_from(&args.url_field);
    rules.fields.html.clone_from(&args.html_field);
    rules.fields.text.clone_from(&args.text_field);
    rules.fields.keep = args.keep_fields;
}

fn origins(args: &CleanArgs) -> Result<Vec<Origin>, String> {
    if args.inputs.is_empty() && args.files_from.is_none() {
        if io::stdin().is_terminal() {
            return Err("no input; name a page (copydesk page.html) or pipe one in (copydesk < page.html), \
                        and see copydesk --help"
                .to_owned());
        }
        return Ok(vec![Origin::Stdin]);
    }
    let stdin = Path::new("-");
    if args.inputs.iter().chain(&args.files_from).filter(|path| path.as_path() == stdin).count() > 1 {
        return Err("-: standard input can be read only once; name it once".to_owned());
    }
    let origin = |path: &PathBuf| if path == stdin { Origin::Stdin } else { Origin::Path(path.clone()) };
    Ok(args.inputs.iter().map(origin).chain(args.files_from.clone().map(Origin::List)).collect())
}

/// Returns the output and its format; the output's name decides what the options leave open.
fn output(args: &CleanArgs, origins: &[Origin]) -> Result<(Output, Format), String> {
    let several = !matches!(origins, [Origin::Stdin])
        && !matches!(origins, [Origin::Path(path)] if !path.is_dir() && is_page(path));
    let asked = match args.format {
        None if args.json => Some(if several { Format::Jsonl } else { Format::Json }),
        None if args.markdown => Some(Format::Markdown),
        format => format,
    };
    let Some(path) = args.output.as_ref().filter(|path| path.as_path() != Path::new("-")) else {
        return Ok((Output::Stdout, asked.unwrap_or_default()));
    };
    let named = format_of(path);
    check_table(path)?;
    let slash = path.as_os_str().as_encoded_bytes().ends_with(b"/");
    let folder = slash
        || path.is_dir()
        || (named.is_none() && several && !is_special(path) && asked != Some(Format::Jsonl));
    let format = asked.or(if folder { None } else { named }).unwrap_or_default();
    if folder {
        if path.exists() && !path.is_dir() {
            return Err(format!(
                "{}: is a file; write several pages to a directory or a .jsonl file",
                path.display()
            ));
        }
        return Ok((Output::Folder { path: path.clone(), extension: format.extension() }, format));
    }
    let is_named = asked.is_some() || named.is_some();
    if !is_named && Kind::of_name(path).is_some_and(|kind| kind != Kind::Page) {
        return Err(format!(
            "{}: its extension names no output format; choose one with --format, or another extension",
            path.display()
        ));
    }
    Ok((Output::File(path.clone()), format))
}

/// Maximum useful threads per core: workers wait only for memory.
const THREADS_PER_CORE: usize = 4;

fn most_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from) * THREADS_PER_CORE
}

/// Fails if an input is a URL, because nothing is ever fetched.
fn check_urls(args: &CleanArgs) -> Result<(), String> {
    match args.inputs.iter().find(|path| is_url(path)) {
        Some(url) => Err(format!(
            "{0}: copydesk does not fetch pages; pipe one in: curl -sL '{1}' | copydesk --url '{1}'",
            url.display(),
            url.to_string_lossy().replace('\'', "%27")
        )),
        None => Ok(()),
    }
}

/// Fails if an option has no effect on the format.
fn check_format_options(args: &CleanArgs, format: Format) -> Result<(), String> {
    use Format::{Csv, Html, Json, Jsonl, Markdown, Tei, Text, Tsv};
    let options: [(bool, &str, &[Format]); 6] = [
        (args.body, "--body", &[Text, Markdown, Html]),
        (args.links, "--links", &[Markdown, Html, Tei]),
        (args.images, "--images", &[Markdown, Html, Tei]),
        (args.front_matter, "--front-matter", &[Markdown]),
        (args.article.comments, "--comments", &[Json, Jsonl]),
        (args.csv_raw, "--csv-raw", &[Csv, Tsv]),
    ];
    match options.into_iter().find(|(given, _, formats)| *given && !formats.contains(&format)) {
        Some((_, option, formats)) => {
            let formats: Vec<&str> = formats.iter().map(|format| format.name()).collect();
            Err(format!(
                "{option}: has no effect on {format}; omit it or use --format {}",
                formats.join(" or ")
            ))
        }
        None => Ok(()),
    }
}

/// Fails if `--url` is given for input that has several pages by its name. Other such input fails when it is read.
fn check_one_page(args: &CleanArgs, origins: &[Origin]) -> Result<(), String> {
    if args.url.is_none() {
        return Ok(());
    }
    let has_several = |origin: &Origin| match origin {
        Origin::Path(path) => path.is_dir() || Kind::of_name(path).is_some_and(Kind::is_container),
        Origin::Stdin => false,
        _ => true,
    };
    if origins.len() > 1 || origins.iter().any(has_several) {
        return Err("--url: applies to a single page, but the input may contain several; omit it".to_owned());
    }
    Ok(())
}

/// Fails if a file name requests a table in a form that tables cannot have.
fn check_table(path: &Path) -> Result<(), String> {
    let is_table = |path: &Path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"));
    if is_table(&path.with_extension("")) && is_packed(path) {
        return Err(format!("{}: Parquet is compressed internally; omit the last extension", path.display()));
    }
    if is_table(path) && Format::of_extension("parquet").is_none() {
        return Err(format!(
            "{}: this build cannot write Parquet; build with --features parquet, or write a .jsonl file",
            path.display()
        ));
    }
    Ok(())
}

/// Returns whether a file is compressed, by its name.
fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|e| ["gz", "zst"].iter().any(|packed| e.eq_ignore_ascii_case(packed)))
}

/// Returns whether a path is a device or a pipe.
fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Returns the format of a file's extension, ignoring compression.
fn format_of(path: &Path) -> Option<Format> {
    let of = |path: &Path| Format::of_extension(path.extension()?.to_str()?);
    if is_packed(path) { of(&path.with_extension("")) } else { of(path) }
}

/// Returns whether a path contains at most one page, by its name.
fn is_page(path: &Path) -> bool {
    matches!(Kind::of_name(path), None | Some(Kind::Page | Kind::Other))
}

/// Returns the format and options with which articles are written.
fn view(args: &CleanArgs, format: Format) -> View {
    let mut view = View::default();
    view.format = format;
    view.body = args.body;
    view.links = args.links;
    view.images = args.images;
    view.front_matter = args.front_matter;
    view.standalone = args.standalone;
    view.with = args.with.unwrap_or_default();
    view.csv_raw = args.csv_raw;
    view.byline = match args.byline {
        BylineArg::Normalize => BylineStyle::Normalize,
        BylineArg::Keep => BylineStyle::Keep,
        BylineArg::Strip => BylineStyle::Strip,
    };
    view
}
