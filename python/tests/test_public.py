"""The harness for public benchmarks, on invented pages with known scores."""

import gzip
import json
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "benches" / "public"))
import metrics  # noqa: E402
import score  # noqa: E402

import copydesk  # noqa: E402
from pages import SENTENCES, page  # noqa: E402

TEXT = copydesk.clean(page()).text


def test_word_f1():
    assert metrics.word_f1([("a b c d", "a b c d"), ("a b", "c d")]) == {"f1": 0.5}
    # Three of four words are there and one is foreign: precision and recall are 3/4.
    assert metrics.word_f1([("a b c d", "D, c: b x")]) == {"f1": 0.75}
    assert metrics.word_f1([("", "")]) == {"f1": 1.0} and metrics.word_f1([("a", "")]) == {"f1": 0.0}


def test_shingle_f1():
    # Of the shingles abcd and bcde one is found, and none is foreign.
    assert metrics.shingle_f1([("a b c d e", "a b c d")]) == {"f1": pytest.approx(2 / 3), "p": 1.0, "r": 0.5}
    # A page of a thousand shingles weighs as much as one of one. A page on which nothing is found has no precision.
    long = " ".join(map(str, range(1003)))
    assert metrics.shingle_f1([(long, long), ("a b c d", "")]) == {"f1": pytest.approx(2 / 3), "p": 1.0, "r": 0.5}


def test_aligned_f1():
    assert metrics.aligned_f1([("a b c d", "A b, c d")]) == {"f1": 1.0}
    # The order counts: of two swapped halves one is aligned.
    assert metrics.aligned_f1([("a b c d", "c d a b")]) == {"f1": 0.5}
    assert metrics.word_f1([("a b c d", "c d a b")]) == {"f1": 1.0}


def test_rouge_f1():
    pytest.importorskip("jieba")
    assert metrics.rouge_f1([("a b c d e f", "a b c d e f")]) == {"rouge5": 1.0}
    # Of the two shingles of five tokens one is found.
    assert metrics.rouge_f1([("a b c d e f", "a b c d e")]) == {"rouge5": pytest.approx(2 / 3)}


MARKDOWN = "Some text.\n\n```py\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThen $x^2$ and $$y$$ for 5 $ each."


def test_edit_similarity():
    pytest.importorskip("rapidfuzz")
    pytest.importorskip("table_recognition_metric")
    found = metrics.parts(MARKDOWN)
    assert found["text"] == "Some text. Then and for 5 $ each."
    assert (found["code"], found["formula"]) == ("```py\nx = 1\n```", "$x^2$\n$$y$$")
    assert found["table"].splitlines()[0] == "| a | b |"
    perfect = {"overall": 1.0, "text": 1.0, "code": 1.0, "formula": 1.0, "table": 1.0, "teds": 1.0}
    assert metrics.edit_similarity([(MARKDOWN, MARKDOWN)]) == perfect
    lost = metrics.edit_similarity([(MARKDOWN, MARKDOWN.replace("| 1 | 2 |\n", "").replace("```py\nx = 1\n```", ""))])
    assert lost["code"] == 0.0 and 0 < lost["table"] < 1 and lost["text"] == 1.0
    # Of 9 nodes (table, thead, tbody, two rows, four cells) the body with its row and two cells is lost.
    assert lost["teds"] == pytest.approx(5 / 9)
    assert metrics.table_similarity(MARKDOWN, "No table.") == 0.0
    assert metrics.table_similarity("<table><tr><td>a</td></tr></table>", "<table><tr><td>ab</td></tr></table>") == pytest.approx(5 / 6)
    # Pages without code do not count for code.
    assert set(metrics.edit_similarity([("a", "ab")])) == {"overall", "text"}


def test_own_pages(tmp_path, capsys):
    gold = []
    for number in range(3):
        (tmp_path / f"{number}.html.gz").write_bytes(gzip.compress(page(number).encode()))
        kind = "news" if number else "blog"
        gold.append({"id": str(number), "text": copydesk.clean(page(number)).text, "type": kind})
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(line) + "\n" for line in gold))
    arguments = ["own", str(tmp_path), "--gold", str(tmp_path / "gold.jsonl"), "--tools", "copydesk"]
    assert score.main([*arguments, "--out", str(tmp_path / "found")]) == 0
    out = capsys.readouterr().out
    assert "copydesk     f1 1.0000" in out and "news                  2 pages  f1 1.0000" in out
    assert (tmp_path / "found" / "copydesk" / "2.txt").read_text() == gold[2]["text"]


def test_article_extraction_benchmark(tmp_path, capsys):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(page().encode()))
    truth = {"a": {"articleBody": TEXT, "url": "https://post.example/a"}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth))
    assert score.main(["aeb", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "copydesk     f1 1.0000" in out
    assert all(tool in out for tool in score.TOOLS)


def test_web_content_extraction_benchmark(tmp_path, capsys):
    for name in ("html", "ground-truth"):
        (tmp_path / name).mkdir()
    (tmp_path / "html" / "0001.html.gz").write_bytes(gzip.compress(page().encode()))
    truth = {"url": "https://post.example/a", "ground_truth": {"main_content": TEXT}, "_internal": {"page_type": {"primary": "article"}}}
    (tmp_path / "ground-truth" / "0001.json").write_text(json.dumps(truth))
    assert score.main(["wcxb", str(tmp_path), "--tools", "copydesk"]) == 0
    assert "copydesk     f1 1.0000" in capsys.readouterr().out


def test_magic_html(tmp_path, capsys):
    lines = [{"id": str(n), "html": page(n), "groundtruth": copydesk.clean(page(n)).text} for n in range(2)]
    (tmp_path / "article.json").write_text(json.dumps(lines))
    assert score.main(["magic-html", str(tmp_path), "--tools", "copydesk"]) == 0
    assert "2 pages" in (out := capsys.readouterr().out) and "copydesk     f1 1.0000" in out


@pytest.mark.parametrize(
    ("name", "package", "figure"), [("webmainbench", "jieba", "rouge5 1.0000"), ("webmainbench-545", "rapidfuzz", "overall 1.0000")]
)
def test_web_main_bench(tmp_path, capsys, name, package, figure):
    pytest.importorskip(package)
    if package == "rapidfuzz":
        pytest.importorskip("table_recognition_metric")
    lines = [{"track_id": str(n), "html": page(n), "groundtruth_content": copydesk.clean(page(n)).markdown()} for n in range(2)]
    path = tmp_path / "bench.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert score.main([name, str(path), "--tools", "copydesk"]) == 0
    assert f"copydesk     {figure}" in capsys.readouterr().out


def test_cleaneval(tmp_path, capsys):
    for name in ("pages", "gold"):
        (tmp_path / name).mkdir()
    wrapped = f'<text id="1" title="Bridge" encoding="utf-8">{page()}</text>'
    (tmp_path / "pages" / "1.html").write_text(wrapped)
    marked = "".join(f"<p>{sentence} Report 0.\n\n" for sentence in SENTENCES)
    (tmp_path / "gold" / "1-cleaned.txt").write_text(f"URL: http://post.example/1\n\n<h>{marked}")
    assert score.main(["cleaneval", str(tmp_path / "pages"), "--gold", str(tmp_path / "gold"), "--tools", "copydesk"]) == 0
    assert "copydesk     f1 1.0000" in capsys.readouterr().out


def test_formats_that_are_not_known(tmp_path, capsys):
    (tmp_path / "bench.jsonl").write_text('{"page": "<p>x", "answer": "x"}\n')
    for arguments, message in [
        (["webmainbench", str(tmp_path / "bench.jsonl")], "fields page, answer"),
        (["wcxb", str(tmp_path)], "ground-truth"),
        (["own", str(tmp_path)], "--gold"),
        (["aeb", str(tmp_path / "gone")], "gone"),
    ]:
        with pytest.raises(SystemExit):
            score.main(arguments)
        assert message in capsys.readouterr().err
    fields = ["--html-field", "page", "--text-field", "answer", "--tools", "copydesk"]
    assert score.main(["magic-html", str(tmp_path / "bench.jsonl"), *fields]) == 0
