"""copydesk for LlamaIndex: a reader of saved pages.

By itself, for files, folders, WARC, tar, zip and JSONL::

    from copydesk.llama_index import CopydeskReader
    documents = CopydeskReader().load_data("crawl.warc.gz")

or for the pages in a folder of many kinds of files::

    SimpleDirectoryReader("saved", file_extractor={".html": CopydeskReader(), ".htm": CopydeskReader()})

or for pages that were fetched: ``CopydeskReader().load_pages([(html, url), ...])``.
The text of a document is the article as Markdown, its metadata are the fields. Pages without an article are
skipped.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import Document

from . import Article, Cleaner, read_pages
from ._documents import check_content, content, metadata

__all__ = ["CopydeskReader"]

logger = logging.getLogger(__name__)


class CopydeskReader(BaseReader):
    """Reads saved pages as documents, one per article.

    ``content`` is ``"markdown"`` or ``"text"``. ``errors`` is ``"skip"``, which logs pages that cannot be cleaned, or
    ``"raise"``. ``keep_empty`` keeps pages without an article. ``options`` are those of :class:`copydesk.Cleaner`.
    """

    def __init__(self, *, content="markdown", errors="skip", keep_empty=False, threads=0, **options):
        if errors not in ("skip", "raise"):
            raise ValueError(f'errors must be "skip" or "raise", not {errors!r}')
        self._content = check_content(content)
        self._errors = errors
        self._keep_empty = keep_empty
        self._threads = threads
        self._cleaner = Cleaner(**options)

    def lazy_load_data(self, file, extra_info=None, fs=None) -> Iterable[Document]:
        """Yield one document per article of a file, folder or archive, or of a list of them.

        ``extra_info`` is added to the metadata. ``fs`` is an fsspec file system that opens ``file``.
        """
        if fs is None:
            yield from self._documents(read_pages(file), extra_info)
        else:
            with fs.open(str(file), "rb") as stream:
                yield from self._documents(read_pages(stream, name=str(file)), extra_info)

    def load_pages(self, pages, extra_info=None) -> list[Document]:
        """Return one document per article of ``pages``, as :func:`copydesk.clean_many` accepts them."""
        return list(self._documents(pages, extra_info))

    def _documents(self, pages, extra_info):
        for cleaned in self._cleaner.clean_many(pages, self._threads, errors="return"):
            if not isinstance(cleaned, Article):
                if self._errors == "raise":
                    raise cleaned
                logger.warning("copydesk: %s: %s", getattr(cleaned, "source", None), cleaned)
            elif cleaned or self._keep_empty:
                found = {**(extra_info or {}), "source": cleaned.source, **metadata(cleaned)}
                yield Document(text=content(cleaned, self._content), metadata=found)
