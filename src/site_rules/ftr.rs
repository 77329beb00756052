//! Imports rules from FiveFilters' site configuration (`ftr-site-config`).
//!
//! A file is named after its host and uses XPath. The part of XPath that most files use (paths of names with `@id`,
//! `@class` and `contains`) is converted to CSS. Other lines are returned unchanged, so that the user sees what is
//! missing.

use super::{SiteRule, SiteTest};

/// An imported rule, and what could not be imported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Import {
    /// The rule.
    pub rule: SiteRule,
    /// Lines without an equivalent, unchanged.
    pub left_out: Vec<String>,
}

/// Imports the site configuration of `host`.
///
/// ```
/// let import = copydesk::import_ftr("post.example", "body: //div[@id='story']\nstrip_id_or_class: promo\nprune: no");
/// assert_eq!(import.rule.body, ["div[id=\"story\"]"]);
/// assert_eq!(import.left_out, ["prune: no"]);
/// ```
pub fn import_ftr(host: &str, text: &str) -> Import {
    let mut import =
        Import { rule: SiteRule { host: host.to_owned(), ..SiteRule::default() }, ..Import::default() };
    let rule = &mut import.rule;
    let mut url: Option<String> = None;
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            import.left_out.push(line.to_owned());
            continue;
        };
        let value = value.trim();
        let list = match name.trim() {
            "body" => &mut rule.body,
            "title" => &mut rule.title,
            "author" => &mut rule.author,
            "date" => &mut rule.date,
            "strip" => &mut rule.strip,
            "strip_id_or_class" => {
                let value = value.trim_matches(['"', '\'']).replace(['"', '\\'], "");
                rule.strip.push(format!("[id*=\"{value}\"], [class*=\"{value}\"]"));
                continue;
            }
            "test_url" => {
                url = Some(value.to_owned());
                continue;
            }
            "test_contains" => {
                rule.tests.push(SiteTest { file: None, url: url.clone(), contains: value.to_owned() });
                continue;
            }
            _ => {
                import.left_out.push(line.to_owned());
                continue;
            }
        };
        match css(value) {
            Some(selector) => list.push(selector),
            None => import.left_out.push(line.to_owned()),
        }
    }
    import
}

/// Returns the CSS selector equivalent to an XPath, if there is one.
fn css(xpath: &str) -> Option<String> {
    let alternatives: Option<Vec<String>> = split(xpath, '|').into_iter().map(|p| path(p.trim())).collect();
    let alternatives = alternatives?;
    // `selector@attribute` takes a single selector.
    if alternatives.len() > 1 && alternatives.iter().any(|a| is_attribute(a)) {
        return None;
    }
    Some(alternatives.join(", "))
}

fn is_attribute(selector: &str) -> bool {
    selector.rsplit_once('@').is_some_and(|(_, name)| !name.contains(['"', ']']))
}

fn path(mut rest: &str) -> Option<String> {
    let mut out = String::new();
    while !rest.is_empty() {
        let combinator = if let Some(after) = rest.strip_prefix("//") {
            rest = after;
            " "
        } else {
            rest = rest.strip_prefix('/')?;
            " > "
        };
        let end = split(rest, '/').first().map_or(rest.len(), |s| s.len());
        let step = &rest[..end];
        rest = &rest[end..];
        if let Some(name) = step.strip_prefix('@') {
            return (rest.is_empty() && !out.is_empty() && is_name(name)).then(|| format!("{out}@{name}"));
        }
        if step == "text()" && rest.is_empty() && !out.is_empty() {
            return Some(out);
        }
        if !out.is_empty() {
            out.push_str(combinator);
        } else if combinator == " > " && !step.starts_with("html") {
            return None;
        }
        out.push_str(&self::step(step)?);
    }
    (!out.is_empty()).then_some(out)
}

/// Converts one step: a name or `*`, and its predicates.
fn step(step: &str) -> Option<String> {
    let (name, mut rest) = match step.find('[') {
        Some(at) => step.split_at(at),
        None => (step, ""),
    };
    if name != "*" && !is_name(name) {
        return None;
    }
    let mut out = name.to_owned();
    while !rest.is_empty() {
        let inner = rest.strip_prefix('[')?;
        let end = split(inner, ']').first()?.len();
        let (predicate, after) = (inner.get(..end)?, inner.get(end + 1..)?);
        for condition in predicate.split(" and ") {
            out.push_str(&self::condition(condition.trim())?);
        }
        rest = after;
    }
    Some(out)
}

/// Converts `@name`, `@name='value'`, `contains(@name, 'value')`, `starts-with(…)`, or a position.
fn condition(condition: &str) -> Option<String> {
    if let Ok(position) = condition.parse::<u32>() {
        return Some(format!(":nth-of-type({position})"));
    }
    for (function, operator) in [("contains", "*="), ("starts-with", "^=")] {
        if let Some(arguments) = condition.strip_prefix(function) {
            let arguments = arguments.trim().strip_prefix('(')?.strip_suffix(')')?;
            let (name, value) = arguments.split_once(',')?;
            return attribute(name.trim(), operator, value.trim());
        }
    }
    match condition.split_once('=') {
        Some((name, value)) => attribute(name.trim(), "=", value.trim()),
        None => {
            let name = condition.strip_prefix('@').filter(|n| is_name(n))?;
            Some(format!("[{name}]"))
        }
    }
}

fn attribute(name: &str, operator: &str, value: &str) -> Option<String> {
    let name = name.strip_prefix('@').filter(|n| is_name(n))?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value.strip_prefix(quote)?.strip_suffix(quote)?.trim();
    if value.is_empty() || value.contains(['"', '\\', '\n']) {
        return None;
    }
    Some(format!("[{name}{operator}\"{value}\"]"))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Splits at `at` outside quotes and brackets. A closing bracket without an opening one also splits.
fn split(text: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0usize, None);
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) => quote = (q != c).then_some(q),
            (None, '"' | '\'') => quote = Some(c),
            (None, c) if c == at && depth == 0 => {
                parts.push(&text[start..i]);
                start = i + c.len_utf8();
            }
            (None, '[' | '(') => depth += 1,
            (None, ']' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_xpath_becomes_css() {
        for (xpath, selector) in [
            ("//div[@id='story']", "div[id=\"story\"]"),
            ("//div[@class='a b']//p[1]", "div[class=\"a b\"] p:nth-of-type(1)"),
            ("//*[contains(@class, \"txt\")] | //article", "*[class*=\"txt\"], article"),
            ("//section/div[@data-x and @id='y']", "section > div[data-x][id=\"y\"]"),
            ("//meta[@name='writer']/@content", "meta[name=\"writer\"]@content"),
            ("/html/body/div", "html > body > div"),
            ("//h1/text()", "h1"),
        ] {
            assert_eq!(css(xpath).as_deref(), Some(selector), "{xpath}");
        }
    }

    #[test]
    fn other_xpath_is_left_out() {
        for xpath in [
            "//div[not(@id)]",
            "//p[contains(., 'Read')]",
            "id('x')",
            "//a/..",
            "//div[@id=",
            "string(//h1)",
            "",
        ] {
            assert_eq!(css(xpath), None, "{xpath}");
        }
        let import = import_ftr(
            "a.example",
            "# a note\nbody: //p[contains(., 'x')]\nhttp_header(user-agent): x\nnonsense",
        );
        assert_eq!(import.left_out.len(), 3);
    }

    #[test]
    fn tests_are_imported() {
        let import =
            import_ftr("a.example", "test_url: https://a.example/1\ntest_contains: The bridge: reopened");
        let test = &import.rule.tests[0];
        assert_eq!(
            (test.url.as_deref(), test.contains.as_str()),
            (Some("https://a.example/1"), "The bridge: reopened")
        );
    }
}
