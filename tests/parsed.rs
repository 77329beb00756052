//! A parsed `scraper::Html` gives the same article as its HTML.

use std::{fs, path::Path};

use copydesk::{Cleaner, Page};

#[test]
fn parsed_fixtures_equal_their_html() {
    let cleaner = Cleaner::new();
    let mut seen = 0;
    for folder in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")).expect("fixtures") {
        let path = folder.expect("an entry").path().join("input.html");
        let Ok(html) = fs::read_to_string(&path) else { continue };
        seen += 1;
        let url = Some("https://post.example/story");
        let parsed = cleaner.clean_document(&scraper::Html::parse_document(&html), url).expect("cleans");
        let ours = cleaner
            .clean(Page::new(&html).with_url("https://post.example/story").with_input(copydesk::Input::Html))
            .expect("cleans");
        let fields =
            |a: &copydesk::Article| (a.title.clone(), a.byline.clone(), a.published.clone(), a.text());
        assert_eq!(fields(&parsed), fields(&ours), "{}", path.display());
    }
    assert!(seen > 0 || !Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/news--wire-story").exists());
}
