"""Shared code of the integrations with document frameworks: content and metadata of an article."""

from __future__ import annotations

from .types import Record

#: Fields of the record that become metadata unchanged.
_FIELDS = (
    "url",
    "title",
    "published",
    "modified",
    "site",
    "language",
    "description",
    "image",
    "page_type",
    "confidence",
    "words",
)


def content(article, form):
    """Return the body of an article as ``"markdown"`` or ``"text"``."""
    return article.markdown() if form == "markdown" else article.text


def check_content(form):
    """Return ``form``, or raise ``ValueError`` if it is not a form of content."""
    if form not in ("markdown", "text"):
        raise ValueError(f'content must be "markdown" or "text", not {form!r}')
    return form


def metadata(article):
    """Return the fields of an article as flat metadata, without empty ones.

    All values are strings or numbers, because many vector stores accept nothing else. Names are joined by "; ".
    """
    record: Record = article.to_dict()
    found = {name: record[name] for name in _FIELDS if record[name] is not None}
    if article.authors:
        found["authors"] = "; ".join(article.authors)
    if article.byline and article.byline["organization"]:
        found["organization"] = article.byline["organization"]
    if article.dateline and article.dateline["place"]:
        found["place"] = article.dateline["place"]
    if article.keywords:
        found["keywords"] = "; ".join(article.keywords)
    return found


def address(value):
    """Return ``value`` if it is a web address, else None."""
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None
