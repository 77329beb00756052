"""The metrics of the benchmarks: functions from pairs of expected and found text to figures by name."""

import collections
import difflib
import re

WORD = re.compile(r"\w+")
#: Words of a shingle in the Article Extraction Benchmark.
SHINGLE = 4
#: Tokens of a shingle in WebMainBench (ROUGE-N).
ROUGE = 5


def shingles(words, size):
    ends = range(max(1, len(words) - size + 1)) if words else ()
    return collections.Counter(tuple(words[at : at + size]) for at in ends)


def counts(expected, found):
    """Returns true positives, false positives and false negatives of two multisets."""
    both = sum((expected & found).values())
    return both, sum(found.values()) - both, sum(expected.values()) - both


def precision(true, false, missed):
    return 1.0 if false == missed == 0 else true / (true + false) if true else 0.0


def recall(true, false, missed):
    return precision(true, missed, false)


def f1(true, false, missed):
    return 1.0 if false == missed == 0 else 2 * true / (2 * true + false + missed)


def mean(values):
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def lower_words(text):
    return WORD.findall(text.lower())


def word_f1(pairs):
    """The mean over pages of F1 over words, without regard to order or case (WCXB)."""
    return {"f1": mean(f1(*counts(shingles(lower_words(a), 1), shingles(lower_words(b), 1))) for a, b in pairs)}


def shingle_f1(pairs):
    """F1 of the mean precision and the mean recall over pages, on shingles of four words (Article Extraction Benchmark)."""
    found = [counts(shingles(WORD.findall(a), SHINGLE), shingles(WORD.findall(b), SHINGLE)) for a, b in pairs]
    p = mean(precision(*c) for c in found if c[0] + c[1] > 0)
    r = mean(recall(*c) for c in found if c[0] + c[2] > 0)
    return {"f1": 2 * p * r / (p + r) if p + r else 0.0, "p": p, "r": r}


def rouge_f1(pairs):
    """The mean over pages of ROUGE-5 F1 on the tokens of jieba (WebMainBench)."""
    import jieba

    jieba.setLogLevel(60)

    def tokens(text):
        return [token for token in jieba.lcut(text) if token.strip()]

    return {"rouge5": mean(f1(*counts(shingles(tokens(a), ROUGE), shingles(tokens(b), ROUGE))) for a, b in pairs)}


def aligned_f1(pairs):
    """The mean over pages of F1 over words that an alignment pairs in order (CleanEval)."""
    scores = []
    for expected, found in pairs:
        a, b = lower_words(expected), lower_words(found)
        both = sum(block.size for block in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
        scores.append(f1(both, len(b) - both, len(a) - both))
    return {"f1": mean(scores)}


#: Parts of a Markdown document, in the order in which they are taken out of it. What is left is text.
PARTS = {
    "code": re.compile(r"^(```|~~~).*?^\1[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL),
    "formula": re.compile(r"\$\$.+?\$\$|\\\[.+?\\\]|\\\(.+?\\\)|(?<![\\$\w])\$[^$\n]+\$(?![\w$])", re.DOTALL),
    "table": re.compile(r"<table\b.*?</table>|(?:^[ \t]*\|.*\|[ \t]*$\n?)+", re.MULTILINE | re.DOTALL | re.IGNORECASE),
}


def parts(markdown):
    """Splits a Markdown document into code, formulas, tables and the rest."""
    found = {}
    for name, pattern in PARTS.items():
        found[name] = "\n".join(match[0] for match in pattern.finditer(markdown))
        markdown = pattern.sub("\n", markdown)
    return {"text": " ".join(markdown.split()), **found}


#: The tag of a header cell, up to its attributes.
TH = re.compile(r"<(/?)th(?=[ >])")


def tables(markdown):
    """Returns the tables of a Markdown document as HTML documents, as TEDS reads them: all cells are `td`."""
    from lxml import html
    from markdown_it import MarkdownIt

    rendered = MarkdownIt("commonmark").enable("table").render(markdown).strip()
    found = html.fromstring(f"<div>{rendered}</div>").iter("table")
    text = (TH.sub(r"<\1td", html.tostring(table, encoding="unicode", with_tail=False)) for table in found)
    return [f"<html><body>{table}</body></html>" for table in text]


def table_similarity(expected, found):
    """Returns the mean TEDS of the tables of two documents, in their order; a table without a partner counts as 0.

    Zhong et al., Image-based table recognition: data, model, and evaluation, 2020.
    """
    from table_recognition_metric import TEDS

    expected, found = tables(expected), tables(found)
    count = max(len(expected), len(found))
    return sum(TEDS()(b, a) for a, b in zip(expected, found)) / count if count else 1.0


def edit_similarity(pairs):
    """For text, code, formulas and tables of Markdown: the mean of 1 − edit distance / length (WebMainBench 545).

    A page counts for the parts that the expected or the found document has. `teds` is the tree similarity of its tables.
    `overall` is the mean of the parts.
    """
    from rapidfuzz.distance import Levenshtein

    scores = collections.defaultdict(list)
    for expected, found in pairs:
        a, b = parts(expected), parts(found)
        for name in a:
            if a[name] or b[name]:
                scores[name].append(Levenshtein.normalized_similarity(a[name], b[name]))
        if a["table"] or b["table"]:
            scores["teds"].append(table_similarity(a["table"], b["table"]))
    figures = {name: mean(scores[name]) for name in ("text", "code", "formula", "table", "teds") if scores[name]}
    return {"overall": mean(figures.values()), **figures}
