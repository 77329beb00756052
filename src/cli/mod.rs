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

use std::ffi::OsString;

use clap::{CommandFactory, Parser};

use self::{
    args::{Args, Command},
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
    let args = match Args::try_parse_from(args) {
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

/// Writes generated text to standard output; a closed pipe is not an error.
fn printed(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Exit {
    let mut text = Vec::new();
    match write(&mut text).and_then(|()| std::io::Write::write_all(&mut std::io::stdout(), &text)) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Exit::Stopped,
        _ => Exit::Cleaned,
    }
}
