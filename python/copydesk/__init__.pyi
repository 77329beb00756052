import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Literal, Optional, TypedDict, Union, final

import pyarrow

__version__: str

class Author(TypedDict):
    name: str
    role: Optional[str]
    affiliation: Optional[str]

class Byline(TypedDict):
    raw: str
    text: str
    authors: list[Author]
    organization: Optional[str]
    source: Optional[str]

class Dateline(TypedDict):
    raw: str
    text: str
    place: Optional[str]
    region: Optional[str]
    date: Optional[str]
    agency: Optional[str]

class Credit(TypedDict):
    raw: str
    kind: Literal["agency", "reporting", "contributors", "copyright"]
    agency: Optional[str]
    reporters: list[str]
    editors: list[str]

class CopydeskError(Exception):
    source: Optional[str]
    url: Optional[str]

class SourceError(CopydeskError): ...
class LimitError(CopydeskError): ...
class EncodingError(CopydeskError): ...
class RuleError(CopydeskError): ...

Input = Literal["auto", "html", "text"]
Content = Union[str, bytes, bytearray, memoryview]
AnyPage = Union[Content, Page]
Pages = Iterable[Union[AnyPage, tuple[Content, Optional[str]]]]
Favor = Literal["precision", "balanced", "recall"]
Keep = Literal["keep", "strip"]
Style = Literal["normalize", "keep", "strip"]
Kind = Literal["page", "warc", "tar", "zip", "jsonl"]
PathLike = Union[str, os.PathLike[str]]

@final
class Article:
    @property
    def source(self) -> str: ...
    @property
    def url(self) -> Optional[str]: ...
    @property
    def outcome(self) -> Literal["article", "no-article"]: ...
    @property
    def title(self) -> Optional[str]: ...
    @property
    def byline(self) -> Optional[Byline]: ...
    @property
    def authors(self) -> list[str]: ...
    @property
    def dateline(self) -> Optional[Dateline]: ...
    @property
    def credit(self) -> Optional[Credit]: ...
    @property
    def published(self) -> Optional[str]: ...
    @property
    def modified(self) -> Optional[str]: ...
    @property
    def site(self) -> Optional[str]: ...
    @property
    def language(self) -> Optional[str]: ...
    @property
    def description(self) -> Optional[str]: ...
    @property
    def image(self) -> Optional[str]: ...
    @property
    def canonical(self) -> Optional[str]: ...
    @property
    def keywords(self) -> list[str]: ...
    @property
    def page_type(self) -> str: ...
    @property
    def input(self) -> Literal["html", "text"]: ...
    @property
    def confidence(self) -> float: ...
    @property
    def text(self) -> str: ...
    @property
    def words(self) -> int: ...
    @property
    def comments(self) -> Optional[str]: ...
    @property
    def body(self) -> list[dict[str, Any]]: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def markdown(
        self, *, links: bool = False, images: bool = False, front_matter: bool = False
    ) -> str: ...
    def html(self, *, links: bool = False, images: bool = False) -> str: ...
    def tei(self, *, links: bool = False, images: bool = False) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...

@final
class Page:
    def __new__(
        cls,
        content: Content,
        url: Optional[str] = None,
        *,
        content_type: Optional[str] = None,
        encoding: Optional[str] = None,
        input: Input = "auto",
        source: Optional[str] = None,
    ) -> Page: ...
    @property
    def content(self) -> Union[str, bytes]: ...
    @property
    def url(self) -> Optional[str]: ...
    @property
    def content_type(self) -> Optional[str]: ...
    @property
    def encoding(self) -> Optional[str]: ...
    @property
    def input(self) -> Input: ...
    @property
    def source(self) -> Optional[str]: ...

@final
class PageReader(Iterator[Page]):
    def __iter__(self) -> PageReader: ...
    def __next__(self) -> Page: ...

@final
class CleanMany(Iterator[Union[Article, CopydeskError, TypeError]]):
    def __iter__(self) -> CleanMany: ...
    def __next__(self) -> Union[Article, CopydeskError, TypeError]: ...

@final
class Cleaner:
    def __new__(
        cls,
        *,
        favor: Optional[Favor] = None,
        dateline: Optional[Style] = None,
        credit: Optional[Keep] = None,
        standfirst: Optional[Keep] = None,
        tables: Optional[Keep] = None,
        comments: Optional[bool] = None,
        lang: Union[str, Sequence[str], None] = None,
        min_words: Optional[int] = None,
        min_confidence: Optional[float] = None,
        rules: Union[PathLike, Sequence[str], None] = None,
        now: Union[str, datetime, None] = None,
        max_bytes: Optional[int] = None,
        max_nodes: Optional[int] = None,
        max_depth: Optional[int] = None,
        max_time: Optional[float] = None,
    ) -> Cleaner: ...
    def clean(
        self,
        page: AnyPage,
        url: Optional[str] = None,
        *,
        content_type: Optional[str] = None,
        encoding: Optional[str] = None,
        input: Input = "auto",
        source: Optional[str] = None,
    ) -> Article: ...
    def clean_all(
        self,
        page: AnyPage,
        url: Optional[str] = None,
        *,
        input: Input = "auto",
        source: Optional[str] = None,
    ) -> list[Article]: ...
    def clean_many(self, pages: Pages, threads: int = 0) -> CleanMany: ...
    def explain(
        self, page: AnyPage, url: Optional[str] = None, *, input: Input = "auto"
    ) -> dict[str, Any]: ...

def clean(
    page: AnyPage,
    url: Optional[str] = None,
    *,
    content_type: Optional[str] = None,
    encoding: Optional[str] = None,
    input: Input = "auto",
    source: Optional[str] = None,
    **options: Any,
) -> Article: ...
def clean_many(pages: Pages, threads: int = 0, **options: Any) -> CleanMany: ...
def clean_batch(
    batch: pyarrow.RecordBatch,
    *,
    html: str = "html",
    url: Optional[str] = None,
    content_type: Optional[str] = None,
    source: Optional[str] = None,
    cleaner: Optional[Cleaner] = None,
    threads: int = 1,
) -> pyarrow.RecordBatch: ...
def read_pages(
    source: Union[PathLike, Sequence[PathLike], BinaryIO],
    *,
    kind: Optional[Kind] = None,
    name: Optional[str] = None,
    include: Sequence[str] = ...,
    exclude: Sequence[str] = ...,
) -> PageReader: ...
def record_schema() -> pyarrow.Schema: ...
def to_batch(articles: Sequence[Union[Article, CopydeskError]]) -> pyarrow.RecordBatch: ...
def parse_byline(
    text: str, *, language: Optional[str] = None, site: Optional[str] = None
) -> Optional[Byline]: ...
def parse_dateline(
    text: str, *, language: Optional[str] = None, published: Optional[str] = None
) -> Optional[Dateline]: ...
def parse_credit(text: str, *, language: Optional[str] = None) -> Optional[Credit]: ...
