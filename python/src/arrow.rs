//! Cleans Arrow batches: columns of pages become columns of records, with one output row per input row.
//!
//! Data is exchanged through the Arrow C data and stream interfaces, so pyarrow, pandas, Polars, DuckDB and others
//! need no conversion.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchReader, cast::AsArray};
use arrow_schema::{ArrowError, DataType, Schema, SchemaRef};
use copydesk::{
    Content,
    output::{
        Cleaned, Record,
        arrow::{RecordColumns, schema},
    },
};
use pyo3::{
    exceptions::{PyException, PyTypeError, PyValueError},
    prelude::*,
};
use pyo3_arrow::{PyRecordBatch, PyRecordBatchReader, input::AnyRecordBatch};
use rayon::prelude::*;

use crate::{
    article::Article,
    cleaner::Cleaner,
    error::{CopydeskError, Failure},
    page::Hints,
};

/// Rows of a stream that are cleaned at once: about 100 MB of pages of mean size.
const ROWS_PER_BATCH: usize = 1024;

/// Returns the page or the string of one row.
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

fn string_at(column: Option<&ArrayRef>, row: usize) -> Option<String> {
    Some(match content(column?, row)? {
        Content::Text(text) => text.to_owned(),
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}

/// Returns the position of a column of strings or binaries.
fn position(schema: &Schema, name: &str) -> PyResult<usize> {
    let at = schema.index_of(name).map_err(|_| {
        let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        PyValueError::new_err(format!("there is no column {name:?}; there are: {}", names.join(", ")))
    })?;
    match schema.field(at).data_type() {
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView => Ok(at),
        found => {
            Err(PyValueError::new_err(format!("column {name:?} must hold strings or binaries, not {found}")))
        }
    }
}

/// The names of the columns of a call.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct ColumnNames {
    html: String,
    url: Option<String>,
    content_type: Option<String>,
    source: Option<String>,
    keep: Vec<String>,
}

/// Cleans batches of one schema.
struct BatchCleaner {
    cleaner: copydesk::Cleaner,
    html: usize,
    url: Option<usize>,
    content_type: Option<usize>,
    source: Option<usize>,
    /// Columns that are copied to the result, before the record's own.
    keep: Vec<usize>,
    /// The schema of the results.
    schema: SchemaRef,
    /// `None`: clean on the calling thread.
    pool: Option<rayon::ThreadPool>,
}

impl BatchCleaner {
    fn new(
        given: &Schema,
        names: &ColumnNames,
        cleaner: Option<&Bound<'_, Cleaner>>,
        threads: usize,
    ) -> PyResult<Self> {
        let optional = |name: &Option<String>| name.as_ref().map(|name| position(given, name)).transpose();
        let own = schema();
        let mut keep = Vec::with_capacity(names.keep.len());
        for name in &names.keep {
            if own.index_of(name).is_ok() {
                return Err(PyValueError::new_err(format!(
                    "keep: the record has a column {name:?} of its own; rename yours"
                )));
            }
            let at = given.index_of(name);
            keep.push(at.map_err(|_| PyValueError::new_err(format!("keep: there is no column {name:?}")))?);
        }
        let kept = keep.iter().map(|at| Arc::clone(&given.fields()[*at]));
        let schema = Arc::new(Schema::new(kept.chain(own.fields().iter().cloned()).collect::<Vec<_>>()));
        let pool = match threads {
            1 => None,
            threads => Some(
                rayon::ThreadPoolBuilder::new()
                    .num_threads(threads)
                    .build()
                    .map_err(|e| CopydeskError::new_err(e.to_string()))?,
            ),
        };
        Ok(Self {
            cleaner: cleaner.map_or_else(copydesk::Cleaner::new, |c| c.get().inner.clone()),
            html: position(given, &names.html)?,
            url: optional(&names.url)?,
            content_type: optional(&names.content_type)?,
            source: optional(&names.source)?,
            keep,
            schema,
            pool,
        })
    }

    /// Cleans a batch. A page that fails gives a row with an error. Does not need the lock.
    fn clean(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let column = |at: Option<usize>| at.map(|at| batch.column(at));
        let (urls, types, sources) = (column(self.url), column(self.content_type), column(self.source));
        let pages = batch.column(self.html);
        let one = |row: usize| -> Result<copydesk::Article, Box<Failure>> {
            let hints =
                Hints { url: string_at(urls, row), content_type: string_at(types, row), ..Hints::default() };
            let Some(page) = content(pages, row) else {
                let cause = crate::error::Cause::Unreadable("the row has no page".to_owned());
                return Err(hints.failure(cause));
            };
            hints.tried(|| self.cleaner.clean(hints.page(page)))
        };
        let rows = 0..batch.num_rows();
        let cleaned: Vec<_> = match &self.pool {
            None => rows.map(one).collect(),
            Some(pool) => pool.install(|| rows.into_par_iter().map(one).collect()),
        };
        let mut columns = RecordColumns::new();
        for (row, cleaned) in cleaned.iter().enumerate() {
            let message = cleaned.as_ref().err().map(|failure| failure.message());
            let cleaned = cleaned.as_ref().map_err(|_| message.as_deref().unwrap_or_default());
            push(&mut columns, cleaned, string_at(sources, row).as_deref(), string_at(urls, row).as_deref());
        }
        let kept = self.keep.iter().map(|at| Arc::clone(batch.column(*at)));
        let all = kept.chain(columns.finish()?.columns().iter().cloned()).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), all)
    }
}

/// Clean a batch of pages to a ``pyarrow.RecordBatch`` of records, with one row per page, in order.
///
/// ``batch`` is any object with the Arrow C interface that holds one batch. ``html`` names the column of pages
/// (strings or binaries); ``url``, ``content_type`` (the HTTP header) and ``source`` name the columns of hints. The
/// columns in ``keep`` are copied to the result. A page that fails, or is null, gives a row whose ``outcome`` is
/// ``"error"``. ``threads=0`` uses every core.
#[pyfunction]
#[pyo3(signature = (
    batch, *, html="html", url=None, content_type=None, source=None, keep=Vec::new(), cleaner=None, threads=1
))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn clean_batch(
    py: Python<'_>,
    batch: PyRecordBatch,
    html: &str,
    url: Option<String>,
    content_type: Option<String>,
    source: Option<String>,
    keep: Vec<String>,
    cleaner: Option<&Bound<'_, Cleaner>>,
    threads: usize,
) -> PyResult<Py<PyAny>> {
    let batch = batch.into_inner();
    let names = ColumnNames { html: html.to_owned(), url, content_type, source, keep };
    let cleaner = BatchCleaner::new(&batch.schema(), &names, cleaner, threads)?;
    let cleaned = py.detach(|| cleaner.clean(&batch)).map_err(arrow_error)?;
    Ok(PyRecordBatch::new(cleaned).into_pyarrow(py)?.unbind())
}

/// Cleans a table or a stream of batches. Returns an object with the Arrow C stream interface.
///
/// If `lazy`, the batches are read and cleaned as the caller reads the result.
#[pyfunction]
pub(crate) fn _clean_stream(
    py: Python<'_>,
    data: AnyRecordBatch,
    names: ColumnNames,
    cleaner: Option<&Bound<'_, Cleaner>>,
    threads: usize,
    lazy: bool,
) -> PyResult<PyRecordBatchReader> {
    let reader = data.into_reader()?;
    let cleaner = BatchCleaner::new(&reader.schema(), &names, cleaner, threads)?;
    let schema = Arc::clone(&cleaner.schema);
    let cleaned = slices(reader).map(move |batch| cleaner.clean(&batch?));
    if lazy {
        return Ok(PyRecordBatchReader::new(Box::new(RecordBatchIterator::new(cleaned, schema))));
    }
    let batches: Vec<_> = py.detach(|| cleaned.collect());
    Ok(PyRecordBatchReader::new(Box::new(RecordBatchIterator::new(batches, schema))))
}

/// Yields the batches of a reader, split into slices of at most [`ROWS_PER_BATCH`] rows.
fn slices(
    reader: Box<dyn RecordBatchReader + Send>,
) -> impl Iterator<Item = Result<RecordBatch, ArrowError>> + Send {
    reader.flat_map(|batch| {
        let rows = batch.as_ref().map_or(1, |batch| batch.num_rows());
        (0..rows).step_by(ROWS_PER_BATCH).map(move |start| match &batch {
            Ok(batch) => Ok(batch.slice(start, ROWS_PER_BATCH.min(rows - start))),
            Err(error) => Err(ArrowError::ExternalError(error.to_string().into())),
        })
    })
}

fn arrow_error(error: ArrowError) -> PyErr {
    CopydeskError::new_err(error.to_string())
}

/// The schema of the records, as a ``pyarrow.Schema``.
#[pyfunction]
pub(crate) fn record_schema(py: Python<'_>) -> PyResult<Py<PyAny>> {
    Ok(pyo3_arrow::PySchema::new(Arc::new(schema())).into_pyarrow(py)?.unbind())
}

/// Adds the record of a page. `url` is the address that came with it.
fn push(
    columns: &mut RecordColumns,
    cleaned: Result<&copydesk::Article, &str>,
    source: Option<&str>,
    url: Option<&str>,
) {
    let mut record =
        Record::new(&Cleaned { source: source.unwrap_or_default(), result: cleaned, fields: None });
    record.url = record.url.or(url);
    columns.push(&record);
}

/// Convert articles to a ``pyarrow.RecordBatch`` with the schema of ``record_schema()``.
///
/// Accepts the exceptions that ``clean_many(..., errors="return")`` returns, too: each gives a row
/// whose ``outcome`` is ``"error"``.
#[pyfunction]
pub(crate) fn to_batch(py: Python<'_>, articles: Vec<Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let mut columns = RecordColumns::new();
    for given in &articles {
        if let Ok(article) = given.cast::<Article>() {
            let article = article.get();
            push(&mut columns, Ok(&article.inner), article.given_source(), None);
        } else if given.is_instance_of::<PyException>() {
            // Only copydesk's own exceptions name their page.
            let of = |name| given.getattr(name).ok()?.extract::<Option<String>>().ok()?;
            let (source, url) = (of("source"), of("url"));
            push(&mut columns, Err(&given.str()?.to_string()), source.as_deref(), url.as_deref());
        } else {
            let name = given.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "to_batch accepts articles and exceptions, not {name}"
            )));
        }
    }
    let batch = columns.finish().map_err(arrow_error)?;
    Ok(PyRecordBatch::new(batch).into_pyarrow(py)?.unbind())
}
