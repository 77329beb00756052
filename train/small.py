"""Small pages of manuals, wikis and notebooks, and boxes below the headline: kinds that the labeled sets hardly have.

    python train/small.py OUT_DIR CORPUS_DIR...

Two kinds:

    small   a page made of paragraphs of a labeled story and of tables, code, lists, notes, figures and call-outs, in
            varied markup, in the container of an article, of a manual or of nothing in particular, with no boilerplate,
            a little, or the side bars of a manual
    box     a labeled story with a box between its headline and its text: a summary by a machine with a disclaimer, a
            checked claim with a verdict, a player, contents, an author, a prompt

Text comes from the story itself or from stories of its fold, so that cross-validation by domain holds and all languages
of the sets occur; a third of the small pages have their words replaced by another script (augment.Words). What is not
part of the story carries `data-copydesk-splice`. Captions are neither learned as body nor as foreign: the sets contradict
each other. Seeded.
"""
import hashlib
import json
import os
import random
import re
import sys

import augment
import corpus
import folds
import splice
from augment import escape

WEIGHTS = {"small": 0.4, "box": 0.4}
LIMITS = {"small": 420, "box": 300}
MAX_BYTES = 700_000     # of a page that gets a box
SCRIPT_SHARE = 0.33     # of small pages that are written in another script
SENTENCE = re.compile(r"(?<=[.!?。！？।])\s+|(?<=[。！？])")
FOREIGN = 'data-copydesk-splice="made"'

CODE = {
    "python": ["import {a}", "def {a}({b}, {c}):", "    {b} = {c}.{d}({n})", "    return {b} + {n}", "for {b} in {a}({n}, {m}):",
               "    print({b}.{c})", "# {a} before {b}", "class {A}:", "    {a}: int = {n}", "{a} = [{n}, {m}]", "if {a} is None:"],
    "javascript": ["const {a} = require('{b}');", "function {a}({b}) {{", "  return {b}.{c}({n});", "}}", "// {a} and {b}",
                   "let {a} = {{ {b}: {n}, {c}: '{d}' }};", "export default {a};", "await {a}.{b}({c});", "{a}.map({b} => {b} * {n});"],
    "rust": ["use {a}::{b};", "fn {a}({b}: &str) -> u32 {{", "    let {c} = {b}.len();", "    {c} + {n}", "}}", "struct {A} {{",
             "    {a}: Vec<u8>,", "/// Returns the {a}.", "match {a} {{ {n} => {b}, _ => {c} }}"],
    "bash": ["$ {a} install {b}", "{a} --{b} {n} {c}", "cd {a}/{b} && {c}", "export {A}={b}", "# {a}", "{a} | grep {b} > {c}.txt"],
    "json": ["{{", '  "{a}": "{b}",', '  "{c}": {n},', '  "{d}": [{n}, {m}]', "}}"],
    "yaml": ["{a}:", "  {b}: {n}", "  - {c}", "  - {d}", "{b}: true"],
    "c": ["#include <{a}.h>", "int {a}(int {b}) {{", "  return {b} << {n};", "}}", "/* {a} {b} */", 'printf("%d\\n", {a});'],
    "sql": ["SELECT {a}, {b} FROM {c}", "WHERE {a} > {n}", "ORDER BY {b} DESC;", "INSERT INTO {c} VALUES ({n}, '{d}');"],
    "": ["{a} {b} {n}", "[{A}] {c} = {d}", "{a}/{b}/{c}", "{n}: {a}  {m}", "#eval {n} * {m}", "{m}", "theorem {a} : {b} := {c}"],
}
IDENTIFIERS = ["value", "count", "reader", "index", "buffer", "items", "parse", "open", "river", "boat", "tide", "result", "node",
               "path", "config", "load", "size", "name", "token", "stream", "window", "ledger", "queue", "merge", "split"]
FACTS = ["yes", "no", "—", "n/a", "✓", "1.2", "0.75", "128", "2.4 GB", "3 h", "v2", "12 %", "€ 40", "2019", "1,024", "-7", "+3.5"]

HEADINGS = ["Overview", "Usage", "Installation", "Examples", "Options", "Parameters", "Notes", "Background", "Results", "Method",
            "Configuration", "Limits", "History", "Comparison", "Voraussetzungen", "Beispiele", "Ergebnisse", "Contexte", "Exemples",
            "Uso", "Resultados", "Contesto", "Przykłady", "Kullanım", "概要", "使い方", "安装", "示例", "결과", "Пример", "Итоги", "النتائج"]
NOTES = ["Notes", "References", "Footnotes", "Sources", "Anmerkungen", "Einzelnachweise", "Références", "Notas", "Note", "Przypisy",
         "Notlar", "脚注", "参考文献", "注释", "각주", "Примечания", "المراجع", "", ""]
CALLOUTS = [("note", "Note"), ("warning", "Warning"), ("tip", "Tip"), ("info", "Info"), ("caution", "Caution"), ("important", "Important"),
            ("hint", "Hinweis"), ("attention", "Attention"), ("note", "Nota"), ("note", "注意"), ("tip", "ヒント"), ("note", "Примечание")]
LINKS = ["Home", "Docs", "About", "Blog", "Contact", "Changelog", "Download", "Guide", "API", "FAQ", "Tags", "Archive", "Über uns",
         "Accueil", "Inicio", "Contatti", "O nas", "İletişim", "ホーム", "首页", "관련", "Главная", "الرئيسية"]
ENDS = ["Was this page helpful? Yes No", "Edit this page", "Last updated 3 March 2024", "© 2024 The authors. All rights reserved.",
        "Share on X Facebook Reddit", "Diese Seite bearbeiten", "Cette page vous a-t-elle été utile ?", "© 2023 Alle Rechte vorbehalten",
        "上一页 下一页", "このページを編集", "Previous Next", "Report a problem", "Back to top", "Powered by a generator", "CC BY 4.0"]
PROMPTS = ["Subscribe to get the next post by mail.", "Enjoyed this? Join the newsletter.", "Abonnieren Sie unseren Newsletter.",
           "Recevez nos articles par e-mail.", "Suscríbete a nuestro boletín.", "Bültenimize abone olun.", "订阅我们的通讯", "뉴스레터를 구독하세요",
           "メールマガジンに登録する", "Подпишитесь на рассылку", "Berlangganan buletin kami.", "Zapisz się do newslettera."]
SUMMARIES = [("AI summary", "This summary was generated by AI and checked by an editor. It may contain mistakes."),
             ("Key takeaways", "Generated automatically. Read the full article for the context."),
             ("Summary", "Made with the help of artificial intelligence, reviewed by the newsroom."),
             ("KI-Zusammenfassung", "Diese Zusammenfassung wurde mit KI erstellt und kann Fehler enthalten."),
             ("Résumé par l'IA", "Ce résumé a été généré par une intelligence artificielle. Il peut contenir des erreurs."),
             ("Resumen con IA", "Este resumen fue generado por inteligencia artificial y revisado por la redacción."),
             ("Riassunto", "Questo riassunto è stato generato da un sistema automatico."),
             ("Podsumowanie AI", "Streszczenie przygotowane przez sztuczną inteligencję. Może zawierać błędy."),
             ("Yapay zeka özeti", "Bu özet yapay zeka tarafından hazırlanmıştır, hata içerebilir."),
             ("Ringkasan AI", "Ringkasan ini dibuat oleh AI. Baca artikel lengkap untuk konteksnya."),
             ("AI 요약", "이 요약은 인공지능이 자동으로 생성했습니다. 정확한 내용은 본문을 확인하세요."),
             ("AI要約", "この要約はAIが自動で作成したものです。正確な内容は本文をご確認ください。"),
             ("AI摘要", "本摘要由人工智能自动生成，仅供参考，请以正文为准。"),
             ("Краткое содержание", "Пересказ подготовлен нейросетью и может содержать ошибки."),
             ("ملخص", "أُعد هذا الملخص بواسطة الذكاء الاصطناعي وقد يحتوي على أخطاء."),
             ("Tóm tắt", "Bản tóm tắt này do AI tạo ra, có thể có sai sót."),
             ("AI सारांश", "यह सारांश एआई द्वारा तैयार किया गया है और इसमें गलतियाँ हो सकती हैं।")]
CHECKS = [("Claim", "Verdict", ["False", "Mostly true", "Unproven", "Misleading"]), ("Behauptung", "Bewertung", ["Falsch", "Teilweise richtig"]),
          ("Affirmation", "Verdict", ["Faux", "Trompeur"]), ("Afirmación", "Veredicto", ["Falso", "Engañoso"]),
          ("Fact check", "Rating", ["Needs context", "Confirmed"]), ("查核", "结果", ["错误", "部分属实"]), ("Klaim", "Fakta", ["Salah", "Sebagian benar"])]
SOURCES = ["Checked by the research desk with public records.", "Source: our archive. How we check facts.", "Nachgeprüft vom Faktenteam.",
           "Vérifié par notre équipe.", "Comprobado por nuestro equipo de verificación.", "本文经过核实。", "Diperiksa oleh tim kami."]
PLAYERS = ["Listen to this article 4 min", "Artikel anhören 3:12", "Écouter cet article", "Escuchar noticia", "Dengarkan artikel", "听新闻 00:00 / 03:25",
           "기사 듣기", "この記事を聞く", "Слушать новость", "Haberi dinle"]


class Piece:
    """Part of a made page: markup, its text in reading order, and text that is neither body nor foreign."""

    def __init__(self, markup, lines=(), masked=()):
        self.markup, self.lines, self.masked = markup, list(lines), list(masked)


class Material:
    """Paragraphs to build from, used one after the other."""

    def __init__(self, paragraphs, d):
        self.paragraphs, self.d, self.at = paragraphs, d, 0

    def paragraph(self):
        self.at += 1
        return self.paragraphs[(self.at - 1) % len(self.paragraphs)]

    def words(self, low, high):
        """A few consecutive words, or characters of a script without spaces."""
        text = self.d.choice(self.paragraphs)
        words, size = text.split(), self.d.randint(low, high)
        if len(words) < 4:
            at = self.d.randrange(max(1, len(text) - 2 * size))
            return text[at:at + 2 * size].strip("。，、！？ ") or text[:2 * size]
        at = self.d.randrange(max(1, len(words) - size))
        return " ".join(words[at:at + size]).strip(" ,.;:") or words[0]

    def sentence(self):
        parts = [s for s in SENTENCE.split(self.d.choice(self.paragraphs)) if len(s) > 8]
        return self.d.choice(parts)[:300] if parts else self.words(6, 12)

    def link(self, text):
        return f'<a href="{self.d.choice(["/wiki/", "/docs/", "#", "https://other.example/", "/"])}{self.d.randrange(999)}">{escape(text)}</a>'


def code(m, d):
    language = d.choice(list(CODE))
    plain = []
    for _ in range(d.choice([1, 2, 3, 4, 6, 9, 14])):
        names = d.sample(IDENTIFIERS, 4)
        plain.append(d.choice(CODE[language]).format(a=names[0], b=names[1], c=names[2], d=names[3], A=names[0].title(), n=d.randint(0, 99), m=d.randint(100, 999)))
    style, named = d.randrange(9), f' class="language-{language}"' if language and d.random() < .7 else ""
    lines = [escape(line) if line.strip() else "" for line in plain]
    if d.random() < .5:
        lines = [re.sub(r"\b([A-Za-z]+)\b", lambda w: f'<span class="{d.choice(["k", "n", "hljs-keyword", "token function", "o"])}">{w[1]}</span>', line, count=2) for line in lines]
    body, numbers = "\n".join(lines), "\n".join(str(n + 1) for n in range(len(lines)))
    copy = f'<button {FOREIGN} class="copy">{d.choice(["Copy", "Kopieren", "复制", "Copier"])}</button>'
    markup = [
        f"<pre><code{named}>{body}</code></pre>",
        f"<pre>{body}</pre>",
        f'<div class="highlight"><pre{named}><code>{body}</code></pre></div>',
        f'<figure class="highlight"><table><tr><td class="gutter" {FOREIGN}><pre>{numbers}</pre></td><td class="code"><pre>{body}</pre></td></tr></table></figure>',
        f'<div class="code-block"><div class="bar" {FOREIGN}><span>{language or "text"}</span>{copy}</div><pre><code{named}>{body}</code></pre></div>',
        "<pre><code" + named + ">" + "\n".join(f'<span class="line" data-line="">{line}</span>' for line in lines) + "</code></pre>",
        '<div class="lines">' + "".join(f"<code class='row'>{line or '&nbsp;'}</code><br>" for line in lines) + "</div>",
        '<div class="rst"><pre class="literal-block">' + body + "</pre></div>",
        '<code class="block hl lean" style="white-space:pre">' + body + "</code>",
    ][style]
    return Piece(markup, plain)


def table(m, d):
    columns, rows = d.randint(2, 7), d.randint(1, 11)
    linked, numeric, layout = d.random() < .3, d.random() < .6, d.random()
    cell = lambda: d.choice(FACTS) if numeric and d.random() < .6 else m.words(1, 4)
    head = [m.words(1, 3) for _ in range(columns)]
    grid = [[cell() for _ in range(columns)] for _ in range(rows)]
    show = lambda t, n: m.link(t) if linked and n == 0 and not t[:1].isdigit() else escape(t)
    tag = d.choice(["th", "th", "td"])
    top = "<tr>" + "".join(f"<{tag}>{escape(h)}</{tag}>" for h in head) + "</tr>"
    body = "".join("<tr>" + "".join(f"<td>{show(t, n)}</td>" for n, t in enumerate(row)) + "</tr>" for row in grid)
    caption = m.words(3, 8) if layout < .25 else ""
    lines = ([caption] if caption else []) + head + [t for row in grid for t in row]
    inner = (f"<caption>{escape(caption)}</caption>" if caption else "") + (f"<thead>{top}</thead><tbody>{body}</tbody>" if layout > .4 else top + body)
    markup = f'<table{d.choice(["", " class=wikitable", " border=1", " class=table"])}>{inner}</table>'
    return Piece(f'<div class="table-wrapper">{markup}</div>' if layout > .75 else markup, lines)


def items(m, d):
    """A list: bullets, steps, links within the text, terms with definitions."""
    style = d.choice(["short", "short", "long", "links", "terms", "nested", "labeled"])
    count = d.randint(2, 9)
    texts = [m.sentence() if style in ("long",) else m.words(2, 8) for _ in range(count)]
    if style == "terms":
        pairs = [(m.words(1, 3), m.sentence()) for _ in range(count)]
        return Piece("<dl>" + "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in pairs) + "</dl>", [t for p in pairs for t in p])
    if style == "labeled":
        pairs = [(m.words(1, 3), m.sentence()) for _ in range(count)]
        return Piece("<ul>" + "".join(f"<li><strong>{escape(a)}</strong>: {escape(b)}</li>" for a, b in pairs) + "</ul>", [f"{a}: {b}" for a, b in pairs])
    if style == "links":
        rest = [m.words(3, 9) if d.random() < .6 else "" for _ in texts]
        lead = escape(m.words(4, 9)) + ":"
        return Piece(f"<p>{lead}</p><ul>" + "".join(f"<li>{m.link(t)}{' – ' + escape(r) if r else ''}</li>" for t, r in zip(texts, rest)) + "</ul>",
                     [lead] + [f"{t} {r}" for t, r in zip(texts, rest)])
    tag = d.choice(["ul", "ul", "ol"])
    shown = [f"<p>{escape(t)}</p>" if d.random() < .3 else escape(t) for t in texts]
    if style == "nested":
        inner = [m.words(2, 6) for _ in range(2)]
        shown[0] += "<ul>" + "".join(f"<li>{escape(t)}</li>" for t in inner) + "</ul>"
        texts = [texts[0], *inner, *texts[1:]]
    return Piece(f"<{tag}>" + "".join(f"<li>{t}</li>" for t in shown) + f"</{tag}>", texts)


def figure(m, d):
    caption = m.words(4, 14)
    image = f'<img src="/i/{d.randrange(999)}.png" alt="{escape(m.words(1, 4))}">'
    return d.choice([Piece(f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>", masked=[caption]),
                     Piece(f"<p>{image}</p>"), Piece(f'<div class="image">{image}</div>')])


def callout(m, d):
    name, label = d.choice(CALLOUTS)
    text = m.sentence()
    return d.choice([
        Piece(f'<div class="admonition {name}"><p class="admonition-title">{label}</p><p>{escape(text)}</p></div>', [label, text]),
        Piece(f'<aside class="callout {name}"><strong>{label}:</strong> {escape(text)}</aside>', [f"{label}: {text}"]),
        Piece(f'<div class="alert alert-{name}"><p>{escape(text)}</p></div>', [text]),
        Piece(f"<blockquote><p><b>{label}</b> {escape(text)}</p></blockquote>", [f"{label} {text}"]),
        Piece(f"<details open><summary>{label}</summary><p>{escape(text)}</p></details>", [label, text])])


def quote(m, d):
    text, who = m.sentence(), m.words(2, 4)
    return Piece(f"<blockquote><p>{escape(text)}</p>" + (f"<cite>— {escape(who)}</cite>" if d.random() < .4 else "") + "</blockquote>", [text])


def notes(m, d, count):
    """References for the text, and the section of notes in one of many markups."""
    style, heading = d.randrange(7), d.choice(NOTES)
    texts = [m.sentence() if d.random() < .6 else m.words(3, 9) for _ in range(count)]
    name = d.choice(["fn", "footnote-", "note", "_ftn", "cite_note-", "r"])
    references = [f'<sup><a href="#{name}{n + 1}" id="ref{n + 1}">{d.choice(["[%d]", "%d"]) % (n + 1)}</a></sup>' for n in range(count)]
    back = d.choice([lambda n: f' <a href="#ref{n + 1}">↩</a>', lambda n: f' <a href="#ref{n + 1}" class="backref">^</a>', lambda n: ""])
    title = f"<{'h2' if style % 2 else 'h3'}>{heading}</{'h2' if style % 2 else 'h3'}>" if heading else ""
    if style < 3:
        holder = ["section class=footnotes", "div class=footnotes", "aside"][style]
        tag = holder.split()[0]
        listed = "".join(f'<li id="{name}{n + 1}">' + (f"<p>{escape(t)}{back(n)}</p>" if style else escape(t) + back(n)) + "</li>" for n, t in enumerate(texts))
        markup = f"<{holder}>{'<hr>' if d.random() < .5 else ''}{title}<ol>{listed}</ol></{tag}>"
    elif style == 3:
        markup = title + '<ol class="references">' + "".join(f'<li id="{name}{n + 1}"><a href="#ref{n + 1}">^</a> <span>{escape(t)}</span></li>' for n, t in enumerate(texts)) + "</ol>"
    elif style == 4:
        markup = "<hr>" + title + "".join(f'<p id="{name}{n + 1}"><sup>{n + 1}</sup> {escape(t)}</p>' for n, t in enumerate(texts))
    elif style == 5:
        markup = title + "".join(f'<div id="{name}{n + 1}"><p><a href="#ref{n + 1}">[{n + 1}]</a> {escape(t)}</p></div>' for n, t in enumerate(texts))
    else:
        markup = title + '<dl class="notes">' + "".join(f'<dt id="{name}{n + 1}">{n + 1}</dt><dd>{escape(t)}</dd>' for n, t in enumerate(texts)) + "</dl>"
    return references, Piece(markup, ([heading] if heading else []) + texts)


def hub(m, d):
    """A start page of a manual: a sentence or two, then linked cards and lists under headings."""
    out = [Piece(f"<p>{escape(t)}</p>", [t]) for t in [m.sentence() for _ in range(d.randint(1, 2))]]
    for _ in range(d.randint(1, 3)):
        heading, level = d.choice(HEADINGS) if d.random() < .5 else m.words(1, 4), d.choice(["h2", "h2", "h3"])
        out.append(Piece(f"<{level}>{escape(heading)}</{level}>", [heading]))
        names = [m.words(1, 5) for _ in range(d.randint(2, 8))]
        texts = [m.sentence() for _ in names]
        style = d.randrange(4)
        if style == 0:
            cards = "".join(f'<a class="card" href="/docs/{n}"><h3>{escape(a)}</h3><p>{escape(b)}</p></a>' for n, (a, b) in enumerate(zip(names, texts)))
            out.append(Piece(f'<div class="{d.choice(["grid", "cards", "row"])}">{cards}</div>', [t for p in zip(names, texts) for t in p]))
        elif style == 1:
            cards = "".join(f'<div><h4><a href="/docs/{n}">{escape(a)}</a></h4><p>{escape(b)}</p></div>' for n, (a, b) in enumerate(zip(names, texts)))
            out.append(Piece(f"<div>{cards}</div>", [t for p in zip(names, texts) for t in p]))
        else:
            out.append(Piece("<ul>" + "".join(f'<li><a href="/docs/{n}">{escape(a)}</a></li>' for n, a in enumerate(names)) + "</ul>", names))
    return out


PIECES = [(code, .26), (table, .22), (items, .24), (figure, .12), (callout, .1), (quote, .06)]


def story(m, d):
    """Pieces of a small page, in order."""
    share = d.choice([.3, .6, 1, 1.5])
    kinds = [f for f, _ in PIECES]
    favorite = d.choice(kinds)
    out, headed, level = [], d.random() < .6, d.choice(["h2", "h2", "h3", "h4"])
    count = d.choice([2, 2, 3, 4, 5, 6, 8])
    references, section = ([], None) if d.random() > .35 else notes(m, d, d.randint(1, 5))
    for n in range(count):
        if headed and d.random() < .5:
            heading = d.choice(HEADINGS) if d.random() < .6 else m.words(2, 5)
            out.append(Piece(f"<{level}>{escape(heading)}{d.choice(['', '', '<a class=anchor href=#x>#</a>'])}</{level}>", [heading]))
        text = m.paragraph() if d.random() < .5 else m.sentence()
        lead = d.random() < .25
        shown = escape(text.rstrip(".。") + ":") if lead else escape(text)
        if d.random() < .15:
            shown += f" <code>{d.choice(IDENTIFIERS)}()</code>"
        if references and d.random() < .8:
            shown += references.pop(0)
        out.append(Piece(f"<p>{shown}</p>", [text]))
        if d.random() < share:
            make = favorite if d.random() < .4 else d.choices(kinds, [w for _, w in PIECES])[0]
            out.append(make(m, d))
            if d.random() < .2:
                out.append(make(m, d))
    if references:
        out.append(Piece("<p>" + escape(m.sentence()) + "".join(references) + "</p>", []))
    if section:
        out.append(section)
    return out


def foreign(markup):
    return f"<div {FOREIGN}>{markup}</div>"


def small(m, title, others, d):
    """A small page: markup, body text, masked text, type."""
    is_hub = d.random() < .1
    pieces = hub(m, d) if is_hub else story(m, d)
    body = "".join(p.markup for p in pieces)
    nav = lambda n: "<nav " + FOREIGN + ">" + "".join(f'<a href="/{i}">{escape(t)}</a> ' for i, t in enumerate(d.choices(LINKS, k=n))) + "</nav>"
    side = lambda n: f'<div {FOREIGN} class="{d.choice(["sidebar", "toc", "menu", "left"])}"><ul>' + "".join(f'<li><a href="/{i}">{escape(m.words(1, 4))}</a></li>' for i in range(n)) + "</ul></div>"
    end = lambda: f"<footer {FOREIGN}><p>{'</p><p>'.join(d.sample(ENDS, d.randint(1, 3)))}</p></footer>"
    prompt = lambda: f'<form {FOREIGN}><p>{d.choice(PROMPTS)}</p><input type="email"><button>OK</button></form>'
    related = lambda: foreign(f"<h3>{d.choice(['Related posts', 'Read next', 'More', 'Ähnliche Beiträge', '相关文章', '関連記事', 'See also on this site'])}</h3><ul>"
                              + "".join(f'<li><a href="/p/{n}">{escape(o.title)}</a></li>' for n, o in enumerate(others)) + "</ul>")
    heading = f"<h1>{escape(title)}</h1>" if d.random() < .8 else ""
    byline = f'<p class="meta" {FOREIGN}>{d.choice(augment.NICKNAMES)}, {augment.date(d)}</p>' if d.random() < .3 else ""
    inside = f'<div class="content">{body}</div>' if d.random() < .35 else body
    before, after = "", ""
    load = d.random()
    if load > .4:
        before, after = nav(d.randint(2, 7)) if d.random() < .6 else "", end() if d.random() < .7 else ""
    if load > .55:
        after = "".join(make() for make in d.sample([prompt, related, end], d.randint(1, 2))) + after
    if load > .75:
        before += side(d.randint(5, 40))
    holder = d.choice(["article", "main", "div", "div class=content", "div id=main", 'div class="markdown-body"', 'div class="post"', "section", ""])
    around = f"<{holder}>{heading}{byline}{inside}</{holder.split()[0]}>" if holder else heading + byline + inside
    if d.random() < .25:
        around = f"<main>{around}{after}</main>"
        after = ""
    elif d.random() < .2:
        around = f'<div class="wrap">{before}{around}</div>'
        before = ""
    page = f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}{d.choice(["", "", " | Handbook", " - Notes"])}</title></head><body>{before}{around}{after}</body></html>'
    data = sum(p.markup.count("<pre") + p.markup.count("<table") + p.markup.count("<dl") for p in pieces)
    kind = "documentation" if is_hub or d.random() < (.55 if data >= 2 or load > .75 else .15) else "article"
    return page, [t for p in pieces for t in p.lines], [t for p in pieces for t in p.masked], kind


def box(sentences, other, d):
    """A box that stands between a headline and its story."""
    of = augment.names(d, ["summary", "box", "ai-summary", "module", "info", "factbox", "player", "widget", "highlights", "article-top"])
    tag, part = d.choice(["div", "div", "section", "aside"]), d.choice(["p", "p", "div", "li"])
    kind = d.choice(["summary", "summary", "summary", "check", "check", "player", "contents", "bio", "prompt", "teaser"])
    wrap = lambda texts: "".join(f"<{part}{of('text')}>{escape(t)}</{part}>" for t in texts)
    listed = lambda texts: f"<ul>{wrap(texts)}</ul>" if part == "li" else wrap(texts)
    head = lambda text: f"<{d.choice(['h2', 'h3', 'div', 'strong', 'p'])}{of('title')}>{text}</...>" if text else ""
    close = lambda s: re.sub(r"<(\w+)([^>]*)>(.*)</\.\.\.>", r"<\1\2>\3</\1>", s)
    if kind == "summary":
        label, disclaimer = d.choice(SUMMARIES)
        texts = d.sample(sentences, min(len(sentences), d.randint(1, 4)))
        inner = close(head(label if d.random() < .8 else "")) + listed(texts) + f"<p{of('note')}>{disclaimer}</p>"
    elif kind == "check":
        claim, verdict, ratings = d.choice(CHECKS)
        inner = close(head(claim)) + wrap([other.paragraphs[0][:260]]) + wrap([f"{verdict}: {d.choice(ratings)}"]) + wrap(other.paragraphs[1:2]) + wrap([d.choice(SOURCES)])
    elif kind == "player":
        inner = wrap([d.choice(PLAYERS)])
    elif kind == "contents":
        inner = "<ul>" + "".join(f'<li><a href="#s{n}">{escape(t[:50])}</a></li>' for n, t in enumerate(sentences[:6])) + "</ul>"
    elif kind == "bio":
        inner = f'<img src="/a.jpg"><b>{d.choice(augment.NICKNAMES)}</b>' + wrap([other.paragraphs[0][:200]])
    elif kind == "prompt":
        inner = wrap([d.choice(PROMPTS), d.choice(PROMPTS)])
    else:
        inner = f'<a href="/x">{escape(other.title)}</a>' + wrap([" ".join(other.paragraphs[0].split()[:45])])
    return f"<{tag}{of()}>{inner}</{tag}>"


def boxed(page, g, other, d):
    """A real page with a box before its first paragraph, or None."""
    found = augment.parsed(page, g)
    if found is None or not found.paragraphs:
        return None
    sentences = [s for p in found.paragraphs[:12] for s in SENTENCE.split(p.text(separator=" ").strip()) if len(s) > 20][:30]
    if len(sentences) < 3:
        return None
    node = splice.marked(box(sentences, other, d), "box")
    first = found.paragraphs[0]
    target = first.parent if d.random() < .3 and first.parent is not None and first.parent.mem_id != found.container.mem_id else first
    target.insert_before(node)
    return found.tree.html


def main(out, folders, seed=13):
    os.makedirs(out, exist_ok=True)
    donors, pages = {}, []
    for folder, name, g, site in augment.load(folders):
        if (g.get("type") or "article") not in ("article", "documentation"):
            continue
        lines = [p.strip() for p in g["text"].split("\n") if len(p.strip()) > 40 or (len(p.strip()) > 15 and not p.isascii())]
        title = g.get("title") or (" ".join(lines[0].split()[:8])[:70] if lines else "")
        if len(lines) >= 3 and title:
            key = f"{os.path.basename(folder)}-{name}"
            donors.setdefault(folds.fold(site), []).append(augment.Donor(key, site, title, lines))
            pages.append((key, folder, g, site, lines, title))
    pages.sort(key=lambda a: hashlib.md5(f"{seed}{a[0]}".encode()).hexdigest())
    # Half of the small pages are made from sets of news in many languages, so that their languages occur.
    pages.sort(key=lambda a: -any(name in a[1] for name in ("asia", "world", "magic", "fundus")) if a[0][-1] in "02468ace" else -0.5)
    left = dict(LIMITS)
    with open(os.path.join(out, "gold.jsonl"), "w", encoding="utf-8") as records:

        def write(key, kind, page, g, site, **more):
            name = f"{key}-{kind}"
            corpus.write_page(out, name, page)
            records.write(json.dumps({**g, "id": name, "site": site, "splice": kind, "weight": WEIGHTS[kind], **more}, ensure_ascii=False) + "\n")
            left[kind] -= 1

        for key, folder, g, site, lines, title in pages:
            d = random.Random(int(hashlib.md5(f"{seed}{key}".encode()).hexdigest(), 16))
            others = [x for x in donors[folds.fold(site)] if x.site != site]
            if len(others) < 8:
                continue
            if left["small"] > 0:
                start = d.randrange(len(lines))
                m = Material((lines[start:] + lines[:start])[:12], d)
                page, text, masked, kind = small(m, title, d.sample(others, d.randint(2, 5)), d)
                if d.random() < SCRIPT_SHARE:
                    script = d.choice(sorted(augment.SCRIPTS))
                    words = augment.Words(script, d.random() < .5, key)
                    page, text, masked = augment.substituted(page, words, script), [words.text(t) for t in text], [words.text(t) for t in masked]
                write(key, "small", page, {"title": title}, site, text="\n".join(text), type=kind,
                      **({"whole": "\n".join(text + masked)} if masked else {}))
            if left["box"] > 0 and (g.get("type") or "article") == "article":
                page = corpus.html(folder, str(g["id"]))
                if page and len(page) <= MAX_BYTES and (page := boxed(page, g, d.choice(others), d)):
                    write(key, "box", page, g, site)


if __name__ == "__main__":
    main(sys.argv[1], [os.path.normpath(f) for f in sys.argv[2:]])
