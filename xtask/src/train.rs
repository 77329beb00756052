//! Runs the training script of a model.

use std::{error::Error, fs, path::Path};

use crate::shell;

/// Runs the script that `src/model/models.toml` names for a model, or lists the models.
pub fn run(root: &Path, name: Option<&str>, arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let path = root.join("src/model/models.toml");
    let table: toml::Table =
        fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?.parse()?;
    let models = table.get("model").and_then(|m| m.as_array()).ok_or("models.toml has no [[model]]")?;
    let text = |model: &toml::Value, key: &str| model.get(key).and_then(|v| v.as_str()).map(str::to_owned);
    let Some(name) = name else {
        for model in models {
            let column = |key| text(model, key).unwrap_or_default();
            println!("{:<24} {}", column("file"), column("script"));
        }
        return Ok(());
    };
    let is_named = |model: &&toml::Value| {
        text(model, "file").is_some_and(|f| f == name || f.split('.').next() == Some(name))
    };
    let model = models.iter().find(is_named).ok_or_else(|| format!("no model `{name}` in models.toml"))?;
    let script = text(model, "script").ok_or("the model has no `script`")?;
    let mut command = vec![script];
    command.extend(arguments.iter().cloned());
    shell::run(root, "python3", &command)
}
