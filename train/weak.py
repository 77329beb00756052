"""Computes weak labels from snippets that must or must not be in the text.

A block with a must-have snippet is gold. A block with a must-not-have snippet is not, if the snippet is long or a large
part of the block, and the block has no must-have snippet. All other blocks have no label.
"""
import numpy as np

from decide import squash

MIN_SHARE, MIN_CHARS = 0.25, 40     # minimum share of a must-not-have snippet in its block
MAX_WORDS, MEAN = 60, 21            # weight: words up to the first limit, over the second


def labels(page):
    """Returns labels (0, 1, or NaN for none) and weights of a page's blocks."""
    label = np.full(len(page.text), np.nan, np.float32)
    wanted = [squash(s) for s in page.gold.get("with") or []]
    unwanted = [squash(s) for s in page.gold.get("without") or []]
    for i, text in enumerate(map(squash, page.text)):
        if any(s in text for s in wanted):
            label[i] = 1
        elif any(s in text and (len(s) >= MIN_SHARE * len(text) or len(s) >= MIN_CHARS) for s in unwanted):
            label[i] = 0
    return label, np.minimum(page.words + 0.3, MAX_WORDS) / MEAN
