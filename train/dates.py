#!/usr/bin/env python3
"""Trains the choice of a page's publication date on labeled pages.

    cargo xtask dump fields SETS dump.jsonl
    dates.py SETS dump.jsonl ../src/model/date-weights.txt [--misses FILE]

SETS is a folder of sets, each with gold.jsonl (id, url, date). The dump contains the candidate days of every page with their
features, as the product computes them; the last entry is "no date". The model is a conditional logit over them with a ridge
penalty. Prints the share of pages whose date is right, cross-validated by domain, how well the probability of the chosen
day is calibrated, and writes the weights trained on all pages.
"""
import argparse, collections, json

import numpy as np

import fields
from fields import FOLDS, fold_of
from logit import bins, calibrate, fit, softmax

RIDGE = 1.0
RAREST = 6  # minimum pages with a feature for it to get a weight
# Weight of a page without a date in the gold: most have none, some were not labeled.
UNLABELLED = {"wcxb-dev": 0.05, "news-asia-dev": 1.0, "news-world-dev": 1.0}
WEIGHT = {"htmldate-dev": 2.0, "news-asia-dev": 2.0, "news-world-dev": 2.0}
# Weight of a page whose own date was removed.
DATELESS = 0.05
# Features of days in metadata.
MACHINE = {"machine", "address"} | {f"{s}: modified" for s in ("JSON-LD", "JSON-LD of another item", "Open Graph",
                                                               "meta element", "microdata")}


def read(sets, dump):
    for s, g, page in fields.pages(sets, dump):
        if g.get("date") or s in UNLABELLED:
            yield s, g, page["days"]


def without_own(days, want):
    """Returns the rows of visible days other than the page's own, and of "no date"; empty if the day is unknown."""
    if not want:
        return []
    seen = lambda i: not any(n in MACHINE for n, _ in days[i][1])
    return [i for i, (day, _) in enumerate(days) if i == len(days) - 1 or day != want and seen(i)]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("sets"), ap.add_argument("dump"), ap.add_argument("out"), ap.add_argument("--misses")
    a = ap.parse_args()
    pages = list(read(a.sets, a.dump))
    count = collections.Counter(name for _, _, days in pages for name in {n for _, f in days for n, _ in f})
    names = sorted(n for n, c in count.items() if c >= RAREST)
    index = {n: i for i, n in enumerate(names)}
    data = []
    for s, g, days in pages:
        m = np.zeros((len(days), len(names)))
        for row, (_, features) in enumerate(days):
            for name, value in features:
                if name in index:
                    m[row, index[name]] = value
        want = (g.get("date") or "")[:10]
        left = without_own(days, want)
        right = [i for i, (day, _) in enumerate(days) if day == want] if want else [len(days) - 1]
        weight = WEIGHT.get(s, 1.0) if want else UNLABELLED[s]
        data.append((s, g, days, m, right[0] if right else -1, weight, want, left))

    def learn(rows):
        # If the right day is not a candidate, "no date" is right.
        pages = [(m, np.arange(len(m)) == (y if y >= 0 else len(m) - 1), n if y >= 0 else n * 0.5)
                 for _, _, _, m, y, n, *_ in rows]
        # The same pages without their own date: all remaining days are wrong.
        pages += [(m[left], np.arange(len(left)) == len(left) - 1, DATELESS) for _, _, _, m, *_, left in rows if len(left) > 1]
        return fit(pages, len(names), RIDGE)

    got = collections.defaultdict(lambda: [0, 0, 0])
    probable = []
    misses = open(a.misses, "w", encoding="utf-8") if a.misses else None
    for k in range(FOLDS):
        w = learn([d for d in data if fold_of(d[1]) != k])
        for s, g, days, m, y, _, want, left in data:
            if fold_of(g) != k:
                continue
            score = m @ w
            p = softmax(score)
            at = int(np.argmax(score))
            key = s if want else f"{s} without a date"
            for key in (key, f"{key} {g.get('type')}"):
                got[key][0] += 1
                got[key][1] += at == y
                got[key][2] += y >= 0
            if len(left) > 1:
                got["pages without their own date"][0] += 1
                got["pages without their own date"][1] += int(np.argmax((m @ w)[left])) == len(left) - 1
                got["pages without their own date"][2] += 1
            if want and at < len(days) - 1:
                probable.append((p[at], at == y))
            if misses and at != y and want:
                show = lambda i: [days[i][0], round(float(p[i]), 3), [n for n, _ in days[i][1]]]
                misses.write(json.dumps({"set": s, "id": g["id"], "type": g.get("type"), "gold": want, "chosen": show(at),
                                         "right": show(y) if y >= 0 else None}, ensure_ascii=False) + "\n")
    for key, (n, ok, there) in sorted(got.items()):
        print(f"{key:40} {n:5} right {ok / n:.4f}  among the days {there / n:.4f}")
    slope, intercept = calibrate(probable)
    print("calibrated probability of the chosen day, share right, pages")
    print("\n".join(bins(probable, slope, intercept)))

    w = learn(data)
    with open(a.out, "w", encoding="utf-8") as f:
        f.write("# Weights of what speaks for a day, written by train/dates.py: feature | weight.\n"
                "# calibration: from the log odds of the chosen day to those of its being right.\n\n[any]\n")
        f.write("\n".join(sorted((f"{n} | {w[i]:.3f}" for n, i in index.items()), key=str.encode)) + "\n")
        f.write(f"\n[calibration]\nintercept | {intercept:.3f}\nslope | {slope:.3f}\n")


if __name__ == "__main__":
    main()
