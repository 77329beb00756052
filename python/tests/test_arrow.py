import pytest

import copydesk
from pages import page

pa = pytest.importorskip("pyarrow")


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary()])
def test_a_batch_is_the_records_of_its_rows(kind):
    pages = [page(i) if pa.types.is_string(kind) or pa.types.is_large_string(kind) else page(i).encode() for i in range(5)]
    urls = [f"https://post.example/{i}" for i in range(5)]
    batch = pa.RecordBatch.from_arrays([pa.array(pages, kind), pa.array(urls)], names=["html", "url"])
    out = copydesk.clean_batch(batch, html="html", url="url", threads=2)
    assert out.schema == copydesk.record_schema()
    for row, text, url in zip(out.to_pylist(), pages, urls):
        record = copydesk.clean(text, url=url).to_dict()
        for name in out.schema.names:
            assert row[name] == (None if name == "source" else record.get(name)), name


def test_rows_that_fail_stay_rows():
    batch = pa.RecordBatch.from_arrays([pa.array([page(), None])], names=["html"])
    rows = copydesk.clean_batch(batch).to_pylist()
    assert [r["outcome"] for r in rows] == ["article", "error"]
    assert rows[1]["error"] and rows[1]["text"] is None


def test_hints_stand_in_columns():
    cyrillic = page().replace("Bridge 0", "Мост").encode("windows-1251")
    columns = {"page": [cyrillic], "type": ["text/html; charset=windows-1251"], "name": ["a.html"]}
    batch = pa.RecordBatch.from_pydict(columns)
    rows = copydesk.clean_batch(batch, html="page", content_type="type", source="name").to_pylist()
    assert (rows[0]["title"], rows[0]["source"]) == ("Мост reopens", "a.html")


def test_a_slice_is_cleaned_as_a_slice():
    batch = pa.RecordBatch.from_pydict({"html": [page(i) for i in range(5)]})
    rows = copydesk.clean_batch(batch.slice(2, 2)).to_pylist()
    assert [r["title"] for r in rows] == ["Bridge 2 reopens", "Bridge 3 reopens"]
    assert copydesk.clean_batch(batch.slice(0, 0)).num_rows == 0


def test_wrong_columns_are_told():
    batch = pa.RecordBatch.from_arrays([pa.array([1])], names=["n"])
    with pytest.raises(ValueError, match='no column "html"'):
        copydesk.clean_batch(batch)
    with pytest.raises(ValueError, match="pages are strings or binaries"):
        copydesk.clean_batch(batch, html="n")


def test_articles_to_a_batch():
    articles = [copydesk.clean(page(i)) for i in range(3)]
    batch = copydesk.to_batch(articles)
    assert batch.column(batch.schema.get_field_index("title")).to_pylist() == [a.title for a in articles]


def test_failures_to_a_batch():
    given = [(page(1), "https://post.example/1"), (page(2) * 9, "https://post.example/2")]
    out = list(copydesk.clean_many(given, max_bytes=len(page()) + 100))
    rows = copydesk.to_batch(out).to_pylist()
    assert [r["outcome"] for r in rows] == ["article", "error"]
    assert rows[1]["url"] == "https://post.example/2" and "limit" in rows[1]["error"]
    with pytest.raises(TypeError, match="not str"):
        copydesk.to_batch(["x"])


def test_pandas_takes_it():
    pytest.importorskip("pandas")
    frame = copydesk.to_batch([copydesk.clean(page(1))]).to_pandas()
    assert frame.title[0] == "Bridge 1 reopens" and frame.byline[0]["authors"][0]["name"] == "Mara Ellison"
