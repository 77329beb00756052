//! Writes the learned forests in the form in which they are evaluated.

use std::{fmt::Write, fs, path::Path};

use crate::forest::{Forest, Model};

/// Writes `forests.rs` and the files that it includes.
pub(crate) fn write(folder: &Path) {
    println!("cargo::rerun-if-changed=src/model");
    let mut out = String::new();
    for name in ["author", "body", "confidence", "text"] {
        let path = format!("src/model/{name}.forest");
        let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        let forest = Forest::parse(&bytes).unwrap_or_else(|e| panic!("{path}: {e}"));
        let models: Vec<String> =
            forest.models.iter().enumerate().map(|(n, m)| model(m, folder, &format!("{name}-{n}"))).collect();
        writeln!(
            out,
            "/// Made of `{path}` by the build script.\npub(crate) static {}: Forest = Forest {{ names: Cow::Borrowed({:?}), \
             cuts: Cow::Borrowed(&{:?}), firsts: Cow::Borrowed(&{:?}), models: Cow::Borrowed(&[{}]) }};",
            name.to_uppercase(),
            forest.names,
            forest.cuts,
            forest.firsts,
            models.join(", "),
        )
        .expect("a string takes everything");
    }
    fs::write(folder.join("forests.rs"), out).expect("the folder for generated files can be written to");
}

/// Returns the expression for a model whose arrays are in files that begin with `stem`.
fn model(model: &Model, folder: &Path, stem: &str) -> String {
    let file = |kind: &str, bytes: &[u8]| {
        let path = folder.join(format!("{stem}.{kind}"));
        fs::write(&path, bytes).expect("the folder for generated files can be written to");
        format!("include_bytes!({path:?})")
    };
    format!(
        "Model {{ name: Cow::Borrowed({:?}), base: {:?}, unit: {:?}, leaves: Cow::Borrowed({}), \
         steps: Cow::Borrowed({}.as_chunks().0), shares: Cow::Borrowed({}), values: Cow::Borrowed({}.as_chunks().0), \
         large: {}, by_cut: NodesByCut {{ ends: Cow::Borrowed({}.as_chunks().0), trees: Cow::Borrowed({}.as_chunks().0), \
         masks: Cow::Borrowed({}) }} }}",
        model.name,
        model.base,
        model.unit,
        file("leaves", &model.leaves),
        file("steps", model.steps.as_flattened()),
        file("shares", &model.shares),
        file("values", model.values.as_flattened()),
        model.large,
        file("ends", model.by_cut.ends.as_flattened()),
        file("trees", model.by_cut.trees.as_flattened()),
        file("masks", &model.by_cut.masks),
    )
}
