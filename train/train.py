"""Trains the model file and its card from folders of labeled pages, in one command:

    python train/train.py CORPUS_DIR... [--work DIR] [--out DIR] [--threads N] [--no-splice] [--no-cv]

1. splices foreign pieces into the stories (splice.py); 2. segments all pages and writes their features with the library's own code
(`cargo xtask dump body`); 3. aligns the labels; 4. cross-validates by domain; 5. trains on everything, packs the forests into
OUT/body.forest, and writes OUT/body.md: figures, gain, calibration, hash. Seeded.
"""
import argparse
import hashlib
import json
import multiprocessing
import os
import pickle
import sys
import time

import numpy as np

import augment
import blocks
import confidence
import evaluate
import fit
import report
import small
import splice
from pack import pack

QUICK = {"body": 100}
FEATURES = 250          # maximum number of block features, by gain
SELECTION_TREES = 60


def page_columns(names):
    """Returns the columns of the page's own features."""
    return [i for i, n in enumerate(names) if n.startswith("pg_")]


def first_look(sets, work, threads):
    """Returns articles with inconsistent gold, found by a quick cross-validation; cached in the work folder."""
    path = os.path.join(work, "inconsistent.pickle")
    if os.path.exists(path):
        with open(path, "rb") as f:
            return pickle.load(f)
    real = [s for s in sets if s.pages and s.pages[0].share is not None and s.pages[0].splice is None]
    ps = evaluate.predict(real, fit.Rows(real), jobs=threads, names=["body"], trees=QUICK,
                          params=fit.BODY | dict(num_leaves=15, learning_rate=0.2))
    found = evaluate.inconsistent(real, ps)
    with open(path, "wb") as f:
        pickle.dump(found, f)
    return found


def main(argv):
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("corpus", nargs="+")
    a.add_argument("--work", default=os.path.join(blocks.ROOT, "train", "work"))
    a.add_argument("--out", default=os.path.join(blocks.ROOT, "src", "model"))
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--rebuild", action="store_true", help="cut the pages anew: the library has changed")
    a.add_argument("--no-splice", action="store_true")
    a.add_argument("--no-cv", action="store_true")
    a.add_argument("--reuse-cv", action="store_true", help="reuse the block predictions of the last cross-validation")
    a.add_argument("--no-final", action="store_true")
    o = a.parse_args(argv)
    start = time.time()

    def log(s):
        print(f"[{time.time() - start:5.0f} s] {s}", flush=True)

    folders = list(o.corpus)
    if not o.no_splice:
        for name, make in (("spliced", splice), ("augmented", augment), ("small", small)):
            folder = os.path.join(o.work, name)
            if not os.path.exists(os.path.join(folder, "gold.jsonl")):
                make.main(folder, [c for c in o.corpus if not os.path.exists(os.path.join(c, "expected"))])
                log(f"{name} pages made")
            folders.append(folder)
    sets = []
    for folder in folders:
        sets.append(blocks.read(folder, o.work, o.rebuild))
        log(f"{sets[-1].name}: {len(sets[-1].pages)} pages, {len(sets[-1].matrix)} blocks")
    dropped = first_look(sets, o.work, o.threads)
    log(f"{len(dropped)} articles with inconsistent gold are not learned from")
    rows = fit.Rows(sets, dropped, keep=useful(sets, dropped, o.work))
    names = sets[0].names
    columns = page_columns(names)
    log(f"{len(rows.y)} rows, {len(names)} features, {len(columns)} of them the page's")
    if not o.no_final:
        # In a process of its own: LightGBM's threads do not survive the forks of the cross-validation.
        job = multiprocessing.get_context("fork").Process(target=final, args=(o, sets, rows, columns, log))
        job.start()
        job.join()
        if job.exitcode:
            sys.exit("the final training failed")
    if not o.no_cv:
        cross_validate(o, sets, rows, columns, dropped, log)
    card(o)


def useful(sets, dropped, work):
    """Returns the features that a small forest uses, cached in the work folder. The others would cost time on every page."""
    path = os.path.join(work, "useful.json")
    if not os.path.exists(path):
        with multiprocessing.get_context("fork").Pool(1) as pool:
            ranked = pool.apply(_ranked, (fit.Rows(sets, dropped),))
        with open(path, "w") as f:
            json.dump([n for n, gain in ranked[:FEATURES] if gain > 0], f, indent=0)
    with open(path) as f:
        return set(json.load(f))


def _ranked(rows):
    data = rows.dataset()
    return report.gain([fit.forest(data, rows.of("body"), "body", trees=SELECTION_TREES, threads=1)])[1]


def cross_validate(o, sets, rows, columns, dropped, log):
    """Returns the figures of pages that the forests did not see, and writes the forest of the confidence."""
    path = os.path.join(o.work, "cv.pickle")
    if o.reuse_cv:
        with open(path, "rb") as f:
            ps = pickle.load(f)[0]
    else:
        ps = evaluate.predict(sets, rows, jobs=o.threads, log=log)
    gate = evaluate.gates(sets, columns, [sets[0].names[c] for c in columns])
    with open(path, "wb") as f:
        pickle.dump((ps, gate, dropped), f)
    by, pages = evaluate.table(sets, ps, gate, dropped)
    log("cross-validated\n" + report.figures(by))
    sure, (error, _, _, table) = confidence.fit_and_check(pages, gate)
    write(o.out, "confidence.forest", pack([("confidence", tree_list(sure))], confidence.NAMES))
    log(f"calibration error {error:.4f}")
    notes(o.work, by, pages)
    parts = ["Cross-validated by registrable domain, five folds: every page is judged by forests that saw no page of its site. "
             "Bounds of the story are the library's; what it makes of the chosen blocks afterwards (headline, byline, captions) is not in these figures.", "", report.figures(by), "",
             f"Confidence, cross-validated on wcxb-dev: expected calibration error {error:.4f}.", "", table, ""]
    write(o.work, "figures.md", "\n".join(parts).encode())


def final(o, sets, rows, columns, log):
    """Returns the packed forests trained on all pages."""
    names = sets[0].names
    data = rows.dataset()
    forests = {n: fit.forest(data, rows.of(n), n, threads=o.threads) for n in fit.BLOCKS}
    x, kind, weight, _, _ = fit.page_table(sets, columns)
    kinds = fit.page_forests(x, kind, weight, [names[c] for c in columns], o.threads)
    models = [(n, moved(tree_list(m), rows.columns)) for n, m in forests.items()]
    models += [(t, moved(tree_list(m), columns)) for t, m in kinds.items()]
    packed = pack(models, names)
    write(o.out, "body.forest", packed)
    log(f"trained on everything and packed: {len(packed)} bytes")
    text, _ = report.gain(list(forests.values()))
    write(o.work, "gain.md", f"Gain (mean of the three): {text}\n".encode())


def card(o):
    """Writes the model's card from the results in the work folder."""
    lines = ["# The model of the body", "",
             "Made by `train/train.py` from wcxb-dev, fundus-dev, readability, magic-article-dev, magic-forum-dev, news-asia-dev,",
             "news-world-dev, newspaper3k-dev, markdown-dev, the snippets of trafilatura-eval, and pages made from them (`splice.py`, `augment.py`, `small.py`).",
             "`body` learned from all pages, `story` from article pages, `other` from the rest; a block gets the mean of `body` and of",
             "the two others in proportion to the page's probability of being an article. The other forests tell the page's type.", ""]
    for name in ("body.forest", "confidence.forest"):
        path = os.path.join(o.out, name)
        if os.path.exists(path):
            with open(path, "rb") as f:
                data = f.read()
            lines.append(f"- `{name}`: {len(data)} bytes, sha256 `{hashlib.sha256(data).hexdigest()}`")
    for name in ("figures.md", "gain.md"):
        path = os.path.join(o.work, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                lines += ["", f.read().rstrip()]
    write(o.out, "body.md", ("\n".join(lines) + "\n").encode())


def write(folder, name, data):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)


def notes(work, by, pages):
    """Writes working notes: the figures, the worst pages, and their errors."""
    lines = ["# Cross-validated", "", report.figures(by), ""]
    for title, where in (("wcxb-dev articles", lambda s, p: s.name.startswith("wcxb") and p.type == "article"),
                         ("wcxb-dev, all", lambda s, p: s.name.startswith("wcxb")),
                         ("fundus-dev", lambda s, p: s.name == "fundus-dev"),
                         ("spliced", lambda s, p: bool(p.splice))):
        text, rows = report.worst(pages, 40, where)
        lines.append(f"\n# Worst of {title}\n")
        for line, row in zip(text.splitlines(), rows):
            lines += [line, report.errors(row)]
    write(work, "report.md", "\n".join(lines).encode())


def tree_list(booster):
    return [t["tree_structure"] for t in booster.dump_model()["tree_info"]]


def moved(trees, columns):
    """Converts trees over selected columns to trees over all columns."""
    for t in trees:
        todo = [t]
        while todo:
            n = todo.pop()
            if "split_feature" in n:
                n["split_feature"] = columns[n["split_feature"]]
                todo += [n["left_child"], n["right_child"]]
    return trees


if __name__ == "__main__":
    main(sys.argv[1:])
