"""copydesk for Haystack: a component that converts pages to documents.

    from copydesk.haystack import CopydeskConverter
    pipeline.add_component("fetcher", LinkContentFetcher())
    pipeline.add_component("converter", CopydeskConverter())
    pipeline.connect("fetcher.streams", "converter.sources")

The content of a document is the article as Markdown, its metadata are the fields. Pages without an article are
skipped. To load a saved pipeline, Haystack must trust this module: ``Pipeline.loads(text,
allowed_modules=["copydesk.haystack"])``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Union

from haystack import Document, component, default_from_dict, default_to_dict, logging
from haystack.components.converters.utils import get_bytestream_from_source, normalize_metadata
from haystack.dataclasses import ByteStream

from . import Article, Cleaner, Page
from ._documents import address, check_content, content, metadata

__all__ = ["CopydeskConverter"]

logger = logging.getLogger(__name__)


@component
class CopydeskConverter:
    """Converts saved or fetched pages to documents, one per article.

    ``content`` is ``"markdown"`` or ``"text"``. ``keep_empty`` keeps pages without an article. ``options`` are those of
    :class:`copydesk.Cleaner`. Sources that cannot be read or cleaned are logged and skipped.
    """

    def __init__(
        self,
        content: str = "markdown",
        keep_empty: bool = False,
        threads: int = 0,
        options: Optional[dict[str, Any]] = None,
    ):
        self.content = check_content(content)
        self.keep_empty = keep_empty
        self.threads = threads
        self.options = options or {}
        self._cleaner = Cleaner(**self.options)

    def to_dict(self) -> dict[str, Any]:
        """Serialize the component to a dictionary."""
        return default_to_dict(
            self, content=self.content, keep_empty=self.keep_empty, threads=self.threads, options=self.options
        )

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> CopydeskConverter:
        """Deserialize the component from a dictionary."""
        return default_from_dict(cls, data)

    @component.output_types(documents=list[Document])
    def run(
        self,
        sources: list[Union[str, Path, ByteStream]],
        meta: Optional[Union[dict[str, Any], list[dict[str, Any]]]] = None,
    ):
        """Convert files, paths or byte streams to documents.

        ``meta`` is added to the metadata: one dictionary for all documents, or a list with one per source.
        A byte stream's ``meta["url"]`` is the address of its page, its ``mime_type`` the ``Content-Type``.
        """
        read = []
        for source, given in zip(sources, normalize_metadata(meta=meta, sources_count=len(sources))):
            try:
                stream = get_bytestream_from_source(source=source)
            except Exception as error:
                logger.warning("Could not read {source}. Skipping it. Error: {error}", source=source, error=error)
                continue
            known = {**stream.meta, **given}
            name = known.get("file_path") or known.get("url")
            page = Page(
                stream.data,
                address(known.get("url")),
                content_type=stream.mime_type,
                source=None if name is None else str(name),
            )
            read.append((page, known))
        pages = [page for page, _ in read]
        documents = []
        for (page, known), cleaned in zip(read, self._cleaner.clean_many(pages, self.threads, errors="return")):
            if not isinstance(cleaned, Article):
                logger.warning(
                    "Could not clean {source}. Skipping it. Error: {error}", source=page.source, error=cleaned
                )
            elif cleaned or self.keep_empty:
                documents.append(
                    Document(content=content(cleaned, self.content), meta={**known, **metadata(cleaned)})
                )
        return {"documents": documents}
