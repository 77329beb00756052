"""Makes pages with junk that is rare in the labeled sets, by splicing pieces of other pages into a story's page.

    python train/splice.py OUT_DIR CORPUS_DIR...

Labeled sets have few endless feeds, threads or boxes inside the text, so a model trained on them alone cannot tell where a
story ends. Each spliced page is a real one (A) with a known story container and one or more foreign pieces:

    next      the whole story container of another page, as the next sibling of A's (a feed)
    comments  a comment thread after the story
    cards     a box of teasers between two paragraphs
    bio       an author's biography after the last paragraph
    prompt    a newsletter prompt between two paragraphs or at the end

A piece's root has the attribute `data-copydesk-splice="<kind>"`; its content is not part of A's gold, while head,
metadata and URL remain A's. Pieces come from pages of A's own fold, so that cross-validation stays valid. Half of the
small pieces lose their class names, because other sites use other names.
"""
import hashlib
import html as entities
import json
import os
import random
import re
import sys

from selectolax.lexbor import LexborHTMLParser

import corpus
import folds
import labels

MARK = "data-copydesk-splice"
UNITS = "p,h1,h2,h3,h4,h5,h6,li,blockquote,pre,td,dd"
NEVER = {"html", "body", "main", "-undef"}
MIN_CHARS = 60          # minimum length of a gold paragraph that locates the story
MIN_GOLD = 0.35         # minimum share of the container's words
MAX_UNITS = 400
TITLE_DICE = 0.4
OTHER_SITE = 0.35       # share of pages that get a story of another site
NEUTRAL = 0.5           # share of small pieces without class names
MIXED = 0.45            # share of pages that get small pieces
WEIGHTS = {"same": 0.5, "other": 0.3, "mixed": 0.3}
KINDS = {
    "comments": (re.compile(r"\b(comments?|commentlist|comment-list|disqus|replies|thread|komment\w*|commentaires?|comentarios?|respond)\b"), 40, 1500),
    "cards": (re.compile(r"\b(related|recommend\w*|teasers?|more-\w+|read-?more|promo|also-?read|inline-?links?|trending|popular|most-?read)\b"), 8, 150),
    "bio": (re.compile(r"\b(bio|author-?(?:bio|box|info|card|description)|about-?(?:the-)?author|byline-?bio|contributor)\b"), 12, 120),
    "prompt": (re.compile(r"\b(newsletter|subscri\w+|sign-?up|paywall|donat\w+|membership|opt-?in)\b"), 5, 90),
}


def shingles(tokens, n=4):
    return {tuple(tokens[i:i + n]) for i in range(len(tokens) - n + 1)}


def dice(a, b):
    a, b = set(a), set(b)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def path(node):
    """Returns the ancestors from the root down to the node itself."""
    out = []
    while node is not None and node.tag not in ("-undef", "document"):
        out.append(node)
        node = node.parent
    return out[::-1]


class Story:
    """A parsed page and its story; `container` is None if the story cannot be located."""

    def __init__(self, text, gold):
        self.tree = LexborHTMLParser(text)
        self.container, self.paragraphs = None, []
        body = self.tree.body
        if body is None:
            return
        self.gold = shingles(labels.tokens(gold))
        title = labels.tokens(self.tree.css_first("title").text() if self.tree.css_first("title") else "")
        first_heading, found = None, []
        for unit in body.css(UNITS):
            t = unit.text(separator=" ")
            if unit.tag in ("h1", "h2") and not found and dice(labels.tokens(t), title) > TITLE_DICE:
                first_heading = unit if first_heading is None or unit.tag == "h1" else first_heading
            elif len(t) > MIN_CHARS and self.share(t) > 0.8:
                found.append(unit)
        if first_heading is None or not found:
            return
        paths = [path(u) for u in [first_heading, *found]]
        common = None
        for level in zip(*paths):
            if any(n.mem_id != level[0].mem_id for n in level[1:]):
                break
            common = level[0]
        if common is None or common.tag in NEVER or common.mem_id == first_heading.mem_id:
            return
        words = labels.tokens(common.text(separator=" "))
        inside = [u for u in common.css(UNITS)]
        gold_words = sum(len(labels.tokens(u.text(separator=" "))) for u in found)
        if len(inside) > MAX_UNITS or gold_words < MIN_GOLD * len(words):
            return
        self.container = common
        self.paragraphs = [u for u in found if u.tag == "p"]

    def share(self, text):
        s = shingles(labels.tokens(text))
        return len(s & self.gold) / len(s) if s else 0.0

    def pieces(self):
        """Returns small pieces of junk on this page: (kind, HTML)."""
        for node in self.tree.body.css("div[class],section[class],aside[class],ul[class],ol[class],div[id],section[id],p[class]"):
            a = node.attributes
            names = f"{a.get('class') or ''} {a.get('id') or ''}".replace("_", "-").lower()
            for kind, (pattern, low, high) in KINDS.items():
                if pattern.search(names):
                    t = node.text(separator=" ")
                    n = len(t.split())
                    if low <= n <= high and self.share(t) < 0.05:
                        yield kind, node.html
                    break


def renamed(markup, tag, classes):
    """Returns the content of an element in a root with another tag and class."""
    root = LexborHTMLParser(markup).body.first_child
    inner = re.sub(r"^<[^>]*>|</[^>]*>$", "", root.html or "")
    attribute = f' class="{entities.escape(classes)}"' if classes else ""
    return f"<{tag}{attribute}>{inner}</{tag}>"


def marked(markup, kind, neutral=False):
    node = LexborHTMLParser(markup).body.first_child
    if neutral:
        for n in [node, *node.css("*")]:
            for name in [k for k in n.attributes if k in ("class", "id", "role", "aria-label") or k.startswith("data-")]:
                del n.attrs[name]
    node.attrs[MARK] = kind
    return node


def load(folders):
    """Returns all pages with a complete gold body: key, fold, domain, folder, record."""
    out = []
    for folder in folders:
        for name, g in corpus.gold(folder).items():
            if g.get("text") and g.get("type") == "article" and "fakehost" not in (g.get("url") or ""):
                site = folds.site(g, corpus, folder)
                out.append((f"{os.path.basename(folder)}-{name}", folds.fold(site), site, folder, g))
    return out


def main(out, folders, seed=7):
    pages = load(folders)
    dice_ = random.Random(seed)
    stories, pool, sites = {}, {}, {}
    for key, fold, site, folder, g in pages:
        text = corpus.html(folder, str(g["id"]))
        if text is None:
            continue
        s = Story(text, g["text"])
        if s.tree.body is None:
            continue
        for kind, markup in s.pieces() if s.container is not None else ():
            pool.setdefault((fold, kind), []).append((site, markup))
        if s.container is not None:
            stories[key] = s.container.html
            sites.setdefault(site, []).append(key)
    by_fold = {}
    for key, fold, site, _, _ in pages:
        if key in stories:
            by_fold.setdefault(fold, []).append((site, key))
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "gold.jsonl"), "w", encoding="utf-8") as records:
        for key, fold, site, folder, g in pages:
            if key not in stories:
                continue
            # Each page has its own random numbers, so that adding or removing a page does not change the others.
            d = random.Random(int(hashlib.md5(f"{seed}{key}".encode()).hexdigest(), 16))
            same = [k for k in sites[site] if k != key]
            jobs = []
            if same:
                count = 2 if len(same) > 1 and d.random() < 0.5 else 1
                jobs.append(("same", d.sample(same, count)))
            elif d.random() < OTHER_SITE:
                others = [k for s, k in by_fold[fold] if s != site]
                if others:
                    jobs.append(("other", [d.choice(others)]))
            if d.random() < MIXED:
                jobs.append(("mixed", []))
            for job, donors in jobs:
                s = Story(corpus.html(folder, str(g["id"])), g["text"])
                done = feed(s, [stories[k] for k in donors], job) if donors else mix(s, pool, fold, site, d)
                if not done:
                    continue
                name = f"{key}-{job}"
                corpus.write_page(out, name, s.tree.html)
                records.write(json.dumps({**g, "id": name, "site": site, "splice": job, "kinds": done,
                                          "weight": WEIGHTS[job]}, ensure_ascii=False) + "\n")


def feed(story, donors, job):
    a = story.container
    for markup in reversed(donors):
        if job == "other":
            markup = renamed(markup, a.tag, a.attributes.get("class"))
        a.insert_after(marked(markup, "next"))
    return ["next"] * len(donors)


def mix(story, pool, fold, site, d):
    """Inserts one to three small pieces. Returns their kinds."""
    done, paragraphs = [], story.paragraphs
    if len(paragraphs) < 3:
        return done
    middle = paragraphs[: -1]
    for kind in d.sample(sorted(KINDS), d.choice([1, 2, 2, 3])):
        choice = pool.get((fold, kind))
        if not choice:
            continue
        node = marked(d.choice(choice)[1], kind, d.random() < NEUTRAL)
        if kind == "comments":
            if d.random() < 0.5:
                story.container.insert_after(node)
            else:
                story.container.insert_child(node)
        elif kind == "bio" or (kind == "prompt" and d.random() < 0.3):
            paragraphs[-1].insert_after(node)
        else:
            d.choice(middle).insert_after(node)
        done.append(kind)
    return done


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
