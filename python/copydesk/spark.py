"""copydesk for Spark: a function for data frames and a job that cleans a crawl.

``clean(df)`` maps a data frame of pages to a data frame of records, as Arrow batches in the executors'
Python workers::

    from copydesk import spark as copydesk_spark
    records = copydesk_spark.clean(df, html="html", url="url", keep=["crawl_id"])

Set ``spark.sql.execution.arrow.maxRecordsPerBatch`` to a few hundred, as the job does: Spark's default of 10,000 pages in
one Arrow batch takes gigabytes.

The job reads WARC or Parquet and writes Parquet, one chunk of input files after another::

    python -m copydesk.spark --format warc --output OUT FILE_OR_FOLDER...
    spark-submit --master ... PATH_OF_THIS_FILE --format parquet --output s3a://crawl/clean s3a://crawl/pages

    OUT/job.json              the job's options, which a restart must repeat
    OUT/chunks/000007.json    the input files of a chunk
    OUT/records/chunk=000007  its records
    OUT/failures/chunk=000007 the records whose outcome is "error"

A chunk is done once Spark has committed both of its folders. If restarted with the same or more inputs, the job
only cleans what is missing. Paths are local (and the same on all machines) or addresses that
pyarrow can open: s3, gs, hdfs. The package must be installed where the executors run.
"""

import os
import sys

# `spark-submit FILE` looks for modules next to the file first, where `types` and `scrapy` are ours.
if __name__ == "__main__" and sys.path and os.path.abspath(sys.path[0]) == os.path.dirname(os.path.abspath(__file__)):
    del sys.path[0]

import argparse
import json

from pyarrow import fs
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StringType, StructField, StructType

from copydesk import Cleaner, SourceError, clean_batch, read_pages, record_schema, to_batch

#: Pages that the job cleans at once: about 60 MB at the mean size of a page.
PAGES_PER_BATCH = 256
#: Input files of one chunk, which is what a restart may have to repeat.
FILES_PER_CHUNK = 64
#: Suffixes of input files by format.
SUFFIXES = {"warc": (".warc", ".warc.gz", ".warc.zst"), "parquet": (".parquet",)}
#: Hadoop's names of stores that Arrow knows by another name.
SCHEMES = {"s3a": "s3", "s3n": "s3"}
#: The file that Spark writes into a complete folder.
WHOLE = "_SUCCESS"


def clean(df, html="html", url="url", *, content_type=None, source=None, keep=(), cleaner=None):
    """Map a data frame of pages to a data frame of records.

    ``html`` names the column of pages (string or binary); ``url``, ``content_type`` (the HTTP header) and
    ``source`` name the columns of hints, or are ``None``. The columns in ``keep`` are copied, before the record's own.
    ``cleaner`` is a :class:`copydesk.Cleaner` with options.
    Each page gives one row; a page that fails has the outcome ``'error'``.
    """
    keep = list(keep)
    cleaner = cleaner or Cleaner()
    taken = set(keep) & set(record_schema().names)
    if taken:
        raise ValueError(f"keep: the record has columns {sorted(taken)} of its own; rename yours")

    def run(batches):
        for batch in batches:
            for start in range(0, batch.num_rows, PAGES_PER_BATCH):
                part = batch.slice(start, PAGES_PER_BATCH)
                yield clean_batch(
                    part,
                    html=html,
                    url=url,
                    content_type=content_type,
                    source=source,
                    keep=keep,
                    cleaner=cleaner,
                )

    wanted = dict.fromkeys(name for name in (html, url, content_type, source, *keep) if name)
    schema = StructType([df.schema[name] for name in keep] + from_arrow_schema(record_schema()).fields)
    return df.select(*wanted).mapInArrow(run, schema)


def _filesystem(uri):
    """Returns the file system of a path or an address, and the path in it."""
    scheme, mark, rest = uri.partition("://")
    if not mark:
        return fs.LocalFileSystem(), os.path.abspath(uri)
    return fs.FileSystem.from_uri(f"{SCHEMES.get(scheme, scheme)}://{rest}".rstrip("/"))


def _pages(uri):
    """Returns the pages of a WARC file, or the error if it cannot be opened."""
    try:
        store, path = _filesystem(uri)
        if isinstance(store, fs.LocalFileSystem):
            return read_pages(path, kind="warc")
        # Not decompressed here: the reader decompresses record by record, so that a damaged one does not end the file.
        return read_pages(store.open_input_stream(path, compression=None), kind="warc", name=uri)
    except OSError as error:
        failure = SourceError(f"cannot be opened ({error})")
        failure.source = uri
        return failure


def clean_warcs(spark, paths, *, cleaner=None):
    """Return the records of the pages of WARC files, which every executor can open under the same path or address.

    The records are those of the command line. A damaged record or file gives a row with the outcome ``'error'``.
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
                for cleaned in cleaner.clean_many(pages, threads=1, errors="return"):
                    held.append(cleaned)
                    if len(held) >= PAGES_PER_BATCH:
                        yield to_batch(held)
                        held = []
                if held:
                    yield to_batch(held)

    files = spark.createDataFrame([(p,) for p in paths], StructType([StructField("path", StringType())]))
    return files.repartition(max(1, len(paths))).mapInArrow(run, from_arrow_schema(record_schema()))


def _inputs(uris, suffixes):
    """Returns the files that ``uris`` name or contain, without hidden ones."""
    found = set()
    for uri in uris:
        store, path = _filesystem(uri)
        about = store.get_file_info(path)
        if about.type == fs.FileType.NotFound:
            raise FileNotFoundError(f"{uri}: there is no such file or folder")
        if about.type == fs.FileType.File:
            found.add(uri if "://" in uri else path)
            continue
        # A listing contains paths without the address, so the start of the address is added again.
        before = uri.rstrip("/")[: -len(path)] if "://" in uri else ""
        for entry in store.get_file_info(fs.FileSelector(path, recursive=True)):
            below = entry.path[len(path) :].split("/")
            if entry.is_file and entry.path.endswith(suffixes) and not any(n[:1] in ("_", ".") for n in below):
                found.add(before + entry.path)
    if not found:
        raise FileNotFoundError(f"no files ending in {', '.join(suffixes)} in {', '.join(uris)}")
    return sorted(found)


class _Ledger:
    """Records in the output folder which chunks exist and which are done."""

    def __init__(self, output):
        self.output = output.rstrip("/") if "://" in output else os.path.abspath(output)
        self.store, self.root = _filesystem(output)

    def exists(self, *parts):
        return self.store.get_file_info("/".join((self.root, *parts))).type != fs.FileType.NotFound

    def read(self, path):
        with self.store.open_input_stream(path) as stream:
            return json.loads(stream.read())

    def write(self, value, *parts):
        """Writes a file atomically."""
        path = "/".join((self.root, *parts))
        self.store.create_dir(os.path.dirname(path), recursive=True)
        with self.store.open_output_stream(path + ".part") as stream:
            stream.write(json.dumps(value, indent=1).encode())
        self.store.move(path + ".part", path)

    def agree(self, options):
        """Raises an error if the output belongs to a job with other options."""
        if not self.exists("job.json"):
            self.write(options, "job.json")
        before = self.read(self.root + "/job.json")
        others = sorted(name for name in {*options, *before} if options.get(name) != before.get(name))
        if others:
            raise ValueError(
                f"{self.output}: an earlier run used another {' and '.join(others)}; "
                "repeat its options, or choose another output"
            )

    def chunks(self, files, size):
        """Returns all chunks. Those of earlier runs keep their files; new files go into new chunks."""
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
    """Clean every chunk of input files that is not done; return (chunks done now, chunks done before).

    ``options`` are those of :class:`copydesk.Cleaner`. Raises ``FileNotFoundError`` if there is nothing
    to read, and ``ValueError`` if an earlier run wrote to ``output`` with other options.
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
