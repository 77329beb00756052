//! The options of a cleaner, checked.

use std::time::Duration;

use copydesk::{Cleaner, CreditStyle, DatelineStyle, Favor, Limits, SiteRules, StandfirstStyle, TableStyle};
use napi::bindgen_prelude::Result;
use napi_derive::napi;

use crate::invalid;

/// Options as JavaScript passes them.
#[napi(object)]
#[derive(Default)]
pub struct CleanerOptions {
    pub favor: Option<String>,
    pub dateline: Option<String>,
    pub credit: Option<String>,
    pub standfirst: Option<String>,
    pub tables: Option<String>,
    pub comments: Option<bool>,
    pub lang: Option<Vec<String>>,
    pub min_words: Option<f64>,
    pub min_confidence: Option<f64>,
    /// Rules as TOML texts.
    pub rules: Option<Vec<String>>,
    pub now: Option<String>,
    pub max_bytes: Option<f64>,
    pub max_nodes: Option<f64>,
    pub max_lines: Option<f64>,
    pub max_depth: Option<f64>,
    /// Milliseconds.
    pub max_time: Option<f64>,
}

/// Returns the value that a name stands for.
fn choice<T: Copy>(option: &str, name: &str, choices: &[(&str, T)]) -> Result<T> {
    choices.iter().find(|(n, _)| *n == name).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(n, _)| *n).collect();
        invalid(format!("{option} must be one of {}, not {name:?}", names.join(", ")))
    })
}

/// Returns a count; JavaScript's numbers are floating-point.
fn count(option: &str, number: f64) -> Result<usize> {
    if number.fract() == 0.0 && (0.0..=9_007_199_254_740_991.0).contains(&number) {
        return Ok(number as usize);
    }
    Err(invalid(format!("{option} must be an integer from 0 up, not {number}")))
}

impl CleanerOptions {
    fn limits(&self) -> Result<Limits> {
        let mut limits = Limits::default();
        if let Some(number) = self.max_bytes {
            limits.bytes = count("maxBytes", number)?;
        }
        if let Some(number) = self.max_nodes {
            limits.nodes = count("maxNodes", number)?;
        }
        if let Some(number) = self.max_lines {
            limits.lines = count("maxLines", number)?;
        }
        if let Some(number) = self.max_depth {
            limits.depth = count("maxDepth", number)?;
        }
        if let Some(milliseconds) = self.max_time {
            let time = Duration::try_from_secs_f64(milliseconds / 1000.0);
            limits.time = Some(time.map_err(|e| invalid(format!("maxTime: {e}")))?);
        }
        Ok(limits)
    }

    pub(crate) fn build(&self) -> Result<Cleaner> {
        let keep = |option: &str, name: &str| choice(option, name, &[("keep", true), ("strip", false)]);
        let mut cleaner =
            Cleaner::new().with_limits(self.limits()?).with_comments(self.comments.unwrap_or(false));
        if let Some(name) = &self.favor {
            let favors =
                [("precision", Favor::Precision), ("balanced", Favor::Balanced), ("recall", Favor::Recall)];
            cleaner = cleaner.with_favor(choice("favor", name, &favors)?);
        }
        if let Some(name) = &self.dateline {
            let styles = [
                ("normalize", DatelineStyle::Normalize),
                ("keep", DatelineStyle::Keep),
                ("strip", DatelineStyle::Strip),
            ];
            cleaner = cleaner.with_dateline(choice("dateline", name, &styles)?);
        }
        if let Some(name) = &self.credit {
            let style = if keep("credit", name)? { CreditStyle::Keep } else { CreditStyle::Strip };
            cleaner = cleaner.with_credit(style);
        }
        if let Some(name) = &self.standfirst {
            let style =
                if keep("standfirst", name)? { StandfirstStyle::Keep } else { StandfirstStyle::Strip };
            cleaner = cleaner.with_standfirst(style);
        }
        if let Some(name) = &self.tables {
            let style = if keep("tables", name)? { TableStyle::Keep } else { TableStyle::Strip };
            cleaner = cleaner.with_tables(style);
        }
        if let Some(number) = self.min_words {
            cleaner = cleaner.with_min_words(count("minWords", number)?);
        }
        if let Some(confidence) = self.min_confidence {
            let done = cleaner.with_min_confidence(confidence as f32);
            cleaner = done.map_err(|e| invalid(format!("minConfidence: {e}")))?;
        }
        if let Some(tags) = &self.lang {
            cleaner = cleaner.with_languages(tags).map_err(|e| invalid(format!("lang: {e}")))?;
        }
        if let Some(now) = &self.now {
            cleaner = cleaner.with_now(now).map_err(|e| invalid(format!("now: {e}")))?;
        }
        if let Some(texts) = &self.rules {
            let mut rules = SiteRules::new();
            for text in texts {
                rules.add(text).map_err(|e| invalid(format!("rules: {e}")))?;
            }
            cleaner = cleaner.with_rules(rules);
        }
        Ok(cleaner)
    }
}
