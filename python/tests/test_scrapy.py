"""A real crawl of a site served on this machine, in a process of its own, as Scrapy requires."""

import functools
import http.server
import json
import subprocess
import sys
import threading

import pytest

from pages import page

pytest.importorskip("scrapy")

SPIDER = '''
import sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Site(scrapy.Spider):
    name = "site"
    start_urls = [sys.argv[1]]

    def parse(self, response):
        links = response.css("a.story::attr(href)").getall()
        if links:
            for link in links:
                yield response.follow(link, callback=self.parse_story)

    def parse_story(self, response):
        assert response.meta["copydesk"]().title
        yield {"kind": "pipeline", "url": response.url, "html": response}
        yield {"kind": "text", "url": response.url, "html": response.text}
        yield response
        # Over the limit: dropped and counted. The others are not affected.
        yield response.replace(body=response.body * 50)

process = CrawlerProcess({
    "LOG_LEVEL": "ERROR",
    "ROBOTSTXT_OBEY": False,
    "TELNETCONSOLE_ENABLED": False,
    "ITEM_PIPELINES": {"copydesk.scrapy.CopydeskPipeline": 300},
    "SPIDER_MIDDLEWARES": {"copydesk.scrapy.CopydeskMiddleware": 543},
    "COPYDESK_OPTIONS": {"max_bytes": 50_000},
    "FEEDS": {sys.argv[2]: {"format": "jsonlines"}},
})
crawler = process.create_crawler(Site)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
assert (stats["copydesk/article"], stats["copydesk/failed"]) == (12, 4), stats
'''


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


def test_pipeline_and_middleware_in_a_real_crawl(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    for number in range(4):
        (site / f"{number}.html").write_text(page(number))
    links = "".join(f"<a class=story href='{n}.html'>{n}</a>" for n in range(4))
    (site / "index.html").write_text(f"<html><body>{links}</body></html>")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        spider, out = tmp_path / "spider.py", tmp_path / "items.jsonl"
        spider.write_text(SPIDER)
        url = f"http://127.0.0.1:{server.server_port}/"
        done = subprocess.run(
            [sys.executable, str(spider), url, str(out)], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
    finally:
        server.shutdown()
    items = [json.loads(line) for line in out.read_text().splitlines()]
    piped = [i for i in items if "article" in i]
    assert len(piped) == 8 and all("html" not in i for i in piped)
    titles = {i["article"]["title"] for i in piped}
    assert titles == {f"Bridge {n} reopens" for n in range(4)}
    records = [i for i in items if i.get("outcome")]
    assert {r["title"] for r in records} == titles
    assert all(r["source"] == r["url"] for r in records)
