//! The command `copydesk`: arguments in, exit code out; the work is the library's.
#![forbid(unsafe_code)]

mod args;
mod clean;
mod exit;
mod explain;
mod rules;
mod strings;

use clap::{CommandFactory, Parser};

use crate::{
    args::{Args, Command},
    exit::Exit,
    strings::What,
};

fn main() -> std::process::ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version go to standard output and are no error.
            let _ = error.print();
            return if error.use_stderr() { Exit::Stopped } else { Exit::Cleaned }.into();
        }
    };
    match args.command {
        None => clean::run(&args.clean),
        Some(Command::Byline(ref args)) => strings::run(What::Byline, args),
        Some(Command::Dateline(ref args)) => strings::run(What::Dateline, args),
        Some(Command::Credit(ref args)) => strings::run(What::Credit, args),
        Some(Command::Explain(ref args)) => explain::run(args),
        Some(Command::Rules(ref command)) => rules::run(command),
        Some(Command::Man) => printed(|out| clap_mangen::Man::new(Args::command()).render(out)),
        Some(Command::Completions { shell }) => printed(|out| {
            clap_complete::generate(shell, &mut Args::command(), "copydesk", out);
            Ok(())
        }),
    }
    .into()
}

/// Writes something made from the definitions to standard output; a closed pipe ends it quietly.
fn printed(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Exit {
    let mut text = Vec::new();
    match write(&mut text).and_then(|()| std::io::Write::write_all(&mut std::io::stdout(), &text)) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Exit::Stopped,
        _ => Exit::Cleaned,
    }
}
