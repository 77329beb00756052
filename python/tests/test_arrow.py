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
            if name == "confidence":
                assert row[name] == pytest.approx(record[name], abs=1e-4)
            else:
                assert row[name] == record.get(name), name


def test_rows_that_fail_stay_rows():
    batch = pa.RecordBatch.from_arrays([pa.array([page(), None])], names=["html"])
    rows = copydesk.clean_batch(batch).to_pylist()
    assert [r["outcome"] for r in rows] == ["article", "error"]
    assert rows[1]["error"] and rows[1]["text"] is None


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
