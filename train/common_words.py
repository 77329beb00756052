#!/usr/bin/env python3
"""Collects words that are rarely part of a name: `src/model/common-words.bloom`.

    pip install wordfreq==3.1.1 faker==40.63.0
    apt-get install wamerican wbritish wngerman wfrench wspanish witalian wdutch wpolish wportuguese wswedish wdanish \\
        wnorwegian wcatalan
    common_words.py ../src/model/common-words.bloom

A string whose words are all common, such as "Copy Link" or "Primary Use", is not a person's name. The words are the most
frequent ones of each language (wordfreq). Words that a dictionary prints only with a capital are excluded, and so are
given names (Faker and `names.txt`). The file is a Bloom filter over "language:word": a magic number, the number of
bits, the number of hashes, and the bits. The words are folded as `lexicon::fold::byline` folds them.
"""
import argparse, collections, importlib, pathlib, pkgutil, re, struct, unicodedata

from faker.providers import person
from wordfreq import top_n_list

ROOT = pathlib.Path(__file__).resolve().parent.parent
DICTIONARIES = pathlib.Path("/usr/share/dict")
MAGIC = b"cdbloom1"
BITS_PER_WORD = 10
HASHES = 7
# Number of frequent words by language; English has more, because pages in every language have English labels.
WORDS = dict(en=12000, de=5000, fr=4000, es=6000, it=4000, pt=4000, nl=4000, ru=4000, zh=8000, ja=8000, ko=4000)
OTHERS = "ar bg bn ca cs da el fa fi fil he hi hu id is lt lv mk ms nb pl ro sh sk sl sv ta tr uk ur vi".split()
OTHER_WORDS = 1500
LISTS = dict(en="american-english british-english", de="ngerman", fr="french", es="spanish", it="italian", nl="dutch",
             pl="polish", pt="portuguese", sv="swedish", da="danish", nb="bokmaal", ca="catalan")
# Tags that the library uses.
TAGS = dict(nb="no", fil="tl", sh="hr")
GIVEN = re.compile("first_name")
# A word of this rank is more often a word than one of the rarer given names that Faker knows ("link").
VERY_FREQUENT = 3000
# Languages without capitals: their dictionaries cannot tell names from words.
CASELESS = set("ar bn fa he hi ja ko ta th ur zh".split())


def fold(word):
    word = unicodedata.normalize("NFD", word)
    word = "".join(c for c in word if not "\u0300" <= c <= "\u036f").lower().replace("\u0307", "")
    return word.replace("’", "'")


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for item in value:
            yield from strings(item)


def given_names():
    """Given names by language, folded: those of `names.txt`, and those of Faker's locales."""
    own, faker = collections.defaultdict(set), collections.defaultdict(set)
    for module in pkgutil.iter_modules(person.__path__):
        if module.ispkg:
            provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
            for attribute in filter(GIVEN.search, dir(provider)):
                words = (w for s in strings(getattr(provider, attribute)) for w in s.split())
                faker[module.name.split("_")[0]] |= {fold(w) for w in words}
    group = None
    for line in (ROOT / "src/lexicon/data/names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            what, _, language = line.strip("[]").partition(" ")
            group = own[language] if what == "given" else None
        elif group is not None and line and not line.startswith("#"):
            group.add(fold(line.split(" | ")[0]))
    return own, faker


def dictionary(language):
    """Words of the language's dictionary that need no capital; German nouns have one."""
    if language not in LISTS:
        return None
    text = ""
    for name in LISTS[language].split():
        data = (DICTIONARIES / name).read_bytes()
        try:
            text += data.decode("utf-8")
        except UnicodeDecodeError:
            text += data.decode("latin-1")
    keep = lambda w: language == "de" or w[:1].islower() or (w.isupper() and len(w) > 1)
    return {fold(w) for w in text.split() if keep(w)}


def words(language, count, own, faker):
    known = dictionary(language)
    tag = TAGS.get(language, language)
    # English given names occur in every language.
    names, rare_names = own[tag] | own["en"], faker[language] | faker["en"]
    if known is None:
        # Case does not distinguish names from words here, so given names of any language are excluded.
        names = set().union(*own.values(), *faker.values())
    for rank, word in enumerate(top_n_list(language, count)):
        word = fold(word)
        if len(word) < 2 or not any(c.isalpha() for c in word) or any(c.isdigit() for c in word):
            continue
        if language not in CASELESS:
            if word in names or word in rare_names and rank >= VERY_FREQUENT:
                continue
            if known is not None and word not in known:
                continue
        yield word


def fnv64(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = (h ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return h


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out")
    a = ap.parse_args()
    own, faker = given_names()
    keys = set()
    for language, count in {**WORDS, **{o: OTHER_WORDS for o in OTHERS}}.items():
        found = set(words(language, count, own, faker))
        print(f"{language:4} {len(found):6}")
        keys |= {f"{TAGS.get(language, language)}:{word}" for word in found}
    bits = len(keys) * BITS_PER_WORD // 8 * 8
    table = bytearray(bits // 8)
    for key in keys:
        h = fnv64(key.encode())
        low, step = h & 0xFFFFFFFF, h >> 32 | 1
        for i in range(HASHES):
            at = (low + i * step) % bits
            table[at // 8] |= 1 << at % 8
    with open(a.out, "wb") as f:
        f.write(MAGIC + struct.pack("<IB", bits, HASHES) + table)
    print(f"{len(keys)} words, {len(table)} bytes")


if __name__ == "__main__":
    main()
