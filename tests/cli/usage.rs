//! Help, wrong usage, and its error messages.

use crate::workspace::{Workspace, page};

#[test]
fn help_and_version_are_not_errors() {
    let work = Workspace::new();
    for args in [&["--help"][..], &["-h"], &["--version"], &["byline", "--help"]] {
        let ran = work.run(args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}: {ran:?}");
        assert!(ran.out.contains("copydesk"), "{args:?}: {}", ran.out);
    }
}

#[test]
fn wrong_usage_exits_with_2_and_a_remedy() {
    let work = Workspace::new();
    work.put("a.html", page("Alder")).put("b.html", page("Brook"));
    for (args, word) in [
        (&["--no-such-flag"][..], "--no-such-flag"),
        (&["a.html", "--format", "word"], "possible values"),
        (&["a.html", "--body", "--format", "json"], "--body"),
        (&["a.html", "b.html", "--url", "https://post.example/"], "--url"),
        (&["a.html", "-o", "all.jsonl", "--resume", "--dedup"], "--dedup"),
        (&["-", "-"], "once"),
        (&["a.html", "--include", "a{b"], "--include"),
    ] {
        let ran = work.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {ran:?}");
        assert!(ran.err.contains(word), "{args:?}: {}", ran.err);
    }
}
