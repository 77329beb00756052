"""copydesk: cleans scraped pages and scraped text into articles.

>>> import copydesk
>>> article = copydesk.clean("<h1>Bridge reopens</h1><p>...", url="https://post.example/bridge")
>>> article.title, article.authors, article.text
"""

from ._copydesk import (
    Article,
    Cleaner,
    CleanMany,
    CopydeskError,
    EncodingError,
    LimitError,
    Page,
    PageReader,
    RuleError,
    SourceError,
    __version__,
    clean_batch,
    parse_byline,
    parse_credit,
    parse_dateline,
    read_pages,
    record_schema,
    to_batch,
)

__all__ = [
    "Article",
    "CleanMany",
    "Cleaner",
    "CopydeskError",
    "EncodingError",
    "LimitError",
    "Page",
    "PageReader",
    "RuleError",
    "SourceError",
    "__version__",
    "clean",
    "clean_batch",
    "clean_many",
    "parse_byline",
    "parse_credit",
    "parse_dateline",
    "read_pages",
    "record_schema",
    "to_batch",
]

_DEFAULT = Cleaner()


def clean(page, url=None, *, content_type=None, encoding=None, input="auto", source=None, **options):
    """Clean one page: ``str``, ``bytes``, or a :class:`Page`, which has its hints already.

    ``url``, ``content_type`` (the HTTP header) and ``encoding`` (a WHATWG label) are hints; ``input`` is
    ``"auto"``, ``"html"`` or ``"text"``; ``source`` is the name that the record has. ``options`` are those of
    :class:`Cleaner`; build one where many pages have the same.
    Raises :class:`CopydeskError`; a page without an article is no error: it is falsy.
    """
    cleaner = Cleaner(**options) if options else _DEFAULT
    return cleaner.clean(
        page, url, content_type=content_type, encoding=encoding, input=input, source=source
    )


def clean_many(pages, threads=0, **options):
    """Clean an iterable of pages (``str``, ``bytes``, :class:`Page` or ``(page, url)``) on many threads.

    Yields in the order of the pages an :class:`Article` for each, or the exception that it caused.
    ``threads=0`` takes every core; ``options`` are those of :class:`Cleaner`.
    """
    cleaner = Cleaner(**options) if options else _DEFAULT
    return cleaner.clean_many(pages, threads)
