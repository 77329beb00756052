"""copydesk cleans scraped pages and scraped text into articles.

>>> import copydesk
>>> article = copydesk.clean(html, url="https://post.example/bridge")
>>> article.title, article.authors, article.published, article.text
"""

from ._copydesk import (
    Article,
    Cleaner,
    CleanMany,
    Page,
    PageReader,
    __version__,
    clean_batch,
    parse_byline,
    parse_credit,
    parse_dateline,
    read_pages,
    record_schema,
    to_batch,
)
from ._errors import (
    CopydeskError,
    EncodingError,
    LimitError,
    NotTextError,
    OptionError,
    RuleError,
    SourceError,
    TimeLimitError,
)
from ._frames import clean_table

__all__ = [
    "Article",
    "CleanMany",
    "Cleaner",
    "CopydeskError",
    "EncodingError",
    "LimitError",
    "NotTextError",
    "OptionError",
    "Page",
    "PageReader",
    "RuleError",
    "SourceError",
    "TimeLimitError",
    "__version__",
    "clean",
    "clean_batch",
    "clean_many",
    "clean_table",
    "parse_byline",
    "parse_credit",
    "parse_dateline",
    "read_pages",
    "record_schema",
    "to_batch",
]

_DEFAULT = Cleaner()


def clean(page, url=None, *, content_type=None, encoding=None, input="auto", source=None, **options):
    """Clean one page: ``str``, ``bytes``, or a :class:`Page`, which carries its own hints.

    ``url`` is the page's address, ``content_type`` its HTTP header, ``encoding`` a WHATWG label that overrides
    the page's own, ``input`` the kind of page, and ``source`` the name for the record. ``options`` are those of
    :class:`Cleaner`; for many pages with the same options, build a cleaner once.
    Raises :class:`CopydeskError` if the page cannot be cleaned. A page without an article does not raise:
    its :class:`Article` is falsy.

    >>> article = copydesk.clean(html, url="https://post.example/bridge", favor="precision")
    >>> article.title, article.authors, article.published, article.text
    """
    cleaner = Cleaner(**options) if options else _DEFAULT
    return cleaner.clean(
        page, url, content_type=content_type, encoding=encoding, input=input, source=source
    )


def clean_many(pages, threads=0, *, errors="raise", **options):
    """Clean many pages on several threads and iterate over the articles in the order of the pages.

    ``pages`` yields ``str``, ``bytes``, :class:`Page` or tuples ``(page, url)``. ``threads=0`` uses every core.
    ``errors`` determines what happens if a page fails: ``"raise"`` raises its exception, after which iteration can
    continue; ``"return"`` yields the exception in place of the article; ``"skip"`` skips the page.
    ``options`` are those of :class:`Cleaner`.

    >>> for article in copydesk.clean_many(copydesk.read_pages("crawl.warc.gz"), errors="skip"):
    ...     print(article.url, article.title)
    """
    cleaner = Cleaner(**options) if options else _DEFAULT
    return cleaner.clean_many(pages, threads, errors=errors)
