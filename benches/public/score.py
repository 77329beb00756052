"""Scores copydesk and other installed tools on a benchmark that lies on this machine, with the benchmark's own metric.

    python benches/public/score.py own FOLDER --gold gold.jsonl                 # pages of your own
    python benches/public/score.py aeb FOLDER                                   # Article Extraction Benchmark, a checkout
    python benches/public/score.py wcxb FOLDER/dev                              # Web Content Extraction Benchmark
    python benches/public/score.py magic-html FILE_OR_FOLDER                    # magic-html's benchmark
    python benches/public/score.py webmainbench FILE.jsonl                      # WebMainBench, 7,809 pages
    python benches/public/score.py webmainbench-545 FILE.jsonl                  # WebMainBench, 545 pages
    python benches/public/score.py cleaneval PAGES --gold GOLD_FOLDER           # CleanEval
    ... --tools copydesk,trafilatura,newspaper,readability --out found/

Metrics (`metrics.py` defines them): own and wcxb: word F1 without regard to order, the mean over pages. aeb and magic-html: F1 of mean
precision and mean recall over shingles of four words. webmainbench: ROUGE-5 F1 over the tokens of jieba. webmainbench-545: edit
similarity of text, code, formulas and tables in Markdown, and TEDS of tables. cleaneval: F1 over words aligned in order.

A page on which a tool fails counts as an empty text; failures are printed, as is CPU time. Tools that are not installed are named and
left out. Nothing is downloaded.
"""

import argparse
import collections
import pathlib
import sys
import time

import formats
import metrics
from tools import TOOLS

Benchmark = collections.namedtuple("Benchmark", "read metric markdown")

BENCHMARKS = {
    "own": Benchmark(formats.own, metrics.word_f1, False),
    "aeb": Benchmark(formats.aeb, metrics.shingle_f1, False),
    "wcxb": Benchmark(formats.wcxb, metrics.word_f1, False),
    "magic-html": Benchmark(formats.lines(["groundtruth", "groundtruth_content", "text", "content"]), metrics.shingle_f1, False),
    "webmainbench": Benchmark(formats.lines(["groundtruth_content"]), metrics.rouge_f1, True),
    "webmainbench-545": Benchmark(formats.lines(["groundtruth_content"]), metrics.edit_similarity, True),
    "cleaneval": Benchmark(formats.cleaneval, metrics.aligned_f1, False),
}
#: Those whose expected texts lie apart from the pages.
NEED_GOLD = ("own", "cleaneval")


def run(extract, items):
    """Returns what a tool finds on each page, its CPU seconds and its failures."""
    found, failures = [], []
    started = time.process_time()
    for item in items:
        try:
            found.append(extract(item.html, item.url) or "")
        except Exception as error:
            failures.append(f"{item.id}: {type(error).__name__}: {error}")
            found.append("")
    return found, time.process_time() - started, failures


def figures(metric, items, found):
    return "  ".join(f"{name} {value:.4f}" for name, value in metric([(i.expected, f) for i, f in zip(items, found)]).items())


def report(tool, benchmark, items, result):
    found, seconds, failures = result
    print(f"{tool:12} {figures(benchmark.metric, items, found)}  {seconds:8.2f} CPU s  {len(failures)} failures")
    groups = sorted({item.group for item in items if item.group})
    for group in groups if len(groups) > 1 else ():
        chosen = [(item, text) for item, text in zip(items, found) if item.group == group]
        print(f"  {group:16} {len(chosen):6} pages  {figures(benchmark.metric, *zip(*chosen))}")
    for failure in failures[:5]:
        print(f"  {failure}", file=sys.stderr)


def write(folder, items, found):
    folder.mkdir(parents=True, exist_ok=True)
    for item, text in zip(items, found):
        (folder / f"{item.id.replace('/', '_')}.txt").write_text(text, encoding="utf-8")


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument("folder", type=pathlib.Path, help="the benchmark's folder or file")
    parser.add_argument("--gold", type=pathlib.Path, help="for own and cleaneval: the expected texts")
    parser.add_argument("--html-field", help="field of a record that holds the page")
    parser.add_argument("--text-field", help="field of a record that holds the expected text")
    parser.add_argument("--tools", default=",".join(TOOLS), help="separated by commas (default: all)")
    parser.add_argument("--out", type=pathlib.Path, help="folder for what each tool finds")
    args = parser.parse_args(argv)
    if args.benchmark in NEED_GOLD and not args.gold:
        parser.error(f"{args.benchmark} needs --gold")
    benchmark = BENCHMARKS[args.benchmark]
    try:
        items = list(benchmark.read(args.folder, args))
    except (formats.FormatError, OSError) as error:
        parser.error(str(error))
    if not items:
        parser.error("there are no pages")
    print(f"{len(items)} pages, {sum(len(item.html) for item in items) / 1e6:.1f} MB")
    for tool in args.tools.split(","):
        if tool not in TOOLS:
            parser.error(f"--tools: {tool} is not one of {', '.join(TOOLS)}")
        try:
            extract = TOOLS[tool](benchmark.markdown)
        except ImportError as error:
            print(f"{tool:12} not installed ({error.name})")
            continue
        result = run(extract, items)
        try:
            report(tool, benchmark, items, result)
        except ImportError as error:
            parser.error(f"the metric of {args.benchmark} needs the package {error.name}")
        if args.out:
            write(args.out / tool, items, result[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
