"""Trains the confidence of a selection: the F1 that similar selections reached in cross-validation.

The input is what the selection was based on (probabilities, words, taken blocks, page types). The output is
`confidence.forest`, a small forest whose probability is the expected F1. `src/html/classify/confidence.rs` computes the
same figures.
"""
import lightgbm as lgb
import numpy as np

import fit
import report

NAMES = ["expected", "precision", "recall", "doubt", "floor", "ceiling", "words", "share", "blocks", "runs",
         *("is_" + t for t in fit.TYPES)]
PARAMS = fit.COMMON | dict(num_leaves=5, learning_rate=0.06, min_data_in_leaf=25, feature_fraction=0.6, lambda_l2=10.0,
                           bagging_fraction=0.7, bagging_freq=1)
TREES = 120


def evidence(q, words, taken, expected, kinds):
    """One row of NAMES."""
    q, words = np.asarray(q, float), np.asarray(words, float)
    mass, size = q * words, float(words[taken].sum())
    all_mass, took = float(mass.sum()), float(mass[taken].sum())
    runs = int((np.diff(np.concatenate([[0], taken.astype(int)])) == 1).sum())
    return [expected,
            took / size if size else 0.0,
            took / all_mass if all_mass else 0.0,
            float((mass * (1 - q)).sum()) / size if size else 1.0,
            float(q[taken].min()) if taken.any() else 0.0,
            float(q[~taken].max()) if (~taken).any() else 0.0,
            size,
            size / float(words.sum()) if words.sum() else 0.0,
            float(taken.sum()),
            float(runs),
            *map(float, kinds)]


def rows(pages, gate):
    """Returns figures, F1, fold and set of all pages that have complete gold and are not splices."""
    x, y, fold, name = [], [], [], []
    for s, p, r, taken, q in pages:
        if "f1" in r and not p.splice and len(q):
            x.append(evidence(q, p.words, taken, r["expected"], gate[s.name, p.id]))
            y.append(r["f1"])
            fold.append(p.fold)
            name.append(s.name)
    return np.array(x, np.float32), np.array(y), np.array(fold), np.array(name)


def train(x, y, weight, threads=1):
    data = lgb.Dataset(x, y, weight=weight, params=PARAMS, feature_name=NAMES)
    return lgb.train(PARAMS | dict(num_threads=threads), data, TREES)


def weights(name):
    """Returns the weight of each page by its set. The mixed set resembles unknown pages; the others are special."""
    return np.where(np.char.startswith(name, "wcxb"), 1.0, 0.5)


def fit_and_check(pages, gate, threads=1, where="wcxb-dev"):
    """Trains the forest on all pages. Returns it with the cross-validated calibration error and table of `where`."""
    x, y, fold, name = rows(pages, gate)
    w, said = weights(name), np.zeros(len(y))
    for k in sorted(set(fold)):
        m = fold == k
        said[m] = train(x[~m], y[~m], w[~m], threads).predict(x[m])
    m = name == where
    error, table = report.calibration(said[m], y[m])
    plain, _ = report.calibration(np.clip(x[m, 0], 0, 1), y[m])
    spread = float(np.corrcoef(said[m], y[m])[0, 1])
    return train(x, y, w, threads), (error, plain, spread, table)
