from collections.abc import Iterable, Iterator
from typing import Any, Literal, Optional, TypedDict, Union

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

class CopydeskError(Exception): ...
class LimitError(CopydeskError): ...
class EncodingError(CopydeskError): ...
class RuleError(CopydeskError): ...

Input = Literal["auto", "html", "text"]
Page = Union[str, bytes]

class Article:
    outcome: Literal["article", "no-article"]
    url: Optional[str]
    title: Optional[str]
    byline: Optional[Byline]
    authors: list[str]
    dateline: Optional[Dateline]
    credit: Optional[Credit]
    published: Optional[str]
    modified: Optional[str]
    site: Optional[str]
    language: Optional[str]
    description: Optional[str]
    image: Optional[str]
    canonical: Optional[str]
    keywords: list[str]
    page_type: str
    confidence: float
    text: str
    words: int
    body: list[dict[str, Any]]
    def __bool__(self) -> bool: ...
    def markdown(self, *, links: bool = ..., images: bool = ..., front_matter: bool = ...) -> str: ...
    def html(self, *, links: bool = ..., images: bool = ...) -> str: ...
    def tei(self, *, links: bool = ..., images: bool = ...) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...
    def to_json(self) -> str: ...

class CleanMany(Iterator[Union[Article, CopydeskError]]):
    def __next__(self) -> Union[Article, CopydeskError]: ...

class Cleaner:
    def __init__(
        self,
        *,
        favor: Optional[Literal["precision", "balanced", "recall"]] = ...,
        dateline: Optional[Literal["normalize", "keep", "strip"]] = ...,
        credit: Optional[Literal["strip", "keep"]] = ...,
        standfirst: Optional[Literal["keep", "strip"]] = ...,
        min_words: Optional[int] = ...,
        comments: Optional[bool] = ...,
    ) -> None: ...
    def clean(
        self,
        page: Page,
        url: Optional[str] = ...,
        *,
        content_type: Optional[str] = ...,
        encoding: Optional[str] = ...,
        input: Input = ...,
        source: Optional[str] = ...,
    ) -> Article: ...
    def clean_many(
        self, pages: Iterable[Union[Page, tuple[Page, Optional[str]]]], threads: int = ...
    ) -> CleanMany: ...

def clean(
    page: Page,
    url: Optional[str] = ...,
    *,
    content_type: Optional[str] = ...,
    encoding: Optional[str] = ...,
    input: Input = ...,
    source: Optional[str] = ...,
) -> Article: ...
def clean_many(
    pages: Iterable[Union[Page, tuple[Page, Optional[str]]]], threads: int = ...
) -> CleanMany: ...
def clean_batch(
    batch: pyarrow.RecordBatch,
    *,
    html: str = ...,
    url: Optional[str] = ...,
    cleaner: Optional[Cleaner] = ...,
    threads: int = ...,
) -> pyarrow.RecordBatch: ...
def record_schema() -> pyarrow.Schema: ...
def to_batch(articles: list[Article]) -> pyarrow.RecordBatch: ...
def parse_byline(text: str, *, language: Optional[str] = ..., site: Optional[str] = ...) -> Optional[Byline]: ...
def parse_dateline(
    text: str, *, language: Optional[str] = ..., published: Optional[str] = ...
) -> Optional[Dateline]: ...
def parse_credit(text: str, *, language: Optional[str] = ...) -> Optional[Credit]: ...
