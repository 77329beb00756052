"""What the integrations cost compared with the command, over the same pages.

    python python/benches/pipelines.py --bin target/release/copydesk [--pages 500] FOLDER...

Needs psutil, besides the packages of the integrations.

Each way cleans the pages (.html, .html.gz) of the folders on one thread in a process of its own: the command, `clean_many`,
`clean_table`, LangChain, LlamaIndex, Haystack, datatrove, Dask and Ray Data. Imports, the start of Ray's local cluster, and
reading pages into memory for those ways that take pages and not paths, come before the clock starts. Prints a row per way
with CPU seconds (of the process and its descendants), pages per CPU second, and the rate compared with that of
`clean_many`. Ways whose package is not installed are named.
"""

import argparse
import gzip
import json
import pathlib
import resource
import subprocess
import sys
import time


def cpu():
    """Returns the CPU seconds of this process, its former children and its living descendants (Ray's workers)."""
    import psutil

    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, kinds))
    for child in psutil.Process().children(recursive=True):
        times = child.cpu_times()
        used += times.user + times.system
    return used


def html(paths):
    return [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in map(pathlib.Path, paths)]


def text(pages):
    return [page.decode("utf-8", "replace") for page in pages]


def command(paths, binary):
    given = "\0".join(paths).encode() + b"\0"
    arguments = [binary, "--format", "jsonl", "--threads", "1", "--quiet", "--files-from", "-"]
    return lambda: len(subprocess.run(arguments, input=given, stdout=subprocess.PIPE).stdout.splitlines())


def clean_many(paths, _binary):
    import copydesk

    return lambda: sum(1 for a in copydesk.clean_many(copydesk.read_pages(paths), 1, errors="skip") if a.to_json())


def clean_table(paths, _binary):
    import pyarrow as pa

    import copydesk

    table = pa.table({"html": html(paths)})
    return lambda: len(copydesk.clean_table(table, threads=1))


def langchain(paths, _binary):
    from copydesk.langchain import CopydeskLoader

    return lambda: len(CopydeskLoader(paths, threads=1, keep_empty=True).load())


def llama_index(paths, _binary):
    from copydesk.llama_index import CopydeskReader

    return lambda: len(CopydeskReader(threads=1).load_data(paths))


def haystack(paths, _binary):
    from haystack.dataclasses import ByteStream

    from copydesk.haystack import CopydeskConverter

    sources = [ByteStream(page, mime_type="text/html") for page in html(paths)]
    return lambda: len(CopydeskConverter().run(sources)["documents"])


def datatrove(paths, _binary):
    from datatrove.data import Document

    from copydesk.datatrove import CopydeskExtractor

    documents = [Document(page, str(number)) for number, page in enumerate(text(html(paths)))]
    return lambda: sum(1 for _ in CopydeskExtractor().run(documents))


def dask(paths, _binary):
    import dask.dataframe as dd
    import pandas as pd

    import copydesk

    pages = dd.from_pandas(pd.DataFrame({"html": text(html(paths))}), npartitions=4)
    meta = copydesk.clean_table(pages._meta)
    records = pages.map_partitions(copydesk.clean_table, threads=1, meta=meta)
    return lambda: len(records.compute(scheduler="synchronous"))


def ray(paths, _binary):
    import pyarrow as pa
    import ray

    import copydesk

    def clean(table):
        return copydesk.clean_table(table, threads=1)

    def records(pages):
        data = ray.data.from_arrow(pa.table({"html": pages}))
        return data.map_batches(clean, batch_format="pyarrow", batch_size=64, concurrency=1).count()

    ray.init(num_cpus=1, include_dashboard=False, logging_level="error", log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    pages = html(paths)
    records(pages[:1])  # starts the worker, which imports the packages
    return lambda: records(pages)


WAYS = [command, clean_many, clean_table, langchain, llama_index, haystack, datatrove, dask, ray]


def measure(name, paths, binary):
    """Runs one way; prints the number of its results and its CPU seconds as JSON."""
    way = next(way for way in WAYS if way.__name__ == name)
    try:
        run = way(paths, binary)
    except ImportError as error:
        print(json.dumps({"missing": error.name}))
        return
    started = cpu()
    results = run()
    print(json.dumps({"results": results, "cpu": cpu() - started}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--passes", type=int, default=3, help="of which the fastest counts (default: 3)")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    args = parser.parse_args()
    paths = [str(p) for f in args.folders for p in sorted(f.iterdir()) if p.name.endswith((".html", ".html.gz"))][: args.pages]
    if args.way:
        return measure(args.way, paths, args.bin)
    print(f"{len(paths)} pages, {sum(map(len, html(paths))) / 1e6:.1f} MB, {time.strftime('%Y-%m-%d')}")
    best = {}
    for _ in range(args.passes):
        for way in WAYS:
            child = [sys.executable, __file__, *sys.argv[1:], "--way", way.__name__]
            found = json.loads(subprocess.run(child, stdout=subprocess.PIPE, check=True).stdout.splitlines()[-1])
            before = best.get(way.__name__)
            if before is None or found.get("cpu", 0) < before.get("cpu", 0):
                best[way.__name__] = found
    for name, found in best.items():
        if "missing" in found:
            print(f"{name:12} not installed ({found['missing']})")
            continue
        rate = len(paths) / found["cpu"]
        ratio = best["clean_many"]["cpu"] / found["cpu"]
        print(f"{name:12} {found['results']:6} results {found['cpu']:8.2f} CPU s {rate:8.0f} pages per CPU s {ratio:6.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
