//! Writes Parquet: the rows of a run are written as row groups, which are joined into one file at the end.
//!
//! Finished pages become pieces; each piece is a complete Parquet file with one row group. At the end, all pieces are
//! joined into one file. A Parquet file is readable only when complete, and cannot be continued after its end. Pieces
//! avoid both problems, so an interrupted run loses at most its last piece. Joining copies row groups unchanged, one
//! at a time.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
    sync::Arc,
};

use arrow_array::{Array, ArrayRef, RecordBatch, builder::StringBuilder};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use bytes::Bytes;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    column::writer::ColumnCloseResult,
    errors::ParquetError,
    file::{
        metadata::{ParquetMetaData, ParquetMetaDataReader},
        properties::{EnabledStatistics, WriterProperties},
        writer::SerializedFileWriter,
    },
};

use super::work::PageResult;
use crate::output::{Cleaned, Record, View, arrow::RecordColumns};

/// Bytes of text in a row group: some thousands of stories. Larger groups hardly compress better (nearly all of it is
/// text), and an interrupted run repeats its last group.
const GROUP_BYTES: usize = 16 << 20;
/// Maximum rows of a group, for pages without text.
const GROUP_ROWS: usize = 1 << 16;
/// The column of the fields copied from the input, as JSON, because they may differ from page to page.
const CARRIED: &str = "fields";
/// Size of the length before a piece, in bytes.
const LENGTH_BYTES: u64 = 8;

/// Rows that are not yet written as a piece.
#[derive(Debug)]
pub(crate) struct ParquetRows {
    view: View,
    columns: RecordColumns,
    carried: Option<StringBuilder>,
    text_bytes: usize,
}

impl ParquetRows {
    /// Creates an empty buffer. `carries`: fields of the input are copied.
    pub(crate) fn new(carries: bool, view: View) -> Self {
        Self {
            view,
            columns: RecordColumns::with(view.with),
            carried: carries.then(StringBuilder::new),
            text_bytes: 0,
        }
    }

    pub(crate) fn push(&mut self, row: &PageResult) {
        let result = row.result.as_ref().map_err(String::as_str);
        let record = Record::of(&Cleaned { source: &row.source, result, fields: None }, &self.view);
        let bodies = [&record.markdown, &record.html].into_iter().flatten().map(String::len);
        self.text_bytes += record.text.len() + bodies.sum::<usize>();
        self.columns.push(&record);
        if let Some(carried) = &mut self.carried {
            let fields = row.fields.as_ref().and_then(|fields| serde_json::to_string(fields).ok());
            self.text_bytes += fields.as_ref().map_or(0, String::len);
            carried.append_option(fields);
        }
    }

    /// Returns whether it is time to write a piece. The same rows give the same pieces.
    pub(crate) fn is_full(&self) -> bool {
        self.text_bytes >= GROUP_BYTES || self.columns.len() >= GROUP_ROWS
    }

    /// Takes the rows as a piece, preceded by its length.
    pub(crate) fn piece(&mut self) -> io::Result<Vec<u8>> {
        let file = self.file()?;
        Ok([&(file.len() as u64).to_le_bytes()[..], &file].concat())
    }

    /// Returns the rows as a Parquet file.
    fn file(&mut self) -> io::Result<Vec<u8>> {
        self.text_bytes = 0;
        let rows = self.rows().map_err(|error| io::Error::other(error.to_string()))?;
        let mut writer =
            ArrowWriter::try_new(Vec::new(), rows.schema(), Some(properties())).map_err(cause)?;
        writer.write(&rows).map_err(cause)?;
        writer.into_inner().map_err(cause)
    }

    fn rows(&mut self) -> Result<RecordBatch, ArrowError> {
        let rows = self.columns.finish()?;
        let Some(carried) = &mut self.carried else { return Ok(rows) };
        let field = Arc::new(Field::new(CARRIED, DataType::Utf8, true));
        let fields: Vec<_> = rows.schema().fields().iter().cloned().chain([field]).collect();
        let carried: ArrayRef = Arc::new(carried.finish());
        let columns: Vec<_> =
            rows.columns().iter().cloned().chain([carried.slice(0, carried.len())]).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
    }
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        // A group is small enough to be read as a whole, and joining would drop a page index.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .build()
}

/// Joins the pieces of `part` into one file with the columns of `table`, which must be empty.
pub(crate) fn join(table: &mut ParquetRows, part: &mut File, out: File) -> io::Result<File> {
    let model = metadata(&Bytes::from(table.file()?))?;
    let model = model.file_metadata();
    let kept =
        properties().into_builder().set_key_value_metadata(model.key_value_metadata().cloned()).build();
    let schema = model.schema_descr().root_schema_ptr();
    let mut writer = SerializedFileWriter::new(BufWriter::new(out), schema, Arc::new(kept)).map_err(cause)?;
    let mut left = part.seek(SeekFrom::End(0))?;
    part.rewind()?;
    while left > 0 {
        let mut length = [0; LENGTH_BYTES as usize];
        part.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        left = left.checked_sub(LENGTH_BYTES + length).ok_or(io::ErrorKind::UnexpectedEof)?;
        let mut piece = Vec::new();
        Read::by_ref(part).take(length).read_to_end(&mut piece)?;
        append(&Bytes::from(piece), &mut writer)?;
    }
    let mut out = writer.into_inner().map_err(cause)?;
    out.flush()?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Copies the row groups of a piece.
fn append(piece: &Bytes, writer: &mut SerializedFileWriter<BufWriter<File>>) -> io::Result<()> {
    for group in metadata(piece)?.row_groups() {
        let mut out = writer.next_row_group().map_err(cause)?;
        for column in group.columns() {
            let closed = ColumnCloseResult {
                bytes_written: column.compressed_size().unsigned_abs(),
                rows_written: group.num_rows().unsigned_abs(),
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            out.append_column(piece, closed).map_err(cause)?;
        }
        out.close().map_err(cause)?;
    }
    Ok(())
}

fn metadata(piece: &Bytes) -> io::Result<ParquetMetaData> {
    ParquetMetaDataReader::new().parse_and_finish(piece).map_err(cause)
}

/// Returns the system's error, if there is one.
fn cause(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;

    fn fill(table: &mut ParquetRows, rows: std::ops::Range<usize>) -> Vec<u8> {
        for number in rows {
            let result =
                if number % 3 == 0 { Err(format!("torn {number}")) } else { Ok(crate::Article::default()) };
            table.push(&PageResult { source: number.to_string(), result, fields: None });
        }
        table.piece().expect("a piece")
    }

    fn joined(pieces: &[u8]) -> Vec<u8> {
        let mut part = tempfile::tempfile().expect("a file");
        part.write_all(pieces).expect("written");
        let mut out = join(
            &mut ParquetRows::new(true, View::default()),
            &mut part,
            tempfile::tempfile().expect("a file"),
        )
        .expect("joined");
        let mut bytes = Vec::new();
        out.rewind().and_then(|()| out.read_to_end(&mut bytes)).expect("read back");
        bytes
    }

    #[test]
    fn pieces_become_the_row_groups_of_one_file() {
        let mut table = ParquetRows::new(true, View::default());
        let pieces = [0..5, 5..6, 6..20].map(|rows| fill(&mut table, rows));
        let file = joined(&pieces.concat());
        let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(file.clone())).expect("Parquet");
        assert_eq!(reader.schema().fields().len(), crate::output::arrow::schema().fields().len() + 1);
        let groups = reader.metadata().row_groups().iter().map(|group| group.num_rows());
        assert_eq!(groups.collect::<Vec<_>>(), [5, 1, 14]);
        let sources: Vec<String> = reader
            .build()
            .expect("a reader")
            .flat_map(|rows| {
                let column = rows.expect("rows").column_by_name("source").expect("a column").clone();
                column.as_string::<i32>().iter().map(|s| s.expect("a source").to_owned()).collect::<Vec<_>>()
            })
            .collect();
        assert!(sources.into_iter().eq((0..20).map(|n| n.to_string())));
        // The same rows give the same bytes, independent of process and time.
        let mut other = ParquetRows::new(true, View::default());
        let again = [0..5, 5..6, 6..20].map(|rows| fill(&mut other, rows));
        assert!(joined(&again.concat()) == file);
    }

    #[test]
    fn a_truncated_piece_is_an_error() {
        let whole = fill(&mut ParquetRows::new(false, View::default()), 0..4);
        let mut part = tempfile::tempfile().expect("a file");
        part.write_all(&whole[..whole.len() - 1]).expect("written");
        let error = join(
            &mut ParquetRows::new(false, View::default()),
            &mut part,
            tempfile::tempfile().expect("a file"),
        )
        .expect_err("torn");
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn a_group_is_limited_in_bytes() {
        let mut table = ParquetRows::new(false, View::default());
        let text = "x".repeat(GROUP_BYTES / 2);
        let article = || crate::Article {
            body: vec![crate::Block::Paragraph(text.as_str().into())],
            ..crate::Article::default()
        };
        table.push(&PageResult { source: "a".to_owned(), result: Ok(article()), fields: None });
        assert!(!table.is_full());
        table.push(&PageResult { source: "b".to_owned(), result: Ok(article()), fields: None });
        assert!(table.is_full());
        table.piece().expect("a piece");
        assert!(!table.is_full());
    }
}
