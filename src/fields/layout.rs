//! Where headline and body are among the lines of a page, shared by the choosers of dates and authors.

use std::ops::Range;

use crate::{
    block::{Blocks, label::BlockRole},
    dom::Document,
};

/// Bytes of a line that can be the headline.
const LONGEST_HEADLINE: usize = 600;
/// Bytes of byline and date after the headline in the same line.
const LONGEST_AFTER_HEADLINE: usize = 100;
/// Lines of the body in which the headline may still be.
const LINES_OF_BODY: usize = 3;

/// Maximum copies of the headline.
const MOST_COPIES: usize = 4;

/// A page as far as its dates and authors need it.
#[derive(Clone, Copy)]
pub(crate) struct PageLayout<'a> {
    pub(crate) document: &'a Document,
    /// The page's lines.
    pub(crate) blocks: &'a Blocks,
    /// The role of each line.
    pub(crate) roles: &'a [BlockRole],
    /// The chosen headline.
    pub(crate) headline: Option<&'a str>,
}

/// The position of the story among the lines of its page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anchors {
    /// The line of the headline.
    pub(crate) headline: Option<usize>,
    /// Whether that line contains more than the headline.
    pub(crate) shared: bool,
    /// Other lines before the body that are the headline, at most [`MOST_COPIES`].
    pub(crate) copies: Vec<usize>,
    /// The lines of the body, from the first to one past the last.
    pub(crate) body: Range<usize>,
}

/// Finds headline and body among the lines of a page.
pub(crate) fn anchors(view: &PageLayout<'_>) -> Anchors {
    let is_body = |p: &BlockRole| matches!(p, BlockRole::Body | BlockRole::Standfirst);
    let start = view.roles.iter().position(is_body);
    let end = view.roles.iter().rposition(is_body).map_or(0, |e| e + 1);
    let body = start.map_or(0..0, |s| s..end);
    let mut copies = Vec::new();
    let place = view.headline.and_then(|headline| {
        let wanted: String = letters(headline).collect();
        let text_of = |at: usize| view.blocks.text(&view.blocks.blocks[at]);
        let is =
            |at: &usize| text_of(*at).len() <= LONGEST_HEADLINE && letters(text_of(*at)).eq(wanted.chars());
        // Byline and date may follow in the same line, after a line break.
        let begins = |at: &usize| {
            let room = headline.len()..headline.len() + LONGEST_AFTER_HEADLINE;
            let mut found = letters(text_of(*at));
            room.contains(&text_of(*at).len()) && wanted.chars().all(|c| found.next() == Some(c))
        };
        // The last copy before the end of the body's first lines: a menu may have the headline too.
        let lines = view.blocks.blocks.len();
        let reach = start.map_or(lines, |s| (s + LINES_OF_BODY).min(lines));
        let whole = (0..reach).rev().find(is).map(|at| (at, false));
        if let Some((place, _)) = whole {
            copies.extend((0..place).filter(is).take(MOST_COPIES));
        }
        whole.or_else(|| (0..start.unwrap_or(0)).rev().find(begins).map(|at| (at, true)))
    });
    Anchors { headline: place.map(|p| p.0), shared: place.is_some_and(|p| p.1), copies, body }
}

/// Letters and digits in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
