//! One Parquet file with all pages.

use std::fs::File;

use arrow_array::{Array, RecordBatch, cast::AsArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::{
    resume::{compare, long_pages},
    workspace::{EMPTY, Workspace, exists, gzip, page, records},
};

/// Returns the rows of a Parquet file and the number of its groups.
fn rows(work: &Workspace, name: &str) -> (Vec<RecordBatch>, usize) {
    let file = File::open(work.path(name)).expect("a file");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let groups = builder.metadata().num_row_groups();
    (builder.build().expect("a reader").map(|rows| rows.expect("rows")).collect(), groups)
}

fn strings(batches: &[RecordBatch], name: &str) -> Vec<Option<String>> {
    let of = |rows: &RecordBatch| {
        let column = rows.column_by_name(name).unwrap_or_else(|| panic!("no column {name}")).clone();
        let strings = column.as_string::<i32>();
        (0..strings.len())
            .map(|i| strings.is_valid(i).then(|| strings.value(i).to_owned()))
            .collect::<Vec<_>>()
    };
    batches.iter().flat_map(of).collect()
}

#[test]
fn rows_are_the_records_of_the_pages() {
    let work = Workspace::new();
    let line = serde_json::json!({"id": 7, "url": "https://post.example/a", "html": page("Alder")});
    work.put("in/a.jsonl", line.to_string()).put("in/b.html", EMPTY).put("in/c.html", &gzip(page("x"))[..20]);
    let args = ["in", "--ordered", "--keep-fields", "-q", "-o"];
    for output in ["all.jsonl", "all.parquet"] {
        assert_eq!(work.run(&[&args[..], &[output]].concat()).code, 1, "one page is torn");
    }
    assert!(
        work.files("").iter().all(|f| f.starts_with("in/") || f.starts_with("all")),
        "nothing is left over"
    );
    assert_eq!(work.files("").len(), 5);
    let (rows, groups) = rows(&work, "all.parquet");
    assert_eq!(groups, 1);
    let lines = records(&work.read("all.jsonl"));
    for name in ["source", "url", "outcome", "error", "title", "text"] {
        let expected: Vec<_> = lines.iter().map(|line| line.get(name).and_then(|v| v.as_str())).collect();
        let found = strings(&rows, name);
        let found = found.iter().map(Option::as_deref);
        // A page that failed has no text at all.
        let empty = |value: Option<&str>| value.unwrap_or_default().to_owned();
        assert!(found.map(empty).eq(expected.into_iter().map(empty)), "{name}");
    }
    assert_eq!(strings(&rows, "text")[2], None);
    let carried = strings(&rows, "fields");
    assert_eq!(carried[0].as_deref(), Some(r#"{"id":7}"#));
    assert_eq!(carried[1], None);
}

#[test]
fn a_table_of_no_pages_has_its_columns() {
    let work = Workspace::new();
    work.put("in/logo.png", "\u{89}PNG");
    assert_eq!(work.run(&["in", "-o", "all.parquet"]).code, 0);
    let (rows, groups) = rows(&work, "all.parquet");
    assert_eq!((rows.len(), groups), (0, 0));
}

#[test]
fn a_table_goes_into_one_file_only() {
    let work = Workspace::new();
    work.put("in/a.html", page("Alder"));
    for (args, word) in [
        (&["in", "--format", "parquet"][..], "all.parquet"),
        (&["in", "--format", "parquet", "-o", "out/"], "all.parquet"),
        (&["in", "-o", "all.parquet.gz"], "compressed internally"),
        (&["in", "-o", "/dev/null", "--format", "parquet"], "all.parquet"),
    ] {
        let ran = work.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {ran:?}");
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
    }
    assert!(!exists(work.path("all.parquet.gz")));
}

/// Kills and group boundaries leave no trace.
#[test]
fn an_interrupted_table_equals_an_uninterrupted_one() {
    let work = long_pages();
    assert!(compare(&work, "all.parquet", "2") > 0, "no run was killed");
    let (rows, _) = rows(&work, "all.parquet");
    assert_eq!(rows.iter().map(RecordBatch::num_rows).sum::<usize>(), work.files("in").len());
}
