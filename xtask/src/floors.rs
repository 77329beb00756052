//! Checks and raises the quality floors.

use std::{error::Error, fs, path::Path};

use serde_json::{Map, Value, json};

use crate::shell;

/// Floors have this many decimals, rounded down, so that noise in the last digit does not fail the gate.
const SCALE: f64 = 1000.0;

/// Scores the release binary and compares each figure with its floor, or raises the floors.
pub fn check(root: &Path, eval: &Path, raise: bool) -> Result<(), Box<dyn Error>> {
    let run = eval.join("run");
    let floors = root.join("fixtures/quality-floors.json");
    if !raise {
        let arguments = [run.as_os_str(), "--floors".as_ref(), floors.as_os_str()];
        return shell::run(root, "python3", &arguments);
    }
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("figures.json");
    shell::run(root, "python3", &[run.as_os_str(), "--json".as_ref(), out.as_os_str()])?;
    let figures: Map<String, Value> = serde_json::from_reader(fs::File::open(&out)?)?;
    let mut kept: Map<String, Value> = serde_json::from_reader(fs::File::open(&floors)?)?;
    for (name, floor) in &mut kept {
        let measured = figures.get(name).and_then(Value::as_f64).map(|f| (f * SCALE).floor() / SCALE);
        let old = floor.as_f64().unwrap_or(0.0);
        match measured {
            Some(new) if new > old => {
                println!("{name}: {old} -> {new}");
                *floor = json!(new);
            }
            Some(new) if new < old => println!("{name}: measured {new}, below the floor of {old}"),
            Some(_) => {}
            None => println!("{name}: not measured"),
        }
    }
    fs::write(&floors, serde_json::to_string_pretty(&kept)? + "\n")?;
    Ok(())
}
