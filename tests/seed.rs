//! The text that the project began with, where it lies beside the repository: it is not part of it.

use std::{fs, path::Path};

use copydesk::Cleaner;

#[test]
fn the_seed_comes_out_exactly() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/article.txt");
    let Ok(text) = fs::read_to_string(path) else { return };
    let article = Cleaner::new().clean(&text).expect("a page");
    let paragraphs: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let (title, rest) = (paragraphs[1], &paragraphs[2..paragraphs.len() - 1]);
    assert_eq!(article.title.as_deref(), Some(title));
    assert_eq!(rest.len(), 14, "paragraphs of the seed");
    let body = article.text();
    let got: Vec<&str> = body.split("\n\n").collect();
    let want: Vec<&str> = rest.iter().map(|p| p.trim_end_matches("(Yonhap)")).collect();
    assert_eq!(got, want);
    assert_eq!(article.credit.and_then(|c| c.agency).as_deref(), Some("Yonhap"));
}
