//! `explain`: pages in, the reasons for every block and field out.

use std::{
    fs,
    io::{self, IsTerminal, Read, Write},
    path::{Path, PathBuf},
};

use crate::{
    Cleaner, Explanation, IndexEntry, Page, SiteRules,
    batch::{Console, Progress, Verbosity},
    index,
};
use flate2::read::MultiGzDecoder;

use super::{
    args::{ColourArg, ExplainArgs},
    exit::Exit,
};

/// Explains pages.
pub(crate) fn run(args: &ExplainArgs) -> Exit {
    let console = Console::new(Verbosity::Normal, Progress::None);
    let ended = match (&args.html, args.pages.as_slice()) {
        (Some(path), [page]) if !path.is_dir() => one(args, page, path),
        (Some(folder), pages) => many(args, pages, folder, &console),
        (None, pages) => to_stdout(args, pages, &console),
    };
    match ended {
        Ok(exit) => exit,
        Err(message) => {
            console.fatal(message);
            Exit::Stopped
        }
    }
}

fn cleaner(args: &ExplainArgs) -> Result<Cleaner, String> {
    let cleaner = Cleaner::new().with_favor(args.favor.into());
    Ok(match &args.rules {
        Some(folder) => cleaner.with_rules(SiteRules::read(folder).map_err(|e| format!("--rules: {e}"))?),
        None => cleaner,
    })
}

fn explanation(args: &ExplainArgs, cleaner: &Cleaner, path: &Path) -> Result<Explanation, String> {
    let name = path.display();
    let bytes =
        bytes(path).map_err(|e| format!("{name}: cannot be read ({e}); check its name and permissions"))?;
    let mut page = Page::new(&bytes);
    if let Some(url) = &args.url {
        page = page.with_url(url);
    }
    if let Some(label) = &args.encoding {
        page = page.with_encoding(label);
    }
    cleaner.explain(page).map_err(|e| format!("{name}: {e}"))
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().read_to_end(&mut bytes)?;
    } else if path.extension().is_some_and(|e| e == "gz") {
        MultiGzDecoder::new(fs::File::open(path)?).read_to_end(&mut bytes)?;
    } else {
        bytes = fs::read(path)?;
    }
    Ok(bytes)
}

fn written(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text)
        .map_err(|e| format!("{}: cannot be written ({e}); choose another place", path.display()))
}

fn one(args: &ExplainArgs, page: &Path, to: &Path) -> Result<Exit, String> {
    let explanation = explanation(args, &cleaner(args)?, page)?;
    written(to, &explanation.html(&page.to_string_lossy()))?;
    Ok(Exit::Cleaned)
}

/// A report for each page and an index; a page that fails costs itself alone.
fn many(args: &ExplainArgs, pages: &[PathBuf], folder: &Path, console: &Console) -> Result<Exit, String> {
    let cleaner = cleaner(args)?;
    fs::create_dir_all(folder).map_err(|e| format!("{}: cannot be made ({e})", folder.display()))?;
    let mut entries = Vec::new();
    let mut exit = Exit::Cleaned;
    for (number, page) in pages.iter().enumerate() {
        match explanation(args, &cleaner, page) {
            Ok(explanation) => {
                let source = page.to_string_lossy();
                // Numbered: two pages of one name do not meet, and no name leads out of the folder.
                let report = format!("{:05}.html", number + 1);
                written(&folder.join(&report), &explanation.html(&source))?;
                entries.push(IndexEntry::new(&source, &report, &explanation));
            }
            Err(message) => {
                console.fatal(message);
                exit = Exit::Incomplete;
            }
        }
    }
    written(&folder.join("index.html"), &index(&mut entries))?;
    Ok(exit)
}

fn to_stdout(args: &ExplainArgs, pages: &[PathBuf], console: &Console) -> Result<Exit, String> {
    if pages == [PathBuf::from("-")] && io::stdin().is_terminal() {
        return Err("no input; name a page (copydesk explain page.html) or pipe one in".to_owned());
    }
    let cleaner = cleaner(args)?;
    let colour = match args.color {
        ColourArg::Always => true,
        ColourArg::Never => false,
        ColourArg::Auto => {
            io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
        }
    };
    let mut exit = Exit::Cleaned;
    for page in pages {
        let text = match explanation(args, &cleaner, page) {
            Ok(explanation) if args.json => {
                serde_json::to_string(&explanation).map_err(|e| e.to_string())? + "\n"
            }
            Ok(explanation) => explanation.terminal(colour),
            Err(message) => {
                console.fatal(message);
                exit = Exit::Incomplete;
                continue;
            }
        };
        match io::stdout().write_all(text.as_bytes()) {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => return Ok(exit),
            Err(e) => return Err(format!("standard output: cannot be written ({e})")),
            Ok(()) => {}
        }
    }
    Ok(exit)
}
