"""Scores copydesk and other installed tools on a benchmark that lies on this machine, with the benchmark's own metric.

    python benches/public/score.py own FOLDER --gold gold.jsonl       # pages of your own
    python benches/public/score.py aeb FOLDER                         # Article Extraction Benchmark, a checkout
    ... --tools copydesk,trafilatura,newspaper,readability --out found/

own: FOLDER has the pages (`<id>.html`, also `.gz`); each line of the gold is JSON with `id`, `text` and, if known, `url`. The metric is
word F1 without regard to order, as in the Web Content Extraction Benchmark: the mean over all pages.

aeb: FOLDER has `ground-truth.json` and `html/<id>.html.gz`. The metric is that of its authors: F1 over shingles of four words, counted per page
and divided by the page's total, so that long pages do not weigh more.

All tools get the same bytes and leave comments out. A page on which a tool fails counts as an empty text; failures are printed, as is
CPU time. Tools that are not installed are named and left out.
"""

import argparse
import collections
import gzip
import json
import pathlib
import re
import sys
import time

WORD = re.compile(r"\w+")
#: Words of a shingle in the Article Extraction Benchmark.
SHINGLE = 4


def with_copydesk():
    import copydesk

    cleaner = copydesk.Cleaner()
    return lambda html, url: cleaner.clean(html, url).text


def with_trafilatura():
    import trafilatura

    return lambda html, url: trafilatura.extract(html, url=url, include_comments=False)


def with_newspaper():
    import newspaper

    def extract(html, url):
        article = newspaper.Article(url or "https://example.org/", fetch_images=False)
        article.download(input_html=html.decode("utf-8", "replace"))
        article.parse()
        return article.text

    return extract


def with_readability():
    import lxml.html
    from readability import Document

    return lambda html, url: lxml.html.fromstring(Document(html.decode("utf-8", "replace")).summary()).text_content()


TOOLS = {
    "copydesk": with_copydesk,
    "trafilatura": with_trafilatura,
    "newspaper": with_newspaper,
    "readability": with_readability,
}


def page(folder, name):
    for suffix in (".html.gz", ".html", ".htm", ".txt"):
        path = folder / f"{name}{suffix}"
        if path.exists():
            data = path.read_bytes()
            return gzip.decompress(data) if suffix.endswith(".gz") else data
    raise SystemExit(f"{folder}: there is no page {name}")


def own(folder, gold):
    """Yields id, page, address and expected text of one's own pages."""
    with open(gold, encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            yield item["id"], page(folder, item["id"]), item.get("url"), item["text"]


def aeb(folder, _gold):
    """Yields id, page, address and expected text of the Article Extraction Benchmark."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, item in sorted(truth.items()):
        yield name, page(folder / "html", name), item.get("url"), item["articleBody"]


def counts(expected, found, size):
    """Returns true positives, false positives and false negatives over shingles of `size` words, with multiplicity."""

    def shingles(text):
        words = WORD.findall(text.casefold() if size == 1 else text)
        ends = range(max(1, len(words) - size + 1)) if words else ()
        return collections.Counter(tuple(words[at : at + size]) for at in ends)

    expected, found = shingles(expected), shingles(found)
    both = sum((expected & found).values())
    return both, sum(found.values()) - both, sum(expected.values()) - both


def f1(true, false, missed):
    return 1.0 if true == false == missed == 0 else 2 * true / (2 * true + false + missed)


def mean_f1(pairs):
    """Word F1 per page, averaged."""
    return sum(f1(*counts(expected, found, 1)) for expected, found in pairs) / len(pairs)


def shingle_f1(pairs):
    """F1 of the sums over pages of counts divided by the page's total."""
    sums = [0.0, 0.0, 0.0]
    for expected, found in pairs:
        of_page = counts(expected, found, SHINGLE)
        total = sum(of_page)
        if total:
            sums = [s + c / total for s, c in zip(sums, of_page)]
    return f1(*sums)


BENCHMARKS = {"own": (own, mean_f1), "aeb": (aeb, shingle_f1)}


def run(extract, items):
    """Returns the pairs of expected and found text, the CPU seconds and the failures of a tool."""
    pairs, failures = [], []
    started = time.process_time()
    for name, html, url, expected in items:
        try:
            found = extract(html, url) or ""
        except Exception as error:
            failures.append(f"{name}: {type(error).__name__}: {error}")
            found = ""
        pairs.append((expected, found))
    return pairs, time.process_time() - started, failures


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("benchmark", choices=BENCHMARKS)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--gold", type=pathlib.Path, help="for own: the expected texts")
    parser.add_argument("--tools", default=",".join(TOOLS), help="separated by commas (default: all)")
    parser.add_argument("--out", type=pathlib.Path, help="folder for what each tool finds")
    args = parser.parse_args(argv)
    if args.benchmark == "own" and not args.gold:
        parser.error("own needs --gold")
    read, metric = BENCHMARKS[args.benchmark]
    items = list(read(args.folder, args.gold))
    if not items:
        parser.error("there are no pages")
    print(f"{len(items)} pages, {sum(len(html) for _, html, _, _ in items) / 1e6:.1f} MB")
    for tool in args.tools.split(","):
        if tool not in TOOLS:
            parser.error(f"--tools: {tool} is not one of {', '.join(TOOLS)}")
        try:
            extract = TOOLS[tool]()
        except ImportError as error:
            print(f"{tool:12} not installed ({error.name})")
            continue
        pairs, seconds, failures = run(extract, items)
        print(f"{tool:12} f1 {metric(pairs):.4f}  {seconds:8.2f} CPU s  {len(failures)} failures")
        for failure in failures[:5]:
            print(f"  {failure}", file=sys.stderr)
        if args.out:
            (args.out / tool).mkdir(parents=True, exist_ok=True)
            for (name, *_), (_, found) in zip(items, pairs):
                (args.out / tool / f"{name}.txt").write_text(found, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
