"""Computes cross-validated figures: the decision rule applied to predictions for pages that the models have not seen.

`predict` trains on four folds and predicts the fifth, five times. `choose` decides like the product. `score` scores the text.
"""
import collections
import multiprocessing

import lightgbm as lgb
import numpy as np

import decide
import fit

FACTOR = {"article": 0.9, "other": 1.1}
UNFIT = 0.1             # probability below which no other type fits, as in the product
SHORT_WORDS = 150       # words of the gold below which an article is short
DOUBT = 0.1             # probability of an article, or of another type, below which its forest is not evaluated
BAD_FACTOR, BAD_MUST_LEAVE = 0.05, 0.3
POSTS, SMOOTH = 0.4, 0.6    # as in the product
SURE_ARTICLE, NO_FORUM, FORUM = 0.8, 0.15, fit.TYPES.index("forum")     # as in the product


def predict(sets, rows, folds=range(5), jobs=1, params=fit.BODY, names=fit.BLOCKS, trees=None, log=print):
    """Cross-validated probabilities of each forest of blocks, by (set, page). Folds run in `jobs` processes."""
    global _work
    _work, out = (sets, rows, params, names, trees or fit.TREES), {}
    # LightGBM has not yet run in this process, so the fork loses no threads.
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for k, found in pool.imap_unordered(_predict_fold, folds):
            out.update(found)
            log(f"  fold {k} done")
    return out


_work = None


def _predict_fold(k):
    sets, rows, params, names, trees = _work
    used = rows.fold != k
    models = []
    for n in names:
        at = np.flatnonzero(used & rows.of(n))
        data = lgb.Dataset(rows.x[at], rows.y[at], weight=rows.w[at], params=params, feature_name=rows.names)
        models.append(lgb.train(params | dict(num_threads=1), data, trees[n]))
    out = {}
    for s in sets:
        held = [p for p in s.pages if p.fold == k and len(p.text)]
        if not held:
            continue
        x = np.concatenate([s.matrix[p.rows] for p in held])[:, rows.columns]
        ps = np.array([m.predict(x, num_threads=1) for m in models])
        at = 0
        for p in held:
            out[s.name, p.id] = ps[:, at:at + len(p.text)]
            at += len(p.text)
    return k, out


def gates(sets, columns, names, threads=1):
    """Cross-validated probabilities of the page types by (set, page)."""
    x, kind, weight, fold, _ = fit.page_table(sets, columns)
    out = {}
    for k in sorted(set(fold)):
        m = fold != k
        models = fit.page_forests(x[m], kind[m], weight[m], names, threads)
        for s in sets:
            held = [p for p in s.pages if p.fold == k and len(p.text)]
            if held:
                t = np.array([s.matrix[p.start][columns] for p in held])
                q = np.array([models[n].predict(t, num_threads=threads) for n in fit.TYPES]).T
                out.update({(s.name, p.id): row for p, row in zip(held, q)})
    return out


def mixed(ps, gate):
    """Returns the mean of `body` and of `story` and `other`, weighted by the probability of an article."""
    if len(ps) == 1:
        return ps[0]
    story = 0.0 if gate < DOUBT else 1.0 if gate > 1 - DOUBT else gate
    return (ps[0] + story * ps[1] + (1 - story) * ps[2]) / 2


def trusted(page, kinds):
    """Returns the types, with an article in place of a forum if the page says so and nothing is named as forums name it."""
    named = sum(page.info.get(n, 0) for n in ("pg_forum", "pg_prof", "pg_tforum"))
    if page.info.get("pg_og") != 1 or named or np.argmax(kinds) != FORUM:
        return kinds
    kinds = np.array(kinds)
    kinds[0], kinds[FORUM] = max(kinds[FORUM], SURE_ARTICLE + 1e-6), min(kinds[0], NO_FORUM / 2)
    return kinds


def choose(page, ps, kinds, factor=FACTOR, rules=True):
    """Returns the taken blocks, expected F1, the deciding probabilities, and whether the page counted as an article."""
    kinds = trusted(page, kinds)
    article = int(np.argmax(kinds)) == 0
    other = max(kinds[1:])
    q = mixed(ps, kinds[0] / max(kinds[0] + other, 1e-9) if other < UNFIT else kinds[0])
    if rules and page.group.any():
        # A table or a list is taken or dropped as a whole.
        w = page.words + 1
        q = np.where(page.group > 0, (np.bincount(page.group, q * w) / np.bincount(page.group, w).clip(1e-9))[page.group], q)
    if rules and (int(np.argmax(kinds)) == FORUM or kinds[FORUM] > POSTS):
        # Posts of a thread have one markup.
        w = page.words + 1
        mean = (np.bincount(page.signature, q * w) / np.bincount(page.signature, w).clip(1e-9))[page.signature]
        q = q + SMOOTH * (mean - q)
    if article and rules and page.bad.any():
        w = page.words
        bad = page.bad & ~(page.sure & (kinds[FORUM] >= NO_FORUM))
        sure = page.sure & bad & (kinds[0] > SURE_ARTICLE)
        q = np.where(sure, q * BAD_FACTOR, q)
        if ((q * w)[~bad]).sum() >= BAD_MUST_LEAVE * (q * w).sum():
            q = np.where(bad & ~sure, q * BAD_FACTOR, q)
    taken, expected = decide.prefix(q, page.words, factor["article" if article else "other"])
    floor = q[taken].min() if taken.any() else 1.0
    taken = decide.fill_holes(taken, q, page.words)
    return decide.headings(taken, q, page.subhead, page.long, floor), expected, q, article


def score(page, taken, rest=False):
    """The scorer's figures of one page."""
    out = {}
    if page.gold.get("text"):
        out["p"], out["r"], out["f1"] = page.judge.f1(taken)
        if rest:
            out["sp"], out["sr"], exact = page.judge.shingles(taken)
            out["exact"] = float(exact)
    if rest and (page.judge.with_ or page.judge.without):
        out["snip"] = page.judge.snippets(taken)
    return out


def summary(rows):
    """Returns means over pages, computed like score.py."""
    out = {"pages": len(rows)}
    for k in ("f1", "p", "r", "exact"):
        v = [r[k] for r in rows if k in r]
        if v:
            out[k] = float(np.mean(v))
    sr = [r["sr"] for r in rows if "sr" in r]
    sp = [r["sp"] for r in rows if r.get("sp") is not None]
    if sr:
        a, b = float(np.mean(sp)) if sp else 0.0, float(np.mean(sr))
        out["sf1"] = 2 * a * b / (a + b) if a + b else 0.0
    sn = [r["snip"] for r in rows if "snip" in r]
    if sn:
        tp, fp, fn = (sum(x[i] for x in sn) for i in range(3))
        out["snip"] = 2 * tp / (2 * tp + fp + fn) if tp else 0.0
    return out


def groups(s, page, inconsistent):
    """Returns the table rows that a page belongs to."""
    if page.splice:
        return [f"spliced {page.splice}"]
    if not s.name.startswith("wcxb"):
        own = [s.name]
        if page.type == "article" and page.share is not None and page.judge.gold_words < SHORT_WORDS:
            own.append("short articles of all sets")
        return own
    out = ["wcxb-dev", f"wcxb-dev {page.type}"]
    if page.type == "article" and page.judge.gold_words < SHORT_WORDS:
        out.append("short articles of all sets")
    if page.type == "article":
        out.append("wcxb-dev article, " + ("inconsistent gold" if (s.name, page.id) in inconsistent else "consistent gold"))
    return out


def table(sets, ps, gate, inconsistent=frozenset(), factor=FACTOR, rules=True, rest=True):
    """Returns the figures by group and by page."""
    by, pages = collections.defaultdict(list), []
    for s in sets:
        for p in s.pages:
            key = s.name, p.id
            if not len(p.text):
                r, taken, expected, article, q = score(p, np.zeros(0, bool), rest), np.zeros(0, bool), 0.0, False, np.zeros(0)
            elif key in ps:
                taken, expected, q, article = choose(p, ps[key], gate[key], factor, rules)
                r = score(p, taken, rest)
            else:
                continue
            r |= {"set": s.name, "id": p.id, "type": p.type, "expected": expected, "article": article}
            pages.append((s, p, r, taken, q))
            for g in groups(s, p, inconsistent):
                by[g].append(r)
    return {g: summary(rows) for g, rows in sorted(by.items())}, pages


def inconsistent(sets, ps):
    """Returns articles whose gold lacks text that every model takes, or is not on the page: (set, id)."""
    out = set()
    for s in sets:
        for p in s.pages:
            if s.name.startswith("wcxb") and p.type == "article" and p.share is not None and (s.name, p.id) in ps:
                q = ps[s.name, p.id][0]
                extra = p.words[(q > 0.8) & (p.share < 0.3)].sum()
                if p.oracle < 0.93 or extra > 0.2 * p.judge.gold_words:
                    out.add((s.name, p.id))
    return out
