"""Makes pages of kinds that the labeled sets lack from the pages they have.

    python train/augment.py OUT_DIR CORPUS_DIR...

Each page keeps its site, so that cross-validation by domain holds, and pieces of other pages come from the page's own
fold. Five kinds:

    short     an article whose story is cut to its first 20 to 180 words; everything else on the page is kept
    feed      complete other stories in synthetic markup, before, inside, or after a short or a whole story
    cards     a list of teasers with linked titles, dates, authors and long descriptions, in the same places
    thread    a forum thread in one of many markups, with text of the forum pages
    script    a page whose words are replaced by invented words of another script, like a language without
              word tables

Everything inserted has the attribute `data-copydesk-splice` and is not part of the gold. Seeded.
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
import splice

WEIGHTS = {"short": 0.4, "feed": 0.2, "cards": 0.25, "thread": 0.5, "script": 0.25}
LIMITS = {"short": 420, "feed": 260, "cards": 320, "script": 260}
SHORT_WORDS = (20, 180)
MIN_COVERED = 0.9       # share of the gold's words in paragraphs that can be cut
MAX_BYTES = 700_000     # maximum bytes of a page that is changed

# Names as templates have them: plain, in blocks and elements, in other languages, machine-made, or none.
CARD_NAMES = ["card", "teaser", "item", "post", "entry", "list-item", "news-item", "story", "box", "media", "artikel",
              "noticia", "nota", "berita", "haber", "tin", "news_li", "el-card", "c-card", "b-item", "m-teaser", "tile"]
LIST_NAMES = ["list", "grid", "items", "row", "cards", "listing", "river", "stream", "section", "block", "latest",
              "lista", "terkait", "ilgili", "wrapper", "module", "col-md-8", "content", "main-content", "posts"]
PART_NAMES = ["title", "heading", "meta", "date", "time", "excerpt", "summary", "desc", "description", "info", "byline",
              "thumb", "image", "author", "text", "body", "link", "more"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
NICKNAMES = ["otter", "heron77", "Mika", "old_salt", "J. Brandt", "lena.k", "xx_rider", "Tomasz", "小明", "観月", "nur92",
             "Aylin", "Petra V.", "gadgetman", "kbd-fan", "anon4711", "Rui", "Sana", "마루", "Otto"]


def date(d):
    day, month, year = d.randint(1, 28), d.randint(1, 10), d.randint(2009, 2025)
    return d.choice([f"{day} {MONTHS[month - 1]} {year}", f"{MONTHS[month - 1]} {day}, {year}", f"{year}-{month:02}-{day:02}",
                     f"{day:02}.{month:02}.{year}", f"{day:02}/{month:02}/{year}", f"{year}年{month}月{day}日",
                     f"{d.randint(2, 23)} hours ago", f"{year}-{month:02}-{day:02} {d.randint(0, 23):02}:{d.randint(0, 59):02}"])


def names(d, pool):
    """Returns a function from a part to its class attribute, in one style per list."""
    style = d.randrange(5)
    base = d.choice(pool)

    def attribute(part=""):
        if style == 0:
            return ""
        if style == 1:
            return f' class="{base}{"__" + part if part else ""}"'
        if style == 2:
            return f' class="{part or base}"'
        if style == 3:
            made = hashlib.md5(f"{base}{part}{style}".encode()).hexdigest()[:6]
            return f' class="css-{made}"'
        return f' class="{base}{"-" + part if part else ""} {d.choice(["clearfix", "u-mb", "row", "flex"])}"'

    return attribute


def escape(text):
    return entities.escape(text.strip())


class Donor:
    """Returns the parts of a story that can be inserted into another page: its title and paragraphs."""

    def __init__(self, key, site, title, paragraphs):
        self.key, self.site, self.title, self.paragraphs = key, site, title, paragraphs


def card_list(donors, d):
    """A list of teasers: one markup for all of them."""
    of, outer = names(d, CARD_NAMES), names(d, LIST_NAMES)
    item, group = d.choice([("li", "ul"), ("div", "div"), ("article", "div"), ("article", "section"), ("li", "ol"), ("div", "section")])
    heading = d.choice(["h2", "h3", "h3", "h4", "h5", "p", "div", "strong", None])
    link = d.choice(["title", "title", "all", "more"])
    parts = {p: d.random() < q for p, q in (("image", .6), ("date", .6), ("author", .35), ("more", .3), ("text", .8))}
    text_tag, long = d.choice(["p", "div", "span", "p"]), d.random() < .6
    first = d.random() < .5
    cards = []
    for donor in donors:
        words = " ".join(donor.paragraphs[:2]).split()
        text = " ".join(words[:d.randint(18, 75) if long else d.randint(6, 20)]) + d.choice(["", "", "…", " [...]", "..."])
        href = f"/{d.choice(['news', 'a', 'story', '2024/05'])}/{hashlib.md5(donor.key.encode()).hexdigest()[:7]}"
        title = escape(donor.title)
        title = f'<a href="{href}">{title}</a>' if link == "title" else title
        head = f'<{heading}{of("title")}>{title}</{heading}>' if heading else title
        image = f'<a href="{href}"><img src="/i/{d.randrange(999)}.jpg" alt=""></a>' if link == "title" else f'<img src="/i/{d.randrange(999)}.jpg">'
        image = f'<div{of("image")}>{image}</div>' if parts["image"] else ""
        meta = (f'<span{of("author")}>{d.choice(NICKNAMES)}</span> ' if parts["author"] else "") + \
            (f'<{"time" if first else "span"}{of("date")}>{date(d)}</{"time" if first else "span"}>' if parts["date"] else "")
        meta = f'<div{of("meta")}>{meta}</div>' if meta else ""
        body = f'<{text_tag}{of("excerpt")}>{escape(text)}</{text_tag}>' if parts["text"] else ""
        more = f'<a href="{href}"{of("more")}>{d.choice(["Read more", "More", "Continue reading", "Weiterlesen", "Selengkapnya", "阅读全文", "»"])}</a>' if parts["more"] else ""
        inside = image + (head + meta + body if first else meta + head + body) + more
        if link == "all":
            inside = f'<a href="{href}">{inside}</a>'
        cards.append(f"<{item}{of()}>{inside}</{item}>")
    label = d.choice(["Related", "More news", "Latest", "Read also", "Mehr zum Thema", "Lo más leído", "Berita lainnya", "相关新闻", "関連記事", "İlgili Haberler", "", "", ""])
    label = f'<{d.choice(["h2", "h3", "div", "p"])}>{label}</{d.choice(["h2", "h3", "div", "p"])}>' if label else ""
    label = re.sub(r"^<(\w+)>(.*)</\w+>$", r"<\1>\2</\1>", label)
    return f"<div>{label}<{group}{outer()}>" + "".join(cards) + f"</{group}></div>"


def feed(donors, d):
    """Returns complete stories, one after another."""
    of = names(d, CARD_NAMES)
    item, heading = d.choice(["div", "article", "section", "div"]), d.choice(["h1", "h2", "h2", "h3"])
    linked, dated, text_tag = d.random() < .5, d.random() < .7, d.choice(["p", "p", "p", "div"])
    out = []
    for donor in donors:
        title = escape(donor.title)
        title = f'<a href="/{hashlib.md5(donor.key.encode()).hexdigest()[:7]}">{title}</a>' if linked else title
        meta = f'<div{of("meta")}>{d.choice(NICKNAMES) + " · " if d.random() < .5 else ""}{date(d)}</div>' if dated else ""
        text = "".join(f"<{text_tag}>{escape(p)}</{text_tag}>" for p in donor.paragraphs[:d.randint(1, 14)])
        out.append(f'<{item}{of()}><{heading}{of("title")}>{title}</{heading}>{meta}<div{of("text")}>{text}</div></{item}>')
    return "<div>" + "".join(out) + "</div>"


def cut(story, d):
    """Truncates a story in its tree. Returns the remaining text, or None."""
    units = [u for u in story.container.css(splice.UNITS) if len(u.text()) > 20 and story.share(u.text(separator=" ")) > 0.8]
    words = [len(labels.tokens(u.text(separator=" "))) for u in units]
    gold = story.gold_words
    if not units or sum(words) < MIN_COVERED * gold:
        return None
    wanted, kept, have = d.randint(*SHORT_WORDS), [], 0
    for unit, n in zip(units, words):
        if kept and have + n > wanted * 1.3 or have >= wanted:
            break
        kept.append(unit.text(separator=" ").strip())
        have += n
    rest = units[len(kept):]
    if not rest or have < 8:
        return None
    for unit in rest:
        # A list or table without remaining items is removed.
        parent = unit.parent
        unit.decompose()
        while parent is not None and parent.tag in ("ul", "ol", "blockquote", "tr", "table", "tbody", "div") \
                and parent.mem_id != story.container.mem_id and not parent.text(strip=True) and not parent.css("img"):
            parent, empty = parent.parent, parent
            empty.decompose()
    left = story.container.text(separator=" ")
    if sum(story.share(u.text(separator=" ")) > 0.8 for u in story.container.css(splice.UNITS) if len(u.text()) > 20) > len(kept) * 1.5 + 2:
        return None
    return "\n".join(kept) if left else None


def place(story, markup, kind, d):
    """Inserts a piece before, inside or after the story."""
    where = d.random()
    container, node = story.container, splice.marked(markup, kind)
    if where < .55:
        container.insert_after(node)
    elif where < .75:
        container.insert_child(node)
    elif where < .9 and len(story.paragraphs) > 3:
        d.choice(story.paragraphs[:-1]).insert_after(node)
    else:
        container.insert_before(node)


def thread(posts, title, d):
    """A thread of posts in one of several markups: the HTML, and the text of the posts."""
    of = names(d, ["post", "message", "comment", "reply", "answer", "topic", "bbp-reply", "postbody", "node", "row", "item"])
    style = d.randrange(6)
    actions = d.sample(["Reply", "Quote", "Like", "Report", "Share", "Link", "回复", "Antworten", "Responder", "0", "▲", "Permalink"], 3)
    out = []
    for n, post in enumerate(posts):
        who, when = d.choice(NICKNAMES), date(d)
        text = "".join(f"<p>{escape(p)}</p>" for p in post) if d.random() < .6 else "<br><br>".join(map(escape, post))
        tools = " ".join(f'<a href="#">{a}</a>' for a in actions)
        profile = f"<div{of('profile')}><b>{who}</b><br>{d.choice(['Member', 'Senior Member', 'Newbie', '会员', 'Mitglied'])}<br>Posts: {d.randint(1, 9000)}<br>Joined: {date(d)}</div>"
        if style == 0:
            out.append(f'<tr><td width="20%">{profile}</td><td><div class="smallfont">{when}</div><hr><div{of("text")}>{text}</div><div>{tools}</div></td></tr>')
        elif style == 1:
            out.append(f'<article{of()} id="post-{n}"><div{of("head")}>{who} · <time>{when}</time> · #{n + 1}</div><div{of("text")}>{text}</div><div{of("tools")}>{tools}</div></article>')
        elif style == 2:
            out.append(f'<li{of()}><div{of("author")}><a href="/u">{who}</a> <span>{when}</span></div><div{of("text")}>{text}</div>{tools}</li>')
        elif style == 3:
            out.append(f'<div{of()}>{profile}<div{of("content")}><p class="author">by <strong>{who}</strong> » {when}</p><div{of("text")}>{text}</div><div class="signature">{who} — {d.choice(["keep it simple", "life is short", "my other car is a boat"])}</div></div></div>')
        elif style == 4:
            out.append(f'<div{of()}><div class="votecell"><span>{d.randint(0, 40)}</span></div><div{of("text")}>{text}</div><div>{tools}</div><div{of("user")}>answered {when} <a href="/u">{who}</a></div></div>')
        else:
            out.append(f'<section{of()}><header><h4>{who}</h4><small>{when}</small></header>{text}<footer>{tools}</footer></section>')
    inner = "".join(out)
    inner = {0: f'<table width="100%">{inner}</table>', 2: f"<ul>{inner}</ul>"}.get(style, f"<div{of('list')}>{inner}</div>")
    board = d.choice(["Lake Board", "Motor Forum", "Garten-Forum", "技术论坛", "Foro de radio", "Q&A"])
    side = "".join(f'<li><a href="/t/{i}">{escape(p[0][:60])}</a></li>' for i, p in enumerate(posts[:6]))
    return (f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)} | {board}</title></head><body>'
            f'<div class="nav"><a href="/">Home</a> <a href="/f">Forums</a> <a href="/m">Members</a> <a href="/login">Log in</a></div>'
            f'<div class="wrap"><{d.choice(["h1", "h2", "h1"])}>{escape(title)}</{"h1"}><div class="pages">Page 1 of 2 <a href="?p=2">2</a> <a href="?p=2">Next</a></div>'
            f'{inner}<div class="quick-reply"><a href="/login">Log in to reply</a></div><div class="similar"><h3>Similar threads</h3><ul>{side}</ul></div></div>'
            f'<div class="footer"><p>© {board}. <a href="/terms">Terms</a> <a href="/privacy">Privacy</a></p></div></body></html>')


# First and last letters of the replacement scripts; ideographs have no spaces.
SCRIPTS = {"hi": (0x0915, 0x0939), "he": (0x05d0, 0x05ea), "ar": (0x0627, 0x064a), "ru": (0x0430, 0x044f), "el": (0x03b1, 0x03c9),
           "ka": (0x10d0, 0x10f0), "hy": (0x0561, 0x0586), "am": (0x1210, 0x1357), "ta": (0x0b95, 0x0bb9), "bn": (0x0995, 0x09b9),
           "ko": (0xac00, 0xd7a3), "zh": (0x4e00, 0x8fff), "la": (0x61, 0x7a)}
LATIN = re.compile(r"[A-Za-zÀ-ÿ']+")


def stop_words():
    """Stop words by language, from the library's table."""
    out, language = {}, None
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src", "lexicon", "data", "stopwords.txt"), encoding="utf-8") as f:
        for line in map(str.strip, f):
            if line.startswith("["):
                language = line[1:-1].split()[0]
            elif line and not line.startswith("#"):
                out.setdefault(language, []).extend(line.split())
    return out


class Words:
    """Replaces words consistently by words of similar length, and stop words by stop words."""

    def __init__(self, script, known, salt):
        self.low, self.high = SCRIPTS[script]
        self.script, self.salt = script, salt
        table = stop_words()
        self.english = {w: i for i, w in enumerate(table["en"])}
        self.stops = table.get(script) if known else None

    def word(self, match):
        w = match.group(0)
        if self.stops and w.lower() in self.english:
            return self.stops[self.english[w.lower()] % len(self.stops)]
        h = int(hashlib.md5((self.salt + w.lower()).encode()).hexdigest(), 16)
        size = len(w) if self.script not in ("zh", "ko") else max(1, round(len(w) / 2.4))
        out = []
        for _ in range(size):
            h, n = divmod(h, self.high - self.low + 1)
            out.append(chr(self.low + n))
            h = h or 7919
        out = "".join(out)
        return out.capitalize() if w[0].isupper() and self.script in ("ru", "el", "la", "hy") else out

    def text(self, s):
        s = LATIN.sub(self.word, s)
        if self.script == "zh":
            s = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", s).replace(", ", "，").replace(". ", "。").replace("? ", "？")
            s = re.sub(r"\.$", "。", s)
        elif self.script in ("hi", "bn"):
            s = re.sub(r"\.(?=\s|$)", "।", s)
        return s


SKIPPED = re.compile(r"(<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|<!--.*?-->|<[^>]*>)", re.S | re.I)
CONTENT = re.compile(r'(<meta[^>]*(?:og:title|og:description|twitter:title|name="description")[^>]*content=")([^"]*)(")', re.I)


def substituted(page, words, language):
    """A page in another script: text nodes, titles and descriptions; data in scripts loses its titles."""
    parts = SKIPPED.split(page)
    for i in range(0, len(parts), 2):
        if parts[i].strip():
            parts[i] = words.text(entities.unescape(parts[i])).replace("&", "&amp;").replace("<", "&lt;")
    page = "".join(parts)
    page = CONTENT.sub(lambda m: m[1] + words.text(entities.unescape(m[2])).replace('"', "&quot;") + m[3], page)
    page = re.sub(r'<script[^>]*application/ld\+json.*?</script>', "", page, flags=re.S | re.I)
    return re.sub(r'(<html[^>]*\blang=")[^"]*(")', rf"\g<1>{language}\2", page, count=1)


def load(folders):
    for folder in folders:
        for name, g in sorted(corpus.gold(folder).items()):
            if g.get("text") and "fakehost" not in (g.get("url") or ""):
                yield folder, name, g, folds.site(g, corpus, folder)


def main(out, folders, seed=11):
    os.makedirs(out, exist_ok=True)
    articles, forums, donors = [], [], {}
    for folder, name, g, site in load(folders):
        key = f"{os.path.basename(folder)}-{name}"
        if (g.get("type") or "article") == "forum":
            forums.append((key, site, g))
        elif (g.get("type") or "article") == "article":
            articles.append((key, folder, g, site))
            lines = [p.strip() for p in g["text"].split("\n") if len(p.strip()) > 50]
            title = g.get("title") or (lines[0][:70].rsplit(" ", 1)[0] if lines else "")
            if len(lines) >= 2 and title:
                donors.setdefault(folds.fold(site), []).append(Donor(key, site, title, lines))
    left = dict(LIMITS)
    order = sorted(articles, key=lambda a: hashlib.md5(f"{seed}{a[0]}".encode()).hexdigest())
    with open(os.path.join(out, "gold.jsonl"), "w", encoding="utf-8") as records:

        def write(key, kind, page, g, site, **more):
            name = f"{key}-{kind}"
            corpus.write_page(out, name, page)
            records.write(json.dumps({**g, "id": name, "site": site, "splice": kind, "weight": WEIGHTS[kind], **more},
                                     ensure_ascii=False) + "\n")
            if kind in left:
                left[kind] -= 1

        for key, folder, g, site in order:
            d = random.Random(int(hashlib.md5(f"{seed}{key}".encode()).hexdigest(), 16))
            page = corpus.html(folder, str(g["id"]))
            if page is None or len(page) > MAX_BYTES:
                continue
            others = [x for x in donors.get(folds.fold(site), []) if x.site != site]
            if left["short"] > 0 and (story := parsed(page, g)) and (text := cut(story, d)):
                write(key, "short", story.tree.html, g, site, text=text, whole=g["text"], type="article")
            for kind, make, count in (("feed", feed, (1, 5)), ("cards", card_list, (3, 14))):
                if left[kind] <= 0 or len(others) < 15 or d.random() < .35 or not (story := parsed(page, g)):
                    continue
                text = cut(story, d) if d.random() < .6 else None
                story = story if text else parsed(page, g)
                for _ in range(d.choice([1, 1, 2])):
                    place(story, make(d.sample(others, d.randint(*count)), d), kind, d)
                write(key, kind, story.tree.html, g, site, text=text or g["text"], **({"whole": g["text"]} if text else {}))
            if left["script"] > 0 and d.random() < .4:
                script = d.choice(sorted(SCRIPTS))
                words = Words(script, d.random() < .5, key)
                write(key, "script", substituted(page, words, script), g, site, text=words.text(g["text"]))
        for key, site, g in forums:
            d = random.Random(int(hashlib.md5(f"{seed}{key}".encode()).hexdigest(), 16))
            lines = [p.strip() for p in g["text"].split("\n") if len(p.strip()) > 25]
            posts = []
            while lines and len(posts) < 25:
                size = d.choice([1, 1, 1, 2, 3])
                posts.append(lines[:size])
                lines = lines[size:]
            if len(posts) >= 2:
                title = (g.get("title") or posts[0][0][:70]).strip()
                write(key, "thread", thread(posts, title, d), g, site, text="\n".join("\n".join(p) for p in posts), type="forum",
                      url=d.choice(["", g.get("url") or ""]))


def parsed(page, g):
    """Returns a page's story with its container, or None."""
    story = splice.Story(page, g["text"])
    if story.container is None:
        return None
    story.gold_words = len(labels.tokens(g["text"]))
    return story


if __name__ == "__main__":
    main(sys.argv[1], [os.path.normpath(f) for f in sys.argv[2:]])
