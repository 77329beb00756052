//! The command `rules`: checks site rules against saved pages, and imports FiveFilters' site configuration.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::{
    Cleaner, Page, SiteRule, SiteRules,
    batch::{Console, Progress, Verbosity},
    import_ftr,
    output::printable,
};

use super::{args::RulesCommand, exit::Exit};

/// Runs a subcommand.
pub(crate) fn run(command: &RulesCommand) -> Exit {
    let console = Console::new(Verbosity::Normal, Progress::None);
    let ended = match command {
        RulesCommand::Check { folder } => check(folder, &console),
        RulesCommand::Import { files, output } => import(files, output.as_deref(), &console),
    };
    ended.unwrap_or_else(|message| {
        console.fatal(message);
        Exit::Stopped
    })
}

/// A day on which every rule is valid: saved pages must keep passing after a rule has expired.
const BEFORE_ANY_RULE_EXPIRES: &str = "0000-01-01";

/// Cleans every saved page that a rule names and searches it for the rule's text.
fn check(folder: &Path, console: &Console) -> Result<Exit, String> {
    let rules = SiteRules::read(folder).map_err(|e| e.to_string())?;
    let cleaner = Cleaner::new()
        .with_rules(rules.clone())
        .with_now(BEFORE_ANY_RULE_EXPIRES)
        .map_err(|e| e.to_string())?;
    let (mut proved, mut failed, mut unproved) = (0, 0, 0);
    for rule in rules.iter() {
        let saved: Vec<_> = rule.tests.iter().filter_map(|t| t.file.as_ref().map(|f| (f, t))).collect();
        if saved.is_empty() {
            unproved += 1;
            console.fatal(format_args!(
                "{}: has no test with a file; save a page and add it as a test",
                rule.host
            ));
        }
        for (file, test) in saved {
            let path = folder.join(file);
            let url = test.url.clone().unwrap_or_else(|| format!("https://{}/", rule.host));
            match text(&cleaner, &path, &url) {
                Ok(text) if squashed(&text).contains(&squashed(&test.contains)) => proved += 1,
                Ok(_) => {
                    failed += 1;
                    console.fatal(format_args!(
                        "{}: {}: `{}` is not in the text; see copydesk explain --rules {} --url {url} {}",
                        rule.host,
                        path.display(),
                        printable(&test.contains),
                        folder.display(),
                        path.display()
                    ));
                }
                Err(message) => {
                    failed += 1;
                    console.fatal(format_args!("{}: {message}", rule.host));
                }
            }
        }
    }
    let _ = writeln!(
        std::io::stdout(),
        "{} rules: {proved} tests passed, {failed} failed, {unproved} rules without a saved page",
        rules.len()
    );
    Ok(if failed + unproved > 0 { Exit::Incomplete } else { Exit::Cleaned })
}

fn text(cleaner: &Cleaner, path: &Path, url: &str) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|e| format!("{}: cannot be read ({e})", path.display()))?;
    let article =
        cleaner.clean(Page::new(&bytes).with_url(url)).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(article.text())
}

fn squashed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn import(files: &[PathBuf], output: Option<&Path>, console: &Console) -> Result<Exit, String> {
    if files.is_empty() {
        return Err("no files; name those of a site configuration (post.example.txt)".to_owned());
    }
    let mut exit = Exit::Cleaned;
    for path in files {
        let text =
            fs::read_to_string(path).map_err(|e| format!("{}: cannot be read ({e})", path.display()))?;
        let host = path.file_stem().unwrap_or_default().to_string_lossy();
        let import = import_ftr(host.trim_start_matches('.'), &text);
        for line in &import.left_out {
            exit = Exit::Incomplete;
            console.fatal(format_args!("{}: not imported: {}", path.display(), printable(line)));
        }
        write_rule(&import.rule, output)?;
    }
    Ok(exit)
}

fn write_rule(rule: &SiteRule, output: Option<&Path>) -> Result<(), String> {
    let toml = rule.to_toml();
    match output {
        None => std::io::stdout().write_all(toml.as_bytes()).map_err(|e| e.to_string()),
        Some(folder) => {
            fs::create_dir_all(folder).map_err(|e| format!("{}: cannot be made ({e})", folder.display()))?;
            // A host contains no slash, so the path stays in the folder.
            let path = folder.join(format!("{}.toml", rule.host.replace(['/', '\\'], "-")));
            fs::write(&path, toml).map_err(|e| format!("{}: cannot be written ({e})", path.display()))
        }
    }
}
