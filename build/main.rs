//! Generates the tables of words and the learned forests in the form in which they are used, so that the program neither
//! parses nor builds anything at start.
//!
//! Reads `src/lexicon/data/` and `src/model/`, and writes to the folder for generated files.

mod boilerplate;
mod forests;
mod hints;
mod index;
mod phrases;
mod references;
mod tables;
mod text_tables;
mod tokens;
mod weights;

use std::{env, fs, path::Path};

use word_hash::is_cjk;

// The crate's own code, with which the tables are made.
#[path = "../src/model/file.rs"]
mod file;

#[allow(dead_code, reason = "the crate evaluates, this script only writes")]
#[path = "../src/model/forest.rs"]
mod forest;

#[allow(dead_code, reason = "the crate splits strings, this script only compares them")]
#[path = "../src/lexicon/constant.rs"]
mod constant;

#[allow(dead_code, reason = "the crate folds by more keys")]
#[path = "../src/lexicon/fold.rs"]
mod fold;

#[path = "../src/lexicon/groups.rs"]
mod groups;

#[allow(dead_code, reason = "the crate looks up, this script only writes")]
#[path = "../src/lexicon/index.rs"]
mod lookup;

#[allow(dead_code, reason = "the crate searches, this script only writes")]
#[path = "../src/lexicon/phrase_search.rs"]
mod phrase_search;

#[path = "../src/lexicon/table_file.rs"]
mod table_file;

#[allow(dead_code, reason = "the crate asks for more kinds")]
#[path = "../src/text/residue/kinds.rs"]
mod kinds;

#[allow(dead_code, reason = "the crate asks what tokens are")]
#[path = "../src/byline/token.rs"]
mod token;

#[allow(dead_code, reason = "the crate looks up, this script only writes")]
#[path = "../src/words/hash.rs"]
mod word_hash;

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/lexicon");
    println!("cargo::rerun-if-changed=src/words/hash.rs");
    println!("cargo::rerun-if-changed=src/text/residue/kinds.rs");
    println!("cargo::rerun-if-changed=src/byline/token.rs");
    let folder = env::var_os("OUT_DIR").expect("cargo says where generated files go");
    let folder = Path::new(&folder);
    tables::write(folder);
    phrases::write(folder);
    hints::write(folder);
    tokens::write(folder);
    boilerplate::write(folder);
    text_tables::write(folder);
    forests::write(folder);
    references::write(folder);
    weights::write(folder);
}

/// Returns the entries of a table with their groups.
fn entries(table: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let path = format!("src/lexicon/data/{table}.txt");
    let table = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    table_file::entries(table.leak())
}

/// Writes a generated file.
fn save(folder: &Path, name: &str, content: &str) {
    fs::write(folder.join(name), content).expect("the folder for generated files can be written to");
}
