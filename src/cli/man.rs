//! Generates the man pages from the definitions of the arguments.

use std::{fs, io::Write, path::Path};

use clap::CommandFactory;

use super::args::Args;

/// Writes the man page of the command.
pub(crate) fn print(out: &mut Vec<u8>) -> std::io::Result<()> {
    page(&command(), out)
}

/// Writes a man page for the command and for each subcommand to a directory.
pub(crate) fn write_all(dir: &Path) -> std::io::Result<()> {
    fs::create_dir_all(dir)?;
    write(&command(), dir)
}

/// Returns the command with the full names of its subcommands: `copydesk-rules-check`.
fn command() -> clap::Command {
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    command
}

fn write(command: &clap::Command, dir: &Path) -> std::io::Result<()> {
    let mut text = Vec::new();
    page(command, &mut text)?;
    fs::write(dir.join(format!("{}.1", name(command))), text)?;
    command.get_subcommands().filter(|sub| !sub.is_hide_set()).try_for_each(|sub| write(sub, dir))
}

fn name(command: &clap::Command) -> String {
    command.get_display_name().unwrap_or(command.get_name()).replace(' ', "-")
}

fn page(command: &clap::Command, out: &mut Vec<u8>) -> std::io::Result<()> {
    let ends = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    let man = clap_mangen::Man::new(command.clone().version(env!("CARGO_PKG_VERSION")));
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    for line in ends.lines() {
        match line.strip_suffix(':').filter(|line| !line.starts_with(' ')) {
            Some(title) => writeln!(out, ".fi\n.SH {}\n.nf", title.to_uppercase())?,
            None => writeln!(out, "{}", escaped(line))?,
        }
    }
    if !ends.is_empty() {
        writeln!(out, ".fi")?;
    }
    man.render_version_section(out)
}

/// Returns a line as roff text.
fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    // Such a character at the start would make it a control line.
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subcommand_has_a_page_with_examples_and_exit_status() {
        let dir = tempfile::tempdir().expect("a folder");
        write_all(dir.path()).expect("written");
        for name in [
            "copydesk",
            "copydesk-byline",
            "copydesk-explain",
            "copydesk-rules",
            "copydesk-rules-check",
            "copydesk-man",
        ] {
            let page = fs::read_to_string(dir.path().join(format!("{name}.1"))).expect("a page");
            for section in ["SH NAME", "SH SYNOPSIS", "SH OPTIONS", "SH EXAMPLES", "SH \"EXIT STATUS\""] {
                let plain = section.replace('"', "");
                assert!(page.contains(section) || page.contains(&plain), "{name} has no {section}");
            }
        }
        assert!(dir.path().join("copydesk-rules-import.1").is_file());
    }
}
