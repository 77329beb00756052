//! Every folder of `fixtures/` is a test: its page is cleaned and compared with the expectation.
//!
//! A folder is named `<area>--<slug>` and contains `input.html`, `input.txt` or `input.bin` (the page), `case.toml`
//! (a description, hints and options) and `expected.md`: the record without its text as JSON, a blank line, the text.
//! A folder without an expectation fails. `UPDATE=1 cargo test --test fixtures` writes the current output; read the
//! difference before you keep it.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use copydesk::{
    Cleaner, CreditStyle, DatelineStyle, Favor, Input, MarkdownOptions, Page, StandfirstStyle,
    output::{Cleaned, Record},
};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use similar::TextDiff;

/// Lines of context around a difference.
const CONTEXT: usize = 2;

/// Fields that the preamble omits: the text follows it, the source is always the same, and the confidences change
/// with every training. Empty fields and nulls are omitted too.
const LEFT_OUT: [&str; 4] = ["source", "confidence", "sources", "text"];

/// `case.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Case {
    /// What the page shows, in one sentence.
    about: String,
    url: Option<String>,
    encoding: Option<String>,
    content_type: Option<String>,
    input: Option<String>,
    dateline: Option<String>,
    credit: Option<String>,
    standfirst: Option<String>,
    favor: Option<String>,
    min_words: Option<usize>,
    /// Whether the text is compared as Markdown with links and pictures.
    markdown: bool,
    /// Whether `explained.txt` has the decision on each block.
    explain: bool,
}

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut folders: Vec<PathBuf> = fs::read_dir(&root)
        .unwrap_or_else(|error| panic!("{}: {error}", root.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "no fixtures in {}", root.display());
    let trials = folders.into_iter().map(|folder| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(name, move || check(&folder).map_err(Failed::from))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn check(folder: &Path) -> Result<(), String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !name.contains("--") {
        return Err(format!("{name} is not named <area>--<slug>"));
    }
    let case = fs::read_to_string(folder.join("case.toml")).map_err(|e| format!("case.toml: {e}"))?;
    let case: Case = toml::from_str(&case).map_err(|e| format!("case.toml: {e}"))?;
    if case.about.is_empty() {
        return Err("case.toml does not say what it is about".to_owned());
    }
    let bytes = input(folder)?;
    compare(&folder.join("expected.md"), clean(&bytes, &case)?)?;
    if case.explain {
        compare(&folder.join("explained.txt"), explain(&bytes, &case)?)?;
    }
    Ok(())
}

/// Compares a result with what is expected.
fn compare(path: &Path, got: String) -> Result<(), String> {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if got == expected {
        return Ok(());
    }
    if env::var_os("UPDATE").is_some() {
        return fs::write(path, got).map_err(|e| e.to_string());
    }
    if expected.is_empty() {
        let name = path.display();
        return Err(format!("{name} is missing; UPDATE=1 cargo test --test fixtures writes it\n{got}"));
    }
    let diff = TextDiff::from_lines(&expected, &got);
    Err(diff.unified_diff().context_radius(CONTEXT).header("expected", "got").to_string())
}

/// Returns the page of a fixture.
fn input(folder: &Path) -> Result<Vec<u8>, String> {
    let inputs = ["input.html", "input.txt", "input.bin"].map(|name| folder.join(name));
    let [input] = &inputs.iter().filter(|path| path.exists()).collect::<Vec<_>>()[..] else {
        return Err("needs one of input.html, input.txt, input.bin".to_owned());
    };
    fs::read(input).map_err(|e| e.to_string())
}

fn page<'a>(bytes: &'a [u8], case: &'a Case) -> Result<Page<'a>, String> {
    let mut page = Page::new(bytes);
    if let Some(url) = &case.url {
        page = page.with_url(url);
    }
    if let Some(label) = &case.encoding {
        page = page.with_encoding(label);
    }
    if let Some(content_type) = &case.content_type {
        page = page.with_content_type(content_type);
    }
    Ok(page.with_input(match case.input.as_deref() {
        None => Input::Auto,
        Some("html") => Input::Html,
        Some("text") => Input::Text,
        Some(other) => return Err(format!("case.toml: input is html or text, not {other}")),
    }))
}

/// Characters of a block in `explained.txt`.
const PREVIEW_CHARS: usize = 60;

/// Returns the decision on each block and the rules that decided, without the reasons and numbers that change with every
/// training.
fn explain(bytes: &[u8], case: &Case) -> Result<String, String> {
    let explanation = cleaner(case)?.explain(page(bytes, case)?).map_err(|e| e.to_string())?;
    let mut out = format!("{}\n\n", explanation.page.summary);
    for field in explanation.fields.iter().filter(|field| field.value.is_some()) {
        let source = field.source.as_deref().unwrap_or("-");
        out += &format!("{} from {source}\n", field.field);
    }
    out.push('\n');
    for block in &explanation.blocks {
        let decision = match (block.kept, block.used_as) {
            (true, _) => "kept".to_owned(),
            (false, Some(field)) => format!("used as {field}"),
            (false, None) => "dropped".to_owned(),
        };
        let rules = block.reasons.iter().filter(|reason| reason.weight.is_none());
        let rules: String = rules.map(|reason| format!(" ({})", reason.words)).collect();
        let preview: String = block.text.chars().take(PREVIEW_CHARS).collect();
        out += &format!("{decision}{rules}: {}\n", preview.replace('\n', " "));
    }
    Ok(out)
}

/// Returns the record without the fields that change with every training, and the text.
fn clean(bytes: &[u8], case: &Case) -> Result<String, String> {
    let article = cleaner(case)?.clean(page(bytes, case)?).map_err(|e| e.to_string())?;
    let record = Record::new(&Cleaned { source: "", result: Ok(&article), fields: None });
    let mut value = serde_json::to_value(&record).map_err(|e| e.to_string())?;
    let fields = value.as_object_mut().ok_or("a record is an object")?;
    fields.retain(|name, value| {
        !value.is_null()
            && *value != serde_json::json!([])
            && *value != "ltr"
            && !LEFT_OUT.contains(&name.as_str())
    });
    // It also changes with every training.
    if let Some(byline) = fields.get_mut("byline").and_then(serde_json::Value::as_object_mut) {
        byline.remove("confidence");
    }
    let preamble = serde_json::to_string_pretty(&value).map_err(|e| e.to_string())?;
    if case.markdown {
        let options = MarkdownOptions::new().with_links(true).with_images(true).with_body_only(true);
        return Ok(format!("{preamble}\n\n{}", article.markdown(options)));
    }
    Ok(format!("{preamble}\n\n{}\n", record.text))
}

fn cleaner(case: &Case) -> Result<Cleaner, String> {
    let unknown = |what: &str, value: &str| Err(format!("case.toml: {what} cannot be {value}"));
    let mut cleaner = Cleaner::new().with_min_words(case.min_words.unwrap_or(0));
    cleaner = match case.dateline.as_deref() {
        None | Some("normalize") => cleaner,
        Some("keep") => cleaner.with_dateline(DatelineStyle::Keep),
        Some("strip") => cleaner.with_dateline(DatelineStyle::Strip),
        Some(other) => return unknown("dateline", other),
    };
    cleaner = match case.credit.as_deref() {
        None | Some("strip") => cleaner,
        Some("keep") => cleaner.with_credit(CreditStyle::Keep),
        Some(other) => return unknown("credit", other),
    };
    cleaner = match case.standfirst.as_deref() {
        None | Some("keep") => cleaner,
        Some("strip") => cleaner.with_standfirst(StandfirstStyle::Strip),
        Some(other) => return unknown("standfirst", other),
    };
    match case.favor.as_deref() {
        None | Some("balanced") => Ok(cleaner),
        Some("precision") => Ok(cleaner.with_favor(Favor::Precision)),
        Some("recall") => Ok(cleaner.with_favor(Favor::Recall)),
        Some(other) => unknown("favor", other),
    }
}
