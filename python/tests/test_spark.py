"""Spark with executors in processes of their own (`local-cluster`), also with one killed in mid-run."""

import glob
import gzip
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from pages import page

pyspark = pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("there is no Java on this machine, and Spark needs one", allow_module_level=True)

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

import copydesk  # noqa: E402
from copydesk import record_schema, spark as copydesk_spark  # noqa: E402


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    # Executors are processes of their own: they need the Python that has the package.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("copydesk-tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "1g")
        .config("spark.task.maxFailures", "8")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
        .getOrCreate()
    )
    yield session
    session.stop()


def write_pages(folder, count, files):
    os.makedirs(folder, exist_ok=True)
    for f in range(files):
        numbers = range(f, count, files)
        table = pa.table(
            {
                "id": [n for n in numbers],
                "url": [f"https://post.example/{n}" for n in numbers],
                "html": [page(n) for n in numbers],
            }
        )
        pq.write_table(table, os.path.join(folder, f"pages-{f}.parquet"))


def test_a_frame_of_pages_becomes_a_frame_of_records(spark, tmp_path):
    write_pages(tmp_path / "in", 60, 3)
    frame = spark.read.parquet(str(tmp_path / "in"))
    rows = copydesk_spark.clean(frame, keep=["id"]).collect()
    assert sorted(r.id for r in rows) == list(range(60))
    for row in rows:
        assert (row.title, row.url) == (f"Bridge {row.id} reopens", f"https://post.example/{row.id}")
        assert row.outcome == "article" and row.words > 50
    assert rows[0].__fields__ == ["id", *record_schema().names]


def parent(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return int(stat.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def executors():
    """Executors of this session, not of another that happens to run on the machine."""
    out = subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True)

    def is_ours(pid):
        while pid > 1:
            pid = parent(pid)
            if pid == os.getpid():
                return True
        return False

    return [pid for pid in map(int, out.stdout.split()) if is_ours(pid)]


def test_an_executor_that_is_killed_loses_and_doubles_nothing(spark, tmp_path):
    write_pages(tmp_path / "in", 4000, 16)
    frame = spark.read.parquet(str(tmp_path / "in")).repartition(32)
    killed = []

    def kill():
        deadline = time.time() + 60
        while not killed and time.time() < deadline:
            found = executors()
            if found:
                time.sleep(1.0)
                os.kill(found[0], signal.SIGKILL)
                killed.append(found[0])
            time.sleep(0.1)

    killer = threading.Thread(target=kill)
    killer.start()
    out = str(tmp_path / "out")
    copydesk_spark.clean(frame, keep=["id"]).write.parquet(out)
    killer.join()
    assert killed, "no executor was found to kill"
    ids = pq.read_table(out, columns=["id"]).column("id").to_pylist()
    assert sorted(ids) == list(range(4000))


def warc(path, numbers):
    warcio = pytest.importorskip("warcio")
    from io import BytesIO

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    assert warcio
    with open(path, "wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for n in numbers:
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://post.example/{n}", "response", payload=BytesIO(page(n).encode()), http_headers=headers
            )
            writer.write_record(record)


def test_the_job_reads_warc_and_goes_on_where_it_stopped(spark, tmp_path):
    source, out = tmp_path / "in", str(tmp_path / "out")
    source.mkdir()
    for f in range(4):
        warc(source / f"crawl-{f}.warc.gz", range(f * 10, f * 10 + 10))
    job = lambda **more: copydesk_spark.run(spark, "warc", [str(source)], out, chunk=2, **more)  # noqa: E731

    def titles():
        return sorted(pq.read_table(os.path.join(out, "records"), columns=["title"]).column("title").to_pylist())

    assert job() == (2, 0)
    assert titles() == sorted(f"Bridge {n} reopens" for n in range(40))
    # A chunk without its mark is done again, the others are not.
    marks = sorted(glob.glob(os.path.join(out, "failures", "chunk=*", "_SUCCESS")))
    os.remove(marks[0])
    before = {p: os.path.getmtime(p) for p in glob.glob(os.path.join(out, "records", "*", "*.parquet"))}
    assert job() == (1, 1)
    assert job() == (0, 2)
    after = {p: os.path.getmtime(p) for p in glob.glob(os.path.join(out, "records", "*", "*.parquet"))}
    assert after == before
    # A crawl grows: new files become a chunk of their own, wherever they sort.
    warc(source / "a-new-crawl.warc.gz", range(40, 50))
    assert job() == (1, 2)
    assert titles() == sorted(f"Bridge {n} reopens" for n in range(50))
    with pytest.raises(ValueError, match="another options"):
        job(options={"favor": "recall"})
    with pytest.raises(FileNotFoundError, match="nowhere: there is no such"):
        copydesk_spark.run(spark, "warc", [str(tmp_path / "nowhere")], out)


def test_the_job_s_records_are_those_of_the_package(spark, tmp_path):
    """Redirects, packed and chunked bodies, another encoding, a damaged record: the job reads as the command does."""
    path = tmp_path / "crawl.warc"
    cyrillic = page(2).replace("Bridge 2", "Мост").encode("windows-1251")
    packed = gzip.compress(page(3).encode())
    blocks = [
        b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n" + page(0).encode(),
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n" + cyrillic,
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        + f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + packed[:100],
    ]
    with open(path, "wb") as stream:
        for number, block in enumerate(blocks):
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
            head += f"WARC-Target-URI: https://post.example/{number}\r\nContent-Type: application/http\r\n"
            stream.write(f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    expected = copydesk.to_batch(list(copydesk.clean_many(copydesk.read_pages(path), errors="return"))).to_pylist()
    assert [r["title"] for r in expected] == ["Мост reopens", "Bridge 3 reopens", None]
    assert [r["outcome"] for r in expected] == ["article", "article", "error"]
    out = str(tmp_path / "out")
    assert copydesk_spark.run(spark, "warc", [f"file://{path}"], f"file://{out}") == (1, 0)
    rows = pq.read_table(os.path.join(out, "records")).to_pylist()
    assert [{name: row[name] for name in record_schema().names} for row in rows] == expected
    failed = pq.read_table(os.path.join(out, "failures")).to_pylist()
    assert [r["url"] for r in failed] == ["https://post.example/4"]


def test_a_file_that_vanished_is_a_failure_not_the_end(spark, tmp_path):
    warc(tmp_path / "a.warc.gz", [1])
    rows = copydesk_spark.clean_warcs(spark, [str(tmp_path / "a.warc.gz"), str(tmp_path / "b.warc.gz")]).collect()
    assert sorted(r.outcome for r in rows) == ["article", "error"]


def test_options_reach_the_executors(spark, tmp_path):
    write_pages(tmp_path / "in", 6, 1)
    frame = spark.read.parquet(str(tmp_path / "in"))
    rule = 'host = "post.example"\ntitle = [".byline"]\n'
    rows = copydesk_spark.clean(frame, cleaner=copydesk.Cleaner(rules=[rule])).collect()
    assert {r.title for r in rows} == {"By Mara Ellison"}


def test_failures_are_written_apart(spark, tmp_path):
    os.makedirs(tmp_path / "in")
    table = pa.table({"html": [page(1), None, page(2)], "url": ["a", "b", "c"]})
    pq.write_table(table, str(tmp_path / "in" / "pages.parquet"))
    copydesk_spark.run(spark, "parquet", [str(tmp_path / "in")], str(tmp_path / "out"))
    failed = pq.read_table(str(tmp_path / "out" / "failures")).to_pylist()
    assert [(r["url"], r["outcome"]) for r in failed] == [("b", "error")]
    assert pq.read_table(str(tmp_path / "out" / "records")).num_rows == 3
