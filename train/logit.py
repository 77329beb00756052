"""A conditional logit over the candidates of a page.

The input is, per page, a matrix of candidates by features, the value of each candidate (0 to 1), and the page's weight.
The output is the weights that maximize the expected log value of the drawn candidate, with a ridge penalty.
"""
import numpy as np
from scipy.optimize import minimize

LEAST = 1e-12
CLIP = 1e-4  # probabilities are clipped to this distance from 0 and 1
BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)


def fit(pages, width, ridge):
    """Fits the weights of `width` features."""
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


def softmax(score):
    p = np.exp(score - score.max())
    return p / p.sum()


def calibrate(pairs):
    """Fits the slope and intercept that map the log odds of a probability to those of being right.

    `pairs` are the cross-validated probability of the choice and whether it is right (Platt scaling).
    """
    p = np.clip(np.array([p for p, _ in pairs]), CLIP, 1 - CLIP)
    right = np.array([float(r) for _, r in pairs])
    odds = np.log(p / (1 - p))

    def loss(w):
        z = w[0] * odds + w[1]
        return np.sum(np.logaddexp(0, z) - right * z)

    return minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B").x


def bins(pairs, slope, intercept):
    """Returns lines that compare the calibrated probability with the share that is right."""
    p = np.clip(np.array([p for p, _ in pairs]), CLIP, 1 - CLIP)
    p = 1 / (1 + np.exp(-(slope * np.log(p / (1 - p)) + intercept)))
    right = np.array([float(r) for _, r in pairs])
    for low, high in zip(BINS, BINS[1:]):
        of = (p >= low) & (p < high)
        if of.any():
            yield f"  {low:.2f} to {min(high, 1):.2f}  mean {p[of].mean():.3f}  right {right[of].mean():.3f}  {of.sum()}"
