//! The commands `byline`, `dateline` and `credit`: parse strings, one per line.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write},
};

use crate::{
    batch::{Console, Progress, Verbosity},
    byline::{self, Byline},
    credit::{self, Credit},
    dateline::{self, Dateline},
    output::printable,
};
use serde::{Deserialize, Serialize};

use super::{
    args::{StringArgs, StringFormat},
    exit::Exit,
};

/// The kind of the strings.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StringKind {
    Byline,
    Dateline,
    Credit,
}

/// Parses strings and writes the results in order, one per line.
pub(crate) fn run(what: StringKind, args: &StringArgs) -> Exit {
    let console = Console::new(Verbosity::Normal, Progress::None);
    if args.files.is_empty() && io::stdin().is_terminal() {
        console.fatal("no input; name a file or pipe in strings, one per line");
        return Exit::Stopped;
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut lines = StringReader { what, args, unread: false, console: &console };
    let ended = if args.files.is_empty() {
        lines.read("-", io::stdin().lock(), &mut out)
    } else {
        args.files.iter().try_for_each(|path| match File::open(path) {
            Ok(file) => lines.read(&path.to_string_lossy(), BufReader::new(file), &mut out),
            Err(error) => Err(Broken::Input(path.to_string_lossy().into_owned(), error)),
        })
    };
    let ended = ended.and_then(|()| out.flush().map_err(Broken::Output));
    match ended {
        Ok(()) if lines.unread => Exit::Incomplete,
        Ok(()) => Exit::Cleaned,
        Err(Broken::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Cleaned,
        Err(Broken::Output(error)) => {
            console.fatal(format_args!(
                "standard output: cannot be written ({error}); free some space or choose another output"
            ));
            Exit::Stopped
        }
        Err(Broken::Input(name, error)) => {
            console.fatal(format_args!("{name}: cannot be read ({error}); check its name and permissions"));
            Exit::Stopped
        }
    }
}

enum Broken {
    Input(String, io::Error),
    Output(io::Error),
}

/// A line of JSONL input.
#[derive(Debug, Default, Deserialize)]
struct StringLine {
    text: String,
    published: Option<String>,
    #[serde(alias = "lang")]
    language: Option<String>,
}

/// A line of JSONL output.
#[derive(Serialize)]
#[serde(rename_all = "lowercase", untagged)]
enum Reading<'a> {
    Byline { byline: Option<Byline> },
    Dateline { dateline: Option<Dateline>, rest: &'a str },
    Credit { credit: Option<Credit>, rest: &'a str },
}

struct StringReader<'a> {
    what: StringKind,
    args: &'a StringArgs,
    /// Whether a line was not a JSON object with a text.
    unread: bool,
    console: &'a Console,
}

impl StringReader<'_> {
    fn read(&mut self, name: &str, mut from: impl BufRead, out: &mut impl Write) -> Result<(), Broken> {
        let mut line = Vec::new();
        let mut number = 0u64;
        loop {
            line.clear();
            let read = from.read_until(b'\n', &mut line).map_err(|e| Broken::Input(name.to_owned(), e))?;
            if read == 0 {
                return Ok(());
            }
            number += 1;
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches(['\n', '\r']);
            let item = match self.args.input {
                StringFormat::Lines => StringLine { text: text.to_owned(), ..StringLine::default() },
                StringFormat::Jsonl if text.trim().is_empty() => continue,
                StringFormat::Jsonl => serde_json::from_str(text).unwrap_or_else(|error| {
                    self.unread = true;
                    self.console.failure(
                        &format!("{name}:{number}"),
                        format_args!(
                            "is not a JSON object with a string \"text\" ({error}); see copydesk {} --help",
                            self.name()
                        ),
                    );
                    StringLine::default()
                }),
            };
            self.write(&item, out).map_err(Broken::Output)?;
        }
    }

    fn name(&self) -> &'static str {
        match self.what {
            StringKind::Byline => "byline",
            StringKind::Dateline => "dateline",
            StringKind::Credit => "credit",
        }
    }

    fn write(&self, item: &StringLine, out: &mut impl Write) -> io::Result<()> {
        let reading = self.reading(item);
        match if self.args.json { StringFormat::Jsonl } else { self.args.format } {
            StringFormat::Jsonl => serde_json::to_writer(&mut *out, &reading)?,
            StringFormat::Lines => {
                let line = match &reading {
                    Reading::Byline { byline } => byline.as_ref().map_or("", |b| &b.text),
                    Reading::Dateline { dateline, .. } => dateline.as_ref().map_or("", |d| d.text.trim_end()),
                    Reading::Credit { credit, .. } => credit.as_ref().map_or("", |c| &c.raw),
                };
                out.write_all(printable(line).replace('\n', " ").as_bytes())?;
            }
        }
        out.write_all(b"\n")
    }

    fn reading<'t>(&self, item: &'t StringLine) -> Reading<'t> {
        let text = item.text.as_str();
        let language = item.language.as_deref().or(self.args.lang.as_deref());
        match self.what {
            StringKind::Byline => {
                let context = byline::BylineContext::new().with_language(language);
                Reading::Byline { byline: byline::parse(text, &context) }
            }
            StringKind::Dateline => {
                let published = item.published.as_deref().or(self.args.published.as_deref());
                let context =
                    dateline::DatelineContext::new().with_language(language).with_published(published);
                let dateline = dateline::parse(text, &context);
                let rest = dateline.as_ref().map_or(text, |d| text.get(d.raw.len()..).unwrap_or(""));
                Reading::Dateline { dateline, rest }
            }
            StringKind::Credit => {
                let credit = credit::parse(text, &credit::CreditContext::new().with_language(language));
                let rest = credit
                    .as_ref()
                    .map_or(text, |c| text.trim_end().strip_suffix(c.raw.as_str()).unwrap_or(text));
                Reading::Credit { credit, rest }
            }
        }
    }
}
