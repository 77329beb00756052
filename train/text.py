#!/usr/bin/env python3
"""Trains the plain-text model in one command:

    text.py CORPUS [--rendered DIR] [--work DIR] [--out FILE] [--no-cv] [--threads N]

1. gathers pages: CORPUS/text-dev, the renderings that render.py made of HTML pages (DIR/<set>.jsonl), and the clean gold
bodies in four layouts; 2. segments them and computes their features with the library's own code (`cargo xtask dump text`);
3. aligns the labels; 4. cross-validates by domain: text-dev by renderer, clean bodies, and headlines; 5. trains on
everything and packs the forests `text` and `title` into FILE. Seeded.
"""
import argparse, glob, hashlib, json, os, pickle, subprocess, sys, tempfile, textwrap, time, unicodedata

import lightgbm as lgb
import numpy as np

import decide, folds, labels
from pack import pack

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SEED = 7
PARAMS = dict(objective="cross_entropy", num_leaves=15, learning_rate=0.1, max_bin=63, min_data_in_bin=3, lambda_l2=5.0,
              feature_fraction=0.35, bagging_fraction=0.7, bagging_freq=1, min_data_in_leaf=40, use_missing=False,
              verbose=-1, seed=SEED, deterministic=True, force_col_wise=True, feature_pre_filter=False)
TREES = 180
SETS = ("wcxb-dev", "fundus-dev", "readability", "news-asia-dev", "news-world-dev", "magic-article-dev")
FACTOR = 1.1            # factor of the prefix rule
HOLE_WORDS, HOLE_SHARE = 6, 0.6
MAX_WORDS, EMPTY = 300, 30
FEW_WORDS, KEEP_FEW = 4, 0.3
KEEP_RENDERED = 0.2    # share of kept rows of rendered pages with a label of 0 or 1; they get the inverse weight
CLEAN_WEIGHT = 0.4     # weight of all clean pages together, relative to the others
ORACLE = 0.5
KEEP_ALL = 0.08         # if the least probable block of a page is this probable, nothing is removed
TITLE_PARAMS = PARAMS | dict(num_leaves=7, learning_rate=0.08, feature_fraction=0.7, bagging_fraction=0.9)
TITLE_TREES, TITLE_WORDS, TITLE_NEGATIVES = 160, (1, 45), 0.25
TITLE_SENTENCE, TITLE_TAIL = -0.9, 1.4     # as in src/text/classify.rs, like the next two
TAIL_REACH, TAIL_WORDS = 3, 2
TITLE_ENDS = (" | ", " - ", " – ", " — ", " · ", " :: ", " » ")
INCONSISTENT = 0.6      # pages whose best selection of blocks scores less are not used for training


class Page:
    def __init__(self, source, gold, blocks, start):
        self.id, self.source, self.gold = source["id"], source["set"], gold
        self.renderer = source["renderer"]
        self.text, self.start, self.end = blocks, start, start + len(blocks)
        self.words = np.array([len(decide.WORD.findall(t)) for t in blocks], np.float32)
        self.fold = folds.fold(folds.domain(source.get("url"), source["page_id"]))
        self.share, self.oracle = None, 0.0


def wrapped(text, width, indent="", gap=True):
    lines = []
    for p in filter(str.strip, text.split("\n")):
        lines.append(textwrap.fill(p.strip(), width, initial_indent=indent, subsequent_indent=indent,
                                   break_long_words=False, break_on_hyphens=False))
    return ("\n\n" if gap else "\n").join(lines)


LAYOUTS = [("paragraphs", lambda t: t), ("wrapped 72", lambda t: wrapped(t, 72)),
           ("wrapped 76, no gaps", lambda t: wrapped(t, 76, gap=False)),
           ("wrapped 80, indented", lambda t: wrapped(t, 80, "   ")),
           ("lines", lambda t: "\n".join(filter(str.strip, t.split("\n"))))]


def furniture(page, gold):
    """Returns short lines of a page above and below its gold: they are often pasted with the text."""
    known = set(filter(None, map(str.strip, gold.split("\n"))))
    lines = [l.strip(" *+o•") for l in page.split("\n")]
    lines = [l for l in lines if 0 < len(l) < 80 and l not in known and "BUTTON" not in l and "[" not in l]
    half = len(lines) // 2
    return lines[:half], lines[half:]


def pasted(text, title, above, below, dice):
    """Returns a gold body as people paste it: with its headline and a few lines from around it."""
    def some(lines, most):
        lines = [lines[i] for i in sorted(dice.choice(len(lines), min(len(lines), int(dice.integers(most + 1))), False))] if lines else []
        return lines
    gap = "\n\n" if dice.random() < 0.6 else "\n"
    head = gap.join(some(above, 4) + ([title] if title and dice.random() < 0.8 else []))
    tail = gap.join(some(below, 5))
    return "\n\n".join(filter(None, [head, text])) + ("\n\n" if dice.random() < 0.5 else "\n") + tail


def sources(corpus, rendered, titles):
    """Yields the pages to segment: their kind, gold and text."""
    dice = np.random.default_rng(SEED)
    folder = os.path.join(corpus, "text-dev")
    taken, bodies, around = set(), {}, {}
    for line in open(os.path.join(folder, "gold.jsonl")):
        g = json.loads(line)
        taken.add(g["id"])
        with open(os.path.join(folder, "pages", g["id"] + ".txt"), newline="") as f:
            yield dict(set="dev", id=g["id"], page_id=g["id"].rsplit("-", 1)[0], url=g["url"],
                       renderer=g["renderer"]), g["text"], f.read()
        bodies[g["id"].rsplit("-", 1)[0]] = g["url"], g["text"]
    for path in sorted(glob.glob(os.path.join(rendered, "*.jsonl"))) if rendered else []:
        for line in open(path):
            g = json.loads(line)
            name = g["id"].replace("/", "-")
            if g["renderer"] in ("gettext", "inscriptis"):
                around[name.rsplit("-", 1)[0]] = furniture(g["page"], g["text"])
            page = name.rsplit("-", 1)[0]
            bodies.setdefault(page, (g["url"], g["text"]))
            if name not in taken:
                yield dict(set="rendered", id=name, page_id=page, url=g["url"], renderer=g["renderer"]), g["text"], g["page"]
    for page, (url, text) in sorted(bodies.items()):
        name, layout = LAYOUTS[dice.integers(len(LAYOUTS))]
        if page in around:
            plain = LAYOUTS[dice.choice([0, 0, 1, 4])][1](text)
            yield (dict(set="pasted", id=page + "-pasted", page_id=page, url=url, renderer="pasted"), text,
                   pasted(plain, titles.get(page), *around[page], dice))
        yield dict(set="clean", id=page + "-clean", page_id=page, url=url, renderer=name), text, layout(text)


def dump(arguments, lines, xtask=None):
    """Runs `xtask dump`, with `lines` as its input."""
    command = [xtask] if xtask else ["cargo", "run", "-q", "--profile", "quick", "-p", "xtask", "--"]
    subprocess.run([*command, "dump", *arguments], cwd=ROOT, stdin=lines, check=True)


def read(corpus, rendered, work, titles, xtask=None):
    """Returns all pages with their rows; labels are cached in the work folder."""
    os.makedirs(work, exist_ok=True)
    listed, golds = [], []
    with open(os.path.join(work, "pages.jsonl"), "w") as f:
        for source, gold, page in sources(corpus, rendered, titles):
            listed.append(source)
            golds.append(gold)
            f.write(json.dumps({"id": source["id"], "page": page}) + "\n")
    with open(os.path.join(work, "pages.jsonl")) as f:
        dump(["text", work], f, xtask)
    meta = json.load(open(os.path.join(work, "features.json")))
    matrix = np.fromfile(os.path.join(work, "features.bin"), np.uint8).reshape(meta["rows"], len(meta["names"]))
    cache_path = os.path.join(work, "labels.pickle")
    old = pickle.load(open(cache_path, "rb")) if os.path.exists(cache_path) else {}
    pages, start, new = [], 0, {}
    for source, gold, line in zip(listed, golds, open(os.path.join(work, "blocks.jsonl"))):
        page = Page(source, gold, json.loads(line)["blocks"], start)
        start = page.end
        key = hashlib.md5("\0".join([source["set"], *page.text, gold]).encode("utf-8", "replace")).digest()
        if key not in old:
            share = np.ones(len(page.text), np.float32) if source["set"] == "clean" else labels.shares(page.text, gold)
            old[key] = share, decide.Judge(page.text, gold).f1(share > ORACLE)[2]
        page.share, page.oracle = new[key] = old[key]
        pages.append(page)
    with open(cache_path, "wb") as f:
        pickle.dump({**old, **new}, f)
    return pages, matrix, meta["names"]


class Rows:
    """Returns the weighted training rows."""

    def __init__(self, pages, matrix, clean_weight=CLEAN_WEIGHT):
        dice = np.random.default_rng(SEED)
        at, y, w, fold, clean = [], [], [], [], []
        for p in pages:
            if p.oracle < INCONSISTENT or not len(p.text):
                continue
            weight = np.minimum(p.words + 0.3, MAX_WORDS) / np.sqrt(p.words @ p.share + EMPTY) * p.oracle ** 2
            few = (p.share == 0) & (p.words <= FEW_WORDS)
            keep = np.where(few, KEEP_FEW, 1.0)
            if p.source == "rendered":
                keep = np.where((p.share == 0) | (p.share > 0.99), keep * KEEP_RENDERED, keep)
            kept = np.flatnonzero(dice.random(len(few)) < keep)
            at.append(p.start + kept)
            y.append(p.share[kept])
            w.append((weight / keep)[kept])
            fold.append(np.full(len(kept), p.fold))
            clean.append(np.full(len(kept), p.source in ("clean", "pasted")))
        self.at, self.y, self.w, self.fold, clean = map(np.concatenate, (at, y, w, fold, clean))
        if clean.any():
            self.w[clean] *= clean_weight * self.w[~clean].sum() / self.w[clean].sum()
        self.x = matrix[self.at]

    params = PARAMS

    def fit(self, mask, names, trees=TREES, threads=1):
        if not hasattr(self, "data"):
            self.data = lgb.Dataset(self.x, self.y, weight=self.w, feature_name=names, free_raw_data=False,
                                    params=self.params).construct()
        return lgb.train(self.params | dict(num_threads=threads), self.data.subset(np.flatnonzero(mask)), trees)


def folded(s):
    return " ".join(decide.WORD.findall(unicodedata.normalize("NFKC", s or "").casefold()))


def without_site(s):
    """Returns the headlines that a page's first line may contain, longest first; the site's name may follow a separator."""
    heads = [s]
    for sign in TITLE_ENDS:
        if sign in s:
            heads.append(s.rsplit(sign, 1)[0])
    return heads


class Titles(Rows):
    """Returns the rows of blocks that may be headlines, and which of them are."""

    params = TITLE_PARAMS

    def __init__(self, pages, matrix, titles):
        dice = np.random.default_rng(SEED)
        at, y, fold = [], [], []
        for p in pages:
            title = folded(titles.get(p.id.rsplit("-", 1)[0]))
            if p.source == "clean" or not title or not len(p.text):
                continue
            may = (p.words >= TITLE_WORDS[0]) & (p.words <= TITLE_WORDS[1])
            label = np.array([m and folded(t) == title for t, m in zip(p.text, may)], bool)
            if not label.any():
                label = np.array([m and any(folded(h) == title for h in without_site(t)) for t, m in zip(p.text, may)], bool)
            kept = np.flatnonzero(label | may & (dice.random(len(may)) < TITLE_NEGATIVES))
            at.append(p.start + kept)
            y.append(label[kept].astype(np.float32) / max(1, label.sum()) ** 0.5)
            fold.append(np.full(len(kept), p.fold))
        self.at, self.y, self.fold = map(np.concatenate, (at, y, fold))
        self.w, self.x = np.ones(len(self.y), np.float32), matrix[self.at]


def ends_a_neighbour(texts, at):
    """Returns whether a nearby line ends with this one's text, like a breadcrumb trail."""
    text = texts[at]
    around = texts[max(0, at - TAIL_REACH):at] + texts[at + 1:at + 1 + TAIL_REACH]
    return any(t.endswith(text) and t != text and not t[-len(text) - 1].isalnum() for t in around)


def likeliest_title(page, p, prose):
    """Returns the block selected as the headline."""
    odds = np.log(p / (1 - p)) + TITLE_SENTENCE * prose
    odds[(page.words < TITLE_WORDS[0]) | (page.words > TITLE_WORDS[1])] = -np.inf
    for at in np.flatnonzero((page.words >= TAIL_WORDS) & (odds > odds.max() - TITLE_TAIL)):
        odds[at] += TITLE_TAIL * ends_a_neighbour(page.text, at)
    return int(np.argmax(odds))


def title_figures(pages, ps, titles, prose):
    """Returns the share of text-dev pages whose headline is found, of all pages and of those that contain it."""
    right = known = held = 0
    for p in pages:
        title = folded(titles.get(p.id.rsplit("-", 1)[0]))
        if p.source == "dev" and title:
            best = p.text[likeliest_title(p, ps[p.id], prose[p.start:p.end])]
            known += 1
            right += any(folded(h) == title for h in without_site(best))
            held += any(folded(h) == title for t in p.text for h in without_site(t))
    return f"headlines: {right / known:.4f} found, {held / known:.4f} are there as a block of {known}"


def choose(p, words, factor=FACTOR):
    if len(p) and p.min() >= KEEP_ALL:
        return np.ones(len(p), bool)
    taken, _ = decide.prefix(p, words, factor)
    return decide.fill_holes(taken, p, words, HOLE_WORDS, HOLE_SHARE)


def cross_validate(rows, pages, matrix, names, trees=TREES, threads=1, log=print):
    """Probabilities of the blocks of pages that the model saw no page of the site of, and the model of each fold."""
    out, models = {}, []
    for k in range(5):
        model = rows.fit(rows.fold != k, names, trees=trees, threads=threads)
        models.append(model)
        held = [p for p in pages if p.fold == k and p.source != "rendered"]
        ps = model.predict(np.concatenate([matrix[p.start:p.end] for p in held]), num_threads=threads)
        at = 0
        for p in held:
            out[p.id] = ps[at:at + len(p.text)]
            at += len(p.text)
        log(f"  fold {k} done")
    return out, models


def records(bodies, heads, pages, names, work, log=print, xtask=None):
    """What the whole library makes of text-dev and of the clean bodies, each page with forests that saw no page of its
    site: cv-records.jsonl in the work folder, for any scorer."""
    golds = {}
    with open(os.path.join(work, "pages.jsonl")) as f:
        texts = {p["id"]: p["page"] for p in map(json.loads, f)}
    path = os.path.join(work, "cv-records.jsonl")
    with open(path, "w") as out:
        for k in range(5):
            forests, part = os.path.join(work, "fold.forest"), os.path.join(work, "fold.jsonl")
            with open(forests, "wb") as f:
                f.write(pack([("text", bodies[k]), ("title", heads[k])], names))
            held = [p for p in pages if p.fold == k and p.source != "rendered"]
            golds.update((p.id, p) for p in held)
            with tempfile.TemporaryFile("w+") as lines:
                lines.writelines(json.dumps({"id": p.id, "page": texts[p.id]}) + "\n" for p in held)
                lines.seek(0)
                dump(["text-records", forests, part], lines, xtask)
            with open(part) as f:
                out.write(f.read())
            log(f"  fold {k}: {len(held)} records")
    sums, scored = {}, []
    for r in map(json.loads, open(path)):
        p = golds[r["id"]]
        judge = decide.Judge([r.get("text") or ""], p.gold)
        whole = np.ones(1, bool)
        a, b, f1 = judge.f1(whole)
        sp, sr, _ = judge.shingles(whole)
        if p.source == "dev":
            scored.append((r["expected"], f1, p.fold))
        for key in [p.renderer, "all"] if p.source == "dev" else [p.source]:
            sums.setdefault(key, []).append((f1, a, b, sp, sr))
    return means(sums), scored


CONFIDENCE = """# From the expected F1 of the body of a text to the F1 that is reached, written by train/text.py: weights of its log odds.

[calibration]
"""


def calibrate(expected, reached):
    """Slope and intercept that turn the odds of the expected F1 into those of the F1 that was reached (Platt scaling)."""
    p = np.clip(np.asarray(expected, float), 1e-4, 1 - 1e-4)
    x, y = np.column_stack([np.log(p / (1 - p)), np.ones(len(p))]), np.asarray(reached, float)
    w = np.array([0.5, 0.0])
    for _ in range(50):
        q = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (q * (1 - q))[:, None]).T @ x + 1e-6 * np.eye(2), x.T @ (y - q))
        # Newton's full step can overshoot where the odds are extreme.
        w += step / max(1.0, np.abs(step).max())
        if np.abs(step).max() < 1e-9:
            break
    return w


def calibration(expected, reached, fold):
    """Weights from all pages, and the mean error by tenths of pages, of the expected F1 and of the confidence, the latter
    cross-validated."""
    out = np.zeros(len(expected))
    for k in range(5):
        slope, intercept = calibrate(expected[fold != k], reached[fold != k])
        p = np.clip(expected[fold == k], 1e-4, 1 - 1e-4)
        out[fold == k] = 1 / (1 + np.exp(-(slope * np.log(p / (1 - p)) + intercept)))

    def error(p):
        return sum(abs(p[part].mean() - reached[part].mean()) * len(part)
                   for part in np.array_split(np.argsort(p), 10)) / len(p)

    return calibrate(expected, reached), error(expected), error(out)


def figures(pages, ps, factor=FACTOR):
    """Returns the figures by renderer: f1, precision, recall, sf1, pages."""
    table = {}
    for p in pages:
        if p.id not in ps:
            continue
        judge = decide.Judge(p.text, p.gold)
        taken = choose(ps[p.id], p.words, factor)
        a, b, f1 = judge.f1(taken)
        sp, sr, _ = judge.shingles(taken)
        for key in [p.renderer, "all"] if p.source == "dev" else [p.source]:
            table.setdefault(key, []).append((f1, a, b, sp, sr))
    return means(table)


def means(table):
    out = {}
    for key, rows in sorted(table.items()):
        f1, a, b = (float(np.mean([r[i] for r in rows])) for i in range(3))
        sp, sr = np.mean([r[3] for r in rows if r[3] is not None]), np.mean([r[4] for r in rows])
        out[key] = dict(f1=f1, p=a, r=b, sf1=float(2 * sp * sr / (sp + sr)), pages=len(rows))
    return out


def show(table):
    return "\n".join(f"{k:12} f1 {v['f1']:.4f}  p {v['p']:.4f}  r {v['r']:.4f}  sf1 {v['sf1']:.4f}  pages {v['pages']}"
                     for k, v in table.items())


def main(argv):
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("corpus"); ap.add_argument("--rendered")
    ap.add_argument("--work", default=os.path.join(ROOT, "train", "work", "text"))
    ap.add_argument("--out", default=os.path.join(ROOT, "src", "model", "text.forest"))
    ap.add_argument("--xtask", help="a built xtask, instead of `cargo run`")
    ap.add_argument("--no-cv", action="store_true"); ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args(argv)
    start = time.time()

    def log(s):
        print(f"[{time.time() - start:5.0f} s] {s}", flush=True)

    titles = {}
    for name in SETS:
        for line in open(os.path.join(a.corpus, name, "gold.jsonl")):
            g = json.loads(line)
            titles[f"{name}-{g['id']}"] = g.get("title")
    pages, matrix, names = read(a.corpus, a.rendered, a.work, titles, a.xtask)
    rows = Rows(pages, matrix)
    log(f"{len(pages)} pages, {len(matrix)} blocks, {len(rows.y)} rows, {len(names)} features; label oracle of text-dev "
        f"{np.mean([p.oracle for p in pages if p.source == 'dev']):.4f}")
    heads = Titles(pages, matrix, titles)
    if not a.no_cv:
        ps, head_models = cross_validate(heads, pages, matrix, names, TITLE_TREES, a.threads, log)
        log(title_figures(pages, ps, titles, matrix[:, names.index("prose")]))
        ps, body_models = cross_validate(rows, pages, matrix, names, threads=a.threads, log=log)
        with open(os.path.join(a.work, "cv.pickle"), "wb") as f:
            pickle.dump(ps, f)
        log("cross-validated by domain, five folds\n" + show(figures(pages, ps)))
        table, scored = records(body_models, head_models, pages, names, a.work, log, a.xtask)
        log("the same with all rules of the library\n" + show(table))
        weights, before, after = calibration(*map(np.array, zip(*scored)))
        log(f"error of the expected F1: {before:.4f}, of the confidence, cross-validated: {after:.4f}")
        with open(os.path.join(os.path.dirname(a.out), "text-confidence-weights.txt"), "w") as f:
            f.write(CONFIDENCE + f"intercept | {weights[1]:.3f}\nslope | {weights[0]:.3f}\n")
    model = rows.fit(np.ones(len(rows.y), bool), names, threads=a.threads)
    head = heads.fit(np.ones(len(heads.y), bool), names, trees=TITLE_TREES, threads=a.threads)
    packed = pack([("text", model), ("title", head)], names)
    os.makedirs(os.path.dirname(a.out), exist_ok=True)
    with open(a.out, "wb") as f:
        f.write(packed)
    log(f"packed: {len(packed)} bytes, sha256 {hashlib.sha256(packed).hexdigest()}")
    gain = sorted(zip(model.feature_importance("gain"), names), reverse=True)
    total = sum(g for g, _ in gain)
    log("gain: " + " ".join(f"{n} {g / total:.3f}" for g, n in gain[:40]))


if __name__ == "__main__":
    main(sys.argv[1:])
