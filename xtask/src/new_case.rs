//! Creates a fixture.

use std::{error::Error, fs, path::Path};

use crate::shell;

/// Creates `fixtures/NAME` from a page and writes the current output as its expectation, which is then corrected by
/// hand.
pub fn create(root: &Path, name: &str, file: &Path) -> Result<(), Box<dyn Error>> {
    if !name.contains("--") || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        return Err(format!("`{name}` is not AREA--SLUG, for example news--late-byline").into());
    }
    let folder = root.join("fixtures").join(name);
    if folder.exists() {
        return Err(format!("{} exists; choose another name", folder.display()).into());
    }
    let extension = file.extension().and_then(|e| e.to_str()).unwrap_or("");
    if !["html", "txt"].contains(&extension) {
        return Err(format!("{}: the page must be .html or .txt", file.display()).into());
    }
    let page = fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    fs::create_dir(&folder)?;
    fs::write(folder.join("input").with_extension(extension), page)?;
    fs::write(folder.join("case.toml"), "about = \"What this page shows, in one sentence\"\n")?;
    let update = ["UPDATE=1", "cargo", "test", "--quiet", "--test", "fixtures", "--", "--exact", name];
    shell::run(root, "env", &update)?;
    println!("{}: edit case.toml, and correct expected.md:", folder.display());
    println!("it must say what is right, and `cargo test --test fixtures` must fail until the fix");
    Ok(())
}
