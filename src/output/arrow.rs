//! Writes records as columns: the Arrow schema of a batch of records, and its builder.
//!
//! A batch has one row per record, in order. Python and Parquet both use it; nested fields are those of JSON.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, RecordBatch,
    builder::{ArrayBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder},
};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};

use super::{Bodies, Record, RecordOutcome};
use crate::{
    FieldSource, FieldSources, InputKind, NoArticleReason, PageType, article::four_decimals, byline::Byline,
    credit::Credit, dateline::Dateline,
};

fn text(name: &str) -> Field {
    Field::new(name, DataType::Utf8, true)
}

fn texts(name: &str) -> Field {
    Field::new(name, DataType::List(Arc::new(text("item"))), true)
}

fn probability(name: &str) -> Field {
    Field::new(name, DataType::Float64, true)
}

fn author_fields() -> Fields {
    ["name", "role", "affiliation"].map(text).to_vec().into()
}

fn byline_fields() -> Fields {
    let authors = Arc::new(Field::new("item", DataType::Struct(author_fields()), true));
    vec![
        text("raw"),
        text("text"),
        Field::new("authors", DataType::List(authors), true),
        text("organization"),
        text("source"),
        probability("confidence"),
    ]
    .into()
}

fn dateline_fields() -> Fields {
    ["raw", "text", "place", "region", "date", "agency"].map(text).to_vec().into()
}

fn credit_fields() -> Fields {
    vec![text("raw"), text("kind"), text("agency"), texts("reporters"), texts("editors")].into()
}

fn sources_fields() -> Fields {
    let source = || DataType::Struct(vec![text("source"), probability("confidence")].into());
    let fields = ["title", "byline", "published", "dateline", "credit"];
    fields.map(|name| Field::new(name, source(), true)).to_vec().into()
}

/// Returns the schema of a batch of records: the fields of [`Record`] in order, without those copied from the input.
///
/// ```
/// let schema = copydesk::output::arrow::schema();
/// assert_eq!(schema.field(0).name(), "source");
/// assert!(schema.column_with_name("dateline").is_some_and(|(_, field)| field.data_type().is_nested()));
/// ```
pub fn schema() -> Schema {
    schema_with(Bodies::default())
}

/// Returns the schema of records with additional bodies: the columns `markdown` and `html` come last.
pub fn schema_with(bodies: Bodies) -> Schema {
    let mut fields = vec![
        text("source"),
        text("url"),
        text("outcome"),
        text("reason"),
        text("error"),
        text("title"),
        Field::new("byline", DataType::Struct(byline_fields()), true),
        Field::new("dateline", DataType::Struct(dateline_fields()), true),
        Field::new("credit", DataType::Struct(credit_fields()), true),
        text("published"),
        text("modified"),
        text("site"),
        text("language"),
        text("direction"),
        text("description"),
        text("image"),
        text("canonical"),
        texts("keywords"),
        text("page_type"),
        text("input"),
        probability("confidence"),
        Field::new("sources", DataType::Struct(sources_fields()), true),
        text("text"),
        Field::new("words", DataType::Int64, true),
        text("comments"),
    ];
    fields.extend(bodies.markdown.then(|| text("markdown")));
    fields.extend(bodies.html.then(|| text("html")));
    Schema::new(fields)
}

/// Names of the string columns, in the order of [`RecordColumns::push`].
const STRINGS: [&str; 20] = [
    "source",
    "url",
    "outcome",
    "reason",
    "error",
    "title",
    "published",
    "modified",
    "site",
    "language",
    "direction",
    "description",
    "image",
    "canonical",
    "page_type",
    "input",
    "text",
    "comments",
    "markdown",
    "html",
];

/// Rows that will become a record batch.
#[derive(Debug)]
pub struct RecordColumns {
    bodies: Bodies,
    strings: [StringBuilder; STRINGS.len()],
    byline: StructBuilder,
    dateline: StructBuilder,
    credit: StructBuilder,
    keywords: ListBuilder<StringBuilder>,
    confidence: Float64Builder,
    sources: StructBuilder,
    words: Int64Builder,
}

impl Default for RecordColumns {
    fn default() -> Self {
        Self::new()
    }
}

impl RecordColumns {
    /// Creates an empty batch.
    pub fn new() -> Self {
        Self::with(Bodies::default())
    }

    /// Creates an empty batch of records with additional bodies.
    pub fn with(bodies: Bodies) -> Self {
        Self {
            bodies,
            strings: std::array::from_fn(|_| StringBuilder::new()),
            byline: StructBuilder::from_fields(byline_fields(), 0),
            dateline: StructBuilder::from_fields(dateline_fields(), 0),
            credit: StructBuilder::from_fields(credit_fields(), 0),
            keywords: ListBuilder::new(StringBuilder::new()),
            confidence: Float64Builder::new(),
            sources: StructBuilder::from_fields(sources_fields(), 0),
            words: Int64Builder::new(),
        }
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a row. The text, keywords and words of a failed page are null, and so is an empty `source`.
    pub fn push(&mut self, record: &Record<'_>) {
        let is_read = record.outcome != RecordOutcome::Error;
        let values = [
            (!record.source.is_empty()).then_some(record.source),
            record.url,
            Some(record.outcome.name()),
            record.reason.map(NoArticleReason::name),
            record.error,
            record.title,
            record.published,
            record.modified,
            record.site,
            record.language,
            record.direction,
            record.description,
            record.image,
            record.canonical,
            record.page_type.map(PageType::name),
            record.input.map(InputKind::name),
            is_read.then_some(record.text.as_str()),
            record.comments.as_deref(),
            record.markdown.as_deref(),
            record.html.as_deref(),
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
        push_sources(&mut self.sources, is_read.then_some(record.sources));
        self.words.append_option(is_read.then_some(i64::try_from(record.words).unwrap_or(i64::MAX)));
    }

    /// Takes the rows as a batch.
    ///
    /// # Errors
    /// Returns an error if a column does not match the schema, which would be a bug in this module.
    pub fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let schema = schema_with(self.bodies);
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
                    "sources" => Arc::new(self.sources.finish()),
                    "words" => Arc::new(self.words.finish()),
                    name => {
                        let at = STRINGS.iter().position(|n| *n == name).unwrap_or_default();
                        Arc::new(self.strings[at].finish())
                    }
                }
            })
            .collect();
        // Bodies that were not requested have no column, but a builder of the same length.
        self.strings.iter_mut().for_each(|builder| drop(builder.finish()));
        RecordBatch::try_new(Arc::new(schema), columns)
    }
}

/// Appends to one string field of a struct.
fn string(builder: &mut StructBuilder, at: usize, value: Option<&str>) {
    if let Some(field) = builder.field_builder::<StringBuilder>(at) {
        field.append_option(value);
    }
}

/// Appends to one probability of a struct.
fn number(builder: &mut StructBuilder, at: usize, value: Option<f32>) {
    if let Some(field) = builder.field_builder::<Float64Builder>(at) {
        field.append_option(value.map(four_decimals));
    }
}

type Boxed = Box<dyn ArrayBuilder>;

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
    string(builder, 4, byline.and_then(|b| b.source).map(crate::byline::BylineSource::name));
    number(builder, 5, byline.and_then(|b| b.confidence));
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

fn push_sources(builder: &mut StructBuilder, sources: Option<&FieldSources>) {
    let of = |field: fn(&FieldSources) -> &Option<FieldSource>| sources.and_then(|s| field(s).as_ref());
    let values =
        [of(|s| &s.title), of(|s| &s.byline), of(|s| &s.published), of(|s| &s.dateline), of(|s| &s.credit)];
    for (at, value) in values.into_iter().enumerate() {
        if let Some(field) = builder.field_builder::<StructBuilder>(at) {
            string(field, 0, value.map(|s| s.source.as_str()));
            number(field, 1, value.map(|s| s.confidence));
            field.append(value.is_some());
        }
    }
    builder.append(sources.is_some());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Cleaned;

    #[test]
    fn the_columns_are_the_fields_of_a_record() {
        let mut columns = RecordColumns::new();
        columns.push(&Record::new(&Cleaned { source: "a.html", result: Err("torn"), fields: None }));
        assert_eq!(columns.len(), 1);
        let batch = columns.finish().expect("columns as the schema has them");
        assert!(columns.is_empty());
        let mut names: Vec<_> = schema().fields().iter().map(|f| f.name().clone()).collect();
        let record = Record::new(&Cleaned { source: "a.html", result: Err("torn"), fields: None });
        let value = serde_json::to_value(&record).expect("a record serializes");
        let mut fields: Vec<_> = value.as_object().expect("an object").keys().cloned().collect();
        // JSON leaves these out if there are none.
        fields.extend(["comments", "reason"].map(str::to_owned));
        names.sort_unstable();
        fields.sort_unstable();
        assert_eq!(names, fields);
        let column = |name| batch.column_by_name(name).expect("a column");
        assert!(column("text").is_null(0) && column("words").is_null(0) && column("byline").is_null(0));
        assert!(column("error").is_valid(0));
    }
}
