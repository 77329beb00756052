"""Blocks and features of a set of pages, from `cargo xtask dump body`, with labels and folds.

Reads a corpus folder (gold.jsonl, pages/) into a `Pages` with one row of features per block. Segmentation and features are
the library's own, so that training sees what the product sees. Results are cached in a work folder.
"""
import hashlib
import json
import os
import pickle
import re
import subprocess

import numpy as np

import corpus
import decide
import folds
import labels

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ORACLE_SHARE = 0.5      # minimum covered share of a gold block
# An embedded post: only some sets count it as part of the story, so it is excluded from training.
EMBED = re.compile(r"pic\.twitter\.com/|\(@\w{2,20}\) \w+ \d|^View this post on Instagram|^A post shared by")


class Page:
    """One page: rows `start..end` of its set, block texts, gold, soft labels and the best figures they allow."""

    def __init__(self, record, gold, start, site, cjk):
        self.id, self.gold = str(record["id"]), gold
        self.text = [b["text"] for b in record["blocks"]]
        self.aug = [bool(b.get("aug")) for b in record["blocks"]]
        self.info = record.get("page") or {}
        self.bad = np.array([bool(b.get("bad")) for b in record["blocks"]], bool)
        self.sure = np.array([b.get("bad") == "comments" for b in record["blocks"]], bool)
        self.long = np.array([bool(b.get("long")) for b in record["blocks"]], bool)
        self.group = np.array([b.get("group", 0) for b in record["blocks"]], int)
        self.masked = np.array([bool(EMBED.search(t)) for t in self.text], bool)
        if gold.get("whole"):
            self.masked |= _left_over(self.text, gold["whole"], gold["text"])
        self.start, self.end = start, start + len(self.text)
        self.words = np.array([b["words"] for b in record["blocks"]], np.float32)
        self.type = gold.get("type") or "article"
        self.site = site
        self.fold = folds.fold(self.site)
        self.splice, self.weight = gold.get("splice"), gold.get("weight", 1.0)
        self.judge = decide.Judge(self.text, gold.get("text"), gold.get("with"), gold.get("without"), cjk)
        self.share, self.oracle = None, 0.0

    @property
    def rows(self):
        return slice(self.start, self.end)

    def look(self, rows, names):
        """Reads the markup signature of each block, and whether it is an unlinked heading, from its features."""
        column = names.index
        signature = rows[:, [column("s3" + n) for n in ("_n", "_w", "_ld", "_sh", "_e")]]
        self.signature = np.unique(signature, axis=0, return_inverse=True)[1].ravel() if len(rows) else np.zeros(0, int)
        self.subhead = (rows[:, column("ishead")] > 0) & (rows[:, column("ld")] < 0.5)

    def align(self):
        own = [i for i, a in enumerate(self.aug) if not a]
        self.share = np.zeros(len(self.text), np.float32)
        self.share[own] = labels.shares([self.text[i] for i in own], self.gold["text"])
        self.oracle = self.judge.f1(self.share > ORACLE_SHARE)[2]


class Pages:
    """The pages of one set and their feature rows."""

    def __init__(self, name, pages, names, matrix):
        self.name, self.pages, self.names, self.matrix = name, pages, names, matrix


def read(folder, work, rebuild=False, profile="quick"):
    """Segments a corpus folder (once), reads the result and aligns the labels (once)."""
    name = os.path.basename(os.path.normpath(folder))
    out = os.path.join(work, name)
    if rebuild or not os.path.exists(os.path.join(out, "features.json")):
        os.makedirs(out, exist_ok=True)
        subprocess.run(["cargo", "run", "-q", "--profile", profile, "-p", "xtask", "--", "dump", "body",
                        os.path.join(os.path.abspath(folder), "pages"), os.path.abspath(out)], cwd=ROOT, check=True)
    with open(os.path.join(out, "features.json")) as f:
        meta = json.load(f)
    matrix = np.fromfile(os.path.join(out, "features.bin"), "<f4").reshape(meta["rows"], meta["cols"])
    gold = corpus.gold(folder)
    cjk = corpus.settings(folder).get("cjk", False) or any(g.get("splice") for g in gold.values())
    sites = _sites(folder, gold, os.path.join(work, name + ".sites.json"))
    cache = _Cache(os.path.join(work, name + ".labels"))
    pages, start = [], 0
    with open(os.path.join(out, "blocks.jsonl"), encoding="utf-8") as f:
        for line in f:
            record = json.loads(line)
            g = gold.get(str(record["id"]))
            if g is not None:
                page = Page(record, g, start, sites[str(record["id"])], cjk)
                if g.get("text"):
                    cache.align(page)
                page.look(matrix[page.rows], meta["names"])
                pages.append(page)
            start += len(record["blocks"])
    cache.save()
    assert start == meta["rows"], f"{name}: {start} blocks, {meta['rows']} rows"
    return Pages(name, pages, meta["names"], matrix)


def _left_over(blocks, whole, text):
    """Returns the blocks of a truncated story that remain on the page: they are neither its text nor foreign."""
    grams = [[tuple(ts[i:i + 4]) for i in range(max(1, len(ts) - 3))] for ts in map(labels.tokens, blocks)]
    tokens = labels.tokens(whole)
    gone = {tuple(tokens[i:i + n]) for n in (1, 2, 3, 4) for i in range(len(tokens) - n + 1) if n == 4 or len(tokens) < 4}
    tokens = labels.tokens(text)
    gone -= {tuple(tokens[i:i + 4]) for i in range(len(tokens) - 3)}
    return np.array([bool(g) and sum(x in gone for x in g) >= 0.5 * len(g) for g in grams], bool)


def _sites(folder, gold, path):
    """Returns the site of each page of a set."""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            found = json.load(f)
        if found.keys() == gold.keys():
            return found
    found = {name: folds.site(g, corpus, folder) for name, g in gold.items()}
    with open(path, "w", encoding="utf-8") as f:
        json.dump(found, f)
    return found


class _Cache:
    """Caches label shares by content, because alignment is the slowest step."""

    def __init__(self, path):
        self.path, self.new = path, {}
        try:
            with open(path, "rb") as f:
                self.old = pickle.load(f)
        except OSError:
            self.old = {}

    def align(self, page):
        key = hashlib.md5("\0".join([*page.text, str(page.aug), page.gold["text"]]).encode("utf-8", "replace")).hexdigest()
        hit = self.old.get(key)
        if hit is None:
            page.align()
            hit = page.share, page.oracle
        page.share, page.oracle = self.new[key] = hit

    def save(self):
        with open(self.path, "wb") as f:
            pickle.dump(self.new, f)
