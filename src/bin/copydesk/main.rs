//! The command `copydesk`: arguments in, exit code out; the work is the library's.
#![forbid(unsafe_code)]

mod args;
mod clean;
mod exit;
mod strings;

use clap::Parser;

use crate::{args::Args, exit::Exit};

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
        Some(ref command) => strings::run(command),
        None => clean::run(&args.clean),
    }
    .into()
}
