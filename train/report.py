"""Writes tables: figures by group, gain by feature, calibration, the worst pages."""
import numpy as np

COLUMNS = ["pages", "f1", "p", "r", "sf1", "exact", "snip"]


def figures(by):
    lines = ["| pages of | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for g, s in by.items():
        cells = [str(s[c]) if c == "pages" else f"{s[c]:.4f}" if c in s else "" for c in COLUMNS]
        lines.append(f"| {g} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def gain(models, top=40):
    """Returns the share of the total gain by feature, over the given boosters."""
    total = {}
    for m in models:
        g = m.feature_importance("gain")
        for n, v in zip(m.feature_name(), g / max(g.sum(), 1e-9)):
            total[n] = total.get(n, 0) + v / len(models)
    ranked = sorted(total.items(), key=lambda t: -t[1])
    return ", ".join(f"{n} {v:.3f}" for n, v in ranked[:top]), ranked


def calibration(said, was, bins=10):
    """Returns the expected calibration error over equal-width bins, and the table."""
    said, was = np.asarray(said, float), np.asarray(was, float)
    lines, error = ["| confidence | pages | said | was |", "|---|---|---|---|"], 0.0
    at = np.minimum((said * bins).astype(int), bins - 1)
    for b in range(bins):
        m = at == b
        if m.any():
            error += m.mean() * abs(said[m].mean() - was[m].mean())
            lines.append(f"| {b / bins:.1f}-{(b + 1) / bins:.1f} | {m.sum()} | {said[m].mean():.3f} | {was[m].mean():.3f} |")
    return error, "\n".join(lines)


def worst(pages, count=40, where=lambda s, p: s.name.startswith("wcxb")):
    """Returns the worst pages: figures, oracle, and the largest wrong blocks, as page and block numbers."""
    rows = sorted((t for t in pages if "f1" in t[2] and where(t[0], t[1])), key=lambda t: t[2]["f1"])[:count]
    lines = []
    for s, p, r, taken, q in rows:
        lines.append(f"{s.name} {p.id} {p.type} f1={r['f1']:.3f} p={r['p']:.3f} r={r['r']:.3f} oracle={p.oracle:.3f} "
                     f"gold={p.judge.gold_words} expected={r['expected']:.2f} article={r['article']} {p.site}")
    return "\n".join(lines), rows


def errors(row, count=6):
    """Returns the largest wrong blocks of one page with the start of their texts (for working notes, not for publication)."""
    _, p, _, taken, q = row
    lost = np.where(taken, 1 - p.share, p.share) * p.words
    out = []
    for i in np.argsort(-lost)[:count]:
        if lost[i] > 3:
            out.append(f"    {'took ' if taken[i] else 'lost '}{int(p.words[i]):5d}w q={q[i]:.2f} share={p.share[i]:.2f} [{i}] {p.text[i][:110]!r}")
    return "\n".join(out)
