//! Records validate against `docs/record.schema.json`, and the schema and `docs/record.md` know all of their fields.

use std::{collections::BTreeSet, fs, path::Path};

use copydesk::{
    Cleaner,
    output::{Cleaned, Record},
};
use serde_json::{Map, Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../docs/record.schema.json")).expect("JSON")
}

fn fields(value: &Value) -> BTreeSet<String> {
    value.as_object().expect("an object").keys().cloned().collect()
}

/// Returns the record of a page, and the JSON of its article.
fn outputs(page: &[u8], source: &str) -> Vec<Value> {
    let cleaned = Cleaner::new().with_comments(true).clean(page);
    let error = cleaned.as_ref().err().map(ToString::to_string).unwrap_or_default();
    let result = cleaned.as_ref().map_err(|_| error.as_str());
    let record = Record::new(&Cleaned { source, result, fields: None });
    let record = serde_json::to_value(record).expect("serializes");
    let article = cleaned.as_ref().ok().map(|article| serde_json::to_value(article).expect("serializes"));
    article.into_iter().chain([record]).collect()
}

#[test]
fn the_record_of_every_fixture_is_valid() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut seen = BTreeSet::new();
    let mut pages = 0;
    for folder in fs::read_dir(root).expect("fixtures").map(|entry| entry.expect("an entry").path()) {
        let page =
            ["input.html", "input.txt", "input.bin"].iter().find_map(|name| fs::read(folder.join(name)).ok());
        for output in page.iter().flat_map(|page| outputs(page, "input")) {
            let faults: Vec<String> =
                validator.iter_errors(&output).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(faults.is_empty(), "{}: {faults:#?}", folder.display());
            seen.extend(fields(&output));
            pages += 1;
        }
    }
    assert!(pages > 40, "{pages} records");
    let known = fields(&schema["properties"]);
    assert!(seen.is_subset(&known), "not in the schema: {:?}", seen.difference(&known));
    let told = include_str!("../docs/record.md");
    for field in &seen {
        assert!(told.contains(&format!("`{field}`")), "`{field}` is not in docs/record.md");
    }
}

#[test]
fn pages_without_an_article_and_failures_are_valid() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for page in [&b""[..], b"<title>404</title><p>Gone.", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0"] {
        for output in outputs(page, "-") {
            assert!(validator.is_valid(&output), "{output:#}");
        }
    }
    let failed = Record::new(&Cleaned { source: "-", result: Err("cannot be read"), fields: None });
    let failed = serde_json::to_value(failed).expect("serializes");
    assert!(validator.is_valid(&failed), "{failed:#}");
}

#[test]
fn the_schema_rejects_what_is_not_a_record() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let failed = Record::new(&Cleaned { source: "-", result: Err("cannot be read"), fields: None });
    let record = serde_json::to_value(failed).expect("serializes");
    let changed = |name: &str, value: Value| {
        let mut record: Map<String, Value> = record.as_object().expect("an object").clone();
        record.insert(name.to_owned(), value);
        validator.is_valid(&Value::Object(record))
    };
    assert!(changed("input_title", json!("theirs")));
    assert!(!changed("outcome", json!("article")), "an article has no error");
    assert!(!changed("published", json!("yesterday")));
    assert!(!changed("confidence", json!(1.5)));
    assert!(!changed("credit", json!({ "raw": "(AP)" })));
}

/// Returns the first block of `language` in the documentation of the record.
fn example(language: &str) -> &'static str {
    let docs = include_str!("../docs/record.md");
    let block = docs.split_once(&format!("```{language}\n")).and_then(|(_, rest)| rest.split_once("```\n"));
    block.expect("an example").0
}

/// Replaces each confidence, which changes with every training, by `true` if it is a probability.
fn without_confidences(record: &mut Value) {
    match record {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_f64() {
                    Some(p) if name == "confidence" => *value = (0.0..=1.0).contains(&p).into(),
                    _ => without_confidences(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_confidences),
        _ => {}
    }
}

#[test]
fn the_documented_record_is_that_of_the_documented_page() {
    let mut got = outputs(example("html").as_bytes(), "bridge.html").pop().expect("a record");
    let mut documented: Value = serde_json::from_str(example("json")).expect("JSON");
    without_confidences(&mut got);
    without_confidences(&mut documented);
    assert_eq!(got, documented);
}
