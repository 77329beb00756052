"""The tools that are compared. Each takes a page as bytes and its address, and returns text or Markdown.

All of them get the same bytes, use their documented defaults for articles, and leave comments out.
"""


def copydesk(markdown):
    import copydesk

    cleaner = copydesk.Cleaner()
    if markdown:
        return lambda html, url: cleaner.clean(html, url).markdown()
    return lambda html, url: cleaner.clean(html, url).text


def trafilatura(markdown):
    import trafilatura

    form = "markdown" if markdown else "txt"
    return lambda html, url: trafilatura.extract(html, url=url, include_comments=False, output_format=form)


def newspaper(_markdown):
    import newspaper

    def extract(html, url):
        article = newspaper.Article(url or "https://example.org/", fetch_images=False)
        article.download(input_html=html.decode("utf-8", "replace"))
        article.parse()
        return article.text

    return extract


def readability(_markdown):
    import lxml.html
    from readability import Document

    return lambda html, url: lxml.html.fromstring(Document(html.decode("utf-8", "replace")).summary()).text_content()


TOOLS = {"copydesk": copydesk, "trafilatura": trafilatura, "newspaper": newspaper, "readability": readability}
