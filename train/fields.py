"""Reads the dump of `cargo xtask dump fields` with the labels of its pages, for authors.py, dates.py and headline.py.

The cross-validation folds are by registrable domain (folds.py).
"""
import json, os, re, unicodedata

import folds

FOLDS = 5
# Sets whose titles, dates and authors are the output of another tool.
UNLABELED_SETS = {"readability"}
WORD = re.compile(r"\w+")


def fold(text):
    """Returns the words of a text in folded case, without punctuation, as score.py compares them."""
    return " ".join(WORD.findall(unicodedata.normalize("NFKC", text or "").casefold()))


def fold_of(gold):
    """Returns the cross-validation fold of a labeled page."""
    return folds.fold(folds.domain(gold.get("url"), gold["id"]), FOLDS)


def labels(sets, without=()):
    """Returns the labels of all sets by set and page id."""
    gold = {}
    for s in sorted(os.listdir(sets)):
        path = os.path.join(sets, s, "gold.jsonl")
        if os.path.isfile(path) and s not in UNLABELED_SETS and s not in without:
            with open(path, encoding="utf-8") as f:
                for g in map(json.loads, f):
                    gold[s, g["id"]] = g
    return gold


def pages(sets, dump, without=()):
    """Yields set, labels and dumped record of every labeled page of a dump."""
    gold = labels(sets, without)
    with open(dump, encoding="utf-8") as f:
        for page in map(json.loads, f):
            g = gold.get((page["set"], page["source"].split(".html")[0]))
            if g:
                yield page["set"], g, page
