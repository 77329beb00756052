//! Writes an explanation as one self-contained HTML page without scripts.
//!
//! The filter consists of radio buttons and style rules, and reasons open with `details`. The content security policy
//! forbids scripts, pictures and requests. All text of the explained page is escaped where it is written.

use std::fmt::Write as _;

use crate::{
    HtmlOptions, Outcome,
    date::Date,
    output::html::{self, EscapedText},
};

use super::{
    BlockReport, Explanation, FieldReport,
    run::{self, ShownItem},
};

const STYLE: &str = include_str!("report.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// Maximum characters shown of a dropped block; kept and used blocks are shown in full.
const DROPPED_CHARS: usize = 400;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes the head of a page, up to and including the opening `body` tag.
pub(crate) fn head(out: &mut String, title: &str) {
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        EscapedText(title)
    );
}

/// Writes the report of a page; `source` is the page's name.
pub(crate) fn write(explanation: &Explanation, source: &str) -> String {
    let title = explanation.article.title.as_deref().unwrap_or("Page without a title");
    let mut out = String::with_capacity(16 * 1024);
    head(&mut out, &format!("{title} - copydesk explain"));
    let _ = writeln!(
        out,
        "<header>\n<h1 dir=\"auto\">{}</h1>\n<p class=\"source\">{}</p>",
        EscapedText(title),
        EscapedText(source)
    );
    outcome(&mut out, explanation);
    fields(&mut out, &explanation.fields);
    legend(&mut out, explanation.page.threshold);
    out.push_str("</header>\n");
    filter(&mut out, explanation);
    out.push_str("<div class=\"sides\">\n<main>\n<h2>The page, block by block</h2>\n");
    for item in run::fold(&explanation.blocks) {
        match item {
            ShownItem::Block(one) => block(&mut out, one),
            ShownItem::Run(blocks) => folded(&mut out, blocks),
        }
    }
    out.push_str("</main>\n");
    cleaned(&mut out, explanation);
    out.push_str("</div>\n</body>\n</html>\n");
    out
}

fn outcome(out: &mut String, explanation: &Explanation) {
    let page = &explanation.page;
    let class = match page.outcome {
        Outcome::Article => "article",
        Outcome::NoArticle => "none",
    };
    let words = page.words;
    let close =
        if words.borderline == 0 { String::new() } else { format!(", {} borderline", words.borderline) };
    let _ = writeln!(
        out,
        "<p class=\"outcome\"><strong class=\"{class}\">{}</strong> confidence {:.2} · {} page · \
         {} words kept, {} dropped{close} · {}</p>",
        EscapedText(&page.summary),
        page.confidence,
        page.page_type.name(),
        words.kept,
        words.dropped,
        EscapedText(&page.encoding)
    );
}

fn fields(out: &mut String, fields: &[FieldReport]) {
    let found: Vec<&str> = fields.iter().filter(|f| f.value.is_some()).map(|f| f.field).collect();
    let found = if found.is_empty() { "none found".to_owned() } else { found.join(", ") };
    let _ = writeln!(out, "<details class=\"fields\"><summary>Fields: {found}</summary>\n<table><tbody>");
    for field in fields {
        let value = field.value.as_deref().unwrap_or("—");
        let value = match field.field {
            "published" | "modified" => readable_date(value),
            _ => value.to_owned(),
        };
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{}</th><td><span dir=\"auto\">{}</span>",
            EscapedText(field.field),
            EscapedText(&value)
        );
        if let Some(source) = &field.source {
            let _ = write!(out, " <span class=\"from\">from {}", EscapedText(source));
            if let Some(confidence) = field.confidence {
                let _ = write!(out, ", {confidence:.2}");
            }
            out.push_str("</span>");
        }
        if !field.losers.is_empty() {
            out.push_str("<ul class=\"losers\">");
            for loser in &field.losers {
                let (source, value) = (EscapedText(&loser.source), EscapedText(&loser.value));
                let _ = write!(out, "<li>not {source}: <span dir=\"auto\">{value}</span></li>");
            }
            out.push_str("</ul>");
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</tbody></table></details>\n");
}

fn legend(out: &mut String, threshold: f32) {
    let _ = writeln!(
        out,
        "<details class=\"legend\"><summary>How to read this page</summary>\n<ul>\n\
         <li><span class=\"key kept\">kept</span> blocks are the article's text.</li>\n\
         <li><span class=\"key used\">used</span> blocks are not in the text, but a field has them: headline, byline, \
         date, credit, caption.</li>\n\
         <li><span class=\"key dropped\">dropped</span> blocks are not part of the article. Runs of them are folded.</li>\n\
         <li>The number is the probability, 0 to 1, that a block belongs to the text. From {threshold:.2} on, keeping it \
         improves the expected result.</li>\n\
         <li><span class=\"key borderline\">borderline</span> marks close decisions.</li>\n\
         <li>Open a block to see the reasons: + for keeping it, − for dropping it, ! for a rule that decided.</li>\n\
         </ul></details>"
    );
}

fn filter(out: &mut String, explanation: &Explanation) {
    let count =
        |wanted: &dyn Fn(&BlockReport) -> bool| explanation.blocks.iter().filter(|b| wanted(b)).count();
    let choices = [
        ("all", explanation.blocks.len()),
        ("kept", count(&|b| b.kept)),
        ("used", count(&|b| b.decision() == "used")),
        ("dropped", count(&|b| b.decision() == "dropped")),
        ("borderline", count(&|b| b.borderline)),
    ];
    out.push_str("<fieldset class=\"filter\"><legend>Show</legend>\n");
    for (name, n) in choices {
        let checked = if name == "all" { " checked" } else { "" };
        let _ = writeln!(
            out,
            "<label><input type=\"radio\" name=\"show\" id=\"show-{name}\"{checked}> {name} ({n})</label>"
        );
    }
    out.push_str("</fieldset>\n");
}

fn folded(out: &mut String, blocks: &[BlockReport]) {
    let reason = run::common_reason(blocks).map(|r| format!(": {r}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "<details class=\"run\"><summary>{} blocks dropped{}</summary>",
        blocks.len(),
        EscapedText(&reason)
    );
    blocks.iter().for_each(|b| block(out, b));
    out.push_str("</details>\n");
}

fn block(out: &mut String, block: &BlockReport) {
    let decision = block.decision();
    let (borderline, mark) = if block.borderline { (" borderline", " <b>borderline</b>") } else { ("", "") };
    let what = match block.used_as {
        Some(field) if !block.kept => format!("used as {field}"),
        _ => decision.to_owned(),
    };
    let shown = if block.kept || block.used_as.is_some() { usize::MAX } else { DROPPED_CHARS };
    let (text, cut) = clip_chars(&block.text, shown);
    let _ = write!(
        out,
        "<details class=\"block {decision}{borderline}\"><summary><span class=\"decision\">{what} {:.2} \
         <i>{}</i>{mark}</span><span class=\"text\" dir=\"auto\">{}{}</span></summary><ul class=\"why\">",
        block.probability,
        EscapedText(&block.kind),
        EscapedText(text),
        if cut { "…" } else { "" }
    );
    for reason in &block.reasons {
        let sign = match reason.weight {
            Some(weight) if weight > 0.0 => "+",
            Some(_) => "−",
            None => "!",
        };
        let _ = write!(out, "<li>{sign} {}</li>", EscapedText(&reason.words));
    }
    for feature in &block.features {
        let _ =
            write!(out, "<li>{:+.2} <code>{} = {}</code></li>", feature.weight, feature.name, feature.value);
    }
    let _ = writeln!(out, "<li class=\"path\">{}</li></ul></details>", EscapedText(&block.path));
}

/// Writes the article as a reader sees it, with a readable date.
fn cleaned(out: &mut String, explanation: &Explanation) {
    let article = &explanation.article;
    out.push_str("<section class=\"cleaned\" aria-label=\"The cleaned article\">\n<h2>The cleaned article</h2>\n<div dir=\"auto\">\n");
    if let Some(title) = &article.title {
        let _ = writeln!(out, "<h3>{}</h3>", EscapedText(title));
    }
    let byline = article.byline.as_ref().map(|b| b.text.clone());
    let published = article.published.as_deref().map(readable_date);
    for line in [byline, published].into_iter().flatten().filter(|line| !line.is_empty()) {
        let _ = writeln!(out, "<p class=\"line\"><bdi>{}</bdi></p>", EscapedText(&line));
    }
    let mut options = HtmlOptions::default();
    options.body_only = true;
    out.push_str(&html::article(article, options));
    out.push_str("</div>\n</section>\n");
}

/// Returns the first characters of a text, and whether there are more.
fn clip_chars(text: &str, chars: usize) -> (&str, bool) {
    match text.char_indices().nth(chars) {
        Some((end, _)) => (&text[..end], true),
        None => (text, false),
    }
}

/// Formats a date for people: "5 May 2031, 18:42 (UTC+02:00)". Text that is not a date is returned unchanged.
pub(crate) fn readable_date(text: &str) -> String {
    let Ok(date) = text.parse::<Date>() else { return text.to_owned() };
    let (year, month, day) = date.day();
    let month = usize::try_from(month - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
    let mut out = format!("{day} {month} {year}");
    if let Some((hour, minute, _)) = date.time() {
        let _ = write!(out, ", {hour:02}:{minute:02}");
    }
    if let Some(seconds) = date.offset() {
        let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.abs() / 60);
        let _ = match minutes {
            0 => write!(out, " (UTC)"),
            _ => write!(out, " (UTC{sign}{:02}:{:02})", minutes / 60, minutes % 60),
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_for_people() {
        for (text, wanted) in [
            ("2031-05-05", "5 May 2031"),
            ("2031-05-05T18:42:00+02:00", "5 May 2031, 18:42 (UTC+02:00)"),
            ("2031-12-31T00:00:00Z", "31 December 2031, 00:00 (UTC)"),
            ("—", "—"),
        ] {
            assert_eq!(readable_date(text), wanted);
        }
    }
}
