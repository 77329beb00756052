//! The main job: what was typed becomes a batch, and its tally an exit code.

use std::{
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    time::Instant,
};

use copydesk::{
    Cleaner, CreditStyle, DatelineStyle, Favor, Input, StandfirstStyle,
    batch::{Batch, Console, Halt, Output, Stop, Tally, Verbosity},
    output::{BylineStyle, Format, View},
    source::Origin,
};

use crate::{
    args::{Byline, CleanArgs, Dateline, FavorArg, InputArg, Keep},
    exit::Exit,
};

static STOP: Stop = Stop::new();

/// Cleans what the arguments name.
pub(crate) fn run(args: &CleanArgs) -> Exit {
    let console = Console::new(match (args.quiet, args.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    });
    let batch = match batch(args) {
        Ok(batch) => batch,
        Err(message) => {
            console.fatal(message);
            return Exit::Stopped;
        }
    };
    let start = Instant::now();
    match batch.run(&console, &STOP) {
        Ok(tally) => {
            console.summary(&tally, start.elapsed().as_secs_f64());
            exit_of(&tally)
        }
        Err(Halt::ClosedPipe) => Exit::Cleaned,
        Err(halt) => {
            console.fatal(halt);
            Exit::Stopped
        }
    }
}

fn exit_of(tally: &Tally) -> Exit {
    if tally.empty + tally.failed > 0 { Exit::Incomplete } else { Exit::Cleaned }
}

/// The batch that the arguments ask for, or what is wrong with them.
fn batch(args: &CleanArgs) -> Result<Batch, String> {
    let origins = origins(args)?;
    let (output, format) = output(args, &origins)?;
    if args.body && format.has_outcome() {
        return Err(format!("--body: goes with text, not with {format}; leave it out or say --format text"));
    }
    if args.url.is_some() && origins.len() > 1 {
        return Err("--url: goes with one page; several have addresses of their own".to_owned());
    }
    let mut batch = Batch::new(origins, cleaner(args));
    batch.rules.include.clone_from(&args.include);
    batch.rules.exclude.clone_from(&args.exclude);
    batch.rules.hidden = args.hidden;
    batch.rules.follow = args.follow;
    batch.rules.avoid = args.output.iter().cloned().collect();
    batch.rules.check().map_err(|error| format!("--include, --exclude: {error}; see the help on globs"))?;
    batch.url.clone_from(&args.url);
    batch.encoding.clone_from(&args.encoding);
    batch.input = match args.input {
        InputArg::Auto => Input::Auto,
        InputArg::Html => Input::Html,
        InputArg::Text => Input::Text,
    };
    batch.view = view(args, format);
    batch.ordered = args.ordered || output == Output::Stdout;
    batch.output = output;
    if let Some(threads) = args.threads {
        batch.threads = threads.max(1);
    }
    Ok(batch)
}

fn origins(args: &CleanArgs) -> Result<Vec<Origin>, String> {
    if args.inputs.is_empty() {
        if io::stdin().is_terminal() {
            return Err("no input; name a page (copydesk page.html) or pipe one in (copydesk < page.html), \
                        and see copydesk --help"
                .to_owned());
        }
        return Ok(vec![Origin::Stdin]);
    }
    let stdin = Path::new("-");
    if args.inputs.iter().filter(|path| path.as_path() == stdin).count() > 1 {
        return Err("-: standard input can be read once only; name it once".to_owned());
    }
    let origin = |path: &PathBuf| if path == stdin { Origin::Stdin } else { Origin::Path(path.clone()) };
    Ok(args.inputs.iter().map(origin).collect())
}

/// Where the results go and in which form: the output's name tells what the options leave open.
fn output(args: &CleanArgs, origins: &[Origin]) -> Result<(Output, Format), String> {
    let Some(path) = args.output.as_ref().filter(|path| path.as_path() != Path::new("-")) else {
        return Ok((Output::Stdout, args.format.unwrap_or_default()));
    };
    let named = path.extension().and_then(|e| e.to_str()).and_then(Format::of_extension);
    let slash = path.as_os_str().as_encoded_bytes().ends_with(b"/");
    let several = origins.len() > 1 || matches!(origins, [Origin::Path(path)] if path.is_dir());
    let folder = slash || path.is_dir() || (named.is_none() && several && args.format != Some(Format::Jsonl));
    let format = args.format.or(if folder { None } else { named }).unwrap_or_default();
    if folder {
        if path.exists() && !path.is_dir() {
            return Err(format!("{}: is a file; several pages need a folder or a .jsonl", path.display()));
        }
        return Ok((Output::Folder { path: path.clone(), extension: format.extension() }, format));
    }
    Ok((Output::File(path.clone()), format))
}

fn cleaner(args: &CleanArgs) -> Cleaner {
    Cleaner::new()
        .with_favor(match args.favor {
            FavorArg::Precision => Favor::Precision,
            FavorArg::Balanced => Favor::Balanced,
            FavorArg::Recall => Favor::Recall,
        })
        .with_dateline(match args.dateline {
            Dateline::Normalize => DatelineStyle::Normalize,
            Dateline::Keep => DatelineStyle::Keep,
            Dateline::Strip => DatelineStyle::Strip,
        })
        .with_credit(match args.credit {
            Keep::Keep => CreditStyle::Keep,
            Keep::Strip => CreditStyle::Strip,
        })
        .with_standfirst(match args.standfirst {
            Keep::Keep => StandfirstStyle::Keep,
            Keep::Strip => StandfirstStyle::Strip,
        })
        .with_min_words(args.min_words)
}

fn view(args: &CleanArgs, format: Format) -> View {
    let mut view = View::default();
    view.format = format;
    view.body = args.body;
    view.links = args.links;
    view.images = args.images;
    view.front_matter = args.front_matter;
    view.byline = match args.byline {
        Byline::Normalize => BylineStyle::Normalize,
        Byline::Keep => BylineStyle::Keep,
        Byline::Strip => BylineStyle::Strip,
    };
    view
}
