"""The decision rule, which turns probabilities into a body, and its scorer.

The rule gets the probability and words of each block. It sorts the blocks by probability and
takes the prefix with the best expected F1, `2 * sum(p w, taken) / (sum(w, taken) + factor * sum(p w, all))`.
A factor under 1 takes less.

`Judge` stores a page's tokens as numbers, so that a selection is scored in microseconds. Its figures are those of the
evaluation (bag-of-words F1 over lower-case `\\w+`, 4-word shingles, word sequence equal case and all, snippets).
"""
import re

import numpy as np

import labels

WORD = re.compile(r"\w+")
CJK_WORD = re.compile(f"[{labels.CJK}]|[^\\W{labels.CJK}]+")


def prefix(p, w, factor=1.1):
    """Returns the blocks to take (bool) and their expected F1."""
    p, w = np.asarray(p, float), np.asarray(w, float)
    taken = np.zeros(len(p), bool)
    total = float((p * w).sum())
    if total <= 0:
        return taken, 0.0
    order = np.argsort(-p, kind="stable")
    true, size = np.cumsum(p[order] * w[order]), np.cumsum(w[order])
    f1 = 2 * true / (size + factor * total)
    best = int(np.argmax(f1))
    taken[order[:best + 1]] = True
    return taken, float(f1[best])


def fill_holes(taken, p, w, words=6, share=0.6):
    """Takes short gaps between taken blocks whose mean probability is close to that of the least probable taken block."""
    if not taken.any():
        return taken
    out, floor = taken.copy(), share * p[taken].min()
    at = np.flatnonzero(taken)
    for a, b in zip(at, at[1:]):
        if b - a > 1 and w[a + 1:b].sum() <= words and p[a + 1:b].mean() >= floor:
            out[a + 1:b] = True
    return out


def headings(taken, p, subhead, long, floor, share=0.6):
    """Takes subheads directly before a taken long paragraph whose probability is near the floor."""
    if not taken.any():
        return taken
    leads = np.zeros(len(taken), bool)
    leads[:-1] = taken[1:] & long[1:]
    after = np.arange(len(taken)) > np.flatnonzero(taken)[0]
    return taken | (subhead & leads & after & (p >= share * floor))


def _f1(tp, predicted, gold):
    if not predicted and not gold:
        return 1.0, 1.0, 1.0
    p = tp / predicted if predicted and tp else 0.0
    r = tp / gold if gold and tp else 0.0
    return p, r, 2 * p * r / (p + r) if tp else 0.0


class Judge:
    """A page's blocks and gold, prepared for scoring selections."""

    def __init__(self, blocks, gold, with_=(), without=(), cjk=False):
        split = (CJK_WORD if cjk else WORD).findall
        self.blocks, self.gold = blocks, gold
        self.with_, self.without = with_ or [], without or []
        lower, cased = {}, {}
        words = [split(b) for b in blocks]
        self.sizes = np.array([len(ws) for ws in words], int)
        self.owner = np.repeat(np.arange(len(blocks)), self.sizes)
        flat = [w for ws in words for w in ws]
        gw = split(gold or "")
        self.cased_gold = np.array([cased.setdefault(w, len(cased)) for w in gw], np.int64)
        self.cased = np.array([cased.setdefault(w, len(cased)) for w in flat], np.int64)
        gold_lower = np.array([lower.setdefault(w.lower(), len(lower)) for w in gw], np.int64)
        self.lower = np.array([lower.setdefault(w.lower(), len(lower)) for w in flat], np.int64)
        self.kinds = len(lower)
        self.bag = np.bincount(gold_lower, minlength=self.kinds)
        self.gold_words = len(gw)

    def f1(self, taken):
        """Returns precision, recall and F1 of the bag of words."""
        ids = self.lower[taken[self.owner]] if len(self.owner) else self.lower
        tp = int(np.minimum(np.bincount(ids, minlength=self.kinds), self.bag).sum())
        return _f1(tp, len(ids), self.gold_words)

    def shingles(self, taken):
        """Returns precision (None if nothing is taken) and recall of 4-word shingles, and whether the words are equal."""
        ids = self.cased[taken[self.owner]] if len(self.owner) else self.cased
        a, b = _grams(ids), _grams(self.cased_gold)
        ka, ca = np.unique(a, return_counts=True)
        kb, cb = np.unique(b, return_counts=True)
        _, ia, ib = np.intersect1d(ka, kb, return_indices=True)
        tp = int(np.minimum(ca[ia], cb[ib]).sum())
        p, r, _ = _f1(tp, len(a), len(b))
        return (p if len(a) else None), r, bool(np.array_equal(ids, self.cased_gold))

    def snippets(self, taken):
        """Returns the numbers of must-have found, must-not-have found, must-have missed."""
        text = squash("\n\n".join(b for b, t in zip(self.blocks, taken) if t))
        tp = sum(squash(s) in text for s in self.with_)
        return tp, sum(squash(s) in text for s in self.without), len(self.with_) - tp


def _grams(ids):
    # The scorer turns fewer than four words into one short shingle; ids start at 1 so that lengths differ.
    ids = ids.astype(np.uint64) + np.uint64(1)
    width = min(4, len(ids))
    if not width:
        return ids
    n = len(ids) - width + 1
    key = ids[:n].copy()
    for k in range(1, width):
        key = key * np.uint64(0x9E3779B97F4A7C15) + ids[k:k + n]
    return key


def squash(s):
    return " ".join((s or "").split())
