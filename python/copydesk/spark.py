"""copydesk on Spark: a function for data frames, and a job that cleans a crawl.

``clean(df)`` maps a data frame of pages to one of records, through Arrow, in the executors' own
Python workers, without a copy in Python::

    from copydesk import spark as copydesk_spark
    records = copydesk_spark.clean(df, html="html", url="url", keep=["crawl_id"])

Pages are large: Spark's default of 10,000 rows an Arrow batch would be gigabytes. Set
``spark.sql.execution.arrow.maxRecordsPerBatch`` to some hundred, as the job does.

The job reads WARC or Parquet and writes Parquet, chunk by chunk::

    python -m copydesk.spark --format warc --output OUT FILE_OR_FOLDER...
    spark-submit --master ... PATH_OF_THIS_FILE --format parquet --output s3a://crawl/clean s3a://crawl/pages

    OUT/job.json              what the job was told; a restart must say the same
    OUT/chunks/000007.json    the input files of a chunk
    OUT/records/chunk=000007  its records
    OUT/failures/chunk=000007 those of them whose outcome is "error"

A chunk counts as done once Spark has committed both of its folders. Started again, with the same inputs
or with more, the job does what is not done and nothing twice. Paths may be local (and the same on all
machines) or addresses that pyarrow can open: s3, gs, hdfs. The package must be installed where the
executors run.
"""

import argparse
import json
import os
import sys

import pyarrow as pa
from pyarrow import fs
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StringType, StructField, StructType

from copydesk import Cleaner, SourceError, clean_batch, read_pages, record_schema, to_batch

#: Pages that are cleaned at a time in the job: some 60 MB of them at the mean size of a page.
PAGES_PER_BATCH = 256
#: Input files of one chunk: what a restart may have to do again.
FILES_PER_CHUNK = 64
#: Names that input files have, by format.
SUFFIXES = {"warc": (".warc", ".warc.gz", ".warc.zst"), "parquet": (".parquet",)}
#: What Hadoop and Arrow call the same store.
SCHEMES = {"s3a": "s3", "s3n": "s3"}
#: Spark's mark in a folder that is whole.
WHOLE = "_SUCCESS"


def clean(df, html="html", url="url", *, content_type=None, source=None, keep=(), cleaner=None):
    """Map a data frame of pages to a data frame of records.

    ``html`` names the column of pages (string or binary); ``url``, ``content_type`` (the HTTP header) and
    ``source`` those of what is known beside them, or ``None``. Columns named in ``keep`` are carried
    through, before the record's own. ``cleaner`` is a :class:`copydesk.Cleaner` with options.
    One row out for each row in: a page that fails gives a row with ``outcome = 'error'``.
    """
    keep = list(keep)
    cleaner = cleaner or Cleaner()
    taken = set(keep) & set(record_schema().names)
    if taken:
        raise ValueError(f"keep: the record has columns of these names already: {sorted(taken)}")

    def run(batches):
        for batch in batches:
            for start in range(0, batch.num_rows, PAGES_PER_BATCH):
                part = batch.slice(start, PAGES_PER_BATCH)
                records = clean_batch(
                    part, html=html, url=url, content_type=content_type, source=source, cleaner=cleaner
                )
                kept = [part.schema.get_field_index(name) for name in keep]
                yield pa.RecordBatch.from_arrays(
                    [part.column(i) for i in kept] + records.columns,
                    schema=pa.schema([part.schema.field(i) for i in kept] + list(records.schema)),
                )

    wanted = dict.fromkeys(name for name in (html, url, content_type, source, *keep) if name)
    schema = StructType([df.schema[name] for name in keep] + from_arrow_schema(record_schema()).fields)
    return df.select(*wanted).mapInArrow(run, schema)


def _filesystem(uri):
    """The store of a path or an address, and the path in it."""
    scheme, mark, rest = uri.partition("://")
    if not mark:
        return fs.LocalFileSystem(), os.path.abspath(uri)
    return fs.FileSystem.from_uri(f"{SCHEMES.get(scheme, scheme)}://{rest}".rstrip("/"))


def _pages(uri):
    """The pages of a WARC file; one that cannot be opened is an error in place of its pages."""
    try:
        store, path = _filesystem(uri)
        if isinstance(store, fs.LocalFileSystem):
            return read_pages(path, kind="warc")
        # Packed records are unpacked one by one, so that damage to one is damage to one.
        return read_pages(store.open_input_stream(path, compression=None), kind="warc", name=uri)
    except OSError as error:
        failure = SourceError(f"cannot be opened ({error})")
        failure.source = uri
        return failure


def clean_warcs(spark, paths, *, cleaner=None):
    """Records of the pages of WARC files that every executor can open under the same path or address.

    The records are those of the command line. What is damaged gives a row with ``outcome = 'error'``.
    """
    cleaner = cleaner or Cleaner()

    def run(batches):
        for batch in batches:
            for path in batch.column(0).to_pylist():
                pages = _pages(path)
                if isinstance(pages, SourceError):
                    yield to_batch([pages])
                    continue
                held = []
                for cleaned in cleaner.clean_many(pages, threads=1):
                    held.append(cleaned)
                    if len(held) >= PAGES_PER_BATCH:
                        yield to_batch(held)
                        held = []
                if held:
                    yield to_batch(held)

    files = spark.createDataFrame([(p,) for p in paths], StructType([StructField("path", StringType())]))
    return files.repartition(max(1, len(paths))).mapInArrow(run, from_arrow_schema(record_schema()))


def _inputs(uris, suffixes):
    """The files that ``uris`` name or hold, as Spark is told them; hidden ones are left alone."""
    found = set()
    for uri in uris:
        store, path = _filesystem(uri)
        about = store.get_file_info(path)
        if about.type == fs.FileType.NotFound:
            raise FileNotFoundError(f"{uri}: is not there")
        if about.type == fs.FileType.File:
            found.add(uri if "://" in uri else path)
            continue
        # A listing gives paths in the store: what stood before them in the address comes back.
        before = uri.rstrip("/")[: -len(path)] if "://" in uri else ""
        for entry in store.get_file_info(fs.FileSelector(path, recursive=True)):
            below = entry.path[len(path) :].split("/")
            if entry.is_file and entry.path.endswith(suffixes) and not any(n[:1] in ("_", ".") for n in below):
                found.add(before + entry.path)
    if not found:
        raise FileNotFoundError(f"no files with the endings {', '.join(suffixes)} in {', '.join(uris)}")
    return sorted(found)


class _Ledger:
    """What is to do and what is done, in the folder of the output."""

    def __init__(self, output):
        self.output = output.rstrip("/") if "://" in output else os.path.abspath(output)
        self.store, self.root = _filesystem(output)

    def exists(self, *parts):
        return self.store.get_file_info("/".join((self.root, *parts))).type != fs.FileType.NotFound

    def read(self, path):
        with self.store.open_input_stream(path) as stream:
            return json.loads(stream.read())

    def write(self, value, *parts):
        """Writes a file that is there as a whole or not at all."""
        path = "/".join((self.root, *parts))
        self.store.create_dir(os.path.dirname(path), recursive=True)
        with self.store.open_output_stream(path + ".part") as stream:
            stream.write(json.dumps(value, indent=1).encode())
        self.store.move(path + ".part", path)

    def agree(self, told):
        """Refuses to add to what a job with other options wrote."""
        if not self.exists("job.json"):
            self.write(told, "job.json")
        before = self.read(self.root + "/job.json")
        others = sorted(name for name in {*told, *before} if told.get(name) != before.get(name))
        if others:
            raise ValueError(
                f"{self.output}: was begun with another {' and '.join(others)}; "
                "say the same again, or name another output"
            )

    def chunks(self, files, size):
        """All chunks, those of earlier runs with the files they had; new files come in new chunks."""
        chunks = {}
        selector = fs.FileSelector(self.root + "/chunks", allow_not_found=True)
        for entry in self.store.get_file_info(selector):
            if entry.path.endswith(".json"):
                chunks[entry.base_name[: -len(".json")]] = self.read(entry.path)
        known = {path for part in chunks.values() for path in part}
        fresh = [path for path in files if path not in known]
        number = 1 + max((int(name) for name in chunks), default=-1)
        for start in range(0, len(fresh), size):
            name = f"{number + start // size:06d}"
            chunks[name] = fresh[start : start + size]
            self.write(chunks[name], "chunks", f"{name}.json")
        return sorted(chunks.items())


def run(spark, format, inputs, output, *, html="html", url="url", chunk=FILES_PER_CHUNK, options=None):
    """Clean every chunk of input files that is not done; returns (chunks done now, chunks done before).

    ``options`` are those of :class:`copydesk.Cleaner`. Raises ``FileNotFoundError`` when there is nothing
    to read, and ``ValueError`` when ``output`` was begun with other options.
    """
    files = _inputs(inputs, SUFFIXES[format])
    options = dict(options or {})
    cleaner = Cleaner(**options)
    ledger = _Ledger(output)
    ledger.agree({"format": format, "html": html, "url": url, "options": repr(cleaner)})
    fresh = before = 0
    for name, part in ledger.chunks(files, chunk):
        records, failures = ("/".join((ledger.output, kind, f"chunk={name}")) for kind in ("records", "failures"))
        if ledger.exists("failures", f"chunk={name}", WHOLE):
            before += 1
            continue
        if not ledger.exists("records", f"chunk={name}", WHOLE):
            if format == "warc":
                cleaned = clean_warcs(spark, part, cleaner=cleaner)
            else:
                pages = spark.read.parquet(*part)
                known = {n: n for n in ("content_type", "source") if n in pages.columns}
                cleaned = clean(pages, html, url if url in pages.columns else None, cleaner=cleaner, **known)
            cleaned.write.mode("overwrite").parquet(records)
        failed = spark.read.parquet(records).where(F.col("outcome") == "error")
        failed.coalesce(1).write.mode("overwrite").parquet(failures)
        fresh += 1
    return fresh, before


def main(argv=None):
    parser = argparse.ArgumentParser(prog="copydesk.spark", description="Clean a crawl on Spark.")
    parser.add_argument("inputs", nargs="+", help="files, or folders of files")
    parser.add_argument("--format", choices=sorted(SUFFIXES), required=True)
    parser.add_argument("--output", required=True, help="folder for records/ and failures/")
    parser.add_argument("--html", default="html", help="column of pages (parquet; default: html)")
    parser.add_argument("--url", default="url", help="column of addresses (parquet; default: url, if there)")
    parser.add_argument(
        "--chunk", type=int, default=FILES_PER_CHUNK, help=f"input files a chunk (default: {FILES_PER_CHUNK})"
    )
    parser.add_argument(
        "--options", type=json.loads, default={}, metavar="JSON", help='of the cleaner: \'{"favor": "recall"}\''
    )
    args = parser.parse_args(argv)
    spark = (
        SparkSession.builder.appName("copydesk")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(PAGES_PER_BATCH))
        .getOrCreate()
    )
    try:
        fresh, before = run(
            spark,
            args.format,
            args.inputs,
            args.output,
            html=args.html,
            url=args.url,
            chunk=args.chunk,
            options=args.options,
        )
    except (FileNotFoundError, ValueError, TypeError) as error:
        sys.stderr.write(f"copydesk.spark: {error}\n")
        return 2
    counted = spark.read.parquet(f"{args.output}/records").groupBy("outcome").count().collect()
    counts = ", ".join(f"{row['count']} {row['outcome']}" for row in sorted(counted))
    print(f"{fresh} chunks cleaned, {before} were done before; records: {counts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
