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
    RuleError,
    __version__,
    clean_batch,
    parse_byline,
    parse_credit,
    parse_dateline,
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
    "RuleError",
    "__version__",
    "clean",
    "clean_batch",
    "clean_many",
    "parse_byline",
    "parse_credit",
    "parse_dateline",
    "record_schema",
    "to_batch",
]

_DEFAULT = Cleaner()


def clean(page, url=None, *, content_type=None, encoding=None, input="auto", source=None):
    """Clean one page, ``str`` or ``bytes``, with the defaults; see :class:`Cleaner` for options.

    ``url``, ``content_type`` (the HTTP header) and ``encoding`` (a WHATWG label) are hints.
    Raises :class:`CopydeskError`; a page without an article is no error but ``article.outcome``.
    """
    return _DEFAULT.clean(
        page, url, content_type=content_type, encoding=encoding, input=input, source=source
    )


def clean_many(pages, threads=0):
    """Clean an iterable of pages (or ``(page, url)`` tuples) on many threads, in order.

    Yields an :class:`Article` for each page, or the exception that it caused.
    """
    return _DEFAULT.clean_many(pages, threads)
