#!/usr/bin/env python3
"""Renders labeled HTML pages as scraped text in five ways, to get more training pages for plain text.

    render.py CORPUS OUT [--types article] [--renderers lynx,w3m,...] [--each N] [--records RECORDS.jsonl]

CORPUS is a folder of sets (`<set>/gold.jsonl`, `<set>/pages/<id>.html.gz`). OUT gets `<set>.jsonl`, one object per
rendering: id, url, renderer, text (the gold), page. With `--each N`, each page is rendered by N of the renderers, which
rotate from page to page, so that all of them occur equally often. A page without a gold body is rendered only if RECORDS
(the output of copydesk for the HTML, `--format jsonl`) has a confident body for it, because HTML contains more
information than text. Needs lynx and w3m (system packages), beautifulsoup4, lxml and inscriptis; a missing renderer is skipped and reported.
Only training uses this.
"""
import argparse, gzip, json, os, re, shutil, subprocess, sys

SECONDS = 60
SURE = 0.85     # minimum confidence of a record whose body is used as gold
CUT = re.compile(rb"(?is)<(script|style|noscript|template)\b.*?</\1\s*>")
HOLDERS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figcaption", "td", "th", "dt", "dd", "pre", "li"}
PARTS = ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article", "blockquote", "figure",
         "header", "footer", "nav", "form", "aside", "main"]
LEAVES = {"div", "section"}
INLINE = {"a", "span", "button", "time", "label"}


class Source:
    """One page: its bytes without scripts, and its tree, which is parsed at most once."""

    def __init__(self, page):
        self.bytes = CUT.sub(b" ", page)
        self._soup = None

    def text(self):
        return self.bytes.decode("utf-8", "replace")

    def soup(self):
        if self._soup is None:
            from bs4 import BeautifulSoup
            self._soup = BeautifulSoup(self.text(), "lxml")
        return self._soup


def run(command, page):
    out = subprocess.run(command, input=page.bytes, capture_output=True, timeout=SECONDS).stdout
    return out.decode("utf-8", "replace")


def lynx(page):
    return run(["lynx", "-dump", "-nolist", "-stdin", "-force_html", "-assume_charset=utf-8",
                "-display_charset=utf-8"], page)


def w3m(page):
    return run(["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "100"], page)


def inscriptis(page):
    from inscriptis import get_text
    return get_text(page.text())


def gettext(page):
    return page.soup().get_text("\n", strip=True)


def psoup(page):
    """Returns one element per line, like scrapers that select paragraphs, headings, items and other elements with text."""
    out = []
    tree = page.soup().body
    for e in tree.find_all(True) if tree else []:
        if e.name in HOLDERS:
            take = e.find(PARTS) is None
        elif e.name in LEAVES:
            take = e.find(True) is None
        else:
            take = (e.name in INLINE and e.find(True) is None and e.parent.name in PARTS + ["ul", "ol"]
                    and not any(p.name in HOLDERS for p in e.parents))
        text = " ".join(e.get_text(" ").split()) if take else ""
        if text:
            out.append(text)
    return "\n\n".join(out)


RENDERERS = {"lynx": lynx, "gettext": gettext, "w3m": w3m, "psoup": psoup, "inscriptis": inscriptis}


def bodies(path):
    """Returns the bodies of confident records, by the file name of the page."""
    out = {}
    for line in open(path):
        r = json.loads(line)
        if r["outcome"] == "article" and r["confidence"] >= SURE:
            out[os.path.basename(r["source"]).split(".html")[0]] = r["text"]
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("corpus"); ap.add_argument("out")
    ap.add_argument("--sets", default="wcxb-dev,fundus-dev,readability")
    ap.add_argument("--types", default="article", help="page types to render, in sets that have types")
    ap.add_argument("--renderers", default=",".join(RENDERERS))
    ap.add_argument("--each", type=int, default=len(RENDERERS), help="renderers per page")
    ap.add_argument("--records")
    a = ap.parse_args()
    known = bodies(a.records) if a.records else {}
    names = [r for r in a.renderers.split(",") if r not in ("lynx", "w3m") or shutil.which(r)]
    for missing in set(a.renderers.split(",")) - set(names):
        print(f"render.py: {missing} is not installed: skipped", file=sys.stderr)
    os.makedirs(a.out, exist_ok=True)
    turn = 0
    for s in a.sets.split(","):
        folder = os.path.join(a.corpus, s)
        with open(os.path.join(a.out, s + ".jsonl"), "w") as out:
            for line in open(os.path.join(folder, "gold.jsonl")):
                g = json.loads(line)
                g["text"] = g.get("text") or known.get(g["id"])
                if not g["text"] or s.startswith("wcxb") and g.get("type") not in a.types.split(","):
                    continue
                page = Source(gzip.open(os.path.join(folder, "pages", g["id"] + ".html.gz")).read())
                for name in [names[(turn + i) % len(names)] for i in range(min(a.each, len(names)))]:
                    try:
                        text = RENDERERS[name](page)
                    except Exception as e:  # any renderer may fail on any page
                        print(f"render.py: {s}/{g['id']}: {name}: {e}", file=sys.stderr)
                        continue
                    out.write(json.dumps({"id": f"{s}/{g['id']}-{name}", "url": g.get("url"), "renderer": name,
                                          "text": g["text"], "page": text}) + "\n")
                turn += 1


if __name__ == "__main__":
    main()
