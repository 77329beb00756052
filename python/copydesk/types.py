"""Types for annotations: the record, its parts, and the options of a cleaner.

>>> from copydesk.types import CleanerOptions, Record
>>> options: CleanerOptions = {"favor": "precision", "min_words": 50}
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from typing import Any, Literal, Optional, TypedDict, Union

__all__ = [
    "Author",
    "Byline",
    "CleanerOptions",
    "Credit",
    "Dateline",
    "Errors",
    "Favor",
    "FieldSource",
    "Input",
    "Keep",
    "Kind",
    "Record",
    "Sources",
    "Style",
]

#: How to read a page: detect the form, or treat it as HTML or as plain text.
Input = Literal["auto", "html", "text"]
#: Whether to lose less of the article (``recall``) or to keep less of the rest (``precision``).
Favor = Literal["precision", "balanced", "recall"]
#: Whether a part stays in the body.
Keep = Literal["keep", "strip"]
#: Whether the dateline is rewritten in house style, stays as it is, or is removed from the body.
Style = Literal["normalize", "keep", "strip"]
#: What :func:`copydesk.read_pages` reads.
Kind = Literal["page", "warc", "tar", "zip", "jsonl"]
#: What :func:`copydesk.clean_many` does with a page that fails.
Errors = Literal["raise", "return", "skip"]


class Author(TypedDict):
    """One person of a byline."""

    name: str
    role: Optional[str]
    affiliation: Optional[str]


class _Byline(TypedDict):

    #: What a reader of the page saw.
    raw: str
    #: The canonical line in the page's language.
    text: str
    #: Persons in page order.
    authors: list[Author]
    #: A collective author: an agency, a newsroom.
    organization: Optional[str]
    #: Where on the page it was found.
    source: Optional[str]


class Byline(_Byline, total=False):
    """Who wrote the article."""

    #: The probability that these are the authors, 0 to 1. Missing if the source has no calibration.
    confidence: float


class Dateline(TypedDict):
    """Where and when the article was filed."""

    raw: str
    text: str
    place: Optional[str]
    region: Optional[str]
    #: ``2018-05-04``, or ``--05-04`` if the year is unknown.
    date: Optional[str]
    agency: Optional[str]


class Credit(TypedDict):
    """The credit at the end of the article."""

    raw: str
    kind: Literal["agency", "reporting", "contributors", "copyright"]
    agency: Optional[str]
    reporters: list[str]
    editors: list[str]


class FieldSource(TypedDict):
    """Where a field was found."""

    #: In words: ``JSON-LD``, ``first heading``, ``visible text``.
    source: str
    #: The probability that the field is right, 0 to 1.
    confidence: float


class Sources(TypedDict, total=False):
    """Where the fields were found that a page has."""

    title: FieldSource
    byline: FieldSource
    published: FieldSource
    dateline: FieldSource
    credit: FieldSource


class _Record(TypedDict):
    source: str
    url: Optional[str]
    outcome: Literal["article", "no-article", "error"]
    title: Optional[str]
    byline: Optional[Byline]
    dateline: Optional[Dateline]
    credit: Optional[Credit]
    published: Optional[str]
    modified: Optional[str]
    site: Optional[str]
    language: Optional[str]
    direction: Optional[Literal["ltr", "rtl"]]
    description: Optional[str]
    image: Optional[str]
    canonical: Optional[str]
    keywords: list[str]
    page_type: Optional[str]
    input: Optional[Literal["html", "text"]]
    confidence: Optional[float]
    sources: Sources
    text: str
    words: int


class Record(_Record, total=False):
    """The record of a page, as ``Article.to_dict()`` returns it and ``--format json`` writes it."""

    #: Why there is no article.
    reason: str
    error: str
    #: The bodies that ``--with`` asks for. ``Article.to_dict()`` has neither.
    markdown: str
    html: str
    comments: str


class CleanerOptions(TypedDict, total=False):
    """The options of :class:`copydesk.Cleaner`, which :func:`copydesk.clean` takes too."""

    favor: Favor
    dateline: Style
    credit: Keep
    standfirst: Keep
    tables: Keep
    comments: bool
    lang: Union[str, Sequence[str]]
    min_words: int
    min_confidence: float
    rules: Union[str, os.PathLike[str], Sequence[str]]
    now: Union[str, datetime.datetime]
    max_bytes: int
    max_nodes: int
    max_lines: int
    max_depth: int
    max_time: float


#: One block of ``Article.body``; its key ``block`` names the kind.
Block = dict[str, Any]
