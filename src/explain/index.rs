//! Many explanations as one index, the doubtful first.
//!
//! Comes in: a line of figures per page. Goes out: a page of HTML with a small bar per page (kept against
//! dropped words) and a link to its report.

use std::fmt::Write as _;

use crate::output::html::Escaped;

use super::{Explanation, WordCounts, report};

/// What the index says of one page.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct IndexEntry {
    /// The page's name.
    pub source: String,
    /// Address of its report, relative to the index.
    pub report: String,
    /// Its headline.
    pub title: Option<String>,
    /// Words by verdict.
    pub words: WordCounts,
    /// Expected f1, 0 to 1.
    pub confidence: f32,
    /// Share of words that could have gone the other way, 0 to 1.
    pub doubt: f32,
}

impl IndexEntry {
    /// The entry of an explained page.
    pub fn new(source: &str, report: &str, explanation: &Explanation) -> Self {
        Self {
            source: source.to_owned(),
            report: report.to_owned(),
            title: explanation.article.title.clone(),
            words: explanation.page.words,
            confidence: explanation.page.confidence,
            doubt: explanation.doubt(),
        }
    }
}

/// Writes the index, least confidence and most doubt first.
pub fn index(entries: &mut [IndexEntry]) -> String {
    let key = |e: &IndexEntry| (1.0 - e.confidence) + e.doubt;
    entries.sort_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| a.source.cmp(&b.source)));
    let mut out = String::new();
    report::head(&mut out, "copydesk explain");
    let _ = writeln!(out, "<h1>{} pages, the doubtful first</h1>", entries.len());
    out.push_str(
        "<table class=\"index\"><thead><tr><th>page</th><th>kept | dropped</th><th class=\"wide\">words</th>\
         <th>confidence</th><th>doubt</th></tr></thead><tbody>\n",
    );
    for entry in entries {
        row(&mut out, entry);
    }
    out.push_str("</tbody></table>\n</body>\n</html>\n");
    out
}

fn row(out: &mut String, entry: &IndexEntry) {
    let total = (entry.words.kept + entry.words.dropped).max(1) as f32;
    let kept = 100.0 * entry.words.kept as f32 / total;
    let _ = write!(
        out,
        "<tr><td><a href=\"{}\">{}</a><br><span class=\"source\" dir=\"auto\">{}</span></td>",
        Escaped(&entry.report),
        Escaped(&entry.source),
        Escaped(entry.title.as_deref().unwrap_or(""))
    );
    let _ = writeln!(
        out,
        "<td><div class=\"bar\" role=\"img\" aria-label=\"{kept:.0} percent kept\">\
         <span class=\"k\" style=\"width:{kept:.0}%\"></span><span class=\"d\" style=\"width:{:.0}%\"></span></div></td>\
         <td class=\"wide\">{} / {}</td><td>{:.2}</td><td>{:.2}</td></tr>",
        100.0 - kept,
        entry.words.kept,
        entry.words.dropped,
        entry.confidence,
        entry.doubt
    );
}
