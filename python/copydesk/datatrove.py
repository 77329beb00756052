"""copydesk for datatrove: an extractor that replaces its Trafilatura step.

    from copydesk.datatrove import CopydeskExtractor
    pipeline = [WarcReader("crawl/"), CopydeskExtractor(favor="precision", max_time=1.0), JsonlWriter("out/")]

datatrove runs other extractors in a subprocess so that a hanging one can be killed. copydesk limits its own time and memory, so
this step runs in the worker itself.
"""

from __future__ import annotations

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.utils.logging import logger
from datatrove.utils.typeshelper import StatHints

from . import Cleaner, CopydeskError, TimeLimitError
from ._documents import address, check_content, content, metadata

__all__ = ["CopydeskExtractor"]


class CopydeskExtractor(BaseExtractor):
    """Replaces the HTML in ``Document.text`` with the article.

    ``content`` is ``"text"`` or ``"markdown"``. ``fields`` adds the fields of the article to ``Document.metadata``, where they
    override existing values. Documents whose page has no article, or cannot be cleaned, are dropped and counted in the
    statistics. ``options`` are those of :class:`copydesk.Cleaner`; ``max_time`` is in seconds.
    """

    name = "⛏ Copydesk"

    def __init__(self, content: str = "text", fields: bool = True, max_time: float = 1, **options):
        super().__init__(timeout=max_time)
        self.content = check_content(content)
        self.fields = fields
        self._cleaner = Cleaner(max_time=max_time, **options)

    def extract(self, text: str) -> str:
        """Return the text of the article in a page, or an empty string."""
        article = self._cleaner.clean(text)
        return content(article, self.content) if article else ""

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Yield the documents whose page has an article."""
        for document in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                try:
                    article = self._cleaner.clean(document.text, address(document.metadata.get("url")))
                except TimeLimitError:
                    self.stat_update("timeout")
                    continue
                except CopydeskError as error:
                    self.stat_update("clean_error")
                    logger.warning(f"copydesk: {document.id}: {error}")
                    continue
                self.stat_update("extracted")
                document.text = content(article, self.content) if article else ""
                if article and self.fields:
                    document.metadata.update(metadata(article))
            if document.text:
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document
            else:
                self.stat_update(StatHints.dropped)
