#!/usr/bin/env python3
"""resiliparse (lexbor in C) over the same pages, for the table beside: resiliparse_versus.py PAGES [GOLD] [ROUNDS]

Needs `pip install resiliparse`. CPU time of the thread, the fastest round of each page; the page is decoded first.
"""

import collections
import gzip
import json
import re
import sys
import time
from pathlib import Path

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

WORD = re.compile(r"\w+")


def bag(text):
    return collections.Counter(word.lower() for word in WORD.findall(text))


def score(text, gold):
    found, gold = bag(text), bag(gold)
    both, of_found, of_gold = sum((found & gold).values()), sum(found.values()), sum(gold.values())
    if of_found == of_gold == 0:
        return 1.0, 1.0, 1.0
    if not both:
        return 0.0, 0.0, 0.0
    p, r = both / of_found, both / of_gold
    return 2 * p * r / (p + r), p, r


def main():
    folder = Path(sys.argv[1])
    gold = {}
    if len(sys.argv) > 2:
        gold = {g["id"]: g for g in map(json.loads, open(sys.argv[2], encoding="utf-8"))}
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    seconds, size, pages, scores = 0.0, 0, 0, []
    for path in sorted(folder.iterdir()):
        name = path.name.removesuffix(".gz")
        if not name.endswith((".html", ".htm")):
            continue
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if path.name != name else raw
        html = bytes_to_str(raw, detect_encoding(raw))
        fastest, text = float("inf"), ""
        for _ in range(rounds):
            begun = time.thread_time()
            text = extract_plain_text(html, main_content=True)
            fastest = min(fastest, time.thread_time() - begun)
        seconds, size, pages = seconds + fastest, size + len(html.encode("utf-8", "ignore")), pages + 1
        known = gold.get(name.rsplit(".", 1)[0], {}).get("text")
        if known:
            scores.append(score(text, known))
    quality = ""
    if scores:
        quality = " f1 {:.4f} precision {:.4f} recall {:.4f}".format(*(sum(s) / len(scores) for s in zip(*scores)))
    print(f"resiliparse: {pages} pages, {size / 1e6:.1f} MB, {seconds:.2f} CPU s, {size / 1e6 / seconds:.1f} MB a CPU s{quality}")


if __name__ == "__main__":
    main()
