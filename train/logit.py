"""A conditional logit over the candidates of a page.

In: for each page a matrix of candidates by features, what each candidate is worth (0 to 1), and what the page counts.
Out: the weights under which the worth of the candidate that is drawn is likeliest, with a ridge penalty.
"""
import numpy as np
from scipy.optimize import minimize

LEAST = 1e-12


def fit(pages, width, ridge):
    """Weights of `width` features."""
    pages = [(m, value, count) for m, value, count in pages if value.max() > 0 and len(m) > 1]
    rows = np.vstack([m for m, _, _ in pages])
    sizes = [len(m) for m, _, _ in pages]
    starts = np.cumsum([0] + sizes)[:-1]
    page = np.repeat(np.arange(len(pages)), sizes)
    worth = np.concatenate([value for _, value, _ in pages])
    counts = np.array([count for _, _, count in pages])

    def loss(w):
        score = rows @ w
        p = np.exp(score - np.maximum.reduceat(score, starts)[page])
        p /= np.add.reduceat(p, starts)[page]
        q = p * worth
        total = np.add.reduceat(q, starts) + LEAST
        value = ridge * (w @ w) / 2 - counts @ np.log(total)
        return value, ridge * w - (counts[page] * (q / total[page] - p)) @ rows

    return minimize(loss, np.zeros(width), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
