"""The harness for public benchmarks, on invented pages with known scores."""

import gzip
import json
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "benches" / "public"))
import score  # noqa: E402

import copydesk  # noqa: E402
from pages import page  # noqa: E402


def test_metrics():
    assert score.mean_f1([("a b c d", "a b c d"), ("a b", "c d")]) == 0.5
    # Three of four words are there and one is foreign: precision and recall are 3/4.
    assert score.mean_f1([("a b c d", "D, c: b x")]) == 0.75
    assert score.mean_f1([("", "")]) == 1.0 and score.mean_f1([("a", "")]) == 0.0
    # Of the shingles abcd, bcde only the first is found, and none is foreign.
    assert score.shingle_f1([("a b c d e", "a b c d")]) == pytest.approx(2 / 3)
    # A page of a thousand shingles weighs as much as one of one.
    long = " ".join(map(str, range(1003)))
    assert score.shingle_f1([(long, long), ("a b c d", "")]) == pytest.approx(2 / 3)


def test_own_pages(tmp_path, capsys):
    gold = []
    for number in range(3):
        (tmp_path / f"{number}.html.gz").write_bytes(gzip.compress(page(number).encode()))
        gold.append({"id": str(number), "text": copydesk.clean(page(number)).text})
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(line) + "\n" for line in gold))
    arguments = ["own", str(tmp_path), "--gold", str(tmp_path / "gold.jsonl"), "--tools", "copydesk"]
    assert score.main([*arguments, "--out", str(tmp_path / "found")]) == 0
    assert "copydesk     f1 1.0000" in capsys.readouterr().out
    assert (tmp_path / "found" / "copydesk" / "2.txt").read_text() == gold[2]["text"]


def test_article_extraction_benchmark(tmp_path, capsys):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(page().encode()))
    truth = {"a": {"articleBody": copydesk.clean(page()).text, "url": "https://post.example/a"}}
    (tmp_path / "ground-truth.json").write_text(json.dumps(truth))
    assert score.main(["aeb", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "copydesk     f1 1.0000" in out
    assert all(tool in out for tool in score.TOOLS)
