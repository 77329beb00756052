"""The integrations, each with the package it integrates with."""

import gzip
import logging
import pathlib
import sys

import pytest

import copydesk
from pages import SENTENCES, page

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "benches"))
import pipelines  # noqa: E402

NUMBERS = range(3)
EMPTY = "<p>x"


@pytest.fixture
def folder(tmp_path):
    """Saved pages: three with an article, one without, one that cannot be read."""
    for number in NUMBERS:
        (tmp_path / f"{number}.html").write_text(page(number))
    (tmp_path / "3.html").write_text(EMPTY)
    (tmp_path / "4.html.gz").write_bytes(gzip.compress(page(4).encode())[:200])
    return tmp_path


def is_flat(metadata):
    return all(isinstance(value, (str, int, float)) for value in metadata.values())


class TestLangChain:
    @pytest.fixture(autouse=True)
    def package(self):
        pytest.importorskip("langchain_core")

    def test_loader(self, folder, caplog):
        from copydesk.langchain import CopydeskLoader

        with caplog.at_level(logging.WARNING):
            documents = CopydeskLoader(folder, threads=2).load()
        assert [d.metadata["title"] for d in documents] == [f"Bridge {n} reopens" for n in NUMBERS]
        assert documents[0].page_content == copydesk.clean(page(0)).markdown()
        assert documents[0].metadata["source"] == str(folder / "0.html")
        assert documents[0].metadata["authors"] == "Mara Ellison" and is_flat(documents[0].metadata)
        assert "4.html.gz" in caplog.text
        assert len(CopydeskLoader(folder, keep_empty=True).load()) == 4
        assert len(CopydeskLoader(folder, include=["*1.html"]).load()) == 1
        assert CopydeskLoader(folder, content="text").load()[0].page_content == copydesk.clean(page(0)).text
        with pytest.raises(copydesk.SourceError):
            CopydeskLoader(folder, errors="raise").load()

    def test_loader_is_lazy_and_asynchronous(self, folder):
        import asyncio

        from copydesk.langchain import CopydeskLoader

        assert next(iter(CopydeskLoader(folder).lazy_load())).metadata["title"] == "Bridge 0 reopens"
        assert len(asyncio.run(CopydeskLoader(folder).aload())) == 3

    def test_transformer(self):
        from langchain_core.documents import Document

        from copydesk.langchain import CopydeskTransformer

        given = [
            Document(page_content=page(n), metadata={"source": f"https://post.example/{n}", "crawl": 7}, id=str(n))
            for n in NUMBERS
        ]
        given.insert(1, Document(page_content=EMPTY, metadata={"source": "empty"}))
        documents = CopydeskTransformer(favor="precision").transform_documents(given)
        assert [d.metadata["title"] for d in documents] == [f"Bridge {n} reopens" for n in NUMBERS]
        first = documents[0]
        assert first.metadata["url"] == first.metadata["source"] == "https://post.example/0"
        assert (first.metadata["crawl"], first.id) == (7, "0") and SENTENCES[0] in first.page_content
        assert given[0].page_content == page(0) and "title" not in given[0].metadata

    def test_arguments(self, folder):
        from copydesk.langchain import CopydeskLoader, CopydeskTransformer

        for make in (lambda **o: CopydeskLoader(folder, **o), CopydeskTransformer):
            with pytest.raises(ValueError, match="content"):
                make(content="pdf")
            with pytest.raises(ValueError, match="errors"):
                make(errors="ignore")
            with pytest.raises(copydesk.OptionError):
                make(favor="most")


class TestLlamaIndex:
    @pytest.fixture(autouse=True)
    def package(self):
        pytest.importorskip("llama_index.core")

    def test_reader(self, folder, caplog):
        from copydesk.llama_index import CopydeskReader

        with caplog.at_level(logging.WARNING):
            documents = CopydeskReader(threads=2).load_data(folder, extra_info={"crawl": 7})
        assert [d.metadata["title"] for d in documents] == [f"Bridge {n} reopens" for n in NUMBERS]
        assert documents[0].text == copydesk.clean(page(0)).markdown()
        assert documents[0].metadata["crawl"] == 7 and is_flat(documents[0].metadata)
        assert "4.html.gz" in caplog.text
        with pytest.raises(copydesk.SourceError):
            CopydeskReader(errors="raise").load_data(folder)

    def test_in_a_directory_reader(self, folder):
        from llama_index.core import SimpleDirectoryReader

        from copydesk.llama_index import CopydeskReader

        (folder / "notes.txt").write_text("Notes.")
        reader = SimpleDirectoryReader(str(folder), file_extractor={".html": CopydeskReader()}, exclude=["*.gz"])
        documents = reader.load_data()
        titles = [d.metadata.get("title") for d in documents]
        assert titles == [*(f"Bridge {n} reopens" for n in NUMBERS), None]
        assert documents[0].metadata["file_name"] == "0.html"

    def test_pages(self):
        from copydesk.llama_index import CopydeskReader

        documents = CopydeskReader().load_pages([(page(n), f"https://post.example/{n}") for n in NUMBERS])
        assert [d.metadata["url"] for d in documents] == [f"https://post.example/{n}" for n in NUMBERS]


class TestHaystack:
    @pytest.fixture(autouse=True)
    def package(self):
        pytest.importorskip("haystack")

    def test_converter(self, folder):
        from haystack.dataclasses import ByteStream

        from copydesk.haystack import CopydeskConverter

        cyrillic = page().replace("Bridge 0", "Мост").encode("windows-1251")
        stream = ByteStream(
            cyrillic, meta={"url": "https://post.example/1"}, mime_type="text/html; charset=windows-1251"
        )
        sources = [folder / "0.html", str(folder / "1.html"), stream, folder / "3.html", folder / "gone.html"]
        documents = CopydeskConverter().run(sources, meta={"crawl": 7})["documents"]
        assert [d.meta["title"] for d in documents] == ["Bridge 0 reopens", "Bridge 1 reopens", "Мост reopens"]
        assert all(d.meta["crawl"] == 7 for d in documents)
        assert documents[2].meta["url"] == "https://post.example/1"
        assert documents[0].content == copydesk.clean(page(0)).markdown()

    def test_in_a_pipeline_that_was_saved(self, folder):
        from haystack import Pipeline
        from haystack.components.writers import DocumentWriter
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        from copydesk.haystack import CopydeskConverter

        pipeline = Pipeline()
        pipeline.add_component("converter", CopydeskConverter(content="text", options={"favor": "precision"}))
        pipeline.add_component("writer", DocumentWriter(InMemoryDocumentStore()))
        pipeline.connect("converter.documents", "writer.documents")
        try:
            again = Pipeline.loads(pipeline.dumps(), allowed_modules=["copydesk.haystack"])
        except TypeError:
            # Haystack 2 trusts all modules.
            again = Pipeline.loads(pipeline.dumps())
        converter = again.get_component("converter")
        assert (converter.content, converter.options) == ("text", {"favor": "precision"})
        written = pipeline.run({"converter": {"sources": [folder / f"{n}.html" for n in NUMBERS]}})
        assert written["writer"]["documents_written"] == 3


class TestDatatrove:
    @pytest.fixture(autouse=True)
    def package(self):
        pytest.importorskip("datatrove")

    def documents(self):
        from datatrove.data import Document

        for number in NUMBERS:
            yield Document(page(number), str(number), metadata={"url": f"https://post.example/{number}", "crawl": 7})
        yield Document(EMPTY, "empty")
        yield Document(page() * 50, "large")

    def test_extractor(self):
        from copydesk.datatrove import CopydeskExtractor

        step = CopydeskExtractor(max_bytes=len(page()) + 100)
        documents = list(step.run(self.documents()))
        assert [d.id for d in documents] == ["0", "1", "2"]
        assert documents[0].text == copydesk.clean(page(0)).text
        assert documents[0].metadata["title"] == "Bridge 0 reopens" and documents[0].metadata["crawl"] == 7
        assert step.extract(page(0)) == documents[0].text and step.extract(EMPTY) == ""
        counts = {name: stat.total for name, stat in step.stats.stats.items()}
        assert (counts["total"], counts["forwarded"], counts["dropped"], counts["clean_error"]) == (5, 3, 1, 1)

    def test_time_limit(self):
        from copydesk.datatrove import CopydeskExtractor

        step = CopydeskExtractor(max_time=0)
        assert list(step.run(self.documents())) == []
        assert step.stats.stats["timeout"].total == 5

    def test_in_a_local_pipeline(self, folder, tmp_path):
        import json

        from datatrove.executor import LocalPipelineExecutor
        from datatrove.pipeline.readers import JsonlReader
        from datatrove.pipeline.writers.jsonl import JsonlWriter

        from copydesk.datatrove import CopydeskExtractor

        given = tmp_path / "given"
        given.mkdir()
        lines = [{"text": page(n), "id": str(n), "metadata": {"url": f"https://post.example/{n}"}} for n in NUMBERS]
        (given / "pages.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        LocalPipelineExecutor(
            pipeline=[
                JsonlReader(str(given)),
                CopydeskExtractor(content="markdown"),
                JsonlWriter(str(tmp_path / "out"), compression=None),
            ],
            logging_dir=str(tmp_path / "logs"),
        ).run()
        written = [json.loads(line) for path in (tmp_path / "out").iterdir() for line in path.open()]
        assert [w["metadata"]["title"] for w in written] == [f"Bridge {n} reopens" for n in NUMBERS]
        assert written[0]["text"] == copydesk.clean(page(0)).markdown()


@pytest.mark.parametrize("way", pipelines.WAYS, ids=lambda way: way.__name__)
def test_the_benchmark_cleans_every_page_in_each_way(way, tmp_path):
    paths = []
    for number in NUMBERS:
        paths.append(str(tmp_path / f"{number}.html.gz"))
        pathlib.Path(paths[-1]).write_bytes(gzip.compress(page(number).encode()))
    try:
        run = way(paths, str(pathlib.Path(sys.executable).parent / "copydesk"))
    except ImportError as error:
        pytest.skip(f"not installed: {error.name}")
    assert run() == len(paths)
