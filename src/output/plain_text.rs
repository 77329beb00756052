//! Writes an article as plain text: headline, byline, blank line, body.

use super::{BylineStyle, View, printable};
use crate::Article;

/// Appends the article, without characters that a terminal would execute.
pub(crate) fn write(article: &Article, view: &View, out: &mut Vec<u8>) {
    let body = article.text();
    if !view.body {
        let byline = article.byline.as_ref().and_then(|byline| match view.byline {
            BylineStyle::Normalize => Some(&byline.text),
            BylineStyle::Keep => Some(&byline.raw),
            BylineStyle::Strip => None,
        });
        let head = [article.title.as_ref(), byline];
        let mut lines = head.into_iter().flatten().filter(|line| !line.trim().is_empty()).peekable();
        if lines.peek().is_some() {
            for line in lines {
                push(line, out);
                out.push(b'\n');
            }
            out.push(b'\n');
        }
    }
    push(&body, out);
    out.push(b'\n');
}

fn push(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(printable(text).as_bytes());
}
