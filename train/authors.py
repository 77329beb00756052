#!/usr/bin/env python3
"""Learn the weights of src/byline/evidence.rs from labelled pages.

    COPYDESK_CORPUS=SETS COPYDESK_DUMP=dump.jsonl cargo test --lib meta::corpus
    authors.py SETS dump.jsonl ../src/rules/byline-weights.txt [--misses FILE]

SETS is a folder of sets, each with gold.jsonl (id, url, authors or author). The dump holds every page's bylines with
their features, as the binary sees them. The model is a conditional logit over the bylines of a page and over naming
nobody, which weighs nothing; what a byline is worth is the F1 of its names. Features on forums count a second time
in a set of weights of their own. Prints the mean F1 of the authors, cross-validated by domain, and writes the weights
learned from all pages. --misses writes what was chosen wrongly, cross-validated.
"""
import argparse, collections, json, os, re, unicodedata

import numpy as np

import folds
from logit import fit

FOLDS = 5
RIDGE = 1.0
RAREST = 4  # bylines that must have a feature for it to have a weight
# What a page without labelled authors counts: most name nobody, some were not labelled.
UNLABELLED = 0.3
# Sets whose unlabelled pages say anything: in the others the label is missing as often as the author.
SILENT = {"wcxb-dev"}

WORD = re.compile(r"\w+")
PARTS = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


def fold(text):
    return " ".join(WORD.findall(unicodedata.normalize("NFKC", text or "").casefold()))


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
    gold = {}
    for s in sorted(os.listdir(sets)):
        path = os.path.join(sets, s, "gold.jsonl")
        # The authors of the set readability are those of another tool.
        if os.path.isfile(path) and s != "readability":
            for line in open(path, encoding="utf-8"):
                g = json.loads(line)
                gold[s, g["id"]] = g
    for line in open(dump, encoding="utf-8"):
        page = json.loads(line)
        g = gold.get((page["set"], page["source"].split(".html")[0]))
        if g and (labelled(g) or page["set"] in SILENT):
            yield page["set"], g, page["page_type"] == "Forum", page["authors"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("sets"), ap.add_argument("dump"), ap.add_argument("out"), ap.add_argument("--misses")
    a = ap.parse_args()
    pages = list(read(a.sets, a.dump))
    count = collections.Counter()
    for _, _, forum, bylines in pages:
        for b in bylines:
            for name, _ in b["features"]:
                count["any", name] += 1
                count["forum", name] += forum
    names = sorted(k for k, n in count.items() if n >= RAREST)
    index = {k: i for i, k in enumerate(names)}
    data = []
    for s, g, forum, bylines in pages:
        # The last row names nobody.
        m = np.zeros((len(bylines) + 1, len(names)))
        for row, b in enumerate(bylines):
            for name, value in b["features"]:
                for group in ("any", "forum") if forum else ("any",):
                    if (group, name) in index:
                        m[row, index[group, name]] = value
        want = labelled(g)
        value = np.array([worth(b, want) for b in bylines] + [0.0 if want else 1.0])
        data.append((s, g, bylines, m, value, 1.0 if want else UNLABELLED))

    got = collections.defaultdict(lambda: [0, 0.0, 0.0])
    misses = open(a.misses, "w", encoding="utf-8") if a.misses else None
    for k in range(FOLDS):
        of = lambda g: folds.fold(folds.domain(g["url"], g["id"]), FOLDS)
        w = fit([d[3:] for d in data if of(d[1]) != k], len(names), RIDGE)
        for s, g, bylines, m, v, n in data:
            if of(g) != k:
                continue
            at = int(np.argmax(np.round(m @ w, 9)[::-1]))  # of equals the one that names nobody
            at = len(m) - 1 - at
            key = s if n == 1.0 else f"{s} names nobody"
            for key in (key, f"{key} {g['type']}"):
                got[key][0] += 1
                got[key][1] += v[at]
                got[key][2] += v.max()
            if misses and v[at] < 1 and n == 1.0:
                told = lambda i: bylines[i]["names"] or [bylines[i]["organization"]] if i < len(bylines) else None
                best = int(np.argmax(v)) if v.max() > v[at] else None
                show = lambda i: [told(i), bylines[i]["raw"][:100], [f for f, _ in bylines[i]["features"]]] if i is not None and i < len(bylines) else None
                misses.write(json.dumps({"set": s, "id": g["id"], "type": g["type"], "gold": sorted(labelled(g)),
                                         "chosen": show(at), "best": show(best),
                                         "others": [told(i) for i in range(len(bylines))][:8]}, ensure_ascii=False) + "\n")
    for key, (n, ok, there) in sorted(got.items()):
        print(f"{key:34} {n:5} F1 {ok / n:.4f}  with the best candidate {there / n:.4f}")

    w = fit([d[3:] for d in data], len(names), RIDGE)
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("# Weights of what speaks for a byline, written by train/authors.py: feature | weight.\n"
                "# any: on all pages. forum: on top of these in forums.\n")
        for group in ("any", "forum"):
            lines = [f"{name} | {w[i]:.3f}" for (g, name), i in index.items() if g == group]
            f.write(f"\n[{group}]\n" + "\n".join(sorted(lines, key=str.encode)) + "\n")


if __name__ == "__main__":
    main()
