//! The text that the project started from. It is not part of the repository: without it the test is reported as ignored.

use std::{
    fs,
    path::{Path, PathBuf},
};

use copydesk::Cleaner;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/article.txt");
    let missing = !path.exists();
    let test = Trial::test("the_seed_is_cleaned_exactly", move || check(&path)).with_ignored_flag(missing);
    libtest_mimic::run(&Arguments::from_args(), vec![test]).exit();
}

fn check(path: &PathBuf) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let article = Cleaner::new().clean(&text)?;
    let paragraphs: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let (title, rest) = (paragraphs[1], &paragraphs[2..paragraphs.len() - 1]);
    assert_eq!(article.title.as_deref(), Some(title));
    assert_eq!(rest.len(), 14, "paragraphs of the seed");
    let body = article.text();
    let got: Vec<&str> = body.split("\n\n").collect();
    let want: Vec<&str> = rest.iter().map(|p| p.trim_end_matches("(Yonhap)")).collect();
    assert_eq!(got, want);
    assert_eq!(article.credit.and_then(|c| c.agency).as_deref(), Some("Yonhap"));
    Ok(())
}
