//! The command `copydesk`. The library's `cli` module does the work, so that other packages can ship the same command.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    copydesk::cli::run(std::env::args_os()).into()
}
