"""Readers of the benchmarks, as their authors distribute them.

Each yields items: the page's id, its bytes, its address or None, the expected text, and the group it is reported in or None.
"""

import collections
import gzip
import json
import re

Item = collections.namedtuple("Item", "id html url expected group")

SUFFIXES = (".html.gz", ".html", ".htm", ".txt")


class FormatError(Exception):
    """The folder or file is not what the reader expects."""


def opened(path):
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def page(folder, name):
    for suffix in SUFFIXES:
        path = folder / f"{name}{suffix}"
        if path.exists():
            return opened(path)
    raise FormatError(f"{folder}: there is no page {name}")


def records(path):
    """Yields the objects of JSON Lines files, or of JSON files that hold a list or a mapping of ids to objects."""
    paths = sorted(p for p in path.rglob("*") if re.search(r"\.jsonl?(\.gz)?$", p.name)) if path.is_dir() else [path]
    for each in paths:
        text = opened(each).decode("utf-8")
        if ".jsonl" in each.name:
            yield from (json.loads(line) for line in text.split("\n") if line.strip())
            continue
        data = json.loads(text)
        if isinstance(data, dict) and data and all(isinstance(value, dict) for value in data.values()):
            data = [{"id": name, **value} for name, value in data.items()]
        yield from data if isinstance(data, list) else [data]


def first(record, names):
    """Returns the first of the named fields that the record has."""
    for name in names:
        value = record
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            return value
    return None


def own(folder, args):
    """Pages of one's own: `--gold` has lines of JSON with `id`, `text` and, if known, `url`."""
    for record in records(args.gold):
        yield Item(record["id"], page(folder, record["id"]), record.get("url"), record["text"], record.get("type"))


def aeb(folder, _args):
    """Article Extraction Benchmark: `ground-truth.json` and `html/<id>.html.gz`."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, item in sorted(truth.items()):
        yield Item(name, page(folder / "html", name), item.get("url"), item["articleBody"], None)


def wcxb(folder, _args):
    """Web Content Extraction Benchmark: a split with `html/<id>.html.gz` and `ground-truth/<id>.json`."""
    truths = [each for each in (folder / "ground-truth", folder / "ground_truth") if each.is_dir()]
    if not truths:
        raise FormatError(f"{folder}: there is no folder ground-truth; name the folder of a split, such as dev")
    for path in sorted(truths[0].glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        expected = first(record, ["ground_truth.main_content", "main_content"])
        if expected is None:
            raise FormatError(f"{path}: there is no main_content")
        group = first(record, ["_internal.page_type.primary", "page_type.primary", "page_type"])
        yield Item(path.stem, page(folder / "html", path.stem), record.get("url"), expected, group)


def lines(names):
    """Returns a reader of records that hold the page and the expected text in fields."""

    def read(path, args):
        found = False
        for number, record in enumerate(records(path)):
            html = first(record, [args.html_field] if args.html_field else ["html", "raw_html"])
            expected = first(record, [args.text_field] if args.text_field else names)
            if html is None or expected is None:
                known = ", ".join(record)
                raise FormatError(
                    f"{path}: record {number} has the fields {known}; name those of the page and of the expected text with "
                    "--html-field and --text-field"
                )
            found = True
            name = str(first(record, ["id", "track_id"]) or number)
            group = first(record, ["meta.level", "type"])
            yield Item(name, html.encode("utf-8", "replace"), record.get("url"), expected, group)
        if not found:
            raise FormatError(f"{path}: there are no records")

    return read


#: The gold of CleanEval marks headings, paragraphs and list items by tags, and starts with the address.
MARK = re.compile(r"<(?:p|h|l)>")
ADDRESS = re.compile(r"\AURL:[^\n]*\n")


def cleaneval(folder, args):
    """CleanEval: a folder of pages, and `--gold`, a folder of `<id>-cleaned.txt`."""
    for path in sorted(args.gold.glob("*.txt")):
        name = path.stem.removesuffix("-cleaned")
        gold = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
        yield Item(name, page(folder, name), None, MARK.sub(" ", ADDRESS.sub("", gold)), None)
