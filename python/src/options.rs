//! The options of a cleaner: checks their values and builds the core's cleaner from them.

use std::{path::PathBuf, time::Duration};

use copydesk::{CreditStyle, DatelineStyle, Favor, Limits, SiteRules, StandfirstStyle, TableStyle};
use pyo3::{
    exceptions::{PyFileNotFoundError, PyTypeError, PyValueError},
    prelude::*,
    types::{PyDict, PyString},
};

use crate::error::{OptionError, raise};

const FAVORS: [(&str, Favor); 3] =
    [("precision", Favor::Precision), ("balanced", Favor::Balanced), ("recall", Favor::Recall)];
const DATELINES: [(&str, DatelineStyle); 3] =
    [("normalize", DatelineStyle::Normalize), ("keep", DatelineStyle::Keep), ("strip", DatelineStyle::Strip)];
const CREDITS: [(&str, CreditStyle); 2] = [("strip", CreditStyle::Strip), ("keep", CreditStyle::Keep)];
const STANDFIRSTS: [(&str, StandfirstStyle); 2] =
    [("keep", StandfirstStyle::Keep), ("strip", StandfirstStyle::Strip)];
const TABLES: [(&str, TableStyle); 2] = [("keep", TableStyle::Keep), ("strip", TableStyle::Strip)];

/// Returns the value that `name` stands for; an unknown name raises an error that lists the known ones.
pub(crate) fn choice<T: Copy>(option: &str, name: &str, choices: &[(&str, T)]) -> PyResult<T> {
    choices.iter().find(|(n, _)| *n == name).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(n, _)| *n).collect();
        OptionError::new_err(format!("{option} must be one of {}, not {name:?}", names.join(", ")))
    })
}

/// One string or several.
#[derive(FromPyObject)]
enum Strings {
    One(String),
    Many(Vec<String>),
}

impl Strings {
    fn all(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
        }
    }
}

fn strings(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    let given = value.extract::<Strings>();
    given
        .map(Strings::all)
        .map_err(|_| PyTypeError::new_err(format!("{name} must be a string or a list of strings")))
}

/// Returns the exception for an option whose value the core rejects.
fn invalid(name: &str, error: &copydesk::Error) -> PyErr {
    OptionError::new_err(format!("{name}: {error}"))
}

/// Reads the rules of a folder, or parses TOML texts.
pub(crate) fn site_rules(given: &Bound<'_, PyAny>) -> PyResult<SiteRules> {
    if let Ok(folder) = given.extract::<PathBuf>() {
        if !folder.is_dir() {
            let message = format!("rules: there is no folder {}", folder.display());
            return Err(PyFileNotFoundError::new_err(message));
        }
        return SiteRules::read(&folder).map_err(|e| raise(&e));
    }
    let texts: Vec<String> = given
        .extract()
        .map_err(|_| PyTypeError::new_err("rules must be a folder or a list of rules as TOML texts"))?;
    let mut rules = SiteRules::new();
    for text in texts {
        rules.add(&text).map_err(|e| raise(&e))?;
    }
    Ok(rules)
}

/// Returns the RFC 3339 form of a `datetime` with a time zone. The core checks texts.
pub(crate) fn moment(given: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = given.cast::<PyString>() {
        return text.extract();
    }
    let datetime = given.py().import("datetime")?.getattr("datetime")?;
    if !given.is_instance(&datetime)? {
        return Err(PyTypeError::new_err("now must be an RFC 3339 string or a datetime with a time zone"));
    }
    if given.call_method0("utcoffset")?.is_none() {
        return Err(OptionError::new_err("now has no time zone; add one, as in datetime.now(timezone.utc)"));
    }
    given.call_method0("isoformat")?.extract()
}

/// Parses a count or a size.
fn number(name: &str, value: &Bound<'_, PyAny>) -> PyResult<usize> {
    value.extract().map_err(|error: PyErr| {
        if error.is_instance_of::<PyTypeError>(value.py()) {
            PyTypeError::new_err(format!("{name} must be an integer"))
        } else {
            OptionError::new_err(format!("{name} must be an integer from 0 up, not {value}"))
        }
    })
}

fn float(name: &str, value: &Bound<'_, PyAny>) -> PyResult<f32> {
    value.extract().map_err(|_| PyTypeError::new_err(format!("{name} must be a number")))
}

fn seconds(value: &Bound<'_, PyAny>) -> PyResult<Duration> {
    let seconds: f64 =
        value.extract().map_err(|_| PyTypeError::new_err("max_time must be a number of seconds"))?;
    let invalid =
        |_| OptionError::new_err(format!("max_time must be a number of seconds from 0 up, not {value}"));
    Duration::try_from_secs_f64(seconds).map_err(invalid)
}

fn limits(options: &Bound<'_, PyDict>) -> PyResult<Limits> {
    let mut limits = Limits::default();
    for (name, limit) in [
        ("max_bytes", &mut limits.bytes),
        ("max_nodes", &mut limits.nodes),
        ("max_lines", &mut limits.lines),
        ("max_depth", &mut limits.depth),
    ] {
        if let Some(value) = options.get_item(name)? {
            *limit = number(name, &value)?;
        }
    }
    if let Some(value) = options.get_item("max_time")? {
        limits.time = Some(seconds(&value)?);
    }
    Ok(limits)
}

/// Builds a cleaner. The names of the options are known and none of the values is `None`.
pub(crate) fn build(options: &Bound<'_, PyDict>) -> PyResult<copydesk::Cleaner> {
    let mut cleaner = copydesk::Cleaner::new().with_limits(limits(options)?);
    for (name, value) in options {
        let name: String = name.extract()?;
        let text = || {
            let text = value.extract::<String>();
            text.map_err(|_| PyTypeError::new_err(format!("{name} must be a string")))
        };
        cleaner = match name.as_str() {
            "favor" => cleaner.with_favor(choice(&name, &text()?, &FAVORS)?),
            "dateline" => cleaner.with_dateline(choice(&name, &text()?, &DATELINES)?),
            "credit" => cleaner.with_credit(choice(&name, &text()?, &CREDITS)?),
            "standfirst" => cleaner.with_standfirst(choice(&name, &text()?, &STANDFIRSTS)?),
            "tables" => cleaner.with_tables(choice(&name, &text()?, &TABLES)?),
            "comments" => cleaner.with_comments(value.extract()?),
            "min_words" => cleaner.with_min_words(number(&name, &value)?),
            "min_confidence" => {
                cleaner.with_min_confidence(float(&name, &value)?).map_err(|e| invalid(&name, &e))?
            }
            "lang" => cleaner.with_languages(strings(&name, &value)?).map_err(|e| invalid(&name, &e))?,
            "now" => cleaner.with_now(text()?).map_err(|e| invalid(&name, &e))?,
            // The texts from when the cleaner was created: after unpickling, the folder may not exist.
            "rules" => cleaner.with_rules(site_rules(&value)?),
            name if name.starts_with("max_") => cleaner,
            name => return Err(PyValueError::new_err(format!("there is no option {name}"))),
        };
    }
    Ok(cleaner)
}
