#!/usr/bin/env python3
"""Trains the weights of src/fields/author/text on labeled pages that were rendered as text.

    text_authors.py CORPUS WORK [--out FILE] [--misses FILE]

WORK is the folder of text.py, which contains bylines.jsonl: every page's bylines with their
features, as the product computes them. CORPUS contains the labels. The model is a conditional logit
over the bylines of a page and "no author", which has weight 0. Prints the mean F1 of the
authors of text-dev, cross-validated by domain, and writes the weights trained on all pages.
"""
import argparse, collections, json, os

import numpy as np

import folds
from authors import SILENT, labelled, worth
from fields import FOLDS
from logit import fit

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SETS = ("wcxb-dev", "fundus-dev", "trafilatura-eval", "news-asia-dev", "news-world-dev")
RIDGE = 1.0
RAREST = 4  # minimum bylines with a feature for it to get a weight
# Weight of a page without labeled authors: in text, menus look more like names than on HTML pages. With 0.6, as
# many authors are right (.668), but .779 instead of .805 of these pages get none.
UNLABELLED = 1.0
RENDERINGS = 5  # renderings of one page, which together count as one page
ADDED = ("-clean", "-pasted")  # pages that text.py makes of gold bodies


def read(corpus, work):
    """Returns the pages with known authors: id, domain, whether of text-dev, authors, bylines."""
    gold = {}
    for s in SETS:
        with open(os.path.join(corpus, s, "gold.jsonl"), encoding="utf-8") as f:
            for g in map(json.loads, f):
                gold[f"{s}-{g['id']}".replace("/", "-")] = s, g
    with open(os.path.join(corpus, "text-dev", "gold.jsonl"), encoding="utf-8") as f:
        dev = {json.loads(line)["id"] for line in f}
    with open(os.path.join(work, "bylines.jsonl"), encoding="utf-8") as f:
        for page in map(json.loads, f):
            if page["id"].endswith(ADDED):
                continue
            s, g = gold.get(page["id"].rsplit("-", 1)[0], (None, None))
            if g and (labelled(g) or s in SILENT):
                yield page["id"], folds.domain(g.get("url"), g["id"]), page["id"] in dev, labelled(g), page["bylines"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("corpus"), ap.add_argument("work"), ap.add_argument("--misses")
    ap.add_argument("--out", default=os.path.join(ROOT, "src", "model", "byline-text-weights.txt"))
    a = ap.parse_args()
    pages = list(read(a.corpus, a.work))
    count = collections.Counter(name for *_, bylines in pages for b in bylines for name, _ in b["features"])
    names = sorted(k for k, n in count.items() if n >= RAREST * RENDERINGS)
    index = {k: i for i, k in enumerate(names)}
    data = []
    for page, domain, dev, want, bylines in pages:
        # The last row is "no author".
        m = np.zeros((len(bylines) + 1, len(names)))
        for row, b in enumerate(bylines):
            for name, value in b["features"]:
                if name in index:
                    m[row, index[name]] = value
        value = np.array([worth(b, want) for b in bylines] + [0.0 if want else 1.0])
        weight = (1.0 if want else UNLABELLED) / RENDERINGS
        data.append((page, folds.fold(domain, FOLDS), dev, bylines, m, value, weight))

    figures = collections.defaultdict(lambda: [0, 0.0, 0.0])
    misses = open(a.misses, "w", encoding="utf-8") if a.misses else None
    for k in range(FOLDS):
        w = fit([d[4:] for d in data if d[1] != k], len(names), RIDGE)
        for page, fold, dev, bylines, m, value, weight in data:
            if fold != k or not dev:
                continue
            score = m @ w
            at = len(m) - 1 if score.max() <= 0 else int(np.argmax(score))
            known = value[-1] == 0
            for key in ("named", "named " + page.rsplit("-", 1)[1]) if known else ("names nobody",):
                figures[key][0] += 1
                figures[key][1] += value[at]
                figures[key][2] += value.max()
            if misses and value[at] < 1 and known:
                best = int(np.argmax(value)) if value.max() > value[at] else None
                show = lambda i: bylines[i] if i is not None and i < len(bylines) else None
                misses.write(json.dumps([page, show(at), show(best)], ensure_ascii=False) + "\n")
    for key, (n, right, there) in sorted(figures.items()):
        print(f"{key:20} {n:5} F1 {right / n:.4f}  with the best candidate {there / n:.4f}")

    w = fit([d[4:] for d in data], len(names), RIDGE)
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("# Weights of what speaks for a byline of plain text, written by train/text_authors.py: feature | weight.\n\n[any]\n")
        f.write("\n".join(sorted((f"{name} | {w[i]:.3f}" for name, i in index.items()), key=str.encode)) + "\n")


if __name__ == "__main__":
    main()
