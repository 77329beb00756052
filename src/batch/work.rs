//! What a worker does with one page: load, clean, render.

use std::{
    any::Any,
    cell::RefCell,
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
};

use super::{
    Batch, Halt, Output,
    folder::{self, Unwritten},
};
use crate::{
    Article, Input, LimitKind, Page,
    output::{Cleaned, RecordOutcome, printable},
    source::Item,
};

/// A page that is done.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) source: String,
    pub(crate) outcome: RecordOutcome,
    /// What went wrong.
    pub(crate) error: Option<String>,
    /// The output failed for good.
    pub(crate) halt: Option<Halt>,
    /// The page in the form that was asked for; nothing when it lies in a folder already.
    pub(crate) rendered: Vec<u8>,
    /// The page as a row, or a row for each of several stories, where a table was asked for.
    #[cfg(feature = "parquet")]
    pub(crate) rows: Vec<Row>,
    /// Bytes of the page, unpacked.
    pub(crate) bytes: u64,
}

/// What a row of a table is made of.
#[cfg(feature = "parquet")]
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) source: String,
    pub(crate) result: Result<Article, String>,
    pub(crate) fields: Option<serde_json::Map<String, serde_json::Value>>,
}

/// Cleans one item. Never fails and never panics: what goes wrong is told in the result.
pub(crate) fn work(batch: &Batch, mut item: Item) -> Done {
    let mut bytes = 0;
    let result = guard(|| clean(batch, &mut item, &mut bytes));
    let outcome = match &result {
        Ok(stories) if stories.iter().any(Article::is_article) => RecordOutcome::Article,
        Ok(_) => RecordOutcome::NoArticle,
        Err(_) => RecordOutcome::Error,
    };
    let rendered = guard(|| Ok(render(batch, &item, result.as_deref().map_err(String::as_str))));
    let (rendered, error) = match rendered {
        Ok(rendered) => (rendered, result.as_ref().err().cloned()),
        Err(error) => (render(batch, &item, Err(&error)), Some(error)),
    };
    let mut done = Done {
        #[cfg(feature = "parquet")]
        rows: rows(batch, &item, result),
        source: item.source,
        outcome,
        error,
        halt: None,
        rendered: Vec::new(),
        bytes,
    };
    match &batch.output {
        Output::Folder { path, extension } => {
            for (place, rendered) in rendered.iter().filter(|(_, rendered)| !rendered.is_empty()) {
                match folder::put(path, place, extension, rendered) {
                    Ok(()) => {}
                    Err(Unwritten::Page(error)) => done.error = Some(error),
                    Err(Unwritten::All(halt)) => done.halt = Some(halt),
                }
            }
        }
        _ => done.rendered = rendered.into_iter().flat_map(|(_, rendered)| rendered).collect(),
    }
    if done.error.is_some() {
        done.outcome = RecordOutcome::Error;
    }
    done
}

/// Writes an error and, if a page exceeded a limit, the flag that raises it.
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

/// The page's article, or that of every story in it.
fn clean(batch: &Batch, item: &mut Item, bytes: &mut u64) -> Result<Vec<Article>, String> {
    let content = item.load(&batch.rules).map_err(|fault| with_flag(&fault, fault.limit()))?;
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
    let mut stories = cleaned.map_err(|error| with_flag(&error, error.limit()))?;
    if let Some(met) = &batch.met {
        stories.iter_mut().for_each(|story| met.strip(story));
    }
    Ok(stories)
}

/// What becomes of a page: a result, or one for each of several stories, and where in a folder it belongs.
fn render(batch: &Batch, item: &Item, result: Result<&[Article], &str>) -> Vec<(PathBuf, Vec<u8>)> {
    let one = |result| vec![(item.place.clone(), render_story(batch, item, &item.source, false, result))];
    match result {
        Err(error) => one(Err(error)),
        Ok([story]) => one(Ok(story)),
        Ok(stories) => (stories.iter().enumerate())
            .map(|(i, story)| {
                let number = story_number(i);
                let mut place = item.place.clone().into_os_string();
                place.push(&number);
                let source = format!("{}{number}", item.source);
                (place.into(), render_story(batch, item, &source, true, Ok(story)))
            })
            .collect(),
    }
}

/// What is put behind the name of a page for one of several stories.
fn story_number(index: usize) -> String {
    format!("#{}", index + 1)
}

/// The rows of a page in a table, where one was asked for.
#[cfg(feature = "parquet")]
fn rows(batch: &Batch, item: &Item, result: Result<Vec<Article>, String>) -> Vec<Row> {
    if batch.view.format != crate::output::Format::Parquet {
        return Vec::new();
    }
    let row = |number: &str, result| Row {
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
    // A file of one page is a whole file of its format.
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
    /// Where this thread panicked last.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps a panic of a page from being printed where it happens: it is told with the page's name.
pub fn tell_panics() {
    panic::set_hook(Box::new(|info| {
        PLACE.with_borrow_mut(|place| *place = info.location().map(ToString::to_string));
    }));
}

/// Does what may panic, though nothing should.
fn guard<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // What a panic leaves behind is dropped with the page; the cleaner's buffers begin each page anew.
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(fault_of(&*panic)))
}

/// What a panic says about itself.
fn fault_of(panic: &(dyn Any + Send)) -> String {
    let what = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    let place = PLACE.with_borrow_mut(Option::take).map(|place| format!(" at {place}")).unwrap_or_default();
    format!("brought out a fault of this program ({what}{place}); please report it with the page")
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
