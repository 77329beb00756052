"""copydesk for LangChain: a document loader and a document transformer.

The loader reads saved pages: files, folders, WARC, tar, zip and JSONL::

    from copydesk.langchain import CopydeskLoader
    documents = CopydeskLoader("crawl.warc.gz").load()

The transformer cleans documents whose content is HTML, as loaders that fetch pages return them::

    from copydesk.langchain import CopydeskTransformer
    documents = CopydeskTransformer().transform_documents(documents)

The content of a document is the article as Markdown. Its metadata are the fields: ``title``, ``authors``, ``published``
and so on, as strings and numbers. Pages without an article are skipped.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import BaseDocumentTransformer, Document

from . import Article, Cleaner, Page, read_pages
from ._documents import address, check_content, content, metadata

__all__ = ["CopydeskLoader", "CopydeskTransformer"]

logger = logging.getLogger(__name__)


class CopydeskLoader(BaseLoader):
    """Loads saved pages as documents, one per article.

    ``source`` is a path, a list of paths, or a binary file, as for :func:`copydesk.read_pages`; ``kind``, ``include``
    and ``exclude`` are also as there. ``content`` is ``"markdown"`` or ``"text"``. ``errors`` is ``"skip"``, which logs pages that
    cannot be cleaned, or ``"raise"``. ``keep_empty`` keeps pages without an article. ``options`` are those of
    :class:`copydesk.Cleaner`.
    """

    def __init__(
        self,
        source,
        *,
        content="markdown",
        errors="skip",
        keep_empty=False,
        threads=0,
        kind=None,
        include=(),
        exclude=(),
        **options,
    ):
        if errors not in ("skip", "raise"):
            raise ValueError(f'errors must be "skip" or "raise", not {errors!r}')
        self._source = source
        self._content = check_content(content)
        self._errors = errors
        self._keep_empty = keep_empty
        self._threads = threads
        self._reading = {"kind": kind, "include": list(include), "exclude": list(exclude)}
        self._cleaner = Cleaner(**options)

    def lazy_load(self) -> Iterator[Document]:
        """Yield one document per article, in the order of the pages."""
        pages = read_pages(self._source, **self._reading)
        for cleaned in self._cleaner.clean_many(pages, self._threads, errors="return"):
            if not isinstance(cleaned, Article):
                if self._errors == "raise":
                    raise cleaned
                logger.warning("copydesk: %s: %s", getattr(cleaned, "source", None), cleaned)
            elif cleaned or self._keep_empty:
                found = {"source": cleaned.source, **metadata(cleaned)}
                yield Document(page_content=content(cleaned, self._content), metadata=found)


class CopydeskTransformer(BaseDocumentTransformer):
    """Cleans documents whose content is HTML.

    The address is the metadata ``url``, or ``source`` if that is a web address. The metadata of a document are kept; the
    fields of the article are added and override them, except ``source``. Arguments as for
    :class:`CopydeskLoader`.
    """

    def __init__(self, *, content="markdown", errors="skip", keep_empty=False, threads=0, **options):
        if errors not in ("skip", "raise"):
            raise ValueError(f'errors must be "skip" or "raise", not {errors!r}')
        self._content = check_content(content)
        self._errors = errors
        self._keep_empty = keep_empty
        self._threads = threads
        self._cleaner = Cleaner(**options)

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> Sequence[Document]:
        """Return one document per article, in the order of ``documents``."""
        documents = list(documents)
        pages = (Page(d.page_content, _address(d.metadata), source=d.metadata.get("source")) for d in documents)
        out = []
        for document, cleaned in zip(documents, self._cleaner.clean_many(pages, self._threads, errors="return")):
            if not isinstance(cleaned, Article):
                if self._errors == "raise":
                    raise cleaned
                logger.warning("copydesk: %s: %s", document.metadata.get("source"), cleaned)
            elif cleaned or self._keep_empty:
                found = {**document.metadata, **metadata(cleaned)}
                out.append(Document(page_content=content(cleaned, self._content), metadata=found, id=document.id))
        return out


def _address(found):
    return address(found.get("url")) or address(found.get("source"))
