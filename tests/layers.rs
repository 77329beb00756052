//! Checks that modules only use modules below them in `src/lib.rs`, so that there are no cycles.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Returns the top-level modules in the order of `src/lib.rs`, and the module that each re-exported name is from.
fn modules(lib: &str) -> (Vec<String>, BTreeMap<String, String>) {
    let mut order = Vec::new();
    let mut exports = BTreeMap::new();
    for line in lib.lines() {
        let line = line.trim_start_matches("pub ");
        if let Some(name) = line.strip_prefix("mod ").and_then(|l| l.strip_suffix(';')) {
            order.push(name.to_owned());
        }
    }
    for statement in lib.split("pub use ").skip(1) {
        let statement = statement.split(';').next().unwrap_or("");
        let Some((module, names)) = statement.split_once("::") else { continue };
        for name in names.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|n| !n.is_empty()) {
            exports.entry(name.to_owned()).or_insert_with(|| module.trim().to_owned());
        }
    }
    (order, exports)
}

/// Returns the first segments of all `crate::` paths in a source text, without comments and test modules.
fn first_segments(source: &str) -> BTreeSet<String> {
    let code: String = source.lines().map(|l| l.split("//").next().unwrap_or("").to_owned() + "\n").collect();
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            out.insert(identifier(rest));
            continue;
        };
        let (mut depth, mut start) = (0, true);
        for (i, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && !c.is_whitespace() => {
                    out.insert(identifier(&list[i..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    out.remove("");
    out
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn modules_use_only_modules_below_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (order, exports) = modules(&fs::read_to_string(src.join("lib.rs")).expect("lib.rs"));
    let place = |name: &str| order.iter().position(|m| m == name);
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut faults = BTreeSet::new();
    let mut checked = 0;
    for file in files {
        let relative = file.strip_prefix(&src).expect("below src");
        let top = relative.components().next().expect("a component").as_os_str().to_string_lossy();
        let top = top.trim_end_matches(".rs");
        let Some(own) = place(top) else { continue };
        if relative.ends_with("tests.rs") {
            continue;
        }
        for name in first_segments(&fs::read_to_string(&file).expect("a source")) {
            let module = exports.get(&name).filter(|_| place(&name).is_none()).unwrap_or(&name);
            // Types of the article are re-exported by a glob.
            let module = if place(module).is_none() { "article" } else { module };
            checked += 1;
            if place(module).is_some_and(|used| used < own) {
                faults.insert(format!("{} uses {name}, which is above it", relative.display()));
            }
        }
    }
    assert!(checked > 100, "only {checked} paths found");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_module_is_listed_once_with_a_comment() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(src.join("lib.rs")).expect("lib.rs");
    let (order, _) = modules(&lib);
    let unique: BTreeSet<_> = order.iter().collect();
    assert_eq!(unique.len(), order.len(), "a module is listed twice");
    for entry in fs::read_dir(&src).expect("src") {
        let name = entry.expect("an entry").file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        assert!(["lib", "bin"].contains(&name.as_str()) || order.contains(&name), "{name} is not in lib.rs");
    }
}
