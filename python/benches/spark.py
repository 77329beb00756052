"""Spark with two executors compared with the command with two threads, over the same WARC files.

    python python/benches/spark.py --bin target/release/copydesk --pages 20000 FOLDER...

Writes the pages of the folders (.html.gz), again and again until there are enough, to WARC files in a temporary
folder, then cleans them with the command (`-j 2`, to JSONL) and with the job (`local-cluster[2,1,…]`, to Parquet).
Prints one JSON object: wall time and pages a second of both, and the CPU seconds of all their processes. Spark's
count from before its session begins to after the last chunk is committed.
"""

import argparse
import gzip
import io
import itertools
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet as pq
from pyspark.sql import SparkSession
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from copydesk import spark as copydesk_spark

#: WARC files: enough that both executors have work until the end.
FILES = 40
TICKS = os.sysconf("SC_CLK_TCK")


def write(folders, count, into):
    paths = sorted(path for folder in folders for path in pathlib.Path(folder).glob("*.html.gz"))
    endless = itertools.islice(itertools.cycle(paths), count)
    size = 0
    writers = []
    for number in range(FILES):
        stream = open(pathlib.Path(into, f"crawl-{number:03d}.warc"), "wb")
        writers.append((WARCWriter(stream, gzip=False), stream))
    for number, path in enumerate(endless):
        data = gzip.decompress(path.read_bytes())
        size += len(data)
        writer = writers[number % FILES][0]
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://post.example/{number}", "response", payload=io.BytesIO(data), http_headers=headers
            )
        )
    for _, stream in writers:
        stream.close()
    return size


def descendants(root):
    """CPU seconds of all processes below one, their ended children included."""
    parents = {}
    times = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                fields = pathlib.Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry)] = int(fields[1])
            times[int(entry)] = sum(map(int, fields[11:15])) / TICKS

    def below(pid):
        while pid in parents:
            pid = parents[pid]
            if pid == root:
                return True
        return False

    return sum(seconds for pid, seconds in times.items() if below(pid))


def by_command(command, folder, output):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.time()
    done = subprocess.run(
        [command, "-j", "2", "--quiet", "-o", output, folder], check=False, stderr=subprocess.PIPE
    )
    wall = time.time() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.decode()}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with open(output, "rb") as lines:
        return wall, cpu, sum(1 for _ in lines)


def by_spark(folder, output):
    os.environ["PYSPARK_PYTHON"] = sys.executable
    import pyspark

    os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
    start, own = time.time(), time.process_time()
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "1g")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(copydesk_spark.PAGES_PER_BATCH))
        .getOrCreate()
    )
    ready = time.time()
    copydesk_spark.run(session, "warc", [folder], output)
    wall = time.time() - start
    cpu = descendants(os.getpid()) + time.process_time() - own
    session.stop()
    return wall, ready - start, cpu, pq.read_table(output + "/records", columns=["outcome"]).num_rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--bin", required=True)
    parser.add_argument("--pages", type=int, default=20_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        crawl = os.path.join(work, "crawl")
        os.mkdir(crawl)
        size = write(args.folders, args.pages, crawl)
        wall, cpu, records = by_command(args.bin, crawl, os.path.join(work, "records.jsonl"))
        spark_wall, spark_start, spark_cpu, spark_records = by_spark(crawl, os.path.join(work, "spark"))
    assert records == spark_records == args.pages, (records, spark_records)
    told = {
        "pages": args.pages,
        "megabytes": round(size / 1e6),
        "load_average": round(os.getloadavg()[0], 1),
        "command": {
            "wall_s": round(wall, 1),
            "cpu_s": round(cpu, 1),
            "pages_per_s": round(args.pages / wall),
            "pages_per_cpu_s": round(args.pages / cpu),
        },
        "spark": {
            "wall_s": round(spark_wall, 1),
            "of_it_start_s": round(spark_start, 1),
            "cpu_s": round(spark_cpu, 1),
            "pages_per_s": round(args.pages / spark_wall),
            "pages_per_cpu_s": round(args.pages / spark_cpu),
        },
    }
    json.dump(told, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
