"""Counts the bodies that change if a page changes in ways that no reader would notice.

    python train/robustness.py COPYDESK CORPUS_DIR... [--pages 300] [--floors]

Takes pages of the sets in turn, applies each change, cleans both versions, and compares the words of the bodies. Prints, by
change: the number of different bodies, their mean F1 against the unchanged page over all pages, and the worst. With --floors,
exits with 1 if a change alters more bodies than allowed.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile

import corpus

WORD = re.compile(r"\w+")
NOTICE = ('<div class="cookie-notice"><p>We use cookies to keep this site running and to learn how it is used. By going on you '
          'agree to our cookie policy.</p><button>Accept</button></div>')


def end(piece):
    return lambda h: re.sub(r"(?i)(</body>(?![\s\S]*</body>))", lambda m: piece + m[1], h, count=1)


def top(piece):
    return lambda h: re.sub(r"(?i)(<body[^>]*>)", lambda m: m[1] + piece, h, count=1)


def around(n):
    return lambda h: top("<div>" * n)(end("</div>" * n)(h))


def classes(order):
    return lambda h: re.sub(r'\bclass="([^"<>]+)"', lambda m: 'class="' + " ".join(order(m[1].split())) + '"', h)


def paragraphs(before, after):
    return lambda h: re.sub(r"<p>((?:(?!</?p\b)[\s\S])*?)</p>", lambda m: before + m[1] + after, h)


def outside_scripts(change):
    """Applies a change outside of scripts, styles and preformatted text."""
    kept = re.compile(r"(<(script|style|pre|textarea|template)\b[\s\S]*?</\2\s*>)", re.I)

    def apply(h):
        out, at = [], 0
        for m in kept.finditer(h):
            out += [change(h[at:m.start()]), m[0]]
            at = m.end()
        return "".join(out + [change(h[at:])])
    return apply


# Name: change, maximum number of altered bodies per 300.
CHANGES = {
    "comment of 100 kB": (end("<!--" + "x " * 50_000 + "-->"), 0),
    "script of 300 kB": (end("<script>" + "var a=1;" * 37_500 + "</script>"), 0),
    "blanks of 100 kB": (end(" " * 100_000), 0),
    "--url": (None, 0),
    "classes in the other order": (classes(lambda c: c[::-1]), 0),
    "div around paragraphs": (paragraphs("<div><p>", "</p></div>"), 3),
    "span in paragraphs": (paragraphs("<p><span>", "</span></p>"), 3),
    "two divs around the body": (around(2), 3),
    "ten divs around the body": (around(10), 3),
    "section as div": (outside_scripts(lambda h: re.sub(r"(</?)section\b", r"\1div", h)), 3),
    "pretty-printed": (outside_scripts(lambda h: re.sub(r"(</(?:div|p|li|ul|ol|section|article|h[1-6]|header|footer|nav|aside)>)\s*", "\\1\n    ", h)), 3),
    "minified": (outside_scripts(lambda h: re.sub(r"(</(?:div|p|li|ul|ol|section|article|h[1-6])>)\s+(?=<(?:div|p|li|ul|ol|section|article|h[1-6])\b)", r"\1", h)), 3),
    "comment after paragraphs": (lambda h: h.replace("</p>", "</p><!-- -->"), 0),
    "cookie notice at the top": (top(NOTICE), None),
}


def f1(a, b):
    a, b = (collections.Counter(WORD.findall(x.lower())) for x in (a, b))
    if not a and not b:
        return 1.0
    same = sum((a & b).values())
    return 2 * same / (sum(a.values()) + sum(b.values()))


def bodies(binary, pages, address=None):
    """Returns the body of each page by its id. With an address, each page is given as the one of that address."""
    with tempfile.TemporaryDirectory() as folder:
        source, names = folder, list(pages)
        if address:
            source = os.path.join(folder, "pages.jsonl")
            with open(source, "w", encoding="utf-8") as f:
                f.writelines(json.dumps({"html": page, "url": address}) + "\n" for page in pages.values())
        else:
            for name, page in pages.items():
                with open(os.path.join(folder, name + ".html"), "w", encoding="utf-8") as f:
                    f.write("\ufeff" + page)
        out = os.path.join(folder, "out.jsonl")
        subprocess.run([binary, "--format", "jsonl", "-o", out, source], stderr=subprocess.DEVNULL, check=False)
        with open(out, encoding="utf-8") as f:
            records = [json.loads(line) for line in f]

    def name(source):
        # A record of a JSONL file is named by its line.
        return names[int(source.rpartition("#")[2]) - 1] if address else os.path.basename(source)[:-len(".html")]

    return {name(r["source"]): r.get("text") or "" for r in records}


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("binary")
    a.add_argument("corpus", nargs="+")
    a.add_argument("--pages", type=int, default=300)
    a.add_argument("--floors", action="store_true")
    o = a.parse_args()
    lists = [[(f, n) for n in sorted(corpus.gold(f))] for f in o.corpus]
    order = [x for row in zip(*(l * (o.pages // len(l) + 1) for l in lists)) for x in row]
    pages = {}
    for folder, name in dict.fromkeys(order):
        page = corpus.html(folder, name)
        if page and len(pages) < o.pages:
            pages[f"{os.path.basename(folder)}-{name}"] = page
    plain = bodies(o.binary, pages)
    print(f"{len(pages)} pages\n| change | bodies changed | mean F1 | lowest |\n|---|---|---|---|")
    failed = False
    for name, (change, most) in CHANGES.items():
        if change:
            other = bodies(o.binary, {n: change(p) for n, p in pages.items()})
        else:
            other = bodies(o.binary, pages, "https://post.example/2031/03/04/a-long-name-of-a-story")
        scores = [f1(plain.get(n, ""), other.get(n, "")) for n in pages]
        changed = sum(WORD.findall(plain.get(n, "")) != WORD.findall(other.get(n, "")) for n in pages)
        print(f"| {name} | {changed} | {sum(scores) / len(scores):.4f} | {min(scores):.3f} |", flush=True)
        failed |= most is not None and changed > most * max(1, o.pages // 300)
    return failed and o.floors


if __name__ == "__main__":
    sys.exit(main())
