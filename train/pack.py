"""Packs LightGBM forests into one model file (src/model/mod.rs describes the format).

The input is boosters by name that share their bins (trained with `reference=` one another).
"""
import struct

import numpy as np

MAGIC = b"cdforest"
# By version: maximum leaves of a tree, bits of a feature's number.
VERSIONS = {1: (16, 12), 2: (32, 11)}
I16 = 32767


def floor32(x):
    """Returns the largest f32 that is not above x: an f32 v is <= x exactly when v <= floor32(x)."""
    y = np.float32(x)
    return float(np.nextafter(y, np.float32(-np.inf)) if float(y) > x else y)


def _name(s):
    b = s.encode("ascii")
    return bytes([len(b)]) + b


def _splits(node):
    """Yields the inner nodes of a tree in pre-order."""
    todo, out = [node], []
    while todo:
        n = todo.pop()
        if "split_feature" in n:
            assert n["decision_type"] == "<=", "no categorical features"
            out.append(n)
            todo += [n["right_child"], n["left_child"]]
    return out


def _leaves(node):
    todo, out = [node], []
    while todo:
        n = todo.pop()
        if "split_feature" in n:
            todo += [n["right_child"], n["left_child"]]
        else:
            out.append(n)
    return out


def _weight(n):
    return n.get("internal_weight") if "split_feature" in n else n.get("leaf_weight", 0)


def pack(models, names):
    """`models`: list of (name, booster or list of dump_model() trees); `names`: feature names by column.

    Only features and cuts that a tree uses are written.
    """
    dumps = []
    for name, m in models:
        trees = m if isinstance(m, list) else [t["tree_structure"] for t in m.dump_model()["tree_info"]]
        dumps.append((name, trees))
    cuts = {}
    for _, trees in dumps:
        for t in trees:
            for n in _splits(t):
                cuts.setdefault(n["split_feature"], set()).add(floor32(n["threshold"]))
    used = sorted(cuts)
    column = {f: i for i, f in enumerate(used)}
    cuts = {f: sorted(c) for f, c in cuts.items()}
    most = max((len(_leaves(t)) for _, trees in dumps for t in trees), default=1)
    version = next((v for v, (leaves, _) in VERSIONS.items() if most <= leaves), None)
    assert version, f"{most} leaves"
    feature_bits = VERSIONS[version][1]
    assert len(used) < 1 << feature_bits
    out = [MAGIC, bytes([version]), struct.pack("<H", len(used))]
    for f in used:
        assert len(cuts[f]) < 255, f"{names[f]}: {len(cuts[f])} cuts"
        out += [_name(names[f]), bytes([len(cuts[f])]), struct.pack(f"<{len(cuts[f])}f", *cuts[f])]
    out.append(bytes([len(dumps)]))
    for name, trees in dumps:
        # The middle of each tree is added to the base, so that the unit can be small.
        base, values = 0.0, []
        for t in trees:
            v = np.array([n["leaf_value"] for n in _leaves(t)], float)
            middle = (v.max() + v.min()) / 2
            base += middle
            values.append(v - middle)
        unit = max((np.abs(v).max() for v in values), default=0) / I16 or 1.0
        out += [_name(name), struct.pack("<ffH", base, unit, len(trees))]
        for t, v in zip(trees, values):
            out.append(bytes([len(v)]))
            for n in _splits(t):
                f = n["split_feature"]
                left, right = _weight(n["left_child"]), _weight(n["right_child"])
                share = round(255 * left / (left + right)) if left + right > 0 else 128
                word = column[f] | (len(_leaves(n["left_child"])) - 1) << feature_bits
                out.append(struct.pack("<HBB", word, cuts[f].index(floor32(n["threshold"])), share))
            out.append(struct.pack(f"<{len(v)}h", *np.rint(v / unit).astype(int)))
    return b"".join(out)
