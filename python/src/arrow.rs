//! Arrow in, Arrow out: a record batch of pages becomes a record batch of records.
//!
//! Comes in: a batch with a column of pages (binary or string, large or not) and, if there is one, a column of
//! addresses. Goes out: a batch with the fixed schema of [`schema`], one row per input row, in order. Both
//! cross the border through the Arrow C data interface.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, RecordBatch,
    builder::{Float32Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder},
    cast::AsArray,
};
use arrow_schema::{DataType, Field, Fields, Schema};
use copydesk::{Content, byline::Byline, credit::Credit, dateline::Dateline};
use pyo3::{exceptions::PyValueError, prelude::*};
use pyo3_arrow::PyRecordBatch;
use rayon::prelude::*;

use crate::{
    article::Article,
    cleaner::{Cleaner, Hints},
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
    vec![text("raw"), text("text"), Field::new("authors", DataType::List(authors), true), text("organization")]
        .into()
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
        Field::new("confidence", DataType::Float32, true),
        text("text"),
        Field::new("words", DataType::Int64, true),
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

type Cleaned = Option<Result<copydesk::Article, copydesk::Error>>;

/// Cleans a ``pyarrow.RecordBatch`` of pages into one of records.
///
/// ``html`` names the column of pages, ``url`` that of their addresses (``None``: there is none).
/// A row that is null yields a row with outcome ``error``.
#[pyfunction]
#[pyo3(signature = (batch, *, html="html", url=None, cleaner=None, threads=1))]
pub(crate) fn clean_batch(
    py: Python<'_>,
    batch: PyRecordBatch,
    html: &str,
    url: Option<&str>,
    cleaner: Option<&Bound<'_, Cleaner>>,
    threads: usize,
) -> PyResult<Py<PyAny>> {
    let batch = batch.into_inner();
    let pages = column(&batch, html)?;
    let urls = url.map(|name| column(&batch, name)).transpose()?;
    let cleaner = cleaner.map_or_else(copydesk::Cleaner::new, |c| c.get().inner.clone());
    let one = |row: usize| -> Cleaned {
        let url = urls.as_ref().and_then(|c| match content(c, row) {
            Some(Content::Text(url)) => Some(url.to_owned()),
            Some(Content::Bytes(url)) => Some(String::from_utf8_lossy(url).into_owned()),
            None => None,
        });
        let hints = Hints { url, ..Hints::default() };
        content(&pages, row).map(|page| cleaner.clean(hints.page(page)))
    };
    let rows = batch.num_rows();
    let cleaned: Result<Vec<Cleaned>, String> = py.detach(|| {
        if threads == 1 {
            return Ok((0..rows).map(one).collect());
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|e| e.to_string())?;
        Ok(pool.install(|| (0..rows).into_par_iter().map(one).collect()))
    });
    let cleaned = cleaned.map_err(crate::error::CopydeskError::new_err)?;
    let mut columns = Columns::new();
    for (row, cleaned) in cleaned.iter().enumerate() {
        let url = urls.as_ref().and_then(|c| content(c, row));
        columns.push(cleaned, url);
    }
    let out = columns.finish().map_err(|e| crate::error::CopydeskError::new_err(e.to_string()))?;
    Ok(PyRecordBatch::new(out).into_pyarrow(py)?.unbind())
}

/// The schema of what ``clean_batch`` returns, as a ``pyarrow.Schema``.
#[pyfunction]
pub(crate) fn record_schema(py: Python<'_>) -> PyResult<Py<PyAny>> {
    Ok(pyo3_arrow::PySchema::new(Arc::new(schema())).into_pyarrow(py)?.unbind())
}

/// Names of the columns that hold one string each, in the order of the schema.
const STRINGS: [&str; 13] = [
    "url", "outcome", "error", "title", "published", "modified", "site", "language", "description", "image",
    "canonical", "page_type", "input",
];

struct Columns {
    strings: [StringBuilder; STRINGS.len()],
    byline: StructBuilder,
    dateline: StructBuilder,
    credit: StructBuilder,
    keywords: ListBuilder<StringBuilder>,
    confidence: Float32Builder,
    text: StringBuilder,
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
            confidence: Float32Builder::new(),
            text: StringBuilder::new(),
            words: Int64Builder::new(),
        }
    }

    fn push(&mut self, cleaned: &Cleaned, url: Option<Content<'_>>) {
        let (article, error) = match cleaned {
            Some(Ok(article)) => (Some(article), None),
            Some(Err(error)) => (None, Some(error.to_string())),
            None => (None, Some("the row holds no page".to_owned())),
        };
        let outcome = match article {
            Some(article) if article.is_article() => "article",
            Some(_) => "no-article",
            None => "error",
        };
        let given = match url {
            Some(Content::Text(url)) => Some(url),
            _ => None,
        };
        let of = |field: fn(&copydesk::Article) -> &Option<String>| article.and_then(|a| field(a).as_deref());
        let values = [
            of(|a| &a.url).or(given),
            Some(outcome),
            error.as_deref(),
            of(|a| &a.title),
            of(|a| &a.published),
            of(|a| &a.modified),
            of(|a| &a.site),
            of(|a| &a.language),
            of(|a| &a.description),
            of(|a| &a.image),
            of(|a| &a.canonical),
            article.map(|a| a.page_type.name()),
            article.map(|a| if a.input == copydesk::InputKind::Html { "html" } else { "text" }),
        ];
        for (builder, value) in self.strings.iter_mut().zip(values) {
            builder.append_option(value);
        }
        push_byline(&mut self.byline, article.and_then(|a| a.byline.as_ref()));
        push_dateline(&mut self.dateline, article.and_then(|a| a.dateline.as_ref()));
        push_credit(&mut self.credit, article.and_then(|a| a.credit.as_ref()));
        for keyword in article.map(|a| a.keywords.as_slice()).unwrap_or_default() {
            self.keywords.values().append_value(keyword);
        }
        self.keywords.append(article.is_some());
        self.confidence.append_option(article.map(|a| a.confidence));
        let text = article.map(copydesk::Article::text);
        self.words.append_option(article.map(|a| a.words() as i64));
        self.text.append_option(text);
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
                    "text" => Arc::new(self.text.finish()),
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

/// Articles as a batch of records.
#[pyfunction]
pub(crate) fn to_batch(py: Python<'_>, articles: Vec<Bound<'_, Article>>) -> PyResult<Py<PyAny>> {
    let mut columns = Columns::new();
    for article in &articles {
        columns.push(&Some(Ok(article.get().inner.clone())), None);
    }
    let out = columns.finish().map_err(|e| crate::error::CopydeskError::new_err(e.to_string()))?;
    Ok(PyRecordBatch::new(out).into_pyarrow(py)?.unbind())
}
