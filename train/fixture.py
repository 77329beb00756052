"""Writes the fixture of the evaluator's test: a small forest on made-up numbers and LightGBM's scores.

    python train/fixture.py src/model
"""
import json
import os
import sys

import lightgbm as lgb
import numpy as np

from pack import pack

NAMES = ["words", "density", "depth", "page", "noise"]
PARAMS = dict(objective="cross_entropy", num_leaves=15, learning_rate=0.2, max_bin=63, min_data_in_leaf=5,
              use_missing=False, seed=7, num_threads=1, verbose=-1, deterministic=True)


def main(folder):
    r = np.random.default_rng(7)
    x = np.column_stack([r.geometric(0.05, 3000), r.random(3000), r.integers(0, 30, 3000),
                         np.repeat(r.random(30), 100), r.normal(size=3000)]).astype(np.float32)
    y = 1 / (1 + np.exp(-(np.log(x[:, 0]) - 4 * x[:, 1] + 2 * (x[:, 3] > 0.5) - 0.05 * x[:, 2])))
    first = lgb.Dataset(x, y, params=PARAMS, feature_name=NAMES, free_raw_data=False)
    a = lgb.train(PARAMS, first, 25)
    b = lgb.train(PARAMS | {"num_leaves": 4, "lambda_l2": 5}, lgb.Dataset(x, np.sqrt(y), reference=first), 10)
    with open(os.path.join(folder, "lightgbm.forest"), "wb") as f:
        f.write(pack([("a", a), ("b", b)], NAMES))
    rows = x[r.choice(len(x), 70, replace=False)]
    # Values on the cuts themselves, where rounding shows.
    cuts = [n["threshold"] for t in a.dump_model()["tree_info"] for n in [t["tree_structure"]]]
    rows[: len(cuts), 1] = np.array(cuts, np.float32)
    noted = {"names": NAMES, "rows": [float(v) for v in rows.ravel()],
             "scores": {k: [round(float(s), 6) for s in m.predict(rows, raw_score=True)] for k, m in (("a", a), ("b", b))}}
    with open(os.path.join(folder, "lightgbm.json"), "w") as f:
        json.dump(noted, f, indent=None)
        f.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
