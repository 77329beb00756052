#!/usr/bin/env python3
"""Trains the weights of src/fields/headline on labeled pages.

    cargo xtask dump fields SETS dump.jsonl
    headline.py SETS dump.jsonl ../src/model/headline-weights.txt [--misses FILE]

SETS is a folder of sets, each with gold.jsonl (id, url, title). The dump contains every page's candidates with their
features, as the product computes them. The model is a conditional logit over the candidates of a page with a ridge penalty;
features of news pages have an additional set of weights. Prints the share of titles that are
right, cross-validated by domain, and writes the weights trained on all pages.
"""
import argparse, collections, json

import numpy as np

import fields
from fields import FOLDS, fold, fold_of
from logit import bins, calibrate, fit, softmax

# Sets whose titles are the output of another tool.
FOREIGN = {"markdown-dev"}
RIDGE = 1.0  # 0.2 gives the same cross-validated figures to within two pages
RAREST = 15  # minimum candidates with a feature for it to get a weight

def read(sets, dump):
    for s, g, page in fields.pages(sets, dump, FOREIGN):
        if g.get("title"):
            yield s, g, *page["candidates"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("sets"), ap.add_argument("dump"), ap.add_argument("out"), ap.add_argument("--misses")
    a = ap.parse_args()
    sets, dump, out = a.sets, a.dump, a.out
    misses = open(a.misses, "w", encoding="utf-8") if a.misses else None
    pages = list(read(sets, dump))
    count = collections.Counter()
    for _, _, news, candidates in pages:
        for _, features in candidates:
            for name, _ in features:
                count["any", name] += 1
                count["news", name] += news
    names = sorted(k for k, n in count.items() if n >= RAREST)
    index = {k: i for i, k in enumerate(names)}
    data = []
    for s, g, news, candidates in pages:
        m = np.zeros((len(candidates), len(names)))
        for row, (_, features) in enumerate(candidates):
            for name, value in features:
                for group in ("any", "news") if news else ("any",):
                    if (group, name) in index:
                        m[row, index[group, name]] = value
        want = fold(g["title"])
        right = [i for i, (text, _) in enumerate(candidates) if fold(text) == want]
        data.append((s, g, m, right[0] if right else -1, candidates))

    def learn(rows):
        pages = [(m, np.arange(len(m)) == y, 1.0) for _, _, m, y, _ in rows if y >= 0]
        return fit(pages, len(names), RIDGE)

    right = collections.defaultdict(lambda: [0, 0, 0])
    probable = []
    for k in range(FOLDS):
        w = learn([d for d in data if fold_of(d[1]) != k])
        for s, g, m, y, candidates in data:
            if fold_of(g) == k:
                for key in (s, f"{s} {g.get('type')}"):
                    right[key][0] += 1
                    right[key][1] += len(m) > 0 and int(np.argmax(m @ w)) == y
                    right[key][2] += y >= 0
                at = int(np.argmax(m @ w)) if len(m) else -1
                if at >= 0:
                    probable.append((softmax(m @ w)[at], at == y))
                if misses and at != y:
                    show = lambda i: [candidates[i][0], [n for n, _ in candidates[i][1]]] if i >= 0 else None
                    misses.write(json.dumps({"set": s, "id": g["id"], "type": g.get("type"), "gold": g["title"],
                                             "chosen": show(at), "right": show(y)}, ensure_ascii=False) + "\n")
    for key, (n, ok, there) in sorted(right.items()):
        print(f"{key:32} {n:5} right {ok / n:.4f}  among the candidates {there / n:.4f}")

    slope, intercept = calibrate(probable)
    print("calibrated probability of the chosen headline, share right, pages")
    print("\n".join(bins(probable, slope, intercept)))

    w = learn(data)
    with open(out, "w", encoding="utf-8") as f:
        f.write("# Weights of what speaks for a headline, written by train/headline.py: feature | weight.\n"
                "# any: on all pages. news: on top of these where a page says that it is a news story.\n")
        for group in ("any", "news"):
            f.write(f"\n[{group}]\n")
            lines = [f"{name} | {w[i]:.3f}" for (g, name), i in index.items() if g == group]
            f.write("\n".join(sorted(lines, key=str.encode)) + "\n")
        f.write(f"\n[calibration]\nintercept | {intercept:.3f}\nslope | {slope:.3f}\n")


if __name__ == "__main__":
    main()
