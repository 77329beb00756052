//! The command `explain`: shows why each block of a page was kept or dropped, and where each field came from.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use crate::{
    Cleaner, Explanation, IndexEntry, Input, Page,
    batch::{Console, Progress, Verbosity, with_flag},
    index,
    output::printable,
    source::{self, Item, Kind, Origin, Payload, Rules, StoredSize},
};

use super::{
    args::{ColourArg, ExplainArgs, InputArg},
    cleaner::cleaner,
    exit::Exit,
};

/// Separates the path of an archive from the name of a page in it.
const MEMBER: char = '#';

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs) -> Exit {
    let console = Console::new(Verbosity::Normal, Progress::None);
    match explain(args, &console) {
        Ok(exit) => exit,
        Err(message) => {
            console.fatal(message);
            Exit::Stopped
        }
    }
}

fn explain(args: &ExplainArgs, console: &Console) -> Result<Exit, String> {
    if args.pages == [PathBuf::from("-")] && io::stdin().is_terminal() {
        return Err("no input; name a page (copydesk explain page.html) or pipe one in".to_owned());
    }
    let targets: Vec<NamedPage> = args.pages.iter().map(|page| NamedPage::of(page)).collect();
    let is_single = matches!(targets.as_slice(), [target] if target.is_single());
    if args.url.is_some() && !is_single {
        return Err("--url: applies to a single page; omit it for several".to_owned());
    }
    let mut view: Box<dyn ExplanationSink> = match &args.html {
        Some(path) if is_single && !path.is_dir() => Box::new(ReportFile { path }),
        Some(folder) => Box::new(ReportFolder::create(folder)?),
        None => Box::new(Stdout::new(args, is_single)),
    };
    let run = ExplainRun { args, cleaner: cleaner(&args.article)?, rules: rules(args) };
    let exit = run.all(&targets, view.as_mut(), console)?;
    view.finish()?;
    Ok(exit)
}

fn rules(args: &ExplainArgs) -> Rules {
    let mut rules = Rules::default();
    rules.kind = match args.input {
        InputArg::Auto => None,
        InputArg::Html | InputArg::Text => Some(Kind::Page),
        InputArg::Jsonl => Some(Kind::Jsonl),
        InputArg::Json => Some(Kind::Json),
        InputArg::Feed => Some(Kind::Feed),
        InputArg::Mail => Some(Kind::Message),
        InputArg::Warc => Some(Kind::Warc),
    };
    rules.sizes = StoredSize::new(args.article.max_packed, args.article.max_bytes);
    rules
}

/// The page that an argument names.
struct NamedPage {
    origin: Origin,
    /// The name of one page of an archive, as in records.
    member: Option<String>,
}

impl NamedPage {
    /// Parses an argument: a path that does not exist but contains a `#` names a page of an archive.
    fn of(page: &Path) -> Self {
        if page == Path::new("-") {
            return Self { origin: Origin::Stdin, member: None };
        }
        let name = page.to_string_lossy();
        let mut archive = name.match_indices(MEMBER).map(|(at, _)| Path::new(&name[..at]).to_owned());
        match archive.find(|path| !page.exists() && path.is_file()) {
            Some(path) => Self { origin: Origin::Path(path), member: Some(name.into_owned()) },
            None => Self { origin: Origin::Path(page.to_owned()), member: None },
        }
    }

    /// Returns whether it certainly is one page.
    fn is_single(&self) -> bool {
        let is_page = |path: &Path| {
            path.is_file() && matches!(Kind::of_name(path), None | Some(Kind::Page | Kind::Other))
        };
        self.member.is_some()
            || match &self.origin {
                Origin::Path(path) => is_page(path),
                origin => *origin == Origin::Stdin,
            }
    }
}

/// A run over pages.
struct ExplainRun<'a> {
    args: &'a ExplainArgs,
    cleaner: Cleaner,
    rules: Rules,
}

impl ExplainRun<'_> {
    /// Explains the pages of all targets. A page that fails does not end the run.
    fn all(
        &self,
        targets: &[NamedPage],
        view: &mut dyn ExplanationSink,
        console: &Console,
    ) -> Result<Exit, String> {
        let mut exit = Exit::Cleaned;
        for target in targets {
            let (mut pages, mut ended) = (0u64, Ok(()));
            let mut visit = |mut item: Item| {
                if matches!(item.payload, Payload::Skipped(_)) {
                    return ControlFlow::Continue(());
                }
                if target.member.as_ref().is_some_and(|member| *member != item.source) {
                    return ControlFlow::Continue(());
                }
                pages += 1;
                let source = printable(&item.source).into_owned();
                let result = match self.one(&mut item) {
                    Ok(explanation) => view.page(&source, &explanation),
                    Err(message) => {
                        exit = Exit::Incomplete;
                        console.fatal(format_args!("{source}: {message}"));
                        view.failed(&source, &message)
                    }
                };
                match result {
                    Ok(ControlFlow::Continue(())) if target.member.is_none() => ControlFlow::Continue(()),
                    Ok(_) => ControlFlow::Break(()),
                    Err(message) => {
                        ended = Err(message);
                        ControlFlow::Break(())
                    }
                }
            };
            let _ = source::each(std::slice::from_ref(&target.origin), &self.rules, &mut visit);
            ended?;
            if pages == 0 {
                exit = Exit::Incomplete;
                console.fatal(target.missing());
            }
        }
        Ok(exit)
    }

    fn one(&self, item: &mut Item) -> Result<Explanation, String> {
        let content = item.load(&self.rules).map_err(|error| with_flag(&error, error.limit()))?;
        let article = &self.args.article;
        let mut page = Page::new(content.as_content()).with_input(match self.args.input {
            InputArg::Html => Input::Html,
            InputArg::Text => Input::Text,
            _ => item.input,
        });
        if let Some(url) = self.args.url.as_deref().or(item.url.as_deref()) {
            page = page.with_url(url);
        }
        if let Some(content_type) = &item.content_type {
            page = page.with_content_type(content_type);
        }
        if let Some(label) = &article.encoding {
            page = page.with_encoding(label);
        }
        let explained = match self.args.verbose {
            true => self.cleaner.explain_verbose(page),
            false => self.cleaner.explain(page),
        };
        explained.map_err(|error| with_flag(&error, error.limit()))
    }
}

impl NamedPage {
    /// Returns the message that no page was found.
    fn missing(&self) -> String {
        match (&self.origin, &self.member) {
            (Origin::Path(path), Some(member)) => {
                let name = member[path.to_string_lossy().len()..].trim_start_matches(MEMBER);
                format!("{}: no page named `{}` in it", path.display(), printable(name))
            }
            (Origin::Path(path), None) => format!("{}: no pages in it", path.display()),
            _ => "no pages".to_owned(),
        }
    }
}

/// Receives explanations.
trait ExplanationSink {
    /// Receives a page; returns whether to continue.
    fn page(&mut self, source: &str, explanation: &Explanation) -> Result<ControlFlow<()>, String>;

    /// Receives a page that failed.
    fn failed(&mut self, source: &str, message: &str) -> Result<ControlFlow<()>, String> {
        let _ = (source, message);
        Ok(ControlFlow::Continue(()))
    }

    /// Ends the run.
    fn finish(&mut self) -> Result<(), String> {
        Ok(())
    }
}

/// Writes one report to a file.
struct ReportFile<'a> {
    path: &'a Path,
}

impl ExplanationSink for ReportFile<'_> {
    fn page(&mut self, source: &str, explanation: &Explanation) -> Result<ControlFlow<()>, String> {
        write(self.path, &explanation.html(source))?;
        Ok(ControlFlow::Continue(()))
    }
}

/// Writes a folder with a report per page and an index.
struct ReportFolder<'a> {
    path: &'a Path,
    entries: Vec<IndexEntry>,
}

impl<'a> ReportFolder<'a> {
    fn create(path: &'a Path) -> Result<Self, String> {
        fs::create_dir_all(path).map_err(|e| format!("{}: cannot be created ({e})", path.display()))?;
        Ok(Self { path, entries: Vec::new() })
    }
}

impl ExplanationSink for ReportFolder<'_> {
    fn page(&mut self, source: &str, explanation: &Explanation) -> Result<ControlFlow<()>, String> {
        // Numbers instead of names: two pages may have the same name, and a name could leave the folder.
        let report = format!("{:05}.html", self.entries.len() + 1);
        write(&self.path.join(&report), &explanation.html(source))?;
        self.entries.push(IndexEntry::new(source, &report, explanation));
        Ok(ControlFlow::Continue(()))
    }

    fn failed(&mut self, source: &str, message: &str) -> Result<ControlFlow<()>, String> {
        self.entries.push(IndexEntry::failed(source, message));
        Ok(ControlFlow::Continue(()))
    }

    fn finish(&mut self) -> Result<(), String> {
        write(&self.path.join("index.html"), &index(&mut self.entries))
    }
}

/// Writes text or JSON lines to standard output.
struct Stdout {
    json: bool,
    color: bool,
    /// Whether pages get headers with their names.
    headers: bool,
    /// Whether a page was written.
    begun: bool,
}

impl Stdout {
    fn new(args: &ExplainArgs, is_single: bool) -> Self {
        let color = match args.color {
            ColourArg::Always => true,
            ColourArg::Never => false,
            ColourArg::Auto => {
                let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                io::stdout().is_terminal() && !is_set("NO_COLOR") && !is_dumb
            }
        };
        Self { json: args.json, color, headers: !is_single, begun: false }
    }
}

impl ExplanationSink for Stdout {
    fn page(&mut self, source: &str, explanation: &Explanation) -> Result<ControlFlow<()>, String> {
        let mut text = String::new();
        if self.json {
            text = serde_json::to_string(explanation).map_err(|e| e.to_string())? + "\n";
        } else {
            if self.headers {
                let gap = if self.begun { "\n" } else { "" };
                text = format!("{gap}==> {source} <==\n");
            }
            text.push_str(&explanation.terminal(self.color));
        }
        self.begun = true;
        match io::stdout().write_all(text.as_bytes()) {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
            Err(e) => Err(format!("standard output: cannot be written ({e})")),
            Ok(()) => Ok(ControlFlow::Continue(())),
        }
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text)
        .map_err(|e| format!("{}: cannot be written ({e}); choose another path", path.display()))
}
