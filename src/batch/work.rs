//! What a worker does with one page: load, clean, render.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::Batch;
use crate::{
    Page,
    output::{Cleaned, RecordOutcome, printable},
    source::Item,
};

/// A page that is done.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) source: String,
    pub(super) place: std::path::PathBuf,
    pub(super) outcome: RecordOutcome,
    /// What went wrong.
    pub(super) error: Option<String>,
    /// The page in the form that was asked for.
    pub(super) rendered: Vec<u8>,
    /// Bytes of the page, unpacked.
    pub(super) bytes: u64,
}

/// Cleans one item. Never fails and never panics: what goes wrong is told in the result.
pub(super) fn work(batch: &Batch, mut item: Item) -> Done {
    let mut bytes = 0;
    let result = catch_unwind(AssertUnwindSafe(|| {
        let loaded = item.load(batch.rules.sizes).map_err(|fault| fault.to_string())?;
        bytes = loaded.bytes.len() as u64;
        let mut page = Page::new(&loaded.bytes).with_input(match batch.input {
            crate::Input::Auto => item.input,
            known => known,
        });
        page.url = item.url.as_deref().or(batch.url.as_deref());
        page.content_type = item.content_type.as_deref();
        page.encoding = batch.encoding.as_deref();
        batch.cleaner.clean(page).map_err(|error| error.to_string())
    }))
    .unwrap_or_else(|panic| Err(fault_of(&*panic)));
    let cleaned = Cleaned {
        source: &item.source,
        result: result.as_ref().map_err(String::as_str),
        fields: item.fields.as_ref(),
    };
    let mut rendered = Vec::new();
    batch.view.write(&cleaned, &mut rendered);
    if batch.names_pages() && !rendered.is_empty() {
        let name = format!("==> {} <==\n", printable(&item.source));
        rendered.splice(..0, name.into_bytes());
        rendered.push(b'\n');
    }
    let outcome = match &result {
        Ok(article) if article.is_article() => RecordOutcome::Article,
        Ok(_) => RecordOutcome::NoArticle,
        Err(_) => RecordOutcome::Error,
    };
    Done { source: item.source, place: item.place, outcome, error: result.err(), rendered, bytes }
}

/// What a panic says about itself.
fn fault_of(panic: &(dyn Any + Send)) -> String {
    let what = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    format!("the program has a fault that this page brings out ({what}); please report it with the page")
}
