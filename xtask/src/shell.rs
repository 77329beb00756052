//! Runs other programs.

use std::{error::Error, ffi::OsStr, path::Path, process::Command};

/// Runs a program in `folder` and fails if it fails.
pub fn run<S: AsRef<OsStr>>(folder: &Path, program: &str, arguments: &[S]) -> Result<(), Box<dyn Error>> {
    let status = Command::new(program).args(arguments).current_dir(folder).status();
    let status = status.map_err(|e| format!("{program} cannot be started: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} failed: {status}").into()) }
}

/// Runs a program, fails if it fails, and returns what it printed.
pub fn output<S: AsRef<OsStr>>(program: &str, arguments: &[S]) -> Result<String, Box<dyn Error>> {
    let out = Command::new(program).args(arguments).stderr(std::process::Stdio::inherit()).output();
    let out = out.map_err(|e| format!("{program} cannot be started: {e}"))?;
    if !out.status.success() {
        return Err(format!("{program} failed: {}", out.status).into());
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}
