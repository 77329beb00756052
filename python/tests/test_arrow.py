import pathlib
import sys

import pytest

import copydesk
from pages import page

pa = pytest.importorskip("pyarrow")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "benches"))
from equal import as_json  # noqa: E402


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.string_view()])
def test_a_batch_becomes_the_records_of_its_rows(kind):
    text = kind in (pa.string(), pa.large_string(), pa.string_view())
    pages = [page(i) if text else page(i).encode() for i in range(5)]
    urls = [f"https://post.example/{i}" for i in range(5)]
    batch = pa.RecordBatch.from_arrays([pa.array(pages, kind), pa.array(urls)], names=["html", "url"])
    out = copydesk.clean_batch(batch, html="html", url="url", threads=2)
    assert out.schema == copydesk.record_schema()
    for row, text, url in zip(out.to_pylist(), pages, urls):
        assert as_json(row) == {**copydesk.clean(text, url=url).to_dict(), "source": None}


def test_failed_rows_stay_rows():
    batch = pa.RecordBatch.from_arrays([pa.array([page(), None])], names=["html"])
    rows = copydesk.clean_batch(batch).to_pylist()
    assert [r["outcome"] for r in rows] == ["article", "error"]
    assert rows[1]["error"] and rows[1]["text"] is None


def test_columns_of_hints():
    cyrillic = page().replace("Bridge 0", "Мост").encode("windows-1251")
    columns = {"page": [cyrillic], "type": ["text/html; charset=windows-1251"], "name": ["a.html"]}
    batch = pa.RecordBatch.from_pydict(columns)
    rows = copydesk.clean_batch(batch, html="page", content_type="type", source="name").to_pylist()
    assert (rows[0]["title"], rows[0]["source"]) == ("Мост reopens", "a.html")


def test_slices():
    batch = pa.RecordBatch.from_pydict({"html": [page(i) for i in range(5)]})
    rows = copydesk.clean_batch(batch.slice(2, 2)).to_pylist()
    assert [r["title"] for r in rows] == ["Bridge 2 reopens", "Bridge 3 reopens"]
    assert copydesk.clean_batch(batch.slice(0, 0)).num_rows == 0


def test_kept_columns_come_first():
    batch = pa.RecordBatch.from_pydict({"html": [page(1)], "crawl_id": [7], "tags": [["a", "b"]]})
    out = copydesk.clean_batch(batch, keep=["tags", "crawl_id"])
    assert out.schema.names == ["tags", "crawl_id", *copydesk.record_schema().names]
    row = out.to_pylist()[0]
    assert (row["tags"], row["crawl_id"], row["title"]) == (["a", "b"], 7, "Bridge 1 reopens")


def test_wrong_columns():
    batch = pa.RecordBatch.from_pydict({"n": [1], "title": ["x"], "html": ["x"]})
    with pytest.raises(ValueError, match='no column "page"; there are: n, title, html'):
        copydesk.clean_batch(batch, html="page")
    with pytest.raises(ValueError, match="must hold strings or binaries, not Int64"):
        copydesk.clean_batch(batch, html="n")
    with pytest.raises(ValueError, match='"title" of its own'):
        copydesk.clean_batch(batch, keep=["title"])
    with pytest.raises(ValueError, match='keep: there is no column "x"'):
        copydesk.clean_table(batch, keep=["x"])


def test_articles_to_a_batch():
    articles = [copydesk.clean(page(i)) for i in range(3)]
    batch = copydesk.to_batch(articles)
    assert batch.column("title").to_pylist() == [a.title for a in articles]


def test_failures_to_a_batch():
    given = [(page(1), "https://post.example/1"), (page(2) * 9, "https://post.example/2"), 7]
    out = list(copydesk.clean_many(given, errors="return", max_bytes=len(page()) + 100))
    rows = copydesk.to_batch(out).to_pylist()
    assert [r["outcome"] for r in rows] == ["article", "error", "error"]
    assert rows[1]["url"] == "https://post.example/2" and "limit" in rows[1]["error"]
    with pytest.raises(TypeError, match="not str"):
        copydesk.to_batch(["x"])


COLUMNS = {"html": [page(i) for i in range(3)], "url": [f"https://post.example/{i}" for i in range(3)], "id": [7, 8, 9]}
TITLES = [f"Bridge {i} reopens" for i in range(3)]


def records(table):
    return copydesk.clean_table(table, url="url", keep=["id"], threads=2)


def check(table):
    """The rows of a pyarrow table are the records of the pages."""
    assert table.schema.names == ["id", *copydesk.record_schema().names]
    for row, html, url, number in zip(table.to_pylist(), *COLUMNS.values()):
        assert row.pop("id") == number
        assert as_json(row) == {**copydesk.clean(html, url=url).to_dict(), "source": None}
    assert len(table) == len(TITLES)


def test_tables():
    table = pa.concat_tables([pa.table(COLUMNS).slice(0, 1), pa.table(COLUMNS).slice(1)])
    assert isinstance(records(table), pa.Table)
    check(records(table))
    assert isinstance(records(table.slice(0, 0)), pa.Table) and len(records(table.slice(0, 0))) == 0
    batch = pa.RecordBatch.from_pydict(COLUMNS)
    assert isinstance(records(batch), pa.RecordBatch)
    check(pa.table(records(batch)))
    assert records(batch.slice(0, 0)).num_rows == 0


def test_readers_are_streamed():
    """A reader of more data than memory holds: its batches are read while the result is read."""
    given = []

    def batches():
        for number in range(50):
            given.append(number)
            yield pa.RecordBatch.from_pydict(COLUMNS)

    reader = pa.RecordBatchReader.from_batches(pa.table(COLUMNS).schema, batches())
    cleaned = records(reader)
    assert isinstance(cleaned, pa.RecordBatchReader) and len(given) <= 1
    check(pa.Table.from_batches([cleaned.read_next_batch()]))
    assert len(given) < 10
    assert len(cleaned.read_all()) == 49 * 3 and len(given) == 50


def test_what_a_reader_raises_is_raised():
    def batches():
        yield pa.RecordBatch.from_pydict(COLUMNS)
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.table(COLUMNS).schema, batches())
    with pytest.raises(Exception, match="the disk is gone"):
        records(reader).read_all()


def test_large_batches_are_cut():
    table = pa.table({"html": ["<p>x"] * 2500})
    cleaned = copydesk.clean_table(table)
    assert len(cleaned) == 2500 and max(len(b) for b in cleaned.to_batches()) <= 1024


def test_pandas():
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(COLUMNS, index=["a", "b", "c"])
    cleaned = records(frame)
    assert isinstance(cleaned, pd.DataFrame)
    assert list(cleaned.index) == ["a", "b", "c"] and list(cleaned.title) == TITLES and list(cleaned.id) == [7, 8, 9]
    assert cleaned.byline["b"]["authors"][0]["name"] == "Mara Ellison"
    joined = frame[["html"]].join(cleaned)
    assert list(joined.title) == TITLES
    assert len(records(frame.iloc[:0])) == 0


def test_polars():
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(COLUMNS)
    cleaned = records(frame)
    assert isinstance(cleaned, pl.DataFrame)
    assert cleaned["title"].to_list() == TITLES and cleaned["id"].to_list() == [7, 8, 9]
    assert cleaned["byline"][1]["authors"][0]["name"] == "Mara Ellison"
    check(cleaned.to_arrow())
    assert pl.from_arrow(copydesk.to_batch([copydesk.clean(page(1))]))["title"].to_list() == ["Bridge 1 reopens"]


def test_duckdb():
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("create table pages(html varchar, url varchar, id integer)")
    connection.executemany("insert into pages values (?, ?, ?)", list(zip(*COLUMNS.values())))
    check(records(connection.sql("select * from pages order by id")))


def test_other_objects_are_refused():
    with pytest.raises(TypeError, match="not list"):
        copydesk.clean_table([page()])
