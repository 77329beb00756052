import ast
import json
import pathlib
import pickle
import sys
import threading
import time
from datetime import date, datetime, timedelta, timezone

import pytest

import copydesk
from pages import SENTENCES, page


def test_str_and_bytes_give_the_same_article():
    article = copydesk.clean(page(), url="https://post.example/bridge")
    assert article == copydesk.clean(page().encode(), url="https://post.example/bridge")
    assert article and article.outcome == "article"
    assert article.url == "https://post.example/bridge"
    assert article.title == "Bridge 0 reopens"
    assert SENTENCES[0] in article.text and "Section 3" not in article.text
    assert article.words == article.to_dict()["words"] > 50
    assert [b["block"] for b in article.body].count("paragraph") == len(SENTENCES)


def test_json_is_the_record():
    article = copydesk.clean(page(), source="a.html")
    record = json.loads(article.to_json())
    assert record == article.to_dict()
    assert record["source"] == "a.html" and record["outcome"] == "article"


def test_views():
    article = copydesk.clean(page())
    assert article.markdown().startswith("# Bridge 0 reopens")
    linked = copydesk.clean(page().replace("the city said", "<a href='/city'>the city</a> said"), "https://post.example/1")
    assert "[the city](https://post.example/city)" in linked.markdown(links=True)
    assert "the city said" in linked.markdown()
    assert linked.markdown(front_matter=True).startswith("---\n")
    assert "<h1>Bridge 0 reopens</h1>" in article.html()
    assert "http://www.tei-c.org/ns/1.0" in article.tei()
    assert "Bridge 0 reopens" in repr(article)


def test_no_article_is_no_error():
    article = copydesk.clean("<p>x")
    assert not article and article.outcome == "no-article"
    assert article.reason == article.to_dict()["reason"] == "no-text"
    assert copydesk.clean(page(), lang="de").reason == "other-language" and copydesk.clean(page()).reason is None


def test_errors():
    with pytest.raises(copydesk.EncodingError):
        copydesk.clean(b"x", encoding="klingon")
    assert issubclass(copydesk.EncodingError, copydesk.CopydeskError)
    with pytest.raises(copydesk.NotTextError, match="PDF"):
        copydesk.clean(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    with pytest.raises(TypeError):
        copydesk.clean(7)
    with pytest.raises(ValueError, match="precision, balanced, recall"):
        copydesk.Cleaner(favor="most")


def test_errors_name_their_page_and_can_be_pickled():
    with pytest.raises(copydesk.LimitError) as caught:
        copydesk.clean(page(), "https://post.example/1", source="a.html", max_bytes=100)
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert (error.source, error.url) == ("a.html", "https://post.example/1")
        assert "limit of 100" in str(error)
    assert copydesk.CopydeskError("x").source is None
    kinds = [getattr(copydesk, name) for name in copydesk.__all__ if name.endswith("Error")]
    assert len(kinds) == 8 and all(issubclass(kind, copydesk.CopydeskError) for kind in kinds)
    assert all(kind.__module__ == "copydesk" and kind.__doc__ for kind in kinds)
    assert issubclass(copydesk.OptionError, ValueError)
    with pytest.raises(TimeoutError) as late:
        copydesk.clean(page() * 50, max_time=0)
    assert isinstance(late.value, copydesk.TimeLimitError) and isinstance(late.value, copydesk.LimitError)


def test_lone_surrogates_do_no_harm():
    assert copydesk.clean(page() + "\ud800").title == "Bridge 0 reopens"


def test_pickling():
    article = copydesk.clean(page(), source="a.html")
    again = pickle.loads(pickle.dumps(article))
    assert again == article and again.to_json() == article.to_json()
    cleaner = copydesk.Cleaner(favor="recall", dateline="keep")
    assert repr(pickle.loads(pickle.dumps(cleaner))) == repr(cleaner)


def test_many_keeps_order():
    pages = [page(i) for i in range(150)]
    titles = [a.title for a in copydesk.clean_many(pages, threads=2)]
    assert titles == [f"Bridge {i} reopens" for i in range(150)]
    addressed = list(copydesk.clean_many([(page(1), "https://post.example/1")]))
    assert addressed[0].url == "https://post.example/1"


def bad_pages():
    """Two good pages and three that fail, with the limit that the second one exceeds."""
    pages = [page(0), (page(1) * 9, "https://post.example/1"), 7, page(2), (page(3), 4), b""]
    return pages, len(page()) + 100


def test_many_returns_errors_in_place():
    pages, limit = bad_pages()
    out = list(copydesk.clean_many(pages, threads=2, errors="return", max_bytes=limit))
    kinds = [type(a) for a in out]
    Article = copydesk.Article
    assert kinds == [Article, copydesk.LimitError, TypeError, Article, TypeError, Article]
    assert out[1].url == "https://post.example/1"
    assert (out[0].title, out[3].title) == ("Bridge 0 reopens", "Bridge 2 reopens")


def test_many_skips_and_counts_errors():
    pages, limit = bad_pages()
    articles = copydesk.clean_many(pages, threads=2, errors="skip", max_bytes=limit)
    assert [a.title for a in articles] == ["Bridge 0 reopens", "Bridge 2 reopens", None]
    assert articles.failed == 3


def test_many_raises_and_goes_on():
    pages, limit = bad_pages()
    articles = copydesk.clean_many(pages, threads=2, max_bytes=limit)
    assert next(articles).title == "Bridge 0 reopens"
    with pytest.raises(copydesk.LimitError) as caught:
        next(articles)
    assert caught.value.url == "https://post.example/1"
    with pytest.raises(TypeError, match="not int"):
        next(articles)
    assert next(articles).title == "Bridge 2 reopens"
    with pytest.raises(ValueError, match="raise, return, skip"):
        copydesk.clean_many([], errors="ignore")


def test_what_the_iterable_raises_comes_after_the_pages_before_it():
    def pages():
        for number in range(40):
            yield page(number)
        raise KeyError("the database is gone")

    titles = []
    with pytest.raises(KeyError, match="the database is gone"):
        for article in copydesk.clean_many(pages(), threads=2):
            titles.append(article.title)
    assert titles == [f"Bridge {n} reopens" for n in range(40)]


def test_many_cleans_without_the_lock():
    """While pages are cleaned, other Python threads run."""
    stop = threading.Event()
    counted = [0]

    def count():
        while not stop.is_set():
            counted[0] += 1
            stop.wait(0.0005)

    large = "<article>" + "".join(f"<p>{s} {i}.</p>" for i in range(4000) for s in SENTENCES) + "</article>"
    counter = threading.Thread(target=count)
    counter.start()
    for clean in (lambda: copydesk.clean(large), lambda: next(copydesk.clean_many([large], threads=1))):
        before = counted[0]
        assert clean()
        assert counted[0] > before + 5
    stop.set()
    counter.join()


def test_many_gives_what_is_ready_while_the_next_page_is_awaited():
    """An article does not wait for further pages of a slow iterable."""
    given = []

    def slow():
        for number in range(6):
            given.append(number)
            yield page(number)
            time.sleep(0.3)

    articles = copydesk.clean_many(slow(), threads=2)
    assert next(articles).title == "Bridge 0 reopens"
    assert len(given) <= 3
    assert len(list(articles)) == 5


def test_many_is_lazy():
    taken = []

    def endless():
        number = 0
        while True:
            taken.append(number)
            yield page(number)
            number += 1

    articles = copydesk.clean_many(endless(), threads=1)
    assert next(articles).title == "Bridge 0 reopens"
    assert len(taken) < 1000


def test_a_cleaner_serves_many_threads():
    cleaner = copydesk.Cleaner()
    found = {}

    def work(number):
        found[number] = cleaner.clean(page(number)).title

    threads = [threading.Thread(target=work, args=(i,)) for i in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert found == {i: f"Bridge {i} reopens" for i in range(16)}


def test_options_are_those_of_the_command(tmp_path):
    spans = [("East", 412, "March"), ("West", 380, "April"), ("Center", 655, "May")]
    rows = "".join(f"<tr><td>{s}<td>{m} meters<td>Repairs of this span ended in {d}</tr>" for s, m, d in spans)
    table = f"<table><caption>Spans of the bridge</caption><tr><th>Span<th>Length<th>State</tr>{rows}</table>"
    story = page().replace(f"<p>{SENTENCES[3]}", f"{table}<p>{SENTENCES[3]}")
    assert "East | 412 meters | Repairs of this span ended in March" in copydesk.clean(story).text
    assert "412 meters" not in copydesk.clean(story, tables="strip").text
    assert copydesk.clean(page(), lang="en") and not copydesk.clean(page(), lang=["de", "fr"])
    assert not copydesk.clean(page(), min_words=10_000)
    assert not copydesk.clean(page(), min_confidence=1)
    with pytest.raises(copydesk.LimitError):
        copydesk.clean(page(), max_nodes=5)
    now = copydesk.Cleaner(now=datetime(2031, 5, 5, tzinfo=timezone.utc))
    assert "2031-05-05T00:00:00+00:00" in repr(now)
    ago = page().replace("<p class=byline>", "<time>3 hours ago</time><p class=byline>")
    assert copydesk.clean(ago, now="2031-05-05T00:00:00Z").published == "2031-05-04T21:00:00Z"


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("favor", "most", "precision, balanced, recall"),
        ("dateline", "no", "normalize, keep, strip"),
        ("tables", "drop", "keep, strip"),
        ("lang", "english", "BCP 47"),
        ("lang", ["en", ""], "BCP 47"),
        ("lang", "en-", "BCP 47"),
        ("min_words", -1, "from 0 up"),
        ("min_confidence", 7, "from 0 to 1"),
        ("min_confidence", float("nan"), "from 0 to 1"),
        ("now", "yesterday", "RFC 3339"),
        ("now", "2031-13-40", "RFC 3339"),
        ("now", datetime(2031, 5, 5), "time zone"),
        ("max_bytes", -1, "from 0 up"),
        ("max_time", -1, "max_time"),
        ("max_time", float("inf"), "max_time"),
    ],
)
def test_invalid_options(option, value, message):
    for call in (lambda: copydesk.Cleaner(**{option: value}), lambda: copydesk.clean(page(), **{option: value})):
        with pytest.raises(copydesk.OptionError, match=message) as caught:
            call()
        assert option in str(caught.value)


@pytest.mark.parametrize(
    ("option", "value"),
    [("favor", 1), ("lang", 3), ("min_words", "9"), ("min_confidence", "high"), ("now", 7), ("rules", 7)]
    + [("comments", "yes"), ("max_time", "1s"), ("favour", "recall")],
)
def test_options_of_another_type(option, value):
    with pytest.raises(TypeError):
        copydesk.Cleaner(**{option: value})


def test_tags_of_languages():
    for tag in ("en", "pt-BR", "zh-Hant-TW", "sr_Latn", "yue"):
        copydesk.Cleaner(lang=tag)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2031-05-05T18:42:00+02:00", datetime(2031, 5, 5, 18, 42, tzinfo=timezone(timedelta(hours=2)))),
        ("2031-05-05T18:42:00Z", datetime(2031, 5, 5, 18, 42, tzinfo=timezone.utc)),
        ("2031-05-05", date(2031, 5, 5)),
    ],
)
def test_dates_as_objects(given, expected):
    for name, field in (("published", "published_at"), ("modified", "modified_at")):
        meta = f"<meta property='article:{name}_time' content='{given}'>"
        article = copydesk.clean(page().replace("<head>", f"<head>{meta}"))
        found = getattr(article, field)
        assert found == expected and type(found) is type(expected), (name, article.published)
        assert getattr(article, name) == (expected.isoformat().replace("+00:00", "Z"))
    assert copydesk.clean(page()).published_at is None


def test_rules_travel_with_the_cleaner(tmp_path):
    rule = tmp_path / "post.toml"
    rule.write_text('host = "post.example"\ntitle = [".kicker"]\n')
    cleaner = copydesk.Cleaner(rules=tmp_path)
    text = page().replace("<h1>", "<p class=kicker>From the quay</p><h1>")
    assert cleaner.clean(text, "https://post.example/1").title == "From the quay"
    again = pickle.dumps(cleaner)
    rule.unlink()
    assert pickle.loads(again).clean(text, "https://post.example/1").title == "From the quay"
    with pytest.raises(copydesk.RuleError):
        copydesk.Cleaner(rules=["host = 7"])
    with pytest.raises(FileNotFoundError, match="nowhere"):
        copydesk.Cleaner(rules=tmp_path / "nowhere")


def test_pages_of_files_and_archives(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.html").write_text(page(number))
    pages = list(copydesk.read_pages(tmp_path))
    assert [p.source for p in pages] == [str(tmp_path / f"{n}.html") for n in range(3)]
    assert pages[0].content == page(0).encode()
    articles = list(copydesk.clean_many(pages, threads=2))
    assert [(a.title, a.source) for a in articles] == [
        (f"Bridge {n} reopens", str(tmp_path / f"{n}.html")) for n in range(3)
    ]
    lines = tmp_path / "crawl.jsonl"
    lines.write_text("".join(json.dumps({"url": f"https://post.example/{n}", "html": page(n)}) + "\n" for n in range(3)))
    with open(lines, "rb") as stream:
        found = [copydesk.clean(p) for p in copydesk.read_pages(stream, kind="jsonl")]
    assert [a.url for a in found] == [f"https://post.example/{n}" for n in range(3)]
    assert found == [copydesk.clean(p) for p in copydesk.read_pages(str(lines))]
    assert len(list(copydesk.read_pages([tmp_path], include=["*1.html"]))) == 1
    gone = next(copydesk.read_pages(tmp_path / "gone.html"))
    with pytest.raises(copydesk.SourceError, match="check its name") as caught:
        copydesk.clean(gone)
    assert caught.value.source == str(tmp_path / "gone.html")
    # Pages can be sent to other processes: readable ones are read, unreadable ones raise there.
    sent = pickle.loads(pickle.dumps([pages[0], found[0], gone]))
    assert copydesk.clean(sent[0]) == articles[0] and sent[1] == found[0]
    with pytest.raises(copydesk.SourceError, match="check its name") as caught:
        copydesk.clean(sent[2])
    assert caught.value.source == str(tmp_path / "gone.html")
    with pytest.raises(TypeError, match="a list of paths"):
        copydesk.read_pages(7)


def test_a_page_carries_its_hints():
    cyrillic = page().replace("Bridge 0", "Мост").encode("windows-1251")
    given = copydesk.Page(
        cyrillic, "https://post.example/1", content_type="text/html; charset=windows-1251", source="a.html"
    )
    article = copydesk.clean(given)
    assert (article.title, article.url, article.source) == ("Мост reopens", "https://post.example/1", "a.html")
    assert next(copydesk.clean_many([given])) == article
    assert repr(given) == '<copydesk.Page "a.html">' and given.input == "auto"
    again = pickle.loads(pickle.dumps(given))
    assert (again.content, again.url, again.content_type) == (given.content, given.url, given.content_type)
    assert (again.source, again.input, again.encoding) == (given.source, given.input, given.encoding)
    assert copydesk.clean(again) == article
    assert copydesk.clean(bytearray(page().encode())) == copydesk.clean(memoryview(page().encode()))


def test_stories_and_reasons():
    story = " ".join(SENTENCES)
    stories = copydesk.Cleaner().clean_all(f"{story}\n\n-30-\n\n{story}\n\n-30-\n")
    assert len(stories) == 2
    told = copydesk.Cleaner().explain(page())
    assert {"page", "fields", "blocks"} <= set(told)
    assert any(b["text"].startswith("Section 3") and not b["kept"] for b in told["blocks"])


def test_every_public_name_says_what_it_does():
    for name in copydesk.__all__:
        if name != "__version__":
            assert getattr(copydesk, name).__doc__, name
    for kind in (copydesk.Article, copydesk.Cleaner, copydesk.CleanMany, copydesk.Page):
        for name, member in vars(kind).items():
            if not name.startswith("_"):
                assert member.__doc__, f"{kind.__name__}.{name}"


def test_one_wheel_for_all_pythons():
    import copydesk._copydesk as native

    if sys.platform == "linux":
        assert ".abi3." in native.__file__
    for path in pathlib.Path(copydesk.__file__).parent.glob("*.py"):
        ast.parse(path.read_text(), feature_version=(3, 9))


def test_strings_alone():
    byline = copydesk.parse_byline("By JANE DOE and John Roe, Staff Writers")
    assert [a["name"] for a in byline["authors"]] == ["Jane Doe", "John Roe"]
    dateline = copydesk.parse_dateline("SEOUL, May 4 (Yonhap) -- The port reopened.", published="2018-05-04")
    assert (dateline["place"], dateline["date"], dateline["agency"]) == ("Seoul", "2018-05-04", "Yonhap")
    credit = copydesk.parse_credit("The port reopened. (Yonhap)")
    assert credit["agency"] == "Yonhap"
    assert copydesk.parse_byline("admin") is None
