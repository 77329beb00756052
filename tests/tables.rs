//! Checks that no value of a table is below another header than on the page.
//!
//! Every table in the Markdown of a set of pages is compared with the page's own, laid out by a second implementation of
//! HTML's table model. The pages are the fixtures, or those of the folder in `TABLE_PAGES` (`.html` or `.html.gz`):
//! `TABLE_PAGES=corpus/pages cargo test --test tables -- --nocapture` prints what was compared.

use std::{
    collections::{HashMap, HashSet},
    env, fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use copydesk::{Cleaner, MarkdownOptions, Page};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{ElementRef, Html, Selector};

/// Rows of a table: column and letters of every non-empty cell.
type Rows = Vec<Vec<(usize, String)>>;

/// Cells that span more columns are treated alike.
const MOST_COLUMNS: usize = 1000;

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the tables of a Markdown text.
fn of_markdown(markdown: &str) -> Vec<Rows> {
    let (mut tables, mut column, mut cell) = (Vec::<Rows>::new(), 0, String::new());
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Table(_)) => tables.push(Rows::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                column = 0;
                if let Some(table) = tables.last_mut() {
                    table.push(Vec::new());
                }
            }
            Event::Start(Tag::TableCell) => cell.clear(),
            Event::Text(text) | Event::Code(text) => cell.push_str(&text),
            Event::End(TagEnd::TableCell) => {
                let text = letters(&cell);
                if let Some(row) =
                    tables.last_mut().and_then(|table| table.last_mut()).filter(|_| !text.is_empty())
                {
                    row.push((column, text));
                }
                column += 1;
            }
            _ => {}
        }
    }
    tables
}

/// Returns the tables of a page without tables inside, according to HTML's table model.
fn of_page(page: &Html) -> Vec<Rows> {
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let (table, row) = (select("table"), select("tr"));
    let mut tables = Vec::new();
    for table in page.select(&table).filter(|t| t.select(&table).next().is_none()) {
        // The remaining rows that a cell covers, by column.
        let mut covered: HashMap<usize, usize> = HashMap::new();
        let mut rows = Rows::new();
        for row in table.select(&row) {
            let (mut out, mut column) = (Vec::new(), 0);
            let mut begun = Vec::new();
            let cells = row
                .children()
                .filter_map(ElementRef::wrap)
                .filter(|c| matches!(c.value().name(), "td" | "th"));
            for cell in cells {
                while covered.get(&column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let span = |name: &str| cell.value().attr(name).and_then(|v| v.trim().parse::<usize>().ok());
                let columns = span("colspan").unwrap_or(1).clamp(1, MOST_COLUMNS);
                let text = letters(&cell.text().collect::<String>());
                if !text.is_empty() {
                    out.push((column, text));
                }
                let rows = span("rowspan").unwrap_or(1).max(1);
                begun.extend((column..column + columns).map(|c| (c, rows - 1)));
                column += columns;
            }
            for rows in covered.values_mut() {
                *rows = rows.saturating_sub(1);
            }
            covered.extend(begun.into_iter().filter(|(_, rows)| *rows > 0));
            rows.push(out);
        }
        tables.push(rows);
    }
    tables
}

#[derive(Debug, Default)]
struct Tally {
    pages: usize,
    tables: usize,
    rows: usize,
    /// Rows whose texts are not those of a row of the page, because readings, formulas and notes are written
    /// differently.
    other: usize,
    moved: Vec<String>,
}

fn compare(name: &str, html: &str, tally: &mut Tally) {
    let Ok(article) = Cleaner::new().clean(Page::new(html)) else { return };
    let markdown = article.markdown(MarkdownOptions::new().with_body_only(true));
    let written = of_markdown(&markdown);
    tally.pages += 1;
    if written.is_empty() {
        return;
    }
    // Rows of the page by their texts. The same texts may be in different columns of different tables.
    let mut known: HashMap<Vec<&str>, HashSet<Vec<usize>>> = HashMap::new();
    let tables = of_page(&Html::parse_document(html));
    for row in tables.iter().flatten() {
        let texts = row.iter().map(|(_, text)| text.as_str()).collect();
        known.entry(texts).or_default().insert(row.iter().map(|(column, _)| *column).collect());
    }
    for table in &written {
        tally.tables += 1;
        for row in table.iter().filter(|row| !row.is_empty()) {
            tally.rows += 1;
            let texts: Vec<&str> = row.iter().map(|(_, text)| text.as_str()).collect();
            let columns: Vec<usize> = row.iter().map(|(column, _)| *column).collect();
            match known.get(&texts) {
                None => tally.other += 1,
                Some(places) if places.contains(&columns) => {}
                Some(places) => {
                    tally.moved.push(format!("{name}: {texts:?} in {columns:?}, on the page in {places:?}"))
                }
            }
        }
    }
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("an entry").path();
            let name = path.to_string_lossy();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".html") || name.ends_with(".html.gz") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

#[test]
fn values_stay_below_their_headers() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let folder = env::var_os("TABLE_PAGES").map_or(fixtures, PathBuf::from);
    let mut tally = Tally::default();
    for path in pages(&folder) {
        let bytes = fs::read(&path).expect("a page");
        let mut html = Vec::new();
        if path.extension().is_some_and(|e| e == "gz") {
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut html).expect("gzip");
        } else {
            html = bytes;
        }
        compare(&path.display().to_string(), &String::from_utf8_lossy(&html), &mut tally);
    }
    println!(
        "{} pages, {} tables, {} rows, {} of them with other texts than on the page",
        tally.pages, tally.tables, tally.rows, tally.other
    );
    assert!(tally.tables > 0, "no table in {}", folder.display());
    assert!(tally.moved.is_empty(), "{} rows moved:\n{}", tally.moved.len(), tally.moved.join("\n"));
}
