//! An explanation as one page of HTML that needs nothing else and runs nothing.
//!
//! Comes in: an [`Explanation`]. Goes out: a page whose filter is radio buttons and style rules, whose content
//! security policy forbids scripts, pictures and requests, and in which all text of the explained page is
//! escaped where it is written.

use std::fmt::Write as _;

use crate::{
    HtmlOptions,
    output::html::{self, Escaped},
};

use super::{BlockReport, Explanation, FieldReport};

const STYLE: &str = include_str!("report.css");
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The head that every page of ours has, up to the opened body.
pub(crate) fn head(out: &mut String, title: &str) {
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
        Escaped(title)
    );
}

pub(crate) fn write(explanation: &Explanation, source: &str) -> String {
    let mut out = String::with_capacity(16 * 1024);
    head(&mut out, &format!("copydesk explain: {source}"));
    let page = &explanation.page;
    let _ = writeln!(out, "<h1>{}</h1>", Escaped(source));
    let _ = writeln!(
        out,
        "<p class=\"figures\">{}, confidence {:.2}; {} words kept, {} dropped, {} borderline; \
         blocks are taken from probability {:.2}; {}</p>",
        page.page_type.name(),
        page.confidence,
        page.words.kept,
        page.words.dropped,
        page.words.borderline,
        page.threshold,
        Escaped(&page.encoding)
    );
    out.push_str("<table class=\"fields\"><tbody>\n");
    explanation.fields.iter().for_each(|f| field(&mut out, f));
    out.push_str("</tbody></table>\n");
    filter(&mut out, explanation);
    out.push_str("<div class=\"sides\">\n<main>\n<h2>The page, block by block</h2>\n");
    explanation.blocks.iter().for_each(|b| block(&mut out, b, page.threshold));
    out.push_str("</main>\n<section class=\"cleaned\" aria-label=\"The cleaned article\">\n<h2>The cleaned article</h2>\n");
    out.push_str(&html::article(&explanation.article, HtmlOptions::default()));
    out.push_str("</section>\n</div>\n</body>\n</html>\n");
    out
}

fn field(out: &mut String, field: &FieldReport) {
    let value = field.value.as_deref().unwrap_or("—");
    let _ = write!(out, "<tr><th scope=\"row\">{}</th><td>{}", Escaped(field.field), Escaped(value));
    if let Some(source) = &field.source {
        let _ = write!(out, " <span class=\"source\">from {}</span>", Escaped(source));
    }
    if !field.losers.is_empty() {
        out.push_str("<ul class=\"losers\">");
        for loser in &field.losers {
            let _ = write!(out, "<li>not {}: {}</li>", Escaped(&loser.source), Escaped(&loser.value));
        }
        out.push_str("</ul>");
    }
    out.push_str("</td></tr>\n");
}

fn filter(out: &mut String, explanation: &Explanation) {
    let threshold = explanation.page.threshold;
    let count =
        |wanted: &dyn Fn(&BlockReport) -> bool| explanation.blocks.iter().filter(|b| wanted(b)).count();
    let choices = [
        ("all", explanation.blocks.len()),
        ("kept", count(&|b| b.kept)),
        ("dropped", count(&|b| !b.kept)),
        ("borderline", count(&|b| b.is_borderline(threshold))),
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

fn block(out: &mut String, block: &BlockReport, threshold: f32) {
    let borderline = if block.is_borderline(threshold) { " borderline" } else { "" };
    let sign = if block.kept { "✓" } else { "✗" };
    let verdict = block.verdict();
    let _ = write!(
        out,
        "<div class=\"block {verdict}{borderline}\" tabindex=\"0\">\
         <span class=\"verdict\">{sign} {verdict} {:.2} {}</span>\n<p dir=\"auto\">{}</p>\n<ul class=\"why\">",
        block.probability,
        Escaped(&block.kind),
        Escaped(&block.text)
    );
    for reason in &block.reasons {
        let _ = write!(out, "<li>{:+.2} {}</li>", reason.weight, Escaped(&reason.words));
    }
    let _ = writeln!(out, "<li class=\"path\">{}</li></ul></div>", Escaped(&block.path));
}
