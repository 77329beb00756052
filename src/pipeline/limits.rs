//! Checks a page against the limits of the options.

use crate::{
    Error, Limits, Page,
    deadline::Deadline,
    dom::{self, Document},
    error::{ErrorKind, LimitKind},
    pipeline::Options,
};

/// Fails if the page has more bytes than allowed.
pub(crate) fn check_bytes(page: &Page<'_>, options: &Options) -> Result<(), Error> {
    let (bytes, limit) = (page.content.len(), options.limits.bytes);
    if bytes <= limit {
        return Ok(());
    }
    let (actual, limit) = (bytes as u64, limit as u64);
    Err(ErrorKind::Limit { what: "the page's size in bytes", actual, limit, kind: LimitKind::Bytes }.into())
}

/// Returns the limits of the parser.
pub(crate) fn of_tree(options: &Options, deadline: &Deadline) -> dom::ParseLimits {
    let Limits { depth, nodes, .. } = options.limits;
    dom::ParseLimits { depth, nodes, end: deadline.end(), ..dom::ParseLimits::default() }
}

/// Fails if the tree was cut off at the limit of nodes.
pub(crate) fn check_complete(document: &Document, limits: &dom::ParseLimits) -> Result<(), Error> {
    if !document.is_cut() {
        return Ok(());
    }
    let (actual, limit) = (document.len() as u64, limits.nodes as u64);
    Err(ErrorKind::Limit { what: "the number of the page's nodes", actual, limit, kind: LimitKind::Nodes }
        .into())
}

/// Fails if a plain text has more lines than allowed. Each line costs about 500 bytes of memory in later stages.
pub(crate) fn check_lines(text: &str, options: &Options) -> Result<(), Error> {
    let breaks = |b: u8| memchr::memchr_iter(b, text.as_bytes()).count();
    // Old texts end lines with a carriage return only.
    let (actual, limit) = (breaks(b'\n').max(breaks(b'\r')), options.limits.lines);
    if actual <= limit {
        return Ok(());
    }
    let (actual, limit) = (actual as u64, limit as u64);
    Err(ErrorKind::Limit { what: "the number of the text's lines", actual, limit, kind: LimitKind::Lines }
        .into())
}
