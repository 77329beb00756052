//! An index over the reports of many pages, the most doubtful first.

use std::fmt::Write as _;

use crate::{NoArticleReason, Outcome, output::html::EscapedText};

use super::{Explanation, WordCounts, report, summary};

/// A page in the index.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct IndexEntry {
    /// The page's name.
    pub source: String,
    /// Address of the report, relative to the index; empty if there is none.
    pub report: String,
    /// Its headline.
    pub title: Option<String>,
    /// Whether there is an article.
    pub outcome: Outcome,
    /// Why there is none.
    pub reason: Option<NoArticleReason>,
    /// Why the page could not be read or cleaned.
    pub error: Option<String>,
    /// Words of its blocks, by decision.
    pub words: WordCounts,
    /// Expected F1 of the text, 0 to 1.
    pub confidence: f32,
    /// How doubtful the result is, 0 to 1; see [`Explanation::doubt`].
    pub doubt: f32,
}

impl IndexEntry {
    /// Returns the entry of an explained page.
    pub fn new(source: &str, report: &str, explanation: &Explanation) -> Self {
        Self {
            source: source.to_owned(),
            report: report.to_owned(),
            title: explanation.article.title.clone(),
            outcome: explanation.page.outcome,
            reason: explanation.page.reason,
            error: None,
            words: explanation.page.words,
            confidence: explanation.page.confidence,
            doubt: explanation.doubt(),
        }
    }

    /// Returns the entry of a page that could not be read or cleaned.
    pub fn failed(source: &str, error: &str) -> Self {
        Self { source: source.to_owned(), error: Some(error.to_owned()), doubt: 1.0, ..Self::default() }
    }
}

/// Writes an index as one HTML page. Sorts the entries: the most doubtful first.
///
/// ```
/// use copydesk::{Cleaner, IndexEntry, index};
///
/// let explanation = Cleaner::new().explain("<p>Too short.")?;
/// let mut entries = [IndexEntry::new("page.html", "00001.html", &explanation)];
/// assert!(index(&mut entries).contains("page.html"));
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn index(entries: &mut [IndexEntry]) -> String {
    entries.sort_by(|a, b| b.doubt.total_cmp(&a.doubt).then_with(|| a.source.cmp(&b.source)));
    let folder = common_folder(entries).to_owned();
    let articles = entries.iter().filter(|e| e.outcome == Outcome::Article).count();
    let mut out = String::new();
    report::head(&mut out, "copydesk explain");
    let pages = if entries.len() == 1 { "1 page".to_owned() } else { format!("{} pages", entries.len()) };
    let _ = writeln!(out, "<h1>{pages}, the most doubtful first</h1>");
    let _ = writeln!(
        out,
        "<p class=\"source\">{articles} with an article, {} without{}</p>",
        entries.len() - articles,
        if folder.is_empty() { String::new() } else { format!(" · in {}", EscapedText(&folder)) }
    );
    out.push_str(
        "<fieldset class=\"filter\"><legend>Show</legend>\n\
         <label><input type=\"radio\" name=\"show\" id=\"show-all\" checked> all</label>\n\
         <label><input type=\"radio\" name=\"show\" id=\"show-articles\"> articles</label>\n\
         <label><input type=\"radio\" name=\"show\" id=\"show-none\"> no article</label>\n</fieldset>\n\
         <table class=\"index\"><thead><tr><th>Page</th><th>Outcome</th><th>Kept and dropped words</th>\
         <th class=\"wide\">Confidence</th><th title=\"How doubtful the result is, 0 to 1\">Doubt</th></tr></thead><tbody>\n",
    );
    for entry in entries {
        row(&mut out, entry, &folder);
    }
    out.push_str("</tbody></table>\n</body>\n</html>\n");
    out
}

fn row(out: &mut String, entry: &IndexEntry, folder: &str) {
    let name = &entry.source[folder.len()..];
    let is_article = entry.outcome == Outcome::Article;
    let class = if is_article { "article" } else { "none" };
    let _ = write!(out, "<tr class=\"{class}\"><td>");
    let title = entry.title.as_deref().unwrap_or(name);
    if entry.report.is_empty() {
        let _ = write!(out, "<span dir=\"auto\">{}</span>", EscapedText(title));
    } else {
        let _ =
            write!(out, "<a href=\"{}\" dir=\"auto\">{}</a>", EscapedText(&entry.report), EscapedText(title));
    }
    let outcome = match &entry.error {
        Some(error) => format!("error: {error}"),
        None => summary(entry.outcome, entry.reason),
    };
    if entry.title.is_some() {
        let _ = write!(out, "<br><span class=\"source\">{}</span>", EscapedText(name));
    }
    let _ = write!(out, "</td><td><strong class=\"{class}\">{}</strong></td>", EscapedText(&outcome));
    let WordCounts { kept, dropped, .. } = entry.words;
    let share = 100.0 * kept as f32 / (kept + dropped).max(1) as f32;
    let _ = write!(
        out,
        "<td><div class=\"bar\" role=\"img\" aria-label=\"{share:.0} percent kept\">\
         <span class=\"k\" style=\"width:{share:.0}%\"></span><span class=\"d\" style=\"width:{:.0}%\"></span></div>\
         <span class=\"source\">{kept} · {dropped}</span></td>",
        100.0 - share
    );
    let confidence = if is_article { format!("{:.2}", entry.confidence) } else { "—".to_owned() };
    let _ = writeln!(out, "<td class=\"wide\">{confidence}</td><td>{:.2}</td></tr>", entry.doubt);
}

/// Returns the folder, with its slash, that the names of all pages begin with.
fn common_folder(entries: &[IndexEntry]) -> &str {
    let Some(first) = entries.first() else { return "" };
    let mut common = first.source.as_str();
    for entry in entries {
        let same = common.bytes().zip(entry.source.bytes()).take_while(|(a, b)| a == b).count();
        // A slash is never part of another character, so the end is a character boundary.
        let end = common.as_bytes()[..same].iter().rposition(|&b| b == b'/').map_or(0, |at| at + 1);
        common = &common[..end];
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_common_folder() {
        let entry = |source: &str| IndexEntry { source: source.to_owned(), ..IndexEntry::default() };
        let folder = |names: &[&str]| {
            let entries: Vec<IndexEntry> = names.iter().map(|name| entry(name)).collect();
            common_folder(&entries).to_owned()
        };
        assert_eq!(folder(&["/a/b/c.html", "/a/b/d.html", "/a/b/e/f.html"]), "/a/b/");
        assert_eq!(folder(&["ä/1.html", "ö/1.html"]), "");
        assert_eq!(folder(&["x/one.html"]), "x/");
        assert_eq!(folder(&[]), "");
    }
}
