//! Processes one page in a worker: loads, cleans and renders it.

use std::{
    any::Any,
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
};

use super::{
    Batch, BatchError, Output,
    journal::JournalOutcome,
    no_article,
    output_folder::{self, Unwritten},
};
use crate::{
    Article, Input, LimitKind, Page,
    output::{Cleaned, printable},
    source::{Item, SkipReason},
};

/// A page that is done.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) source: String,
    /// Stamp of the file that the page comes from.
    pub(crate) stamp: u64,
    pub(crate) ended: JournalOutcome,
    /// Why the page failed, or why it has no article.
    pub(crate) message: Option<String>,
    /// Warnings about a page that was cleaned.
    pub(crate) warnings: Vec<String>,
    /// A fatal error of the output.
    pub(crate) failure: Option<BatchError>,
    /// The page in the requested format; empty if it was already written to a folder.
    pub(crate) rendered: Vec<u8>,
    /// The page as rows of a table, one per story, if a table was requested.
    #[cfg(feature = "parquet")]
    pub(crate) rows: Vec<PageResult>,
    /// Bytes of the page, decompressed.
    pub(crate) bytes: u64,
    /// Number of paragraphs that earlier pages contained.
    pub(crate) removed: u64,
}

impl Done {
    /// Creates the result of a run that failed before a page was cleaned.
    pub(crate) fn failed(failure: BatchError) -> Self {
        Self {
            source: String::new(),
            stamp: 0,
            ended: JournalOutcome::Failed,
            message: None,
            warnings: Vec::new(),
            failure: Some(failure),
            rendered: Vec::new(),
            #[cfg(feature = "parquet")]
            rows: Vec::new(),
            bytes: 0,
            removed: 0,
        }
    }
}

/// The data of a row of a table.
#[cfg(feature = "parquet")]
#[derive(Debug)]
pub(crate) struct PageResult {
    pub(crate) source: String,
    pub(crate) result: Result<Article, String>,
    pub(crate) fields: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Why a page has no result.
#[derive(Debug)]
pub(crate) enum Unclean {
    Failed(String),
    /// The input is not a page, and was not named by the user.
    Skipped(SkipReason),
}

/// A page that is cleaned but not rendered.
#[derive(Debug)]
pub(crate) struct CleanItem {
    item: Item,
    result: Result<Vec<Article>, Unclean>,
    bytes: u64,
    removed: u64,
}

impl CleanItem {
    /// Edits the stories of the page; `edit` returns the number of paragraphs that it removed.
    pub(crate) fn edit(&mut self, mut edit: impl FnMut(&mut Article) -> u64) {
        self.removed = self.result.iter_mut().flatten().map(&mut edit).sum();
    }
}

/// Loads and cleans one item. Never panics; errors are part of the result.
pub(crate) fn clean(batch: &Batch, mut item: Item) -> CleanItem {
    let mut bytes = 0;
    let result = guard(|| Ok(load_and_clean(batch, &mut item, &mut bytes)));
    let result = result.unwrap_or_else(|fault| Err(Unclean::Failed(fault)));
    CleanItem { item, result, bytes, removed: 0 }
}

/// Renders a cleaned page, and writes it if the output is a folder. Never panics.
pub(crate) fn finish(batch: &Batch, cleaned: CleanItem) -> Done {
    let CleanItem { item, result, bytes, removed } = cleaned;
    let result = match result {
        Ok(stories) => Ok(stories),
        Err(Unclean::Failed(error)) => Err(error),
        Err(Unclean::Skipped(reason)) => {
            let skipped = Done::failed(BatchError::ClosedPipe);
            let (source, stamp) = (item.source, item.stamp);
            let message = Some(reason.name().to_owned());
            return Done { source, stamp, ended: JournalOutcome::Skipped, message, failure: None, ..skipped };
        }
    };
    let (mut ended, mut message) = match &result {
        Ok(stories) if stories.iter().any(Article::is_article) => (JournalOutcome::Article, None),
        Ok(stories) => {
            (JournalOutcome::NoArticle, stories.first().map(|s| no_article::describe(s, &batch.cleaner)))
        }
        Err(error) => (JournalOutcome::Failed, Some(error.clone())),
    };
    let rendered = guard(|| Ok(render(batch, &item, result.as_deref().map_err(String::as_str))));
    let rendered = rendered.unwrap_or_else(|fault| {
        let rendered = render(batch, &item, Err(&fault));
        (ended, message) = (JournalOutcome::Failed, Some(fault));
        rendered
    });
    let mut done = Done {
        #[cfg(feature = "parquet")]
        rows: rows(batch, &item, result),
        source: item.source,
        stamp: item.stamp,
        ended,
        message,
        warnings: item.warnings,
        failure: None,
        rendered: Vec::new(),
        bytes,
        removed,
    };
    match &batch.output {
        Output::Folder { path, extension } => {
            for (place, rendered) in rendered.iter().filter(|(_, rendered)| !rendered.is_empty()) {
                match output_folder::put(path, place, extension, rendered) {
                    Ok(()) => {}
                    Err(Unwritten::Page(error)) => {
                        (done.ended, done.message) = (JournalOutcome::Failed, Some(error));
                    }
                    Err(Unwritten::All(failure)) => done.failure = Some(failure),
                }
            }
        }
        _ => {
            let join = |mut all: Vec<u8>, next: Vec<u8>| {
                all.extend(next);
                all
            };
            done.rendered =
                rendered.into_iter().map(|(_, rendered)| rendered).reduce(join).unwrap_or_default();
        }
    }
    done
}

/// Formats an error and, if a page exceeded a limit, the flag that raises it.
pub(crate) fn with_flag(error: &impl std::fmt::Display, limit: Option<LimitKind>) -> String {
    let flag = match limit {
        Some(LimitKind::Bytes) => "--max-bytes",
        Some(LimitKind::StoredBytes) => "--max-packed",
        Some(LimitKind::Nodes) => "--max-nodes",
        Some(LimitKind::Lines) => "--max-lines",
        Some(LimitKind::Time) => "--max-time",
        None => return error.to_string(),
    };
    format!("{error}; raise it with {flag}")
}

/// Returns the page's article, or those of all its stories.
fn load_and_clean(batch: &Batch, item: &mut Item, bytes: &mut u64) -> Result<Vec<Article>, Unclean> {
    let content =
        item.load(&batch.rules).map_err(|error| Unclean::Failed(with_flag(&error, error.limit())))?;
    *bytes = content.len() as u64;
    let mut page = Page::new(content.as_content()).with_input(match batch.input {
        Input::Auto => item.input,
        known => known,
    });
    page.url = item.url.as_deref().or(batch.url.as_deref());
    page.content_type = item.content_type.as_deref();
    page.encoding = batch.encoding.as_deref();
    let cleaned = if batch.split_stories {
        batch.cleaner.clean_all(page)
    } else {
        batch.cleaner.clean(page).map(|article| vec![article])
    };
    cleaned.map_err(|error| {
        // A crawl or a folder contains files of all kinds; a binary file named by the user is a mistake.
        if error.is_not_text() && item.is_member {
            Unclean::Skipped(SkipReason::OtherType)
        } else {
            Unclean::Failed(with_flag(&error, error.limit()))
        }
    })
}

/// Renders a page: one result, or one per story, and its path in a folder.
fn render(batch: &Batch, item: &Item, result: Result<&[Article], &str>) -> Vec<(PathBuf, Vec<u8>)> {
    let one =
        |result| vec![(item.output_path.clone(), render_story(batch, item, &item.source, false, result))];
    match result {
        Err(error) => one(Err(error)),
        Ok([story]) => one(Ok(story)),
        Ok(stories) => (stories.iter().enumerate())
            .map(|(i, story)| {
                let number = story_number(i);
                let mut path = item.output_path.clone().into_os_string();
                path.push(&number);
                let source = format!("{}{number}", item.source);
                (path.into(), render_story(batch, item, &source, true, Ok(story)))
            })
            .collect(),
    }
}

/// Returns the suffix of a page's name for one of several stories.
fn story_number(index: usize) -> String {
    format!("#{}", index + 1)
}

/// Returns the rows of a page in a table, if one was requested.
#[cfg(feature = "parquet")]
fn rows(batch: &Batch, item: &Item, result: Result<Vec<Article>, String>) -> Vec<PageResult> {
    if batch.view.format != crate::output::Format::Parquet {
        return Vec::new();
    }
    let row = |number: &str, result| PageResult {
        source: format!("{}{number}", item.source),
        result,
        fields: item.fields.clone(),
    };
    match result {
        Err(error) => vec![row("", Err(error))],
        Ok(stories) if stories.len() == 1 => stories.into_iter().map(|story| row("", Ok(story))).collect(),
        Ok(stories) => {
            stories.into_iter().enumerate().map(|(i, story)| row(&story_number(i), Ok(story))).collect()
        }
    }
}

fn render_story(
    batch: &Batch,
    item: &Item,
    source: &str,
    of_several: bool,
    result: Result<&Article, &str>,
) -> Vec<u8> {
    // A file with one page is a complete file of its format.
    let alone = matches!(batch.output, Output::Folder { .. });
    let mut rendered = if alone { batch.view.header() } else { Vec::new() };
    batch.view.write(&Cleaned { source, result, fields: item.fields.as_ref() }, &mut rendered);
    let named = if of_several { batch.names_stories() } else { batch.names_pages() && source != "-" };
    if named && !rendered.is_empty() {
        let name = format!("==> {} <==\n", printable(source).replace('\n', " "));
        rendered.splice(..0, name.into_bytes());
        rendered.push(b'\n');
    }
    rendered
}

thread_local! {
    /// The location of the last panic in this thread.
    static PANIC_LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Suppresses the message of a panic, which is reported with the page's name instead.
pub fn tell_panics() {
    panic::set_hook(Box::new(|info| {
        PANIC_LOCATION.with_borrow_mut(|place| *place = info.location().map(ToString::to_string));
    }));
}

/// Runs `work` and turns a panic into an error.
fn guard<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // State left by a panic is dropped with the page, and the cleaner's buffers are reset for each page.
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(fault_of(&*panic)))
}

/// Returns the message of a panic.
fn fault_of(panic: &(dyn Any + Send)) -> String {
    let what = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    let place =
        PANIC_LOCATION.with_borrow_mut(Option::take).map(|place| format!(" at {place}")).unwrap_or_default();
    format!("hit a bug in this program ({what}{place}); please report it with the page")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_message() {
        let error = guard::<()>(|| panic!("index {} is out of range", 7)).expect_err("a panic");
        assert!(error.contains("index 7 is out of range") && error.contains("please report"), "{error}");
        assert_eq!(guard(|| Ok(1)), Ok(1));
    }
}
