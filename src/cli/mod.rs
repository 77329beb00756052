//! The command line: parses arguments, runs the command and returns its exit code.
//!
//! It is a module of the library so that the Python package can provide the same command.

mod args;
mod clean;
mod cleaner;
mod exit;
mod explain;
mod help;
mod man;
#[cfg(feature = "mcp")]
mod mcp;
#[cfg(any(feature = "mcp", feature = "serve"))]
mod request;
mod rules;
#[cfg(feature = "serve")]
mod serve;
mod strings;
mod values;

use std::ffi::OsString;

use clap::{Args as _, CommandFactory, FromArgMatches, Parser};

use self::{
    args::{Args, CleanArgs, Command},
    exit::Exit,
    strings::StringKind,
};

/// Runs the command and returns its exit code: 0, 1, 2 or 130.
///
/// `args` starts with the program's name, as [`std::env::args_os`] does. Reads standard input and writes to standard
/// output and standard error. A batch installs a handler for SIGINT and SIGTERM that stays for the rest of the process.
///
/// ```
/// assert_eq!(copydesk::cli::run(["copydesk", "--no-such-option"]), 2);
/// ```
pub fn run(args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> u8 {
    let args = match parse(args.into_iter().map(Into::into).collect()) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are printed to standard output and are not errors.
            let _ = error.print();
            return if error.use_stderr() { Exit::Stopped } else { Exit::Cleaned } as u8;
        }
    };
    let exit = match args.command {
        None => clean::run(&args.clean),
        Some(Command::Byline(ref args)) => strings::run(StringKind::Byline, args),
        Some(Command::Dateline(ref args)) => strings::run(StringKind::Dateline, args),
        Some(Command::Credit(ref args)) => strings::run(StringKind::Credit, args),
        Some(Command::Explain(ref args)) => explain::run(args),
        Some(Command::Rules(ref command)) => rules::run(command),
        #[cfg(feature = "mcp")]
        Some(Command::Mcp(ref args)) => mcp::run(args),
        #[cfg(feature = "serve")]
        Some(Command::Serve(ref args)) => serve::run(args),
        Some(Command::Man { dir: None }) => printed(man::print),
        Some(Command::Man { dir: Some(ref dir) }) => match man::write_all(dir) {
            Ok(()) => Exit::Cleaned,
            Err(error) => {
                eprintln!(
                    "copydesk: {}: cannot be written ({error}); choose another directory",
                    dir.display()
                );
                Exit::Stopped
            }
        },
        Some(Command::Completions { shell }) => printed(|out| {
            clap_complete::generate(shell, &mut Args::command(), "copydesk", out);
            Ok(())
        }),
    };
    exit as u8
}

/// The names of the subcommands, with every feature.
const COMMANDS: [&str; 10] =
    ["byline", "completions", "credit", "dateline", "explain", "help", "man", "mcp", "rules", "serve"];

/// Parses the arguments. If none of them is the name of a subcommand, the parser is built without subcommands first: to
/// build them takes longer than to parse the arguments.
fn parse(args: Vec<OsString>) -> Result<Args, clap::Error> {
    if !args.iter().skip(1).any(|arg| COMMANDS.iter().any(|name| arg == name)) {
        let parser = CleanArgs::augment_args(clap::Command::new("copydesk"));
        let matches = parser.try_get_matches_from(&args);
        // Help and errors are left to the whole parser, which mentions the subcommands.
        if let Ok(clean) = matches.and_then(|mut matches| CleanArgs::from_arg_matches_mut(&mut matches)) {
            return Ok(Args { command: None, clean });
        }
    }
    Args::try_parse_from(args)
}

/// Writes generated text to standard output; a closed pipe is not an error.
fn printed(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Exit {
    let mut text = Vec::new();
    match write(&mut text).and_then(|()| std::io::Write::write_all(&mut std::io::stdout(), &text)) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Exit::Stopped,
        _ => Exit::Cleaned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subcommand_is_listed() {
        let mut command = Args::command();
        command.build();
        for subcommand in command.get_subcommands() {
            assert!(COMMANDS.contains(&subcommand.get_name()), "{}", subcommand.get_name());
        }
    }

    #[test]
    fn arguments_mean_the_same_without_subcommands() {
        for line in ["copydesk", "copydesk -", "copydesk a.html --format jsonl -o out b.html"] {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let whole = Args::try_parse_from(&args).expect("arguments");
            assert_eq!(format!("{:?}", parse(args).expect("arguments")), format!("{whole:?}"), "{line}");
        }
        for line in
            ["copydesk --help", "copydesk --version", "copydesk --no-such", "copydesk explain --no-such"]
        {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let whole = Args::try_parse_from(&args).expect_err("no arguments").to_string();
            assert_eq!(parse(args).expect_err("no arguments").to_string(), whole, "{line}");
        }
    }
}
