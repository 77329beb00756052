import datetime
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Generic, Literal, Optional, Protocol, TypeVar, Union, final, overload

from typing_extensions import Unpack

import pyarrow

from ._errors import CopydeskError as CopydeskError
from ._errors import EncodingError as EncodingError
from ._errors import LimitError as LimitError
from ._errors import NotTextError as NotTextError
from ._errors import OptionError as OptionError
from ._errors import RuleError as RuleError
from ._errors import SourceError as SourceError
from ._errors import TimeLimitError as TimeLimitError
from .types import Block, Byline, CleanerOptions, Credit, Dateline, Favor, Input, Keep, Kind, Record, Sources, Style

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

__version__: str

_Content = Union[str, bytes, bytearray, memoryview]
_AnyPage = Union[_Content, "Page"]
_Pages = Iterable[Union[_AnyPage, tuple[_Content, Optional[str]]]]
_Path = Union[str, os.PathLike[str]]
_Result = TypeVar("_Result", bound=Union[Article, Exception], covariant=True)
_Table = TypeVar("_Table", bound=_ArrowStream)

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object: ...

@final
class Article:
    """A cleaned page.

    Its attributes are the fields of the record, plus ``authors`` (the names alone), ``published_at`` and
    ``modified_at`` (as ``datetime``), and ``body`` (the text as a list of blocks).
    It is falsy if the page has no article. Articles can be pickled and compared.

    >>> article = copydesk.clean(html, url="https://post.example/bridge")
    >>> if article:
    ...     print(article.title, article.authors, article.published_at, article.markdown(links=True))
    """
    @property
    def source(self) -> str:
        """The name given for the page, or ``"-"``."""
    @property
    def url(self) -> Optional[str]:
        """The page's address: the given one, or else its canonical link."""
    @property
    def outcome(self) -> Literal["article", "no-article"]:
        """``"article"`` or ``"no-article"``."""
    @property
    def reason(self) -> Optional[str]:
        """Why the page has no article, such as ``"other-language"`` or ``"login-page"``; ``None`` if it has one."""
    @property
    def title(self) -> Optional[str]:
        """The headline without the site's name."""
    @property
    def byline(self) -> Optional[Byline]:
        """The authors: a dict with ``raw``, ``text``, ``authors``, ``organization``, ``source`` and (if known)
        ``confidence``, or ``None``.
        """
    @property
    def authors(self) -> list[str]:
        """The names of the authors, in page order."""
    @property
    def dateline(self) -> Optional[Dateline]:
        """The dateline: a dict with ``raw``, ``text``, ``place``, ``region``, ``date`` and ``agency``, or ``None``."""
    @property
    def credit(self) -> Optional[Credit]:
        """The credit at the end: a dict with ``raw``, ``kind``, ``agency``, ``reporters`` and ``editors``, or ``None``."""
    @property
    def published(self) -> Optional[str]:
        """Publication date: an RFC 3339 date, or a date-time with the offset given on the page."""
    @property
    def modified(self) -> Optional[str]:
        """Date of the last change, in the form of ``published``."""
    @property
    def published_at(self) -> Union[datetime.datetime, datetime.date, None]:
        """``published`` as a ``datetime`` with a time zone, or as a ``date`` if the time is unknown."""
    @property
    def modified_at(self) -> Union[datetime.datetime, datetime.date, None]:
        """``modified`` as a ``datetime`` with a time zone, or as a ``date`` if the time is unknown."""
    @property
    def site(self) -> Optional[str]:
        """The site's name."""
    @property
    def language(self) -> Optional[str]:
        """The language as a BCP 47 tag."""
    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """``"ltr"`` or ``"rtl"``: the direction of most of the letters."""
    @property
    def sources(self) -> Sources:
        """Where ``title``, ``byline``, ``published``, ``dateline`` and ``credit`` were found: dicts with ``source`` (in words)
        and ``confidence`` (the probability that the field is right, 0 to 1), for the fields that the page has.
        """
    @property
    def description(self) -> Optional[str]:
        """The page's own summary."""
    @property
    def image(self) -> Optional[str]:
        """The address of the lead picture."""
    @property
    def canonical(self) -> Optional[str]:
        """The canonical address given by the page."""
    @property
    def keywords(self) -> list[str]:
        """The page's keywords."""
    @property
    def page_type(self) -> str:
        """``"article"``, ``"forum"``, ``"product"``, ``"documentation"``, ``"service"``, ``"listing"`` or ``"collection"``."""
    @property
    def input(self) -> Literal["html", "text"]:
        """How the page was read: ``"html"`` or ``"text"``."""
    @property
    def confidence(self) -> float:
        """The expected quality of the text (word F1, 0 to 1), rounded to four decimals as in the record."""
    @property
    def text(self) -> str:
        """The body as plain text; blank lines separate blocks."""
    @property
    def words(self) -> int:
        """The number of words in ``text``."""
    @property
    def comments(self) -> Optional[str]:
        """Reader comments as text, if ``Cleaner(comments=True)`` found any."""
    @property
    def body(self) -> list[Block]:
        """The body as a list of blocks: dicts whose key ``block`` is the kind (heading, paragraph, list, ...)."""
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def markdown(self, *, links: bool = False, images: bool = False, front_matter: bool = False) -> str:
        """Return the article as Markdown (CommonMark), optionally with links, pictures or YAML front matter."""
    def html(self, *, links: bool = False, images: bool = False) -> str:
        """Return the article as HTML without scripts, styles or classes, optionally with links or pictures."""
    def tei(self, *, links: bool = False, images: bool = False) -> str:
        """Return the article as an XML-TEI document, optionally with links or pictures."""
    def to_dict(self) -> Record:
        """Return the record as a dict."""
    def to_json(self) -> str:
        """Return the record as one line of JSON, byte for byte as ``copydesk --format jsonl`` writes it."""

@final
class Page:
    """A page with its hints: what ``read_pages`` yields and what ``clean`` and ``clean_many`` accept.

    ``content`` is ``str`` or bytes, ``url`` the page's address, ``content_type`` its HTTP header, ``encoding`` a
    WHATWG label, ``input`` the kind of page, and ``source`` the name for the record. Pages can be pickled; pickling
    reads a page of a file or an archive.

    >>> page = copydesk.Page(b"<p>Hello", "https://post.example/a", content_type="text/html; charset=utf-8")
    """
    def __new__(
        cls,
        content: _Content,
        url: Optional[str] = None,
        *,
        content_type: Optional[str] = None,
        encoding: Optional[str] = None,
        input: Input = "auto",
        source: Optional[str] = None,
    ) -> Page: ...
    @property
    def content(self) -> Union[str, bytes]:
        """The page: ``bytes``, or ``str`` if it was given as text. Raises ``SourceError`` if it cannot be read."""
    @property
    def url(self) -> Optional[str]:
        """The address of the page."""
    @property
    def content_type(self) -> Optional[str]:
        """The HTTP header ``Content-Type``."""
    @property
    def encoding(self) -> Optional[str]:
        """The encoding as a WHATWG label."""
    @property
    def input(self) -> Input:
        """The kind of page: ``"auto"``, ``"html"`` or ``"text"``."""
    @property
    def source(self) -> Optional[str]:
        """The name for the record: a path, or ``crawl.warc.gz#<record id>``."""

@final
class PageReader(Iterator[Page]):
    """Iterator over the pages of files, folders and archives. ``read_pages`` returns it."""
    def __iter__(self) -> PageReader: ...
    def __next__(self) -> Page: ...

@final
class CleanMany(Iterator[_Result], Generic[_Result]):
    """Iterator over the articles of many pages, in the order of the pages. Holds a bounded number of pages.

    ``clean_many`` returns it.
    """
    def __iter__(self) -> CleanMany[_Result]: ...
    def __next__(self) -> _Result: ...
    @property
    def failed(self) -> int:
        """Number of pages that have failed so far."""

@final
class Cleaner:
    """A cleaner with options, built once and used from many threads.

    Options that are not given have the command line's defaults:

    - ``favor``: ``"precision"``, ``"balanced"`` (default) or ``"recall"``
    - ``dateline``: ``"normalize"`` (default), ``"keep"`` or ``"strip"``
    - ``credit``: ``"strip"`` (default) or ``"keep"``; ``standfirst``, ``tables``: ``"keep"`` (default) or ``"strip"``
    - ``comments``: whether to collect reader comments in ``Article.comments``
    - ``lang``: a BCP 47 tag or a list of tags; pages in other languages are not articles
    - ``min_words``, ``min_confidence`` (0 to 1): pages with less are not articles
    - ``rules``: a folder of site rules, or a list of rules as TOML texts
    - ``now``: when the pages were fetched, for dates like "3 hours ago": RFC 3339, or a ``datetime`` with a time zone
    - ``max_bytes``, ``max_nodes``, ``max_lines`` (of scraped text), ``max_depth``, ``max_time`` (seconds): limits for one page

    Raises ``OptionError`` (a ``ValueError``) if a value is invalid, ``RuleError`` if a rule is, and
    ``FileNotFoundError`` if the folder of rules does not exist. Cleaners can be pickled, including their rules.

    >>> cleaner = copydesk.Cleaner(favor="precision", lang=["en", "de"], max_time=2.0)
    >>> article = cleaner.clean("<p>Hello")
    """
    def __new__(
        cls,
        *,
        favor: Optional[Favor] = None,
        dateline: Optional[Style] = None,
        credit: Optional[Keep] = None,
        standfirst: Optional[Keep] = None,
        tables: Optional[Keep] = None,
        comments: Optional[bool] = None,
        lang: Optional[Union[str, Sequence[str]]] = None,
        min_words: Optional[int] = None,
        min_confidence: Optional[float] = None,
        rules: Optional[Union[_Path, Sequence[str]]] = None,
        now: Optional[Union[str, datetime.datetime]] = None,
        max_bytes: Optional[int] = None,
        max_nodes: Optional[int] = None,
        max_lines: Optional[int] = None,
        max_depth: Optional[int] = None,
        max_time: Optional[float] = None,
    ) -> Cleaner: ...
    def clean(
        self,
        page: _AnyPage,
        url: Optional[str] = None,
        *,
        content_type: Optional[str] = None,
        encoding: Optional[str] = None,
        input: Input = "auto",
        source: Optional[str] = None,
    ) -> Article:
        """Clean one page: ``str``, ``bytes``, or a ``Page``, which carries its own hints.

        ``url`` is the page's address, ``content_type`` its HTTP header, ``encoding`` a WHATWG label that overrides
        the page's own, ``input`` the kind of page, and ``source`` the name for the record. Raises ``CopydeskError``
        if the page cannot be cleaned. A page without an article does not raise: its ``Article`` is falsy.
        """
    def clean_all(
        self,
        page: _AnyPage,
        url: Optional[str] = None,
        *,
        input: Input = "auto",
        source: Optional[str] = None,
    ) -> list[Article]:
        """Clean every story of a text with several stories, such as the file of a wire feed, in order.

        For any other page, returns a list with one article.
        """
    @overload
    def clean_many(
        self, pages: _Pages, threads: int = 0, *, errors: Literal["raise", "skip"] = "raise"
    ) -> CleanMany[Article]:
        """Clean many pages on several threads and iterate over the articles in the order of the pages.

        ``pages`` yields ``str``, ``bytes``, ``Page`` or tuples ``(page, url)``. It is read only as far ahead as the
        threads need. ``threads=0`` uses every core.
        ``errors`` determines what happens if a page fails: ``"raise"`` raises its exception, after which iteration
        can continue; ``"return"`` yields the exception in place of the article; ``"skip"`` skips the page, and
        ``CleanMany.failed`` counts it.
        """
    @overload
    def clean_many(
        self, pages: _Pages, threads: int = 0, *, errors: Literal["return"]
    ) -> CleanMany[Union[Article, Exception]]:
        """Clean many pages on several threads and iterate over the articles in the order of the pages.

        ``pages`` yields ``str``, ``bytes``, ``Page`` or tuples ``(page, url)``. It is read only as far ahead as the
        threads need. ``threads=0`` uses every core.
        ``errors`` determines what happens if a page fails: ``"raise"`` raises its exception, after which iteration
        can continue; ``"return"`` yields the exception in place of the article; ``"skip"`` skips the page, and
        ``CleanMany.failed`` counts it.
        """
    def explain(self, page: _AnyPage, url: Optional[str] = None, *, input: Input = "auto") -> dict[str, Any]:
        """Return why each block was kept or dropped and where each field came from: ``copydesk explain --json`` as a dict."""

def clean(
    page: _AnyPage,
    url: Optional[str] = None,
    *,
    content_type: Optional[str] = None,
    encoding: Optional[str] = None,
    input: Input = "auto",
    source: Optional[str] = None,
    **options: Unpack[CleanerOptions],
) -> Article:
    """Clean one page: ``str``, ``bytes``, or a :class:`Page`, which carries its own hints.

    ``url`` is the page's address, ``content_type`` its HTTP header, ``encoding`` a WHATWG label that overrides
    the page's own, ``input`` the kind of page, and ``source`` the name for the record. ``options`` are those of
    :class:`Cleaner`; for many pages with the same options, build a cleaner once.
    Raises :class:`CopydeskError` if the page cannot be cleaned. A page without an article does not raise:
    its :class:`Article` is falsy.

    >>> article = copydesk.clean(html, url="https://post.example/bridge", favor="precision")
    >>> article.title, article.authors, article.published, article.text
    """
@overload
def clean_many(
    pages: _Pages,
    threads: int = 0,
    *,
    errors: Literal["raise", "skip"] = "raise",
    **options: Unpack[CleanerOptions],
) -> CleanMany[Article]:
    """Clean many pages on several threads and iterate over the articles in the order of the pages.

    ``pages`` yields ``str``, ``bytes``, :class:`Page` or tuples ``(page, url)``. ``threads=0`` uses every core.
    ``errors`` determines what happens if a page fails: ``"raise"`` raises its exception, after which iteration can
    continue; ``"return"`` yields the exception in place of the article; ``"skip"`` skips the page.
    ``options`` are those of :class:`Cleaner`.

    >>> for article in copydesk.clean_many(copydesk.read_pages("crawl.warc.gz"), errors="skip"):
    ...     print(article.url, article.title)
    """
@overload
def clean_many(
    pages: _Pages,
    threads: int = 0,
    *,
    errors: Literal["return"],
    **options: Unpack[CleanerOptions],
) -> CleanMany[Union[Article, Exception]]:
    """Clean many pages on several threads and iterate over the articles in the order of the pages.

    ``pages`` yields ``str``, ``bytes``, :class:`Page` or tuples ``(page, url)``. ``threads=0`` uses every core.
    ``errors`` determines what happens if a page fails: ``"raise"`` raises its exception, after which iteration can
    continue; ``"return"`` yields the exception in place of the article; ``"skip"`` skips the page.
    ``options`` are those of :class:`Cleaner`.

    >>> for article in copydesk.clean_many(copydesk.read_pages("crawl.warc.gz"), errors="skip"):
    ...     print(article.url, article.title)
    """
def clean_batch(
    batch: _ArrowArray,
    *,
    html: str = "html",
    url: Optional[str] = None,
    content_type: Optional[str] = None,
    source: Optional[str] = None,
    keep: Sequence[str] = ...,
    cleaner: Optional[Cleaner] = None,
    threads: int = 1,
) -> pyarrow.RecordBatch:
    """Clean a batch of pages to a ``pyarrow.RecordBatch`` of records, with one row per page, in order.

    ``batch`` is any object with the Arrow C interface that holds one batch. ``html`` names the column of pages
    (strings or binaries); ``url``, ``content_type`` (the HTTP header) and ``source`` name the columns of hints. The
    columns in ``keep`` are copied to the result. A page that fails, or is null, gives a row whose ``outcome`` is
    ``"error"``. ``threads=0`` uses every core.
    """
def clean_table(
    table: _Table,
    *,
    html: str = "html",
    url: Optional[str] = None,
    content_type: Optional[str] = None,
    source: Optional[str] = None,
    keep: Sequence[str] = (),
    cleaner: Optional[Cleaner] = None,
    threads: int = 0,
) -> _Table:
    """Clean a table of pages to a table of records of the same kind, with one row per page, in order.

    ``table`` is a ``pyarrow.Table``, ``RecordBatch`` or ``RecordBatchReader``, a pandas or Polars ``DataFrame``, or
    anything else with the Arrow C stream interface, for which the result is a ``pyarrow.Table``.
    ``html`` names the column of pages (strings or binaries); ``url``, ``content_type`` (the HTTP header) and
    ``source`` name the columns of hints. The columns in ``keep`` are copied to the result.
    A page that fails, or is null, gives a row whose ``outcome`` is ``"error"``.
    ``cleaner`` is a :class:`Cleaner` with options. ``threads=0`` uses every core.
    A ``RecordBatchReader`` is read and cleaned as the result is read, so it may be larger than memory.
    The records of a pandas ``DataFrame`` keep its index.

    >>> records = copydesk.clean_table(frame, html="body", url="url", keep=["crawl_id"])
    """
def read_pages(
    source: Union[_Path, Sequence[_Path], BinaryIO],
    *,
    kind: Optional[Kind] = None,
    name: Optional[str] = None,
    include: Sequence[str] = ...,
    exclude: Sequence[str] = ...,
) -> PageReader:
    """Iterate over the pages of files, folders and archives (WARC, ARC, WACZ, tar, zip, EPUB), JSON, JSONL, feeds,
    MHTML and mail, also compressed (gzip, zstd, xz, bzip2, LZ4).

    ``source`` is a path, a list of paths, or a file opened in binary mode, whose name for the records is ``name``.
    ``kind`` is needed only if the file name does not reveal it. ``include`` and ``exclude`` are globs for the files
    of folders and archives. Unreadable input gives a ``Page`` too; cleaning it raises ``SourceError``.

    >>> for article in copydesk.clean_many(copydesk.read_pages("crawl.warc.gz"), errors="skip"):
    ...     print(article.url, article.title)
    """
def record_schema() -> pyarrow.Schema:
    """The schema of the records, as a ``pyarrow.Schema``."""
def to_batch(articles: Sequence[Union[Article, Exception]]) -> pyarrow.RecordBatch:
    """Convert articles to a ``pyarrow.RecordBatch`` with the schema of ``record_schema()``.

    Accepts the exceptions that ``clean_many(..., errors="return")`` returns, too: each gives a row
    whose ``outcome`` is ``"error"``.
    """
def parse_byline(
    text: str, *, language: Optional[str] = None, site: Optional[str] = None
) -> Optional[Byline]:
    """Parse a byline into its authors and organization.

    ``language`` is a BCP 47 tag, ``site`` the name of the outlet, whose staff lines are then recognized.
    Returns ``None`` if the text names no one (an admin account, a date, a label).

    >>> byline = copydesk.parse_byline("By JANE DOE and John Roe, Staff Writers")
    >>> [author["name"] for author in byline["authors"]]
    ['Jane Doe', 'John Roe']
    """
def parse_dateline(
    text: str, *, language: Optional[str] = None, published: Optional[str] = None
) -> Optional[Dateline]:
    """Parse the dateline at the start of a paragraph.

    ``published`` (``YYYY-MM-DD``) supplies the year that datelines omit.
    Returns ``None`` if the paragraph does not start with a dateline.

    >>> dateline = copydesk.parse_dateline("SEOUL, May 4 (Yonhap) -- The port reopened.", published="2018-05-04")
    >>> dateline["place"], dateline["date"], dateline["agency"]
    ('Seoul', '2018-05-04', 'Yonhap')
    """
def parse_credit(text: str, *, language: Optional[str] = None) -> Optional[Credit]:
    """Parse the credit at the end of a text.

    Returns ``None`` if the text does not end with a credit.

    >>> copydesk.parse_credit("The port reopened. (Yonhap)")["agency"]
    'Yonhap'
    """
