//! Arrow in, Arrow out: a record batch of pages becomes a record batch of records.
//!
//! Comes in: a batch with a column of pages (binary or string, large or not) and, if there is one, a column of
//! addresses. Goes out: a batch with the schema of [`schema`], one row per input row, in order. Both
//! cross the border through the Arrow C data interface.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray};
use arrow_schema::DataType;
use copydesk::{
    Content,
    output::{
        Cleaned, Record,
        columns::{Columns, schema},
    },
};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
};
use pyo3_arrow::PyRecordBatch;
use rayon::prelude::*;

use crate::{article::Article, cleaner::Cleaner, error::CopydeskError, page::Hints};

/// The bytes or characters of one row.
fn content(column: &ArrayRef, row: usize) -> Option<Content<'_>> {
    if column.is_null(row) {
        return None;
    }
    Some(match column.data_type() {
        DataType::Utf8 => Content::Text(column.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Content::Text(column.as_string::<i64>().value(row)),
        DataType::Utf8View => Content::Text(column.as_string_view().value(row)),
        DataType::Binary => Content::Bytes(column.as_binary::<i32>().value(row)),
        DataType::LargeBinary => Content::Bytes(column.as_binary::<i64>().value(row)),
        DataType::BinaryView => Content::Bytes(column.as_binary_view().value(row)),
        _ => return None,
    })
}

fn column(batch: &RecordBatch, name: &str) -> PyResult<ArrayRef> {
    let found = batch.column_by_name(name).cloned();
    let column = found.ok_or_else(|| PyValueError::new_err(format!("the batch has no column {name:?}")))?;
    let fits = matches!(
        column.data_type(),
        DataType::Utf8
            | DataType::LargeUtf8
            | DataType::Utf8View
            | DataType::Binary
            | DataType::LargeBinary
            | DataType::BinaryView
    );
    if fits {
        return Ok(column);
    }
    let found = column.data_type();
    Err(PyValueError::new_err(format!("column {name:?} is {found}, but pages are strings or binaries")))
}

/// One row's result: the article, or what went wrong.
type Row = Result<copydesk::Article, String>;

/// The string of one row; bytes as UTF-8.
fn string_at(column: Option<&ArrayRef>, row: usize) -> Option<String> {
    Some(match content(column?, row)? {
        Content::Text(text) => text.to_owned(),
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}

/// Cleans a ``pyarrow.RecordBatch`` of pages into one of records, a row for each row, in order.
///
/// ``html`` names the column of pages (string or binary); ``url``, ``content_type`` (the HTTP header) and ``source``
/// those of what is known beside them (``None``: there is none).
/// A page that fails, or is null, gives a row with ``outcome = "error"``. ``threads=0`` takes every core.
#[pyfunction]
#[pyo3(signature = (batch, *, html="html", url=None, content_type=None, source=None, cleaner=None, threads=1))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn clean_batch(
    py: Python<'_>,
    batch: PyRecordBatch,
    html: &str,
    url: Option<&str>,
    content_type: Option<&str>,
    source: Option<&str>,
    cleaner: Option<&Bound<'_, Cleaner>>,
    threads: usize,
) -> PyResult<Py<PyAny>> {
    let batch = batch.into_inner();
    let named = |name: Option<&str>| name.map(|name| column(&batch, name)).transpose();
    let pages = column(&batch, html)?;
    let (urls, types, sources) = (named(url)?, named(content_type)?, named(source)?);
    let cleaner = cleaner.map_or_else(copydesk::Cleaner::new, |c| c.get().inner.clone());
    let one = |row: usize| -> Row {
        let hints = Hints {
            url: string_at(urls.as_ref(), row),
            content_type: string_at(types.as_ref(), row),
            ..Hints::default()
        };
        let page = content(&pages, row).ok_or_else(|| "the row holds no page".to_owned())?;
        hints.tried(|| cleaner.clean(hints.page(page))).map_err(|failure| failure.message())
    };
    let rows = batch.num_rows();
    let cleaned: Result<Vec<Row>, String> = py.detach(|| {
        if threads == 1 {
            return Ok((0..rows).map(one).collect());
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|e| e.to_string())?;
        Ok(pool.install(|| (0..rows).into_par_iter().map(one).collect()))
    });
    let cleaned = cleaned.map_err(CopydeskError::new_err)?;
    let mut columns = Columns::new();
    for (row, cleaned) in cleaned.iter().enumerate() {
        let source = string_at(sources.as_ref(), row);
        let url = string_at(urls.as_ref(), row);
        push(&mut columns, cleaned.as_ref().map_err(String::as_str), source.as_deref(), url.as_deref());
    }
    finished(py, columns)
}

/// The schema of what ``clean_batch`` returns, as a ``pyarrow.Schema``.
#[pyfunction]
pub(crate) fn record_schema(py: Python<'_>) -> PyResult<Py<PyAny>> {
    Ok(pyo3_arrow::PySchema::new(Arc::new(schema())).into_pyarrow(py)?.unbind())
}

/// Adds a row: the record of a page; `url` is the address that came with it, where the record has none.
fn push(
    columns: &mut Columns,
    cleaned: Result<&copydesk::Article, &str>,
    source: Option<&str>,
    url: Option<&str>,
) {
    let mut record =
        Record::new(&Cleaned { source: source.unwrap_or_default(), result: cleaned, fields: None });
    record.url = record.url.or(url);
    columns.push(&record);
}

fn finished(py: Python<'_>, mut columns: Columns) -> PyResult<Py<PyAny>> {
    let batch = columns.finish().map_err(|e| CopydeskError::new_err(e.to_string()))?;
    Ok(PyRecordBatch::new(batch).into_pyarrow(py)?.unbind())
}

/// Articles, and the exceptions of pages that gave none, as a batch of records: what ``clean_many`` yields.
#[pyfunction]
pub(crate) fn to_batch(py: Python<'_>, articles: Vec<Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let mut columns = Columns::new();
    for given in &articles {
        if let Ok(article) = given.cast::<Article>() {
            let article = article.get();
            push(&mut columns, Ok(&article.inner), article.given_source(), None);
        } else if given.is_instance_of::<CopydeskError>() {
            let of = |name| given.getattr(name)?.extract::<Option<String>>();
            let (source, url) = (of("source")?, of("url")?);
            push(&mut columns, Err(&given.str()?.to_string()), source.as_deref(), url.as_deref());
        } else {
            let name = given.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "a batch is made of articles and CopydeskErrors, not {name}"
            )));
        }
    }
    finished(py, columns)
}
