"""Computes the soft labels of training: the share of each text block that is in the gold body.

The input is the texts of a page's blocks in document order, and the gold text; the output one share (0..1) per block.

1. Tokens are lower-case words and single CJK characters. Page tokens that form no gold bigram with either
   neighbour are ignored (except in one-token blocks).
2. The longest common subsequence with the gold is computed. Contiguous runs count if they have 4 tokens or begin
   and end on block borders. If 40 % of a block counts, its other matched tokens count too.
3. Blocks of up to 3 tokens need a well-matched block nearby, in the page and in the gold ("Home" matches anywhere).
4. Blocks that are elsewhere in the gold (different order) get the share of their 4-shingles that is still unmatched there.
"""
import re

import numpy as np
from rapidfuzz.distance import LCSseq

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(f"[{CJK}]|[^\\W{CJK}]+")

RUN = 4                 # minimum tokens of a run that is not a chance match
SHARE_TO_FILL = 0.4     # matched share of a block from which its loose matches count
SHORT = 3               # maximum tokens of a block that needs a matched neighbour
NEAR_BLOCKS, NEAR_TOKENS = 8, 12
MOVED_TOKENS, MOVED_BELOW, MOVED_SHINGLES = 6, 0.3, 0.8


def tokens(s):
    return TOKEN.findall(s.lower())


def _ids(lists):
    vocabulary = {}
    return [[vocabulary.setdefault(t, len(vocabulary)) for t in ts] for ts in lists]


def shares(blocks, gold):
    """Returns the covered share of each block (numpy, float32)."""
    per = [tokens(b) for b in blocks]
    out = np.zeros(len(blocks), np.float32)
    gold = tokens(gold)
    if not gold:
        return out
    *per, gold = _ids([*per, gold])
    page = np.array([t for ts in per for t in ts], np.int64)
    if not len(page):
        return out
    sizes = np.array([len(ts) for ts in per])
    owner = np.repeat(np.arange(len(per)), sizes)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    matched, position = _match(page, owner, sizes, gold)
    accepted = _runs(matched, position, starts, ends, owner)
    share = np.bincount(owner, accepted, len(per)) / np.maximum(sizes, 1)
    fill = (share >= SHARE_TO_FILL)[owner] & matched
    accepted |= fill
    share = np.bincount(owner, accepted, len(per)) / np.maximum(sizes, 1)
    _short(share, sizes, starts, ends, accepted, position)
    _moved(share, sizes, per, gold, accepted, position, owner)
    out[:] = share
    return out


def _match(page, owner, sizes, gold):
    """Returns the page tokens that the longest common subsequence matches, and their positions in the gold."""
    n = int(max(page.max(), max(gold))) + 1
    g = np.array(gold, np.int64)
    bigrams = np.unique(g[:-1] * n + g[1:]) if len(g) > 1 else np.array([], np.int64)
    follows = np.isin(page[:-1] * n + page[1:], bigrams)
    near = np.zeros(len(page), bool)
    near[:-1] |= follows
    near[1:] |= follows
    alone = (sizes == 1)[owner] & np.isin(page, g)
    kept = np.flatnonzero(near | alone)
    matched, position = np.zeros(len(page), bool), np.full(len(page), -1)
    for op in LCSseq.opcodes(page[kept].tolist(), gold):
        if op.tag == "equal":
            at = kept[op.src_start:op.src_end]
            matched[at] = True
            position[at] = np.arange(op.dest_start, op.dest_end)
    return matched, position


def _runs(matched, position, starts, ends, owner):
    """Returns the matches in runs that are contiguous in page and gold and long enough, or extend between block borders."""
    accepted = np.zeros(len(matched), bool)
    at = np.flatnonzero(matched)
    if not len(at):
        return accepted
    cut = np.flatnonzero((np.diff(at) != 1) | (np.diff(position[at]) != 1)) + 1
    border_start, border_end = set(starts.tolist()), set(ends.tolist())
    for run in np.split(at, cut):
        first, last = int(run[0]), int(run[-1])
        if len(run) >= RUN or (first in border_start and last + 1 in border_end):
            accepted[run] = True
    return accepted


def _short(share, sizes, starts, ends, accepted, position):
    solid = {}
    for b in np.flatnonzero(sizes > SHORT):
        at = position[starts[b]:ends[b]][accepted[starts[b]:ends[b]]]
        if len(at):
            solid[int(b)] = (int(at.min()), int(at.max()))
    for b in np.flatnonzero((sizes <= SHORT) & (share > 0)):
        at = position[starts[b]:ends[b]][accepted[starts[b]:ends[b]]]
        here = int(at[0])
        ok = any(o in solid and solid[o][0] - NEAR_TOKENS <= here <= solid[o][1] + NEAR_TOKENS
                 for o in range(b - NEAR_BLOCKS, b + NEAR_BLOCKS + 1))
        if not ok:
            share[b] = 0


def _moved(share, sizes, per, gold, accepted, position, owner):
    left = np.ones(len(gold), bool)
    left[position[accepted & (share > 0)[owner]]] = False
    free = {}
    for i in np.flatnonzero(left[:-3] & left[1:-2] & left[2:-1] & left[3:] if len(gold) > 3 else []):
        key = tuple(gold[i:i + 4])
        free[key] = free.get(key, 0) + 1
    if not free:
        return
    for b in np.flatnonzero((sizes >= MOVED_TOKENS) & (share < MOVED_BELOW)):
        ts = per[b]
        grams = [tuple(ts[i:i + 4]) for i in range(len(ts) - 3)]
        hits = [g for g in grams if free.get(g, 0) > 0]
        if len(hits) >= MOVED_SHINGLES * len(grams):
            share[b] = len(hits) / len(grams)
            for g in hits:
                free[g] -= 1
