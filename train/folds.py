"""Folds by registrable domain: pages of one site are never on both sides of a cross-validation.

The registrable domain is the host's last two labels, or three where the second is one of the usual second-level
registries of a country (co.uk, com.au, or.jp). Blogs on one platform share its domain and so a fold: stricter than
the public suffix list would be, and their templates are shared too.
"""
import hashlib
import re
from urllib.parse import urlsplit

REGISTRIES = {"ac", "ad", "asn", "blog", "co", "com", "ed", "edu", "go", "gob", "gouv", "gov", "govt", "gr", "gv", "id",
              "info", "lg", "ltd", "me", "mil", "muni", "ne", "net", "nic", "nom", "or", "org", "plc", "sch", "web"}
FAKE_HOSTS = {"", "fakehost", "localhost", "example.com"}


def domain(url, fallback=""):
    """Returns the registrable domain of a URL; `fallback` (such as the page's id) if it has none."""
    try:
        host = (urlsplit(url or "").hostname or "").strip(".").lower()
    except ValueError:
        host = ""
    if host in FAKE_HOSTS:
        return fallback
    labels = host.split(".")
    if host.replace(".", "").isdigit() or len(labels) <= 2:
        return host
    country = len(labels[-1]) == 2 and labels[-2] in REGISTRIES
    return ".".join(labels[-3:] if country else labels[-2:])


def fold(name, folds=5):
    """Returns the fold of a domain, which is the same in every run and set."""
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % folds


LINK = re.compile(r"<(?:link|meta)\b[^>]*\b(?:rel|property)=[\"']?(?:canonical|og:url)\b[^>]*>", re.I)
ADDRESS = re.compile(r"\b(?:href|content)=[\"']?(https?://[^\"'\s>]+)", re.I)


def site(gold, corpus, folder):
    """Returns the registrable domain of a labeled page: of its address, else of the canonical address, else of
    its id without a final number."""
    name = str(gold["id"])
    if gold.get("site"):
        return gold["site"]
    found = domain(gold.get("url"))
    if not found:
        page = corpus.html(folder, name) or ""
        for link in LINK.findall(page[:200_000]):
            address = ADDRESS.search(link)
            found = found or (domain(address.group(1)) if address else "")
    return found or re.sub(r"[-_]?\d+$", "", name)
