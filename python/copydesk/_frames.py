"""Data frames and tables: cleans a column of pages and returns the same kind of table."""

from __future__ import annotations

from ._copydesk import _clean_stream


def clean_table(
    table, *, html="html", url=None, content_type=None, source=None, keep=(), cleaner=None, threads=0
):
    """Clean a table of pages to a table of records of the same kind, with one row per page, in order.

    ``table`` is a ``pyarrow.Table``, ``RecordBatch`` or ``RecordBatchReader``, a pandas or Polars ``DataFrame``, or
    anything else with the Arrow C stream interface, for which the result is a ``pyarrow.Table``.
    ``html`` names the column of pages (strings or binaries); ``url``, ``content_type`` (the HTTP header) and
    ``source`` name the columns of hints. The columns in ``keep`` are copied to the result.
    A page that fails, or is null, gives a row whose ``outcome`` is ``"error"``.
    ``cleaner`` is a :class:`Cleaner` with options. ``threads=0`` uses every core.
    A ``RecordBatchReader`` is read and cleaned as the result is read, so it may be larger than memory.
    The records of a pandas ``DataFrame`` keep its index.

    >>> records = copydesk.clean_table(frame, html="body", url="url", keep=["crawl_id"])
    """
    if not hasattr(table, "__arrow_c_stream__") and not hasattr(table, "__arrow_c_array__"):
        raise TypeError(
            "clean_table accepts tables with the Arrow C stream interface: pyarrow, pandas 2.2 or later, Polars, "
            f"DuckDB; not {type(table).__name__}"
        )
    names = {"html": html, "url": url, "content_type": content_type, "source": source, "keep": list(keep)}
    package = type(table).__module__.partition(".")[0]
    kind = type(table).__name__
    lazy = package == "pyarrow" and kind == "RecordBatchReader"
    stream = _clean_stream(table, names, cleaner, threads, lazy)
    if package == "polars":
        import polars

        return polars.DataFrame(stream)
    import pyarrow

    reader = pyarrow.RecordBatchReader.from_stream(stream)
    if lazy:
        return reader
    records = reader.read_all()
    if package == "pandas":
        frame = records.to_pandas()
        frame.index = table.index
        return frame
    if package == "pyarrow" and kind == "RecordBatch":
        return records.combine_chunks().to_batches()[0] if len(records) else _empty(records.schema)
    return records


def _empty(schema):
    import pyarrow

    return pyarrow.RecordBatch.from_pylist([], schema=schema)
