//! The other commands: explain, rules, man, completions, and tables of fields.
#![cfg(feature = "cli")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

const PAGE: &str = "<html lang=en><head><title>Bridge reopens</title></head><body><nav><a href=/>Home, please</a></nav><article><h1>Bridge reopens</h1>
<p>The bridge over the Alder reopened on Monday after nine months of repairs, the city said in a note to residents.</p>
<p>Traffic returned within the hour, and the ferry that had stood in for it made its last crossing at noon.</p></article></body></html>";

fn copydesk(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk")).args(args).current_dir(dir).output().expect("runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn explain_writes_text_json_and_html() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a.html"), PAGE).expect("written");
    let out = text(&copydesk(dir.path(), &["explain", "a.html"]).stdout);
    assert!(out.contains("title") && out.contains("Bridge reopens") && !out.contains('\u{1b}'), "{out}");
    let json = text(&copydesk(dir.path(), &["explain", "--json", "a.html"]).stdout);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(json["blocks"].as_array().is_some_and(|b| b.len() >= 4));
    assert!(copydesk(dir.path(), &["explain", "--html", "r.html", "a.html"]).status.success());
    assert!(
        fs::read_to_string(dir.path().join("r.html"))
            .expect("a report")
            .contains("<h2>The cleaned article</h2>")
    );
}

#[test]
fn explaining_many_pages_writes_an_index_and_continues_after_errors() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a.html"), PAGE).expect("written");
    fs::write(dir.path().join("b.html"), PAGE).expect("written");
    let out = copydesk(dir.path(), &["explain", "--html", "out", "a.html", "missing.html", "b.html"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(text(&out.stderr).contains("missing.html"));
    let index = fs::read_to_string(dir.path().join("out/index.html")).expect("an index");
    assert!(index.contains("00001.html") && index.contains("00003.html") && !index.contains("00002.html"));
}

#[test]
fn rules_are_checked_against_saved_pages() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::create_dir(dir.path().join("rules")).expect("a folder");
    fs::write(dir.path().join("rules/saved.html"), PAGE).expect("written");
    let rule = |contains: &str| {
        let toml = format!(
            "host = 'post.example'\nbody = ['article p']\n[[test]]\nfile = 'saved.html'\ncontains = '{contains}'\n"
        );
        fs::write(dir.path().join("rules/post.example.toml"), toml).expect("written");
        copydesk(dir.path(), &["rules", "check", "rules"])
    };
    let good = rule("The ferry  that had".trim_start_matches("The "));
    assert_eq!(
        (good.status.code(), text(&good.stdout).contains("1 tests passed, 0 failed")),
        (Some(0), true)
    );
    let bad = rule("nothing of the kind");
    assert_eq!(bad.status.code(), Some(1));
    assert!(text(&bad.stderr).contains("copydesk explain"), "the remedy is told");
    fs::write(dir.path().join("rules/post.example.toml"), "host = 'post.example'\nbody = ['div[']")
        .expect("written");
    let broken = copydesk(dir.path(), &["rules", "check", "rules"]);
    assert_eq!(broken.status.code(), Some(2));
    assert!(text(&broken.stderr).contains("post.example.toml") && text(&broken.stderr).contains("div["));
}

#[test]
fn rules_are_imported_and_their_files_can_be_read() {
    let dir = tempfile::tempdir().expect("a folder");
    let site = "title: //h1[@class='head']\nbody: //div[@id='story']\nprune: no\ntest_url: https://post.example/1\ntest_contains: The bridge";
    fs::write(dir.path().join("post.example.txt"), site).expect("written");
    let out = copydesk(dir.path(), &["rules", "import", "-o", "rules", "post.example.txt"]);
    assert_eq!(out.status.code(), Some(1), "a line was not imported");
    assert!(text(&out.stderr).contains("prune: no"));
    let rules = copydesk::SiteRules::read(&dir.path().join("rules")).expect("rules");
    let rule = rules.iter().next().expect("a rule");
    assert_eq!(
        (rule.host.as_str(), rule.body.as_slice()),
        ("post.example", &["div[id=\"story\"]".to_owned()][..])
    );
}

#[test]
fn tables_are_readable_by_another_csv_parser() {
    let dir = tempfile::tempdir().expect("a folder");
    let page = PAGE
        .replace("<title>Bridge reopens", "<title>Bridge, \"again\"\treopens")
        .replace("<h1>Bridge reopens", "<h1>Bridge, \"again\"\treopens");
    fs::write(dir.path().join("a.html"), page).expect("written");
    fs::write(dir.path().join("b.html"), "<p>x").expect("written");
    for (name, delimiter) in [("all.csv", b','), ("all.tsv", b'\t')] {
        copydesk(dir.path(), &["-q", "--ordered", "-o", name, "a.html", "b.html"]);
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).from_path(dir.path().join(name)).expect("a file");
        let title = reader.headers().expect("names").iter().position(|n| n == "title").expect("a title");
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(&rows[0][title], "Bridge, \"again\" reopens");
        assert_eq!(&rows[1][2], "no-article");
    }
}

#[test]
fn man_page_and_completions_come_from_the_definitions() {
    let dir = tempfile::tempdir().expect("a folder");
    let man = text(&copydesk(dir.path(), &["man"]).stdout);
    assert!(man.contains(".TH copydesk") && man.contains("\\-\\-dateline") && man.contains(".SH EXAMPLES"));
    assert_eq!(copydesk(dir.path(), &["man", "--dir", "man"]).status.code(), Some(0));
    let explain = fs::read_to_string(dir.path().join("man/copydesk-explain.1")).expect("a page");
    assert!(explain.contains(".SH EXIT STATUS"), "{explain}");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let out = text(&copydesk(dir.path(), &["completions", shell]).stdout);
        assert!(out.contains("dateline") && out.contains("explain"), "{shell}");
    }
}

#[test]
fn bash_completes_options_and_values() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("completions"), copydesk(dir.path(), &["completions", "bash"]).stdout)
        .expect("written");
    for (words, expected) in [
        ("copydesk --forma", "--format"),
        ("copydesk --format jso", "json"),
        ("copydesk expl", "explain"),
        ("copydesk completions zs", "zsh"),
    ] {
        let script = format!(
            "source ./completions; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _copydesk copydesk \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; echo \"${{COMPREPLY[@]}}\""
        );
        let out =
            Command::new("bash").args(["-c", &script]).current_dir(dir.path()).output().expect("bash runs");
        let reply = String::from_utf8_lossy(&out.stdout);
        assert!(reply.split_whitespace().any(|word| word == expected), "{words}: {out:?}");
    }
}

#[test]
fn pages_are_chosen_by_language_and_confidence() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a.html"), PAGE).expect("written");
    let words = |args: &[&str]| {
        let mut all = vec!["--format", "jsonl"];
        all.extend(args);
        all.push("a.html");
        let out: serde_json::Value =
            serde_json::from_slice(&copydesk(dir.path(), &all).stdout).expect("JSON");
        out["outcome"].as_str().map(str::to_owned)
    };
    assert_eq!(words(&["--lang", "de", "--lang", "en-GB"]).as_deref(), Some("article"));
    assert_eq!(words(&["--lang", "de"]).as_deref(), Some("no-article"));
    assert_eq!(words(&["--min-confidence", "1"]).as_deref(), Some("no-article"));
}

#[test]
fn duplicate_paragraphs_are_dropped_on_request() {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, day) in [("a.html", "Monday"), ("b.html", "Monday")] {
        fs::write(dir.path().join(name), PAGE.replace("Monday", day)).expect("written");
    }
    let texts = |args: &[&str]| -> Vec<bool> {
        let mut all = vec!["--format", "jsonl", "-j", "1"];
        all.extend(args);
        all.extend(["a.html", "b.html"]);
        let out = text(&copydesk(dir.path(), &all).stdout);
        out.lines().map(|line| line.contains("nine months")).collect()
    };
    assert_eq!(texts(&[]), [true, true]);
    assert_eq!(texts(&["--dedup"]), [true, false]);
}

// The README contains the help of a build with the default features.
#[cfg(not(feature = "parquet"))]
#[test]
fn the_readme_contains_the_help() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("a README");
    let help = text(&copydesk(root, &["-h"]).stdout);
    let shown =
        readme.split("$ copydesk -h\n").nth(1).and_then(|s| s.split("\n```").next()).expect("a block");
    assert_eq!(shown.trim_end(), help.trim_end());
    assert!(help.lines().all(|line| line.chars().count() <= 100));
}
