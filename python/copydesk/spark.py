"""copydesk on Spark: a function for data frames, and a job that cleans a crawl.

``clean(df)`` maps a data frame of pages to one of records, through Arrow, in the executors' own
Python workers, without a copy in Python::

    from copydesk import spark as copydesk_spark
    records = copydesk_spark.clean(df, html="html", url="url", keep=["crawl_id"])

Pages are large: Spark's default of 10,000 rows an Arrow batch would be gigabytes. Set
``spark.sql.execution.arrow.maxRecordsPerBatch`` to some hundred, as the job does.

The job reads WARC or Parquet and writes Parquet, chunk by chunk::

    spark-submit --py-files ... -m copydesk.spark --format warc --output OUT FILE_OR_DIR...
    python -m copydesk.spark --format parquet --output OUT pages/

Each chunk of input files is written to a folder of its own and counts as done once Spark has
committed it; started again, the job does what is not done. Rows that failed are records with
``outcome = 'error'``, and stand once more under ``OUT/failures``.
"""

import argparse
import hashlib
import os
import sys

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from . import Cleaner, clean_batch, record_schema

#: Pages that are cleaned at a time in the job: some 60 MB of them at the mean size of a page.
PAGES_PER_BATCH = 256
#: Input files of one chunk: what a restart may have to do again.
FILES_PER_CHUNK = 64


def _with_columns(records, batch, keep):
    arrays = [batch.column(batch.schema.get_field_index(name)) for name in keep]
    fields = [batch.schema.field(name) for name in keep]
    schema = pa.schema(fields + list(records.schema))
    return pa.RecordBatch.from_arrays(arrays + records.columns, schema=schema)


def clean(df, html="html", url="url", *, keep=(), options=None):
    """Map a data frame of pages to a data frame of records.

    ``html`` names the column of pages (string or binary), ``url`` that of their addresses or
    ``None``. Columns named in ``keep`` are carried through, before the record's own.
    ``options`` are those of :class:`copydesk.Cleaner`. One row out for each row in: a page that
    fails gives a row with ``outcome = 'error'``.
    """
    keep = list(keep)
    options = dict(options or {})
    taken = set(keep) & set(record_schema().names)
    if taken:
        raise ValueError(f"keep: the record has columns of these names already: {sorted(taken)}")

    def run(batches):
        cleaner = Cleaner(**options)
        for batch in batches:
            for start in range(0, batch.num_rows, PAGES_PER_BATCH):
                part = batch.slice(start, PAGES_PER_BATCH)
                records = clean_batch(part, html=html, url=url, cleaner=cleaner)
                yield _with_columns(records, part, keep)

    from pyspark.sql.types import StructType

    wanted = list(dict.fromkeys([html, *([url] if url else []), *keep]))
    kept = [df.schema[name] for name in keep]
    schema = StructType(kept + from_arrow_schema(record_schema()).fields)
    return df.select(*wanted).mapInArrow(run, schema)


_PAGE_SCHEMA = pa.schema(
    [("source", pa.string()), ("url", pa.string()), ("html", pa.binary())]
)


def _warc_pages(path):
    """Yields batches of the pages of one WARC file, in constant memory."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    rows = {name: [] for name in _PAGE_SCHEMA.names}
    kinds = WarcRecordType.response | WarcRecordType.resource
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, record_types=kinds, parse_http=True):
            media = record.http_content_type or record.headers.get("Content-Type", "")
            if media and not media.split(";")[0].strip().lower() in (
                "text/html",
                "application/xhtml+xml",
                "text/plain",
            ):
                continue
            rows["source"].append(f"{path}#{record.record_id}")
            rows["url"].append(record.headers.get("WARC-Target-URI"))
            rows["html"].append(record.reader.read())
            if len(rows["html"]) >= PAGES_PER_BATCH:
                yield pa.RecordBatch.from_pydict(rows, schema=_PAGE_SCHEMA)
                rows = {name: [] for name in _PAGE_SCHEMA.names}
    if rows["html"]:
        yield pa.RecordBatch.from_pydict(rows, schema=_PAGE_SCHEMA)


def clean_warcs(spark, paths, options=None):
    """Records of the pages of WARC files that every executor can open under the same path."""
    options = dict(options or {})

    def run(batches):
        cleaner = Cleaner(**options)
        for batch in batches:
            for path in batch.column(0).to_pylist():
                for pages in _warc_pages(path):
                    records = clean_batch(pages, html="html", url="url", cleaner=cleaner)
                    yield _with_columns(records, pages, ["source"])

    from pyspark.sql.types import StringType, StructField, StructType

    schema = StructType(
        [StructField("source", StringType()), *from_arrow_schema(record_schema()).fields]
    )
    files = spark.createDataFrame([(p,) for p in paths], "path string")
    return files.repartition(max(1, len(paths))).mapInArrow(run, schema)


def _inputs(paths, suffixes):
    found = []
    for path in paths:
        if os.path.isdir(path):
            for folder, _, names in os.walk(path):
                found += [os.path.join(folder, n) for n in names if n.endswith(suffixes)]
        else:
            found.append(path)
    return sorted(os.path.abspath(p) for p in found)


def _chunks(files, size):
    for start in range(0, len(files), size):
        part = files[start : start + size]
        name = hashlib.sha256("\n".join(part).encode()).hexdigest()[:16]
        yield f"{start // size:06d}-{name}", part


def run(spark, format, inputs, output, *, html="html", url="url", chunk=FILES_PER_CHUNK, options=None):
    """Clean every chunk that is not done; returns (chunks done now, chunks done before)."""
    suffixes = (".warc", ".warc.gz") if format == "warc" else (".parquet",)
    files = _inputs(inputs, suffixes)
    if not files:
        raise FileNotFoundError(f"no {' or '.join(suffixes)} files in {', '.join(inputs)}")
    fresh = before = 0
    for name, part in _chunks(files, chunk):
        target = os.path.join(output, "records", f"chunk={name}")
        failures = os.path.join(output, "failures", f"chunk={name}")
        if os.path.exists(os.path.join(failures, "_SUCCESS")):
            before += 1
            continue
        if not os.path.exists(os.path.join(target, "_SUCCESS")):
            if format == "warc":
                records = clean_warcs(spark, part, options)
            else:
                pages = spark.read.parquet(*part)
                keep = [c for c in pages.columns if c == "source"]
                records = clean(pages, html, url if url in pages.columns else None, keep=keep, options=options)
            records.write.mode("overwrite").parquet(target)
        failed = spark.read.parquet(target).where(F.col("outcome") == "error")
        failed.coalesce(1).write.mode("overwrite").parquet(failures)
        fresh += 1
    return fresh, before


def main(argv=None):
    parser = argparse.ArgumentParser(prog="copydesk.spark", description="Clean a crawl on Spark.")
    parser.add_argument("inputs", nargs="+", help="files, or folders of files")
    parser.add_argument("--format", choices=["warc", "parquet"], required=True)
    parser.add_argument("--output", required=True, help="folder for records/ and failures/")
    parser.add_argument("--html", default="html", help="column of pages (parquet)")
    parser.add_argument("--url", default="url", help="column of addresses (parquet)")
    parser.add_argument("--chunk", type=int, default=FILES_PER_CHUNK, help="input files a chunk")
    args = parser.parse_args(argv)
    spark = (
        SparkSession.builder.appName("copydesk")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(PAGES_PER_BATCH))
        .getOrCreate()
    )
    try:
        fresh, before = run(
            spark, args.format, args.inputs, args.output, html=args.html, url=args.url, chunk=args.chunk
        )
    except FileNotFoundError as error:
        sys.stderr.write(f"copydesk.spark: {error}\n")
        return 2
    print(f"{fresh} chunks cleaned, {before} were done before")
    return 0


if __name__ == "__main__":
    sys.exit(main())
