import json
import pickle
import threading

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
    assert "<h1>Bridge 0 reopens</h1>" in article.html()
    assert "http://www.tei-c.org/ns/1.0" in article.tei()
    assert "Bridge 0 reopens" in repr(article)


def test_no_article_is_no_error():
    article = copydesk.clean("<p>x")
    assert not article and article.outcome == "no-article"


def test_errors():
    with pytest.raises(copydesk.EncodingError):
        copydesk.clean(b"x", encoding="klingon")
    assert issubclass(copydesk.EncodingError, copydesk.CopydeskError)
    with pytest.raises(TypeError):
        copydesk.clean(7)
    with pytest.raises(ValueError, match="precision, balanced, recall"):
        copydesk.Cleaner(favor="most")


def test_lone_surrogates_do_no_harm():
    assert copydesk.clean(page() + "\ud800").title == "Bridge 0 reopens"


def test_pickling():
    article = copydesk.clean(page(), source="a.html")
    again = pickle.loads(pickle.dumps(article))
    assert again == article and again.to_json() == article.to_json()
    cleaner = copydesk.Cleaner(favor="recall", dateline="keep")
    assert repr(pickle.loads(pickle.dumps(cleaner))) == repr(cleaner)


def test_many_keeps_order_and_goes_on_after_a_bad_page():
    pages = [page(i) for i in range(150)]
    titles = [a.title for a in copydesk.clean_many(pages, threads=2)]
    assert titles == [f"Bridge {i} reopens" for i in range(150)]
    addressed = list(copydesk.clean_many([(page(1), "https://post.example/1")]))
    assert addressed[0].url == "https://post.example/1"


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


def test_strings_alone():
    byline = copydesk.parse_byline("By JANE DOE and John Roe, Staff Writers")
    assert [a["name"] for a in byline["authors"]] == ["Jane Doe", "John Roe"]
    dateline = copydesk.parse_dateline("SEOUL, May 4 (Yonhap) -- The port reopened.", published="2018-05-04")
    assert (dateline["place"], dateline["date"], dateline["agency"]) == ("Seoul", "2018-05-04", "Yonhap")
    credit = copydesk.parse_credit("The port reopened. (Yonhap)")
    assert credit["agency"] == "Yonhap"
    assert copydesk.parse_byline("admin") is None
