//! Every learned file is the one that `src/model/models.toml` describes.

use std::{collections::BTreeSet, fs, path::Path};

use sha2::{Digest, Sha256};

#[test]
fn learned_files_have_the_recorded_hashes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("src/model");
    let table = fs::read_to_string(folder.join("models.toml")).expect("models.toml");
    let table: toml::Table = table.parse().expect("TOML");
    let models = table["model"].as_array().expect("[[model]]");
    let mut listed = BTreeSet::new();
    for model in models {
        let text = |key: &str| model[key].as_str().unwrap_or_else(|| panic!("{model}: no {key}"));
        let file = text("file");
        let bytes = fs::read(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, text("sha256"), "{file} was changed without train/register.py");
        let script = text("script");
        // A package does not contain the training scripts.
        assert!(
            root.join(script).exists() || !root.join("train").exists(),
            "{file}: {script} does not exist"
        );
        for key in ["corpora", "figures"] {
            assert!(!model[key].as_table().expect(key).is_empty(), "{file}: no {key}");
        }
        assert!(listed.insert(file.to_owned()), "{file} is listed twice");
    }
    let learned = |name: &String| name.ends_with(".forest") || name.ends_with("-weights.txt");
    let files = fs::read_dir(&folder).expect("src/model").map(|f| f.expect("an entry").file_name());
    let there: BTreeSet<String> = files.map(|f| f.to_string_lossy().into_owned()).filter(learned).collect();
    assert_eq!(there, listed, "files in src/model and entries of models.toml");
}
