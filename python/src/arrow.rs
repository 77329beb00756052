//! Arrow in, Arrow out: a record batch of pages becomes a record batch of records.
//!
//! Comes in: a batch with a column of pages (binary or string, large or not) and, if there is one, a column of
//! addresses. Goes out: a batch with the fixed schema of [`schema`], one row per input row, in order. Both
//! cross the border through the Arrow C data interface.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, RecordBatch,
    builder::{Float64Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder},
    cast::AsArray,
};
use arrow_schema::{DataType, Field, Fields, Schema};
use copydesk::{
    Content,
    byline::{Byline, Origin},
    credit::Credit,
    dateline::Dateline,
    output::{Cleaned, Record, RecordOutcome},
};
use pyo3::{
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
};
use pyo3_arrow::PyRecordBatch;
use rayon::prelude::*;

use crate::{
    article::{Article, input_name},
    cleaner::Cleaner,
    error::CopydeskError,
    page::Hints,
};

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn texts(name: &str) -> Field {
    Field::new(name, DataType::List(Arc::new(Field::new("item", DataType::Utf8, true))), true)
}

fn author_fields() -> Fields {
    vec![text("name"), text("role"), text("affiliation")].into()
}

fn byline_fields() -> Fields {
    let authors = Arc::new(Field::new("item", DataType::Struct(author_fields()), true));
    let authors = Field::new("authors", DataType::List(authors), true);
    vec![text("raw"), text("text"), authors, text("organization"), text("source")].into()
}

fn dateline_fields() -> Fields {
    ["raw", "text", "place", "region", "date", "agency"].map(text).to_vec().into()
}

fn credit_fields() -> Fields {
    vec![text("raw"), text("kind"), text("agency"), texts("reporters"), texts("editors")].into()
}

/// The schema of a batch of records: the record of the command line, nested.
pub(crate) fn schema() -> Schema {
    Schema::new(vec![
        text("source"),
        text("url"),
        text("outcome"),
        text("error"),
        text("title"),
        Field::new("byline", DataType::Struct(byline_fields()), true),
        Field::new("dateline", DataType::Struct(dateline_fields()), true),
        Field::new("credit", DataType::Struct(credit_fields()), true),
        text("published"),
        text("modified"),
        text("site"),
        text("language"),
        text("description"),
        text("image"),
        text("canonical"),
        texts("keywords"),
        text("page_type"),
        text("input"),
        Field::new("confidence", DataType::Float64, true),
        text("text"),
        Field::new("words", DataType::Int64, true),
        text("comments"),
    ])
}

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
        columns.push(cleaned.as_ref().map_err(String::as_str), source.as_deref(), url.as_deref());
    }
    columns.batch(py)
}

/// The schema of what ``clean_batch`` returns, as a ``pyarrow.Schema``.
#[pyfunction]
pub(crate) fn record_schema(py: Python<'_>) -> PyResult<Py<PyAny>> {
    Ok(pyo3_arrow::PySchema::new(Arc::new(schema())).into_pyarrow(py)?.unbind())
}

/// Names of the columns that hold one string each, in the order of [`Columns::push`].
const STRINGS: [&str; 16] = [
    "source",
    "url",
    "outcome",
    "error",
    "title",
    "published",
    "modified",
    "site",
    "language",
    "description",
    "image",
    "canonical",
    "page_type",
    "input",
    "text",
    "comments",
];

struct Columns {
    strings: [StringBuilder; STRINGS.len()],
    byline: StructBuilder,
    dateline: StructBuilder,
    credit: StructBuilder,
    keywords: ListBuilder<StringBuilder>,
    confidence: Float64Builder,
    words: Int64Builder,
}

impl Columns {
    fn new() -> Self {
        Self {
            strings: std::array::from_fn(|_| StringBuilder::new()),
            byline: StructBuilder::from_fields(byline_fields(), 0),
            dateline: StructBuilder::from_fields(dateline_fields(), 0),
            credit: StructBuilder::from_fields(credit_fields(), 0),
            keywords: ListBuilder::new(StringBuilder::new()),
            confidence: Float64Builder::new(),
            words: Int64Builder::new(),
        }
    }

    /// Adds a row: the fields of the record of a page, but null where a page that failed has none.
    fn push(&mut self, cleaned: Result<&copydesk::Article, &str>, source: Option<&str>, url: Option<&str>) {
        let record =
            Record::new(&Cleaned { source: source.unwrap_or_default(), result: cleaned, fields: None });
        let outcome = match record.outcome {
            RecordOutcome::Article => "article",
            RecordOutcome::NoArticle => "no-article",
            RecordOutcome::Error => "error",
        };
        let is_read = cleaned.is_ok();
        let values = [
            source,
            record.url.or(url),
            Some(outcome),
            record.error,
            record.title,
            record.published,
            record.modified,
            record.site,
            record.language,
            record.description,
            record.image,
            record.canonical,
            record.page_type.map(copydesk::PageType::name),
            record.input.map(input_name),
            is_read.then_some(record.text.as_str()),
            record.comments.as_deref(),
        ];
        for (builder, value) in self.strings.iter_mut().zip(values) {
            builder.append_option(value);
        }
        push_byline(&mut self.byline, record.byline);
        push_dateline(&mut self.dateline, record.dateline);
        push_credit(&mut self.credit, record.credit);
        for keyword in record.keywords {
            self.keywords.values().append_value(keyword);
        }
        self.keywords.append(is_read);
        self.confidence.append_option(record.confidence);
        self.words.append_option(is_read.then_some(record.words as i64));
    }

    fn batch(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let batch = self.finish().map_err(|e| CopydeskError::new_err(e.to_string()))?;
        Ok(PyRecordBatch::new(batch).into_pyarrow(py)?.unbind())
    }

    fn finish(mut self) -> Result<RecordBatch, arrow_schema::ArrowError> {
        let schema = schema();
        let columns: Vec<ArrayRef> = schema
            .fields()
            .iter()
            .map(|field| -> ArrayRef {
                match field.name().as_str() {
                    "byline" => Arc::new(self.byline.finish()),
                    "dateline" => Arc::new(self.dateline.finish()),
                    "credit" => Arc::new(self.credit.finish()),
                    "keywords" => Arc::new(self.keywords.finish()),
                    "confidence" => Arc::new(self.confidence.finish()),
                    "words" => Arc::new(self.words.finish()),
                    name => {
                        let at = STRINGS.iter().position(|n| *n == name).unwrap_or_default();
                        Arc::new(self.strings[at].finish())
                    }
                }
            })
            .collect();
        RecordBatch::try_new(Arc::new(schema), columns)
    }
}

/// Appends to one string field of a struct.
fn string(builder: &mut StructBuilder, at: usize, value: Option<&str>) {
    if let Some(field) = builder.field_builder::<StringBuilder>(at) {
        field.append_option(value);
    }
}

type Boxed = Box<dyn arrow_array::builder::ArrayBuilder>;

/// Appends to one list-of-strings field of a struct.
fn strings(builder: &mut StructBuilder, at: usize, values: Option<&[String]>) {
    let Some(list) = builder.field_builder::<ListBuilder<Boxed>>(at) else { return };
    if let Some(items) = list.values().as_any_mut().downcast_mut::<StringBuilder>() {
        for value in values.unwrap_or_default() {
            items.append_value(value);
        }
    }
    list.append(values.is_some());
}

fn push_byline(builder: &mut StructBuilder, byline: Option<&Byline>) {
    string(builder, 0, byline.map(|b| b.raw.as_str()));
    string(builder, 1, byline.map(|b| b.text.as_str()));
    if let Some(list) = builder.field_builder::<ListBuilder<Boxed>>(2) {
        if let Some(items) = list.values().as_any_mut().downcast_mut::<StructBuilder>() {
            for author in byline.map(|b| b.authors.as_slice()).unwrap_or_default() {
                string(items, 0, Some(&author.name));
                string(items, 1, author.role.as_deref());
                string(items, 2, author.affiliation.as_deref());
                items.append(true);
            }
        }
        list.append(byline.is_some());
    }
    string(builder, 3, byline.and_then(|b| b.organization.as_deref()));
    string(builder, 4, byline.and_then(|b| b.source).map(Origin::name));
    builder.append(byline.is_some());
}

fn push_dateline(builder: &mut StructBuilder, dateline: Option<&Dateline>) {
    let values = [
        dateline.map(|d| d.raw.as_str()),
        dateline.map(|d| d.text.as_str()),
        dateline.and_then(|d| d.place.as_deref()),
        dateline.and_then(|d| d.region.as_deref()),
        dateline.and_then(|d| d.date.as_deref()),
        dateline.and_then(|d| d.agency.as_deref()),
    ];
    for (at, value) in values.into_iter().enumerate() {
        string(builder, at, value);
    }
    builder.append(dateline.is_some());
}

fn push_credit(builder: &mut StructBuilder, credit: Option<&Credit>) {
    string(builder, 0, credit.map(|c| c.raw.as_str()));
    string(builder, 1, credit.map(|c| c.kind.name()));
    string(builder, 2, credit.and_then(|c| c.agency.as_deref()));
    strings(builder, 3, credit.map(|c| c.reporters.as_slice()));
    strings(builder, 4, credit.map(|c| c.editors.as_slice()));
    builder.append(credit.is_some());
}

/// Articles, and the exceptions of pages that gave none, as a batch of records: what ``clean_many`` yields.
#[pyfunction]
pub(crate) fn to_batch(py: Python<'_>, articles: Vec<Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
    let mut columns = Columns::new();
    for given in &articles {
        if let Ok(article) = given.cast::<Article>() {
            let article = article.get();
            columns.push(Ok(&article.inner), article.given_source(), None);
        } else if given.is_instance_of::<CopydeskError>() {
            let of = |name| given.getattr(name)?.extract::<Option<String>>();
            let (source, url) = (of("source")?, of("url")?);
            columns.push(Err(&given.str()?.to_string()), source.as_deref(), url.as_deref());
        } else {
            let name = given.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "a batch is made of articles and CopydeskErrors, not {name}"
            )));
        }
    }
    columns.batch(py)
}
