#!/usr/bin/env python3
"""Trains the ranker of a page's bylines on labeled pages.

    cargo xtask dump fields SETS dump.jsonl
    authors.py SETS dump.jsonl ../src/model/author.forest [--misses FILE]

SETS is a folder of sets, each with gold.jsonl (id, url, authors or author). The dump contains every page's bylines with
their features, as the product computes them. The model is a small forest that ranks the bylines of a page and "no author"
(LambdaMART); the relevance of a byline is the F1 of its names. Prints the mean F1 of the authors, cross-validated
by domain, and writes the forest trained on all pages. --misses writes the wrong choices of the cross-validation.
"""
import argparse, collections, json, re

import lightgbm as lgb
import numpy as np

import fields
import pack
from fields import FOLDS, fold, fold_of

GRADES = 10  # number of relevance levels of a byline
PARAMS = dict(objective="lambdarank", label_gain=list(range(GRADES + 1)), num_leaves=8, learning_rate=0.07, lambda_l2=5.0,
              min_data_in_leaf=20, feature_fraction=0.5, bagging_fraction=0.8, bagging_freq=1, use_missing=False,
              deterministic=True, force_col_wise=True, verbose=-1)
TREES = 350
SEEDS = (7, 8, 9)  # seeds of the averaged forests: with 1,400 pages, chance moves a single forest by six pages
FORUM_WEIGHT = 2.0  # forums are rare, and their first post differs little from the others
# Weight of a page without labeled authors: most name no one, some were not labeled. At 0.6, 0.75 and 0.9,
# 8.2, 7.9 and 7.5 % of these pages get an author; wcxb-dev has .837, .836 and .833, fundus-dev the same (cross-validated).
UNLABELLED = 0.75
# Sets whose unlabeled pages are informative: in the others, the label is missing as often as the author.
SILENT = {"wcxb-dev"}

RIGHT = 0.99  # minimum F1 of a correct choice
CURVE = (0, 1, 2, 3, 4, 6)  # margins over "no author" whose figures are printed

PARTS = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


def labelled(gold):
    names = gold.get("authors")
    if names is None:
        names = PARTS.split(gold["author"]) if gold.get("author") else []
    return {fold(n) for n in names if fold(n)}


def worth(byline, gold):
    names = {fold(n) for n in byline["names"] or [byline["organization"]] if n}
    right = len(names & gold)
    return 2 * right / (len(names) + len(gold)) if right else 0.0


def read(sets, dump):
    for s, g, page in fields.pages(sets, dump):
        if labelled(g) or s in SILENT:
            yield s, g, page["page_type"] == "forum", page["authors"], page["no_author"]


def calibrate(margins, right, steps=4000, rate=0.1):
    """Fits a logistic regression of correctness on the margins. Returns its weights and the mean error of ten equal bins."""
    x = np.hstack([np.ones((len(margins), 1)), margins])
    scale = np.maximum(np.abs(x).max(0), 1e-9)
    w = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-(x / scale) @ w))
        w += rate * (x / scale).T @ (right - p) / len(right) * 10
    p = 1 / (1 + np.exp(-(x / scale) @ w))
    bins = np.array_split(np.argsort(p), 10)
    error = sum(abs(p[b].mean() - right[b].mean()) * len(b) for b in bins) / len(p)
    return (*(w / scale), error)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("sets"), ap.add_argument("dump"), ap.add_argument("out"), ap.add_argument("--misses")
    ap.add_argument("--unlabelled", type=float, default=UNLABELLED), ap.add_argument("--trees", type=int, default=TREES)
    a = ap.parse_args()
    data = []
    pages = list(read(a.sets, a.dump))
    rows = [[b["features"] for b in bylines] + [nobody] for *_, bylines, nobody in pages]
    names = sorted({name for page in rows for features in page for name, _ in features})
    index = {name: i for i, name in enumerate(names)}
    for (s, g, forum, bylines, _), page in zip(pages, rows):
        # The last row is "no author".
        m = np.zeros((len(page), len(names)), np.float32)
        for row, features in enumerate(page):
            for name, value in features:
                m[row, index[name]] = value
        want = labelled(g)
        value = np.array([worth(b, want) for b in bylines] + [0.0 if want else 1.0])
        data.append((s, g, bylines, m, value, 1.0 if want else a.unlabelled, FORUM_WEIGHT if forum else 1.0, bool(want)))

    def fit(rows):
        rank = lgb.Dataset(np.vstack([m for _, _, _, m, *_ in rows]),
                           np.concatenate([np.rint(v * GRADES) for _, _, _, _, v, *_ in rows]).astype(int),
                           weight=np.concatenate([np.full(len(m), n * f) for _, _, _, m, _, n, f, _ in rows]),
                           group=[len(m) for _, _, _, m, *_ in rows], feature_name=[n.replace(":", "") for n in names])
        return [lgb.train(PARAMS | dict(num_threads=1, seed=seed), rank, a.trees) for seed in SEEDS]

    shares = collections.defaultdict(lambda: [0, 0.0, 0.0])
    curve = collections.defaultdict(list)
    margins, right = [], []
    misses = open(a.misses, "w", encoding="utf-8") if a.misses else None
    for k in range(FOLDS):
        model = fit([d for d in data if fold_of(d[1]) != k])
        for s, g, bylines, m, v, _, _, named in data:
            if fold_of(g) != k:
                continue
            score = sum(forest.predict(m) for forest in model)
            for over in CURVE:
                most = score[:-1].max() if len(m) > 1 else -np.inf
                got = v[int(np.argmax(score[:-1]))] if most > score[-1] + over else v[-1]
                curve[s if named else f"{s} names nobody", over].append(got)
            # Among equals the first, and no author if none is better.
            at = int(np.argmax(score[:-1])) if len(m) > 1 and score[:-1].max() > score[-1] else len(m) - 1
            if at < len(bylines) and named:
                rest = np.delete(score, at).max()
                margins.append((score[at] - score[-1], score[at] - rest))
                right.append(v[at] >= RIGHT)
            key = s if named else f"{s} names nobody"
            for key in (key, f"{key} {g.get('type')}"):
                shares[key][0] += 1
                shares[key][1] += v[at]
                shares[key][2] += v.max()
            if misses and v[at] < 1:
                told = lambda i: bylines[i]["names"] or [bylines[i]["organization"]] if i < len(bylines) else None
                best = int(np.argmax(v)) if v.max() > v[at] else None
                show = lambda i: [told(i), bylines[i]["raw"][:100], [f for f, _ in bylines[i]["features"]]] if i is not None and i < len(bylines) else None
                misses.write(json.dumps({"set": s, "id": g["id"], "type": g.get("type"), "gold": sorted(labelled(g)),
                                         "chosen": show(at), "best": show(best),
                                         "others": [told(i) for i in range(len(bylines))][:8]}, ensure_ascii=False) + "\n")
    for key, (n, ok, there) in sorted(shares.items()):
        print(f"{key:34} {n:5} F1 {ok / n:.4f}  with the best candidate {there / n:.4f}")

    print("mean F1 if the best byline must score higher than \"no author\" by a margin")
    for key in sorted({key for key, _ in curve}):
        print(f"{key:34}", *(f"{over:g}: {np.mean(curve[key, over]):.4f}" for over in CURVE))

    print("confidence: intercept {:.3f}, over nobody {:.3f}, over second {:.3f}; calibration error {:.3f}".format(
        *calibrate(np.array(margins), np.array(right, float))))

    with open(a.out, "wb") as f:
        trees = [t["tree_structure"] for forest in fit(data) for t in forest.dump_model()["tree_info"]]
        f.write(pack.pack([("author", trees)], names))


if __name__ == "__main__":
    main()
