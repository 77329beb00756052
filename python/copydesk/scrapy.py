"""copydesk for Scrapy: an item pipeline and a spider middleware.

The pipeline cleans the page in an item's field ``html`` (``COPYDESK_FIELD``), which is a ``str``, ``bytes`` or a
``Response``, puts the record into the field ``article`` (``COPYDESK_TARGET``), and removes the page unless
``COPYDESK_KEEP_HTML`` is set::

    ITEM_PIPELINES = {"copydesk.scrapy.CopydeskPipeline": 300}

The middleware gives every HTML response a function ``response.meta["copydesk"]`` that cleans the page on the first call
and returns its :class:`copydesk.Article`. A spider that yields a response yields its record::

    SPIDER_MIDDLEWARES = {"copydesk.scrapy.CopydeskMiddleware": 543}

``COPYDESK_OPTIONS`` (``{"favor": "precision"}``) contains the options of the cleaner. ``COPYDESK_DROP_EMPTY`` drops items whose
page has no article. A page that cannot be cleaned is dropped with a message. The stats ``copydesk/article``,
``copydesk/no-article`` and ``copydesk/failed`` count pages.
"""

import logging

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem
from scrapy.http import Response, TextResponse

from . import Cleaner, CopydeskError

logger = logging.getLogger(__name__)


def _cleaner(settings):
    """Returns a cleaner with the options of ``COPYDESK_OPTIONS``."""
    return Cleaner(**settings.getdict("COPYDESK_OPTIONS"))


def _content_type(response):
    header = response.headers.get("Content-Type")
    return header.decode("latin-1") if header else None


class CopydeskPipeline:
    """Cleans the page in a field of each item."""

    def __init__(self, cleaner, field, target, keep_html, drop_empty, stats=None):
        self.cleaner = cleaner
        self.field = field
        self.target = target
        self.keep_html = keep_html
        self.drop_empty = drop_empty
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler):
        settings = crawler.settings
        return cls(
            _cleaner(settings),
            settings.get("COPYDESK_FIELD", "html"),
            settings.get("COPYDESK_TARGET", "article"),
            settings.getbool("COPYDESK_KEEP_HTML", False),
            settings.getbool("COPYDESK_DROP_EMPTY", False),
            crawler.stats,
        )

    def _count(self, what):
        if self.stats is not None:
            self.stats.inc_value(f"copydesk/{what}")

    def process_item(self, item, spider=None):
        adapter = ItemAdapter(item)
        page = adapter.get(self.field)
        if page is None:
            return item
        url = adapter.get("url")
        content_type = None
        if isinstance(page, Response):
            url, content_type, page = page.url, _content_type(page), page.body
        try:
            article = self.cleaner.clean(page, url, content_type=content_type, source=url)
        except CopydeskError as error:
            self._count("failed")
            raise DropItem(f"copydesk: {url}: {error}") from error
        self._count(article.outcome)
        if self.drop_empty and not article:
            raise DropItem(f"copydesk: {url}: no article")
        try:
            adapter[self.target] = article.to_dict()
        except KeyError as error:
            raise KeyError(
                f"{type(item).__name__} has no field {self.target!r}; add it, or name another in COPYDESK_TARGET"
            ) from error
        if not self.keep_html:
            if isinstance(item, dict):
                del item[self.field]
            else:
                adapter[self.field] = None
        return item


class CopydeskMiddleware:
    """Gives spiders the article of a response and turns responses that they yield into records."""

    def __init__(self, cleaner, stats=None):
        self.cleaner = cleaner
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler):
        return cls(_cleaner(crawler.settings), crawler.stats)

    def _article(self, response):
        return self.cleaner.clean(
            response.body, response.url, content_type=_content_type(response), source=response.url
        )

    def _records(self, item):
        """Returns an item unchanged, and a response as its record, or None if it cannot be cleaned."""
        if not isinstance(item, Response):
            return [item]
        try:
            article = self._article(item)
        except CopydeskError as error:
            logger.warning("copydesk: %s: %s", item.url, error)
            outcome, records = "failed", []
        else:
            outcome, records = article.outcome, [article.to_dict()]
        if self.stats is not None:
            self.stats.inc_value(f"copydesk/{outcome}")
        return records

    def process_spider_input(self, response, spider=None):
        if isinstance(response, TextResponse) and response.request is not None:
            cached = []

            def article():
                if not cached:
                    cached.append(self._article(response))
                return cached[0]

            response.meta["copydesk"] = article
        return None

    def process_spider_output(self, response, result, spider=None):
        for item in result:
            yield from self._records(item)

    async def process_spider_output_async(self, response, result, spider=None):
        async for item in result:
            for record in self._records(item):
                yield record
