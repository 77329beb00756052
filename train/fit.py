"""Training rows with their weights, and the forests.

`body` is trained on all pages, `story` on articles, `other` on the rest; a page gets the mean of `body` and the one for its
type. The page forests predict each type from page features. All share their bins.
"""
import lightgbm as lgb
import numpy as np

import weak

TYPES = ["article", "collection", "documentation", "forum", "listing", "product", "service"]
SEED = 7
COMMON = dict(objective="cross_entropy", max_bin=63, lambda_l2=5.0, use_missing=False, verbose=-1, seed=SEED,
              deterministic=True, force_col_wise=True, feature_pre_filter=False)
BODY = COMMON | dict(num_leaves=31, learning_rate=0.14, feature_fraction=0.35, bagging_fraction=0.7, bagging_freq=1,
                     min_data_in_leaf=60)
TREES = {"body": 110, "story": 110, "other": 110, "article": 60, "kind": 60}
BLOCKS = ("body", "story", "other")     # the block forests, in the order of predictions
PAGE = COMMON | dict(num_leaves=8, learning_rate=0.12, feature_fraction=0.5, min_data_in_leaf=15)

SET_WEIGHT = {"fundus-dev": 2.0, "readability": 0.5, "magic-article-dev": 2.0, "magic-forum-dev": 2.0, "news-asia-dev": 2.0,
              "news-world-dev": 2.0, "newspaper3k-dev": 1.0, "markdown-dev": 1.0}
# Feature families that only the page forests may use: the address must not change a body.
ADDRESS = "pg_u"
# Weight of a page for the page forests: the mixed set resembles unknown pages.
PAGE_WEIGHT = {"wcxb-dev": 1.0, "magic-forum-dev": 1.0, "magic-article-dev": 0.5, "news-asia-dev": 0.5, "news-world-dev": 0.5,
               "markdown-dev": 0.0}
TYPED = (None, "thread", "short", "small")     # kinds of pages that the page forests learn from
MAX_WORDS = 300         # maximum weight of a block, in words
EMPTY_GOLD = 0.3
LIGHT = 0.5             # rows with a lower weight are sampled in proportion to it, and then get this weight


class Rows:
    """Training rows of all sets in one matrix, with the data needed to select among them."""

    def __init__(self, sets, dropped=(), set_weight=SET_WEIGHT, keep=None):
        x, y, w, fold, story, page_of = [], [], [], [], [], []
        self.pages = []
        dice = np.random.default_rng(SEED)
        for s in sets:
            for p in s.pages:
                if (s.name, p.id) in dropped or not len(p.text):
                    continue
                if p.share is not None:
                    label, weight = p.share, _weight(p) * set_weight.get(s.name, 1.0)
                else:
                    label, weight = weak.labels(p)
                known = ~np.isnan(label) & (weight > 0) & ~p.masked
                kept = known & (dice.random(len(label)) * LIGHT < weight)
                weight = np.maximum(weight, LIGHT)
                at = np.flatnonzero(kept)
                x.append(s.matrix[p.rows][at])
                y.append(label[at])
                w.append(weight[at])
                fold.append(np.full(len(at), p.fold))
                story.append(np.full(len(at), p.type == "article"))
                page_of.append(np.full(len(at), len(self.pages)))
                self.pages.append((s, p))
        self.x, self.y, self.w = np.concatenate(x), np.concatenate(y), np.concatenate(w)
        self.fold, self.story, self.page_of = map(np.concatenate, (fold, story, page_of))
        # Features that a block forest must not use are not in its matrix.
        self.columns = [i for i, n in enumerate(sets[0].names) if not n.startswith(ADDRESS) and (keep is None or n in keep)]
        self.names = [sets[0].names[i] for i in self.columns]
        self.x = np.ascontiguousarray(self.x[:, self.columns])

    def of(self, name):
        """Returns the rows on which a block forest is trained."""
        return {"body": np.ones(len(self.y), bool), "story": self.story, "other": ~self.story}[name]

    def dataset(self):
        return lgb.Dataset(self.x, self.y, weight=self.w, params=BODY, feature_name=self.names, free_raw_data=False).construct()


def _weight(p):
    gold = len(p.judge.cased_gold)
    w = np.minimum(p.words + 0.3, MAX_WORDS) / np.sqrt(gold + 30) * p.oracle ** 2 * p.weight
    return w if gold else w * EMPTY_GOLD


def forest(data, rows, name, params=BODY, trees=None, threads=1):
    """Trains a forest on the rows of a constructed dataset."""
    return lgb.train(params | dict(num_threads=threads), data.subset(np.flatnonzero(rows)), trees or TREES[name])


def page_table(sets, columns):
    """Returns two rows per page, for gate and type: its first block's page features, with and without the address."""
    x, kind, weight, fold, at = [], [], [], [], []
    names = [sets[0].names[c] for c in columns]
    address = np.array([n.startswith(ADDRESS) for n in names])
    unknown = np.array([n == ADDRESS + "none" for n in names])
    for s in sets:
        for p in s.pages:
            if len(p.text) and p.splice in TYPED and PAGE_WEIGHT.get(s.name, 0.25) > 0:
                seen = s.matrix[p.start][columns]
                hidden = np.where(unknown, 1, np.where(address, 0, seen))
                for row in (seen, hidden):
                    x.append(row)
                    kind.append(TYPES.index(p.type))
                    weight.append(0.5 * PAGE_WEIGHT.get(s.name, 0.25))
                    fold.append(p.fold)
                    at.append((s.name, p.id))
    return np.array(x), np.array(kind), np.array(weight), np.array(fold), at


def page_forests(x, kind, weight, names, threads=1):
    """Trains the gate (is it an article) and one forest per other type (one against the rest)."""
    out = {}
    for k, t in enumerate(TYPES):
        data = lgb.Dataset(x, (kind == k).astype(float), weight=weight, params=PAGE, feature_name=names)
        out[t] = lgb.train(PAGE | dict(num_threads=threads), data, TREES["article" if k == 0 else "kind"])
    return out
