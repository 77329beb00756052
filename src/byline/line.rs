//! The canonical line of a byline: "By Jane Doe and John Roe; edited by Ann Poe".

use super::{Byline, vocabulary};

/// Writes the line of the authors and the organization; reading it again gives them back.
pub(crate) fn write(byline: &Byline) -> String {
    let vocabulary = vocabulary::get();
    let phrase = |role: Option<&String>| role.and_then(|r| vocabulary.written(r));
    let writers: Vec<&str> = byline
        .authors
        .iter()
        .filter(|a| phrase(a.role.as_ref()).is_none())
        .map(|a| a.name.as_str())
        .collect();
    let houses: Vec<&str> = byline.organization.as_deref().map_or(Vec::new(), |o| o.split(" / ").collect());
    let mut line = String::new();
    for (names, lead) in [(&writers, "By "), (&houses, if writers.is_empty() { "By " } else { " with " })] {
        if !names.is_empty() {
            line.push_str(lead);
            push_list(&mut line, names);
        }
    }
    let mut done: Vec<&str> = Vec::new();
    for author in &byline.authors {
        let Some(phrase) = phrase(author.role.as_ref()).filter(|p| !done.contains(p)) else { continue };
        done.push(phrase);
        let names: Vec<&str> = byline
            .authors
            .iter()
            .filter(|a| a.role.as_ref().and_then(|r| vocabulary.written(r)) == Some(phrase))
            .map(|a| a.name.as_str())
            .collect();
        if line.is_empty() {
            let mut chars = phrase.chars();
            line.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            line.push_str(chars.as_str());
        } else {
            line.push_str("; ");
            line.push_str(phrase);
        }
        line.push(' ');
        push_list(&mut line, &names);
    }
    line
}

/// "A, B and C".
fn push_list(line: &mut String, names: &[&str]) {
    for (i, name) in names.iter().enumerate() {
        if i > 0 {
            line.push_str(if i + 1 == names.len() { " and " } else { ", " });
        }
        line.push_str(name);
    }
}
