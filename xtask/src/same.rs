//! Compares the output of this tree with that of another commit, byte for byte.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::shell;

/// Builds both trees and compares records, explanations and parsed strings.
pub fn compare(root: &Path, base: &str, folders: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let work = tempfile::tempdir()?;
    let tree = work.path().join("base");
    let tree_name = tree.to_string_lossy().into_owned();
    shell::run(root, "git", &["worktree", "add", "--detach", &tree_name, base])?;
    let compared = compare_trees(root, &tree, work.path(), folders);
    shell::run(root, "git", &["worktree", "remove", "--force", &tree_name])?;
    compared
}

fn compare_trees(root: &Path, base: &Path, work: &Path, folders: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let target = root.join("target/same");
    let build = ["build", "--quiet", "--profile", "quick", "--bin", "copydesk", "--target-dir"];
    let mut arguments: Vec<String> = build.iter().map(ToString::to_string).collect();
    arguments.push(target.to_string_lossy().into_owned());
    let built = target.join("quick/copydesk");
    let (old, new) = (work.join("old"), work.join("new"));
    shell::run(base, "cargo", &arguments)?;
    fs::copy(&built, &old)?;
    shell::run(root, "cargo", &arguments)?;
    fs::copy(&built, &new)?;
    let mut different = 0;
    let mut check = |what: String, a: Vec<String>, b: Vec<String>| {
        let differing = a.iter().zip(&b).filter(|(a, b)| a != b).count() + a.len().abs_diff(b.len());
        println!("{what}: {} lines, {differing} differ", b.len());
        different += differing;
    };
    let fixtures = root.join("fixtures");
    for folder in std::iter::once(&fixtures).chain(folders) {
        let records = |binary: &Path| {
            let folder = folder.as_os_str();
            let out = Command::new(binary)
                .args(["--format", "jsonl"])
                .arg(folder)
                .stderr(Stdio::null())
                .output()?;
            sorted(&out.stdout)
        };
        check(format!("records of {}", folder.display()), records(&old)?, records(&new)?);
    }
    for page in pages(&fixtures)? {
        let explain = |binary: &Path| {
            let out =
                Command::new(binary).args(["explain", "--json"]).arg(&page).stderr(Stdio::null()).output()?;
            sorted(&out.stdout)
        };
        let (a, b) = (explain(&old)?, explain(&new)?);
        if a != b {
            check(format!("explanation of {}", page.display()), a, b);
        }
    }
    for kind in ["byline", "dateline", "credit"] {
        let table = root.join("tests/strings").join(kind).with_extension("tsv");
        if !table.exists() {
            continue;
        }
        let parse = |binary: &Path| {
            let input = fs::File::open(&table)?;
            let out = Command::new(binary).args([kind, "--format", "jsonl"]).stdin(input).output()?;
            sorted(&out.stdout)
        };
        check(format!("{kind} strings"), parse(&old)?, parse(&new)?);
    }
    if different > 0 {
        return Err(format!("{different} lines differ").into());
    }
    Ok(())
}

/// Returns the lines in byte order: several threads write records in any order.
fn sorted(bytes: &[u8]) -> Result<Vec<String>, Box<dyn Error>> {
    let mut lines: Vec<String> = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
    lines.sort();
    Ok(lines)
}

fn pages(fixtures: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut out = Vec::new();
    for folder in fs::read_dir(fixtures)? {
        let folder = folder?.path();
        out.extend(
            ["input.html", "input.txt", "input.bin"]
                .map(|f| folder.join(f))
                .into_iter()
                .filter(|f| f.exists()),
        );
    }
    out.sort();
    Ok(out)
}
