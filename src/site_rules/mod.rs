//! Site rules of the user: where a site keeps its body, headline, author and date, and what to remove.
//!
//! There is one rule per host, usually in a TOML file, and none is built in. A rule expires after its `valid_until` day
//! and has tests of its own, which `copydesk rules check` runs. `ftr` imports FiveFilters' site configuration.
//! `docs/site-rules.md` is the reference.
//!
//! ```toml
//! host = "post.example"
//! body = ["div.story-text"]
//! title = ["h1.headline"]
//! author = ["a.writer", "meta[name=writer]@content"]
//! date = ["time.filed@datetime"]
//! strip = ["div.promo", "aside"]
//! phrases = ["Read it in tomorrow's paper"]
//! valid_until = "2027-06-30"
//!
//! [[test]]
//! file = "post-example/bridge.html"
//! contains = "The bridge over the Alder reopened"
//! ```

mod apply;
mod ftr;

use std::collections::BTreeMap;
#[cfg(feature = "toml")]
use std::path::Path;

use jiff::civil;
use serde::{Deserialize, Serialize};

pub(crate) use apply::{Applied, apply, matching};
pub use ftr::{Import, import_ftr};

use crate::{Error, dom::Selector, error::ErrorKind};

/// A site rule as written in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SiteRule {
    /// The host, which includes its subdomains (`www.`, `m.`).
    pub host: String,
    /// CSS selectors of the body. All matches of the first selector that matches anything are the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<String>,
    /// Selectors of the headline; `selector@attribute` selects an attribute's value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<String>,
    /// Selectors of the authors: all matches of the first selector that matches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<String>,
    /// Selectors of the date of publication.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub date: Vec<String>,
    /// Selectors of elements that are never part of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strip: Vec<String>,
    /// Blocks that contain one of these texts are never part of the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<String>,
    /// The last day on which the rule applies (`YYYY-MM-DD`), because sites change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// Saved pages, each with a text that its body must contain.
    #[serde(default, rename = "test", skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<SiteTest>,
}

/// A page, and a text that its body must contain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SiteTest {
    /// The saved page, relative to the rule's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The page's address. copydesk never fetches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The text that the body must contain.
    pub contains: String,
}

#[cfg(feature = "toml")]
#[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
impl SiteRule {
    /// Returns the rule as a TOML file.
    pub fn to_toml(&self) -> String {
        // Strings and lists of strings always have a TOML form.
        toml::to_string(self).unwrap_or_default()
    }
}

/// A selector, and the attribute whose value it selects, if any.
#[derive(Clone, Debug)]
pub(crate) struct FieldSelector {
    pub(crate) selector: Selector,
    pub(crate) attribute: Option<String>,
}

/// A rule whose selectors are parsed.
#[derive(Clone, Debug)]
pub(crate) struct Compiled {
    pub(crate) rule: SiteRule,
    /// The last day on which it applies.
    pub(crate) valid_until: Option<civil::Date>,
    pub(crate) body: Vec<Selector>,
    pub(crate) strip: Vec<Selector>,
    pub(crate) title: Vec<FieldSelector>,
    pub(crate) author: Vec<FieldSelector>,
    pub(crate) date: Vec<FieldSelector>,
}

/// Rules of many sites.
#[derive(Clone, Debug, Default)]
pub struct SiteRules {
    by_host: BTreeMap<String, Compiled>,
}

impl SiteRules {
    /// Returns a set without rules.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule written as TOML.
    ///
    /// # Errors
    /// Returns an error if the text is not the TOML of a rule, a selector cannot be parsed, or the host already has a
    /// rule.
    ///
    /// ```
    /// let mut rules = copydesk::SiteRules::new();
    /// rules.add("host = 'post.example'\nbody = ['div.story-text']")?;
    /// assert!(rules.add("host = 'post.example'").is_err());
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    #[cfg(feature = "toml")]
    #[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
    pub fn add(&mut self, toml: &str) -> Result<(), Error> {
        let rule: SiteRule = toml::from_str(toml).map_err(|e| ErrorKind::Rule(e.to_string()))?;
        self.add_rule(rule)
    }

    /// Adds a rule.
    ///
    /// # Errors
    /// Returns an error if the host, the day or a selector cannot be parsed, or the host already has a rule.
    pub fn add_rule(&mut self, rule: SiteRule) -> Result<(), Error> {
        let host = rule.host.trim_start_matches("www.").to_ascii_lowercase();
        if host.is_empty() || host.contains('/') {
            return Err(
                ErrorKind::Rule(format!("`{}` is not a host; write it as post.example", rule.host)).into()
            );
        }
        let compiled = Compiled::new(rule)?;
        if self.by_host.insert(host.clone(), compiled).is_some() {
            return Err(ErrorKind::Rule(format!("{host} has two rules; put them into one file")).into());
        }
        Ok(())
    }

    /// Reads every `.toml` file of a folder.
    ///
    /// # Errors
    /// Returns an error if the folder or a file cannot be read, and the errors of [`add`](Self::add). The message names
    /// the file.
    #[cfg(feature = "toml")]
    #[cfg_attr(docsrs, doc(cfg(feature = "toml")))]
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let mut rules = Self::new();
        let told = |path: &Path, cause: &dyn std::fmt::Display| {
            ErrorKind::Rule(format!("{}: {cause}", path.display()))
        };
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .map_err(|e| told(folder, &e))?
            .filter_map(|entry| entry.ok().map(|e| e.path()))
            .filter(|path| path.extension().is_some_and(|e| e == "toml"))
            .collect();
        files.sort();
        for path in files {
            let text = std::fs::read_to_string(&path).map_err(|e| told(&path, &e))?;
            rules.add(&text).map_err(|e| told(&path, &e))?;
        }
        Ok(rules)
    }

    /// Returns the number of rules.
    pub fn len(&self) -> usize {
        self.by_host.len()
    }

    /// Returns whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.by_host.is_empty()
    }

    /// Returns the rules, sorted by host.
    pub fn iter(&self) -> impl Iterator<Item = &SiteRule> {
        let mut rules: Vec<&SiteRule> = self.by_host.values().map(|c| &c.rule).collect();
        rules.sort_by(|a, b| a.host.cmp(&b.host));
        rules.into_iter()
    }

    /// Returns the rule for a page's address: that of its host, or else of the nearest parent domain. Rules that
    /// expired before `today` are ignored.
    pub(crate) fn find(&self, url: &str, today: civil::Date) -> Option<&Compiled> {
        if self.by_host.is_empty() {
            return None;
        }
        let url = url::Url::parse(url).ok()?;
        let mut host = url.host_str()?;
        loop {
            if let Some(compiled) = self.by_host.get(host) {
                let holds = compiled.valid_until.is_none_or(|last| today <= last);
                return holds.then_some(compiled);
            }
            host = host.split_once('.')?.1;
        }
    }
}

impl Compiled {
    fn new(rule: SiteRule) -> Result<Self, Error> {
        let selectors =
            |list: &[String]| list.iter().map(|s| Selector::parse(s)).collect::<Result<Vec<_>, _>>();
        let targets =
            |list: &[String]| list.iter().map(|s| FieldSelector::parse(s)).collect::<Result<Vec<_>, _>>();
        Ok(Self {
            body: selectors(&rule.body)?,
            strip: selectors(&rule.strip)?,
            title: targets(&rule.title)?,
            author: targets(&rule.author)?,
            date: targets(&rule.date)?,
            valid_until: rule.valid_until.as_deref().map(|day| last_day(&rule.host, day)).transpose()?,
            rule,
        })
    }
}

fn last_day(host: &str, day: &str) -> Result<civil::Date, Error> {
    let error = |_| ErrorKind::Rule(format!("{host}: invalid valid_until `{day}`; write it as 2027-06-30"));
    day.parse().map_err(|e: jiff::Error| error(e).into())
}

impl FieldSelector {
    /// Parses `selector` or `selector@attribute`.
    fn parse(text: &str) -> Result<Self, Error> {
        let (selector, attribute) = match text.rsplit_once('@') {
            Some((selector, name))
                if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b':') =>
            {
                (selector, Some(name.to_ascii_lowercase()))
            }
            _ => (text, None),
        };
        Ok(Self { selector: Selector::parse(selector)?, attribute })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subdomains_match_and_expired_rules_do_not() {
        let mut rules = SiteRules::new();
        rules.add("host = 'post.example'\nbody = ['main']\nvalid_until = '2027-01-31'").expect("a rule");
        let found = |url: &str, day: &str| rules.find(url, day.parse().expect("a day")).is_some();
        assert!(found("https://post.example/a", "2027-01-31"));
        assert!(found("https://m.post.example/a?b", "2026-01-01"));
        assert!(!found("https://post.example/a", "2027-02-01"));
        assert!(!found("https://apost.example/a", "2026-01-01"));
        assert!(!found("not an address", "2026-01-01"));
    }

    #[test]
    fn errors_of_a_rule_are_reported() {
        let fault = |toml: &str| SiteRules::new().add(toml).expect_err("a fault").to_string();
        assert!(fault("host = 'a.example'\nbody = ['div[']").contains("div["));
        assert!(fault("host = 'a.example'\nbodi = ['div']").contains("bodi"));
        assert!(fault("host = 'https://a.example/'").contains("not a host"));
        assert!(fault("host = 'a.example'\nvalid_until = 'soon'").contains("2027-06-30"));
    }
}
